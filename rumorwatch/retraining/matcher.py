"""Training the matcher: its probabilities and thresholds, and the wordings that posts taught."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.labels import Label
from rumorwatch.domain.trained import ModelPart
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.match.constants import read_second_constants
from rumorwatch.match.stance.reader import StanceReader
from rumorwatch.matching import make_matcher
from rumorwatch.models import CASCADE_KINDS, MATCHER
from rumorwatch.normalize.text import views
from rumorwatch.reading.words import count_words
from rumorwatch.retraining.constants import fitted_of, with_fitted
from rumorwatch.retraining.drafts import Draft, NothingTaught
from rumorwatch.retraining.frozen import frozen_evidence, hard_pairs
from rumorwatch.retraining.pairevidence import judged_evidence
from rumorwatch.retraining.pairtrials import (
    evidence_trials,
    fallen_claims,
    gold_trial,
    hard_claims,
    hard_trials,
)
from rumorwatch.train.examples import held_out
from rumorwatch.train.gate import figures_of
from rumorwatch.train.matcher import adapt
from rumorwatch.train.registry import CONSTANTS, WORDINGS
from rumorwatch.train.wordings import chosen, teachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import JudgedText
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models
    from rumorwatch.retraining.judged import Judged
    from rumorwatch.train.evidence import Fitted
    from rumorwatch.train.examples import Examples, PairExample
    from rumorwatch.train.gate import Figure, Trial

LEAST_OF_ONE_CLASS = 20
"""Judged pairs from which on it is no chance that all have one answer: of a coin one in 500,000."""
HELD_OUT = "claims judged last, beside the model that ships"
NOTHING = StanceReader(model=None, encoder=None)
"""Stances are none of a pair's business, and reading them takes longer than matching."""


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What examples teach the matcher."""

    constants: Mapping[str, Any]
    wordings: Mapping[ClaimId, tuple[str, ...]]
    pairs: int
    """Judged pairs that the matcher finds, which taught the probabilities."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MatcherTraining:
    """Training of one matcher over the models in force and what was judged."""

    models: Models
    """In force; the cascade, for nothing else is trained."""
    in_force_wordings: Mapping[ClaimId, Sequence[str]]
    judged: Judged
    seed: int
    step: Callable[[str], None]
    """Told what is done next, for progress."""

    def draft(self) -> Draft | NothingTaught:
        """Return the trained matcher with everything the gate needs.

        Raises:
            ModelError: RW-M06 the base or the frozen sets are damaged.
        """
        teaching = self.judged.teaching
        if not teaching.same:
            return NothingTaught(
                part=ModelPart.MATCHER, why="nobody said yet of a post whether it is the same as a claim"
            )
        learned = self._learn(teaching, "fitting the probabilities")
        after = self._matchers(learned)
        new = _with_constants(self.models, learned.constants)
        # Real posts' evidence is what the encoder that ships sees; one in force passed the gate for being like it.
        trials = [*self._hard(new), *evidence_trials(frozen_evidence(), _fitted(self.models), _fitted(new))]
        self.step("answering the gold set and what was judged")
        gold = self.judged.gold.same
        measured = [self._gold_trial(gold, after, name="gold set")] if gold else []
        judged = [self._gold_trial(teaching.same, after, name="judged pairs"), *measured]
        return Draft(
            part=ModelPart.MATCHER,
            files={
                CONSTANTS: _lines([learned.constants]),
                WORDINGS: _lines(
                    {"claim_id": claim_id, "text": text}
                    for claim_id, texts in learned.wordings.items()
                    for text in texts
                ),
            },
            base=str(read_manifest(MATCHER)["id"]),
            judgments=len(teaching.same),
            trials=[*trials, *measured],
            objections=[*one_class(teaching.same), *(said for trial in judged for said in fallen_claims(trial))],
            held_out=self.held_out_figures(),
            learned=self._said(learned),
        )

    def measured_on(self, same: Sequence[PairExample], *, texts: Mapping[str, JudgedText]) -> Trial:
        """Return the trial of other judged pairs by the matcher in force and the one that the judgments make."""
        before, after = self._matchers(self._learn(self.judged.teaching, "training"))
        return gold_trial(same, texts, before, after, name="gold set")

    def held_out_figures(self) -> Sequence[Figure]:
        """Return what the same training on earlier claims gets on later ones; nothing where there are too few.

        Beside it stands the matcher that ships: the one in force may have been taught these very claims.
        """
        early, late = held_out(self.judged.teaching)
        if not late.same or not early.same:
            return ()
        learned = self._learn(early, "training once more without the claims judged last")
        shipped = self._matcher(_with_constants(self.models, read_manifest(MATCHER)), {})
        trial = self._gold_trial(late.same, (shipped, self._trained(learned)), name=HELD_OUT)
        return figures_of(trial, seed=self.seed)

    def _learn(self, examples: Examples, saying: str) -> Learned:
        """Return what examples teach, over the base that ships."""
        self.step(saying)
        shipped = read_manifest(MATCHER)
        judged = judged_evidence(self._plain, self.models, self.judged.texts, examples.same)
        base = fitted_of(read_second_constants(shipped, kinds=CASCADE_KINDS).calibration)
        return Learned(
            constants=with_fitted(shipped, adapt(base, judged)), wordings=self._wordings(examples), pairs=len(judged)
        )

    def _wordings(self, examples: Examples) -> Mapping[ClaimId, tuple[str, ...]]:
        """Return the texts that each claim learns, those least like what it is said in first."""
        texts = self.judged.texts
        words = {name: count_words(text.views.accented) for name, text in texts.items()}
        found: dict[ClaimId, tuple[str, ...]] = {}
        for claim_id, hashes in teachable(examples.same, examples.stances, words=words).items():
            claim = self.judged.claims[claim_id]
            own = [views(text) for text in claim.all_texts if text.strip()]
            rows = np.asarray(self._encoder.encode([*own, *(texts[name].views for name in hashes)]))
            taught = rows[len(own) :]
            kept = chosen(taught @ np.concatenate([rows[: len(own)], taught]).T)
            if kept:
                found[claim_id] = tuple(texts[hashes[at]].views.accented for at in kept)
        return found

    @cached_property
    def _encoder(self) -> Encoder:
        if self.models.second is None:
            raise TypeError("only the cascade is trained")
        return self.models.second.encoder

    @cached_property
    def _plain(self) -> Matcher:
        """A matcher over the claims without what posts taught, so that no text is its own evidence."""
        return self._matcher(self.models, {})

    def _matchers(self, learned: Learned) -> tuple[Matcher, Matcher]:
        """Return the matcher in force and the new one, both without wordings that are gold.

        A text that was drawn by chance after it taught the model in force is measured like any other.
        """
        gold = {self.judged.texts[name].views.accented for name in self.judged.withheld if name in self.judged.texts}
        fair = {
            claim_id: [text for text in texts if text not in gold] for claim_id, texts in self.in_force_wordings.items()
        }
        return self._matcher(self.models, fair), self._trained(learned)

    def _trained(self, learned: Learned) -> Matcher:
        return self._matcher(_with_constants(self.models, learned.constants), learned.wordings)

    def _matcher(self, models: Models, wordings: Mapping[ClaimId, Sequence[str]]) -> Matcher:
        claims = [
            replace(claim, wordings=(*claim.wordings, *wordings.get(claim.id, ())))
            for claim in self.judged.claims.values()
        ]
        return replace(make_matcher(claims, models), stances=NOTHING)

    def _hard(self, new: Models) -> Sequence[Trial]:
        self.step("answering the hard cases")
        pairs = hard_pairs()
        claims: Sequence[Claim] = hard_claims(pairs)
        before, after = (replace(make_matcher(claims, models), stances=NOTHING) for models in (self.models, new))
        return hard_trials(pairs, [views(pair.post) for pair in pairs], before, after)

    def _gold_trial(self, same: Sequence[PairExample], matchers: tuple[Matcher, Matcher], *, name: str) -> Trial:
        before, after = matchers
        return gold_trial(same, self.judged.texts, before, after, name=name)

    def _said(self, learned: Learned) -> Sequence[str]:
        texts = sum(map(len, learned.wordings.values()))
        return (
            f"{learned.pairs} judged pairs taught how likely matches are",
            f"{texts} posts became wordings of {len(learned.wordings)} claims",
        )


def one_class(same: Sequence[PairExample]) -> Sequence[str]:
    """Return what speaks against pairs that all have one answer."""
    labels = {one.label for one in same}
    if len(labels) > 1 or len(same) < LEAST_OF_ONE_CLASS:
        return ()
    label = Label.SAME if Label.SAME in labels else Label.NOT_SAME
    return (f"all {len(same)} judged pairs are {label.value}: nothing tells one answer from the other",)


def _with_constants(models: Models, constants: Mapping[str, Any]) -> Models:
    if models.second is None:
        raise TypeError("only the cascade is trained")
    second = replace(models.second, constants=read_second_constants(constants, kinds=CASCADE_KINDS))
    return replace(models, second=second)


def _fitted(models: Models) -> Fitted:
    if models.second is None:
        raise TypeError("only the cascade is trained")
    return fitted_of(models.second.constants.calibration)


def _lines(rows: Any) -> bytes:  # noqa: ANN401 - any JSON
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()

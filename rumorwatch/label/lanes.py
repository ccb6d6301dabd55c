"""Lanes: the questions of one sort in their order, of which the queue takes in turn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import AskReason, Label, Question
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.rumors import RumorId
from rumorwatch.label import pairlane, postlane, whys
from rumorwatch.label.asking import Ask
from rumorwatch.label.likeness import NEAR_COPY
from rumorwatch.label.pairreasons import NAMES, PairReasons, entropy
from rumorwatch.label.postlane import HELD, checkable_of
from rumorwatch.label.texts import drawn_place, has_answered, sure_votes

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.label.asking import Asking, Taught
    from rumorwatch.label.likeness import Copies
    from rumorwatch.label.texts import Text


@dataclass(kw_only=True, eq=False)
class Lanes:
    """Every question that one analyst could be asked now, by its sort."""

    texts: Sequence[Text]
    claims: Mapping[ClaimId, Claim]
    taught: Taught
    asking: Asking
    analyst: str
    leased: frozenset[tuple[str, ClaimId | None]]
    """What others are looking at."""
    asked: Counter[Hashable]
    """Questions so far about each claim, language pair and topic."""
    copies: Copies
    """What was asked about; whoever takes a question adds to it."""

    def reviews(self) -> Iterator[Ask]:
        """Yield what analysts differ on, then what lacks answers of a quorum; of each the most useful first.

        Differing is worth the entropy of the answers. A second opinion is worth the surprise at the first: what the
        models expected needs it least. Both in bits, times the text's sources.
        """
        found = [
            ask
            for text in self._chosen
            for claim_id in dict.fromkeys(ruling.subject.claim_id for ruling in text.candidate.rulings)
            if self._is_open(text, claim_id) and (ask := self._review(text, claim_id)) is not None
        ]
        found.sort(key=lambda ask: (ask.reason is not AskReason.DISPUTED, -ask.usefulness, ask.post.text_hash))
        yield from found

    def pairs(self) -> Iterator[Ask]:
        """Yield posts beside their likeliest claims."""
        reasons = PairReasons.of(self.claims, self.taught)
        pairs = []
        for text in self._chosen:
            best = text.best
            if best is None or not self._is_open(text, best.claim_id) or self._is_judged(text, best.claim_id):
                continue
            found = reasons.find(text.candidate)
            if found is not None:
                reason, bits = found
                pairs.append(pairlane.Pair(text=text, claim_id=best.claim_id, reason=reason, value=bits * text.sources))
        for pair, left in pairlane.in_turn(pairs, asked=self.asked, copies=self.copies):
            why = whys.why_pair(pair.reason, language=self.asking.language)
            yield self._ask(pair.text, pair.claim_id, NAMES[type(pair.reason)], why=why, usefulness=left)

    def posts(self) -> Iterator[Ask]:
        """Yield posts that no claim explains and that may state one."""
        texts = [text for text in self.texts if self._is_unexplained(text) and not _is_held(text)]
        asked = {one.post.text_hash for one in texts if self._is_judged(one, None) or self._is_leased(one, None)}
        chosen = {text.post.text_hash for text in self._chosen if self._is_open(text, None)} - asked
        places = postlane.places_of(texts, asked=asked, open_to=chosen)
        for text, place, gain in postlane.in_turn(places, copies=self.copies):
            why = whys.why_likely_claim(checkable_of(text), sources=place.sources, language=self.asking.language)
            yield self._ask(text, None, AskReason.LIKELY_CLAIM, why=why, usefulness=gain)

    def held(self) -> Iterator[Ask]:
        """Yield posts that were taken for opinion, criticism or satire, those first of which that is least sure."""
        found = [
            (-entropy(checkable_of(text)) * text.sources, text.post.text_hash, text)
            for text in self._chosen
            if self._is_unexplained(text) and _is_held(text)
            if self._is_open(text, None) and not self._is_judged(text, None)
        ]
        for against, _, text in sorted(found, key=lambda one: one[:2]):
            likest = self.copies.nearest(text.post.views.folded)
            left = 0.0 if likest >= NEAR_COPY else -against * (1 - likest)
            reading = text.candidate.reading
            if reading is not None:
                why = whys.why_held_back(reading.post_class, language=self.asking.language)
                yield self._ask(text, None, AskReason.HELD_BACK, why=why, usefulness=left)

    def drawn(self) -> Iterator[Ask]:
        """Yield what chance drew, in the order of the draw: the same texts for everybody, until a quorum agrees."""
        why = whys.why_random(language=self.asking.language)
        drawn = sorted((self._places[text.post.text_hash], at) for at, text in enumerate(self.texts))
        for place, at in drawn:
            text = self.texts[at]
            if place >= self.asking.random_share:
                return
            claim_id = text.best.claim_id if text.best else None
            if self._is_open(text, claim_id) and not self._is_agreed(text, claim_id):
                yield self._ask(text, claim_id, AskReason.RANDOM, why=why, usefulness=0.0)

    @cached_property
    def _places(self) -> Mapping[str, float]:
        return {text.post.text_hash: drawn_place(self.asking.seed, text.post.text_hash) for text in self.texts}

    @cached_property
    def _chosen(self) -> Sequence[Text]:
        """Texts that may be asked about by choice: what chance drew is asked about by chance alone.

        Else what is measured on would lack what the models choose, and be no fair sample.
        """
        share = self.asking.random_share
        return [text for text in self.texts if self._places[text.post.text_hash] >= share]

    def _review(self, text: Text, claim_id: ClaimId | None) -> Ask | None:
        rulings = [ruling for ruling in text.candidate.rulings if ruling.subject.claim_id == claim_id]
        if any(ruling.subject.question is Question.CLAIM for ruling in rulings):
            return None  # a claim was made of it: whether it says that one is asked from then on
        if claim_id is not None and claim_id not in self.claims:
            return None
        votes, language = sure_votes(rulings, claim_id), self.asking.language
        answers = sum(votes.values())
        disputed = next((ruling for ruling in rulings if ruling.is_disputed), None)
        if disputed is not None:
            differing = [len(names) for label, names in disputed.votes.items() if label is not Label.UNSURE]
            why = whys.why_disputed(sum(differing), language=language)
            bits = _spread(differing)
            return self._ask(text, claim_id, AskReason.DISPUTED, why=why, usefulness=bits * text.sources)
        if not answers or answers >= self.asking.quorum:
            return None
        why = whys.why_second_opinion(answers, quorum=self.asking.quorum, language=language)
        bits = _surprise(text, claim_id, next(iter(votes)))
        return self._ask(text, claim_id, AskReason.SECOND_OPINION, why=why, usefulness=bits * text.sources)

    def _ask(self, text: Text, claim_id: ClaimId | None, reason: AskReason, *, why: str, usefulness: float) -> Ask:
        reading = text.candidate.reading
        near = text.best if claim_id is None else None
        of_claim = RumorId(f"claim:{claim_id}") if claim_id is not None else None
        return Ask(
            post=text.post,
            claim=None if claim_id is None else self.claims[claim_id],
            match=_match_with(text, claim_id),
            near=self.claims[near.claim_id] if near else None,
            near_match=near,
            rumor_id=of_claim or (reading.rumor_id if reading else None),
            reason=reason,
            why=why,
            usefulness=usefulness,
        )

    def _is_open(self, text: Text, claim_id: ClaimId | None) -> bool:
        """Return whether this analyst may be asked: neither did they answer nor is another looking at it."""
        return not self._is_leased(text, claim_id) and not has_answered(self.analyst, text.candidate.rulings, claim_id)

    def _is_leased(self, text: Text, claim_id: ClaimId | None) -> bool:
        return (text.post.text_hash, claim_id) in self.leased

    def _is_judged(self, text: Text, claim_id: ClaimId | None) -> bool:
        """Return whether somebody who was sure answered: another answer is then a second opinion."""
        return bool(sure_votes(text.candidate.rulings, claim_id))

    def _is_unexplained(self, text: Text) -> bool:
        """Return whether no claim explains a text, by the models and by most of the people who said so."""
        by_people = any(
            one.label is Label.SAME and one.subject.claim_id in self.claims for one in text.candidate.rulings
        )
        return not by_people and (text.best is None or text.best.probability < MIN_COUNTED)

    def _is_agreed(self, text: Text, claim_id: ClaimId | None) -> bool:
        return any(one.is_agreed for one in text.candidate.rulings if one.subject.claim_id == claim_id)


def _is_held(text: Text) -> bool:
    reading = text.candidate.reading
    return reading is not None and reading.post_class in HELD


def _match_with(text: Text, claim_id: ClaimId | None) -> Match | None:
    return next((match for match in text.candidate.matches if match.claim_id == claim_id), None)


def _spread(votes: Sequence[int]) -> float:
    """Return the entropy of answers in bits: 1 where as many say one thing as another."""
    answers = sum(votes)
    return -sum(many / answers * math.log2(many / answers) for many in votes)


def _surprise(text: Text, claim_id: ClaimId | None, label: Label) -> float:
    """Return the bits of surprise that the models had at an answer; where they say nothing, one."""
    if claim_id is None:
        expected = checkable_of(text)
    else:
        match = _match_with(text, claim_id)
        expected = match.probability if match else 0.5
    agrees = label in {Label.SAME, Label.RUMOR}
    # A hundredth is as much as probabilities are trusted: certainty would come before everything for ever.
    return -math.log2(max(0.01, expected if agrees else 1 - expected))

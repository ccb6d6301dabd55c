"""Models and references to a matcher: the composition of embed, normalize and match, for scans and for files.

``make_matcher`` is for files: the models named, or an error. ``ClaimMatcher`` is for scans: it knows its basis without
importing anything heavy, builds only when there is something to match, and falls back to the lexical encoder when a
model is missing (safety.md, Nothing lost).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.match.basis import basis_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.ports import Encoder, Vectors
    from rumorwatch.domain.posts import Post, PostKey, SpellingViews
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.match.references import Reference

LEXICAL = "lexical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Encoders ready to learn from references, with the constants fitted for their combination."""

    names: tuple[str, ...]
    """``lexical`` or the path of a sentence-transformers folder."""
    dense: Mapping[str, Encoder]
    """The encoder of each folder."""
    calibration: Calibration

    @property
    def ids(self) -> tuple[str, ...]:
        """What names the weights and constants, cheap to know: the lexical encoder's come from the references."""
        return (
            *(self.dense[name].model_id if name in self.dense else name for name in self.names),
            repr(self.calibration),
        )

    def encoders(self, texts: Sequence[SpellingViews]) -> list[Encoder]:
        """Return the encoders in the order of their names, the lexical one having learned from these texts."""
        from rumorwatch.embed.lexical import LexicalEncoder

        return [self.dense[name] if name in self.dense else LexicalEncoder.learn(texts) for name in self.names]


def open_models(
    names: Sequence[str], *, vectors: Vectors | None = None, on_encoded: Callable[[int, int], None] | None = None
) -> Models:
    """Return the models of these names.

    Args:
        names: ``lexical``, or the path of a sentence-transformers folder.
        vectors: Where dense rows are remembered; None: nowhere.
        on_encoded: Told (texts done, texts in all) by a dense encoder after each batch, for progress.

    Raises:
        ModelError: A folder is missing or is no model, or the shipped constants are damaged.
    """
    from rumorwatch.match.calibrate import read_calibration

    distinct = tuple(dict.fromkeys(names)) or (LEXICAL,)
    dense = {name: _open_folder(name, vectors, on_encoded) for name in distinct if name != LEXICAL}
    kinds = ["dense" if name in dense else LEXICAL for name in distinct]
    return Models(names=distinct, dense=dense, calibration=read_calibration(read_manifest(LEXICAL), kinds=kinds))


def make_matcher(claims: Sequence[Claim], models: Models) -> Matcher:
    """Return a matcher over claims; every one is encoded."""
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.match.references import reference_of_claim
    from rumorwatch.normalize.text import views

    references = [reference_of_claim(claim, views=views, apart=bool(models.dense)) for claim in claims]
    encoders = models.encoders([text for reference in references for text in _texts(reference)])
    return Matcher.build(references, encoders=encoders, calibration=models.calibration, views=views)


def answers_of(claims: Sequence[Claim], statements: Sequence[Statement], models: Models) -> dict[ClaimId, StatementId]:
    """Return the statement that answers each claim best, where there is one."""
    if not claims or not statements:
        return {}
    from rumorwatch.match.answers import best_answers
    from rumorwatch.match.references import reference_of_claim, reference_of_statement
    from rumorwatch.normalize.text import views

    asked = [reference_of_claim(claim, views=views, apart=bool(models.dense)) for claim in claims]
    answering = [reference_of_statement(statement, views=views, apart=bool(models.dense)) for statement in statements]
    encoders = models.encoders([text for reference in (*asked, *answering) for text in _texts(reference)])
    found = best_answers(asked, answering, encoders=encoders, calibration=models.calibration)
    return {claim_id: statement_id for claim_id, (statement_id, _) in found.items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class ClaimMatcher:
    """Matching for scans (pipeline.PostMatcher): lazy, with remembered answers, and never without a model."""

    claims: Sequence[Claim]
    """Those in use."""
    statements: Sequence[Statement]
    """Those in use."""
    models: Models
    warnings: tuple[ModelError, ...]
    """What was missing, and what is used instead."""
    top: int
    """Matches of a post at most."""
    remembered: Callable[[str], Mapping[ClaimId, StatementId] | None]
    """Answers remembered on a basis."""

    @property
    def degraded(self) -> bool:
        """Whether a model that was asked for is missing."""
        return bool(self.warnings)

    @cached_property
    def basis(self) -> str:
        """Hash of models, claims, statements and thresholds: equal bases give equal matches."""
        return basis_of(self.claims, self.statements, models=self.models.ids)

    def match(self, posts: Sequence[Post]) -> Mapping[PostKey, Sequence[Match]]:
        """Return each post's matches above a tier, best first."""
        if not self.claims or not posts:
            return {post.key: () for post in posts}
        found = self._matcher.match(posts, top=self.top, tiered_only=True)
        return {post.key: matches for post, matches in zip(posts, found, strict=True)}

    def answers(self) -> Mapping[ClaimId, StatementId]:
        """Return the statement that answers each claim best, where there is one."""
        return self._answers

    @cached_property
    def _answers(self) -> Mapping[ClaimId, StatementId]:
        if not self.claims or not self.statements:
            return {}
        known = self.remembered(self.basis)
        return answers_of(self.claims, self.statements, self.models) if known is None else known

    @cached_property
    def _matcher(self) -> Matcher:
        return make_matcher(self.claims, self.models)


def open_models_or_lexical(
    names: Sequence[str], *, vectors: Vectors | None, broken: ModelError | None
) -> tuple[Models, tuple[ModelError, ...]]:
    """Return the models of these names; where one cannot be opened, the lexical one and what to say of it.

    Args:
        names: ``lexical``, or the path of a sentence-transformers folder.
        vectors: Where dense rows are remembered; None: nowhere.
        broken: What came of using these models, when one of them broke; None: not known to be broken.

    Raises:
        ModelError: The lexical model itself is damaged.
    """
    error = broken
    if error is None:
        try:
            return open_models(names, vectors=vectors), ()
        except ModelError as found:
            if tuple(names) == (LEXICAL,):
                raise
            error = found
    error.next = "Until then matching is lexical only, and marked as degraded"
    return open_models((LEXICAL,)), (error,)


def _texts(reference: Reference) -> tuple[SpellingViews, ...]:
    return (reference.whole, *reference.wordings)


def _open_folder(name: str, vectors: Vectors | None, on_encoded: Callable[[int, int], None] | None) -> Encoder:
    from rumorwatch.embed.cached import CachedEncoder
    from rumorwatch.embed.transformer import TransformerEncoder

    encoder = TransformerEncoder(folder=Path(name), progress=on_encoded)
    return CachedEncoder(encoder=encoder, vectors=vectors) if vectors else encoder

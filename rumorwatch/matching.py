"""Models and references to a matcher: the composition of embed, normalize and match, for scans and for files.

``make_matcher`` is for files: the models named, or an error. ``ClaimMatcher`` is for scans: it knows its basis without
importing anything heavy, and builds only when there is something to match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language
from rumorwatch.longlists import LONG_LIST, is_long, open_long_list
from rumorwatch.match.basis import basis_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models


def make_matcher(
    claims: Sequence[Claim],
    models: Models,
    *,
    language: Language = Language.EN,
    folder: Path | None = None,
    long_list: int = LONG_LIST,
    say: Callable[[str], None] = lambda _: None,
) -> Matcher:
    """Return a matcher over claims; every claim is encoded, or a segment of a long list opened.

    Args:
        claims: Any number.
        models: What they are matched by.
        language: Of the reasons.
        folder: Where the segment of a long list is kept between runs; None: nowhere.
        long_list: Claims from which on a list is long; without a folder LONG_UNKEPT at least.
        say: Told when a segment is made, and why.

    Raises:
        StoreError: RW-S11, RW-S12 the segment of a long list cannot be written or read.
    """
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.match.references import reference_of_claim
    from rumorwatch.normalize.text import views

    if is_long(len(claims), folder=folder, long_list=long_list):
        listed = open_long_list(claims, models, folder=folder, say=say)
        return Matcher(
            references=listed.references,
            judge=models.judge(listed.references, index=listed.index),
            stances=models.stance_reader(),
            views=views,
            language=language,
            counted=listed.texts_with,
        )
    references = [reference_of_claim(claim, views=views, apart=bool(models.dense)) for claim in claims]
    return Matcher(
        references=tuple(references),
        judge=models.judge(references),
        stances=models.stance_reader(),
        views=views,
        language=language,
    )


def answers_of(
    claims: Sequence[Claim], statements: Sequence[Statement], models: Models, *, matcher: Matcher | None = None
) -> Mapping[ClaimId, Sequence[Answer]]:
    """Return the statements on the matter of each claim, most like it first.

    Args:
        claims: Any number.
        statements: Any number.
        models: What both are encoded by.
        matcher: Over the claims. Of a long list it is used as it is: its lexical encoder does not learn from
            statements.
    """
    if not claims or not statements:
        return {}
    from rumorwatch.match.references import reference_of_claim, reference_of_statement
    from rumorwatch.match.statements.answers import find_answers
    from rumorwatch.normalize.text import views

    answering = [reference_of_statement(statement, views=views, apart=bool(models.dense)) for statement in statements]
    if matcher is not None and matcher.counted is not None:
        return find_answers(matcher.references, answering, judge=matcher.judge)
    asked = [reference_of_claim(claim, views=views, apart=bool(models.dense)) for claim in claims]
    return find_answers(asked, answering, judge=models.judge(asked, learn_also=answering))


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
    language: Language
    """Of the reasons: vi, en or zh."""
    remembered: Callable[[str], Mapping[ClaimId, Sequence[Answer]] | None]
    """Answers remembered on a basis."""
    folder: Path | None = None
    """Where the segment of a long list of claims is kept; None: nowhere."""
    long_list: int = LONG_LIST
    """Claims from which on a list is long."""
    say: Callable[[str], None] = lambda _: None
    """Told when a segment is made, and why."""
    quorum: int | None = None
    """Analysts who have to say the same before it is laid over what is matched (judged.py); None: nobody judges."""

    @property
    def degraded(self) -> bool:
        """Whether a model that was asked for is missing."""
        return bool(self.warnings)

    @cached_property
    def basis(self) -> str:
        """Hash of models, claims, statements, thresholds and quorum: equal bases give equal matches."""
        return basis_of(
            self.claims, self.statements, models=self.models.ids, language=self.language, quorum=self.quorum
        )

    def match(self, posts: Sequence[Post]) -> Mapping[PostKey, Sequence[Match]]:
        """Return each post's matches above a tier, best first."""
        if not self.claims or not posts:
            return {post.key: () for post in posts}
        found = self._matcher.match(posts, top=self.top, tiered_only=True)
        return {post.key: matches for post, matches in zip(posts, found, strict=True)}

    def answers(self) -> Mapping[ClaimId, Sequence[Answer]]:
        """Return the statements on the matter of each claim, most like it first; it does not matter when."""
        return self._answers

    @cached_property
    def _answers(self) -> Mapping[ClaimId, Sequence[Answer]]:
        if not self.claims or not self.statements:
            return {}
        known = self.remembered(self.basis)
        if known is not None:
            return known
        is_listed = is_long(len(self.claims), folder=self.folder, long_list=self.long_list)
        matcher = self._matcher if is_listed else None
        return answers_of(self.claims, self.statements, self.models, matcher=matcher)

    @cached_property
    def _matcher(self) -> Matcher:
        return make_matcher(
            self.claims,
            self.models,
            language=self.language,
            folder=self.folder,
            long_list=self.long_list,
            say=self.say,
        )

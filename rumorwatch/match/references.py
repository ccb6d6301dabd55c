"""References: claims and statements as matching sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.posts import SpellingViews


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One claim or statement in its spelling views."""

    id: str
    """A ClaimId or StatementId."""
    whole: SpellingViews
    """Text, title and subtitle together: what lexical encoders read (MAP@5 on CheckThat train: .851; the best of the
    three alone: .798)."""
    texts: tuple[SpellingViews, ...]
    """Text, title and subtitle apart: what dense encoders read, best of the three (.835; text alone .829). Empty where
    no dense encoder reads them: their views cost as much as all the rest."""
    wordings: tuple[SpellingViews, ...] = ()
    """Other ways people put it, each matched for itself by every encoder."""
    checked_at: datetime | None = None


def reference_of_claim(claim: Claim, *, views: Callable[[str], SpellingViews], apart: bool = True) -> Reference:
    """Return the claim with its spelling views, as ``views`` makes them; ``apart`` for dense encoders."""
    texts = (claim.text, claim.title, claim.subtitle)
    return _reference(claim.id, texts, claim.wordings, checked_at=claim.checked_at, views=views, apart=apart)


def reference_of_statement(
    statement: Statement, *, views: Callable[[str], SpellingViews], apart: bool = True
) -> Reference:
    """Return the statement with its spelling views, as ``views`` makes them; ``apart`` for dense encoders."""
    texts = (statement.text, statement.title)
    return _reference(statement.id, texts, (), checked_at=statement.published_at, views=views, apart=apart)


def _reference(
    name: str,
    texts: tuple[str, ...],
    wordings: tuple[str, ...],
    *,
    checked_at: datetime | None,
    views: Callable[[str], SpellingViews],
    apart: bool,
) -> Reference:
    # A title that repeats the text would only double its words' weight.
    distinct = tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
    whole = views("\n".join(distinct))
    return Reference(
        id=name,
        whole=whole,
        texts=_apart(distinct, whole, views) if apart else (),
        wordings=tuple(views(wording) for wording in dict.fromkeys(wordings) if wording.strip()),
        checked_at=checked_at,
    )


def _apart(
    texts: Sequence[str], whole: SpellingViews, views: Callable[[str], SpellingViews]
) -> tuple[SpellingViews, ...]:
    return (whole,) if len(texts) <= 1 else tuple(views(text) for text in texts)

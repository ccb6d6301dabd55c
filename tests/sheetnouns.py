"""Rows of sheets with everything defaulted that a test does not speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from nouns import NOW, claim, digits, post
from rumorwatch.domain.labels import AskReason, Shown
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language
from rumorwatch.label.sheet import Asked, asked_row
from rumorwatch.label.sheetimport import decide_answers
from rumorwatch.label.sheetreport import Decided, SheetRow
from rumorwatch.labelsheets import cell_readers

if TYPE_CHECKING:
    from collections.abc import Collection

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CLAIM = claim("c1")
SAID = Shown(
    model_id="cascade-1",
    similarity=0.8125,
    probability=0.625,
    tier=Tier.SUGGESTED,
    stance=Stance.REPEATS,
    factors={"harm": 30.5, "spread": 12},
    weights_version="w1",
)


def told(name: str = "p1", *, text: str | None = None, **more: Any) -> Post:
    """A post whose hash is that of its folded view, as normalizing makes it."""
    said = text or f"the reservoir above the town will break tonight says {name}"
    return post(name, text=said, text_hash=digits(said.lower()), **more)


def asked(of: Post | None = None, *, about: Claim | None = CLAIM, **more: Any) -> Asked:
    return Asked(
        **{
            "post": of or told(),
            "claim": about,
            "reason": AskReason.CLOSE_CALL,
            "why": "Near the threshold.",
            "shown": SAID,
            **more,
        }
    )


def row(of: Asked | None = None, *, line: int = 2, **answers: Any) -> SheetRow:
    """A row as it comes back, with these answers."""
    return SheetRow(sheet="Câu hỏi", line=line, cells={**asked_row(of or asked(), zone=ZONE), **answers})


def decide(unit: Unit, *rows: SheetRow, by: str = "An", drawn: Collection[str] = ()) -> Decided:
    return decide_answers(
        unit,
        rows,
        by=by,
        now=NOW,
        readers=cell_readers(ZONE),
        language=Language.EN,
        is_drawn=lambda text_hash: text_hash in drawn,
    )

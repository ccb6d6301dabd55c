"""Importing exported judgments, and writing into the store what an import of either sort decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.errors import quoted
from rumorwatch.label.acts import record, store_claim
from rumorwatch.label.judgmentsheet import read_judgment
from rumorwatch.label.rulings import analyst_key, last_judgments
from rumorwatch.label.sheet import Unusable
from rumorwatch.label.sheetreport import Decided, Result, SheetLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from rumorwatch.domain.ports import Unit
    from rumorwatch.label.sheetreport import SheetRow


def decide_judgments(unit: Unit, rows: Iterable[SheetRow], *, hash_of: Callable[[str], str]) -> Decided:
    """Return which exported judgments are taken as they are; those whose id is stored are known already.

    The last one that is stored counts, so what its analyst answered otherwise since is not undone by an older one.

    Args:
        unit: What is stored; nothing is written.
        rows: In the order of the file, which is that in which they were given.
        hash_of: The hash of a folded view.
    """
    decided = Decided()
    texts, seen = unit.judgments.texts(), set()
    last = last_judgments(unit.judgments.standing())
    for row in rows:
        read = read_judgment(row.cells, hash_of=hash_of)
        if isinstance(read, Unusable):
            column = row.headings.get(read.key, read.key)
            decided.lines.append(_line(row, Result.REFUSED, column=column, cell=read.cell, why=read.why))
            continue
        judgment, text = read
        if judgment.id in seen or unit.judgments.get(judgment.id) is not None:
            decided.lines.append(_line(row, Result.KNOWN, cell=judgment.id, why="it is known already"))
            continue
        mine = last.get(judgment.subject, {}).get(analyst_key(judgment.analyst))
        if mine is not None and mine.at > judgment.at and mine.label is not judgment.label:
            why = f"{quoted(judgment.analyst)} answered {mine.label} since: the older answer is not needed"
            decided.lines.append(_line(row, Result.OUTDATED, cell=judgment.id, why=why))
            continue
        seen.add(judgment.id)
        decided.judgments.append(judgment)
        if text is not None and text.text_hash not in texts:
            decided.texts.setdefault(text.text_hash, text)
        decided.lines.append(_line(row, Result.TAKEN, cell=judgment.id))
    return decided


def store_decided(unit: Unit, decided: Decided, *, actor: str, now: datetime) -> None:
    """Write what an import takes: judgments with their texts, claims made of posts, and what that changes.

    Args:
        unit: The transaction in which it was decided.
        decided: What is taken.
        actor: Who imports it, for the audit.
        now: When.
    """
    made_by = {one.made_claim: one for one in reversed(decided.judgments) if one.made_claim}
    for claim in decided.claims:
        judgment = made_by[claim.id]
        alert = unit.alerts.of_rumor(judgment.rumor_id) if judgment.rumor_id else None
        store_claim(unit, claim, made_by=judgment, alert=alert, by=actor, now=now)
    record(unit, decided.judgments, list(decided.texts.values()))


def _line(row: SheetRow, result: Result, *, column: str = "", cell: str = "", why: str = "") -> SheetLine:
    return SheetLine(sheet=row.sheet, line=row.line, result=result, column=column, cell=cell, why=why)

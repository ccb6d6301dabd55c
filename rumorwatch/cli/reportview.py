"""What ``report`` shows: each figure with what it is made of, for people and for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.cli.display import age, plural, shown
from rumorwatch.cli.output import local_time, table
from rumorwatch.respond.estimates import FEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from rumorwatch.respond.effect import AgencyEffect, Effect
    from rumorwatch.respond.estimates import Quartiles, Share, Waits

_IN_WORKING_DAYS = "due in working days: compare the share in time"


def effect_row(effect: Effect) -> dict[str, object]:
    """Return the object that ``report --json`` prints."""
    return {
        "since": effect.since,
        "until": effect.until,
        "rumors": effect.rumors,
        "alerted": effect.alerted,
        "answered": effect.answered,
        "left_out": effect.left_out,
        "still_seen": effect.still_seen,
        "answered_before_peak": _share_row(effect.answered_before_peak),
        "lead_minutes": _quartiles_row(effect.lead_min),
        "minutes_to_alert": _waits_row(effect.to_alert),
        "minutes_to_acknowledge": _waits_row(effect.to_acknowledge),
        "minutes_to_answer": _waits_row(effect.to_answer),
        "agencies": [_agency_row(agency) for agency in effect.agencies],
    }


def headline(effect: Effect) -> Iterator[str]:
    """Yield the lines above the tables."""
    yield f"{local_time(effect.since)} to {local_time(effect.until)}"
    yield (
        f"{plural(effect.rumors, 'rumor')}, {effect.alerted:,} alerted, {effect.answered:,} answered; "
        f"alerted and still seen, so that the peak may still rise: {effect.still_seen:,}"
    )
    if effect.left_out:
        yield f"Left out: {plural(effect.left_out, 'alert')} closed as not a rumor, opinion, or a duplicate"
    yield f"Answered before the peak: {share_text(effect.answered_before_peak)}"


def tables_of(effect: Effect) -> Iterator[Table]:
    """Yield how long things took and, where any are listed, how agencies did their parts."""
    from rich.text import Text

    times = table("from … to", "median", "n", "not done")
    for name, found in (
        ("first seen to alert", effect.to_alert),
        ("alert to acknowledged", effect.to_acknowledge),
        ("alert to answer", effect.to_answer),
    ):
        times.add_row(name, Text(median_text(found)), str(found.n), str(found.unfinished))
    lead = effect.lead_min
    times.add_row("answer to peak", Text(_lead_text(lead)), str(lead.n if lead else 0), "")
    yield times
    if effect.agencies:
        yield _agency_table(effect)


def share_text(share: Share) -> str:
    """Return a share as people read it: percent, what of what, the 95 % interval, and whether it is of few."""
    if share.value is None:
        return "none to count"
    low, high = share.interval
    few = ", few" if share.n < FEW else ""
    return f"{share.value:.0%} ({share.hits:,} of {share.n:,}; {low:.0%} to {high:.0%}{few})"


def median_text(found: Waits) -> str:
    """Return a median wait as people read it."""
    if found.median_min is None:
        return "half are not done yet" if found.n else "none to count"
    return f"{age(timedelta(minutes=found.median_min))}{', few' if found.n < FEW else ''}"


def _lead_text(lead: Quartiles | None) -> str:
    if lead is None:
        return "none to count"
    few = ", few" if lead.n < FEW else ""
    return f"{_signed(lead.median)} (half: {_signed(lead.p25)} to {_signed(lead.p75)}{few})"


def _signed(minutes: float) -> str:
    return f"{'-' if minutes < 0 else ''}{age(timedelta(minutes=minutes))}"


def _agency_table(effect: Effect) -> Table:
    from rich.text import Text

    made = table(
        "agency", "parts", "answered", "overdue", "acknowledged in time", "answered in time", "to acknowledge",
        "to answer",
    )  # fmt: skip
    for agency in effect.agencies:
        to_answer = _IN_WORKING_DAYS if agency.in_working_days else median_text(agency.to_answer)
        cells = (
            agency.name,
            str(agency.parts),
            str(agency.answered),
            str(agency.overdue),
            share_text(agency.acknowledged_in_time),
            share_text(agency.answered_in_time),
            median_text(agency.to_acknowledge),
            to_answer,
        )
        made.add_row(*(Text(shown(cell)) for cell in cells))
    return made


def _agency_row(agency: AgencyEffect) -> dict[str, object]:
    return {
        "agency": agency.agency,
        "name": agency.name,
        "parts": agency.parts,
        "acknowledged": agency.acknowledged,
        "answered": agency.answered,
        "overdue": agency.overdue,
        "acknowledged_in_time": _share_row(agency.acknowledged_in_time),
        "answered_in_time": _share_row(agency.answered_in_time),
        "minutes_to_acknowledge": _waits_row(agency.to_acknowledge),
        "minutes_to_answer": _waits_row(agency.to_answer),
        "in_working_days": agency.in_working_days,
        "few": agency.parts < FEW,
    }


def _share_row(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {"share": share.value, "low": low, "high": high, "hits": share.hits, "n": share.n}


def _quartiles_row(found: Quartiles | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"median": found.median, "p25": found.p25, "p75": found.p75, "n": found.n}


def _waits_row(found: Waits) -> dict[str, object]:
    return {"median": found.median_min, "n": found.n, "unfinished": found.unfinished}

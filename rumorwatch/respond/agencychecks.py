"""What agencies cannot be together: each impossible combination is refused with its reason."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.respond.deadlines import deadline_text, is_surely_later
from rumorwatch.respond.names import name_key
from rumorwatch.respond.routing import catch_all_rank, catch_alls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rumorwatch.domain.agencies import Agency, AgencyId


def refuse_impossible(agencies: Sequence[Agency], *, path: Path) -> None:
    """Raise for the first combination that cannot be meant.

    Args:
        agencies: In the order of the file.
        path: The file, for messages.

    Raises:
        SettingsError: RW-U53 one id or name twice; RW-U54 a fallback that is not listed, is the agency itself, or leads
            back to it; RW-U55 a deadline to acknowledge after the one to answer; RW-U56 a last day before the first;
            RW-U57 two catch-alls of which neither goes before the other.
    """
    _refuse_twice(agencies, path)
    for agency in agencies:
        _refuse_dates(agency, path)
        _refuse_deadlines(agency, path)
    _refuse_fallbacks(agencies, path)
    _refuse_catch_alls(agencies, path)


def _refuse_twice(agencies: Sequence[Agency], path: Path) -> None:
    ids: set[AgencyId] = set()
    owners: dict[str, AgencyId] = {}
    for agency in agencies:
        if agency.id in ids:
            raise _impossible(
                "RW-U53", path, agency, "id", "another agency has this id", remedy="Give each agency its own id"
            )
        ids.add(agency.id)
        for name in (agency.name, *agency.also_named):
            owner = owners.setdefault(name_key(name), agency.id)
            if owner != agency.id:
                raise _impossible(
                    "RW-U53",
                    path,
                    agency,
                    "name" if name == agency.name else "also_named",
                    f'"{quoted(name)}" also names "{owner}": whose a statement is could not be told',
                    remedy="Give each agency names of its own",
                )


def _refuse_dates(agency: Agency, path: Path) -> None:
    if agency.valid_from and agency.valid_until and agency.valid_until < agency.valid_from:
        raise _impossible(
            "RW-U56",
            path,
            agency,
            "valid_until",
            f"its last day {agency.valid_until} is before its first, {agency.valid_from}",
            remedy="Correct one of the two",
        )


def _refuse_deadlines(agency: Agency, path: Path) -> None:
    if is_surely_later(agency.acknowledge_within, agency.answer_within):
        acknowledge, answer = deadline_text(agency.acknowledge_within), deadline_text(agency.answer_within)
        raise _impossible(
            "RW-U55",
            path,
            agency,
            "acknowledge",
            f'due within "{acknowledge}", later than its answer, within "{answer}"',
            remedy="Write both acknowledge and answer; the one that is not written is the preset's",
        )


def _refuse_fallbacks(agencies: Sequence[Agency], path: Path) -> None:
    listed = {agency.id: agency for agency in agencies}
    for agency in agencies:
        if agency.fallback is None:
            continue
        if agency.fallback not in listed:
            why = f'no agency "{agency.fallback}" is listed'
        elif agency.fallback == agency.id:
            why = "it is the agency itself"
        elif _leads_back(agency, listed):
            why = f'through "{agency.fallback}" it leads back to the agency itself: a duty would go in a circle'
        else:
            continue
        raise _impossible("RW-U54", path, agency, "fallback", why, remedy="Name another agency, or none")


def _leads_back(agency: Agency, listed: dict[AgencyId, Agency]) -> bool:
    seen: set[AgencyId] = set()
    step = agency.fallback
    while step is not None and step in listed and step not in seen:
        if step == agency.id:
            return True
        seen.add(step)
        step = listed[step].fallback
    return False


def _refuse_catch_alls(agencies: Sequence[Agency], path: Path) -> None:
    ranks = {agency.id: catch_all_rank(agency, agencies) for agency in catch_alls(agencies)}
    foremost = [agency for agency in catch_alls(agencies) if ranks[agency.id] == min(ranks.values())]
    for first, second in combinations(foremost, 2):
        if _overlap(first, second):
            raise _impossible(
                "RW-U57",
                path,
                second,
                "topics",
                f'it has neither topics nor provinces, as "{first.id}" has none: which of the two gets what is '
                "nobody's would be chance",
                remedy="Give one of them topics or provinces, or make it the fallback of the other",
            )


def _overlap(one: Agency, other: Agency) -> bool:
    return max(one.valid_from or date.min, other.valid_from or date.min) <= min(
        one.valid_until or date.max, other.valid_until or date.max
    )


def _impossible(code: str, path: Path, agency: Agency, key: str, why: str, *, remedy: str) -> SettingsError:
    return SettingsError(
        code=code, failed=f'{path.name}: agency "{agency.id}", "{key}": {why}', remedy=f"{remedy}: {quoted(str(path))}"
    )

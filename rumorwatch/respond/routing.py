"""Routing: which agencies answer a rumor, from its topic and the provinces it was met in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.respond.names import name_key, province_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.claims import Topic

_SEVERAL = 2
"""Provinces from which a rumor is the country's matter too."""


def route(
    topic: Topic,
    provinces: Sequence[str],
    *,
    statement_agency: str | None,
    agencies: Sequence[Agency],
    on: date,
) -> tuple[Agency, ...]:
    """Return the agencies that answer a rumor on a day, the owner first; each answers its part.

    Observation: a province promises that where several agencies are concerned each answers its part (domain.md, Known
    facts), and people wait longest where each takes a rumor for another's. A statement has been written by somebody.

    Theory: who wrote the statement that answers it knows the matter and owns it. Else topic and place say who is
    concerned, and who is listed for exactly this goes first:

    1. An agency is concerned when its topics hold the rumor's or it has none, and its provinces meet the rumor's or it
       has none.
    2. One of the whole country is concerned only when the rumor was met in no known province, in several, or where no
       agency of a province is concerned.
    3. One with neither topics nor provinces, the catch-all, only when nobody else is.
    4. The more specific goes first: topic and province, topic, province; then the order of the file.
    5. One that is past its last day is replaced by its fallback, as where offices were merged; one before its first day
       is not there yet.

    Known exceptions: a new rumor has no topic until a person says (``other``): it goes by place to agencies that list
    ``other`` or no topics, else to the catch-all. A rumor met in one province can be about another; a person gives it
    to whom it concerns. In several provinces the first province's agency in the file owns it, though the ministry
    could.

    Nobody concerned and no catch-all: nobody is returned. To give it to whoever stands first in the file would start a
    clock on an office that has no say in the matter, and would hide from the desk that the file has a gap.

    Args:
        topic: The rumor's.
        provinces: Those it was met in, by name, however written.
        statement_agency: Who published the statement that answers it; None: there is none.
        agencies: In the order of the file.
        on: The day, by the clock of the workspace.
    """
    listed = {agency.id: agency for agency in agencies}
    standing = {agency.id: found for agency in agencies if (found := in_office(agency, listed, on=on))}
    staffed = [agency for agency in agencies if agency.id in standing]
    author = named(statement_agency, staffed)
    order = [*([author] if author else []), *_concerned(topic, provinces, staffed)] or catch_alls(staffed)[:1]
    return tuple(dict.fromkeys(standing[agency.id] for agency in order))


def in_office(agency: Agency, listed: Mapping[AgencyId, Agency], *, on: date) -> Agency | None:
    """Return the agency, or where it is past its last day the fallback that took over; None: nobody is there."""
    seen: set[AgencyId] = set()
    found: Agency | None = agency
    while found is not None and found.valid_until is not None and found.valid_until < on:
        seen.add(found.id)
        after = found.fallback
        found = listed.get(after) if after is not None and after not in seen else None
    return None if found is None or (found.valid_from is not None and on < found.valid_from) else found


def catch_alls(agencies: Sequence[Agency]) -> tuple[Agency, ...]:
    """Return the agencies with neither topics nor provinces, the one to be asked first in front; ties by file order."""
    found = [agency for agency in agencies if not agency.topics and not agency.provinces]
    return tuple(sorted(found, key=lambda agency: catch_all_rank(agency, agencies)))


def catch_all_rank(agency: Agency, agencies: Sequence[Agency]) -> int:
    """Return 0 for a catch-all that is nobody's fallback, 1 for one of other agencies, 2 for one of a catch-all."""
    before = [other for other in agencies if other.fallback == agency.id]
    return max((1 if other.topics or other.provinces else 2 for other in before), default=0)


def _concerned(topic: Topic, provinces: Sequence[str], agencies: Sequence[Agency]) -> list[Agency]:
    met = {key for province in provinces if (key := province_key(province))}
    on_topic = [agency for agency in agencies if not agency.topics or topic in agency.topics]
    local = [agency for agency in on_topic if not met.isdisjoint(map(province_key, agency.provinces))]
    central = [agency for agency in on_topic if agency.topics and not agency.provinces]
    found = [*local, *central] if len(met) >= _SEVERAL or not local else local
    place = {agency.id: number for number, agency in enumerate(agencies)}
    return sorted(found, key=lambda agency: (_generality(agency), place[agency.id]))


def _generality(agency: Agency) -> int:
    """Return 0 for an agency of topics and provinces, 1 of topics only, 2 of provinces only."""
    return (not agency.topics) * 2 + (not agency.provinces)


def named(written: str | None, agencies: Sequence[Agency]) -> Agency | None:
    """Return the agency that a statement names; one whose id is written so only where it is nobody's name."""
    key = name_key(written or "")
    if not key:
        return None
    names = {name_key(agency.id): agency for agency in reversed(agencies)}
    for agency in reversed(agencies):
        names |= dict.fromkeys(map(name_key, (agency.name, *agency.also_named)), agency)
    return names.get(key)

"""What the list of agencies leaves open on a day: not wrong, but worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic
from rumorwatch.respond.routing import in_office, route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rumorwatch.domain.agencies import Agency


def gaps(agencies: Sequence[Agency], *, on: date) -> tuple[str, ...]:
    """Return a sentence for each gap: an agency past its last day that nobody replaces, a topic that reaches nobody.

    Args:
        agencies: In the order of the file; of none there is no gap, the desk has everything.
        on: The day.
    """
    if not agencies:
        return ()
    listed = {agency.id: agency for agency in agencies}
    said = [
        f'"{agency.id}" answers no more since {agency.valid_until}, and no fallback is there to take its place'
        for agency in agencies
        if agency.valid_until and agency.valid_until < on and in_office(agency, listed, on=on) is None
    ]
    unheard = [topic for topic in Topic if not route(topic, (), statement_agency=None, agencies=agencies, on=on)]
    if unheard:
        said.append(
            f"a rumor met in no known province reaches nobody but the desk when it is of {', '.join(unheard)}: "
            "list an agency of the whole country for it, or one without topics and provinces"
        )
    return tuple(said)

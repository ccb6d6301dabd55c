"""What the list of agencies leaves open on a day: not wrong, but worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic
from rumorwatch.respond.routing import catch_alls, route

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
    ended = [agency for agency in agencies if agency.valid_until and agency.valid_until < on]
    said = [
        f'"{agency.id}" answers no more since {agency.valid_until}, and has no fallback'
        for agency in ended
        if agency.fallback is None
    ]
    homeless = [topic for topic in Topic if not route(topic, (), statement_agency=None, agencies=agencies, on=on)]
    if agencies and homeless:
        said.append(
            f"a rumor met in no known province reaches nobody but the desk when it is of {', '.join(homeless)}: "
            "list an agency of the whole country for it, or one without topics and provinces"
        )
    if agencies and not catch_alls(agencies) and not homeless:
        said.append("there is no agency without topics and provinces to take what is nobody's")
    return tuple(said)

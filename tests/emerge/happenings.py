"""Events of one rumor with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from nouns import NOW
from rumorwatch.domain.growth import GrowthEvent
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import SightingKind
from rumorwatch.emerge.growth import Tally


def event(*, minutes_ago=30.0, until=NOW, **more):
    return GrowthEvent(
        **{
            "at": until - timedelta(minutes=minutes_ago),
            "stance": Stance.REPEATS,
            "source": "somebody",
            "kind": SightingKind.INDEPENDENT,
            "channel": "facebook",
            **more,
        }
    )


def tally(*minutes_ago, until=NOW):
    return Tally.of(event(minutes_ago=ago, until=until) for ago in minutes_ago)


events = st.builds(
    event,
    minutes_ago=st.integers(min_value=-600, max_value=3000).map(float),
    stance=st.sampled_from(Stance),
    source=st.sampled_from("abcd"),
    kind=st.sampled_from(SightingKind),
    channel=st.sampled_from(["facebook", "zalo"]),
    province=st.sampled_from([None, "Huế", "Đà Nẵng"]),
    language=st.sampled_from([None, *Language]),
)
"""Posts from two days before now to ten hours after it."""

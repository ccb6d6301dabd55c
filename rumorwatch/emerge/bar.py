"""The bar: what a group of posts that no claim explains has to show to be a rumor, and whether it does.

A group is a rumor when at least half of its sources are expected to state as fact what can be checked, one of them
surely, and three sources say it or somebody doubts it; when several sources, and a third of those who speak, ask
whether something is true, be it said or not, and neither an office nor a fact-checker answers (an information void);
when several say it at once and a good part of them as fact; or when one of its threads reads as those of rumors do
(threads.py).

Opinion, criticism, satire and advertising are no rumor, however many say them and whatever is answered: what people
think is not answered by an office. Nor is news, unless a thread reads so or it is passed on as hearsay: many rumors are
worded as news.

In English words of hearsay (hearsay.py) count beside the model of kinds: several that pass on at once what others say
are a rumor, and where fewer than a third do, angry remarks and questions about anything are not taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.emerge.tally import SightingTally
    from rumorwatch.settings import Emerge

BARRED = frozenset({PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE, PostClass.NEWS, PostClass.ADVERTISING})
"""What is not taken for a rumor, however many say it; a sample of it is shown to people (`posts held`)."""
NEVER = BARRED - {PostClass.NEWS}
"""What is not taken for one whatever is answered, nor where it is passed on as what others say.

Of the 14 % of CED's threads after those that the threshold was fitted on, .70 of the rumors are told at precision .97;
without news .53 at .99; with these .93 at .96, most of them rumors that the model of classes takes for criticism."""
_SURE = 2
"""Sources that surely state it where hearsay is needed and lacks: in English one is an angry remark more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a group has to show to be a rumor (settings, ``[emerge]``)."""

    checkable_share: float
    """Of the sources that tell it, those that are expected to tell it as fact."""
    at_once_share: float
    """The same, where several tell it at once; and of those who speak, those who pass it on or ask."""
    min_sources: int
    """Sources that tell it, where nobody doubts it."""
    at_once_sources: int
    """Sources that tell it within ``at_once``."""
    at_once: timedelta
    void_sources: int
    """Sources that ask, where it is not told as fact."""

    @property
    def min_posts(self) -> int:
        """What a group of fewer posts is, need not be asked: it is no rumor."""
        return 1 if 1 in (self.min_sources, self.void_sources) else 2


def bar_of(settings: Emerge) -> Bar:
    """Return the bar that the settings set."""
    return Bar(
        checkable_share=settings.checkable_share,
        at_once_share=settings.at_once_share,
        min_sources=settings.min_sources,
        at_once_sources=settings.at_once_sources,
        at_once=timedelta(hours=settings.at_once_h),
        void_sources=settings.void_sources,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a group shows."""

    sightings: SightingTally
    """The posts that spread it."""
    hearsay: SightingTally
    """Of those that tell it, the posts that pass on what others say."""
    needs_hearsay: bool
    """Whether most tell it in a language whose words of hearsay are known."""
    asked: int
    """Sources that ask whether it is true."""
    demand: int
    """Of these, the sources whose asking can make a void."""
    is_answered: bool
    """Whether an office or a fact-checker says anything in it: then it is no void."""
    reads_as_rumor: bool
    """Whether one of its threads reads as those of rumors do."""


def signs_shown(shown: Shown, bar: Bar) -> tuple[Sign, ...]:
    """Return the signs of a rumor, or none when they do not suffice."""
    classes = shown.sightings.classes
    sources, is_barred = sum(classes.values()), commonest(classes) in NEVER
    passed_on = bool(shown.hearsay) and sum(shown.hearsay.classes.values()) >= bar.at_once_share * sources
    may_be = passed_on or not shown.needs_hearsay
    share = shown.sightings.mean_certainty if classes.get(PostClass.CLAIM, 0) >= (1 if may_be else _SURE) else 0.0
    at_once = share >= bar.at_once_share and shown.sightings.is_at_once
    found = {
        Sign.CHECKABLE: share >= bar.checkable_share,
        Sign.SPREADING: at_once or (passed_on and shown.hearsay.is_at_once),
        Sign.RUMORLIKE: shown.reads_as_rumor and not is_barred,
    }
    is_stated = found[Sign.CHECKABLE] and (shown.asked > 0 or sources >= bar.min_sources)
    is_told = is_stated or found[Sign.SPREADING] or found[Sign.RUMORLIKE]
    asks = shown.demand >= max(bar.void_sources, bar.at_once_share * (shown.demand + sources))
    if not is_told and not (asks and may_be and not is_barred and not shown.is_answered):
        return ()
    found |= {Sign.DOUBTED: shown.asked > 0 and is_told, Sign.VOID: not is_told}
    return tuple(sign for sign in Sign if found.get(sign))


def commonest(classes: Mapping[PostClass | None, int]) -> PostClass | None:
    """Return the class of most sources, of equals the one that was there first; None without sources."""
    return max(classes, key=lambda one: classes[one], default=None)

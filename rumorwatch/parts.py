"""Parts: what a run is made of, put together by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.agencies import Agency
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.ports import Source, Store
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.runs import Taken
    from rumorwatch.emerge.outlook import Forecaster
    from rumorwatch.emerge.threads import Credibility
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings


class PostMatcher(Protocol):
    """What the run needs of matching: a basis that is cheap to know, and matches on that basis."""

    @property
    def basis(self) -> str:
        """Hash of models, claims, statements and thresholds: equal bases give equal matches."""
        ...

    @property
    def model_id(self) -> str:
        """What names the models, as alerts are to tell it."""
        ...

    def match(self, posts: Sequence[Post]) -> Mapping[PostKey, Sequence[Match]]:
        """Return each post's matches above a tier, best first; an empty sequence where there are none."""
        ...

    def answers(self) -> Mapping[ClaimId, Sequence[Answer]]:
        """Return the statements on the matter of each claim, most like it first, valid or not."""
        ...


class PostReader(Protocol):
    """What the run needs of emerging: what posts that no claim explains are, and which of them say the same."""

    @property
    def basis(self) -> str:
        """Hash of models and thresholds: equal bases give equal readings of a text."""
        ...

    def read(
        self, posts: Sequence[Post], *, known: Callable[[], Sequence[tuple[Post, Reading]]]
    ) -> Mapping[PostKey, Reading]:
        """Return the reading of each post, in the order in which they arrived.

        Args:
            posts: As they arrived; one that was read on another basis stays in its group.
            known: Posts of the window read before; asked for once in a run.
        """
        ...

    def sentence_of(self, posts: Sequence[Post]) -> str:
        """Return the sentence of one of the posts that says best what they say."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The concrete parts of one run, put together by bootstrap."""

    settings: Settings
    store: Store
    source: Source
    feeds: Sequence[Feed]
    """Feeds to visit; those of the workspace that are not visited still give role and channel through ``listed``."""
    listed: Mapping[FeedId, Feed]
    matcher: PostMatcher
    reader: PostReader | None
    """None: new rumors are not looked for."""
    forecaster: Callable[[], Forecaster | None]
    """Opens the model of how rumors go on; None: nothing is forecast."""
    credibility: Credibility | None
    """None: new rumors are told without regard to how their answers read."""
    claims: Mapping[ClaimId, Claim]
    """Those in use: the matcher's."""
    statements: Mapping[StatementId, Statement]
    """Those in use: the matcher's."""
    weights: Weights
    agencies: Sequence[Agency]
    """Those listed; none: the desk answers everything."""
    channels: Sequence[Channel]
    author_secret: bytes
    now: datetime
    on_visit: Callable[[Taken], None]
    """Called after each feed, for progress."""

    @property
    def window_start(self) -> datetime:
        """Posts published before this are out of the window."""
        return self.now - timedelta(days=self.settings.scan.window_days)

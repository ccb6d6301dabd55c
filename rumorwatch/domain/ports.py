"""Ports: what the pipeline needs of the world, each as small as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from rumorwatch.domain.alertports import Alerts, Audit, Duties, Outbox
    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.feeds import Feed, FeedState, HostState, Visit
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import FeedId, Post, PostKey, SpellingViews
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.domain.vectors import Rows


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class Source(Protocol):
    """The world, as far as posts come from it."""

    def visit(
        self,
        feeds: Sequence[Feed],
        *,
        states: Mapping[FeedId, FeedState],
        hosts: Mapping[str, HostState],
        now: datetime,
    ) -> Iterator[Visit]:
        """Visit every feed once and yield one Visit each, as they finish; never raises for a single feed."""
        ...


class Encoder(Protocol):
    """Turns texts into unit rows."""

    @property
    def model_id(self) -> str:
        """Name and version of the weights: equal ids give equal rows."""
        ...

    def encode(self, texts: Sequence[SpellingViews]) -> Rows:
        """Return (len(texts), d) unit rows in the order given; an empty text gives a zero row."""
        ...


class Posts(Protocol):
    """Posts in the store."""

    def add(self, posts: Sequence[Post]) -> frozenset[PostKey]:
        """Store the posts not stored yet (same key or same content_key is the same post); return the new keys.

        A known post gets the new counts, and nothing else changes. Of two equal posts in one call the first is kept.
        """
        ...

    def known(self, posts: Sequence[Post]) -> Mapping[PostKey, str]:
        """Return the keys, as given, of those of these posts that are stored already, with the stored text's hash."""
        ...

    def edit(self, posts: Sequence[Post]) -> None:
        """Give stored posts (by key) the views, text_hash and language of these; everything else of them stays."""
        ...

    def get(self, key: PostKey) -> Post | None:
        """Return one post."""
        ...

    def find(self, name: str) -> Sequence[Post]:
        """Return posts whose key starts with ``name`` (4 characters or more) or whose external_id or url equals it."""
        ...

    def unmatched(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts published since then whose matches were made on another basis (or never), oldest first."""
        ...

    def count(self) -> int:
        """Return how many posts are stored."""
        ...

    def per_hour(self, *, since: datetime) -> Mapping[datetime, int]:
        """Return how many posts were published in each hour since then, by its beginning in UTC.

        Every hour from the first post's to the last's is there, also one without a post.
        """
        ...

    def published_before(self, moment: datetime, *, limit: int) -> Sequence[PostKey]:
        """Return the keys of posts published before the moment, oldest first."""
        ...

    def purge(self, keys: Collection[PostKey]) -> int:
        """Delete posts and their matches; return how many."""
        ...


class Matches(Protocol):
    """Matches above a tier, remembered so that nothing is computed twice (a cache: they can always be made again)."""

    def put(self, matches: Mapping[PostKey, Sequence[Match]], *, basis: str) -> None:
        """Replace the matches of these posts and mark them as matched on this basis; posts without matches too."""
        ...

    def of_claims(self, claim_ids: Collection[ClaimId] | None, *, since: datetime) -> Sequence[tuple[Post, Match]]:
        """Return posts published since then with their matches to these claims (None: all), by (published_at, key)."""
        ...

    def of_post(self, key: PostKey) -> Sequence[Match]:
        """Return the matches of one post, best first."""
        ...


class Readings(Protocol):
    """What was read in posts that no claim explains: those matched, without a match of ``MIN_COUNTED`` or more."""

    def put(self, readings: Mapping[PostKey, Reading], *, basis: str) -> None:
        """Replace the readings of these posts; posts purged meanwhile are passed over."""
        ...

    def forget(self, keys: Collection[PostKey]) -> None:
        """Delete the readings of these posts: their texts were edited."""
        ...

    def unread(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts that no claim explains, published since then and not read on this basis, as they arrived.

        In the order of (seen_at, published_at, key): a post that answers another of its batch comes after it.
        """
        ...

    def since(self, moment: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return posts that no claim explains, published since then, with their readings, by (published_at, key)."""
        ...

    def groups(self, *, since: datetime, at_least: int) -> Mapping[RumorId, Sequence[tuple[Post, Reading]]]:
        """Return the groups of so many of these posts or more, by id; the posts of each by (published_at, key)."""
        ...

    def of_rumor(self, rumor_id: RumorId, *, since: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return the posts of one rumor that no claim explains, published since then, by (published_at, key)."""
        ...


class Claims(Protocol):
    """Claims in the store."""

    def add(self, claims: Sequence[Claim]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced). An unchanged one counts as neither."""
        ...

    def all(self, *, retired: bool = False) -> Sequence[Claim]:
        """Return claims in use, by id; with ``retired`` the others too."""
        ...

    def get(self, claim_id: ClaimId) -> Claim | None:
        """Return one claim, in use or not."""
        ...

    def retire(self, claim_id: ClaimId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        ...

    def answers(self, *, basis: str) -> Mapping[ClaimId, Sequence[Answer]] | None:
        """Return the statements on the matter of each claim, most like it first, as remembered on this basis.

        Equally like ones by id; claims without any are not in it; None when nothing is remembered on this basis.
        """
        ...

    def answers_to(self, claim_id: ClaimId) -> Sequence[Answer]:
        """Return the statements on the matter of a claim as last remembered, on whatever basis."""
        ...

    def remember_answers(self, answers: Mapping[ClaimId, Sequence[Answer]], *, basis: str) -> None:
        """Replace the remembered answers."""
        ...


class Statements(Protocol):
    """Official statements in the store."""

    def add(self, statements: Sequence[Statement]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced). An unchanged one counts as neither."""
        ...

    def all(self, *, retired: bool = False) -> Sequence[Statement]:
        """Return statements in use, by id; with ``retired`` the others too."""
        ...

    def get(self, statement_id: StatementId) -> Statement | None:
        """Return one statement, in use or not."""
        ...

    def retire(self, statement_id: StatementId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        ...


class Feeds(Protocol):
    """What is remembered of feeds and hosts between runs."""

    def states(self) -> Mapping[FeedId, FeedState]:
        """Return every feed's state."""
        ...

    def put_state(self, state: FeedState) -> None:
        """Insert or replace one feed's state."""
        ...

    def hosts(self) -> Mapping[str, HostState]:
        """Return every host's state."""
        ...

    def put_hosts(self, hosts: Sequence[HostState]) -> None:
        """Insert or replace these hosts' states."""
        ...


class Vectors(Protocol):
    """Dense rows remembered by (model id, text hash)."""

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known, as float32 bytes in little-endian order."""
        ...

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows; known ones are left as they are."""
        ...


class Unit(Protocol):
    """One unit of work over the store: everything in it happens, or nothing."""

    @property
    def posts(self) -> Posts:
        """Posts."""
        ...

    @property
    def matches(self) -> Matches:
        """Matches of posts with claims."""
        ...

    @property
    def readings(self) -> Readings:
        """What was read in posts that no claim explains."""
        ...

    @property
    def claims(self) -> Claims:
        """Claims."""
        ...

    @property
    def statements(self) -> Statements:
        """Official statements."""
        ...

    @property
    def feeds(self) -> Feeds:
        """Feed and host states."""
        ...

    @property
    def alerts(self) -> Alerts:
        """Alerts and notices."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Notices on their way to channels."""
        ...

    @property
    def duties(self) -> Duties:
        """Who has to answer what, silences, and the clock of each rumor."""
        ...

    @property
    def audit(self) -> Audit:
        """What people did."""
        ...

    @property
    def vectors(self) -> Vectors:
        """Dense rows of texts."""
        ...

    def get_meta(self, name: str) -> str | None:
        """Return a small remembered value (last good scan, model in force), or None."""
        ...

    def put_meta(self, name: str, value: str) -> None:
        """Remember a small value."""
        ...


class Store(Protocol):
    """Where everything is remembered."""

    def read(self) -> AbstractContextManager[Unit]:
        """Open a consistent view; writing in it is an error."""
        ...

    def write(self) -> AbstractContextManager[Unit]:
        """Open a transaction that commits when the block ends and rolls back when it raises."""
        ...

    def close(self) -> None:
        """Release connections and files."""
        ...

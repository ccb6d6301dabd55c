"""Ports: what the pipeline needs of the world, each as small as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from rumorwatch.domain.alertports import Alerts, Audit, Duties, Outbox
    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.feeds import Feed, FeedState, HostState, Visit
    from rumorwatch.domain.labelports import Judgments, TrainedModels
    from rumorwatch.domain.postports import Matches, Posts, Readings
    from rumorwatch.domain.posts import FeedId, SpellingViews
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
    def judgments(self) -> Judgments:
        """What analysts said."""
        ...

    @property
    def trained(self) -> TrainedModels:
        """Models that judgments made, and which are in force."""
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

"""Tables in memory that are copied when they are first changed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId, ChannelId, Decided, Notice
    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.duties import Assignment, AuditEntry, Ledger, Silence
    from rumorwatch.domain.feeds import FeedState, HostState
    from rumorwatch.domain.labels import JudgedText, Judgment, JudgmentId, Lease, Retraction
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.messages import ChannelState, Delivery, Outgoing
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.trained import InForce, ModelPart, Trained, TrainedId

K = TypeVar("K")
V = TypeVar("V")


class Table(Generic[K, V]):
    """Rows by key, as one unit of work sees and changes them."""

    def __init__(self, rows: dict[K, V] | None = None, *, writable: bool = False) -> None:
        self._rows: dict[K, V] = {} if rows is None else rows
        self._writable = writable
        self._own = False

    @property
    def rows(self) -> Mapping[K, V]:
        """The rows, to be read."""
        return self._rows

    def change(self) -> dict[K, V]:
        """Return the rows, to be changed: a copy that nobody else sees.

        Raises:
            RuntimeError: This is a read unit.
        """
        if not self._writable:
            raise RuntimeError("a read unit does not write: use Store.write()")
        if not self._own:
            self._rows, self._own = dict(self._rows), True
        return self._rows

    def begin(self, *, writable: bool) -> Table[K, V]:
        """Return the table as another unit of work sees it."""
        return Table(self._rows, writable=writable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """One generation of everything that is remembered."""

    posts: Table[PostKey, Post] = field(default_factory=Table)
    by_content: Table[str, PostKey] = field(default_factory=Table)
    basis: Table[PostKey, str] = field(default_factory=Table)
    """The basis that a post's matches were made on."""
    matches: Table[PostKey, tuple[Match, ...]] = field(default_factory=Table)
    readings: Table[PostKey, tuple[Reading, str]] = field(default_factory=Table)
    """Each with the basis it was made on."""
    claims: Table[ClaimId, Claim] = field(default_factory=Table)
    statements: Table[StatementId, Statement] = field(default_factory=Table)
    answers: Table[str, Mapping[ClaimId, Sequence[Answer]]] = field(default_factory=Table)
    """At most one row: the remembered answers by their basis."""
    states: Table[FeedId, FeedState] = field(default_factory=Table)
    hosts: Table[str, HostState] = field(default_factory=Table)
    alerts: Table[AlertId, Alert] = field(default_factory=Table)
    notices: Table[str, Notice] = field(default_factory=Table)
    decisions: Table[tuple[AlertId, AgencyId], Decided] = field(default_factory=Table)
    messages: Table[str, Outgoing] = field(default_factory=Table)
    deliveries: Table[str, Delivery] = field(default_factory=Table)
    channel_states: Table[ChannelId, ChannelState] = field(default_factory=Table)
    assignments: Table[tuple[AlertId, AgencyId], Assignment] = field(default_factory=Table)
    silences: Table[str, Silence] = field(default_factory=Table)
    ledgers: Table[AlertId, Ledger] = field(default_factory=Table)
    audit: Table[int, AuditEntry] = field(default_factory=Table)
    judgments: Table[JudgmentId, Judgment] = field(default_factory=Table)
    """In the order in which they were stored."""
    retractions: Table[JudgmentId, Retraction] = field(default_factory=Table)
    judged_texts: Table[str, JudgedText] = field(default_factory=Table)
    leases: Table[tuple[str, str, str], Lease] = field(default_factory=Table)
    """By text, claim (the empty text for none) and analyst."""
    trained: Table[TrainedId, Trained] = field(default_factory=Table)
    in_force: Table[ModelPart, InForce] = field(default_factory=Table)
    vectors: Table[tuple[str, str], bytes] = field(default_factory=Table)
    meta: Table[str, str] = field(default_factory=Table)

    def begin(self, *, writable: bool) -> Tables:
        """Return the tables as another unit of work sees them."""
        begun: dict[str, Any] = {one.name: getattr(self, one.name).begin(writable=writable) for one in fields(self)}
        return Tables(**begun)

    def need_alert(self, alert_id: AlertId, *, of: str) -> None:
        """Check the reference that the SQL store has a foreign key for.

        Raises:
            RuntimeError: There is no such alert.
        """
        if alert_id not in self.alerts.rows:
            raise RuntimeError(f"the store refused a row: {of} has no alert {alert_id}")

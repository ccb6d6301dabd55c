"""Stories: what a message tells of each alert, gathered from the store when the message is made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rumorwatch.alert.decide import LEVELS
from rumorwatch.alert.tokens import reply_code
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.messages import Before, Example, Message, Official, Owner, Story
from rumorwatch.judged import judged_readings
from rumorwatch.match.statements.standing import standing_of, successors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from rumorwatch.alert.grouping import Group
    from rumorwatch.domain.agencies import Agency, AgencyId
    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.claims import Statement, StatementId
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import FeedId, Post

_EXAMPLES = 2
"""Posts shown of a rumor: one may be odd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Composes messages (alert/outbox.py)."""

    agencies: Mapping[AgencyId, Agency]
    """The desk among them."""
    feeds: Mapping[FeedId, Feed]
    secret: Callable[[], bytes]
    """What reply codes are signed with."""
    window: timedelta
    quorum: int
    """Analysts who have to say the same before a post is no example of a new rumor."""

    def __call__(self, unit: Unit, group: Group, *, now: datetime) -> Message:
        """Return the message of a group as things stand now, the most urgent story first."""
        logs = unit.alerts.logs(group.notices.keys())
        official = _Officials(unit, now)
        stories = []
        for alert_id, notices in group.notices.items():
            alert = unit.alerts.get(alert_id)
            if alert is not None:
                before = _before(logs.get(alert_id, ()), notices)
                stories.append(self._story(unit, alert, notices, before=before, official=official, group=group))
        stories.sort(key=lambda one: (-LEVELS.index(one.level), -one.points, one.alert_id))
        return Message(key=group.key, channel=group.channel, made_at=now, stories=tuple(stories), digest=group.digest)

    def _story(
        self,
        unit: Unit,
        alert: Alert,
        notices: Sequence[Notice],
        *,
        before: Before | None,
        official: _Officials,
        group: Group,
    ) -> Story:
        owners = tuple(self._owners(unit, alert))
        open_parts = alert.status is AlertStatus.OPEN and any(one.acknowledged_at is None for one in owners)
        return Story(
            alert_id=alert.id,
            rumor_id=alert.rumor_id,
            claim_id=alert.claim_id,
            text=alert.text,
            topic=alert.topic,
            level=alert.priority.level,
            points=alert.priority.points,
            reasons=tuple(dict.fromkeys(notice.reason for notice in notices)),
            due=notices[0].due,
            before=before,
            posts=alert.posts,
            independent=alert.independent,
            channels=alert.channels,
            provinces=alert.provinces,
            asks=alert.asks,
            first_seen=alert.first_seen,
            last_seen=alert.last_seen,
            official=official.of(alert),
            answered=alert.answered,
            contradiction=alert.contradicting,
            owners=owners,
            examples=() if group.digest else tuple(self._examples(unit, alert)),
            outcome=alert.outcome,
            code=reply_code(self.secret(), alert.id, group.channel) if open_parts else "",
        )

    def _owners(self, unit: Unit, alert: Alert) -> Iterator[Owner]:
        for one in unit.duties.assignments([alert.id]).get(alert.id, ()):
            if one.released_at is None:
                yield Owner(
                    agency=one.agency,
                    name=self._name(one.agency),
                    acknowledge_by=one.acknowledge_by,
                    answer_by=one.answer_by,
                    acknowledged_at=one.acknowledged_at,
                    answered_at=one.answered_at,
                    escalated_from=self._name(one.escalated_from) if one.escalated_from else None,
                )

    def _name(self, agency: AgencyId) -> str:
        """Return an agency's name; its id when it is listed no more, and none for the desk."""
        return self.agencies[agency].name if agency in self.agencies else str(agency)

    def _examples(self, unit: Unit, alert: Alert) -> Iterator[Example]:
        since = alert.updated_at - self.window
        posts: Iterator[Post]
        if alert.claim_id is None:
            read = unit.readings.of_rumor(alert.rumor_id, since=since)
            posts = (post for post, _ in judged_readings(unit, [read], quorum=self.quorum))
        else:
            matched = unit.matches.of_claims([alert.claim_id], since=since)
            told = [(post, match) for post, match in matched if match.stance is Stance.REPEATS]
            # The sure ones first: an example that is about something else costs trust.
            posts = (post for post, _ in sorted(told, key=lambda one: (one[1].tier is None, -one[1].probability)))
        for post in islice(posts, _EXAMPLES):
            feed = self.feeds.get(post.feed_id)
            yield Example(
                text=post.text,
                url=post.url,
                channel=feed.channel if feed else "unknown",
                published_at=post.published_at,
            )


@dataclass(slots=True)
class _Officials:
    """Statements with their standing, read once a message."""

    unit: Unit
    now: datetime
    _successors: Mapping[StatementId, Statement] | None = None

    def of(self, alert: Alert) -> Official | None:
        statement = self.unit.statements.get(alert.statement_id) if alert.statement_id else None
        if statement is None:
            return None
        successors = self._successors
        if successors is None:
            successors = self._successors = successors_of(self.unit.statements.all(), now=self.now)
        return Official(
            id=statement.id,
            agency=statement.agency,
            title=statement.title,
            text=statement.text,
            url=statement.url,
            published_at=statement.published_at,
            standing=standing_of(statement, successors=successors, now=self.now),
        )


def _before(log: Sequence[Notice], notices: Sequence[Notice]) -> Before | None:
    """Return what these agencies were told of the alert before these notices."""
    agencies = {notice.agency for notice in notices}
    since = min(notice.decided_at for notice in notices)
    keys = {notice.key for notice in notices}
    earlier = [one for one in log if one.agency in agencies and one.decided_at <= since and one.key not in keys]
    if not earlier:
        return None
    last = earlier[-1]
    return Before(
        at=last.decided_at,
        level=last.level,
        independent=last.independent,
        channels=last.channels,
        provinces=last.provinces,
    )

"""All there is to know of one alert, gathered for the one window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.cli.alertrows import alert_row
from rumorwatch.cli.display import quote
from rumorwatch.cli.dutyview import duties_of, duties_row
from rumorwatch.cli.growthview import growth_row
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.crockford import HEARD_AS
from rumorwatch.domain.errors import UsageError, quoted
from rumorwatch.domain.matches import Match
from rumorwatch.domain.posts import Language
from rumorwatch.rank.advice import next_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.cli.dutyview import Duties
    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.claims import Claim, Contradiction, Standing, Statement, StatementId
    from rumorwatch.domain.growth import Growth
    from rumorwatch.domain.ports import Store, Unit
    from rumorwatch.domain.rumors import Rumor, Sighting
    from rumorwatch.rank.moves import Move
    from rumorwatch.rank.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDetail:
    """An alert with what it was made of."""

    alert: Alert
    claim: Claim | None
    statement: Statement | None
    """The one it was last ranked with, also where it holds no more."""
    standing: Standing | None
    """What that statement is worth now; None where there is none."""
    successor: Statement | None
    """The statement that takes its place by now."""
    contradictions: tuple[Contradiction, ...]
    """Among the valid statements on the claim."""
    official: Mapping[StatementId, Statement]
    """Statements in use."""
    rumor: Rumor | None
    """The rumor as last ranked; None when its posts were purged or its matches have changed since."""
    notices: Sequence[Notice]
    """Oldest first."""
    duties: Duties
    """Who answers it, what holds it back, and its clock."""
    growth: Growth | None
    """As of now; None where there is no rumor."""
    weights: Weights
    """Those in force."""
    up: Move | None
    """What would move it one place up; None: it is the first, or closed."""
    down: Move | None

    @property
    def sightings(self) -> Sequence[Sighting]:
        """Sightings, newest first."""
        return self.rumor.sightings[::-1] if self.rumor else ()


def find_alert(store: Store, said: str) -> Alert:
    """Return the alert that a person means.

    Raises:
        UsageError: RW-U20, there is none with this id.
    """
    with store.read() as unit:
        stored: Sequence[Alert] = unit.alerts.all()
    wanted = said.upper().removeprefix("A-").translate(HEARD_AS)
    for alert in stored:
        if alert.id == said or alert.id.removeprefix("A-") == wanted:
            return alert
    raise UsageError(
        code="RW-U20",
        failed=f'no alert "{quoted(said)}" among {len(stored)} stored',
        remedy="`rumorwatch alerts list --all` shows every id",
    )


def detail_of(workspace: Workspace, alert: Alert) -> AlertDetail:
    """Return the alert with its claim, sightings, statement and notices.

    Raises:
        SettingsError: The feed list cannot be used.
        StoreError: The database cannot be used.
    """
    from rumorwatch.match.statements.choice import best_answer
    from rumorwatch.match.statements.standing import standing_of, successors_of
    from rumorwatch.normalize.text import views
    from rumorwatch.rank.moves import moves_of

    with workspace.store.read() as unit:
        claim = unit.claims.get(alert.claim_id) if alert.claim_id else None
        statement = unit.statements.get(alert.statement_id) if alert.statement_id else None
        official = {one.id: one for one in unit.statements.all()}
        now = workspace.clock.now()
        successors = successors_of(official.values(), now=now)
        answers = unit.claims.answers_to(claim.id) if claim else ()
        best = best_answer(claim, answers, official, views=views, now=now) if claim else None
        language = Language(workspace.settings.match.language)
        ranked = unit.alerts.all(status=AlertStatus.OPEN)
        up, down = moves_of(alert, ranked, weights=workspace.weights, language=language)
        contradictions = best.contradictions if best else ()
        rumor = (
            _rumor(unit, workspace, alert, claim, statement=statement, contradictions=contradictions)
            if claim
            else _new_rumor(unit, workspace, alert)
        )
        return AlertDetail(
            alert=alert,
            claim=claim,
            statement=statement,
            standing=standing_of(statement, successors=successors, now=now) if statement else None,
            successor=successors.get(statement.id) if statement else None,
            contradictions=contradictions,
            official=official,
            rumor=rumor,
            notices=unit.alerts.notices(alert.id),
            duties=duties_of(unit, workspace, alert),
            growth=_growth(unit, workspace, rumor, now) if rumor else None,
            weights=workspace.weights,
            up=up,
            down=down,
        )


def detail_row(detail: AlertDetail, *, most_sightings: int) -> dict[str, object]:
    """Return the detail as ``alerts show --json`` prints it: the keys of the alert's row and more."""
    look = next_look(detail.alert)
    return {
        **alert_row(detail.alert, detail.duties.owner),
        "signs": [sign.value for sign in detail.alert.signs],
        "sightings": [_sighting_row(sighting) for sighting in detail.sightings[:most_sightings]],
        "statement": _statement_row(detail.statement, detail) if detail.statement else None,
        "contradictions": [_contradiction_row(one) for one in detail.contradictions],
        "next_look_at": look.isoformat() if look else None,
        "notices": [_notice_row(notice) for notice in detail.notices],
        **duties_row(detail.duties),
        "growth": growth_row(detail.growth, detail.rumor.spread) if detail.growth and detail.rumor else None,
        "up": _move_row(detail.up),
        "down": _move_row(detail.down),
    }


def _rumor(
    unit: Unit,
    workspace: Workspace,
    alert: Alert,
    claim: Claim,
    *,
    statement: Statement | None,
    contradictions: tuple[Contradiction, ...],
) -> Rumor | None:
    from rumorwatch.emerge.sightings import rumor_of
    from rumorwatch.normalize.duplicates import Duplicates

    # The window it was last ranked on: what the alert counts is what is listed here.
    since = alert.updated_at - timedelta(days=workspace.settings.scan.window_days)
    return rumor_of(
        claim,
        unit.matches.of_claims([claim.id], since=since),
        feeds=workspace.feeds,
        statement=statement,
        contradictions=contradictions,
        signs=alert.signs,
        now=alert.updated_at,
        copies=Duplicates,
    )


def _growth(unit: Unit, workspace: Workspace, rumor: Rumor, now: datetime) -> Growth:
    """Return how a rumor grows, what is to be expected, and whether that is a burst at this hour of the week."""
    from rumorwatch.emerge.outlook import Outlook

    outlook = Outlook(
        per_hour=lambda since: unit.posts.per_hour(since=since), forecaster=lambda: workspace.foresight.forecaster
    )
    since = now - timedelta(days=workspace.settings.scan.window_days)
    moments = [sighting.post.published_at.timestamp() for sighting in rumor.sightings]
    return outlook.growth(moments, now=now, since=since)


def _new_rumor(unit: Unit, workspace: Workspace, alert: Alert) -> Rumor | None:
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.emerge.bar import bar_of
    from rumorwatch.emerge.newrumors import new_rumor_of
    from rumorwatch.judged import judged_readings
    from rumorwatch.normalize.duplicates import Duplicates

    since = alert.updated_at - timedelta(days=workspace.settings.scan.window_days)
    read = unit.readings.of_rumor(alert.rumor_id, since=since)
    found = new_rumor_of(
        alert.rumor_id,
        judged_readings(unit, [read], quorum=workspace.settings.label.quorum),
        feeds=workspace.feeds,
        bar=bar_of(workspace.settings.emerge),
        now=alert.updated_at,
        copies=Duplicates,
        sentence_of=lambda _: alert.text,
        credibility=workspace.foresight.credibility,
    )
    return found if isinstance(found, Rumor) else None


def _move_row(move: Move | None) -> dict[str, object] | None:
    return {"alert_id": move.past, "points": move.points, "ways": list(move.ways)} if move else None


def _sighting_row(sighting: Sighting) -> dict[str, object]:
    post, why = sighting.post, sighting.why
    match = why if isinstance(why, Match) else None
    return {
        "post_key": post.key,
        "published_at": post.published_at.isoformat(),
        "feed_id": post.feed_id,
        "channel": sighting.channel,
        "source": post.source,
        "language": post.language.value,
        "kind": sighting.kind.value,
        "stance": match.stance.value if match else None,
        "similarity": round(match.similarity, 4) if match else None,
        "probability": round(sighting.certainty, 4),
        "tier": match.tier.value if match and match.tier else None,
        "text": quote(post.text),
        "url": quote(post.url) if post.url else None,
        "reasons": list(match.reasons) if match else [],
    }


def _statement_row(statement: Statement, detail: AlertDetail) -> dict[str, object]:
    return {
        "id": statement.id,
        "agency": statement.agency,
        "title": statement.title,
        "text": statement.text,
        "url": statement.url,
        "published_at": statement.published_at.isoformat() if statement.published_at else None,
        "valid_until": statement.valid_until.isoformat() if statement.valid_until else None,
        "status": statement.status.value,
        "standing": detail.standing.value if detail.standing else None,
        "superseded_by": detail.successor.id if detail.successor else None,
    }


def _contradiction_row(one: Contradiction) -> dict[str, object]:
    return {
        "on": one.point.value,
        "statements": [
            {"id": one.first, "agency": one.first_agency, "sentence": one.first_sentence, "says": one.first_words},
            {"id": one.second, "agency": one.second_agency, "sentence": one.second_sentence, "says": one.second_words},
        ],
    }


def _notice_row(notice: Notice) -> dict[str, object]:
    return {
        "key": notice.key,
        "agency": notice.agency,
        "reason": notice.reason.value,
        "decided_at": notice.decided_at.isoformat(),
        "level": notice.level.value,
        "independent": notice.independent,
        "channels": notice.channels,
        "sent_at": notice.sent_at.isoformat() if notice.sent_at else None,
    }

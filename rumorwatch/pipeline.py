"""The run, in order: collect, normalize, match, emerge, rank, alert. Nothing else lives here.

    visit feeds ─► normalize ─► match ─► one transaction a batch: posts + matches + alerts they open + feed state
                                                   │
    posts matched on another basis ─► match again ─┤
                                                   ▼
                posts that no claim explains ─► read and group ─► one transaction a batch: their readings
                                                   ▼
            one transaction: rank every rumor of the window, decide who is told, write notices and their deliveries

A kill at any point loses nothing: a feed's state (etag, body hash) is stored with the last of its posts, so what was
not stored is fetched again; ranking is made anew from what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.alert.record import alert_of
from rumorwatch.alerting import Opening, tell
from rumorwatch.circulation import circulating, returning
from rumorwatch.domain.alerts import AlertStatus, Outcome
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.posts import Language
from rumorwatch.domain.runs import ScanReport, Taken
from rumorwatch.emerge.sightings import rumor_id
from rumorwatch.inheriting import hand_over, heirs_of, inherited
from rumorwatch.judged import judged_matches
from rumorwatch.ledgers import keep_ledgers
from rumorwatch.normalize.posts import to_post
from rumorwatch.rank.factors import is_answered
from rumorwatch.rank.priority import priority_of
from rumorwatch.respond.actions import end_silences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.feeds import Visit
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.parts import Parts


_REMATCH_POSTS = 1_000
"""Posts matched again in one transaction: a few MB of rows, some tenths of a second of lock."""


def scan(parts: Parts) -> ScanReport:
    """Run one pass over the feeds and return what there is to tell.

    Raises:
        StoreError: The database cannot be used; everything committed before stays.
    """
    rematched = _rematch(parts)
    with parts.store.read() as unit:
        states, hosts = unit.feeds.states(), unit.feeds.hosts()
    taken = []
    for visit in parts.source.visit(parts.feeds, states=states, hosts=hosts, now=parts.now):
        taken.append(take(visit, parts))
        parts.on_visit(taken[-1])
    _read_unexplained(parts)
    parts.matcher.answers()  # the first time they are worked out, which is not for a transaction to wait for
    with parts.store.write() as unit:
        alerts = _rank_all(unit, parts)
        unit.put_meta("last_scan_at", parts.now.isoformat())
    return ScanReport(at=parts.now, taken=tuple(taken), rematched=rematched, alerts=tuple(alerts))


def take(visit: Visit, parts: Parts) -> Taken:
    """Store a visit's new and edited posts with their matches and the alerts they open; its feed's state goes last."""
    posts: dict[PostKey, Post] = {}
    for raw in visit.items:
        post = to_post(raw, feed=visit.feed, seen_at=parts.now, author_secret=parts.author_secret)
        if post is not None:
            posts.setdefault(post.key, post)
    with parts.store.read() as unit:
        known = unit.posts.known(list(posts.values()))
    # A known post is matched again only when its text was edited; it is added all the same, for its counts.
    batches = list(_batches(list(posts.values()), parts.settings.scan.batch_posts)) or [[]]
    new = edited = 0
    for number, batch in enumerate(batches, start=1):
        changed = [post for post in batch if known.get(post.key, post.text_hash) != post.text_hash]
        matches = parts.matcher.match([post for post in batch if post.key not in known] + changed)
        if any(matches.values()):
            parts.matcher.answers()
        with parts.store.write() as unit:
            added = unit.posts.add(batch)
            unit.posts.edit(changed)
            unit.readings.forget([post.key for post in changed])
            fresh = {key: matches[key] for key in (*added, *(post.key for post in changed))}
            stored = judged_matches(unit, batch, fresh, parts)
            unit.matches.put(stored, basis=parts.matcher.basis)
            counted = (one for found in stored.values() for one in found if one.probability >= MIN_COUNTED)
            _open_alerts(unit, {match.claim_id for match in counted}, parts)
            if number == len(batches):
                unit.feeds.put_state(visit.state)
                unit.feeds.put_hosts(visit.hosts)
        new, edited = new + len(added), edited + len(changed)
    return Taken(
        feed_id=visit.feed.id,
        read=len(posts),
        new=new,
        error=visit.error,
        skipped=visit.skipped,
        notes=(*visit.notes, *([f"{edited} posts were edited since they were read"] if edited else [])),
    )


def _rematch(parts: Parts) -> int:
    """Match the window's posts again where claims, statements or models changed since; return how many."""
    done = 0
    while True:
        with parts.store.read() as unit:
            posts = unit.posts.unmatched(basis=parts.matcher.basis, since=parts.window_start, limit=_REMATCH_POSTS)
        if not posts:
            return done
        matches = parts.matcher.match(posts)
        with parts.store.write() as unit:
            unit.matches.put(judged_matches(unit, posts, matches, parts), basis=parts.matcher.basis)
        done += len(posts)


def _read_unexplained(parts: Parts) -> None:
    """Read the window's posts that no claim explains and that were not read yet, or by other models."""
    if parts.reader is None:
        return

    def known() -> Sequence[tuple[Post, Reading]]:
        with parts.store.read() as unit:
            return unit.readings.since(parts.window_start)

    while True:
        with parts.store.read() as unit:
            posts = unit.readings.unread(basis=parts.reader.basis, since=parts.window_start, limit=_REMATCH_POSTS)
        if not posts:
            return
        readings = parts.reader.read(posts, known=known)
        with parts.store.write() as unit:
            unit.readings.put(readings, basis=parts.reader.basis)


def _open_alerts(unit: Unit, claim_ids: Collection[ClaimId], parts: Parts) -> None:
    """Write the alerts that a batch opens, in its own transaction; open ones are ranked at the end of the run."""
    is_open = unit.alerts.open_rumors()
    fresh = [claim_id for claim_id in sorted(claim_ids) if rumor_id(claim_id) not in is_open]
    if fresh:
        # A claim made of a new rumor goes on with that one's alert, at the end of the run.
        heirs = set(heirs_of(unit, is_open, parts).values())
        fresh = [claim_id for claim_id in fresh if rumor_id(claim_id) not in heirs]
    if not fresh:
        return
    opening = Opening.of(unit, map(rumor_id, fresh), parts)
    for rumor in returning(unit, fresh, parts):
        if opening.allows(rumor):
            unit.alerts.put(_ranked(rumor, None, parts, recurred=rumor.id in opening.closed))


def _rank_all(unit: Unit, parts: Parts) -> Sequence[Alert]:
    """Rank every rumor of the window as of now, write what changed and who is told of it; close what is over."""
    before = {alert.rumor_id: alert for alert in unit.alerts.all(status=AlertStatus.OPEN)}
    rumors = list(circulating(unit, parts))
    names = {rumor.id for rumor in rumors}
    heirs = heirs_of(unit, {*before, *names}, parts)
    passed = inherited(before, heirs, circulating=names)
    # What is left of a new rumor that a claim explains is no rumor of its own while the claim's circulates.
    rumors = [rumor for rumor in rumors if heirs.get(rumor.id) not in names]
    opening = Opening.of(unit, (rumor.id for rumor in rumors), parts)
    alerts = []
    for rumor in rumors:
        existing = before.get(rumor.id) or passed.continued.get(rumor.id)
        if existing is not None or opening.allows(rumor):
            alerts.append(_ranked(rumor, existing, parts, recurred=rumor.id in opening.closed))
    alerts.sort(key=lambda alert: (-alert.priority.points, alert.id))
    for alert in alerts:
        if alert.updated_at == parts.now:
            unit.alerts.put(alert)
    for heir, alert in passed.continued.items():
        hand_over(unit, alert, heir, now=parts.now)
    live = {alert.id for alert in alerts}
    for alert in before.values():
        if alert.id not in live:
            _end(unit, alert, duplicate_of=passed.duplicates.get(alert.id), now=parts.now)
    tell(unit, alerts, parts)
    keep_ledgers(unit, rumors, alerts, parts)
    if unit.claims.answers(basis=parts.matcher.basis) is None:
        unit.claims.remember_answers(parts.matcher.answers(), basis=parts.matcher.basis)
    return alerts


def _end(unit: Unit, alert: Alert, *, duplicate_of: AlertId | None, now: datetime) -> None:
    """Close an alert of which nothing is left in the window, or that another is about, and end its silences."""
    outcome = Outcome.DUPLICATE if duplicate_of else Outcome.FADED
    closed = replace(alert, status=AlertStatus.CLOSED, outcome=outcome, duplicate_of=duplicate_of)
    unit.alerts.put(replace(closed, closed_at=now, updated_at=now))
    end_silences(unit, alert.rumor_id, now=now)


def _ranked(rumor: Rumor, before: Alert | None, parts: Parts, *, recurred: bool) -> Alert:
    """Return the rumor's alert as of now; the one before when nothing but the time has changed."""
    alert = alert_of(
        rumor,
        priority_of(rumor, now=parts.now, weights=parts.weights, language=Language(parts.settings.match.language)),
        existing=before,
        now=parts.now,
        answer_within=timedelta(minutes=parts.settings.clock.answer_within_min),
        answered=is_answered(rumor, now=parts.now, weights=parts.weights),
        recurred=recurred,
    )
    return before if before and replace(alert, updated_at=before.updated_at) == before else alert


def _batches(posts: Sequence[Post], size: int) -> Iterator[Sequence[Post]]:
    return (posts[start : start + size] for start in range(0, len(posts), size))

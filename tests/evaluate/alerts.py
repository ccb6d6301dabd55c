"""Posts of an archive and alerts of a replay with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta

from nouns import NOW, post, spread
from rumorwatch.alert.record import alert_of
from rumorwatch.domain.rumors import Level, Priority, Rumor, RumorId
from rumorwatch.evaluate.archive import Archived
from rumorwatch.evaluate.courses import Course
from rumorwatch.evaluate.desk import Raised


def ago(minutes):
    return NOW - timedelta(minutes=minutes)


def archived(name, *, minutes_ago, rumor=None, text=None):
    return Archived(post=post(name, minutes_ago=minutes_ago, text=text), rumor=rumor)


def raised(name, *, minutes_ago, about=None, points=50.0, about_minutes_ago=None, text=None):
    at = ago(minutes_ago)
    priority = Priority(points=points, level=Level.HIGH, factors={}, reasons=(), weights_version="test")
    rumor = Rumor(id=RumorId(name), text=text or name, claim=None, spread=spread(), asks=0, denials=0, statement=None)
    alert = alert_of(rumor, priority, existing=None, now=at, answer_within=timedelta(hours=1))
    about_at = ago(about_minutes_ago or minutes_ago) if about else None
    return Raised(opened=alert, last=alert, closed_at=None, about=about, about_at=about_at)


def course(name, *, posts=1, lead=None, first=600, doubted=None):
    """A rumor whose peak is NOW, alerted so many minutes before; first and doubted are minutes ago."""
    return Course(
        rumor=name,
        text=name,
        posts=posts,
        first_at=ago(first),
        alerted_at=None if lead is None else ago(lead),
        doubted_at=None if doubted is None else ago(doubted),
        peak_at=NOW,
        hourly={},
    )

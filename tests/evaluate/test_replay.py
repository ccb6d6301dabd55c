"""A replay decides what scans would have decided, and looks at nothing that comes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from evaluate.worlds import (
    CLAIMS,
    FEEDS,
    LEARNED_AT,
    SETTINGS,
    START,
    STATEMENTS,
    STEP,
    WEIGHTS,
    Doubting,
    WordMatcher,
    WordReader,
    World,
)
from nouns import NOW
from rumorwatch.domain.alerts import AlertStatus, SendReason
from rumorwatch.evaluate.archive import Archived
from rumorwatch.evaluate.arrivals import BATCH_POSTS, Clock
from rumorwatch.evaluate.replay import replay
from rumorwatch.fitted import open_forecast_model
from rumorwatch.parts import Parts
from rumorwatch.pipeline import scan
from rumorwatch.storage.memory import MemoryStore


class Source:
    def __init__(self, world):
        self.world = world
        self.after = None

    def visit(self, feeds, *, states, hosts, now):
        del feeds, states, hosts
        yield from self.world.visits(after=self.after, until=now)
        self.after = now


def scans(world, *, until):
    """Scan the world every half hour; yield the moment, the alerts open and the notices so far."""
    store, source, now = MemoryStore(), Source(world), START
    while now < until:
        now += STEP
        known = [one for one in CLAIMS if one.checked_at is None or one.checked_at <= now]
        with store.write() as unit:
            unit.claims.add(known)
        scan(
            Parts(
                settings=SETTINGS,
                store=store,
                source=source,
                feeds=list(FEEDS.values()),
                listed=FEEDS,
                matcher=WordMatcher(tuple(one.id for one in known)),
                reader=WordReader(),
                forecaster=open_forecast_model,
                credibility=Doubting(),
                claims={one.id: one for one in known},
                statements={one.id: one for one in STATEMENTS},
                weights=WEIGHTS,
                agencies=(),
                channels=(),
                author_secret=b"secret",
                now=now,
                on_visit=lambda _: None,
            )
        )
        with store.read() as unit:
            yield now, unit.alerts.all(status=AlertStatus.OPEN), unit.alerts.notices()


def replayed(archive, *, until=None, reader=None, **more):
    return replay(
        archive,
        **{
            "matcher": WordMatcher(),
            "reader": reader or WordReader(),
            "forecaster": open_forecast_model,
            "credibility": Doubting(),
            "feeds": FEEDS,
            "claims": CLAIMS,
            "statements": STATEMENTS,
            "settings": SETTINGS,
            "weights": WEIGHTS,
            "step": STEP,
            "until": until,
            **more,
        },
    )


ABOUT_PEOPLE = {SendReason.DEADLINE_NEAR, SendReason.OVERDUE, SendReason.RESOLVED}
"""What a replay, in which nobody answers, has not."""


def as_told(notices):
    """Notices about how a rumor spreads; decide() takes 0 independent sightings for twice 0: those are passed over."""
    return sorted(
        (one.decided_at, one.alert_id, one.reason, one.level, one.independent, one.channels)
        for one in notices
        if one.independent and one.reason not in ABOUT_PEOPLE
    )


def as_open(alerts, *, at):
    """What is equal whenever an alert was judged last; all of it where it was judged at this moment."""
    return {
        one.rumor_id: (
            *(one.id, one.opened_at, one.due_at, one.posts, one.independent, one.channels),
            *(one.first_seen, one.last_seen, one.statement_id),
            one.priority if one.updated_at == at else None,
        )
        for one in alerts
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_replay_as_of_a_moment_decides_what_scans_up_to_it_decide(seed):
    world, told = World(seed), 0
    archive = world.archive()
    for number, (now, alerts, notices) in enumerate(scans(world, until=NOW)):
        if number % 8 != 7:
            continue
        made = replayed(archive, until=now)
        mine, theirs = as_open(made.alerts, at=now), as_open(alerts, at=now)
        assert {name: one[:-1] for name, one in mine.items()} == {name: one[:-1] for name, one in theirs.items()}
        ranked = {one.rumor_id: one.priority for one in alerts}
        assert all(ranked[one.rumor_id] == one.priority for one in made.alerts if one.updated_at == now)
        assert as_told(made.notices) == as_told(notices)
        told = len(as_told(notices))
    assert told > 10
    assert any(one.closed_at for one in made.raised)
    assert any("read as those to rumors" in " ".join(one.last.priority.reasons) for one in made.raised)


def decided(made, *, until):
    """What was decided up to a moment."""
    opened = [one.opened for one in made.raised if one.opened.opened_at <= until]
    closed = [(one.opened.id, one.closed_at) for one in made.raised if one.closed_at and one.closed_at <= until]
    return opened, closed, [one for one in made.notices if one.decided_at <= until]


@pytest.mark.parametrize("hours", [7, 31, 50, 66])
def test_what_is_decided_up_to_a_moment_does_not_depend_on_what_comes_later(hours):
    world, until = World(5), START + timedelta(hours=hours)
    cut, whole = replayed(world.archive(until=until)), replayed(world.archive())
    assert decided(cut, until=until) == decided(whole, until=until)
    assert decided(cut, until=until)[2]


def test_a_part_that_looks_ahead_is_caught_by_that():
    world, until = World(5), START + timedelta(hours=50)
    cut, whole = (
        replayed(archive, reader=WordReader(ahead=True)) for archive in (world.archive(until=until), world.archive())
    )
    assert decided(cut, until=until) != decided(whole, until=until)


def test_the_rumor_that_posts_belong_to_decides_nothing():
    archive = World(5).archive()
    blind = [replace(one, rumor=None) for one in archive]
    assert replayed(archive).notices == replayed(blind).notices


def test_a_claim_explains_posts_from_the_moment_it_is_learned():
    archive = World(5).archive()
    first = next(one for one in replayed(archive).raised if one.last.claim_id == "c3")
    # It was a new rumor by then, and its alert goes on as the claim's.
    assert (first.opened.claim_id, first.opened.rumor_id[:4]) == (None, "new:")
    assert first.opened.opened_at < LEARNED_AT
    known = replayed(archive, until=LEARNED_AT).alerts
    assert [one.id for one in known if one.claim_id == "c3"] == [first.opened.id]
    before = replayed(archive, until=LEARNED_AT - STEP).alerts
    assert [one.claim_id for one in before if one.id == first.opened.id] == [None]


@pytest.mark.parametrize("minutes", [1, 5, 45])
def test_scans_come_at_multiples_of_the_step_and_see_what_was_published_by_then(minutes):
    step = timedelta(minutes=minutes)
    clock = Clock(step)
    assert clock.at_or_after(START) - START < step
    assert clock.at_or_after(clock.at_or_after(START)) == clock.at_or_after(START)
    assert clock.after(clock.at_or_after(START)) == clock.at_or_after(START) + step
    made = replayed(World(5).archive(), step=step)
    assert made.notices
    assert all(one.decided_at == clock.at_or_after(one.decided_at) for one in made.notices)


def test_a_longer_step_alerts_later():
    archive = World(5).archive()
    soon, late = (
        min(one.opened.opened_at for one in replayed(archive, step=timedelta(minutes=minutes)).raised)
        for minutes in (1, 240)
    )
    assert soon < late


def test_a_text_that_is_known_to_match_nothing_is_not_matched_again():
    lunch = [one for one in World(5).archive() if "lunch" in one.post.text]
    days = [timedelta(days=number) for number in range(2 * BATCH_POSTS // len(lunch))]
    matcher = WordMatcher()
    many = [
        Archived(
            post=replace(one.post, key=f"{one.post.key}{day}", published_at=one.post.published_at + 9 * day), rumor=None
        )
        for day in days
        for one in lunch
    ]
    made = replayed(many, matcher=matcher, reader=None)
    assert made.posts == len(many)
    assert matcher.seen == BATCH_POSTS

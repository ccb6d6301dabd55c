"""What an alert of a replay is about, as far as the archive knows."""

from __future__ import annotations

from datetime import timedelta

from nouns import NOW, feed, post, reading
from rumorwatch.domain.rumors import Rumor, RumorId
from rumorwatch.emerge.tally import SightingTally
from rumorwatch.evaluate.desk import Desk
from rumorwatch.evaluate.earliness import alerted_at
from rumorwatch.normalize.duplicates import Duplicates
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Settings

NAME = RumorId("new:a")
LATER = NOW + timedelta(minutes=30)


class Watched:
    """One alert whose posts come batch by batch; each is of a rumor, or of none."""

    def __init__(self):
        self.desk = Desk(settings=Settings(), weights=load_weights())
        self.tally = SightingTally(feeds={feed().id: feed()}, copies=Duplicates())
        self.number = 0

    def met(self, *rumors, elsewhere=()):
        for label in rumors:
            self.number += 1
            told = post(f"p{self.number}", minutes_ago=60 - self.number, text=f"words of number {self.number}")
            self.tally.add(told, reading())
            if label:
                self.desk.truth[told.key] = label
        self.desk.posts_of.update(label for label in (*rumors, *elsewhere) if label)
        return self

    def judged(self, now=NOW):
        spread = self.tally.spread(now=now, recent=timedelta(hours=3))
        rumor = Rumor(id=NAME, text="a", claim=None, spread=spread, asks=0, denials=0, statement=None)
        self.desk.judge(NAME, rumor, self.tally, now=now)
        return self

    @property
    def raised(self):
        (one,) = self.desk.raised()
        return one


def test_an_alert_is_about_the_rumor_of_most_of_its_sightings_where_most_are_of_rumors():
    one = Watched().met("r1", "r1", "r2", None).judged().raised
    assert (one.about, one.about_at) == ("r1", NOW)


def test_an_alert_of_which_half_is_of_no_rumor_is_about_none():
    one = Watched().met("r1", "r2", None, None).judged().raised
    assert (one.about, one.about_at, one.also) == (None, None, {})


def test_an_alert_tells_of_every_rumor_that_it_holds_half_of():
    one = Watched().met("r1", "r1", "r2", "r3", elsewhere=["r2", "r3", "r3"]).judged().raised
    assert one.also == {"r2": NOW}
    assert alerted_at([one]) == {"r1": NOW, "r2": NOW}


def test_a_rumor_that_comes_to_an_alert_later_is_alerted_then():
    one = Watched().met("r1", "r1").judged().met("r2").judged(LATER).raised
    assert alerted_at([one]) == {"r1": NOW, "r2": LATER}


def told_of(desk, name, *, now, texts=3):
    """Judge a rumor of some posts."""
    tally = SightingTally(feeds={feed().id: feed()}, copies=Duplicates())
    for number in range(texts):
        tally.add(post(f"{name} {number}", minutes_ago=60 - number), reading())
    spread = tally.spread(now=now, recent=timedelta(hours=3))
    rumor = Rumor(
        id=name,
        text="a",
        claim=None,
        spread=spread,
        asks=0,
        denials=0,
        statement=None,
        moments=tally.moments,
    )
    desk.judge(name, rumor, tally, now=now)


def test_a_claims_rumor_goes_on_with_the_alert_that_it_is_handed():
    desk, heir = Desk(settings=Settings(), weights=load_weights()), RumorId("claim:c1")
    told_of(desk, NAME, now=NOW)
    (before,) = desk.alerts
    desk.hand_over(NAME, heir, now=LATER)
    told_of(desk, heir, now=LATER)
    (after,) = desk.alerts
    assert (after.id, after.opened_at, after.rumor_id) == (before.id, NOW, heir)
    assert len(desk.raised()) == 1


def test_where_the_claims_rumor_has_an_alert_the_other_closes_and_does_not_open_beside_it():
    desk, heir = Desk(settings=Settings(), weights=load_weights()), RumorId("claim:c1")
    told_of(desk, NAME, now=NOW)
    told_of(desk, heir, now=NOW)
    assert desk.by_opening([heir, NAME, RumorId("new:b")])[2] == "new:b"
    desk.hand_over(NAME, heir, now=LATER)
    told_of(desk, NAME, now=LATER)
    assert desk.open_rumors == (heir,)
    assert [one.closed_at for one in desk.raised() if one.opened.rumor_id == NAME] == [LATER]
    desk.hand_over(RumorId("new:b"), heir, now=LATER)
    assert desk.open_rumors == (heir,)

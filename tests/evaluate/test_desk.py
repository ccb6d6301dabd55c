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

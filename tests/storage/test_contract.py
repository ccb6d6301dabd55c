"""Any sequence of units on posts and what they are compared with gives the same answers in both stores."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from nouns import NOW, claim, digits, match, post, reading
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.posts import Counts
from storage.bothstores import TwoStores, hold_to_one_contract

FEW = st.sampled_from("abcd")
MINUTES = st.integers(0, 4)
POSTS = st.lists(
    st.builds(
        lambda name, content, minutes, likes: post(
            name,
            content_key=content and digits(content),
            minutes_ago=minutes,
            counts=Counts(likes=likes),
            url=f"https://e.example/{content}",
        ),
        FEW,
        st.none() | FEW,
        MINUTES,
        st.none() | st.integers(0, 2),
    ),
    max_size=4,
)
BASES = st.sampled_from(["b1", "b2"])


class Reading(TwoStores):
    """What is read, and what it is compared with."""

    @rule(posts=POSTS, commit=st.booleans())
    def add_posts(self, posts, commit):
        self.both(lambda unit: (unit.posts.known(posts), unit.posts.add(posts), unit.posts.count()), commit=commit)

    @rule(names=st.sets(FEW))
    def purge(self, names):
        self.both(lambda unit: unit.posts.purge([digits(name) for name in names]))

    @rule(names=st.sets(FEW), claims=st.sets(FEW), basis=BASES, probability=st.sampled_from([0.2, 0.25, 0.9]))
    def put_matches(self, names, claims, basis, probability):
        matches = {
            post(name).key: [
                match(post(name), claim=one, rank=rank, probability=probability) for rank, one in enumerate(claims, 1)
            ]
            for name in names
        }
        self.both(lambda unit: unit.matches.put(matches, basis=basis))

    @rule(read=st.dictionaries(FEW, st.none() | FEW), basis=BASES, commit=st.booleans())
    def put_readings(self, read, basis, commit):
        readings = {digits(name): reading(rumor) for name, rumor in read.items()}
        self.both(lambda unit: unit.readings.put(readings, basis=basis), commit=commit)

    @rule(names=st.sets(FEW))
    def forget_readings(self, names):
        self.both(lambda unit: unit.readings.forget([digits(name) for name in names]))

    @rule(name=FEW, text=FEW, retire=st.booleans())
    def put_claims(self, name, text, retire):
        self.both(
            lambda unit: (unit.claims.add([claim(name, text=text)]), unit.claims.retire(name) if retire else None)
        )

    @rule(
        given=st.dictionaries(FEW, st.dictionaries(FEW, st.sampled_from([0.25, 0.5]), max_size=3), max_size=2),
        basis=BASES,
        commit=st.booleans(),
    )
    def remember_answers(self, given, basis, commit):
        answers = {
            claim_id: [Answer(statement_id=StatementId(name), similarity=alike) for name, alike in some.items()]
            for claim_id, some in given.items()
        }
        self.both(lambda unit: unit.claims.remember_answers(answers, basis=basis), commit=commit)

    def seen(self, unit):
        since = NOW - timedelta(minutes=2)
        return [
            [unit.posts.get(digits(name)) for name in "abcd"],
            [list(unit.posts.find(name)) for name in ("a", digits("b")[:5], "https://e.example/c")],
            [list(unit.posts.unmatched(basis=basis, since=since, limit=2)) for basis in ("b1", "b2")],
            [list(unit.matches.of_post(digits(name))) for name in "abcd"],
            [list(unit.matches.of_claims(claims, since=since)) for claims in (None, ["a", "d"], [])],
            [list(unit.readings.unread(basis=basis, since=since, limit=2)) for basis in ("b1", "b2")],
            list(unit.readings.since(since)),
            unit.posts.per_hour(since=since),
            [unit.readings.groups(since=since, at_least=number) for number in (1, 2)],
            [list(unit.readings.of_rumor(rumor, since=since)) for rumor in "ab"],
            [list(unit.claims.all(retired=retired)) for retired in (True, False)],
            [unit.claims.answers(basis=basis) for basis in ("b1", "b2")],
            [list(unit.claims.answers_to(name)) for name in "abcd"],
        ]


def test_both_stores_give_the_same_answers(empty_database, tmp_path):
    hold_to_one_contract(Reading, database=empty_database, folder=tmp_path)

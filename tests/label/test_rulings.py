"""What the judgments on one subject say together."""

from __future__ import annotations

import pytest

from rumorwatch.domain.labels import Label, Question
from rumorwatch.label.rulings import analyst_key, rulings_of
from votes import judgment

SAME, NOT, UNSURE = Label.SAME, Label.NOT_SAME, Label.UNSURE


def ruling(*said, quorum=2):
    """The ruling on one pair of which analysts said this, each as (name, label)."""
    (only,) = rulings_of([judgment(label, by=name) for name, label in said], quorum=quorum).values()
    return only


@pytest.mark.parametrize(
    ("labels", "quorum", "label", "agreed", "disputed"),
    [
        ([SAME], 2, SAME, False, False),
        ([SAME], 1, SAME, True, False),
        ([SAME, SAME], 2, SAME, True, False),
        ([SAME, NOT], 2, None, False, True),
        ([SAME, NOT], 1, None, False, True),
        ([SAME, SAME, NOT], 2, SAME, True, False),
        ([SAME, SAME, NOT], 3, SAME, False, True),
        ([SAME, SAME, NOT, NOT], 2, None, False, True),
        ([UNSURE], 1, None, False, False),
        ([SAME, UNSURE], 2, SAME, False, False),
        ([SAME, UNSURE, UNSURE], 1, SAME, True, False),
        ([SAME, SAME, UNSURE, UNSURE, UNSURE], 2, SAME, True, False),
    ],
)
def test_a_label_of_more_than_half_of_the_sure_is_the_ruling_and_a_quorum_agrees_it(
    labels, quorum, label, agreed, disputed
):
    found = ruling(*((f"analyst {number}", said) for number, said in enumerate(labels)), quorum=quorum)
    assert (found.label, found.is_agreed, found.is_disputed) == (label, agreed, disputed)


def test_three_labels_without_a_majority_rule_nothing():
    kinds = (Label.RUMOR, Label.RUMOR, Label.OPINION, Label.NEWS)
    said = [judgment(kind, by=f"a{number}", question=Question.KIND) for number, kind in enumerate(kinds)]
    (found,) = rulings_of(said, quorum=2).values()
    assert (found.label, found.is_agreed, found.is_disputed) == (None, False, True)


def test_an_analysts_last_judgment_counts():
    found = ruling(("An", SAME), ("Binh", NOT), ("An", NOT))
    assert (found.label, found.is_agreed, found.votes) == (NOT, True, {NOT: ("An", "Binh")})


def test_the_order_of_storing_counts_and_not_the_clock():
    later, earlier = judgment(SAME, by="An", minutes_ago=0), judgment(NOT, by="An", minutes_ago=90)
    (found,) = rulings_of([later, earlier], quorum=1).values()
    assert found.label is NOT


def test_one_person_who_types_the_name_in_two_ways_is_no_quorum():
    assert not ruling(("Trần Lan", SAME), ("trần  lan ", SAME)).is_agreed
    assert ruling(("Lan", SAME), ("Lân", SAME)).is_agreed
    assert analyst_key("Tra\u0302\u0300n LAN") == analyst_key("Trần Lan")


def test_each_subject_has_its_own_ruling_in_the_order_first_judged():
    pairs = [judgment(SAME, claim="c2"), judgment(NOT, claim="c1"), judgment(Label.REPEATS, question=Question.STANCE)]
    found = rulings_of(pairs, quorum=1)
    assert [one.claim_id for one in found] == ["c2", "c1", "c1"]
    assert [one.label for one in found.values()] == [SAME, NOT, Label.REPEATS]


def test_who_said_what_is_kept_for_the_unsure_too():
    found = ruling(("An", SAME), ("Binh", UNSURE))
    assert found.votes == {SAME: ("An",), UNSURE: ("Binh",)}

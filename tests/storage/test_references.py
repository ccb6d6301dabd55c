"""Claims and statements, in every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nouns import NOW, claim, statement
from rumorwatch.domain.claims import Answer, StatementId, Status, Topic, Verdict

FULL_CLAIM = claim(
    "c1",
    title="Vỡ đập",
    subtitle="Không có chuyện đó",
    wordings=("vo dap roi", "大坝要垮了"),
    verdict=Verdict.FAKE,
    topic=Topic.DISASTER,
    language="vi",
    url="https://e.example/c1",
    publisher="Sở Thông tin",
    checked_at=NOW,
)
FULL_STATEMENT = statement(
    "s1", title="Hồ an toàn", url="https://e.example/s1", valid_until=NOW, supersedes="s0", language="vi"
)


@pytest.fixture(params=["claims", "statements"])
def kind(request):
    """The two kinds of reference, with one rule for both: (name in the unit, one with every field, how to make one)."""
    return ("claims", FULL_CLAIM, claim) if request.param == "claims" else ("statements", FULL_STATEMENT, statement)


def test_a_reference_comes_back_as_it_was_stored(store, kind):
    name, full, make = kind
    with store.write() as unit:
        assert getattr(unit, name).add([full, make("x2")]) == (2, 0)
    with store.read() as unit:
        assert [getattr(unit, name).get(full.id), getattr(unit, name).get("x2")] == [full, make("x2")]
        assert getattr(unit, name).get("unknown") is None


def test_adding_tells_new_from_replaced_from_unchanged(store, kind):
    name, full, make = kind
    with store.write() as unit:
        getattr(unit, name).add([full, make("x2"), make("x3")])
        assert getattr(unit, name).add([full, make("x2", text="changed"), make("x4")]) == (1, 1)
        assert getattr(unit, name).add([]) == (0, 0)
    with store.read() as unit:
        assert getattr(unit, name).get("x2").text == "changed"
        assert [one.id for one in getattr(unit, name).all()] == [full.id, "x2", "x3", "x4"]


def test_of_two_with_one_id_in_a_call_the_last_stays(store, kind):
    name, _, make = kind
    with store.write() as unit:
        assert getattr(unit, name).add([make("x1", text="a"), make("x1", text="b"), make("x1", text="b")]) == (1, 1)
        assert getattr(unit, name).get("x1").text == "b"


def test_a_retired_one_is_kept_but_not_in_use(store, kind):
    name, full, make = kind
    with store.write() as unit:
        references = getattr(unit, name)
        references.add([make("x2"), full])
        assert references.retire(full.id)
        assert not references.retire(full.id)
        assert not references.retire("unknown")
        assert references.get(full.id) == replace(full, status=Status.RETIRED)
        assert [one.id for one in references.all()] == ["x2"]
        assert [one.id for one in references.all(retired=True)] == [full.id, "x2"]


def test_more_than_fit_one_query_are_added(store, kind):
    name, _, make = kind
    many = [make(f"x{number:04}") for number in range(1001)]
    with store.write() as unit:
        assert getattr(unit, name).add(many) == (1001, 0)
        assert getattr(unit, name).add([replace(one, text="other") for one in many]) == (0, 1001)
        assert len(getattr(unit, name).all()) == 1001


def answer(name, similarity=0.5):
    return Answer(statement_id=StatementId(name), similarity=similarity)


def test_answers_are_remembered_on_one_basis(store):
    with store.write() as unit:
        assert unit.claims.answers(basis="b1") is None
        unit.claims.remember_answers({"c1": [answer("s1")], "c2": [answer("s1")]}, basis="b1")
        unit.claims.remember_answers({"c1": [answer("s2")]}, basis="b2")
    with store.read() as unit:
        assert unit.claims.answers(basis="b1") is None
        assert unit.claims.answers(basis="b2") == {"c1": [answer("s2")]}


def test_all_answers_to_a_claim_are_remembered_most_alike_first(store):
    given = [answer("s3", 0.25), answer("s2", 0.75), answer("s1", 0.25), answer("s4", 1 / 3)]
    with store.write() as unit:
        unit.claims.remember_answers({"c2": [answer("s1")], "c1": given, "c3": []}, basis="b1")
    ordered = [answer("s2", 0.75), answer("s4", 1 / 3), answer("s1", 0.25), answer("s3", 0.25)]
    with store.read() as unit:
        assert unit.claims.answers(basis="b1") == {"c1": ordered, "c2": [answer("s1")]}


def test_the_answers_to_one_claim_are_known_without_their_basis(store):
    with store.write() as unit:
        assert list(unit.claims.answers_to("c1")) == []
        unit.claims.remember_answers({"c1": [answer("s1", 0.2), answer("s2", 0.4)], "c2": [answer("s3")]}, basis="b1")
    with store.read() as unit:
        assert list(unit.claims.answers_to("c1")) == [answer("s2", 0.4), answer("s1", 0.2)]
        assert list(unit.claims.answers_to("c3")) == []


def test_that_nothing_is_answered_is_remembered_too(store):
    with store.write() as unit:
        unit.claims.remember_answers({}, basis="b1")
    with store.read() as unit:
        assert unit.claims.answers(basis="b1") == {}

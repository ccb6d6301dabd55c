"""``label list``, ``retract`` and ``agreement``: what analysts said, together and taken back."""

from __future__ import annotations

import pytest

from nouns import match, post
from rumorwatch.domain.labels import AskReason, Label
from votes import judged_text, judgment

SAID = post("p1", text="[bold]the dam[/bold] breaks tonight \x1b[31m run")
OTHER = post("p2", text="everything is fine at the dam")


@pytest.fixture
def judged(store):
    """Two analysts who agree on one post, and differ on another."""
    given = [
        judgment(Label.SAME, by="An", of=SAID),
        judgment(Label.SAME, by="Binh", of=SAID, reason=AskReason.RANDOM, comment="seen it"),
        judgment(Label.SAME, by="An", of=OTHER),
        judgment(Label.NOT_SAME, by="Binh", of=OTHER),
        judgment(Label.UNSURE, by="Chi", of=OTHER),
    ]
    with store.write() as unit:
        unit.posts.add([SAID, OTHER])
        unit.matches.put({SAID.key: [match(SAID)], OTHER.key: [match(OTHER)]}, basis="b")
        unit.judgments.add(given, [judged_text(SAID), judged_text(OTHER)])
    return given


def test_judgments_are_listed_with_what_all_say_together(cli, judged):
    rows = cli("label", "list", "--json").rows
    assert [row["judgment_id"] for row in rows] == [one.id for one in judged]
    assert [(row["ruling"], row["agreed"], row["disputed"]) for row in rows[1:3]] == [
        ("same", True, False),
        (None, False, True),
    ]
    assert rows[1]["comment"] == "seen it"
    assert rows[3]["votes"] == {"same": ["An"], "not_same": ["Binh"], "unsure": ["Chi"]}
    assert "\x1b" not in rows[0]["text"]
    said = cli("label", "list")
    assert "\x1b" not in said.out
    assert "[bold]" in said.out
    assert "disputed" in said.out
    assert said.err == "5 judgments of 5 that stand\n"


@pytest.mark.parametrize(
    ("options", "places"),
    [(("--disputed",), [2, 3, 4]), (("--by", "BINH"), [1, 3]), (("--disputed", "--by", "an"), [2])],
)
def test_a_list_can_be_of_the_disputed_and_of_one_analyst(cli, judged, options, places):
    rows = cli("label", "list", "--json", *options).rows
    assert [row["judgment_id"] for row in rows] == [judged[place].id for place in places]


def test_without_judgments_nothing_is_listed(cli):
    said = cli("label", "list")
    assert (said.code, said.out, said.err) == (0, "", "0 judgments of 0 that stand\n")


@pytest.mark.parametrize("typed", [str, str.lower, lambda name: name.removeprefix("J-").replace("0", "o")])
def test_a_judgment_that_is_taken_back_counts_no_more_and_the_audit_has_it(cli, store, judged, typed):
    one = judged[1]
    said = cli("label", "retract", typed(one.id), "--by", "Binh", "--comment", "was   in a hurry")
    assert said.code == 0
    assert one.id in said.err
    assert len(cli("label", "list", "--json").rows) == 4
    with store.read() as unit:
        (entry,) = unit.audit.of(one.id)
        taken = unit.judgments.retractions()[one.id]
        assert unit.judgments.get(one.id) == one
        assert [of.key for of in unit.posts.unmatched(basis="b", since=SAID.published_at, limit=9)] == [SAID.key]
    assert (entry.action, entry.actor, entry.details["label"]) == ("retract", "Binh", "same")
    assert (entry.details["analyst"], taken.comment) == ("Binh", "was in a hurry")


def test_what_is_taken_back_is_not_taken_back_again(cli, store, judged):
    cli("label", "retract", judged[0].id, "--by", "An")
    said = cli("label", "retract", judged[0].id, "--by", "Chi")
    assert said.code == 0
    assert "taken back by An" in said.err
    with store.read() as unit:
        assert len(unit.audit.entries()) == 1


@pytest.mark.usefixtures("judged")
def test_a_judgment_that_nobody_gave_is_rw_u81(cli):
    said = cli("label", "retract", "J-ZZZZZZZZZZ")
    assert (said.code, said.out, said.err[:7]) == (2, "", "RW-U81 ")
    assert "among 5 stored" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.usefixtures("judged")
def test_agreement_is_told_by_question_by_pair_and_by_class(cli):
    question, *analysts = cli("label", "agreement", "--json").rows
    assert (question["question"], question["subjects"], question["answers"], question["unsure"]) == ("same", 2, 4, 1)
    assert question["raw"] == {"value": 0.5, "interval": None, "n": 2}
    # Four answers, three of them same: 1 - 3 * 2 / (16 - 10).
    assert question["alpha"]["value"] == 0.0
    assert [(one["label"], one["answers"]) for one in question["classes"]] == [("same", 3), ("not_same", 1)]
    (pair,) = question["pairs"]
    assert (pair["first"], pair["second"], pair["kappa"]["value"]) == ("An", "Binh", 0.0)
    assert pair["confusion"] == [
        {"first": "same", "second": "not_same", "n": 1},
        {"first": "same", "second": "same", "n": 1},
    ]
    assert [one["votes"] for one in question["disputed"]] == [{"same": ["An"], "not_same": ["Binh"], "unsure": ["Chi"]}]
    assert [(row["about"], row["analyst"], row["out_of_line"]) for row in analysts] == [
        ("analyst", name, False) for name in ("An", "Binh", "Chi")
    ]
    said = cli("label", "agreement")
    assert "too few" in said.out
    assert "same / not_same: 1" in said.out
    assert said.err.startswith("1 disputed, 2 settle it")


def test_who_is_out_of_line_or_copied_is_named(cli, store):
    texts = [post(f"t{number}", text=f"words {number}") for number in range(60)]
    given = []
    for number, one in enumerate(texts):
        right = Label.SAME if number % 2 else Label.NOT_SAME
        wrong = Label.NOT_SAME if number % 2 else Label.SAME
        astray = wrong if number % 5 < 2 else right
        said = {"An": right, "Binh": right, "Chi": astray, "Dung": astray, "Em": right}
        given += [judgment(label, by=name, of=one) for name, label in said.items()]
    with store.write() as unit:
        unit.judgments.add(given, [judged_text(one) for one in texts])
    rows = cli("label", "agreement", "--json").rows
    assert [row["analyst"] for row in rows if row.get("out_of_line")] == ["Chi", "Dung"]
    assert [(row["first"], row["second"], row["shared"]) for row in rows if row["about"] == "copies"] == [
        ("Chi", "Dung", 24)
    ]
    out = " ".join(cli("label", "agreement").out.split())
    assert "Chi is out of line: differs from most of the others in 24 of 60 answers" in out
    assert "Chi and Dung may be copies: 24 times the same against An, Binh, Em" in out


def test_without_answers_there_is_no_agreement(cli):
    said = cli("label", "agreement")
    assert (said.code, said.out, said.err) == (0, "", "No question was answered yet\n")


@pytest.mark.usefixtures("judged")
def test_a_post_shows_what_analysts_agreed_on(cli):
    row, plain = cli("posts", "show", "p1", "--json").rows[0], cli("posts", "show", "p1").out
    assert row["agreed"] == [{"question": "same", "claim_id": "c1", "label": "same"}]
    assert "c1: 2 analysts said that it is the same claim." in plain
    assert cli("posts", "show", "p2", "--json").rows[0]["agreed"] == []

"""Importing sheets: what is taken, what is known, and what is refused with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from labelnouns import judgment
from nouns import NOW, claim, digits
from rumorwatch.domain.claims import ClaimId, Topic, Verdict
from rumorwatch.domain.duties import Action
from rumorwatch.domain.labels import AskReason, Label, Question, Retraction, Subject
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.label.judgmentimport import store_decided
from rumorwatch.label.sametext import shows
from rumorwatch.label.sheetreport import Result, SheetRow
from rumorwatch.storage.memory import MemoryStore
from sheetnouns import CLAIM, SAID, asked, decide, row, told


@pytest.fixture
def store():
    made = MemoryStore()
    with made.write() as unit:
        unit.claims.add([CLAIM])
        unit.posts.add([told("p1"), told("p2")])
    return made


def imported(store, *rows, **more):
    """Decide and store, as the command does."""
    with store.write() as unit:
        decided = decide(unit, *rows, **more)
        store_decided(unit, decided, actor=more.get("by", "An"), now=NOW)
    return decided


def told_of(decided):
    return [(line.line, line.result.value, line.column) for line in decided.lines]


def standing(store):
    with store.read() as unit:
        return unit.judgments.standing()


def test_an_answer_becomes_a_judgment_with_what_was_shown(store):
    imported(store, row(same="giống", stance="hỏi", comment="xem lại", analyst="Lan"), by="An")
    same, stance = standing(store)
    of = told("p1")
    assert (same.subject, same.label) == (
        Subject(question=Question.SAME, text_hash=of.text_hash, claim_id=ClaimId("c1")),
        Label.SAME,
    )
    assert (same.analyst, same.at, same.post_key, same.comment) == ("Lan", NOW, of.key, "xem lại")
    assert (same.reason, same.shown) == (AskReason.CLOSE_CALL, SAID)
    assert (stance.subject.question, stance.label) == (Question.STANCE, Label.ASKS)
    with store.read() as unit:
        text = unit.judgments.texts()[of.text_hash]
        assert (text.views, text.language, text.published_at) == (of.views, of.language, of.published_at)


def test_what_a_post_is_and_how_urgent_is_about_no_claim(store):
    imported(store, row(kind="opinion", urgency="ignore"))
    assert [one.subject.claim_id for one in standing(store)] == [None, None]


def test_who_answered_is_in_the_row_or_whoever_imports_it(store):
    imported(store, row(asked(told("p1")), same="yes"), row(asked(told("p2")), same="yes", analyst="Lan"), by="Bình")
    assert [one.analyst for one in standing(store)] == ["Bình", "Lan"]


def test_when_is_in_the_row_or_now_and_the_future_is_refused(store):
    decided = imported(
        store,
        row(asked(told("p1")), same="yes", answered_at="2026-10-07 08:00"),
        row(asked(told("p2")), same="yes", answered_at="2026-10-09 08:00", line=3),
    )
    assert [one.at for one in standing(store)] == [NOW.replace(hour=1)]
    assert told_of(decided) == [(2, "taken", "same"), (3, "refused", "answered_at")]


def test_the_same_rows_again_add_nothing_in_whatever_order_and_sheet(store):
    rows = [row(same="yes", stance="asks", urgency="escalate"), row(asked(told("p2")), kind="news", line=3)]
    assert imported(store, *rows).count(Result.TAKEN) == 4
    moved = [SheetRow(sheet="X", line=50 - one.line, cells=one.cells) for one in rows[::-1]]
    again = imported(store, *moved)
    assert (again.count(Result.KNOWN), again.judgments) == (4, [])
    assert len(standing(store)) == 4


def test_an_answer_given_before_in_another_way_is_known(store):
    with store.write() as unit:
        about = Subject(question=Question.SAME, text_hash=told("p1").text_hash, claim_id=CLAIM.id)
        unit.judgments.add([judgment(subject=about, analyst="an ")], [])
    assert told_of(imported(store, row(same="yes"), by="An")) == [(2, "known", "same")]


def test_two_analysts_who_differ_are_both_kept_and_told_of(store):
    imported(store, row(same="yes", analyst="An"))
    decided = imported(store, row(same="no", analyst="Bình"))
    (line,) = decided.lines
    assert (line.result, line.why) == (Result.TAKEN, "An answered same; both are kept")
    assert {(one.analyst, one.label) for one in standing(store)} == {("An", Label.SAME), ("Bình", Label.NOT_SAME)}


def test_who_is_unsure_differs_from_nobody(store):
    imported(store, row(same="yes", analyst="An"))
    assert imported(store, row(same="?", analyst="Bình")).lines[0].why == ""


def test_an_analyst_may_change_their_mind(store):
    imported(store, row(same="yes"))
    assert imported(store, row(same="no")).count(Result.TAKEN) == 1
    assert [one.label for one in standing(store)] == [Label.SAME, Label.NOT_SAME]


def test_an_old_sheet_imported_again_does_not_undo_a_newer_answer(store):
    imported(store, row(same="yes"))
    imported(store, row(same="no"))
    (line,) = imported(store, row(same="yes")).lines
    assert line.result is Result.OUTDATED
    assert "An answered not_same since" in line.why
    assert "Answered at" in line.why
    assert imported(store, row(same="yes", answered_at=NOW - timedelta(0))).count(Result.TAKEN) == 1


def test_an_answer_older_than_the_last_one_is_not_needed(store):
    imported(store, row(same="no", answered_at="2026-10-07 12:00"))
    (line,) = imported(store, row(same="yes", answered_at="2026-10-06 12:00")).lines
    assert (line.result, len(standing(store))) == (Result.OUTDATED, 1)


def test_what_was_taken_back_is_not_stored_again(store):
    imported(store, row(same="yes"))
    with store.write() as unit:
        (one,) = unit.judgments.standing()
        unit.judgments.retract(Retraction(judgment_id=one.id, at=NOW, by="Chi"))
    (line,) = imported(store, row(same="yes")).lines
    assert (line.result, "Chi took it back" in line.why) == (Result.OUTDATED, True)


def test_of_two_rows_that_contradict_each_other_the_later_is_refused_whole(store):
    decided = imported(
        store, row(same="yes", line=2), row(same="yes", line=3), row(same="no", urgency="ignore", line=4)
    )
    assert told_of(decided) == [(2, "taken", "same"), (3, "known", "same"), (4, "refused", "same")]
    assert "line 2 answers this question with same" in decided.lines[-1].why
    assert len(standing(store)) == 1


def test_rows_without_an_answer_are_counted_and_change_nothing(store):
    decided = imported(store, row(), row(comment="?? ", line=3))
    assert (decided.unanswered, decided.lines, standing(store)) == (2, [], [])


def test_a_bad_row_changes_nothing_and_the_others_are_taken(store):
    decided = imported(store, row(same="x", urgency="ignore"), row(asked(told("p2")), same="no", line=3))
    assert told_of(decided) == [(2, "refused", "same"), (3, "taken", "same")]
    assert [one.post_key for one in standing(store)] == [told("p2").key]


def test_the_report_names_columns_as_the_file_does(store):
    cells = row(same="x").cells
    (line,) = imported(store, SheetRow(sheet="S", line=9, cells=cells, headings={"same": "CÓ GIỐNG?"})).lines
    assert (line.sheet, line.line, line.column, line.cell) == ("S", 9, "CÓ GIỐNG?", "x")


def test_a_post_that_never_was_here_is_refused(store):
    (line,) = imported(store, row(asked(told("elsewhere")), same="yes")).lines
    assert (line.result, line.column) == (Result.REFUSED, "question")
    assert "not stored any more" in line.why


def test_a_purged_post_is_answered_when_its_text_was_judged_before(store):
    imported(store, row(same="yes", analyst="An"))
    with store.write() as unit:
        unit.posts.purge([told("p1").key, told("p2").key])
    decided = imported(store, row(same="yes", analyst="Bình"), row(asked(told("p2")), same="yes", line=3))
    assert told_of(decided) == [(2, "taken", "same"), (3, "refused", "question")]
    assert {one.post_key for one in standing(store)} == {told("p1").key}


def test_a_post_whose_text_was_edited_since_is_refused(store):
    edited = told("p1")
    with store.write() as unit:
        views = SpellingViews(accented="something else", folded="something else")
        unit.posts.edit([replace(edited, views=views, text_hash=digits("something else"))])
    (line,) = imported(store, row(asked(edited), same="yes")).lines
    assert (line.result, "changed since" in line.why) == (Result.REFUSED, True)


def test_a_claim_that_is_not_here_is_refused(store):
    (line,) = imported(store, row(asked(about=claim("c9")), same="yes")).lines
    assert (line.result, "import the claims first" in line.why) == (Result.REFUSED, True)


def test_the_claim_is_known_though_its_column_was_spoiled_or_deleted(store):
    imported(store, row(same="yes", claim="1", claim_text=""))
    assert [one.subject.claim_id for one in standing(store)] == [ClaimId("c1")]


def test_a_row_that_shows_the_text_of_another_question_is_refused(store):
    (line,) = imported(store, row(same="yes", text="hoàn toàn là chuyện khác về giá xăng dầu tuần tới")).lines
    assert (line.result, line.column) == (Result.REFUSED, "text")
    assert "sorting one column" in line.why


@pytest.mark.parametrize(
    ("cell", "is_it"),
    [
        ("Đập thủy điện sẽ vỡ đêm nay, xem tại hxxp://e[.]example", True),
        ("Dap thuy dien se vo dem nay", True),
        ("??p th?y ?i?n s? v? ??m nay, xem", True),
        ("", True),
        ("Đập thủy", True),
        ("Giá xăng tăng lúc nửa đêm nay", False),
        ("水库今晚要垮了", False),
    ],
)
def test_a_text_is_known_again_cut_without_accents_or_with_lost_letters(cell, is_it):
    assert shows(cell, "Đập thủy điện sẽ vỡ đêm nay, xem tại http://e.example") is is_it


def test_a_new_claim_is_made_once_whoever_proposes_it_how_often(store):
    said = {"new_claim": "Đập vỡ lúc nửa đêm", "topic": "thiên tai", "verdict": "fake"}
    imported(store, row(asked(about=None), analyst="Lan", **said))
    with store.read() as unit:
        (made,) = [one for one in unit.claims.all() if one.id != CLAIM.id]
        assert (made.text, made.topic, made.verdict) == ("Đập vỡ lúc nửa đêm", Topic.DISASTER, Verdict.FAKE)
        (entry,) = unit.audit.of(made.id)
        assert (entry.action, entry.actor, entry.details["analyst"]) == (Action.ADD_CLAIM, "An", "Lan")
    again = imported(store, row(asked(about=None), analyst="Lan", **said))
    other = imported(store, row(asked(about=None), analyst="Bình", new_claim="đập vỡ  lúc nửa đêm"))
    assert (again.claims, other.claims) == ([], [])
    assert [(one.analyst, one.made_claim) for one in standing(store)] == [("Lan", made.id), ("Bình", made.id)]


def test_a_claim_that_was_retired_is_made_anew(store):
    said = {"new_claim": "Đập vỡ lúc nửa đêm"}
    (first,) = imported(store, row(asked(about=None), analyst="Lan", **said)).claims
    with store.write() as unit:
        unit.claims.retire(first.id)
    (second,) = imported(store, row(asked(about=None), analyst="Bình", **said)).claims
    assert first.id != second.id
    with store.read() as unit:
        assert second.id in {one.id for one in unit.claims.all()}


def test_one_sheet_may_make_several_claims_and_a_claim_of_the_list_is_not_made_again(store):
    decided = imported(
        store,
        row(asked(about=None), new_claim="one thing"),
        row(asked(told("p2"), about=None), new_claim="another thing", line=3),
        row(asked(told("p2"), about=None), new_claim=CLAIM.text, line=4),
    )
    assert [one.text for one in decided.claims] == ["one thing", "another thing"]
    assert len({one.id for one in decided.claims}) == 2
    assert standing(store)[-1].made_claim == CLAIM.id


def test_no_claim_is_made_of_a_post_that_is_purged_or_of_nothing_to_read(store):
    imported(store, row(same="yes"))
    with store.write() as unit:
        unit.posts.purge([told("p1").key])
    decided = imported(store, row(new_claim="a thing"), row(asked(told("p2"), about=None), new_claim="\u200b", line=3))
    assert told_of(decided) == [(2, "refused", "new_claim"), (3, "refused", "new_claim")]
    assert "claims add" in decided.lines[0].why
    assert decided.claims == []


def test_deciding_writes_nothing(store):
    with store.read() as unit:
        decided = decide(unit, row(same="yes", new_claim="a thing"))
    assert (len(decided.judgments), len(decided.claims)) == (2, 1)
    assert standing(store) == []


def test_answers_about_a_claim_have_the_posts_matched_again(store):
    with store.write() as unit:
        unit.matches.put({told("p1").key: [], told("p2").key: []}, basis="b")
    imported(store, row(same="yes"), row(asked(told("p2")), kind="news", line=3))
    with store.read() as unit:
        waiting = unit.posts.unmatched(basis="b", since=NOW - timedelta(days=1), limit=9)
    assert [one.key for one in waiting] == [told("p1").key]


@pytest.mark.parametrize(
    ("written", "is_drawn", "reason"),
    [
        ("random", True, AskReason.RANDOM),
        ("random", False, AskReason.CHOSEN),
        (None, True, AskReason.RANDOM),
        (None, False, AskReason.CHOSEN),
        ("tie", False, AskReason.TIE),
        ("disputed", True, AskReason.DISPUTED),
    ],
)
def test_figures_are_measured_on_what_chance_drew_whatever_a_cell_says(store, written, is_drawn, reason):
    imported(store, row(same="yes", reason=written), drawn=[told("p1").text_hash] if is_drawn else [])
    assert [one.reason for one in standing(store)] == [reason]

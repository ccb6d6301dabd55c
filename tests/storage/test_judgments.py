"""Judgments, in every store: what an analyst said stays as it was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy import event

from labelnouns import SHOWN, full_judgment, judged_text, judgment, lease, retraction, subject
from nouns import NOW, digits, match, post
from rumorwatch.domain.labels import LABELS, AskReason, Label, Question
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language, SpellingViews

ODD_TEXTS = {
    "control characters": "a\tb\nc\rd\x01\x1b[31m",
    "a zero byte": "before\0after",
    "emoji": "vỡ đập 😱👨‍👩‍👧 🇻🇳",
    "written right to left": "\u202eđập\u202c",
    "marks apart": "Ðâ\u0323p nước",
    "quotes": "'; DROP TABLE judgment; --\"\\",
    "nothing": "",
    "long": "vỡ đập " * 20_000,
}
CHANGES = {
    "a label changed": "UPDATE judgment SET label = 'not_same'",
    "a judgment deleted": "DELETE FROM judgment WHERE number = 2",
    "a retraction changed": "UPDATE retraction SET by = 'Lan'",
    "a retraction deleted": "DELETE FROM retraction",
}


def ids(judgments):
    return [one.id for one in judgments]


def test_a_judgment_comes_back_as_it_was_stored(store):
    full, bare = full_judgment("1"), judgment("2", subject=subject(claim=None, question=Question.KIND))
    with store.write() as unit:
        assert unit.judgments.add([full, bare], [judged_text()]) == [full.id, bare.id]
    with store.read() as unit:
        assert [unit.judgments.get(full.id), unit.judgments.get(bare.id)] == [full, bare]
        assert unit.judgments.get("J-0000000009") is None
        assert list(unit.judgments.all()) == list(unit.judgments.standing()) == [full, bare]
        assert unit.judgments.texts() == {digits("t1"): judged_text()}


def test_every_closed_choice_comes_back(store):
    asked = [(question, label) for question in Question for label in (*LABELS[question], Label.UNSURE)]
    given = [
        judgment(f"a{number}", subject=subject(question=question), label=label)
        for number, (question, label) in enumerate(asked)
    ]
    given += [judgment(f"b{number}", reason=reason) for number, reason in enumerate(AskReason)]
    given += [judgment(f"c{tier}", shown=replace(SHOWN, tier=tier)) for tier in (*Tier, None)]
    given += [judgment(f"d{stance}", shown=replace(SHOWN, stance=stance)) for stance in (*Stance, None)]
    texts = [judged_text(language, language=language) for language in Language]
    with store.write() as unit:
        unit.judgments.add(given, texts)
    with store.read() as unit:
        assert list(unit.judgments.all()) == given
        assert set(unit.judgments.texts().values()) == set(texts)


def test_numbers_come_back_to_the_last_bit_and_zero_is_not_none(store):
    shown = replace(SHOWN, similarity=0.0, probability=5e-324, factors={"đà lan": 1e-17, "gap": -0.1, "harm": 1e308})
    with store.write() as unit:
        unit.judgments.add([judgment(shown=shown)], [])
    with store.read() as unit:
        assert unit.judgments.get(judgment().id).shown == shown


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_any_text_comes_back_as_it_was_written(store, text):
    given = full_judgment(analyst=f"Lan {text}", comment=text, shown=replace(SHOWN, factors={text: 1.5}, model_id=text))
    views = SpellingViews(accented=text, folded=text.lower())
    with store.write() as unit:
        unit.judgments.add([given], [judged_text(views=views)])
        unit.judgments.retract(retraction(by=text or "Minh", comment=text))
        unit.judgments.lease([lease(analyst=text)])
    with store.read() as unit:
        assert unit.judgments.get(given.id) == given
        assert unit.judgments.texts() == {digits("t1"): judged_text(views=views)}
        assert unit.judgments.retractions() == {given.id: retraction(by=text or "Minh", comment=text)}
        assert list(unit.judgments.leases(now=NOW)) == [lease(analyst=text)]


def test_a_moment_in_another_zone_is_the_same_moment(store):
    there = NOW.astimezone(timezone(timedelta(hours=7)))
    with store.write() as unit:
        unit.judgments.add([judgment(at=there)], [judged_text(published_at=there)])
    with store.read() as unit:
        assert unit.judgments.get(judgment().id).at == NOW
        assert unit.judgments.texts()[digits("t1")].published_at == NOW


def test_a_judgment_whose_id_is_stored_is_left_as_it_is_and_not_told_as_new(store):
    changed = judgment("1", label=Label.NOT_SAME, comment="khác")
    with store.write() as unit:
        unit.judgments.add([judgment("1")], [])
        assert unit.judgments.add([changed, judgment("2")], []) == [judgment("2").id]
        assert unit.judgments.add([changed], []) == []
        assert unit.judgments.add([], []) == []
    with store.read() as unit:
        assert list(unit.judgments.all()) == [judgment("1"), judgment("2")]


def test_of_two_with_one_id_in_a_call_the_first_is_kept(store):
    first, second = judgment("1", label=Label.SAME), judgment("1", label=Label.NOT_SAME)
    with store.write() as unit:
        assert unit.judgments.add([first, second], []) == [first.id]
    with store.read() as unit:
        assert list(unit.judgments.all()) == [first]


def test_a_text_known_already_does_not_change(store):
    later = judged_text(published_at=NOW, language=Language.UND)
    with store.write() as unit:
        unit.judgments.add([judgment("1")], [judged_text(), later])
        unit.judgments.add([judgment("2")], [later])
        unit.judgments.add([judgment("1")], [judged_text("t2")])
    with store.read() as unit:
        known = {one.text_hash: one for one in (judged_text(), judged_text("t2"))}
        assert list(unit.judgments.texts().items()) == sorted(known.items())


def test_judgments_come_in_the_order_in_which_they_were_stored_whatever_their_moments_and_ids(store):
    given = [judgment("9"), judgment("1", at=NOW - timedelta(days=1)), judgment("5", at=NOW + timedelta(days=1))]
    with store.write() as unit:
        unit.judgments.add(given[:2], [])
    with store.write() as unit:
        unit.judgments.add(given[2:], [])
    with store.read() as unit:
        assert list(unit.judgments.all()) == given
        assert list(unit.judgments.standing()) == given
        assert list(unit.judgments.on([digits("t1")])) == given


def test_what_is_asked_of_a_text_is_answered_across_claims_and_questions(store):
    given = [
        judgment("1", text="t1"),
        judgment("2", text="t2"),
        judgment("3", subject=subject("t1", claim="c2")),
        judgment("4", subject=subject("t1", claim=None, question=Question.KIND), label=Label.SATIRE),
    ]
    with store.write() as unit:
        unit.judgments.add(given, [])
    with store.read() as unit:
        assert ids(unit.judgments.on([digits("t1")])) == ids([given[0], *given[2:]])
        assert ids(unit.judgments.on([digits("t2"), digits("t2"), digits("t1")])) == ids(given)
        assert list(unit.judgments.on([])) == list(unit.judgments.on([digits("t9")])) == []


def test_more_than_fit_one_query_are_added_and_found_in_order(store):
    given = [judgment(f"x{number}", text=f"t{number}") for number in range(1001)]
    texts = [judged_text(f"t{number}") for number in range(1001)]
    with store.write() as unit:
        assert len(unit.judgments.add(given, texts)) == 1001
        assert unit.judgments.add(given, texts) == []
    with store.read() as unit:
        assert list(unit.judgments.on([text.text_hash for text in texts])) == given
        assert len(unit.judgments.texts()) == 1001


def test_of_many_texts_only_those_that_were_judged_are_looked_up(sql_store):
    queries = []
    event.listen(sql_store.engine, "before_cursor_execute", lambda *about: queries.append(about[2]))
    many = [digits(f"t{number}") for number in range(10_000)]
    with sql_store.write() as unit:
        unit.judgments.add([judgment(text="t7"), judgment("2", text="another")], [])
        queries.clear()
        assert unit.judgments.on(many) == [judgment(text="t7")]
    assert len([query for query in queries if query.startswith("SELECT")]) == 2


def test_a_judgment_taken_back_stays_but_does_not_stand(store):
    with store.write() as unit:
        unit.judgments.add([judgment("1"), judgment("2")], [])
        assert unit.judgments.retract(retraction("1", comment="nhầm bài"))
    with store.read() as unit:
        assert list(unit.judgments.standing()) == list(unit.judgments.on([digits("t1")])) == [judgment("2")]
        assert list(unit.judgments.all()) == [judgment("1"), judgment("2")]
        assert unit.judgments.get(judgment("1").id) == judgment("1")
        assert unit.judgments.retractions() == {judgment("1").id: retraction("1", comment="nhầm bài")}


def test_the_first_retraction_stays(store):
    with store.write() as unit:
        unit.judgments.add([judgment()], [])
        assert unit.judgments.retract(retraction(by="Minh"))
        assert not unit.judgments.retract(retraction(by="Lan", at=NOW + timedelta(hours=1)))
        # Adding it again is no way to make it stand again.
        assert unit.judgments.add([judgment()], []) == []
    with store.read() as unit:
        assert unit.judgments.retractions() == {judgment().id: retraction(by="Minh")}
        assert list(unit.judgments.standing()) == []


def test_taking_back_what_nobody_said_is_a_mistake_in_the_program(store):
    with pytest.raises(RuntimeError, match="a retraction has no judgment J-0000000009"), store.write() as unit:
        unit.judgments.retract(retraction("9"))
    with store.read() as unit:
        assert unit.judgments.retractions() == {}


def test_what_was_shown_is_kept_as_it_was_when_stored(store):
    factors = {"gap": 31.25}
    with store.write() as unit:
        unit.judgments.add([judgment(shown=replace(SHOWN, factors=factors))], [])
        factors["gap"] = 0.0
    with store.read() as unit:
        assert unit.judgments.get(judgment().id).shown.factors == {"gap": 31.25}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_or_delete_what_was_said(sql_store, change):
    with sql_store.write() as unit:
        unit.judgments.add([judgment("1"), judgment("2")], [judged_text()])
        unit.judgments.retract(retraction("1"))
    with pytest.raises(RuntimeError, match="s stay as they were written"), sql_store.write() as unit:
        unit._connection.exec_driver_sql(change)  # noqa: SLF001 - no port offers this
    with sql_store.read() as unit:
        assert list(unit.judgments.all()) == [judgment("1"), judgment("2")]
        assert unit.judgments.retractions() == {judgment("1").id: retraction("1")}


def test_a_text_can_be_erased_and_what_was_said_of_it_stays(sql_store):
    with sql_store.write() as unit:
        unit.judgments.add([judgment()], [judged_text()])
        unit._connection.exec_driver_sql("DELETE FROM judged_text")  # noqa: SLF001 - no port offers this yet
    with sql_store.read() as unit:
        assert (unit.judgments.texts(), list(unit.judgments.all())) == ({}, [judgment()])


def test_purging_a_post_takes_its_matches_but_no_judgment_and_no_judged_text(store):
    seen = post("p1")
    text = judged_text(text_hash=seen.text_hash, views=seen.views, published_at=seen.published_at)
    said = judgment(post_key=seen.key, subject=replace(subject(), text_hash=seen.text_hash))
    with store.write() as unit:
        unit.posts.add([seen])
        unit.matches.put({seen.key: [match(seen)]}, basis="b")
        unit.judgments.add([said], [text])
    with store.write() as unit:
        assert unit.posts.purge([seen.key]) == 1
    with store.read() as unit:
        assert (unit.posts.get(seen.key), list(unit.matches.of_post(seen.key))) == (None, [])
        assert list(unit.judgments.on([seen.text_hash])) == [said]
        assert unit.judgments.texts() == {seen.text_hash: text}


def test_editing_a_post_changes_no_judgment_and_no_judged_text(store):
    seen = post("p1")
    edited = replace(seen, views=SpellingViews(accented="Khác", folded="khac"), text_hash=digits("khác"))
    text = judged_text(text_hash=seen.text_hash, views=seen.views)
    said = judgment(post_key=seen.key, subject=replace(subject(), text_hash=seen.text_hash))
    with store.write() as unit:
        unit.posts.add([seen])
        unit.judgments.add([said], [text])
        unit.posts.edit([edited])
    with store.read() as unit:
        assert unit.posts.get(seen.key) == edited
        assert list(unit.judgments.on([seen.text_hash, edited.text_hash])) == [said]
        assert unit.judgments.texts() == {seen.text_hash: text}


def test_a_lease_holds_until_its_end_and_not_at_it(store):
    with store.write() as unit:
        unit.judgments.lease([lease(minutes=15)])
    with store.read() as unit:
        assert list(unit.judgments.leases(now=NOW + timedelta(minutes=15, microseconds=-1))) == [lease(minutes=15)]
        assert list(unit.judgments.leases(now=NOW + timedelta(minutes=15))) == []


def test_there_is_one_lease_for_each_text_claim_and_analyst(store):
    given = [
        lease("t1", claim=None),
        lease("t1", claim="c1"),
        lease("t1", claim="c1", analyst="Minh"),
        lease("t2", claim="c1"),
    ]
    with store.write() as unit:
        unit.judgments.lease([lease("t1", claim="c1", minutes=1), *given])
        unit.judgments.lease([lease("t1", claim=None, minutes=20)])
        unit.judgments.lease([])
    expected = sorted(
        [lease("t1", claim=None, minutes=20), *given[1:]],
        key=lambda one: (one.text_hash, one.claim_id or "", one.analyst),
    )
    with store.read() as unit:
        assert list(unit.judgments.leases(now=NOW)) == expected


def test_an_analyst_gives_back_what_they_looked_at_and_nobody_else_s(store):
    theirs, over = lease(analyst="Minh"), lease("t2", analyst="Minh", minutes=5)
    now, early = NOW + timedelta(minutes=5), NOW
    with store.write() as unit:
        unit.judgments.lease([lease(), lease("t2"), theirs, over])
        unit.judgments.release("Lan")
        assert set(unit.judgments.leases(now=early)) == {theirs, over}
        unit.judgments.release("nobody", now=now)
        assert list(unit.judgments.leases(now=early)) == [theirs]

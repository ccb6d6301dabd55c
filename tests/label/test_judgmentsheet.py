"""Judgments as rows: exactly what was exported comes in elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelnouns import full_judgment, judgment
from nouns import NOW, digits
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import (
    LABELS,
    AskReason,
    JudgedText,
    Judgment,
    JudgmentId,
    Label,
    Question,
    Shown,
    Subject,
)
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language, PostKey, SpellingViews
from rumorwatch.domain.rumors import RumorId
from rumorwatch.label.judgmentimport import decide_judgments, store_decided
from rumorwatch.label.judgmentsheet import (
    JUDGMENT_KEYS,
    is_judgment_header,
    judgment_columns,
    judgment_row,
    read_judgment,
)
from rumorwatch.label.rulings import rulings_of
from rumorwatch.label.sheetreport import Result, SheetRow
from rumorwatch.normalize.posts import hash_of_text
from rumorwatch.storage.memory import MemoryStore

ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
SHARES = st.none() | st.floats(0, 1)
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def judged(draw):
    question = draw(st.sampled_from(Question))
    folded = draw(ANY)
    text = JudgedText(
        text_hash=hash_of_text(folded),
        views=SpellingViews(accented=draw(ANY), folded=folded),
        language=draw(st.sampled_from(Language)),
        published_at=draw(MOMENTS),
    )
    shown = Shown(
        model_id=draw(ANY),
        similarity=draw(SHARES),
        probability=draw(SHARES),
        tier=draw(st.none() | st.sampled_from(Tier)),
        stance=draw(st.none() | st.sampled_from(Stance)),
        factors=draw(st.dictionaries(ANY, st.floats(-1e6, 1e6), max_size=2)),
        weights_version=draw(ANY),
    )
    made = Judgment(
        id=JudgmentId(f"J-{draw(st.integers(0, 9_999_999_999)):010d}"),
        at=draw(MOMENTS),
        analyst=draw(NAMES),
        subject=Subject(question=question, text_hash=text.text_hash, claim_id=draw(st.none() | NAMES.map(ClaimId))),
        label=draw(st.sampled_from((*LABELS[question], Label.UNSURE))),
        post_key=PostKey(digits(folded)),
        rumor_id=draw(st.none() | NAMES.map(RumorId)),
        made_claim=draw(st.none() | NAMES.map(ClaimId)),
        reason=draw(st.sampled_from(AskReason)),
        shown=shown,
        comment=draw(ANY),
    )
    return made, text


@given(judged())
def test_a_judgment_and_its_text_are_read_back_as_they_were(pair):
    assert read_judgment(judgment_row(*pair), hash_of=hash_of_text) == pair


def test_a_judgment_whose_text_was_erased_is_read_without_it():
    made = full_judgment()
    assert read_judgment(judgment_row(made, None), hash_of=hash_of_text) == (made, None)


def test_its_columns_are_its_keys_in_whatever_spelling():
    header = [key.replace("_", " ").title() for key in JUDGMENT_KEYS]
    assert list(judgment_columns(header).values()) == list(JUDGMENT_KEYS)
    assert is_judgment_header([*header[::-1], "more"])
    assert not is_judgment_header(["question", "same", "analyst"])


def text_of(folded, **more):
    return JudgedText(
        text_hash=hash_of_text(folded),
        views=SpellingViews(accented=folded.title(), folded=folded),
        language=Language.VI,
        published_at=NOW - timedelta(days=1),
        **more,
    )


def about(text, name="1"):
    return judgment(name, subject=Subject(question=Question.SAME, text_hash=text.text_hash, claim_id=ClaimId("c1")))


def rows_of(store):
    with store.read() as unit:
        texts = unit.judgments.texts()
        kept = [judgment_row(one, texts.get(one.subject.text_hash)) for one in unit.judgments.standing()]
    return [SheetRow(sheet="", line=line, cells=cells) for line, cells in enumerate(kept, start=2)]


def test_another_workspace_gets_the_same_judgments_and_texts_once_and_in_order():
    here, there = MemoryStore(), MemoryStore()
    text = text_of("đập sẽ vỡ")
    given_ = [judgment("2"), judgment("1", label=Label.NOT_SAME), full_judgment("4"), about(text, "3")]
    with here.write() as unit:
        unit.judgments.add(given_, [text])
    for expected in (Result.TAKEN, Result.KNOWN):
        with there.write() as unit:
            decided = decide_judgments(unit, rows_of(here), hash_of=hash_of_text)
            store_decided(unit, decided, actor="Chi", now=NOW)
        assert {one.result for one in decided.lines} == {expected}
    with there.read() as unit:
        assert unit.judgments.standing() == given_
        assert unit.judgments.texts() == {text.text_hash: text}


@pytest.mark.parametrize(
    ("label", "hours", "result"),
    [
        (Label.NOT_SAME, 1, Result.OUTDATED),
        (Label.NOT_SAME, -1, Result.TAKEN),
        (Label.SAME, 1, Result.TAKEN),
    ],
    ids=["answered otherwise since", "answered otherwise before", "answered so since"],
)
def test_what_an_analyst_answered_here_since_is_not_undone(label, hours, result):
    there, here = MemoryStore(), MemoryStore()
    text = text_of("đập sẽ vỡ")
    elsewhere = replace(about(text), analyst="Lan", label=Label.SAME)
    mine = replace(about(text, "2"), analyst="lan ", label=label, at=elsewhere.at + timedelta(hours=hours))
    for store, one in ((there, elsewhere), (here, mine)):
        with store.write() as unit:
            unit.judgments.add([one], [text])
    with here.write() as unit:
        decided = decide_judgments(unit, rows_of(there), hash_of=hash_of_text)
        store_decided(unit, decided, actor="Chi", now=NOW)
        (ruling,) = rulings_of(unit.judgments.standing(), quorum=1).values()
    (line,) = decided.lines
    assert line.result is result
    assert ruling.label is (label if result is Result.OUTDATED else Label.SAME)
    assert ("Lan" in line.why) is (result is Result.OUTDATED)


SPOILED = [
    ("judgment", "J-12", "ten digits"),
    ("at", "22/11/2026", "with its zone"),
    ("at", "2026-11-22T07:30:00", "with its zone"),
    ("analyst", "", "1 to 80"),
    ("question", "who", "write one of"),
    ("label", "rumor", "does not answer"),
    ("label", "giống", "write one of"),
    ("text_hash", "1.2E+31", "32 digits"),
    ("post_key", "", "32 digits"),
    ("probability", "0,9", "no number"),
    ("similarity", "nan", "no number"),
    ("factors", "[1]", "no JSON object"),
    ("factors", '{"a":"b"}', "no JSON object"),
    ("factors", '{"a":NaN}', "no JSON object"),
    ("tier", "C", "write one of"),
    ("text_folded", "another text", "not the text that was judged"),
    ("language", "fr", "write one of"),
]


@pytest.mark.parametrize(("key", "cell", "why"), SPOILED, ids=[f"{key}={cell}" for key, cell, _ in SPOILED])
def test_a_row_that_was_changed_is_refused_with_its_cell(key, cell, why):
    text = text_of("đập sẽ vỡ")
    made = about(text)
    cells = {**judgment_row(made, text), key: cell}
    with MemoryStore().write() as unit:
        decided = decide_judgments(unit, [SheetRow(sheet="S", line=7, cells=cells)], hash_of=hash_of_text)
    (line,) = decided.lines
    assert (line.result, line.line, line.column, line.cell) == (Result.REFUSED, 7, key, cell)
    assert why in line.why
    assert decided.judgments == []

"""What teaches: nothing that measures, no copy of it, and no text of a claim beside that claim."""

from __future__ import annotations

from datetime import timedelta

import pytest

from labelnouns import judgment, subject
from nouns import NOW
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.labels import AskReason, JudgedText, Label, Question, Retraction
from rumorwatch.domain.posts import Language
from rumorwatch.normalize.posts import hash_of_text
from rumorwatch.normalize.text import views
from rumorwatch.retraining.judged import gather, judged_of
from rumorwatch.storage.memory import MemoryStore

DAM = "the upper dam will break tonight and everybody in the valley has to leave at once"
SHARED = f"please share {DAM}"
OTHER = "the upper dam has a crack that grows, says a man who works at the power station there"
CLAIM = Claim(id=ClaimId("dam"), text="the upper dam is about to break")
CLAIMS = {CLAIM.id: CLAIM}


def text_of(said: str) -> JudgedText:
    both = views(said)
    return JudgedText(text_hash=hash_of_text(both.folded), views=both, language=Language.EN, published_at=NOW)


TEXTS = {text.text_hash: text for text in map(text_of, (DAM, SHARED, OTHER))}


def said(number: int, text: str, *, claim: str | None = "dam", question=Question.SAME, label=Label.SAME, **more):
    about = subject("", claim=claim, question=question)
    return judgment(
        f"{number}",
        subject=type(about)(question=question, text_hash=text_of(text).text_hash, claim_id=about.claim_id),
        label=label,
        at=NOW + timedelta(minutes=number),
        **more,
    )


def taught(judged) -> set[str]:
    return {judged.texts[one.text_hash].views.accented for one in (*judged.teaching.same, *judged.teaching.stances)}


@pytest.mark.parametrize("question", [Question.SAME, Question.STANCE])
def test_a_near_copy_of_a_text_drawn_by_chance_does_not_teach(question):
    label = Label.SAME if question is Question.SAME else Label.REPEATS
    judgments = [
        said(1, SHARED, question=question, label=label),
        said(2, DAM, reason=AskReason.RANDOM),
        said(3, OTHER, question=question, label=label),
    ]
    judged = judged_of(judgments, texts=TEXTS, claims=CLAIMS)
    assert taught(judged) == {OTHER}
    assert [one.text_hash for one in judged.gold.same] == [text_of(DAM).text_hash]


def test_a_text_with_another_number_is_no_copy():
    texts = {one.text_hash: one for one in map(text_of, (f"{DAM} by 5 pm", f"{DAM} by 9 pm"))}
    judgments = [said(1, f"{DAM} by 5 pm"), said(2, f"{DAM} by 9 pm", reason=AskReason.RANDOM)]
    assert taught(judged_of(judgments, texts=texts, claims=CLAIMS)) == {f"{DAM} by 5 pm"}


@pytest.mark.parametrize("claim", [Claim(id=CLAIM.id, text=DAM), Claim(id=CLAIM.id, text="dam", wordings=(DAM,))])
@pytest.mark.parametrize("reason", [AskReason.RANDOM, AskReason.CHOSEN])
def test_a_text_beside_the_claim_that_was_made_of_it_neither_teaches_nor_measures(claim, reason):
    judgments = [
        said(1, DAM, question=Question.CLAIM, claim=None, label=Label.NEW_CLAIM, made_claim=claim.id),
        said(2, DAM, reason=reason),
        said(3, DAM, reason=reason, question=Question.STANCE, label=Label.REPEATS),
        said(4, OTHER, reason=reason),
    ]
    judged = judged_of(judgments, texts=TEXTS, claims={claim.id: claim})
    part = judged.gold if reason is AskReason.RANDOM else judged.teaching
    assert [one.text_hash for one in part.same] == [text_of(OTHER).text_hash]
    assert part.stances == ()


def stored(judgments, *, retracted=()) -> MemoryStore:
    store = MemoryStore()
    with store.write() as unit:
        unit.claims.add([CLAIM])
        unit.judgments.add(judgments, list(TEXTS.values()))
        for one in retracted:
            unit.judgments.retract(Retraction(judgment_id=one.id, at=NOW + timedelta(days=1), by="Lan"))
    return store


def test_a_text_drawn_by_chance_stays_gold_when_who_was_asked_is_left_out():
    drawn = said(1, DAM, reason=AskReason.RANDOM, analyst="Lan")
    second = said(2, DAM, reason=AskReason.SECOND_OPINION, analyst="Minh")
    judged, _ = gather(stored([drawn, second]), without=["Lan"])
    assert taught(judged) == set()
    assert len(judged.gold.same) == 1


def test_a_text_drawn_by_chance_stays_gold_when_the_answer_is_taken_back():
    drawn = said(1, DAM, reason=AskReason.RANDOM)
    again = said(2, DAM, reason=AskReason.CHOSEN)
    judged, _ = gather(stored([drawn, again], retracted=[drawn]))
    assert taught(judged) == set()
    assert len(judged.gold.same) == 1

"""Which sentence stands for a group."""

from __future__ import annotations

import numpy as np
import pytest

from emerge.streams import NOTHING, meaning
from nouns import post
from rumorwatch.emerge.representative import is_clear, representative_of

FLOOD = "The dam above the town broke in the night"
CALL = "Please share this with everybody you know"
MEANINGS = {
    FLOOD: meaning(0),
    "The dam near the old town burst last night": meaning(0, away=1, cosine=0.9),
    CALL: meaning(1),
    "Did the dam above the town break tonight?": meaning(0, away=1, cosine=0.99),
}


def split(text):
    return text.split(" / ")


def encode(sentences):
    return np.array([MEANINGS.get(sentence, meaning(2)) for sentence in sentences])


def chosen(*posts, rows=None):
    given = np.array([meaning(0) for _ in posts] if rows is None else rows)
    return representative_of(posts, given, split=split, encode=encode)


def test_the_sentence_nearest_to_the_centroid_stands_for_the_group():
    found = chosen(post("a", text=f"{CALL} / {FLOOD}"))
    assert (found.text, found.cosine, found.is_clear) == (FLOOD, 1.0, True)


def test_a_sentence_that_states_comes_before_a_question_that_is_nearer():
    asking = "Did the dam above the town break tonight?"
    assert chosen(post("a", text=f"{asking} / {CALL}")).text == CALL


def test_where_every_post_asks_the_question_stands_for_the_group():
    asking = "Did the dam above the town break tonight?"
    found = chosen(post("a", text=asking))
    assert (found.text, found.is_clear) == (asking, False)


def test_of_equally_central_sentences_the_one_of_the_earliest_post_is_taken():
    late, early = post("a", text=f"{FLOOD} / x", minutes_ago=5), post("b", text=FLOOD, minutes_ago=50)
    assert {chosen(late, early).post, chosen(early, late).post} == {early.key}


def test_copies_do_not_outvote_another_wording():
    """Each different text counts once for the centroid."""
    copies = [post(f"c{at}", text=CALL) for at in range(9)]
    told = [post("a", text=FLOOD), post("b", text="The dam near the old town burst last night")]
    rows = [MEANINGS[CALL]] * 9 + [meaning(0), meaning(0, away=1, cosine=0.9)]
    assert chosen(*copies, *told, rows=rows).text != CALL


def test_posts_without_a_text_have_no_sentence():
    assert chosen(post("a", text="🔥"), rows=[NOTHING]) is None


def test_a_group_without_posts_has_no_sentence():
    assert representative_of([], np.zeros((0, 8), np.float32), split=split, encode=encode) is None


@pytest.mark.parametrize(
    ("sentence", "clear"),
    [
        ("The dam above the town broke in the night.", True),
        ("Đập trên thượng nguồn vừa vỡ đêm qua", True),
        ("水库昨天晚上已经决堤了", True),
        ("Is it true that the dam above the town broke", False),
        ("The dam above the town broke in the night?", False),
        ("Có ai biết đập trên thượng nguồn vỡ chưa", False),
        ("Đập trên thượng nguồn vỡ rồi phải không", False),
        ("水库昨天晚上已经决堤了吗", False),
        ("求证水库昨天晚上已经决堤的消息", False),
        ("Here is what they say of the dam:", False),
        ("The dam above the town broke in the…", False),
        ("RT the dam above the town broke tonight", False),
        ("see the dam above the town break [link]", False),
        ("】水库昨天晚上已经决堤了", False),
        ("The dam broke", False),
        (" ".join(["dam"] * 41), False),
    ],
)
def test_a_clear_sentence_states_something_in_full(sentence, clear):
    assert is_clear(sentence) is clear

"""A reader of posts that no claim explains: encoder, classes and groups together."""

from __future__ import annotations

import numpy as np

from nouns import NOW, post
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.domain.readings import PostClass
from rumorwatch.unexplained import GroupingReader

DAM = "The dam above the town has broken tonight"
DAM_TOO = "Tonight the dam above our town broke, people say"
BANK = "The bank on the corner will close its doors for good"


class WordEncoder:
    """A fake Encoder: a row by which of two words a text has."""

    model_id = "words"

    def __init__(self):
        self.seen = 0

    def encode(self, texts):
        self.seen += len(texts)
        return np.array([["dam" in text.folded, "bank" in text.folded] for text in texts], np.float32).reshape(-1, 2)


class EndClassifier:
    """A fake Classifier: what ends with a question mark asks."""

    id = "ends"

    def __init__(self):
        self.seen = 0

    def classify(self, texts, rows):
        assert len(texts) == len(rows)
        self.seen += len(texts)
        return [
            (PostClass.QUESTION, 0.25) if text.accented.endswith("?") else (PostClass.CLAIM, 0.75) for text in texts
        ]


def said(name, text, **more):
    return post(name, text=text, views=SpellingViews(accented=text, folded=text.lower()), **more)


def reader():
    return GroupingReader(encoder=WordEncoder(), classifier=EndClassifier())


def nothing():
    return []


def test_posts_that_say_the_same_are_a_group_named_after_the_first():
    first, second, other = said("a", DAM), said("b", DAM_TOO), said("c", BANK)
    read = reader().read([first, second, other], known=nothing)
    assert read[first.key].rumor_id == read[second.key].rumor_id == f"new:{first.key}"
    assert read[other.key].rumor_id == f"new:{other.key}"
    assert (read[first.key].post_class, read[first.key].checkable) == (PostClass.CLAIM, 0.75)


def test_what_was_read_before_is_gone_on_with_and_asked_for_once():
    first = said("a", DAM, minutes_ago=600)
    known = [(first, reader().read([first], known=nothing)[first.key])]
    asked = []

    def remembered():
        asked.append(1)
        return known

    again = reader()
    for name, text in (("b", DAM_TOO), ("c", "Did the dam above the town really break tonight?")):
        later = said(name, text)
        assert again.read([later], known=remembered)[later.key].rumor_id == f"new:{first.key}"
    assert asked == [1]


def test_remembered_posts_are_taken_in_the_order_in_which_they_arrived():
    # Published earlier and seen later: it did not found the group.
    late = said("late", DAM_TOO, minutes_ago=900, seen_at=NOW)
    first = said("first", DAM, minutes_ago=600)
    made = reader().read([first, late], known=nothing)
    known = sorted(((one, made[one.key]) for one in (first, late)), key=lambda one: one[0].published_at)
    joins = said("joins", DAM)
    assert reader().read([joins], known=lambda: known)[joins.key].rumor_id == f"new:{first.key}"


def test_each_different_text_is_encoded_once():
    made = reader()
    made.read([said(str(number), DAM) for number in range(5)], known=nothing)
    assert made.encoder.seen == 1


def test_the_sentence_that_stands_for_posts_is_one_of_theirs():
    posts = [said("a", f"Hello all! {DAM}. Share it."), said("b", DAM, minutes_ago=10)]
    assert reader().sentence_of(posts) == f"{DAM}."
    assert reader().sentence_of([said("a", "")]) == ""


def test_the_basis_names_both_models():
    made, other = reader(), reader()
    other.classifier.id = "ends-2"
    assert made.basis == reader().basis
    assert made.basis != other.basis


def test_a_post_that_was_read_by_other_models_stays_in_its_group():
    first, second = said("a", DAM), said("b", DAM_TOO, minutes_ago=1)
    made = reader().read([first, second], known=nothing)
    known = [(one, made[one.key]) for one in (first, second)]
    again = reader().read([second], known=lambda: known)
    assert again[second.key].rumor_id == made[second.key].rumor_id


def test_the_class_of_a_text_that_occurs_often_is_asked_for_once():
    one = reader()
    for batch in range(2):
        one.read([said(f"{batch}{number}", DAM) for number in range(5)], known=nothing)
    assert one.classifier.seen == 1

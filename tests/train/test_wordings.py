"""Wordings: only what says the claim in its own words, and the most different ones first."""

from __future__ import annotations

import numpy as np

from nouns import NOW
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import Label
from rumorwatch.train.examples import PairExample
from rumorwatch.train.wordings import MOST, chosen, teachable


def pair(text, label, claim="c1"):
    return PairExample(text_hash=text, claim_id=ClaimId(claim), label=label, at=NOW)


def test_a_text_that_denies_or_reports_a_claim_is_no_wording_of_it():
    same = [pair(name, Label.SAME) for name in ("plain", "repeats", "asks", "denies", "reports")]
    stances = [pair(label.value, label) for label in (Label.REPEATS, Label.ASKS, Label.DENIES, Label.REPORTS)]
    found = teachable(same, stances, words=dict.fromkeys((one.text_hash for one in same), 20))
    assert found == {"c1": ["asks", "plain", "repeats"]}


def test_short_and_long_texts_and_other_claims_teach_no_wording():
    same = [
        pair("short", Label.SAME),
        pair("long", Label.SAME),
        pair("other", Label.NOT_SAME),
        pair("fits", Label.SAME),
    ]
    words = {"short": 7, "long": 81, "other": 20, "fits": 8}
    assert teachable(same, (), words=words) == {"c1": ["fits"]}


def rows(*angles):
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], np.float32)


def likeness(own, taught):
    return taught @ np.concatenate([own, taught]).T


def test_the_text_least_like_the_claim_comes_first_and_a_near_copy_never():
    taught = rows(0.05, 1.4, 1.41, 0.7)
    assert chosen(likeness(rows(0.0), taught)) == [2, 3]


def test_no_more_than_a_few_texts_are_taken():
    taught = rows(*np.linspace(0.4, 3.0, 12))
    assert len(chosen(likeness(rows(0.0), taught))) <= MOST


def test_of_a_claim_without_words_of_its_own_any_text_is_new():
    assert chosen(likeness(np.zeros((0, 2), np.float32), rows(0.3))) == [0]

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.embed.cached import CachedEncoder, StoreVectors
from rumorwatch.storage.engine import open_store


@dataclass
class Lengths:
    """An encoder of two numbers that counts what it is asked."""

    model_id: str = "lengths"
    asked: list[int] = field(default_factory=list)

    def encode(self, texts):
        self.asked.append(len(texts))
        return np.array([[len(text.accented), 1] for text in texts], np.float32).reshape(-1, 2)


@dataclass
class Remembered:
    rows: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def get(self, model_id, text_hashes):
        return {key: self.rows[model_id, key] for key in text_hashes if (model_id, key) in self.rows}

    def put(self, model_id, rows):
        self.rows.update({(model_id, key): row for key, row in rows.items()})


@pytest.fixture(params=["memory", "store"])
def vectors(request, tmp_path):
    if request.param == "memory":
        yield Remembered()
        return
    store = open_store("sqlite:///rows.db", workspace=tmp_path, busy_timeout_s=1)
    yield StoreVectors(store=store)
    store.close()


def text(words: str) -> SpellingViews:
    return SpellingViews(accented=words, folded=words)


def test_rows_are_those_of_the_encoder_in_the_order_of_the_texts(vectors):
    cached = CachedEncoder(encoder=Lengths(), vectors=vectors)
    assert cached.model_id == "lengths"
    assert cached.encode([text("aa"), text("a"), text("aa")]).tolist() == [[2, 1], [1, 1], [2, 1]]


def test_a_text_is_encoded_once_in_its_life(vectors):
    encoder = Lengths()
    cached = CachedEncoder(encoder=encoder, vectors=vectors)
    cached.encode([text("aa"), text("a"), text("aa")])
    assert cached.encode([text("aa"), text("aaa"), text("a")]).tolist() == [[2, 1], [3, 1], [1, 1]]
    assert encoder.asked == [2, 1]


def test_when_all_is_remembered_the_encoder_is_not_asked(vectors):
    CachedEncoder(encoder=Lengths(), vectors=vectors).encode([text("aa")])
    idle = Lengths()
    CachedEncoder(encoder=idle, vectors=vectors).encode([text("aa")])
    assert idle.asked == []


def test_another_model_remembers_for_itself(vectors):
    CachedEncoder(encoder=Lengths(), vectors=vectors).encode([text("aa")])
    other = Lengths(model_id="other")
    CachedEncoder(encoder=other, vectors=vectors).encode([text("aa")])
    assert other.asked == [1]


def test_no_texts_give_no_rows_of_the_right_width(vectors):
    assert CachedEncoder(encoder=Lengths(), vectors=vectors).encode([]).shape == (0, 2)

"""The corpus of a small data folder that has no development file: reading one would fail."""

from __future__ import annotations

import gzip
import json

import pytest
from encoder.corpus import clean, held_out_lines, load, read_corpus, save

ENGLISH = [f"The minister answered question number {number} of the reporters." for number in range(40)]


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path):
    vietnamese = [
        {"en": line, "vi": f"Bộ trưởng trả lời câu hỏi thứ {at}.", "source": "tatoeba" if at < 3 else "alpaca"}
        for at, line in enumerate(ENGLISH)
    ]
    chinese = [
        {"en": line, "zh": f"部长回答了第{at}个问题。", "source": "alpaca"} for at, line in enumerate(ENGLISH[:30])
    ]
    untranslated = [{"en": "Xin chao Viet Nam!", "vi": "xin chao viet nam", "source": "tatoeba"}]
    write(tmp_path / "parallel/train_en_vi.jsonl.gz", vietnamese + untranslated)
    write(tmp_path / "parallel/train_en_zh.jsonl.gz", chinese)
    write(tmp_path / "parallel/covid_terms_en_vi_zh.jsonl.gz", [{"en": "mask", "vi": "khẩu trang", "zh": "口罩"}])
    write(tmp_path / "vietnamese/news_lines.jsonl.gz", [{"text": "<doc>"}, {"text": "Sáng nay trời mưa."}])
    write(tmp_path / "vietnamese/vilexnorm_train.jsonl.gz", [{"original": "ko bít", "normalized": "không biết"}])
    write(tmp_path / "chinese/afqmc_train.jsonl.gz", [{"a": "怎么还款", "b": "如何还款", "label": "1"}])
    write(tmp_path / "chinese/stsb_train.jsonl.gz", [{"a": "一个人", "b": "一只狗", "label": "1"}])
    write(tmp_path / "english/stsb_train.jsonl.gz", [{"a": "a man runs", "b": "a man is running", "score": "4.8"}])
    for name in ("checkthat", "factchecktweet"):
        folder = tmp_path / "retrieval" / name
        write(folder / "claims.jsonl.gz", [{"id": "c", "text": "Salt water cures it.", "title": "Does salt cure?"}])
        write(folder / "train.posts.jsonl.gz", [{"id": "p", "text": "drink salt water"}])
        write(folder / "train.pairs.jsonl.gz", [{"post_id": "p", "claim_id": "c"}])
    return tmp_path


def test_a_line_that_was_held_out_taught_nothing(data, monkeypatch):
    monkeypatch.setattr("encoder.corpus.HELD_OUT_LINES", 5)
    corpus = read_corpus(data)
    apart = {english for english, _, _ in corpus.held_out}
    assert len(apart) == 5
    assert not apart & set(corpus.english)
    assert len(corpus.vietnamese) == 40 - 5 + 1
    assert len(corpus.chinese) == 30 - 5 + 1
    assert held_out_lines(data) == corpus.held_out


def test_every_pair_names_its_english_line(data, monkeypatch):
    monkeypatch.setattr("encoder.corpus.HELD_OUT_LINES", 5)
    corpus = read_corpus(data)
    assert ("khẩu trang", corpus.english.index("mask")) in corpus.vietnamese
    assert ("口罩", corpus.english.index("mask")) in corpus.chinese


def test_lines_that_are_no_chatbot_text_are_told_apart(data, monkeypatch):
    monkeypatch.setattr("encoder.corpus.HELD_OUT_LINES", 1)
    corpus = read_corpus(data)
    assert corpus.held_out[0][0] == ENGLISH[0]
    assert {corpus.english[at] for at in corpus.beyond_chat} == {*ENGLISH[1:3], "mask"}


def test_claims_are_a_sample_of_fixed_size(data, monkeypatch):
    monkeypatch.setattr("encoder.corpus.CLAIMS", 2)
    claims = read_corpus(data).claims
    assert claims == ["Salt water cures it.", "Does salt cure?"]


def test_lines_that_are_no_translations_are_left_out(data):
    assert "Xin chao Viet Nam!" not in read_corpus(data).english


def test_only_pairs_that_people_found_alike_are_alike(data):
    corpus = read_corpus(data)
    assert ("怎么还款", "如何还款") in corpus.alike
    assert ("一个人", "一只狗") not in corpus.alike
    assert corpus.informal == [("ko bít", "không biết")]
    assert corpus.plain == ["Sáng nay trời mưa."]


def test_a_cleaned_corpus_is_read_as_it_was_written(data, tmp_path):
    corpus = clean(read_corpus(data), processes=1)
    save(corpus, tmp_path / "corpus.json")
    assert load(tmp_path / "corpus.json") == corpus

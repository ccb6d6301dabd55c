"""Which texts say the same in the same words."""

from __future__ import annotations

import random

import pytest

from rumorwatch.normalize.duplicates import Duplicates, Likeness, first_alike
from rumorwatch.normalize.text import views

STORY = "nuoc may o phuong sau bi nhiem doc tu toi qua nhieu nguoi da phai vao vien cap cuu moi nguoi dung uong"
VOCABULARY = "nước máy phường xã chợ cầu đường xe tàu thuế giá xăng thuốc bệnh viện trường học sinh mưa bão lũ điện"
OTHER = "sang mai truong tieu hoc cho hoc sinh nghi vi mat dien toan khu pho den chieu toi moi co tro lai"


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        pytest.param([STORY, OTHER, STORY], [0, 1, 0], id="exact"),
        pytest.param([STORY, f"khan cap {STORY} chia se ngay"], [0, 0], id="a few words around"),
        pytest.param([STORY, STORY.replace("toi qua", "dem qua")], [0, 0], id="one word changed"),
        pytest.param([f"{STORY} 12 nguoi", f"{STORY} 21 nguoi"], [0, 1], id="another number"),
        pytest.param([STORY, STORY.replace("bi nhiem", "khong bi nhiem")], [0, 1], id="a negation more"),
        pytest.param(["nuoc may nhiem doc", "nuoc may nhiem doc roi"], [0, 1], id="short texts only exact"),
        pytest.param(["", "", STORY], [0, 1, 2], id="empty texts are alike to nothing"),
        pytest.param([], [], id="nothing"),
        pytest.param(
            ["自来水被污染了大家不要喝水请转发给家人", "自来水被污染了大家不要喝水快转发给家人"],
            [0, 0],
            id="Han without spaces",
        ),
    ],
)
def test_first_alike(texts: list[str], first: list[int]) -> None:
    assert first_alike(texts) == first


def test_copies_point_to_a_text_that_is_no_copy() -> None:
    texts = [STORY, *(f"{word} {STORY}" for word in ("chao", "xin", "moi", "hay", "nghe")), OTHER]
    first = first_alike(texts)
    assert all(first[index] == index for index in first)
    assert first == [0] * 6 + [6]


def test_later_texts_change_nothing() -> None:
    texts = [STORY, OTHER, f"{STORY} nhe", f"{OTHER} nhe"]
    assert first_alike(texts)[:3] == first_alike(texts[:3])


def test_a_stricter_likeness_finds_fewer() -> None:
    texts = [STORY, f"khan cap {STORY} chia se ngay cho nguoi than biet"]
    assert first_alike(texts, likeness=Likeness(min_jaccard=0.95)) == [0, 1]


def _rewritten(words: list[str], chance: random.Random) -> list[str]:
    """Rewrite as people who pass a post on do: a word dropped or changed, a greeting before, a plea behind."""
    changed = list(words)
    for _ in range(chance.randint(0, 2)):
        changed[chance.randrange(len(changed))] = chance.choice(("oi", "nhe", "that", "day"))
    return (
        chance.choice([[], ["ca", "nha", "oi"], ["tin", "nong"]]) + changed + chance.choice([[], ["chia", "se", "gap"]])
    )


def test_precision_and_recall_on_rewrites_of_invented_posts() -> None:
    chance = random.Random(7)
    vocabulary = views(VOCABULARY).folded.split()
    originals = [[chance.choice(vocabulary) for _ in range(chance.randint(18, 40))] for _ in range(300)]
    texts = [" ".join(words) for words in originals]
    texts += [" ".join(_rewritten(words, chance)) for words in originals]
    first = first_alike(texts)
    found = [index for index in range(300, 600) if first[index] != index]
    right = [index for index in found if first[index] == index - 300]
    assert first[:300] == list(range(300))
    assert len(right) == len(found)
    assert len(right) >= 0.97 * 300


def test_few_texts_are_judged_as_among_many():
    words = [f"word{number}" for number in range(400)]
    base = [" ".join(words[start : start + 14]) for start in range(0, 280, 14)]
    few = [*base, *(f"{text} and more" for text in base[:8])]
    crowd = [" ".join(reversed(words[start : start + 14])) for start in range(0, 280, 7)]
    assert first_alike(few) == first_alike([*few, *crowd])[: len(few)]


@pytest.mark.parametrize("keep", [1, 3, 7, 40])
def test_texts_that_were_let_go_are_as_if_they_had_never_come(keep: int) -> None:
    chance = random.Random(keep)
    words = STORY.split()
    texts = [" ".join(_rewritten(chance.choice([words, words[4:], OTHER.split()]), chance)) for _ in range(120)]
    duplicates = Duplicates()
    originals: dict[int, bool] = {}
    for place, text in enumerate(texts):
        originals[place] = duplicates.add(place, text) == place
        if place < keep:
            continue
        begin = place - keep + 1
        changed = duplicates.forget(begin - 1)
        originals.update({one: duplicates.first(one) == one for one in changed})
        left = first_alike(texts[begin : place + 1])
        assert [duplicates.first(one) - begin for one in range(begin, place + 1)] == left
        assert [originals[one] for one in range(begin, place + 1)] == [one == first for one, first in enumerate(left)]


@pytest.mark.parametrize("seed", range(20))
def test_chains_of_copies_that_are_no_copies_of_each_other_are_as_if_the_oldest_had_never_come(seed: int) -> None:
    chance = random.Random(seed)
    words = [f"word{number}" for number in range(40)]
    texts = [" ".join(words[begin : begin + 16]) for begin in (chance.randrange(24) for _ in range(90))]
    duplicates = Duplicates()
    for place, text in enumerate(texts):
        duplicates.add(place, text)
    for begin in range(1, len(texts)):
        before = {one for one in range(begin, len(texts)) if duplicates.first(one) == one}
        changed = duplicates.forget(begin - 1)
        left = first_alike(texts[begin:])
        assert [duplicates.first(one) - begin for one in range(begin, len(texts))] == left
        originals = {begin + one for one, first in enumerate(left) if one == first}
        assert before ^ originals <= {*changed}

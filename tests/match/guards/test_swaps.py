from __future__ import annotations

import pytest

from rumorwatch.match.guards.differences import differences
from rumorwatch.match.guards.rarity import rarity_of
from rumorwatch.match.guards.spelling import is_spelling, sounds_alike, stem
from rumorwatch.normalize.text import views


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (["admits"], ["admitted"], True),
        (["goverment"], ["government"], True),
        (["bhxh"], ["bao", "hiem", "xa", "hoi"], True),
        (["brownotter"], ["brown", "otter"], True),
        (["running"], ["run"], True),
        (["tainan"], ["taichung"], False),
        (["ca"], ["ca", "mau"], False),
    ],
)
def test_typos_forms_and_initials_are_spellings(ours, theirs, same):
    assert is_spelling(ours, theirs) is same


def test_a_word_in_the_place_of_another_in_a_copy_is_a_difference():
    claim = "Stallion tablets sold at every corner of Lampang make dogs attack their owners at night."
    post = claim.replace("dogs", "cats")
    assert [(one.post, one.claim) for one in differences(views(post), views(claim))] == [("cats", "dogs")]


def test_more_words_around_a_copy_are_none():
    claim = "A comet will pass so low over Mongolia that it will scorch the grass."
    assert differences(views(f"My neighbor swears it is true. {claim} Poor horses."), views(claim)) == ()


@pytest.mark.parametrize(
    ("word", "bare"), [("stopped", "stop"), ("studies", "study"), ("falls", "fall"), ("các", "các")]
)
def test_an_english_word_is_known_by_its_stem(word, bare):
    assert stem(word) == bare


def test_letters_of_one_sound_are_a_typo_and_others_are_not():
    assert sounds_alike("徐洲", "徐州")
    assert not sounds_alike("恒裕", "恒禾")


def test_a_word_in_no_list_is_rarer_than_usual_ones_in_either_language():
    assert rarity_of("zuvigo") == 1
    assert max(rarity_of("people"), rarity_of("người"), rarity_of("nguoi")) < rarity_of("yarrow")
    assert rarity_of("河") == 0

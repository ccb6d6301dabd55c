"""What analysts read: everything in three languages, and no key twice at one stage."""

from __future__ import annotations

import pytest

from rumorwatch.domain.claims import Topic
from rumorwatch.domain.labels import AskReason, Label
from rumorwatch.domain.matches import Tier
from rumorwatch.domain.posts import Language
from rumorwatch.domain.readings import PostClass
from rumorwatch.label import whys, wording
from rumorwatch.label.pairreasons import CloseCall, NewLanguage, NewTopic, Tie, ViewsDisagree
from rumorwatch.label.session import Stage, Word

LANGUAGES = [Language.EN, Language.VI, Language.ZH]
PAIRS = [
    CloseCall(probability=0.48, boundary=0.5, tier=None),
    CloseCall(probability=0.48, boundary=0.46, tier=Tier.CONFIRMED),
    Tie(first=0.61, second=0.48),
    ViewsDisagree(probability=0.48, similarity=0.6, other_similarity=0.7),
    NewLanguage(languages="vi-zh", judgments=48),
    NewTopic(topic=Topic.HEALTH, judgments=48),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", PAIRS)
def test_why_a_pair_is_asked_has_its_numbers(reason, language):
    assert "48" in whys.why_pair(reason, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whys_of_posts_have_their_numbers(language):
    assert "7" in whys.why_disputed(7, language=language)
    assert "7" in whys.why_second_opinion(7, quorum=9, language=language)
    assert "0.48" in whys.why_likely_claim(0.48, sources=1, language=language)
    assert "33" in whys.why_likely_claim(0.48, sources=33, language=language)
    assert (
        len(
            {
                whys.why_held_back(one, language=language)
                for one in (PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE)
            }
        )
        == 3
    )
    assert whys.why_random(language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_screen_is_there(language):
    for label in Label:
        assert wording.LABELS[label][language]
    for reason in AskReason:
        assert wording.REASONS[reason][language]
    for heading in wording.HEADINGS.values():
        assert heading[language]
    for said in Word:
        assert wording.word(said, language=language) or said is Word.QUIT
    for stage in Stage:
        assert wording.question(stage, language=language)


@pytest.mark.parametrize("stage", list(Stage))
def test_keys_are_the_same_in_every_language_and_none_is_there_twice(stage):
    keys = [[key for key, _ in wording.choices(stage, language=language)] for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys[0])) == len(keys[0])

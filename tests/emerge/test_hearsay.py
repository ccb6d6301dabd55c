"""Words of hearsay in English: who passes on what others say, and who asks whether it is true."""

from __future__ import annotations

import pytest

from nouns import post
from rumorwatch.domain.posts import Language
from rumorwatch.emerge.hearsay import asks_for_truth, passes_on


def said(text, language=Language.EN):
    return post("a", text=text, language=language)


@pytest.mark.parametrize(
    ("text", "passed_on"),
    [
        ("Police say the dam above Hartwell has a crack", True),
        ("BREAKING: water over the dam", True),
        ("A neighbor swears the dam has cracked", True),
        ("Unconfirmed: two people missing below the dam", True),
        ("I love the view from the dam", False),
        ("They never cared about us down here", False),
    ],
)
def test_who_names_a_source_passes_on(text, passed_on):
    assert passes_on(said(text)) is passed_on


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Source?", True),
        ("@mayor is this true??", True),
        ("Has anyone else seen the crack?", True),
        ("How do you know that?", True),
        ("Why do you hate this town?", False),
        ("What year is this, the fifties?", False),
    ],
)
def test_few_questions_are_for_the_truth(text, asks):
    assert asks_for_truth(said(text)) is asks


@pytest.mark.parametrize("language", [Language.VI, Language.ZH, Language.UND])
def test_of_other_languages_nothing_is_known(language):
    assert not passes_on(said("Police say the dam has a crack", language))
    assert asks_for_truth(said("Why?", language))

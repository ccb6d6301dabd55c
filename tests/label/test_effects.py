"""What people agreed on, laid over what the models said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nouns import match, post, reading
from rumorwatch.domain.labels import Label, Question, Shown
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.effects import (
    AGREED_PROBABILITY,
    ANALYSTS,
    is_held,
    kinds_of,
    read_by_people,
    ruled,
    sentence_of,
    shown_of,
    touched,
)
from rumorwatch.label.rulings import rulings_of
from rumorwatch.label.sentences import agreed
from votes import judgment

POST = post("p")
DEMOTED = match(
    POST, tier=Tier.SUGGESTED, probability=0.6, reasons=("Both say “dam”.", "Only suggested: the post has 3 words.")
)


def laid(matches, *judgments, claims=("c1", "c2", "c3"), quorum=2):
    rulings = rulings_of(judgments, quorum=quorum)
    return ruled(POST, matches, rulings=rulings, shown=shown_of(judgments), claims=claims, language=Language.EN)


def both(label, **more):
    return [judgment(label, by=name, of=POST, **more) for name in ("An", "Binh")]


def test_an_agreed_not_same_takes_the_match_away_and_the_others_move_up():
    other = match(POST, claim="c2", rank=2)
    assert laid([match(POST), other], *both(Label.NOT_SAME)) == [replace(other, rank=1)]


def test_an_agreed_same_confirms_what_guards_demoted_and_says_so():
    (found,) = laid([DEMOTED], *both(Label.SAME))
    assert (found.tier, found.probability) == (Tier.CONFIRMED, AGREED_PROBABILITY)
    assert found.reasons == ("Both say “dam”.", "2 analysts said that it is the same claim.")


def test_a_match_that_is_surer_stays_as_sure():
    (found,) = laid([match(POST, probability=0.999)], *both(Label.SAME))
    assert found.probability == 0.999


def test_an_agreed_same_that_no_model_matched_is_added_first_as_the_analyst_saw_it():
    seen = Shown(similarity=0.31, stance=Stance.DENIES, probability=0.1, model_id="m")
    added, other = laid([match(POST)], *both(Label.SAME, claim="c2", shown=seen))
    assert (added.claim_id, added.rank, added.tier, added.similarity) == ("c2", 1, Tier.CONFIRMED, 0.31)
    assert (added.stance, added.probability, added.model_id) == (Stance.DENIES, AGREED_PROBABILITY, "m")
    assert (other.claim_id, other.rank) == ("c1", 2)


def test_what_nobody_was_shown_is_a_repetition_that_analysts_saw():
    (added,) = laid([], *both(Label.SAME))
    assert (added.similarity, added.stance, added.model_id) == (0.0, Stance.REPEATS, ANALYSTS)


@pytest.mark.parametrize("label", [Label.SAME, Label.NOT_SAME])
def test_a_claim_that_is_not_in_use_is_not_matched(label):
    assert laid([], *both(label, claim="retired")) == []


def test_an_agreed_stance_replaces_the_stance_and_leaves_the_rest():
    (found,) = laid([DEMOTED], *both(Label.DENIES))
    assert found == replace(
        DEMOTED, stance=Stance.DENIES, reasons=(*DEMOTED.reasons, "2 analysts said that it denies the claim.")
    )


def test_a_pair_that_is_not_the_same_has_no_stance():
    assert laid([DEMOTED], *both(Label.NOT_SAME), *both(Label.REPEATS)) == []


def test_same_and_stance_are_both_said():
    (found,) = laid([DEMOTED], *both(Label.SAME), *both(Label.ASKS))
    assert (found.stance, found.tier, len(found.reasons)) == (Stance.ASKS, Tier.CONFIRMED, 3)


@pytest.mark.parametrize(
    "judgments",
    [
        both(Label.NOT_SAME)[:1],
        [*both(Label.NOT_SAME), *(judgment(Label.SAME, by=name, of=POST) for name in ("Chi", "Dung"))],
        both(Label.UNSURE),
        [judgment(Label.NOT_SAME, by=name, of="another text") for name in ("An", "Binh")],
        both(Label.OPINION),
        both(Label.IGNORE),
    ],
    ids=["below the quorum", "a tie", "unsure", "of another text", "of a kind", "of urgency"],
)
def test_nothing_else_changes_a_match(judgments):
    assert laid([DEMOTED], *judgments) == [DEMOTED]


def test_one_analyst_is_enough_where_one_labels():
    assert laid([DEMOTED], both(Label.NOT_SAME)[0], quorum=1) == []


@pytest.mark.parametrize(
    ("label", "kind", "checkable", "held"),
    [
        (Label.RUMOR, PostClass.CLAIM, 1.0, False),
        (Label.OPINION, PostClass.OPINION, 0.0, True),
        (Label.SATIRE, PostClass.SATIRE, 0.0, True),
        (Label.NEWS, PostClass.NEWS, 0.0, True),
    ],
)
def test_an_agreed_kind_is_what_the_post_is(label, kind, checkable, held):
    kinds = kinds_of(rulings_of(both(label), quorum=2).values())
    found = read_by_people(POST, reading(post_class=PostClass.CHATTER, checkable=0.5), kinds)
    assert (found.post_class, found.checkable, found.rumor_id) == (kind, checkable, "new:a")
    assert is_held(POST, kinds) is held
    copy, other = replace(post("copy"), text_hash=POST.text_hash), post("other")
    assert is_held(copy, kinds) is held
    assert not is_held(other, kinds)
    assert read_by_people(other, reading(), kinds) == reading()


@pytest.mark.parametrize(
    "judgments", [both(Label.OPINION)[:1], both(Label.UNSURE, question=Question.KIND), both(Label.SAME)]
)
def test_what_is_not_agreed_or_no_kind_leaves_the_reading(judgments):
    assert kinds_of(rulings_of(judgments, quorum=2).values()) == {}


def test_texts_are_matched_again_for_what_is_said_of_pairs_and_for_nothing_else():
    said = [judgment(label, of=label.value) for label in Label if label is not Label.UNSURE]
    again = {Label.SAME, Label.NOT_SAME, Label.REPEATS, Label.DENIES, Label.ASKS, Label.REPORTS}
    assert touched(said) == {one.subject.text_hash for one in said if one.label in again}
    assert touched([judgment(Label.UNSURE)]) == {judgment(Label.UNSURE).subject.text_hash}


@pytest.mark.parametrize("language", [Language.VI, Language.EN, Language.ZH])
@pytest.mark.parametrize("label", [one for one in Label if one is not Label.UNSURE])
def test_every_label_is_said_in_every_language_differently(language, label):
    said = {agreed(one, analysts=2, language=language) for one in Label if one is not Label.UNSURE}
    assert len(said) == len(Label) - 1
    assert "2" in agreed(label, analysts=2, language=language)


def test_a_ruling_that_is_not_agreed_says_nothing():
    (ruling,) = rulings_of(both(Label.SAME)[:1], quorum=2).values()
    assert sentence_of(ruling, language=Language.VI) == ""
    (ruling,) = rulings_of(both(Label.SAME), quorum=2).values()
    assert sentence_of(ruling, language=Language.VI) == "2 chuyên viên xác nhận là cùng một tin."

"""Question ids: one cell that finds its way back."""

from __future__ import annotations

import pytest

from nouns import digits
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.posts import PostKey
from rumorwatch.label.questionids import claim_digits, claims_by_digits, question_id, read_question_id

TEXT, KEY, CLAIM = digits("text"), PostKey(digits("post")), ClaimId("c-1")


@pytest.mark.parametrize("claim_id", [CLAIM, None, ClaimId("谣言 \ud800 1")])
def test_an_id_is_read_back_as_it_was(claim_id):
    made = question_id(text_hash=TEXT, post_key=KEY, claim_id=claim_id)
    assert read_question_id(str(made)) == made
    assert (made.text_hash, KEY.startswith(made.post)) == (TEXT, True)
    assert made.claim == (None if claim_id is None else claim_digits(claim_id))


def test_case_spaces_and_line_breaks_do_not_matter():
    made = question_id(text_hash=TEXT, post_key=KEY, claim_id=CLAIM)
    assert read_question_id(f"  {str(made).upper()[:20]} \n{str(made).lower()[20:]} ") == made


def test_no_program_takes_it_for_a_number_or_a_date():
    made = question_id(text_hash="1" * 32, post_key=PostKey("2" * 32), claim_id=CLAIM)
    with pytest.raises(ValueError, match="could not convert"):
        float(str(made))


@pytest.mark.parametrize("cell", ["", "Q-", "Q-12", f"Q-{TEXT}", f"Q-{TEXT}-{KEY}", f"X-{TEXT}-{KEY[:16]}", "1.5E+30"])
def test_what_is_cut_or_something_else_is_no_id(cell):
    assert read_question_id(cell) is None


def test_claims_are_found_by_their_digits_and_two_that_share_them_are_not():
    assert claims_by_digits([CLAIM, ClaimId("c-2")])[claim_digits(CLAIM)] == CLAIM
    one, other = _alike()
    assert claim_digits(one) == claim_digits(other)
    assert claims_by_digits([one, other, CLAIM]) == {claim_digits(CLAIM): CLAIM}


def _alike():
    """Two ids with the same digits: found once among the first 200,000, for a search needs 2^16 tries."""
    seen = {}
    for number in range(200_000):
        name = ClaimId(f"c{number}")
        if (other := seen.setdefault(claim_digits(name), name)) != name:
            return other, name
    raise AssertionError("no two alike")

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from match.test_candidates import text
from rumorwatch.match.blending import WORDING, Blend, slots_of
from rumorwatch.match.references import Reference

TEXT, TITLE, SUBTITLE = range(3)
BLEND = Blend(fields=(0.5, 0.2, 0.1), best=0.2)


def blended(*claims: dict[int, float], blend: Blend = BLEND) -> list[float]:
    """Return the cosines of claims, each given by slot."""
    cosines = np.array([value for claim in claims for value in claim.values()], np.float32)
    slots = np.array([slot for claim in claims for slot in claim])
    owners = np.repeat(np.arange(len(claims)), [len(claim) for claim in claims])
    return blend.blended(cosines, owners, slots, size=len(claims)).tolist()


def test_fields_and_the_best_of_them_count_as_they_are_weighted():
    assert blended({TEXT: 0.4, TITLE: 0.8, SUBTITLE: 0.1}) == pytest.approx([0.2 + 0.16 + 0.01 + 0.16])


def test_a_claim_is_taken_to_say_in_a_field_it_has_not_what_its_best_says():
    assert blended({TITLE: 0.6}, {TEXT: 0.3, SUBTITLE: 0.7}) == pytest.approx([0.6, 0.15 + 0.14 + 0.07 + 0.14])


def test_a_wording_stands_for_the_whole_claim_where_it_is_closer():
    assert blended({TEXT: 0.4, WORDING: 0.9}, {TEXT: 0.4, WORDING: 0.1}) == pytest.approx([0.9, 0.4])


def test_without_weights_the_best_text_counts():
    assert blended({TEXT: 0.4, TITLE: 0.8}, blend=Blend()) == pytest.approx([0.8])


@given(st.dictionaries(st.sampled_from([TEXT, TITLE, SUBTITLE]), st.floats(-1, 1, width=32), min_size=1))
def test_a_blend_is_between_the_worst_and_the_best(claim):
    (value,) = blended(claim)
    assert min(claim.values()) - 1e-5 <= value <= max(claim.values()) + 1e-5


def test_slots_are_those_of_the_fields_then_of_the_wordings():
    whole = text((1, 0))
    one = Reference(id="a", whole=whole, texts=(whole, whole), fields=(TEXT, SUBTITLE), wordings=(whole,))
    assert slots_of(one).tolist() == [TEXT, SUBTITLE, WORDING]
    assert slots_of(Reference(id="a", whole=whole, texts=())).tolist() == [TEXT]

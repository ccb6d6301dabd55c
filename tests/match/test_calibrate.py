from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Tier
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.match.bands import Bands
from rumorwatch.match.calibrate import LEVELS, Calibration, Floor, Tiers, floor_for
from rumorwatch.match.constants import read_calibration, read_second_constants
from rumorwatch.match.evidence import MIN_REFERENCES, Evidence, levels_of, probabilities_of

MANIFEST = read_manifest("lexical")
SHIPPED = [read_calibration(MANIFEST, kinds=kinds) for kinds in (["lexical"], ["lexical", "dense"], ["dense"])]


def chance(calibration: Calibration, similarity: float, lead: float, references: int) -> float:
    """Return the probability of one candidate of one post."""
    encoders = len(calibration.weights)
    evidence = Evidence(
        similarities=np.full((1, 1), similarity),
        leads=np.full((1, 1), lead),
        cosines=np.full((1, 1, encoders), similarity),
        leads_apart=np.full((1, 1, encoders), lead),
        references=references,
    )
    return float(probabilities_of(evidence, calibration)[0, 0])


def tier(calibration: Calibration, probability: float) -> Tier | None:
    """Return the tier of one candidate of one post."""
    return LEVELS[levels_of(np.full((1, 1), probability), calibration)[0, 0]]


@pytest.mark.parametrize("calibration", SHIPPED)
@given(st.floats(0, 1), st.floats(0, 0.2), st.floats(-1, 1), st.integers(0, 10**6))
def test_more_similarity_and_more_lead_never_make_a_match_less_likely(calibration, similarity, more, lead, references):
    least = chance(calibration, similarity, lead, references)
    assert 0 <= least <= 1
    assert chance(calibration, similarity + more, lead, references) >= least
    assert chance(calibration, similarity, lead + more, references) >= least


@pytest.mark.parametrize("calibration", SHIPPED)
def test_tiers_begin_at_their_probabilities(calibration):
    confirmed, suggested = calibration.tiers.confirmed, calibration.tiers.suggested
    assert 0 < suggested < confirmed < 1
    assert tier(calibration, confirmed) is Tier.CONFIRMED
    assert tier(calibration, confirmed - 1e-9) is Tier.SUGGESTED
    assert tier(calibration, suggested - 1e-9) is None


@pytest.mark.parametrize("calibration", SHIPPED)
def test_a_copy_without_rivals_is_confirmed_in_the_shortest_list(calibration):
    probability = chance(calibration, 1, 0.9, 1)
    assert probability == chance(calibration, 1, 0.9, MIN_REFERENCES)
    assert tier(calibration, probability) is Tier.CONFIRMED


@pytest.mark.parametrize(
    "kinds", [["lexical"], ["lexical", "dense"], ["dense", "lexical"], ["lexical", "dense", "dense"]]
)
def test_the_weights_of_encoders_add_up_to_one(kinds):
    assert sum(read_calibration(MANIFEST, kinds=kinds).weights) == pytest.approx(1)


def test_two_dense_encoders_share_the_weight_of_one():
    one, two = (read_calibration(MANIFEST, kinds=["lexical", *["dense"] * count]).weights for count in (1, 2))
    assert two == (one[0], one[1] / 2, one[1] / 2)


@pytest.mark.parametrize(
    "kinds", [["lexical", "static"], ["mini", "lexical"], ["mini", "static"], ["lexical", "mini", "static"]]
)
def test_shipped_encoders_take_the_constants_of_any_dense_one_until_theirs_are_fitted(kinds):
    plain = ["lexical" if kind == "lexical" else "dense" for kind in kinds]
    assert read_calibration(
        {"calibrations": fitted("lexical", "lexical+dense", "dense")}, kinds=kinds
    ) == read_calibration({"calibrations": fitted("lexical", "lexical+dense", "dense")}, kinds=plain)


def test_fitted_constants_of_shipped_encoders_go_first():
    calibrations = fitted("lexical+dense", "lexical+mini+static")
    calibrations["lexical+mini+static"] |= {"intercept": -1.0, "weights": {"lexical": 0.5, "mini": 0.3, "static": 0.2}}
    found = read_calibration({"calibrations": calibrations}, kinds=["static", "lexical", "mini"])
    assert found.intercept == -1.0
    assert found.weights == (0.2, 0.5, 0.3)


def fitted(*keys):
    calibrations = MANIFEST["calibrations"]
    return {key: dict(calibrations.get(key, calibrations["lexical+dense"])) for key in keys}


@pytest.mark.parametrize(
    "manifest",
    [{}, {"calibrations": []}, {"calibrations": {"lexical": {}}}, {"calibrations": {"lexical": {"weights": 3}}}],
)
def test_a_manifest_without_complete_constants_is_said(manifest):
    with pytest.raises(ModelError, match="RW-M06"):
        read_calibration(manifest, kinds=["lexical"])


MATCHER = read_manifest("matcher")
KINDS = ("lexical", "static", "mini")
CASCADE = read_second_constants(MATCHER, kinds=KINDS)


def test_the_shipped_floors_ask_no_more_than_the_first_stage_does_of_what_it_suggests():
    first = read_calibration(MANIFEST, kinds=["lexical", "static"])
    assert all(0 < floor.probability < first.tiers.suggested and 0 < floor.similarity < 1 for floor in CASCADE.floors)
    assert [floor.references for floor in CASCADE.floors] == [1, 100, 1000]


@pytest.mark.parametrize(("references", "found"), [(0, 1), (1, 1), (99, 1), (100, 100), (5000, 100)])
def test_a_list_takes_the_floor_of_the_longest_lists_that_are_no_longer(references, found):
    floors = [Floor(probability=0.1, similarity=0.1), Floor(probability=0.2, similarity=0.2, references=100)]
    assert floor_for(floors, references).references == found


def test_in_the_shipped_second_stage_nothing_that_is_alike_speaks_against_a_match():
    found = CASCADE.calibration
    assert min(found.similarity, found.lead, *found.cosines, *found.leads_apart) >= 0
    assert sum(found.weights) == pytest.approx(1)


def test_a_band_that_was_not_measured_is_confirmed_from_the_strictest_threshold():
    found = CASCADE.calibration
    assert "zh, short" not in dict(found.band_tiers)
    assert found.tiers.confirmed == max(tiers.confirmed for _, tiers in found.band_tiers)


def test_tiers_begin_where_the_band_of_a_pair_says():
    bands = Bands(pairs=np.array([["en", "vi", "zh"]], object), words=np.full((1, 3), 10.0))
    calibration = replace(
        CASCADE.calibration,
        tiers=Tiers(confirmed=0.99, suggested=0.5),
        band_tiers=(("en, short", Tiers(confirmed=0.7, suggested=0.1)), ("vi, long", Tiers(confirmed=0, suggested=0))),
    )
    assert levels_of(np.full((1, 3), 0.8), calibration, bands).tolist() == [[2, 1, 1]]
    assert levels_of(np.full((1, 3), 0.2), calibration, bands).tolist() == [[1, 0, 0]]


@pytest.mark.parametrize(
    "lost", ["weights", "tiers", "pairs", "floors", "same_matter", "intercept", "lead", "log_words"]
)
@pytest.mark.parametrize("instead", [None, "x"])
def test_a_manifest_without_all_constants_of_the_second_stage_is_an_error(lost, instead):
    with pytest.raises(ModelError, match="RW-M06"):
        read_second_constants(MATCHER | {lost: instead}, kinds=KINDS)

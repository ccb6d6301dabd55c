"""Constants of the cascade: as they are fitted, as a file holds them, and as they judge."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.domain.posts import Language
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.match.bands import LONG_WORDS, band_of, pair_of
from rumorwatch.match.constants import read_second_constants
from rumorwatch.models import CASCADE_KINDS, MATCHER
from rumorwatch.retraining.constants import fitted_of, with_fitted
from rumorwatch.train.evidence import TierBegins, bands_of, language_pair_of

SHIPPED = read_manifest(MATCHER)
READ = read_second_constants(SHIPPED, kinds=CASCADE_KINDS)


def written(fitted):
    """Constants that were written to a file and read again."""
    return read_second_constants(json.loads(json.dumps(with_fitted(SHIPPED, fitted))), kinds=CASCADE_KINDS)


def test_what_ships_is_written_and_read_as_it_is():
    again = written(fitted_of(READ.calibration))
    assert again.floors == READ.floors
    assert replace(again.calibration, pairs=()) == replace(READ.calibration, pairs=())
    assert dict(again.calibration.pairs) == dict(READ.calibration.pairs)


@given(st.floats(-20, 20), st.floats(1e-9, 1 - 1e-9), st.floats(1e-9, 1 - 1e-9))
def test_what_was_fitted_is_read_as_it_was_fitted(offset, confirmed, suggested):
    fitted = fitted_of(READ.calibration)
    tiers = {"zh, long": TierBegins(confirmed=confirmed, suggested=suggested)}
    found = fitted_of(
        written(replace(fitted, offsets={**fitted.offsets, "zh": offset}, tiers={**fitted.tiers, **tiers})).calibration
    )
    assert abs(found.offsets["zh"] - offset) < 1e-11
    begins = found.tiers["zh, long"]
    assert (abs(begins.confirmed - confirmed), abs(begins.suggested - suggested)) < (1e-11, 1e-11)
    # What begins at 0 is reached by everything, what begins at 1 by nothing.
    assert 0 < begins.confirmed < 1
    assert 0 < begins.suggested < 1


def test_bands_are_called_as_the_matcher_calls_them():
    pairs = {pair_of(post, claim) for post in Language for claim in Language}
    lengths = (LONG_WORDS, LONG_WORDS - 1)
    for pair in pairs:
        assert set(bands_of(pair)) == {band_of(pair, words) for words in lengths}
        assert {language_pair_of(band) for band in bands_of(pair)} == {pair}

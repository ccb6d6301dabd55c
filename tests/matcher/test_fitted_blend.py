"""Blends: the weights under which right claims come first."""

from __future__ import annotations

import pytest
from matcher.blending import fitted_blend
from matcher.corpora import Corpus

from match.test_candidates import Numbers, reference, text
from rumorwatch.match.candidates import Index
from rumorwatch.match.references import Reference


def test_a_field_that_tells_right_claims_from_wrong_ones_counts_most():
    claims = [
        Reference(id=name, whole=text((1, 1, 1)), texts=(text(told), text((1, 1, 1))), fields=(0, 1))
        for name, told in (("a", (9, 1, 0)), ("b", (1, 9, 0)), ("c", (0, 1, 9)))
    ]
    posts = [text((8, 2, 1)), text((2, 8, 1)), text((1, 2, 8))]
    corpus = Corpus(name="three", posts=posts, right=[{"a"}, {"b"}, {"c"}], claims=claims, lengths=(0,))
    index = Index.build([reference(claim.id, (1, 1, 1)) for claim in claims], encoders=[Numbers()], weights=[1.0])
    share = fitted_blend(corpus, index, Numbers())
    assert share.fields["title"] == 0  # what a claim has not is as its best: it cannot mislead
    assert share.lexical < 0.1
    assert sum(share.blend.fields) + share.blend.best == pytest.approx(1)

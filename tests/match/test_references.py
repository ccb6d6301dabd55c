"""References: claims and statements as matching sees them."""

from __future__ import annotations

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.match.references import reference_of_claim
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views


def test_a_claim_of_nothing_has_a_text_too_so_that_every_reference_has_a_row():
    blank = Claim(id=ClaimId("blank"), text=" ")
    assert reference_of_claim(blank, views=views).texts == (views(""),)
    matcher = make_matcher([blank, Claim(id=ClaimId("dam"), text="the dam has broken")], open_models(("static",)))
    assert matcher.judge.judge([views("the dam broke")], [0], size=1, top=1).found.references.tolist() == [[1]]

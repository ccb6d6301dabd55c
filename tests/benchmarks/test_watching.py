"""What measures matching does what is measured."""

from __future__ import annotations

from benchmarks.watching import TimedJudge

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views


def test_a_timed_judge_judges_as_the_one_in_it_and_says_how_long():
    judge = make_matcher([Claim(id=ClaimId("a"), text="the dam has broken")], open_models(("lexical",))).judge
    timed = TimedJudge(judge)
    asked = {"texts": [views("the dam broke")], "owners": [0], "size": 1, "top": 1}
    assert timed.judge(**asked).found.references.tolist() == judge.judge(**asked).found.references.tolist()
    assert timed.model_id == judge.model_id
    assert timed.seconds > 0

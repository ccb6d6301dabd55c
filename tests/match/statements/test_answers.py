from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from match.worlds import CLAIMS, build
from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId
from rumorwatch.embed.lexical import LexicalEncoder
from rumorwatch.match.candidates import Index
from rumorwatch.match.judging import OneStage
from rumorwatch.match.references import reference_of_claim, reference_of_statement
from rumorwatch.match.statements.answers import find_answers
from rumorwatch.normalize.text import views


def answers(*statements: tuple[str, str], days: tuple[int, ...] = (), suggested: float | None = None):
    claims = [reference_of_claim(Claim(id=ClaimId(name), text=text), views=views) for name, text in CLAIMS.items()]
    said = [
        reference_of_statement(
            Statement(
                id=StatementId(name),
                agency="a",
                text=text,
                published_at=datetime(2026, 10, days[at], tzinfo=UTC) if days else None,
            ),
            views=views,
        )
        for at, (name, text) in enumerate(statements)
    ]
    encoder = LexicalEncoder.learn([one.whole for one in (*claims, *said)])
    calibration = build().judge.calibration
    if suggested is not None:
        calibration = replace(calibration, tiers=replace(calibration.tiers, suggested=suggested))
    index = Index.build(claims, encoders=[encoder], weights=calibration.weights)
    found = find_answers(claims, said, judge=OneStage(index=index, calibration=calibration))
    return {claim: [one.statement_id for one in answers] for claim, answers in found.items()}


def test_a_statement_is_found_for_the_claim_it_is_about():
    assert answers(
        ("safe", "Đập thủy điện Sơn Hòa an toàn, không có vết nứt, người dân vùng hạ lưu không phải sơ tán"),
        ("free", "Người dân đổi căn cước công dân gắn chip không phải đóng phí 200.000 đồng"),
    ) == {"dam": ["safe"], "card": ["free"]}


def test_a_statement_has_to_reach_the_suggested_tier():
    said = ("safe", "Đập thủy điện Sơn Hòa an toàn, không có vết nứt, người dân vùng hạ lưu không phải sơ tán")
    assert answers(said, suggested=0.0001) == {"dam": ["safe"]}
    assert answers(said, suggested=0.9999) == {}


def test_a_statement_about_something_else_is_found_for_nothing():
    assert answers(("roads", "Sở Giao thông thông báo phân luồng xe dịp lễ quốc khánh tại trung tâm thành phố")) == {}


def test_of_two_statements_on_a_claim_the_one_more_like_it_comes_first_and_neither_cancels_the_other():
    assert answers(
        ("short", "Đập thủy điện Sơn Hòa không nứt, không sắp vỡ"),
        ("full", "Đập thủy điện Sơn Hòa không nứt và không sắp vỡ, người dân vùng hạ lưu không phải sơ tán trong đêm"),
    ) == {"dam": ["full", "short"]}


def test_of_equal_statements_the_newer_comes_first():
    text = "Đập thủy điện Sơn Hòa không nứt và không sắp vỡ, người dân vùng hạ lưu không phải sơ tán"
    assert answers(("old", text), ("new", text), days=(1, 2)) == {"dam": ["new", "old"]}


def test_no_statements_and_no_claims_are_fine():
    assert answers() == {}

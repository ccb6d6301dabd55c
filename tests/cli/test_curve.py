"""``evaluate --curve``: what judgments bought, or one line that says why it cannot be told."""

from __future__ import annotations

import pytest

from labelnouns import judgment, subject
from nouns import claim, post
from rumorwatch.domain.labels import AskReason, JudgedText, Label
from rumorwatch.retraining.curve import LEAST_GOLD, Curve
from rumorwatch.train.curves import CurvePoint, Outlook

CURVE = Curve(
    gold=40,
    points=[CurvePoint(judgments=0, f1=0.5), CurvePoint(judgments=50, f1=0.7), CurvePoint(judgments=100, f1=0.75)],
    bought=0.05,
    last=50,
    ahead=Outlook(judgments=150, f1=0.78, interval=(0.76, 0.81)),
)


def judge(store, *, gold: int, others: int):
    """Store so many judged pairs, drawn by chance and not."""
    posts = [post(f"p{at}") for at in range(gold + others)]
    with store.write() as unit:
        unit.claims.add([claim()])
        unit.judgments.add(
            [
                judgment(
                    f"{at}",
                    subject=subject(one.text),
                    label=Label.SAME,
                    reason=AskReason.RANDOM if at < gold else AskReason.CLOSE_CALL,
                )
                for at, one in enumerate(posts)
            ],
            [
                JudgedText(
                    text_hash=subject(one.text).text_hash,
                    views=one.views,
                    language=one.language,
                    published_at=one.published_at,
                )
                for one in posts
            ],
        )


def refused(said, code: str):
    """One line on stderr, nothing on stdout, no traceback."""
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert code in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("option", ["--posts", "--claims", "--pairs", "--model", "--cache"])
def test_a_curve_measures_no_files(cli, tmp_path, option):
    said = cli("evaluate", "--curve", option, str(tmp_path / "posts.jsonl"))
    assert said.code == 2
    refused(said, "RW-U85")


@pytest.mark.parametrize("given", [(), ("--posts",), ("--posts", "--claims"), ("--claims", "--pairs")])
def test_files_are_measured_all_three_or_not_at_all(cli, tmp_path, given):
    said = cli("evaluate", *(word for option in given for word in (option, str(tmp_path / "x.jsonl"))))
    assert said.code == 2
    refused(said, "RW-U86")


@pytest.mark.parametrize(
    ("gold", "others", "code"), [(0, 0, "RW-L35"), (LEAST_GOLD - 1, 5, "RW-L35"), (LEAST_GOLD, 0, "RW-L36")]
)
def test_too_little_to_measure_is_one_line(cli, store, gold, others, code):
    judge(store, gold=gold, others=others)
    said = cli("evaluate", "--curve")
    assert said.code == 1
    refused(said, code)


def test_other_models_than_the_cascade_are_one_line(cli, workspace):
    with (workspace / "rumorwatch.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[match]\nmodel = "lexical"\n')
    said = cli("evaluate", "--curve")
    assert said.code == 1
    refused(said, "RW-L37")


@pytest.fixture
def _drawn(monkeypatch):
    """A curve that was measured before: the measuring itself is tested where it is done."""

    monkeypatch.setattr("rumorwatch.retraining.curve.learning_curve", lambda *_, **__: CURVE)


@pytest.mark.usefixtures("_drawn")
def test_a_curve_is_a_table_and_sentences(cli):
    said = cli("evaluate", "--curve")
    assert said.code == 0
    assert [line for line in ("50.0", "70.0", "75.0", "150?") if line not in said.out] == []
    assert "The last 50 judgments brought +5.0 points of F1 on 40 gold pairs" in said.err
    assert "With 150 in all it would likely be 78.0 (76.0 to 81.0, 80 %)" in said.err


@pytest.mark.usefixtures("_drawn")
def test_a_curve_is_one_line_of_json(cli):
    (row,) = cli("evaluate", "--curve", "--json").rows
    assert row == {
        "gold": 40,
        "points": [{"judgments": 0, "f1": 0.5}, {"judgments": 50, "f1": 0.7}, {"judgments": 100, "f1": 0.75}],
        "last": 50,
        "bought": 0.05,
        "ahead": {"judgments": 150, "f1": 0.78, "interval": [0.76, 0.81]},
    }

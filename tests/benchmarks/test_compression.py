"""Noise that stretches the demo, and what its alerts are taken to be of."""

from __future__ import annotations

import gzip
import json

import pytest
from benchmarks.compression import NOISE, noise_of

from benchmarks import compression


@pytest.fixture
def data(tmp_path):
    for kind in NOISE:
        for number, name in enumerate(kind.files):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            texts = [
                f"{kind.language} {kind.role} {number} an ordinary day at the harbor {place}" for place in range(40)
            ]
            rows = [
                {"text": text}
                for text in [
                    *texts,
                    *texts,
                    "short",
                    *["<doc docid='1' of a set that marks documents>"] * (kind.language != "zh"),
                ]
            ]
            if kind.language == "zh":
                rows = [{"reposts": rows}]
            with gzip.open(path, "wt", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_noise_is_drawn_in_shares_each_text_once_and_by_authors_of_their_own(data):
    noise = noise_of(data, 100)
    counts = [sum((one["language"], one["role"]) == (kind.language, kind.role) for one in noise) for kind in NOISE]
    assert counts == [8, 22, 40, 30]
    assert len({one["text"] for one in noise}) == len({one["author"] for one in noise}) == 100
    assert not any(one["text"].startswith(("<", "short")) for one in noise)
    assert noise == noise_of(data, 100)


def test_noise_lies_within_the_days_of_the_recording_in_order(data):
    times = [one["published_at"] for one in noise_of(data, 60)]
    assert times == sorted(times)
    assert times[0] >= "2026-10-05T02:00:00"
    assert times[-1] < "2026-10-08T02:00:00"


def test_an_alert_is_right_where_it_is_of_a_planted_claim_or_most_of_its_group_is_of_a_planted_rumor(monkeypatch):
    expected = {"active": ["dam", "bank"], "emerging": {"candy": ["p1", "p2", "p3"]}}
    monkeypatch.setattr(
        compression, "_groups", lambda _: {"new:a": ["p1", "p2", "noise-1"], "new:b": ["p3", "noise-2"]}
    )
    alerts = [
        {"alert_id": "1", "rumor_id": "claim:dam", "claim_id": "dam", "level": "high"},
        {"alert_id": "2", "rumor_id": "claim:shark", "claim_id": "shark", "level": "low"},
        {"alert_id": "3", "rumor_id": "new:a", "claim_id": None, "level": "low"},
        {"alert_id": "4", "rumor_id": "new:b", "claim_id": None, "level": "monitor"},
    ]
    found = compression.found_in(None, alerts, expected)
    assert (found["alerts"], found["recall"], found["missed"]) == (4, pytest.approx(2 / 3, abs=1e-4), ["bank"])
    assert (found["false_alerts"], found["false_of_claims"]) == (2, 1)
    assert found["false_by_level"] == {"low": 1, "monitor": 1}

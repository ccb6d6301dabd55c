"""How likely a thread is a rumor: one by one as in production, and many at once as in training."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from foresight.fitting import batch_log_odds, fit_once, stored_arrays
from foresight.snapshots import TIMES_S, evidence_at, snapshots_of
from foresight.threads import Answer, Thread
from safetensors.numpy import load, save
from scipy.special import expit

from rumorwatch.domain.errors import ModelError
from rumorwatch.emerge.credibility import INPUTS, KNOTS_S, mix_of, read_credibility_model
from rumorwatch.fitted import open_credibility_model

RUMORS = ("大坝决堤了快跑", "盐里有毒大家别买", "明天全城停水赶快存水")
OTHERS = ("今天天气真好", "新书出版了欢迎阅读", "球队赢了比赛")
SAID = {True: ("真的吗?", "谣言!", "快转", ""), False: ("哈哈", "恭喜", "转发微博", "")}
AT = datetime(2026, 10, 7, 8, tzinfo=UTC)


def threads(number=24):
    """Invented threads: rumors draw doubts, the others do not."""
    chooser = np.random.default_rng(3)
    for index in range(number):
        is_rumor, at = index % 2 == 0, 1_700_000_000 + 1_000 * index
        delays = np.sort(chooser.integers(0, 100_000, size=index % 7))
        answers = tuple(
            Answer(
                id=f"{index}-{place}",
                parent="" if place % 3 else "p",
                author=f"a{place % 4}",
                text=SAID[is_rumor][place % 4],
                at=at + int(delay),
            )
            for place, delay in enumerate(delays)
        )
        text = f"{(RUMORS if is_rumor else OTHERS)[index % 3]}{index}"
        yield Thread(
            id=str(index),
            is_rumor=is_rumor,
            at=at,
            author="a0",
            text=text,
            verified=False,
            followers=0,
            answers=answers,
        )


@pytest.fixture(scope="module")
def fitted():
    read = list(threads())
    snapshots = snapshots_of(read)
    return fit_once(snapshots), read, snapshots


@pytest.mark.parametrize("time_s", TIMES_S)
def test_one_by_one_scores_are_those_of_training(fitted, time_s):
    model, read, snapshots = fitted
    one_by_one = []
    for thread in read:
        evidence, now = evidence_at(model, thread, time_s)
        one_by_one.append(evidence.probability(now))
    assert one_by_one == pytest.approx(expit(batch_log_odds(model, snapshots)[time_s]), abs=1e-5)


def test_what_is_stored_is_what_was_fitted(fitted):
    model, _, snapshots = fitted
    manifest = {"id": model.id, "languages": model.languages, "inputs": INPUTS, "knots_s": KNOTS_S}
    again = read_credibility_model(manifest, load(save(stored_arrays(model))))
    for time_s, odds in batch_log_odds(again, snapshots).items():
        assert odds == pytest.approx(batch_log_odds(model, snapshots)[time_s])


def test_it_learns_what_it_is_shown(fitted):
    model, read, snapshots = fitted
    assert ((batch_log_odds(model, snapshots)[0] > 0) == [thread.is_rumor for thread in read]).mean() > 0.9


@pytest.mark.parametrize(("language", "speaks"), [("zh", True), ("vi", False), ("en", False)])
def test_it_says_nothing_of_languages_it_was_not_fitted_on(fitted, language, speaks):
    evidence = fitted[0].begin("大坝决堤了", at=AT, source="a", language=language)
    assert (evidence is not None) is speaks
    assert fitted[0].speaks(language) is speaks


def test_an_answer_dated_before_its_post_counts_as_with_it(fitted):
    early, same = (fitted[0].begin("大坝决堤了", at=AT, source="a", language="zh") for _ in range(2))
    early.add("真的吗?", at=AT - timedelta(hours=1), source="b")
    same.add("真的吗?", at=AT, source="b")
    assert early.probability(AT) == same.probability(AT)


def test_an_empty_post_has_a_probability(fitted):
    assert 0 < fitted[0].begin("", at=AT, source="a", language="zh").probability(AT) < 1


@pytest.mark.parametrize(("elapsed_s", "knot"), [*((at, place) for place, at in enumerate(KNOTS_S)), (10**9, 4)])
def test_at_a_knot_only_its_weights_count(elapsed_s, knot):
    assert mix_of(elapsed_s) == pytest.approx(np.eye(len(KNOTS_S))[knot])


def test_between_knots_two_share():
    mix = mix_of(1_800)
    assert mix.sum() == pytest.approx(1)
    assert np.flatnonzero(mix).tolist() == [1, 2]


def test_the_shipped_model_tells_a_rumor_from_small_talk():
    model = open_credibility_model()
    rumor, talk = (
        model.begin(text, at=AT, source="a", language="zh").probability(AT)
        for text in ("【紧急扩散】某地发生拐卖儿童案,请大家转发提醒家长注意!", "今天和朋友去公园散步,心情很好")
    )
    assert rumor > talk


def _shipped(tmp_path, **changes):
    from rumorwatch.embed.bundled import models_dir

    source = models_dir() / "credibility"
    folder = tmp_path / "credibility"
    folder.mkdir()
    manifest = json.loads((source / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, **changes}), "utf-8")
    (folder / "weights.safetensors").write_bytes((source / "weights.safetensors").read_bytes())
    return folder


def test_damaged_weights_are_told(tmp_path):
    with (_shipped(tmp_path) / "weights.safetensors").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="not the file that was shipped"):
        open_credibility_model(models=tmp_path)


def test_a_model_of_other_inputs_is_refused(tmp_path):
    _shipped(tmp_path, inputs=["post"])
    with pytest.raises(ModelError, match="fitted on other inputs"):
        open_credibility_model(models=tmp_path)


def test_weights_of_another_shape_are_refused(fitted):
    model = replace(fitted[0], thread=fitted[0].thread[:5])
    manifest = {"id": "x", "languages": ["zh"], "inputs": INPUTS, "knots_s": KNOTS_S}
    with pytest.raises(ModelError, match="not complete"):
        read_credibility_model(manifest, {"thread": model.thread})

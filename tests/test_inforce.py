"""Which models decide: those in force, and what takes the place of one that cannot be used."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from nouns import NOW
from rumorwatch.domain.trained import InForce, ModelPart, TrainedId
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.inforce import fault_of, line_of, models_in_force, try_trained
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views
from rumorwatch.rank.weights import load_weights
from rumorwatch.train.faults import TrainedModelError, damaged
from rumorwatch.train.registry import CONSTANTS, POINTS, WORDINGS
from rumorwatch.trainedparts import wordings_of
from standins import DIMENSIONS, MAX_TOKENS, write_mini
from trainednouns import encoder_files, matcher_files, ranking_files, stance_files, write_trained


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


def change(one, before=None):
    return {one.part: InForce(part=one.part, id=one.id, since=NOW, before=before.id if before else None)}


def known(*models):
    return {one.id: one for one in models}


def chosen(folder, in_force, *models, **more):
    return models_in_force(in_force, known(*models), folder=folder, **more)


@pytest.fixture
def mini(tmp_path):
    pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
    return encoder_files(write_mini(tmp_path / "mini-0"))


def test_nothing_in_force_is_what_ships():
    assert models_in_force({}, {}, folder=None).ids == {}


def test_every_part_in_force_decides_by_what_was_trained(folder, mini):
    matcher = write_trained(folder, ModelPart.MATCHER, matcher_files({"c1": ("a", "b"), "c2": ("c",)}, intercept=-9.5))
    stance = write_trained(folder, ModelPart.STANCE)
    ranking = write_trained(folder, ModelPart.RANKING)
    encoder = write_trained(folder, ModelPart.ENCODER, mini, dimensions=DIMENSIONS, max_tokens=MAX_TOKENS)
    all_of_them = (matcher, stance, ranking, encoder)
    opened = chosen(folder, {k: v for one in all_of_them for k, v in change(one).items()}, *all_of_them)
    assert opened.faults == ()
    assert opened.ids == {one.part: one.id for one in all_of_them}
    assert opened.matcher.constants.calibration.intercept == -9.5
    assert opened.matcher.wordings == {"c1": ("a", "b"), "c2": ("c",)}
    assert opened.stance.open().id == stance.id
    assert (opened.ranking.weights.version, opened.ranking.weights.points["velocity"]) == (ranking.id, 17)
    models = open_models([], in_force=opened)
    assert models.second.encoder.model_id.startswith(f"{encoder.id}:")
    assert models.second.constants == opened.matcher.constants
    assert models.deciders == (matcher.id, stance.id)
    assert models.named.endswith(f">{models.second.encoder.model_id} {matcher.id} {stance.id}")
    for one in all_of_them:
        try_trained(one.id, one.part, known(*all_of_them), folder=folder)
        assert fault_of(one, folder=folder) is None


def test_rows_of_an_encoder_that_the_stance_weights_do_not_know_are_not_given_to_them(folder, mini):
    encoder = write_trained(folder, ModelPart.ENCODER, mini, dimensions=DIMENSIONS, max_tokens=MAX_TOKENS)
    assert open_models([], in_force=chosen(folder, change(encoder), encoder)).stance_reader().encoder is None
    assert open_models([]).stance_reader().encoder is not None


def test_rows_that_were_measured_to_do_for_the_stance_weights_are_given_to_them(folder, mini):
    known = open_models([]).stance_reader().encoder.model_id
    told = {"dimensions": DIMENSIONS, "max_tokens": MAX_TOKENS, "rows_like": known}
    encoder = write_trained(folder, ModelPart.ENCODER, mini, **told)
    models = open_models([], in_force=chosen(folder, change(encoder), encoder))
    given, text = models.stance_reader().encoder, [views("the dam will break")]
    assert given.model_id == known != models.second.encoder.model_id
    assert np.array_equal(given.encode(text), models.second.encoder.encode(text))
    assert models.ids != open_models([]).ids


@pytest.mark.parametrize("names", [["lexical"], ["lexical", "static"]])
def test_outside_of_the_cascade_constants_and_encoder_are_those_that_ship(folder, names):
    matcher = write_trained(folder, ModelPart.MATCHER)
    models = open_models(names, in_force=chosen(folder, change(matcher), matcher))
    assert models.second is None
    assert models.calibration == open_models(names).calibration
    assert models.matcher_id == matcher.id  # its wordings count


def test_models_that_differ_in_one_part_have_other_ids(folder, mini):
    variants = [
        write_trained(folder, ModelPart.MATCHER, matcher_files()),
        write_trained(folder, ModelPart.MATCHER, matcher_files(), seed=8),
        write_trained(folder, ModelPart.STANCE),
        write_trained(folder, ModelPart.ENCODER, mini, dimensions=DIMENSIONS, max_tokens=MAX_TOKENS),
    ]
    ids = [open_models([]).ids, *(open_models([], in_force=chosen(folder, change(one), one)).ids for one in variants)]
    assert len(set(ids)) == len(ids)


def test_in_the_place_of_a_damaged_one_goes_what_it_replaced_then_its_parent_then_what_ships(folder):
    old = write_trained(folder, ModelPart.RANKING, ranking_files(velocity=16, burst=8))
    mid = write_trained(folder, ModelPart.RANKING, ranking_files(velocity=15, burst=9), parent=old.id)
    new = write_trained(folder, ModelPart.RANKING, ranking_files(velocity=14, burst=10), parent=mid.id)
    models, in_force = (old, mid, new), change(new, before=mid)
    for place, (broken, decides) in enumerate([(new, mid), (mid, old), (old, None)], start=1):
        (folder / broken.id / POINTS).write_bytes(b"{}")
        opened = chosen(folder, in_force, *models)
        assert opened.ids.get(ModelPart.RANKING) == (decides.id if decides else None)
        assert [one.code for one in opened.faults] == ["RW-M14"] * place
        meanwhile = f"{decides.id} decides" if decides else "the ranking model that ships decides"
        assert all(meanwhile in str(one) and "degraded" in str(one) for one in opened.faults)


def test_a_missing_one_an_unknown_one_and_one_that_broke_in_use_are_passed_over_too(folder):
    one, two = write_trained(folder, ModelPart.RANKING), write_trained(folder, ModelPart.RANKING, seed=8)
    broke = damaged(one.id, folder, "it gave no numbers")
    assert chosen(folder, change(one), one, broken={one.id: broke}).faults == (broke,)
    assert [fault.code for fault in chosen(folder, change(one)).faults] == ["RW-M13"]
    shutil.rmtree(folder / two.id)
    opened = chosen(folder, change(two, before=one), one, two)
    assert (opened.ranking.id, opened.faults[0].code) == (one.id, "RW-M13")


def test_a_part_that_settings_decide_otherwise_need_not_be_sound(folder):
    one = write_trained(folder, ModelPart.RANKING)
    shutil.rmtree(folder)
    opened = chosen(folder, change(one), one, parts=[ModelPart.MATCHER])
    assert (opened.ids, opened.faults) == ({}, ())


def test_a_model_of_another_part_is_refused(folder):
    one = write_trained(folder, ModelPart.RANKING)
    in_force = {ModelPart.MATCHER: InForce(part=ModelPart.MATCHER, id=one.id, since=NOW, before=None)}
    opened = chosen(folder, in_force, one)
    assert (opened.ids, opened.faults[0].code) == ({}, "RW-M14")


def test_parents_that_go_in_circles_end(folder):
    names = [TrainedId(f"ranking-000000000{n}") for n in (1, 2, 3)]
    made = write_trained(folder, ModelPart.RANKING)
    circle = {
        name: type(made)(**{f: getattr(made, f) for f in made.__slots__} | {"id": name, "parent": names[at - 1]})
        for at, name in enumerate(names)
    }
    in_force = InForce(part=ModelPart.RANKING, id=names[0], since=NOW, before=names[1])
    assert [*line_of(in_force, circle)] == [names[0], names[1]]


UNUSABLE = {
    "constants that lack one": (ModelPart.MATCHER, {**matcher_files(), CONSTANTS: b"{}"}),
    "constants that are text": (ModelPart.MATCHER, matcher_files(intercept="-15")),
    "constants that are true": (ModelPart.MATCHER, matcher_files(lead=True)),
    "no number": (
        ModelPart.MATCHER,
        {**matcher_files(), CONSTANTS: matcher_files(lead=9e99)[CONSTANTS].replace(b"9e+99", b"NaN")},
    ),
    "tiers that are a list": (ModelPart.MATCHER, matcher_files(tiers=[1, 2])),
    "a wording of nothing": (ModelPart.MATCHER, {**matcher_files(), WORDINGS: b'{"claim_id": "c1", "text": " "}\n'}),
    "weights beyond 100": (ModelPart.RANKING, ranking_files(velocity=90)),
    "weights with a key": (ModelPart.RANKING, {POINTS: json.dumps({"version": "x"}).encode()}),
    "no safetensors": (ModelPart.STANCE, {"weights.safetensors": b"\x80\x04pickle"}),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_model_that_is_whole_and_holds_something_else_is_refused(folder, name):
    part, files = UNUSABLE[name]
    one = write_trained(folder, part, files)
    with pytest.raises(TrainedModelError, match="RW-M15") as caught:
        try_trained(one.id, part, known(one), folder=folder)
    assert (caught.value.trained_id, "retrain" in caught.value.remedy) == (one.id, True)


def test_stance_weights_fitted_on_other_features_are_refused_when_they_are_needed(folder):
    signs = [*read_manifest("stance")["signs"][:-1], "something new"]
    one = write_trained(folder, ModelPart.STANCE, stance_files(), signs=signs)
    models = open_models([], in_force=chosen(folder, change(one), one))
    with pytest.raises(TrainedModelError, match=r"RW-M15.*other features"):
        models.stance_reader()


@pytest.mark.parametrize(("damage", "code"), [("model.onnx", "RW-M14"), ("tokenizer.json", "RW-M14"), (None, "RW-M15")])
def test_an_encoder_that_breaks_when_it_is_used_says_which_it_is(folder, mini, damage, code):
    files = mini if damage else {**mini, "model.onnx": b"no graph"}
    one = write_trained(folder, ModelPart.ENCODER, files, dimensions=DIMENSIONS, max_tokens=MAX_TOKENS)
    if damage:
        (folder / one.id / damage).write_bytes(b"x")
    with pytest.raises(TrainedModelError, match=code) as caught:
        try_trained(one.id, one.part, known(one), folder=folder)
    assert caught.value.trained_id == one.id
    assert (fault_of(one, folder=folder) is not None) == (damage is not None)


@pytest.mark.parametrize(
    "line", [b"[]", b"{}", b'{"claim_id": 1, "text": "a"}', b'{"claim_id": "c", "text": "a", "x": 1}', b"{", b"\xff"]
)
def test_a_line_that_is_no_wording_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 - any
        wordings_of(b'{"claim_id": "c", "text": "a"}\n' + line + b"\n")


def test_wordings_keep_their_order_and_stand_once():
    lines = b'{"claim_id": "c", "text": "b"}\n{"claim_id": "c", "text": "a"}\n{"claim_id": "c", "text": "b"}\n'
    assert wordings_of(lines) == {"c": ("b", "a")}
    assert wordings_of(b"") == {}


def test_the_weights_that_ship_are_not_changed_by_those_in_force(folder):
    one = write_trained(folder, ModelPart.RANKING)
    chosen(folder, change(one), one)
    assert load_weights().points["velocity"] == 18

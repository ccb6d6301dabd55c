"""A byte that flips in a model's file is refused or harmless: never another decision, a traceback or a hang."""

from __future__ import annotations

import os
import shutil
from collections import Counter

import numpy as np
import pytest

from nouns import NOW
from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.trained import InForce, ModelPart
from rumorwatch.embed.bundled import ANCHORS, MANIFEST, models_dir, read_manifest
from rumorwatch.embed.opening import open_encoder
from rumorwatch.fitted import (
    WEIGHTS,
    open_credibility,
    open_credibility_model,
    open_forecast_model,
    open_kinds_model,
    open_stance_model,
)
from rumorwatch.inforce import models_in_force
from rumorwatch.match.constants import read_calibration, read_second_constants
from rumorwatch.match.stance.model import StancePair
from rumorwatch.models import CASCADE_KINDS
from rumorwatch.normalize.text import views
from standins import DIMENSIONS, MAX_TOKENS, write_mini
from trainednouns import FILES, encoder_files, write_trained

SMALL = ("lexical", "matcher", "stance", "kinds", "forecast", "credibility")
TEXTS = [views("the dam will break tonight"), views("nước đập sắp vỡ"), views("水 库 !")]
PAIRS = [StancePair(post=text, window=text, claims=(TEXTS[0],)) for text in TEXTS]
REFUSED, HARMLESS = "refused", "harmless"


def of_trained(folder, one):
    """What a trained model in force decides; an error where it is passed over."""
    in_force = {one.part: InForce(part=one.part, id=one.id, since=NOW, before=None)}
    found = models_in_force(in_force, {one.id: one}, folder=folder)
    if found.faults:
        assert found.ids == {}
        raise found.faults[0]
    opened = found.of(one.part)
    match one.part:
        case ModelPart.MATCHER:
            return repr((opened.constants, opened.wordings))
        case ModelPart.STANCE:
            return opened.open().probabilities(PAIRS).tobytes()
        case ModelPart.RANKING:
            return repr(opened.weights)
        case ModelPart.ENCODER:
            return np.asarray(opened.open().encode(TEXTS)).tobytes()


DECIDED = {
    "lexical": lambda folder: read_calibration(read_manifest("lexical", models=folder), kinds=["lexical", "static"]),
    "matcher": lambda folder: read_second_constants(read_manifest("matcher", models=folder), kinds=CASCADE_KINDS),
    "stance": lambda folder: open_stance_model(models=folder).probabilities(PAIRS).tobytes(),
    "kinds": lambda folder: vars_of(open_kinds_model(models=folder)),
    "forecast": lambda folder: vars_of(open_forecast_model(models=folder)),
    "credibility": lambda folder: (
        open_credibility(models=folder).min_probability,
        vars_of(open_credibility_model(models=folder)),
    ),
    "static": lambda folder: np.asarray(open_encoder("static", models=folder).encode(TEXTS)).tobytes(),
    "mini": lambda folder: np.asarray(open_encoder("mini", models=folder).encode(TEXTS)).tobytes(),
}


def of_shipped(folder, name):
    """What a model that ships decides."""
    return repr(DECIDED[name](folder))


def vars_of(model):
    fields = ((name, getattr(model, name)) for name in model.__slots__)
    return [(name, value.tobytes() if isinstance(value, np.ndarray) else value) for name, value in fields]


def flipped(path, at, bit):
    """Flip one bit where it lies."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0] ^ 1 << bit
        file.seek(at)
        file.write(bytes([byte]))


def sweep(targets, *, flips, seed):
    """Flip bits of files, one at a time, and count what came of it.

    ``targets``: (file, what is decided by it), each file as often as the others.
    """
    draws = np.random.default_rng(seed)
    before = {id(decide): decide() for _, decide in targets}
    counted = Counter()
    for number in range(flips):
        path, decide = targets[number % len(targets)]
        at, bit = int(draws.integers(path.stat().st_size)), int(draws.integers(8))
        flipped(path, at, bit)
        try:
            decided = decide()
        except ModelError as error:
            counted[error.code[:4], REFUSED] += 1
        else:
            assert decided == before[id(decide)], f"{path} byte {at} bit {bit}: another decision"
            counted["", HARMLESS] += 1
        finally:
            flipped(path, at, bit)
    return counted


def trained_targets(folder, tmp_path):
    pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
    models = [write_trained(folder, part) for part in FILES]
    files = encoder_files(write_mini(tmp_path / "mini-0"))
    models.append(write_trained(folder, ModelPart.ENCODER, files, dimensions=DIMENSIONS, max_tokens=MAX_TOKENS))
    found = []
    for one in models:

        def decide(one=one):
            return of_trained(folder, one)

        found += [(path, decide) for path in sorted((folder / one.id).iterdir())]
    return found


def shipped_targets(folder, names):
    found = []
    shutil.copy(models_dir() / ANCHORS, folder / ANCHORS)
    for name in names:
        shutil.copytree(models_dir() / name, folder / name)

        def decide(name=name):
            return of_shipped(folder, name)

        found += [
            (path, decide) for path in sorted((folder / name).glob("*")) if path.suffix != ".md" and path.is_file()
        ]
        found.append((folder / ANCHORS, decide))
    return found


@pytest.mark.parametrize("flips", [40, pytest.param(500, marks=pytest.mark.slow)])
def test_a_bit_that_flips_in_a_trained_model_is_refused(tmp_path, flips):
    counted = sweep(trained_targets(tmp_path / "models", tmp_path), flips=flips, seed=7)
    assert counted == {("RW-M", REFUSED): flips}


@pytest.mark.parametrize("flips", [40, pytest.param(500, marks=pytest.mark.slow)])
def test_a_bit_that_flips_in_a_small_model_that_ships_is_refused_or_harmless(tmp_path, flips):
    counted = sweep(shipped_targets(tmp_path, SMALL), flips=flips, seed=8)
    assert counted.total() == flips
    # Of the hashes of all manifests only one is the model's own; five of six flips there hit another's.
    assert counted["", HARMLESS] < flips / 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["static", "mini"])
def test_a_bit_that_flips_in_an_encoder_that_ships_is_refused_or_harmless(tmp_path, name):
    if not (models_dir() / name).is_dir():
        pytest.skip(f"models/{name} is not in this checkout")
    counted = sweep(shipped_targets(tmp_path, [name]), flips=40, seed=9)
    assert counted["RW-M", REFUSED] > counted["", HARMLESS]


def _to_folder(path):
    path.unlink()
    path.mkdir()


ODD = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "a folder": _to_folder,
    "a link to nothing": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "nested": lambda path: path.write_bytes(b'{"a":' * 100_000),
    "a list": lambda path: path.write_bytes(b"[]"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("file", [MANIFEST, WEIGHTS, ANCHORS])
def test_odd_files_of_a_model_that_ships_are_refused(tmp_path, odd, file):
    shipped_targets(tmp_path, ["stance"])
    before = of_shipped(tmp_path, "stance")
    ODD[odd](tmp_path / (file if file == ANCHORS else f"stance/{file}"))
    if file == ANCHORS and odd in {"missing", "a link to nothing"}:
        assert of_shipped(tmp_path, "stance") == before  # elsewhere than where models ship, none are needed
    else:
        with pytest.raises(ModelError, match=r"^RW-M0[126] "):
            of_shipped(tmp_path, "stance")


def test_where_models_ship_their_hashes_are_needed(tmp_path, monkeypatch):
    shipped_targets(tmp_path, ["matcher"])
    monkeypatch.setattr("rumorwatch.embed.bundled.models_dir", lambda: tmp_path)
    assert read_manifest("matcher")["id"] == "matcher-1"
    (tmp_path / ANCHORS).unlink()
    with pytest.raises(ModelError, match=r"RW-M02.*manifests\.json is missing"):
        read_manifest("matcher")

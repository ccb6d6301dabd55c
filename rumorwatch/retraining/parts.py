"""Each part's training, with the models in force that it starts from."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, assert_never

from rumorwatch.domain.trained import ModelPart
from rumorwatch.embed.shipped import CASCADE
from rumorwatch.retraining.drafts import Draft, NothingTaught

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.stance.model import StanceModel
    from rumorwatch.rank.weights import Weights
    from rumorwatch.retraining.judged import Judged
    from rumorwatch.retraining.stances import StanceTables
    from rumorwatch.train.gate import Trial
    from rumorwatch.trainedparts import TrainedEncoder

_OF_CASCADE = frozenset({ModelPart.MATCHER, ModelPart.ENCODER})
LEAST_OF_ONE_CLASS = 20
"""Answers from which on it is no chance that all are one."""

_UNMEASURED = "the alerts judged last have all one answer, so nothing tells whether they would be ranked better"


def training_of(
    part: ModelPart, workspace: Workspace, judged: Judged, *, seed: int, step: Callable[[str], None]
) -> Draft | NothingTaught:
    """Return what judgments make of one part.

    Args:
        part: Which.
        workspace: Whose models in force it starts from.
        judged: What was judged.
        seed: Of every draw.
        step: Told what is done next.

    Raises:
        ModelError: What ships is damaged.
        LearningError: RW-L30 to RW-L32 an encoder cannot be trained here.
    """
    if part in _OF_CASCADE and tuple(workspace.settings.match.model) != (CASCADE,):
        # Not even opened: they may be a folder or of a hub, and large.
        return NothingTaught(part=part, why=f'only the cascade is trained; set match.model to "{CASCADE}"')
    match part:
        case ModelPart.MATCHER:
            return _matcher(workspace, judged, seed=seed, step=step)
        case ModelPart.STANCE:
            return _stance(workspace, judged, step=step)
        case ModelPart.RANKING:
            return _ranking(workspace, judged, step=step)
        case ModelPart.ENCODER:
            return _encoder(workspace, judged, seed=seed, step=step)
        case unknown:
            assert_never(unknown)


def _matcher(workspace: Workspace, judged: Judged, *, seed: int, step: Callable[[str], None]) -> Draft | NothingTaught:
    from rumorwatch.models import open_models
    from rumorwatch.retraining.matcher import MatcherTraining

    in_force = workspace.in_force
    return MatcherTraining(
        models=open_models(workspace.settings.match.model, in_force=in_force),
        in_force_wordings=in_force.matcher.wordings if in_force.matcher else {},
        judged=judged,
        seed=seed,
        step=step,
    ).draft()


def _encoder(workspace: Workspace, judged: Judged, *, seed: int, step: Callable[[str], None]) -> Draft | NothingTaught:
    from rumorwatch.fitted import open_stance_model
    from rumorwatch.models import open_models
    from rumorwatch.retraining.encoder import EncoderTraining
    from rumorwatch.retraining.stances import tables_of

    in_force = workspace.in_force
    stances = in_force.stance.open() if in_force.stance else open_stance_model()
    with workspace.store.read() as unit:
        statements = [statement.text for statement in unit.statements.all()]
    return EncoderTraining(
        models=open_models(workspace.settings.match.model, in_force=in_force),
        wordings=in_force.matcher.wordings if in_force.matcher else {},
        stances=tables_of(stances),
        stance_encoder_id=stances.encoder_id,
        judged=judged,
        statements=statements,
        seed=seed,
        step=step,
    ).draft()


def _stance(workspace: Workspace, judged: Judged, *, step: Callable[[str], None]) -> Draft | NothingTaught:
    from safetensors.numpy import save

    from rumorwatch.fitted import STANCE, open_stance_model
    from rumorwatch.retraining import stances as of
    from rumorwatch.train.registry import WEIGHTS

    teaching = judged.teaching.stances
    if not teaching:
        return NothingTaught(part=ModelPart.STANCE, why="nobody said yet what a post does with a claim")
    step("adapting stances")
    shipped = open_stance_model()
    encoder = _knowing(shipped, workspace.in_force.encoder)
    in_force = workspace.in_force.stance
    before = of.tables_of(in_force.open() if in_force else shipped)
    after = of.adapted(of.tables_of(shipped), of.judged_stances(teaching, judged.texts, judged.claims, encoder=encoder))
    step("answering the frozen stances")
    trials = _stance_trials(judged, before, after, encoder=encoder)
    return Draft(
        part=ModelPart.STANCE,
        files={WEIGHTS: save(after.arrays())},
        base=shipped.id,
        judgments=len(teaching),
        trials=trials,
        objections=_one_class([one.label.value for one in teaching]),
        learned=(f"{len(teaching)} judged stances moved the weights of {shipped.id}",),
        manifest={name: _manifest_of(STANCE)[name] for name in ("encoder", "buckets", "signs")},
    )


def _stance_trials(
    judged: Judged, before: StanceTables, after: StanceTables, *, encoder: Encoder | None
) -> list[Trial]:
    """Return the trials of the frozen stances, with rows and without, and of the gold set."""
    from rumorwatch.normalize.text import views
    from rumorwatch.retraining import stances as of
    from rumorwatch.retraining.frozen import hard_stances

    hard = hard_stances()
    groups, languages = [one.claim for one in hard], [one.language.value for one in hard]
    pairs = [(views(one.post), (views(one.claim),)) for one in hard]
    trials: list[Trial] = []
    for name, rows_of in (("stances", encoder), ("stances without rows", None)):
        examples = of.stance_examples(pairs, [one.stance for one in hard], encoder=rows_of)
        trials += of.stance_trials(examples, before, after, name=name, groups=groups, languages=languages)
    gold = judged.gold.stances
    if gold:
        trials += of.stance_trials(
            of.judged_stances(gold, judged.texts, judged.claims, encoder=encoder),
            before,
            after,
            name="gold set, stances",
            groups=[str(one.claim_id) for one in gold],
            languages=[judged.texts[one.text_hash].language.value for one in gold],
        )
    return trials


def _knowing(model: StanceModel, trained: TrainedEncoder | None) -> Encoder | None:
    """Return the encoder whose rows a scan gives the model; None: it gives none."""
    from rumorwatch.embed.likened import Likened
    from rumorwatch.embed.opening import open_encoder

    encoder = Likened(encoder=trained.open(), model_id=trained.rows_like) if trained else open_encoder("mini")
    return encoder if encoder.model_id == model.encoder_id else None


def _manifest_of(name: str) -> Mapping[str, object]:
    from rumorwatch.embed.bundled import read_manifest

    return read_manifest(name)


def _ranking(workspace: Workspace, judged: Judged, *, step: Callable[[str], None]) -> Draft | NothingTaught:
    from rumorwatch.rank.learning import TooFew, learn_weights
    from rumorwatch.rank.weights import as_json, load_weights
    from rumorwatch.retraining.ranking import judged_alerts, order_trial
    from rumorwatch.train.examples import HELD_SHARE
    from rumorwatch.train.registry import POINTS

    step("learning the ranking")
    hand = load_weights()
    known = known_weights(workspace)
    readable = [one for one in judged.teaching.urgency if one.weights_version in known]
    urgency = sorted(readable, key=lambda one: (one.at, one.text_hash))
    begin = round(len(urgency) * (1 - HELD_SHARE))
    early, late = urgency[:begin], urgency[begin:]
    first = learn_weights(judged_alerts(early, known=known), hand=hand, version="learned earlier")
    learned = learn_weights(judged_alerts(urgency, known=known), hand=hand, version="learned")
    if isinstance(first, TooFew) or isinstance(learned, TooFew):
        return NothingTaught(part=ModelPart.RANKING, why=_too_few(first if isinstance(first, TooFew) else learned))
    measured = judged_alerts([*late, *judged.gold.urgency], known=known)
    trial = order_trial(measured, workspace.weights, first, name="alerts judged last, in order")
    return Draft(
        part=ModelPart.RANKING,
        files={POINTS: f"{json.dumps(as_json(learned, source=f'{len(urgency)} judged alerts'), indent=1)}\n".encode()},
        base=hand.version,
        judgments=len(urgency),
        trials=[trial],
        objections=() if len(trial.groups) else (_UNMEASURED,),
        learned=tuple(
            f"{name}: {hand.points[name]:g} points, now {points:g}"
            for name, points in learned.points.items()
            if points != hand.points[name]
        ),
    )


def _too_few(found: object) -> str:
    from rumorwatch.rank.learning import ENOUGH_EACH, TooFew

    few = found if isinstance(found, TooFew) else TooFew(needing=0, not_needing=0)
    return (
        f"{ENOUGH_EACH} alerts of each answer are needed before the last fifth, and {few.needing} were escalated, "
        f"{few.not_needing} ignored"
    )


def known_weights(workspace: Workspace) -> Mapping[str, Weights]:
    """Return the weights by version that alerts may have been ranked with, as far as they are here.

    Also those of trained models that are not in force any more: what they ranked teaches as long as they can be read.
    """
    from rumorwatch.inforce import open_trained
    from rumorwatch.rank.weights import load_weights
    from rumorwatch.train.faults import TrainedModelError
    from rumorwatch.trainedparts import TrainedRanking

    found = {one.version: one for one in (load_weights(), workspace.weights)}
    with workspace.store.read() as unit:
        known = {trained.id: trained for trained in unit.trained.all() if trained.part is ModelPart.RANKING}
    for name in known:
        with suppress(TrainedModelError):
            opened = open_trained(name, ModelPart.RANKING, known, folder=workspace.models_path)
            if isinstance(opened, TrainedRanking):
                found[opened.weights.version] = opened.weights
    return found


def _one_class(labels: Sequence[str]) -> Sequence[str]:
    if len(set(labels)) > 1 or len(labels) < LEAST_OF_ONE_CLASS:
        return ()
    return (f"all {len(labels)} judged stances are {labels[0]}: nothing tells one from another",)

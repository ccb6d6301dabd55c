"""The commands ``models``: what ships, what was trained, what is in use, and choosing another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import by_option, comment_option
from rumorwatch.cli.display import shown
from rumorwatch.cli.modeldiff import diff
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.trainedactions import rollback
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import SettingsError, UsageError, quoted
from rumorwatch.domain.trained import ModelPart, TrainedId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.cli.trainedrows import Shelf

_NO_WORKSPACE = "RW-U01"


@click.group()
def models() -> None:
    """Show the models that decide, those that ship and those that were trained, and choose which are used."""


models.add_command(rollback)
models.add_command(diff)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a workspace has to do with models."""

    names: tuple[str, ...] = ()
    """Of the settings; none where there is no workspace."""
    shelf: Shelf | None = None
    """None: nothing was ever stored."""

    def is_used(self, name: str) -> bool:
        """Return whether a model that ships is in use; in the cascade a trained encoder takes mini's place."""
        from rumorwatch.embed.shipped import CASCADE, ModelKind

        replaced = self.shelf is not None and ModelPart.ENCODER in self.shelf.deciding.ids
        return name in self.names or (CASCADE in self.names and not (replaced and name == ModelKind.MINI))


@models.command(name="list")
@json_option
@click.pass_obj
def list_models(path: Path, *, as_json: bool) -> None:
    """List the models that ship, those in use and those trained here, each with whether its files are sound.

    Nothing is fetched.
    """
    from rumorwatch.cli.modelrows import cascade_row, model_row, models_table, other_row
    from rumorwatch.cli.trainedrows import trained_row, trained_table
    from rumorwatch.embed.shipped import CASCADE, SHIPPED

    seen = _seen(path)
    shipped = [model_row(name, in_use=seen.is_used(name)) for name in SHIPPED]
    others = [other_row(name, base=path) for name in seen.names if name not in {*SHIPPED, CASCADE}]
    rows = [cascade_row(shipped, in_use=CASCADE in seen.names), *shipped, *others]
    shelf = seen.shelf
    trained = [trained_row(one, shelf) for one in shelf.known.values()] if shelf else []
    if as_json:
        print_json([*rows, *trained])
        return
    from rumorwatch.cli.output import console

    console().print(models_table(rows))
    if trained:
        console().print(trained_table(trained))


@models.command()
@click.argument("model_id", metavar="ID")
@json_option
@click.pass_obj
def show(path: Path, model_id: str, *, as_json: bool) -> None:
    """Show a model: what it learned from, its figures, what the gate said, and its files, each read and checked."""
    from rumorwatch.cli.modelrows import model_view
    from rumorwatch.cli.trainedrows import trained_details, trained_view
    from rumorwatch.embed.shipped import CASCADE, SHIPPED

    seen = _seen(path)
    if seen.shelf and model_id in seen.shelf.known:
        details = trained_details(seen.shelf.known[TrainedId(model_id)], seen.shelf)
    elif model_id in {*SHIPPED, CASCADE}:
        details = _shipped_details(model_id, seen)
    else:
        raise UsageError(
            code="RW-U33",
            failed=f'no model "{quoted(model_id)}" ships with rumorwatch or was trained in this workspace',
            remedy=f"Models that ship: {', '.join((CASCADE, *SHIPPED))}; `rumorwatch models list` shows all",
        )
    if as_json:
        print_json([details])
        return
    from rumorwatch.cli.output import console

    console().print(trained_view(details) if "manifest" in details else model_view(details))


@models.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@comment_option()
@by_option
@click.pass_obj
def use(path: Path, names: Sequence[str], *, comment: str, by: str) -> None:
    """Use each NAME from the next scan on: models that ship, folders, or organization/name on a hub; several are fused.

    Each is loaded and tried first; what cannot be used is refused, and the settings stay. A model of a hub is fetched.
    The id of a trained model, alone, puts it in force if it passed the gate; --by and --comment are for its audit.
    """
    from rumorwatch.cli.trainedactions import use_trained
    from rumorwatch.train.registry import is_trained_id

    trained = [name for name in names if is_trained_id(name)]
    if trained and len(names) > 1:
        raise UsageError(
            code="RW-U79",
            failed=f"the trained model {trained[0]} stands among other names",
            kept="Nothing was changed",
            remedy=f"Name it alone: `rumorwatch models use {trained[0]}`; each part of trained models is put in force "
            "by itself",
        )
    if trained:
        use_trained(path, TrainedId(trained[0]), by=by, comment=comment)
    else:
        _use_in_settings(path, names)


def _use_in_settings(path: Path, names: Sequence[str]) -> None:
    from rumorwatch.bootstrap import SETTINGS_FILE
    from rumorwatch.cli.settingsedits import set_models
    from rumorwatch.fallback import try_models

    with opened(path, lock=True) as workspace:
        wanted = [_as_written(name) for name in dict.fromkeys(names)]
        try_models(wanted, base=path)
        before = workspace.settings.match.model
        if tuple(wanted) != before:
            set_models(path / SETTINGS_FILE, wanted)
    after, was = " + ".join(map(shown, wanted)), " + ".join(map(shown, before))
    if tuple(wanted) == before:
        say(f"match.model is {after} already")
    else:
        say(f"match.model is now {after}; it was {was}. The next scan matches the window again with it")


def _shipped_details(name: str, seen: _Seen) -> dict[str, object]:
    from rumorwatch.cli.modelrows import cascade_details, model_details
    from rumorwatch.embed.shipped import CASCADE, SHIPPED, read_shipped

    if name != CASCADE:
        return model_details(read_shipped(name), in_use=seen.is_used(name))
    parts = [model_details(read_shipped(one), in_use=seen.is_used(one)) for one in SHIPPED]
    return cascade_details(parts, in_use=CASCADE in seen.names)


def _seen(path: Path) -> _Seen:
    """Return what the workspace has to do with models; nothing where there is none."""
    from rumorwatch.cli.trainedrows import Shelf

    try:
        with opened(path) as workspace:
            shelf = Shelf.of(workspace) if workspace.database_path.exists() else None
            return _Seen(names=workspace.settings.match.model, shelf=shelf)
    except SettingsError as error:
        if error.code != _NO_WORKSPACE:
            raise
        return _Seen()


def _as_written(name: str) -> str:
    """Return a name as settings hold it: a folder is typed from the current one, settings count from the workspace."""
    from rumorwatch.embed.opening import Source, source_of

    if source_of(name) is not Source.FOLDER:
        return name
    typed = Path(name)
    return str(typed.resolve()) if typed.exists() else name

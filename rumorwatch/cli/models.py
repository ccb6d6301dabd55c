"""The commands ``models``: what ships, what is in use, and choosing another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import shown
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import SettingsError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_WORKSPACE = "RW-U01"


@click.group()
def models() -> None:
    """Show the models that turn texts into numbers, and choose which are used."""


@models.command(name="list")
@json_option
@click.pass_obj
def list_models(path: Path, *, as_json: bool) -> None:
    """List the models that ship and those in use, each with whether its files are sound. Nothing is fetched."""
    from rumorwatch.cli.modelrows import cascade_row, model_row, models_table, other_row
    from rumorwatch.embed.shipped import CASCADE, SHIPPED

    used = _in_use(path)
    shipped = [model_row(name, in_use=name in used or CASCADE in used) for name in SHIPPED]
    others = [other_row(name, base=path) for name in used if name not in {*SHIPPED, CASCADE}]
    rows = [cascade_row(shipped, in_use=CASCADE in used), *shipped, *others]
    if as_json:
        print_json(rows)
        return
    from rumorwatch.cli.output import console

    console().print(models_table(rows))


@models.command()
@click.argument("model_id", metavar="ID")
@json_option
@click.pass_obj
def show(path: Path, model_id: str, *, as_json: bool) -> None:
    """Show a model that ships: what it learned from, its licence and figures, and its files, each read and checked."""
    from rumorwatch.cli.modelrows import cascade_details, model_details, model_view
    from rumorwatch.embed.shipped import CASCADE, SHIPPED, read_shipped

    if model_id not in {*SHIPPED, CASCADE}:
        raise UsageError(
            code="RW-U33",
            failed=f'no model "{quoted(model_id)}" ships with rumorwatch',
            remedy=f"Models that ship: {', '.join((CASCADE, *SHIPPED))}; `rumorwatch models list` shows them",
        )
    used = _in_use(path)
    if model_id == CASCADE:
        parts = [model_details(read_shipped(name), in_use=CASCADE in used) for name in SHIPPED]
        details = cascade_details(parts, in_use=CASCADE in used)
    else:
        details = model_details(read_shipped(model_id), in_use=model_id in used or CASCADE in used)
    if as_json:
        print_json([details])
        return
    from rumorwatch.cli.output import console

    console().print(model_view(details))


@models.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.pass_obj
def use(path: Path, names: Sequence[str]) -> None:
    """Use each NAME from the next scan on: models that ship, folders, or organization/name on a hub; several are fused.

    Each is loaded and tried first; what cannot be used is refused, and the settings stay. A model of a hub is fetched.
    """
    from rumorwatch.bootstrap import SETTINGS_FILE
    from rumorwatch.cli.settingsedits import set_models
    from rumorwatch.models import try_models

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


def _in_use(path: Path) -> tuple[str, ...]:
    """Return the models of the workspace's settings; none where there is no workspace."""
    try:
        with opened(path) as workspace:
            return workspace.settings.match.model
    except SettingsError as error:
        if error.code != _NO_WORKSPACE:
            raise
        return ()


def _as_written(name: str) -> str:
    """Return a name as settings hold it: a folder is typed from the current one, settings count from the workspace."""
    from rumorwatch.embed.opening import Source, source_of

    if source_of(name) is not Source.FOLDER:
        return name
    typed = Path(name)
    return str(typed.resolve()) if typed.exists() else name

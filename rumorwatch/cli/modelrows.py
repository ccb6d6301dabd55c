"""Models as JSON rows and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rumorwatch.cli.display import shown
from rumorwatch.domain.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from rich.table import Table

    from rumorwatch.embed.shipped import ShippedModel

_MB = 1_000_000
INTERVAL = "_interval"
"""What the name of a share's 95 % interval ends with."""
_NOT_TRAINED: dict[str, Any] = {
    "part": None,
    "made_at": None,
    "gate": None,
    "judgments": None,
    "parent": None,
    "in_force": None,
}
"""What only trained models have (trainedrows.py)."""
_UNKNOWN: dict[str, Any] = {"mb": None, "dimensions": None, "languages": [], "licence": None, **_NOT_TRAINED}
_WORSE = ("ok", "damaged", "missing")
_STYLES = {"ok": "green", "damaged": "bold red", "missing": "bold red", "not here": "bold yellow"}


def model_row(name: str, *, in_use: bool) -> dict[str, Any]:
    """Return what ``models list`` says of a model that ships, its files checked."""
    from rumorwatch.embed.shipped import read_shipped

    row: dict[str, Any] = {"name": name, "id": None, "in_use": in_use, "state": "ok", "faults": []}
    try:
        model = read_shipped(name)
    except ModelError as error:
        state = "missing" if error.code == "RW-M01" else "damaged"
        return row | {"state": state, "faults": [error.failed]} | _UNKNOWN
    faults = model.faults()
    return row | {
        "id": model.id,
        "state": "damaged" if faults else "ok",
        "faults": faults,
        "mb": _mb(model.folder),
        "dimensions": model.dimensions,
        "languages": list(model.languages),
        "licence": model.licence,
        **_NOT_TRAINED,
    }


def cascade_row(parts: Sequence[Mapping[str, Any]], *, in_use: bool) -> dict[str, Any]:
    """Return what ``models list`` says of the cascade: what it says of the models in it, together."""
    from rumorwatch.embed.shipped import CASCADE

    _, unusable = _tiers()
    worst = max([*(row["state"] for row in parts), *(["damaged"] if unusable else [])], key=_WORSE.index)
    row = {"name": CASCADE, "id": None, "in_use": in_use, "state": worst}
    faults = [f"{part['name']}: {part['state']}" for part in parts if part["state"] != "ok"] + unusable
    return row | {"faults": faults} | _UNKNOWN


def other_row(name: str, *, base: Path) -> dict[str, Any]:
    """Return what ``models list`` says of a model in use that does not ship: whether it is on this machine."""
    from rumorwatch.embed.opening import here

    place = here(name, base=base)
    row: dict[str, Any] = {
        "name": name,
        "id": None,
        "in_use": True,
        "state": "ok" if place else "not here",
        "faults": [],
    }
    return row | _UNKNOWN | {"mb": _mb(place) if place else None}


def model_details(model: ShippedModel, *, in_use: bool) -> dict[str, Any]:
    """Return what ``models show`` says of a model, every file read and checked."""
    faults = model.faults()
    return {
        "name": model.name,
        "id": model.id,
        "in_use": in_use,
        "state": "damaged" if faults else "ok",
        "faults": faults,
        "folder": str(model.folder),
        "kind": model.kind,
        "dimensions": model.dimensions,
        "max_tokens": model.max_tokens,
        "languages": list(model.languages),
        "licence": model.licence,
        "parent": model.parent,
        "data": [{"name": data.name, "licence": data.licence} for data in model.data],
        "metrics": dict(model.metrics),
        "files": dict(model.files),
    }


def cascade_details(parts: Sequence[Mapping[str, Any]], *, in_use: bool) -> dict[str, Any]:
    """Return what ``models show`` says of the cascade: what it says of the models in it, together, and of its tiers."""
    from rumorwatch.embed.shipped import CASCADE

    tiers, unusable = _tiers()
    faults = [f"{part['name']}: {fault}" for part in parts for fault in part["faults"]] + unusable
    return {
        "name": CASCADE,
        "id": " + ".join(part["id"] for part in parts),
        "in_use": in_use,
        "state": "damaged" if faults else "ok",
        "faults": faults,
        "folder": None,
        "kind": CASCADE,
        "dimensions": None,
        "max_tokens": None,
        "languages": list(dict.fromkeys(language for part in parts for language in part["languages"])),
        "licence": ", ".join(dict.fromkeys(part["licence"] for part in parts)),
        "parent": None,
        "data": list({data["name"]: data for part in parts for data in part["data"]}.values()),
        "metrics": {"tiers": tiers} | {part["name"]: part["metrics"] for part in parts if part["metrics"]},
        "files": {f"{part['name']}/{path}": digest for part in parts for path, digest in part["files"].items()},
    }


def _tiers() -> tuple[dict[str, Any], list[str]]:
    """Return how far the cascade's tiers can be trusted in each language pair and length, and why that is not known."""
    from rumorwatch.embed.bundled import read_manifest
    from rumorwatch.match.constants import read_second_constants
    from rumorwatch.models import CASCADE_KINDS, MATCHER

    try:
        manifest = read_manifest(MATCHER)
        read_second_constants(manifest, kinds=CASCADE_KINDS)
        return dict(manifest["metrics"]["held out, by language pair and length"]), []
    except ModelError as error:
        return {}, [error.failed]
    except (KeyError, TypeError, ValueError):
        return {}, [f"{MATCHER}: its manifest does not say what its tiers reach"]


def models_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return the table of ``models list``."""
    from rich.text import Text

    from rumorwatch.cli.output import table

    made = table("in use", "model", "state", "MB", "languages", "licence")
    for row in rows:
        state = Text(row["state"], style=_STYLES[row["state"]])
        for fault in row["faults"]:
            state.append(f"\n{shown(fault)}", style="italic")
        size = "" if row["mb"] is None else f"{row['mb']:.1f}"
        cells = (shown(row["name"]), state, size, " ".join(row["languages"]), shown(row["licence"] or ""))
        made.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in ("*" * row["in_use"], *cells)))
    return made


def model_view(details: Mapping[str, Any]) -> RenderableType:
    """Return the view of ``models show``."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from rumorwatch.cli.output import table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for key in ("id", "state", "kind", "dimensions", "max_tokens", "languages", "licence", "parent", "folder"):
        value = details[key]
        said = " ".join(value) if isinstance(value, list) else "-" if value is None else str(value)
        grid.add_row(key.replace("_", " "), Text(shown(said), style=_STYLES.get(said, "")))
    for fault in details["faults"]:
        grid.add_row("fault", Text(shown(fault), style="bold red"))
    data = table("learned from", "licence")
    for row in details["data"]:
        data.add_row(Text(shown(row["name"])), Text(shown(row["licence"])))
    metrics = table("figure", "value")
    for name, value in flat(details["metrics"]):
        metrics.add_row(Text(shown(name)), Text(shown(str(value))))
    return Group(grid, *(part for part in (data, metrics) if part.row_count))


def flat(metrics: Mapping[str, Any], *, before: str = "") -> list[tuple[str, object]]:
    """Return figures by their whole name: those in a table inside are called ``table, figure``."""
    found: list[tuple[str, object]] = []
    for name, value in metrics.items():
        interval = metrics.get(f"{name}{INTERVAL}")
        if isinstance(value, dict):
            found += flat(value, before=f"{before}{name}, ")
        elif interval:
            found.append((before + name, f"{value} ({interval[0]} to {interval[1]})"))
        elif not name.endswith(INTERVAL):
            found.append((before + name, value))
    return found


def _mb(folder: Path) -> float:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return round(size / _MB, 1)

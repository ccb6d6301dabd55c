"""Trained models as JSON rows and as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rumorwatch.cli.display import shown
from rumorwatch.domain.trained import ModelPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from rich.table import Table

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.trained import InForce, Trained, TrainedId
    from rumorwatch.inforce import ModelsInForce

_MB = 1_000_000
_STYLES = {"ok": "green", "damaged": "bold red", "missing": "bold red", "passed": "green", "refused": "bold yellow"}
_SETTING = {ModelPart.RANKING: "rank.weights", ModelPart.ENCODER: "match.model"}
"""Settings that go before a trained model."""
_MISSING = "RW-M13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The trained models of a workspace."""

    folder: Path
    """``models/``."""
    known: Mapping[TrainedId, Trained]
    """As the database knows them, in the order in which they were made."""
    in_force: Mapping[ModelPart, InForce]
    deciding: ModelsInForce
    """What decides now."""
    overruled: frozenset[ModelPart]
    """Parts for which settings name another model."""

    @classmethod
    def of(cls, workspace: Workspace) -> Shelf:
        """Return those of a workspace.

        Raises:
            StoreError: The database cannot be used.
        """
        with workspace.store.read() as unit:
            return cls(
                folder=workspace.models_path,
                known={one.id: one for one in unit.trained.all()},
                in_force=unit.trained.in_force(),
                deciding=workspace.in_force,
                overruled=frozenset(ModelPart) - set(workspace.trainable),
            )

    def is_in_force(self, trained: Trained) -> bool:
        """Return whether people put it in force."""
        change = self.in_force.get(trained.part)
        return change is not None and change.id == trained.id

    def decides(self, trained: Trained) -> bool:
        """Return whether it is what decides."""
        return self.deciding.ids.get(trained.part) == trained.id

    def note_of(self, part: ModelPart) -> str:
        """Return what people are told where settings go before what is in force."""
        if part not in self.overruled:
            return ""
        return f"{_SETTING[part]} in rumorwatch.toml names another, which goes first"


def trained_row(trained: Trained, shelf: Shelf) -> dict[str, Any]:
    """Return what ``models list`` says of a trained model, its files checked."""
    from rumorwatch.inforce import fault_of

    fault = fault_of(trained, folder=shelf.folder)
    state = "ok" if fault is None else "missing" if fault.code == _MISSING else "damaged"
    return {
        "name": trained.id,
        "id": trained.id,
        "in_use": shelf.decides(trained),
        "state": state,
        "faults": [fault.failed] if fault else [],
        "mb": _mb(shelf.folder / trained.id),
        "dimensions": None,
        "languages": [],
        "licence": None,
        "part": trained.part.value,
        "made_at": trained.made_at.isoformat(),
        "gate": trained.gate.value,
        "judgments": trained.judgments,
        "parent": trained.parent,
        "in_force": shelf.is_in_force(trained),
    }


def trained_details(trained: Trained, shelf: Shelf) -> dict[str, Any]:
    """Return what ``models show`` says of a trained model: what the database knows, and its manifest if it is whole."""
    from rumorwatch.train.faults import TrainedModelError
    from rumorwatch.train.registry import read_model

    try:
        manifest = read_model(shelf.folder / trained.id, manifest_hash=trained.manifest_hash).manifest
    except TrainedModelError:
        manifest = {}
    row = trained_row(trained, shelf)
    return row | {
        "folder": str(shelf.folder / trained.id),
        "kind": trained.part.value,
        "dimensions": manifest.get("dimensions"),
        "max_tokens": manifest.get("max_tokens"),
        "data": manifest.get("data", []),
        "metrics": manifest.get("metrics", {}),
        "files": manifest.get("files", {}),
        "why": list(trained.why),
        "manifest_hash": trained.manifest_hash,
        "manifest": dict(manifest),
        "note": shelf.note_of(trained.part) if row["in_force"] else "",
    }


def trained_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return the table of trained models of ``models list``."""
    from datetime import datetime

    from rich.text import Text

    from rumorwatch.cli.output import local_time, table

    made = table("in force", "trained model", "state", "gate", "made", "judgments", "from")
    made.columns[1].no_wrap = True
    for row in rows:
        state = Text(row["state"], style=_STYLES[row["state"]])
        for fault in row["faults"]:
            state.append(f"\n{shown(fault)}", style="italic")
        mark = "*" if row["in_use"] else "not used" if row["in_force"] else ""
        made.add_row(
            Text(mark),
            Text(shown(row["name"])),
            state,
            Text(row["gate"], style=_STYLES[row["gate"]]),
            Text(local_time(datetime.fromisoformat(row["made_at"]))),
            Text(str(row["judgments"])),
            Text(shown(row["parent"] or "shipped")),
        )
    return made


def trained_view(details: Mapping[str, Any]) -> RenderableType:
    """Return the view of ``models show`` for a trained model."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    manifest = details["manifest"]
    for name, value in (
        ("id", details["id"]),
        ("state", details["state"]),
        ("in force", "yes" if details["in_force"] else "no"),
        ("part", details["part"]),
        ("made", details["made_at"]),
        ("judgments", details["judgments"]),
        ("trained from", details["parent"] or "shipped"),
        ("stands on", manifest.get("base")),
        ("gate", details["gate"]),
        *(("because", why) for why in details["why"]),
        *(("learned", told) for told in manifest.get("learned", ())),
        ("data hash", manifest.get("data_hash")),
        ("seed", manifest.get("seed")),
        ("version", manifest.get("version")),
        ("folder", details["folder"]),
    ):
        said = "-" if value is None else shown(str(value))
        grid.add_row(name, Text(said, style=_STYLES.get(said, "")))
    for fault in (*details["faults"], *([details["note"]] if details["note"] else [])):
        grid.add_row("note", Text(shown(fault), style="bold red"))
    return Group(grid, *(made for made in (_gate_table(manifest), _metrics_table(details)) if made.row_count))


def _gate_table(manifest: Mapping[str, Any]) -> Table:
    """Return what was measured of the model and of the one it was trained from, on the same cases."""
    from rich.text import Text

    from rumorwatch.cli.modelsides import figures_of
    from rumorwatch.cli.output import table

    made = table("measured on", "cases", "before", "after", "difference, 95 %")
    for name, row in figures_of(manifest):
        interval = row.get("interval")
        span = f"{interval[0]} to {interval[-1]}" if isinstance(interval, list) and interval else ""
        cells = (name, row.get("cases"), row.get("before"), row.get("after"), span)
        made.add_row(*(Text(shown("-" if cell is None else str(cell))) for cell in cells))
    return made


def _metrics_table(details: Mapping[str, Any]) -> Table:
    """Return the other figures."""
    from rich.text import Text

    from rumorwatch.cli.modelrows import flat
    from rumorwatch.cli.modelsides import HELD_OUT
    from rumorwatch.cli.output import table

    made = table("figure", "value")
    for name, value in flat({key: value for key, value in details["metrics"].items() if key != HELD_OUT}):
        made.add_row(Text(shown(name)), Text(shown(str(value))))
    return made


def _mb(folder: Path) -> float | None:
    try:
        return round(sum(path.lstat().st_size for path in folder.iterdir()) / _MB, 1)
    except OSError:
        return None

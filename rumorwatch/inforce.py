"""Which models decide now: those in force, or what takes the place of one that cannot be used.

In the place of a trained model that is missing or damaged goes the one that it replaced, then what that one was trained
on, and at last the model that ships. Each that is passed over leaves an error that says what decides meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.trained import ModelPart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from rumorwatch.domain.errors import ModelError
    from rumorwatch.domain.ports import Store
    from rumorwatch.domain.trained import InForce, Trained, TrainedId
    from rumorwatch.train.faults import TrainedModelError
    from rumorwatch.trainedparts import TrainedEncoder, TrainedMatcher, TrainedPart, TrainedRanking, TrainedStance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelsInForce:
    """The trained model that decides each part; None: the one that ships."""

    matcher: TrainedMatcher | None = None
    stance: TrainedStance | None = None
    ranking: TrainedRanking | None = None
    encoder: TrainedEncoder | None = None
    faults: tuple[ModelError, ...] = ()
    """Why others decide than those in force, each with what decides meanwhile."""

    @property
    def ids(self) -> Mapping[ModelPart, TrainedId]:
        """The trained models that decide."""
        return {part: opened.id for part in ModelPart if (opened := self.of(part)) is not None}

    def of(self, part: ModelPart) -> TrainedPart | None:
        """Return the trained model that decides one part."""
        found: TrainedPart | None = getattr(self, part.value)
        return found


def read_models_in_force(
    store: Store,
    *,
    folder: Path,
    parts: Collection[ModelPart],
    broken: Mapping[TrainedId, TrainedModelError],
) -> ModelsInForce:
    """Return the models that decide now by what the database says; arguments as of ``models_in_force``.

    Raises:
        StoreError: The database cannot be used.
    """
    with store.read() as unit:
        in_force = unit.trained.in_force()
        known = {trained.id: trained for trained in unit.trained.all()} if in_force else {}
    return models_in_force(in_force, known, folder=folder, parts=parts, broken=broken)


def models_in_force(
    in_force: Mapping[ModelPart, InForce],
    known: Mapping[TrainedId, Trained],
    *,
    folder: Path,
    parts: Collection[ModelPart] = tuple(ModelPart),
    broken: Mapping[TrainedId, TrainedModelError] | None = None,
) -> ModelsInForce:
    """Return the models that decide now. Small files are read and checked, an encoder's when it is first used.

    Args:
        in_force: What is in force, by part.
        known: The models that the database knows.
        folder: ``models/`` of the workspace.
        parts: Those asked for; what nobody uses need not be sound.
        broken: Why models that open are not used: they broke in use.
    """
    opened: dict[str, TrainedPart] = {}
    faults: list[ModelError] = []
    for part in sorted(parts):
        if part in in_force:
            found, errors = _first_sound(part, in_force[part], known, folder=folder, broken=broken or {})
            faults += errors
            if found is not None:
                opened[part.value] = found
    return ModelsInForce(**opened, faults=tuple(faults))  # type: ignore[arg-type]  # open_trained sees to the kind


def line_of(change: InForce, known: Mapping[TrainedId, Trained]) -> Iterator[TrainedId]:
    """Yield the models of a part in the order in which they are tried; after the last one goes what ships."""
    seen: set[TrainedId] = set()
    replaced = {change.id: change.before}
    name = change.id
    while name is not None and name not in seen:
        seen.add(name)
        yield name
        parent = known[name].parent if name in known else None
        name = replaced.get(name, parent)


def _first_sound(
    part: ModelPart,
    change: InForce,
    known: Mapping[TrainedId, Trained],
    *,
    folder: Path,
    broken: Mapping[TrainedId, TrainedModelError],
) -> tuple[TrainedPart | None, list[ModelError]]:
    from rumorwatch.train.faults import TrainedModelError

    errors: list[ModelError] = []
    found: TrainedPart | None = None
    for name in line_of(change, known):
        try:
            if name in broken:
                raise broken[name]
            found = open_trained(name, part, known, folder=folder)
            break
        except TrainedModelError as error:
            errors.append(error)
    meanwhile = f"{found.id} decides" if found else f"the {part} model that ships decides"
    for met in errors:
        met.next = f"Until then {meanwhile}, and runs are marked as degraded"
    return found, errors


def try_trained(name: TrainedId, part: ModelPart, known: Mapping[TrainedId, Trained], *, folder: Path) -> None:
    """Load one trained model whole, as a scan that has something to match would.

    Raises:
        TrainedModelError: As ``open_trained``.
    """
    from rumorwatch.trainedparts import TrainedEncoder, TrainedStance

    opened = open_trained(name, part, known, folder=folder)
    if isinstance(opened, TrainedStance):
        opened.open()
    elif isinstance(opened, TrainedEncoder):
        from rumorwatch.normalize.text import views

        opened.open().encode([views("word")])


def fault_of(trained: Trained, *, folder: Path) -> TrainedModelError | None:
    """Return why a trained model cannot be used, every file read and checked; None: nothing speaks against it."""
    from rumorwatch.train.faults import TrainedModelError
    from rumorwatch.train.registry import read_model

    try:
        open_trained(trained.id, trained.part, {trained.id: trained}, folder=folder)
        read_model(folder / trained.id, manifest_hash=trained.manifest_hash).verify()
    except TrainedModelError as error:
        return error
    return None


def open_trained(name: TrainedId, part: ModelPart, known: Mapping[TrainedId, Trained], *, folder: Path) -> TrainedPart:
    """Return one trained model.

    Raises:
        TrainedModelError: RW-M13 it is not there, or the database does not know it; RW-M14 it is damaged; RW-M15 this
            program cannot use it.
    """
    from rumorwatch.train.faults import damaged, unknown
    from rumorwatch.train.registry import read_model
    from rumorwatch.trainedparts import open_part

    if name not in known:
        raise unknown(name)
    files = read_model(folder / name, manifest_hash=known[name].manifest_hash)
    if files.part is not part:
        raise damaged(name, files.folder, f"a {files.part} model in the place of a {part} model")
    return open_part(files)

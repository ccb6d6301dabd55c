"""The workspace's ``models/``: one folder a trained model, written whole or not at all, and checked before it is read.

The database has the SHA-256 of a model's manifest, the manifest those of its files. So nothing in the folder can change
unseen, and nothing is parsed before its bytes are known to be the ones that were written.

An id is made of the hash of what the manifest says besides the id, and the hash in the database is that of the file as
it is written, with the id: neither contains itself, and both can be computed again from the file.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.crockford import DIGITS, digits_of
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.trained import ModelPart, TrainedId
from rumorwatch.strictjson import read_json, table_of
from rumorwatch.train.faults import TrainedModelError, cannot_be_written, damaged, missing
from rumorwatch.train.plainfiles import read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MODELS_FOLDER = "models"
"""Of a workspace."""
MANIFEST = "manifest.json"
CONSTANTS, WORDINGS = "constants.json", "wordings.jsonl"
WEIGHTS, POINTS = "weights.safetensors", "weights.json"
ENCODER_FILES = ("model.onnx", "model.safetensors", "tokenizer.json")
"""What an encoder is opened from."""
FILES: Mapping[ModelPart, tuple[str, ...]] = {
    ModelPart.MATCHER: (CONSTANTS, WORDINGS),
    ModelPart.STANCE: (WEIGHTS,),
    ModelPart.RANKING: (POINTS,),
    ModelPart.ENCODER: ENCODER_FILES,
}
"""The files of each part's models: all of them and no others, none in a folder of its own."""
MAX_MANIFEST = 1_000_000
"""Bytes; those that ship have 18,000 at most."""
MAX_BYTES: Mapping[str, int] = {
    CONSTANTS: 1_000_000,  # the shipped ones have 18,000
    WORDINGS: 20_000_000,  # 20,000 texts of 1,000 bytes
    WEIGHTS: 20_000_000,  # the shipped stance model has 1,100,000
    POINTS: 1_000_000,  # the shipped weights have 1,700
    "model.onnx": 64_000_000,  # the shipped encoder has 11,100,000
    "model.safetensors": 64_000_000,  # 28,800,000
    "tokenizer.json": 16_000_000,  # 1,600,000
}
"""Longest that a file may be; what is longer is not what we write."""
ID_DIGITS = 10
"""Fifty bits: no two models of a workspace meet."""
MAKING, ASIDE = ".making-", ".replaced-"
"""How the names of folders begin that are being written, or replaced; a kill leaves them behind."""
_PLAIN_ID = re.compile(rf"(?:{'|'.join(ModelPart)})-[{DIGITS}]{{{ID_DIGITS}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stored:
    """A model as it was written, for the database."""

    id: TrainedId
    manifest_hash: str
    """SHA-256, 64 hex digits, of manifest.json."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainedFiles:
    """A trained model's folder, its manifest being the one that the database knows."""

    id: TrainedId
    part: ModelPart
    folder: Path
    manifest: Mapping[str, Any]
    files: Mapping[str, str]
    """SHA-256 of each file."""

    def read(self, name: str) -> bytes:
        """Return a file, once its bytes are known to be those that were written.

        Raises:
            TrainedModelError: RW-M14 it is missing, another one, no file or too long.
        """
        try:
            stored = read_file(self.folder / name, most_bytes=MAX_BYTES[name])
        except (OSError, ValueError) as error:
            raise damaged(self.id, self.folder / name, error) from error
        if sha256(stored).hexdigest() != self.files[name]:
            raise damaged(self.id, self.folder / name, "not the file that was written")
        return stored

    def verify(self) -> None:
        """Read and check every file.

        Raises:
            TrainedModelError: RW-M14 one cannot be used; the first is named.
        """
        for name in self.files:
            self.read(name)


def is_trained_id(name: str) -> bool:
    """Return whether a name is formed as the id of a trained model."""
    return _PLAIN_ID.fullmatch(name) is not None


def write_model(folder: Path, *, part: ModelPart, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Stored:
    """Write a model into the workspace's ``models/``: when this returns it is on the disk, whole, under its id.

    Args:
        folder: ``models/`` of the workspace; made when there is none.
        part: What it decides.
        files: Those that ``FILES`` names for the part.
        manifest: What is told of it, as JSON; ``id``, ``part``, ``version`` and ``files`` are written here. A stance
            model's has what ``read_stance_model`` needs, an encoder's what ``read_shipped`` does.

    Raises:
        ValueError: Files are missing, others than those of the part, or too long, or the manifest is no JSON.
        TrainedModelError: RW-M16 it cannot be written; nothing of it is left.
    """
    if set(files) != set(FILES[part]):
        raise ValueError(f"a {part} model has {', '.join(FILES[part])}, not {', '.join(sorted(files)) or 'no file'}")
    for name, content in files.items():
        if len(content) > MAX_BYTES[name]:
            raise ValueError(f"{name} has {len(content):,} bytes, over {MAX_BYTES[name]:,}")
    told = {
        **json.loads(_manifest_text(manifest)),  # as it will be read: keys are text, lists are lists
        "part": part.value,
        "version": _version(),
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    trained_id = id_of(told)
    written = _manifest_text({**told, "id": trained_id})
    if len(written) > MAX_MANIFEST:
        raise ValueError(f"the manifest has {len(written):,} bytes, over {MAX_MANIFEST:,}")
    stored = Stored(id=trained_id, manifest_hash=sha256(written).hexdigest())
    if _is_whole(folder / trained_id, stored):
        return stored
    try:
        _write(folder, trained_id, {**files, MANIFEST: written})
    except OSError as error:
        raise cannot_be_written(trained_id, folder, error) from error
    return stored


def id_of(manifest: Mapping[str, Any]) -> TrainedId:
    """Return the id of a model: its part, and digits of the hash of what its manifest says besides the id.

    Raises:
        ValueError: It is no JSON: a number that is none, or something that JSON has no words for.
    """
    told = {name: value for name, value in manifest.items() if name != "id"}
    digits = digits_of(sha256(_manifest_text(told)).digest(), count=ID_DIGITS)
    return TrainedId(f"{manifest['part']}-{digits}")


def read_model(folder: Path, *, manifest_hash: str) -> TrainedFiles:
    """Return a model of ``models/``, its manifest checked; its files are checked when they are read.

    Args:
        folder: The model's own, named by its id.
        manifest_hash: As the database has it.

    Raises:
        TrainedModelError: RW-M13 there is no such folder; RW-M14 its manifest is not the one that the database knows,
            or does not say what a manifest has to.
    """
    trained_id = TrainedId(folder.name)
    try:
        if folder.is_symlink():
            raise ValueError("a link in the place of the folder")  # noqa: TRY301 - one error for all of them
        stored = read_file(folder / MANIFEST, most_bytes=MAX_MANIFEST)
        if sha256(stored).hexdigest() != manifest_hash:
            raise ValueError("not the manifest that the database knows")  # noqa: TRY301 - the same
        manifest = table_of(read_json(stored, most_bytes=MAX_MANIFEST), what=MANIFEST)
        return TrainedFiles(
            id=trained_id,
            part=_part_of(manifest, trained_id),
            folder=folder,
            manifest=manifest,
            files=_files_of(manifest),
        )
    except FileNotFoundError as error:
        if not folder.exists():
            raise missing(trained_id, folder) from error
        raise damaged(trained_id, folder / MANIFEST, error) from error
    except (OSError, ValueError) as error:
        raise damaged(trained_id, folder / MANIFEST, error) from error


def clear_leftovers(folder: Path, *, known: Collection[TrainedId]) -> list[str]:
    """Delete what a killed training left in ``models/``: unfinished folders, and models the database does not know.

    To be called by who holds the workspace's lock. What was never named by us is left alone, and so is what cannot be
    deleted: it is not used.

    Returns:
        The names of what was deleted.
    """
    gone = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_ours = path.name.startswith((MAKING, ASIDE)) or is_trained_id(path.name)
        if not is_ours or path.name in known or path.is_symlink() or not path.is_dir():
            continue
        with suppress(OSError):
            shutil.rmtree(path)
            gone.append(path.name)
    return gone


def _is_whole(place: Path, stored: Stored) -> bool:
    try:
        read_model(place, manifest_hash=stored.manifest_hash).verify()
    except TrainedModelError:
        return False
    return True


def _part_of(manifest: Mapping[str, Any], trained_id: TrainedId) -> ModelPart:
    part = ModelPart(manifest.get("part", ""))
    if manifest.get("id") != trained_id or id_of(manifest) != trained_id:
        raise ValueError(f"the manifest of {quoted(str(manifest.get('id')))}")
    return part


def _files_of(manifest: Mapping[str, Any]) -> Mapping[str, str]:
    files = table_of(manifest.get("files"), what="files")
    if set(files) != set(FILES[ModelPart(manifest["part"])]):
        raise ValueError(f"names other files: {quoted(', '.join(sorted(files)))}")
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in files.values()):
        raise ValueError("a file has no SHA-256")
    return files


def _version() -> str:
    """Return the version of rumorwatch; empty: it runs without being installed."""
    try:
        return metadata.version("rumorwatch")
    except metadata.PackageNotFoundError:
        return ""


def _manifest_text(told: Mapping[str, Any]) -> bytes:
    """Return a manifest as it is written: one text for one content, so that its hash can be computed again."""
    return (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def _write(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=MAKING, dir=folder))
    try:
        made.chmod(0o755)  # who may read the workspace may read its models; mkdtemp lets nobody else
        for file, content in files.items():
            with (made / file).open("xb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
        _sync(made)
        _put_in_place(made, folder / name)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _put_in_place(made: Path, place: Path) -> None:
    """Rename a finished folder to its name; what has that name already is a damaged model of the same id."""
    aside = place.with_name(ASIDE + place.name)
    if os.path.lexists(place):
        shutil.rmtree(aside, ignore_errors=True)
        place.rename(aside)
    made.rename(place)
    _sync(place.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

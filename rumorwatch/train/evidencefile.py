"""Evidence as files: many lists of candidate pairs in one set of arrays, and what they are; numbers only."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.train.evidence import COLUMNS, PairList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

DESCRIBED, ARRAYS = "evidence.json", "evidence.safetensors"
"""The two files."""
VALUES = np.float16
"""Of stored values: half the size, and what a probability is made of changes by less than a hundredth."""


def to_arrays(lists: Sequence[PairList]) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return what the manifest says of the lists, and the arrays of the file.

    Args:
        lists: With the columns of ``COLUMNS``; 65,535 at most.
    """
    bands = sorted({band for pairs in lists for band in pairs.bands.tolist()})
    place = {band: at for at, band in enumerate(bands)}
    described = {
        "columns": [*COLUMNS],
        "bands": bands,
        "lists": [{"name": one.name, "binds": one.binds} for one in lists],
    }
    arrays = {
        "values": np.concatenate([pairs.features(COLUMNS) for pairs in lists]).astype(VALUES),
        "list": np.concatenate([np.full(len(pairs), at, np.uint16) for at, pairs in enumerate(lists)]),
        "band": np.concatenate([[place[band] for band in pairs.bands.tolist()] for pairs in lists]).astype(np.uint8),
        "right": np.concatenate([pairs.right for pairs in lists]).astype(np.uint8),
        "count": np.concatenate([pairs.counts for pairs in lists]).astype(np.float32),
    }
    return described, arrays


def of_arrays(described: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> list[PairList]:
    """Return the lists of a file.

    Raises:
        KeyError, TypeError, ValueError: Something is missing, has another shape, or is no finite number.
    """
    if tuple(described["columns"]) != COLUMNS:
        raise ValueError("evidence of other columns")
    values = np.asarray(arrays["values"], np.float64)
    owners, places = np.asarray(arrays["list"]), np.asarray(arrays["band"])
    right, counts = np.asarray(arrays["right"]).astype(bool), np.asarray(arrays["count"], np.float64)
    size = len(owners)
    if values.shape != (size, len(COLUMNS)) or any(one.shape != (size,) for one in (places, right, counts)):
        raise ValueError(f"evidence of {size} pairs has values of {values.shape}")
    if not (np.isfinite(values).all() and np.isfinite(counts).all() and (counts > 0).all()):
        raise ValueError("evidence is no finite number")
    bands = np.array([*map(str, described["bands"])], object)
    if size and (places.max() >= len(bands) or owners.max() >= len(described["lists"])):
        raise ValueError("evidence of a band or list that is not described")
    found = []
    for at, said in enumerate(described["lists"]):
        mine = owners == at
        found.append(
            PairList(
                name=str(said["name"]),
                binds=said["binds"] is True,
                columns=dict(zip(COLUMNS, values[mine].T, strict=True)),
                bands=bands[places[mine]],
                right=right[mine],
                counts=counts[mine],
            )
        )
    return found


def write_evidence(folder: Path, lists: Sequence[PairList]) -> dict[str, str]:
    """Write the files of lists and return their SHA-256 by name, as a manifest holds them."""
    from safetensors.numpy import save

    described, arrays = to_arrays(lists)
    files = {DESCRIBED: f"{json.dumps(described, ensure_ascii=False)}\n".encode(), ARRAYS: save(arrays)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def read_evidence(folder: Path, files: Mapping[str, str]) -> list[PairList]:
    """Return the lists in a folder.

    Args:
        folder: Of a model that ships.
        files: SHA-256 by name, of its manifest.

    Raises:
        OSError: A file cannot be read.
        KeyError, TypeError, ValueError: It is another one than the manifest says, or not complete.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    contents = {name: (folder / name).read_bytes() for name in (DESCRIBED, ARRAYS)}
    for name, content in contents.items():
        if sha256(content).hexdigest() != files[name]:
            raise ValueError(f"{name} is not the file that was shipped")
    try:
        return of_arrays(json.loads(contents[DESCRIBED]), load(contents[ARRAYS]))
    except SafetensorError as error:
        raise ValueError(f"{ARRAYS} cannot be read ({error})") from error

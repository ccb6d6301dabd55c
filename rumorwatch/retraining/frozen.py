"""Frozen sets that ship: hard cases written for this project, and evidence of real posts, numbers only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.posts import Language
from rumorwatch.embed.bundled import models_dir, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.train.evidence import PairList

FROZEN = "frozen"
"""Their folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HardPair:
    """A post beside a claim: the same in other words, or with one detail changed."""

    language: Language
    kind: str
    """What is changed, or would be: ``number``, ``negation`` and so on."""
    is_changed: bool
    claim: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardStance:
    """A post with what it does with a claim."""

    language: Language
    stance: Stance
    claim: str
    post: str


def hard_pairs() -> Sequence[HardPair]:
    """Return the pairs, by file and place.

    Raises:
        ModelError: RW-M06 a file is missing or not what shipped.
    """
    manifest = read_manifest(FROZEN)
    names = sorted(name for name in manifest["files"] if name.startswith("pairs/"))
    return [
        HardPair(
            language=Language(row["language"]),
            kind=row["kind"],
            is_changed=row["changed"],
            claim=row["claim"],
            post=row["post"],
        )
        for name in names
        for row in _rows(manifest, name)
    ]


def hard_stances() -> Sequence[HardStance]:
    """Return the stances, by place; raises as ``hard_pairs``."""
    return [
        HardStance(
            language=Language(row["language"]), stance=Stance(row["stance"]), claim=row["claim"], post=row["post"]
        )
        for row in _rows(read_manifest(FROZEN), "stances.jsonl")
    ]


def frozen_evidence() -> Sequence[PairList]:
    """Return the evidence of real posts that nothing was fitted on.

    Raises:
        ModelError: RW-M06 a file is missing or not what shipped.
    """
    from rumorwatch.train.evidencefile import read_evidence

    folder = models_dir() / FROZEN
    try:
        return read_evidence(folder, read_manifest(FROZEN)["files"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise _damaged(folder, error) from error


def _rows(manifest: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    path = models_dir() / FROZEN / name
    try:
        content = path.read_bytes()
        if sha256(content).hexdigest() != manifest["files"][name]:
            raise ValueError("not the file that was shipped")  # noqa: TRY301 - one remedy for all of them
        yield from map(json.loads, content.decode("utf-8").splitlines())
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> ModelError:
    return ModelError(
        "RW-M06",
        f"the frozen cases or base examples in {path} cannot be used ({error!r})",
        kept="The models in force stay",
        remedy="Reinstall rumorwatch (in a checkout: git restore models)",
    )

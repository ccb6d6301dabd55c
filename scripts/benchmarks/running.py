"""Running commands for what they use, and writing the files they read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def run(*arguments: str) -> dict[str, float]:
    """Run a command to its end; return its CPU seconds, wall seconds and peak memory in MB."""
    return run_and_read(*arguments)[0]


def run_and_read(*arguments: str) -> tuple[dict[str, float], bytes]:
    """Run a command to its end; return what it used, as ``run`` does, and what it printed."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(arguments, stdout=printed, stderr=said)
        # wait4 tells what this one process used; resource.RUSAGE_CHILDREN would mix it with those before.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)} exited {process.returncode}: {said.read().decode()[-2000:]}")
        printed.seek(0)
        return {
            "cpu_s": round(used.ru_utime + used.ru_stime, 3),
            "wall_s": round(time.monotonic() - started, 3),
            "peak_mb": round(used.ru_maxrss / 1024, 1),
        }, printed.read()


def write_jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows as JSONL."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")

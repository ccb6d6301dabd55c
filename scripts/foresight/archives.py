#!/usr/bin/env python3
"""Turn a CED or PHEME file into an archive that ``rumorwatch replay`` reads: posts, answers and texts, with times.

    scripts/foresight/archives.py ced_train.jsonl.gz ced-archive.jsonl.gz
    scripts/foresight/archives.py --pheme pheme_ferguson.jsonl.gz ferguson-archive.jsonl.gz

Every thread is kept, rumor or not; a rumor's posts carry its id under ``rumor``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from foresight.pheme import read_pheme  # noqa: E402
from foresight.threads import read_ced  # noqa: E402 - after the path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresight.threads import Thread


def archive_rows(thread: Thread) -> Iterator[dict[str, str]]:
    """Yield the rows of a thread, its first post first."""
    known = {"rumor": thread.id} if thread.is_rumor else {}
    first = {"id": thread.id, "text": thread.text, "author": thread.author, "kind": "post", "language": thread.language}
    yield {**first, "published_at": _told(thread.at), **known}
    for answer in thread.answers:
        yield {
            "id": f"{thread.id}/{answer.id}",
            "text": answer.text,
            "author": answer.author,
            "kind": answer.kind,
            "reply_to": thread.id,
            "language": thread.language,
            "published_at": _told(answer.at),
            **known,
        }


def _told(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def main() -> None:
    """Write the archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("threads", type=Path, help="file of threads (.jsonl.gz)")
    parser.add_argument("--pheme", action="store_true", help="it is a file of PHEME (default: of CED)")
    parser.add_argument("archive", type=Path, help="what to write (.jsonl.gz)")
    options = parser.parse_args()
    with gzip.open(options.archive, "wt", encoding="utf-8", compresslevel=1) as file:
        for thread in (read_pheme if options.pheme else read_ced)(options.threads):
            for row in archive_rows(thread):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

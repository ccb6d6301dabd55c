"""One timed matching in a process of its own, so that its memory can be told: what ``scripts/benchmark match`` runs.

    timing.py POSTS CLAIMS ROWS [MODEL...]

It prints {"model", "seconds", "learning_s", "found"}; without a MODEL it is the cascade's.

Claims are encoded first and apart, as the baseline's are: a scan does it once in a claim's life, and remembers the
rows. So does this, in the file ROWS.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]

from matcher.rows import stored  # noqa: E402

from benchmarks.reporting import jsonl  # noqa: E402 - after the path
from benchmarks.searches import post_of  # noqa: E402
from rumorwatch.domain.claims import Claim, ClaimId  # noqa: E402
from rumorwatch.matching import make_matcher  # noqa: E402
from rumorwatch.models import open_models  # noqa: E402

TOP = 5


def main() -> None:
    """Match and print."""
    posts, claims, rows, *names = sys.argv[1:]
    listed = [
        Claim(id=ClaimId(row["id"]), text=row["text"], title=row.get("title") or "", subtitle=row.get("subtitle") or "")
        for row in jsonl(Path(claims))
    ]
    asked = [post_of(row["text"]) for row in jsonl(Path(posts))]
    began = time.monotonic()
    models = open_models(names, vectors=stored(Path(rows)))
    matcher = make_matcher(listed, models)
    if models.second is not None:
        models.second.encoder.encode([text for one in matcher.references for text in (one.texts or (one.whole,))])
    learned = time.monotonic()
    found = iter(matcher.match([post for post in asked if post is not None], top=TOP))
    seconds = time.monotonic() - learned
    print(
        json.dumps(
            {
                "model": matcher.model_id,
                "seconds": seconds,
                "learning_s": round(learned - began, 1),
                "found": [[match.claim_id for match in next(found)] if post else [] for post in asked],
            }
        )
    )


if __name__ == "__main__":
    main()

"""The pipeline over threads: what scans every five minutes would have told, with threads read and without."""

from __future__ import annotations

import gzip
import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from foresight.archives import archive_rows
from foresight.breaking import Unmatched
from foresight.watching import SIGN_PRECISION, follow, threshold_for
from rumorwatch.evaluate.archive import ARCHIVE_FEED, read_archive
from rumorwatch.evaluate.earliness import earliness_of, truth_of
from rumorwatch.evaluate.replay import replay
from rumorwatch.fitted import open_forecaster
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Settings
from rumorwatch.unexplained import open_reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresight.fitting import Fitted
    from foresight.threads import Thread
    from rumorwatch.emerge.credibility import CredibilityModel
    from rumorwatch.emerge.threads import Credibility, Evidence
    from rumorwatch.evaluate.archive import Archived


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedCredibility:
    """A model fitted here, as the rules of new rumors take it (emerge.threads.Credibility)."""

    model: CredibilityModel
    min_probability: float

    def speaks(self, language: str) -> bool:
        """Return whether it says anything of posts in this language."""
        return self.model.speaks(language)

    def begin(self, text: str, *, at: datetime, source: str, language: str) -> Evidence | None:
        """Return what is known of a thread at its post."""
        return self.model.begin(text, at=at, source=source, language=language)


def credibility_of(fitted: Fitted, read: Sequence[Thread]) -> FittedCredibility:
    """Return the model with a threshold, both from the threads that were learned from alone.

    Args:
        fitted: What was learned.
        read: The threads that it was learned from, with accented views, by time.
    """
    courses = [follow(fitted.earlier, thread) for thread in read[fitted.begin :]]
    return FittedCredibility(model=fitted.model, min_probability=threshold_for(courses, precision=SIGN_PRECISION))


def archive_of(threads: Sequence[Thread]) -> Sequence[Archived]:
    """Return threads as an archive, read as `rumorwatch replay` reads its file."""
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / "archive.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            for thread in threads:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in archive_rows(thread))
        posts, _ = read_archive(
            path,
            timezone="UTC",
            read_at=datetime.now(UTC),
            author_secret=b"a secret of nobody, for a file in which nobody is named",
            leave_out=lambda _: None,
        )
    return posts


def earliness(archive: Sequence[Archived], *, credibility: Credibility | None) -> dict[str, Any]:
    """Return the figures of `rumorwatch replay --json`; ``seconds`` are those of replaying alone."""
    began = perf_counter()
    replayed = replay(
        archive,
        matcher=Unmatched(),
        reader=open_reader(),
        forecaster=cache(open_forecaster),
        credibility=credibility,
        feeds={ARCHIVE_FEED.id: ARCHIVE_FEED},
        claims=(),
        statements=(),
        settings=Settings(),
        weights=load_weights(),
        step=timedelta(minutes=5),
    )
    return earliness_of(replayed, truth_of(archive), seconds=perf_counter() - began).as_json()

"""Sets of posts with the claims that they repeat, for the benchmark of robustness."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.reporting import DEMO, jsonl
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.feeds import Feed, FeedKind
from rumorwatch.domain.posts import FeedId, RawItem
from rumorwatch.normalize.posts import to_post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from rumorwatch.domain.posts import Post

SEED = 7
MIN_WORDS = 8
"""Of a line of ViLexNorm; a shorter text is never confirmed, and says too little to be found among a thousand."""
CHINESE_PAIRS = 500
_SEEN_AT = datetime(2026, 10, 8, tzinfo=UTC)
_FEED = Feed(id=FeedId("benchmark"), url="file:", kind=FeedKind.POSTS)
DEV_FIFTH = 5
"""Of vnPara every fifth positive pair is kept for development, as ``scripts/train_matcher`` splits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Posts to find claims for."""

    name: str
    posts: tuple[str, ...]
    """Each in one line."""
    right: tuple[frozenset[str], ...]
    """Ids of the claims that each post repeats."""
    claims: tuple[Claim, ...]
    files: tuple[Path, ...]
    """What it was read from."""


def demo(_: Path, __: int | None) -> Search:
    """Return the posts of the demo's files that repeat, deny, ask or report a claim of it."""
    rows = {row["id"]: row["text"] for row in _demo_rows(DEMO / "feeds")}
    sightings = json.loads((DEMO / "expected.json").read_text("utf-8"))["sightings"]
    pairs = [(row["post"], claim) for claim, posts in sightings.items() for row in posts if row["post"] in rows]
    claims = jsonl(DEMO / "claims.jsonl")
    return Search(
        name="demo",
        posts=tuple(_line(rows[post]) for post, _ in pairs),
        right=tuple(frozenset({claim}) for _, claim in pairs),
        claims=tuple(_claim(row) for row in claims),
        files=(DEMO / "claims.jsonl", DEMO / "expected.json", *sorted((DEMO / "feeds").iterdir())),
    )


def _demo_rows(folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from jsonl(path)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def checkthat(data: Path, drawn: int | None) -> Search:
    """Return the English development posts, with all claims or as many drawn, those of the posts among them."""
    folder = data / "retrieval" / "checkthat"
    files = tuple(folder / f"{name}.jsonl.gz" for name in ("dev.posts", "dev.pairs", "claims"))
    posts, pairs, claims = map(jsonl, files)
    right: dict[str, set[str]] = {}
    for row in pairs:
        right.setdefault(row["post_id"], set()).add(row["claim_id"])
    if drawn is not None:
        needed = {claim for mine in right.values() for claim in mine}
        others = [row["id"] for row in claims if row["id"] not in needed]
        random.Random(SEED).shuffle(others)  # noqa: S311 - a reproducible draw, no secret
        kept = needed.union(others[: max(0, drawn - len(needed))])
        claims = [row for row in claims if row["id"] in kept]
    return Search(
        name="checkthat",
        posts=tuple(_line(row["text"]) for row in posts),
        right=tuple(frozenset(right[row["id"]]) for row in posts),
        claims=tuple(_claim(row) for row in claims),
        files=files,
    )


def vietnamese(data: Path, _: int | None) -> Search:
    """Return paraphrases of news and comments beside their clean form, over the claims of both."""
    files = tuple(data / "vietnamese" / f"{name}.jsonl.gz" for name in ("vnpara_half", "vilexnorm_dev"))
    paraphrases, comments = map(jsonl, files)
    positive = [(row["sentence1"], row["sentence2"]) for row in paraphrases if row.get("label") == "1"]
    clean = {row["normalized"]: row["original"] for row in comments if len(row["normalized"].split()) >= MIN_WORDS}
    informal = [(original, normalized) for normalized, original in clean.items()]
    return _paired("vietnamese", [*positive[::DEV_FIFTH], *informal], files)


def chinese(data: Path, _: int | None) -> Search:
    """Return questions that ask the same."""
    files = (data / "chinese" / "lcqmc_dev.jsonl.gz",)
    positive = [(row["a"], row["b"]) for row in jsonl(*files) if row["label"] == "1"]
    return _paired("chinese", positive[:CHINESE_PAIRS], files)


SEARCHES: dict[str, Callable[[Path, int | None], Search]] = {
    search.__name__: search for search in (demo, checkthat, vietnamese, chinese)
}
"""By name; each is given the folder of docs/data.md and how many claims to draw of a long list (None: all)."""


def _paired(name: str, pairs: Iterable[tuple[str, str]], files: Sequence[Path]) -> Search:
    """Return pairs of a post and its claim; claims are named by their text, so that equal ones are one."""
    right: dict[str, set[str]] = {}
    for post, claim in pairs:
        right.setdefault(_line(post), set()).add(_line(claim))
    texts = {claim: str(at) for at, claim in enumerate(dict.fromkeys(one for mine in right.values() for one in mine))}
    return Search(
        name=name,
        posts=tuple(right),
        right=tuple(frozenset(texts[claim] for claim in mine) for mine in right.values()),
        claims=tuple(Claim(id=ClaimId(claim_id), text=text) for text, claim_id in texts.items()),
        files=tuple(files),
    )


def _claim(row: dict[str, object]) -> Claim:
    """Return what is matched of a row of claims."""
    text, title, subtitle = (str(row.get(key) or "") for key in ("text", "title", "subtitle"))
    wordings = row.get("wordings") or ()
    return Claim(
        id=ClaimId(str(row["id"])),
        text=text,
        title=title,
        subtitle=subtitle,
        wordings=tuple(map(str, wordings)) if isinstance(wordings, list) else (),
    )


def _line(text: str) -> str:
    """Return a text in one line: the rewrites are made for lines."""
    return " ".join(text.split())


def post_of(text: str) -> Post | None:
    """Return a text as a post; None where nothing is left to match."""
    # The language is told, for guessing it takes longer than matching, and is of no use to it.
    item = RawItem(text=text, language="vi")
    return to_post(item, feed=_FEED, seen_at=_SEEN_AT, author_secret=b"")

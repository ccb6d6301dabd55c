"""The model card of the cascade's constants, made from its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_HEAD = """# {id}: what the cascade makes of what it finds

Constants, no network: how the cosines of lexical and mini are fused, how likely a pair with such a similarity and lead
is the same claim, from where a match is confirmed or suggested in each language pair and length of post, and which
posts are worth a second look. Fitted by `{fitted_by}` (data {data_hash}) on train
splits; every figure below is from dev splits, which nothing was fitted on.

**For** ranking claims for a post and saying how sure that is. **Not for** anything but our own three encoders: the
constants hold for {models}.

Similarity = {lexical} lexical (all of a claim) + {dense} mini (the best of its text, title and subtitle).

## Confirmed and suggested, by language pair and length

A post of 20 words is long. Intervals are Wilson's, 95 %; "across" is Vietnamese or Chinese with English and Chinese
with Vietnamese, on translated sentences: easier than claims are.

"""

_LIMITS = """
## Limits

- No set of Chinese posts and Chinese claims was at hand: such pairs are judged as English ones, confirmed as late as
  the latest band and suggested as soon as the soonest.
- Vietnamese and translated pairs are sentences in the place of posts and claims, which are easier to tell apart. Such
  bands are confirmed no sooner, and suggested no later, than English ones, and their figures flatter.
- FactCheckTweet lists many claims twice, so its wrong pairs are often right; ViLexNorm's comments repeat one another.
  Both count for the probabilities and bind no threshold.
- A probability says how likely two texts make the same claim, not whether it is false. What differs in a number, a
  date, a place, a name or a negation is left to the guards.
"""


def write_card(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write MODEL_CARD.md beside the manifest."""
    (folder / "MODEL_CARD.md").write_text("\n".join(_lines(manifest)) + "\n", "utf-8")


def _lines(manifest: Mapping[str, Any]) -> Iterator[str]:
    metrics = manifest["metrics"]
    weights = manifest["weights"]
    yield _HEAD.format(
        id=manifest["id"],
        fitted_by=manifest["fitted_by"],
        data_hash=manifest["data_hash"],
        models=" and ".join(manifest["models"].values()),
        lexical=weights["lexical"],
        dense=weights["mini"],
    ).rstrip()
    yield ""
    yield from _table(
        ("pair, length", "right pairs", "confirmed precision", "recall", "suggested precision", "recall"),
        (
            (name, row["right_pairs"], *(_share(row, f"{tier}_{what}") for tier in TIERS for what in MEASURES))
            for name, row in metrics["held out, by language pair and length"].items()
        ),
    )
    yield "\n## By set and number of claims\n"
    yield from _table(
        ("set", "right pairs", "confirmed precision", "recall", "suggested precision", "recall", "calibration error"),
        (
            (
                name,
                row["right_pairs"],
                *(row[f"{tier}_{what}"] for tier in TIERS for what in MEASURES),
                row["calibration_error"],
            )
            for name, row in metrics["held out, by set"].items()
        ),
    )
    yield "\n## Reliability\n\nWhat was said and what was right, all sets together and in each language pair.\n"
    yield from _table(
        ("pairs of texts", "probability from", "pairs", "said", "right"),
        (
            (group, row["from"], row["pairs"], row["said"], row["right"])
            for group, rows in metrics["held out, reliability"].items()
            for row in rows
        ),
    )
    yield _LIMITS.rstrip()


TIERS, MEASURES = ("confirmed", "suggested"), ("precision", "recall")


def _share(row: Mapping[str, Any], name: str) -> str:
    interval = row[f"{name}_interval"]
    return "-" if interval is None else f"{row[name]} ({interval[0]} to {interval[1]})"


def _table(head: Sequence[str], rows: Iterator[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"

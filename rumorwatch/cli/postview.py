"""One stored post with its matches: the row for programs, the lines for people. Its author key is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.cli.display import quote, shown
from rumorwatch.cli.output import local_time
from rumorwatch.label.effects import sentence_of
from rumorwatch.reading.links import defanged

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from rich.table import Table

    from rumorwatch.domain.labels import Ruling
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Counts, Language, Post
    from rumorwatch.domain.readings import Reading


def post_row(post: Post, matches: Sequence[Match], rulings: Sequence[Ruling]) -> dict[str, object]:
    """Return the post as ``posts show --json`` prints it; text and links as they are stored.

    Args:
        post: The post.
        matches: Its matches, best first.
        rulings: What analysts agreed on about its text.
    """
    return {
        "key": post.key,
        "id": post.external_id,
        "feed_id": post.feed_id,
        "source": post.source,
        "url": post.url,
        "kind": post.kind.value,
        "language": post.language.value,
        "published_at": post.published_at.isoformat(),
        "seen_at": post.seen_at.isoformat(),
        "date_flag": post.date_flag.value if post.date_flag else None,
        "reply_to": post.reply_to,
        "province": post.province,
        **_counts(post.counts),
        "text": post.views.accented,
        "folded": post.views.folded,
        "matches": [match_row(match) for match in matches],
        "agreed": [
            {
                "question": ruling.subject.question.value,
                "claim_id": ruling.subject.claim_id,
                "label": ruling.label.value if ruling.label else None,
            }
            for ruling in rulings
        ],
    }


def match_row(match: Match) -> dict[str, object]:
    """Return a match with the keys of ``match --json``."""
    return {
        "claim_id": match.claim_id,
        "rank": match.rank,
        "similarity": round(match.similarity, 4),
        "probability": round(match.probability, 4),
        "tier": match.tier.value if match.tier else None,
        "stance": match.stance.value,
        "reasons": list(match.reasons),
    }


def held_row(post: Post, reading: Reading, *, by_people: bool) -> dict[str, object]:
    """Return a held post as ``posts held --json`` prints it; ``by_people``: analysts agreed on its class."""
    return {
        "key": post.key,
        "feed_id": post.feed_id,
        "published_at": post.published_at.isoformat(),
        "language": post.language.value,
        "class": reading.post_class.value,
        "by": "analysts" if by_people else "model",
        "checkable": round(reading.checkable, 4),
        "text": quote(post.text),
    }


def held_table(sample: Sequence[tuple[Post, Reading]], by_people: Container[str]) -> Table:
    """Return held posts for a person, in the order given; of some texts, by hash, analysts agreed on the class."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, leading=1, pad_edge=False, expand=True)
    for heading in ("Read as", "Checkable", "When", "Key"):
        made.add_column(heading, no_wrap=True)
    made.add_column("Post", ratio=1, overflow="fold")
    for post, reading in sample:
        checkable = "analysts" if post.text_hash in by_people else f"{reading.checkable:.0%}"
        facts = (reading.post_class.value, checkable, local_time(post.published_at), post.key[:8])
        made.add_row(*facts, Text(quote(post.text)))
    return made


def post_view(post: Post, matches: Sequence[Match], rulings: Sequence[Ruling], language: Language) -> Table:
    """Return the post for a person: both spelling views, times, where from, matches; links not clickable.

    Args:
        post: The post.
        matches: Its matches, best first.
        rulings: What analysts agreed on about its text.
        language: Of the sentences that say so.
    """
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, said in _lines(post):
        if said:
            grid.add_row(name, Text(shown(defanged(said))))
    if not matches:
        grid.add_row("matches", Text("none above a tier", style="dim"))
    for match in matches:
        head = f"{match.claim_id}: {match.tier or 'no tier'}, {match.stance}, similarity {match.similarity:.2f}"
        grid.add_row(f"match {match.rank}", Text(shown(head)))
        for reason in match.reasons:
            grid.add_row("", Text(shown(reason), style="dim"))
    for ruling in rulings:
        about = f"{ruling.subject.claim_id}: " if ruling.subject.claim_id else ""
        grid.add_row("agreed", Text(shown(about + sentence_of(ruling, language=language))))
    return grid


def _lines(post: Post) -> tuple[tuple[str, str], ...]:
    flag = f" ({post.date_flag} date: the time it was seen stands in)" if post.date_flag else ""
    counts = ", ".join(f"{number:,} {name}" for name, number in _counts(post.counts).items() if number is not None)
    return (
        ("key", post.key),
        ("id", post.external_id or ""),
        ("feed", f"{post.feed_id}{f', {post.source}' if post.source else ''}"),
        ("url", post.url or ""),
        ("published", f"{local_time(post.published_at)}{flag}"),
        ("seen", local_time(post.seen_at)),
        ("kind", f"{post.kind}, language {post.language}{f', {post.province}' if post.province else ''}"),
        ("answers to", post.reply_to or ""),
        ("counts", counts),
        ("text", post.views.accented),
        ("folded", post.views.folded),
    )


def _counts(counts: Counts) -> dict[str, int | None]:
    return {"likes": counts.likes, "shares": counts.shares, "comments": counts.comments, "views": counts.views}

"""Judged: what people agreed on, read in the transaction that needs it and laid over what the models said.

It is read where it is used and never before: a judgment that is stored while a scan matches is either seen by the
transaction that stores the matches, or marks them to be made again once they are stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language
from rumorwatch.label.effects import is_held, kinds_of, read_by_people, ruled, shown_of
from rumorwatch.label.rulings import rulings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import PostClass, Reading
    from rumorwatch.parts import Parts


def judged_matches(
    unit: Unit, posts: Sequence[Post], matches: Mapping[PostKey, Sequence[Match]], parts: Parts
) -> Mapping[PostKey, Sequence[Match]]:
    """Return the matches to store, with what a quorum agreed on laid over them.

    Args:
        unit: The transaction that stores them.
        posts: The posts that the matches are of, and perhaps others.
        matches: As the models made them.
        parts: Of the run.
    """
    judgments = unit.judgments.on({post.text_hash for post in posts if post.key in matches})
    if not judgments:
        return matches
    rulings, shown = rulings_of(judgments, quorum=parts.settings.label.quorum), shown_of(judgments)
    language = Language(parts.settings.match.language)
    judged = {
        post.key: ruled(
            post, matches[post.key], rulings=rulings, shown=shown, claims=parts.claims.keys(), language=language
        )
        for post in posts
        if post.key in matches
    }
    return {**matches, **judged}


def judged_kinds(unit: Unit, posts: Iterable[Post], *, quorum: int) -> Mapping[str, PostClass]:
    """Return what a quorum agreed that these posts are, by text hash."""
    judgments = unit.judgments.on({post.text_hash for post in posts})
    return kinds_of(rulings_of(judgments, quorum=quorum).values())


def judged_readings(
    unit: Unit, groups: Iterable[Sequence[tuple[Post, Reading]]], *, quorum: int
) -> Sequence[tuple[Post, Reading]]:
    """Return the posts of groups with what was read in them, in their order, without those that people called no rumor.

    Args:
        unit: Of the store.
        groups: As the models read them.
        quorum: Analysts who have to say the same.
    """
    read = [one for group in groups for one in group]
    kinds = judged_kinds(unit, (post for post, _ in read), quorum=quorum)
    return [(post, read_by_people(post, reading, kinds)) for post, reading in read if not is_held(post, kinds)]

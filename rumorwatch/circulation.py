"""Circulation: the rumors that the window's posts make, known claims that are back and new ones."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.matches import Tier
from rumorwatch.domain.rumors import Rumor
from rumorwatch.emerge.newrumors import bar_of, new_rumor_of
from rumorwatch.emerge.sightings import needs_a_person, rumor_of, spreading_of
from rumorwatch.match.statements.choice import best_answer
from rumorwatch.normalize.duplicates import first_alike
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post
    from rumorwatch.parts import Parts, PostReader


def returning(unit: Unit, claim_ids: Sequence[ClaimId] | None, parts: Parts) -> Iterator[Rumor]:
    """Yield the rumors of these claims (None: of all) that need a person, as the window's posts make them."""
    by_claim = defaultdict(list)
    for post, match in unit.matches.of_claims(claim_ids, since=parts.window_start):
        by_claim[match.claim_id].append((post, match))
    for claim_id, matched in by_claim.items():
        claim = parts.claims.get(claim_id)
        spreading = spreading_of(claim, matched, feeds=parts.listed) if claim else ()
        if claim is None or not needs_a_person(
            [pair for pair in spreading if _may_open(*pair, claim)],
            min_expected_sources=parts.settings.alert.min_expected_sources,
        ):
            continue
        answers = parts.matcher.answers().get(claim_id, ())
        answered = best_answer(claim, answers, parts.statements, views=views, now=parts.now)
        yield rumor_of(
            claim,
            spreading,
            matched=matched,
            feeds=parts.listed,
            statement=answered.statement if answered else None,
            contradictions=answered.contradictions if answered else (),
            first_alike=first_alike,
        )


def emerging(unit: Unit, parts: Parts) -> Iterator[Rumor]:
    """Yield the new rumors that the window's posts without a claim make."""
    if parts.reader is None:
        return
    bar = bar_of(parts.settings.emerge)
    known = {alert.rumor_id: alert for alert in unit.alerts.all(status=AlertStatus.OPEN)}
    for rumor_id, read in unit.readings.groups(since=parts.window_start, at_least=bar.min_posts).items():
        found = new_rumor_of(
            rumor_id,
            read,
            feeds=parts.listed,
            bar=bar,
            first_alike=first_alike,
            sentence_of=partial(_sentence_of, known=known.get(rumor_id), reader=parts.reader),
        )
        if isinstance(found, Rumor):
            yield found


def _sentence_of(posts: Sequence[Post], *, known: Alert | None, reader: PostReader) -> str:
    """Return the sentence of an alert whose posts are as many as before, else one chosen now, which needs a model."""
    return known.text if known and known.posts == len(posts) else reader.sentence_of(posts)


def _may_open(post: Post, match: Match, claim: Claim) -> bool:
    """Say whether a sighting helps to open an alert: "up 210 dong" is not "up to 50,000", however alike they are."""
    from rumorwatch.match.guards.counting import tells_other_numbers  # its tables take 50 ms; an idle scan needs none

    return match.tier is Tier.CONFIRMED or not tells_other_numbers(post.views, claim=claim.all_texts)

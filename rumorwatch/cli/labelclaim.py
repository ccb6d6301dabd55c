"""The command ``label claim``: a post, or a new rumor, becomes a known claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of, by_option
from rumorwatch.cli.bestsentence import best_sentence
from rumorwatch.cli.output import say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.errors import LearningError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.posts import Post

_VERDICTS, _TOPICS = [verdict.value for verdict in Verdict], [topic.value for topic in Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """What a claim is made of."""

    post: Post
    text: str
    """What it says, where the analyst does not say it better."""
    wordings: tuple[str, ...] = ()
    alert: Alert | None = None
    """Of the new rumor."""


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--text", help="The claim in one sentence, as people say it; default: the sentence that says it best.")
@click.option("--wording", "wordings", multiple=True, help="Another way people put it, any language; may be repeated.")
@click.option(
    "--topic", type=click.Choice(_TOPICS), default="other", show_default=True, help="Field; it sets the harm."
)
@click.option("--verdict", type=click.Choice(_VERDICTS), default="unknown", show_default=True, help="What was found.")
@click.option("--url", help="Where the fact-check was published.")
@click.option("--publisher", help="Who checked it.")
@by_option
@click.pass_obj
def claim(path: Path, /, name: str, *, text: str | None, topic: str, verdict: str, by: str, **given: object) -> None:
    """Make a known claim of a post, or of the new rumor of an alert; the next scan finds its earlier posts too.

    NAME is a post's id, its url, or the first 4 characters of its key or more; or an alert's id. Of an alert, the posts
    that put it most differently become wordings, and the alert goes on as the claim's: nobody is told a second time.
    """
    from rumorwatch.label.acts import add_claim
    from rumorwatch.label.newclaims import new_claim

    who = actor_of(by).name
    with opened(path) as workspace:
        origin = _origin(workspace, name, text=text)
        typed = _typed(given)
        now = workspace.clock.now()
        with workspace.store.write() as unit:
            made = new_claim(
                origin.post,
                text=origin.text if text is None else text,
                wordings=(*typed.wordings, *origin.wordings),
                verdict=Verdict(verdict),
                topic=Topic(topic),
                url=typed.url,
                publisher=typed.publisher,
                at=now,
                known=unit.claims.all(retired=True),
            )
            add_claim(unit, made, of=origin.post, alert=origin.alert, by=who, now=now)
    goes_on = f"; {origin.alert.id} goes on as its alert" if origin.alert else ""
    say(f'Claim "{made.id}" made: {quoted(made.text)} The next scan matches it with posts stored before, too{goes_on}')


def _typed(given: dict[str, object]) -> Claim:
    """Return a claim of what was typed beside its text, read as `claims add` reads it.

    Raises:
        UsageError: RW-U26 a value cannot be used.
    """
    from rumorwatch.cli.references import from_options
    from rumorwatch.collect.tables.referencerows import read_claim

    return from_options(read_claim, {"id": "typed", "text": "typed", **given})


def _origin(workspace: Workspace, name: str, *, text: str | None) -> _Origin:
    """Return what a person means by a name.

    Raises:
        UsageError: RW-U82 posts of different texts have it; RW-U83 nothing has it; RW-U84 the alert is of a known
            claim; RW-L25 the alert's posts are gone.
    """
    from rumorwatch.cli.alertdetail import find_alert

    with workspace.store.read() as unit:
        posts = unit.posts.find(name)
    if posts:
        return _of_post(workspace, posts, name, text=text)
    try:
        alert = find_alert(workspace.store, name)
    except UsageError as error:
        raise UsageError(
            code="RW-U83",
            failed=f'neither a post nor an alert is called "{quoted(name)}"',
            kept="Nothing was stored",
            remedy="`rumorwatch alerts show ALERT --json` gives the keys of an alert's posts, `alerts list` the alerts",
        ) from error
    return _of_alert(workspace, alert)


def _of_post(workspace: Workspace, posts: Sequence[Post], name: str, *, text: str | None) -> _Origin:
    different = {post.text_hash: post for post in reversed(posts)}
    if len(different) > 1:
        raise UsageError(
            code="RW-U82",
            failed=f'{len(different)} posts of different texts are called "{quoted(name)}"',
            kept="Nothing was stored",
            remedy=f"Name one by its key: {', '.join(sorted(post.key[:8] for post in different.values())[:5])}",
        )
    (post,) = different.values()
    # Choosing a sentence takes a model: not where the analyst has one.
    return _Origin(post=post, text=best_sentence(workspace, post) if text is None else "")


def _of_alert(workspace: Workspace, alert: Alert) -> _Origin:
    from rumorwatch.cli.alertdetail import detail_of
    from rumorwatch.domain.rumors import SightingKind
    from rumorwatch.label.newclaims import most_different
    from rumorwatch.normalize.text import views

    if alert.claim_id is not None:
        raise UsageError(
            code="RW-U84",
            failed=f'alert {alert.id} is of the claim "{quoted(alert.claim_id)}" already',
            kept="Nothing was stored",
            remedy="`rumorwatch claims add --id ID --replace` gives a claim other wordings",
        )
    sightings = detail_of(workspace, alert).sightings
    told = [one.post for one in sightings[::-1] if one.kind is SightingKind.INDEPENDENT]
    if not told:
        raise LearningError(
            code="RW-L25",
            failed=f"no post of the new rumor of alert {alert.id} is left in the window",
            kept="Nothing was stored",
            remedy='Write the claim yourself: `rumorwatch claims add --id ID --text "..."`',
        )
    return _Origin(
        # The post whose sentence stands for the rumor, or else the earliest.
        post=next((post for post in told if alert.text and alert.text in post.text), told[0]),
        text=alert.text or told[0].text,
        wordings=tuple(post.text for post in most_different(told, than=views(alert.text).folded)),
        alert=alert,
    )

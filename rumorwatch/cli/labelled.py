"""The commands ``label list`` and ``label retract``: what analysts said, and what they take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of, by_option, comment_option
from rumorwatch.cli.display import plural, quote, shown
from rumorwatch.cli.output import json_option, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.table import Table

    from rumorwatch.domain.labels import JudgedText, Judgment, Ruling, Subject
    from rumorwatch.domain.ports import Unit


@click.command(name="list")
@click.option("--disputed", is_flag=True, help="Only those on which analysts differ and no quorum settles it.")
@click.option("--by", metavar="NAME", help="Only those of this analyst.")
@json_option
@click.pass_obj
def list_judgments(path: Path, *, disputed: bool, by: str | None, as_json: bool) -> None:
    """List the judgments that stand, oldest first, each with what all who judged the same say together."""
    from rumorwatch.label.rulings import analyst_key, rulings_of

    with opened(path) as workspace, workspace.store.read() as unit:
        standing, texts = unit.judgments.standing(), unit.judgments.texts()
        rulings = rulings_of(standing, quorum=workspace.settings.label.quorum)
    chosen = [
        one
        for one in standing
        if (by is None or analyst_key(one.analyst) == analyst_key(by))
        and (not disputed or rulings[one.subject].is_disputed)
    ]
    if as_json:
        print_json(_row(one, rulings[one.subject], texts) for one in chosen)
        return
    if chosen:
        from rumorwatch.cli.output import console

        console().print(_table(chosen, rulings, texts))
    say(f"{plural(len(chosen), 'judgment')} of {len(standing)} that stand")


@click.command()
@click.argument("judgment_id", metavar="JUDGMENT")
@comment_option()
@by_option
@click.pass_obj
def retract(path: Path, judgment_id: str, *, comment: str, by: str) -> None:
    """Take JUDGMENT back: it stays in the record and counts no more, from the next scan on.

    JUDGMENT is its id as `label list` shows it. A claim that was made with it stays in use.
    """
    from rumorwatch.label.acts import take_back

    who = actor_of(by).name
    with opened(path) as workspace, workspace.store.write() as unit:
        judgment = _found(unit, judgment_id)
        is_new = take_back(unit, judgment, by=who, comment=comment, now=workspace.clock.now())
        before = unit.judgments.retractions()[judgment.id]
    if not is_new:
        say(f"{judgment.id} was taken back by {shown(before.by)} at {local_time(before.at)} already")
        return
    say(f"{judgment.id} taken back: {judgment.label} by {shown(judgment.analyst)}. The next scan goes without it")
    if judgment.made_claim is not None:
        say(f'The claim "{shown(judgment.made_claim)}" stays in use; `rumorwatch claims retire` takes it out')


def _found(unit: Unit, said: str) -> Judgment:
    from rumorwatch.domain.crockford import HEARD_AS
    from rumorwatch.domain.labels import JudgmentId

    meant = "J-" + said.strip().upper().removeprefix("J-").translate(HEARD_AS)
    judgment = unit.judgments.get(JudgmentId(meant))
    if judgment is None:
        raise UsageError(
            code="RW-U81",
            failed=f'no judgment "{quoted(said)}" among {len(unit.judgments.all())} stored',
            kept="Nothing was changed",
            remedy="`rumorwatch label list` shows every id",
        )
    return judgment


def _row(judgment: Judgment, ruling: Ruling, texts: Mapping[str, JudgedText]) -> dict[str, object]:
    subject = judgment.subject
    text = texts.get(subject.text_hash)
    return {
        "judgment_id": judgment.id,
        "at": judgment.at.isoformat(),
        "analyst": judgment.analyst,
        "question": subject.question.value,
        "label": judgment.label.value,
        "claim_id": subject.claim_id,
        "made_claim": judgment.made_claim,
        "post_key": judgment.post_key,
        "reason": judgment.reason.value,
        "comment": judgment.comment,
        "ruling": ruling.label.value if ruling.label else None,
        "agreed": ruling.is_agreed,
        "disputed": ruling.is_disputed,
        "votes": {label.value: list(names) for label, names in ruling.votes.items()},
        "text": quote(text.views.accented) if text else None,
    }


def _table(judgments: Sequence[Judgment], rulings: Mapping[Subject, Ruling], texts: Mapping[str, JudgedText]) -> Table:
    from rich.text import Text

    from rumorwatch.cli.clamped import Clamped
    from rumorwatch.cli.output import table

    made = table("Judgment", "When", "Who", "Said", "Together", "Post")
    made.columns[0].no_wrap = True
    for one in judgments:
        about = one.subject.claim_id or one.made_claim
        said = f"{one.label}\n{shown(about)}" if about else one.label.value
        text = texts.get(one.subject.text_hash)
        post = Text(quote(text.views.accented) if text else "")
        cells = (one.id, local_time(one.at), shown(one.analyst), said, _together(rulings[one.subject]))
        made.add_row(*map(Text, cells), Clamped(text=post, lines=2))
    return made


def _together(ruling: Ruling) -> str:
    """Return what those who judged the same say, in a word or two."""
    if ruling.is_disputed:
        return "disputed"
    if ruling.label is None:
        return "unsure"
    return f"{ruling.label}, agreed" if ruling.is_agreed else f"{ruling.label}, by {len(ruling.votes[ruling.label])}"

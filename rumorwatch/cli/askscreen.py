"""The screen of a session: in color and columns where a person sees them, in plain lines everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import click

from rumorwatch.cli.output import console
from rumorwatch.label import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType
    from rich.text import Text

    from rumorwatch.cli.asksheet import Marked, Sheet
    from rumorwatch.domain.posts import Language
    from rumorwatch.label.session import Stage

_WIDE = 100
"""Columns from which claim and statement stand beside the post: each has then the 45 characters or more that a line of
print has."""


class Screen(Protocol):
    """Shows a session to one person."""

    def show(self, sheet: Sheet, *, progress: str) -> None:
        """Show a question."""
        ...

    def ask(self, stage: Stage, *, default: str = "", has_near: bool = False) -> None:
        """Show what is asked at a stage, and the keys that answer.

        Args:
            stage: Of the session.
            default: What an empty line means.
            has_near: Whether a nearest claim is shown with the post.
        """
        ...

    def say(self, text: str) -> None:
        """Say what was done."""
        ...


def screen_for(language: Language, *, plain: bool, environment: Mapping[str, str], is_terminal: bool) -> Screen:
    """Return the screen for who watches.

    Plain where it is asked for, with NO_COLOR (no-color.org) or TERM=dumb, and where no person watches.
    """
    is_plain = plain or bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb" or not is_terminal
    return PlainScreen(language) if is_plain else RichScreen(language)


class PlainScreen:
    """Lines of text only: no color, no boxes, no moving about; every state is said in words."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def show(self, sheet: Sheet, *, progress: str) -> None:
        """Print a question, one thing a line."""
        for line in self._lines(sheet, progress):
            click.echo(line)

    def ask(self, stage: Stage, *, default: str = "", has_near: bool = False) -> None:
        """Print what is asked, and the keys."""
        if default:
            click.echo(default)
        keys = ", ".join(
            f"{key} = {means}" for key, means in wording.choices(stage, language=self._language, has_near=has_near)
        )
        click.echo(f"{wording.question(stage, language=self._language)}{f' {keys}' if keys else ''}")

    def say(self, text: str) -> None:
        """Print a line."""
        click.echo(text)

    def _lines(self, sheet: Sheet, progress: str) -> Iterator[str]:
        yield ""
        yield f"{sheet.number}. {sheet.reason}: {sheet.why} ({progress})"
        yield f"{self._heading('post')} ({sheet.facts}): {sheet.post.text}"
        if sheet.claim is not None:
            yield f"{self._heading('near' if sheet.is_near else 'claim')} ({sheet.claim_facts}): {sheet.claim.text}"
            if not sheet.is_near:
                yield f"{self._heading('statement')}: {sheet.statement or self._heading('none')}"
            yield f"{self._heading('shared')}: {', '.join(sheet.post.words) or self._heading('none')}"

    def _heading(self, name: str) -> str:
        return wording.HEADINGS[name][self._language]


class RichScreen:
    """Colors and columns; what is shown before stays above."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def show(self, sheet: Sheet, *, progress: str) -> None:
        """Print a question: claim and statement beside the post where there is room, below it where there is not."""
        from rich.rule import Rule
        from rich.text import Text

        out = console()
        head = Text.assemble((f" {sheet.number} ", "bold reverse"), " ", (sheet.reason, "bold"), f"  {sheet.why}")
        out.print(Rule(Text(progress, style="dim"), align="right", style="dim"))
        out.print(head)
        out.print(self._body(sheet, width=out.width))

    def ask(self, stage: Stage, *, default: str = "", has_near: bool = False) -> None:
        """Print what is asked, and the keys."""
        from rich.text import Text

        asked = Text()
        if default:
            asked.append(f"{default}\n", style="italic")
        asked.append(wording.question(stage, language=self._language), style="bold")
        for key, means in wording.choices(stage, language=self._language, has_near=has_near):
            # No line ends between a key and what it means.
            asked.append("  ").append(key, style="bold cyan").append(f"\u00a0{means.replace(' ', chr(0xA0))}")
        console().print(asked)

    def say(self, text: str) -> None:
        """Print a line."""
        from rich.text import Text

        console().print(Text(text, style="green"))

    def _body(self, sheet: Sheet, *, width: int) -> RenderableType:
        from rich.console import Group
        from rich.table import Table

        post = self._part("post", sheet.facts, _marked(sheet.post))
        if sheet.claim is None:
            return post
        beside = self._part("near" if sheet.is_near else "claim", sheet.claim_facts, _marked(sheet.claim))
        if not sheet.is_near:
            beside = Group(beside, self._part("statement", "", sheet.statement or self._heading("none")))
        if width < _WIDE:
            return Group(post, beside)
        grid = Table.grid(padding=(0, 3), expand=True)
        grid.add_column(ratio=1, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(post, beside)
        return grid

    def _part(self, name: str, facts: str, said: Text | str) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        head = Text.assemble((self._heading(name), "bold"), ("  " + facts if facts else "", "dim"))
        return Group(head, said if isinstance(said, Text) else Text(said), Text())

    def _heading(self, name: str) -> str:
        return wording.HEADINGS[name][self._language]


def _marked(marked: Marked) -> Text:
    from rich.text import Text

    text = Text(marked.text)
    for begin, end in marked.spans:
        text.stylize("bold yellow", begin, end)
    return text

"""Who does something: the option ``--by`` of every command that people are named for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.domain.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from rumorwatch.respond.actions import Actor

MAX_NAME = 80
"""Characters of a person's name that are kept."""


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in a container
        return "unknown"


def by_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says who does what a command does."""
    option = click.option(
        "--by",
        envvar="RUMORWATCH_ACTOR",
        default=_login,
        show_default="login name",
        metavar="NAME",
        help="Who does it, for the audit; also RUMORWATCH_ACTOR.",
    )
    return option(command)


def actor_of(by: str | None) -> Actor:
    """Return who acts; None: whoever is logged in.

    Raises:
        UsageError: RW-U66 the name is empty.
    """
    from rumorwatch.respond.actions import Actor

    name = " ".join((_login() if by is None else by).split())
    if not name:
        raise UsageError(code="RW-U66", failed="--by is empty", remedy="Say who does it: --by NAME")
    return Actor(name=quoted(name, limit=MAX_NAME))

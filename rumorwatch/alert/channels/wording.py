"""The port through which speakers get words: how a message is said is the wording's, how it travels is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rumorwatch.domain.messages import Message


class Wording(Protocol):
    """Says messages in one channel's language, with as much as may leave the country when it is abroad."""

    def subject(self, message: Message) -> str:
        """Return it in one line of at most 120 characters."""
        ...

    def plain(self, message: Message, *, limit: int | None) -> str:
        """Return it as plain text of at most ``limit`` characters, cut between graphemes; None: uncut."""
        ...

    def html(self, message: Message) -> str:
        """Return it as a whole HTML page."""
        ...

    def payload(self, message: Message) -> dict[str, object]:
        """Return it as what JSON can say."""
        ...

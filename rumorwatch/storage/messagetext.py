"""The stories of a message as JSON text.

pydantic costs a tenth of a second to import, so it is imported only when there is a message: most scans have none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.domain.messages import Story

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from rumorwatch.domain.messages import Message


def stories_text(message: Message) -> str:
    """Return the stories of a message as JSON.

    Raises:
        ValueError: A field holds what its type does not say, so that it would not come back as it is.
    """
    return _stories().dump_json(message.stories, warnings="error").decode()


def stories_of(text: str) -> tuple[Story, ...]:
    """Return the stories that were stored; none where the text is not what ``stories_text`` makes.

    Another version may have written it, and one message that cannot be read must not keep others from people.
    """
    try:
        return _stories().validate_json(text)
    except ValueError:
        return ()


@cache
def _stories() -> TypeAdapter[tuple[Story, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Story, ...])

"""A message in words: subject, plain text, HTML and JSON, in the language of the channel that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.alert import payload as json_payload
from rumorwatch.alert import shorten
from rumorwatch.alert.labels import alert_word, badge, kind_of, said, stories_line
from rumorwatch.alert.limits import graphemes
from rumorwatch.alert.outside import outside
from rumorwatch.alert.page import page
from rumorwatch.alert.telling import Teller
from rumorwatch.alert.voice import EN, VI, ZH, Voice
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from rumorwatch.domain.messages import Message

MAX_SUBJECT = 120
"""Characters of a subject as people see them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one channel words messages: the same words for the same message, however often it is tried."""

    language: Language = Language.VI
    """vi, en or zh; another is told in Vietnamese."""
    abroad: bool = False
    """It gets claim, level and counts only (safety.md, Privacy)."""
    timezone: str = "Asia/Ho_Chi_Minh"
    """Zone of the clock times."""
    ack_url: str = ""
    """Page that takes one-time links; empty: messages give the reply code only."""

    def subject(self, message: Message) -> str:
        """Return one line of at most 120 characters: level, kind and claim of the first story, and how many follow."""
        language, first, others = self._language, message.stories[0], len(message.stories) - 1
        if others or message.digest:
            kind = stories_line(others + 1, digest=message.digest, language=language)
            kind = kind.split("，" if language is ZH else ", ", maxsplit=1)[0]
        elif self.abroad:
            kind = alert_word(language=language)
        else:
            kind = kind_of(first, language=language)
        level = badge(first.level, language=language)
        more = {EN: f" and {others} more", VI: f" và {others} tin khác", ZH: f"，另有{others}条"}[language]
        end = more if others else ""
        room = MAX_SUBJECT - len(graphemes(level + said(kind, end, language=language)))
        return level + said(kind, outside(first.text, limit=room), language=language) + end

    def plain(self, message: Message, *, limit: int | None) -> str:
        """Return the message as plain text of at most ``limit`` characters as ``len`` counts them; None: whole.

        What does not fit is left out in this order: examples, the statement's text, owners beyond the first, all but a
        line of the stories below the first, those stories from the last on, and the end of the first story. Its level,
        its claim and its reply code stay; under about 60 characters only what fits of them.
        """
        return shorten.plain(message, self._teller(message), limit=limit)

    def html(self, message: Message) -> str:
        """Return the message whole as an HTML document that needs nothing from elsewhere."""
        return page(message, self._teller(message), title=self.subject(message))

    def payload(self, message: Message) -> dict[str, object]:
        """Return the message whole as JSON values; times are ISO 8601 in UTC."""
        return json_payload.payload(message, self._teller(message))

    @property
    def _language(self) -> Language:
        return self.language if self.language in {EN, VI, ZH} else VI

    def _teller(self, message: Message) -> Teller:
        voice = Voice(language=self._language, zone=ZoneInfo(self.timezone), now=message.made_at)
        return Teller(voice=voice, abroad=self.abroad, ack_url=self.ack_url)

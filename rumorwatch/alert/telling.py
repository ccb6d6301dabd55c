"""A story as lines, in the order a duty officer asks: what, why now, how far, what is said, who, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from rumorwatch.alert import facts
from rumorwatch.alert.labels import Label, alert_word, badge, kind_of, label_of
from rumorwatch.alert.outside import one_line
from rumorwatch.alert.todo import next_step
from rumorwatch.alert.voice import ZH
from rumorwatch.alert.wording import contradicted, why
from rumorwatch.domain.alerts import SendReason
from rumorwatch.domain.claims import Topic
from rumorwatch.reading.links import MAX_QUOTE
from rumorwatch.reading.names import topic_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Official, Story

_MAX_BRIEF_CLAIM = 100
_MAX_TITLE = 120
_DOT = " · "


class Part(StrEnum):
    """What a line is to its story: some can be left out where there is little room."""

    HEADLINE = "headline"
    CLAIM = "claim"
    FACT = "fact"
    STATEMENT_TEXT = "statement_text"
    OTHER_OWNER = "other_owner"
    EXAMPLE = "example"
    CODE = "code"
    ACKNOWLEDGE = "acknowledge"
    """How to send the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a story."""

    part: Part
    text: str
    label: str = ""
    is_link: bool = False
    """Whether the text is a link of ours, to be clicked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """How stories are told to one channel."""

    voice: Voice
    abroad: bool
    """Claim, level and counts only."""
    ack_url: str
    """Page that takes one-time links; empty: there is none."""

    def lines(self, story: Story) -> tuple[Line, ...]:
        """Return a story in full."""
        return tuple(self._abroad(story) if self.abroad else self._whole(story))

    def brief(self, story: Story) -> str:
        """Return a story in one line: level, claim, why, what is due, id; without its code."""
        level = badge(story.level, language=self.voice.language)
        claim = f"{level}{facts.quotation(story.text, limit=_MAX_BRIEF_CLAIM)}"
        if self.abroad:
            return _DOT.join([claim, facts.counts(story, voice=self.voice), story.alert_id])
        due = None if story.outcome else facts.deadline(story, voice=self.voice)
        told = why(story, voice=self.voice).rstrip(".。")
        return _DOT.join([claim, told, *([due] if due else []), story.alert_id])

    def headline(self, story: Story) -> str:
        """Return the kind of a story, its topic and its id; its level is told before."""
        language = self.voice.language
        kind = alert_word(language=language) if self.abroad else kind_of(story, language=language)
        topic = [] if self.abroad or story.topic is Topic.OTHER else [topic_name(story.topic, language=language)]
        return _DOT.join([kind, *topic, story.alert_id])

    def code(self, story: Story) -> Line | None:
        """Return the line of a story's reply code; None: it is not to be acknowledged."""
        code = one_line(story.code)
        return Line(part=Part.CODE, label=self._label(Label.CODE), text=code) if code else None

    def _label(self, label: Label) -> str:
        return label_of(label, language=self.voice.language)

    def _fact(self, label: Label, text: str, *, part: Part = Part.FACT) -> Line:
        return Line(part=part, label=self._label(label), text=text)

    def _top(self, story: Story) -> Iterator[Line]:
        yield Line(part=Part.HEADLINE, text=self.headline(story))
        yield Line(part=Part.CLAIM, text=facts.quotation(story.text, limit=MAX_QUOTE))

    def _abroad(self, story: Story) -> Iterator[Line]:
        yield from self._top(story)
        yield self._fact(Label.SPREAD, facts.counts(story, voice=self.voice))
        yield from self._acknowledging(story)

    def _whole(self, story: Story) -> Iterator[Line]:
        voice = self.voice
        yield from self._top(story)
        yield self._fact(Label.WHY, why(story, voice=voice))
        yield self._fact(Label.SPREAD, facts.spread(story, voice=voice))
        yield self._fact(Label.SEEN, facts.seen(story, voice=voice))
        yield from self._statement(story, story.official)
        if story.contradiction and story.reasons[0] is not SendReason.CONTRADICTION:
            yield self._fact(Label.CONTRADICTION, contradicted(story.contradiction, voice=voice))
        yield from self._owners(story)
        yield self._fact(Label.NEXT, next_step(story, voice=voice))
        if story.examples and story.before is None:  # who was told has seen it
            label = Label.MATCH if story.claim_id else Label.EXAMPLE
            text = facts.example(story.examples[0], limit=MAX_QUOTE, voice=voice)
            yield self._fact(label, text, part=Part.EXAMPLE)
        yield from self._acknowledging(story)

    def _statement(self, story: Story, official: Official | None) -> Iterator[Line]:
        if official is None:
            yield self._fact(Label.STATEMENT, facts.no_statement(voice=self.voice))
            return
        title = one_line(official.title)
        worth = facts.standing(story, official, voice=self.voice)
        label = self._label(Label.STATEMENT)
        label = f"{label}（{worth}）" if self.voice.language is ZH else f"{label} ({worth})"
        text = facts.quotation(title or official.text, limit=_MAX_TITLE if title else MAX_QUOTE)
        yield Line(part=Part.FACT, label=label, text=text)
        if title and one_line(official.text):
            quoted = facts.quotation(official.text, limit=MAX_QUOTE)
            yield self._fact(Label.TEXT, quoted, part=Part.STATEMENT_TEXT)
        yield self._fact(Label.SOURCE, facts.source(official, voice=self.voice))

    def _owners(self, story: Story) -> Iterator[Line]:
        if story.outcome is not None:
            return
        if not story.owners:
            yield self._fact(Label.OWNER, facts.nobody(voice=self.voice))
        for number, owner in enumerate(story.owners):
            part = Part.OTHER_OWNER if number else Part.FACT
            said = facts.owner_line(owner, answered=story.answered, voice=self.voice)
            yield self._fact(Label.OWNER, said, part=part)

    def _acknowledging(self, story: Story) -> Iterator[Line]:
        code = self.code(story)
        if code is None:
            return
        yield code
        yield self._fact(Label.COMMAND, f"rumorwatch alerts ack {code.text}", part=Part.ACKNOWLEDGE)
        if self.ack_url and not self.abroad:
            joint = "&" if "?" in self.ack_url else "?"
            link = f"{self.ack_url}{joint}code={percent(code.text, safe='')}"
            yield Line(part=Part.ACKNOWLEDGE, label=self._label(Label.LINK), text=link, is_link=True)

"""The desk: one analyst before a screen. What the session says is shown, what it tells is done and stored at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, assert_never

from rumorwatch import labeling
from rumorwatch.cli.asksheet import sheet_of
from rumorwatch.cli.bestsentence import best_sentence
from rumorwatch.cli.display import shown
from rumorwatch.cli.output import say, zone
from rumorwatch.domain.errors import UsageError
from rumorwatch.domain.labels import Label, Question
from rumorwatch.domain.posts import Language
from rumorwatch.label import wording
from rumorwatch.label.answers import Answer
from rumorwatch.label.highlight import Commonness
from rumorwatch.label.session import LINES, MakeClaim, Session, Stage, TakeBack, Word, begin, step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.cli.askscreen import Screen
    from rumorwatch.cli.keys import Keys
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.labels import AskReason, Judgment, JudgmentId
    from rumorwatch.label.asking import Ask
    from rumorwatch.label.session import Event

_AT_ONCE = 25
"""Questions asked before all are chosen anew, for by then others answered and claims were made."""


@dataclass(kw_only=True, eq=False)
class Desk:
    """One analyst answering questions."""

    workspace: Workspace
    analyst: str
    only: frozenset[AskReason]
    """Only questions for these reasons; empty: for any."""
    count: int
    """Questions at most."""
    screen: Screen
    keys: Keys
    _session: Session = field(default_factory=lambda: begin(()), init=False)
    _stored: list[JudgmentId] = field(default_factory=list, init=False)
    """Those of the session that stand, in their order."""
    _on_screen: int | None = field(default=None, init=False)
    _passed_over: int = field(default=0, init=False)
    """Questions that somebody else had by the time they were to be asked."""
    _waiting: int = field(default=0, init=False)
    """Questions that were chosen so far and those that wait after them."""

    def sit(self) -> None:
        """Ask until nothing is left, or the analyst leaves; whatever ends it, what was stored is said."""
        try:
            while self._turn():
                pass
        finally:
            labeling.release(self.workspace, analyst=self.analyst)
            questions, answers = self._session.answered, len(self._stored)
            say(wording.over(questions=questions, answers=answers, analyst=self.analyst, language=self._language))

    def _turn(self) -> bool:
        """Show what is asked, take what is typed and do it; False: that is all."""
        ask = self._session.ask or self._choose()
        if ask is None and not self._session.given:
            return False
        if ask is not None and self._on_screen != self._session.at and not self._show(ask):
            self._session = self._session.without_this()
            self._passed_over += 1
            return True
        stage = self._session.stage
        default = best_sentence(self.workspace, ask.post) if ask and stage is Stage.TEXT else ""
        self.screen.ask(stage, default=default, has_near=ask is not None and ask.near is not None)
        typed = self.keys.line() if stage in LINES else self.keys.key()
        if typed is None:
            return False
        before = self._session
        self._session, event = step(before, typed)
        return event is None or self._do(event, before=before)

    def _choose(self) -> Ask | None:
        """Choose the next questions, and return the first of them."""
        left = self.count - len(self._session.asks) + self._passed_over
        if left <= 0:
            return None
        asks = labeling.next_asks(
            self.workspace, analyst=self.analyst, only=self.only, most=left, passing=self._session.asks
        )
        self._session = self._session.with_more(asks[:_AT_ONCE])
        self._waiting = len(self._session.asks) + len(asks[_AT_ONCE:])
        if not asks and not self._session.given:
            self.screen.say(wording.nothing_left(self.analyst, language=self._language))
        return self._session.ask

    def _show(self, ask: Ask) -> bool:
        """Show a question that nobody else looks at; False: somebody does, or it was settled meanwhile."""
        if not labeling.take(self.workspace, ask, analyst=self.analyst):
            return False
        at = self._on_screen = self._session.at
        answered = self._session.answered
        progress = wording.progress(
            answered=answered, today=self._before_today + answered, left=self._waiting - at, language=self._language
        )
        now = self.workspace.clock.now()
        sheet = sheet_of(ask, number=at + 1, commonness=self._commonness, language=self._language, now=now)
        self.screen.show(sheet, progress=progress)
        return True

    def _do(self, event: Event, *, before: Session) -> bool:
        """Do what the session tells; False: the analyst leaves."""
        match event:
            case Answer():
                self.screen.say(wording.LABELS[event.label][self._language])
                self._store(event)
            case MakeClaim():
                self._make(event, before)
            case TakeBack(answers=answers):
                back, self._stored = self._stored[-answers:], self._stored[:-answers]
                labeling.take_back(self.workspace, back, by=self.analyst)
                self.screen.say(wording.taken_back(answers, language=self._language))
                self._on_screen = None
            case Word.QUIT:
                return False
            case Word():
                self.screen.say(wording.word(event, language=self._language))
            case _:
                assert_never(event)
        return True

    def _make(self, event: MakeClaim, before: Session) -> None:
        given = Answer(ask=event.ask, question=Question.CLAIM, label=Label.NEW_CLAIM)
        text = event.draft.text or best_sentence(self.workspace, event.ask.post)
        make_claim = partial(_claim_of, event, text=text, at=self.workspace.clock.now())
        try:
            made = self._store(given, make_claim=make_claim)
        except UsageError as error:
            say(str(error))
            self._session = before.retyping()
            return
        self.screen.say(wording.made(made.made_claim or "", language=self._language))

    def _store(self, given: Answer, *, make_claim: Callable[[Collection[Claim]], Claim] | None = None) -> Judgment:
        """Store an answer, and tell what others say of the same, now that it cannot sway anybody."""
        recorded = labeling.answer(
            self.workspace, given, analyst=self.analyst, random=secrets.token_bytes, make_claim=make_claim
        )
        self._stored.append(recorded.judgment.id)
        names: dict[Label, list[str]] = {}
        for judgment in recorded.beside:
            names.setdefault(judgment.label, []).append(judgment.analyst)
        for label, said in names.items():
            self.screen.say(wording.also(shown(", ".join(said)), label, language=self._language))
        return recorded.judgment

    @cached_property
    def _language(self) -> Language:
        return Language(self.workspace.settings.match.language)

    @cached_property
    def _commonness(self) -> Commonness:
        return Commonness.of(claim.text for claim in self.workspace.matcher.claims)

    @cached_property
    def _before_today(self) -> int:
        """Questions answered since midnight, before this session."""
        midnight = self.workspace.clock.now().astimezone(zone()).replace(hour=0, minute=0, second=0, microsecond=0)
        return labeling.answered_since(self.workspace, midnight, analyst=self.analyst) - self._session.answered


def _claim_of(made: MakeClaim, known: Collection[Claim], *, text: str, at: datetime) -> Claim:
    """Return the claim that an analyst made of a post.

    Raises:
        UsageError: RW-U80 it has no text, RW-U87 a claim in use says it already.
    """
    from rumorwatch.label.newclaims import new_claim

    draft = made.draft
    return new_claim(
        made.ask.post,
        text=text,
        wordings=(),
        verdict=draft.verdict,
        topic=draft.topic,
        url=draft.url,
        publisher=None,
        at=at,
        known=known,
    )

"""The session: which key means what when an analyst answers questions; pure, so that it is the same everywhere.

What is typed goes in, the next state and what is to be done come out. Keys are the same in every language.

    SAME ── s ──► STANCE ──► next question          KIND ── r ──► URGENCY ──► next question
      └ n, u ───► next question                       ├ o, s, n, u ───────► next question
                                                      ├ m ──► STANCE toward the nearest claim ──► next question
                                                      └ c ──► TEXT ► TOPIC ► VERDICT ► SOURCE ──► next question
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import Label, Question
from rumorwatch.label.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.label.asking import Ask


class Stage(StrEnum):
    """What is asked for at a moment."""

    SAME = "same"
    STANCE = "stance"
    KIND = "kind"
    URGENCY = "urgency"
    TEXT = "text"
    """What the new claim says, in a line."""
    TOPIC = "topic"
    VERDICT = "verdict"
    SOURCE = "source"
    """Where it was checked, in a line; nothing where it was not yet."""
    OVER = "over"
    """Nothing is left to ask: the last answers can be taken back, anything else ends it."""


LINES = frozenset({Stage.TEXT, Stage.SOURCE})
"""Where a line is typed and not a key."""
KEYS: Mapping[Stage, Mapping[str, Label]] = {
    Stage.SAME: {"s": Label.SAME, "n": Label.NOT_SAME, "u": Label.UNSURE},
    Stage.STANCE: {
        "r": Label.REPEATS,
        "d": Label.DENIES,
        "a": Label.ASKS,
        "p": Label.REPORTS,
        "u": Label.UNSURE,
    },
    Stage.KIND: {"r": Label.RUMOR, "o": Label.OPINION, "s": Label.SATIRE, "n": Label.NEWS, "u": Label.UNSURE},
    Stage.URGENCY: {"e": Label.ESCALATE, "i": Label.IGNORE, "u": Label.UNSURE},
}
"""Keys that answer."""
NEAREST, NEW_CLAIM, UNDO, SKIP, HELP, QUIT = "m", "c", "z", "k", "?", "q"
_FOLLOWS = {Label.SAME: Stage.STANCE, Label.RUMOR: Stage.URGENCY}
"""What is asked after an answer, of the same post."""
TOPICS, VERDICTS = tuple(Topic), tuple(Verdict)
"""By number, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim as far as it is typed."""

    text: str = ""
    """Empty: the best sentence of the post."""
    topic: Topic = Topic.OTHER
    verdict: Verdict = Verdict.UNKNOWN
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClaim:
    """Make a claim of the post, and store that."""

    ask: Ask
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Take back the last so many answers."""

    answers: int


class Word(StrEnum):
    """What is to be said, and nothing done."""

    HELP = "help"
    QUIT = "quit"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NO_SUCH_KEY = "no_such_key"
    NO_ADDRESS = "no_address"
    """What was typed as a source is no http(s) address."""
    SKIPPED = "skipped"


Event: TypeAlias = Answer | MakeClaim | TakeBack | Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where an analyst is."""

    asks: tuple[Ask, ...] = ()
    at: int = 0
    """Place of the question on the screen."""
    stage: Stage = Stage.OVER
    draft: Draft = field(default_factory=Draft)
    is_beside_near: bool = False
    """Whether the post on the screen was said to say the nearest claim: its stance is toward that one."""
    given: tuple[int, ...] = ()
    """The place of the question of each answer that stands, in their order."""

    @property
    def ask(self) -> Ask | None:
        """The question on the screen; None: nothing is left."""
        return self.asks[self.at] if self.at < len(self.asks) else None

    @property
    def answered(self) -> int:
        """Questions that were answered."""
        return len(set(self.given))

    def with_more(self, asks: Sequence[Ask]) -> Session:
        """Return the session with questions added; where nothing was left the first of them is asked."""
        more = replace(self, asks=(*self.asks, *asks))
        return _at(more, self.at) if self.stage is Stage.OVER else more

    def without_this(self) -> Session:
        """Return the session at the next question: this one cannot be asked any more."""
        return _at(self, self.at + 1)

    def retyping(self) -> Session:
        """Return the session where the new claim's text is typed anew: it could not be made."""
        return replace(self, stage=Stage.TEXT)


def begin(asks: Sequence[Ask]) -> Session:
    """Return the session at the first question."""
    return Session().with_more(asks)


def step(session: Session, typed: str) -> tuple[Session, Event | None]:
    """Return where the session is after something was typed, and what is to be done; None: only to show it."""
    ask = session.ask
    key = unicodedata.normalize("NFKC", typed).strip().lower()
    if key == UNDO:
        return _undo(session)
    if ask is None or key in {QUIT, HELP}:
        return session, Word.HELP if key == HELP else Word.QUIT
    match session.stage:
        case Stage.TEXT:
            return replace(session, stage=Stage.TOPIC, draft=Draft(text=typed.strip())), None
        case Stage.TOPIC | Stage.VERDICT:
            return _numbered(session, key)
        case Stage.SOURCE:
            return _sourced(session, ask, typed.strip())
        case _:
            return _answered(session, ask, key)


def _answered(session: Session, ask: Ask, key: str) -> tuple[Session, Event | None]:
    if key == SKIP:
        return _at(session, session.at + 1), Word.SKIPPED
    if key == NEW_CLAIM and session.stage in {Stage.KIND, Stage.URGENCY}:
        return replace(session, stage=Stage.TEXT, draft=Draft()), None
    given = replace(session, given=(*session.given, session.at))
    if key == NEAREST and session.stage is Stage.KIND and (beside := ask.beside_near()) is not None:
        moved = replace(given, stage=Stage.STANCE, is_beside_near=True)
        return moved, Answer(ask=beside, question=Question.SAME, label=Label.SAME)
    label = KEYS[session.stage].get(key)
    if label is None:
        return session, Word.NO_SUCH_KEY
    about = (session.is_beside_near and ask.beside_near()) or ask
    follows = _FOLLOWS.get(label)
    after = replace(given, stage=follows) if follows else _at(given, session.at + 1)
    return after, Answer(ask=about, question=Question(session.stage), label=label)


def _numbered(session: Session, key: str) -> tuple[Session, Event | None]:
    """Take a topic or a verdict by its number; nothing typed is the last one: other, unknown."""
    choices: Sequence[Topic] | Sequence[Verdict] = TOPICS if session.stage is Stage.TOPIC else VERDICTS
    chosen = choices[-1] if not key else next((one for at, one in enumerate(choices, 1) if str(at) == key), None)
    match chosen:
        case Topic():
            return replace(session, stage=Stage.VERDICT, draft=replace(session.draft, topic=chosen)), None
        case Verdict():
            return replace(session, stage=Stage.SOURCE, draft=replace(session.draft, verdict=chosen)), None
        case _:
            return session, Word.NO_SUCH_KEY


def _sourced(session: Session, ask: Ask, typed: str) -> tuple[Session, Event | None]:
    if typed and not typed.lower().startswith(("http://", "https://")):
        return session, Word.NO_ADDRESS
    draft = replace(session.draft, url=typed or None)
    after = replace(session, given=(*session.given, session.at))
    return _at(after, session.at + 1), MakeClaim(ask=ask, draft=draft)


def _undo(session: Session) -> tuple[Session, Event | None]:
    """Go back: out of a claim that is not made yet, else to the last question answered, and take its answers back."""
    if session.stage in {Stage.TEXT, Stage.TOPIC, Stage.VERDICT, Stage.SOURCE}:
        was_rumor = bool(session.given) and session.given[-1] == session.at
        return replace(session, stage=Stage.URGENCY if was_rumor else Stage.KIND), None
    if not session.given:
        return session, Word.NOTHING_TO_UNDO
    back = session.given[-1]
    kept = tuple(place for place in session.given if place != back)
    return _at(replace(session, given=kept), back), TakeBack(answers=len(session.given) - len(kept))


def _at(session: Session, place: int) -> Session:
    """Return the session at the beginning of a question."""
    moved = replace(session, at=place, is_beside_near=False)
    ask = moved.ask
    if ask is None:
        return replace(moved, stage=Stage.OVER)
    return replace(moved, stage=Stage.SAME if ask.question is Question.SAME else Stage.KIND)

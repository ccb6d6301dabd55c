"""Importing sheets: which answers of a filled-in sheet are taken, and why others are not. Nothing is stored here.

A row is taken whole or not at all. The id of an answer's judgment follows from who answered what about which question,
so the same sheet imported again adds nothing, whatever its name, order and format; nor does an answer that its analyst
gave already in another way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import quoted
from rumorwatch.domain.labels import AskReason, JudgedText, Judgment, JudgmentId, Label, Question, Subject
from rumorwatch.label.answers import judged_text
from rumorwatch.label.newclaims import claims_by_text, new_claim, tidy
from rumorwatch.label.questionids import claims_by_digits, judgment_id
from rumorwatch.label.rulings import analyst_key, last_judgments
from rumorwatch.label.sametext import shows
from rumorwatch.label.sheet import Filled, Unusable, read_filled
from rumorwatch.label.sheetreport import Decided, Result, SheetLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Language, Post, PostKey
    from rumorwatch.label.sheet import CellReaders
    from rumorwatch.label.sheetreport import SheetRow

_OF_A_CLAIM = (Question.SAME, Question.STANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a row's answers are about."""

    text: JudgedText
    post_key: PostKey
    post: Post | None
    """None: it is not stored any more."""
    claim_id: ClaimId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One answer of a row, and what becomes of it."""

    question: Question
    label: Label
    result: Result
    why: str = ""
    judgment: Judgment | None = None
    claim: Claim | None = None


def decide_answers(
    unit: Unit,
    rows: Iterable[SheetRow],
    *,
    by: str,
    now: datetime,
    readers: CellReaders,
    language: Language,
    is_drawn: Callable[[str], bool],
) -> Decided:
    """Return what answers of these rows are taken, with a line for each.

    Args:
        unit: What is stored; nothing is written.
        rows: In the order of the file: of two that answer one question differently the first is taken.
        by: Who answered where a row does not say.
        now: When, where a row does not say.
        readers: How some cells are read.
        language: In which the words to write are named.
        is_drawn: Whether chance alone asks about the text with this hash: figures are measured on such texts, whatever
            became of the column that said so.
    """
    answers = _Answers(unit, by=by, now=now, is_drawn=is_drawn)
    for row in rows:
        filled = read_filled(row.cells, readers=readers, language=language)
        if filled is None:
            answers.decided.unanswered += 1
        elif isinstance(filled, Filled):
            answers.take(row, filled)
        else:
            answers.refuse(row, *filled)
    return answers.decided


class _Answers:
    """An import under way: what is stored, and what was taken so far."""

    def __init__(self, unit: Unit, *, by: str, now: datetime, is_drawn: Callable[[str], bool]) -> None:
        self.decided = Decided()
        self._unit, self._by, self._now, self._is_drawn = unit, by, now, is_drawn
        self._texts, self._retracted = unit.judgments.texts(), unit.judgments.retractions()
        self._keys = {one.subject.text_hash: one.post_key for one in unit.judgments.all()}
        self._claims = {claim.id: claim for claim in unit.claims.all(retired=True)}
        self._by_digits = claims_by_digits(self._claims)
        self._last: dict[str, dict[Subject, dict[str, Judgment]]] = {}
        self._lines: dict[tuple[Subject, str], tuple[int, Label]] = {}
        self._taken: set[JudgmentId] = set()

    @cached_property
    def _by_text(self) -> dict[str, Claim]:
        """Claims in use by their text; only sheets with new claims need it."""
        return claims_by_text(self._claims.values())

    def take(self, row: SheetRow, filled: Filled) -> None:
        """Decide on the answers of one row: all are taken or none."""
        judged = self._judged(filled)
        if isinstance(judged, Unusable):
            self.refuse(row, judged)
            return
        if filled.answered_at and filled.answered_at > self._now:
            why = "this is in the future: correct it, or leave it empty"
            self.refuse(row, Unusable(key="answered_at", cell=str(row.cells.get("answered_at")), why=why))
            return
        given = [(question, label) for question, label in filled.labels.items()]
        if filled.new_claim:
            given.append((Question.CLAIM, Label.NEW_CLAIM))
        decided = [self._decide(filled, judged, question, label) for question, label in given]
        refused = [one for one in decided if one.result is Result.REFUSED]
        for answer in refused or decided:
            self._tell(row, filled, answer)
        if not refused:
            self._keep(row, judged, decided)

    def refuse(self, row: SheetRow, *cells: Unusable) -> None:
        """Report the cells for which a row is not taken."""
        for one in cells:
            self._line(row, Result.REFUSED, key=one.key, cell=one.cell, why=one.why)

    def _tell(self, row: SheetRow, filled: Filled, answer: _Answer) -> None:
        key = "new_claim" if answer.question is Question.CLAIM else answer.question.value
        cell = filled.new_claim if answer.question is Question.CLAIM else str(row.cells.get(key, ""))
        self._line(row, answer.result, key=key, cell=cell, why=answer.why)

    def _line(self, row: SheetRow, result: Result, *, key: str, cell: str, why: str) -> None:
        column = row.headings.get(key, key)
        self.decided.lines.append(
            SheetLine(sheet=row.sheet, line=row.line, result=result, column=column, cell=cell, why=why)
        )

    def _keep(self, row: SheetRow, judged: _Judged, answers: Iterable[_Answer]) -> None:
        for answer in answers:
            if answer.judgment is None:
                continue
            judgment, subject = answer.judgment, answer.judgment.subject
            self.decided.judgments.append(judgment)
            self._taken.add(judgment.id)
            self.decided.texts.setdefault(judged.text.text_hash, judged.text)
            self._last_on(subject).setdefault(subject, {})[analyst_key(judgment.analyst)] = judgment
            self._lines[(subject, analyst_key(judgment.analyst))] = (row.line, judgment.label)
            if answer.claim is not None and answer.claim.id not in self._claims:
                self.decided.claims.append(answer.claim)
                self._claims[answer.claim.id] = answer.claim
                self._by_text[tidy(answer.claim.text).casefold()] = answer.claim

    def _judged(self, filled: Filled) -> _Judged | Unusable:
        """Return what a row is about, or the cell that names nothing known."""
        asked, claim_id = filled.question, None
        if asked.claim is not None:
            claim_id = self._by_digits.get(asked.claim)
            if claim_id is None:
                why = "its claim is not known here: import the claims first, then this file again"
                return Unusable(key="question", cell=str(asked), why=why)
        stored = [post for post in self._unit.posts.find(asked.post) if post.key.startswith(asked.post)]
        post = next((post for post in stored if post.text_hash == asked.text_hash), None)
        text = self._texts.get(asked.text_hash) or (judged_text(post) if post else None)
        if text is None:
            why = "its post was changed since" if stored else "its post is not stored any more, or never was here"
            return Unusable(key="question", cell=str(asked), why=f"{why}: this row cannot be taken, export again")
        if not shows(filled.text, text.views.accented):
            why = "this is not the question's text: rows were mixed up, as by sorting one column alone; export again"
            return Unusable(key="text", cell=filled.text, why=why)
        key = post.key if post else self._keys[asked.text_hash]
        return _Judged(text=text, post_key=key, post=post, claim_id=claim_id)

    def _decide(self, filled: Filled, judged: _Judged, question: Question, label: Label) -> _Answer:
        analyst, claim_id = filled.analyst or self._by, judged.claim_id if question in _OF_A_CLAIM else None
        subject = Subject(question=question, text_hash=judged.text.text_hash, claim_id=claim_id)
        name = judgment_id(filled, subject, label, analyst=analyst)

        def answer(result: Result, why: str = "") -> _Answer:
            return _Answer(question=question, label=label, result=result, why=why)

        line, other = self._lines.get((subject, analyst_key(analyst)), (0, label))
        if other is not label:
            return answer(Result.REFUSED, f"line {line} answers this question with {other}: keep one of the two")
        if why := self._why_outdated(name, subject, label, analyst=analyst, at=filled.answered_at):
            return answer(Result.OUTDATED, why)
        if why := self._why_known(name, subject, label, analyst=analyst):
            return answer(Result.KNOWN, why)
        claim = self._claim(filled, judged) if question is Question.CLAIM else None
        if isinstance(claim, str):
            return answer(Result.REFUSED, claim)
        judgment = Judgment(
            id=name,
            at=filled.answered_at or self._now,
            analyst=analyst,
            subject=subject,
            label=label,
            post_key=judged.post_key,
            rumor_id=filled.rumor_id,
            made_claim=claim.id if claim else None,
            reason=self._reason(filled),
            shown=filled.shown,
            comment=filled.comment,
        )
        why = self._others(subject, label, analyst=analyst)
        return _Answer(question=question, label=label, result=Result.TAKEN, why=why, judgment=judgment, claim=claim)

    def _reason(self, filled: Filled) -> AskReason:
        """Return why a row was asked: that chance asked is not for a cell to say, nor lost with it."""
        if filled.reason in {AskReason.RANDOM, AskReason.CHOSEN}:
            return AskReason.RANDOM if self._is_drawn(filled.question.text_hash) else AskReason.CHOSEN
        return filled.reason

    def _claim(self, filled: Filled, judged: _Judged) -> Claim | str:
        """Return the claim that a row's text makes, which may be one that is known, or why none can be made."""
        said = tidy(filled.new_claim)
        if not said:
            return "write what the post claims, in one sentence"
        if known := self._by_text.get(said.casefold()):
            return known
        if judged.post is None:
            return "its post is not stored any more, so no claim can be made of it: use `rumorwatch claims add`"
        return new_claim(
            judged.post,
            text=said,
            wordings=(),
            verdict=filled.verdict,
            topic=filled.topic,
            url=None,
            publisher=None,
            at=filled.answered_at or self._now,
            known=self._claims.values(),
        )

    def _why_outdated(
        self, name: JudgmentId, subject: Subject, label: Label, *, analyst: str, at: datetime | None
    ) -> str:
        """Return why an answer is none any more; empty when it is one."""
        if name in self._retracted:
            return f"it was taken in before, and {quoted(self._retracted[name].by)} took it back since"
        mine = self._last_on(subject).get(subject, {}).get(analyst_key(analyst))
        if mine is None or mine.label is label:
            return ""
        if self._is_stored(name):
            hint = "where this is the newer answer, write under Answered at when it was given"
            return f"it was taken in before, and {quoted(analyst)} answered {mine.label} since: {hint}"
        if at is not None and at < mine.at:
            return f"{quoted(analyst)} answered {mine.label} later than that: the older answer is not needed"
        return ""

    def _why_known(self, name: JudgmentId, subject: Subject, label: Label, *, analyst: str) -> str:
        """Return why an answer adds nothing to what is stored; empty when it does."""
        if self._is_stored(name):
            return "it was taken in before"
        mine = self._last_on(subject).get(subject, {}).get(analyst_key(analyst))
        said_so = mine is not None and mine.label is label and subject.question is not Question.CLAIM
        return f"{quoted(analyst)} answered so before" if said_so else ""

    def _is_stored(self, name: JudgmentId) -> bool:
        return name in self._taken or self._unit.judgments.get(name) is not None

    def _others(self, subject: Subject, label: Label, *, analyst: str) -> str:
        """Return who answered otherwise; empty when nobody did who was sure."""
        said = [
            f"{quoted(one.analyst)} answered {one.label}"
            for name, one in self._last_on(subject).get(subject, {}).items()
            if name != analyst_key(analyst) and Label.UNSURE not in {one.label, label} and one.label is not label
        ]
        return f"{', '.join(said)}; both are kept" if said else ""

    def _last_on(self, subject: Subject) -> dict[Subject, dict[str, Judgment]]:
        """Return each analyst's last judgment on the subjects of a text, with what was taken so far."""
        if subject.text_hash not in self._last:
            stored = last_judgments(self._unit.judgments.on([subject.text_hash]))
            self._last[subject.text_hash] = {one: dict(votes) for one, votes in stored.items()}
        return self._last[subject.text_hash]

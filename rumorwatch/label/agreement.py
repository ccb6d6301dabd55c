"""Agreement: how far analysts say the same of the same, by question, by class and by pair of analysts.

Each analyst's last standing judgment on a subject counts. Who is unsure gives no answer: it is missing, and no label of
its own, or two people who do not know would agree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import LABELS, Label, Question
from rumorwatch.label.coefficients import (
    Figure,
    alpha,
    coincidences_of,
    confusions_of,
    figure_of,
    kappa,
    one_against_rest,
    raw,
)
from rumorwatch.label.rulings import last_judgments, rulings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from rumorwatch.domain.labels import Judgment, Ruling, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAgreement:
    """How far analysts agree on who gets one label: it against all others."""

    label: Label
    answers: int
    """How many gave it."""
    alpha: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """How far two analysts agree, on what both answered."""

    first: str
    second: str
    raw: Figure
    kappa: Figure
    confusion: Mapping[tuple[Label, Label], int]
    """How often the first said the one and the second the other; what never was is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAgreement:
    """How far analysts agree on one question."""

    question: Question
    subjects: int
    """Answered by anybody who was sure."""
    answers: int
    """By analysts who were sure."""
    unsure: int
    raw: Figure
    """Share of agreeing pairs of answers, a subject counted by its answers; of subjects with two or more."""
    alpha: Figure
    classes: tuple[ClassAgreement, ...]
    """In the order of ``LABELS``, those that were given."""
    pairs: tuple[PairAgreement, ...]
    """Who answered anything both, by name."""
    disputed: tuple[Ruling, ...]
    """What analysts differ on and no quorum settles, in the order in which it was first judged."""


def agreement_of(
    judgments: Sequence[Judgment], *, quorum: int, rng: np.random.Generator
) -> Sequence[QuestionAgreement]:
    """Return how far analysts agree on each question that was answered and has more than one label.

    Args:
        judgments: Standing ones, in the order in which they were stored.
        quorum: Analysts who settle a dispute.
        rng: Draws subjects again, for the intervals.
    """
    return [
        _of_question(question, asked, quorum=quorum, rng=rng)
        for question in Question
        if len(LABELS[question]) > 1 and (asked := [one for one in judgments if one.subject.question is question])
    ]


def sure_answers(judgments: Sequence[Judgment]) -> Mapping[Subject, Mapping[str, Label]]:
    """Return what each analyst who was sure last said of each subject, by ``analyst_key``; nobody: not in it."""
    found = {
        subject: {who: one.label for who, one in last.items() if one.label is not Label.UNSURE}
        for subject, last in last_judgments(judgments).items()
    }
    return {subject: answers for subject, answers in found.items() if answers}


def names_of(judgments: Sequence[Judgment]) -> Mapping[str, str]:
    """Return each analyst's name as last written, by ``analyst_key``, in the order of the names."""
    written = {who: one.analyst for last in last_judgments(judgments).values() for who, one in last.items()}
    return dict(sorted(written.items(), key=lambda one: (one[1], one[0])))


def _of_question(
    question: Question, judgments: Sequence[Judgment], *, quorum: int, rng: np.random.Generator
) -> QuestionAgreement:
    labels, answered = LABELS[question], sure_answers(judgments)
    place = {label: at for at, label in enumerate(labels)}
    tables = coincidences_of(
        [[place[label] for label in answers.values()] for answers in answered.values()], labels=len(labels)
    )
    given = Counter(label for answers in answered.values() for label in answers.values())
    last = [one for found in last_judgments(judgments).values() for one in found.values()]
    return QuestionAgreement(
        question=question,
        subjects=len(answered),
        answers=given.total(),
        unsure=sum(one.label is Label.UNSURE for one in last),
        raw=figure_of(tables, raw, rng=rng),
        alpha=figure_of(tables, alpha, rng=rng),
        classes=tuple(
            ClassAgreement(
                label=label, answers=given[label], alpha=figure_of(one_against_rest(tables, at), alpha, rng=rng)
            )
            for label, at in place.items()
            if given[label]
        ),
        pairs=tuple(_pairs(answered, names_of(judgments), place=place, rng=rng)),
        disputed=tuple(one for one in rulings_of(judgments, quorum=quorum).values() if one.is_disputed),
    )


def _pairs(
    answered: Mapping[Subject, Mapping[str, Label]],
    names: Mapping[str, str],
    *,
    place: Mapping[Label, int],
    rng: np.random.Generator,
) -> Sequence[PairAgreement]:
    found = []
    for first, second in combinations(names, 2):
        both = [(one[first], one[second]) for one in answered.values() if first in one and second in one]
        if both:
            tables = confusions_of([(place[one], place[other]) for one, other in both], labels=len(place))
            found.append(
                PairAgreement(
                    first=names[first],
                    second=names[second],
                    raw=figure_of(tables, raw, rng=rng),
                    kappa=figure_of(tables, kappa, rng=rng),
                    confusion=Counter(both),
                )
            )
    return found

"""Conduct: analysts whose answers are out of line with all others', and two whose answers are copies of each other.

Both are reasons to look, and to teach nothing meanwhile; neither proves anything. Only answers are looked at: when and
how fast somebody answers is nobody's business. Subjects are compared by each analyst's last standing judgment, and who
was unsure said nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rumorwatch.label.agreement import names_of, sure_answers
from rumorwatch.label.exact import binomial_interval, binomial_tail, overlap_tail
from rumorwatch.label.rulings import analyst_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rumorwatch.domain.labels import Judgment, Label, Question, Subject

CHANCE = 0.01
"""How likely it may be that anybody at all is taken for out of line, or any two for copies, who are not: divided by how
many are looked at (Bonferroni)."""
LEAST_ANSWERS = 20
"""Answers compared before anything is said of anybody: with fewer, one bad morning would look like bad faith."""
MARGIN = 0.10
"""How much more of the answers than expected may differ: a strict reader differs in some, who guesses in half."""
LEAST_SHARED = 5
"""Differences that two share before they may be copies."""
SHARED_SHARE = 0.9
"""Of the differences that either has: two who err alike on hard posts share some, copies share nearly all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How often an analyst differs from what most of the others say."""

    analyst: str
    differs: int
    answers: int
    """Compared: the others who answered had a majority."""
    interval: tuple[float, float]
    """95 % of the share that differs (Clopper and Pearson); (0, 1) of no answers."""
    expected: float | None
    """Share in which the others differ from each other on the same questions; None: nobody but this one can be
    compared, so nobody can tell who is out of line."""
    chance: float
    """How likely so many differences are for somebody who differs by ``MARGIN`` more than the others do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Two analysts who differ from the others together and hardly ever from each other."""

    first: str
    second: str
    both: int
    """Subjects that both answered."""
    identical: int
    """Of these, those with one and the same answer."""
    shared: int
    """With the same answer against what most of the others say."""
    chance: float
    """How likely they would share so many differences without regard to each other."""
    others: tuple[str, ...]
    """Who stands against them; where it is one person, that one may as well be wrong each time."""


def out_of_line(judgments: Sequence[Judgment]) -> Sequence[Line]:
    """Return the analysts who are out of line, by name.

    Args:
        judgments: Standing ones, in the order in which they were stored.
    """
    lines = lines_of(judgments)
    return [
        line
        for line in lines
        if line.answers >= LEAST_ANSWERS and line.expected is not None and line.chance < CHANCE / len(lines)
    ]


def lines_of(judgments: Sequence[Judgment]) -> Sequence[Line]:
    """Return how often each analyst differs from the others, by name.

    What is expected is how often the others differ from what most of the rest say, question by question, as many of
    each as this one answered, with one difference and one agreement more than there were (Laplace's rule of succession:
    of few answers nothing is expected surely).

    Args:
        judgments: Standing ones, in the order in which they were stored.
    """
    answered = sure_answers(judgments)
    return [_line(who, name, answered) for who, name in names_of(judgments).items()]


def copied(judgments: Sequence[Judgment]) -> Sequence[Copied]:
    """Return the pairs of analysts whose answers may be copies, by name.

    Of the subjects that both and others answered, those on which each differs from what most of the others say are two
    sets. Copies share them: nearly all (``SHARED_SHARE``), and more than two who do not know of each other would.
    Nobody who is out of line stands for the others, or two copies would make all who are right look like copies; but
    where nobody else is left they do, and are named.

    Args:
        judgments: Standing ones, in the order in which they were stored.
    """
    answered, names = sure_answers(judgments), names_of(judgments)
    astray = {analyst_key(line.analyst) for line in out_of_line(judgments)}
    pairs = list(combinations(names, 2))
    found = []
    for pair in pairs:
        standing = names.keys() - {*pair} - astray or names.keys() - {*pair}
        found.append(_compared(*pair, names=names, answered=answered, standing=standing))
    return [one for one in found if one is not None and one.chance < CHANCE / len(pairs)]


def _line(who: str, name: str, answered: Mapping[Subject, Mapping[str, Label]]) -> Line:
    differs: Counter[Question] = Counter()
    compared: Counter[Question] = Counter()
    expected: dict[Question, Counter[bool]] = defaultdict(Counter)
    for subject, answers in answered.items():
        others = {other: label for other, label in answers.items() if other != who}
        most = _majority(others.values())
        if who in answers and most is not None:
            compared[subject.question] += 1
            differs[subject.question] += answers[who] is not most
        expected[subject.question].update(_differences(others))
    n, hits = compared.total(), differs.total()
    share = _expected_share(compared, expected) if n and any(each.total() for each in expected.values()) else None
    return Line(
        analyst=name,
        differs=hits,
        answers=n,
        interval=binomial_interval(hits, n) if n else (0.0, 1.0),
        expected=share,
        chance=1.0 if share is None else binomial_tail(hits, n, min(share + MARGIN, 0.99)),
    )


def _differences(answers: Mapping[str, Label]) -> Iterable[bool]:
    """Yield for each answer whether it differs from what most of the others say, where most say anything."""
    for who, label in answers.items():
        most = _majority(other for name, other in answers.items() if name != who)
        if most is not None:
            yield label is not most


def _expected_share(compared: Counter[Question], expected: Mapping[Question, Counter[bool]]) -> float:
    share_of = {question: (each[True] + 1) / (each.total() + 2) for question, each in expected.items()}
    return sum(share_of[question] * count for question, count in compared.items()) / compared.total()


def _majority(labels: Iterable[Label]) -> Label | None:
    """Return the label that more give than all other labels together; None: there is none."""
    counts = Counter(labels)
    label, count = max(counts.items(), key=lambda one: one[1], default=(None, 0))
    return label if 2 * count > counts.total() else None


def _compared(
    first: str,
    second: str,
    *,
    names: Mapping[str, str],
    answered: Mapping[Subject, Mapping[str, Label]],
    standing: Collection[str],
) -> Copied | None:
    """Return what speaks for two being copies, by those who stand for the others; None where too little does."""
    both = [answers for answers in answered.values() if first in answers and second in answers]
    identical = sum(answers[first] is answers[second] for answers in both)
    tallied = compared = against_first = against_second = 0
    others: set[str] = set()
    for answers in both:
        rest = {who: label for who, label in answers.items() if who in standing}
        most = _majority(rest.values())
        if most is None:
            continue
        compared += 1
        against_first += answers[first] is not most
        against_second += answers[second] is not most
        if answers[first] is answers[second] is not most:
            tallied += 1
            others |= {who for who, label in rest.items() if label is most}
    either = against_first + against_second - tallied
    if len(both) < LEAST_ANSWERS or tallied < LEAST_SHARED or tallied < SHARED_SHARE * either:
        return None
    return Copied(
        first=names[first],
        second=names[second],
        both=len(both),
        identical=identical,
        shared=tallied,
        chance=overlap_tail(tallied, against_first, against_second, compared),
        others=tuple(sorted(names[who] for who in others)),
    )

"""What ``label agreement`` shows: each coefficient with what it is made of, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.cli.display import plural, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.table import Table

    from rumorwatch.domain.labels import Label, Ruling
    from rumorwatch.label.agreement import PairAgreement, QuestionAgreement
    from rumorwatch.label.coefficients import Figure
    from rumorwatch.label.conduct import Copied, Line

_MOST_DISPUTES = 20
"""Disputes that people are shown of one question; `label list --disputed` has all."""


def question_row(found: QuestionAgreement) -> dict[str, object]:
    """Return the object that ``label agreement --json`` prints of a question."""
    return {
        "about": "question",
        "question": found.question.value,
        "subjects": found.subjects,
        "answers": found.answers,
        "unsure": found.unsure,
        "raw": _figure_row(found.raw),
        "alpha": _figure_row(found.alpha),
        "classes": [
            {"label": one.label.value, "answers": one.answers, "alpha": _figure_row(one.alpha)} for one in found.classes
        ],
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "raw": _figure_row(pair.raw),
                "kappa": _figure_row(pair.kappa),
                "confusion": _confusion_row(pair.confusion),
            }
            for pair in found.pairs
        ],
        "disputed": [_dispute_row(ruling) for ruling in found.disputed],
    }


def line_row(line: Line, *, is_out: bool) -> dict[str, object]:
    """Return the object of an analyst beside the others."""
    return {
        "about": "analyst",
        "analyst": line.analyst,
        "answers": line.answers,
        "differs": line.differs,
        "interval": [round(end, 4) for end in line.interval],
        "expected": None if line.expected is None else round(line.expected, 4),
        "chance": line.chance,
        "out_of_line": is_out,
    }


def copied_row(pair: Copied) -> dict[str, object]:
    """Return the object of two whose answers may be copies."""
    return {
        "about": "copies",
        "first": pair.first,
        "second": pair.second,
        "both": pair.both,
        "identical": pair.identical,
        "shared": pair.shared,
        "chance": pair.chance,
        "others": list(pair.others),
    }


def tables_of(found: QuestionAgreement) -> Iterator[Table]:
    """Yield the question with its classes, its pairs of analysts, and what is disputed."""
    from rich.text import Text

    from rumorwatch.cli.output import table

    title = f"{found.question}: {plural(found.answers, 'answer')} on {plural(found.subjects, 'subject')}"
    whole = table("", "answers", "agree", "alpha", title=f"{title}, {found.unsure:,} unsure")
    whole.add_row("all", f"{found.answers:,}", Text(figure_text(found.raw)), Text(figure_text(found.alpha)))
    for one in found.classes:
        whole.add_row(Text(one.label.value), f"{one.answers:,}", "", Text(figure_text(one.alpha)))
    yield whole
    if found.pairs:
        yield _pairs_table(found.pairs)
    if found.disputed:
        yield _disputes_table(found.disputed)


def figure_text(figure: Figure) -> str:
    """Return a coefficient as people read it: its value, the 95 % interval, and of how many subjects."""
    if figure.value is None:
        return f"none ({plural(figure.subjects, 'subject')})"
    ends = "too few" if figure.interval is None else "{:.2f} to {:.2f}".format(*figure.interval)
    return f"{figure.value:.2f} ({ends}; n {figure.subjects:,})"


def conduct_lines(out: Sequence[Line], copies: Sequence[Copied]) -> Iterator[str]:
    """Yield a sentence for each analyst out of line and each two whose answers may be copies."""
    for line in out:
        share = line.differs / line.answers
        yield (
            f"{shown(line.analyst)} is out of line: differs from most of the others in {line.differs:,} of "
            f"{line.answers:,} answers ({share:.0%}, expected {line.expected or 0:.0%})"
        )
    for pair in copies:
        alone = f"; or {shown(pair.others[0])} is wrong each time" if len(pair.others) == 1 else ""
        yield (
            f"{shown(pair.first)} and {shown(pair.second)} may be copies: {pair.shared:,} times the same against "
            f"{', '.join(map(shown, pair.others))}, {pair.identical:,} of {pair.both:,} answers identical{alone}"
        )


def _figure_row(figure: Figure) -> dict[str, object]:
    return {
        "value": None if figure.value is None else round(figure.value, 4),
        "interval": None if figure.interval is None else [round(end, 4) for end in figure.interval],
        "n": figure.subjects,
    }


def _confusion_row(confusion: Mapping[tuple[Label, Label], int]) -> list[dict[str, object]]:
    return [
        {"first": first.value, "second": second.value, "n": count}
        for (first, second), count in sorted(confusion.items(), key=lambda one: (-one[1], one[0]))
    ]


def _dispute_row(ruling: Ruling) -> dict[str, object]:
    return {
        "text_hash": ruling.subject.text_hash,
        "claim_id": ruling.subject.claim_id,
        "votes": {label.value: list(names) for label, names in ruling.votes.items()},
    }


def _pairs_table(pairs: Sequence[PairAgreement]) -> Table:
    from rich.text import Text

    from rumorwatch.cli.output import table

    made = table("first", "second", "agree", "kappa", "differ most in")
    for pair in pairs:
        apart = [(count, labels) for labels, count in pair.confusion.items() if labels[0] is not labels[1]]
        most = max(apart, key=lambda one: one[0], default=None)
        differ = f"{most[1][0]} / {most[1][1]}: {most[0]:,}" if most else ""
        cells = (shown(pair.first), shown(pair.second), figure_text(pair.raw), figure_text(pair.kappa), differ)
        made.add_row(*map(Text, cells))
    return made


def _disputes_table(disputed: Sequence[Ruling]) -> Table:
    from rich.text import Text

    from rumorwatch.cli.output import table

    more = len(disputed) - _MOST_DISPUTES
    made = table("disputed text", "claim", "votes", title=f"{plural(more, 'more')}" if more > 0 else None)
    for ruling in disputed[:_MOST_DISPUTES]:
        votes = "; ".join(f"{label}: {', '.join(map(shown, names))}" for label, names in ruling.votes.items())
        cells = (ruling.subject.text_hash[:8], shown(ruling.subject.claim_id or ""), votes)
        made.add_row(*map(Text, cells))
    return made

"""Pages: a report as blocks of plain text, and these as Markdown and as one HTML file.

Blocks hold outside text as it is; whatever it holds, it comes out as letters. Escaping is done here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, TypeAlias, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LETTERS = re.compile(
    r"(?P<mark>[*_\[\]()!#~$])"  # emphasizes, links, heads or, on GitHub, begins a formula
    r"|[&<>|`\\]"  # begins a tag, an entity, a cell or code, where a backslash does not hold everywhere
    r"|(?<=:)/(?=/)|(?<=\bwww)\.|@"  # makes a link without being asked
    r"|^(?:[-+=:]|\d(?=\d*[.)](?:\s|$)))",  # makes a paragraph a list, a rule or a heading
    re.IGNORECASE,
)
"""What Markdown takes for more than letters."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What may not stand in HTML, or turns the text after it around."""
_PAGE_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1f2328;background:#fff}
table{border-collapse:collapse;margin:1rem 0;width:100%}
th,td{border:1px solid #d8dee4;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f6f8fa}figure{margin:1.5rem 0}svg{max-width:100%;height:auto}figcaption,.note{color:#57606a}
@media screen and (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th{background:#161b22}
th,td{border-color:#30363d}figcaption,.note{color:#9da7b3}}
@media print{body{max-width:none;margin:0;font-size:11pt}figure,tr{break-inside:avoid}h2{break-after:avoid}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Begins a part of the report."""

    text: str
    level: int = 2
    """1 for the title of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under column names, each as long as these."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A plot with what is to be said below it."""

    name: str
    """Letters and hyphens; its file is ``name.svg``."""
    svg: str
    """Made by plots.py, which escapes what is in it."""
    alternative: str
    """What it shows, for those who cannot see it."""
    caption: str


Block: TypeAlias = Heading | Paragraph | Table | Picture


def as_markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks as Markdown (GitHub's, with tables); plots are named as files beside it."""
    return "\n\n".join("\n".join(_markdown(block)) for block in blocks) + "\n"


def as_html(blocks: Sequence[Block], *, title: str, language: str = "en") -> str:
    """Return the blocks as one HTML file that loads nothing and runs nothing.

    Args:
        blocks: In their order.
        title: Of the window.
        language: Of the text, as in BCP 47.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        "<!doctype html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_plain(title)}</title>",
        f"<style>{_PAGE_STYLE}</style>",
        "</head>",
        "<body>",
    )
    body = (line for block in blocks for line in _html(block))
    return "\n".join((*head, *body, "</body>", "</html>")) + "\n"


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {_literal(text)}"
        case Paragraph(text=text):
            yield _literal(text)
        case Table(columns=columns, rows=rows):
            yield from _markdown_table(columns, rows)
        case Picture(name=name, alternative=alternative, caption=caption):
            yield f"![{_literal(alternative)}]({name}.svg)"
            yield ""
            yield _literal(caption)
        case _ as never:
            assert_never(never)


def _markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *body = ([_literal(cell) for cell in cells] for cells in (columns, *rows))
    for cells in (head, ["---"] * len(columns), *body):
        yield f"| {' | '.join(cells)} |"


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level):
            yield f"<h{level}>{_plain(text)}</h{level}>"
        case Paragraph(text=text):
            yield f"<p>{_plain(text)}</p>"
        case Table(columns=columns, rows=rows):
            head = "".join(f'<th scope="col">{_plain(column)}</th>' for column in columns)
            yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>"
            for cells in rows:
                yield f"<tr>{''.join(f'<td>{_plain(cell)}</td>' for cell in cells)}</tr>"
            yield "</tbody>\n</table>"
        case Picture(svg=svg, caption=caption):
            yield f"<figure>\n{svg}\n<figcaption>{_plain(caption)}</figcaption>\n</figure>"
        case _ as never:
            assert_never(never)


def _plain(text: str) -> str:
    """Return outside text as HTML shows it."""
    return escape(_one_line(text))


def _literal(text: str) -> str:
    """Return outside text as Markdown shows it, letter by letter."""
    return _LETTERS.sub(
        lambda found: f"\\{found.group()}" if found["mark"] else f"&#{ord(found.group())};", _one_line(text)
    )


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())

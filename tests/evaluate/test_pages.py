"""Whatever a report says, its Markdown and its HTML show it letter by letter, and run and load nothing."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rumorwatch.evaluate.pages import Heading, Paragraph, Picture, Table, as_html, as_markdown

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Controls that turn the text after them around."""
HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style></textarea><img src=x onerror=alert(1)>",
    "]]> <![CDATA[ x ]]> <!-- x",
    "a | b || c \\| d",
    "`code` ``` ~~~ ~~gone~~",
    "[x](javascript:alert(1)) ![y](https://e.example/y.png) [z]: https://e.example",
    "$\\require{x}$ and $$y$$ and $`z`$",
    "*a* _b_ **c** __d__",
    "# heading",
    "- one",
    "+ one",
    "1. one",
    "12) one",
    "=== ---",
    "---",
    "> quoted",
    ":--- | ---:",
    "&lt;b&gt; &#60;b&#62; &amp;amp; &copy",
    "https://e.example www.e.example _www.e.example a@e.example",
    "line\nline\r\nline\n\n# line\n\n    code\u2028line",
    f"before {TURNING} after",
    "lone \ud800 and \udfff surrogates",
    "nul \x00 escape \x1b[2J delete \x7f next \x85 none \ufffe\uffff",
    "\\",
    "",
)
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec=None), max_size=20),
    st.text(st.sampled_from("<>&|`\\*_[]()!#~$-+=:.@/'\" \n\t1aw"), max_size=20),
)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Seen(HTMLParser):
    """The elements of a page in their order, each with the text in it, and every attribute."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.attributes, self._open = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append([tag, ""])
        self.attributes += attrs
        if tag not in {"meta", "img"}:
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag):
        assert tag == "img" or self._open.pop()[0] == tag

    def handle_data(self, data):
        if self._open:
            self._open[-1][1] += data

    def handle_comment(self, data):
        raise AssertionError(data)

    unknown_decl = handle_pi = handle_comment

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]

    def texts(self, *tags):
        return [text for tag, text in self.elements if tag in tags]


def letters(text):
    """The text on one line, without what cannot be shown or turns others around."""
    hidden = {*TURNING, "\ufffe", "\uffff"}
    return " ".join(
        "".join(" " if one in hidden or unicodedata.category(one) in {"Cc", "Cs"} else one for one in text).split()
    )


def by_markdown(*blocks):
    return Seen(MARKDOWN.render(as_markdown(blocks)))


def by_html(*blocks):
    page = as_html(blocks, title="Title")
    page.encode()  # a lone surrogate could not be written
    return Seen(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_letters_in_every_block_of_markdown(text):
    seen = by_markdown(
        Heading(text=text, level=1),
        Paragraph(text=text),
        Table(columns=[text, "b"], rows=[[text, text], ["---", text]]),
        Picture(name="plot", svg="<svg></svg>", alternative=text, caption=text),
    )
    table = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "tr", "td", "td"]
    assert [tag for tag in seen.tags if tag != "p"] == ["h1", *table, "img"]
    assert seen.texts("h1") == [letters(text)]
    assert seen.texts("th", "td") == [letters(one) for one in (text, "b", text, text, "---", text)]
    assert [one for one in seen.texts("p") if one] == [letters(text)] * 2 * bool(letters(text))
    assert seen.attributes == [("src", "plot.svg"), ("alt", letters(text))]


@given(text=ANY)
def test_any_text_is_letters_in_markdown(text):
    seen = by_markdown(Heading(text="Title"), Paragraph(text=text), Heading(text=text, level=3))
    assert [one for one in seen.elements if one != ["p", ""]] == [
        ["h2", "Title"],
        *([["p", letters(text)]] if letters(text) else []),
        ["h3", letters(text)],
    ]


@given(
    rows=st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(ANY, min_size=width, max_size=width), min_size=1))
)
def test_any_table_of_markdown_has_a_cell_a_column_in_each_row(rows):
    seen = by_markdown(Table(columns=rows[0], rows=rows[1:]))
    assert seen.texts("th", "td") == [letters(cell) for cells in rows for cell in cells]
    assert seen.tags.count("tr") == len(rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://e.example", "https:&#47;/e.example"),
        ("www.e.example", "www&#46;e.example"),
        ("_WWW.e.example", "\\_WWW&#46;e.example"),
        ("a@e.example", "a&#64;e.example"),
        ("$x$", "\\$x\\$"),
        ("3:1", "3:1"),
        ("v1.2, -3 and +4", "v1.2, -3 and +4"),
    ],
)
def test_in_markdown_nothing_becomes_a_link_or_formula_unasked_and_the_rest_stays_readable(text, told):
    assert as_markdown([Paragraph(text=text)]) == told + "\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_letters_in_every_block_of_html(text):
    seen = by_html(
        Heading(text=text, level=1),
        Paragraph(text=text),
        Table(columns=[text, "b"], rows=[[text, text], ["---", text]]),
        Picture(name="plot", svg="<svg></svg>", alternative="as the plot says itself", caption=text),
    )
    head = ["html", "head", "meta", "meta", "meta", "title", "style", "body"]
    table = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "tr", "td", "td"]
    assert seen.tags == [*head, "h1", "p", *table, "figure", "svg", "figcaption"]
    assert seen.texts("h1", "p", "figcaption") == [letters(text)] * 3
    assert seen.texts("th", "td") == [letters(one) for one in (text, "b", text, text, "---", text)]


@given(text=ANY)
def test_any_text_is_letters_in_html(text):
    page = as_html([Paragraph(text=text)], title=text, language=letters(text))
    seen = Seen(page)
    assert seen.texts("title", "p") == [letters(text)] * 2
    assert seen.attributes[0] == ("lang", letters(text))
    assert seen.tags == ["html", "head", "meta", "meta", "meta", "title", "style", "body", "p"]
    assert page.encode()


def test_a_page_of_html_loads_nothing_and_runs_nothing():
    seen = by_html(Heading(text="Report", level=1), Paragraph(text="Some sentences."))
    assert ("http-equiv", "Content-Security-Policy") in seen.attributes
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in seen.attributes
    assert not {name for name, _ in seen.attributes} & {"src", "href", "style", "onload"}
    assert not any("url(" in style or "@import" in style for style in seen.texts("style"))


def test_a_picture_stands_in_html_as_it_is_and_beside_markdown_as_a_file():
    picture = Picture(name="waits", svg="<svg><title>Waits</title></svg>", alternative="Bars (3)", caption="Waits.")
    assert "<figure>\n<svg><title>Waits</title></svg>\n<figcaption>Waits.</figcaption>" in as_html([picture], title="t")
    assert as_markdown([picture]) == "![Bars (3)](waits.svg)\n\nWaits.\n"


def test_blocks_of_markdown_are_apart_by_an_empty_line():
    blocks = [Heading(text="Title", level=1), Paragraph(text="One."), Table(columns=["a", "b"], rows=[["1", "2"]])]
    assert as_markdown(blocks) == "# Title\n\nOne.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"


@pytest.mark.parametrize("text", ["-5.0", "0.65", "27 (59 %)", "+0.1 to -0.2", "hello!"])
def test_numbers_and_brackets_stay_readable_in_markdown(text):
    assert as_markdown([Paragraph(text=text)]) == f"{text}\n"

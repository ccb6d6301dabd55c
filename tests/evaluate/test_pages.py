"""Outside text in a report comes out as letters."""

from __future__ import annotations

import pytest

from rumorwatch.evaluate.pages import Heading, Paragraph, Table, as_html, as_markdown

HOSTILE = "<b>x</b> | [a](javascript:b) `c` &amp; # \u202e end\nnext"


@pytest.mark.parametrize("first", ["---", "a"])
def test_a_table_escapes_every_cell_whatever_its_row_begins_with(first):
    written = as_markdown([Table(columns=("one", "two"), rows=[(first, HOSTILE)])])
    *_, row = written.strip().splitlines()
    assert row.count(" | ") == 1
    assert not set("<>`") & set(row)
    assert "\\[a\\]\\(javascript:b\\)" in row


def test_a_text_is_one_line_and_no_markup_in_html():
    page = as_html([Heading(text=HOSTILE), Paragraph(text=HOSTILE)], title=HOSTILE)
    assert "<b>" not in page
    assert "\u202e" not in page
    assert page.count("&lt;b&gt;x&lt;/b&gt; | [a](javascript:b) `c` &amp;amp; # end next") == 3
    assert "default-src 'none'" in page


@pytest.mark.parametrize("text", ["- a", "1. a", "= a", "# a", "+ a", "> a"])
def test_a_paragraph_never_becomes_a_list_or_a_heading(text):
    assert as_markdown([Paragraph(text=text)])[0] in "&\\"  # an entity or an escape


@pytest.mark.parametrize("text", ["http://a.example", "www.a.example", "me@a.example"])
def test_what_looks_like_a_link_is_none(text):
    written = as_markdown([Paragraph(text=text)])
    assert text not in written

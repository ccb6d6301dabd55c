"""Entry markup to plain text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.bodies.html import MAX_HTML_BYTES, to_text

CASES = [
    ("<p>Xin chào <b>bà con</b>.</p><p>Dòng&nbsp;hai &amp; ba</p>", "Xin chào bà con.\nDòng hai & ba"),
    ("một<br>hai<br/>ba", "một\nhai\nba"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
    ("<ul><li>một<li>hai</ul>", "một\nhai"),
    ("Tin &#273;&#7891;n", "Tin đồn"),
    ("dòng 1\ndòng 2 &amp; 3", "dòng 1\ndòng 2 & 3"),
    ("&lt;p&gt;Chào&lt;/p&gt;", "Chào"),
    ("&amp;lt;p&amp;gt;Chào&amp;lt;/p&amp;gt;", "Chào"),
    ("<script>alert(1)</script>an toàn<style>p{}</style><template>x</template>", "an toàn"),
    ("<img src=x onerror=alert(1)>ảnh", "ảnh"),
    ("<![CDATA[xin <i>chào</i>]]>", "xin chào"),
    ("<o:p>Word</o:p>", "Word"),
    ("<frameset><p>khung", "khung"),
    ("a < b và c > d", "a < b và c > d"),
    ("nếu x<y thì z>1", "nếu x<y thì z>1"),
    ("AT&T & R&D", "AT&T & R&D"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "text"), CASES)
def test_markup_becomes_the_text_a_reader_sees(markup, text):
    assert to_text(markup).strip() == text


def test_nested_blocks_are_cut_before_they_take_quadratic_time():
    assert len(to_text("<div>" * 400_000 + "x")) <= MAX_HTML_BYTES


_PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "<script>",
    "</script>",
    "&lt;",
    "&gt;",
    "&amp;",
    "&lt;script&gt;",
    "<img src=x>",
    "<!--",
    "-->",
    "<",
    ">",
    "chữ",
    " ",
    "\n",
    "<a href='",
    "'>",
    "<style",
    "&#60;b&#62;",
    "<![CDATA[",
    "]]>",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_no_known_tag_survives_however_it_is_pieced_together(markup):
    assert not re.search(
        r"<(?:script|style|img|p|b)(?:\s+\w+\s*=[^<>]*)?\s*/?>|<script[\s>]", to_text(markup), re.IGNORECASE
    )

"""The report of a replay: what it says, and that a report of little is a report."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from markdown_it import MarkdownIt

from evaluate.alerts import archived, raised
from nouns import NOW
from rumorwatch.cli.display import quote
from rumorwatch.evaluate.comparing import cases_of, compared, days_of
from rumorwatch.evaluate.courses import courses_of
from rumorwatch.evaluate.earliness import earliness_of, truth_of
from rumorwatch.evaluate.pages import Picture, as_html, as_markdown
from rumorwatch.evaluate.replay import Replay
from rumorwatch.evaluate.report import Measured, blocks_of

R1 = [archived("a", minutes_ago=170, rumor="r1"), *(archived(f"b{n}", minutes_ago=50, rumor="r1") for n in range(3))]
R2 = [archived(f"c{n}", minutes_ago=100 - n, rumor="r2") for n in range(3)]


def measured(posts, *alerts, made_by):
    truth, doubted_at = truth_of(posts), {"r1": NOW - timedelta(minutes=99)}
    made = Replay(posts=len(posts), raised=alerts, notices=(), alerts=(), doubted_at=doubted_at)
    return Measured(
        made_by=made_by,
        replayed=made,
        figures=earliness_of(made, truth, seconds=1),
        courses=courses_of(posts, truth, made),
    )


def report(posts, *alerts, comparison=None):
    a, b = (measured(posts, *alerts, made_by={"w": name}) for name in "xy")
    return list(
        blocks_of(
            a,
            archive={"archive": "a.jsonl"},
            span=(posts[0].post.published_at, posts[-1].post.published_at),
            quote=quote,
            b=b if comparison else None,
            comparison=comparison,
        )
    )


def pages(blocks):
    return as_markdown(blocks), as_html(blocks, title="t")


def said_in(page):
    said = []
    reader = HTMLParser()
    reader.handle_data = said.append
    reader.feed(MarkdownIt("gfm-like", {"linkify": False}).render(page) if page.startswith("#") else page)
    return "".join(said)


def test_the_report_says_the_figures_what_was_missed_and_what_was_false():
    archive = sorted([*R1, *R2], key=lambda one: one.post.published_at)
    made = report(archive, raised("n1", minutes_ago=160, about="r1"), raised("n2", minutes_ago=80, text="fresh eggs"))
    for page in pages(made):
        said = said_in(page)
        assert "Of 2 rumors, 1 were alerted (50%), 1 of them before their busiest hour began (50% of all)." in said
        assert "1 rumors had no alert" in said
        assert "fresh eggs" in said
        assert "1 rumors were alerted before their busiest hour began, 0 in it or later, 1 never." in said
    names = [block.name for block in made if isinstance(block, Picture)]
    assert names == ["lead", "over-time", "volume-median", "volume-missed"]


def test_with_another_side_the_report_compares():
    archive = sorted([*R1, *R2], key=lambda one: one.post.published_at)
    truth, alert = truth_of(archive), raised("n1", minutes_ago=160, about="r1")
    days = days_of(archive[0].post.published_at, archive[-1].post.published_at, [alert])
    a, b = (cases_of(side, truth, days=days) for side in ([alert], []))
    comparison = compared(a, b, rng=np.random.default_rng(0))
    made = report(archive, alert, comparison=comparison)
    markdown = pages(made)[0]
    assert "| recall | 0.5 | 0 | -0.5 |" in markdown
    assert "| w | x | y |" in markdown


@pytest.mark.parametrize(
    ("archive", "alerts"),
    [
        ([archived("a", minutes_ago=5)], []),
        ([archived("a", minutes_ago=5)], [raised("n", minutes_ago=4)]),
        ([archived("a", minutes_ago=5, rumor="r")], []),
        ([archived("a", minutes_ago=5, rumor="r")], [raised("n", minutes_ago=4, about="r")]),
        ([archived("a", minutes_ago=900_000, rumor="r"), archived("b", minutes_ago=5, rumor="r")], []),
    ],
)
def test_a_report_of_little_is_a_report(archive, alerts):
    made = report(archive, *alerts)
    for page in pages(made):
        assert page.count("How this was made") == 1
    for block in made:
        if isinstance(block, Picture):
            ET.fromstring(block.svg)
    if archive[0].rumor is None:
        assert "does not say which posts belong to a rumor" in pages(made)[0]


LINKED = "look at https://bad.example/x and www.bad.example"


def test_links_in_what_people_posted_cannot_be_clicked_and_texts_are_cut():
    text = f"{LINKED} {'very long ' * 90}"
    archive = [archived("a", minutes_ago=9, rumor="r", text=text), archived("b", minutes_ago=8, rumor="s")]
    made = report(archive, raised("n", minutes_ago=7, text=text), raised("m", minutes_ago=7, about="s"))
    for page in pages(made):
        assert "https://bad" not in page
        assert "www.bad.example" not in page
        assert "hxxps" in page
        assert "very long " * 20 not in page

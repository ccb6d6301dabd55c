"""Plots are XML that stands alone, says to screen readers what it shows, and can be read on both axes."""

from __future__ import annotations

import math
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.evaluate.plots import WIDTH, Ink, Line, Mark, Tick, Wording, bar_plot, even_ticks, line_plot

HOSTILE = "]]></title><script>alert('1')</script><!-- \"&lt; \x00\x1b\ud800\ufffe"
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"rect", "line", "path", "text", "title", "desc", "style"}
TEXT = st.text(st.characters(codec=None), max_size=10)
SHARES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=40)


def wording(**more):
    said = {"title": "Waits", "description": "Minutes from first post to alert.", "across": "minutes", "up": "rumors"}
    return Wording(name="waits", **{**said, **more})


def bars(heights, **more):
    return ET.fromstring(bar_plot(wording(), heights, **{"ticks": even_ticks([str(n) for n in heights]), **more}))


def lines(*shares, **more):
    drawn = [Line(label=f"line {at}", shares=one, ink=Ink.EARLY) for at, one in enumerate(shares)]
    ticks = even_ticks([str(n) for n in range(max(map(len, shares), default=0))])
    return ET.fromstring(line_plot(wording(), drawn, **{"ticks": ticks, **more}))


def texts(plot, kind=None):
    return [one.text or "" for one in plot.iter(f"{SVG}text") if kind is None or one.get("class") == kind]


def of_kind(plot, tag, kind):
    return [one for one in plot.iter(f"{SVG}{tag}") if kind in one.get("class", "").split()]


def up_labels(plot):
    """What stands at the vertical axis, from its foot up, with its height on the page."""
    found = [(float(one.get("y")), one.text) for one in plot.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    assert found == sorted(found, reverse=True)
    return found


def numbers_of(plot):
    """Every coordinate in a plot."""
    for one in plot.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height"):
            if one.get(name):
                yield name, float(one.get(name))


def test_a_plot_has_a_title_and_a_description_that_its_name_makes_its_own():
    for plot in (bars([1, 2]), lines([0.5, 1])):
        assert plot.get("role") == "img"
        assert plot.get("aria-labelledby") == "waits-title waits-description"
        title, description = list(plot)[:2]
        assert (title.tag, title.get("id"), title.text) == (f"{SVG}title", "waits-title", "Waits")
        assert (description.tag, description.get("id")) == (f"{SVG}desc", "waits-description")
        assert description.text == "Minutes from first post to alert."
        assert texts(plot, "title") == ["Waits"]
        assert {"minutes", "rumors"} <= set(texts(plot, "quiet"))


def test_a_plot_loads_nothing():
    for plot in (bars([1, 2]), lines([0.5, 1])):
        assert {one.tag.removeprefix(SVG) for one in plot.iter()} <= {"svg", *SHAPES}
        assert not {name for one in plot.iter() for name in one.attrib} & {"href", "src", "style", "onload"}
        style = plot.findtext(f"{SVG}style")
        assert "url(" not in style
        assert "@import" not in style


def test_hostile_words_are_letters_in_a_plot():
    said = "]]></title><script>alert('1')</script><!-- \"&lt; "
    words = dict.fromkeys(("title", "description", "across", "up"), HOSTILE)
    ticks = [Tick(at=0, label=HOSTILE)]
    marks = [Mark(label=HOSTILE, at=0.5, ink=Ink.PEAK)]
    drawn = [Line(label=HOSTILE, shares=[0.5], ink=Ink.EARLY)]
    for svg, more in (
        (bar_plot(wording(**words), [3], ticks=ticks, marks=marks), [said, said]),
        (line_plot(wording(**words), drawn, ticks=ticks), [f"{said}: 50.0% at the end", said]),
    ):
        plot = ET.fromstring(svg)
        assert {one.tag.removeprefix(SVG) for one in plot.iter()} <= {"svg", *SHAPES}
        assert [plot.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == [said, said]
        assert [one for one in texts(plot) if "script" in one] == [said, *more, said, said]
        assert svg.encode()


@given(text=TEXT, heights=st.lists(st.integers(0, 10**6), max_size=40), at=st.floats(-5, 50))
def test_any_bars_are_xml_within_their_page(text, heights, at):
    said = wording(title=text, description=text, across=text, up=text)
    marks = [Mark(label=text, at=at, ink=Ink.ALERTED)]
    svg = bar_plot(said, heights, ticks=[Tick(at=at, label=text)], marks=marks, numbered=True)
    assert_within_page(ET.fromstring(svg.encode()))


@given(text=TEXT, shares=st.lists(SHARES, max_size=3))
def test_any_lines_are_xml_within_their_page(text, shares):
    drawn = [Line(label=text, shares=one, ink=Ink.LATE) for one in shares]
    svg = line_plot(wording(title=text, up=text), drawn, ticks=even_ticks(["a"] * max(map(len, shares), default=0)))
    assert_within_page(ET.fromstring(svg.encode()))


def assert_within_page(plot):
    height = float(plot.get("height"))
    for name, number in numbers_of(plot):
        assert math.isfinite(number)
        assert 0 <= number <= (height if name in {"y", "y1", "y2", "height"} else WIDTH), name


@pytest.mark.parametrize("heights", [[], [0], [0, 0, 0]])
def test_bars_of_nothing_are_an_empty_plot_with_axes(heights):
    plot = bars(heights)
    assert of_kind(plot, "rect", "plain") == []
    assert [label for _, label in up_labels(plot)] == ["0", "1"]


def test_one_bar_is_as_wide_as_the_plot_and_as_high_as_its_axis_says():
    [bar] = of_kind(bars([1]), "rect", "plain")
    (foot, zero), (top, one) = up_labels(bars([1]))
    assert (zero, one) == ("0", "1")
    assert float(bar.get("height")) == pytest.approx(foot - top)
    assert float(bar.get("width")) > WIDTH / 2


def test_bars_are_as_high_as_what_they_count_and_go_from_left_to_right():
    found = of_kind(bars([1, 4, 0, 2]), "rect", "plain")
    heights = [float(one.get("height")) for one in found]
    assert heights == pytest.approx([heights[0], 4 * heights[0], 2 * heights[0]])
    assert [float(one.get("x")) for one in found] == sorted(float(one.get("x")) for one in found)


def test_each_bar_has_its_ink_and_where_wanted_its_number():
    plot = bars([3, 0, 7], inks=[Ink.EARLY, Ink.LATE, Ink.LATE], numbered=True, ticks=())
    assert [len(of_kind(plot, "rect", ink)) for ink in (Ink.EARLY, Ink.LATE)] == [1, 1]  # no bar of nothing
    assert [one.text for one in plot.iter(f"{SVG}text") if one.get("class") is None] == ["3", "0", "7"]


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (1, "0 1"),
        (3, "0 1 2 3"),
        (5, "0 1 2 3 4 5"),
        (6, "0 2 4 6"),
        (9, "0 2 4 6 8 10"),
        (11, "0 5 10 15"),
        (99, "0 20 40 60 80 100"),
        (101, "0 50 100 150"),
        (1234, "0 500 1000 1500"),
        (98765, "0 20000 40000 60000 80000 100000"),
    ],
)
def test_the_vertical_axis_counts_in_round_steps(most, labels):
    assert " ".join(label for _, label in up_labels(bars([most], ticks=()))) == labels


@given(most=st.integers(0, 10**9))
def test_the_vertical_axis_has_room_between_its_numbers_and_reaches_the_highest_bar(most):
    found = up_labels(bars([most], ticks=()))
    assert 2 <= len(found) <= 6
    assert int(found[-1][1]) >= most
    assert min(low - high for (low, _), (high, _) in pairwise(found)) > 17  # a line of text


@given(number=st.integers(0, 500))
def test_horizontal_ticks_are_few_evenly_apart_and_begin_with_the_first(number):
    ticks = even_ticks([f"2026-10-{at}" for at in range(number)])
    assert [one.at for one in ticks][:1] == [0][:number]
    assert len(ticks) == min(number, len(ticks)) <= 5
    assert len({after.at - before.at for before, after in pairwise(ticks)}) <= 1
    assert all(one.label == f"2026-10-{one.at:.0f}" for one in ticks)


@given(number=st.integers(1, 500))
def test_horizontal_ticks_of_many_days_do_not_run_into_each_other(number):
    day = "2026-10-07"
    plot = bars([1] * number, ticks=even_ticks([day] * number))
    places = [float(one.get("x")) for one in plot.iter(f"{SVG}text") if one.text == day]
    assert all(after - before > 90 for before, after in pairwise(places))  # ten digits of 13 px


def test_marks_stand_at_their_moment_each_in_a_row_of_its_own():
    marks = [Mark(label="first post", at=0, ink=Ink.FIRST), Mark(label="alert", at=2, ink=Ink.ALERTED)]
    plot = bars([1, 1, 1, 1], marks=marks, ticks=[Tick(at=2, label="here")])
    [first], [alert] = of_kind(plot, "line", "first"), of_kind(plot, "line", "alerted")
    [here] = [one for one in plot.iter(f"{SVG}text") if one.text == "here"]
    assert alert.get("x1") == alert.get("x2") == here.get("x")
    assert float(alert.get("y1")) - float(first.get("y1")) >= 17
    assert [one for one in texts(plot) if one in {"first post", "alert"}] == ["first post", "alert"]


def test_a_mark_beyond_the_last_bar_stands_at_the_edge_and_says_so():
    plot = bars([1, 1], marks=[Mark(label="alert", at=2, ink=Ink.ALERTED), Mark(label="peak", at=2.1, ink=Ink.PEAK)])
    assert of_kind(plot, "line", "peak")[0].get("x1") == of_kind(plot, "line", "alerted")[0].get("x1")
    assert [one for one in texts(plot) if one.startswith(("alert", "peak"))] == ["alert", "peak, beyond the right edge"]


def test_labels_of_marks_point_to_the_middle_so_that_they_stay_on_the_page():
    plot = bars([1] * 10, marks=[Mark(label="left", at=1, ink=Ink.FIRST), Mark(label="right", at=9, ink=Ink.PEAK)])
    found = {one.text: one.get("text-anchor") for one in plot.iter(f"{SVG}text")}
    assert (found["left"], found["right"]) == ("start", "end")


@pytest.mark.parametrize(
    ("shares", "last"),
    [([], "none"), ([None], "none"), ([0.5], "50.0%"), ([0.25, 0.5, None], "50.0%"), ([None, 0.0], "0.0%")],
)
def test_a_line_says_its_last_known_share(shares, last):
    plot = lines(shares)
    assert f"line 0: {last} at the end" in texts(plot)
    known = [one for one in shares if one is not None]
    assert len(of_kind(plot, "path", "dot")) == len(known)


def test_lines_of_nothing_are_an_empty_plot_with_axes():
    plot = lines()
    assert [label for _, label in up_labels(plot)] == ["0%", "25%", "50%", "75%", "100%"]
    assert list(plot.iter(f"{SVG}path")) == []


def test_a_line_goes_from_edge_to_edge_and_shares_are_where_the_axis_says():
    plot = lines([0.0, 0.5, 1.0])
    [path] = of_kind(plot, "path", "mark")
    begin, middle, end = (tuple(map(float, point.split())) for point in path.get("d").replace("L", "M")[1:].split("M"))
    edges = of_kind(plot, "line", "axis")[0]
    assert (begin[0], end[0]) == (float(edges.get("x1")), float(edges.get("x2")))
    foot, *_, top = (y - 4 for y, _ in up_labels(plot))
    assert (begin[1], middle[1], end[1]) == pytest.approx((foot, (foot + top) / 2, top), abs=0.1)

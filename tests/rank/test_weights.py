"""What a file of weights may hold, and that every fault of it is named."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, spread
from rumorwatch.domain.errors import FileError
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Rumor, RumorId
from rumorwatch.rank.factors import factors_of
from rumorwatch.rank.weights import as_json, load_weights, read_weights

SHIPPED = resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8")
GOOD = json.loads(SHIPPED)
GONE = object()
HUGE = 10**400
"""A whole number that no float holds."""


def changed(place, value):
    """The shipped file with another value at a place, such as ``full_at.channels``; GONE: without it."""
    made = json.loads(SHIPPED)
    *path, name = place.split(".")
    table = made
    for step in path:
        table = table[step]
    if value is GONE:
        del table[name]
    else:
        table[name] = value
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("weights") / "weights.json"


def fault(file, content):
    """What read_weights says is wrong with a file of some bytes, or of some JSON."""
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(FileError) as caught:
        read_weights(file)
    assert caught.value.code == "RW-F24"
    before = f'weights file "{file}" cannot be used: '
    assert caught.value.failed.startswith(before)
    return caught.value.failed.removeprefix(before)


def test_the_shipped_file_reads_as_the_shipped_weights(file):
    file.write_text(SHIPPED, "utf-8")
    assert read_weights(file) == load_weights()


def test_a_file_needs_not_say_where_its_numbers_come_from(file):
    file.write_text(json.dumps(changed("source", GONE)), "utf-8")
    assert read_weights(file) == load_weights()


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name):
    with pytest.raises(FileError, match="cannot be opened") as caught:
        read_weights(tmp_path / name)
    assert caught.value.code == "RW-F01"
    assert str(tmp_path / name) in caught.value.failed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"points: 100",
        b'{"version": "\xff"}',
        SHIPPED.encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        SHIPPED.replace('"velocity": 18', f'"velocity": {"9" * 5000}').encode(),
    ],
    ids=["empty", "cut", "prose", "no utf-8", "utf-16", "deep lists", "deep tables", "5,000 digits"],
)
def test_what_is_no_json_is_said_to_be_none(file, content):
    assert fault(file, content).startswith("it is no JSON: ")


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("version", GONE, "version: is missing"),
        ("version", 3, "version: is no text"),
        ("version", " ", "version: is no text"),
        ("version", "a\nb", "version: holds line breaks or unreadable characters"),
        ("version", "\ud800", "version: holds line breaks or unreadable characters"),
        ("version", "\u202ever", "version: holds line breaks or unreadable characters"),
        ("source", None, "source: is no text"),
        ("points", GONE, "points: is missing"),
        ("points", [18], "points: is no table of keys"),
        ("points.reach", GONE, "points.reach: is missing"),
        ("points.luck", 0, "points.luck: is no key of weights"),
        ("lucky\x1b[2J", 0, "lucky\\u001b[2J: is no key of weights"),
        ("points.reach", "3", "points.reach: is no number"),
        ("points.reach", None, "points.reach: is no number"),
        ("points.reach", True, "points.reach: is no number"),
        ("points.reach", float("nan"), "points.reach: is no number"),
        ("points.reach", float("inf"), "points.reach: is no number"),
        ("points.reach", -float("inf"), "points.reach: is no number"),
        ("points.reach", HUGE, "points.reach: is no number"),
        ("points.reach", -HUGE, "points.reach: is no number"),
        ("points.reach", {"all": 3}, "points.reach: is no number"),
        ("points.reach", -1, "points.reach: is -1, below 0"),
        ("points.reach", 1e308, "points.reach: is 1e+308, and has to be 100 at most"),
        ("points.reach", 3.0001, "points: they add up to 100.0001, not 100"),
        ("points.reach", 0, "points: they add up to 97, not 100"),
        ("full_at.asks", 0, "full_at.asks: is 0, and has to be above 0"),
        ("full_at.asks", -2, "full_at.asks: is -2, and has to be above 0"),
        ("full_at.channels", 1, "full_at.channels: is 1, and has to be above 1"),
        ("full_at.languages", 0.5, "full_at.languages: is 0.5, and has to be above 1"),
        ("velocity_window_h", 0, "velocity_window_h: is 0, and has to be above 0"),
        ("velocity_window_h", 1e300, "velocity_window_h: is 1e+300, and has to be 8784 at most"),
        ("stale_after_days", 1e9, "stale_after_days: is 1000000000, and has to be 36525 at most"),
        ("gap.stale", 1.5, "gap.stale: is 1.5, and has to be 1 at most"),
        ("harm.scam", 1.0001, "harm.scam: is 1.0001, and has to be 1 at most"),
        ("levels.low", 50, "levels: high needs no fewer points than medium, and medium than low"),
        ("monitor_below", 3, "monitor_below: is no table of keys"),
        ("monitor_below.sources", -3, "monitor_below.sources: is -3, below 0"),
    ],
)
def test_a_fault_is_named_with_its_place_and_range(file, place, value, says):
    assert fault(file, changed(place, value)) == says


@pytest.mark.parametrize("read", [None, [], "weights", 3, True])
def test_a_file_that_is_no_table_is_said_to_be_none(file, read):
    assert fault(file, read) == "the file: is no table of keys"


def test_faults_are_named_in_the_order_of_the_file_five_at_most(file):
    made = changed("points", dict.fromkeys(GOOD["points"], -1))
    assert fault(file, made) == (
        "points.velocity: is -1, below 0; points.burst: is -1, below 0; points.forecast: is -1, below 0; "
        "points.sources: is -1, below 0; points.channels: is -1, below 0; and 7 more"
    )


@pytest.mark.parametrize("table", ["channels", "languages"])
def test_what_counts_from_the_second_on_may_be_full_at_just_above_one(file, table):
    file.write_text(json.dumps(changed(f"full_at.{table}", 1.0000000000000002)), "utf-8")
    two = spread(channels=("facebook", "zalo"), languages=("vi", "en"))
    rumor = Rumor(id=RumorId("new:a"), text="a", claim=None, spread=two, asks=0, denials=0, statement=None)
    factors = factors_of(rumor, now=NOW, weights=read_weights(file), language=Language.EN)
    assert {one.name: one.share for one in factors}[table] == 1


NUMBERS = st.one_of(st.integers(), st.floats(), st.just(HUGE), st.booleans(), st.none(), st.text(max_size=3))
PLACES = st.sampled_from(
    [
        f"{table}.{name}" if name else table
        for table, value in GOOD.items()
        for name in ("", *(value if isinstance(value, dict) else ()))
    ]
)


@given(changes=st.dictionaries(PLACES, NUMBERS, min_size=1, max_size=1))
def test_whatever_a_file_holds_is_read_or_refused(file, changes):
    [(place, value)] = changes.items()
    file.write_text(json.dumps(changed(place, value)), "utf-8")
    try:
        weights = read_weights(file)
    except FileError as error:
        assert error.code == "RW-F24"  # noqa: PT017 - the other way out is right, too
    else:
        rumor = Rumor(id=RumorId("new:a"), text="a", claim=None, spread=spread(), asks=1, denials=0, statement=None)
        shares = [one.share for one in factors_of(rumor, now=NOW, weights=weights, language=Language.EN)]
        assert all(0 <= share <= 1 for share in shares)


def test_written_weights_read_as_they_were(file):
    learned = replace(
        load_weights(),
        version="học-1",
        points={**load_weights().points, "velocity": 17.9, "demand": 5.1},
        levels={level: points + 0.25 for level, points in load_weights().levels.items()},
    )
    file.write_text(json.dumps(as_json(learned, source="Learned.")), "utf-8")
    assert read_weights(file) == learned


def test_written_weights_have_the_keys_and_order_of_the_shipped_file():
    assert json.dumps(as_json(load_weights(), source=GOOD["source"])) == json.dumps(GOOD)

"""``posts``: archives in, one post shown, old ones purged."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest

from labelnouns import judged_text, judgment
from nouns import NOW, claim, post, reading
from rumorwatch.domain.readings import PostClass
from rumorwatch.storage.lock import workspace_lock

TEXT = "The reservoir above the town will break tonight and everybody has to flee at once"


class Person(io.StringIO):
    """A terminal with somebody at it."""

    def isatty(self):
        return True


def archive(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return str(path)


def rows(number, **more):
    return [{"id": f"p{at}", "text": f"{TEXT}, number {at} says", **more} for at in range(number)]


def stored(store):
    with store.read() as unit:
        return unit.posts.count()


def test_an_archive_is_stored_and_matched_once_however_often_it_is_imported(cli, store, tmp_path):
    with store.write() as unit:
        unit.claims.add([claim(text=TEXT)])
    file = archive(tmp_path / "posts.jsonl", rows(3, published_at="2026-10-07T18:00:00Z"))
    said = cli("posts", "import", file)
    assert (said.code, said.out) == (0, "")
    assert "3 posts read, 3 new" in said.err
    assert "3 posts read, 0 new" in cli("posts", "import", file).err
    assert stored(store) == 3
    assert [row["claim_id"] for row in cli("alerts", "list", "--json").rows] == ["c1"]
    (shown,) = cli("posts", "show", "p1", "--json").rows
    assert shown["matches"][0]["claim_id"] == "c1"


@pytest.mark.parametrize("name", ["posts.csv", "posts.tsv", "posts.csv.gz"])
def test_tables_are_read_by_their_header_packed_or_not(cli, store, tmp_path, name):
    separator = "\t" if ".tsv" in name else ","
    content = f"id{separator}text\np1{separator}{TEXT}\n".encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert cli("posts", "import", str(tmp_path / name)).code == 0
    assert stored(store) == 1


def test_a_mapping_file_says_what_the_columns_of_an_export_are(cli, store, tmp_path):
    (tmp_path / "export.csv").write_text(f"Nội dung,Mã\n{TEXT},x1\n", "utf-8")
    (tmp_path / "m.toml").write_text('[columns]\n"Nội dung" = "text"\n"Mã" = "id"\n', "utf-8")
    assert cli("posts", "import", str(tmp_path / "export.csv"), "--mapping", str(tmp_path / "m.toml")).code == 0
    assert cli("posts", "show", "x1", "--json").rows[0]["text"] == TEXT
    assert stored(store) == 1


def test_posts_of_a_listed_feed_are_its_own_and_its_state_stays(cli, store, tmp_path):
    file = archive(tmp_path / "posts.jsonl", rows(1))
    assert cli("posts", "import", file, "--feed", "group").code == 0
    assert cli("posts", "show", "p0", "--json").rows[0]["feed_id"] == "group"
    with store.read() as unit:
        assert unit.feeds.states()["group"].last_try_at is None


def test_a_feed_nobody_listed_is_rw_u04(cli, tmp_path):
    said = cli("posts", "import", archive(tmp_path / "posts.jsonl", rows(1)), "--feed", "nobody")
    assert (said.code, said.err[:6]) == (1, "RW-U04")


def test_bad_rows_are_named_with_their_line_and_the_good_ones_stored(cli, store, tmp_path):
    good = [json.dumps(row) for row in rows(2)]
    (tmp_path / "posts.jsonl").write_text("\n".join([good[0], "no json", '{"id": "empty"}', good[1]]))
    said = cli("posts", "import", str(tmp_path / "posts.jsonl"))
    assert said.code == 1
    assert "line 2: " in said.err
    assert "line 3: " in said.err
    assert said.err.splitlines()[-1].startswith("RW-U27 2 rows of ")
    assert stored(store) == 2


def test_more_bad_rows_than_a_person_reads_are_counted(cli, tmp_path):
    (tmp_path / "posts.jsonl").write_text("no json\n" * 50)
    said = cli("posts", "import", str(tmp_path / "posts.jsonl"))
    assert said.err.count("no JSON") == 20
    assert "RW-U27 50 rows" in said.err


def test_a_file_damaged_in_the_middle_keeps_what_came_before(cli, store, tmp_path):
    packed = gzip.compress("\n".join(json.dumps({**row, "noise": "x" * 999}) for row in rows(3000)).encode(), 0)
    (tmp_path / "posts.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    said = cli("posts", "import", str(tmp_path / "posts.jsonl.gz"))
    assert (said.code, said.err[:6]) == (1, "RW-F03")
    assert 1000 < stored(store) < 3000
    assert f"{stored(store):,} posts before it are stored" in said.err


def test_a_missing_file_is_rw_f01(cli, tmp_path):
    said = cli("posts", "import", str(tmp_path / "nothing.jsonl"))
    assert (said.code, said.err[:6]) == (1, "RW-F01")


@pytest.mark.parametrize("command", [("import", "x.jsonl"), ("purge", "--before", "1d", "--yes")])
def test_nothing_is_written_while_another_run_is_at_work(cli, workspace, command):
    with workspace_lock(workspace):
        said = cli("posts", *command)
    assert (said.code, said.err[:7]) == (75, "RW-S09 ")


def test_a_post_is_shown_in_both_views_with_its_matches_and_without_its_author(cli, alert, store):
    with store.read() as unit:
        first = next(iter(unit.posts.find("p1")))
    text = cli("posts", "show", first.key[:8]).out
    for part in ("group", "hxxp://bad[.]example/x", "folded", "c1: confirmed", "same words", "2026-10-08 00:30"):
        assert part in text.replace("\n", " ")
    (row,) = cli("posts", "show", "p1", "--json").rows
    assert row["key"] == first.key
    assert first.author_key not in json.dumps(row)
    assert alert.claim_id == row["matches"][0]["claim_id"]


def test_a_name_of_several_posts_shows_them_all_up_to_ten(cli, store):
    with store.write() as unit:
        unit.posts.add([post(f"p{number}", external_id="same") for number in range(12)])
    said = cli("posts", "show", "same", "--json")
    assert len(said.rows) == 10
    assert "2 more" in said.err


@pytest.mark.parametrize("name", ["nobody", "x"])
def test_a_name_that_no_post_has_is_rw_u23(cli, name):
    said = cli("posts", "show", name)
    assert (said.code, said.out, said.err[:6]) == (2, "", "RW-U23")


@pytest.mark.parametrize(
    ("before", "left"), [("2h", 2), ("45min", 1), ("1d", 3), ("2026-10-08T01:45", 0), ("2026-10-07T18:15:00+00:00", 1)]
)
def test_posts_before_a_moment_are_purged(cli, store, before, left):
    with store.write() as unit:
        unit.posts.add([post("p1", minutes_ago=180), post("p2", minutes_ago=60), post("p3", minutes_ago=30)])
    assert NOW.isoformat() == "2026-10-07T19:00:00+00:00"
    assert cli("posts", "purge", "--before", before, "--yes").code == 0
    assert stored(store) == left


def test_what_was_judged_of_purged_posts_stays_with_its_text(cli, store):
    old = post("p1", minutes_ago=180)
    said, text = judgment(post_key=old.key), judged_text()
    with store.write() as unit:
        unit.posts.add([old])
        unit.judgments.add([said], [text])
    assert cli("posts", "purge", "--before", "1h", "--yes").code == 0
    assert stored(store) == 0
    with store.read() as unit:
        assert (list(unit.judgments.all()), unit.judgments.texts()) == ([said], {text.text_hash: text})


def test_nobody_there_to_ask_is_rw_u24_and_nothing_is_purged(cli, store):
    with store.write() as unit:
        unit.posts.add([post("p1")])
    said = cli("posts", "purge", "--before", "1min")
    assert (said.code, said.err[:6], stored(store)) == (2, "RW-U24", 1)


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("n", 1)])
def test_a_person_is_asked_before_posts_are_purged(cli, store, monkeypatch, answer, left):
    with store.write() as unit:
        unit.posts.add([post("p1")])
    monkeypatch.setattr(sys, "stdin", Person(f"{answer}\n"))
    said = cli("posts", "purge", "--before", "1min")
    assert said.code == 0
    assert "Delete 1 post " in said.err
    assert stored(store) == left


@pytest.mark.parametrize("typed", ["soon", "5 d", "-3d", "2026-13-01"])
def test_what_is_neither_time_nor_span_is_a_usage_error(cli, typed):
    assert cli("posts", "purge", "--before", typed, "--yes").code == 2


def held_back(store):
    said = [post("a", text="The fee is a disgrace"), post("b", text="The dam has broken")]
    with store.write() as unit:
        unit.posts.add(said)
        unit.matches.put({one.key: [] for one in said}, basis="m")
        classes = (PostClass.CRITICISM, PostClass.CLAIM)
        unit.readings.put({one.key: reading(post_class=of) for one, of in zip(said, classes, strict=True)}, basis="r")


def test_a_sample_of_the_posts_held_back_is_shown_with_what_they_were_taken_for(cli, store):
    held_back(store)
    said = cli("posts", "held")
    assert said.code == 0
    assert "criticism" in said.out
    assert "The fee is a disgrace" in said.out
    assert "dam" not in said.out
    assert "1 of 1 post held back" in said.err
    (row,) = cli("posts", "held", "--json").rows
    assert (row["class"], row["checkable"], row["text"]) == ("criticism", 0.75, "The fee is a disgrace")


def test_where_nothing_was_held_back_that_is_said(cli):
    said = cli("posts", "held")
    assert (said.code, said.out) == (0, "")
    assert "0 of 0 posts held back" in said.err

"""``feeds``: listing, editing, OPML, health."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.feeds import FeedState
from rumorwatch.domain.posts import FeedId

URL = "https://news.example/rss"


def ids(cli) -> list[str]:
    return [row["id"] for row in cli("feeds", "list", "--json").rows]


def test_an_added_feed_is_listed_with_all_that_was_said_of_it(cli):
    options = {
        "id": "news", "title": "Báo Mới", "role": "media", "channel": "web", "agency": "so-y-te", "province": "Huế",
        "language": "vi", "basis": "public RSS", "rhythm-h": "6",
    }  # fmt: skip
    assert (
        cli("feeds", "add", URL, *(part for name, value in options.items() for part in (f"--{name}", value))).code == 0
    )
    row = cli("feeds", "list", "--json").rows[-1]
    assert row["url"] == URL
    assert row["rhythm_h"] == 6
    assert {row[name] for name in options if name != "rhythm-h"} == set(options.values()) - {"6"}
    assert "Báo Mới" in cli("feeds", "list").out


def test_an_id_is_made_when_none_is_given(cli):
    cli("feeds", "add", URL, "--title", "Báo Đẹp")
    assert ids(cli) == ["group", "bao-dep"]


def test_a_feed_without_a_basis_is_remarked_on(cli):
    assert "basis" in cli("feeds", "add", URL).err
    assert "basis" not in cli("feeds", "add", f"{URL}2", "--basis", "public").err


def test_editing_keeps_what_people_wrote(cli, workspace):
    file = workspace / "feeds.toml"
    file.write_text("# ours\n" + file.read_text())
    cli("feeds", "add", URL)
    cli("feeds", "pause", "group")
    assert file.read_text().startswith("# ours\n")


def test_an_address_listed_already_is_rw_u28(cli):
    said = cli("feeds", "add", "https://e.example/group")
    assert (said.code, said.err[:7]) == (2, "RW-U28 ")
    assert ids(cli) == ["group"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((URL, "--id", "group"), "RW-U13"),
        (("file:../../etc/passwd",), "RW-U14"),
    ],
)
def test_what_cannot_be_added_is_refused_and_the_file_stays(cli, workspace, arguments, code):
    before = (workspace / "feeds.toml").read_text()
    said = cli("feeds", "add", *arguments)
    assert (said.code, said.err[:6]) == (1, code)
    assert (workspace / "feeds.toml").read_text() == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((URL, "--id", "Group!"), "--id"),
        ((URL, "--id", ""), "--id"),
        ((URL, "--rhythm-h", "-4"), "--rhythm-h"),
        ((URL, "--rhythm-h", "0"), "--rhythm-h"),
        ((URL, "--rhythm-h", "nan"), "--rhythm-h"),
        ((URL, "--rhythm-h", "inf"), "--rhythm-h"),
        (("gopher://e.example",), "URL"),
        (("notaurl",), "URL"),
        (("",), "URL"),
    ],
)
def test_an_option_that_cannot_be_used_is_rw_u29_and_named(cli, workspace, arguments, named):
    before = (workspace / "feeds.toml").read_text()
    said = cli("feeds", "add", *arguments)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert said.err.startswith(f"RW-U29 {named} ")
    assert (workspace / "feeds.toml").read_text() == before


def test_opml_goes_out_and_comes_back(cli, workspace, tmp_path):
    cli("feeds", "add", URL, "--title", "A & B", "--role", "media", "--rhythm-h", "6")
    cli("feeds", "add", f"{URL}2", "--title", "Nhóm phố", "--province", "Huế", "--channel", "zalo")
    _, *before = cli("feeds", "list", "--json").rows
    file = tmp_path / "feeds.opml"
    assert cli("feeds", "export", str(file)).code == 0
    assert cli("feeds", "export").out == file.read_text("utf-8")
    (workspace / "feeds.toml").write_text("")
    said = cli("feeds", "import", str(file))
    assert said.code == 0
    assert "3 added, 0 listed already" in said.err
    assert cli("feeds", "list", "--json").rows[1:] == before
    assert "0 added, 3 listed already" in cli("feeds", "import", str(file)).err


@pytest.mark.parametrize(("content", "code"), [(None, "RW-F01"), ("<html>login</html>", "RW-F20")])
def test_what_is_no_opml_changes_nothing(cli, tmp_path, content, code):
    file = tmp_path / "feeds.opml"
    if content:
        file.write_text(content)
    said = cli("feeds", "import", str(file))
    assert (said.code, said.err[:6]) == (1, code)
    assert ids(cli) == ["group"]


def test_a_paused_feed_says_so_until_it_is_resumed(cli):
    assert "paused" in cli("feeds", "pause", "group").err
    assert "already" in cli("feeds", "pause", "group").err
    assert cli("feeds", "check", "--json").rows[0]["health"] == "paused"
    assert "paused" in cli("feeds", "list").out
    cli("feeds", "resume", "group")
    assert cli("feeds", "check", "--json").rows[0]["health"] == "new"


def test_resuming_ends_gone_and_back_off(cli, store):
    state = FeedState(
        feed_id=FeedId("group"), last_try_at=NOW, failures=3, next_try_at=NOW + timedelta(hours=1), gone=True
    )
    with store.write() as unit:
        unit.feeds.put_state(state)
    assert cli("feeds", "check", "--json").rows[0]["health"] == "gone"
    assert cli("feeds", "resume", "group").code == 0
    (row,) = cli("feeds", "check", "--json").rows
    assert (row["health"], row["next_try_at"], row["failures"]) == ("failing", None, 3)


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_a_feed_nobody_listed_cannot_be_paused(cli, command):
    said = cli("feeds", command, "nobody")
    assert (said.code, said.err[:7]) == (1, "RW-U15 ")


def test_health_names_the_feeds_somebody_has_to_look_at(cli, store):
    cli("feeds", "add", URL, "--id", "quiet", "--rhythm-h", "6")
    with store.write() as unit:
        unit.feeds.put_state(
            FeedState(
                feed_id=FeedId("group"),
                last_try_at=NOW,
                failures=2,
                next_try_at=NOW + timedelta(minutes=10),
                last_error="RW-C05 no answer",
            )
        )
        unit.feeds.put_state(
            FeedState(
                feed_id=FeedId("quiet"),
                last_try_at=NOW,
                last_good_at=NOW,
                last_new_at=NOW - timedelta(hours=9),
                usual_gap_s=7200.0,
            )
        )
    said = cli("feeds", "check")
    assert said.code == 0
    for part in ("failing", "2 failures", "next in 10 min", "RW-C05", "silent", "new 9 h ago", "2 h"):
        assert part in said.out
    assert "1 failing (group), 1 silent (quiet)" in said.err
    (row,) = cli("feeds", "check", "quiet", "--json").rows
    assert (row["health"], row["usual_gap_s"], row["longest_silence_s"]) == ("silent", 7200, 21600)


def test_why_a_feed_fails_is_readable_in_80_columns(cli, store, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    error = "RW-C14 https://e.example/group answered 404: not found. Correct its url"
    with store.write() as unit:
        unit.feeds.put_state(FeedState(feed_id=FeedId("group"), last_try_at=NOW, failures=2, last_error=error))
    lines = cli("feeds", "check").out.splitlines()
    assert any("https://e.example/group answered 404" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_checking_a_feed_nobody_listed_is_rw_u04(cli):
    said = cli("feeds", "check", "nobody")
    assert (said.code, said.err[:7]) == (1, "RW-U04 ")


def test_editing_waits_for_no_run(cli, workspace):
    from rumorwatch.storage.lock import workspace_lock

    with workspace_lock(workspace):
        said = cli("feeds", "add", URL)
    assert (said.code, said.err[:7]) == (75, "RW-S09 ")

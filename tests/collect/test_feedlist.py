"""feeds.toml: read strictly, edited gently."""

from datetime import timedelta

import pytest

from rumorwatch.collect.feededits import add_feeds, feed_table, pause_feed
from rumorwatch.collect.feedlist import read_feeds
from rumorwatch.domain.errors import FileError, SettingsError
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import FeedId

FULL = """\
# our feeds, agreed with the press office
[[feed]]
id = "bao-abc"        # the newspaper
url = "https://abc.test/rss"
title = "Báo ABC"
kind = "feed"
role = "media"
channel = "web"
agency = "so-tt"
province = "Huế"
language = "vi"
basis = "public RSS"
rhythm_h = 1.5
timezone = "Asia/Bangkok"
paused = false
max_body_mb = 20

# people report here
[[feed]]
id = "hotline"
url = "file:posts/hotline.jsonl"
kind = "posts"
role = "tipline"
"""
NEW = Feed(id=FeedId("x"), url="https://x.test/", title="X", rhythm=timedelta(hours=6), role=FeedRole.OFFICIAL)


@pytest.fixture
def feeds_toml(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_text(FULL)
    return path


def test_every_key_is_read(feeds_toml):
    first, second = read_feeds(feeds_toml)
    assert first == Feed(
        id=FeedId("bao-abc"),
        url="https://abc.test/rss",
        title="Báo ABC",
        role=FeedRole.MEDIA,
        agency="so-tt",
        province="Huế",
        language="vi",
        basis="public RSS",
        rhythm=timedelta(hours=1.5),
        timezone="Asia/Bangkok",
        max_body_mb=20,
    )
    assert (second.kind, second.role, second.paused) == (FeedKind.POSTS, FeedRole.TIPLINE, False)


def test_an_empty_file_lists_no_feeds(tmp_path):
    (tmp_path / "feeds.toml").write_text("# none yet\n")
    assert read_feeds(tmp_path / "feeds.toml") == ()


ONE = '[[feed]]\nid = "a"\nurl = "https://e.test/"\n'
WRONG = [
    ("[[feed", "RW-U11", "feeds.toml"),
    ("feeds = 1", "RW-U12", '"feeds": the file holds [[feed]] tables'),
    ("feed = 1", "RW-U12", '"feed": the file holds'),
    ('[[feed]]\nid = "a"', "RW-U12", '"url" is missing'),
    ('[[feed]]\nurl = "https://e.test/"', "RW-U12", '"id" is missing'),
    (ONE + 'urll = "x"', "RW-U12", 'unknown key "urll"'),
    (ONE.replace('"a"', '"Báo"'), "RW-U12", "1 to 64 of a-z 0-9 - _"),
    (ONE.replace("https:", "ftp:"), "RW-U12", "must begin with http:, https: or file:"),
    (ONE + 'role = "boss"', "RW-U12", "one of public, official"),
    (ONE + 'kind = "video"', "RW-U12", "one of feed, posts"),
    (ONE + 'timezone = "Mars/Base"', "RW-U12", "Asia/Ho_Chi_Minh"),
    (ONE + "paused = 1", "RW-U12", "true or false"),
    (ONE + "rhythm_h = -1", "RW-U12", "over 0 and at most 8784"),
    (ONE + "rhythm_h = nan", "RW-U12", "over 0"),
    (ONE + "max_body_mb = true", "RW-U12", "over 0 and at most 1000"),
    (ONE + "title = 1", "RW-U12", "text in quotation marks"),
    (ONE + ONE, "RW-U13", "the id a stands there more than once"),
    (ONE.replace("https://e.test/", "file:../secret.csv"), "RW-U14", "does not lie inside the workspace"),
    (ONE.replace("https://e.test/", "file:///etc/passwd"), "RW-U14", "does not lie inside the workspace"),
    (ONE.replace("https://e.test/", "file:%2e%2e/x"), "RW-U14", "does not lie inside the workspace"),
]


@pytest.mark.parametrize(
    ("text", "code", "says"), WRONG, ids=[says[:30] + str(n) for n, (*_, says) in enumerate(WRONG)]
)
def test_a_list_that_cannot_be_used_says_which_feed_and_key(tmp_path, text, code, says):
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_feeds(path)
    assert caught.value.code == code
    assert says in caught.value.failed
    assert "\n" not in str(caught.value)


def test_a_link_out_of_the_workspace_is_refused(tmp_path):
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "out").symlink_to(tmp_path)
    (workspace / "feeds.toml").write_text(ONE.replace("https://e.test/", "file:out/secret.csv"))
    with pytest.raises(SettingsError) as caught:
        read_feeds(workspace / "feeds.toml")
    assert caught.value.code == "RW-U14"


def test_a_workspace_without_a_list_is_typed(tmp_path):
    with pytest.raises(SettingsError) as caught:
        read_feeds(tmp_path / "feeds.toml")
    assert caught.value.code == "RW-U10"


def test_adding_keeps_what_people_wrote_and_skips_known_addresses(feeds_toml):
    known = read_feeds(feeds_toml)
    assert add_feeds(feeds_toml, [NEW, known[0]]) == 1
    assert feeds_toml.read_text().startswith(FULL)
    assert read_feeds(feeds_toml) == (*known, NEW)


def test_the_first_feed_can_be_added_to_an_empty_file(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_text("# none yet\n")
    assert add_feeds(path, [NEW, Feed(id=FeedId("y"), url="https://y.test/")]) == 2
    assert [feed.id for feed in read_feeds(path)] == ["x", "y"]
    assert path.read_text().startswith("# none yet\n")


@pytest.mark.parametrize(
    "feed", [Feed(id=FeedId("bao-abc"), url="https://new.test/"), Feed(id=FeedId("a b"), url="https://n.test/")]
)
def test_a_feed_that_could_not_be_read_back_is_not_written(feeds_toml, feed):
    with pytest.raises(SettingsError):
        add_feeds(feeds_toml, [feed])
    assert feeds_toml.read_text() == FULL


def test_pausing_and_resuming_changes_one_line_and_tells_whether_it_did(feeds_toml):
    assert pause_feed(feeds_toml, FeedId("hotline"), paused=True)
    assert not pause_feed(feeds_toml, FeedId("hotline"), paused=True)
    assert [feed.paused for feed in read_feeds(feeds_toml)] == [False, True]
    assert "# the newspaper" in feeds_toml.read_text()
    assert pause_feed(feeds_toml, FeedId("hotline"), paused=False)
    assert feeds_toml.read_text() == FULL


def test_a_feed_nobody_listed_cannot_be_paused(feeds_toml):
    with pytest.raises(SettingsError) as caught:
        pause_feed(feeds_toml, FeedId("nobody"), paused=True)
    assert caught.value.code == "RW-U15"


def test_a_list_that_cannot_be_written_stays_as_it_is(feeds_toml, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError) as caught:
        add_feeds(feeds_toml, [NEW])
    assert caught.value.code == "RW-F09"
    assert feeds_toml.read_text() == FULL
    assert list(feeds_toml.parent.iterdir()) == [feeds_toml]


def test_only_what_is_not_the_default_is_written():
    assert feed_table(Feed(id=FeedId("a"), url="https://e.test/")) == {"id": "a", "url": "https://e.test/"}

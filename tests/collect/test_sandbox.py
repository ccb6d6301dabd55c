"""The limited child process: real processes, real limits."""

import gzip
import io
import os
import signal
import threading
import zipfile
from pathlib import Path

import pytest

from rumorwatch.collect.bodies.frames import pack, unpack
from rumorwatch.collect.bodies.parsed import Parsed
from rumorwatch.collect.sandbox import Sandbox
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import Counts, FeedId, PostKind, RawItem
from rumorwatch.settings import Parse

FEED = Feed(id=FeedId("bao-abc"), url="https://e.test/rss")
POSTS = Feed(id=FeedId("nhom"), url="file:posts/nhom.jsonl", kind=FeedKind.POSTS)
RSS = b"<rss><channel><item><title>Tin gi\xe1\xba\xa3</title></item></channel></rss>"
GREEDY = b"<rss><channel><item><title>" + b"<b>" * 600_000
"""Costs seconds of processor time and no error."""


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Parse(), max_body_mb=10) as warm:
        yield warm


def failure(sandbox, body, feed=FEED):
    with pytest.raises(FeedError) as caught:
        sandbox.parse(body, feed=feed)
    return caught.value


def test_one_child_reads_many_feeds(sandbox):
    titles = [sandbox.parse(RSS, feed=FEED).items[0].title for _ in range(5)]
    assert titles == ["Tin giả"] * 5
    assert sandbox.starts == 1


def test_threads_take_turns(sandbox):
    found = []
    threads = [threading.Thread(target=lambda: found.extend(sandbox.parse(RSS, feed=FEED))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8


def test_no_child_is_started_before_there_is_something_to_read():
    with Sandbox(Parse(), max_body_mb=10) as idle:
        assert idle.starts == 0


def test_an_error_of_reading_names_the_feed_and_leaves_the_child_alive(sandbox):
    before = sandbox.starts
    error = failure(sandbox, b"<html><title>Login</title>")
    assert error.code == "RW-C42"
    assert str(error).startswith('RW-C42 feed "bao-abc" (https://e.test/rss): this is a web page titled "Login"')
    assert "feeds.bao-abc.url" in error.remedy
    assert sandbox.parse(RSS, feed=FEED).items
    assert sandbox.starts <= before + 1


def test_processor_time_is_limited_and_the_next_feed_is_read():
    with Sandbox(Parse(cpu_s=1, wall_s=60), max_body_mb=10) as strict:
        assert failure(strict, GREEDY).code == "RW-C50"
        assert len(strict.parse(RSS, feed=FEED)) == 1
        assert strict.starts == 2


def test_memory_is_limited_and_the_next_feed_is_read():
    bomb = b"<rss><channel>" + b"<item><title>x</title></item>" * 2_000_000
    with Sandbox(Parse(memory_mb=160, cpu_s=30, wall_s=60), max_body_mb=10) as strict:
        assert failure(strict, bomb).code == "RW-C51"
        assert len(strict.parse(RSS, feed=FEED)) == 1


def test_time_is_limited_and_the_next_feed_is_read():
    with Sandbox(Parse(wall_s=0.3, cpu_s=60), max_body_mb=10) as strict:
        error = failure(strict, GREEDY)
        assert error.code == "RW-C52"
        assert "0.3 s" in error.failed
        assert len(strict.parse(RSS, feed=FEED)) == 1


def test_a_child_that_dies_is_replaced(sandbox):
    sandbox.parse(RSS, feed=FEED)
    child = sandbox.pid
    os.kill(child, signal.SIGSTOP)
    asking = threading.Timer(0.05, os.kill, (child, signal.SIGSEGV))
    asking.start()
    threading.Timer(0.1, os.kill, (child, signal.SIGCONT)).start()
    error = failure(sandbox, RSS)
    assert error.code == "RW-C53"
    assert "signal 11" in error.failed
    assert len(sandbox.parse(RSS, feed=FEED)) == 1


def test_a_child_that_cannot_start_is_typed(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    with Sandbox(Parse(), max_body_mb=10) as broken:
        assert failure(broken, RSS).code == "RW-C54"


def test_the_child_has_no_environment_and_cannot_write_files(sandbox):
    sandbox.parse(RSS, feed=FEED)
    process = Path(f"/proc/{sandbox.pid}")
    assert (process / "environ").read_bytes().strip(b"\0") == b""
    limits = (process / "limits").read_text()
    assert "Max file size             0" in limits
    assert "Max core file size        0" in limits
    assert len(list((process / "fd").iterdir())) <= 5


def test_posts_files_are_read_in_the_child(sandbox):
    body = '{"id": "1", "text": "Tin đồn", "likes": "1,2K"}\n{"id": "2"}\n'.encode()
    parsed = sandbox.parse(gzip.compress(body), feed=POSTS)
    assert [(post.guid, post.text, post.counts.likes) for post in parsed] == [("1", "Tin đồn", 1200)]
    assert parsed.notes == ('1 rows left out (line 2: no "text")',)


def test_a_gzip_bomb_of_posts_is_stopped_at_the_limit(sandbox):
    error = failure(sandbox, gzip.compress(b"\0" * (64 << 20)), feed=POSTS)
    assert error.code == "RW-C55"
    assert "over 10 MB once unpacked" in error.failed
    assert "feeds.nhom.max_body_mb" in error.remedy


def test_a_hostile_workbook_hurts_only_itself(sandbox):
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 1_000_000)
    feed = Feed(id=FeedId("x"), url="file:x.xlsx", kind=FeedKind.POSTS)
    assert failure(sandbox, workbook.getvalue(), feed=feed).code == "RW-C55"
    assert len(sandbox.parse(RSS, feed=FEED)) == 1


@pytest.mark.parametrize(
    ("role", "kind"),
    [(FeedRole.PUBLIC, PostKind.POST), (FeedRole.MEDIA, PostKind.ARTICLE), (FeedRole.TIPLINE, PostKind.TIP)],
)
def test_what_kind_of_message_follows_from_who_speaks(sandbox, role, kind):
    feed = Feed(id=FeedId("a"), url="https://e.test/", role=role)
    assert sandbox.parse(RSS, feed=feed).items[0].kind is kind


def test_answers_cross_the_pipe_unchanged():
    item = RawItem(
        text="một\nhai",
        title="T",
        guid="g" * 1000,
        kind=PostKind.COMMENT,
        author="a",
        province="Huế",
        counts=Counts(likes=0, views=7),
    )
    parsed = Parsed(items=(item, RawItem(text="", title="x")), notes=("odd",), whole=False)
    assert unpack(pack(parsed)) == parsed


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{}", b'{"items": [{"kind": "post", "nonsense": 1}], "notes": []}', b"\xff"]
)
def test_an_answer_that_is_none_is_refused(payload):
    with pytest.raises(ValueError, match=r".*"):
        unpack(payload)

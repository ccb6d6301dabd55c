"""The world: every feed visited once, none hurting another."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from collect.loopback import FEED, feed_at, redirect, reply
from nouns import NOW
from rumorwatch.collect.health import hash_items
from rumorwatch.collect.sources import World
from rumorwatch.collect.web.outcomes import hash_body
from rumorwatch.domain.feeds import Feed, FeedKind, FeedState, HostState, Visit
from rumorwatch.settings import Fetch, Parse, Settings


@pytest.fixture
def world(server, parser, tmp_path):
    def build(**fetch) -> World:
        more = {"allow_hosts": (f"localhost:{server.port}",), **fetch}
        return World(Settings(fetch=Fetch(**more)), tmp_path, parser=parser.opened)

    return build


def visits(world: World, *feeds: Feed, states=(), hosts=(), now=NOW) -> dict[str, Visit]:
    found = list(
        world.visit(
            feeds,
            states={state.feed_id: state for state in states},
            hosts={state.host: state for state in hosts},
            now=now,
        )
    )
    assert sorted(visit.feed.id for visit in found) == sorted(feed.id for feed in feeds)
    return {visit.feed.id: visit for visit in found}


def visit(world: World, feed: Feed, **more) -> Visit:
    return visits(world, feed, **more)[feed.id]


def state_of(feed: Feed, **more) -> FeedState:
    return FeedState(feed_id=feed.id, **more)


def test_a_feed_read_gives_its_items_and_the_state_to_store(server, world):
    server.answers["/feed"] = reply(FEED, 'ETag: "1"')
    feed = feed_at(server.url())
    found = visit(world(), feed)
    assert (len(found.items), found.error, found.skipped) == (1, None, None)
    assert found.state == state_of(
        feed,
        url=feed.url,
        etag='"1"',
        body_hash=hash_body(FEED),
        items_hash=hash_items(found.items),
        last_try_at=NOW,
        last_good_at=NOW,
        last_new_at=NOW,
    )


def test_an_unchanged_feed_is_not_parsed(server, world, parser):
    server.answers["/feed"] = reply(b"", status="304 Not Modified")
    feed = feed_at(server.url())
    found = visit(world(), feed, states=[state_of(feed, etag='"1"', body_hash="0" * 32)])
    assert (found.items, found.error, found.state.last_good_at, parser.bodies) == ((), None, NOW, [])


def test_the_same_body_under_a_new_etag_is_not_parsed(server, world, parser):
    server.answers["/feed"] = reply(FEED, 'ETag: "2"')
    feed = feed_at(server.url())
    found = visit(world(), feed, states=[state_of(feed, etag='"1"', body_hash=hash_body(FEED))])
    assert (found.items, found.state.etag, parser.bodies) == ((), '"2"', [])


def test_validators_without_a_body_read_are_not_sent(server, world):
    server.answers["/feed"] = reply()
    feed = feed_at(server.url())
    visit(world(), feed, states=[state_of(feed, etag='"1"')])
    assert b"If-None-Match" not in server.heads["/feed"]


def test_each_failure_stays_with_its_feed(server, world):
    server.answers |= {
        "/good": reply(),
        "/login": reply(b"<html>"),
        "/crash": reply(b"crash"),
        "/gone": reply(b"", status="410 Gone"),
        "/silent": lambda _: server.done.wait(),
    }
    names = ("good", "login", "crash", "gone", "silent", "missing")
    found = visits(world(total_s=2.0), *(feed_at(server.url(f"/{name}"), name=name) for name in names))
    codes = {name: visit.error and visit.error.code for name, visit in found.items()}
    assert codes == {
        "good": None,
        "login": "RW-C42",
        "crash": "RW-C23",
        "gone": "RW-C17",
        "silent": "RW-C08",
        "missing": "RW-C14",
    }
    assert all("5 other feeds not affected" in visit.error.kept for visit in found.values() if visit.error)
    assert isinstance(found["crash"].error.__cause__, ZeroDivisionError)
    assert found["crash"].state.last_error == str(found["crash"].error)


def test_a_failing_feed_backs_off_and_is_left_alone_until_then(server, world):
    feed = feed_at(server.url())
    found = visit(world(), feed)
    assert (found.state.failures, found.state.next_try_at) == (1, NOW + timedelta(minutes=5))
    server.answers["/feed"] = reply()
    again = visit(world(), feed, states=[found.state], now=NOW + timedelta(minutes=4))
    assert (again.skipped, again.state) == ("backing off after 1 failure in a row", found.state)
    later = visit(world(), feed, states=[found.state], now=NOW + timedelta(minutes=5))
    assert (later.skipped, len(later.items), later.state.failures) == (None, 1, 0)


def test_a_feed_that_is_gone_is_not_asked_again(server, world):
    server.answers["/feed"] = reply(b"", status="410 Gone")
    feed = feed_at(server.url())
    found = visit(world(), feed)
    assert (found.state.gone, found.state.next_try_at) == (True, None)
    assert visit(world(), feed, states=[found.state], now=NOW + timedelta(days=9)).skipped.startswith("gone")
    assert server.hits["/feed"] == 1


@pytest.mark.parametrize("gone", [True, False])
def test_a_corrected_address_is_asked_at_once_and_from_the_beginning(server, world, gone):
    server.answers["/feed"] = reply()
    feed = feed_at(server.url())
    held = {"etag": '"1"', "last_modified": "x", "body_hash": hash_body(FEED), "failures": 3, "last_error": "RW-C14"}
    wrong = state_of(feed, url=server.url("/fed"), next_try_at=NOW + timedelta(hours=9), gone=gone, **held)
    found = visit(world(), feed, states=[wrong])
    assert (found.skipped, len(found.items), found.state.failures, found.state.gone) == (None, 1, 0, False)
    assert found.state.url == feed.url
    assert b"If-None-Match" not in server.heads["/feed"]
    paused = visit(world(), replace(feed, paused=True), states=[wrong])
    assert (paused.state.gone, paused.state.next_try_at, paused.state.last_error) == (False, None, None)


def test_a_failing_feeds_address_is_remembered(server, world):
    feed = feed_at(server.url())
    assert visit(world(), feed).state.url == feed.url


def test_an_address_not_remembered_yet_changes_nothing(server, world):
    feed = feed_at(server.url())
    assert visit(world(), feed, states=[state_of(feed, gone=True)]).skipped.startswith("gone")


def test_a_paused_feed_is_not_asked(server, world):
    found = visit(world(), feed_at(server.url(), paused=True))
    assert (found.skipped, server.hits.total()) == ("paused in feeds.toml", 0)


def test_a_server_is_not_asked_sooner_than_it_said(server, world):
    server.answers["/feed"] = reply(b"", "Retry-After: 7200", status="503 Service Unavailable")
    assert visit(world(), feed_at(server.url())).state.next_try_at == NOW + timedelta(hours=2)


def test_a_redirect_inside_is_refused_and_says_which_setting_would_allow_it(server, world):
    server.answers |= {"/feed": redirect(f"http://127.0.0.1:{server.port}/secret"), "/secret": reply()}
    error = visit(world(), feed_at(server.url())).error
    assert (error.code, "fetch.allow_hosts" in error.remedy, server.hits["/secret"]) == ("RW-C02", True, 0)


@pytest.mark.parametrize(("listed", "code"), [((), "RW-C02"), (("inside.example",), None)])
def test_a_name_that_leads_inside_is_read_only_when_it_is_listed(server, parser, tmp_path, listed, code):
    async def inside(host, port):  # noqa: ARG001 - every name leads to this machine
        return ["127.0.0.1"]

    server.answers["/feed"] = reply()
    settings = Settings(fetch=Fetch(allow_hosts=listed, ports=(server.port,)))
    world = World(settings, tmp_path, parser=parser.opened, resolve=inside)
    found = visit(world, feed_at(server.url(host="inside.example")))
    assert (found.error and found.error.code) == code
    assert server.hits["/feed"] == (0 if code else 1)


@pytest.mark.parametrize("url", ["http://localhost:1/", "http://10.0.0.1/", "http://0/", "gopher://e.vn/", "rss"])
def test_a_listed_address_is_checked_before_anything_is_asked(server, world, url):
    assert visit(world(), feed_at(url)).error.code in {"RW-C01", "RW-C02", "RW-C03"}
    assert server.hits.total() == 0


def test_a_permanent_move_is_noted(server, world):
    server.answers |= {"/feed": redirect("/new", status="301 Moved Permanently"), "/new": reply()}
    (note,) = visit(world(), feed_at(server.url())).notes
    assert note.startswith("moved for good to")


def test_robots_is_asked_once_a_host_and_remembered(server, world):
    server.answers |= {"/a": reply(), "/b": reply(), "/robots.txt": reply(b"User-agent: *\nDisallow: /b")}
    a, b = feed_at(server.url("/a"), name="a"), feed_at(server.url("/b"), name="b")
    found = visits(world(), a, b)
    assert (found["a"].error, found["b"].error.code, server.hits["/robots.txt"]) == (None, "RW-C18", 1)
    (known,) = found["a"].hosts
    assert known.robots_checked_at == NOW
    again = visits(world(), a, b, hosts=[known])
    assert (again["b"].error.code, server.hits["/robots.txt"], server.hits["/b"]) == ("RW-C18", 1, 0)


def test_robots_may_be_overruled_with_consent(server, world):
    server.answers |= {"/feed": reply(), "/robots.txt": reply(b"User-agent: *\nDisallow: /")}
    assert visit(world(respect_robots=False), feed_at(server.url())).error is None
    assert server.hits["/robots.txt"] == 0


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable"])
def test_robots_that_cannot_be_read_mean_no_until_the_next_try(server, world, status):
    server.answers |= {"/feed": reply(), "/robots.txt": reply(b"", status=status)}
    feed = feed_at(server.url())
    found = visit(world(), feed)
    assert (found.error.code, server.hits["/feed"], found.hosts[0].robots_allowed) == ("RW-C19", 0, False)
    del server.answers["/robots.txt"]
    later = visit(world(), feed, states=[found.state], hosts=found.hosts, now=found.state.next_try_at)
    assert (later.error, later.hosts[0].robots_allowed) == (None, True)


def test_a_host_that_is_down_says_so_and_not_that_its_robots_are_missing(server, world):
    server.answers["/robots.txt"] = lambda connection: connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")
    assert visit(world(), feed_at(server.url())).error.code == "RW-C05"


def test_robots_that_lead_inside_are_no_robots(server, world):
    server.answers |= {"/feed": reply(), "/robots.txt": redirect(f"http://127.0.0.1:{server.port}/secret")}
    assert visit(world(), feed_at(server.url())).error is None
    assert server.hits["/secret"] == 0


def test_a_crawl_delay_is_remembered_for_the_next_run(server, world):
    server.answers |= {"/feed": reply(), "/robots.txt": reply(b"User-agent: *\nCrawl-delay: 30")}
    (known,) = visit(world(), feed_at(server.url())).hosts
    assert NOW + timedelta(seconds=30) <= known.next_request_at <= NOW + timedelta(seconds=35)


def test_feeds_beyond_a_hosts_patience_wait_for_the_next_run_and_come_first_then(server, world):
    server.answers |= {f"/{name}": reply() for name in "ab"}
    own = f"localhost:{server.port}"
    a, b = (feed_at(server.url(f"/{name}"), name=name) for name in "ab")
    held = HostState(host=own, robots="", robots_checked_at=NOW, next_request_at=NOW + timedelta(minutes=10))
    found = visits(world(), a, b, hosts=[held])
    assert all(visit.skipped and "next" in visit.skipped for visit in found.values())
    tried = state_of(a, last_try_at=NOW - timedelta(minutes=5))
    order = [visit.feed.id for visit in world(parallel=1).visit([a, b], states={"a": tried}, hosts={}, now=NOW)]
    assert order == ["b", "a"]


def test_a_file_of_the_workspace_is_read_and_not_parsed_twice(world, parser, tmp_path):
    (tmp_path / "feed.xml").write_bytes(FEED)
    feed = feed_at("file:feed.xml")
    found = visit(world(), feed)
    assert (len(found.items), found.hosts) == (1, ())
    assert visit(world(), feed, states=[found.state]).items == ()
    assert parser.bodies == [FEED]


@pytest.mark.parametrize(
    ("url", "code"), [("file:../secret", "RW-C20"), ("file:missing.xml", "RW-C21"), ("file:login.html", "RW-C42")]
)
def test_a_file_that_fails_is_tried_in_every_run(world, tmp_path, url, code):
    (tmp_path / "login.html").write_bytes(b"<html>")
    found = visit(world(), feed_at(url))
    assert (found.error.code, found.state.failures, found.state.next_try_at) == (code, 1, None)
    assert found.error.next == "Next try in the next run"


def test_leaving_early_ends_the_run(server, world):
    server.answers |= {"/a": reply(), "/b": lambda _: server.done.wait()}
    feeds = [feed_at(server.url(f"/{name}"), name=name) for name in "ab"]
    run = world(total_s=60.0).visit(feeds, states={}, hosts={}, now=NOW)
    assert next(run).feed.id == "a"
    run.close()


def test_a_state_for_the_store_changes_nothing_of_what_was_skipped(server, world):
    feed = feed_at(server.url(), paused=True)
    known = state_of(feed, etag='"1"', failures=3)
    assert visit(world(), feed, states=[known]).state is known


def test_real_feeds_go_through_the_sandbox(server, tmp_path):
    server.answers |= {"/feed": reply(), "/login": reply(b"<html><form>login</form></html>")}
    settings = Settings(fetch=Fetch(allow_hosts=("localhost",)))
    names = ("feed", "login")
    found = visits(World(settings, tmp_path), *(feed_at(server.url(f"/{name}"), name=name) for name in names))
    assert [item.title for item in found["feed"].items] == ["one"]
    assert found["login"].error is not None
    assert "1 other feed not affected" in str(found["login"].error)


def posts_file(folder: Path, *, rows: int, chars: int) -> Feed:
    lines = (b'{"id":"%d","text":"%s"}\n' % (number, b"x" * chars) for number in range(rows))
    (folder / "posts.jsonl.gz").write_bytes(gzip.compress(b"".join(lines)))
    return feed_at("file:posts.jsonl.gz", kind=FeedKind.POSTS)


def test_the_setting_for_large_bodies_reaches_the_reader(tmp_path):
    feed = posts_file(tmp_path, rows=700, chars=16_000)
    settings = Settings(fetch=Fetch(max_body_mb=50), parse=Parse(cpu_s=30, wall_s=60))
    found = visit(World(settings, tmp_path), feed)
    assert (len(found.items), found.notes) == (700, ())


@pytest.mark.parametrize("raised", ["fetch", "feed"])
def test_a_file_cut_at_the_limit_is_read_to_its_end_once_the_limit_is_raised(tmp_path, raised):
    feed = posts_file(tmp_path, rows=2_000, chars=100)
    found = visit(World(Settings(fetch=Fetch(max_body_mb=0.1)), tmp_path), feed)
    assert (0 < len(found.items) < 2_000, found.error, found.state.body_hash) == (True, None, None)
    assert "feeds.a-feed.max_body_mb" in found.notes[0]
    again = visit(World(Settings(fetch=Fetch(max_body_mb=0.1)), tmp_path), feed, states=[found.state])
    assert again.notes == found.notes
    feed = replace(feed, max_body_mb=1) if raised == "feed" else feed
    larger = Settings(fetch=Fetch(max_body_mb=1 if raised == "fetch" else 0.1))
    whole = visit(World(larger, tmp_path), feed, states=[found.state])
    assert (len(whole.items), whole.notes) == (2_000, ())
    assert whole.state.body_hash is not None


def test_a_feed_cut_at_its_entries_says_which_setting_and_is_asked_for_whole(server, tmp_path):
    server.answers["/feed"] = reply(FEED.replace(b"<item>", b"<item><title>zero</title></item><item>"), 'ETag: "1"')
    world = World(Settings(fetch=Fetch(allow_hosts=("localhost",)), parse=Parse(max_entries=1)), tmp_path)
    found = visit(world, feed_at(server.url()))
    assert (len(found.items), found.state.body_hash, found.state.etag) == (1, None, None)
    assert "parse.max_entries" in found.notes[0]


ROOT = Path(__file__).parents[2]
IDLE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from rumorwatch.collect.health import hash_items
from rumorwatch.collect.sources import World
from rumorwatch.domain.feeds import Feed, FeedState
from rumorwatch.settings import Fetch, Settings
feed = Feed(id="a", url=sys.argv[1])
states = {"a": FeedState(feed_id="a", etag='"1"', body_hash="0" * 32)}
settings = Settings(fetch=Fetch(allow_hosts=("localhost",)))
(visit,) = World(settings, Path(".")).visit([feed], states=states, hosts={}, now=datetime.now(UTC))
assert visit.error is None, visit.error
print(sorted(set(sys.modules) & {"numpy", "sqlalchemy", "feedparser", "httpx2", "protego", "idna", "selectolax"}))
"""


def test_an_idle_visit_imports_nothing_heavy(server):
    server.answers["/feed"] = reply(b"", status="304 Not Modified")
    done = subprocess.run(
        [sys.executable, "-c", IDLE, server.url()], capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_new_state_is_made_for_a_feed_never_seen(server, world):
    found = visit(world(), replace(feed_at(server.url()), paused=True))
    assert found.state == state_of(found.feed)

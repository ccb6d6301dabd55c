"""58 servers that keep to nothing: each ends within the limits, and the healthy feed beside them is read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from collect.loopback import feed_at
from nouns import NOW
from rumorwatch.collect.sources import World
from rumorwatch.settings import Fetch, Settings

pytestmark = pytest.mark.slow

READ = {
    *("ok", "gzip-twice", "redir-301-ok", "etag-64k", "etag-crlf", "charset-lie", "charset-bad", "ct-missing"),
    *("maxage-huge", "date-future", "cl-too-short"),
}
"""May be read; every other one must end in an error."""
AT_DEFAULTS = 60.0
"""Seconds for all cases at the default limits, 20 s each, at most 30 at once: three rounds."""


@contextmanager
def hostile_server(tool):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with subprocess.Popen([sys.executable, tool, str(port)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline()
            yield port
        finally:
            process.kill()


def ask(port, path):
    with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.parametrize(("total_s", "parallel"), [(3.0, 60), (20.0, 30)], ids=["short", "defaults"])
def test_no_behavior_breaks_the_limits(shared, tmp_path, total_s, parallel):
    with hostile_server(shared / "tools/hostile_http.py") as port:
        cases = ask(port, "_cases").split()
        fetch = Fetch(total_s=total_s, parallel=parallel, allow_hosts=(f"localhost:{port}",))
        feeds = [feed_at(f"http://localhost:{port}/{case}", name=case.replace("_", "-")) for case in cases]
        started = time.monotonic()
        visits = list(World(Settings(fetch=fetch), tmp_path).visit(feeds, states={}, hosts={}, now=NOW))
        seconds = time.monotonic() - started
        hits = json.loads(ask(port, "_hits"))
    found = {visit.feed.id: visit for visit in visits}
    assert len(cases) == len(visits) == len(found) == 58
    assert "secret" not in hits
    assert [item.title for item in found["ok"].items] == ["OK item"]
    assert {name for name, visit in found.items() if visit.error is None} <= READ
    for name, visit in found.items():
        if visit.error is not None:
            assert visit.error.code.startswith("RW-C")
            assert visit.error.code != "RW-C23"
            assert f'"{name}"' in str(visit.error)
            assert "\n" not in str(visit.error)
    assert seconds < AT_DEFAULTS  # a limit of safety.md, not a benchmark

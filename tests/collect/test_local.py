"""Files of the workspace, and nothing outside it."""

from __future__ import annotations

import os

import pytest

from collect.loopback import feed_at
from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.local import read_local


@pytest.fixture
def workspace(tmp_path):
    inside = tmp_path / "workspace"
    (inside / "feeds").mkdir(parents=True)
    (inside / "feeds" / "a b.xml").write_bytes(b"<rss/>")
    (tmp_path / "secret").write_bytes(b"secret")
    (inside / "out").symlink_to(tmp_path / "secret")
    (inside / "outside").symlink_to(tmp_path)
    (inside / "in").symlink_to(inside / "feeds" / "a b.xml")
    (inside / "circle").symlink_to(inside / "circle")
    return inside


def read(workspace, url, *, max_body_mb=10.0):
    return read_local(feed_at(url), workspace=workspace, max_body_mb=max_body_mb)


@pytest.mark.parametrize(
    "written", ["feeds/a%20b.xml", "feeds/a b.xml", "./feeds/../feeds/a b.xml", "in", "//feeds/a b.xml"]
)
def test_a_file_of_the_workspace_is_read(workspace, written):
    assert read(workspace, f"file:{written}") == b"<rss/>"


def test_a_whole_path_into_the_workspace_is_read(workspace):
    assert read(workspace, f"FILE://{workspace}/feeds/a%20b.xml") == b"<rss/>"


@pytest.mark.parametrize(
    "written",
    [
        "../secret",
        "out",
        "outside/secret",
        "/etc/passwd",
        "///etc/passwd",
        "feeds/%2e%2e/%2e%2e/secret",
        "~/a",
        "a%00b",
    ],
)
def test_a_file_outside_is_never_opened(workspace, written):
    with pytest.raises(Fault) as caught:
        read(workspace, f"file:{written}")
    assert caught.value.code in ({Code.FILE} if written == "~/a" else {Code.OUTSIDE})


@pytest.mark.parametrize("written", ["missing.xml", "feeds", "", "circle"])
def test_what_cannot_be_read_is_a_fault_that_names_the_file(workspace, written):
    with pytest.raises(Fault) as caught:
        read(workspace, f"file:{written}")
    assert caught.value.code in {Code.FILE, Code.OUTSIDE}
    assert str(workspace) not in caught.value.what


def test_a_pipe_is_no_feed_and_nobody_waits_for_it(workspace):
    os.mkfifo(workspace / "pipe")
    with pytest.raises(Fault, match="it is no ordinary file"):
        read(workspace, "file:pipe")


def test_a_file_over_its_size_is_not_read(workspace):
    (workspace / "big.csv").write_bytes(b"x" * 2000)
    with pytest.raises(Fault) as caught:
        read(workspace, "file:big.csv", max_body_mb=0.001)
    assert (caught.value.code, "max_body_mb" in caught.value.remedy) == (Code.BODY, True)

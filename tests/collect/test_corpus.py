"""Outside files by the thousand, when they lie beside the checkout: real damage, real attacks, one warm child."""

import re
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from rumorwatch.collect.feed import parse
from rumorwatch.collect.sandbox import Sandbox
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import Feed
from rumorwatch.domain.posts import FeedId
from rumorwatch.settings import Parse

SHARED = Path(__file__).parents[3] / "shared"
FEED = Feed(id=FeedId("corpus"), url="https://e.test/")
LIMIT_CODES = {"RW-C47", "RW-C50", "RW-C51", "RW-C52", "RW-C53", "RW-C54"}
EXPECTED_ITEM = re.compile(r"parse:(?:<=)?(\d+)")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    tool = SHARED / "tools" / "gen_feeds.py"
    if not tool.exists():
        pytest.skip("the generator of hostile feeds does not lie beside the checkout")
    folder = tmp_path_factory.mktemp("generated")
    subprocess.run([sys.executable, tool, folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    archive = SHARED / "hostile" / "feeds.tar.gz"
    if not archive.exists():
        pytest.skip("the 4,700 outside feeds do not lie beside the checkout")
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder


def read_all(paths):
    """Return outcomes by code, and items by file."""
    outcomes, items = Counter(), {}
    with Sandbox(Parse(), max_body_mb=10) as sandbox:
        for path in paths:
            try:
                items[path.name] = sandbox.parse(path.read_bytes(), feed=FEED).items
                outcomes["read"] += 1
            except FeedError as error:
                outcomes[error.code] += 1
        return outcomes, items, sandbox.starts


def assert_safe(item):
    for text in (item.title, item.text, item.guid or "", item.url or "", item.author or ""):
        assert text.encode().decode() == text
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    assert not re.search(r"<script[\s/>]", item.title + item.text, re.IGNORECASE)
    assert "root:" not in item.title + item.text
    assert item.url is None or item.url.lower().startswith(("http://", "https://"))


def test_one_child_reads_all_outside_feeds_within_its_limits(corpus):
    paths = sorted(path for path in corpus.rglob("*") if path.is_file() and path.suffix in {".xml", ".json", ".opml"})
    outcomes, items, starts = read_all(paths)
    assert not set(outcomes) & LIMIT_CODES, outcomes
    assert starts == 1
    assert outcomes["read"] > 3_500
    for found in items.values():
        for item in found:
            assert_safe(item)


def test_every_generated_attack_does_what_its_manifest_expects(generated):
    lines = [line.split("\t") for line in (generated / "manifest.tsv").read_text().splitlines()]
    outcomes, items, _ = read_all([generated / name for name, *_ in lines])
    assert not set(outcomes) & {"RW-C47", "RW-C53", "RW-C54"}, outcomes
    wrong = []
    for name, _, expected in lines:
        found = items.get(name)
        wanted = EXPECTED_ITEM.search(expected)
        met = [
            "any" in expected,
            expected.startswith("reject") and found is None,
            "|reject" in expected and found is None,
            wanted
            and found is not None
            and (len(found) == int(wanted[1]) or ("<=" in expected and len(found) <= int(wanted[1]))),
            "limit" in expected and found is not None and len(found) <= Parse().max_entries,
        ]
        if not any(met):
            wrong.append((name, expected, found if found is None else len(found)))
        for item in found or ():
            assert_safe(item)
    assert wrong == []


def test_titles_the_corpus_states_are_read(corpus):
    stated = right = 0
    wrong = []
    for path in sorted((corpus / "feedparser").rglob("*.xml")):
        body = path.read_bytes()
        expectation = re.search(r"entries\[0\]\['title'\] == u?'([^'<>&\\]*)'\s*\n", body.decode("latin-1"))
        if not expectation or not expectation[1].isascii() or not expectation[1].strip():
            continue
        stated += 1
        titles = [item.title for item in parse(body)] or [""]
        if titles[0] == " ".join(expectation[1].split()):
            right += 1
        else:
            wrong.append((path.name, expectation[1], titles[0]))
    assert right / stated > 0.95, wrong

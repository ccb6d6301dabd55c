"""A workspace on disk, the command line run in this process, and a little world to look at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from nouns import NOW, claim, digits, match, post, statement
from rumorwatch.alert.record import alert_of, notice_of
from rumorwatch.cli.app import run
from rumorwatch.cli.output import console
from rumorwatch.domain.alerts import ChannelId, Decision, SendReason
from rumorwatch.domain.messages import Delivery
from rumorwatch.domain.posts import Language, PostKind
from rumorwatch.emerge.sightings import ClaimTally
from rumorwatch.normalize.duplicates import Duplicates
from rumorwatch.rank.priority import priority_of
from rumorwatch.rank.weights import load_weights
from rumorwatch.storage.engine import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.ports import Store

FEEDS = """
[[feed]]
id = "group"
url = "https://e.example/group"
channel = "facebook"
basis = "published for everyone"
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Said]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace whose clock stands still at NOW."""
    path = tmp_path / "workspace"
    path.mkdir()
    (path / "rumorwatch.toml").write_text(f'[clock]\nfixed_at = "{NOW.isoformat()}"\n'.replace('"', ""))
    (path / "feeds.toml").write_text(FEEDS)
    return path


@pytest.fixture
def cli(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    """Run a command on the workspace at 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")
    console.cache_clear()

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(["--workspace", str(workspace), *arguments])
        return Said(code, *capsys.readouterr())

    yield call
    console.cache_clear()


@pytest.fixture
def store(workspace: Path) -> Iterator[Store]:
    """The workspace's own database."""
    opened = open_store("sqlite:///rumorwatch.db", workspace=workspace, busy_timeout_s=5)
    yield opened
    opened.close()


def delivery_of(notice: Notice, channel: str = "stdout") -> Delivery:
    """A notice on its way to a channel since it was decided."""
    return Delivery(
        key=digits(f"{notice.key}|{channel}"),
        notice_key=notice.key,
        alert_id=notice.alert_id,
        channel=ChannelId(channel),
        queued_at=notice.decided_at,
        ready_at=notice.decided_at,
    )


@pytest.fixture
def alert(store: Store) -> Alert:
    """One stored alert: a claim, three sightings (one a copy, one with a link), a statement that expired, a notice."""
    known, answer = claim(title="The reservoir will break"), statement(valid_until=NOW - timedelta(minutes=5))
    told = post(
        "p1",
        minutes_ago=90,
        author="somebody",
        text="they say the reservoir above the town breaks tonight, read http://bad.example/x",
    )
    copied = post("p2", minutes_ago=60, kind=PostKind.REPOST)
    asked = post("p3", minutes_ago=10, text="[bold]run[/bold] now \x1b[31m the dam is gone")
    sightings = [(said, match(said, reasons=("same words: reservoir, tonight",))) for said in (told, copied, asked)]
    tally = ClaimTally.of(known, feeds={}, copies=Duplicates)
    for said, found in sightings:
        tally.add(said, found, may_open=lambda *_: True)
    rumor = tally.rumor(now=NOW, recent=timedelta(hours=3), statement=answer)
    assert rumor is not None
    ranked = priority_of(rumor, now=NOW, weights=load_weights(), language=Language.EN)
    opened = alert_of(rumor, ranked, existing=None, now=NOW, answer_within=timedelta(minutes=60))
    told = notice_of(opened, Decision(reason=SendReason.NEW), last=None, now=NOW)
    with store.write() as unit:
        unit.claims.add([known])
        unit.statements.add([answer])
        unit.posts.add([said for said, _ in sightings])
        unit.matches.put({said.key: [found] for said, found in sightings}, basis="test")
        unit.alerts.put(opened)
        unit.alerts.add_notice(told)
        unit.outbox.queue([delivery_of(told)])
    return opened

"""Ten thousand rewrites of one claim in ten minutes, beside a second claim that five people tell: who hears of both?

A real workspace in a folder of its own, with the shipped models, the demo's (invented) claims, a file and a webhook on
loopback as channels, scanned and told once a minute of a clock that is moved. It prints the messages that each channel
got, and how long the second claim took from its third sighting to the top five and to the first message that names it.
"""

from __future__ import annotations

import argparse
import base64
import http.server
import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.flooding import rewritten
from benchmarks.reporting import DEMO, data_hash, report
from rumorwatch.bootstrap import open_workspace
from rumorwatch.collect.references import read_claims
from rumorwatch.domain.feeds import FeedState, Visit
from rumorwatch.domain.posts import RawItem
from rumorwatch.parts import Parts
from rumorwatch.pipeline import scan
from rumorwatch.scanning import scan_parts
from rumorwatch.sending import deliver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.alerts import Alert

BEGIN = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
FLOODED = "dap-da-nga"
SECOND = "nghi-hoc-hai-tuan"
LAST_MIN = 20
"""Ten minutes of flood, and ten in which what was held back goes out."""
FLOOD_MIN = 10
ACCOUNTS = 500
SECOND_FROM_MIN, SECOND_EVERY_S, SECOND_SIGHTINGS = 3, 40, 5
TOP = 5
TARGETS = {"target_messages": 3, "target_minutes": 2}
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@dataclass
class MovingClock:
    """A clock that is moved."""

    at: datetime = BEGIN

    def now(self) -> datetime:
        """Return the moment it was moved to."""
        return self.at


@dataclass
class Stream:
    """A Source: gives what was published since the visit before."""

    items: Sequence[RawItem]
    given: int = 0

    def visit(self, feeds: Sequence[Any], *, states: object, hosts: object, now: datetime) -> Iterator[Visit]:
        """Yield one visit to the one feed."""
        del states, hosts
        until = self.given
        while until < len(self.items) and (self.items[until].published_at or now) <= now:
            until += 1
        fresh, self.given = self.items[self.given : until], until
        for feed in feeds:
            yield Visit(feed=feed, state=FeedState(feed_id=feed.id, last_good_at=now), items=tuple(fresh))


@dataclass
class Receiver:
    """A webhook on loopback: the claims that each message names, by its key."""

    told: dict[str, list[str | None]] = field(default_factory=dict)

    def serve(self) -> http.server.ThreadingHTTPServer:
        """Begin to take messages."""
        told = self.told

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told[self.headers["Idempotency-Key"]] = [one["claim_id"] for one in body["alerts"]]
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


def flood(folder: Path, *, variants: int, seed: int) -> dict[str, Any]:
    """Live through the flood in a folder and return the figures."""
    receiver, clock = Receiver(), MovingClock()
    server = receiver.serve()
    workspace = _workspace(folder, port=server.server_address[1])
    vars(workspace)["clock"] = clock
    stream = Stream(sorted(_posts(variants, seed), key=lambda item: item.published_at or BEGIN))
    third = BEGIN + timedelta(minutes=SECOND_FROM_MIN, seconds=2 * SECOND_EVERY_S)
    ranks: dict[int, int] = {}
    first_told: datetime | None = None
    opened = 0
    seconds = []
    for minute in range(1, LAST_MIN + 1):
        clock.at = BEGIN + timedelta(minutes=minute)
        began = time.monotonic()
        alerts = _scan(workspace, stream)
        seconds.append(time.monotonic() - began)
        opened = max(opened, len(alerts))
        rank = next((at for at, alert in enumerate(alerts, start=1) if alert.claim_id == SECOND), None)
        ranks |= {minute: rank} if rank else {}
        if first_told is None and any(SECOND in claims for claims in receiver.told.values()):
            first_told = clock.at
    in_top = next((minute for minute, rank in ranks.items() if rank <= TOP and _at(minute) >= third), None)
    workspace.close()
    server.shutdown()
    server.server_close()
    return {
        "variants": variants,
        "accounts": ACCOUNTS,
        "messages": {
            "file": (folder / "told.txt").read_text("utf-8").count("rumorwatch-key: "),
            "webhook": len(receiver.told),
        },
        "told": list(receiver.told.values()),
        "minutes_to_top_5": _minutes(_at(in_top) - third) if in_top else None,
        "minutes_to_message": _minutes(first_told - third) if first_told else None,
        "ranks": ranks,
        "most_open_alerts": opened,
        "slowest_scan_s": round(max(seconds), 1),
        "seconds": round(sum(seconds), 1),
    }


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=10_000, help="rewrites of the claim (default: 10000)")
    parser.add_argument("--seed", type=int, default=1, help="of the rewrites (default: 1)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as base:
        figures = flood(Path(base), variants=options.variants, seed=options.seed)
    report("flood", **figures, **TARGETS, data=data_hash(DEMO / "claims.jsonl"))


def _workspace(folder: Path, *, port: int) -> Workspace:
    (folder / "rumorwatch.toml").write_text("", "utf-8")
    (folder / "feeds.toml").write_text(
        '[[feed]]\nid = "flood"\nurl = "file:flood.jsonl"\nkind = "posts"\nchannel = "facebook"\nbasis = "benchmark"\n'
    )
    channels = folder / "channels.toml"
    channels.write_text(
        '[[channel]]\nid = "file"\nkind = "file"\nurl = "told.txt"\nlanguage = "en"\n'
        f'[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "http://127.0.0.1:{port}/told"\nsecret = "{SECRET}"\n'
    )
    channels.chmod(0o600)
    workspace = open_workspace(folder)
    with workspace.store.write() as unit:
        unit.claims.add(read_claims(DEMO / "claims.jsonl").rows)
    return workspace


def _posts(variants: int, seed: int) -> Iterator[RawItem]:
    """Yield the flood, evenly over its ten minutes, and the second claim's sightings."""
    chooser = random.Random(seed)  # noqa: S311 - a reproducible draw, no secret
    claims = {claim.id: claim for claim in read_claims(DEMO / "claims.jsonl").rows}
    flooded, second = ((of.text, *of.wordings) for of in (claims[FLOODED], claims[SECOND]))  # type: ignore[index]
    vietnamese = [text for text in flooded if any("\u1ea0" <= letter <= "\u1ef9" for letter in text)]
    for number in range(variants):
        yield RawItem(
            guid=f"v{number}",
            text=rewritten(chooser.choice(vietnamese), chooser),
            author=f"account {chooser.randrange(ACCOUNTS)}",
            published_at=BEGIN + timedelta(minutes=FLOOD_MIN) * (number / variants),
        )
    for number in range(SECOND_SIGHTINGS):
        yield RawItem(
            guid=f"s{number}",
            text=second[number % len(second)],
            author=f"parent {number}",
            published_at=BEGIN + timedelta(minutes=SECOND_FROM_MIN, seconds=number * SECOND_EVERY_S),
        )


def _scan(workspace: Workspace, stream: Stream) -> Sequence[Alert]:
    parts = scan_parts(workspace)
    found = scan(Parts(**{name: getattr(parts, name) for name in Parts.__slots__} | {"source": stream}))
    deliver(workspace, stdout=sys.stdout)
    return found.alerts


def _at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def _minutes(span: timedelta) -> float:
    return round(span / timedelta(minutes=1), 2)

"""A receiver that is gone for six hours and comes back: real requests on loopback, on a clock that steps a minute."""

from __future__ import annotations

import io
import json
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pytest

from alert.outboxes import MovingClock, World
from alert.told import SECRET
from nouns import NOW
from rumorwatch.alert.decide import LEVELS
from rumorwatch.bootstrap import open_workspace
from rumorwatch.cli.app import run
from rumorwatch.delivering import backlog_of
from rumorwatch.domain.messages import Stage
from rumorwatch.domain.rumors import Level
from rumorwatch.sending import deliver

OUTAGE_MIN = 360
GRACE_MIN = 10
"""All has arrived so long after its return (safety.md, Nothing lost)."""


class Receiver:
    """Takes messages on one port as a test wants: a status, a closed port, or no answer at all."""

    def __init__(self, clock):
        with socket.create_server(("127.0.0.1", 0)) as reserved:
            self.port = reserved.getsockname()[1]
        self.clock = clock
        self.does = 200
        self.headers = {}
        self.asked_at = []
        self.arrived = []
        """(key, alert, level, points, when) of every story of every request that may have been read, in order."""
        self.is_over = threading.Event()
        self._server = None

    def act(self, does, **headers):
        """Become so: a status, "closed" or "hangs"."""
        self.does, self.headers = does, {name.replace("_", "-"): value for name, value in headers.items()}
        if does == "closed" and self._server is not None:
            self._close()
        elif does != "closed" and self._server is None:
            self._open()

    def _open(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.asked_at.append(receiver.clock.now())
                if receiver.does in {200, "hangs"}:
                    receiver.take(self.headers["Idempotency-Key"], body)
                if receiver.does == "hangs":
                    receiver.is_over.wait(30)
                    return
                self.send_response(receiver.does)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def _close(self):
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def take(self, key, body):
        at = self.clock.now()
        self.arrived += [(key, one["alert_id"], one["level"], one["points"], at) for one in body["alerts"]]

    def stop(self):
        self.is_over.set()
        self.act("closed")

    @property
    def seen(self):
        """When each alert was seen first, dropping by key what was seen before; doubles are an error."""
        keys, seen = set(), {}
        for key, alert, _, _, at in self.arrived:
            if (key, alert) not in keys:
                assert alert not in seen, f"{alert} was told twice"
                seen[alert] = at
            keys.add((key, alert))
        return seen


@contextmanager
def receiving(tmp_path, *, timeout_s=10.0):
    """A workspace on disk with one webhook, its receiver, and a clock that is moved."""
    clock = MovingClock()
    receiver = Receiver(clock)
    receiver.act(200)
    (tmp_path / "rumorwatch.toml").write_text(
        f"[clock]\nfixed_at = {NOW.isoformat()}\n[deliver]\ntimeout_s = {timeout_s}\n[alert]\nnotify_level = 'low'\n"
    )
    (tmp_path / "feeds.toml").write_text("")
    channels = tmp_path / "channels.toml"
    channels.write_text(
        '[[channel]]\nid = "hook"\nkind = "webhook"\nlanguage = "en"\n'
        f'url = "http://127.0.0.1:{receiver.port}/told"\nsecret = "{SECRET}"\n'
    )
    channels.chmod(0o600)
    workspace = open_workspace(tmp_path)
    vars(workspace)["clock"] = clock
    world = World(workspace.store, "hook", clock=clock)
    try:
        yield workspace, world, receiver
    finally:
        workspace.close()
        receiver.stop()


def send(workspace):
    """What ``alerts send`` does, from cron every minute."""
    return deliver(workspace, stdout=io.StringIO())


def tell(world, number):
    levels = (Level.MEDIUM, Level.HIGH, Level.LOW)
    world.tell(f"A-{number:06}", level=levels[number % 3], points=float(number * 37 % 100))


def live_through(workspace, world, *, every_min):
    """Let six hours pass, a minute a step, while alerts come in; return how many there were."""
    told = 0
    for minute in range(OUTAGE_MIN):
        if minute % every_min == 0:
            tell(world, told)
            told += 1
        send(workspace)
        world.clock.move(minutes=1)
    return told


def come_back(workspace, world, receiver):
    """Return the stories that arrive in the minutes after the receiver is back."""
    before = len(receiver.arrived)
    receiver.act(200)
    for _ in range(GRACE_MIN):
        send(workspace)
        world.clock.move(minutes=1)
    return receiver.arrived[before:]


def is_best_first(stories):
    ranks = [(-LEVELS.index(Level(level)), -points) for _, _, level, points, _ in stories]
    return ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("trouble", "every_min"),
    [
        ("closed", 45),
        *(
            pytest.param(trouble, every_min, marks=pytest.mark.slow)
            for trouble, every_min in (("closed", 10), *product(("hangs", 503, 429, 408), (10, 45)))
        ),
    ],
)
def test_after_six_hours_everything_arrives_within_ten_minutes_best_first(tmp_path, trouble, every_min):
    with receiving(tmp_path, timeout_s=0.3 if trouble == "hangs" else 10.0) as (workspace, world, receiver):
        receiver.act(trouble)
        told = live_through(workspace, world, every_min=every_min)
        back_at = world.clock.now()
        arrived = come_back(workspace, world, receiver)
        assert len(receiver.seen) == told
        assert max(receiver.seen.values()) - back_at <= timedelta(minutes=GRACE_MIN)
        keys = list(dict.fromkeys(key for key, *_ in arrived))
        # What may have been seen is said again as it was; all that came since is one message.
        assert len(keys) == (1 if trouble == "closed" else 2)
        assert all(is_best_first([one for one in arrived if one[0] == key]) for key in keys)
        with workspace.store.read() as unit:
            last = unit.outbox.messages(stage=Stage.SENT)[-1].message
            assert last.digest is (told > 21 or (told > 20 and trouble == "closed"))
            assert backlog_of(unit, workspace.channels, now=world.clock.now(), longest_min=30).waiting == 0


@pytest.mark.slow
def test_a_receiver_that_comes_and_goes_sees_everything_once(tmp_path):
    with receiving(tmp_path, timeout_s=0.5) as (workspace, world, receiver):
        for minute in range(OUTAGE_MIN):
            receiver.act(("closed", 503, "hangs", 200, 429)[minute // 7 % 5])
            if minute % 12 == 0:
                tell(world, minute // 12)
            send(workspace)
            world.clock.move(minutes=1)
        come_back(workspace, world, receiver)
        assert len(receiver.seen) == OUTAGE_MIN // 12


def test_a_receiver_that_asks_to_be_left_alone_is_left_alone(tmp_path):
    with receiving(tmp_path) as (workspace, world, receiver):
        receiver.act(429, Retry_After="1800")
        for number in range(3):
            tell(world, number)
            for _ in range(30):
                send(workspace)
                world.clock.move(minutes=1)
        assert receiver.asked_at == [NOW, NOW + timedelta(minutes=30), NOW + timedelta(minutes=60)]
        come_back(workspace, world, receiver)
        assert len(receiver.seen) == 3


def test_a_receiver_that_refuses_makes_dead_letters_that_status_shows_and_that_can_be_sent_again(tmp_path, capsys):
    with receiving(tmp_path) as (workspace, world, receiver):
        receiver.act(401)
        for number in range(2):
            tell(world, number)
            send(workspace)
            send(workspace)
        assert len(receiver.asked_at) == 2
        assert run(["--workspace", str(tmp_path), "status"]) == 1
        assert "2 messages refused" in capsys.readouterr().out
        receiver.act(200)
        assert send(workspace) == ()
        workspace.store.close()
        run(["--workspace", str(tmp_path), "alerts", "send", "--again", "--by", "An"])
        assert len(receiver.seen) == 2


def test_a_dead_receiver_delays_no_other(tmp_path):
    with receiving(tmp_path) as (workspace, world, receiver):
        channels = tmp_path / "channels.toml"
        channels.write_text(
            channels.read_text() + '[[channel]]\nid = "file"\nkind = "file"\nurl = "told.txt"\nlanguage = "en"\n'
        )
        world.speakers["file"] = None
        receiver.act("closed")
        tell(world, 1)
        send(workspace)
        assert "A-000001" in (tmp_path / "told.txt").read_text()

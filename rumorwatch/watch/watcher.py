"""The watcher: tells others how one run of a command went, and never fails the run when it cannot.

    run done ─► metrics_file ─► log_file ─► (lock released) ─► heartbeat_file ─► heartbeat_url

Nothing is imported for what the settings leave out: an idle scan pays nothing.
"""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import DeliveryError, RumorwatchError, quoted
from rumorwatch.watch.runs import ChannelFigures, Line, ScanFigures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.alert.outbox import Sent
    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.runs import ScanReport
    from rumorwatch.settings import Settings
    from rumorwatch.watch.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Watches one run."""

    settings: Settings
    folder: Path
    """The workspace's: what the settings name begins there."""
    command: str
    say: Callable[[str], None]
    """Told on one line what cannot be written or reached."""
    began_s: float = field(default_factory=time.monotonic)
    """Monotonic seconds."""
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    """Of the run, on each of its log lines."""

    def scanned(self, workspace: Workspace, report: ScanReport, *, sent: Sequence[Sent] = ()) -> None:
        """Write metrics and log of a scan that went through.

        Args:
            workspace: The one that was scanned with; after a model broke, not the one that was opened.
            report: What it did.
            sent: What became of its messages.
        """
        watch = self.settings.watch
        if not watch.metrics_file and not watch.log_file:
            return
        from rumorwatch.watch.standing import standing_of

        standing = standing_of(workspace)
        degraded = [error.code for error in (*standing.degraded, *standing.faults)]
        figures = ScanFigures.of(report, duration_s=self._elapsed_s(), degraded=degraded)
        if watch.metrics_file:
            with self._warned("watch.metrics_file", watch.metrics_file):
                from rumorwatch.watch.metrics import write_metrics

                write_metrics(self.folder / watch.metrics_file, figures, standing)
        self._log(*_sent_lines(sent), Line("info", "scan_done", _row(figures, standing)))

    def sent(self, sent: Sequence[Sent]) -> None:
        """Log what became of messages that were sent between scans; nothing when none was."""
        self._log(*_sent_lines(sent))

    def failed(self, error: Exception) -> None:
        """Log that the run failed, with the code of the error; its text may hold what no log should."""
        code = error.code if isinstance(error, RumorwatchError) else f"RW-X01 {type(error).__name__}"
        self._log(Line("error", f"{self.command}_failed", {"code": code, "duration_s": self._elapsed_s()}))

    def beat(self, env: Mapping[str, str]) -> None:
        """Send the heartbeat of a good run."""
        watch = self.settings.watch
        if not watch.heartbeat_file and not watch.heartbeat_url:
            return
        from rumorwatch.watch.heartbeat import ping, touch

        # The machine's time, not the workspace's clock: it is compared with the wall clock by whoever waits for it.
        now = datetime.now(UTC)
        if watch.heartbeat_file:
            with self._warned("watch.heartbeat_file", watch.heartbeat_file):
                touch(self.folder / watch.heartbeat_file, now=now)
        if watch.heartbeat_url:
            try:
                ping(watch.heartbeat_url, fetch=self.settings.fetch, env=env, now=now)
            except DeliveryError as error:
                self.say(str(error))
                self._log(Line("warning", "heartbeat_failed", {"code": error.code}))

    def _elapsed_s(self) -> float:
        return round(time.monotonic() - self.began_s, 3)

    def _log(self, *lines: Line) -> None:
        path = self.settings.watch.log_file
        if not path or not lines:
            return
        with self._warned("watch.log_file", path):
            from rumorwatch.watch.runlog import append

            append(self.folder / path, lines, run=self.id, command=self.command)

    @contextmanager
    def _warned(self, setting: str, path: str) -> Iterator[None]:
        """Say that a file cannot be written, in one line, and go on."""
        try:
            yield
        except OSError as error:
            said = DeliveryError(
                code="RW-D05",
                failed=f"{setting}: {quoted(path)} cannot be written: {error.strerror or type(error).__name__}",
                kept="The run itself is not affected",
                next="The next one tries again",
                remedy="Check that its folder exists, that this user may write there, and that the disk has room",
            )
            self.say(str(said))


@contextmanager
def watching(workspace: Workspace, *, command: str, say: Callable[[str], None]) -> Iterator[Watcher]:
    """Watch one run of a command; one that fails is logged, and fails as it would have."""
    watcher = Watcher(settings=workspace.settings, folder=workspace.path, command=command, say=say)
    try:
        yield watcher
    except BrokenPipeError:  # the reader of a pipe (head, less) left: no failure, and what was done is logged
        raise
    except Exception as error:
        watcher.failed(error)
        raise


def _sent_lines(sent: Sequence[Sent]) -> Iterator[Line]:
    for channel, figures in ChannelFigures.by_channel(sent).items():
        troubled = figures.deferred or figures.refused
        values = {
            "channel": channel,
            "sent": figures.sent,
            "deferred": figures.deferred,
            "refused": figures.refused,
        }
        yield Line("warning" if troubled else "info", "channel_tried", values)


def _row(scan: ScanFigures, standing: Standing) -> Mapping[str, object]:
    return {
        "duration_s": scan.duration_s,
        "feeds": scan.feeds,
        "failed": dict(scan.errors),
        "skipped": scan.skipped,
        "read": scan.read,
        "new": scan.new,
        "rematched": scan.rematched,
        "alerts": {level.value: number for level, number in standing.alerts.items()},
        "overdue": standing.overdue,
        "waiting": standing.backlog.waiting,
        "dead": standing.backlog.dead,
        "degraded": list(scan.degraded),
    }

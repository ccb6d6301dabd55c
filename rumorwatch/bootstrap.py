"""Settings to concrete parts; the only file that knows them all."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.settingsfile import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.collect.sources import World
    from rumorwatch.domain.agencies import Agency
    from rumorwatch.domain.claims import Answer, ClaimId
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.ports import Clock, Store
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.domain.runs import Taken
    from rumorwatch.foresight import Foresight
    from rumorwatch.matching import ClaimMatcher
    from rumorwatch.parts import Parts
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings

SETTINGS_FILE = "rumorwatch.toml"
FEEDS_FILE = "feeds.toml"
AGENCIES_FILE = "agencies.toml"
CACHE_FOLDER = "cache"
"""Of a workspace with a long list of claims; deleting it loses time only."""
AUTHOR_SECRET_BYTES = 32
"""As long as the hash it keys (HMAC-SHA256, RFC 2104)."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """The clock of a recorded workspace: it stands still."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment the recording ends, in UTC."""
        return self.at.astimezone(UTC)


@dataclass(frozen=True)
class Workspace:
    """One workspace: its folder and settings, and its parts, each made when first asked for."""

    path: Path
    settings: Settings
    broken_models: Mapping[str, ModelError] = field(default_factory=dict)
    """Why models that open are not used, by their label: they broke in use."""
    say: Callable[[str], None] = lambda _: None
    """Talk for a person: what takes long, and why."""

    @cached_property
    def clock(self) -> Clock:
        """The clock of the workspace."""
        fixed_at = self.settings.clock.fixed_at
        return FixedClock(fixed_at) if fixed_at else SystemClock()

    @cached_property
    def store(self) -> Store:
        """The workspace's database, opened.

        Raises:
            StoreError: It cannot be opened.
        """
        from rumorwatch.storage.engine import open_store

        storage = self.settings.storage
        return open_store(storage.url, workspace=self.path, busy_timeout_s=storage.busy_timeout_s)

    @cached_property
    def feeds(self) -> Mapping[FeedId, Feed]:
        """Feeds listed in feeds.toml, in the order of the file.

        Raises:
            SettingsError: The file cannot be used.
        """
        from rumorwatch.collect.feedlist import read_feeds

        return {feed.id: feed for feed in read_feeds(self.path / FEEDS_FILE)}

    @cached_property
    def agencies(self) -> tuple[Agency, ...]:
        """Agencies of agencies.toml; none without the file. Raises SettingsError: it cannot be used."""
        from rumorwatch.respond.agencylist import read_agencies

        return read_agencies(self.path / AGENCIES_FILE)

    @cached_property
    def source(self) -> World:
        """The world: network and files of the workspace."""
        from rumorwatch.collect.sources import World

        return World(self.settings, self.path)

    @cached_property
    def matcher(self) -> ClaimMatcher:
        """Matching with the claims and statements in use and the models of the settings.

        Raises:
            StoreError: The database cannot be used.
            ModelError: Not even the lexical model can be opened.
        """
        from rumorwatch.domain.posts import Language
        from rumorwatch.embed.cached import StoreVectors
        from rumorwatch.embed.opening import located
        from rumorwatch.matching import ClaimMatcher
        from rumorwatch.models import open_models_or_simpler

        names = [located(name, base=self.path) for name in self.settings.match.model]
        models, warnings = open_models_or_simpler(
            names, vectors=StoreVectors(store=self.store), broken=self.broken_models
        )
        with self.store.read() as unit:
            claims, statements = unit.claims.all(), unit.statements.all()

        def remembered(basis: str) -> Mapping[ClaimId, Sequence[Answer]] | None:
            with self.store.read() as unit:
                return unit.claims.answers(basis=basis)

        return ClaimMatcher(
            claims=claims,
            statements=statements,
            models=models,
            warnings=warnings,
            top=self.settings.match.top,
            language=Language(self.settings.match.language),
            remembered=remembered,
            folder=self.path / CACHE_FOLDER,
            say=self.say,
        )

    @cached_property
    def weights(self) -> Weights:
        """The weights of the ranking.

        Raises:
            FileError: Those that the settings name cannot be used.
        """
        from rumorwatch.rank.weights import load_weights, read_weights

        named = self.settings.rank.weights
        return read_weights(self.path / named) if named else load_weights()

    @cached_property
    def foresight(self) -> Foresight:
        """The models that see new rumors and what becomes of rumors."""
        from rumorwatch.foresight import Foresight

        broke = next(iter(self.broken_models.values()), None)
        return Foresight(emerging=self.settings.emerge.enabled, broke=broke)

    def without_model(self, error: ModelError) -> Workspace:
        """Return the same workspace with simpler models, after one turned out to be broken when it was used."""
        simpler = replace(self, broken_models={**self.broken_models, self.matcher.models.label: error})
        self.close()
        return simpler

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @property
    def author_secret(self) -> bytes:
        """The secret that author handles are hashed with; made, mode 0600, when there is none.

        Raises:
            SettingsError: The file cannot be read or made, is not what we wrote, or can be read by others.
        """
        path = self.path / self.settings.privacy.author_key_file
        try:
            _make_author_key(path)
            secret = bytes.fromhex(path.read_text("ascii").strip())
            mode = path.stat().st_mode & 0o777
        except OSError as error:
            raise SettingsError(
                code="RW-U05",
                failed=f'author key file "{path}" cannot be read or made: {error.strerror or error}',
                remedy="Give this user the right to read and write it, or correct privacy.author_key_file",
            ) from error
        except ValueError as error:
            raise SettingsError(
                code="RW-U05",
                failed=f'author key file "{path}" is not a key of ours',
                remedy="Restore it from a backup, or delete it: distinct sources are then counted anew",
            ) from error
        if mode & 0o077:
            raise SettingsError(
                code="RW-U06",
                failed=f'author key file "{path}" can be read by other users (mode {mode:o})',
                remedy=f'Run: chmod 600 "{path}"',
            )
        return secret


def _make_author_key(path: Path) -> None:
    """Write a new secret where there is no file; a disk that fills up leaves none."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(AUTHOR_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise


def open_workspace(path: Path, *, say: Callable[[str], None] = lambda _: None) -> Workspace:
    """Return the workspace in a folder.

    Args:
        path: The folder.
        say: Told what takes long, and why.

    Raises:
        SettingsError: There is none, or its settings cannot be used.
    """
    try:
        settings = read_settings(path / SETTINGS_FILE)
    except FileNotFoundError as error:
        raise SettingsError(
            code="RW-U01",
            failed=f'no workspace in "{path}" ({SETTINGS_FILE} not found)',
            remedy="Make one with `rumorwatch init DIR` (or `init DIR --demo`), or name one with --workspace",
        ) from error
    return Workspace(path, settings, say=say)


def scan_parts(
    workspace: Workspace, *, only: Sequence[str] = (), on_visit: Callable[[Taken], None] = lambda _: None
) -> Parts:
    """Return the parts of one scan.

    Args:
        workspace: The workspace.
        only: Ids of the feeds to visit; empty: all.
        on_visit: Called after each feed.

    Raises:
        SettingsError: A feed in ``only`` is not listed, or settings cannot be used.
        StoreError: The database cannot be used.
    """
    from rumorwatch.parts import Parts

    unknown = sorted(set(only) - set(workspace.feeds))
    if unknown:
        raise SettingsError(
            code="RW-U04",
            failed=f'no feed "{quoted(", ".join(unknown))}" in {FEEDS_FILE}',
            remedy="`rumorwatch feeds list` shows their ids",
        )
    return Parts(
        settings=workspace.settings,
        store=workspace.store,
        source=workspace.source,
        feeds=[feed for feed in workspace.feeds.values() if not only or feed.id in only],
        listed=workspace.feeds,
        matcher=workspace.matcher,
        reader=workspace.foresight.reader,
        forecaster=lambda: workspace.foresight.forecaster,
        credibility=workspace.foresight.credibility,
        claims={claim.id: claim for claim in workspace.matcher.claims},
        statements={statement.id: statement for statement in workspace.matcher.statements},
        weights=workspace.weights,
        author_secret=workspace.author_secret,
        now=workspace.clock.now(),
        on_visit=on_visit,
    )


def demo_folder() -> Path:
    """Return the recorded demo workspace that ships with rumorwatch."""
    bundled = Path(__file__).parent / "_bundled" / "feeds" / "demo"
    return bundled if bundled.is_dir() else Path(__file__).parents[1] / "feeds" / "demo"

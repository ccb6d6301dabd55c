"""Settings to concrete parts; the only file that knows them all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.clocks import FixedClock, SystemClock
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.domain.posts import Language
from rumorwatch.secretfile import secret_in
from rumorwatch.settingsfile import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.collect.sources import World
    from rumorwatch.domain.agencies import Agency
    from rumorwatch.domain.channels import Channel
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
CACHE_FOLDER = "cache"
"""Of a workspace with a long list of claims; deleting it loses time only."""
AGENCIES_FILE = "agencies.toml"
CHANNELS_FILE = "channels.toml"


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

    @property
    def database_path(self) -> Path:
        """The file of the database.

        Raises:
            StoreError: RW-S08 the settings name none that we can use.
        """
        from rumorwatch.storage.engine import database_path

        return database_path(self.settings.storage.url, self.path)

    @cached_property
    def feeds(self) -> Mapping[FeedId, Feed]:
        """Feeds listed in feeds.toml, in the order of the file.

        Raises:
            SettingsError: The file cannot be used.
        """
        from rumorwatch.collect.feedlist import read_feeds

        return {feed.id: feed for feed in read_feeds(self.path / FEEDS_FILE)}

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
            quorum=self.settings.label.quorum,
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
        return secret_in(
            self.path / self.settings.privacy.author_key_file,
            name="author key",
            setting="privacy.author_key_file",
            without="distinct sources are then counted anew",
        )

    @property
    def ack_secret(self) -> bytes:
        """The secret that reply codes are signed with; made, mode 0600, when there is none.

        Raises:
            SettingsError: As ``author_secret``.
        """
        return secret_in(
            self.path / self.settings.deliver.ack_key_file,
            name="reply code key",
            setting="deliver.ack_key_file",
            without="codes in messages sent before are then void",
        )

    @cached_property
    def agencies(self) -> Sequence[Agency]:
        """Agencies listed in agencies.toml, in the order of the file; none: the desk answers everything.

        Raises:
            SettingsError: The file cannot be used.
        """
        from rumorwatch.respond.agencylist import read_agencies

        return read_agencies(self.path / AGENCIES_FILE)

    @cached_property
    def channels(self) -> Sequence[Channel]:
        """Channels listed in channels.toml; stdout too where no other is the desk's, so that everything is told.

        Raises:
            SettingsError: The file, or one that it names, cannot be used, or it lacks a channel that an agency names.
        """
        from rumorwatch.alert.channellist import read_channels
        from rumorwatch.alert.reaching import with_desk

        listed = read_channels(self.path / CHANNELS_FILE, env=os.environ)
        return with_desk(listed, self.agencies, language=Language(self.settings.match.language))


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
        agencies=workspace.agencies,
        channels=workspace.channels,
        author_secret=workspace.author_secret,
        now=workspace.clock.now(),
        on_visit=on_visit,
    )


def demo_folder() -> Path:
    """Return the recorded demo workspace that ships with rumorwatch."""
    bundled = Path(__file__).parent / "_bundled" / "feeds" / "demo"
    return bundled if bundled.is_dir() else Path(__file__).parents[1] / "feeds" / "demo"

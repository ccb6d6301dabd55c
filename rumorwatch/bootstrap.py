"""Settings to concrete parts; the only file that knows them all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.clocks import FixedClock, SystemClock
from rumorwatch.domain.errors import SettingsError
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
    from rumorwatch.domain.trained import ModelPart, TrainedId
    from rumorwatch.foresight import Foresight
    from rumorwatch.inforce import ModelsInForce
    from rumorwatch.matching import ClaimMatcher
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings
    from rumorwatch.train.faults import TrainedModelError

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
    broken_trained: Mapping[TrainedId, TrainedModelError] = field(default_factory=dict)
    """The same of trained models, by their id."""
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

    @property
    def models_path(self) -> Path:
        """The folder of trained models."""
        from rumorwatch.train.registry import MODELS_FOLDER

        return self.path / MODELS_FOLDER

    @cached_property
    def in_force(self) -> ModelsInForce:
        """The trained models that decide, as they were when this was first asked for; a run ends with what it began.

        Raises:
            StoreError: The database cannot be used.
        """
        from rumorwatch.inforce import read_models_in_force

        return read_models_in_force(
            self.store, folder=self.models_path, parts=self.trainable, broken=self.broken_trained
        )

    @property
    def trainable(self) -> Sequence[ModelPart]:
        """The parts that a trained model decides when one is in force; settings that name another go first."""
        from rumorwatch.domain.trained import ModelPart
        from rumorwatch.embed.shipped import CASCADE

        idle = {
            ModelPart.RANKING: bool(self.settings.rank.weights),
            ModelPart.ENCODER: tuple(self.settings.match.model) != (CASCADE,),
        }
        return [part for part in ModelPart if not idle.get(part)]

    @cached_property
    def matcher(self) -> ClaimMatcher:
        """Matching with the claims and statements in use, the models of the settings and those in force.

        Raises:
            StoreError: The database cannot be used.
            ModelError: Not even the lexical model can be opened.
        """
        from rumorwatch.embed.cached import StoreVectors
        from rumorwatch.embed.opening import located
        from rumorwatch.fallback import open_models_or_simpler
        from rumorwatch.matching import ClaimMatcher

        names = [located(name, base=self.path) for name in self.settings.match.model]
        in_force = self.in_force
        models, warnings = open_models_or_simpler(
            names, vectors=StoreVectors(store=self.store), broken=self.broken_models, in_force=in_force
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
            warnings=(*in_force.faults, *warnings),
            top=self.settings.match.top,
            language=Language(self.settings.match.language),
            remembered=remembered,
            folder=self.path / CACHE_FOLDER,
            say=self.say,
            wordings=in_force.matcher.wordings if in_force.matcher else {},
            quorum=self.settings.label.quorum,
        )

    @cached_property
    def weights(self) -> Weights:
        """The weights of the ranking: those that the settings name, else those in force, else those that ship.

        Raises:
            FileError: Those that the settings name cannot be used.
            StoreError: The database cannot be used.
        """
        from rumorwatch.rank.weights import load_weights, read_weights

        named = self.settings.rank.weights
        if named:
            return read_weights(self.path / named)
        trained = self.in_force.ranking
        return trained.weights if trained else load_weights()

    @cached_property
    def foresight(self) -> Foresight:
        """The models that see new rumors and what becomes of rumors."""
        from rumorwatch.foresight import Foresight

        broke = next(iter(self.broken_models.values()), None)
        return Foresight(emerging=self.settings.emerge.enabled, broke=broke)

    def without_model(self, error: ModelError) -> Workspace:
        """Return the same workspace with simpler models, after one turned out to be broken when it was used.

        In the place of a trained one goes what was there before it; everything else stays as it is.
        """
        from rumorwatch.domain.trained import TrainedId
        from rumorwatch.train.faults import TrainedModelError

        if isinstance(error, TrainedModelError):
            simpler = replace(self, broken_trained={**self.broken_trained, TrainedId(error.trained_id): error})
        else:
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


def demo_folder() -> Path:
    """Return the recorded demo workspace that ships with rumorwatch."""
    bundled = Path(__file__).parent / "_bundled" / "feeds" / "demo"
    return bundled if bundled.is_dir() else Path(__file__).parents[1] / "feeds" / "demo"

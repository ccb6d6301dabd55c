"""A side of a replay: the models, settings and weights it runs with, and the run itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta
    from pathlib import Path

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.replay import Replay
    from rumorwatch.models import Models
    from rumorwatch.parts import PostMatcher
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings

TABLES = ("scan", "clock", "match", "emerge", "rank", "alert")
"""Tables of the settings that a replay depends on and a report may tell: others hold addresses and passwords."""
_DIGITS = 16
"""Of a file's SHA-256 that tell it from others of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a replay runs with."""

    models: Sequence[str]
    """As ``open_models`` takes them; empty: those that ship."""
    settings: Path | None
    """A workspace's settings file; None: the defaults."""
    weights: Path | None
    """None: those of the settings (``rank.weights``), else those that ship."""

    def with_other(self, *, models: Sequence[str], settings: Path | None, weights: Path | None) -> Side | None:
        """Return the side to compare with: what is named differs, the rest is the same; None: nothing is named."""
        if not (models or settings or weights):
            return None
        return Side(models=models or self.models, settings=settings or self.settings, weights=weights or self.weights)

    @property
    def made_by(self) -> dict[str, str]:
        """What it runs with, for people."""
        settings = self.read_settings()
        changed = "; ".join(f"{name} = {value}" for name, value in _changed(settings).items())
        return {
            "models": " + ".join(self.models or settings.match.model),
            "settings": f"{_named(self.settings, 'defaults')}{f': {changed}' if changed else ''}",
            "weights": f"{self.read_weights().version} ({_named(self._weights_file, 'shipped')})",
        }

    def read_settings(self) -> Settings:
        """Return its settings.

        Raises:
            SettingsError: The file is not there or cannot be used.
        """
        from rumorwatch.domain.errors import SettingsError, quoted
        from rumorwatch.settings import Settings
        from rumorwatch.settingsfile import read_settings

        if self.settings is None:
            return Settings()
        try:
            return read_settings(self.settings)
        except FileNotFoundError as error:
            raise SettingsError(
                code="RW-U02", failed=f'no settings file "{quoted(str(self.settings))}"', remedy="Name another"
            ) from error

    def read_weights(self) -> Weights:
        """Return its weights: those named, else those of its settings, else those that ship.

        Raises:
            FileError: The file cannot be used.
        """
        from rumorwatch.rank.weights import load_weights, read_weights

        file = self._weights_file
        return load_weights() if file is None else read_weights(file)

    @property
    def _weights_file(self) -> Path | None:
        named = self.read_settings().rank.weights
        of_settings = self.settings.parent / named if self.settings and named else None
        return self.weights or of_settings


def _located(settings: Settings, file: Path | None) -> Sequence[str]:
    """Return the models that settings name; a folder is relative to their file."""
    from rumorwatch.embed.opening import located

    return [located(name, base=file.parent) for name in settings.match.model] if file else settings.match.model


def _changed(settings: Settings) -> Mapping[str, object]:
    """Return the settings of ``TABLES`` that are not at their default, by their full name."""
    from rumorwatch.settings import Settings

    mine, default = (one.model_dump(include=set(TABLES)) for one in (settings, Settings()))
    changed = {(table, key) for table in TABLES for key in mine[table] if mine[table][key] != default[table][key]}
    return {f"{table}.{key}": mine[table][key] for table, key in sorted(changed)}


def _named(file: Path | None, otherwise: str) -> str:
    from rumorwatch.cli.replayreport import sha256_of

    return f"{file.name}, SHA-256 {sha256_of(file)[:_DIGITS]}" if file else otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A replay that was run."""

    replay: Replay
    seconds: float
    """That it took, without reading the archive, opening models and encoding claims."""
    faults: Sequence[ModelError]
    """What models of foresight could not be used."""


def run_side(
    side: Side,
    posts: Sequence[Archived],
    *,
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    step: timedelta,
    cache: Path | None,
) -> Replayed:
    """Replay posts with what a side runs with.

    Raises:
        RumorwatchError: Its models, settings or weights cannot be used.
    """
    import time

    from rumorwatch.cli.files import named_models
    from rumorwatch.cli.progress import progress
    from rumorwatch.evaluate.archive import ARCHIVE_FEED
    from rumorwatch.evaluate.replay import replay
    from rumorwatch.foresight import Foresight

    settings, weights = side.read_settings(), side.read_weights()
    foresight = Foresight(emerging=settings.emerge.enabled)
    if foresight.reader_fault is not None:
        raise foresight.reader_fault  # what it is to find are new rumors
    with named_models(side.models or _located(settings, side.settings), cache=cache) as opened:
        matcher = _matcher(claims, statements, opened, settings, cache=cache)
        began = time.perf_counter()
        with progress("replaying, posts", total=len(posts)) as advance:
            replayed = replay(
                posts,
                matcher=matcher,
                reader=foresight.reader,
                forecaster=lambda: foresight.forecaster,
                credibility=foresight.credibility,
                feeds={ARCHIVE_FEED.id: ARCHIVE_FEED},
                claims=claims,
                statements=statements,
                settings=settings,
                weights=weights,
                step=step,
                on_posts=advance,
            )
    return Replayed(replay=replayed, seconds=time.perf_counter() - began, faults=foresight.faults)


def _matcher(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    models: Models,
    settings: Settings,
    *,
    cache: Path | None,
) -> PostMatcher:
    from rumorwatch.domain.posts import Language
    from rumorwatch.matching import ClaimMatcher

    return ClaimMatcher(
        claims=claims,
        statements=statements,
        models=models,
        warnings=(),
        top=settings.match.top,
        language=Language(settings.match.language),
        remembered=lambda _: None,
        folder=cache,
        say=say,
    )

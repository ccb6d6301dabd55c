"""A side of a replay: the models, settings and weights it runs with, and the run itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a replay runs with."""

    models: Sequence[str]
    """As ``open_models`` takes them; empty: those that ship."""
    settings: Path | None
    """A workspace's settings file; None: the defaults."""
    weights: Path | None
    """None: those that ship."""

    def with_other(self, *, models: Sequence[str], settings: Path | None, weights: Path | None) -> Side | None:
        """Return the side to compare with: what is named differs, the rest is the same; None: nothing is named."""
        if not (models or settings or weights):
            return None
        return Side(models=models or self.models, settings=settings or self.settings, weights=weights or self.weights)

    @property
    def made_by(self) -> dict[str, str]:
        """What it runs with, for people."""
        return {
            "models": " + ".join(self.models or self.read_settings().match.model),
            "settings": str(self.settings or "defaults"),
            "weights": f"{self.read_weights().version} ({self.weights or 'shipped'})",
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
        """Return its weights.

        Raises:
            FileError: The file cannot be used.
        """
        from rumorwatch.rank.weights import load_weights, read_weights

        return load_weights() if self.weights is None else read_weights(self.weights)


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
    with named_models(side.models or settings.match.model, cache=cache) as opened:
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

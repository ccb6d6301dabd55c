"""Foresight: the models that see new rumors and what becomes of rumors, for scans and replays.

Each is opened when it is needed and, where it cannot be used, is simply not there: what works goes on, and ``faults``
says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError
from rumorwatch.fitted import FORECAST, faults_of, open_credibility, open_forecaster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.emerge.forecast import ForecastModel
    from rumorwatch.fitted import ShippedCredibility
    from rumorwatch.unexplained import GroupingReader


@dataclass(kw_only=True)
class Foresight:
    """The models of one run."""

    emerging: bool
    """Whether new rumors are looked for (settings, ``emerge.enabled``)."""
    broke: ModelError | None = None
    """A model that turned out to be broken when it was used; which one is not looked into, it may be one that reads."""

    @property
    def reader(self) -> GroupingReader | None:
        """Reading of posts that no claim explains; None where it is switched off, or ``reader_fault`` says why."""
        return None if isinstance(self._reader, ModelError) else self._reader

    @property
    def reader_fault(self) -> ModelError | None:
        """Why new rumors are not looked for though they should be."""
        return self._reader if isinstance(self._reader, ModelError) else None

    @property
    def credibility(self) -> ShippedCredibility | None:
        """What tells how likely a thread is a rumor; None where nobody looks for new ones, or its file is damaged."""
        return None if isinstance(self._credibility, ModelError) else self._credibility

    @cached_property
    def forecaster(self) -> ForecastModel | None:
        """Model of how rumors go on; None where it cannot be used."""
        return open_forecaster()

    @property
    def faults(self) -> Sequence[ModelError]:
        """What is missing or broken: known at once, but for a credibility model that breaks when a thread is read."""
        credibility = self._credibility
        fault = credibility if isinstance(credibility, ModelError) or credibility is None else credibility.fault
        return [*(one for one in (self.reader_fault, fault) if one is not None), *self._forecast_faults]

    @cached_property
    def _reader(self) -> GroupingReader | ModelError | None:
        from rumorwatch.unexplained import open_reader

        if not self.emerging:
            return None
        try:
            return self.broke or open_reader()
        except ModelError as error:
            return error

    @cached_property
    def _credibility(self) -> ShippedCredibility | ModelError | None:
        if self.reader is None:
            return None
        try:
            return open_credibility()
        except ModelError as error:
            return error

    @cached_property
    def _forecast_faults(self) -> Sequence[ModelError]:
        return faults_of(FORECAST)

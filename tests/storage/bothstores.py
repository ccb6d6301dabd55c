"""Two stores that are driven alike: each is the model of the other."""

from __future__ import annotations

import shutil
from contextlib import suppress

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore
from storage.conftest import URL


class GaveUp(Exception):  # noqa: N818 - raised to roll back, no error of ours
    pass


def give_up(*, unless):
    if not unless:
        raise GaveUp


class TwoStores(RuleBasedStateMachine):
    """The memory store is the model of the SQL store, and the other way round; subclasses add rules and ``seen``."""

    database = None
    folder = None

    def __init__(self):
        super().__init__()
        for old in self.folder.glob("rumorwatch.db*"):
            old.unlink()
        shutil.copy(self.database, self.folder / "rumorwatch.db")
        self.stores = [MemoryStore(), open_store(URL, workspace=self.folder, busy_timeout_s=1)]

    def teardown(self):
        self.stores[1].close()

    def both(self, work, *, commit=True, may_refuse=False):
        """Do the same in both stores and compare what they answer.

        With ``may_refuse`` a row may be refused, in both or in none; the whole unit goes with it.
        """
        answers = []
        for store in self.stores:
            answers.append("refused")
            with suppress(GaveUp, *([RuntimeError] if may_refuse else [])), store.write() as unit:
                answers[-1] = work(unit)
                give_up(unless=commit)
        assert answers[0] == answers[1]

    def seen(self, unit):
        """Return everything the port gives back."""
        raise NotImplementedError

    @invariant()
    def both_answer_alike(self):
        answers = []
        for store in self.stores:
            with store.read() as unit:
                answers.append(self.seen(unit))
        assert answers[0] == answers[1]


def hold_to_one_contract(machine, *, database, folder):
    """Drive both stores through sequences of rules."""
    machine.database, machine.folder = database, folder
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )

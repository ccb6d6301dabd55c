"""A deadline for one whole attempt, name lookup and slow answers included."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def within(limit_s: float, attempt: Callable[[], T], *, stop: Callable[[], None]) -> T:
    """Return what an attempt returns, or give up waiting for it.

    The time-outs of sockets begin anew with every byte, and a name lookup has none. So the attempt runs in a thread
    that nobody has to wait for, not even when the program ends.

    Args:
        limit_s: Seconds.
        attempt: Called in another thread; what it raises is raised here.
        stop: Called here when the time is over or the wait is interrupted; breaks the connection, so that the thread
            ends.

    Raises:
        TimeoutError: The time is over.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(attempt())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            outcome.set_exception(error)

    threading.Thread(target=run, name="attempt to send", daemon=True).start()
    try:
        return outcome.result(timeout=limit_s)
    except BaseException:
        stop()
        raise

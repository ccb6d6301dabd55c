"""An event loop beside the pipeline: fetching goes on, and keeps its deadlines, while visits are being stored."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator
    from types import TracebackType
    from typing import Any, Self

T = TypeVar("T")


class Background(Generic[T]):
    """Runs ``work`` in a thread of its own and hands over what it emits, in the order it is ready.

    At most ``room`` results wait to be taken; then the work waits, so that a slow store holds no heap of bodies.
    """

    def __init__(
        self, work: Callable[[Callable[[T], Awaitable[None]]], Coroutine[Any, Any, None]], *, room: int
    ) -> None:
        self._work = work
        self._room_size = room
        self._ready: SimpleQueue[T | _End] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._room: asyncio.Semaphore | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fetching", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the work, finished or not, and wait for its thread."""
        self._call(lambda: self._main.cancel() if self._main is not None else None)
        self._thread.join()

    def results(self) -> Iterator[T]:
        """Yield what the work emits until it ends.

        Raises:
            BaseException: What ended the work early.
        """
        while True:
            ready = self._ready.get()
            if isinstance(ready, _End):
                if ready.error is not None:
                    raise ready.error
                return
            self._call(lambda: self._room.release() if self._room is not None else None)
            yield ready

    def _call(self, action: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: there is nothing left to tell it
            if self._loop is not None:
                self._loop.call_soon_threadsafe(action)

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            asyncio.run(self._work_through())
        except asyncio.CancelledError:
            pass
        except BaseException as failure:  # noqa: BLE001 - raised again where the results are taken
            error = failure
        finally:
            self._started.set()
            self._ready.put(_End(error))

    async def _work_through(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        self._room = asyncio.Semaphore(self._room_size)
        self._started.set()
        await self._work(self._emit)

    async def _emit(self, result: T) -> None:
        if self._room is not None:
            await self._room.acquire()
        self._ready.put(result)


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error

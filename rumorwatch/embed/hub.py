"""A model of a hub by its name: fetched once, then a folder on this machine. The one place that asks a hub.

Only what cannot run code is fetched: safetensors weights, configuration, vocabulary.
"""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.domain.errors import ModelError, quoted
from rumorwatch.embed.transformer import ROWS_DEPEND_ON, TransformerEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWER_WITHIN_S = 10.0
"""How long anybody waits for a hub that is not there."""
_WEIGHTS = ".safetensors"
T = TypeVar("T")


def open_hub_model(name: str, *, progress: Callable[[int, int], None] | None = None) -> TransformerEncoder:
    """Return the encoder of a hub's model; the hub is asked only when the model is not on this machine.

    Args:
        name: ``organization/name``.
        progress: told (texts done, texts in all) after each batch.

    Raises:
        ModelError: RW-M10 the hub cannot be reached; RW-M11 it has no such model that we may use; RW-M04.
    """
    return TransformerEncoder(folder=known_folder(name) or _fetched(name), name=name, progress=progress)


def known_folder(name: str) -> Path | None:
    """Return the folder of a model that was fetched before, here or by another program; None when there is none."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(str(snapshot_download(name, local_files_only=True)))
    except LocalEntryNotFoundError:
        return None
    return folder if any(folder.rglob(f"*{_WEIGHTS}")) else None


def _fetched(name: str) -> Path:
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        found = _answered(lambda: HfApi().model_info(name, timeout=ANSWER_WITHIN_S))
        wanted = [file.rfilename for file in found.siblings or () if Path(file.rfilename).suffix in ROWS_DEPEND_ON]
        # Weights last: where they lie, all else does.
        for file in sorted(wanted, key=lambda file: (file.endswith(_WEIGHTS), file)):
            hf_hub_download(name, file, etag_timeout=ANSWER_WITHIN_S)
    except (GatedRepoError, RepositoryNotFoundError) as error:
        raise _unusable(name, "it is not there, or not for everyone") from error
    except Exception as error:  # the libraries below raise their own, of several kinds
        raise ModelError(
            "RW-M10",
            f'model "{quoted(name)}" is not on this machine and the hub cannot be reached'
            f" ({type(error).__name__}: {quoted(str(error))})",
            remedy="Look at this machine's network, or fetch the model elsewhere and name its folder in match.model",
        ) from error
    folder = known_folder(name)
    if folder is None:
        raise _unusable(name, "it has no .safetensors weights, and pickled ones can run code")
    return folder


def _answered(ask: Callable[[], T]) -> T:
    """Return what a call returns or raises, at most ``ANSWER_WITHIN_S`` later: looking up a name heeds no timeout.

    Raises:
        TimeoutError: It has not returned by then; it is left behind.
    """
    answer: Future[T] = Future()

    def call() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            answer.set_exception(error)

    Thread(target=call, daemon=True).start()
    try:
        return answer.result(timeout=ANSWER_WITHIN_S)
    except TimeoutError as error:
        raise TimeoutError(f"no answer in {ANSWER_WITHIN_S:g} s") from error


def _unusable(name: str, why: str) -> ModelError:
    return ModelError(
        "RW-M11",
        f'the hub has no model "{quoted(name)}" that can be used: {why}',
        remedy="Correct match.model: lexical, static, mini, a folder that exists, or organization/name on the hub",
    )

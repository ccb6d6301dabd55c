"""LibreOffice without a window: what a spreadsheet program makes of our files."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SOFFICE = shutil.which("soffice")
_TIMEOUT_S = 180
"""A cold start on a busy machine takes half a minute."""


def saved_again(file: Path, form: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it in a format (as ``xlsx`` or ``csv:…`` with a filter).

    Its CSV is opened as UTF-8, which a person is asked about. Without a window it keeps no frozen panes, of no file.
    """
    made = folder / f"{file.stem}.{form.partition(':')[0]}"
    if SOFFICE is None:
        pytest.skip("soffice is not here: 1 file was not saved again")
    subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
            *(["--infilter=CSV:44,34,76,1"] if file.suffix == ".csv" else []), "--convert-to", form,
            "--outdir", str(folder), str(file),
        ],
        check=True, capture_output=True, timeout=_TIMEOUT_S,
    )  # fmt: skip
    assert made.exists()
    return made

"""Are the packages there that we need; without importing the heavy ones."""

from __future__ import annotations

import importlib
import importlib.util
from importlib import metadata
from typing import TYPE_CHECKING

from rumorwatch.cli.checks import Check, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = {
    "alembic": "alembic",
    "apprise": "apprise",
    "click": "click",
    "feedparser": "feedparser",
    "holidays": "holidays",
    "httpcore2": "httpcore2",
    "httpx2": "httpx2",
    "idna": "idna",
    "numpy": "numpy",
    "onnxruntime": "onnxruntime",
    "opencc": "opencc",
    "openpyxl": "openpyxl",
    "prometheus-client": "prometheus_client",
    "protego": "protego",
    "py3langid": "py3langid",
    "pydantic": "pydantic",
    "regex": "regex",
    "rich": "rich",
    "scikit-learn": "sklearn",
    "scipy": "scipy",
    "selectolax": "selectolax",
    "sentence-transformers": "sentence_transformers",
    "sqlalchemy": "sqlalchemy",
    "standardwebhooks": "standardwebhooks",
    "structlog": "structlog",
    "tokenizers": "tokenizers",
    "tomlkit": "tomlkit",
    "tzdata": "tzdata",
    "w3lib": "w3lib",
}
"""Distributions we depend on (pyproject.toml; a test compares) and the module of each."""
HEAVY = frozenset({"scikit-learn", "sentence-transformers"})
"""Looked for but not imported: together 8 s and 500 MB."""
_REMEDY = "Install rumorwatch again into a fresh environment: scripts/setup"


def package_checks() -> Iterator[Check]:
    """Check every package; one line when all are there, else one for each that is not."""
    broken = [check for name in MODULES if (check := _broken(name)) is not None]
    yield from broken
    if not broken:
        versions = ", ".join(f"{name} {metadata.version(name)}" for name in MODULES)
        yield Check(name="packages", detail=f"{len(MODULES)} of {len(MODULES)} there: {versions}")


def _broken(name: str) -> Check | None:
    """Return what is wrong with a package, or None."""
    module = MODULES[name]
    try:
        metadata.version(name)
        if importlib.util.find_spec(module) is None:
            return _failed(name, f"{name} is installed without its module {module}")
        if name not in HEAVY:
            importlib.import_module(module)
    except metadata.PackageNotFoundError:
        return _failed(name, f"{name} is not installed")
    except Exception as error:  # noqa: BLE001 - a broken wheel may raise anything on import, and that is the finding
        return _failed(name, f"{name} cannot be imported: {type(error).__name__}: {error}")
    return None


def _failed(name: str, detail: str) -> Check:
    return Check(name=f"package {name}", outcome=Outcome.FAIL, detail=detail, remedy=_REMEDY)

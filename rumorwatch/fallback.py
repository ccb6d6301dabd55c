"""Fallback: simpler models in the place of those that cannot be used, and models tried before they are chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.shipped import CASCADE
from rumorwatch.fitted import STANCE, faults_of
from rumorwatch.models import FIRST_STAGE, LEXICAL, open_models

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rumorwatch.domain.ports import Vectors
    from rumorwatch.inforce import ModelsInForce
    from rumorwatch.models import Models


def try_models(names: Sequence[str], *, base: Path) -> None:
    """Load the models of these names and encode a word with each; a model of a hub is fetched.

    Args:
        names: As ``open_models`` takes them.
        base: What relative folders are relative to.

    Raises:
        ModelError: One of them cannot be used.
    """
    from rumorwatch.embed.opening import located
    from rumorwatch.normalize.text import views

    word = [views("word")]
    models = open_models([located(name, base=base) for name in names])
    for encoder in (*models.encoders(word), *((models.second.encoder,) if models.second else ())):
        encoder.encode(word)


def open_models_or_simpler(
    names: Sequence[str],
    *,
    vectors: Vectors | None,
    broken: Mapping[str, ModelError],
    in_force: ModelsInForce | None = None,
) -> tuple[Models, tuple[ModelError, ...]]:
    """Return the models of these names; where they cannot be used simpler ones, and what to say of it.

    The cascade falls back to its first stage, and everything to the lexical model.

    Args:
        names: As ``open_models`` takes them.
        vectors: Where dense rows are remembered; None: nowhere.
        broken: What came of using models that opened, by their label.
        in_force: As ``open_models`` takes it.

    Raises:
        ModelError: The lexical model itself is damaged.
    """
    stances = () if in_force and in_force.stance else faults_of(STANCE)
    asked = tuple(names) or (CASCADE,)
    choices = dict.fromkeys((asked, FIRST_STAGE, (LEXICAL,)) if asked == (CASCADE,) else (asked, (LEXICAL,)))
    errors = []
    for choice in choices:
        try:
            models = open_models(choice, vectors=vectors, in_force=in_force)
            if models.label in broken:
                raise broken[models.label]
        except ModelError as error:
            errors.append(error)
        else:
            for met in errors:
                met.next = f"Until then matching is {models.label} only, and marked as degraded"
            # Two choices break over one model: once is enough.
            distinct = {met.failed: met for met in (*errors, *stances)}
            return replace(models, has_stances=not stances), tuple(distinct.values())
    raise errors[-1]

"""The basis of matches: equal bases give equal matches, so nothing is matched twice on the same one."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rumorwatch.domain.claims import Claim, Statement

RULES_VERSION = 4
"""Raised by hand when the rules of matching change the matches under unchanged models and texts."""


def basis_of(
    claims: Iterable[Claim],
    statements: Iterable[Statement],
    *,
    models: Iterable[str],
    language: str,
    quorum: int | None = None,
) -> str:
    """Return 32 hex digits of everything that matches depend on besides the post; cheap, nothing is encoded.

    Args:
        claims: claims in use.
        statements: statements in use.
        models: what names the models and constants: ids, and digests of manifests.
        language: of the reasons, which are remembered with the matches.
        quorum: analysts who have to say the same before it is laid over matches; None: nothing is. What they said is
            not in it: posts with a text that was judged are marked by themselves.
    """
    digest = sha256(str(RULES_VERSION).encode())
    lines = [f"language {language}", *(f"model {model}" for model in models)]
    lines += [] if quorum is None else [f"quorum {quorum}"]
    lines += sorted(
        repr(("claim", claim.id, claim.text, claim.title, claim.subtitle, claim.wordings, claim.checked_at))
        for claim in claims
    )
    lines += sorted(repr(("statement", statement.id, statement.text, statement.title)) for statement in statements)
    for line in lines:
        digest.update(line.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:32]

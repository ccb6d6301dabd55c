"""ClaimReview JSON-LD (schema.org) to claims' cells and back.

Reviews are found wherever they stand: alone, in a list, in ``@graph``, in a DataFeed. What ClaimReview has no word for
(our other wordings, topic and whether a claim is retired) goes where a reader who does not know us is not misled.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.tables.verdicts import VERDICT_LABELS, rate, read_verdict
from rumorwatch.domain.claims import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rumorwatch.domain.claims import Claim

_CONTEXT = "https://schema.org"
_MAX_NODES = 5_000_000
_STARS = {Verdict.FAKE: 1, Verdict.UNTRUE: 2, Verdict.VERIFIED: 5}
_RETIRED = "Retired"


def find_reviews(document: object) -> Iterator[dict[str, Any]]:
    """Yield every ClaimReview in a document, in its order."""
    waiting: list[object] = [document]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            if is_review(node):
                yield node
            else:
                waiting.extend(value for value in reversed(node.values()) if isinstance(value, dict | list))


def is_review(node: dict[str, Any]) -> bool:
    """Whether a JSON-LD node is a ClaimReview."""
    types = node.get("@type")
    return any(
        str(name).rpartition("/")[2] == "ClaimReview" for name in (types if isinstance(types, list) else [types])
    )


def read_review(node: dict[str, Any]) -> dict[str, object]:
    """Return a review's cells under the keys of a claims file.

    A review without ``identifier`` gets one from its address and claim, the same each time.
    """
    claim = _first(node.get("itemReviewed"))
    text = _text(node.get("claimReviewed")) or _text(claim.get("name")) or _text(claim.get("text"))
    url = _text(node.get("url")) or _text(node.get("@id"))
    return {
        "id": _text(node.get("identifier")) or _make_id(url, text),
        "text": text,
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "subtitle": _text(node.get("abstract")) or _text(node.get("description")),
        "wordings": claim.get("alternateName") or (),
        "verdict": _verdict(_first(node.get("reviewRating"))),
        "topic": _text(node.get("about")),
        "language": _text(node.get("inLanguage")),
        "url": url,
        "publisher": _text(_first(node.get("author")).get("name")) or _text(_first(node.get("publisher")).get("name")),
        "checked_at": _text(node.get("dateModified")) or _text(node.get("datePublished")),
        "status": "retired" if node.get("creativeWorkStatus") == _RETIRED else "active",
    }


def write_reviews(claims: Iterable[Claim]) -> dict[str, object]:
    """Return the claims as one JSON-LD document."""
    return {"@context": _CONTEXT, "@graph": [_review(claim) for claim in claims]}


def _review(claim: Claim) -> dict[str, object]:
    rating: dict[str, object] = {"@type": "Rating", "alternateName": VERDICT_LABELS[claim.verdict]}
    if stars := _STARS.get(claim.verdict):
        rating |= {"ratingValue": stars, "worstRating": 1, "bestRating": 5}
    reviewed = {"@type": "Claim", "name": claim.text, "alternateName": list(claim.wordings)}
    node: dict[str, object] = {
        "@type": "ClaimReview",
        "identifier": claim.id,
        "claimReviewed": claim.text,
        "headline": claim.title,
        "abstract": claim.subtitle,
        "url": claim.url,
        "datePublished": claim.checked_at.isoformat() if claim.checked_at else None,
        "inLanguage": claim.language,
        "author": {"@type": "Organization", "name": claim.publisher} if claim.publisher else None,
        "itemReviewed": {key: value for key, value in reviewed.items() if value},
        "reviewRating": rating,
        "about": claim.topic.value,
        "creativeWorkStatus": _RETIRED if claim.status is Status.RETIRED else None,
    }
    return {key: value for key, value in node.items() if value}


def _verdict(rating: dict[str, Any]) -> str:
    word = _text(rating.get("alternateName")) or _text(rating.get("name")) or _text(rating.get("ratingExplanation"))
    if word and read_verdict(word):
        return word
    try:
        value, worst, best = (float(rating.get(key, default)) for key, default in _SCALE)
    except (TypeError, ValueError):
        return word
    return rate(value, worst=worst, best=best).value


_SCALE = (("ratingValue", "none"), ("worstRating", 1), ("bestRating", 5))


def _first(value: object) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {"name": value} if isinstance(value, str) else {}


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("value") or value.get("name") or ""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _make_id(url: str, text: str) -> str:
    return "cr-" + hashlib.blake2b(f"{url}\n{text}".encode(), digest_size=8).hexdigest()

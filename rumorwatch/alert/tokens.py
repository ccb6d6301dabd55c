"""Reply codes: what a reader of a message gives back to acknowledge it. Pure.

A code is a signature over the alert and the channel that it was sent to, so nothing has to be stored for it, a retry
carries the same one, and nobody can make one up. It works once: the audit tells of its use.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from rumorwatch.domain.crockford import DIGITS, HEARD_AS, digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rumorwatch.domain.alerts import AlertId, ChannelId

CODE_DIGITS = 12
"""60 bits: at a thousand guesses a second one of a hundred open alerts is met in some 180,000 years on average."""
_GROUP = 4
_SET_APART = str.maketrans({"-": None, " ": None})


def reply_code(secret: bytes, alert_id: AlertId, channel: ChannelId) -> str:
    """Return the code of an alert on a channel, in groups of four: ``7K2M-9PQR-4TXZ``."""
    digest = hmac.new(secret, f"ack|{alert_id}|{channel}".encode(), hashlib.sha256).digest()
    return _grouped(digits_of(digest, count=CODE_DIGITS))


def normal_code(said: str) -> str | None:
    """Return a code as people type or say it in the form it was sent; None: it is none."""
    bare = said.upper().translate(_SET_APART).translate(HEARD_AS)
    return _grouped(bare) if len(bare) == CODE_DIGITS and set(bare) <= set(DIGITS) else None


def code_owner(
    code: str, *, secret: bytes, alerts: Iterable[AlertId], channels: Iterable[ChannelId]
) -> tuple[AlertId, ChannelId] | None:
    """Return the alert and the channel of a code in normal form; None: it belongs to none of them."""
    listed = tuple(channels)
    for alert_id in alerts:
        for channel in listed:
            if hmac.compare_digest(reply_code(secret, alert_id, channel), code):
                return alert_id, channel
    return None


def _grouped(bare: str) -> str:
    return "-".join(bare[start : start + _GROUP] for start in range(0, CODE_DIGITS, _GROUP))

"""Crockford's base 32: ids and codes that can be read over the telephone, for it has no I, L, O, U."""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HEARD_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Letters it has not, as what they are meant for when people say or type them."""


def digits_of(seed: bytes, *, count: int) -> str:
    """Return so many digits (12 at most) of the first 64 bits of a hash, its least significant first."""
    number = int.from_bytes(seed[:8], "big")
    digits = ""
    for _ in range(count):
        number, digit = divmod(number, 32)
        digits += DIGITS[digit]
    return digits

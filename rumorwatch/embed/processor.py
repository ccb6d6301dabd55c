"""Processor: whether this one multiplies unsigned by signed bytes without overflow."""

from __future__ import annotations

import platform
import re
from functools import cache
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")
_X86 = frozenset({"x86_64", "AMD64", "i386", "i686", "x86"})
_SAFE_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
"""Instructions that sum such products in 32 bits; those before them sum two in 16, which is too few."""


def sums_bytes_exactly(*, machine: str, cpu_info: str) -> bool:
    """Say whether products of unsigned and signed bytes may be summed the fast way.

    Args:
        machine: As ``platform.machine()`` names it.
        cpu_info: The text of Linux's /proc/cpuinfo; empty elsewhere, and then an x86 processor is not trusted.
    """
    if machine not in _X86:
        return True
    flags = re.search(r"^flags\s*:(.*)$", cpu_info, re.MULTILINE)
    return flags is not None and not _SAFE_FLAGS.isdisjoint(flags[1].split())


@cache
def this_one_sums_bytes_exactly() -> bool:
    """Say so of the processor that this runs on."""
    try:
        cpu_info = _CPU_INFO.read_text("utf-8", errors="replace")
    except OSError:
        cpu_info = ""
    return sums_bytes_exactly(machine=platform.machine(), cpu_info=cpu_info)

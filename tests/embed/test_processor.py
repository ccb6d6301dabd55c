"""Which processors may multiply bytes the fast way."""

from __future__ import annotations

import pytest

from rumorwatch.embed.processor import sums_bytes_exactly

OLD = "processor\t: 0\nflags\t\t: fpu avx2 avx512f\nbugs\t\t: avx512_vnni\n"


@pytest.mark.parametrize(
    ("machine", "cpu_info", "expected"),
    [
        ("x86_64", OLD, False),
        ("x86_64", OLD.replace("avx512f", "avx512_vnni"), True),
        ("x86_64", OLD.replace("avx512f", "avx_vnni"), True),
        ("x86_64", OLD.replace("avx512f", "avx512_vnni_2"), False),
        ("AMD64", "", False),
        ("x86_64", "processor : 0\n", False),
        ("aarch64", "Features : asimd\n", True),
        ("arm64", "", True),
    ],
)
def test_only_an_x86_processor_that_says_so_is_trusted(machine, cpu_info, expected):
    assert sums_bytes_exactly(machine=machine, cpu_info=cpu_info) is expected

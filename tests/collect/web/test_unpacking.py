"""Packed bodies: read piece by piece, and stopped while they are small."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.web.unpacking import Unpacker, read_encodings

MB = 1024 * 1024


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


PACKED = {
    "": lambda body: body,
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    "deflate, identity": raw_deflate,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


def unpack(encoding: str, wire: bytes, *, step: int = 4096, max_bytes: int = MB, max_ratio: float = 100) -> bytes:
    unpacker = Unpacker(read_encodings(encoding), max_bytes=max_bytes, max_ratio=max_ratio)
    for start in range(0, len(wire), step):
        unpacker.add(wire[start : start + step])
    return unpacker.finish()


@given(
    st.sampled_from(sorted(PACKED)),
    st.one_of(
        st.binary(max_size=3000), st.integers(1, 400_000).map(lambda size: bytes(range(251)) * (size // 251 + 1))
    ),
    st.integers(1, 5000),
)
def test_a_body_comes_out_as_it_was_packed_whatever_the_pieces(encoding, body, step):
    wire = PACKED[encoding](body)
    assert unpack(encoding, wire, step=max(step, len(wire) // 50), max_ratio=10_000) == body


def test_members_of_one_gzip_body_are_joined_and_padding_is_dropped():
    wire = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 512
    assert [unpack("gzip", wire, step=step) for step in (1, 7, 10_000)] == [b"one two"] * 3


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_stopped_by_its_ratio_long_before_its_size(layers):
    wire = b"\0" * (20 * MB)
    for _ in range(layers):
        wire = gzip.compress(wire)
    with pytest.raises(Fault, match=r"body unpacks \d{3,6}:1, over 100:1, stopped after [23]\d\d kB") as caught:
        unpack(", ".join(["gzip"] * layers), wire, max_bytes=10 * MB)
    assert caught.value.code is Code.BODY
    assert "fetch.max_ratio" in caught.value.remedy


def test_a_body_over_its_size_says_its_ratio_and_its_setting():
    with pytest.raises(Fault, match=r"body over 1 MB after decompression \(ratio \d+:1\), stopped") as caught:
        unpack("gzip", gzip.compress(b"\0" * (2 * MB)), max_ratio=10_000)
    assert "max_body_mb" in caught.value.remedy


def test_a_plain_body_over_its_size_is_stopped():
    with pytest.raises(Fault) as caught:
        unpack("", b"x" * (MB + 1))
    assert caught.value.code is Code.BODY


def test_a_packed_body_that_gives_nothing_still_ends():
    with pytest.raises(Fault) as caught:
        unpack("gzip", gzip.compress(b"") * 60_000, step=65_536)
    assert caught.value.code is Code.BODY


def test_a_short_body_of_one_repeated_line_is_no_bomb():
    body = b"<item/>" * 20_000
    assert unpack("gzip", gzip.compress(body)) == body


@pytest.mark.parametrize(
    ("encoding", "wire"),
    [
        ("gzip", b"<rss/>"),
        ("gzip", gzip.compress(b"a feed")[:-4]),
        ("deflate", b"<rss/>"),
        ("gzip, gzip", gzip.compress(b"a feed")),
        ("gzip", gzip.compress(b"a feed")[:-8] + b"\0" * 8),
    ],
    ids=["plain for gzip", "cut", "plain for deflate", "once for twice", "wrong checksum"],
)
def test_a_body_not_packed_as_announced_is_a_fault(encoding, wire):
    with pytest.raises(Fault) as caught:
        unpack(encoding, wire)
    assert caught.value.code is Code.ENCODING


@pytest.mark.parametrize("header", ["br", "gzip, zstd", "x-nope", "gzip, gzip, gzip", ", ".join(["gzip"] * 10)])
def test_a_packing_not_asked_for_is_a_fault(header):
    with pytest.raises(Fault) as caught:
        read_encodings(header)
    assert caught.value.code is Code.ENCODING


def test_a_cut_body_is_as_long_as_its_limit():
    unpacker = Unpacker((), max_bytes=10, max_ratio=100)
    with pytest.raises(Fault):
        unpacker.add(b"x" * 11)
    assert len(unpacker.cut()) <= 10

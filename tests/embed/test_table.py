from __future__ import annotations

import json

import numpy as np
import pytest

from rumorwatch.embed.table import read_table
from standins import write_safetensors


def table(path, dtype, cells):
    write_safetensors(path / "cells.safetensors", "cells", dtype, cells)
    return read_table(path / "cells.safetensors", name="cells")


def test_half_precision_rows_are_read_as_they_are(tmp_path):
    cells = np.arange(12, dtype=np.float16).reshape(4, 3) / 8
    read = table(tmp_path, "F16", cells)
    assert read.dimensions == 3
    assert np.array_equal(read.rows(np.array([[2, 0], [3, 3]])), cells[[[2, 0], [3, 3]]].astype(np.float32))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (0x00, 0.0), (0x01, 2.0**-9), (0x07, 7 * 2.0**-9), (0x08, 2.0**-6), (0x38, 1.0), (0x3C, 1.5),
        (0x7E, 448.0), (0x81, -(2.0**-9)), (0xB8, -1.0), (0xFE, -448.0),
    ],
)  # fmt: skip
def test_float8_codes_have_the_values_of_the_format(tmp_path, code, value):
    assert table(tmp_path, "F8_E4M3", np.array([[code]], np.uint8)).rows(np.array([0]))[0, 0] == value


def test_float8_codes_are_those_of_the_reference(tmp_path):
    reference = pytest.importorskip("ml_dtypes").float8_e4m3fn
    codes = np.arange(256, dtype=np.uint8).reshape(16, 16)
    read = table(tmp_path, "F8_E4M3", codes).rows(np.arange(16))
    assert np.array_equal(read, codes.view(reference).astype(np.float32), equal_nan=True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 16,
        (4).to_bytes(8, "little") + b"{}  ",
        (2).to_bytes(8, "little") + b"[]",
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, content):
    (tmp_path / "cells.safetensors").write_bytes(content)
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_table(tmp_path / "cells.safetensors", name="cells")


def test_a_file_that_was_cut_is_refused(tmp_path):
    write_safetensors(tmp_path / "cells.safetensors", "cells", "F16", np.zeros((9, 9), np.float16))
    whole = (tmp_path / "cells.safetensors").read_bytes()
    (tmp_path / "cells.safetensors").write_bytes(whole[:-20])
    with pytest.raises(ValueError, match=r"."):
        read_table(tmp_path / "cells.safetensors", name="cells")


def test_a_header_that_lies_about_the_size_is_refused(tmp_path):
    header = json.dumps({"cells": {"dtype": "F16", "shape": [9, 9], "data_offsets": [0, 2]}}).encode()
    (tmp_path / "cells.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 200)
    with pytest.raises(ValueError, match="2 bytes for 9 x 9"):
        read_table(tmp_path / "cells.safetensors", name="cells")


@pytest.mark.parametrize("piece", [-1, 4])
def test_a_piece_that_the_table_has_not_is_refused(tmp_path, piece):
    with pytest.raises(ValueError, match="of 4"):
        table(tmp_path, "F16", np.zeros((4, 3), np.float16)).rows(np.array([0, piece]))


def test_no_piece_has_no_row(tmp_path):
    assert table(tmp_path, "F16", np.zeros((4, 3), np.float16)).rows(np.zeros((0,), np.int64)).shape == (0, 3)

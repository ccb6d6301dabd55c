"""docs/errors.md lists every code, and no code that nothing raises."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")
USED = {
    code
    for file in (ROOT / "rumorwatch").rglob("*.py")
    for code in re.findall(r"RW-[A-Z]\d\d\b", file.read_text("utf-8"))
}
LISTED = re.findall(r"^\| (RW-[A-Z]\d\d) \|", PAGE, re.MULTILINE)


def test_every_code_is_listed_once_and_in_order():
    assert sorted(USED - set(LISTED)) == []
    assert sorted(set(LISTED) - USED) == []
    letters = "UFCSMDLX"
    assert sorted(set(LISTED), key=lambda code: (letters.index(code[3]), code)) == LISTED


def test_every_code_is_triggered_by_a_test():
    tests = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("*.py"))
    untested = sorted(code for code in USED if code not in tests and code[3] in "UDL")
    assert untested == []

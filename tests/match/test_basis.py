from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId, Topic
from rumorwatch.match.basis import basis_of

CLAIM = Claim(id=ClaimId("c"), text="text", wordings=("other",))
STATEMENT = Statement(id=StatementId("s"), agency="a", text="answer")
DATED = replace(CLAIM, checked_at=datetime(2026, 1, 1, tzinfo=UTC))
BASIS = basis_of([CLAIM], [STATEMENT], models=["lexical"], language="en")


@pytest.mark.parametrize(
    "changed",
    [
        basis_of([replace(CLAIM, text="texts")], [STATEMENT], models=["lexical"], language="en"),
        basis_of([replace(CLAIM, wordings=())], [STATEMENT], models=["lexical"], language="en"),
        basis_of(
            [replace(CLAIM, checked_at=datetime(2026, 1, 1, tzinfo=UTC))],
            [STATEMENT],
            models=["lexical"],
            language="en",
        ),
        basis_of([], [STATEMENT], models=["lexical"], language="en"),
        basis_of([CLAIM], [], models=["lexical"], language="en"),
        basis_of([CLAIM], [STATEMENT], models=["lexical", "folder:12"], language="en"),
        basis_of([CLAIM], [STATEMENT], models=["lexical"], language="vi"),
        basis_of([CLAIM], [STATEMENT], models=["lexical"], language="en", quorum=2),
    ],
)
def test_whatever_changes_matches_changes_the_basis(changed):
    assert changed != BASIS


def test_order_and_what_matching_does_not_read_change_nothing():
    second = replace(CLAIM, id=ClaimId("d"))
    assert basis_of([replace(CLAIM, topic=Topic.HEALTH)], [STATEMENT], models=["lexical"], language="en") == BASIS
    assert basis_of([second, CLAIM], [], models=[], language="en") == basis_of(
        [CLAIM, second], [], models=[], language="en"
    )

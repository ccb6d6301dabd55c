"""The audit's chain: whatever is done to an entry, the chain shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from nouns import NOW
from rumorwatch.domain.auditchain import BEFORE_FIRST, entry_hash, first_broken, next_entry
from rumorwatch.domain.duties import Action

DONE = {
    "at": NOW,
    "actor": "Lan",
    "action": Action.CLOSE,
    "subject": "A-000001",
    "details": {"outcome": "rumor", "comment": "đã xong"},
}


@pytest.fixture
def chain():
    entries = []
    for number in range(5):
        entries.append(next_entry(entries[-1] if entries else None, **{**DONE, "subject": f"A-00000{number}"}))
    return entries


def test_the_hash_is_that_of_one_line_of_json():
    # Written out, so that a changed rule is seen: it would break the chains that are stored.
    # Made by sha256sum of [1,"2026-10-07T19:00:00.000000+00:00","Lan","close","A-000001",{"a":"\u0111\u00e3","b":""},
    # "000…"] with 64 zeros.
    made = entry_hash(**{**DONE, "details": {"b": "", "a": "đã"}}, number=1, previous=BEFORE_FIRST)
    assert made == "355fdb27bf07cfd7ce9f9a2e959a7d64ce1a25f467a2dffdf2d119112d7fa418"


def test_the_hash_is_the_same_for_one_moment_in_any_zone_and_details_in_any_order():
    other_way = {
        **DONE,
        "at": NOW.astimezone(timezone(timedelta(hours=7))),
        "details": dict(reversed(DONE["details"].items())),
    }
    assert next_entry(None, **other_way) == next_entry(None, **DONE)


def test_a_moment_without_a_zone_has_no_hash():
    with pytest.raises(ValueError, match="without a zone"):
        next_entry(None, **{**DONE, "at": datetime(2026, 10, 7)})  # noqa: DTZ001 - the mistake meant


def test_a_whole_chain_is_not_broken(chain):
    assert [entry.number for entry in chain] == [1, 2, 3, 4, 5]
    assert first_broken(chain) is None
    assert first_broken([]) is None


@pytest.mark.parametrize("index", [0, 2, 4])
@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"at": NOW + timedelta(microseconds=1)},
        {"actor": "Minh"},
        {"action": Action.ASSIGN},
        {"subject": "A-00000X"},
        {"details": {"outcome": "rumor"}},
        {"details": {"outcome": "rumor", "comment": "đã xong."}},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=["number", "moment", "actor", "action", "subject", "fewer details", "a detail", "previous", "hash"],
)
def test_any_field_changed_is_found(chain, index, change):
    chain[index] = replace(chain[index], **change)
    assert first_broken(chain) == chain[index].number


@pytest.mark.parametrize("index", range(4))
def test_a_deleted_entry_is_found_at_the_one_that_followed(chain, index):
    del chain[index]
    assert first_broken(chain) == index + 2


@pytest.mark.parametrize("index", range(4))
def test_two_swapped_entries_are_found_whether_renumbered_or_not(chain, index):
    first, second = chain[index : index + 2]
    chain[index : index + 2] = second, first
    assert first_broken(chain) == second.number
    chain[index : index + 2] = replace(second, number=first.number), replace(first, number=second.number)
    assert first_broken(chain) == first.number


@pytest.mark.parametrize("index", range(1, 5))
def test_an_inserted_entry_is_found_even_when_it_is_well_made(chain, index):
    chain.insert(index, next_entry(chain[index - 1], **{**DONE, "actor": "Minh"}))
    # The inserted one follows rightly; the one after it no longer does.
    assert first_broken(chain) == chain[index + 1].number
    chain[index + 1 :] = [replace(entry, number=entry.number + 1) for entry in chain[index + 1 :]]
    assert first_broken(chain) == index + 2


@pytest.mark.parametrize("index", range(4))
def test_an_entry_made_anew_in_place_is_found_at_the_one_that_follows(chain, index):
    chain[index] = next_entry(chain[index - 1] if index else None, **{**DONE, "actor": "Minh"})
    assert first_broken(chain) == index + 2

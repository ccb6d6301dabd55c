"""What a program gets."""

from __future__ import annotations

from alert.stories import message, official, owner, story
from nouns import digits
from rumorwatch.alert.message import Wording
from rumorwatch.domain.alerts import Due, Outcome, SendReason
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.posts import Language

STORY = story(
    SendReason.OVERDUE,
    SendReason.GROWING,
    claim_id=ClaimId("c1"),
    due=Due.ANSWER,
    official=official(),
    contradiction=("A", "B"),
    owners=(owner("B", escalated_from="A"),),
)


def payload(sent, **wording):
    return Wording(language=Language.EN, **wording).payload(sent)


def test_a_payload_has_all_facts_with_times_in_utc():
    assert payload(message(STORY)) == {
        "type": "rumorwatch.alerts",
        "key": digits("message"),
        "made_at": "2026-10-07T19:00:00+00:00",
        "digest": False,
        "alerts": [
            {
                "alert_id": "A-7Q2MK1",
                "rumor_id": "new:1",
                "claim_id": "c1",
                "text": "The dam will break tonight",
                "topic": "disaster",
                "level": "high",
                "points": 71.5,
                "reasons": ["overdue", "growing"],
                "due": "answer",
                "why": "A has not answered in time; B, its fallback, takes over.",
                "next": "Agree on one answer before repeating either statement.",
                "posts": 7,
                "independent": 3,
                "channels": 2,
                "provinces": ["Huế", "Đà Nẵng"],
                "asks": 4,
                "first_seen": "2026-10-07T18:18:00+00:00",
                "last_seen": "2026-10-07T18:58:00+00:00",
                "answered": False,
                "statement": {
                    "id": "s1",
                    "agency": "Irrigation Office",
                    "title": "The reservoir is safe",
                    "text": "The water level is normal and nothing is released.",
                    "url": "hxxps://office[.]example/s1",
                    "published_at": "2026-10-07T18:00:00+00:00",
                    "standing": "valid",
                },
                "contradiction": ["A", "B"],
                "owners": [
                    {
                        "agency": "b",
                        "name": "B",
                        "acknowledge_by": "2026-10-07T19:25:00+00:00",
                        "answer_by": "2026-10-07T19:55:00+00:00",
                        "acknowledged_at": None,
                        "answered_at": None,
                        "escalated_from": "A",
                    }
                ],
                "examples": [
                    {
                        "text": "They say the dam breaks tonight, run!",
                        "url": "hxxps://social[.]example/p/1",
                        "channel": "facebook",
                        "published_at": "2026-10-07T18:20:00+00:00",
                    }
                ],
                "outcome": None,
                "code": "K7M2Q1",
            }
        ],
    }


def test_what_there_is_not_is_null():
    (told,) = payload(message(story(SendReason.RESOLVED, outcome=Outcome.FADED, owners=(), examples=(), code="")))[
        "alerts"
    ]
    assert (told["statement"], told["contradiction"], told["due"]) == (None, None, None)
    assert (told["outcome"], told["owners"], told["examples"], told["code"]) == ("faded", [], [], "")


def test_abroad_gets_ids_claim_level_and_counts():
    assert payload(message(STORY), abroad=True)["alerts"] == [
        {
            "alert_id": "A-7Q2MK1",
            "claim_id": "c1",
            "text": "The dam will break tonight",
            "level": "high",
            "posts": 7,
            "independent": 3,
            "channels": 2,
            "code": "K7M2Q1",
        }
    ]

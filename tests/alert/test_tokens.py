"""Reply codes: said over the telephone, made up by nobody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.alert.tokens import code_owner, normal_code, reply_code

SECRET = bytes(range(32))
CODE = reply_code(SECRET, "A-7K2M9P", "mail")


def test_a_code_is_three_groups_of_four_without_letters_that_are_misheard():
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", CODE)


def test_a_code_is_the_same_over_retries_and_another_for_each_alert_channel_and_secret():
    others = {
        reply_code(SECRET, "A-7K2M9P", "chat"),
        reply_code(SECRET, "A-7K2M9Q", "mail"),
        reply_code(SECRET[::-1], "A-7K2M9P", "mail"),
    }
    assert reply_code(SECRET, "A-7K2M9P", "mail") == CODE
    assert len(others | {CODE}) == 4


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
    ids=["lower case", "together", "spaced", "misheard"],
)
def test_a_code_is_understood_as_people_type_it(typed):
    assert normal_code(typed(CODE)) == CODE


@pytest.mark.parametrize("said", ["", "A-7K2M9P", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "é"])
def test_what_is_no_code_is_none(said):
    assert normal_code(said) is None


@given(st.text(max_size=20))
def test_any_text_is_a_code_in_normal_form_or_none(said):
    code = normal_code(said)
    assert code is None or normal_code(code) == code


def test_a_code_leads_to_its_alert_and_channel_and_a_wrong_one_nowhere():
    alerts, channels = ["A-1", "A-7K2M9P"], ["chat", "mail"]
    assert code_owner(CODE, secret=SECRET, alerts=alerts, channels=channels) == ("A-7K2M9P", "mail")
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    assert code_owner(wrong, secret=SECRET, alerts=alerts, channels=channels) is None
    assert code_owner(CODE, secret=SECRET[::-1], alerts=alerts, channels=channels) is None
    assert code_owner(CODE, secret=SECRET, alerts=["A-1"], channels=channels) is None

"""What holds for every message, whatever its texts are."""

from __future__ import annotations

import json
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert.hostile import HOSTILE, texts
from alert.stories import before, example, message, official, owner, story
from rumorwatch.alert.limits import graphemes
from rumorwatch.alert.message import Wording
from rumorwatch.alert.outside import one_line
from rumorwatch.domain.alerts import Due, SendReason
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.posts import Language

ACK = "https://ack.example/a"
FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
LANGUAGES = [Language.EN, Language.VI, Language.ZH]
SECRETS = ("Secret Title", "Secret Text", "Secret Agency", "Secret Post", "Secret Platform", "Secret Place")


def told(text, *, reason=SendReason.NEW):
    """A story all of whose outside texts are this one."""
    return story(
        reason,
        text=text,
        claim_id=ClaimId("c1"),
        provinces=(text, "Huế"),
        due=Due.ANSWER,
        before=before(),
        official=official(agency=text, title=text, text=text, url=text),
        contradiction=(text, "Civil Defense"),
        owners=(owner(text), owner("B", escalated_from=text), owner("C")),
        examples=(example(text, url=text, channel=text),),
    )


messages = st.builds(
    lambda stories, is_digest: message(*stories, digest=is_digest),
    st.lists(st.builds(told, texts, reason=st.sampled_from(list(SendReason))), min_size=1, max_size=4),
    st.booleans(),
)
wordings = st.builds(
    Wording,
    language=st.sampled_from(LANGUAGES),
    abroad=st.booleans(),
    ack_url=st.sampled_from(["", ACK]),
)


def is_clean(text, *, newlines=False):
    """Whether nothing of it can be clicked but our own link, calls somebody, or hides."""
    rest = text.replace(ACK, "")
    seen = rest.replace("\n", "") if newlines else rest
    has_address = any(scheme in seen.lower() for scheme in ("http://", "https://", "www."))
    return not has_address and "@" not in seen and not FORBIDDEN & set(map(unicodedata.category, seen))


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.seen = [], set(), [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        names = {name for name, _ in attrs}
        assert names <= {"lang", "charset", "name", "content", "style", "href"}
        self.links += [value for name, value in attrs if name == "href"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.seen += data


@given(messages, wordings)
def test_a_subject_is_one_line_of_at_most_120_characters(one, wording):
    subject = wording.subject(one)
    assert is_clean(subject)
    assert len(graphemes(subject)) <= 120
    assert subject.startswith(("[HIGH] ", "[CAO] ", "【高】"))


@given(messages, wordings)
def test_plain_text_can_do_nothing(one, wording):
    text = wording.plain(one, limit=None)
    assert is_clean(text, newlines=True)
    assert "<" not in text


@given(messages, wordings, st.integers(0, 3_000))
def test_plain_text_keeps_the_limit_and_what_cannot_be_lost(one, wording, limit):
    text = wording.plain(one, limit=limit)
    assert len(text) <= limit
    if limit >= 80:
        assert "K7M2Q1" in text
        assert any(level in text for level in ("[HIGH]", "[CAO]", "【高】"))
        begun = graphemes(wording.subject(message(one.stories[0])).replace("：", ": ").split(": ", 1)[1])[:8]
        assert "".join(begun).rstrip("…") in text


@given(messages, wordings, st.integers(80, 1_500))
def test_plain_text_is_never_cut_within_a_grapheme(one, wording, limit):
    """Cut within one, it would hold a grapheme that no whole text holds."""
    blocks, lines = (wording.plain(message(*one.stories, digest=is_digest), limit=None) for is_digest in (False, True))
    more = "…0123456789 và cảnh báo khác and more alerts 另有条预警"
    assert set(graphemes(wording.plain(one, limit=limit))) <= set(graphemes(blocks + lines + more))


@given(messages, wordings)
def test_a_page_holds_only_our_own_marks(one, wording):
    page = wording.html(one)
    parsed = Page(page)
    assert not parsed.open
    assert parsed.tags <= {"html", "head", "meta", "title", "body", "h1", "p", "span", "div", "ol", "li", "a"}
    assert all(link.startswith(f"{ACK}?code=K7M2Q") for link in parsed.links)
    assert is_clean(parsed.seen, newlines=True)
    assert f'<html lang="{wording.language}">' in page


@given(messages, wordings)
def test_a_payload_is_json_whose_texts_can_do_nothing(one, wording):
    text = json.dumps(wording.payload(one), ensure_ascii=False)
    assert is_clean(text)
    assert json.loads(text)["key"] == one.key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_leave_a_message_readable(hostile, language):
    wording, one = Wording(language=language), message(told(hostile))
    assert is_clean(wording.plain(one, limit=1_000), newlines=True)
    harmless = message(told("harmless" if one_line(hostile) else ""))
    lines = [len(wording.plain(each, limit=None).split("\n")) for each in (one, harmless)]
    assert lines[0] == lines[1]
    assert "K7M2Q1" in Page(wording.html(one)).seen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_digest", [True, False])
@pytest.mark.parametrize("reason", list(SendReason))
def test_abroad_gets_claim_level_counts_and_code_only(language, is_digest, reason):
    title, text, agency, post, platform, place = SECRETS
    one = story(
        reason,
        text="The dam will break",
        provinces=(place,),
        official=official(agency=agency, title=title, text=text, url="https://secret.example"),
        contradiction=(agency, agency),
        owners=(owner(agency, escalated_from=agency),),
        examples=(example(post, url="https://secret.example", channel=platform),),
    )
    wording = Wording(language=language, abroad=True, ack_url="https://secret.example/ack")
    sent = message(one, story(reason, name="2", provinces=(place,)), digest=is_digest)
    told_abroad = (
        wording.subject(sent),
        wording.plain(sent, limit=None),
        wording.html(sent),
        json.dumps(wording.payload(sent)),
    )
    for said in told_abroad:
        assert "The dam will break" in said
        assert "ecret" not in said
    for said in told_abroad[1:3]:
        assert all(kept in said for kept in ("A-7Q2MK1", "K7M2Q1", "7", "3", "2"))
        assert not any(clock in said for clock in ("01:18", "02:00", "Irrigation", "Đà Nẵng", "facebook"))


def test_a_line_abroad_is_claim_counts_and_code():
    text = Wording(language=Language.EN, abroad=True).plain(message(), limit=None)
    assert text.split("\n") == [
        "[HIGH] Alert · A-7Q2MK1",
        "“The dam will break tonight”",
        "Spread: 7 posts, 3 independent sources, 2 platforms",
        "Reply code: K7M2Q1",
        "To acknowledge, run: rumorwatch alerts ack K7M2Q1",
    ]


@pytest.mark.parametrize(
    ("sent", "subjects"),
    [
        (
            message(),
            [
                "[HIGH] New rumor: The dam will break tonight",
                "[CAO] Tin đồn mới: The dam will break tonight",
                "【高】新传言：The dam will break tonight",
            ],
        ),
        (
            message(story(), story(), story()),
            [
                "[HIGH] 3 alerts: The dam will break tonight and 2 more",
                "[CAO] 3 cảnh báo: The dam will break tonight và 2 tin khác",
                "【高】3条预警：The dam will break tonight，另有2条",
            ],
        ),
        (
            message(story(), story(), digest=True),
            [
                "[HIGH] 2 alerts waited: The dam will break tonight and 1 more",
                "[CAO] 2 cảnh báo chờ gửi: The dam will break tonight và 1 tin khác",
                "【高】积压2条预警：The dam will break tonight，另有1条",
            ],
        ),
    ],
)
def test_a_subject_says_level_kind_and_claim(sent, subjects):
    assert [Wording(language=language).subject(sent) for language in LANGUAGES] == subjects


def test_a_language_that_we_do_not_speak_is_told_in_vietnamese():
    assert Wording(language=Language.UND).subject(message()).startswith("[CAO] Tin đồn mới")

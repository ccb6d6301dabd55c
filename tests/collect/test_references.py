"""Claims, statements and pairs: in, and out again."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.references import read_claims, read_pairs, read_statements, write_claims, write_statements
from rumorwatch.collect.tables.verdicts import VERDICT_LABELS, rate, read_topic, read_verdict
from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId, Status, Topic, Verdict
from rumorwatch.domain.errors import FileError

CLAIMS = (
    Claim(
        id=ClaimId("c1"),
        text="Nước máy của thành phố nhiễm độc.",
        title="Nước máy an toàn",
        subtitle="Kết quả xét nghiệm\nngày 5/10",
        wordings=("nuoc may co doc", "-nước máy uống vào chết", "自来水有毒"),
        verdict=Verdict.FAKE,
        topic=Topic.HEALTH,
        language="vi",
        url="https://e.test/1",
        publisher="Sở Y tế",
        checked_at=datetime(2026, 10, 5, 0, 5, tzinfo=UTC),
    ),
    Claim(
        id=ClaimId("=c2"), text="+84: đừng nghe máy", verdict=Verdict.UNTRUE, topic=Topic.SCAM, status=Status.RETIRED
    ),
    Claim(id=ClaimId("c3"), text="The dam holds.", verdict=Verdict.VERIFIED),
    Claim(id=ClaimId("c4"), text="未知"),
)
STATEMENTS = (
    Statement(
        id=StatementId("s1"),
        agency="so-y-te",
        text="Nước đạt chuẩn.\nDùng bình thường.",
        title="Thông báo",
        url="https://e.test/s1",
        published_at=datetime(2026, 10, 5, tzinfo=UTC),
        valid_until=datetime(2026, 11, 5, tzinfo=UTC),
        language="vi",
    ),
    Statement(id=StatementId("s2"), agency="so-y-te", text="x", supersedes=StatementId("s1"), status=Status.RETIRED),
)
NAMES = ["c.jsonl", "c.jsonl.gz", "c.csv", "c.csv.gz", "c.tsv", "c.xlsx"]


@pytest.mark.parametrize("name", [*NAMES, "c.json", "c.jsonld"])
def test_claims_come_back_as_they_went_out(tmp_path, name):
    assert write_claims(tmp_path / name, CLAIMS) == len(CLAIMS)
    back = read_claims(tmp_path / name)
    assert back.rows == CLAIMS
    assert back.notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_statements_come_back_as_they_went_out(tmp_path, name):
    assert write_statements(tmp_path / name, STATEMENTS) == len(STATEMENTS)
    assert read_statements(tmp_path / name).rows == STATEMENTS


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Mn"]), min_size=1, max_size=20
)


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS, st.sampled_from(Verdict), st.sampled_from(Topic))
def test_any_claim_survives_a_spreadsheet(tmp_path_factory, texts, text, verdict, topic):
    path = tmp_path_factory.mktemp("claims") / "c.csv"
    write_claims(path, [Claim(id=ClaimId("1"), text=text, wordings=tuple(texts), verdict=verdict, topic=topic)])
    (first,) = read_claims(path)
    write_claims(path, [first])
    assert read_claims(path).rows == (first,)


REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "Uống nước chanh chữa được cúm",
    "url": "https://factcheck.test/chanh",
    "datePublished": "2026-10-05",
    "author": {"@type": "Organization", "name": "Kiểm chứng"},
    "itemReviewed": {"@type": "CreativeWork", "datePublished": "2026-10-01"},
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
        "alternateName": "Sai sự thật!",
    },
}
SHAPES = [
    REVIEW,
    [REVIEW],
    {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
    {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    {"@type": "WebPage", "mainEntity": {**REVIEW, "@type": ["ClaimReview", "Review"]}},
    {**REVIEW, "@type": "http://schema.org/ClaimReview"},
]


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_claim_reviews_are_found_wherever_they_stand(tmp_path, shape):
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(shape))
    (claim,) = read_claims(path)
    assert claim.text == "Uống nước chanh chữa được cúm"
    assert claim.verdict is Verdict.UNTRUE
    assert claim.publisher == "Kiểm chứng"
    assert claim.checked_at == datetime(2026, 10, 4, 17, tzinfo=UTC)
    assert claim.id.startswith("cr-")


def test_reviews_may_stand_one_a_line(tmp_path):
    path = tmp_path / "reviews.jsonl"
    path.write_text(
        json.dumps(REVIEW) + "\n" + json.dumps({**REVIEW, "identifier": "x", "reviewRating": {"ratingValue": 3}})
    )
    first, second = read_claims(path)
    assert (first.verdict, second.verdict, second.id) == (Verdict.UNTRUE, Verdict.UNKNOWN, "x")


def test_reviews_without_a_known_word_are_rated_by_their_number(tmp_path):
    path = tmp_path / "r.json"
    rating = {"alternateName": "Trois Pinocchios", "ratingValue": 1, "bestRating": 5, "worstRating": 1}
    path.write_text(json.dumps({**REVIEW, "reviewRating": rating}))
    assert read_claims(path).rows[0].verdict is Verdict.UNTRUE


WORDS = [
    ("Tin giả", Verdict.FAKE),
    ("FAKE", Verdict.FAKE),
    ("谣言", Verdict.FAKE),
    ("Pants on Fire!", Verdict.FAKE),
    ("tin sai sự thật", Verdict.UNTRUE),
    ("False.", Verdict.UNTRUE),
    ("Mostly false", Verdict.UNTRUE),
    ("mostly-false", Verdict.UNTRUE),
    ("不实", Verdict.UNTRUE),
    ("Đúng", Verdict.VERIFIED),
    ("属实", Verdict.VERIFIED),
    ("Half True", Verdict.UNKNOWN),
    ("", Verdict.UNKNOWN),
    ("abracadabra", None),
]


@pytest.mark.parametrize(("word", "verdict"), WORDS)
def test_rating_words_of_three_languages_are_known(word, verdict):
    assert read_verdict(word) is verdict


def test_our_own_labels_and_values_are_read_back():
    assert all(read_verdict(label) is verdict for verdict, label in VERDICT_LABELS.items())
    assert all(read_verdict(verdict.value) is verdict for verdict in Verdict)
    assert all(read_topic(topic.value) is topic for topic in Topic)


@pytest.mark.parametrize(
    ("value", "verdict"), [(1, "untrue"), (2, "untrue"), (3, "unknown"), (5, "verified"), (9, "unknown")]
)
def test_numbers_on_a_scale_are_verdicts_only_near_its_ends(value, verdict):
    assert rate(value, worst=1, best=5) == verdict
    assert rate(value, worst=5, best=5) is Verdict.UNKNOWN


def read_text(tmp_path: Path, text: str, *, name: str = "c.jsonl"):
    path = tmp_path / name
    path.write_text(text)
    return read_claims(path)


WRONG = [
    ('{"id":"1"}', "RW-F10", 'line 1: "text": missing'),
    ('{"id":"1","text":"a"}\n{"text":"b"}', "RW-F10", 'line 2: "id": missing'),
    ('{"id":"1","text":"a"}\nnonsense', "RW-F10", "line 2: no JSON"),
    ('{"id":"1","text":"a","checked_at":"soon"}', "RW-F10", 'line 1: "checked_at": soon is no date'),
    ('{"id":"1","text":"a","url":"ftp://x"}', "RW-F10", 'line 1: "url": ftp://x is no http'),
    ('{"id":"1","text":"a","status":"gone"}', "RW-F10", 'line 1: "status": gone is neither'),
    ('{"id":"1","text":"a"}\n{"id":"1","text":"b"}', "RW-F11", "1 ids stand there more than once: 1"),
    ("\n", "RW-F12", "holds no rows"),
]


@pytest.mark.parametrize(("text", "code", "says"), WRONG)
def test_errors_name_file_line_and_key_and_nothing_is_taken(tmp_path, text, code, says):
    with pytest.raises(FileError) as caught:
        read_text(tmp_path, text)
    assert caught.value.code == code
    assert says in caught.value.failed
    assert "c.jsonl" in caught.value.failed


def test_many_errors_are_counted_and_the_first_ones_named(tmp_path):
    with pytest.raises(FileError) as caught:
        read_text(tmp_path, '{"id":"1"}\n' * 20)
    assert "20 rows cannot be used" in caught.value.failed
    assert "and 15 more" in caught.value.failed


def test_words_nobody_knows_and_other_columns_are_noted(tmp_path):
    claims = read_text(tmp_path, '{"id":"1","text":"a","verdict":"hmm","topic":"sports","mood":1}')
    assert claims.rows[0].verdict is Verdict.UNKNOWN
    assert claims.notes == (
        "columns not used: mood",
        'verdict "hmm" taken as unknown (1 times)',
        'topic "sports" taken as other (1 times)',
    )


def test_a_title_stands_in_for_a_missing_text(tmp_path):
    assert read_text(tmp_path, '{"id":1,"text":"","title":"T"}').rows[0].text == "T"


def test_a_json_list_of_claims_is_read_too(tmp_path):
    assert len(read_text(tmp_path, '[{"id":"1","text":"a"},\n{"id":"2","text":"b"}]', name="c.json")) == 2


def test_wordings_in_a_cell_stand_one_a_line_or_as_json(tmp_path):
    rows = 'id,text,wordings\n1,a,"x\ny"\n2,b,"[""x"",""y""]"\n'
    assert [claim.wordings for claim in read_text(tmp_path, rows, name="c.csv")] == [("x", "y"), ("x", "y")]


def test_pairs_are_read_in_order_and_may_share_a_post(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("post_id\tclaim_id\n1\ta\n1\tb\n")
    assert read_pairs(path).rows == (("1", "a"), ("1", "b"))


def test_who_asks_for_the_good_rows_gets_the_bad_ones_named(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text('{"id":"1","text":"a"}\n{"id":"2"}\nnonsense\n{"id":"1","text":"b"}\n{"id":"3","text":"c"}\n')
    claims = read_claims(path, keep_good=True)
    assert [(claim.id, claim.text) for claim in claims] == [("1", "a"), ("3", "c")]
    assert [row.line for row in claims.bad] == [2, 3, 4]
    path.write_text("nonsense")
    with pytest.raises(FileError) as caught:
        read_claims(path, keep_good=True)
    assert caught.value.code == "RW-F10"

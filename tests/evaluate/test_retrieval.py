from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.posts import FeedId, Post, PostKey
from rumorwatch.evaluate.metrics import Share, average_precision, has_success, share_of
from rumorwatch.evaluate.retrieval import evaluate
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ranked", "relevant", "expected"),
    [
        ("abc", "a", 1.0),
        ("bac", "a", 0.5),
        ("bcdefa", "a", 0.0),
        ("abc", "ac", (1 + 2 / 3) / 2),
        ("xyz", "a", 0.0),
        ("", "a", 0.0),
        ("a", "", 0.0),
        ("abcde", "abcdefg", 1.0),
    ],
)
def test_average_precision_at_5(ranked, relevant, expected):
    assert average_precision(list(ranked), set(relevant), at=5) == pytest.approx(expected)


def test_success_looks_only_so_deep():
    assert has_success(list("abc"), {"c"}, at=3)
    assert not has_success(list("abc"), {"c"}, at=2)


def test_precision_and_recall_are_none_where_there_is_nothing_to_divide_by():
    assert share_of([], []) == Share(precision=None, recall=None)
    assert share_of([("p", "a"), ("p", "b")], [("p", "a"), ("q", "a"), ("r", "a")]) == Share(
        precision=0.5, recall=1 / 3
    )


def matcher(claims):
    return make_matcher(claims, open_models(["lexical"]))


def post(name: str, text: str) -> Post:
    return Post(
        key=PostKey(name),
        content_key=None,
        feed_id=FeedId("f"),
        views=views(text),
        text_hash="",
        external_id=name,
        published_at=NOW,
        seen_at=NOW,
    )


def test_an_evaluation_counts_ranks_by_posts_with_pairs_and_tiers_by_all():
    texts = {
        "dam": "the big dam above the old town will break during the night",
        "bank": "the national bank will collapse next monday and all savings are lost",
    }
    posts = [
        post("p1", texts["dam"]),
        post("p2", texts["bank"]),
        post("p3", "a lovely sunny morning at the beach with my dog"),
        post("p4", texts["dam"]),
    ]
    claims = [Claim(id=ClaimId(name), text=text) for name, text in texts.items()]
    found = evaluate(matcher(claims), posts, [("p1", "dam"), ("p2", "dam"), ("p3", "gone")])
    assert found.n == 3
    assert found.map_at_5 == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found.p_at_1 == pytest.approx(1 / 3)
    assert found.confirmed == Share(precision=pytest.approx(1 / 3), recall=pytest.approx(1 / 3))


def test_the_object_has_the_keys_of_evaluate_json():
    found = evaluate(matcher([Claim(id=ClaimId("a"), text="one claim")]), [post("p", "x")], [("p", "a")]).as_json()
    assert list(found) == ["n", "map@5", "p@1", "s@10", "confirmed", "suggested", "seconds", "posts_per_s", "model"]
    assert list(found["confirmed"]) == ["precision", "recall"]
    json.dumps(found)


def test_nothing_to_evaluate_is_zero_and_no_error():
    found = evaluate(matcher([]), [], [])
    assert (found.n, found.map_at_5, found.confirmed.precision) == (0, 0.0, None)


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


@pytest.mark.slow
def test_lexical_matching_alone_beats_plain_bm25_on_checkthat_dev(shared):
    folder = shared / "data" / "retrieval" / "checkthat"
    claims = [
        Claim(id=ClaimId(row["id"]), text=row["text"], title=row["title"], subtitle=row.get("subtitle") or "")
        for row in rows(folder / "claims.jsonl.gz")
    ]
    posts = [post(row["id"], row["text"]) for row in rows(folder / "dev.posts.jsonl.gz")]
    pairs = [(row["post_id"], row["claim_id"]) for row in rows(folder / "dev.pairs.jsonl.gz")]
    found = evaluate(matcher(claims), posts, pairs)
    assert found.n == 199
    assert found.map_at_5 >= 0.88
    assert found.confirmed.precision is not None
    assert found.confirmed.precision >= 0.95

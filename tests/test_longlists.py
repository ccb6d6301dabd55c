"""Long lists of claims: matched as short ones are, with a segment that is kept, and made again when it has to be."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from rumorwatch import longlists
from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId
from rumorwatch.domain.errors import StoreError
from rumorwatch.domain.posts import FeedId, Post, PostKey
from rumorwatch.longlists import open_long_list
from rumorwatch.matching import ClaimMatcher, answers_of, make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views

TEXTS = {
    "dam": "Đập thủy điện Sơn Hòa nứt và sắp vỡ, người dân vùng hạ lưu phải sơ tán ngay trong đêm nay",
    "lemon": "Uống nước chanh nóng pha muối nở mỗi sáng chữa khỏi hoàn toàn bệnh ung thư dạ dày",
    "banknote": "Từ tháng sau Ngân hàng Nhà nước thu hồi toàn bộ tờ tiền 500.000 đồng đang lưu hành",
    "vaccine": "The new flu vaccine contains microchips that track everyone who gets the shot",
    "bridge": "The harbor bridge will collapse at the next spring tide and nobody may cross it",
    "garlic": "每天早上空腹吃三瓣大蒜就可以完全预防流感和新冠病毒",
}
CLAIMS = [Claim(id=ClaimId(name), text=text, title=f"About {name}") for name, text in TEXTS.items()]
NEW = Claim(id=ClaimId("rice"), text="School meals in the capital contain rice made of plastic", wordings=("gạo nhựa",))
POSTS = [
    "nghe noi dap thuy dien Son Hoa sap vo, dan phai so tan trong dem",
    "the flu vaccine has microchips",
    "gạo nhựa",
]
LEXICAL = ("lexical",)


def post(text):
    return Post(
        key=PostKey(text), content_key=None, feed_id=FeedId("f"), views=views(text), text_hash="",
        external_id=text, published_at=None, seen_at=None,
    )  # fmt: skip


def found(matcher, texts=POSTS):
    matches = matcher.match([post(text) for text in texts], top=3)
    return [[(one.claim_id, one.tier, one.stance, one.reasons) for one in mine] for mine in matches]


def similar(matcher):
    return [one.similarity for mine in matcher.match([post(text) for text in POSTS], top=3) for one in mine]


@pytest.fixture(scope="module")
def models():
    return open_models(LEXICAL)


@pytest.fixture
def said():
    return []


@pytest.mark.parametrize("names", [LEXICAL, ("lexical", "static"), ("cascade",)], ids="+".join)
def test_a_long_list_is_matched_as_a_short_one(tmp_path, names):
    models, claims = open_models(names), [*CLAIMS, NEW]
    short, long = make_matcher(claims, models), make_matcher(claims, models, folder=tmp_path / "new", long_list=1)
    assert found(long) == found(short)
    assert similar(long) == pytest.approx(similar(short), abs=2e-3)


def test_a_segment_is_used_again(tmp_path, models, said):
    first = open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    assert len(said) == 1
    again = open_long_list(list(reversed(CLAIMS)), models, folder=tmp_path, say=said.append)
    assert len(said) == 1
    assert list(again.references) == list(reversed(list(first.references)))


def test_without_a_folder_nothing_is_kept(models, said):
    listed = open_long_list(CLAIMS, models, folder=None, say=said.append)
    assert not list(longlists.Path(said[0].split(" in ")[1].split(";")[0]).parent.glob("segment"))
    assert [one.id for one in listed.references] == list(TEXTS)


def test_a_new_claim_is_found_at_once_and_a_retired_one_no_more(tmp_path, models, said):
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    matcher = make_matcher([NEW, *CLAIMS[1:]], models, folder=tmp_path, long_list=1, say=said.append)
    assert len(said) == 1
    ranked = [[name for name, *_ in mine] for mine in found(matcher)]
    assert [mine[:1] for mine in ranked[1:]] == [["vaccine"], ["rice"]]
    assert "dam" not in ranked[0]


def test_a_changed_claim_is_a_new_one(tmp_path, models):
    open_long_list(CLAIMS, models, folder=tmp_path)
    changed = [replace(CLAIMS[0], text="Nothing of the kind, only drums and dancing tonight"), *CLAIMS[1:]]
    matcher = make_matcher(changed, models, folder=tmp_path, long_list=1)
    assert found(matcher, ["only drums and dancing tonight"])[0][0][0] == "dam"


def test_with_too_many_new_claims_it_is_made_again_from_what_is_known(tmp_path, models, said, monkeypatch):
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    monkeypatch.setattr(longlists, "FRESH_MOST", 0)
    matcher = make_matcher([*CLAIMS, NEW], models, folder=tmp_path, long_list=1, say=said.append)
    assert len(said) == 2
    assert found(matcher) == found(make_matcher([*CLAIMS, NEW], models))


def test_of_other_models_or_mostly_retired_it_is_made_again(tmp_path, models, said):
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    open_long_list(CLAIMS[:2], models, folder=tmp_path, say=said.append)
    assert len(said) == 2
    both = open_models(("lexical", "static"))
    open_long_list(CLAIMS[:2], both, folder=tmp_path, say=said.append)
    assert len(said) > 2


def harmed(place):
    path = place / "0.entries"
    path.write_bytes(path.read_bytes()[:-2] + b"xx")


@pytest.mark.parametrize(
    "harm", [harmed, lambda place: (place / "manifest.json").write_text("{}")], ids=["row", "list"]
)
def test_a_damaged_segment_is_made_again_and_said(tmp_path, models, said, harm):
    before = found(make_matcher(CLAIMS, models, folder=tmp_path, long_list=1))
    harm(tmp_path / "segment")
    assert found(make_matcher(CLAIMS, models, folder=tmp_path, long_list=1, say=said.append)) == before
    assert "cannot be used and is made again" in said[0]


def test_what_a_killed_maker_left_is_cleared_away(tmp_path, models):
    (tmp_path / ".making-killed").mkdir()
    (tmp_path / ".making-killed" / "0.entries").write_bytes(b"half")
    open_long_list(CLAIMS, models, folder=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", "segment"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path, models):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"RW-S11 the segment of 6 claims cannot be written"):
        open_long_list(CLAIMS, models, folder=tmp_path / "file")


def test_statements_answer_the_claims_of_a_long_list(tmp_path, models):
    statements = [
        Statement(id=StatementId("s"), agency="Port Office", text="The harbor bridge is safe and will not collapse")
    ]
    short = answers_of(CLAIMS, statements, models)
    matcher = make_matcher(CLAIMS, models, folder=tmp_path, long_list=1)
    assert answers_of(CLAIMS, statements, models, matcher=matcher).keys() == short.keys()
    scan = ClaimMatcher(
        claims=CLAIMS, statements=statements, models=models, warnings=(), top=3, language=matcher.language,
        remembered=lambda _: None, folder=tmp_path, long_list=1,
    )  # fmt: skip
    assert scan.answers().keys() == short.keys()
    shutil.rmtree(tmp_path / "segment")
    assert scan.match([post(POSTS[1])])[PostKey(POSTS[1])][0].claim_id == "vaccine"

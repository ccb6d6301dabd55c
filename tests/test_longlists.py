"""Long lists of claims: matched as short ones are, with a segment that is kept, and made again when it has to be."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rumorwatch import keptlists
from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId
from rumorwatch.domain.errors import StoreError
from rumorwatch.domain.posts import FeedId, Post, PostKey
from rumorwatch.longlists import LONG_LIST, LONG_UNKEPT, is_long, open_long_list
from rumorwatch.matching import ClaimMatcher, answers_of, make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views
from rumorwatch.storage.columns import MANIFEST, manifest_text
from rumorwatch.storage.columnwriting import ASIDE, LOCK, UNFINISHED

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


def test_without_a_folder_nothing_is_kept_and_that_is_said(models, said):
    listed = open_long_list(CLAIMS, models, folder=None, say=said.append)
    place = Path(said[0].split('"')[1])
    assert place.name.startswith(keptlists.PREFIX)
    assert not place.parent.exists()
    assert "it serves this run only, --cache DIR keeps it" in said[0]
    assert [one.id for one in listed.references] == list(TEXTS)


def test_without_a_folder_a_list_is_searched_whole_up_to_a_higher_number(tmp_path, models, said):
    assert is_long(LONG_LIST, folder=tmp_path, long_list=LONG_LIST)
    assert not is_long(LONG_LIST, folder=None, long_list=LONG_LIST)
    assert is_long(LONG_UNKEPT, folder=None, long_list=LONG_LIST)
    assert not is_long(0, folder=tmp_path, long_list=0)
    make_matcher(CLAIMS, models, long_list=1, say=said.append)
    assert said == []


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
    monkeypatch.setattr(keptlists, "FRESH_MOST", 0)
    matcher = make_matcher([*CLAIMS, NEW], models, folder=tmp_path, long_list=1, say=said.append)
    assert "there is none for these claims and models yet" in said[0]
    assert "1 of the claims are not in the one that is kept, over 0" in said[1]
    assert found(matcher) == found(make_matcher([*CLAIMS, NEW], models))


def test_mostly_retired_it_is_made_again(tmp_path, models, said):
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    open_long_list(CLAIMS[:2], models, folder=tmp_path, say=said.append)
    assert "only 2 of the 6 claims in the one that is kept are still listed" in said[1]


def test_of_another_version_it_is_made_again(tmp_path, models, said, monkeypatch):
    open_long_list(CLAIMS, models, folder=tmp_path)
    monkeypatch.setattr(keptlists, "_FORMAT", 0)
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    assert "of another version of rumorwatch" in said[0]
    assert len(segments(tmp_path)) == 1


def test_simpler_models_for_a_while_do_not_cost_the_segment_of_the_others(tmp_path, models, said):
    both, static = open_models(("lexical", "static")), open_models(("static",))
    for used in (both, models, both, models):
        open_long_list(CLAIMS, used, folder=tmp_path, say=said.append)
    assert len(said) == len(segments(tmp_path)) == 2
    assert "there is none for these claims and models yet" in said[1]
    open_long_list(CLAIMS, static, folder=tmp_path, say=said.append)
    assert len(said) == 3
    assert set(segments(tmp_path)) == {keptlists.place_of(tmp_path, used) for used in (models, static)}


def segments(folder):
    return list(folder.glob(f"{keptlists.PREFIX}*"))


def harmed(place):
    path = place / "0.entries"
    path.write_bytes(path.read_bytes()[:-2] + b"xx")


def told(change):
    """Return what writes a manifest that is consistent, and wrong."""

    def harm(place):
        content = json.loads(json.loads((place / MANIFEST).read_text())["content"])
        change(content["columns"], place)
        (place / MANIFEST).write_text(manifest_text(json.dumps(content)))

    return harm


def emptied(columns, place):
    (place / "digests").write_bytes(b"")
    columns["digests"] |= {"bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()}


HARMS = {
    "a row": harmed,
    "a manifest cut short": lambda place: (place / MANIFEST).write_bytes((place / MANIFEST).read_bytes()[:99]),
    "no postings": told(lambda columns, _: columns.pop("0.postings")),
    "no digests": told(lambda columns, _: columns.pop("digests")),
    "empty digests": told(emptied),
    "other kinds": told(lambda columns, _: columns["0.postings"].update(dtype="<u4")),
    "rows of two numbers": told(lambda columns, _: columns["records"].update(dtype="<u2")),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_segment_is_made_again_and_said(tmp_path, models, said, harm):
    before = found(make_matcher(CLAIMS, models, folder=tmp_path, long_list=1))
    harm(segments(tmp_path)[0])
    assert found(make_matcher(CLAIMS, models, folder=tmp_path, long_list=1, say=said.append)) == before
    assert len(said) == 1
    assert "the one that is kept cannot be used" in said[0]


def test_what_a_killed_maker_left_is_cleared_away(tmp_path, models):
    (tmp_path / f"{UNFINISHED}killed").mkdir()
    (tmp_path / f"{UNFINISHED}killed" / "0.entries").write_bytes(b"half")
    open_long_list(CLAIMS, models, folder=tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / LOCK, *segments(tmp_path)])


def test_what_a_kill_cut_off_is_used_and_not_made_again(tmp_path, models, said):
    open_long_list(CLAIMS, models, folder=tmp_path)
    place = segments(tmp_path)[0]
    place.rename(tmp_path / f"{ASIDE}{place.name}")
    open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    assert said == []
    assert segments(tmp_path) == [place]


def test_folders_of_the_user_are_left_alone(tmp_path, models, said):
    for name in ("segment", ".making-bread", keptlists.place_of(tmp_path, models).name):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("the only copy")
    with pytest.raises(StoreError, match=r"RW-S11 .*that rumorwatch did not make.* Move it away, or with match"):
        open_long_list(CLAIMS, models, folder=tmp_path, say=said.append)
    assert said == []
    assert len(list(tmp_path.glob("*/thesis.txt"))) == 3


def test_a_folder_that_cannot_be_written_is_said(tmp_path, models):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"RW-S11 the segment of 6 claims cannot be kept: .*--cache"):
        open_long_list(CLAIMS, models, folder=tmp_path / "file")


def test_without_a_place_for_temporary_files_it_is_said(models, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with pytest.raises(StoreError, match=r"RW-S11 .*name another folder by TMPDIR"):
        open_long_list(CLAIMS, models, folder=None)


def test_a_model_that_cannot_be_read_is_no_fault_of_the_segment(tmp_path, models):
    class Unreadable:
        model_id = "unreadable"

        def encode(self, _):
            raise PermissionError(13, "Permission denied", "model.onnx")

    with pytest.raises(PermissionError):
        open_long_list(CLAIMS, replace(models, names=("it",), dense={"it": Unreadable()}), folder=tmp_path)


def test_a_search_that_cannot_read_says_so(tmp_path, models, monkeypatch):
    matcher = make_matcher(CLAIMS, models, folder=tmp_path, long_list=1)

    def failing(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.pread", failing)
    with pytest.raises(StoreError, match=r"RW-S12 .*Input/output error.* the next run makes it again"):
        found(matcher)


def test_who_waits_for_another_process_is_told(tmp_path, models, said):
    with (tmp_path / LOCK).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        def say(text):
            said.append(text)
            fcntl.flock(other, fcntl.LOCK_UN)

        open_long_list(CLAIMS, models, folder=tmp_path, say=say)
    assert [text.split(" in ")[0] for text in said] == [
        "another process is making a segment",
        "making the segment of 6 claims",
    ]


@pytest.mark.parametrize("names", [LEXICAL, ("lexical", "static")], ids="+".join)
def test_claims_without_a_letter_are_found_by_nothing(tmp_path, names):
    claims = [Claim(id=ClaimId(str(at)), text=text) for at, text in enumerate(["!!!", "...", "", "?!"])]
    matcher = make_matcher(claims, open_models(names), folder=tmp_path, long_list=1)
    assert [one for mine in found(matcher) for one in mine if one[1]] == []


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
    shutil.rmtree(segments(tmp_path)[0])
    assert scan.match([post(POSTS[1])])[PostKey(POSTS[1])][0].claim_id == "vaccine"

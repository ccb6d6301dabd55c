from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Stance
from rumorwatch.embed.bundled import models_dir, read_manifest
from rumorwatch.embed.opening import open_encoder
from rumorwatch.embed.shipped import read_shipped
from rumorwatch.fitted import open_stance_model
from rumorwatch.match.references import Reference
from rumorwatch.match.stance import reader as stance_reader
from rumorwatch.match.stance.model import STANCES, StancePair, read_stance_model
from rumorwatch.match.stance.negation import negated_words, says_none
from rumorwatch.match.stance.plain import plain_stances
from rumorwatch.match.stance.reader import Sighted, StanceReader
from rumorwatch.normalize.text import views
from rumorwatch.reading.cues import KINDS, cue_lists
from rumorwatch.reading.quotes import signs_of_quotes
from rumorwatch.reading.words import words_of

MANIFEST = read_manifest("stance")
MODEL = open_stance_model()
HELD_OUT = models_dir() / "frozen" / "stances.jsonl"
MIN_MACRO_F1 = 0.80
MIN_REPEATS_AGAINST_DENIES = {"dense": 0.81, "lexical": 0.81}
"""What it gave (models/stance/MODEL_CARD.md), less what chance may take. The goal, 0.85, is reached within chance."""


def pair(text: str, *, claim: str = "Đập Sơn Hòa sắp vỡ", window: str | None = None, wordings=()) -> StancePair:
    said = views(text)
    return StancePair(
        post=said,
        window=said if window is None else views(window),
        claims=tuple(map(views, (claim, *wordings))),
    )


def kinds_in(folded: str) -> dict[str, int]:
    return dict(
        zip(KINDS, (count for count, _, _ in cue_lists().count(cue_lists().find(words_of(folded)))), strict=True)
    )


def stance(text: str, **more) -> Stance:
    return MODEL.predict([pair(text, **more)])[0]


@pytest.mark.parametrize(
    "text",
    [
        "Đập Sơn Hòa sắp vỡ rồi bà con ơi",
        "Đập Sơn Hòa sắp vỡ, ai ở hạ lưu chạy ngay đi!!!",
        "dap son hoa nut roi, chay le di ba con",
        "So the dam is about to break, get out of the valley now!",
        "水坝要塌了,大家快跑",
    ],
)
def test_a_post_that_warns_repeats(text):
    assert stance(text) is Stance.REPEATS


@pytest.mark.parametrize(
    "text",
    [
        "TIN GIẢ! Đập Sơn Hòa không vỡ",
        "tin gia nhe ba con, dap khong sao",
        "Ban quản lý bác bỏ tin đập vỡ",
        "Bà con đừng tin, đập vẫn an toàn",
        "FALSE rumor: the dam is fine",
        "That's fake news about the dam",
        "There is no evidence that the dam will break",
        "辟谣:水坝没有问题",
        "水坝要塌的消息不实",
    ],
)
def test_plain_denials_are_seen_in_three_languages_and_without_marks(text):
    assert stance(text) is Stance.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Sáng nay tôi vừa đi ngang đập, nước vẫn như mọi hôm, có ai chạy đâu.",
        "I live below the dam and walked past it this morning. Nothing, same as always.",
        "我就住坝下面，刚去看过，好好的，一滴都没漏。",
    ],
)
def test_a_witness_denies_without_any_word_of_denial(text):
    assert stance(text) is Stance.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Đập sắp vỡ có thật không mọi người?",
        "dap sap vo that khong vay",
        "Cho hỏi đập sắp vỡ phải không ạ",
        "Is it true that the dam will break",
        "The dam will break, anyone know more?",
        "水坝真的要塌了吗",
        "请问水坝要塌是不是真的",
        "Nghe kể đập sắp vỡ, có đúng vậy không mọi người",
        "Tin này là thật hay giả vậy mọi người, nhà ngoại gửi quá trời",
        "Đập có vỡ thật không hay chỉ là tin vịt? Cả nhà lo quá",
    ],
)
def test_questions_are_seen_by_particle_mark_and_phrase(text):
    assert stance(text) is Stance.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "Công an triệu tập người đăng tin đập vỡ",
        "Mạng xã hội lan truyền thông tin đập vỡ, công an xã đang xác minh",
        "Police are investigating who said the dam would break",
        "网传水坝要塌,警方通报",
    ],
)
def test_reports_name_who_checks_or_that_it_circulates(text):
    assert stance(text) is Stance.REPORTS


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Vắc xin không an toàn đâu, đừng tiêm!", "Vắc xin không an toàn"),
        ("Không được uống nước máy nữa nha bà con", "Nước máy nhiễm độc, không được uống"),
        ("Do not drink the tap water, it is not safe!", "The tap water is not safe to drink"),
        ("自来水不能喝了,大家快转", "自来水不能喝"),
    ],
)
def test_a_negation_of_the_claim_itself_is_no_denial(text, claim):
    assert stance(text, claim=claim) is Stance.REPEATS


def test_words_and_cues_of_another_wording_say_nothing_either():
    claim, wording = "Vắc xin cúm vô tác dụng", "Cúm mùa: tin giả hay vắc xin vô tác dụng là sai sự thật"
    text = "vắc xin cúm là tin giả, sai sự thật hết rồi mọi người ơi"
    denies = STANCES.index(Stance.DENIES)
    without, with_it = MODEL.probabilities([pair(text, claim=claim), pair(text, claim=claim, wordings=[wording])])
    assert with_it[denies] < without[denies]


def test_the_question_of_another_sentence_is_not_about_the_claim():
    window = "Đập Sơn Hòa sắp vỡ rồi bà con ơi, chạy ngay!"
    whole = f"Chào buổi sáng cả nhà. {window} Hôm nay trời đẹp quá, ai đi cà phê không?"
    assert stance(whole, window=window) is Stance.REPEATS


def test_a_denial_in_the_first_sentence_of_a_long_post_counts():
    window = "Đập Sơn Hòa sắp vỡ trong đêm nay và bà con phải chạy ngay."
    whole = f"TIN GIẢ, đừng chia sẻ nữa mọi người ơi! Trên mạng có bài viết như sau. {window}"
    assert stance(whole, window=window) is Stance.DENIES


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_cues_of_a_kind_are_shared_by_the_languages(language):
    said = {"vi": "quán vẫn mở như thường", "en": "the shop is open as usual", "zh": "店照常开着"}[language]
    assert kinds_in(views(said).folded)["as usual"] > 0


def test_a_cue_is_found_as_whole_words_only():
    assert kinds_in("the stillness of fakery")["false"] == 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lá ổi không chữa khỏi ho đâu", "chua"),
        ("Lá ổi không hề chữa khỏi ho", "chua"),
        ("No fine for cyclists, says the board", "fine"),
        ("The board didn’t fine cyclists", "fine"),
        ("大坝不会塌", "塌"),
    ],
)
def test_a_negated_word_is_the_one_right_behind_the_negator(text, word):
    assert word in negated_words(text)


@pytest.mark.parametrize("text", ["Nếu không cập nhật sẽ cắt điện", "Đập vỡ rồi, không biết chạy đâu"])
def test_a_threat_or_a_phrase_negates_nothing(text):
    assert negated_words(text) == frozenset()


def test_none_of_something_is_seen():
    assert says_none("Không có nhóm người nào bắt cóc trẻ em")
    assert not says_none("Có nhóm người bắt cóc trẻ em")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("The dam is fine", (0, 0, 0)),
        ("It doesn't leak, they've looked and isn't it grand", (0, 0, 0)),
        ("They wrote 'the dam will burst' on the wall", (1, 0, 0)),
        ('The operator calls it "routine". Routine!', (1, 1, 1)),
        ("Ban quản lý nói “vẫn an toàn”, an toàn kiểu gì", (1, 1, 1)),
        ("园方贴公告写「例行休养」，养到天上去", (1, 1, 0)),
        ("通报说“正在梳理”，梳理到开学吧", (1, 0, 1)),
    ],
)
def test_a_quotation_is_seen_whether_it_calms_and_whether_its_words_are_thrown_back(text, signs):
    assert signs_of_quotes(text) == signs


@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=1, max_size=4))
def test_any_text_has_probabilities_that_are_the_same_in_every_batch(texts):
    pairs = [pair(text, claim=claim) for text, claim in texts]
    found = MODEL.probabilities(pairs)
    assert found.shape == (len(texts), len(STANCES))
    assert np.allclose(found.sum(axis=1), 1)
    assert np.allclose(found, np.concatenate([MODEL.probabilities([one]) for one in pairs]), atol=1e-5)


def test_no_pairs_have_no_stances():
    assert MODEL.predict([]) == []


def test_rows_of_the_encoder_change_what_is_likely_and_a_missing_row_leaves_both_out():
    one = pair("Đập Sơn Hòa sắp vỡ rồi bà con ơi")
    row = np.full(384, 384**-0.5, np.float32)
    plain, half, both = MODEL.probabilities(
        [one, replace(one, post_row=row), replace(one, post_row=row, claim_row=row)]
    )
    assert np.allclose(plain, half)
    assert not np.allclose(plain, both)


@dataclass
class Counting:
    """An encoder that remembers what it was asked for."""

    model_id: str = MODEL.encoder_id
    asked: list[str] = field(default_factory=list)

    def encode(self, texts):
        self.asked += [text.accented for text in texts]
        return np.full((len(texts), 384), 384**-0.5, np.float32)


def sighted(text: str, *, is_likely: bool = True, claim_text: str = "Đập Sơn Hòa sắp vỡ") -> Sighted:
    claim = views(claim_text)
    return Sighted(
        post=views(text),
        window=views(text),
        reference=Reference(id=claim_text, whole=claim, texts=(claim,)),
        is_likely=is_likely,
    )


def test_only_likely_pairs_get_rows_and_each_text_is_encoded_once():
    encoder = Counting()
    reader = StanceReader(model=MODEL, encoder=encoder)
    for _ in range(2):
        reader.stances([sighted("vỡ rồi"), sighted("vỡ rồi"), sighted("trời đẹp", is_likely=False)])
    assert encoder.asked == ["vỡ rồi", "Đập Sơn Hòa sắp vỡ", "vỡ rồi"]


def test_rows_of_references_are_held_up_to_a_number_those_last_needed(monkeypatch):
    monkeypatch.setattr(stance_reader, "KNOWN_REFERENCES", 2)
    encoder = Counting()
    reader = StanceReader(model=MODEL, encoder=encoder)
    for claims in ("a", "b", "a", "c", "a", "b", "abc"):
        found = reader.stances([sighted("vỡ rồi", claim_text=claim) for claim in claims])
        assert len(found) == len(claims)
    assert [text for text in encoder.asked if text != "vỡ rồi"] == ["a", "b", "c", "b", "c"]


def test_without_an_encoder_the_reader_says_what_the_model_says_without_rows():
    text = "TIN GIẢ! Đập Sơn Hòa không vỡ"
    assert StanceReader(model=MODEL, encoder=None).stances([sighted(text)]) == [stance(text)]


def test_the_rows_of_another_encoder_are_refused():
    with pytest.raises(ValueError, match="strange"):
        StanceReader(model=MODEL, encoder=Counting(model_id="strange"))


def test_the_model_was_fitted_with_the_encoder_that_ships():
    assert MODEL.encoder_id == read_shipped("mini").model_id


WEIGHTS = {
    f"{name}.{part}": array[None] if part == "intercept" else array
    for name, weights in (("lexical", MODEL.lexical), ("dense", MODEL.dense))
    for part in ("intercept", "words", "signs")
    for array in [getattr(weights, part)]
} | {"dense.rows": MODEL.dense_rows}


@pytest.mark.parametrize("key", ["id", "encoder", "signs", "buckets"])
def test_a_manifest_without_a_key_is_refused(key):
    damaged = {name: value for name, value in MANIFEST.items() if name != key}
    with pytest.raises(ModelError, match="RW-M06"):
        read_stance_model(damaged, WEIGHTS)


@pytest.mark.parametrize(
    "changed",
    [
        {"lexical.words": None},
        {"dense.rows": np.zeros((3, 4))},
        {"lexical.signs": np.full_like(MODEL.lexical.signs, np.nan)},
    ],
)
def test_weights_that_are_missing_of_another_shape_or_no_numbers_are_refused(changed):
    weights = {name: array for name, array in (WEIGHTS | changed).items() if array is not None}
    with pytest.raises(ModelError, match="RW-M06"):
        read_stance_model(MANIFEST, weights)


def test_a_model_of_other_features_is_refused():
    with pytest.raises(ModelError, match="fitted on other features"):
        read_stance_model({**MANIFEST, "signs": MANIFEST["signs"][1:]}, WEIGHTS)


@pytest.mark.parametrize("content", [None, b"", b"not the weights"])
def test_a_damaged_file_of_weights_is_named(tmp_path, content):
    (tmp_path / "stance").mkdir()
    (tmp_path / "stance" / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    if content is not None:
        (tmp_path / "stance" / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match=r"RW-M06.*weights\.safetensors"):
        open_stance_model(models=tmp_path)


@pytest.fixture(scope="module")
def held_out():
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    return [pair(row["post"], claim=row["claim"]) for row in rows], [STANCES.index(row["stance"]) for row in rows]


def hold_the_floors(probabilities, stances, *, weights: str) -> None:
    stances = np.array(stances)
    assert f1_score(stances, probabilities.argmax(axis=1), average="macro") >= MIN_MACRO_F1
    either = stances < 2
    denies = probabilities[either, 1] > probabilities[either, 0]
    assert f1_score(stances[either], denies, average="macro") >= MIN_REPEATS_AGAINST_DENIES[weights]


def test_held_out_posts_are_told_apart_without_an_encoder(held_out):
    pairs, stances = held_out
    hold_the_floors(MODEL.probabilities(pairs), stances, weights="lexical")


def test_held_out_posts_are_told_apart_with_rows(held_out):
    pairs, stances = held_out
    encoder = open_encoder("mini")
    posts, claims = (encoder.encode(texts) for texts in ([one.post for one in pairs], [one.claims[0] for one in pairs]))
    with_rows = [
        replace(one, post_row=post, claim_row=claim) for one, post, claim in zip(pairs, posts, claims, strict=True)
    ]
    hold_the_floors(MODEL.probabilities(with_rows), stances, weights="dense")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Đập sắp vỡ trong đêm nay rồi bà con ơi", Stance.REPEATS),
        ("Tin giả đấy, đập không sao đâu", Stance.DENIES),
        ("Is the dam going to break?", Stance.ASKS),
        ("警方正在核实网传水坝将塌的消息", Stance.REPORTS),
    ],
)
def test_without_the_model_cue_words_tell_the_stance(text, stance):
    post = views(text)
    pair = StancePair(post=post, window=post, claims=(views("The dam breaks tonight"),))
    assert plain_stances([pair]) == [stance]

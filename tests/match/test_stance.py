from __future__ import annotations

import pytest

from rumorwatch.domain.matches import Stance
from rumorwatch.match.stance import find_cues, stance_of
from rumorwatch.match.words import words_of
from rumorwatch.normalize.text import views


def stance(text: str, *, claim: str = "Đập Sơn Hòa sắp vỡ") -> Stance:
    said, known = views(text), views(claim)
    shared = set(words_of(said.folded)).intersection(words_of(known.folded))
    cues = find_cues(said)
    return stance_of(cues, window=cues, claim=find_cues(known), shared=shared)


@pytest.mark.parametrize(
    "text",
    [
        "Đập Sơn Hòa sắp vỡ rồi bà con ơi",
        "giấm chua trị bệnh rất hay, uống giấm chua",
        "The dam is about to break!",
        "水坝要塌了,大家快跑",
        "chi tiet nay dung nhu the",
    ],
)
def test_a_post_without_cues_repeats(text):
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
def test_denials_are_seen_in_three_languages_and_without_marks(text):
    assert stance(text) is Stance.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Đập sắp vỡ có thật không mọi người?",
        "dap sap vo that khong vay",
        "Cho hỏi đập sắp vỡ phải không ạ",
        "Nước đã rút chưa?",
        "Is it true that the dam will break",
        "The dam will break?",
        "水坝真的要塌了吗",
        "请问水坝要塌是不是真的",
    ],
)
def test_questions_are_seen_by_particle_mark_and_phrase(text):
    assert stance(text) is Stance.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "Công an triệu tập người đăng tin đập vỡ",
        "Mạng xã hội lan truyền thông tin đập vỡ",
        "Police are investigating who said the dam would break",
        "网传水坝要塌,警方通报",
    ],
)
def test_reports_name_who_checks_or_that_it_circulates(text):
    assert stance(text) is Stance.REPORTS


def test_a_cue_of_the_claim_itself_says_nothing():
    claim = "Có thật không: vắc xin là tin giả?"
    assert stance("Vắc xin là tin giả", claim=claim) is Stance.REPEATS


@pytest.mark.parametrize("text", ["Đập Sơn Hòa không vỡ đâu", "Đập Sơn Hòa chắc chắn không hề vỡ"])
def test_a_negator_before_a_word_of_the_claim_says_its_opposite(text):
    assert stance(text) is Stance.DENIES


def test_a_negator_that_the_claim_has_too_denies_nothing():
    assert stance("Vắc xin không an toàn đâu", claim="Vắc xin không an toàn") is Stance.REPEATS


def test_a_denial_outweighs_a_question():
    assert stance("Ai bảo đập vỡ vậy? Tin giả đó, đừng chia sẻ nữa có được không?") is Stance.DENIES


def test_a_denial_anywhere_in_the_post_counts_and_a_question_only_where_it_matches():
    whole = find_cues(views("Ai đi cà phê không? Đập Sơn Hòa sắp vỡ."))
    window = find_cues(views("Đập Sơn Hòa sắp vỡ."))
    claim = find_cues(views("Đập Sơn Hòa sắp vỡ"))
    assert stance_of(whole, window=window, claim=claim, shared=()) is Stance.REPEATS
    assert stance_of(find_cues(views("Tin giả! Đập.")), window=window, claim=claim, shared=()) is Stance.DENIES


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Lá ổi không chữa khỏi ho đâu", "Lá ổi chữa khỏi ho"),
        ("Lá ổi không hề chữa khỏi ho", "Lá ổi chữa khỏi ho"),
        ("Không có nhóm người nào bắt cóc trẻ em ở cổng trường", "Nhóm người bắt cóc trẻ em ở cổng trường"),
        ("No fine for cyclists, says the board", "A fine for cyclists without helmets"),
        ("The board didn't fine cyclists", "The board will fine cyclists"),
    ],
)
def test_a_negator_before_a_word_of_the_claim_denies_it(text, claim):
    assert stance(text, claim=claim) is Stance.DENIES


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Không được uống nước máy nữa nha", "Nước máy nhiễm độc, không được uống"),
        ("Nếu không cập nhật sẽ cắt điện", "Ai chậm cập nhật sẽ bị cắt điện"),
        ("Đập vỡ rồi, không biết chạy đâu", "Đập vỡ, phải chạy ngay"),
        ("Tin vừa nhận: chưa định danh là cắt điện", "Phải định danh, trễ là cắt điện"),
    ],
)
def test_a_negator_that_the_claim_has_or_that_warns_denies_nothing(text, claim):
    assert stance(text, claim=claim) is Stance.REPEATS


@pytest.mark.parametrize(
    "text",
    [
        "Nước máy có nhiễm độc không, cho tôi biết với",
        "Nghe kể đập sắp vỡ, có đúng vậy không mọi người",
        "Tin này là thật hay giả vậy mọi người, nhà ngoại gửi quá trời",
        "Đập có vỡ thật không hay chỉ là tin vịt? Cả nhà lo quá",
    ],
)
def test_yes_or_no_questions_are_seen_without_a_question_mark_at_the_end(text):
    assert stance(text) is Stance.ASKS

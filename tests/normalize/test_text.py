"""Both spelling views, rule by rule."""

from __future__ import annotations

import unicodedata

import pytest

from rumorwatch.normalize.text import accented, views, views_of

CLEAN = "Nước máy ở phường Sáu nhiễm độc, không được uống"
FOLDED = "nuoc may o phuong sau nhiem doc khong duoc uong"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Ch&#225;y ch&#x1ee3; l&#7899;n", "Cháy chợ lớn", id="html entities"),
        pytest.param("A &amp;amp;amp; B", "A & B", id="entities inside entities"),
        pytest.param("R&D ở B&B", "R&D ở B&B", id="a lone ampersand stays"),
        pytest.param(unicodedata.normalize("NFD", "vỡ đê ở Thủy Nguyên"), "vỡ đê ở Thủy Nguyên", id="decomposed"),
        pytest.param("v\u200bỡ\u2060 đ\u00adê\ufeff", "vỡ đê", id="invisible characters"),
        pytest.param("vỡ đê\U000e0069\U000e0067", "vỡ đê", id="tag characters"),
        pytest.param("❤\ufe0f vỡ đê", "❤ vỡ đê", id="variation selectors"),
        pytest.param("v\u0336ỡ̴ đ\u0337ê\u0335", "vỡ đê", id="combining junk around a tone mark"),
        pytest.param("a\u0301\u0301\u0301\u0300\u0316o", "áo", id="only one tone per letter"),
        pytest.param("ｖỡ　ｄâｙ ｄẫｎ", "vỡ dây dẫn", id="full width"),
        pytest.param("𝐕𝐨 𝑑𝑒 ⓥⓞ ᵛᵒ 🅥🅞", "Vo de vo vo VO", id="styled letters"),
        pytest.param("vỡ đê ɴɢᴀʏ ɢɪờ", "vỡ đê ngay giờ", id="small capitals"),
        pytest.param("١٢ người ở số ３４", "12 người ở số 34", id="digits of other scripts"),
        pytest.param("rộng 10² hay 10³ m²", "rộng 10² hay 10³ m²", id="superscripts are no digits"),
        pytest.param("Ðê vỡ ở ðây", "Đê vỡ ở đây", id="Icelandic eth for đ"),
        pytest.param("Сhú ý: nướс đã сạn", "Chú ý: nước đã cạn", id="Cyrillic inside words"),
        pytest.param("тhị тrường вán нết", "thị trường bán hết", id="Cyrillic small capitals"),
        pytest.param("ϲάc νụ οn ào", "các vụ on ào", id="Greek inside words"),
        pytest.param("ոgười հọ", "người họ", id="Armenian inside words"),
        pytest.param("сар сao", "cap cao", id="a word wholly of look-alikes beside Latin"),
        pytest.param("Москва сар, там", "Москва сар, там", id="real Russian stays"),
        pytest.param("bụi 25 μg/m3, điện trở Ω, biến thể α", "bụi 25 μg/m3, điện trở Ω, biến thể α", id="symbols stay"),
        pytest.param("hoà bình, khoẻ, thuý, tuỳ, loá", "hòa bình, khỏe, thúy, tùy, lóa", id="tone marks one way"),
        pytest.param("quý gìa hoàn toàn hùynh HOÀ", "quý già hoàn toàn huỳnh HÒA", id="tone marks put right"),
        pytest.param("Citroën, café, señor", "Citroën, café, señor", id="foreign words keep their marks"),
        pytest.param("một  hai\t ba \r\n\n\n bốn\u2028năm ", "một hai ba\nbốn\nnăm", id="spaces and lines"),
        pytest.param("nói \u202eyáhc\u202c chợ", "nói cháy chợ", id="overridden direction reads as shown"),
        pytest.param("xem https://a.vn/x?y=(1).", "xem [link].", id="link keeps the full stop"),
        pytest.param("(t.me/abc_1) www.e.vn, HXXP://b.vn", "([link]) [link], [link]", id="links without a scheme"),
        pytest.param("theo vtv.vn và TP.HCM", "theo vtv.vn và TP.HCM", id="names with dots are no links"),
        pytest.param("hỏi @lan.anh_9 và a@ đó", "hỏi @… và a@ đó", id="mentions"),
        pytest.param("#DịchBệnh #vỡđê", "#DịchBệnh #vỡđê", id="hashtags are shown as written"),
        pytest.param("\ud800lạ\x00 quá\x07", "lạ quá", id="surrogates and control characters"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_accented_view(written: str, shown: str) -> None:
    assert accented(written) == shown
    assert accented(shown) == shown


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param(CLEAN, FOLDED, id="marks, case and punctuation go"),
        pytest.param(CLEAN.upper(), FOLDED, id="upper case"),
        pytest.param("Nuoc may o phuong Sau nhiem doc, khong duoc uong", FOLDED, id="unmarked"),
        pytest.param("Nuowcs mays owr phuwowngf Saus nhieemx ddoocj, khoong dduowcj uoongs", FOLDED, id="Telex"),
        pytest.param("Nu7o7c1 ma1y o73 phu7o72ng Sa1u nhie6m4 d9o65c, kho6ng d9u7o75c uo61ng", FOLDED, id="VNI"),
        pytest.param("Nướcccc máyyy ở phườngggg Sáuuuu nhiễmmm độc, khôngggg được uốnggg", FOLDED, id="drawn out"),
        pytest.param("Nước m á y ở p h ư ờ n g Sáu n h i ễ m đ ộ c, không được uống", FOLDED, id="spaced"),
        pytest.param("N.ư.ớ.c m.á.y ở phường Sáu n-h-i-ễ-m độc, k_h_ô_n_g được uống", FOLDED, id="dotted"),
        pytest.param("Nướcmáyởphường Sáunhiễmđộc,khôngđượcuống", FOLDED, id="joined"),
        pytest.param("#NướcMáyỞPhườngSáuNhiễmĐộc, khôngĐượcUống", FOLDED, id="camel case"),
        pytest.param("Nước m4y ở phườn9 5áu nh1ễm độc, kh0ng được uốn9", FOLDED, id="leet"),
        pytest.param("Nước máy ở phường Sáu nhiễm độc, ko đc uống", FOLDED, id="teencode"),
        pytest.param("Nước máy ở fường Sáu nhiễm độk, hông đx uốg", FOLDED, id="by ear"),
        pytest.param("🆘 Nước 🔥 máy ở phường Sáu nhiễm ❗ độc, không được 👉 uống", FOLDED, id="emoji"),
        pytest.param("RT @tin: Nước máy ở phường Sáu nhiễm độc, không được uống https://e.vn/1", FOLDED, id="glue"),
    ],
)
def test_rewrites_of_one_sentence_fold_to_one_view(written: str, folded: str) -> None:
    assert views(written).folded == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param(
            "giá 500.000 đ, 500,000đ, 500 000 đồng", "gia 500000 dong 500000 dong 500000 dong", id="thousands"
        ),
        pytest.param("1.234.567,89 và 1,234,567.89", "1234567,89 va 1234567,89", id="both decimal signs"),
        pytest.param("nặng 3,5 kg hay 3.5kg", "nang 3,5 kg hay 3,5 kg", id="decimals"),
        pytest.param("tỷ lệ 0.125 và 0,125", "ti le 0,125 va 0,125", id="a leading zero is no thousand"),
        pytest.param("20.10.2024, 20/10/2024", "20 10 2024 20 10 2024", id="dates"),
        pytest.param("lương 500k, 5tr, 2 tỷ", "luong 500 nghin 5 trieu 2 ti", id="short amounts"),
        pytest.param("lúc 20h30 và 7h", "luc 20 gio 30 va 7 gio", id="hours"),
        pytest.param(
            "phòng 1 2 3, quận 12 300 người", "phong 1 2 3 quan 12300 nguoi", id="spaces before what is counted"
        ),
        pytest.param("bài 1, 200, 300", "bai 1 200 300", id="lists of numbers stay apart"),
        pytest.param("H5N1, F0, A4, 5G, B12", "h5n1 f0 a4 5g b12", id="codes are no leet"),
        pytest.param("gọi 113 hoặc 115 hay 1900 9095", "goi 113 hoac 115 hay 1900 9095", id="short numbers"),
        pytest.param("Covid19, Covid-19, COVID 19", "covid 19 covid 19 covid 19", id="names with numbers"),
    ],
)
def test_numbers_are_kept_and_written_one_way(written: str, folded: str) -> None:
    assert views(written).folded == folded


@pytest.mark.parametrize(
    "text",
    [
        "the books were too good to see been there for us was his",
        "we need more food soon three free trees and a door",
        "jazz fans win the war with king james at the zoo",
        "information about banana tomato and camera on the internet",
        "she has a car her bus is as far as the bar or the gas station",
        "obama visited mexico and canada with ebola and corona news",
        "world war iii lxxiii",
    ],
)
def test_english_is_left_alone(text: str) -> None:
    assert views(text).folded == text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("疫苗，有 毒！", "疫苗有毒", id="punctuation and spaces between Han"),
        pytest.param("電腦裡的颱風", "电脑里的台风", id="simplified"),
        pytest.param("COVID疫苗5萬支", "covid 疫苗 5 万支", id="Latin, Han and numbers come apart"),
    ],
)
def test_han_is_simplified_and_joined(written: str, folded: str) -> None:
    assert views(written).folded == folded


def test_short_words_are_teencode_only_in_vietnamese_text() -> None:
    assert views("k biết gì r, nói j z m").folded == "khong biet gi roi noi gi vay may"
    assert views("press k or r then z for m").folded == "press k or r then z for m"


def test_placeholders_say_nothing_in_the_folded_view() -> None:
    text = views("Gọi 0912 345 678, a@b.vn, CCCD 001099012345, thẻ 4111 1111 1111 1111, xem https://x.vn")
    assert text.accented == "Gọi [phone], [email], CCCD [id], thẻ [card], xem [link]"
    assert text.folded == "goi can cuoc cong dan the xem"


def test_a_long_run_of_hostile_characters_is_read_in_linear_time() -> None:
    for text in (
        "&amp;" * 4_000,
        "a\u0301" * 10_000,
        "a." * 10_000,
        "a " * 10_000,
        "@" * 20_000,
        "1 " * 10_000,
        "á" * 20_000,
    ):
        assert len(views(text).accented) <= len(text)


def test_views_of_keeps_the_order() -> None:
    assert [text.folded for text in views_of(["Một", "Hai"])] == ["mot", "hai"]


@pytest.mark.parametrize("text", ["@Afnhậpđang", "$Afnhậpđang", "Mo12,000贞子都", "说你呢@TO--Maybe"])
def test_the_folded_view_of_a_folded_view_is_itself(text: str) -> None:
    assert views(views(text).folded).folded == views(text).folded

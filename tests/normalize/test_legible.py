"""Words that only a person reads as words, put back into words in the accented view too."""

from __future__ import annotations

import pytest

from rumorwatch.normalize.text import accented, views

SHOWN = "Nước máy ở phường Sáu nhiễm độc, không được uống"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Nước m.á.y. ở p.h.ư.ờ.n.g Sáu", "Nước m.á.y. ở phường Sáu", id="dots between letters"),
        pytest.param("the d-a-m b.u.r.s.t t o d a y", "the d-a-m burst today", id="an English word"),
        pytest.param("p h ư ờ n g Sáu n h i ễ m đ ộ c", "phường Sáu nhiễm độc", id="spaces between letters"),
        pytest.param("he is from W.i.l.c.z.y.n.s.k.i", "he is from Wilczynski", id="a name between dots"),
        pytest.param("S h o c k i n g news from N i s h i o k a", "Shocking news from Nishioka", id="a spaced name"),
        pytest.param("vitamin A B C D E", "vitamin A B C D E", id="a list of letters"),
        pytest.param("chọn A, B, C, D hay a/b/c/d/e", "chọn A, B, C, D hay a/b/c/d/e", id="lists with signs"),
        pytest.param("U.S.A. and A.B.C.D.E", "U.S.A. and A.B.C.D.E", id="initials"),
        pytest.param("tỷ số 1 2 3 4", "tỷ số 1 2 3 4", id="numbers"),
    ],
)
def test_letters_that_stand_apart(written: str, shown: str) -> None:
    assert accented(written) == shown
    assert accented(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            "NướcmáyởphườngSáunhiễmđộc,khôngđượcuống",
            "Nước máy ở phường Sáu nhiễm độc,không được uống",
            id="Vietnamese",
        ),
        pytest.param(
            "nuocmayophuongsaunhiemdockhongduocuong",
            "nuoc may o phuong sau nhiem doc khong duoc uong",
            id="Vietnamese without marks",
        ),
        pytest.param(
            "#NướcMáyỞPhườngSáuNhiễmĐộc,KhôngĐượcUống",
            "Nước Máy Ở Phường Sáu Nhiễm Độc,Không Được Uống",
            id="a sentence in a hashtag",
        ),
        pytest.param("VỡĐậpRĐóMọiNgườiỞHạLưu", "Vỡ Đập R Đó Mọi Người Ở Hạ Lưu", id="words of one letter"),
        pytest.param("nhưngmọingườiđemxeđirửađi", "nhưng mọi người đem xe đi rửa đi", id="of short words"),
        pytest.param("khoảng12nămtrướcởphườngSáu", "khoảng12 năm trước ở phường Sáu", id="behind a number"),
        pytest.param("Peopledownstreamofthedamdon'tknowit", "People downstream of the dam don't know it", id="English"),
        pytest.param("#DịchBệnh #MakeAmericaGreatAgain", "#DịchBệnh #MakeAmericaGreatAgain", id="short hashtags"),
        pytest.param("#OregonRanchersUnderAttack", "#OregonRanchersUnderAttack", id="an unknown word between capitals"),
        pytest.param("thedailynewsblog.com", "thedailynewsblog.com", id="a name on the web"),
        pytest.param("counterintelligence", "counterintelligence", id="a compound"),
        pytest.param("Confédération Raffensperger", "Confédération Raffensperger", id="foreign words"),
    ],
)
def test_joined_words(written: str, shown: str) -> None:
    assert accented(written) == shown
    assert accented(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            "Nước m4y ở phườn9 5áu nh1ễm độc, kh0ng được uốn9",
            "Nước may ở phường sáu nhiễm độc, khong được uốn",
            id="vi",
        ),
        pytest.param("Ala84m4 p30pl3 0wn 4 c4r and 5t4mp5", "Alabama people own 4 car and stamps", id="English"),
        pytest.param("Th3 Id10cr4cy str1k35 4ga1n", "The Idiocracy strikes again", id="a word we do not know"),
        pytest.param("H5N1, F0, A4, 5G, B12, covid19, mp3", "H5N1, F0, A4, 5G, B12, covid19, mp3", id="codes"),
        pytest.param("lúc 20h30 ngày 5th, 10km, 500k", "lúc 20h30 ngày 5th, 10km, 500k", id="counts"),
        pytest.param("xe B4T8 và biển 51F1", "xe B4T8 và biển 51F1", id="plates"),
    ],
)
def test_digits_for_letters(written: str, shown: str) -> None:
    assert accented(written).startswith(shown)
    assert accented(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Nuowcs mays owr phuwowngf Saus nhieemx ddoocj, khoong dduowcj uoongs", SHOWN, id="Telex"),
        pytest.param("NUOWCS MAYS OWR PHUWOWNGF SAUS NHIEEMX DDOOCJ", "NƯỚC MÁY Ở PHƯỜNG SÁU NHIỄM ĐỘC", id="capitals"),
        pytest.param("khoong dduowcj uoong,s nuowcs ddoocj,", "không được uống, nước độc,", id="a late tone"),
        pytest.param("Nu7o7c1 ma1y o73 phu7o72ng Sa1u nhie6m4 d9o65c, kho6ng d9u7o75c uo61ng", SHOWN, id="VNI"),
        pytest.param("she needs books for her weeks of news", "she needs books for her weeks of news", id="English"),
    ],
)
def test_keys_of_an_input_method_that_was_off(written: str, shown: str) -> None:
    assert accented(written) == shown
    assert accented(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("winsNevadahttps://t.co/50pwDvDKId—The", "winsNevada[link]—The", id="a link behind a word"),
        pytest.param("app pic.twitter.com/rs9MDQJM0b", "app [link]", id="a picture"),
        pytest.param("#DoNotDownloadPic.twitter.com/rs9mdqjm0b", "#DoNotDownload[link]", id="a picture behind a word"),
        pytest.param("https://t.co/abcdefghij?x=1", "[link]", id="with a query"),
    ],
)
def test_links_that_stand_in_joined_text(written: str, shown: str) -> None:
    assert accented(written) == shown


def test_both_views_of_rewrites_are_those_of_the_sentence() -> None:
    plain = views("Nước máy ở phường Sáu nhiễm độc")
    assert views("Nuowcs mays owr phuwowngf Saus nhieemx ddoocj") == plain
    assert views("NướcmáyởphườngSáunhiễmđộc") == plain


def test_hostile_runs_are_read_in_linear_time() -> None:
    for text in ("nước" * 5_000, "thedam" * 3_000, "a1b" * 6_000, "w e " * 5_000, "Nuowcs " * 3_000):
        assert accented(text)

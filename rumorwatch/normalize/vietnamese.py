"""Vietnamese syllables: which ones can be, and where the tone mark stands.

The inventory is generated from the rules of the spelling: onset x rime x tone. It answers "can this be a Vietnamese
syllable", which is what lets later steps repair Vietnamese without harming English.

Tone marks are placed the traditional way (hòa, thúy), not the newer one (hoà, thuý): the traditional way is the default
of the usual keyboards and stands in the press more often, so fewer stored texts change.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import product

_TONED = (
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
)
SHARP, HEAVY = 4, 5
"""Positions in ``_TONED`` of sắc and nặng, the two tones that go with a final c, ch, p or t."""
TONE_OF = {form: tone for forms in _TONED for tone, form in enumerate(forms) if tone}
_FORMS = {forms[0]: forms for forms in _TONED}
_TONELESS = str.maketrans({form: forms[0] for forms in _TONED for form in forms[1:]})
_QUALITIES = str.maketrans("ăâêôơưđ", "aaeooud")
_QUALITY_VOWELS = "ăâêôơư"
_VOWELS = frozenset("aăâeêioôơuưy")

_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng
eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai
oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up uơ ut uy uya uych
uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
_FRONT = tuple("ieêy")
_ONSETS_ANY = ("", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x")
_ONSETS_BACK = ("c", "g", "ng")
_ONSETS_FRONT = ("k", "gh", "ngh")
_ONSETS_Y = ("h", "k", "l", "m", "s", "t", "v", "")
_RIMES_Y_BARE = ("yêm", "yên", "yêng", "yêt", "yêu")
_RIMES_QU = """
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e en eo et ê ên
ênh êch êt êu i in it ô ôc ôi ơ ơi ơn y ych yên yêt ynh yt yu
"""
_RIMES_GI = """
a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e em en eo ep et
ê êm ên êng êt êu êc o oa oan oang oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung uôc uôi uôm uôn uông uôt up ut ư ưa ưc ưng ươc ươi ươm ươn ương ưt ưu
"""
_RIMES_G_I = ("i", "in", "im", "ip", "it")
_LONG_O = ("boong", "goong", "xoong", "mooc", "sooc")
"""The few loans with a long o (xoong, moóc); elsewhere oo is Telex for ô."""
_STOPS = ("c", "ch", "p", "t")


def _spellings() -> list[tuple[str, str]]:
    """Return every (onset, rime) the spelling allows."""
    back = [rime for rime in _RIMES.split() if not rime.startswith(_FRONT)]
    front = [rime for rime in _RIMES.split() if rime.startswith(_FRONT)]
    bare = [rime for rime in _RIMES.split() if not rime.startswith(("iê", "ia"))] + ["ia", *_RIMES_Y_BARE]
    return [
        *product([onset for onset in _ONSETS_ANY if onset], _RIMES.split()),
        *product([""], bare),
        *product(_ONSETS_BACK, back),
        *product(_ONSETS_FRONT, front),
        *product(_ONSETS_Y, ["y"]),
        *product(["k"], ["yt", "ych"]),
        *((loan[0], loan[1:]) for loan in _LONG_O),
        *product(["qu"], _RIMES_QU.split()),
        *product(["gi"], _RIMES_GI.split()),
        *product(["g"], _RIMES_G_I),
    ]


def _tone_offset(rime: str) -> int:
    """Return which letter of the rime bears the tone."""
    for index in range(len(rime) - 1, -1, -1):
        if rime[index] in _QUALITY_VOWELS:
            return index
    vowels = sum(letter in _VOWELS for letter in rime)
    closed = vowels < len(rime)
    longest_open = 2
    return 1 if vowels > longest_open or (vowels == longest_open and closed) else 0


@cache
def tone_places() -> dict[str, int]:
    """Return for every syllable without tone (about 3,400) the position of the letter that bears the tone."""
    return {onset + rime: len(onset) + _tone_offset(rime) for onset, rime in _spellings()}


@cache
def folded_syllables() -> frozenset[str]:
    """Return every syllable without any mark (about 1,900)."""
    return frozenset(syllable.translate(_QUALITIES) for syllable in tone_places())


def toneless(word: str) -> str:
    """Return the lower-case word without tones; qualities (ă, ơ, đ) stay."""
    return word.translate(_TONELESS)


def unmarked(word: str) -> str:
    """Return the word without diacritics of any language; đ becomes d, ł l, ø o."""
    if word.isascii():
        return word
    bare = unicodedata.normalize("NFD", word.translate(_TONELESS).translate(_OTHER_STROKES))
    return unicodedata.normalize("NFC", "".join(char for char in bare if not "\u0300" <= char <= "\u036f"))


_OTHER_STROKES = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h", "þ": "th", "ŧ": "t", "ŋ": "ng", "ß": "ss"}
    | dict(zip("ăâêôơư", "aaeoou", strict=True))
)


def toned(syllable: str, tone: int) -> str:
    """Return a toneless syllable of the inventory with its tone in the traditional place."""
    place = tone_places()[syllable]
    return f"{syllable[:place]}{_FORMS[syllable[place]][tone]}{syllable[place + 1 :]}"


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word is a Vietnamese syllable; a missing tone is forgiven, two tones are not."""
    tones = [TONE_OF[letter] for letter in word if letter in TONE_OF]
    bare = toneless(word)
    if len(tones) > 1 or (bare not in tone_places() and not (word.isascii() and word in folded_syllables())):
        return False
    return not tones or not bare.endswith(_STOPS) or tones[0] in (SHARP, HEAVY)


@lru_cache(maxsize=50_000)
def tone_placed(word: str) -> str:
    """Return the word with its tone mark in the traditional place; a word that is no syllable is left as it is."""
    lower = word.lower()
    if len(lower) != len(word):
        return word
    tones = [TONE_OF[letter] for letter in lower if letter in TONE_OF]
    bare = toneless(lower)
    if len(tones) != 1 or bare not in tone_places():
        return word
    placed = toned(bare, tones[0])
    if placed == lower:
        return word
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, placed, strict=True))

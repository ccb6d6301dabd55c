"""Look-alikes: letters of other scripts that stand in for Latin ones.

Observation: who wants to escape a filter changes some letters of a word, or all that can be changed, and leaves the
rest Latin. Theory: a word that mixes scripts is Latin in disguise; a word wholly of look-alikes is so too, unless the
text holds real words of that script or no Latin at all. Known exceptions: single Greek letters are symbols (α, μg, Ω).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, product

from rumorwatch.normalize.vietnamese import is_syllable

_PAIRS = """
аa вb сc еe ԁd ҽe һh іi јj кk ӏl мm нhn оo рp ԛq ѕs тt уy ѵv ԝw хx үy ѡw ьb ӕæ ґr
АA ВB СC ЕE ԀD НH ІI ЈJ КK ӀI МM ОO РP ԚQ ЅS ТT УY ѴV ԜW ХX ҮY ЬB ҺH
αa βb ϲc εe ηn ιi κk νv οo ρp τt υu χx γy ωw ϳj σo
ΑA ΒB ϹC ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
աw գq եt զq հh յj ոn օo սu ցg ռn լl քp ՏS ՍU ՕO ԼL ՀZ
ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ
"""
_LOOSE_PAIRS = """
иun пn гr лn дd бb зz шw щw яr эe цu чy ыbl юio жx фp йu ИN
ПN ГR ЛN ДD БB ЗZ ШW ЯR ЭE ЦU ЧY μu δd θo λn πn φp ϕp ζz ξe
"""

_STRICT = {
    pair[0]: tuple(char for char in pair[1:] if char.isascii() and char.isalpha()) or (pair[1:],)
    for pair in _PAIRS.split()
}
_LOOSE = _STRICT | {pair[0]: (pair[1:],) if pair[0] in "ыю" else tuple(pair[1:]) for pair in _LOOSE_PAIRS.split()}
"""For words that also hold Latin letters: shapes that only remind of a letter."""
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13f5]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
_WORD = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*")
_MAX_READINGS = 16
_SYMBOLS = re.compile("[α-ω]|[μΩ][A-Za-z]{1,2}|[A-Za-z]{1,2}[Ωμ]")
_NEVER_ALONE = frozenset("ου")


def _readings(letters: str, table: dict[str, tuple[str, ...]]) -> list[str]:
    choices = [table.get(letter, (letter,)) for letter in letters]
    return [unicodedata.normalize("NFC", "".join(reading)) for reading in islice(product(*choices), _MAX_READINGS)]


def _disguised(word: str, *, real: frozenset[str]) -> str:
    """Return the Latin word behind look-alikes, or the word itself when it is what it seems."""
    letters = unicodedata.normalize("NFD", word)
    foreign = [letter for letter in letters if _FOREIGN.match(letter)]
    if not foreign or (_SYMBOLS.fullmatch(word) and word not in _NEVER_ALONE):
        return word
    mixed = any(letter.isalpha() and not _FOREIGN.match(letter) for letter in letters)
    table = _LOOSE if mixed else _STRICT
    if any(letter not in table for letter in foreign) or (not mixed and _script(foreign[0]) in real):
        return word
    readings = _readings(letters, table)
    return next((reading for reading in readings if is_syllable(reading.lower())), readings[0])


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0]


def _real_scripts(words: list[str]) -> frozenset[str]:
    """Return the scripts that some word of the text is really written in: wholly, and not in look-alikes only."""
    scripts = set()
    for word in words:
        letters = [letter for letter in unicodedata.normalize("NFD", word) if letter.isalpha()]
        if len(letters) > 1 and all(map(_FOREIGN.match, letters)) and any(letter not in _STRICT for letter in letters):
            scripts.add(_script(letters[0]))
    return frozenset(scripts)


def without_lookalikes(text: str) -> str:
    """Return NFC text in which Latin words are written with Latin letters only."""
    if not _FOREIGN.search(text) or not _LATIN.search(text):
        return text
    real = _real_scripts([word for word in _WORD.findall(text) if _FOREIGN.search(word)])
    return unicodedata.normalize("NFC", _WORD.sub(lambda match: _disguised(match[0], real=real), text))

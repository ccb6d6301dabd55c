"""Vocabulary: the teacher's word pieces, and what Vietnamese and Chinese need beside them.

English is cut exactly as the teacher cuts it. New are Vietnamese syllables with and without their marks, Han
characters, and words of several syllables or characters, which the tokenizer finds before all else.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
MIN_SYLLABLE = 4
"""Times a marked syllable is seen; rarer ones are mostly typing errors and are cut into letters."""
MIN_UNMARKED = 20
"""Times all syllables of one unmarked spelling are seen."""
MIN_HAN = 2
LONGEST_SYLLABLE = 7
"""Letters: nghiêng."""
WORD_PARTS = range(2, 5)
"""Syllables or characters of a word."""
MIN_WORD = 25
"""Times a word of several syllables is seen: its row is learned from its translations."""
WORDS = {"vi": 3_400, "bare": 2_000, "zh": 2_900}
"""Words of several parts at most, and their spellings without marks; with them the table has 46,000 rows and stays
under 40 MB as float16."""
LIFTS = {"vi": (100.0, 30.0, 15.0), "zh": (60.0, 20.0, 10.0)}
"""How many times as often two parts stand together as by chance, to be joined in each pass (word2phrase, Mikolov et
al. 2013)."""
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵäåæçëîïñöøœßûüÿ"

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[㐀-鿿]")
_HAN_RUN = re.compile(r"[㐀-鿿]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What each row of the table stands for."""

    pieces: tuple[str, ...]
    """Word pieces, the teacher's first; a row's number is its place."""
    words: tuple[str, ...]
    """Words of several parts; their rows follow the pieces'."""
    kept: tuple[int, ...]
    """The teacher's row of each of the first ``len(kept)`` pieces."""

    def __len__(self) -> int:
        """Rows of the table."""
        return len(self.pieces) + len(self.words)


def learn_vocabulary(
    *,
    teacher_pieces: Sequence[str],
    english: Sequence[str],
    vietnamese: Sequence[str],
    chinese: Sequence[str],
) -> Vocabulary:
    """Return the vocabulary of three languages.

    Args:
        teacher_pieces: The teacher's word pieces in the order of its rows.
        english: Lines in which an unmarked Vietnamese word must not be found.
        vietnamese: Lines, marked or not.
        chinese: Lines in simplified characters, for the most part.
    """
    kept = [at for at, piece in enumerate(teacher_pieces) if _is_kept(piece)]
    kept.sort(key=lambda at: (teacher_pieces[at] not in SPECIAL, at))
    pieces = dict.fromkeys(teacher_pieces[at] for at in kept)
    syllables = Counter(word for line in vietnamese for word in _WORD.findall(line.lower()) if not _HAN.search(word))
    marked = [word for word, times in syllables.most_common() if times >= MIN_SYLLABLE and unmarked(word) != word]
    bare: Counter[str] = Counter()
    for word, times in syllables.items():
        bare[unmarked(word)] += times if unmarked(word) != word else 0
        bare[word] += times if unmarked(word) == word else 0
    pieces |= dict.fromkeys(LETTERS)
    pieces |= dict.fromkeys(f"##{letter}" for letter in LETTERS)
    pieces |= dict.fromkeys(word for word in marked if len(word) <= LONGEST_SYLLABLE)
    pieces |= dict.fromkeys(
        word for word, times in bare.most_common() if times >= MIN_UNMARKED and len(word) < LONGEST_SYLLABLE
    )
    pieces |= dict.fromkeys(_han(chinese))
    return Vocabulary(
        pieces=tuple(pieces),
        words=tuple(_words(english=english, vietnamese=vietnamese, chinese=chinese)),
        kept=tuple(kept),
    )


def save(vocabulary: Vocabulary, path: Path) -> None:
    """Write the vocabulary as one JSON file."""
    path.write_text(json.dumps(asdict(vocabulary), ensure_ascii=False), "utf-8")


def load(path: Path) -> Vocabulary:
    """Read what ``save`` wrote."""
    return Vocabulary(**{name: tuple(column) for name, column in json.loads(path.read_text("utf-8")).items()})


def make_tokenizer(vocabulary: Vocabulary, *, words: bool = True) -> Tokenizer:
    """Return the tokenizer; without ``words`` it cuts words of several parts into those, as training sometimes does."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    numbers = {piece: at for at, piece in enumerate(vocabulary.pieces)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=SPECIAL[1], max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.BertNormalizer(
                clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=True
            ),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Split(Regex(r"[㐀-鿿]"), "isolated")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])],
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    if words:
        tokenizer.add_tokens(
            [AddedToken(word, single_word=not _HAN.search(word), normalized=True) for word in vocabulary.words]
        )
    return tokenizer


@cache
def unmarked(text: str) -> str:
    """Return Vietnamese without its marks."""
    from rumorwatch.normalize.vietnamese import unmarked as without_marks

    return without_marks(text)


def traditional(chars: Iterable[str]) -> dict[str, str]:
    """Return the simplified character of each traditional one that differs from it, of those given as simplified."""
    from opencc import OpenCC

    to_traditional = OpenCC("s2t")
    pairs = ((to_traditional.convert(char), char) for char in chars)
    return {other: char for other, char in pairs if other != char and len(other) == 1}


def _is_kept(piece: str) -> bool:
    """Say whether a teacher's piece stays: no placeholder, no piece of a script that the program does not read."""
    if piece.startswith("[unused"):
        return False
    return piece.isascii() or len(piece) == 1 or bool(re.fullmatch(r"(##)?[a-zß-öø-ÿ]+", piece))


def _han(chinese: Sequence[str]) -> list[str]:
    counts = Counter(char for line in chinese for char in _HAN.findall(line))
    common = [char for char, times in counts.most_common() if times >= MIN_HAN]
    return [*common, *traditional(common)]


def _words(*, english: Sequence[str], vietnamese: Sequence[str], chinese: Sequence[str]) -> Iterable[str]:
    said = {f"{a} {b}" for line in english for a, b in pairwise(_WORD.findall(line.lower()))}
    lines = [_WORD.findall(line.lower()) for line in vietnamese]
    marked = [word for word in _join(lines, lifts=LIFTS["vi"], between=" ") if unmarked(word) != word]
    marked = marked[: WORDS["vi"]]
    # "do an" is English as well: the first two parts decide, as they begin the longer words, too.
    bare = [word for word in dict.fromkeys(map(unmarked, marked)) if " ".join(word.split()[:2]) not in said]
    runs = [[*run] for line in chinese for run in _HAN_RUN.findall(line)]
    han = _join(runs, lifts=LIFTS["zh"], between="")
    return dict.fromkeys([*marked, *bare[: WORDS["bare"]], *han[: WORDS["zh"]]])


def _join(lines: list[list[str]], *, lifts: Sequence[float], between: str) -> list[str]:
    """Return the words of two to four parts that lines consist of, most frequent first.

    The most certain pairs are joined first: "sử dụng" (use) before "được sử" (the first half of "is used").
    """
    for lift in lifts:
        alone = Counter(part for line in lines for part in line)
        together = Counter(pair for line in lines for pair in pairwise(line))
        total = sum(alone.values())
        good = {
            pair
            for pair, times in together.items()
            if times >= MIN_WORD and (times - MIN_WORD / 2) * total > lift * alone[pair[0]] * alone[pair[1]]
        }
        lines = [_joined(line, good, between) for line in lines]
    counts = Counter(part for line in lines for part in line)
    parts = {word: len(word.split() if between else word) for word in counts}
    return [word for word, times in counts.most_common() if parts[word] in WORD_PARTS and times >= MIN_WORD]


def _joined(line: list[str], good: set[tuple[str, str]], between: str) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(line):
        if at + 1 < len(line) and (line[at], line[at + 1]) in good:
            joined.append(line[at] + between + line[at + 1])
            at += 2
        else:
            joined.append(line[at])
            at += 1
    return joined

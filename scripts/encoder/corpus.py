"""Corpus: every sentence the encoders learn from, cleaned as the program cleans what it reads.

What measures is never read here: the files named ``dev``, and vnPara, which has no part named so. Few of their lines
stand in other files too (the model cards tell how many).
"""

from __future__ import annotations

import gzip
import json
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TO_VIETNAMESE, TO_CHINESE = "parallel/train_en_vi.jsonl.gz", "parallel/train_en_zh.jsonl.gz"
TRAINING_FILES = (
    TO_VIETNAMESE,
    TO_CHINESE,
    "parallel/covid_terms_en_vi_zh.jsonl.gz",
    "vietnamese/vilexnorm_train.jsonl.gz",
    "vietnamese/vilexnorm_syllables.json",
    "vietnamese/news_lines.jsonl.gz",
    "chinese/afqmc_train.jsonl.gz",
    "chinese/stsb_train.jsonl.gz",
    "english/stsb_train.jsonl.gz",
    *(
        f"retrieval/{name}/{part}.jsonl.gz"
        for name in ("checkthat", "factchecktweet")
        for part in ("claims", "train.posts", "train.pairs")
    ),
)
"""All that is read."""
HELD_OUT_LINES = 2_000
"""English lines with both translations that no encoder learns from: they tell how far training has come."""
MAX_LETTERS = 600
"""Longer texts are left out: an encoder reads 128 pieces, and a translation that goes on is no translation of them."""
CHAT = "alpaca"
"""Source of nine tenths of the Vietnamese lines, machine translations of what chatbots are asked and answer."""
CLAIMS = 60_000
"""Claims and posts taken, in steps through all of them: a sixth of the English that is shown."""
MIN_STS_PARAPHRASE = 4.0
"""Of 5: pairs that STS annotators found "mostly equivalent" or better."""
SHORT_LETTERS = 20
"""English this short says too little: its translation may be many times as long, and it is never held out."""
LENGTH_RATIOS = (0.3, 3.5)
"""Bytes of a translation over those of its English: Chinese has .8 on average, Vietnamese 1.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One data set that trained the encoders, for the model card."""

    name: str
    licence: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Texts by use; pairs name their English line by its number."""

    english: list[str]
    """Distinct lines, each with a translation; the teacher's vectors stand in this order."""
    beyond_chat: list[int]
    """Numbers of the English lines that are no chatbot text: captions, Tatoeba, a textbook, STS-B, terms."""
    vietnamese: list[tuple[str, int]]
    chinese: list[tuple[str, int]]
    held_out: list[tuple[str, str, str]]
    """(English, Vietnamese, Chinese), of which nothing stands in the lists above."""
    claims: list[str]
    """Claims and posts, nearly all English: the language of the domain. Their vectors follow those of the lines."""
    informal: list[tuple[str, str]]
    """Vietnamese as typed, and its clean form."""
    alike: list[tuple[str, str]]
    """Two texts of one language that say the same: paraphrases, post and claim."""
    plain: list[str]
    """Vietnamese lines without a translation."""
    sources: list[Source]


def read_corpus(data: Path) -> Corpus:
    """Return the corpus under a data folder laid out as docs/data.md says."""
    to_vietnamese = _pairs(data / TO_VIETNAMESE, "vi")
    to_chinese = _pairs(data / TO_CHINESE, "zh")
    terms = [(row["en"], row["vi"], row["zh"]) for row in _rows(data / "parallel/covid_terms_en_vi_zh.jsonl.gz")]
    held_out = _held_out(to_vietnamese, to_chinese)
    to_vietnamese += [(english, other) for english, other, _ in terms]
    to_chinese += [(english, other) for english, _, other in terms]
    apart = {line[0].lower() for line in held_out}
    to_vietnamese = [pair for pair in to_vietnamese if pair[0].lower() not in apart]
    to_chinese = [pair for pair in to_chinese if pair[0].lower() not in apart]
    number = {line: at for at, line in enumerate(dict.fromkeys(line for line, _ in to_vietnamese + to_chinese))}
    claims = _claims(data / "retrieval")
    informal = [(row["original"], row["normalized"]) for row in _rows(data / "vietnamese/vilexnorm_train.jsonl.gz")]
    alike = _alike(data)
    plain = [row["text"] for row in _rows(data / "vietnamese/news_lines.jsonl.gz") if not row["text"].startswith("<")]
    rows = chain(_rows(data / TO_VIETNAMESE), _rows(data / TO_CHINESE))
    written = {row["en"].strip() for row in rows if row["source"] != CHAT} | {line for line, *_ in terms}
    return Corpus(
        english=list(number),
        beyond_chat=[at for line, at in number.items() if line in written],
        vietnamese=[(other, number[line]) for line, other in to_vietnamese],
        chinese=[(other, number[line]) for line, other in to_chinese],
        held_out=held_out,
        claims=claims,
        informal=informal,
        alike=alike,
        plain=plain,
        sources=_sources(
            vietnamese=len(to_vietnamese),
            chinese=len(to_chinese),
            claims=len(claims),
            informal=len(informal),
            alike=len(alike),
            plain=len(plain),
        ),
    )


def held_out_lines(data: Path) -> list[tuple[str, str, str]]:
    """Return (English, Vietnamese, Chinese) lines of the training files that no encoder learns from."""
    return _held_out(_pairs(data / TO_VIETNAMESE, "vi"), _pairs(data / TO_CHINESE, "zh"))


def clean(corpus: Corpus, *, processes: int) -> Corpus:
    """Return the corpus with every text in the accented view, as the program gives it to an encoder."""
    with ProcessPoolExecutor(processes) as pool:

        def cleaned(texts: list[str]) -> list[str]:
            return list(pool.map(_accented, texts, chunksize=2_000))

        def pairs(lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
            return list(zip(cleaned([text for text, _ in lines]), [at for _, at in lines], strict=True))

        def both(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
            return list(zip(cleaned([text for text, _ in lines]), cleaned([text for _, text in lines]), strict=True))

        return Corpus(
            english=cleaned(corpus.english),
            beyond_chat=corpus.beyond_chat,
            vietnamese=pairs(corpus.vietnamese),
            chinese=pairs(corpus.chinese),
            held_out=list(zip(*(cleaned([line[at] for line in corpus.held_out]) for at in range(3)), strict=True)),
            claims=cleaned(corpus.claims),
            informal=both(corpus.informal),
            alike=both(corpus.alike),
            plain=cleaned(corpus.plain),
            sources=corpus.sources,
        )


def save(corpus: Corpus, path: Path) -> None:
    """Write the corpus as one JSON file."""
    path.write_text(json.dumps(asdict(corpus), ensure_ascii=False), "utf-8")


def load(path: Path) -> Corpus:
    """Read what ``save`` wrote."""
    fields = json.loads(path.read_text("utf-8"))
    fields["sources"] = [Source(**source) for source in fields["sources"]]
    for name in ("vietnamese", "chinese", "held_out", "informal", "alike"):
        fields[name] = [tuple(line) for line in fields[name]]
    return Corpus(**fields)


def _accented(text: str) -> str:
    from rumorwatch.normalize.text import accented

    return accented(text).replace("\n", " ")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _pairs(path: Path, language: str) -> list[tuple[str, str]]:
    found = ((row["en"].strip(), row[language].strip()) for row in _rows(path))
    return list(dict.fromkeys(pair for pair in found if _is_pair(*pair)))


def _is_pair(english: str, other: str) -> bool:
    """Say whether two lines can be translations: neither empty, overlong, untranslated or many times the other."""
    if not english or not other or max(len(english), len(other)) > MAX_LETTERS:
        return False
    letters = re.sub(r"[\W\d_]+", "", english.lower())
    if letters and letters == re.sub(r"[\W\d_]+", "", other.lower()):
        return False
    ratio = len(other.encode()) / len(english.encode())
    return len(english) < SHORT_LETTERS or LENGTH_RATIOS[0] < ratio < LENGTH_RATIOS[1]


def _held_out(to_vietnamese: list[tuple[str, str]], to_chinese: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return every n-th English line that both languages have, n such that the wanted number comes out."""
    vietnamese = dict(to_vietnamese)
    both = [(line, vietnamese[line], other) for line, other in dict(to_chinese).items() if line in vietnamese]
    both = [line for line in both if len(line[0]) > SHORT_LETTERS]
    return both[:: max(1, len(both) // HELD_OUT_LINES)][:HELD_OUT_LINES]


def _claims(retrieval: Path) -> list[str]:
    texts = []
    for name in ("checkthat", "factchecktweet"):
        for claim in _rows(retrieval / name / "claims.jsonl.gz"):
            texts += [claim["text"], claim.get("title") or ""]
        texts += [post["text"] for post in _rows(retrieval / name / "train.posts.jsonl.gz")]
    texts = list(dict.fromkeys(text for text in texts if 0 < len(text) <= MAX_LETTERS))
    return texts[:: max(1, len(texts) // CLAIMS)][:CLAIMS]


def _alike(data: Path) -> list[tuple[str, str]]:
    pairs = [(row["a"], row["b"]) for row in _rows(data / "chinese/afqmc_train.jsonl.gz") if row["label"] == "1"]
    for path in (data / "chinese/stsb_train.jsonl.gz", data / "english/stsb_train.jsonl.gz"):
        scores = ((row["a"], row["b"], float(row.get("label", row.get("score")))) for row in _rows(path))
        pairs += [(a, b) for a, b, score in scores if score >= MIN_STS_PARAPHRASE]
    for name in ("checkthat", "factchecktweet"):
        folder = data / "retrieval" / name
        posts = {row["id"]: row["text"] for row in _rows(folder / "train.posts.jsonl.gz")}
        claims = {row["id"]: row["text"] for row in _rows(folder / "claims.jsonl.gz")}
        pairs += [
            (posts[row["post_id"]], claims[row["claim_id"]])
            for row in _rows(folder / "train.pairs.jsonl.gz")
            if row["post_id"] in posts and row["claim_id"] in claims
        ]
    return [(a, b) for a, b in dict.fromkeys(pairs) if a != b and max(len(a), len(b)) <= MAX_LETTERS]


def _sources(**rows: int) -> list[Source]:
    """Return what taught the encoders that ship."""
    told = {
        "vietnamese": (
            "English-Vietnamese: Alpaca translations (92 %), 3Blue1Brown captions, d2l-vn, Tatoeba, COVID terms",
            "CC BY-NC 4.0 (Alpaca), CC BY-SA 4.0 (d2l-vn), CC BY 2.0 FR (Tatoeba), CC0 and others (terms)",
        ),
        "chinese": (
            "English-Chinese: Alpaca translations, 3Blue1Brown captions, Tatoeba, STS-B, COVID terms",
            "CC BY-NC 4.0 (Alpaca), CC BY 2.0 FR (Tatoeba), research use (STS-B), CC0 and others (terms)",
        ),
        "claims": (
            "CheckThat! 2022 task 2A and FactCheckTweet: claims, and posts of the former's train part (mini)",
            "research use",
        ),
        "informal": (
            "ViLexNorm train (vocabulary; mini), and its list of informal syllables (noise)",
            "research use",
        ),
        "alike": (
            "Pairs that say the same: AFQMC, STS-B (zh, en), posts of both train parts with their claims (mini)",
            "research use",
        ),
        "plain": ("BBC, VOA and Wikipedia lines in Vietnamese (vocabulary; mini)", "non-commercial; CC BY-SA"),
    }
    return [Source(name=name, licence=licence, rows=rows[kind]) for kind, (name, licence) in told.items()]

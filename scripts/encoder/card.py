"""Model cards: what a shipped encoder is for, what taught it, how well it does, where it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_HOW = {
    "static": """
One vector a word piece; a text is the mean of its pieces' vectors, brought to unit length. Runs on tokenizers and
numpy, 14,000 to 21,000 posts a second on two cores: it looks at every post.""",
    "mini": """
Six transformer layers of all-MiniLM-L6-v2 under a vocabulary with Vietnamese syllables, Han characters and words of
both languages. Runs on onnxruntime, its products in eight bits: it looks again at the posts that `static` and the
lexical encoder find a candidate for.""",
}
_LEARNED = {
    "static": """
Each English piece started as the teacher's vector of it alone, each Vietnamese and Chinese piece as the mean of the
English pieces it translates to (IBM model 1 over the translations), each as long as its smooth inverse frequency. Then
3,000 steps of 1,024 lines brought the mean of a line's pieces to where the teacher puts its English.""",
    "mini": """
Each new row of the teacher's table started as the mean of the rows of the English pieces it translates to. Then {steps}
steps of 260 lines brought Vietnamese, Chinese and English lines to where the teacher puts the English: contrast among
the step's lines, 8 near lines of each and 2,048 others at temperature 1/20, cosine distance, and translations of one
English line to each other. Half of the Vietnamese lines came without marks, another tenth misspelled in one of nine
ways; a seventh of the Chinese ones in traditional characters. In the same steps 24 pairs of texts that say the same
(informal and clean, marked and unmarked, paraphrases, posts and claims) were brought to each other, and pairs of both
kinds away from a dozen copies with another number or without their negation.

{english_steps} further steps also showed the English line of each translation: a translation was brought to what the
student itself makes of that line, and away from what it makes of the step's other lines; all lines stayed near the
teacher's. What ships is the average of the weights over the last steps, matrices rounded to float8.""",
}
_FIGURES = (
    ("Finds the translation among 2,000 (Tatoeba 1,000, TED en-vi 1,551)", ("vi-en", "zh-en", "zh-vi")),
    ("Finds it from Vietnamese without marks, or informal among 1,000", ("unmarked", "informal")),
    (
        "Finds a line more like its translation than like a copy of that with another number or no negation",
        ("changed",),
    ),
    ("Agrees with people (STS-B: Spearman; others: area under the ROC curve)", ("STS-B", "LCQMC", "vnPara")),
)
"""Tables, and how the names of their rows begin."""


def write_card(folder: Path) -> None:
    """Write MODEL_CARD.md from a folder's manifest."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "MODEL_CARD.md").write_text(card(manifest), "utf-8")


def card(manifest: dict[str, Any]) -> str:
    """Return a model card in Markdown."""
    kind = manifest["kind"]
    learned = _LEARNED[kind].format(**{name: f"{manifest.get(name) or 0:,}" for name in ("steps", "english_steps")})
    data = "\n".join(f"| {row['name']} | {row['rows']:,} | {row['licence']} |" for row in manifest["data"])
    return f"""# {manifest["id"]}

{_HOW[kind].strip()}

{manifest["dimensions"]} dimensions; Vietnamese, English and Chinese, in the space of {manifest["parent"]}.
Both shipped encoders share that space and one tokenizer. The folder also loads as `SentenceTransformer(folder)`.

## For

Finding known false claims and official statements behind public posts, within and across the three languages, with an
officer who reads what was found. Not for judging people, not for deciding alone what is true, not for other languages.

## Learned

{learned.strip()}

`scripts/train_encoder` repeats it{manifest.get("notes", "")}.

| data | rows | licence |
|---|---|---|
{data}

Licence of the weights: {manifest["licence"]}.
No text of the data is in this folder, but for the word pieces.

## Measured

By `scripts/benchmark encoder` as the program runs it, on development sets (Alpaca: lines left out of the training).
At most 1.1 % of the lines of a set also stand in the training text; of the STS-B sentences one in ten, unscored.

{_tables(manifest["metrics"])}

## Limits

- Most lines that taught it are translations of chatbot texts by machine; few are posts. Names that Chinese writes in
  its own characters are known only where the lines had them.
- It finds what is near in meaning; whether a number, a place or a negation was changed it sees badly. Guards do that.
- Texts of over 128 pieces are read in windows of sentences, and the windows' vectors averaged.
- Scripts other than Latin and Han are not read.
"""


def _tables(metrics: dict[str, float]) -> str:
    parts = []
    for title, begins in _FIGURES:
        rows = [(name, figure) for name, figure in metrics.items() if name.startswith(begins)]
        lines = "\n".join(f"| {name} | {figure:.3f} |" for name, figure in rows)
        parts.append(f"| {title} | |\n|---|---|\n{lines}")
    return "\n\n".join(parts)

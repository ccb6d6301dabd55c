"""Encoder, classes and groups to a reader of posts that no claim explains (parts.PostReader), for scans and replays."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.readings import PostClass, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import Post, PostKey, SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.emerge.grouping import Grouping
    from rumorwatch.emerge.kinds import KindsModel, PostKind

STATIC = "static"
"""The encoder whose rows group posts: one meaning space in three languages, 14,000 texts a second."""
RULES_VERSION = 1
"""Raised with every change of grouping or of how classes are read: posts of the window are then read again."""

_REMEMBERED = 20_000
"""Texts whose class is remembered; 10 MB."""


class Classifier(Protocol):
    """What a reader needs of the model of classes."""

    @property
    def id(self) -> str:
        """Name and version of its weights."""
        ...

    def classify(self, texts: Sequence[SpellingViews], rows: DenseRows) -> Sequence[tuple[PostClass, float]]:
        """Return the class of each text, and how likely it is that it states a claim.

        Args:
            texts: Any number.
            rows: Their (n, 384) rows by the encoder that the model names.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class ShippedClassifier:
    """The shipped model of classes, opened for the first post it is given."""

    id: str
    models: Path | None = None
    """Folder of the shipped models; None: where they ship."""

    def classify(self, texts: Sequence[SpellingViews], rows: DenseRows) -> Sequence[tuple[PostClass, float]]:
        """Return the class of each text, and how likely it is that it states a claim.

        A claim is what surely is one: a post that is likeliest a claim and not surely is of no class that counts.
        """
        kinds = self._model.kinds(texts, rows)
        return [(_class_of(kind), kind.claim_probability) for kind in kinds]

    @cached_property
    def _model(self) -> KindsModel:
        from rumorwatch.fitted import open_kinds_model

        return open_kinds_model(models=self.models)


def _class_of(kind: PostKind) -> PostClass:
    if kind.passes:
        return PostClass.CLAIM
    return PostClass.CHATTER if kind.likeliest is PostClass.CLAIM else kind.likeliest


def open_reader(*, models: Path | None = None) -> GroupingReader:
    """Return the reader of the shipped models; what an idle run does not need is opened with the first post.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 a manifest is not there or cannot be read; RW-M06 the classes were learned from
            rows of another encoder.
    """
    from rumorwatch.embed.bundled import read_manifest
    from rumorwatch.embed.deferred import Deferred
    from rumorwatch.embed.shipped import read_shipped
    from rumorwatch.fitted import KINDS, fitted_id

    encoder_id, learned_from = read_shipped(STATIC, models=models).model_id, read_manifest(KINDS, models=models)
    if learned_from.get("encoder") != encoder_id:
        raise ModelError(
            "RW-M06",
            f"the {KINDS} model was fitted on rows of {learned_from.get('encoder')}, and here is {encoder_id}",
            next="Until then new rumors are not looked for",
            remedy="Reinstall rumorwatch, or fit one with scripts/train_kinds",
        )

    def opening() -> Encoder:
        from rumorwatch.embed.opening import open_encoder

        return open_encoder(STATIC, models=models)

    return GroupingReader(
        encoder=Deferred(model_id=encoder_id, opening=opening),
        classifier=ShippedClassifier(id=fitted_id(KINDS, models=models), models=models),
    )


@dataclass(kw_only=True)
class GroupingReader:
    """Reads posts, and keeps the groups of one run."""

    encoder: Encoder
    classifier: Classifier
    _grouping: Grouping | None = field(default=None, init=False)
    _classes: OrderedDict[SpellingViews, tuple[PostClass, float]] = field(default_factory=OrderedDict, init=False)
    """Of texts, the latest last."""

    @property
    def basis(self) -> str:
        """Hash of models and rules: equal bases give equal readings of a text."""
        named = f"{RULES_VERSION}|{self.encoder.model_id}|{self.classifier.id}"
        return sha256(named.encode()).hexdigest()[:16]

    def read(
        self, posts: Sequence[Post], *, known: Callable[[], Sequence[tuple[Post, Reading]]]
    ) -> Mapping[PostKey, Reading]:
        """Return the reading of each post.

        Args:
            posts: As they arrived; one that was read on another basis stays in its group.
            known: Posts of the window read before; asked for once in a run.
        """
        from rumorwatch.emerge.arrivals import arrival_of

        if self._grouping is None:
            self._grouping = self._restored(known())
        rows = self._rows(posts)
        groups = self._grouping.add([arrival_of(post) for post in posts], rows)
        classes = self._classified([post.views for post in posts], rows)
        return {
            post.key: Reading(rumor_id=group, post_class=post_class, checkable=checkable)
            for post, group, (post_class, checkable) in zip(posts, groups, classes, strict=True)
        }

    def sentence_of(self, posts: Sequence[Post]) -> str:
        """Return the sentence of one of the posts that says best what they say; of posts without text nothing."""
        from rumorwatch.emerge.representative import representative_of
        from rumorwatch.match.windows import split_sentences
        from rumorwatch.normalize.text import views

        found = representative_of(
            posts,
            self._rows(posts),
            split=split_sentences,
            encode=lambda sentences: self._encoded([views(sentence) for sentence in sentences]),
        )
        return found.text if found else ""

    def _classified(self, texts: Sequence[SpellingViews], rows: DenseRows) -> Sequence[tuple[PostClass, float]]:
        """Return the class of each text; one that occurs often, as those of reposts do, is looked at once."""
        place = {text: at for at, text in enumerate(texts)}
        new = [text for text in place if text not in self._classes]
        if new:
            made = self.classifier.classify(new, rows[[place[text] for text in new]])
            self._classes.update(zip(new, made, strict=True))
        found = [self._classes[text] for text in texts]
        while len(self._classes) > _REMEMBERED:
            self._classes.popitem(last=False)
        return found

    def _restored(self, read: Sequence[tuple[Post, Reading]]) -> Grouping:
        from rumorwatch.emerge.arrivals import arrival_of
        from rumorwatch.emerge.grouping import Grouping

        grouped = [(post, reading.rumor_id) for post, reading in read if reading.rumor_id is not None]
        if not grouped:  # as in every replay; a basis learned from nothing takes 0.1 s
            return Grouping()
        grouped.sort(key=lambda one: (one[0].seen_at, one[0].published_at, one[0].key))
        return Grouping.restored(
            [(arrival_of(post), rumor_id) for post, rumor_id in grouped], self._rows([post for post, _ in grouped])
        )

    def _rows(self, posts: Sequence[Post]) -> DenseRows:
        return self._encoded([post.views for post in posts])

    def _encoded(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return (n, d) rows; each different text is encoded once."""
        import numpy as np  # an idle scan needs none

        different = list(dict.fromkeys(texts))
        place = {text: at for at, text in enumerate(different)}
        rows = np.asarray(self.encoder.encode(different), np.float32)
        return rows[[place[text] for text in texts]]

"""A fake credibility model that speaks Chinese and remembers what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Given:
    """What one thread was given; ``likely`` of so many answers, or the same always."""

    likely: object
    answers: list = field(default_factory=list)
    looks: int = 0

    def add(self, text, *, at, source, to_answer=False):
        del source
        self.answers.append((text, at, to_answer))

    def probability(self, now):
        assert now == self.answers[-1][1]
        self.looks += 1
        return self.likely(len(self.answers)) if callable(self.likely) else self.likely


@dataclass
class Fixed:
    """The model."""

    likely: object
    min_probability: float = 0.8
    begun: list = field(default_factory=list)

    def speaks(self, language):
        return language == "zh"

    def begin(self, text, *, at, source, language):
        del text, at, source
        assert self.speaks(language)
        self.begun.append(Given(self.likely))
        return self.begun[-1]

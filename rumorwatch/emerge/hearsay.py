"""Hearsay in English: posts that pass on what others say, and questions for the truth of it.

Observations: in English breaking news the model of post kinds takes reports for news, satire or chatter and angry
remarks for claims, and a thread about anything has replies with question marks. Theory: who names a source for what is
told, be it the police, "reports" or a cousin, was not there and may be wrong; who wants to know the truth asks for a
source, a proof or a confirmation (Zhao et al. 2015 look for such questions). Known exceptions: what an office announces
is passed on in the same words; it is answered quickly. "Rumors" are asked about in jest too.

The words were written after reading some posts of both events and before they were measured; none was fitted. Of two
lists of sources (the other one had "police" and "officer" too) and six of questions these are taken; the last choice,
between two lists of questions, falls the same way on Ferguson and on the Sydney siege. docs/figures.md, Foresight in
English, has what they do. Other languages have none: nothing was at hand to measure with, and there the model knows
hearsay by its cues.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language
from rumorwatch.reading.cuelists import CueLists
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from rumorwatch.domain.posts import Post

_PASSES_ON = """
    source; sources; witness; witnesses; eyewitness; eyewitnesses; report; reports; reported; reporting; reportedly;
    say; says; said; saying; tell; tells; told; heard; hearing; according; confirm; confirms; confirmed; confirming;
    unconfirmed; breaking; update; developing; just in; alleged; alleges; allegedly; apparently; supposedly; rumor;
    rumors; rumored; rumour; rumours; rumoured; claim; claims; claimed; announce; announces; announced; swears
"""
"""What names whom, or that somebody, it is from."""
_ASKS_FOR_TRUTH = """
    source; sources; proof; evidence; confirmed; confirmation; unconfirmed; verified; rumor; rumors; rumour; rumours;
    is this true; is that true; is it true; is this real; true or; any truth; are you sure; how do you know; says who;
    who says; heard; anyone know; anyone knows; anyone heard; anyone seen; anyone else; anyone confirm; anybody know;
    can anyone; has anyone; does anyone; did anyone
"""
"""What a question asks for that is for the truth."""
_REMEMBERED = 2_000
"""Texts of which it is remembered what they are: a text is asked about whenever its group is counted anew. Of 20,000
letters at most each, so 40 MB at worst."""


def speaks(post: Post) -> bool:
    """Return whether anything is known of hearsay in the language of a post."""
    return post.language is Language.EN


def passes_on(post: Post) -> bool:
    """Return whether a post tells what others say; of other languages than English nobody knows."""
    return speaks(post) and _has_cues(_PASSES_ON, post.views.folded)


def asks_for_truth(post: Post) -> bool:
    """Return whether a question is for the truth; of other languages than English each is taken to be."""
    return not speaks(post) or _has_cues(_ASKS_FOR_TRUTH, post.views.folded)


@lru_cache(maxsize=_REMEMBERED)
def _has_cues(cues: str, folded: str) -> bool:
    return bool(_lists(cues).find(words_of(folded)))


@cache
def _lists(cues: str) -> CueLists:
    return CueLists.of([cues])

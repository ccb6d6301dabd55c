"""English words that must not be taken for Vietnamese."""

from __future__ import annotations

_FUNCTION_WORDS = """
the of and to in is are was were be been being am an on at by for from with without as it its this that these those he
she they we you me him her his our your their my them us who what when where why how not no do does did done has have
had will would can could should may might must or but if so than then there here up out about into over after before
just only also more most some any all each own same too very now new one two im dont get got like
"""
_TELEX_LIKE = """
bamboo beds bee beef beer bees boo boom boost boot boots bow bows cool cow cows dawn dawns
deer door doors down downs few hows keen keep keeps lawn lawns lee low lows loop loops meet
meets moon moons mood moot need new news now owl peel peer queen raw reef roof room rooms
root roots row rows saw see seed seek seem seems seen sees soon soot teen teens toot town
towns trees tree troop troops trojan war warn wars wash way ways week weep wood wool
"""
ENGLISH_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
TYPED_LIKE_TELEX = frozenset(_TELEX_LIKE.split())
"""Words whose letters type a Vietnamese syllable in Telex; read so only in a text full of Telex."""

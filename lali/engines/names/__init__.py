"""Names and words: how two spellings of one name are recognised, in any script the field meets.

`folded` and `words_of` undo what is only a way of writing (capitals, accents, glottal marks, presentation forms);
`sounds` gives codes that spellings of one spoken name share (Cakobau and Thakombau, Mohammed and Muhammad);
`neighbours` gives the short forms that a word shares with the same word mistyped by one letter; `digit_grams` the
pieces by which any part of a number is found. Two words are the same when `folded` is, sound alike when they share a
sound, differ by about one letter when they share a neighbour: equality is all a caller needs, so the values can be
kept as keyed digests.

`NameList`, `named_in` and `firms_in` find firms' names in a running text.

Promises: same input, same answer; folding twice equals folding once; bounded time and number of values whatever the
text holds; nothing raises. Must never decide that two names are one person: it says how spellings compare.
"""

from .folding import folded, words_of
from .frequency import in_a_thousand
from .naming import Named, NameList, firms_in, key_of, named_in
from .numbers import GRAM, digit_grams, digits_of
from .placing import Place, placed_words
from .sounding import sounds
from .spelling import neighbours

__all__ = [
    "GRAM",
    "NameList",
    "Named",
    "Place",
    "digit_grams",
    "digits_of",
    "firms_in",
    "folded",
    "in_a_thousand",
    "key_of",
    "named_in",
    "neighbours",
    "placed_words",
    "sounds",
    "words_of",
]

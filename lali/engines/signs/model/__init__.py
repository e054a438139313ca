"""A linear model beside the rules: how much a text resembles lures, and how much it resembles frauds, seen before.

Promises: each probability is a sum of weights of words, of pairs of words and of parts of words, and the words that
weighed are told by their place; bounded work whatever the text holds; the same text gives the same numbers everywhere.
It must never hide a sign that the rules found, and never be shown without its words. The
file `weights.bin` is made by `python -m bench.train_signs`; `docs/signs-model.md` says from what, and how well it does.
"""

from .pieces import FORM, LONGEST_WORD, MOST_WORDS, WRITTEN, Extras, extras_of, of_ad
from .scoring import Scores, Weighed, score, weighed
from .weights import Head, Weights, heads, weights

__all__ = [
    "FORM",
    "LONGEST_WORD",
    "MOST_WORDS",
    "WRITTEN",
    "Extras",
    "Head",
    "Scores",
    "Weighed",
    "Weights",
    "extras_of",
    "heads",
    "of_ad",
    "score",
    "weighed",
    "weights",
]

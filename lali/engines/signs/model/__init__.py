"""A model beside the rules: how much a text resembles lures, calls for help and frauds seen before, and why.

Promises: a first look (`scoring`) is a sum of weights of words, of pairs of words and of parts of words; a second one
(`aspects`) says what a message asks, promises and hides, and weighs that together. The words behind each are told by
their place; bounded work whatever the text holds; the same text gives the same numbers. It must never hide a sign that
the rules found, and never be shown without its words. The files `weights.bin` and `aspects.bin` are made by
`python -m bench.train_signs`; `docs/signs-model.md` says from what, and how well they do.
"""

from .looking import Looked, Model, model
from .pieces import FORM, LONGEST_WORD, MOST_WORDS, WRITTEN, Extras, extras_of, of_ad
from .scoring import Scores
from .second import Second
from .texts import MOST, Told, Weighed
from .weights import Bars, Head, Weights, weights

__all__ = [
    "FORM",
    "LONGEST_WORD",
    "MOST",
    "MOST_WORDS",
    "WRITTEN",
    "Bars",
    "Extras",
    "Head",
    "Looked",
    "Model",
    "Scores",
    "Second",
    "Told",
    "Weighed",
    "Weights",
    "extras_of",
    "model",
    "of_ad",
    "weights",
]

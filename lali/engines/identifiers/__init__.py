"""Identifiers: what in a message can be looked up, asked for or recognised again.

Phones, e-mail addresses, links, online accounts, wallets, bank accounts and passport-like numbers, each in one
canonical form, so that the same phone written three ways is the same phone. `fold` lets patterns see through Unicode
tricks while every place keeps pointing at the original text. Promises: raw text is exactly the slice it came from;
time grows in line with the length of the text; no text makes it raise. Must never: reach a network, guess whom an
identifier belongs to, or change a number to make it valid.
"""

from .finding import find, normalise
from .folding import Folded, fold, words_of
from .vocabulary import KINDS, Identifier

__all__ = ["KINDS", "Folded", "Identifier", "find", "fold", "normalise", "words_of"]

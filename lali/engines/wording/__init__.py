"""Words of the site in other languages: read and written as PO and XLIFF 2, and looked at before anybody sees them.

Promises: what is read is bounded in size, depth and number, and no entity is ever expanded; a translation that loses or
invents a placeholder, holds markup or hides a sign of control is named with its fault and never mended in silence. It
knows no language well enough to judge a translation: glossary, length and sentences are hints to a person.
"""

from .bare import bare_sound
from .changes import Kind, Piece, changed_words
from .checks import Fault, Why, faults, fits, hides_a_sign, is_format, tidied
from .entries import Entry, Offered, Sheet, Unreadable, key_of
from .glossary import Term, glossary, missed_terms, names_term
from .mo import write_mo
from .plainness import LONGEST_SENTENCE, grade, long_sentences
from .po import read_entries, read_po, write_po
from .sound import sound_kind
from .xliff import read_xliff, write_xliff

__all__ = [
    "LONGEST_SENTENCE",
    "Entry",
    "Fault",
    "Kind",
    "Offered",
    "Piece",
    "Sheet",
    "Term",
    "Unreadable",
    "Why",
    "bare_sound",
    "changed_words",
    "faults",
    "fits",
    "glossary",
    "grade",
    "hides_a_sign",
    "is_format",
    "key_of",
    "long_sentences",
    "missed_terms",
    "names_term",
    "read_entries",
    "read_po",
    "read_xliff",
    "sound_kind",
    "tidied",
    "write_mo",
    "write_po",
    "write_xliff",
]

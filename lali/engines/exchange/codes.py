"""The reporter's six-word code: the only key to a report, kept by nobody but the reporter.

Six words of a published BIP-39 list carry 66 bits: 64 random ones and 2 bits of checksum, which catch three of four
codes whose words are all good but swapped or taken from elsewhere. From the words alone follow a lookup (what we file
the report under) and a letter key (what replies are sealed to); neither leads back to the words nor to the other.
"""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from mnemonic import Mnemonic

from lali.engines.exchange.letters import LETTER_KEY_BYTES, letter_address

CODE_WORDS = 6
CODE_ENTROPY_BYTES = 8

# RFC 9106, section 4, second recommended option: for machines with little memory. About 90 ms on two cores.
ARGON2_MEMORY_KIB = 64 * 1024
ARGON2_PASSES = 3
ARGON2_LANES = 4
MIN_SALT_BYTES = 16

_LISTS = {"en": "english", "fr": "french"}
_BITS_PER_WORD = 11
_CHECKSUM_BITS = CODE_WORDS * _BITS_PER_WORD - CODE_ENTROPY_BYTES * 8
_SHORTEST_ABBREVIATION = 4  # BIP-39: the first four letters name a word
_MOST_TYPED = 4000  # characters looked at; six numbered words need fewer than 100
_LETTERS = re.compile(r"[^\W\d_]+")


class CodeRefused(ValueError):
    """What was typed is no code; the sentence says why and never repeats a good word."""


class WrongWordCount(CodeRefused):
    """More or fewer words than six; `found` says how many."""

    def __init__(self, found: int) -> None:
        super().__init__(f"A code has {CODE_WORDS} words; we found {found}.")
        self.found = found


class MistypedCode(CodeRefused):
    """A word stands in no list: `position` counts from 1, `suggestions` are up to three near words."""

    def __init__(self, position: int, typed: str, suggestions: tuple[str, ...]) -> None:
        hint = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"Word {position} of your code is not one of ours: {typed}.{hint}")
        self.position = position
        self.typed = typed
        self.suggestions = suggestions


class CodeDoesNotFit(CodeRefused):
    """Six good words that are not a code together: swapped, or one good word in place of another."""

    def __init__(self) -> None:
        super().__init__("These six words are not a code together. Please check each word and their order.")


@dataclass(frozen=True, slots=True)
class Code:
    """Six words in the spelling of their list; kept out of `repr` so that no log can hold them."""

    words: tuple[str, ...] = field(repr=False)
    language: str

    def __str__(self) -> str:
        return "a six-word code"

    @property
    def phrase(self) -> str:
        """The words with single spaces, as shown to the reporter once."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class ReporterKeys:
    """What follows from a code: a 32-byte `lookup` and a letter key pair (see `letters`)."""

    lookup: bytes = field(repr=False)
    private: bytes = field(repr=False)
    public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Words:
    spelled: tuple[str, ...]  # as printed in the list, accents composed
    index: Mapping[str, int]  # folded word -> number
    short: Mapping[str, int]  # first four folded letters -> number

    def number(self, folded: str) -> int | None:
        """Return the number of a word typed in full or cut short after at least four letters."""
        exact = self.index.get(folded)
        if exact is not None or len(folded) < _SHORTEST_ABBREVIATION:
            return exact
        number = self.short.get(folded[:_SHORTEST_ABBREVIATION])
        return number if number is not None and _fold(self.spelled[number]).startswith(folded) else None


def new_code(lang: str, *, entropy: bytes) -> Code:
    """Return the code that carries `entropy`, 8 bytes from a cryptographic source.

    French has its own published list; every other language here uses the English one, as BIP-39 has none for it.
    """
    if len(entropy) != CODE_ENTROPY_BYTES:
        raise ValueError(f"A code needs {CODE_ENTROPY_BYTES} bytes of entropy.")
    list_name = _list_for(lang)
    number = int.from_bytes(entropy) << _CHECKSUM_BITS | _checksum(entropy)
    spelled = _words(list_name).spelled
    places = range((CODE_WORDS - 1) * _BITS_PER_WORD, -1, -_BITS_PER_WORD)
    return Code(tuple(spelled[number >> place & 0x7FF] for place in places), list_name)


def read_code(typed: str, *, lang: str = "en") -> Code:
    """Return the code a person typed.

    Case, accents, commas, numbering, spaces and words cut to four letters do not matter, nor which list the words come
    from; `lang` only says which list to prefer when cut words would fit two. Raises `WrongWordCount`, `MistypedCode` or
    `CodeDoesNotFit`.
    """
    tokens = _LETTERS.findall(_fold(typed[:_MOST_TYPED]))
    if len(tokens) != CODE_WORDS:
        raise WrongWordCount(len(tokens))
    names = sorted(_LISTS, key=lambda name: (_known(tokens, name), name == _list_for(lang)), reverse=True)
    codes = (_code_from(tokens, name) for name in names)
    code = next(filter(None, codes), None)
    if code is None:
        raise _refusal(tokens, names[0])
    return code


def derive(code: Code, *, salt: bytes) -> ReporterKeys:
    """Return the lookup and the letter key of `code`; `salt` (16 bytes or more) is the node's and never changes.

    Argon2id (RFC 9106: 64 MiB, 3 passes, 4 lanes) makes guessing dear; HKDF-SHA256 (RFC 5869) parts its output under
    two labels. The secret is the folded words, so a code typed in full gives the same keys whichever list it is in.
    """
    if len(salt) < MIN_SALT_BYTES:
        raise ValueError(f"The salt of a node has at least {MIN_SALT_BYTES} bytes.")
    secret = _fold(code.phrase).encode()
    stretched = hash_secret_raw(secret, salt, ARGON2_PASSES, ARGON2_MEMORY_KIB, ARGON2_LANES, 32, Type.ID)
    private = _expand(stretched, b"lali code 1: letter key", LETTER_KEY_BYTES)
    return ReporterKeys(_expand(stretched, b"lali code 1: lookup", 32), private, letter_address(private))


def _list_for(lang: str) -> str:
    return lang if lang in _LISTS else "en"


def _expand(secret: bytes, label: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, None, label).derive(secret)


def _code_from(tokens: list[str], list_name: str) -> Code | None:
    words = _words(list_name)
    number = 0
    for token in tokens:
        found = words.number(token)
        if found is None:
            return None
        number = number << _BITS_PER_WORD | found
    entropy = (number >> _CHECKSUM_BITS).to_bytes(CODE_ENTROPY_BYTES)
    return new_code(list_name, entropy=entropy) if number & 0b11 == _checksum(entropy) else None


def _known(tokens: list[str], list_name: str) -> tuple[int, int]:
    """Say how many tokens the list knows at all, and how many in full."""
    words = _words(list_name)
    return sum(words.number(token) is not None for token in tokens), sum(token in words.index for token in tokens)


def _refusal(tokens: list[str], list_name: str) -> CodeRefused:
    words = _words(list_name)
    for position, token in enumerate(tokens, 1):
        if words.number(token) is None:
            near = difflib.get_close_matches(token[:24], list(words.index), n=3, cutoff=0.6)
            return MistypedCode(position, token[:24], tuple(words.spelled[words.index[word]] for word in near))
    return CodeDoesNotFit()


def _checksum(entropy: bytes) -> int:
    return hashlib.sha256(b"lali code 1" + entropy).digest()[0] >> (8 - _CHECKSUM_BITS)


@cache
def _words(list_name: str) -> _Words:
    spelled = tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(_LISTS[list_name]).wordlist)
    index = {_fold(word): number for number, word in enumerate(spelled)}
    short = {word[:_SHORTEST_ABBREVIATION]: number for word, number in index.items()}
    return _Words(spelled, MappingProxyType(index), MappingProxyType(short))


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))

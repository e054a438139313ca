"""Terms: keyed digests of what a record or a search says, the same on both sides when they mean the same.

Each sort of thing has its own space of digests. Names have another than running text, because text stands in clear
in its own table: who holds the tables but not the key could otherwise learn the digest of a word from a text and
look for it among names.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from lali.engines.names import GRAM, digit_grams, digits_of, folded, neighbours, sounds, words_of
from lali.records.keyring import derived_key
from lali.records.search.vocabulary import APART

BYTES = 6  # of a digest: among ten million terms, a search meets a wrong one once in a million
SPACE = 256**BYTES  # terms are numbers below this
MOST_WORDS = 1_500  # of one record; the rest of a longer text is not found
MOST_NUMBERS = 200  # in one text
STRIDE = 32  # digits that are cut into pieces at once
MOST_NAMES = 60  # words in the names and numbers of one record
SHORTEST_SOUND = 3  # letters, of the word and of its code; how what is shorter sounds says nothing in a text

WORD, WORD_SOUND, WORD_NEAR, WORD_PAIR, WORD_PIECE = "word", "word sound", "word near", "word pair", "word piece"
NAME, NAME_SOUND, NAME_NEAR, NAME_PAIR = "name", "name sound", "name near", "name pair"
PIECE, WHOLE, INSIDE = "piece", "whole", "inside"

# Names of possible victims are keyed by drawer: enough of them that even a common name stands once or twice in one,
# few enough that a search can look into all. Another number makes every index unreadable.
DRAWERS = tuple(f"drawer {number}" for number in range(256))

# Words that stand in nearly every text: left out of texts and, unless nothing else remains, of searches. Never of
# names, where some of them are names.
_ENGLISH = (
    "a an and are as at be by for from has have he her his i in is it its me my of on or our she that the their they "
    "this to was we were will with you your"
)
_FRENCH = (
    "au aux avec ce ces cette dans de des du elle en est et il je la le les leur mais ne nous ou par pas pour que qui "
    "sa se ses son sur un une vous"
)
_BISLAMA, _FIJIAN = "blong long wetem olgeta hemi oli mi yu", "na ni kei e o sa me ki ko era"
STOP_WORDS = frozenset(word for words in (_ENGLISH, _FRENCH, _BISLAMA, _FIJIAN) for word in words.split())
_DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"(?<![^\W_])\+?\(?\d[\d \t().+/-]{0,200}\d(?![^\W_])")  # never inside a word


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put into the index for one record.

    `title` and `words` are texts that stand in clear in their own table; a title's words are also found mistyped.
    `names` are what is sealed there, or about a person; `numbers` are identifiers as they are written (phones,
    handles, wallets), of which any four digits are found; `documents` and `refs` are found whole. Behind a door whose
    names are kept apart there stand no texts. `tokens` (engines/finding) are of a leaf, a piece of a long text such as
    two thousand messages: it is met by them alone, and whoever met it looks into the text itself.
    """

    record: str
    door: str
    kind: str
    title: str = ""
    words: str = ""
    names: Iterable[str] = ()
    numbers: Iterable[str] = ()
    documents: Iterable[str] = ()
    refs: Iterable[str] = ()
    tokens: Iterable[str] = ()


def index_key() -> bytes:
    """The key of all digests; asked once for many of them."""
    return derived_key("search-index")


def digest(key: bytes, sort: str, token: str, drawer: str = "") -> int:
    """The term for one token of one sort. `drawer` is given for what is keyed apart."""
    said = f"{sort}\0{drawer}\0{token}".encode("utf-8", "replace")
    return int.from_bytes(hmac.digest(key, said, "sha256")[:BYTES], "big")


def drawer_of(key: bytes, door: str) -> str:
    """The drawer in which names behind a door are keyed: one of `DRAWERS`, drawn by the key."""
    return DRAWERS[digest(key, "drawer", door) % len(DRAWERS)]


def terms_of(entry: Entry) -> set[int]:
    """All terms under which an entry stands."""
    key, apart = index_key(), entry.door.startswith(APART)
    if apart and (entry.title or entry.words):
        raise ValueError(entry.kind)  # a mistake of ours: a text is never kept apart
    drawer = drawer_of(key, entry.door) if apart else ""
    title, text = running_words(entry.title), running_words(entry.words)
    said = {*_of_text(title), *_of_text(text)}
    said |= {(WORD_NEAR, form) for word in title for form in neighbours(word)}
    said |= {*_of_numbers_in(entry.title), *_of_numbers_in(entry.words)}
    named = {*_of_names(entry.names), *_of_numbers(entry.numbers), *_of_wholes(entry.documents, entry.refs)}
    texts = {digest(key, sort, token) for sort, token in said}
    texts |= {digest(key, INSIDE, token) for token in entry.tokens}
    return texts | {digest(key, sort, token, drawer) for sort, token in named}


def running_words(text: str) -> list[str]:
    """The words of a text that are looked for, in order."""
    return [word for word in words_of(text)[:MOST_WORDS] if word not in STOP_WORDS]


def joined(text: str) -> str:
    """A reference or document number without what parts its pieces: `FJ-2026-00012` and `fj 2026 00012` are one."""
    return folded(text).replace(" ", "")


def sounds_in_text(word: str) -> list[str]:
    """How a word of a text sounds, where that says something: `si` is see, she, say, zee, and nothing like them."""
    if len(word) < SHORTEST_SOUND:
        return []
    return [sound for sound in sounds(word) if len(sound) >= SHORTEST_SOUND]


def _of_text(words: list[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        yield WORD, word
        for sound in sounds_in_text(word):
            yield WORD_SOUND, sound
    for first, second in pairwise(words):
        yield WORD_PAIR, f"{first} {second}"


def _of_numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """Numbers in a text are found as they are typed elsewhere, whatever stands between their digits, and in part."""
    for found in islice(NUMBER.finditer(text), MOST_NUMBERS):
        digits = digits_of(found[0])
        if len(digits) >= GRAM:
            yield WORD, digits
            for start in range(0, len(digits), STRIDE):
                for gram in digit_grams(digits[start : start + STRIDE + GRAM - 1]):
                    yield WORD_PIECE, gram


def _of_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        words = words_of(name)[:MOST_NAMES]
        for word in words:
            yield NAME, word
            for sound in sounds(word):
                yield NAME_SOUND, sound
            for form in neighbours(word):
                yield NAME_NEAR, form
        for said in (words, [word for word in words if word not in STOP_WORDS]):
            for first, second in pairwise(said):
                yield NAME_PAIR, f"{first} {second}"


def _of_numbers(numbers: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number in numbers:
        digits = digits_of(number)
        if digits:
            yield NAME, digits
        for gram in digit_grams(number):
            yield PIECE, gram
        yield from _spelt(number)


def _of_wholes(documents: Iterable[str], refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for document in documents:
        yield WHOLE, joined(document)
        yield NAME, joined(document)
        for form in neighbours(joined(document)):
            yield NAME_NEAR, form
    for ref in refs:
        yield WHOLE, joined(ref)
        yield NAME, joined(ref)


def _spelt(number: str) -> Iterator[tuple[str, str]]:
    """A handle, an address or a wallet: its words, and all of it as one."""
    words = words_of(number)[:MOST_NAMES]
    if all(_DIGIT.fullmatch(char) for word in words for char in word):
        return
    for word in {*words, joined(number)}:
        yield NAME, word
        for form in neighbours(word):
            yield NAME_NEAR, form

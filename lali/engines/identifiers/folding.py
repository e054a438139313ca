"""Text seen through Unicode tricks, every place of it still pointing at the original.

Three layers. The *surface* undoes what changes how letters are encoded but keeps case and spelling (twins, invisible
characters, shaped letters and digits): identifiers are read there. `Folded.text` goes on to lower case, joins
spaced-out letters and reads leetspeak: word patterns are matched there. `Folded.plain` is `Folded.text` without
accents, character for character, so that a span of the one is a span of the other.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_letters
from typing import NamedTuple

from .disguises import join_spaced_letters, read_leetspeak
from .lookalikes import (
    FLAG_LETTERS,
    INVISIBLE,
    LATIN_TWINS,
    OTHER_SCRIPT,
    PLAIN_LETTERS,
    PUNCTUATION,
    SCRIPT_TWINS,
    SHAPED_LETTERS,
    SPELT_OUT,
    STACKED_MARK,
)

_WORD = re.compile(r"[^\W\d_]+")
# A word with the end of an English short form ("can't"), a number, a currency mark.
_WRITTEN = re.compile(r"[^\W\d_]+(?:['’](?:t|m|re|ve|ll|s|d)(?![^\W_]))?|\d+(?:[.,]\d+)*|[$€£₫]")
_BESIDE_LETTERS = re.compile(r"[0-9'$]")  # what else may be in a word, a number or a currency mark of ASCII
_LETTERS_ALONE = bytes(byte if chr(byte) in ascii_letters else ord(" ") for byte in range(256))
_LONE_FLAG_LETTER = re.compile(r"(?<![\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff](?![\U0001f1e6-\U0001f1ff])")
_REMEMBERED = 20_000  # code points kept per table: every living alphabet, but not all of Unicode from a hostile text


class Layer(NamedTuple):
    """A rewriting of the original: character i stands for original[starts[i]:ends[i]]; no maps means i stands for i."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span of the original behind the half-open, non-empty span of this layer."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def keep(self, text: str, kept: Sequence[int]) -> "Layer":
        """Make a layer of the same original whose character i stands where this layer's character kept[i] stood."""
        if self.starts is None or self.ends is None:
            return Layer(text, array("I", kept), array("I", (i + 1 for i in kept)))
        return Layer(text, array("I", (self.starts[i] for i in kept)), array("I", (self.ends[i] for i in kept)))


class Folded(NamedTuple):
    """One text, seen through.

    `text`: lower case, accents kept. `plain`: the same without accents (đ is d). Both have the same length, and
    `origin` turns a span of either into the span of the original it came from. `surface` keeps case and spelling;
    `genuine` is the surface with look-alike letters as they are, for names where another letter is another owner.
    `words` are the words, numbers and currency marks of `plain` in their order.
    """

    text: str
    plain: str
    layer: Layer
    surface: Layer
    genuine: str
    words: Sequence[str]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span in the original text for a half-open span of `text` or `plain`."""
        return self.layer.origin(start, end)


def fold(text: str) -> Folded:
    """See `text` through Unicode tricks; linear in its length, never raises, whatever the text holds."""
    genuine = Layer(text) if text.isascii() else _genuine(text)
    surface = genuine if genuine.text.isascii() else genuine._replace(text=_without_twins(genuine.text))
    layer = _spelling(surface)
    plain = layer.text if layer.text.isascii() else layer.text.translate(_PLAIN)
    return Folded(layer.text, plain, layer, surface, genuine.text, words_of(plain))


def words_of(plain: str) -> Sequence[str]:
    """Give the words, numbers and currency marks of a text in lower case; most texts hold nothing but plain words."""
    if plain.isascii() and not _BESIDE_LETTERS.search(plain):
        return plain.encode().translate(_LETTERS_ALONE).decode().split()
    return _WRITTEN.findall(plain)


def unaccented(text: str) -> str:
    """Lower-case `text` without accents, character for character; `text` must be a surface."""
    return text.lower() if text.isascii() else text.casefold().translate(_PLAIN)


def _spelling(surface: Layer) -> Layer:
    lower = surface.text.lower() if surface.text.isascii() else surface.text.casefold()
    joined, kept = join_spaced_letters(lower)
    read = read_leetspeak(joined)
    if kept is not None:
        return surface.keep(read, kept)
    return Layer(read, surface.starts, surface.ends)


def _genuine(text: str) -> Layer:
    odd = {char for char in set(text) if not char.isascii()}
    if not odd.isdisjoint(FLAG_LETTERS):
        text = _LONE_FLAG_LETTER.sub(lambda flag: FLAG_LETTERS[flag[0]], text)
    if all(_SEEN[char] == char for char in odd):
        layer = Layer(text)
    else:
        layer = _rewritten_as(text, list(map(_SEEN.__getitem__, text)))
    if STACKED_MARK.search(layer.text):
        layer = _join_marks(layer)
    return layer


def _rewritten_as(text: str, pieces: Sequence[str]) -> Layer:
    """Make a layer in which each character of the original is written as its piece."""
    if len(text) == len(seen := "".join(pieces)) and all(pieces):
        return Layer(seen)
    starts = array("I", (i for i, piece in enumerate(pieces) for _ in piece))
    return Layer(seen, starts, array("I", (i + 1 for i in starts)))


def _join_marks(layer: Layer) -> Layer:
    """Put marks on the letter before them; the letter then stands for itself and its marks."""
    letters: list[str] = []
    starts, ends = array("I"), array("I")
    for i, char in enumerate(layer.text):
        start, end = layer.origin(i, i + 1)
        if not STACKED_MARK.match(char):
            letters.append(char)
            starts.append(start)
            ends.append(end)
        elif letters:
            letters[-1] = _marked(letters[-1], char)
            ends[-1] = end
    return Layer("".join(letters), starts, ends)


def _marked(letter: str, mark: str) -> str:
    both = unicodedata.normalize("NFC", letter + mark)
    return both if len(both) == 1 == len(both.casefold()) else letter


def _without_twins(text: str) -> str:
    """Replace twins in words that are Latin in disguise; leave real Cyrillic, Greek and Armenian words alone."""
    if _ANY_TWIN.search(text):
        text = text.translate(_LATIN_TWINS)
    if not OTHER_SCRIPT.search(text):
        return text
    words = [(word.span(), word.group()) for word in _WORD.finditer(text) if OTHER_SCRIPT.search(word.group())]
    foreign = any(_is_foreign(word) for _, word in words)
    return "".join(_rewritten(text, _disguised(words, foreign=foreign)))


def _is_foreign(word: str) -> bool:
    """No Latin letter in it, and a letter that no Latin letter looks like: a real word of its own script."""
    return not _has_latin(word) and any(char not in SCRIPT_TWINS for char in word if OTHER_SCRIPT.match(char))


def _disguised(words: Iterable[tuple[tuple[int, int], str]], *, foreign: bool) -> Iterator[tuple[int, int, str]]:
    for (start, end), word in words:
        latin = _has_latin(word)
        if latin or not (foreign or _is_foreign(word)):
            yield start, end, "".join(SCRIPT_TWINS.get(char, char) for char in word)


def _rewritten(text: str, changes: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    done = 0
    for start, end, word in changes:
        yield text[done:start]
        yield word
        done = end
    yield text[done:]


def _has_latin(word: str) -> bool:
    return any("a" <= char <= "z" or "A" <= char <= "Z" for char in word)


class _Remembered(dict[str, str]):
    """What one character reads as, worked out once."""

    def __missing__(self, char: str) -> str:
        seen = _seen(char)
        if len(self) < _REMEMBERED:
            self[char] = seen
        return seen


def _seen(char: str) -> str:
    """One character as a reader sees it: "" when invisible, several for a ligature, an ASCII digit for any digit."""
    if char in _READ:
        return _READ[char]
    if INVISIBLE.match(char):
        return ""
    if unicodedata.category(char) in {"Nd", "No"}:
        return _seen_number(char)
    same = unicodedata.normalize("NFKC", char)
    if same != char and INVISIBLE.search(same):
        same = INVISIBLE.sub("", same)
    return same if len(same) == len(same.casefold()) else same.casefold()


def _seen_number(char: str) -> str:
    """Read a digit of any script, a circled or superscript number; a fraction stays as it is written."""
    value = unicodedata.numeric(char)
    return str(int(value)) if value == int(value) and value <= _LAST_CIRCLED else char


class _Plain(dict[int, str]):
    """`str.translate` table from a lower-case letter to the one letter an unaccented keyboard writes."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        base = PLAIN_LETTERS.get(char) or unicodedata.normalize("NFD", char)[0]
        if len(self) < _REMEMBERED:
            self[point] = base
        return base


_LAST_CIRCLED = 50
_LATIN_TWINS = str.maketrans(LATIN_TWINS)
_ANY_TWIN = re.compile(f"[{''.join(twin for twin in LATIN_TWINS if not twin.isascii())}]")
_READ = {**SHAPED_LETTERS, **PUNCTUATION, **SPELT_OUT}
_SEEN = _Remembered()
_PLAIN = _Plain()

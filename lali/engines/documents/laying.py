"""Breaking text into lines: which font each piece needs, how wide it is, where a line ends."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lali.engines.documents.fonts import BAR, BAR_LETTER, DEVANAGARI, LATIN, can_show, is_devanagari

_JOINERS = {"\u200c", "\u200d"}
_SILENT = {"Cf", "Cc", "Cs"}  # direction marks and the like: nothing to see, and they could turn the order of letters
_SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring letters that one font writes."""

    text: str
    script: str


Line = tuple[Run, ...]
Widths = Callable[[str, str], float]  # text, script


_PLAIN = re.compile(  # what both fonts surely have, so that nearly every text is passed in one look
    r"[\n -~\u00a1-\u00ac\u00ae-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2013\u2014\u2018-\u201d\u2026"
    r"\u0901-\u0939\u093c-\u094d\u0964-\u096f█]*"
)
_HINDI = r"\u0900-\u097f\ua8e0-\ua8ff\u200c\u200d"
_SCRIPTS = re.compile(f"{BAR_LETTER}+|[{_HINDI}][{_HINDI} ]*|[^{_HINDI}{BAR_LETTER}]+")


def showable(text: str) -> str:
    """Give the text as the fonts can show it: composed, a letter that none has as `[U+1F600]`, nothing invisible."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return composed if _PLAIN.fullmatch(composed) else "".join(_shown(composed))


def _shown(text: str) -> Iterator[str]:
    before = ""
    for letter in text:
        if _PLAIN.fullmatch(letter) or (can_show(letter) and unicodedata.category(letter) not in _SILENT):
            yield letter
        elif letter in _JOINERS:
            if is_devanagari(before):
                yield letter
        elif ord(letter) not in _SELECTORS and unicodedata.category(letter) not in _SILENT:
            yield " " if letter.isspace() else f"[U+{ord(letter):04X}]"
        before = letter


def has_unshown(text: str) -> bool:
    """Tell whether a letter of the text will stand as its number."""
    return not text.isascii() and "[U+" in showable(text) and "[U+" not in text


def runs_of(text: str) -> Line:
    """Part a text by the font each piece needs; spaces between words of Hindi stay with them."""
    found = (match[0] for match in _SCRIPTS.finditer(text))
    return tuple(Run(piece, _script(piece[0])) for piece in found)


def _script(letter: str) -> str:
    if letter == BAR_LETTER:
        return BAR
    return DEVANAGARI if is_devanagari(letter) or letter in _JOINERS else LATIN


class Breaker:
    """Breaks texts into lines for one style and size; widths of words are kept, for they come again."""

    def __init__(self, width_of: Widths) -> None:
        self._width_of = width_of
        self._known: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Give the width of a piece of text that has no line end."""
        if text not in self._known:
            self._known[text] = sum(self._width_of(run.text, run.script) for run in self.runs(text))
        return self._known[text]

    @staticmethod
    def runs(text: str) -> Line:
        """Give the runs of a piece of text."""
        return (Run(text, LATIN),) if text.isascii() else runs_of(text)

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text that `showable` gave; an empty line stays one."""
        return [line for paragraph in text.split("\n") for line in self._broken(paragraph, width)]

    def _broken(self, paragraph: str, width: float) -> Iterator[str]:
        space = self.width(" ")
        line: list[str] = []
        used = 0.0
        for word in paragraph.split(" "):
            for piece in self._fitting(word, width):
                wide = self.width(piece)
                if line and used + space + wide > width:
                    yield " ".join(line)
                    line, used = [], 0.0
                used += wide + (space if line else 0)
                line.append(piece)
        yield " ".join(line)

    def _fitting(self, word: str, width: float) -> Iterator[str]:
        """Give a word, or pieces of one that is wider than the line (a digest, an address)."""
        if self.width(word) <= width:
            yield word
            return
        piece, wide = "", 0.0
        for letter in word:
            more = self.width(letter)
            if piece and wide + more > width and not unicodedata.category(letter).startswith("M"):
                yield piece
                piece, wide = "", 0.0
            piece += letter
            wide += more
        yield piece

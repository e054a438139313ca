"""Letters of a material: fonts cut to what is printed, widths, and the largest size at which a text fits its box."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from lali.engines.documents.fonts import printing_font
from lali.engines.documents.laying import Breaker
from lali.engines.materials.source import MessageRefused

PLAIN, STRONG, HEAVY = 400, 600, 800
POINT = 25.4 / 72
CAP, ASCENT, LEADING = 0.714, 0.86, 1.16  # of the size: a capital, top of a line to its baseline, line to line
_SHORT = 0.4  # of the widest line
_ASCII = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0–—…“”‘’•·")


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the font: the file, and how wide each letter is for a size of 1."""

    weight: int
    data: bytes
    advances: Mapping[str, float]

    def width(self, text: str, size: float) -> float:
        """Give how wide a line is, in millimetres, at a size in points."""
        return sum(self.advances[letter] for letter in text) * size * POINT


def face(weight: int, letters: Iterable[str]) -> Face:
    """Give a weight of the font that has these letters."""
    return _face(weight, _ASCII | frozenset(letters))


@lru_cache(maxsize=24)
def _face(weight: int, letters: frozenset[str]) -> Face:
    data = printing_font(weight, letters)
    with TTFont(BytesIO(data)) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        advances = {chr(point): metrics[glyph][0] / em for point, glyph in font.getBestCmap().items()}
    return Face(weight, data, advances)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines at a size, and how high it stands."""

    face: Face
    size: float
    lines: tuple[str, ...]
    leading: float = LEADING

    @property
    def step(self) -> float:
        """From one line to the next, in millimetres."""
        return self.size * POINT * self.leading

    @property
    def height(self) -> float:
        """How high all lines are."""
        return len(self.lines) * self.step

    @property
    def width(self) -> float:
        """How wide the widest line is."""
        return max((self.face.width(line, self.size) for line in self.lines), default=0.0)


def set_at(of: Face, text: str, width: float, size: float, *, leading: float = LEADING, even: bool = True) -> Fitted:
    """Break a text at a size: as evenly as its number of lines allows, or as full as each line holds."""
    return Fitted(of, size, tuple((_even if even else _lines)(of, text, width, size)), leading)


def one_line(of: Face, text: str, width: float, size: float) -> Fitted:
    """Set a text in one line at a size; where its end has no room, three dots say so."""
    short = text
    while len(short) > 1 and of.width(short, size) > width:
        text = text[:-1]
        short = f"{text}…"
    return Fitted(of, size, (short,), LEADING)


def fitted(  # noqa: PLR0917 - what, where, how large
    of: Face, text: str, width: float, height: float, biggest: float, smallest: float, *, leading: float = LEADING
) -> Fitted:
    """Set a text as large as its box allows. Raises `MessageRefused` where even the smallest size does not fit."""
    low, high = 0, max(0, int((biggest - smallest) * 2))
    found = None
    while low <= high:
        middle = (low + high + 1) // 2
        size = smallest + middle / 2
        trial = Fitted(of, size, tuple(_lines(of, text, width, size)), leading)
        whole = middle == 0 or max((of.width(word, size) for word in text.split()), default=0) <= width
        if whole and trial.height <= height:
            found, low = trial, middle + 1
        else:
            high = middle - 1
    if found is None:
        raise MessageRefused("text", "no_room")
    return _shapely(found, text, width, smallest)


def _shapely(found: Fitted, text: str, width: float, smallest: float) -> Fitted:
    """Give the same text a little smaller where that spares a last line of one short word."""
    tries = [found.size * (1 - step / 40) for step in range(8)]
    sizes = [size for size in tries if size >= smallest] or [found.size]
    for size in sizes:
        trial = set_at(found.face, text, width, size, leading=found.leading)
        if len(trial.lines) == 1 or trial.face.width(trial.lines[-1], size) >= _SHORT * trial.width:
            return trial
    return set_at(found.face, text, width, found.size, leading=found.leading)


def _lines(of: Face, text: str, width: float, size: float) -> list[str]:
    return Breaker(lambda piece, _script: of.width(piece, size)).lines(text, width)


def _even(of: Face, text: str, width: float, size: float) -> list[str]:
    """Break into no more lines than needed, the last not much shorter than the others."""
    best = _lines(of, text, width, size)
    narrow = max((of.width(word, size) for word in text.split()), default=0)
    if len(best) == 1 or narrow > width:
        return best
    low, high = max(narrow, width / 2), width
    for _step in range(7):
        middle = (low + high) / 2
        trial = _lines(of, text, middle, size)
        if len(trial) <= len(best):
            best, high = trial, middle
        else:
            low = middle
    return best

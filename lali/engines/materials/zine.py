"""The zine: eight small pages on one side of A4, folded three times and cut once in the middle.

Laid out so that after folding they read in order: in the upper row, upside down, pages 5 4 3 2; below 6 7 8 1.
"""

from collections.abc import Callable, Sequence

from lali.engines.materials.letters import HEAVY, STRONG, Face, Fitted, face, fitted
from lali.engines.materials.pictures import PICTURES, SCISSORS
from lali.engines.materials.poster import texts_of
from lali.engines.materials.sheet import LIGHT, Sheet, plain, sheet, written
from lali.engines.materials.source import MessageRefused, Sign, Source
from lali.engines.materials.words import Words

SIGNS = 3
WIDE, HIGH = 297 / 4, 210 / 2
UPPER, LOWER = (5, 4, 3, 2), (6, 7, 8, 1)
_EDGE = 7.0  # printers leave the rim of a sheet white
_ROOM = WIDE - 2 * _EDGE
_OWN, _LINE = 30.0, 9.0  # millimetres that a question with lines to write on takes at least, and from line to line


def zine(source: Source, said: Words, signs: Sequence[Sign]) -> bytes:
    """Draw the sheet as PDF. Raises `MessageRefused`."""
    if len(signs) != SIGNS:
        raise MessageRefused("signs", "too_many" if len(signs) > SIGNS else "empty")
    letters = frozenset(
        "".join([*texts_of(source, said), *(text for sign in signs for text in (sign.label, sign.why))])
    )
    faces = face(STRONG, letters), face(HEAVY, letters)
    with sheet(source, source.headline, LIGHT, faces) as pages:
        pages.page(297, 210)
        book = _Zine(pages, source, said, signs, faces)
        for column, number in enumerate(UPPER):
            with pages.pdf.rotation(180, (column + 0.5) * WIDE, HIGH / 2):
                book.draw(number, column * WIDE, 0)
        for column, number in enumerate(LOWER):
            book.draw(number, column * WIDE, HIGH)
        _folds(pages)
        return written(pages)


def _folds(pages: Sheet) -> None:
    for column in (1, 2, 3):
        pages.line(column * WIDE, 0, column * WIDE, 210, line=0.15, dash=2)
    for start, end in ((0, WIDE), (3 * WIDE, 297)):
        pages.line(start, HIGH, end, HIGH, line=0.15, dash=2)
    pages.line(WIDE, HIGH, 3 * WIDE, HIGH, line=0.7)
    pages.picture(SCISSORS, WIDE + 2, HIGH - 2.5, 5)


class _Zine:
    """The eight pages; each is drawn as if it stood upright at x, y."""

    def __init__(
        self, pages: Sheet, source: Source, said: Words, signs: Sequence[Sign], faces: tuple[Face, Face]
    ) -> None:
        self.pages, self.source, self.said, self.signs = pages, source, said, signs
        self.strong, self.heavy = faces

    def draw(self, number: int, x: float, y: float) -> None:
        """Draw one page."""
        drawn: dict[int, Callable[[float, float], None]] = {
            1: self._cover,
            2: self._text,
            6: self._act,
            7: self._help,
            8: self._back,
        }
        if number in drawn:
            drawn[number](x + _EDGE, y + _EDGE)
        else:
            self._sign(self.signs[number - 3], x + _EDGE, y + _EDGE)
        if number not in {1, 8}:
            digit = fitted(self.strong, str(number), _ROOM, 5, 8, 8)
            self.pages.block(x + _EDGE, y + HIGH - 9, digit, width=_ROOM, align="middle")

    def _fit(self, of: Face, text: str, height: float, biggest: float, smallest: float) -> Fitted:
        return fitted(of, text, _ROOM, height, biggest, smallest)

    def _cover(self, x: float, y: float) -> None:
        self.pages.band(x, y, _ROOM, 3)
        headline = self._fit(self.heavy, self.source.headline, 42, 25, 11)
        self.pages.block(x, y + 5, headline)
        top = y + 7 + headline.height
        side = min(y + HIGH - 2 * _EDGE - top, _ROOM, 46)
        self.pages.picture(PICTURES[self.source.picture], x + (_ROOM - side) / 2, top, side)

    def _text(self, x: float, y: float) -> None:
        text = self._fit(self.strong, self.source.text or self.source.headline, HIGH - 2 * _EDGE - 8, 19, 10)
        self.pages.block(x, y + (HIGH - 2 * _EDGE - 8 - text.height) / 2, text)

    def _sign(self, sign: Sign, x: float, y: float) -> None:
        self.pages.picture(PICTURES[sign.picture], x + (_ROOM - 36) / 2, y, 36)
        label = self._fit(self.heavy, sign.label, 22, 18, 9)
        self.pages.block(x, y + 39, label)
        self.pages.block(x, y + 41 + label.height, self._fit(self.strong, sign.why, 44 - label.height, 14, 8))

    def _act(self, x: float, y: float) -> None:
        self.pages.block(x, y, self._fit(self.strong, plain(self.said.act), 6, 12, 8))
        act = self._fit(self.heavy, self.source.act, 40, 25, 10)
        self.pages.block(x, y + 9, act)
        side = min(40.0, HIGH - 2 * _EDGE - 18 - act.height)
        self.pages.picture(PICTURES["tell"], x + (_ROOM - side) / 2, y + 12 + act.height, side)

    def _help(self, x: float, y: float) -> None:
        """Numbers to ring, and room to write down one's own: the page of a message without a number is not empty."""
        low = y + HIGH - 2 * _EDGE - 6
        if self.source.help:
            self.pages.block(x, y, self._fit(self.strong, plain(self.said.help), 6, 12, 8))
            y = self._numbers(x, y + 9) + 2
        if low - y >= _OWN:
            self._own(x, y, low)

    def _own(self, x: float, y: float, low: float) -> None:
        question = self._fit(self.heavy, plain(self.said.ask_2), 22, 16, 9)
        self.pages.block(x, y, question)
        y += question.height + _LINE
        while y <= low:
            self.pages.line(x, y, x + _ROOM, y, line=0.3)
            y += _LINE

    def _numbers(self, x: float, y: float) -> float:
        lines = self.source.help
        room = (HIGH - 2 * _EDGE - 18) / max(len(lines), 2)
        for line in lines:
            number = self._fit(self.heavy, line.number, room * 0.5, 34, 9)
            self.pages.block(x, y, number)
            name = self._fit(self.strong, line.name, room - number.height - 2, 12, 7)
            self.pages.block(x, y + number.height, name)
            y += number.height + name.height + 4
        return y

    def _back(self, x: float, y: float) -> None:
        side = 40.0
        self.pages.block(x, y, self._fit(self.strong, plain(self.said.scan), 9, 11, 7), width=_ROOM, align="middle")
        self.pages.square(self.source.address, x + (_ROOM - side) / 2, y + 9, side)
        at = y + 9 + side
        for of, text, high, size in (
            (self.heavy, self.source.shown_address, 10, 11),
            (self.strong, plain(self.said.no_name), 5, 9),
            (self.strong, plain(self.said.pass_on), 6, 10),
        ):
            block = self._fit(of, text, high, size, 6)
            self.pages.block(x, at, block, width=_ROOM, align="middle")
            at += block.height + 0.8
        foot = f"{self.source.foot(plain(self.said.draft))}\u00a0· {plain(self.said.fold)}"
        low = self._fit(self.strong, foot, y + HIGH - 2 * _EDGE - at, 7, 4.5)
        self.pages.block(x, y + HIGH - 2 * _EDGE - low.height, low, role="soft")

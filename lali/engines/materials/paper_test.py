"""The small test on paper: six messages before the talk on one side of a sheet, six after it on the other.

A sheet has a number and no name. What stands small in the boxes is what is typed in afterwards: 0 trusts, 1 checks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lali.engines.materials.letters import PLAIN, STRONG, Face, face, set_at
from lali.engines.materials.poster import texts_of
from lali.engines.materials.sheet import LIGHT, Sheet, plain, sheet, written
from lali.engines.materials.source import MessageRefused, Source
from lali.engines.materials.words import Words

MESSAGES, MOST_SHEETS = 6, 30
_X, _WIDE, _FLOOR = 16.0, 178.0, 278.0


@dataclass(frozen=True, slots=True)
class PaperTest:
    """Messages of the two forms as (who sends it, text), without marks, and the numbers of the sheets."""

    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]
    first: int = 1
    last: int = 30

    def __post_init__(self) -> None:
        if len(self.before) != MESSAGES or len(self.after) != MESSAGES:
            raise MessageRefused("messages", "empty")
        if not 1 <= self.first <= self.last:
            raise MessageRefused("sheets", "empty")
        if self.last - self.first >= MOST_SHEETS or self.last > 9999:  # noqa: PLR2004 - four digits stand in the corner
            raise MessageRefused("sheets", "too_many")


def paper_test(source: Source, said: Words, test: PaperTest) -> bytes:
    """Draw the sheets as PDF, two pages each, to be printed on both sides. Raises `MessageRefused`."""
    messages = [text for pair in (*test.before, *test.after) for text in pair]
    sheet_words = plain(said.sheet % {"number": 0})
    letters = frozenset("".join([*texts_of(source, said), *messages, sheet_words]))
    faces = face(PLAIN, letters), face(STRONG, letters)
    with sheet(source, f"{source.agency}: {plain(said.would)}", LIGHT, faces) as pages:
        sides = [
            _Side(pages, source, said, faces, plain(said.before), plain(said.first), test.before, plain(said.turn)),
            _Side(pages, source, said, faces, plain(said.after), plain(said.last), test.after, ""),
        ]
        for number in range(test.first, test.last + 1):
            for side in sides:
                side.draw(number)
        return written(pages)


class _Side:
    """One side of the sheets; laid out once, drawn for every number."""

    def __init__(  # noqa: PLR0917
        self,
        pages: Sheet,
        source: Source,
        said: Words,
        faces: tuple[Face, Face],
        title: str,
        intro: str,
        messages: Sequence[tuple[str, str]],
        foot: str,
    ) -> None:
        self.pages, self.source, self.said, self.title, self.foot = pages, source, said, title, foot
        self.plain, self.strong = faces
        self.intro = set_at(self.plain, f"{intro} {plain(said.invented)}", _WIDE, 11, even=False)
        room = (_FLOOR - 47 - self.intro.height) / MESSAGES
        for size in (13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0):
            self.cells = [
                (
                    set_at(self.strong, label, _WIDE - 62, size - 1),
                    set_at(self.plain, text, _WIDE - 62, size, leading=1.22, even=False),
                )
                for label, text in messages
            ]
            if max(label.height + text.height for label, text in self.cells) + 6 <= room:
                break
        else:
            raise MessageRefused("messages", "no_room")
        self.room = room

    def draw(self, number: int) -> None:
        """Draw the side of one sheet."""
        pages = self.pages
        pages.page(210, 297)
        pages.band(_X, 9, _WIDE, 3.5)
        pages.block(_X, 15, set_at(self.strong, self.title, 110, 18))
        words = plain(self.said.sheet % {"number": number})
        pages.block(_X + 110, 15, set_at(self.strong, words, _WIDE - 110, 18), width=_WIDE - 110, align="right")
        pages.block(_X, 24, set_at(self.strong, f"{plain(self.said.nameless)} {plain(self.said.would)}", _WIDE, 13))
        y = pages.block(_X, 31, self.intro) + 3
        for place, (label, text) in enumerate(self.cells, 1):
            self._message(place, label, text, y)
            y += self.room
        foot = set_at(self.plain, self.source.foot(plain(self.said.draft)), 100, 8, even=False)
        pages.block(_X, 284, foot, role="soft")
        if self.foot:
            pages.block(_X + 60, 280, set_at(self.strong, self.foot, 118, 11), width=118, align="right")

    def _message(self, place: int, label: object, text: object, y: float) -> None:
        pages, high = self.pages, self.room - 3
        pages.frame(_X, y, _WIDE, high, line=0.4)
        pages.say(self.strong, _X + 3, y + 2, str(place), 15)
        at = pages.block(_X + 12, y + 2, label)  # type: ignore[arg-type]
        pages.block(_X + 12, at, text)  # type: ignore[arg-type]
        x = _X + _WIDE - 46
        pages.line(x - 3, y, x - 3, y + high, line=0.3)
        for number, words in enumerate((self.said.trust, self.said.check)):
            top = y + high * (0.25 + 0.5 * number) - 4.5
            pages.frame(x, top, 9, 9, line=0.7)
            pages.say(self.plain, x + 0.8, top + 5.9, str(number), 6.5, role="soft")
            words_set = set_at(self.strong, plain(words), 33, 10.5)
            pages.block(x + 11, top + (9 - words_set.height) / 2, words_set)

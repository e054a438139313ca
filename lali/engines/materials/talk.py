"""The talk sheet: one page of A4 from which a chief, a pastor or a nurse leads five minutes of talk."""

from collections.abc import Sequence
from dataclasses import dataclass

from lali.engines.materials.letters import HEAVY, PLAIN, STRONG, Face, Fitted, face, one_line, set_at
from lali.engines.materials.pictures import PICTURES
from lali.engines.materials.poster import texts_of
from lali.engines.materials.sheet import CLOTH, LIGHT, Sheet, plain, sheet, written
from lali.engines.materials.source import MessageRefused, Sign, Source
from lali.engines.materials.words import Words

SIGNS = 3
_X, _WIDE, _FLOOR = 16.0, 178.0, 279.0
_SIZES = [1.16 - step * 0.04 for step in range(15)]  # of the letters: the largest with which all stands on one page
_MINUTES = (2, 1, 2)
_GAPS, _MOST_GAP = 4, 7.0  # what the page leaves is shared out between its parts


def talk_sheet(source: Source, said: Words, signs: Sequence[Sign], *, light: bool = False) -> bytes:
    """Draw the sheet as PDF, with three signs. Raises `MessageRefused` where it does not fit on its page."""
    if len(signs) != SIGNS:
        raise MessageRefused("signs", "too_many" if len(signs) > SIGNS else "empty")
    letters = frozenset(
        "".join([*texts_of(source, said), *(text for sign in signs for text in (sign.label, sign.why))])
    )
    faces = _Faces(face(PLAIN, letters), face(STRONG, letters), face(HEAVY, letters))
    with sheet(source, f"{plain(said.talk)}: {source.headline}", LIGHT if light else CLOTH, faces.all()) as pages:
        for size in _SIZES:
            end = _Talk(None, source, said, signs, faces, size).draw()
            if end <= _FLOOR:
                pages.page(210, 297)
                _Talk(pages, source, said, signs, faces, size, min(_MOST_GAP, (_FLOOR - end) / _GAPS)).draw()
                return written(pages)
    raise MessageRefused("text", "no_room")


@dataclass(frozen=True, slots=True)
class _Faces:
    plain: Face
    strong: Face
    heavy: Face

    def all(self) -> tuple[Face, ...]:
        return self.plain, self.strong, self.heavy


class _Talk:
    """One pass over the sheet: without pages it only measures."""

    def __init__(  # noqa: PLR0917
        self,
        pages: Sheet | None,
        source: Source,
        said: Words,
        signs: Sequence[Sign],
        faces: _Faces,
        size: float,
        gap: float = 0.0,
    ) -> None:
        self.gap = gap
        self.pages, self.source, self.said, self.signs, self.faces, self.size = pages, source, said, signs, faces, size
        self.y = 0.0

    def draw(self) -> float:
        """Draw from head to foot; give where it ends."""
        self._head()
        self._say()
        self._signs()
        self._ask()
        self._where()
        self._foot()
        return self.y

    def _set(self, of: Face, text: str, size: float, width: float = _WIDE, *, leading: float = 1.25) -> Fitted:
        return set_at(of, text, width, size * self.size, leading=leading)

    def _put(self, x: float, text: Fitted, *, role: str = "ink") -> None:
        if self.pages:
            self.pages.block(x, self.y, text, role=role)
        self.y += text.height

    def _head(self) -> None:
        title = self._set(self.faces.strong, plain(self.said.talk), 13)
        headline = self._set(self.faces.heavy, self.source.headline, 23, leading=1.16)
        high = 15 + title.height + headline.height + 5
        role = "on"
        if self.pages:
            if self.pages.palette.is_light:
                self.pages.fill("ink", _X, high - 1, _WIDE, 0.8)
                self.pages.band(_X, 8, _WIDE, 4)
            else:
                self.pages.fill("ink", 0, 0, 210, high)
                self.pages.band(_X, 7, _WIDE, 4, role="wash")
        self.y = 14
        self._put(_X, title, role=role)
        self._put(_X, headline, role=role)
        self.y = high + 4 + self.gap

    def _title(self, number: int, text: str, minutes: int | None = None) -> None:
        """A numbered heading, with its minutes at the right."""
        words = self._set(self.faces.heavy, plain(text), 15, _WIDE - 44)
        side = words.step
        if self.pages:
            self.pages.fill("ink", _X, self.y, side, side, r=side / 2 - 0.01)
            digit = self._set(self.faces.heavy, str(number), 12, side)
            white = "raised"
            self.pages.block(_X, self.y + (side - digit.step) / 2, digit, width=side, align="middle", role=white)
            if minutes:
                time = self._set(self.faces.strong, plain(self.said.minutes % {"number": minutes}), 12, 40)
                self.pages.block(_X + _WIDE - 40, self.y + 0.8, time, width=40, align="right")
        self._put(_X + side + 3, words)
        self.y += 1.5

    def _say(self) -> None:
        self._title(1, self.said.say, _MINUTES[0])
        for text in (plain(self.said.greet), self.source.headline, self.source.text):
            if text:
                self._put(_X, set_at(self.faces.plain, text, _WIDE, 14 * self.size, leading=1.32, even=False))
                self.y += 1.2
        self.y += 1.2
        act = self._set(self.faces.heavy, self.source.act, 15, _WIDE - 10)
        if self.pages:
            self.pages.fill("wash", _X, self.y, _WIDE, act.height + 4, r=2)
            self.pages.frame(_X, self.y, _WIDE, act.height + 4, line=0.6, r=2)
        self.y += 2
        self._put(_X + 5, act)
        self.y += 6 + self.gap

    def _signs(self) -> None:
        self._title(2, self.said.signs, _MINUTES[1])
        gap, icon = 5.0, 18.0 * self.size
        wide = (_WIDE - 2 * gap) / SIGNS
        cells = [
            (
                self._set(self.faces.strong, sign.label, 12.5, wide - 6),
                self._set(self.faces.plain, sign.why, 11, wide - 6),
            )
            for sign in self.signs
        ]
        high = max(label.height + why.height for label, why in cells) + icon + 7
        top = self.y
        for number, (sign, (label, why)) in enumerate(zip(self.signs, cells, strict=True)):
            x = _X + number * (wide + gap)
            if self.pages:
                self.pages.fill("raised", x, top, wide, high, r=2)
                self.pages.frame(x, top, wide, high, line=0.4, r=2)
                self.pages.picture(PICTURES[sign.picture], x + 3, top + 3, icon)
            self.y = top + icon + 4
            self._put(x + 3, label)
            self._put(x + 3, why)
        self.y = top + high + 4 + self.gap

    def _ask(self) -> None:
        self._title(3, self.said.ask, _MINUTES[2])
        for question in (self.said.ask_1, self.said.ask_2, self.said.ask_3):
            text = self._set(self.faces.plain, plain(question), 14, _WIDE - 8)
            if self.pages:
                self.pages.fill("ink", _X + 1.5, self.y + text.step * 0.42, 2, 2)
            self._put(_X + 8, text)
            self.y += 0.6
        self.y += 3 + self.gap

    def _where(self) -> None:
        self._title(4, self.said.where)
        square, wide = 34.0, _WIDE - 34 - 6
        top = self.y
        for line in self.source.help:
            number = self._set(self.faces.heavy, line.number, 17, wide)
            name = self._set(self.faces.plain, line.name, 11.5, max(wide - number.width - 5, 30))
            start = self.y
            self._put(_X, number)
            after, self.y = self.y, start + 1.2
            self._put(_X + number.width + 5, name)
            self.y = max(self.y, after)
        self._put(_X, self._set(self.faces.strong, plain(self.said.scan), 11, wide))
        self._put(_X, self._set(self.faces.heavy, self.source.shown_address, 13, wide))
        self.y += 1.5
        alone = self._set(self.faces.strong, plain(self.said.alone), 11, wide - 6)
        if self.pages:
            self.pages.frame(_X, self.y, wide, alone.height + 3, line=0.4, r=1.5)
        self.y += 1.5
        self._put(_X + 3, alone)
        self.y += 1.5
        if self.pages:
            self.pages.square(self.source.address, _X + _WIDE - square, top, square)
            self.pages.frame(_X + _WIDE - square, top, square, square, line=0.4, r=1)
        self.y = max(self.y, top + square)

    def _foot(self) -> None:
        if not self.pages:
            return
        foot = self.source.foot(plain(self.said.draft))
        self.pages.fill("ink", _X, 281.5, _WIDE, 0.3)
        end = self.pages.block(_X, 283, set_at(self.faces.plain, foot, _WIDE, 8, even=False), role="soft")
        if self.source.hangs:
            self.pages.block(_X, end, one_line(self.faces.strong, self.source.hangs, _WIDE, 8))

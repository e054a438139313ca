"""The poster: hangs in a shop, a school, a clinic, and is read from three metres by somebody who reads slowly.

On A3 and A4 a capital of the message stands 4.4 mm high at least (five minutes of arc at three metres, the size of the
6/6 line of a Snellen chart, ISO 8596), one of the headline twice that. A5 is for the hand.
"""

from collections.abc import Mapping, Sequence

from lali.engines.materials.letters import HEAVY, STRONG, Face, Fitted, face, fitted, one_line, set_at
from lali.engines.materials.pictures import PICTURES, RECEIVER
from lali.engines.materials.sheet import CLOTH, LIGHT, Sheet, plain, sheet, written
from lali.engines.materials.source import MessageRefused, Source
from lali.engines.materials.words import Words

PAPERS: Mapping[str, tuple[float, float]] = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}
MOST_POSTERS = 60  # pages of one file
_WIDE, _EDGE = 190.0, 10.0  # millimetres of A4: the others are drawn to its scale
_ACT, _ROW, _FOOT = 27.0, 61.0, 10.0
_FLOOR = 288.0
_LARGE = 21.0  # points on A4: with this the text is read at ease
# How high the headline and how wide the picture may be, the best first: a picture is worth some size of the headline.
_SHARES = (
    *((96.0, 74.0), (96.0, 56.0), (84.0, 74.0), (84.0, 56.0), (96.0, 42.0), (84.0, 42.0)),
    *((72.0, 56.0), (72.0, 42.0), (96.0, 0.0), (84.0, 0.0), (72.0, 0.0)),
)
_LEAST = 6.5  # points, on any paper


def poster(source: Source, said: Words, paper: str = "A4", *, light: bool = False) -> bytes:
    """Draw a poster as PDF. KeyError for a paper that is none of PAPERS. Raises `MessageRefused`."""
    return posters([source], said, paper, light=light)


def posters(sources: Sequence[Source], said: Words, paper: str = "A4", *, light: bool = False) -> bytes:
    """Draw a poster for each source, a page of one PDF: the same message with the codes of many places."""
    if not 1 <= len(sources) <= MOST_POSTERS:
        raise MessageRefused("code", "too_many" if sources else "empty")
    width, height = PAPERS[paper]
    letters = frozenset("".join(text for one in sources for text in texts_of(one, said)))
    faces = face(STRONG, letters), face(HEAVY, letters)
    with sheet(sources[0], sources[0].headline, LIGHT if light else CLOTH, faces) as pages:
        for source in sources:
            pages.page(width, height)
            _Poster(pages, source, said, faces, width / 210).draw()
        return written(pages)


def texts_of(source: Source, said: Words) -> list[str]:
    """Every text that stands on a material that shows the message, its help and its foot."""
    helps = [text for line in source.help for text in (line.number, line.name)]
    own = [source.headline, source.text, source.act, source.address, source.code, source.agency, source.notice]
    small = [source.month, source.hangs, "…"]
    return own + helps + small + [plain(getattr(said, name)) for name in Words.__dataclass_fields__]


class _Poster:
    """One poster; everything is laid out for A4 and multiplied by `k`."""

    def __init__(self, pages: Sheet, source: Source, said: Words, faces: tuple[Face, Face], k: float) -> None:
        self.pages, self.source, self.said, self.k = pages, source, said, k
        self.strong, self.heavy = faces
        self.light = pages.palette.is_light

    def draw(self) -> None:
        """Draw from the top and from the foot; the picture and the text share what is left between."""
        if not self.light:
            self.pages.fill("ground", 0, 0, 210 * self.k, 297 * self.k)
        foot = self._bottom() - 5
        headline, side, text = self._shared_out(foot)
        top = self._headline(headline) + 5
        self._middle(top, foot, side, text)

    def _shared_out(self, foot: float) -> tuple[Fitted, float, Fitted | None]:
        """Choose how high the headline and how wide the picture may be, so that the text can be read as well.

        The first way that leaves the text large is taken, else the way that leaves it largest.
        """
        best: tuple[Fitted, float, Fitted] | None = None
        for high, side in _SHARES:
            try:
                headline = self._fit(self.heavy, self.source.headline, _WIDE, high, 76, 36)
                room = foot - headline.height / self.k - 22 - 5
                if not self.source.text:
                    return headline, min(room, 110.0), None
                width = _WIDE - side - (7 if side else 0)
                text = self._fit(self.strong, self.source.text, width, room, 32, 17.5)
            except MessageRefused:
                continue
            if side > room:
                continue
            if text.size >= _LARGE * self.k:
                return headline, side, text
            if best is None or text.size > best[2].size:
                best = headline, side, text
        if best is None:
            raise MessageRefused("text", "no_room")
        return best

    def _fit(self, of: Face, text: str, width: float, height: float, biggest: float, smallest: float) -> Fitted:  # noqa: PLR0917
        k = self.k
        return fitted(of, text, width * k, height * k, biggest * k, max(smallest * k, _LEAST))

    def _block(self, x: float, y: float, text: Fitted, **how: object) -> None:
        self.pages.block(x * self.k, y * self.k, text, **how)  # type: ignore[arg-type]

    def _headline(self, text: Fitted) -> float:
        k = self.k
        height = text.height / k + 22
        if self.light:
            self.pages.band(_EDGE * k, 9 * k, _WIDE * k, 5 * k)
            self.pages.fill("ink", _EDGE * k, (height - 0.6) * k, _WIDE * k, 1.2 * k)
        else:
            self.pages.fill("ink", 0, 0, 210 * k, height * k)
            self.pages.band(_EDGE * k, 8 * k, _WIDE * k, 5 * k, role="wash")
        self._block(_EDGE, 16.5, text, role="on")
        return height

    def _middle(self, top: float, foot: float, side: float, text: Fitted | None) -> None:
        k, high = self.k, foot - top
        left = _EDGE if text else 105 - side / 2
        if side:
            self.pages.picture(PICTURES[self.source.picture], left * k, (top + (high - side) / 2) * k, side * k)
        if text:
            self._block(_EDGE + side + (7 if side else 0), top + (high - text.height / k) / 2, text)

    def _bottom(self) -> float:
        self._foot()
        y = _FLOOR - _FOOT - _ROW
        self._code(_EDGE, y)
        self._help(_EDGE + 66, y)
        y -= _ACT + 4
        self._act(y)
        return y

    def _act(self, y: float) -> None:
        k = self.k
        text = self._fit(self.heavy, self.source.act, _WIDE - 12, _ACT - 4, 42, 17.5)
        if self.light:
            self.pages.frame(_EDGE * k, y * k, _WIDE * k, _ACT * k, line=1.4 * k, r=3 * k)
        else:
            self.pages.fill("sea", _EDGE * k, y * k, _WIDE * k, _ACT * k, r=3 * k)
        height = text.height / k
        self._block(_EDGE + 6, y + (_ACT - height) / 2, text, width=(_WIDE - 12) * k, align="middle", role="on")

    def _code(self, x: float, y: float) -> None:
        k, wide = self.k, 60.0
        square = 47.0 if self.source.code else 55.0
        self.pages.fill("raised", x * k, y * k, wide * k, _ROW * k, r=3 * k)
        self.pages.frame(x * k, y * k, wide * k, _ROW * k, line=0.7 * k, r=3 * k)
        self.pages.square(self.source.address, (x + (wide - square) / 2) * k, (y + 2) * k, square * k)
        if self.source.code:
            self._block(
                x, y + 48, set_at(self.heavy, self.source.spaced_code, wide * k, 27 * k), width=wide * k, align="middle"
            )

    def _help(self, x: float, y: float) -> None:
        k, wide = self.k, _WIDE - 66
        large = 1 if self.source.help else 2  # where there is no number to ring, the way to the page takes its room
        scan = self._fit(self.strong, plain(self.said.scan), wide, 7 * large, 15 * large, 9)
        address = self._fit(self.heavy, self.source.shown_address, wide, 14 * large, 20 * large, 9)
        no_name = self._fit(self.strong, plain(self.said.no_name), wide, 7 * large, 15 * large, 9)
        texts, between = (scan, address, no_name), 0.6 if self.source.help else 4
        high = sum(text.height / k for text in texts) + 2 * between
        at = y if self.source.help else y + (_ROW - high) / 2
        for text in texts:
            self._block(x, at, text)
            at += text.height / k + between
        if self.source.help:
            at += 1.4
            self.pages.fill("ink", x * k, at * k, wide * k, 0.6 * k)
            self._numbers(x, at + 2, wide, y + _ROW - at - 2)

    def _numbers(self, x: float, y: float, wide: float, high: float) -> None:
        """The numbers to ring: the first one large, as many of the others as have room."""
        k, lines = self.k, self.source.help[:2]
        each = (high - 5) / len(lines) if len(lines) > 1 else high - 6
        title = self._fit(self.strong, plain(self.said.help), wide, 6, 13, 9)
        self._block(x, y - 0.6, title)
        y += title.height / k - 0.4
        for line in lines:
            number = self._fit(self.heavy, line.number, wide * 0.62, each, 64, 12)
            tall = number.height / k
            receiver = min(tall * 0.62, 13.0)
            self.pages.picture(RECEIVER, x * k, (y + (each - receiver) / 2) * k, receiver * k)
            self._block(x + receiver + 3, y + (each - tall) / 2, number)
            used = receiver + 3 + number.width / k + 4
            name = self._fit(self.strong, line.name, wide - used, each, 15, 7)
            self._block(x + used, y + (each - name.height / k) / 2, name)
            y += each

    def _foot(self) -> None:
        k = self.k
        text = self._fit(self.strong, self.source.foot(plain(self.said.draft)), _WIDE, _FOOT - 2.4, 9, 6)
        self.pages.fill("ink", _EDGE * k, (_FLOOR - _FOOT + 2) * k, _WIDE * k, 0.3 * k)
        self._block(_EDGE, _FLOOR - _FOOT + 3, text, role="soft")
        if self.source.hangs:
            hangs = one_line(self.strong, self.source.hangs, _WIDE * k, max(8 * k, _LEAST))
            self._block(_EDGE, _FLOOR - _FOOT + 3 + text.height / k, hangs)

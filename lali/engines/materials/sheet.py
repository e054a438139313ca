"""Paper to draw on: a PDF in millimetres with the fonts, colours, bark-cloth band, pictures and square code."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.drawing_primitives import DeviceRGB
from fpdf.fonts import TTFFont

from lali.engines.documents.laying import showable
from lali.engines.materials.letters import ASCENT, POINT, Face, Fitted
from lali.engines.materials.pictures import Shape
from lali.engines.materials.source import Source

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their role: ink on bark cloth, sea, ochre. `on` is what stands on `ink` and on `sea`."""

    ink: Rgb
    soft: Rgb
    ground: Rgb
    raised: Rgb
    on: Rgb
    sea: Rgb
    seawash: Rgb
    ochre: Rgb
    wash: Rgb
    is_light: bool

    def of(self, role: str) -> Rgb:
        """The colour of a role."""
        return getattr(self, role)  # type: ignore[no-any-return]


CLOTH = Palette(
    ink=(42, 28, 19),
    soft=(92, 74, 60),
    ground=(250, 245, 234),
    raised=(255, 253, 248),
    on=(255, 253, 248),
    sea=(11, 79, 108),
    seawash=(225, 237, 241),
    ochre=(214, 150, 52),
    wash=(250, 232, 198),
    is_light=False,
)
LIGHT = Palette(
    ink=(0, 0, 0),
    soft=(60, 60, 60),
    ground=WHITE,
    raised=WHITE,
    on=(0, 0, 0),
    sea=WHITE,
    seawash=WHITE,
    ochre=WHITE,
    wash=WHITE,
    is_light=True,
)


class Sheet:
    """Pages of one PDF. Boxes are given by their upper left corner; sizes of letters in points."""

    def __init__(self, pdf: FPDF, palette: Palette, names: Mapping[int, str]) -> None:
        self.pdf = pdf
        self.palette = palette
        self._names = names

    def page(self, width: float, height: float) -> None:
        """Begin a page."""
        self.pdf.add_page(format=(min(width, height), max(width, height)), orientation="P" if width < height else "L")

    def fill(self, role: str, x: float, y: float, width: float, height: float, r: float = 0.0) -> None:  # noqa: PLR0917
        """Fill a box."""
        self.pdf.set_fill_color(*self.palette.of(role))
        self._box(x, y, width, height, r, "F")

    def frame(self, x: float, y: float, width: float, height: float, *, line: float = 0.5, r: float = 0.0) -> None:
        """Draw the edge of a box."""
        self.pdf.set_draw_color(*self.palette.ink)
        self.pdf.set_line_width(line)
        self._box(x, y, width, height, r, "D")

    def _box(self, x: float, y: float, width: float, height: float, r: float, style: str) -> None:  # noqa: PLR0917
        if r:
            self.pdf.rect(x, y, width, height, style=style, round_corners=True, corner_radius=r)
        else:
            self.pdf.rect(x, y, width, height, style=style)

    def line(self, x: float, y: float, to_x: float, to_y: float, *, line: float = 0.3, dash: float = 0.0) -> None:
        """Draw a line, whole or broken."""
        self.pdf.set_draw_color(*self.palette.ink)
        self.pdf.set_line_width(line)
        self.pdf.set_dash_pattern(dash, dash) if dash else self.pdf.set_dash_pattern()
        self.pdf.line(x, y, to_x, to_y)
        self.pdf.set_dash_pattern()

    def say(self, of: Face, x: float, y: float, text: str, size: float, *, role: str = "ink") -> float:
        """Write one line with its top at y; give its width."""
        self.pdf.set_text_color(*self.palette.of(role))
        self.pdf.set_font(self._names[of.weight], "", size)
        self.pdf.text(x, y + ASCENT * size * POINT * 1.1, text)
        return of.width(text, size)

    def block(
        self, x: float, y: float, text: Fitted, *, width: float = 0.0, align: str = "left", role: str = "ink"
    ) -> float:
        """Write a text that was set; give where it ends."""
        for line in text.lines:
            room = width - text.face.width(line, text.size)
            shift = {"left": 0.0, "middle": room / 2, "right": room}[align]
            self.say(
                text.face, x + shift, y + (text.leading - 1.16) * text.size * POINT / 2, line, text.size, role=role
            )
            y += text.step
        return y

    def band(self, x: float, y: float, width: float, height: float, *, role: str = "ink") -> None:
        """Draw a thin band as on bark cloth: triangles that meet tip to foot, between two lines."""
        count = max(1, round(width / height))
        step = width / count
        self.pdf.set_fill_color(*self.palette.of(role))
        rule = height * 0.1
        for at in (y, y + height - rule):
            self.pdf.rect(x, at, width, rule, style="F")
        top, foot = y + 2 * rule, y + height - 2 * rule
        middle = (top + foot) / 2
        for number in range(count):
            left = x + number * step
            for start, end in ((top, middle), (foot, middle)):
                self.pdf.polygon([(left, start), (left + step, start), (left + step / 2, end)], style="F")

    def picture(self, shapes: tuple[Shape, ...], x: float, y: float, size: float) -> None:
        """Draw a picture in a square."""
        scale = size / 100
        with self.pdf.drawing_context() as drawing:
            for shape in shapes:
                drawing.add_item(self._painted(shape, x, y, scale), False)

    def _painted(self, shape: Shape, x: float, y: float, scale: float) -> PaintedPath:
        painted = PaintedPath()
        painted.style.auto_close = False
        painted.style.fill_color = _colour(self.palette.of(shape.fill)) if shape.fill else None
        painted.style.stroke_color = _colour(self.palette.of(shape.pen)) if shape.line else None
        painted.style.stroke_width = shape.line * scale
        painted.style.stroke_cap_style = "round"
        painted.style.stroke_join_style = "round"
        for step in shape.steps:
            at = [number for px, py in step.points for number in (x + px * scale, y + py * scale)]
            match step.kind:
                case "M":
                    painted.move_to(*at)
                case "L":
                    painted.line_to(*at)
                case "C":
                    painted.curve_to(*at)
                case _:
                    painted.close()
        return painted

    def square(self, address: str, x: float, y: float, size: float) -> None:
        """Draw the code that leads to an address, black on white with its quiet edge, in a square."""
        rows = segno.make(address, error="m", micro=False).matrix
        edge = 3
        dot = size / (len(rows) + 2 * edge)
        self.pdf.set_fill_color(*WHITE)
        self.pdf.rect(x, y, size, size, style="F")
        self.pdf.set_fill_color(0, 0, 0)
        for number, row in enumerate(rows):
            for start, length in _runs(row):
                at = x + (edge + start) * dot, y + (edge + number) * dot
                self.pdf.rect(*at, length * dot, dot * 1.02, style="F")


def _runs(row: bytearray | tuple[int, ...]) -> Iterator[tuple[int, int]]:
    start = None
    for number, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = number
        elif not dark and start is not None:
            yield start, number - start
            start = None


def _colour(rgb: Rgb) -> DeviceRGB:
    return DeviceRGB(*(part / 255 for part in rgb))


@contextmanager
def sheet(source: Source, title: str, palette: Palette, faces: tuple[Face, ...]) -> Iterator[Sheet]:
    """Give a PDF without pages that has its fonts and says what it is and in which language."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_creation_date(datetime.combine(source.as_of, time(), UTC))
    pdf.set_lang(source.language)
    pdf.set_title(title)
    pdf.set_author(source.agency)
    pdf.set_creator("Lali")
    pdf.set_producer("Lali")
    with TemporaryDirectory(prefix="lali-fonts-") as folder:
        names = {}
        for one in faces:
            path = Path(folder) / f"w{one.weight}.ttf"
            path.write_bytes(one.data)
            names[one.weight] = f"w{one.weight}"
            pdf.add_font(names[one.weight], "", str(path))
        try:
            yield Sheet(pdf, palette, names)
        finally:
            for font in pdf.fonts.values():
                if isinstance(font, TTFFont):
                    font.ttfont.close()


def written(paper: Sheet) -> bytes:
    """The bytes of the PDF."""
    return bytes(paper.pdf.output())


def plain(text: str) -> str:
    """A text of the caller's catalogue as the fonts can show it."""
    return showable(text).replace("\n", " ")

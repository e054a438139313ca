"""The card that shows beside a link on Facebook: 1200 by 630 dots, the headline, the picture and the address."""

from io import BytesIO
from itertools import pairwise
from math import hypot

from PIL import Image, ImageDraw, ImageFont

from lali.engines.materials.letters import CAP, HEAVY, POINT, STRONG, Face, Fitted, face, fitted
from lali.engines.materials.pictures import PICTURES, Shape, outline
from lali.engines.materials.poster import texts_of
from lali.engines.materials.sheet import CLOTH, plain
from lali.engines.materials.source import Source
from lali.engines.materials.words import Words

WIDE, HIGH = 1200, 630
_PIECES = 40  # of a curve
_FINE = 4  # dots are drawn so many times finer, then drawn together


def preview(source: Source, said: Words) -> bytes:
    """Draw the card as PNG. Raises `MessageRefused` where the headline does not fit."""
    letters = frozenset("".join(texts_of(source, said)))
    strong, heavy = face(STRONG, letters), face(HEAVY, letters)
    card = Image.new("RGB", (WIDE, HIGH), CLOTH.ground)
    drawing = ImageDraw.Draw(card)
    drawing.rectangle((0, 0, WIDE, 34), fill=CLOTH.ink)
    _band(drawing, 48, 8, WIDE - 96, 18)
    card.paste(_picture(PICTURES[source.picture], 400), (760, 82))
    headline = _fit(heavy, source.headline, 690, 330, 84, 40)
    _write(drawing, headline, 48, 66 + (340 - headline.height) / 2, CLOTH.ink)
    act = _fit(heavy, source.act, 640, 84, 46, 22)
    drawing.rounded_rectangle((48, 426, 738, 532), 16, fill=CLOTH.sea)
    _write(drawing, act, 73, 426 + (106 - act.height) / 2, CLOTH.on)
    address = _fit(strong, source.shown_address, WIDE - 96, 40, 30, 14)
    _write(drawing, address, 48, 545, CLOTH.ink)
    _write(drawing, _fit(strong, source.foot(plain(said.draft)), WIDE - 96, 34, 20, 10), 48, 586, CLOTH.soft)
    out = BytesIO()
    card.save(out, "PNG", compress_level=9)
    return out.getvalue()


def _fit(of: Face, text: str, width: float, height: float, biggest: float, smallest: float) -> Fitted:  # noqa: PLR0917
    """Fit in dots: a dot stands for a millimetre, and the size for dots as well."""
    return fitted(of, text, width, height, biggest / POINT, smallest / POINT)


def _write(drawing: ImageDraw.ImageDraw, text: Fitted, x: float, y: float, colour: tuple[int, int, int]) -> None:
    font = ImageFont.truetype(
        BytesIO(text.face.data), size=round(text.size * POINT), layout_engine=ImageFont.Layout.BASIC
    )
    for number, line in enumerate(text.lines):
        middle = y + (number + 0.5) * text.step + CAP * text.size * POINT / 2
        drawing.text((round(x), round(middle)), line, font=font, fill=colour, anchor="ls")


def _band(drawing: ImageDraw.ImageDraw, x: int, y: int, width: int, height: int) -> None:
    for number in range(width // height):
        left, middle = x + number * height, y + height / 2
        for start in (y, y + height):
            drawing.polygon(((left, start), (left + height, start), (left + height / 2, middle)), fill=CLOTH.wash)


def _picture(shapes: tuple[Shape, ...], size: int) -> Image.Image:
    """Draw a picture finer than it is shown, so that its edges are smooth."""
    scale = size * _FINE / 100
    found = Image.new("RGB", (size * _FINE, size * _FINE), CLOTH.ground)
    drawing = ImageDraw.Draw(found)
    for shape in shapes:
        for points in outline(shape.steps, pieces=_PIECES):
            at = [(x * scale, y * scale) for x, y in points]
            if shape.fill and len(at) > 2:  # noqa: PLR2004 - a line holds no area
                drawing.polygon(at, fill=CLOTH.of(shape.fill))
            if shape.line:
                _stroke(drawing, at, shape.line * scale, CLOTH.of(shape.pen))
    return found.resize((size, size), Image.Resampling.LANCZOS)


def _stroke(
    drawing: ImageDraw.ImageDraw, at: list[tuple[float, float]], thick: float, colour: tuple[int, int, int]
) -> None:
    """Draw a line piece by piece with round joints: the library's own wide lines are thin or thick by their slope."""
    half = thick / 2
    for (x, y), (to_x, to_y) in pairwise(at):
        long = hypot(to_x - x, to_y - y)
        if long:
            right, up = (to_y - y) / long * half, (x - to_x) / long * half
            corners = [(x + right, y + up), (to_x + right, to_y + up), (to_x - right, to_y - up), (x - right, y - up)]
            drawing.polygon(corners, fill=colour)
    for x, y in at:
        drawing.ellipse((x - half, y - half, x + half - 1, y + half - 1), fill=colour)

"""A picture as PNG, for a paper or a slide: drawn by day, on paper."""

import io
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans
from PIL import Image, ImageDraw, ImageFont

from .graph import Kind
from .picture import Picture, Spot
from .shapes import SHAPES
from .svg import FILLS, OF_IDENTIFIERS, PALETTE

SCALE = 2.0  # pixels for a unit, so that print stays sharp
MOST_PIXELS = 36_000_000  # a larger picture is drawn smaller: 36 million need 108 MB while it is drawn
FAR = "#d8d0c4"
HEAD, FOOT_LINE, EDGE = 44, 18, 16
_FONT = Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"
_PIECE = re.compile(r"([MLHVAZmlhvaz])|(-?(?:\d*\.\d+|\d+))")

Point = tuple[float, float]


def as_png(picture: Picture, *, title: str, captions: Iterable[str] = (), watermark: str = "") -> bytes:
    """The picture with its title and lines of text below it; a large one in fewer pixels, at most `MOST_PIXELS`."""
    below = list(captions)
    width = max(picture.width, 480, max((len(line) for line in (title, *below)), default=0) * 7 + 32)
    height = picture.height + HEAD + FOOT_LINE * len(below) + EDGE
    scale = min(SCALE, math.sqrt(MOST_PIXELS / (width * height)))
    size = max(1, int(width * scale)), max(1, int(height * scale))
    image = Image.new("RGB", size, PALETTE["paper"][0])
    pen = ImageDraw.Draw(image)
    if watermark:
        _text(pen, (width / 2, height / 2), watermark, scale, points=80, colour="#ece5d8", anchor="mm")
    _text(pen, (EDGE, 28), title, scale, points=18, colour=PALETTE["ink"][0], anchor="ls")
    for line in picture.lines:
        ends = [(one.x * scale, (one.y + HEAD - 8) * scale) for one in (line.one, line.other)]
        colour = PALETTE["sea"][0] if line.linked else FAR if line.far else PALETTE["line"][0]
        breadth = max(1, round((4 if line.linked else 0.6 + 0.4 * line.weight) * scale))
        _dashed(pen, ends, colour, breadth, scale) if line.likely else pen.line(ends, fill=colour, width=breadth)
    for spot in picture.spots:
        _spot(pen, spot, scale)
    for spot in picture.spots:
        if spot.named:
            at = (spot.x, spot.y + HEAD - 8 + spot.text_at)
            _text(pen, at, spot.label, scale, points=13, colour=PALETTE["ink"][0], anchor="ms", halo=True)
    for number, words in enumerate(below):
        at = (EDGE, picture.height + HEAD + 12 + FOOT_LINE * number)
        _text(pen, at, words, scale, points=12, colour=PALETTE["soft"][0], anchor="ls")
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=False)
    return kept.getvalue()


def _spot(pen: ImageDraw.ImageDraw, spot: Spot, scale: float) -> None:
    fill, edge = (PALETTE[name][0] for name in FILLS.get(spot.node.kind, OF_IDENTIFIERS))
    x, y = spot.x, spot.y + HEAD - 8

    def put(outline: list[Point], across: float = 0, down: float = 0) -> None:
        points = [((x + px + across) * scale, (y + py + down) * scale) for px, py in outline]
        pen.polygon(points, fill=fill)
        pen.line([*points, points[0]], fill=edge, width=max(1, round(2 * scale)), joint="curve")

    if spot.standing.joins > 1 and spot.node.kind not in {Kind.CASE, Kind.TIP}:
        box = ((x - 23) * scale, (y - 23) * scale, (x + 23) * scale, (y + 23) * scale)
        pen.ellipse(box, outline=edge, width=max(1, round(2.5 * scale)))
    if spot.node.count > 1:
        put(_outline(SHAPES[spot.node.kind]), 5, -5)
    put(_outline(SHAPES[spot.node.kind]))
    for open_line in SHAPES[spot.node.kind].split("M")[2:]:  # after the outline: what of the sheets behind is seen
        points = [((x + px) * scale, (y + py) * scale) for px, py in _outline("M" + open_line)]
        pen.line(points, fill=edge, width=max(1, round(2 * scale)), joint="curve")
    if spot.node.is_new:
        box = ((x + 9) * scale, (y - 19) * scale, (x + 19) * scale, (y - 9) * scale)
        pen.ellipse(box, fill=PALETTE["sea"][0])


def _dashed(pen: ImageDraw.ImageDraw, ends: list[Point], colour: str, breadth: int, scale: float) -> None:
    (x1, y1), (x2, y2) = ends
    long = math.hypot(x2 - x1, y2 - y1)
    dash = 9 * scale
    for number in range(int(long / dash) + 1):
        start, stop = number * dash / (long or 1), min(1.0, (number + 0.55) * dash / (long or 1))
        pen.line([(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in (start, stop)], fill=colour, width=breadth)


def _text(
    pen: ImageDraw.ImageDraw,
    at: Point,
    words: str,
    scale: float,
    *,
    points: int,
    colour: str,
    anchor: str,
    halo: bool = False,
) -> None:
    font = _font(max(4, round(points * scale)))
    around = max(1, round(2 * scale)) if halo else 0
    place = (at[0] * scale, at[1] * scale)
    paper = PALETTE["paper"][0]
    pen.text(place, words, font=font, fill=colour, anchor=anchor, stroke_width=around, stroke_fill=paper)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


@lru_cache(maxsize=64)
def _outline(path: str) -> list[Point]:
    """The first closed outline of a path of ours as points: lines, and arcs as their chord bent by some points."""
    pieces = _PIECE.findall(path)
    points: list[Point] = []
    x = y = 0.0
    numbers: list[float] = []
    letter = ""

    def spend() -> None:
        nonlocal x, y, numbers
        takes = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7}.get(letter.lower(), 0)
        while takes and len(numbers) >= takes:
            now, numbers = numbers[:takes], numbers[takes:]
            own = letter.islower()
            before = (x, y)
            if letter.lower() == "h":
                x = now[0] + (x if own else 0)
            elif letter.lower() == "v":
                y = now[0] + (y if own else 0)
            else:
                x, y = now[-2] + (x if own else 0), now[-1] + (y if own else 0)
            if letter.lower() == "a":
                points.extend(_arc(before, (x, y), now[0], large=bool(now[3]), sweep=bool(now[4])))
            points.append((x, y))

    for command, number in pieces:
        if number:
            numbers.append(float(number))
            continue
        spend()
        if command.lower() == "z":
            break
        letter, numbers = command, []
    spend()
    return points


def _arc(one: Point, other: Point, radius: float, *, large: bool, sweep: bool) -> list[Point]:
    """Points between the ends of an arc of a circle (SVG 2, appendix B.2.4)."""
    across, down = (one[0] - other[0]) / 2, (one[1] - other[1]) / 2
    half = math.hypot(across, down)
    radius = max(radius, half)
    away = math.sqrt(max(0.0, radius**2 - half**2)) / (half or 1.0) * (-1 if large == sweep else 1)
    middle = ((one[0] + other[0]) / 2 + away * down, (one[1] + other[1]) / 2 - away * across)
    start = math.atan2(one[1] - middle[1], one[0] - middle[0])
    turn = math.atan2(other[1] - middle[1], other[0] - middle[0]) - start
    if sweep and turn < 0:
        turn += 2 * math.pi
    if not sweep and turn > 0:
        turn -= 2 * math.pi
    steps = 10
    return [
        (
            middle[0] + radius * math.cos(start + turn * n / steps),
            middle[1] + radius * math.sin(start + turn * n / steps),
        )
        for n in range(1, steps)
    ]

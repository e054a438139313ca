"""Pictures of the materials, drawn from shapes on a square of 100: large areas, thick outlines, nothing told by colour.

A colour is named by its role; the light version leaves every area white but `ink`, and the outlines still tell it all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")
_NEEDS = {"M": 1, "L": 1, "C": 3, "Z": 0}
_ROUND = 0.5523  # how far the handles of a quarter of a circle reach

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: M, L, C or Z, and its points."""

    kind: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, the role of the colour it is filled with ("" for none), and how thick its outline is (0 for none)."""

    steps: tuple[Step, ...]
    fill: str = ""
    line: float = 0.0
    pen: str = "ink"


def path(text: str) -> tuple[Step, ...]:
    """Read a path written as in SVG with M, L, C and Z in absolute numbers."""
    steps: list[Step] = []
    kind, numbers = "", list[float]()
    for piece in _PIECE.findall(text):
        if piece in _NEEDS:
            kind, numbers = piece, []
            if piece == "Z":
                steps.append(Step("Z"))
            continue
        numbers.append(float(piece))
        if len(numbers) == 2 * _NEEDS[kind]:
            steps.append(Step(kind, tuple(zip(numbers[::2], numbers[1::2], strict=True))))
            numbers, kind = [], "L" if kind == "M" else kind
    return tuple(steps)


def box(x: float, y: float, width: float, height: float, r: float = 0.0) -> tuple[Step, ...]:
    """A rectangle with round corners."""
    right, foot, h = x + width, y + height, r * (1 - _ROUND)
    return path(
        f"M{x + r} {y} L{right - r} {y} C{right - h} {y} {right} {y + h} {right} {y + r}"
        f" L{right} {foot - r} C{right} {foot - h} {right - h} {foot} {right - r} {foot}"
        f" L{x + r} {foot} C{x + h} {foot} {x} {foot - h} {x} {foot - r}"
        f" L{x} {y + r} C{x} {y + h} {x + h} {y} {x + r} {y} Z"
    )


def disc(x: float, y: float, r: float) -> tuple[Step, ...]:
    """A circle."""
    return box(x - r, y - r, 2 * r, 2 * r, r)


def outline(steps: tuple[Step, ...], pieces: int = 16) -> Iterator[list[Point]]:
    """Give each line of a path as points, its curves in pieces: for pictures made of dots."""
    line: list[Point] = []
    for step in steps:
        if step.kind == "M":
            if line:
                yield line
            line = [step.points[0]]
        elif step.kind == "L":
            line.append(step.points[0])
        elif step.kind == "C":
            line += _curve((line[-1], *step.points), pieces)
        elif line:
            line.append(line[0])
    if line:
        yield line


def _curve(handles: Sequence[Point], pieces: int) -> Iterator[Point]:
    """Give points of a Bézier curve of four handles, without the first."""
    for number in range(1, pieces + 1):
        t = number / pieces
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        yield (
            sum(weight * handle[0] for weight, handle in zip(weights, handles, strict=True)),
            sum(weight * handle[1] for weight, handle in zip(weights, handles, strict=True)),
        )


_THICK, _MIDDLE, _THIN = 3.0, 2.4, 1.8

_PHONE = (
    Shape(box(24, 8, 52, 88, 8), "sea", _THICK),
    Shape(box(30, 17, 40, 66, 2), "raised", _MIDDLE),
    Shape(disc(50, 89.5, 2.6), "raised", _THIN),
)
_NOTE = (
    Shape(box(33, 50, 34, 22, 2), "wash", _MIDDLE),
    Shape(disc(47, 61, 5.4), "raised", _THIN),
)
_WIRE, _BEND = path("M61 1 L61 43"), path("M61 49 L61 68 C61 88 38 88 38 70 L38 66")
_HOOK = (
    Shape(_BEND, "", 8.6, "raised"),
    Shape(path("M38 60 L48 74 L37 72 Z"), "raised", 5, "raised"),
    Shape(_WIRE, "", 2.2),
    Shape(disc(61, 46, 3.4), "raised", 2.4),
    Shape(_BEND, "", 4.6),
    Shape(path("M38 60 L47.5 73 L38 72 Z"), "ink", 1.4),
)
_BUBBLES = (
    Shape(path("M34 22 L55 22 L55 33 L42 33 L36.5 38 L36.5 33 L34 33 Z"), "seawash", _THIN),
    Shape(path("M38 27.5 L51 27.5"), "", _THIN),
)
_BANKNOTES = (
    Shape(box(20, 24, 66, 36, 3), "wash", _THICK),
    Shape(box(13, 36, 66, 36, 3), "wash", _THICK),
    Shape(disc(46, 54, 9), "raised", _MIDDLE),
    Shape(path("M22 45 L22 45.1 M70 63 L70 63.1"), "", _THICK),
)
_NO = (
    Shape(disc(50, 50, 43), "", 8.4, "raised"),
    Shape(path("M20.5 20.5 L79.5 79.5"), "", 8.4, "raised"),
    Shape(disc(50, 50, 43), "", 5.2),
    Shape(path("M20.5 20.5 L79.5 79.5"), "", 5.2),
)
_PASSPORT = (
    Shape(box(16, 6, 56, 78, 5), "sea", _THICK),
    Shape(disc(44, 37, 16), "raised", _MIDDLE),
    Shape(path("M28 37 L60 37 M44 21 C35 31 35 43 44 53 M44 21 C53 31 53 43 44 53"), "", _THIN),
    Shape(path("M30 66 L58 66"), "", _THICK, "raised"),
    Shape(path("M30 66 L58 66"), "", _THIN),
)
_LOCK = (
    Shape(path("M61 69 L61 60 C61 44 85 44 85 60 L85 69"), "", 9.4, "raised"),
    Shape(path("M61 69 L61 60 C61 44 85 44 85 60 L85 69"), "", 5.4),
    Shape(box(52, 66, 42, 30, 4), "ochre", _THICK),
    Shape(disc(73, 78, 4), "ink"),
    Shape(path("M73 79 L73 87"), "", _THICK),
)
_DOOR = (
    Shape(box(22, 5, 56, 90, 2), "raised", _THICK),
    Shape(box(28, 11, 44, 84, 1), "sea", _MIDDLE),
    Shape(box(35, 19, 30, 26, 1), "raised", _MIDDLE),
    Shape(path("M42.5 19 L42.5 45 M50 19 L50 45 M57.5 19 L57.5 45"), "", _THICK),
    Shape(path("M8 95 L92 95"), "", _THICK),
    Shape(path("M51 69 L51 63 C51 53 67 53 67 63 L67 69"), "", 4.6),
    Shape(box(45, 67, 28, 20, 3), "ochre", _MIDDLE),
    Shape(disc(59, 76, 3), "ink"),
)
_PLANE = (
    Shape(path("M96 22 L6 44 L34 56 Z"), "raised", _THICK),
    Shape(path("M96 22 L34 56 L44 84 Z"), "sea", _THICK),
    Shape(path("M34 56 L44 84 L52 64 Z"), "wash", _MIDDLE),
    Shape(path("M10 90 L10 90.1 M20 86 L20 86.1 M29 80 L29 80.1"), "", 4),
    Shape(disc(26, 20, 17), "wash", _THICK),
    Shape(path("M20 16 C20 8 32 8 32 16 C32 20 26 20 26 25"), "", 3.6),
    Shape(path("M26 30.5 L26 30.6"), "", 4.4),
)
_TELL = (
    Shape(path("M6 96 C6 66 46 66 46 96 Z"), "sea", _THICK),
    Shape(disc(26, 58, 12.5), "wash", _THICK),
    Shape(path("M54 96 C54 66 94 66 94 96 Z"), "ochre", _THICK),
    Shape(disc(74, 58, 12.5), "wash", _THICK),
    Shape(
        path(
            "M36 6 L84 6 C87 6 89 8 89 11 L89 31 C89 34 87 36 84 36 L50 36 L38 46 L40 36 L36 36"
            " C33 36 31 34 31 31 L31 11 C31 8 33 6 36 6 Z"
        ),
        "raised",
        _THICK,
    ),
    Shape(path("M41 15 L79 15 M41 21 L79 21 M41 27 L66 27"), "", _MIDDLE),
)
_CLOCK = (
    Shape(disc(50, 50, 42), "wash", _THICK),
    Shape(disc(50, 50, 33), "raised", _MIDDLE),
    Shape(path("M50 24 L50 50 L68 60"), "", 4.6),
    Shape(path("M50 20 L50 21 M50 79 L50 80 M20 50 L21 50 M79 50 L80 50"), "", _THICK),
    Shape(disc(50, 50, 3.6), "ink"),
)

PICTURES: Mapping[str, tuple[Shape, ...]] = {
    "hook": (*_PHONE, *_BUBBLES, *_NOTE, *_HOOK),
    "fee": (*_BANKNOTES, *_NO),
    "passport": (*_PASSPORT, *_LOCK),
    "closed-door": _DOOR,
    "plane": _PLANE,
    "tell": _TELL,
    "clock": _CLOCK,
}
RECEIVER = (
    Shape(
        path(
            "M26 8 L42 8 L49 32 L39 40 C44 52 50 58 61 62 L69 51 L93 58 L93 74 C93 84 86 90 76 90"
            " C40 88 12 58 10 24 C10 14 16 8 26 8 Z"
        ),
        "ink",
    ),
)
SCISSORS = (
    Shape(disc(14, 30, 10), "", 5),
    Shape(disc(14, 70, 10), "", 5),
    Shape(path("M23 36 L92 78 M23 64 L92 22"), "", 5),
)

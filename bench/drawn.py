"""Drawn pictures with the truth: scenes, portraits and ad sheets, and what people do to a picture they pass on.

All of it is drawn by chance: no photograph, no face of anybody.
"""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

WORDS = [
    "WORK",
    "ABROAD",
    "GOOD",
    "PAY",
    "HOTEL",
    "STAFF",
    "CALL",
    "NOW",
    "NO",
    "FEES",
    "VISA",
    "READY",
    "START",
    "TODAY",
    "GIRLS",
    "BOYS",
    "DRIVER",
    "MODEL",
    "FARM",
]


def _colour(draw: random.Random, low: int = 0, high: int = 255) -> tuple[int, int, int]:
    return draw.randint(low, high), draw.randint(low, high), draw.randint(low, high)


def _ground(draw: random.Random, wide: int, high: int) -> Image.Image:
    """A sky, a wall, a floor: two colours that run into each other, with clouds in them."""
    clouds = Image.new("L", (draw.randint(3, 9), draw.randint(3, 9)))
    clouds.putdata([draw.randint(0, 255) for _ in range(clouds.width * clouds.height)])
    mask = clouds.resize((wide, high), Image.Resampling.BICUBIC)
    return Image.composite(
        Image.new("RGB", (wide, high), _colour(draw)), Image.new("RGB", (wide, high), _colour(draw)), mask
    )


def scene(draw: random.Random, wide: int, high: int) -> Image.Image:
    """Things before a ground."""
    picture = _ground(draw, wide, high)
    pen = ImageDraw.Draw(picture)
    for _ in range(draw.randint(5, 18)):
        left, top = draw.randint(-wide // 5, wide), draw.randint(-high // 5, high)
        box = (left, top, left + draw.randint(wide // 12, wide // 2), top + draw.randint(high // 12, high // 2))
        kind = draw.randrange(3)
        if kind == 2:
            corners = [(draw.randint(*box[::2]), draw.randint(*box[1::2])) for _ in range(draw.randint(3, 6))]
            pen.polygon(corners, fill=_colour(draw))
        else:
            (pen.ellipse, pen.rectangle)[kind](box, fill=_colour(draw))
    return picture.filter(ImageFilter.GaussianBlur(draw.choice((0, 0.6, 1.2))))


def portrait(draw: random.Random, wide: int, high: int) -> Image.Image:
    """A head and shoulders before a ground, never anybody's: portraits are like one another."""
    picture = _ground(draw, wide, high)
    pen = ImageDraw.Draw(picture)
    x, y, r = wide * draw.uniform(0.38, 0.62), high * draw.uniform(0.35, 0.5), high * draw.uniform(0.16, 0.26)
    skin, hair = _colour(draw, 60, 230), _colour(draw, 0, 120)
    pen.ellipse((x - 2.2 * r, y + 1.1 * r, x + 2.2 * r, y + 5 * r), fill=_colour(draw))
    pen.ellipse((x - 1.15 * r, y - 1.35 * r, x + 1.15 * r, y + draw.uniform(0.4, 1.8) * r), fill=hair)
    pen.ellipse((x - 0.85 * r, y - r, x + 0.85 * r, y + 1.15 * r), fill=skin)
    for side in (-1, 1):
        pen.ellipse((x + side * 0.4 * r - 4, y - 4, x + side * 0.4 * r + 4, y + 4), fill=hair)
    for _ in range(draw.randint(1, 5)):
        left, top = draw.randint(0, wide), draw.randint(0, high)
        pen.rectangle((left, top, left + wide // 6, top + high // 5), fill=_colour(draw))
    return picture


def sheet(draw: random.Random, wide: int, high: int) -> Image.Image:
    """An ad: a head line, a picture, some lines of words. Sheets are like one another."""
    paper = Image.new("RGB", (wide, high), _colour(draw, 190))
    pen = ImageDraw.Draw(paper)
    top = int(high * draw.uniform(0.1, 0.25))
    pen.rectangle((0, 0, wide, top), fill=_colour(draw, 0, 200))
    pen.text(
        (wide // 20, top // 4), " ".join(draw.sample(WORDS, 2)), font=ImageFont.load_default(top // 3), fill="white"
    )
    part = scene(draw, int(wide * draw.uniform(0.4, 0.9)), int(high * draw.uniform(0.25, 0.45)))
    paper.paste(part, (draw.randint(0, wide - part.width), top + draw.randint(0, high // 12)))
    at = top + part.height + high // 10
    while at < high - 14:
        if draw.random() < 0.8:
            words = " ".join(draw.choices(WORDS, k=draw.randint(2, 5)))
            pen.text((draw.choice((8, 8, 30)), at), words, font=ImageFont.load_default(13), fill=_colour(draw, 0, 90))
        at += draw.choice((16, 16, 30))
    return paper


def drawn(seed: int) -> Image.Image:
    """One picture: the same seed draws the same."""
    draw = random.Random(seed)
    wide, high = draw.choice(((320, 240), (240, 320), (256, 256), (400, 300), (300, 400)))
    return draw.choice((scene, scene, portrait, sheet))(draw, wide, high)


def _said_over(picture: Image.Image, draw: random.Random) -> Image.Image:
    picture = picture.copy()
    size = picture.height // draw.randint(9, 14)
    at = (draw.randint(0, picture.width // 5), draw.randint(0, int(picture.height * 0.8)))
    words = " ".join(draw.sample(WORDS, 3))
    ImageDraw.Draw(picture).text(
        at, words, font=ImageFont.load_default(size), fill="white", stroke_width=2, stroke_fill="black"
    )
    return picture


def _banner(picture: Image.Image, draw: random.Random) -> Image.Image:
    picture = picture.copy()
    high = int(picture.height * draw.uniform(0.1, 0.15))
    top = draw.choice((0, picture.height - high))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, top, picture.width, top + high), fill=_colour(draw))
    pen.text(
        (8, top + high // 5), " ".join(draw.sample(WORDS, 2)), font=ImageFont.load_default(high // 2), fill="white"
    )
    return picture


def _framed(picture: Image.Image, draw: random.Random) -> Image.Image:
    sides = [int(draw.choice((0, 0.1, 0.25, 0.4)) * side) for side in (picture.width, picture.height) for _ in range(2)]
    left, right, top, bottom = sides if any(sides) else (20, 20, 20, 20)
    frame = draw.choice(((0, 0, 0), (255, 255, 255), (30, 30, 34)))
    paper = Image.new("RGB", (picture.width + left + right, picture.height + top + bottom), frame)
    paper.paste(picture, (left, top))
    return paper


def _cropped(picture: Image.Image, share: float, draw: random.Random, sides: int) -> Image.Image:
    off = [0.0] * 4
    for side in draw.sample(range(4), sides):
        off[side] = draw.uniform(0.3, 1) * share
    wide, high = picture.size
    return picture.crop((int(off[0] * wide), int(off[1] * high), wide - int(off[2] * wide), high - int(off[3] * high)))


def _jpeg(picture: Image.Image, quality: int) -> Image.Image:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    return Image.open(packed).convert("RGB")


Change = Callable[[Image.Image, random.Random], Image.Image]
CHANGES: dict[str, Change] = {
    "smaller": lambda one, draw: one.resize([max(40, int(side * draw.uniform(0.3, 0.8))) for side in one.size]),
    "packed again": lambda one, draw: _jpeg(one, draw.randint(15, 60)),
    "turned": lambda one, draw: one.transpose(
        draw.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270))
    ),
    "mirrored": lambda one, _draw: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "brighter": lambda one, draw: ImageEnhance.Brightness(one).enhance(draw.uniform(0.7, 1.35)),
    "without colours": lambda one, _draw: one.convert("L").convert("RGB"),
    "blurred": lambda one, draw: one.filter(ImageFilter.GaussianBlur(draw.uniform(1, 2.5))),
    "framed": _framed,
    "words over it": _said_over,
    "a banner over it": _banner,
    "cut by up to 6 % at one side": lambda one, draw: _cropped(one, 0.06, draw, 1),
    "cut by up to 15 % at one side": lambda one, draw: _cropped(one, 0.15, draw, 1),
    "cut by up to 10 % at all sides": lambda one, draw: _cropped(one, 0.10, draw, 4),
    "smaller, framed and packed again": lambda one, draw: _jpeg(_framed(one.resize((200, 180)), draw), 50),
}

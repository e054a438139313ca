"""What a picture looks like: as the reference says it, whatever its size; near pictures are found by their pieces."""

import io
import math
import random

import pytest
from PIL import Image

from lali.engines.documents import CannotRedact, luma_of_picture
from lali.engines.known import LARGEST, MATCHES_WITHIN, bands, bands_near, distance, pdq_of

# Pictures drawn by `drawn` below, hashed by the authors' own C++ (through its Python binding): hash and quality.
REFERENCE = [
    (1, 512, 512, "2af800a5aaf80ca5baf812f0aff802e5ffb8af25fff0aea5aa8d515e0007515a", 100),
    (3, 300, 512, "553e007c573e147c7f3e1754fffeba2b0101406b5521407baad5eb812ad1eb83", 100),
    (4, 64, 64, "0015405501555529055d0079055d17a9557d4af9d7fd7fa957fdaaebfdfd0101", 69),
    (5, 100, 77, "80727daf80527f871272906f7fa2807f7fa2806f89a26faf82727faf807580a4", 100),
    (6, 5, 5, "64d99e279b2664d99b26c4b13c0f394e60d89b2664d99e279b2664d99f26c6b1", 5),
]


def drawn(n, width, height):
    picture = Image.new("RGB", (width, height))
    pixels = picture.load()
    for y in range(height):
        for x in range(width):
            waves = int(127 + 127 * math.sin((x * n + y) / 37)), int(127 + 127 * math.cos((y * n - x) / 53))
            pixels[x, y] = (*waves, (x * n ^ y) % 256)
    return picture


def png(picture, kind="PNG", **more):
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def luma(picture):
    line = [0.299 * r + 0.587 * g + 0.114 * b for r, g, b in picture.get_flattened_data()]
    return [line[at : at + picture.width] for at in range(0, len(line), picture.width)]


@pytest.mark.parametrize(("n", "width", "height", "expected", "quality"), REFERENCE[1:])
def test_as_the_reference_says(n, width, height, expected, quality):
    found = pdq_of(luma(drawn(n, width, height)))
    assert (found.hex, found.quality) == (expected, quality)


@pytest.mark.slow
def test_as_the_reference_says_of_a_large_one():
    n, width, height, expected, _quality = REFERENCE[0]
    assert pdq_of(luma(drawn(n, width, height))).hex == expected


def test_a_picture_without_anything_in_it_does_not_count():
    assert not pdq_of(luma(Image.new("RGB", (100, 100), (9, 99, 199)))).counts
    assert pdq_of([[0.0] * 4] * 4).quality == 0


def test_written_again_smaller_and_as_jpeg_it_is_near_and_another_is_far():
    picture = drawn(2, 200, 160)
    first = pdq_of(luma(picture))
    again = pdq_of(luma_of_picture(png(picture.resize((120, 96)), "JPEG", quality=70), side=LARGEST))
    other = pdq_of(luma(drawn(9, 200, 160)))
    assert distance(first.hex, again.hex) <= MATCHES_WITHIN < distance(first.hex, other.hex)


@pytest.mark.parametrize("data", [b"", b"text", png(Image.new("RGB", (9, 9)))[:40], b"\x89PNG\r\n\x1a\n" + b"x" * 99])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(CannotRedact):
        luma_of_picture(data, side=LARGEST)


def test_whatever_is_within_the_distance_shares_a_piece():
    chance = random.Random(7)
    for differing in (0, 1, 16, 31):
        for _ in range(50):
            one = chance.getrandbits(256)
            other = one
            for bit in chance.sample(range(256), differing):
                other ^= 1 << bit
            near = set(bands_near(f"{one:064x}"))
            assert near & set(bands(f"{other:064x}"))
            assert distance(f"{one:064x}", f"{other:064x}") == differing

"""Pictures are made anew in a bounded size; what they say is told, and what is odd about them."""

import io
import struct
import zlib

import pillow_heif
import pytest
from PIL import Image

from lali.engines.viewing import Beware, CannotLook, Doubt, Kind, Says, Where, picture
from tests.engines.viewing.files import codes, looked, photograph, says


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_a_picture_says(form):
    seen = looked(photograph(form), "a.jpg")
    assert seen.kind == Kind.PICTURE
    assert seen.picture
    assert says(seen, Says.DEVICE) == "Fictional Phone 3"
    assert says(seen, Says.POSITION) == "-18.141667, 178.416667"
    taken = next(one for one in seen.facts if one.name == Says.TAKEN)
    assert (taken.value, taken.doubt) == ("2026-11-01 10:00:00", Doubt.NO_ZONE)
    assert (Beware.NAME_LIES in codes(seen)) == (form != "JPEG")


def test_what_is_shown_has_nothing_of_the_file():
    original = photograph(comment=b"a comment of the file") + b"<script>alert(1)</script>"
    made = picture(io.BytesIO(original), wide=100)
    shown = Image.open(io.BytesIO(made))
    assert max(shown.size) == 100
    assert not dict(shown.getexif())
    for word in (b"Fictional", b"script", b"comment"):
        assert word not in made


def test_a_picture_that_lies_on_its_side_stands_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", (40, 20)).save(written, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(picture(io.BytesIO(written.getvalue())))).size == (20, 40)


def test_frames_are_pages():
    written = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue", "green")]
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    assert looked(written.getvalue(), "x.gif", page=2).pages == 3
    shown = Image.open(io.BytesIO(picture(io.BytesIO(written.getvalue()), where=Where(page=2))))
    assert shown.getpixel((4, 4)) == (0, 0, 255)
    with pytest.raises(CannotLook, match="no_such_part"):
        picture(io.BytesIO(written.getvalue()), where=Where(page=4))


def bomb(side):
    """A PNG that says it is huge; its bytes are few."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_of_a_hundred_thousand_by_a_hundred_thousand_is_named_not_decoded():
    seen = looked(bomb(100_000), "a.png")
    assert not seen.picture
    assert Beware.UNPACKS_LARGE in codes(seen)
    with pytest.raises(CannotLook, match="too_large"):
        picture(io.BytesIO(bomb(100_000)))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (photograph() + b"PK\x05\x06" + bytes(18), Beware.ALSO_ARCHIVE),
        (photograph("PNG") + b"<html><script>", Beware.ALSO_MARKUP),
        (photograph("PNG") + bytes(100), Beware.BYTES_BEHIND),
        (photograph()[:900], Beware.DAMAGED),
    ],
)
def test_what_is_odd_about_a_picture(data, code):
    if code == Beware.DAMAGED:
        with pytest.raises(CannotLook, match="damaged"):
            picture(io.BytesIO(data))
        return
    assert code in codes(looked(data, "a.jpg"))


def heic(size=(320, 240), *, turned=1):
    """A photograph as an iPhone keeps it; red, green in its upper left quarter."""
    shown = Image.new("RGB", size, (200, 30, 30))
    shown.paste((10, 200, 60), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Fictional Phone 3", turned
    written = io.BytesIO()
    pillow_heif.from_pillow(shown).save(written, exif=exif.tobytes())
    return written.getvalue()


def test_a_picture_of_an_iphone_is_shown_and_says_what_it_says():
    seen = looked(heic(), "IMG_0001.HEIC")
    assert (seen.format, seen.picture, codes(seen)) == ("HEIC", True, set())
    assert says(seen, Says.WIDTH_HEIGHT) == "320 × 240"
    assert says(seen, Says.DEVICE) == "Fictional Phone 3"
    made = picture(io.BytesIO(heic()), wide=160)
    shown = Image.open(io.BytesIO(made))
    assert shown.size == (160, 120)
    assert [max(range(3), key=shown.getpixel(place).__getitem__) for place in ((20, 20), (140, 100))] == [1, 0]
    assert b"Fictional" not in made


def test_a_picture_of_an_iphone_that_is_cut_off_says_so():
    cut_off = heic()[:-200]
    seen = looked(cut_off, "IMG_0001.HEIC")
    with pytest.raises(CannotLook, match="damaged"):
        picture(io.BytesIO(cut_off))
    assert seen.picture is False
    assert codes(seen) == {Beware.DAMAGED}


def test_what_a_damaged_picture_of_an_iphone_says_is_read_without_its_pixels():
    exif = photograph()
    start = exif.index(b"Exif\0\0")
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50) + exif[start : start + 2000]
    assert says(looked(data, "IMG_0001.HEIC"), Says.DEVICE) == "Fictional Phone 3"

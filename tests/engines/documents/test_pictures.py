import io
import random

import pillow_heif
import pypdf
import pypdf.annotations
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, PngImagePlugin
from pypdf.generic import NameObject

from lali.engines.documents import (
    Box,
    CannotRedact,
    Kind,
    kind_of,
    page_count,
    picture_of_page,
    pictures,
    redacted_pdf,
    redacted_picture,
)

SECRET = "Mere Secret Example"
HALF = Box(1, 0, 0, 10_000, 5_000)


def photo(kind="PNG", **facts):
    picture = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(picture).text((40, 100), SECRET, fill="black", font_size=40)
    written = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(written, quality=100, **facts)
    else:
        picture.save(written, kind, **facts)
    return written.getvalue()


def with_metadata():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET)
    told.add_itxt("XML:com.adobe.xmp", SECRET)
    exif = Image.Exif()
    exif[0x010E] = SECRET
    return [
        photo("PNG", pnginfo=told, exif=exif) + SECRET.encode(),
        photo("JPEG", exif=exif, comment=SECRET.encode()) + SECRET.encode(),
        photo("TIFF", exif=exif),
        photo("WEBP", exif=exif, xmp=SECRET.encode()),
        photo("GIF", comment=SECRET.encode()),
        photo("BMP"),
        photo("HEIF", exif=exif.tobytes()),
    ]


def document(pages=2):
    pdf = FPDF()
    pdf.set_title(SECRET)
    pdf.set_author(SECRET)
    pdf.set_font("helvetica", size=20)
    for number in range(pages):
        pdf.add_page()
        pdf.text(20, 60, f"{SECRET} {number}")
        pdf.text(20, 250, "Stays")
    pdf.embed_file(bytes=SECRET.encode(), basename="secret.txt")
    return bytes(pdf.output())


def dark(picture, place):
    return picture.convert("RGB").getpixel(place) == (0, 0, 0)


@pytest.mark.parametrize("data", with_metadata(), ids=["png", "jpeg", "tiff", "webp", "gif", "bmp", "heic"])
def test_a_picture_keeps_pixels_only(data):
    done = redacted_picture(data, [HALF])
    with Image.open(io.BytesIO(done)) as picture:
        assert picture.format == "PNG"
        assert not picture.info
        assert not picture.getexif()
        assert all(dark(picture, (x, y)) for x in range(0, 640, 7) for y in range(0, 240, 7))
        assert picture.getpixel((320, 400)) == (255, 255, 255)
        assert picture.size == (640, 480)
    assert SECRET.encode() not in done
    assert done == redacted_picture(data, [HALF])


def test_a_box_is_widened_to_whole_blocks():
    with Image.open(io.BytesIO(redacted_picture(photo("JPEG"), [Box(1, 1_005, 1_005, 10, 10)]))) as picture:
        assert dark(picture, (64, 48))
        assert dark(picture, (79, 63))
        assert not dark(picture, (80, 48))


def test_a_picture_on_its_side_is_covered_where_it_was_seen():
    exif = Image.Exif()
    exif[0x0112] = 6
    done = redacted_picture(photo("JPEG", exif=exif), [HALF])
    with Image.open(io.BytesIO(done)) as picture:
        assert picture.size == (480, 640)
        assert dark(picture, (240, 300))
        assert not dark(picture, (240, 400))


def test_a_pdf_keeps_pictures_of_its_pages_only():
    done = redacted_pdf(document(), [HALF])
    assert SECRET.encode() not in done
    read = pypdf.PdfReader(io.BytesIO(done), strict=True)
    assert len(read.pages) == 2
    assert [page.extract_text().strip() for page in read.pages] == ["", ""]
    assert not read.metadata
    assert not read.attachments
    assert set(read.trailer["/Root"]) == {"/Type", "/Pages"}
    shown = Image.open(io.BytesIO(picture_of_page(done, 1).data))
    assert dark(shown, (300, 300))
    assert not dark(shown, (300, 1500))
    assert done == redacted_pdf(document(), [HALF])


def test_what_stands_in_notes_and_forms_is_no_text_afterwards():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(document(1)))
    writer.add_annotation(0, pypdf.annotations.FreeText(text=SECRET, rect=(50, 550, 200, 650)))
    writer.root_object[NameObject("/PieceInfo")] = pypdf.generic.TextStringObject(SECRET)
    written = io.BytesIO()
    writer.write(written)
    assert SECRET.encode() not in redacted_pdf(written.getvalue(), [])


def test_pages_are_counted_and_shown():
    assert page_count(document(3)) == 3
    assert page_count(photo()) == 1
    page = picture_of_page(document(), 2, wide=600)
    assert page.width == 600
    with pytest.raises(CannotRedact) as refused:
        picture_of_page(document(), 3)
    assert refused.value.reason == "no_such_page"


def test_kinds_are_told_by_content():
    assert kind_of(photo()[:100], 100) is Kind.PICTURE
    assert kind_of(document()[:100], 100) is Kind.PDF
    assert kind_of("[22/11/2026] Priya प्रि".encode()[:-1], 30) is Kind.TEXT
    for other in (b"", b"\x00\x01", b"PK\x03\x04", b"\x7fELF", b"caf\xe9 au lait"):
        assert kind_of(other, len(other)) is Kind.OTHER
    assert kind_of(photo()[:100], pictures.MAX_BYTES + 1) is Kind.OTHER


def reason(call, *given):
    with pytest.raises(CannotRedact) as refused:
        call(*given)
    return refused.value.reason


def test_bombs_are_refused(monkeypatch):
    wide = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(wide, "PNG")
    assert reason(redacted_picture, wide.getvalue(), []) == "too_large"
    monkeypatch.setattr(pictures, "MAX_PAGES", 2)
    assert reason(redacted_pdf, document(3), []) == "too_many_pages"
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    assert reason(page_count, document(1)) == "too_long"
    monkeypatch.setattr(pictures, "MAX_BYTES", 10)
    assert reason(redacted_picture, photo(), []) == "too_large"


def test_a_huge_page_is_refused():
    pdf = FPDF(unit="pt", format=(14_000, 14_000))
    pdf.add_page()
    assert reason(redacted_pdf, bytes(pdf.output()), []) == "too_large"


def test_moving_pictures_are_not_half_redacted():
    written = io.BytesIO()
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    assert reason(redacted_picture, written.getvalue(), []) == "several_frames"


@pytest.mark.slow
def test_damaged_files_are_refused_or_come_out_without_the_secret():
    chance = random.Random(7)
    for original, redact in ((document(1), redacted_pdf), (photo("JPEG"), redacted_picture)):
        for _time in range(6):
            data = bytearray(original)
            for _each in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                done = redact(bytes(data), [Box(1, 0, 0, 10_000, 10_000)])
            except CannotRedact:
                continue
            assert SECRET.encode() not in done

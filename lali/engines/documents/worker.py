"""The process in which hostile pictures and PDFs are opened: one order in, one answer out, on its standard streams.

It limits its own memory and processor time before it looks at anything, and ends with a word on standard error when
something cannot be done. It reads no file and knows no key.
"""

import io
import json
import re
import resource
import struct
import sys
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pi_heif
import pypdfium2
from PIL import Image, ImageDraw, ImageOps, IptcImagePlugin

MEMORY = 1_536 * 1024 * 1024
DPI = 150
GRID = 16  # a JPEG's blocks: what is covered must not show in the ringing of its neighbours
COVER = (0, 0, 0)
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "HEIF")
WHOLE = 10_000

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


class _Cannot(Exception):
    """A fixed word for why."""


def main() -> int:
    """Carry out the one order."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    length = struct.unpack(">I", sys.stdin.buffer.read(4))[0]
    order = json.loads(sys.stdin.buffer.read(length))
    if order["job"] != "many":
        resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    Image.MAX_IMAGE_PIXELS = order["pixels"]
    if order["job"] == "many":
        return _many(order)
    try:
        answer = _done(order, sys.stdin.buffer.read())
    except _Cannot as why:
        sys.stderr.write(f"cannot: {why}")
        return 1
    sys.stdout.buffer.write(bytes([1]) + struct.pack(">Q", len(answer)) + answer)
    return 0


def _many(order: dict[str, Any]) -> int:
    """The pixels of one picture after another, until no more come; each has its own seconds."""
    order["job"] = "pixels"
    while length := sys.stdin.buffer.read(4):
        data = sys.stdin.buffer.read(struct.unpack(">I", length)[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + order["seconds"] + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        try:
            told, answer = 1, _done(order, data)
        except _Cannot as why:
            told, answer = 0, str(why).encode()
        sys.stdout.buffer.write(struct.pack(">BI", told, len(answer)) + answer)
        sys.stdout.buffer.flush()
    return 0


def _done(order: dict[str, Any], data: bytes) -> bytes:
    try:
        return _JOBS[order["job"]](order, data)
    except _Cannot:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise _Cannot("too_large") from None
    except Exception:  # noqa: BLE001 - whatever a decoder raises on hostile bytes: the file is damaged
        raise _Cannot("damaged") from None


def _count(order: dict[str, Any], data: bytes) -> bytes:
    if order["kind"] == "picture":
        _opened(order, data)
        return b"1"
    with pypdfium2.PdfDocument(data) as pdf:
        return str(_checked(pdf, order)).encode()


def _show(order: dict[str, Any], data: bytes) -> bytes:
    picture = next(_pages(order, data, only=order["page"]))
    _fill(picture, [box for box in order["boxes"] if box["page"] == order["page"]])
    if picture.width > order["wide"] > 0:
        height = max(1, round(picture.height * order["wide"] / picture.width))
        picture = picture.resize((order["wide"], height), Image.Resampling.LANCZOS)
    return _png(picture)


def _redact(order: dict[str, Any], data: bytes) -> bytes:
    if order["kind"] == "picture":
        picture = _opened(order, data)
        _fill(picture, order["boxes"])
        return _png(picture)
    return _pdf_of_pictures(order, data)


def _pdf_of_pictures(order: dict[str, Any], data: bytes) -> bytes:
    """Write a PDF by hand that has pages with one JPEG each, and nothing else: no text, no date, no name."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for number, picture in enumerate(_pages(order, data), 1):
        _fill(picture, [box for box in order["boxes"] if box["page"] == number])
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=88)
        first, wide, high = len(objects) + 1, picture.width * 72 / DPI, picture.height * 72 / DPI
        image = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/ColorSpace/DeviceRGB"
        box = f"/MediaBox[0 0 {wide:.2f} {high:.2f}]/Resources<</XObject<</P {first + 2} 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R{box}/Contents {first + 1} 0 R>>".encode(),
            _stream("", f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do Q".encode()),
            _stream(f"{image}/BitsPerComponent 8/Filter/DCTDecode", packed.getvalue()),
        ]
    pages = range(3, len(objects) + 1, 3)
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{page} 0 R' for page in pages)}]>>".encode()
    return _numbered(objects)


def _stream(facts: str, data: bytes) -> bytes:
    return f"<<{facts}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _numbered(objects: list[bytes]) -> bytes:
    made = io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    made.seek(0, io.SEEK_END)
    places = []
    for number, one in enumerate(objects, 1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    table = made.tell()
    made.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    made.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    made.write(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode())
    return made.getvalue()


def _pages(order: dict[str, Any], data: bytes, only: int = 0) -> Iterator[Image.Image]:
    if order["kind"] == "picture":
        yield _opened(order, data)
        return
    with pypdfium2.PdfDocument(data) as pdf:
        count = _checked(pdf, order)
        if only and not 1 <= only <= count:
            raise _Cannot("no_such_page")
        with suppress(pypdfium2.PdfiumError):
            pdf.init_forms()  # what stands in form fields is seen on paper, so it is on the picture
        for index in [only - 1] if only else range(count):
            page = pdf[index]
            if page.get_width() * page.get_height() * (DPI / 72) ** 2 > order["pixels"]:
                raise _Cannot("too_large")
            yield page.render(scale=DPI / 72).to_pil().convert("RGB")
            page.close()


def _checked(pdf: Any, order: dict[str, Any]) -> int:
    if len(pdf) > order["pages"]:
        raise _Cannot("too_many_pages")
    return len(pdf)


def _opened(order: dict[str, Any], data: bytes, *, first: bool = False) -> Image.Image:
    """Give a picture's pixels, upright, on white, in a new picture that has nothing else.

    `first` takes of a phone's photograph that has others behind it (MPO, HEIF: depth, brightness) what one sees.
    """
    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > order["pixels"]:
            raise _Cannot("too_large")
        if getattr(found, "n_frames", 1) > 1 and not (first and found.format in {"MPO", "HEIF"}):
            raise _Cannot("several_frames")
        upright = ImageOps.exif_transpose(found).convert("RGBA")
    plain = Image.new("RGB", upright.size, (255, 255, 255))
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain


def _fill(picture: Image.Image, boxes: list[dict[str, int]]) -> None:
    """Fill the boxes, each widened to whole blocks."""
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        left, top = box["left"] * picture.width // WHOLE, box["top"] * picture.height // WHOLE
        right = -(-(box["left"] + box["width"]) * picture.width // WHOLE)
        bottom = -(-(box["top"] + box["height"]) * picture.height // WHOLE)
        corner = (left // GRID * GRID, top // GRID * GRID, -(-right // GRID) * GRID - 1, -(-bottom // GRID) * GRID - 1)
        draw.rectangle(corner, fill=COVER)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


# -- what a file tells of whoever made it ------------------------------------------------------------------------------

CLEAN_SIDE = 2000  # pixels
MOST_PART = 1024 * 1024  # of a part of an office file
MOST_HINTS = 8
_GPS, _EXIF = 0x8825, 0x8769
_TAGS = (
    (0x010F, "device"),
    (0x0110, "device"),
    (0x0131, "device"),
    (0x0132, "time"),
    (0x013B, "person"),
    (0x9C9D, "person"),
    (0x010E, "words"),
)
_SUB_TAGS = ((0x9003, "time"), (0xA430, "person"), (0xA431, "device"))
_WORDS, _CODE = 0x9286, 8  # a comment of the camera's; how its letters are written stands before it
_IPTC = (((2, 80), "person"), ((2, 90), "place"), ((2, 101), "place"), ((2, 120), "words"))
_CHUNKS = {"author": "person", "artist": "person", "software": "device", "creation time": "time"}
_PACKED = re.compile(r"xml:com\.adobe\.xmp|raw profile type .*", re.IGNORECASE)  # read as what they are
_XMP = (  # as an attribute or an element, and in a list
    (rb"(?:City|Country|CountryName|Location|Sublocation)", "place"),
    (rb"(?:Make|Model|CreatorTool|Software)", "device"),
    (rb"(?:DateTimeOriginal|CreateDate)", "time"),
    (rb"(?:creator|Artist|Author|AuthorsPosition|CaptionWriter)", "person"),
    (rb"(?:description|Headline)", "words"),
)
_PDF = (("Author", "person"), ("Creator", "device"), ("Producer", "device"), ("CreationDate", "time"))
_OFFICE = (
    ("docProps/core.xml", "creator", "person"),
    ("docProps/core.xml", "lastModifiedBy", "person"),
    ("docProps/core.xml", "created", "time"),
    ("docProps/app.xml", "Company", "company"),
    ("meta.xml", "creator", "person"),
    ("meta.xml", "initial-creator", "person"),
    ("meta.xml", "creation-date", "time"),
)
_BEHIND_PICTURE = (b"ftypmp4", b"ftypisom")  # a phone's moving photograph
_WITHIN_PDF = (b"Exif\0\0", b"/EmbeddedFile")
_PICTURED = re.compile(r"(?:^|/)(?:media|Pictures|embeddings|ObjectReplacements)/|thumbnail", re.IGNORECASE)
_SENDER = re.compile(r"^\W?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? .{0,14}?[\]-] ?([^:\n]{1,40}): ", re.MULTILINE)


def _clean(order: dict[str, Any], data: bytes) -> bytes:
    if order["kind"] != "picture":
        return _pdf_of_pictures(order, data)
    picture = _opened(order, data, first=True)
    picture.thumbnail((CLEAN_SIDE, CLEAN_SIDE))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def _pixels(order: dict[str, Any], data: bytes) -> bytes:
    """Width, height, and the colours of each pixel: for computing, never for a page."""
    picture = _opened(order, data, first=True)
    picture.thumbnail((order["wide"], order["wide"]))
    return struct.pack(">II", *picture.size) + picture.tobytes()


def _reveal(order: dict[str, Any], data: bytes) -> bytes:
    inside = True
    if order["kind"] == "picture":
        found, inside = _of_picture(data), not any(mark in data for mark in _BEHIND_PICTURE)
    elif order["kind"] == "pdf":
        found, inside = _of_pdf(data) + _of_xmp(data), not any(mark in data for mark in _WITHIN_PDF)
    elif data.startswith(b"PK"):
        found, inside = _of_office(data)
    elif order["kind"] == "text":
        names = _SENDER.findall(data[:MOST_PART].decode("utf-8", "replace"))
        found = [("senders", name) for name in dict.fromkeys(names)]
    else:
        raise _Cannot("other")
    told = dict.fromkeys((hint, _line(words)) for hint, words in found)
    reveals = sorted((pair for pair in told if pair[1]), key=lambda pair: pair[0] != "place")
    return json.dumps({"inside": inside, "reveals": reveals[:MOST_HINTS]}).encode()


def _line(words: object) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    shown = (letter if letter.isprintable() else " " for letter in text.replace("\0", ""))
    return " ".join("".join(shown).split())[:80]


def _of_picture(data: bytes) -> list[tuple[str, object]]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        exif, info, iptc = picture.getexif(), picture.info, {}
        said = {"comment": info.get("comment", "")} | getattr(picture, "text", {})
        with suppress(Exception):
            iptc = IptcImagePlugin.getiptcinfo(picture) or {}
    found: list[tuple[str, object]] = [(hint, exif.get(tag, "")) for tag, hint in _TAGS]
    more, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    found += [(hint, more.get(tag, "")) for tag, hint in _SUB_TAGS]
    found.append(("words", (more.get(_WORDS) or b"")[_CODE:]))
    found += _of_position(gps)
    found += [(hint, words) for tag, hint in _IPTC for words in _each(iptc.get(tag, b""))]
    found += [(_CHUNKS.get(name.lower(), "words"), words) for name, words in said.items() if not _PACKED.match(name)]
    return found + _of_xmp(data) + _of_xmp(_packed(info))


def _each(words: object) -> list[object]:
    return words if isinstance(words, list) else [words]


def _packed(info: dict[Any, object]) -> bytes:
    """XMP that stands packed in its file, as the decoder gave it."""
    packet = info.get("XML:com.adobe.xmp", info.get("xmp", b""))
    return packet.encode() if isinstance(packet, str) else packet if isinstance(packet, bytes) else b""


def _of_position(gps: dict[int, Any]) -> list[tuple[str, object]]:
    try:
        return [("place", f"{_degrees(gps[2])} {gps[1]}, {_degrees(gps[4])} {gps[3]}")]
    except Exception:  # noqa: BLE001 - whatever stands there instead of numbers
        return [("place", "?")] if {2, 4} & set(gps) else []


def _of_xmp(data: bytes) -> list[tuple[str, object]]:
    """What XMP says, wherever it lies plainly in a file. Read by pattern: its XML is as hostile as the file."""
    start = data.find(b"<x:xmpmeta")
    packet = data[start : start + MOST_PART] if start >= 0 else b""
    found: list[tuple[str, object]] = []
    if place := [words for name in (b"GPSLatitude", b"GPSLongitude") for words in _said(packet, name)]:
        found.append(("place", b", ".join(place)))
    return found + [(hint, words) for name, hint in _XMP for words in _said(packet, name)]


def _said(packet: bytes, name: bytes) -> list[bytes]:
    attribute = rb"\s[\w-]{1,20}:%b\s{0,9}=\s{0,9}[\x22\x27]([^\x22\x27]{1,200})[\x22\x27]" % name
    element = rb"<[\w-]{1,20}:%b(?:\s[^<>]{0,200})?>\s{0,99}(?:<rdf:[^<>]{0,200}>\s{0,99}){0,2}([^<>]{1,200})<" % name
    value = re.compile(attribute + b"|" + element)
    return [attribute or element for attribute, element in value.findall(packet)][:MOST_HINTS]


def _degrees(parts: Any) -> str:
    degrees, minutes, seconds = (float(part) for part in parts)
    return f"{degrees + minutes / 60 + seconds / 3600:.4f}°"


def _of_pdf(data: bytes) -> list[tuple[str, object]]:
    with pypdfium2.PdfDocument(data) as pdf:
        said = pdf.get_metadata_dict()
    return [(hint, said.get(name, "")) for name, hint in _PDF]


def _of_office(data: bytes) -> tuple[list[tuple[str, object]], bool]:
    """What an office file says of its makers, and whether that is all: pictures in it have places of their own."""
    found: list[tuple[str, object]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = set(parts.namelist())
        for part, name, hint in _OFFICE:
            if part in names:
                with parts.open(part) as file:
                    words = re.search(rb"<(?:[\w-]+:)?%b[^>]*>([^<]{1,200})<" % name.encode(), file.read(MOST_PART))
                found.append((hint, words[1] if words else ""))
    return found, bool(found) and not any(_PICTURED.search(name) for name in names)


_JOBS = {"count": _count, "show": _show, "redact": _redact, "clean": _clean, "pixels": _pixels, "reveal": _reveal}

if __name__ == "__main__":
    sys.exit(main())

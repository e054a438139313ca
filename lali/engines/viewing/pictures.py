"""Pictures: made anew in a bounded size, so that nothing of the file itself reaches a browser."""

from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

import pi_heif
from PIL import Image, ImageOps

from lali.engines.viewing import credentials, metadata
from lali.engines.viewing.described import Beware, Caution, Fact, Kind, Says, Seen, line
from lali.engines.viewing.reading import Cannot, Order, Recognised, caution, whole
from lali.engines.viewing.recognising import lies

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "HEIF")  # HEIF: the photographs of an iPhone
MOST_BYTES = 256 * 1024 * 1024
MOST_PIXELS = 80_000_000
MOST_PIXELS_DRAFTED = 400_000_000  # of a JPEG, which can be decoded small
MOST_FRAMES = 2_000
_ENDS = {"PNG": b"IEND\xaeB`\x82", "GIF": b"\x00;"}
_BEHIND_ENOUGH = 16
_TOLD = {"XML:com.adobe.xmp", "exif", "icc_profile", "xmp", "photoshop", "transparency"}
_ZIP_END = b"PK\x05\x06"
_MARKUP = (b"<script", b"<html", b"<?php", b"<svg")


def prepare(file: BinaryIO) -> None:
    """Load every decoder while files can still be opened."""
    credentials.prepare(file)
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # looked at below, by what is really needed
    _write(Image.new("RGB", (2, 2)))
    for one in ("JPEG", "WEBP", "AVIF", "TIFF"):
        with suppress(Exception):
            made = BytesIO()
            Image.new("RGB", (16, 16)).save(made, one)
            Image.open(made).load()


def look(file: BinaryIO, order: Order) -> Seen:
    """What a picture is and says."""
    data, found = whole(file, MOST_BYTES), order.found
    cautions = lies(order.name, found.format) + _polyglot(data, found.format)
    facts, said = credentials.claims(data, found.format)
    cautions += said
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            frames = _frames(picture)
            page = max(1, min(order.page, frames))
            size = f"{picture.width} × {picture.height}"
            shown = _fits(picture)
            facts = [Fact(Says.WIDTH_HEIGHT, size, source=picture.format or ""), *facts, *_said(picture, data)]
    except (MemoryError, Cannot):
        raise
    except Exception:  # noqa: BLE001 - the decoder's word on damaged bytes
        cautions.append(caution(Beware.DAMAGED))
        return _seen(found, facts=facts + metadata.of_bytes(data), cautions=cautions)
    if not shown:
        cautions.append(caution(Beware.UNPACKS_LARGE, size))
    return _seen(found, facts=facts, cautions=cautions, picture=shown, page=page, pages=frames)


def _seen(found: Recognised, *, facts: list[Fact], cautions: list[Caution], **more: Any) -> Seen:
    return Seen(kind=Kind.PICTURE, format=found.format, facts=tuple(facts), cautions=tuple(cautions), **more)


def _frames(picture: Image.Image) -> int:
    if picture.format == "MPO":
        return 1  # a phone's photograph with its depth behind it: what one sees is the first
    return min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES)


def _fits(picture: Image.Image) -> bool:
    most = MOST_PIXELS_DRAFTED if picture.format in {"JPEG", "MPO"} else MOST_PIXELS
    return picture.width * picture.height <= most


def _said(picture: Image.Image, data: bytes) -> list[Fact]:
    facts: list[Fact] = []
    with suppress(Exception):
        facts += metadata.of_exif(_exif(picture))
    facts += metadata.of_iptc(picture)
    packet = picture.info.get("XML:com.adobe.xmp", picture.info.get("xmp", b""))
    packet = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    facts += metadata.of_xmp(packet if isinstance(packet, bytes) and b"<x:xmpmeta" in packet else data)
    for name, words in picture.info.items():
        if name in _TOLD or not isinstance(words, str | bytes):
            continue
        if words and (picture.format == "PNG" or name == "comment"):
            facts.append(Fact("", line(words, 500), line(name, 60), picture.format or ""))
    return facts


def _exif(picture: Image.Image) -> Image.Exif:
    """EXIF without decoding a pixel: of a PNG Pillow would decode all of them first."""
    if picture.format != "PNG":
        return picture.getexif()
    exif = Image.Exif()
    exif.load(picture.info.get("exif", b""))
    return exif


def _polyglot(data: bytes, form: str) -> list[Caution]:
    """Whether a picture is something else as well: an archive at its end, markup within, bytes behind its end."""
    found = []
    if _ZIP_END in data[-66_000:]:
        found.append(caution(Beware.ALSO_ARCHIVE))
    small = data[:4096].lower() + data[-4096:].lower()
    if any(mark in small for mark in _MARKUP):
        found.append(caution(Beware.ALSO_MARKUP))
    mark = _ENDS.get(form)
    if mark and (at := data.rfind(mark)) >= 0 and (behind := len(data) - at - len(mark)) > _BEHIND_ENOUGH:
        found.append(caution(Beware.BYTES_BEHIND, behind))
    return found


def picture(file: BinaryIO, order: Order) -> bytes:
    """One frame, upright, in a new picture that has nothing but pixels."""
    data = whole(file, MOST_BYTES)
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if not _fits(opened):
            raise Cannot("too_large")
        if order.page > 1:
            if order.page > _frames(opened):
                raise Cannot("no_such_part")
            opened.seek(order.page - 1)
        opened.draft(None, (order.wide, order.wide))
        if opened.width * opened.height > MOST_PIXELS:
            raise Cannot("too_large")
        turned = opened.getexif().get(0x0112, 1)
        opened.load()
        return small(opened, order.wide, turned)


def small(decoded: Image.Image, wide: int, turned: int = 1) -> bytes:
    """A picture no larger than asked for, on white where it was clear, as new bytes."""
    decoded.thumbnail((wide, wide), Image.Resampling.LANCZOS, reducing_gap=2.0)
    pixels = decoded.convert("RGBA" if decoded.mode in {"RGBA", "LA", "PA", "P", "La", "RGBa"} else "RGB")
    if pixels.mode == "RGBA":
        plain = Image.new("RGB", pixels.size, (255, 255, 255))
        plain.paste(pixels, mask=pixels.getchannel("A"))
        pixels = plain
    fresh = Image.new("RGB", pixels.size)
    fresh.paste(pixels)
    if turned != 1:
        fresh.getexif()[0x0112] = turned
        fresh = ImageOps.exif_transpose(fresh)
    return _write(fresh)


def _write(fresh: Image.Image) -> bytes:
    """PNG where it is small, as of a screen; JPEG of a photograph."""
    written = BytesIO()
    if fresh.getcolors(128) is not None:
        fresh.save(written, "PNG")
    else:
        fresh.save(written, "JPEG", quality=88)
    return written.getvalue()

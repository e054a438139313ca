"""What pictures say of themselves: EXIF, IPTC and XMP, and how much of it is to be doubted."""

import re
from contextlib import suppress
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from lali.engines.viewing.described import Doubt, Fact, Says, line

MOST_FACTS = 150
MOST_XMP = 1024 * 1024
_EXIF, _GPS, _MAKER = 0x8769, 0x8825, 0x927C
_KNOWN: dict[int, Says] = {
    0x9003: Says.TAKEN,
    0x9004: Says.CREATED,
    0x0132: Says.CHANGED,
    0x0131: Says.SOFTWARE,
    0x013B: Says.AUTHOR,
    0x9C9D: Says.AUTHOR,
    0xA430: Says.AUTHOR,
    0x8298: Says.RIGHTS,
    0x010E: Says.WORDS,
    0x9C9B: Says.TITLE,
    0x9C9C: Says.WORDS,
    0x9C9E: Says.KEYWORDS,
    0xA431: Says.SERIAL,
}
_ZONES = {0x9003: 0x9011, 0x9004: 0x9012, 0x0132: 0x9010}
_WIDE = {0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}  # Windows writes these in UTF-16
_COMMENT = 0x9286
_DAY = re.compile(r"^(\d{4}):(\d\d):(\d\d)")  # as EXIF writes it
_IPTC = {
    (2, 5): Says.TITLE,
    (2, 25): Says.KEYWORDS,
    (2, 55): Says.CREATED,
    (2, 80): Says.AUTHOR,
    (2, 116): Says.RIGHTS,
    (2, 120): Says.WORDS,
}
_XMP = (
    (b"CreatorTool", Says.SOFTWARE),
    (b"CreateDate", Says.CREATED),
    (b"ModifyDate", Says.CHANGED),
    (b"DateTimeOriginal", Says.TAKEN),
    (b"creator", Says.AUTHOR),
    (b"title", Says.TITLE),
    (b"description", Says.WORDS),
    (b"rights", Says.RIGHTS),
    (b"City", None),
    (b"Country", None),
    (b"Location", None),
    (b"GPSLatitude", None),
    (b"GPSLongitude", None),
    (b"DocumentID", None),
    (b"OriginalDocumentID", None),
    (b"InstanceID", None),
    (b"Make", None),
    (b"Model", None),
    (b"SerialNumber", None),
    (b"DigitalSourceType", None),
)


def of_exif(exif: Image.Exif) -> list[Fact]:
    """Everything that EXIF says; what we have a word for stands first."""
    top, more, gps = dict(exif), dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
    found = [Fact(Says.DEVICE, device, source="EXIF")] if (device := _device(top)) else []
    every = {**top, **more}
    found += [_fact(tag, every[tag], every) for tag in _KNOWN if tag in every]
    found += _position(gps)
    if every.get(_COMMENT):
        found.append(Fact(Says.WORDS, line(every[_COMMENT][8:]), source="EXIF"))
    said = {*_KNOWN, *_ZONES.values(), _COMMENT, _EXIF, _GPS, _MAKER, 0x010F, 0x0110}
    names: dict[int, str] = ExifTags.TAGS
    rest = [tag for tag in every if tag not in said]
    found += [Fact("", line(every[tag], 200), names.get(tag, f"0x{tag:04X}"), "EXIF") for tag in rest]
    found += [Fact("", line(value, 200), ExifTags.GPSTAGS.get(tag, str(tag)), "GPS") for tag, value in gps.items()]
    return [one for one in found if one.value][:MOST_FACTS]


def _device(top: dict[int, Any]) -> str:
    maker, model = line(top.get(0x010F, "")), line(top.get(0x0110, ""))
    return model if model.startswith(maker) else f"{maker} {model}".strip()


def _fact(tag: int, value: Any, every: dict[int, Any]) -> Fact:
    words = value
    if tag in _WIDE:
        words = (value if isinstance(value, bytes) else bytes(value)).decode("utf-16-le", "replace")
    text, doubt = line(words), ""
    if tag in _ZONES:
        text = _DAY.sub(r"\1-\2-\3", text)
        zone = line(every.get(_ZONES[tag], ""))
        text, doubt = (f"{text} {zone}", "") if zone else (text, Doubt.NO_ZONE)
    return Fact(_KNOWN[tag], text, source="EXIF", doubt=doubt)


def _position(gps: dict[int, Any]) -> list[Fact]:
    """Where it says it was taken: decimal degrees, as any map takes them."""
    found = []
    with suppress(Exception):  # whatever stands there instead of numbers: it is listed among the rest
        north, east = _degrees(gps[2], gps[1]), _degrees(gps[4], gps[3])
        height = f", {float(gps[6]):.0f} m" if 6 in gps else ""  # noqa: PLR2004
        found.append(Fact(Says.POSITION, f"{north:.6f}, {east:.6f}{height}", source="GPS"))
    with suppress(Exception):
        clock = ":".join(f"{int(part):02d}" for part in gps[7])
        found.append(Fact(Says.TAKEN, f"{line(gps[29])} {clock} UTC", source="GPS"))
    return found


def _degrees(parts: Any, side: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    found = degrees + minutes / 60 + seconds / 3600
    if not -180 <= found <= 180:  # noqa: PLR2004
        raise ValueError
    return -found if line(side).upper() in {"S", "W"} else found


def of_iptc(picture: Image.Image) -> list[Fact]:
    """What the press writes into pictures."""
    said: dict[tuple[int, int], Any] = {}
    with suppress(Exception):
        said = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]  # what was opened is a file
    found = []
    for tag, value in said.items():
        for words in value if isinstance(value, list) else [value]:
            name = _IPTC.get(tag, "")
            found.append(Fact(name, line(words, 200), "" if name else f"{tag[0]}:{tag[1]}", "IPTC"))
    return [one for one in found if one.value][:MOST_FACTS]


def of_xmp(data: bytes) -> list[Fact]:
    """What XMP says, wherever it lies plainly in the bytes. Read by pattern: its XML is as hostile as the file."""
    start = data.find(b"<x:xmpmeta")
    packet = data[start : start + MOST_XMP] if start >= 0 else b""
    found = [
        Fact(says or "", line(value, 300), "" if says else name.decode(), "XMP")
        for name, says in _XMP
        for value in (_said(packet, name) if packet else ())
    ]
    return found[:MOST_FACTS]


def _said(packet: bytes, name: bytes) -> list[bytes]:
    attribute = rb"\s[\w-]{1,20}:%b\s{0,9}=\s{0,9}[\x22\x27]([^\x22\x27]{1,300})[\x22\x27]" % name
    element = rb"<[\w-]{1,20}:%b(?:\s[^<>]{0,200})?>\s{0,99}(?:<rdf:[^<>]{0,200}>\s{0,99}){0,2}([^<>]{1,300})<" % name
    value = re.compile(attribute + b"|" + element)
    return [one or other for one, other in value.findall(packet)][:4]


def of_bytes(data: bytes) -> list[Fact]:
    """EXIF that lies in bytes nobody decodes (HEIC): found by its mark, read as EXIF, with whatever XMP there is."""
    found: list[Fact] = []
    for mark in (b"Exif\0\0MM\0*", b"Exif\0\0II*\0"):
        at = data.find(mark)
        if at >= 0:
            with suppress(Exception):
                exif = Image.Exif()
                exif.load(data[at : at + MOST_XMP])
                found = of_exif(exif)
            break
    return found + of_xmp(data)

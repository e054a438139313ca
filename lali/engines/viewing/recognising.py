"""What a file is, by its first bytes. Its name is asked only to say that it lies."""

import re
import zlib

from lali.engines.viewing.described import Beware, Caution, Kind
from lali.engines.viewing.reading import Recognised, caution, ending_of

HEAD = 64 * 1024
_PDF_WITHIN = 1024
_TAR_AT = 257


_MAGIC: tuple[tuple[bytes, str, Kind, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture", Kind.PICTURE, "PNG"),
    (b"\xff\xd8\xff", "picture", Kind.PICTURE, "JPEG"),
    (b"GIF87a", "picture", Kind.PICTURE, "GIF"),
    (b"GIF89a", "picture", Kind.PICTURE, "GIF"),
    (b"II*\0", "picture", Kind.PICTURE, "TIFF"),
    (b"MM\0*", "picture", Kind.PICTURE, "TIFF"),
    (b"PK\x03\x04", "zip", Kind.ARCHIVE, "ZIP"),
    (b"PK\x05\x06", "zip", Kind.ARCHIVE, "ZIP"),
    (b"WARC/", "capture", Kind.CAPTURE, "WARC"),
    (b"7z\xbc\xaf\x27\x1c", "archive", Kind.ARCHIVE, "7z"),
    (b"Rar!\x1a\x07", "archive", Kind.ARCHIVE, "RAR"),
    (b"BZh", "archive", Kind.ARCHIVE, "bzip2"),
    (b"\xfd7zXZ\0", "archive", Kind.ARCHIVE, "xz"),
    (b"\x28\xb5\x2f\xfd", "archive", Kind.ARCHIVE, "Zstandard"),
    (b"SQLite format 3\0", "database", Kind.DATABASE, "SQLite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office", Kind.OLD_OFFICE, "OLE"),
    (b"ID3", "recording", Kind.SOUND, "MP3"),
    (b"fLaC", "recording", Kind.SOUND, "FLAC"),
    (b"OggS", "recording", Kind.SOUND, "Ogg"),
    (b"#!AMR", "recording", Kind.SOUND, "AMR"),
    (b"caff", "recording", Kind.SOUND, "CAF"),
    (b"\x1a\x45\xdf\xa3", "recording", Kind.FILM, "Matroska"),
    (b"FLV\x01", "recording", Kind.FILM, "FLV"),
    (b"\0\0\x01\xba", "recording", Kind.FILM, "MPEG"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "recording", Kind.FILM, "Windows Media"),
    (b"\x7fELF", "other", Kind.PROGRAM, "ELF"),
    (b"dex\n", "other", Kind.PROGRAM, "Android DEX"),
    (b"\xca\xfe\xba\xbe", "other", Kind.PROGRAM, "Java or macOS"),
    (b"\xcf\xfa\xed\xfe", "other", Kind.PROGRAM, "macOS"),
    (b"L\0\0\0\x01\x14\x02\0", "other", Kind.PROGRAM, "Windows shortcut"),
)
_RIFF = {
    b"WEBP": ("picture", Kind.PICTURE, "WebP"),
    b"WAVE": ("recording", Kind.SOUND, "WAV"),
    b"AVI ": ("recording", Kind.FILM, "AVI"),
}
_FTYP = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"heim": "HEIC",
    b"heis": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
}
_SOUNDS = {b"M4A ", b"M4B ", b"M4P "}
_MP3 = {0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB}
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,40}:[ \t\r\n]", re.MULTILINE)
_OF_MAIL = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|return-path|mime-version|delivered-to|x-gm-message-state)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_MAILBOX = re.compile(rb"From \S{1,200} [A-Za-z0-9].{4,80}\r?\n(?:>?[A-Za-z][\w-]{1,40}:|\r?\n)")
_ENOUGH_OF_MAIL = 3
_WARC_BEHIND_GZIP = 64


def recognise(head: bytes, size: int) -> Recognised:
    """Say what a file is by its first `HEAD` bytes."""
    if not size:
        return Recognised("other", Kind.EMPTY, "", head)
    family, kind, form = _by_magic(head) or _packed(head) or _by_place(head) or _by_words(head)
    return Recognised(family, kind, form, head)


def _by_magic(head: bytes) -> tuple[str, Kind, str] | None:  # noqa: PLR0911 - one line a format
    for magic, family, kind, form in _MAGIC:
        if head.startswith(magic):
            return family, kind, form
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _of_boxes(head)
    if head[:2] == b"MZ":
        return "other", Kind.PROGRAM, "Windows"
    if head[:1] == b"\xff" and head[1:2] and head[1] in _MP3:
        return "recording", Kind.SOUND, "MP3"
    if head[:2] == b"\xff\xf1" or head[:2] == b"\xff\xf9":
        return "recording", Kind.SOUND, "AAC"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "picture", Kind.PICTURE, "BMP"
    return None


def _of_boxes(head: bytes) -> tuple[str, Kind, str]:
    brand = head[8:12]
    if brand in _FTYP:
        brands = {head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4], "big"), 256), 4)}
        form = "AVIF" if b"avif" in brands else _FTYP[brand]
        return "picture", Kind.PICTURE, form
    if brand in _SOUNDS:
        return "recording", Kind.SOUND, "MPEG-4"
    form = "QuickTime" if brand == b"qt  " else "3GP" if brand.startswith((b"3gp", b"3g2")) else "MPEG-4"
    return "recording", Kind.FILM, form


def _packed(head: bytes) -> tuple[str, Kind, str] | None:
    if head[:2] != b"\x1f\x8b":
        return None
    try:
        start = zlib.decompressobj(31).decompress(head, _WARC_BEHIND_GZIP)
    except zlib.error:
        start = b""
    if start.startswith(b"WARC/"):
        return "capture", Kind.CAPTURE, "WARC (gzip)"
    return "archive", Kind.ARCHIVE, "gzip"


def _by_place(head: bytes) -> tuple[str, Kind, str] | None:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf", Kind.PDF, "PDF"
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "archive", Kind.ARCHIVE, "tar"
    return None


def _by_words(head: bytes) -> tuple[str, Kind, str]:  # noqa: PLR0911 - one line a format
    """What only words tell: e-mail, markup, tables, plain text; what has too many odd signs is none of them."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    small = start[:1024].lower()
    if _MAILBOX.match(start):
        return "mail", Kind.MAILBOX, "mbox"
    if _is_mail(start):
        return "mail", Kind.MAIL, "MIME"
    if small.startswith(b"{\\rtf"):
        return "text", Kind.MARKUP, "RTF"
    if b"<svg" in small and small.startswith(b"<"):
        return "text", Kind.MARKUP, "SVG"
    if small.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "text", Kind.MARKUP, "HTML"
    if small.startswith((b"<?xml", b"<!doctype")):
        return "text", Kind.MARKUP, "XML"
    if small.startswith(b"begin:vcard"):
        return "text", Kind.TEXT, "vCard"
    if is_text(head):
        return ("csv", Kind.SHEET, "CSV") if _is_csv(head) else ("text", Kind.TEXT, "")
    return "other", Kind.UNKNOWN, ""


def _is_mail(start: bytes) -> bool:
    top = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    first = top.partition(b"\n")[0]
    return bool(_HEADER.match(first + b"\n")) and len(set(map(bytes.lower, _OF_MAIL.findall(top)))) >= _ENOUGH_OF_MAIL


def is_text(head: bytes) -> bool:
    """Whether bytes may be words: UTF-16, or nearly nothing below the space that words do not have."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\b" for byte in head)  # noqa: PLR2004
    few = 3 if b"\0" not in head and b"\xff" not in head else 0
    if odd <= len(head) // 200 + few:
        return True
    half = max(len(head) // 2, 1)
    zeros = (head[0::2].count(0) / half, head[1::2].count(0) / half)
    return max(zeros) > 0.7 and min(zeros) < 0.1  # noqa: PLR2004 - Latin letters in UTF-16 without a mark


_FEWEST_LINES, _FEWEST_SEPARATORS = 3, 2


def _is_csv(head: bytes) -> bool:
    """Whether the first lines have the same number of separators, three columns at least."""
    text = head.replace(b"\0", b"").decode("utf-8", "replace")
    lines = [re.sub(r'"[^"]*"', "", one) for one in text.splitlines()[:12] if one.strip()]
    if len(head) >= HEAD or not text.endswith("\n"):
        lines = lines[:11]
    if len(lines) < _FEWEST_LINES or any(one.startswith(("[", "{")) for one in lines):
        return False
    for separator in "\t;|,":
        counts = {one.count(separator) for one in lines}
        if len(counts) == 1 and counts.pop() >= _FEWEST_SEPARATORS:
            return True
    return False


# -- names that lie ----------------------------------------------------------------------------------------------------

_ENDINGS: dict[str, frozenset[str]] = {
    ending: frozenset(forms.split("|"))
    for endings, forms in (
        ("jpg jpeg jpe jfif", "JPEG"),
        ("png", "PNG"),
        ("gif", "GIF"),
        ("webp", "WebP"),
        ("tif tiff", "TIFF"),
        ("bmp", "BMP"),
        ("heic heif", "HEIC"),
        ("avif", "AVIF"),
        ("pdf", "PDF"),
        ("zip", "ZIP"),
        ("docx", "DOCX"),
        ("docm", "DOCX"),
        ("xlsx xlsm", "XLSX"),
        ("pptx pptm", "PPTX"),
        ("odt", "ODT"),
        ("ods", "ODS"),
        ("doc xls ppt msg", "OLE|Outlook|Word|Excel|PowerPoint"),
        ("gz tgz", "gzip|tar (gzip)|WARC (gzip)"),
        ("tar", "tar"),
        ("7z", "7z"),
        ("rar", "RAR"),
        ("mp3", "MP3"),
        ("wav", "WAV"),
        ("ogg opus oga", "Ogg"),
        ("flac", "FLAC"),
        ("amr", "AMR"),
        ("m4a", "MPEG-4|3GP"),
        ("mp4 m4v", "MPEG-4|3GP|QuickTime"),
        ("mov", "QuickTime|MPEG-4"),
        ("3gp", "3GP|MPEG-4"),
        ("avi", "AVI"),
        ("mkv webm", "Matroska"),
        ("svg", "SVG"),
        ("eml", "MIME"),
        ("mbox", "mbox"),
        ("sqlite sqlite3 db", "SQLite"),
        ("warc", "WARC"),
        ("wacz", "WACZ"),
        ("txt csv log", "|CSV|mbox|MIME|vCard|HTML|XML"),
    )
    for ending in endings.split()
}


def lies(name: str, form: str) -> list[Caution]:
    """Say that a name's ending speaks of another format than the bytes, where we know what it speaks of."""
    ending = ending_of(name)
    known = _ENDINGS.get(ending)
    return [caution(Beware.NAME_LIES, f".{ending}")] if known is not None and form not in known else []


# -- what a browser may play -------------------------------------------------------------------------------------------

_PLAYS = {
    (Kind.SOUND, "MP3"): "audio/mpeg",
    (Kind.SOUND, "WAV"): "audio/wav",
    (Kind.SOUND, "FLAC"): "audio/flac",
    (Kind.SOUND, "Ogg"): "audio/ogg",
    (Kind.SOUND, "AAC"): "audio/aac",
    (Kind.SOUND, "MPEG-4"): "audio/mp4",
    (Kind.FILM, "MPEG-4"): "video/mp4",
    (Kind.FILM, "QuickTime"): "video/mp4",
    (Kind.FILM, "3GP"): "video/3gpp",
    (Kind.FILM, "Matroska"): "video/webm",
}


def playable(head: bytes, size: int) -> str:
    """The content type under which a browser may play a recording, from this fixed list; empty when none may."""
    found = recognise(head[:HEAD], size)
    return _PLAYS.get((found.kind, found.format), "")

"""Recordings without what a phone writes into them: names, places, days, programs.

Nothing is decoded, and nothing is moved: in Ogg and M4A what is not sound is written over where it stands, so that
every offset stays true; of MP3 the frames are kept. It knows which parts of a file are sound, not which are harmful:
what is not known is written over, and a file that is not whole, or has a second track, is given back as nothing.
What it cannot know is whether the sound is sound: bytes inside the frames, the numbers of the tables that lead to them
and what lies between them in the one place for sound stay as they are, and a crafted file can carry a text there.
Of our own making: libraries that write tags leave the maker of the encoder, days, and boxes that they do not know.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterator

_SOFTWARE = re.compile(rb"LAME[ -~]{0,9}|Lav[cf]\d+(?:\.\d+)*")  # encoders sign the filling between frames


class _Odd(Exception):
    """The file is not what it says, or holds what is no sound."""


def bare_sound(raw: bytes, kind: str) -> bytes:
    """Return a recording with nothing in it but sound; nothing for one that cannot be cleaned with certainty."""
    try:
        return {"mp3": _bare_mp3, "ogg": _bare_ogg, "m4a": _bare_m4a}[kind](raw)
    except (_Odd, struct.error, IndexError):
        return b""


def _without_software(raw: bytes) -> bytes:
    return _SOFTWARE.sub(lambda found: bytes(len(found[0])), raw)


# -- MP3 (ISO 11172-3, 13818-3) ----------------------------------------------------------------------------------------

_ID3 = 10  # bytes of the head of an ID3v2 tag
_RATES = (44100, 48000, 32000)
_BITS = {  # kbit/s of layer III, by whether it is MPEG 1
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_TAILS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN")
_LAST = 1441  # bytes of the longest frame: less than that at the end is a frame that was cut


def _bare_mp3(raw: bytes) -> bytes:
    at = begin = _after_id3(raw)
    frames = []
    while (size := _frame(raw, at)) and at + size <= len(raw):
        frames.append(raw[at : at + size])
        at += size
    rest = raw[at:]
    known = rest.startswith(_TAILS) or not rest.strip(b"\0") or (size and len(rest) < _LAST)
    if at == begin or not known:
        raise _Odd
    frames[0] = _quiet_head(frames[0])
    return _without_software(b"".join(frames))


def _after_id3(raw: bytes) -> int:
    """Where the sound begins, behind any number of ID3v2 tags and the filling after them."""
    at = 0
    while raw[at : at + 3] == b"ID3":
        size = 0
        for byte in raw[at + 6 : at + _ID3]:
            size = size << 7 | byte & 0x7F
        at += _ID3 + size + (_ID3 if raw[at + 5] & 0x10 else 0)
        while raw[at : at + 1] == b"\0":
            at += 1
    return at


def _frame(raw: bytes, at: int) -> int:
    """Bytes of the frame of layer III that begins here; 0 where none does."""
    head = raw[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - eleven bits of mark, layer III
        return 0
    version, rate, frequency = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or frequency == 3:  # noqa: PLR2004 - reserved, or free
        return 0
    first = version == 3  # noqa: PLR2004 - MPEG 1
    hertz = _RATES[frequency] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if first else 72) * _BITS[first][rate] * 1000 // hertz + (head[2] >> 1 & 1)


def _quiet_head(frame: bytes) -> bytes:
    """A first frame that only says how long the recording is says it without the name of the program."""
    at = max(frame.find(b"Xing"), frame.find(b"Info"))
    if at < 0:
        return frame
    flags = frame[at + 7]
    end = at + 8 + sum(size for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
    return frame[:end] + bytes(max(0, len(frame) - end))


# -- Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis --------------------------------------------------------------------

_PAGE = 27  # bytes of a page before its table
_VORBIS_HEAD, _OPUS_HEAD = 30, 19  # bytes; of Opus with a table of its channels: two more, and one for each
_COMMENTS = {b"OpusHead": (b"OpusTags", b""), b"\x01vorbis": (b"\x03vorbis", b"\x01")}


def _bare_ogg(raw: bytes) -> bytes:
    pages = list(_pages(raw))
    serials = {raw[at + 14 : at + 18] for at, _begin, _end in pages}
    begins = [at for at, _begin, _end in pages if raw[at + 5] & 2]
    if len(serials) != 1 or begins != [0] or b"OggS" in raw[pages[-1][2] :]:
        raise _Odd  # a second stream: a picture, or a list of places
    head = raw[pages[0][1] : pages[0][2]]
    magic, closing = next((said for begin, said in _COMMENTS.items() if head.startswith(begin)), (b"", b""))
    ranges = _second_packet(raw, pages)
    size = sum(end - begin for _page, begin, end in ranges)
    empty = magic + struct.pack("<II", 0, 0) + closing
    if len(head) != _fields(head):
        raise _Odd
    if not magic or size < len(empty) or raw[ranges[0][1] : ranges[0][1] + len(magic)] != magic:
        raise _Odd
    filling, made = empty + bytes(size - len(empty)), bytearray(raw[: pages[-1][2]])
    for page, begin, end in ranges:
        made[begin:end], filling = filling[: end - begin], filling[end - begin :]
        _sign(made, pages[page][0], pages[page][2])
    return bytes(made)


def _fields(head: bytes) -> int:
    """Bytes that a first packet has by its own account: a longer one says something to nobody that plays it."""
    if head.startswith(b"OpusHead"):
        return _OPUS_HEAD + (2 + head[9] if head[18] else 0)
    return _VORBIS_HEAD


def _pages(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each page begins, where its contents do, and where it ends."""
    at = 0
    while raw[at : at + 5] == b"OggS\0":
        begin = at + _PAGE + raw[at + 26]
        end = begin + sum(raw[at + _PAGE : begin])
        if end > len(raw):
            raise _Odd
        yield at, begin, end
        at = end
    if not at:
        raise _Odd


def _second_packet(raw: bytes, pages: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Which pages the second packet stands on, and from where to where; it begins a page."""
    ranges = []
    for number, (at, begin, _end) in enumerate(pages[1:], 1):
        end, over = begin, False
        for piece in raw[at + _PAGE : begin]:
            end += piece
            if over := piece < 255:  # noqa: PLR2004 - a shorter piece ends a packet
                break
        ranges.append((number, begin, end))
        if over:
            return ranges
    raise _Odd


def _table() -> list[int]:
    made = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        made.append(value)
    return made


_CRC = _table()


def _sign(made: bytearray, at: int, end: int) -> None:
    """Write the sum of a page anew."""
    made[at + 22 : at + 26] = bytes(4)
    value = 0
    for byte in made[at:end]:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    made[at + 22 : at + 26] = struct.pack("<I", value)


# -- M4A (ISO 14496-12) ------------------------------------------------------------------------------------------------

_HOMES = {  # what is kept of what stands in a box; whatever stands elsewhere is written over
    b"": {b"ftyp", b"styp", b"moov", b"moof", b"sidx", b"mdat"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss"},
    b"mvex": {b"trex", b"mehd"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun"},
}
_SEVERAL = frozenset({b"styp", b"sidx", b"moof", b"mfhd", b"traf", b"tfhd", b"tfdt", b"trun", b"mdat"})
_DAYS = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_ENTRY = {b"stts": 8, b"ctts": 8, b"stsc": 12, b"stco": 4, b"co64": 8, b"stss": 4}  # bytes of a line of a table
_BRANDS = frozenset(
    {b"M4A ", b"M4B ", b"M4P ", b"M4V ", b"F4A ", b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV", b"qt  "}
    | {b"iso%d" % number for number in range(2, 10)}
    | {b"3gp%d" % number for number in range(4, 8)}
    | {b"3g2a", b"cmfc", b"cmff", b"isml", b"hlsf"}
)
_MOST_DEEP = 8
_DREF, _STSD = 28, 1_000  # bytes: a reference to the file itself, and the settings of one track


def _bare_m4a(raw: bytes) -> bytes:
    made = bytearray(raw)
    met = list(_boxes(made, 0, len(made), 0))
    kinds = Counter(kind for kind, _at, _end in met)
    if not kinds[b"trak"] or not kinds[b"hdlr"] or not kinds[b"mdat"] or met[0][0] != b"ftyp":
        raise _Odd
    twice = any(count > 1 for kind, count in kinds.items() if kind not in _SEVERAL)
    if twice or kinds[b"mdat"] > max(1, kinds[b"moof"]):
        raise _Odd  # a second track, or bytes that no part of the track points to
    for kind, at, end in met:
        _quieten(made, kind, at, end)
    return _without_software(bytes(made))


def _boxes(made: bytearray, at: int, end: int, deep: int, home: bytes = b"") -> Iterator[tuple[bytes, int, int]]:
    """Every box that is kept, with where its contents begin and end; every other is written over and skipped."""
    if deep > _MOST_DEEP:
        raise _Odd
    while at < end:
        size, kind = struct.unpack_from(">I4s", made, at)
        begin = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", made, begin)
            begin += 8
        size = size or (end - at if not deep else 0)  # the last box of a file may run to its end
        if size < begin - at or at + size > end:
            raise _Odd
        if kind in _HOMES[home]:
            yield kind, begin, at + size
            if kind in _HOMES:
                yield from _boxes(made, begin, at + size, deep + 1, kind)
        else:
            made[at + 4 : at + 8] = b"free"
            made[begin : at + size] = bytes(at + size - begin)
        at += size


def _quieten(made: bytearray, kind: bytes, at: int, end: int) -> None:
    """Take out of a box that is kept what is no sound: days, the names of its makers, an address of another file."""
    size = end - at
    if kind in _DAYS:
        days = 16 if made[at] == 1 else 8
        _hold(size, 4 + days)
        made[at + 4 : at + 4 + days] = bytes(days)
    elif kind == b"hdlr":
        _hold(size, 12)
        if made[at + 8 : at + 12] != b"soun":
            raise _Odd  # pictures, texts, places
        made[at + 12 : end] = bytes(size - 12)
    elif kind == b"stsd":
        _hold(size, 32, _STSD)
        made[at + 28 : at + 32] = bytes(4)  # the maker of the encoder, in QuickTime
    elif kind == b"dref":
        _hold(size, 0, _DREF)
    elif kind in {b"ftyp", b"styp"}:
        _hold(size, 8)
        made[at:end] = _known_brands(bytes(made[at:end]))
    elif kind in _ENTRY:
        _hold(size, 8)
        fields = 8 + _ENTRY[kind] * int.from_bytes(made[at + 4 : at + 8], "big")
        _hold(size, fields)
        made[at + fields : end] = bytes(size - fields)


def _hold(size: int, least: int, most: int | None = None) -> None:
    """Refuse a box that is shorter than its fields, or longer than any."""
    if size < least or (most is not None and size > most):
        raise _Odd


def _known_brands(said: bytes) -> bytes:
    """The kinds of file that a file says it is, without those that nobody knows, and of no edition."""
    brands = [bytes(said[at : at + 4]) for at in range(0, len(said), 4)]
    brands[1] = bytes(4)
    known = [brand if number == 1 or brand in _BRANDS else b"isom" for number, brand in enumerate(brands)]
    return b"".join(known)[: len(said)]

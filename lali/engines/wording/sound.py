"""Recordings: what kind a file is, by its first bytes."""

_M4A = frozenset({b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"dash", b"MSNV"})


def sound_kind(raw: bytes) -> str:
    """Return mp3, ogg or m4a; nothing for a file that is none of them."""
    if raw[:4] == b"OggS":
        return "ogg"
    if raw[4:8] == b"ftyp" and raw[8:12] in _M4A:
        return "m4a"
    if raw[:3] == b"ID3" or _is_frame(raw):
        return "mp3"
    return ""


def _is_frame(raw: bytes) -> bool:
    """Whether a frame of MPEG audio, layer III, begins here: its mark, and no value that is reserved."""
    if len(raw) < 4 or raw[0] != 0xFF or raw[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - eleven bits of mark, four bytes
        return False
    version, layer, rate, frequency = raw[1] >> 3 & 3, raw[1] >> 1 & 3, raw[2] >> 4, raw[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and frequency != 3  # noqa: PLR2004 - reserved

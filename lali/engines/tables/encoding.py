"""Which encoding a CSV file is in, and why we think so."""

from dataclasses import dataclass

SAMPLE = 256 * 1024
UTF16_SHARE = 0.3  # of every second byte being NUL
# Letters that Pacific registers hold, where UTF-8 was saved as Windows-1252: c383 c3a9 and their kin.
TWICE = ("Ã©", "Ã¨", "Ã¯", "Ã´", "Ã ", "â€™", "Ã‰")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding by Python's name, and the evidence as a code: mark, zeros, valid, fallback."""

    encoding: str
    evidence: str


def guess_encoding(sample: bytes, *, whole: bool) -> Guess:
    """Guess from the first bytes. `whole` says that there are no more: then a cut-off last letter counts as wrong."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if sample.startswith(mark):
            return Guess(encoding, "mark")
    if encoding := _by_zeros(sample):
        return Guess(encoding, "zeros")
    return Guess("utf-8", "valid") if _is_utf8(sample, whole=whole) else Guess("cp1252", "fallback")


def _by_zeros(sample: bytes) -> str:
    """UTF-16 without a mark: Latin text has a NUL in every second byte, always on the same side."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > UTF16_SHARE and even < UTF16_SHARE / 3:
        return "utf-16-le"
    return "utf-16-be" if even > UTF16_SHARE and odd < UTF16_SHARE / 3 else ""


def _is_utf8(sample: bytes, *, whole: bool) -> bool:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as why:
        return not whole and why.start >= len(sample) - 3 and why.reason == "unexpected end of data"
    return True


def saved_twice(text: str) -> bool:
    """Whether a text looks like UTF-8 that was read as Windows-1252 and saved again."""
    return any(pair in text for pair in TWICE)

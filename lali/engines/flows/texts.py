"""Text as an SMS carries it: what a gateway sends us is decoded, what we say is brought into the GSM alphabet."""

import unicodedata

from .gsm import folded, is_gsm, segments

_INSTEAD = str.maketrans({"—": "-", "\u2011": "-", "œ": "oe", "Œ": "OE", "đ": "d", "Đ": "D"})
_UTF16 = frozenset({"utf16be", "ucs2", "utf16", "iso10646ucs2"})
_LATIN = frozenset({"iso88591", "latin1", "iso885915", "windows1252", "cp1252"})
MOST = {"vi": 2}  # messages a text may take; in every other language one


def decoded(raw: bytes, charset: str = "") -> str:
    """Return what a gateway sent, by the charset it names (Kannel's %C). Never fails: what is broken is replaced.

    Under an unknown name, and for "gsm" (which Kannel has put into UTF-8 or Latin-1 before it asks us), bytes that are
    good UTF-8 are read so, all others as Latin-1.
    """
    name = "".join(char for char in charset.casefold() if char.isalnum())
    if name in _UTF16:
        text = raw.decode("utf-16-be", "replace")
    elif name in _LATIN:
        text = raw.decode("cp1252" if "1252" in name else "latin-1", "replace")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    tidy = (char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(tidy).strip()


def plain(text: str) -> str:
    """Return the text in the GSM alphabet, letter by letter: an accent that it lacks falls, ’ becomes '."""
    said = []
    for char in folded(unicodedata.normalize("NFC", text)).translate(_INSTEAD):
        if is_gsm(char):
            said.append(char)
        else:
            said += [part for part in unicodedata.normalize("NFKD", char) if is_gsm(part)]
    return "".join(said)


def fits(text: str, language: str) -> bool:
    """Whether a text takes no more messages than its language may."""
    return segments(text)[0] <= MOST.get(language, 1)


def first_that_fits(language: str, *ways: str) -> str:
    """Return the first of several ways to say something that fits; if none does, the last, cut at a word."""
    said = [way if language in MOST else plain(way) for way in ways]
    fitting = next((way for way in said if fits(way, language)), "")
    return fitting or cut(said[-1], language)


def cut(text: str, language: str) -> str:
    """Return as many words as fit, with a sign that more was there."""
    kept = text
    while kept and not fits(kept + "...", language):
        kept = kept[:-1]
    return (kept.rpartition(" ")[0] or kept) + "..."

"""How many messages a text becomes (3GPP TS 23.038, section 6.2.1; TS 23.040, section 9.2.3.24.1)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape before it: counts twice

ONE_GSM, MANY_GSM = 160, 153  # seven-bit characters; in a row of messages a header takes seven of them
ONE_UCS, MANY_UCS = 70, 67  # sixteen-bit units


_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "«": '"', "»": '"'}
)


def folded(text: str) -> str:
    """Return `text` with the marks of good printing written as the GSM alphabet can.

    >>> folded("l’ami…")
    "l'ami..."
    """
    return text.translate(_FOLDED)


def ended(text: str) -> str:
    """Return `text` as a sentence of its own, where another follows in the same line.

    >>> ended("Ask first"), ended("Ask first!")
    ('Ask first.', 'Ask first!')
    """
    return text if text.endswith((".", "!", "?", "…", "...")) else f"{text}."


def is_gsm(text: str) -> bool:
    """Whether every character stands in the GSM alphabet."""
    return all(char in _BASIC or char in _EXTENDED for char in text)


def segments(text: str) -> tuple[int, bool]:
    """Return how many messages a text takes, and whether it is written in the GSM alphabet.

    A character of two units is never cut in two at the end of a message.

    >>> segments("a" * 160), segments("a" * 161), segments("Tiếng Việt")
    ((1, True), (2, True), (1, False))
    """
    gsm = is_gsm(text)
    if gsm:
        units = [2 if char in _EXTENDED else 1 for char in text]
        one, many = ONE_GSM, MANY_GSM
    else:
        units = [len(char.encode("utf-16-be")) // 2 for char in text]
        one, many = ONE_UCS, MANY_UCS
    if sum(units) <= one:
        return 1, gsm
    count, room = 1, many
    for size in units:
        if size > room:
            count, room = count + 1, many
        room -= size
    return count, gsm

"""Numbers, and parts of them: the last digits of a phone that somebody remembers."""

import unicodedata

GRAM = 4  # digits in a piece; a shorter part of a number is not looked for: it stands in too many
LONGEST = 40  # digits of one number that are cut into pieces


def digits_of(text: str) -> str:
    """The digits of `text`, of any script, as ASCII and without what stands between them."""
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.category(char) == "Nd")


def digit_grams(number: str) -> tuple[str, ...]:
    """Every run of GRAM digits of `number` in order, each once; none when it has fewer digits.

    A part of a number has all its grams among those of the number; the reverse is nearly always true.
    """
    digits = digits_of(number)[:LONGEST]
    return tuple(dict.fromkeys(digits[i : i + GRAM] for i in range(len(digits) - GRAM + 1)))

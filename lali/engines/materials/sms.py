"""The message as SMS: the text of its page with number and address after it; each text says how long it is."""

import unicodedata
from dataclasses import dataclass, replace

from lali.engines.flows import folded, segments
from lali.engines.materials.source import Source

WANTED = {"vi": 2}  # messages a text may take; 1 in every other language
_UNMARKED = str.maketrans({"đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE"})


@dataclass(frozen=True, slots=True)
class Sms:
    """A text, how many messages it takes, whether it is in the GSM alphabet, and what was left out to make it fit.

    `plain`: letters have lost the marks that the GSM alphabet lacks. `fits`: no more messages than WANTED.
    """

    text: str
    segments: int
    is_gsm: bool
    plain: bool
    fits: bool
    left_out: tuple[str, ...] = ()


def sms(text: str, source: Source) -> tuple[Sms, ...]:
    """Texts to choose from, all made of `text`: as it is written and, where that is no GSM text, without costly marks.

    Number and address come after it unless they stand in it; nothing of it is ever left out or moved.
    """
    written = _composed(text, source, plain=False)
    return (written,) if written.is_gsm else (written, _composed(text, source, plain=True))


def _composed(text: str, source: Source, *, plain: bool) -> Sms:
    """With whose number it is where that fits, else the number alone; where that does not fit either, the address."""
    number = source.help[0].number if source.help else ""
    helps = [f"{source.help[0].name}: {number}", number] if number and number not in text else []
    address = "" if source.address in text else source.address
    made = [_made((text, helped, address), source, plain=plain) for helped in (*helps, "")]
    best = next((one for one in made if one.fits), made[min(1, len(helps))])
    return replace(best, left_out=("help",) if helps and best is made[-1] else ())


def _made(parts: tuple[str, ...], source: Source, *, plain: bool) -> Sms:
    text = folded(" ".join(filter(None, parts)))
    text = unmarked(text) if plain else text
    count, gsm = segments(text)
    return Sms(text, count, gsm, plain, count <= WANTED.get(source.language, 1))


def unmarked(text: str) -> str:
    """Take from letters the marks that the GSM alphabet lacks; those it has stay.

    >>> unmarked("Être forcé à payer, ça va")
    'Etre forcé à payer, ca va'
    """
    return "".join(letter if segments(letter)[1] else _bare(letter) for letter in text)


def _bare(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter.translate(_UNMARKED))
    return "".join(part for part in apart if not unicodedata.combining(part))

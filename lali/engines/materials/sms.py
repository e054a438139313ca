"""The message as SMS: what fits comes along in the order of its weight, and each text says how long it is."""

import unicodedata
from dataclasses import dataclass

from lali.engines.flows import ended, folded, segments
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


def sms(source: Source) -> tuple[Sms, ...]:
    """Texts to choose from: as it is written and, where that is no GSM text, once more without the marks that cost."""
    written = _composed(source, plain=False)
    if written.is_gsm:
        return (written,)
    return written, _composed(source, plain=True)


def own_sms(text: str, source: Source) -> Sms:
    """A text that somebody wrote for this alone, with the address after it unless it is there."""
    said = text if source.address in text else f"{text} {source.address}"
    count, gsm = segments(folded(said))
    return Sms(folded(said), count, gsm, plain=False, fits=count <= WANTED.get(source.language, 1))


def _composed(source: Source, *, plain: bool) -> Sms:
    """Headline, number and address must be in it; what to do and the text come along where they fit."""
    number = source.help[0].number if source.help else ""
    parts = {"headline": ended(source.headline), "text": source.text, "act": source.act}
    parts |= {"help": number and f"{source.help[0].name}: {number}", "address": source.address}
    kept = {"headline", "help", "address"}
    for optional in ("act", "text"):
        if parts[optional] and _made(parts, kept | {optional}, source, plain=plain).fits:
            kept.add(optional)
    if not _made(parts, kept, source, plain=plain).fits:
        parts["help"] = number
    return _made(parts, kept, source, plain=plain)


def _made(parts: dict[str, str], kept: set[str], source: Source, *, plain: bool) -> Sms:
    text = folded(" ".join(said for name, said in parts.items() if name in kept and said))
    text = unmarked(text) if plain else text
    count, gsm = segments(text)
    left = tuple(name for name, said in parts.items() if said and name not in kept)
    return Sms(text, count, gsm, plain, count <= WANTED.get(source.language, 1), left)


def unmarked(text: str) -> str:
    """Take from letters the marks that the GSM alphabet lacks; those it has stay.

    >>> unmarked("Être forcé à payer, ça va")
    'Etre forcé à payer, ca va'
    """
    return "".join(letter if segments(letter)[1] else _bare(letter) for letter in text)


def _bare(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter.translate(_UNMARKED))
    return "".join(part for part in apart if not unicodedata.combining(part))

"""What is wrong with a translation, as far as a machine can tell; and the small things that it may mend itself.

The words of a catalogue stand in a page without being escaped (Django takes them for the author's own), and some stand
between the quotation marks of an attribute. So markup that the English lacks, and a straight quotation mark, are
refused here, not only in the form where somebody typed them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# What is no word: placeholders of Python, a doubled percent sign, a tag, the end of a marked piece of a message.
TOKEN = re.compile(r"%\(\w+\)[sd]|%[sd%]|<[^<>]*>|\]\([a-z_]+\)")
_PERCENT = re.compile(r"%\((\w+)\)([sd])|%(.?)", re.DOTALL)
_TAGLIKE = re.compile(r"<[^<>]*>?|>|&#|&\w+;")  # a sign that is written out as code is seen by no look at signs
_MARK = re.compile(r"\[[^\]\n]+\]\(([a-z_]+)\)")
_SPACES = re.compile(r"[ \t\r\n]+")
_EDGES = re.compile(r"(\s*).*?(\s*)", re.DOTALL)
_JOINERS = "\u200c\u200d"  # some scripts cannot be written without them
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and marks by name, nothing to the eye
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DOT = r"[.\u3002\uff0e\uff61]"  # what a browser takes for one
_RUN = re.compile(r"[^\s<>()\[\]“”\"«»,;]+")
_ADDRESS = re.compile(rf"@|://|[^\s.]{_DOT}[^\W\d_][\w-]|\d{_DOT}\d{{1,3}}{_DOT}\d{{1,3}}{_DOT}\d")
_FORMAT = re.compile(r"[A-Za-z](?:[ ,.:/-]+[A-Za-z])+")
_TIMES, _MORE = 3, 60  # a translation may be so many times as long as the English, and so many characters more


class Why(StrEnum):
    """Why a translation cannot be taken."""

    EMPTY = "empty"  # nothing, or a form of the plural is missing
    FORMS = "forms"  # more or fewer forms than the language has
    LOST = "lost"  # a placeholder of the English is not there
    INVENTED = "invented"  # a placeholder that the English lacks
    PERCENT = "percent"  # a percent sign that a program would take for a placeholder
    MARKUP = "markup"  # <, > or &…; where the English has none, or other tags than in the English
    QUOTES = "quotes"  # " where the English has none
    MARKS = "marks"  # [words](sign) that differ from the English
    CONTROL = "control"  # a sign that is not seen and changes what is
    ADDRESS = "address"  # a web or mail address that the English does not hold
    LONG = "long"  # far longer than the English


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong; `said`: the piece it is about, or the most characters that fit."""

    why: Why
    said: str = ""


def tidied(text: str, source: str) -> str:
    """Return what somebody typed with the edges of the English, one kind of letters, and round quotation marks."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip(" \t\n") if "\n" in source.strip() else _SPACES.sub(" ", text).strip(" ")
    if '"' not in source:
        text = _rounded(text)
    edges = _EDGES.fullmatch(source)
    return f"{edges[1]}{text}{edges[2]}" if edges and text and source.strip() else text


def _rounded(text: str) -> str:
    pieces = text.split('"')
    return "".join(piece + ("" if n == len(pieces) - 1 else "”" if n % 2 else "“") for n, piece in enumerate(pieces))


def fits(source: Sequence[str], texts: Sequence[str], forms: int) -> bool:
    """Whether nothing is wrong with a translation."""
    return not faults(source, texts, forms)


def is_format(source: str) -> bool:
    """Whether a string tells a program how to write a day ("j F Y"): no words, nobody translates it."""
    return bool(_FORMAT.fullmatch(source))


def hides_a_sign(text: str) -> bool:
    """Whether a text holds what nobody sees: signs of control and of direction, fillers, the separator of lines."""
    return any(_is_hidden(char) for char in text)


def faults(source: Sequence[str], texts: Sequence[str], forms: int) -> list[Fault]:
    """What is wrong with a translation of `source`, into a language whose plural has so many forms; each once."""
    if not texts or not all(_says_something(text, source) for text in texts):
        return [Fault(Why.EMPTY)]
    if len(texts) != (forms if len(source) > 1 else 1):
        return [Fault(Why.FORMS, str(forms))]
    found: dict[Fault, None] = {}
    for text in texts:
        found |= dict.fromkeys(_of_form(source, text))
    found |= dict.fromkeys(_lost(source, texts))
    return list(found)


def _of_form(source: Sequence[str], text: str) -> list[Fault]:
    model = source[-1]
    found = _percent(source, text)
    if Counter(_TAGLIKE.findall(text)) not in [Counter(_TAGLIKE.findall(one)) for one in source]:
        odd = Counter(_TAGLIKE.findall(text)) - Counter(_TAGLIKE.findall(model))
        found.append(Fault(Why.MARKUP, next(iter(odd), "")))
    if '"' in text and not any('"' in one for one in source):
        found.append(Fault(Why.QUOTES))
    if sorted(_MARK.findall(text)) != sorted(_MARK.findall(model)):
        found.append(Fault(Why.MARKS))
    if odd_addresses := _addresses(text) - {one for words in source for one in _addresses(words)}:
        found.append(Fault(Why.ADDRESS, min(odd_addresses)))
    if hides_a_sign(text):
        found.append(Fault(Why.CONTROL))
    most = _TIMES * max(map(len, source)) + _MORE
    if len(text) > most:
        found.append(Fault(Why.LONG, str(most)))
    return found


def _is_hidden(char: str) -> bool:
    return char in _FILLERS or (char not in _JOINERS + "\n\t" and unicodedata.category(char) in _UNSEEN)


def _says_something(text: str, source: Sequence[str]) -> bool:
    """A letter that is seen, or a placeholder; what is no word in English either may be anything but blank."""
    lettered = _has_letter(text) or bool(_PERCENT.search(text))
    return bool(text.strip()) and (lettered or not all(map(_has_letter, source)))


def _has_letter(text: str) -> bool:
    return any(char.isalpha() and not _is_hidden(char) for char in TOKEN.sub("", text))


def _addresses(text: str) -> set[str]:
    """Whatever a page or a telephone could make a link of; a full stop without a space behind it looks the same."""
    return {run.strip(".:!?’‘") for run in _RUN.findall(text) if _ADDRESS.search(run)}


def _percent(source: Sequence[str], text: str) -> list[Fault]:
    known = {found[0] for one in source for found in _PERCENT.finditer(one)}
    odd = [found for found in _PERCENT.finditer(text) if found[0] not in known]
    return [Fault(Why.INVENTED if found[1] or found[3] in {"s", "d"} else Why.PERCENT, found[0]) for found in odd]


def _lost(source: Sequence[str], texts: Sequence[str]) -> list[Fault]:
    """Placeholders of the many that the last form lacks, of the one alone that its form lacks; unnamed ones by number.

    "One sign" needs no number: a form before the last may leave a named one out.
    """
    found = []
    for name, number in Counter(one[0] for one in _PERCENT.finditer(source[-1]) if one[0] != "%%").items():
        said = [one[0] for one in _PERCENT.finditer(texts[-1])].count(name)
        if said == 0 or ("(" not in name and said != number):
            found.append(Fault(Why.LOST, name))
    return found

"""Phone numbers spelt out: "nine nine nine, double oh, oh one"."""

import re
from collections.abc import Iterator

from .phones import e164
from .vocabulary import Found, Seen

# zero to nine in English, French, Vietnamese, Bislama, Fijian and Fiji Hindi, without accents. No word has two values.
_SPELT = (
    ("zero", "oh", "nil", "nought", "khong", "saiva", "sunya"),
    ("one", "un", "mot", "wan", "dua", "ek"),
    ("two", "deux", "hai", "tu", "rua", "do"),
    ("three", "trois", "ba", "tri", "tolu", "teen"),
    ("four", "quatre", "bon", "fo", "va", "chaar", "char"),
    ("five", "cinq", "nam", "faef", "faev", "lima", "paanch", "panch"),
    ("six", "sau", "sikis", "ono", "chhe", "che"),
    ("seven", "sept", "bay", "seven", "vitu", "saat"),
    ("eight", "huit", "tam", "eit", "walu", "aath"),
    ("nine", "neuf", "chin", "naen", "ciwa", "nau"),
)
_VALUE = {word: str(value) for value, words in enumerate(_SPELT) for word in words}
_TIMES = {"double": 2, "triple": 3}
NUMBER_WORDS = frozenset(_VALUE)
_PART = rf"(?:(?:double|triple)[ \-]{{1,2}})?(?:{'|'.join(sorted(_VALUE, key=len, reverse=True))}|\d{{1,4}})"
_SPOKEN = re.compile(rf"(?<![\w+])(\+|plus )?{_PART}(?:[ ,.\-/\n]{{1,3}}{_PART}){{3,16}}(?!\w)")
_TOKEN = re.compile(r"[a-z]+|\d+")
LEAST_NUMBER_WORDS = 3  # "call 999 0001 or two" is digits with a word behind


def find_spoken_phones(seen: Seen) -> Iterator[Found]:
    """Find phones spelt in words, or in words and digits."""
    if seen.spelt < LEAST_NUMBER_WORDS or seen.words.isdisjoint(NUMBER_WORDS):
        return
    for run in _SPOKEN.finditer(seen.plain):
        phone = _spoken(seen, run)
        if phone:
            yield phone


def _spoken(seen: Seen, run: re.Match[str]) -> Found | None:
    tokens = _TOKEN.findall(run[0])
    if sum(1 for token in tokens if token in _VALUE) < LEAST_NUMBER_WORDS:
        return None
    digits = "".join(_read(tokens))
    answer = e164("+" + digits if run[1] else digits, seen.country)
    return Found("phone", run.start(), run.end(), answer[0], weak=not answer[1]) if answer else None


def _read(tokens: list[str]) -> Iterator[str]:
    times = 1
    for token in tokens:
        if token in _TIMES:
            times = _TIMES[token]
            continue
        yield _VALUE.get(token, token if token.isdigit() else "") * times
        times = 1

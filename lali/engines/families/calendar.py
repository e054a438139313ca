"""Days and months as ads write them in English, French, Vietnamese, Bislama, Fijian and Fiji Hindi."""

import re

from lali.engines.families.folding import seen

_DAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tues", "thurs"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        *("mande", "mandei", "tusde", "tiusde", "wenesde", "tosde", "fraede", "sarede", "sarere", "sande", "sandei"),
        *("moniti", "tusiti", "vukelulu", "lotulevu", "vakaraubuka", "vakarauwai", "sigatabu"),
        *("somwaar", "somvaar", "mangalwaar", "budhwaar", "bihaspati", "brihaspati", "sukwaar", "sukrawaar"),
        *("sanichar", "sanicchar", "itwaar", "etwaar"),
    )
)
_MONTHS = frozenset(
    (
        *("january", "february", "april", "june", "july", "august"),
        *("september", "october", "november", "december", "sept"),
        *("janvier", "fevrier", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
        *("januari", "februari", "febuari", "epril", "julae", "ogis", "ogas"),
        *("septemba", "oktoba", "novemba", "disemba"),
        *("janueri", "feperueri", "epereli", "jiulai", "okosita", "seviteba", "okotova", "noveba", "tiseba"),
        *("janwari", "farwari", "joon", "julai", "agast", "sitambar", "aktubar", "nawambar", "disambar"),
    )
)
# Other words and names too: a date only beside a number or a day or month that is nothing else.
_MAYBE = frozenset(
    (
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("jan", "feb", "mar", "march", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        *("mars", "mai", "mei", "mas", "maj", "maji", "me", "mangal", "mangar", "budh", "biff", "suk"),
    )
)
_BETWEEN = frozenset(
    ("and", "or", "to", "of", "the", "et", "ou", "au", "le", "du", "mo", "kei", "na", "ni", "aur", "ke")
)
_NUMBERS = "hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?|mot"
_VIETNAMESE = re.compile(rf"thu (?:{_NUMBERS}|[2-7])|chu nhat|(?:ngay \d\d? )?thang (?:{_NUMBERS}|1[0-2]|[1-9])")
_IN_DIGITS = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d"
)
_COUNTED = frozenset(  # after "a month" and a number
    (
        *("trieu", "tr", "nghin", "ngan", "k", "tram", "chuc", "muoi", "dong", "do"),
        *("ngay", "buoi", "lan", "ca", "gio", "nguoi", "ban"),
    )
)
_DAY_NUMBER = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?|(?:19|20)\d\d")
_WORD = re.compile(r"[^\s,.;:/()–-]+")


def is_date(said: str, before: str = "", after: str = "") -> bool:
    """Whether words are a day, a month or a date and nothing else; `before` and `after` are the words beside them."""
    said = seen(said.lower())
    if _IN_DIGITS.fullmatch(said) or _VIETNAMESE.fullmatch(said):
        return True
    lead = seen(before)  # what changes may be only the last word of "thứ sáu" or "tháng ba"
    if lead == "thu" or (lead == "thang" and seen(after) not in _COUNTED):
        return _VIETNAMESE.fullmatch(f"{lead} {said}") is not None
    words = _WORD.findall(said)
    sure = sum(word in _DAYS or word in _MONTHS for word in words)
    maybe = sum(word in _MAYBE for word in words)
    numbers = sum(_DAY_NUMBER.fullmatch(word) is not None for word in words)
    if sure + maybe + numbers + sum(word in _BETWEEN for word in words) < len(words):
        return False
    beside = any(_DAY_NUMBER.fullmatch(word) for word in (before, after))
    is_beside_month = numbers > 0 and any(seen(word) in _MONTHS for word in (before, after))
    return sure > 0 or (maybe > 0 and (numbers > 0 or beside)) or (is_beside_month and numbers == len(words))


def may_be_date(said: str) -> bool:
    """Whether a word is a day or month among other things: "Sat", "May"."""
    return seen(said.lower()) in _MAYBE

"""What stands in a column, where its heading says nothing, or says something else than what stands in it."""

import re
from collections.abc import Sequence

from lali.engines.names import digits_of, folded

from .dates import born_of

LOOKED_AT = 200  # values by which a column is judged
MOST = 0.8  # share of them that must look like it
FEW = 0.3  # share below which a column does not hold what its heading says
GROWN = 2012  # a column of dates whose middle is later holds days of something else
SHORTEST_PHONE, LONGEST_PHONE = 6, 15  # digits
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"[+\d][\d ()/.,;+-]*(?:(?:or|ou|and|et) [\d ()/.,;+-]+)?", re.IGNORECASE)
_GROUPED = re.compile(r"\+|\d[ -]\d")
_MEN = "m male man homme masculin nam boy h garcon masculino 男 mr"
_WOMEN = "f female woman femme feminin nu girl w fille femenino 女 mrs ms"
SEXES = dict.fromkeys(_MEN.split(), "m") | dict.fromkeys(_WOMEN.split(), "f")
_PLATFORMS = re.compile(
    r"facebook|instagram|tiktok|telegram|whatsapp|twitter|zalo|wechat|weibo|viber|line|signal|snapchat|linkedin|youtube"
    r"|messenger|discord|skype|vk|^fb$|^ig$|^tg$|^x$|\.(com|org|net)$"
)


def is_birth(values: Sequence[str]) -> bool:
    """Whether nearly all values are whole dates, mostly of people who are grown up."""
    looked = values[:LOOKED_AT]
    years = sorted(one.year for value in looked if (one := born_of(value)) is not None and one.day > 0)
    return (
        len(years) >= MOST * len(looked) > 0 and len(set(looked)) > len(looked) // 5 and years[len(years) // 2] < GROWN
    )


def is_e_mail(values: Sequence[str]) -> bool:
    """Whether nearly all values are e-mail addresses."""
    return _most(values, [bool(_EMAIL.fullmatch(value.strip())) for value in values[:LOOKED_AT]])


def is_phone(values: Sequence[str]) -> bool:
    """Whether nearly all values are numbers of phones, and some are written as only phones are: +679, 941 0142."""
    looked = values[:LOOKED_AT]
    if not _most(values, [bool(_PHONE.fullmatch(value.strip())) and _is_long(value) for value in looked]):
        return False
    return sum(bool(_GROUPED.search(value)) for value in looked) > len(looked) // 5 and not _are_days(looked)


def _are_days(values: Sequence[str]) -> bool:
    days = sum((one := born_of(value)) is not None and one.day > 0 and not value.isdecimal() for value in values)
    return days > len(values) // 2


def _is_long(value: str) -> bool:
    return all(SHORTEST_PHONE <= len(digits_of(one)) <= LONGEST_PHONE for one in re.split(r"[/,;]|or|ou", value) if one)


def is_sex(values: Sequence[str]) -> bool:
    """Whether nearly all values say man or woman."""
    said = [SEXES.get(folded(value)) for value in values[:LOOKED_AT]]
    return _most(values, [one is not None for one in said]) and {"m", "f"} <= set(said)


def _most(values: Sequence[str], alike: Sequence[bool]) -> bool:
    return bool(values) and sum(alike) >= MOST * len(alike)


def is_no_document(values: Sequence[str]) -> bool:
    """Whether a column that should hold numbers of documents holds hardly a digit, or days."""
    looked = values[:LOOKED_AT]
    if not looked:
        return False
    return sum(any(map(str.isdigit, value)) for value in looked) < FEW * len(looked) or _are_days(looked)


def is_no_phone(values: Sequence[str]) -> bool:
    """Whether a column that should hold phones holds hardly a number."""
    looked = values[:LOOKED_AT]
    return bool(looked) and sum(len(digits_of(value)) >= SHORTEST_PHONE - 1 for value in looked) < FEW * len(looked)


def is_no_platform(values: Sequence[str]) -> bool:
    """Whether a column holds no name of a platform that is known."""
    looked = values[:LOOKED_AT]
    return bool(looked) and not any(_PLATFORMS.search(value.strip().casefold()) for value in looked)


def name_likeness(values: Sequence[str]) -> float:
    """How much a column looks like one of names: 0, or from MOST on the more, the more values differ.

    Names are one to five words of letters, most of them of more than one word and all begin with a capital or are of a
    script without.
    """
    looked = values[:LOOKED_AT]
    words = [re.sub(r"[,/.'’-]", " ", value).split() for value in looked]
    like = [1 <= len(its) <= 5 and all(map(_may_be_a_name, its)) for its in words]  # noqa: PLR2004 - words of a name
    if not looked or sum(like) < MOST * len(like) or sum(len(its) > 1 for its in words) < len(words) // 3:
        return 0.0
    return MOST + len(set(looked)) / len(looked)


def _may_be_a_name(word: str) -> bool:
    return word.replace("(", "").replace(")", "").isalpha() and not word.islower()

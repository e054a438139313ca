"""Rows of a file made ready to be compared: numbers and short texts that any SQL engine compares by equality.

Whatever needs Python (folding, scripts, sounds, dates in words) happens here, once a distinct value, on Arrow columns.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from lali.engines.names import digits_of, folded

from .columns import Columns, Role
from .contents import SEXES
from .dates import born_of, is_a_day, months_come_first
from .givens import accents_of, given_of
from .nations import nation_of
from .tokens import MOST_WORDS, Words, words

SLOTS = tuple(range(1, MOST_WORDS + 1))
SHORTEST_NUMBER = 5  # letters or digits of a document or phone that tell persons apart
SHORTEST_STEM = 6  # letters and digits of a handle that tell hands apart across platforms
OLDEST = 110  # years
PHONE_END = 7  # last digits of a phone, with or without the country: numbers of Fiji and Vanuatu have no more
_NOTHING = (
    "n a|na|none|nil|null|nan|unknown|not known|unk|inconnu|khong|khong ro|not stated|not available|missing"
    "|tbc|tba|x|xx|xxx|nk|not given|undefined"
)
_NONE = frozenset(_NOTHING.split("|"))
_NUMBER = re.compile(r"\d+")
_DECADE = re.compile(r"\d0\s*s\b|\d0's", re.IGNORECASE)
_PLUS_TAG = re.compile(r"\+[^@]*(?=@)")

Value = str | int | None


def prepared(table: pa.Table, columns: Columns) -> pa.Table:
    """The comparable columns of `table` (all its columns texts or null), one row a record, numbered by `nr`.

    Rows keep their order; a caller that wants the same answer for any order sorts first.
    """
    made: dict[str, pa.Array] = {"nr": pa.array(range(table.num_rows), pa.int32())}
    made |= _names(table, columns)
    made |= _births(table, columns)
    made["sex"] = _each(table, columns, Role.SEX, _sex)
    made["nation"] = _each(table, columns, Role.NATIONALITY, _nation)
    made["place"] = _each(table, columns, Role.PLACE, plain)
    made["job"] = _each(table, columns, Role.OCCUPATION, plain)
    made["post"] = _each(table, columns, Role.POSTCODE, _joined)
    made["post_area"] = _mapped(made["post"], _area)
    for role, name, read in (
        (Role.DOCUMENT, "doc", _document),
        (Role.PHONE, "tel", _phone),
        (Role.HANDLE, "handle", _handle),
        (Role.PAYMENT, "pay", _payment),
    ):
        for place, values in enumerate(_two(table, columns, role, read), 1):
            made[f"{name}{place}"] = values
    if len(columns.of(Role.PHONE)) == 1:
        made["tel2"] = _each(table, columns, Role.PHONE, _second_phone)
    for place in (1, 2):
        made[f"stem{place}"] = _mapped(made[f"handle{place}"], _stem)
        made[f"root{place}"] = _mapped(made[f"handle{place}"], _root)
    made["age"] = _ages(table, columns)
    made |= _address(table, columns)
    for place, values in enumerate(_two(table, columns, Role.PARENT, _parent), 1):
        made[f"parent{place}"] = values
    return pa.table(made)


def plain(text: str) -> str | None:
    """A text as it is compared; None for what says that nothing is known."""
    said = folded(text)
    return None if not said or said in _NONE else said


def _joined(text: str) -> str | None:
    said = plain(text)
    return said.replace(" ", "") if said else None


def _nation(text: str) -> str | None:
    said = plain(text)
    return (nation_of(said) or said) if said else None


def _sex(text: str) -> str | None:
    return SEXES.get(folded(text))


_KIND = re.compile(
    r"^(?:(?:passport|passeport|ppt|pp|sb|seaman s book|seamans book|livret|cccd|cmnd|ho chieu|id card|id|no|nbr)"
    r" )+(?=.*\d)"
)


def _document(text: str) -> str | None:
    """A number without the kind of document before it: PP N1234567 is N1234567."""
    said = _KIND.sub("", plain(text) or "").replace(" ", "")
    return said if said and len(said) >= SHORTEST_NUMBER and len(set(said)) > 1 else None


_APART = re.compile(r"[/;,|&\n]| or | ou | and | et | hoặc | ext")


def _second_phone(text: str) -> str | None:
    """The second of two numbers in one cell."""
    parts = _APART.split(text)
    return _phone(parts[1]) if len(parts) > 1 else None


def _phone(text: str) -> str | None:
    digits = digits_of(_APART.split(text)[0])
    return digits[-PHONE_END:] if len(digits) >= SHORTEST_NUMBER and len(set(digits)) > 1 else None


def _handle(text: str) -> str | None:
    said = _PLUS_TAG.sub("", text.strip().casefold().removeprefix("mailto:").lstrip("@"))
    said = re.sub(r"^https?://(www\.|m\.)?[\w.]+/", "", said).rstrip("/")
    return said if len(said) > 2 and folded(said) not in _NONE else None  # noqa: PLR2004 - letters


def _age(text: str) -> str | None:
    if _DECADE.search(text):
        return None
    found = [int(one) for one in _NUMBER.findall(text)[:2]]
    years = sum(found) // 2 if len(found) > 1 and "-" in text else found[0] if found else 0
    return str(years) if 0 < years <= OLDEST else None


def _parent(text: str) -> str | None:
    """A parent's name as it is compared: its words in a fixed order, titles aside."""
    return " ".join(sorted(words(text))) or None if plain(text) else None


def _payment(text: str) -> str | None:
    """A wallet as it is written (capitals tell wallets apart), a bank account without blanks and dashes."""
    said = re.sub(r"[\s.-]+", "", text.strip())
    return said if len(said) >= SHORTEST_NUMBER and len(set(said)) > 1 and folded(text) not in _NONE else None


def _stem(handle: str) -> str | None:
    """What of a handle stays whatever a platform allows: letters and digits; of an e-mail what stands before the @."""
    said = re.sub(r"[^\w]|_", "", handle.partition("@")[0])
    return said if len(said) >= SHORTEST_STEM else None


def _root(handle: str) -> str | None:
    """The same without the number at its end: a name that was taken, and then a year or a digit."""
    stem = (_stem(handle) or "").rstrip("0123456789")
    return stem if len(stem) >= SHORTEST_STEM else None


def _area(post: str) -> str | None:
    """The first part of a postcode: what stands before the last three of a British one, or the first two digits."""
    if post.isdecimal():
        return post[:2]
    return post[:-3] if len(post) > 4 else post  # noqa: PLR2004 - "ts5 7hb" is ts5


def _distinct(values: pa.ChunkedArray | pa.Array, read: Callable[[str], Value], kind: pa.DataType) -> pa.Array:
    """`read` of each text, done once for each distinct one."""
    coded = pc.dictionary_encode(values)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    meant = pa.array([None if text is None else read(text) for text in coded.dictionary.to_pylist()], kind)
    return meant.take(coded.indices) if len(meant) else pa.nulls(len(coded), kind)


def _mapped(values: pa.Array, read: Callable[[str], Value], kind: pa.DataType | None = None) -> pa.Array:
    return _distinct(values, read, kind or pa.string())


def _each(table: pa.Table, columns: Columns, role: Role, read: Callable[[str], Value]) -> pa.Array:
    """The first value of any column in the role."""
    found = [_mapped(table[column], read) for column in columns.of(role)]
    return pc.coalesce(*found) if found else pa.nulls(table.num_rows, pa.string())


def _two(table: pa.Table, columns: Columns, role: Role, read: Callable[[str], Value]) -> list[pa.Array]:
    """The first two columns in a role, each as it is."""
    found = [_mapped(table[column], read) for column in columns.of(role)[:2]]
    return found + [pa.nulls(table.num_rows, pa.string())] * (2 - len(found))


def births_unread(table: pa.Table, columns: Columns) -> list[tuple[int, str]]:
    """Dates of birth that are no day of any calendar: the place of the row, and what stands there. Words are none."""
    found = []
    for column in columns.of(Role.BORN):
        texts = table[column].to_pylist()
        months = months_come_first(text for text in texts if text)
        wrong = {
            text
            for text in set(texts)
            if text
            and any(map(str.isdigit, text))
            and ((born := born_of(text, month_first=months)) is None or not is_a_day(born))
        }
        found += [(row, text) for row, text in enumerate(texts) if text in wrong] if wrong else []
    return found


def _births(table: pa.Table, columns: Columns) -> dict[str, pa.Array]:
    """The year, the day within it (0 where only a year is sure: none given, or 1 January), all eight digits."""
    written = (table[column].to_pylist() for column in columns.of(Role.BORN))
    months = months_come_first(text for texts in written for text in texts if text)
    digits = _each(
        table, columns, Role.BORN, lambda text: its.digits if (its := born_of(text, month_first=months)) else None
    )
    years = _each(
        table, columns, Role.BORN_YEAR, lambda text: f"{born.year:04d}0000" if (born := born_of(text)) else None
    )
    if columns.has(Role.BORN_YEAR) and columns.has(Role.BORN_MONTH):
        years = _put_together(table, columns, years)
    digits = pc.coalesce(digits, years)
    coded = pc.dictionary_encode(digits)
    return {
        "born": digits,
        "year": _mapped(coded, lambda text: int(text[:4]), pa.int32()),
        "month_day": _mapped(coded, _month_day, pa.int32()),
        "day_month": _mapped(coded, lambda text: _month_day(text[:4] + text[6:8] + text[4:6]), pa.int32()),
    }


def _month_day(digits: str) -> int:
    return 0 if digits[4:] in {"0000", "0101"} else int(digits[4:])


def _put_together(table: pa.Table, columns: Columns, years: pa.Array) -> pa.Array:
    two = lambda text: f"{int(digits_of(text) or 0) % 100:02d}"  # noqa: E731 - one line, used twice
    months = pc.coalesce(_each(table, columns, Role.BORN_MONTH, two), "00")
    days = pc.coalesce(_each(table, columns, Role.BORN_DAY, two), "00")
    return pc.binary_join_element_wise(pc.utf8_slice_codeunits(years, 0, 4), months, days, "")


def _ages(table: pa.Table, columns: Columns) -> pa.Array:
    """How old each is, at the time of the newest record where records say when they were made."""
    ages = _mapped(_each(table, columns, Role.AGE, _age), int, pa.int32())
    written = (table[column].to_pylist() for column in columns.of(Role.SEEN))
    months = months_come_first(text for texts in written for text in texts if text)
    days = _mapped(
        _each(
            table, columns, Role.SEEN, lambda text: its.digits if (its := born_of(text, month_first=months)) else None
        ),
        lambda digits: int(digits[:4]) * 12 + int(digits[4:6]),
        pa.int32(),
    )
    if days.null_count == len(days):
        return ages
    since = pc.fill_null(pc.subtract(pc.max(days), days), 0)
    return pc.add(ages, pc.cast(pc.divide(pc.add(since, 6), 12), pa.int32()))


def _address(table: pa.Table, columns: Columns) -> dict[str, pa.Array]:
    """All that tells where somebody lives, as one text, and the numbers in it: 12 and 14 of one road are two houses."""
    found = [pc.coalesce(_mapped(table[column], plain), "") for column in columns.of(Role.ADDRESS)]
    if not found:
        return dict.fromkeys(("address", "house"), pa.nulls(table.num_rows, pa.string()))
    joined = pc.utf8_trim_whitespace(pc.binary_join_element_wise(*found, " "))
    address = pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
    return {"address": address, "house": _mapped(address, lambda text: " ".join(_NUMBER.findall(text)))}


def _names(table: pa.Table, columns: Columns) -> dict[str, pa.Array]:
    """The words of names: the rarest MOST_WORDS as numbers (w1...), their classes (c1...), how many; initials apart.

    A number times 64 plus the bits that sharing it is worth: both in one column.
    """
    main = _words_of(table, columns, (Role.FULL, Role.FIRST, Role.MIDDLE, Role.LAST))
    aliases = _words_of(table, columns, (Role.ALIAS,))
    register = Words(chain(main, aliases), table.num_rows)
    flat = array("i")
    for one, other in zip(main, aliases, strict=True):
        flat.extend(_slots(one, other, register))
    names = [f"w{slot}" for slot in SLOTS] + [f"c{slot}" for slot in SLOTS] + ["words", "initials", "letters"]
    made = {name: pa.array(flat[place :: len(names)], pa.int32()) for place, name in enumerate(names)}
    made["head"] = pa.array([its[0] if its else None for its in main], pa.string())
    made["tail"] = pa.array([its[-1] if its else None for its in main], pa.string())
    role = Role.FIRST if columns.has(Role.FIRST) else Role.FULL
    made["given"] = _each(table, columns, role, lambda text: given_of(text, is_full=role is Role.FULL))
    numbers = {word: register[word].its_class for its in (*main, *aliases) for word in its}
    made["given_said"] = pa.array([int(role is Role.FIRST)] * table.num_rows, pa.int32())
    made["given_class"] = _mapped(made["given"], lambda word: numbers.get(word, 0), pa.int32())
    made["accents"] = _accents(table, columns)
    return made


def _accents(table: pa.Table, columns: Columns) -> pa.Array:
    """All names of a row as Vietnamese accents tell them apart; null where they are written without."""
    parts = [
        _mapped(table[column], accents_of)
        for role in (Role.FULL, Role.FIRST, Role.MIDDLE, Role.LAST)
        for column in columns.of(role)
    ]
    if not parts:
        return pa.nulls(table.num_rows, pa.string())
    written = pc.binary_join_element_wise(*(pc.coalesce(part, "") for part in parts), " ")
    has = pc.match_substring(written, "=")
    return pc.if_else(has, written, pa.scalar(None, pa.string()))


_EMPTY = (0,) * (2 * MOST_WORDS + 3)


def _slots(main: tuple[str, ...], alias: tuple[str, ...], register: Words) -> tuple[int, ...]:
    if not main and not alias:
        return _EMPTY
    long = [word for word in main if len(word) > 1]
    known = [register[word] for word in long or main]
    if len(known) > 1:
        known = list({word.its_class: word for word in known}.values())
        known.sort(key=lambda word: (-(word.its_class % 64), word.its))
        known = known[:MOST_WORDS]
    counted = len(known)
    for word in alias:
        if len(word) > 1 and len(known) < MOST_WORDS:
            other = register[word]
            if all(other.its_class != one.its_class for one in known):
                known.append(other)
    missing = (0,) * (MOST_WORDS - len(known))
    alone = _letters(word for word in main if len(word) == 1) if long else 0
    return (
        *(word.its for word in known),
        *missing,
        *(word.its_class for word in known),
        *missing,
        counted or len(known),
        alone,
        _letters(main),
    )


def _letters(its: Iterable[str]) -> int:
    """First letters as a set of bits."""
    bits = 0
    for word in its:
        place = ord(word[0]) - 97
        if 0 <= place < 26:  # noqa: PLR2004 - letters of the alphabet
            bits |= 1 << place
    return bits


def _words_of(table: pa.Table, columns: Columns, roles: tuple[Role, ...]) -> list[tuple[str, ...]]:
    """The words of each row's names in these roles, each once, in order."""
    parts: list[list[tuple[str, ...]]] = []
    for role in roles:
        for column in columns.of(role):
            coded = pc.dictionary_encode(table[column])
            coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
            meant = [_known_words(text) for text in coded.dictionary.to_pylist()]
            meant.append(())
            none = len(meant) - 1
            parts.append([meant[index] for index in pc.fill_null(coded.indices, none).to_pylist()])
    if not parts:
        return [()] * table.num_rows
    if len(parts) == 1:
        return parts[0]
    return [tuple(dict.fromkeys(chain.from_iterable(its))) for its in zip(*parts, strict=True)]


def _known_words(text: str | None) -> tuple[str, ...]:
    return words(text) if text and plain(text) else ()


def shown(table: pa.Table, columns: Columns, row: int) -> Mapping[str, str]:
    """What a row holds in the columns that were compared."""
    return {column: value for column, _role in columns.roles if (value := table[column][row].as_py())}

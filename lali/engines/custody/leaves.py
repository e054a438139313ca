"""Journal lines: the one way to write an entry as bytes, so that anybody gets the same leaf hash.

The form is RFC 8785 (JSON Canonicalization Scheme) for the values an entry may hold: text, whole numbers that every
JSON reader keeps exact, true, false, null, lists and objects. Fractions are refused, because their writing differs
between languages: write a measure as text or in a smaller unit.
"""

import json
from collections.abc import Iterable, Mapping

MAX_DEPTH = 32
MAX_NUMBER = 2**53 - 1  # beyond it a JSON reader may round (RFC 8785, 3.2.2.3)
_PLAIN, _HOLDERS = frozenset({str, bool, type(None)}), frozenset({dict, list})
_AS_ORDERED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)


class NotCanonical(ValueError):
    """An entry holds what a journal line cannot hold, or a line is not in canonical form."""


def canonical(entry: Mapping[str, object]) -> bytes:
    """Write an entry as its journal line: UTF-8 JSON with sorted keys and no spaces, without a line end."""
    try:
        if _is_plain(entry, MAX_DEPTH):  # as nearly every entry is: twice as fast, the same bytes
            return _SORTED.encode(entry).encode()
        return _AS_ORDERED.encode(_ordered(entry, MAX_DEPTH)).encode()
    except UnicodeEncodeError:
        raise NotCanonical("An entry holds half of a character (a lone surrogate).") from None


def read_line(line: bytes) -> dict[str, object]:
    """Read a journal line; `NotCanonical` if it is not exactly what `canonical` writes."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise NotCanonical("The line is not JSON.") from None
    if not isinstance(entry, dict):
        raise NotCanonical("The line is not a JSON object.")
    if canonical(entry) != line:
        raise NotCanonical("The line is JSON, but not written in canonical form.")
    return entry


def _is_plain(value: object, depth: int) -> bool:
    """Tell whether an entry is of plain types, within the limits, its names ASCII, which sort as RFC 8785 asks."""
    kind = type(value)
    if kind is int:
        return _is_exact(value)  # type: ignore[arg-type]
    if depth <= 1 or kind not in _HOLDERS:
        return False
    inner = value
    if kind is dict:
        if not _names_sort_plainly(value):  # type: ignore[arg-type]
            return False
        inner = value.values()  # type: ignore[attr-defined]
    for one in inner:  # type: ignore[attr-defined]  # noqa: SIM110 - a third faster than all()
        if type(one) not in _PLAIN and not _is_plain(one, depth - 1):
            return False
    return True


def _names_sort_plainly(names: Iterable[str]) -> bool:
    try:
        return all(map(str.isascii, names))
    except TypeError:  # a name that is no text
        return False


def _is_exact(number: int) -> bool:
    return -MAX_NUMBER <= number <= MAX_NUMBER


def _ordered(value: object, depth: int) -> object:
    """Give the value with the keys of every object in the order of their UTF-16 code units (RFC 8785, 3.2.3)."""
    if depth == 0:
        raise NotCanonical(f"An entry is nested more than {MAX_DEPTH} deep.")
    match value:
        case None | bool() | str():
            return value
        case int():
            return _exact(value)
        case list():
            return [_ordered(item, depth - 1) for item in value]
        case Mapping():
            return {key: _ordered(value[key], depth - 1) for key in sorted(value, key=_utf16)}
    raise NotCanonical(f"An entry holds text, whole numbers, true, false, null, lists and objects, no {_kind(value)}.")


def _exact(number: int) -> int:
    if not _is_exact(number):
        raise NotCanonical("An entry holds a number beyond 2^53 - 1; write it as text.")
    return number


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise NotCanonical(f"The names in an entry are text, not {_kind(key)}.")
    return key.encode("utf-16-be", "surrogatepass")


def _kind(value: object) -> str:
    return type(value).__name__

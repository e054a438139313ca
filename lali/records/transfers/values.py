"""One value of a row as JSON, and back: strict, because what comes may have been written by anybody."""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from django.db import models

from lali.engines.exchange import Malformed

EARLIEST, LATEST = 1800, 2300  # years; beyond them a clock of ours may not reach when it changes zones
LONGEST_TEXT = 1_000_000
WHOLE = {  # least and greatest of what a database keeps
    models.PositiveSmallIntegerField: (0, 32_767),
    models.PositiveIntegerField: (0, 2_147_483_647),
    models.BigIntegerField: (-(2**63), 2**63 - 1),
}


def write_plain(value: object) -> object:
    """A value that is no relation, as JSON holds it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def read_plain(field: models.Field, value: object) -> object:
    """The value that `write_plain` wrote for this field; `Malformed` for what the field cannot hold."""
    if value is None:
        if field.null:
            return None
        raise wrong(field)
    reader = next((read for kind, read in _READERS.items() if isinstance(field, kind)), None)
    if reader is None:
        raise wrong(field)
    read = reader(field, value)
    if field.choices and read not in {code for code, _word in field.flatchoices} | ({""} if field.blank else set()):
        raise wrong(field)
    return read


def wrong(field: models.Field) -> Malformed:
    """The refusal that names a field, never its value."""
    return Malformed(f"{field.model._meta.label_lower}.{field.name} does not hold what it should")  # noqa: SLF001


def is_text(value: object, longest: int = LONGEST_TEXT) -> bool:
    """Whether this is text that every database and page can hold."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(field: models.Field, value: object) -> str:
    if not is_text(value, field.max_length or LONGEST_TEXT):
        raise wrong(field)
    return value


def _whole(field: models.Field, value: object) -> int:
    least, most = next((ends for kind, ends in WHOLE.items() if isinstance(field, kind)), (0, -1))
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise wrong(field)
    return value


def _truth(field: models.Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong(field)
    return value


def _moment(field: models.Field, value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise wrong(field) from None
    if not EARLIEST <= moment.year <= LATEST or moment.isoformat() != value:
        raise wrong(field)
    return moment


def _day(field: models.Field, value: object) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise wrong(field) from None
    if not EARLIEST <= day.year <= LATEST or day.isoformat() != value:
        raise wrong(field)
    return day


def _bytes(field: models.Field, value: object) -> bytes:
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (AttributeError, ValueError):
        raise wrong(field) from None


def _json(field: models.Field, value: object) -> object:
    if not isinstance(value, (dict, list)) or not _all_text(value):
        raise wrong(field)
    return value


def _all_text(value: object) -> bool:
    """Whether every text in it can be kept. As deep as the engine let it be, and no deeper."""
    if isinstance(value, Mapping):
        return all(is_text(name) and _all_text(inner) for name, inner in value.items())
    if isinstance(value, list):
        return all(map(_all_text, value))
    return is_text(value) if isinstance(value, str) else True


_READERS: dict[type[models.Field], Callable[[models.Field, object], object]] = {
    models.CharField: _text,
    models.TextField: _text,
    models.BooleanField: _truth,
    models.IntegerField: _whole,
    models.DateTimeField: _moment,
    models.DateField: _day,
    models.BinaryField: _bytes,
    models.JSONField: _json,
    models.UUIDField: _text,
}

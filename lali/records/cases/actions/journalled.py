"""Old and new values of a case's rows, as the journal keeps them."""

from collections.abc import Mapping
from datetime import date

from lali.records.cases.models import Case
from lali.records.changes import changed_values


def journalled_changes(
    case: Case, classified: Mapping[str, str], before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, list[object]]:
    """What differs, for `facts={"changed": ...}`: members and days by reference, what is not internal sealed."""
    return changed_values(classified, _plain(before), _plain(after), key=case.key())


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """References and states as text, so that equal values are equal and the journal names nobody."""
    return {field: _text(value) for field, value in values.items()}


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(_text(one)) for one in sorted(value))
    return getattr(value, "journal_name", str(value))

"""Old and new values for the journal: in clear where a field is for members, sealed where it speaks of a person.

A sealed value stands in the journal as text under the key of whom it is about (a person, a case). Erasing that key
erases the value in every copy of the journal, while the log still verifies: its leaves are the sealed text.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from lali.records.classified import INTERNAL, PUBLIC
from lali.records.keyring import open_words, seal_words

ABOUT = "lali/journal-value"  # bound into the sealing, so that a value cannot pass as a name
LONGEST = 2_000  # characters of a value that stand in the journal; what is longer is cut and says so
ERASED = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field's change as a screen shows it. `old` and `new` are None where the key is erased."""

    field: str
    old: str | None
    new: str | None


def changed_values(
    classified: Mapping[str, str], before: Mapping[str, object], after: Mapping[str, object], *, key: bytes
) -> dict[str, list[object]]:
    """What differs between `before` and `after`, for `facts={"changed": ...}`: field -> [old, new].

    Values of PUBLIC and INTERNAL fields stand as text; those of others sealed under `key`, as `{"sealed": base64}`.
    A field that `classified` does not name counts as a victim's.
    """
    return {
        field: [_kept(classified.get(field), value, field, key) for value in (before.get(field), new)]
        for field, new in after.items()
        if before.get(field) != new
    }


def _kept(level: str | None, value: object, field: str, key: bytes) -> object:
    words = "" if value is None else str(value)
    words = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    if level in {PUBLIC, INTERNAL}:
        return words
    return {"sealed": base64.b64encode(seal_words(words, key=key, about=f"{ABOUT}/{field}")).decode("ascii")}


def opened_changes(changed: object, *, key: bytes | None) -> list[Change]:
    """The changes of an entry's `facts["changed"]`, opened with the owner's key; None in place of erased values.

    Entries older than this form name fields only (a list); they give changes without values.
    """
    if not isinstance(changed, Mapping):
        return [Change(str(field), ERASED, ERASED) for field in changed or ()]
    return [Change(field, *(_opened(value, field, key) for value in values)) for field, values in changed.items()]


def _opened(value: object, field: str, key: bytes | None) -> str | None:
    if not isinstance(value, Mapping):
        return str(value)
    if not key:
        return ERASED
    try:
        return open_words(base64.b64decode(str(value.get("sealed", ""))), key=key, about=f"{ABOUT}/{field}")
    except (InvalidTag, ValueError):
        return ERASED

"""The kinds of case that a node knows: those of the program, in the words and with the additions of its configuration.

The program's own codes always exist (`CaseKind`): signs, figures and exports speak of them. An agency words them,
adds others and retires those it does not use; "other" is always offered.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.vocabulary import CaseKind
from lali.records.configuration.document import Entry, with_code
from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import CASE_KINDS
from lali.records.refusals import Refused


class UnknownKind(Refused):
    """The kind is not in the list, or no longer."""

    sentence = _("This kind of case is not offered here. Choose another from the list.")


def _entries() -> tuple[Entry, ...]:
    words = in_force().configuration.list_of(CASE_KINDS)
    return words.entries if words else ()


def kinds_offered(besides: str = "") -> list[tuple[str, str]]:
    """Kinds that a case can be of now, with their words; `besides`, which it is of already, may be retired."""
    entries, today = _entries(), timezone.localdate()
    given = [(one.code, str(one)) for one in entries if not one.is_retired(today) or one.code in {"other", besides}]
    told = {one.code for one in entries}
    return given + [(kind.value, str(kind.label)) for kind in CaseKind if kind.value not in told]


def kind_word(code: str) -> str:
    """The words for a kind, retired or not."""
    if entry := with_code(_entries(), code):
        return str(entry)
    return str(CaseKind(code).label) if code in CaseKind.values else code


def require_kind(code: str, *, besides: str = "") -> None:
    """UnknownKind when a case cannot be of this kind now."""
    if code not in {value for value, _words in kinds_offered(besides)}:
        raise UnknownKind

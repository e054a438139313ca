"""The certificate of a disposal, as a document in the reader's language."""

# ruff: noqa: SLF001 - `_meta` is how Django says what a table is made of

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lali.engines.documents import Column, Document, Paragraph, Row, Section, Table, Words

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from datetime import datetime

    from lali.records.retention.models import Disposal


def certificate_of(disposal: Disposal) -> Document:
    """What was disposed of, by whom and why; names nobody but the two members."""
    kept = disposal.certificate
    rows = [Row((_table_in_words(label), str(number))) for label, number in sorted(kept.get("rows", {}).items())]
    files = [Row((one["ref"], filesizeformat(one["size"]), one["sha256"])) for one in kept.get("files", [])]
    facts = [
        (_("Record"), disposal.subject),
        (_("Class"), str(disposal.get_record_class_display())),
        (_("Rule or decision"), disposal.basis),
        (_("Proposed by"), f"{disposal.proposed_by.name}, {_day(disposal.proposed_at)}"),
        (_("State"), str(disposal.get_state_display())),
    ]
    if disposal.decided_by:
        facts.append((_("Decided by"), f"{disposal.decided_by.name}, {_day(disposal.decided_at)}"))
    if "journal_entry" in kept:
        facts.append((_("Journal entry"), str(kept["journal_entry"])))
    columns = (Column(_("Table"), 4), Column(_("Rows"), 1, is_number=True))
    of_files = (Column(_("Exhibit"), 1), Column(_("Size"), 1), Column("SHA-256", 4))
    said = _("Every personal value of the record was erased. References, days, states and the journal stay.")
    section = Section(
        _("What was erased"),
        "erased",
        [Paragraph(said), Table(columns, rows, _("Nothing.")), Table(of_files, files, _("No exhibit."))],
    )
    return Document(
        language=get_language() or "en",
        kind=_("Certificate of disposal"),
        number=disposal.ref,
        title=_("Certificate of disposal"),
        classification="",
        made_at=disposal.decided_at or disposal.proposed_at,
        facts=facts,
        sections=[section],
        notice=_("Demonstration: every person, number and company here is invented.") if settings.DEMO else "",
        signing=[disposal.proposed_by.name, *([disposal.decided_by.name] if disposal.decided_by else [])],
        words=Words(
            contents=_("Contents"), page=_("Page"), page_of=_("Page {page} of {pages}"), see=_("see"),
            former=_("Former"), later=_("Next"),
        ),
    )  # fmt: skip


def _table_in_words(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural)
    except LookupError:  # a table of an older version
        return label


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), _("j M Y, H:i"))

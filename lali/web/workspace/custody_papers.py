"""Papers of exhibits in the reader's language: label, receipt for whom it was taken from, report of custody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lali.engines.documents import Block, Column, Document, Facts, Heading, Paragraph, Row, Section, Table, Words
from lali.engines.materials.label import label
from lali.engines.materials.source import Source
from lali.records.evidence.standing import standing_after
from lali.web.workspace.custody_life import spans_of
from lali.web.workspace.reading import shown_custody

if TYPE_CHECKING:  # rows in annotations; screens never touch tables
    from datetime import datetime

    from lali.records.agencies.models import Member
    from lali.records.evidence.models import CustodyEvent, Exhibit

NONE = "–"


def label_of(exhibit: Exhibit, events: Iterable[CustodyEvent], *, address: str, agency: str) -> bytes:
    """The label of a physical exhibit, as PDF: references only, no name and nothing of the matter."""
    seal = standing_after(events).seal
    source = Source(
        language=get_language() or "en",
        headline=exhibit.ref,
        text="",
        act=exhibit.case.ref,
        address=address,
        agency=agency[:120],
        as_of=timezone.localdate(exhibit.sealed_at),
        notice=_("All invented") if settings.DEMO else "",
    )
    taken = date_format(timezone.localtime(exhibit.sealed_at), _("j M Y"))
    lines = [_("Seal %s") % seal if seal else _("No seal"), _("Taken in: %s") % taken]
    return label(source, lines)


def receipt_of(things: Sequence[Exhibit], *, by: Member, of_whom: str) -> Document:
    """The receipt for whoever things were taken from: what was taken, two lines to sign on."""
    case = things[0].case
    rows = [
        Row((one.ref, _taken(one), _seal_at_first(one) or NONE, _moment(one.acquired_at or one.sealed_at)))
        for one in things
    ]
    columns = (
        Column(_("Number"), 2),
        Column(_("What was taken"), 8),
        Column(_("Seal"), 3),
        Column(_("Taken on"), 3),
    )
    said = [
        Paragraph(_("The things listed here were taken, sealed and listed. Keep this receipt: it is yours.")),
        Table(columns, rows),
        Paragraph(_("Say the reference of the case and the number of the thing whenever you ask about it."), "note"),
    ]
    facts = [
        (_("Case"), case.ref),
        (_("Agency"), by.agency.name),
        (_("From whom"), of_whom or NONE),
        (_("Made out"), _moment(timezone.now())),
        (_("Things listed"), str(len(rows))),
    ]
    return _document(
        _("Receipt for things taken"),
        f"{case.ref} {things[0].ref}",
        facts,
        [Section(_("What was taken"), "taken", said)],
        signing=[
            _("For the agency: %s") % by.name,
            _("The person from whom it was taken: %s") % of_whom if of_whom else _("The person from whom it was taken"),
        ],
    )


def _taken(thing: Exhibit) -> str:
    where = _("taken at: %s") % thing.acquired_where if thing.acquired_where else ""
    return "; ".join(filter(None, (_described(thing), where)))


def _seal_at_first(thing: Exhibit) -> str:
    """The seal that the person from whom it was taken saw put on, whatever was opened since."""
    return next((event.seal for event in thing.custody.all()), "")


def report_of(exhibit: Exhibit, events: Sequence[CustodyEvent], *, head: str, key: str) -> Document:
    """The whole chain of custody of an exhibit, with the numbers of its journal entries and how to verify them."""
    facts = [
        (_("Case"), exhibit.case.ref),
        (_("Exhibit"), f"{exhibit.ref} {exhibit.called}"),
        (_("Kind"), _("a physical thing") if exhibit.is_physical else _("a file")),
        (_("Custody events"), str(len(events))),
        (_("Made out"), _moment(timezone.now())),
    ]
    sections = [
        Section(_("How it was acquired"), "acquired", [Facts(_acquired(exhibit)), *_missing(exhibit)]),
        Section(_("Chain of custody"), "custody", _chain(exhibit, events)),
        Section(_("Made from, and made of it"), "made", _made(exhibit)),
        Section(_("How to verify this"), "verify", _how_to_verify(exhibit, head, key)),
    ]
    return _document(_("Report of custody"), f"{exhibit.case.ref} {exhibit.ref}", facts, sections)


def _acquired(exhibit: Exhibit) -> list[tuple[str, str]]:
    facts = [(_("When"), _moment(exhibit.acquired_at))]
    names = ("acquired_by", "acquired_where", "acquired_how", "taken_from", "description", "device", "device_serial")
    names += ("state_found", "seals_found", "tool", "write_protection")
    for name in names:
        if value := getattr(exhibit, name):
            words = str(exhibit._meta.get_field(name).verbose_name)  # noqa: SLF001 - how Django tells a field's words
            facts.append((words[:1].upper() + words[1:], value))
    if exhibit.stated_digest:
        outcome = {True: _("the same as ours"), False: _("differs from ours"), None: _("not compared yet")}
        stated = f"{exhibit.get_stated_kind_display()} {exhibit.stated_digest}: {outcome[exhibit.stated_same]}"
        facts.append((_("Digest that the giver stated"), stated))
    facts += [
        (_("Sealed"), f"{_moment(exhibit.sealed_at)}, {exhibit.sealed_by.name}"),
        (_("File name"), exhibit.file_name),
        (_("Size in bytes"), str(exhibit.size)),
        ("SHA-256", exhibit.sha256),
        ("BLAKE3", exhibit.blake3),
    ]
    return facts


def _missing(exhibit: Exhibit) -> list[Block]:
    missing = exhibit.not_written_down
    return [Paragraph(_("Not written down: %s.") % ", ".join(missing), "note")] if missing else []


def _chain(exhibit: Exhibit, events: Sequence[CustodyEvent]) -> list[Block]:
    blocks: list[Block] = []
    if exhibit.is_physical:
        kinds = {
            "held": _("held by %s"),
            "way": _("on its way, in nobody’s hands: %s"),
            "outside": _("outside: %s"),
            "gone": _("no longer here: %s"),
        }
        spans = spans_of(exhibit, events)
        columns = (
            Column(_("From"), 3),
            Column(_("Until"), 3),
            Column(_("Who"), 6),
            Column(_("Kept"), 4),
            Column(_("Seal"), 3),
        )
        rows = [
            Row((
                _moment(span.start),
                _moment(span.end) if span.end else NONE,
                kinds[span.kind] % span.who,
                span.place or NONE,
                span.seal or NONE,
            ))
            for span in spans
        ]  # fmt: skip
        blocks += [Heading(_("Who held it when")), Table(columns, rows)]
    shown = shown_custody(exhibit, events)
    columns = (
        Column(_("When"), 3),
        Column(_("What"), 5),
        Column(pgettext("custody", "By"), 4),
        Column(_("Remark"), 5),
        Column(_("Journal entry"), 3),
    )
    rows = [
        Row((_moment(one.at), one.what, one.by, one.note or NONE, _entry(event)))
        for one, event in zip(shown, events, strict=True)
    ]
    return [*blocks, Heading(_("Every event")), Table(columns, rows)]


def _entry(event: CustodyEvent) -> str:
    return f"{event.entry_index} ({event.origin})" if event.origin else str(event.entry_index)


def _made(exhibit: Exhibit) -> list[Block]:
    rows = []
    if exhibit.parent_id:
        rows.append(Row((exhibit.parent.ref, str(exhibit.get_made_how_display()), exhibit.made_with or NONE)))
    rows += [
        Row((f"→ {one.ref}", str(one.get_made_how_display()), one.made_with or NONE))
        for one in exhibit.derived.order_by("number")
    ]
    columns = (Column(_("Exhibit"), 2), Column(_("How"), 6), Column(_("Tool and version"), 4))
    return [Table(columns, rows, _("This exhibit was made from no other, and none was made of it."))]


def _how_to_verify(exhibit: Exhibit, head: str, key: str) -> list[Block]:
    return [
        Paragraph(
            _(
                "Each event above is an entry of the agency’s journal, a Merkle log (RFC 9162) whose head is signed. "
                "Ask for the bundle of this exhibit: it holds the entries, a proof for each, the signed head and "
                "verify.py, a program of one file that checks them without the agency (python3 verify.py)."
            )
        ),
        Paragraph(_("What was said in words (reasons, places, names outside) stands in the entries sealed.")),
        Facts([(_("Key of the journal"), key), (_("Newest signed head"), head.strip() or NONE)]),
        Paragraph(
            _("Entries of this exhibit stand under the subject %s.") % exhibit.subject,
            "note",
        ),
    ]


def _described(exhibit: Exhibit) -> str:
    parts = (exhibit.called, exhibit.description, exhibit.device, exhibit.device_serial, exhibit.state_found)
    return "; ".join(filter(None, parts))


def _document(
    kind: str,
    number: str,
    facts: Sequence[tuple[str, str]],
    sections: Sequence[Section],
    signing: Sequence[str] = (),
) -> Document:
    return Document(
        language=get_language() or "en",
        kind=kind,
        number=number,
        title=kind,
        classification="",
        made_at=timezone.now(),
        facts=facts,
        sections=sections,
        notice=_("Demonstration: every person, number and company here is invented.") if settings.DEMO else "",
        signing=signing,
        is_short=True,
        words=Words(
            contents=_("Contents"), page=_("Page"), page_of=_("Page {page} of {pages}"), see=_("see"),
            former=_("Former"), later=_("Next"),
        ),
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), _("j M Y, H:i")) if at else NONE

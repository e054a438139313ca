"""Checking a whole node: the journals' Merkle logs, custody events against the journal, every sealed original."""

from collections.abc import Callable

from django.conf import settings

from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log
from lali.records.briefs.queries import all_kept_files
from lali.records.briefs.storage import is_kept_whole
from lali.records.evidence.actions import is_whole
from lali.records.evidence.models import CustodyEvent, Exhibit
from lali.records.evidence.queries import all_exhibits
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.vocabulary import CustodyKind

BEGINNINGS = (CustodyKind.SEALED, CustodyKind.RECEIVED)  # of a chain of custody here
Finding = tuple[str, bool, str]
Bar = Callable[[str, int], Callable[[int], None]]  # what is done, how much of it -> called with how far


def inspect_node(bar: Bar) -> list[Finding]:
    """Name, whether it holds, one sentence: for each journal, custody events, exhibits, briefs. Stops nothing early."""
    logs = [_log("journal", "default", bar), _log("letterbox journal", settings.LETTERBOX, bar)]
    return [*logs, _custody(), _exhibits(bar), _briefs(bar)]


def _log(name: str, using: str, bar: Bar) -> Finding:
    total = Entry.objects.using(using).count()
    checked = check_log(using=using, on_progress=bar(f"Reading the {name}", total))
    if checked.first_broken:
        return name, False, checked.first_broken
    return name, True, f"{checked.entries} entries stand under the newest signed head."


def _custody() -> Finding:
    events = CustodyEvent.objects.ours().select_related("by", "exhibit__case", "exhibit__sealed_by").order_by("pk")
    count = 0
    for event in events.iterator(chunk_size=2000):
        entry = Entry.objects.filter(index=event.entry_index).first()
        expected = (f"exhibit.{event.kind}", event.exhibit.subject, event.by.journal_name, event.at)
        if entry is None or (entry.verb, entry.subject, entry.by, entry.at) != expected:
            return (
                "custody",
                False,
                f"Custody event {event.pk} of {event.exhibit.ref} is not in the journal as it stands.",
            )
        if event.kind in BEGINNINGS and (why := _not_as_sealed(event.exhibit, entry)):
            return "custody", False, f"{event.exhibit.ref} of {event.exhibit.case.ref} is not what was sealed: {why}."
        count += 1
    return _none_is_missing() or ("custody", True, f"{count} custody events stand in the journal.")


def _not_as_sealed(exhibit: Exhibit, entry: Entry) -> str:
    if entry.facts.get("sha256") != exhibit.sha256:
        return "SHA-256 differs"
    if entry.verb == "exhibit.sealed" and entry.by != exhibit.sealed_by.journal_name:
        return "somebody else sealed it"
    return ""


def _none_is_missing() -> Finding | None:
    """The other way round: what was done to an exhibit by the journal stands in its chain of custody, so it exists."""
    verbs = [f"exhibit.{kind}" for kind in CustodyKind.values]
    told = Entry.objects.filter(verb__in=verbs).exclude(index__in=CustodyEvent.objects.ours().values("entry_index"))
    lost = told.order_by("index").first()
    if lost is None:
        return None
    return (
        "custody",
        False,
        f"Journal entry {lost.index} speaks of {lost.subject}, whose chain of custody does not hold it.",
    )


def _exhibits(bar: Bar) -> Finding:
    exhibits = all_exhibits()
    show = bar("Opening exhibits", exhibits.count())
    count = 0
    for exhibit in exhibits.iterator(chunk_size=200):
        if not exhibit.custody.ours().filter(kind__in=BEGINNINGS).exists():
            return "exhibits", False, f"{exhibit.ref} of {exhibit.case.ref} has no record of its sealing."
        if exhibit.destroyed_at:
            if exhibit_store().holds(exhibit.address):
                return (
                    "exhibits",
                    False,
                    f"{exhibit.ref} of {exhibit.case.ref} was disposed of; its file is still there.",
                )
            continue
        if not is_whole(exhibit):
            return "exhibits", False, f"{exhibit.ref} of {exhibit.case.ref}: the stored bytes are not what was sealed."
        count += 1
        show(count)
    return "exhibits", True, f"{count} originals are what was sealed."


def _briefs(bar: Bar) -> Finding:
    files = all_kept_files()
    show = bar("Opening briefs", files.count())
    count = 0
    for file in files.iterator(chunk_size=200):
        if not is_kept_whole(file):
            return "briefs", False, f"{file.name} of {file.brief.full_ref}: the stored bytes are not what was kept."
        count += 1
        show(count)
    return "briefs", True, f"{count} files of briefs are what was kept."

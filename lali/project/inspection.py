"""Checking a whole node: the journals' Merkle logs, custody events against the journal, every sealed original."""

from collections.abc import Callable

from django.conf import settings

from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log
from lali.records.evidence.actions import is_whole
from lali.records.evidence.models import CustodyEvent
from lali.records.evidence.queries import all_exhibits
from lali.records.evidence.vocabulary import CustodyKind

Finding = tuple[str, bool, str]
Bar = Callable[[str, int], Callable[[int], None]]  # what is done, how much of it -> called with how far


def inspect_node(bar: Bar) -> list[Finding]:
    """Name, whether it holds, one sentence: for each journal, the custody events, the exhibits. Stops nothing early."""
    logs = [_log("journal", "default", bar), _log("letterbox journal", settings.LETTERBOX, bar)]
    return [*logs, _custody(), _exhibits(bar)]


def _log(name: str, using: str, bar: Bar) -> Finding:
    total = Entry.objects.using(using).count()
    checked = check_log(using=using, on_progress=bar(f"Reading the {name}", total))
    if checked.first_broken:
        return name, False, checked.first_broken
    return name, True, f"{checked.entries} entries stand under the newest signed head."


def _custody() -> Finding:
    events = CustodyEvent.objects.select_related("exhibit__case").order_by("pk")
    count = 0
    for event in events.iterator(chunk_size=2000):
        entry = Entry.objects.filter(index=event.entry_index).first()
        expected = (f"exhibit.{event.kind}", event.exhibit.subject)
        if entry is None or (entry.verb, entry.subject) != expected or entry.at != event.at:
            return (
                "custody",
                False,
                f"Custody event {event.pk} of {event.exhibit.ref} is not in the journal as it stands.",
            )
        if event.kind == CustodyKind.SEALED and entry.facts.get("sha256") != event.exhibit.sha256:
            return (
                "custody",
                False,
                f"{event.exhibit.ref} of {event.exhibit.case.ref} is not what was sealed: SHA-256 differs.",
            )
        count += 1
    return "custody", True, f"{count} custody events stand in the journal."


def _exhibits(bar: Bar) -> Finding:
    exhibits = all_exhibits()
    show = bar("Opening exhibits", exhibits.count())
    count = 0
    for exhibit in exhibits.iterator(chunk_size=200):
        if not exhibit.custody.filter(kind=CustodyKind.SEALED).exists():
            return "exhibits", False, f"{exhibit.ref} of {exhibit.case.ref} has no record of its sealing."
        if not is_whole(exhibit):
            return "exhibits", False, f"{exhibit.ref} of {exhibit.case.ref}: the stored bytes are not what was sealed."
        count += 1
        show(count)
    return "exhibits", True, f"{count} originals are what was sealed."

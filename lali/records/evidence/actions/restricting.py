"""What restricting does to an exhibit's row, within another action: its words go under seal, and come back."""

import json
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.classified import PERSONAL, VICTIM
from lali.records.evidence.findable import of_exhibit, of_passage
from lali.records.evidence.models import CustodyEvent, Exhibit, Restriction
from lali.records.evidence.models.restricted import WHY
from lali.records.evidence.vocabulary import Basis, CustodyKind
from lali.records.search.index import put_entry, take_out

WITHHELD = (  # goes under seal: every word that could speak of a person or of what the exhibit shows
    *(name for name, level in Exhibit.CLASSIFIED.items() if level in {PERSONAL, VICTIM}),
    "tool",
    "made_with",
)
PLAIN_NAME = "restricted"  # stands where the name of its file stood
# What later records keep of an exhibit: one gives what is to go under seal, by name, and forgets the rest; the other
# takes it back. Said by their apps, by name, when the program starts: forgetting twice would keep nothing.
FORGET: dict[str, Callable[[Member, Exhibit], dict[str, str]]] = {}
GIVE_BACK: dict[str, Callable[[Exhibit, dict[str, str]], None]] = {}


def restrict(by: Member, exhibit: Exhibit, basis: Basis, why: str = "") -> Restriction:
    """Restrict an exhibit whose case the caller holds, and with it what was made from it and what is the same file.

    Does nothing to one that is restricted already.
    """
    if exhibit.restricted_at:
        return exhibit.restrictions.get(lifted_at__isnull=True)
    restriction = _restrict(by, exhibit, basis, why, {"basis": str(basis)})
    for one in _following(exhibit):
        if basis != Basis.KNOWN or not one.restrictions.exists():  # what two persons lifted, no list restricts again
            restrict_with(by, one, exhibit, basis)
    return restriction


def restrict_with(by: Member, exhibit: Exhibit, other: Exhibit, basis: Basis) -> None:
    """Restrict an exhibit because another one is, from which it was made or whose very file it is."""
    why = gettext("It was made from %(ref)s, or is the same file.") % {"ref": other.ref}
    _restrict(by, exhibit, basis, why, {"basis": str(basis), "with": other.ref})


def restrict_if_same(by: Member, exhibit: Exhibit) -> None:
    """Restrict what was just taken in where the very same file is restricted in its case."""
    same = exhibit.case.exhibits.filter(sha256=exhibit.sha256, restricted_at__isnull=False).first()
    if same and not exhibit.restricted_at:
        restrict_with(by, exhibit, same, Basis(basis_of(same)))


def basis_of(exhibit: Exhibit) -> str:
    """How a restricted exhibit came to be one."""
    return exhibit.restrictions.get(lifted_at__isnull=True).basis


def _following(exhibit: Exhibit) -> list[Exhibit]:
    """What was made from an exhibit, however far on, and what is the same file as one of them; not yet restricted."""
    rows = list(exhibit.case.exhibits.values_list("pk", "parent_id", "sha256"))
    found, before = {exhibit.pk}, 0
    while len(found) != before:
        before = len(found)
        digests = {sha256 for pk, _parent, sha256 in rows if pk in found}
        found |= {pk for pk, parent, sha256 in rows if parent in found or sha256 in digests}
    rows = exhibit.case.exhibits.filter(pk__in=found, restricted_at__isnull=True).exclude(pk=exhibit.pk)
    return list(rows.select_related("case").order_by("number"))


def _restrict(by: Member, exhibit: Exhibit, basis: Basis, why: str, facts: dict[str, object]) -> Restriction:
    details = {name: getattr(exhibit, name) for name in WITHHELD} | _words_of_passages(exhibit)
    details |= _words_of_custody(exhibit) | ({WHY: why.strip()[:300]} if why.strip() else {})
    for forget in FORGET.values():
        details |= forget(by, exhibit)
    event = note(by, exhibit, CustodyKind.RESTRICTED, facts=facts)
    restriction = Restriction(exhibit=exhibit, basis=basis, set_at=event.at, set_by=by)
    restriction.seal(details)
    restriction.save()
    _write(exhibit, dict.fromkeys(WITHHELD, "") | {"file_name": PLAIN_NAME, "restricted_at": event.at}, PLAIN_NAME)
    return restriction


def unrestrict(by: Member, exhibit: Exhibit, facts: dict[str, object]) -> None:
    """Give a restricted exhibit its words back; two persons decided it."""
    restriction = exhibit.restrictions.get(lifted_at__isnull=True)
    details = restriction.details()
    note(by, exhibit, CustodyKind.LIFTED, facts=facts)
    restriction.lifted_at, restriction.lifted_by, restriction.sealed_details = timezone.now(), by, b""
    restriction.save(update_fields=["lifted_at", "lifted_by", "sealed_details"])
    own = {name: details.pop(name) for name in WITHHELD if name in details}
    for passage in exhibit.passages.all():
        if passage.ref in details:
            passage.locator, passage.quote, passage.note = _three_words(details[passage.ref])
            passage.save(update_fields=["locator", "quote", "note"])
    for event in exhibit.custody.all():
        if words := details.get(_name_of(event)):
            event.note = words[:300]
            event.save(update_fields=["note"])
    restriction.why = details.get(WHY, restriction.why)[:300]
    restriction.save(update_fields=["why"])
    for give_back in GIVE_BACK.values():
        give_back(exhibit, details)
    _write(exhibit, own | {"restricted_at": None}, own["file_name"])


def _three_words(kept: str) -> tuple[str, str, str]:
    """Where in it, what it says, what was noted; of what another node sealed otherwise, that it was restricted."""
    try:
        locator, quote, note = map(str, json.loads(kept))
    except (ValueError, TypeError):
        return PLAIN_NAME, "", ""
    return locator[:120], quote, note[:400]


def _words_of_passages(exhibit: Exhibit) -> dict[str, str]:
    """What its passages say, by their numbers; they say it no more."""
    rows = list(exhibit.passages.all())
    exhibit.passages.update(locator=PLAIN_NAME, quote="", note="")
    return {one.ref: json.dumps([one.locator, one.quote, one.note]) for one in rows}


def _words_of_custody(exhibit: Exhibit) -> dict[str, str]:
    """What was noted at each point of its chain of custody; the chain says it no more."""
    rows = list(exhibit.custody.exclude(note=""))
    exhibit.custody.update(note="")
    return {_name_of(one): one.note for one in rows}


def _name_of(event: CustodyEvent) -> str:
    """How the note of a custody event is called under seal: the same at every node the exhibit comes to."""
    return f"custody {event.entry_index} {event.at.timestamp():.0f}"


def enter_event(exhibit: Exhibit, *, note: str = "", **facts: object) -> CustodyEvent:
    """Write a point of the chain of custody; what is noted about a restricted exhibit goes under seal."""
    restriction = (
        exhibit.restrictions.filter(lifted_at__isnull=True).first() if exhibit.restricted_at and note else None
    )
    event = exhibit.custody.create(note="" if restriction else note, **facts)
    if restriction:
        restriction.seal(restriction.details() | {_name_of(event): note})
        restriction.save(update_fields=["sealed_details"])
    return event


def _write(exhibit: Exhibit, words: dict[str, object], file_name: str) -> None:
    # By `update`, past the guard of what was sealed: the bytes and their digests stay as they are.
    Exhibit.objects.filter(pk=exhibit.pk).update(**words)
    for name, value in words.items():
        setattr(exhibit, name, value)
    intake = getattr(exhibit, "intake", None)
    if intake:
        intake.file_name = file_name
        intake.save(update_fields=["file_name"])
    put_entry(of_exhibit(exhibit))
    for passage in exhibit.passages.filter(withdrawn_at__isnull=True).select_related("case", "exhibit"):
        if exhibit.restricted_at:
            take_out(passage.subject)
        else:
            put_entry(of_passage(passage))


def note(by: Member, exhibit: Exhibit, kind: CustodyKind, *, facts: dict[str, object], words: str = "") -> CustodyEvent:
    """One point more in the chain of custody, and in the journal."""
    entry = record(by=by, verb=f"exhibit.{kind}", subject=exhibit.subject, facts=facts, keep_head=True)
    return enter_event(exhibit, kind=kind, at=entry.at, by=by, note=words[:300], entry_index=entry.index)

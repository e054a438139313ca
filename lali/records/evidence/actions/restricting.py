"""What restricting does to an exhibit's row, within another action: its words go under seal, and come back."""

from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.classified import PERSONAL, VICTIM
from lali.records.evidence.findable import of_exhibit
from lali.records.evidence.models import CustodyEvent, Exhibit, Restriction
from lali.records.evidence.vocabulary import Basis, CustodyKind
from lali.records.search.index import put_entry

WITHHELD = (  # goes under seal: every word that could speak of a person or of what the exhibit shows
    *(name for name, level in Exhibit.CLASSIFIED.items() if level in {PERSONAL, VICTIM}),
    "tool",
    "made_with",
)
PLAIN_NAME = "restricted"  # stands where the name of its file stood


def restrict(by: Member, exhibit: Exhibit, basis: Basis, why: str = "") -> Restriction:
    """Restrict an exhibit whose case the caller holds. Does nothing to one that is restricted already."""
    if exhibit.restricted_at:
        return exhibit.restrictions.get(lifted_at__isnull=True)
    details = {name: getattr(exhibit, name) for name in WITHHELD}
    event = note(by, exhibit, CustodyKind.RESTRICTED, facts={"basis": str(basis)})
    restriction = Restriction(exhibit=exhibit, basis=basis, why=why.strip()[:300], set_at=event.at, set_by=by)
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
    _write(exhibit, details | {"restricted_at": None}, details["file_name"])


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


def note(by: Member, exhibit: Exhibit, kind: CustodyKind, *, facts: dict[str, object], words: str = "") -> CustodyEvent:
    """One point more in the chain of custody, and in the journal."""
    entry = record(by=by, verb=f"exhibit.{kind}", subject=exhibit.subject, facts=facts, keep_head=True)
    return exhibit.custody.create(kind=kind, at=entry.at, by=by, note=words[:300], entry_index=entry.index)

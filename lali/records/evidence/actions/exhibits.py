"""What happens to exhibits."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import BinaryIO, Self

from django.db import transaction

from lali.engines.custody import (
    Digests,
    NotInStore,
    OriginalChanged,
    SealBroken,
    SealedBytesChanged,
    unseal,
    write_bundle,
)
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.audit.queries import log_verifier, proven_entries, stamps_over, witnesses_over
from lali.records.cases.access import case_for
from lali.records.cases.actions import CaseIsClosed
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.changes import changed_values
from lali.records.evidence.access import exhibit_for
from lali.records.evidence.actions.opening import IsRestricted, SealIsBroken, in_pieces, open_original
from lali.records.evidence.actions.restricting import enter_event
from lali.records.evidence.findable import of_exhibit
from lali.records.evidence.models import CustodyEvent, Exhibit
from lali.records.evidence.stated import stated_is_ours
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.vocabulary import CustodyKind, Purpose
from lali.records.keyring import keys
from lali.records.search.index import put_entry

CHUNK = 1024 * 1024
BUNDLE_TAKES_AT_MOST = 6 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How an exhibit was acquired (ISO/IEC 27037: who, when, where, how, with what)."""

    title: str = ""
    acquired_at: datetime | None = None
    acquired_by: str = ""
    acquired_where: str = ""
    acquired_how: str = ""
    tool: str = ""
    taken_from: str = ""
    device: str = ""
    device_serial: str = ""
    state_found: str = ""
    seals_found: str = ""
    write_protection: str = ""
    stated_kind: str = ""
    stated_digest: str = ""
    description: str = ""


def writable(by: Member, ref: str) -> Case:
    """A case on which the member writes; CaseIsClosed when nothing is taken in any more.

    Held to the end of the caller's transaction; who has none (an intake looks before its first byte) only looks.
    """
    with transaction.atomic():
        case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    if case.state == CaseState.CLOSED:
        raise CaseIsClosed
    return case


@transaction.atomic
def describe_exhibit(*, by: Member, ref: str, number: int, acquisition: Acquisition) -> Exhibit:
    """Complete how an exhibit was acquired. The bytes and their digests cannot be touched."""
    writable(by, ref)
    exhibit = exhibit_for(by, ref, number, Level.CONTRIBUTE)
    if exhibit.restricted_at:
        raise IsRestricted
    new = _as_fields(acquisition)
    changed = [field for field, value in new.items() if getattr(exhibit, field) != value]
    was = {field: getattr(exhibit, field) for field in changed}
    for field in changed:
        setattr(exhibit, field, new[field])
    if changed:
        exhibit.stated_same = stated_is_ours(exhibit)
        exhibit.save()
        told = changed_values(Exhibit.CLASSIFIED, was, {field: new[field] for field in changed}, key=exhibit.case.key())
        _custody(by, exhibit, CustodyKind.DESCRIBED, facts={"changed": told})
        put_entry(of_exhibit(exhibit))
    return exhibit


def check_exhibit(*, by: Member, ref: str, number: int) -> Exhibit:
    """Re-hash and re-open the stored bytes; SealIsBroken, with a journal entry, when they are not what was sealed."""
    exhibit = exhibit_for(by, ref, number)
    whole = is_whole(exhibit)
    with transaction.atomic():
        _custody(
            by, exhibit, CustodyKind.CHECKED, facts={"whole": whole}, note="" if whole else str(SealIsBroken.sentence)
        )
    if not whole:
        raise SealIsBroken
    return exhibit


def is_whole(exhibit: Exhibit) -> bool:
    """Whether the stored bytes still are what was sealed: their address, every chunk's seal, both digests."""
    digests = Digests()
    store = exhibit_store()
    try:
        store.check(exhibit.address)
        with store.open(exhibit.address) as sealed:
            for chunk in unseal(sealed, kek=keys().kek):
                digests.update(chunk)
    except (NotInStore, SealedBytesChanged, SealBroken, OSError):
        return False
    return (digests.size, digests.sha256, digests.blake3) == (exhibit.size, exhibit.sha256, exhibit.blake3)


class Handed:
    """Bytes on their way out, piece by piece. Its file is closed at the end, at an error, and when nobody reads it."""

    def __init__(self, file: BinaryIO, pieces: Iterator[bytes]) -> None:
        self._file, self._pieces = file, pieces

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """Give the next piece."""
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def copy_out(*, by: Member, ref: str, number: int, session: str = "") -> tuple[Exhibit, Handed]:
    """A working copy of the original, chunk by chunk, each checked before it is handed out; a custody event."""
    exhibit, original = open_original(by=by, ref=ref, number=number, purpose=Purpose.COPY, session=session)
    with transaction.atomic():
        _custody(by, exhibit, CustodyKind.COPIED)
    return exhibit, Handed(original, in_pieces(original))


@transaction.atomic
def receive_exhibit(*, by: Member, exhibit: Exhibit, sender: str) -> CustodyEvent:
    """Enter that an exhibit came from another node: its bytes are what they were there, sealed under this node's key.

    Called by `transfers`, in its transaction, when the row stands and the digests were compared.
    """
    facts = {"size": exhibit.size, "sha256": exhibit.sha256, "blake3": exhibit.blake3, "address": exhibit.address}
    return _custody(by, exhibit, CustodyKind.RECEIVED, facts=facts | {"from": sender})


@transaction.atomic
def note_copied(*, by: Member, exhibits: Iterable[Exhibit]) -> None:
    """Enter that originals were copied into something that left: one custody event each."""
    for exhibit in exhibits:
        case_for(by, exhibit.case.ref)
        _custody(by, exhibit, CustodyKind.COPIED)


def bundle_for_court(*, by: Member, ref: str, number: int, session: str = "") -> tuple[str, Handed]:
    """Everything a court needs to check an exhibit without us, as a zip: its file name and its bytes.

    The bundle holds the decrypted original: it is written in the node's own folder, and its name is gone before the
    first byte is handed over, so that a stop in the middle leaves nothing to be found.
    """
    _clear_left_bundles()
    exhibit, original = open_original(by=by, ref=ref, number=number, purpose=Purpose.HAND_OVER, session=session)
    with transaction.atomic():
        _custody(by, exhibit, CustodyKind.BUNDLED)
    head, entries = proven_entries(exhibit.subject)
    folder = Path(mkdtemp(prefix="bundle-", dir=exhibit_store().root))
    name = f"{exhibit.case.ref}-{exhibit.ref}.zip"
    try:
        with original:
            write_bundle(
                folder / name,
                exhibit=_for_court(exhibit),
                original=in_pieces(original),
                entries=entries,
                head=head,
                keys=[log_verifier()],
                signing_key=keys().log,
                stamps=stamps_over((entry.index for entry in entries), head),
                witnesses=witnesses_over((entry.index for entry in entries), head),
            )
    except (SealBroken, OriginalChanged):
        rmtree(folder)
        raise SealIsBroken from None
    except BaseException:
        rmtree(folder)
        raise
    bundle = (folder / name).open("rb")
    rmtree(folder)
    return name, Handed(bundle, iter(lambda: bundle.read(CHUNK), b""))


def _clear_left_bundles() -> None:
    """Delete what a killed process left while it wrote a bundle; what is younger may still be written."""
    for left in exhibit_store().root.glob("bundle-*"):
        if time.time() - left.stat().st_mtime > BUNDLE_TAKES_AT_MOST:
            rmtree(left, ignore_errors=True)


# What later records made of an exhibit and a court must know of: said by their apps, by name, when the program starts.
TOLD_TO_COURT: dict[str, Callable[[Exhibit], list[dict[str, object]]]] = {}


def _for_court(exhibit: Exhibit) -> dict[str, object]:
    later = {name: told for name, tell in TOLD_TO_COURT.items() if (told := tell(exhibit))}
    facts = later | _as_fields(
        Acquisition(**{field.name: getattr(exhibit, field.name) for field in fields(Acquisition)})
    )
    return facts | {
        "case": exhibit.case.ref,
        "exhibit": exhibit.ref,
        "file_name": exhibit.file_name,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
        "blake3": exhibit.blake3,
        "sealed_at": exhibit.sealed_at.isoformat(),
        "sealed_by": exhibit.sealed_by.name,
        "acquired_at": exhibit.acquired_at and exhibit.acquired_at.isoformat(),
    }


@transaction.atomic
def destroy_exhibits(*, by: Member, case: Case, reason: str) -> list[dict[str, object]]:
    """Destroy every exhibit of a case whose disposal two persons decided; `reason` is the disposal's reference.

    Called by `retention`, in its transaction. The sealed files go when that is on the disk; chains of custody stay.
    Returns number, size and SHA-256 of each, for the certificate.
    """
    gone = []
    for exhibit in case.exhibits.filter(destroyed_at__isnull=True):
        facts = {"sha256": exhibit.sha256, "reason": reason}
        event = _custody(by, exhibit, CustodyKind.DESTROYED, facts=facts)
        Exhibit.objects.filter(pk=exhibit.pk).update(destroyed_at=event.at)
        gone.append({"ref": exhibit.ref, "size": exhibit.size, "sha256": exhibit.sha256})
    transaction.on_commit(remove_destroyed_files)
    return gone


def remove_destroyed_files() -> int:
    """Remove the sealed files of destroyed exhibits that still lie in the store. Returns how many.

    A stop between a disposal and this leaves files that `lali doctor` names; calling it again finishes the work.
    """
    store, removed = exhibit_store(), 0
    destroyed = Exhibit.objects.filter(destroyed_at__isnull=False).values_list("address", flat=True)
    for address in destroyed.iterator():
        removed += store.destroy(address)
    return removed


def _as_fields(acquisition: Acquisition) -> dict[str, object]:
    return {field.name: getattr(acquisition, field.name) for field in fields(acquisition)}


def _custody(
    by: Member,
    exhibit: Exhibit,
    kind: CustodyKind,
    *,
    facts: dict[str, object] | None = None,
    note: str = "",
    **stands: object,
) -> CustodyEvent:
    entry = record(by=by, verb=f"exhibit.{kind}", subject=exhibit.subject, facts=facts, keep_head=True)
    return enter_event(exhibit, kind=kind, at=entry.at, by=by, note=note, entry_index=entry.index, **stands)

"""A whole case comes from another node: looked at, then taken in, whole or not at all, once."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import partial
from typing import BinaryIO

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import Digests, StoreIsFull
from lali.engines.exchange import (
    ArchiveReason,
    ArchiveRefused,
    Checked,
    Malformed,
    asks_for_passphrase,
    read_archive,
)
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.queries import colleagues_of
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.models import LogState
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import brief_store
from lali.records.cases.access import cases_kept_by
from lali.records.cases.actions.opening import hold_numbers, next_ref
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.cooperation.actions import FingerprintDiffers
from lali.records.cooperation.identity import our_card, partner_cards
from lali.records.entities.actions.identifiers import tell_watchers
from lali.records.entities.likeness import keep_blind_words
from lali.records.entities.models import Mention, Person
from lali.records.evidence.actions import receive_exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.imports.actions import note_reference
from lali.records.imports.models import ExternalReference
from lali.records.imports.reading import folded
from lali.records.keyring import keys
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused
from lali.records.transfers import storage
from lali.records.transfers.access import arrival_for
from lali.records.transfers.finding import put_whole_case
from lali.records.transfers.models import ArrivedCase
from lali.records.transfers.taking import Staging, Taking
from lali.records.transfers.vocabulary import ORIGIN_FILE, REFUSALS, ArrivalState


class ArchiveNotTaken(Refused):
    """An archive was refused. `reason` names why for programs."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class CameBefore(Refused):
    """The same case is here."""


class NotWaiting(Refused):
    """Somebody took it in or let it go meanwhile, or does so now."""

    sentence = _("This archive was taken in or let go already, or somebody is taking it in now.")


class WalledOffHere(Refused):
    """The case keeps out who would lead it."""

    sentence = _("A wall keeps you from this case. Somebody else must take it in.")


class NoRoom(Refused):
    """The disk is full."""

    sentence = _("The disk is full: nothing of the case was kept. Make room and try again.")


def look_at_archive(*, by: Member, new: storage.NewArchive, passphrase: str = "") -> ArrivedCase:
    """Look at an archive that came: from whom, what is in it, whom it names. Nothing of it is taken in.

    Every look is in the journal, also one at what is refused. The sealed file is kept, for fourteen days at most.
    """
    require(by, Permission.IMPORT)
    storage.clear_leftovers()
    digest, size = _digest_of(new.file)
    try:
        by_passphrase = asks_for_passphrase(new.file)
        with closing(Staging()) as staging:
            checked = _read_whole(new.file, staging, passphrase)
            _refuse_if_here(checked)
            taking = _rehearse(by, new.file, staging, passphrase)
    except ArchiveRefused as why:
        facts = {"reason": str(why.reason), "digest": digest}
        record(by=by, verb="archive.refused", subject="arrival:refused", facts=facts)
        raise ArchiveNotTaken(str(REFUSALS[why.reason]), str(why.reason)) from why
    header = checked.header
    with transaction.atomic():
        arrival = ArrivedCase.objects.create(
            archive_id=header.id,
            sender=header.sender,
            sender_name=header.sender_name,
            fingerprint=header.fingerprint,
            reference=header.case_reference,
            purpose=header.purpose,
            by_passphrase=by_passphrase,
            digest=digest,
            size=size,
            told=_told(staging, taking, checked),
            looked_by=by,
        )
        facts = {"archive": str(header.id), "digest": digest, "from": header.sender}
        record(by=by, verb="archive.looked_at", subject=arrival.subject, facts=facts)
        new.keep(f"in-{arrival.pk}")
    return arrival


def _digest_of(file: BinaryIO) -> tuple[str, int]:
    digests = Digests()
    file.seek(0)
    while data := file.read(storage.BLOCK):
        digests.update(data)
    return digests.sha256, digests.size


def _read_whole(file: BinaryIO, staging: Staging, passphrase: str) -> Checked:
    ours = keys().packet
    with _refusing():
        checked = read_archive(file, staging, identity=ours.identity, recipient=ours.recipient, passphrase=passphrase)
        staging.whole()
    return checked


def _read_records(file: BinaryIO, taking: Taking, *, passphrase: str) -> Case:
    """Make rows of all records; a refusal where the database finds them wrong, whatever that is."""
    ours = keys().packet
    with _refusing():
        read_archive(
            file,
            taking,
            identity=ours.identity,
            recipient=ours.recipient,
            passphrase=passphrase,
            only_records=True,
        )
        return taking.finish()


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever is wrong with what is read refuses the archive: also what nobody thought of, so that it is journalled.

    Only what is wrong with this machine goes on as it is.
    """
    try:
        yield
    except (ArchiveRefused, Refused, StoreIsFull, OSError, OperationalError, MemoryError):
        raise
    except Malformed as refusal:
        raise ArchiveRefused(ArchiveReason.MALFORMED, str(refusal)) from None
    except (IntegrityError, DataError):
        raise ArchiveRefused(ArchiveReason.MALFORMED, "its records contradict one another") from None
    except Exception as why:  # noqa: BLE001 - somebody wrote this file to find it
        kind = type(why).__name__  # its words, and what it was raised with, may hold names
        logging.getLogger(__name__).error("Reading an archive ended with %s", kind)  # noqa: TRY400
        raise ArchiveRefused(ArchiveReason.MALFORMED, "it cannot be read") from None


def _rehearse(by: Member, file: BinaryIO, staging: Staging, passphrase: str) -> Taking:
    """Take everything in as if it were for good, and take it back: what would go wrong goes wrong now."""
    with transaction.atomic():
        hold_numbers(by.agency)
        taking = Taking(by=by, ref=next_ref(by.agency), staged=staging, now=timezone.now())
        taking.walled = sorted(_read_records(file, taking, passphrase=passphrase).walled_members())
        transaction.set_rollback(True)
    return taking


def _told(staging: Staging, taking: Taking, checked: Checked) -> dict[str, object]:
    return {
        "counts": dict(staging.counts),
        "bytes": staging.bytes,
        "members": [asdict(one) for one in taking.named],
        "taken_numbers": taking.taken_numbers,
        "walled": taking.walled,
        "kind": taking.case.kind,
        "state": taking.case.state,
        "is_partner": checked.card.fingerprint in partner_cards(),
    }


def _refuse_if_here(checked: Checked) -> None:
    header = checked.header
    if header.fingerprint == our_card().fingerprint:
        own = Case.objects.kept().filter(ref=header.case_reference).first()
        if own:
            raise CameBefore(_("This is a case of this node: %(ref)s.") % {"ref": own.ref})
    came = ArrivedCase.objects.filter(state=ArrivalState.TAKEN_IN).exclude(case__state=CaseState.DISPOSED)
    same = came.filter(archive_id=header.id) | came.filter(
        fingerprint=header.fingerprint, reference=header.case_reference
    )
    if found := same.select_related("case").first():
        raise CameBefore(_("This case came here before. It is %(ref)s.") % {"ref": found.case.ref})


def take_case_in(*, by: Member, number: int, passphrase: str = "", fingerprint: str = "") -> ArrivedCase:
    """Take in a case that was looked at: it gets a reference of this node, and whoever takes it in leads it.

    Who signed it is a partner, or `fingerprint` is what they read to us by telephone. All or nothing: the files are
    sealed under this node's key first, then everything is entered at once.
    """
    require(by, Permission.IMPORT)
    arrival = arrival_for(by, number)
    path = storage.archive_file(f"in-{arrival.pk}")
    if arrival.state != ArrivalState.LOOKED_AT or not path.exists():
        raise NotWaiting
    if arrival.fingerprint not in partner_cards() and _plain(fingerprint) != _plain(arrival.fingerprint):
        raise FingerprintDiffers
    storage.clear_leftovers()
    try:
        arriving = storage.Arriving(str(arrival.pk))
    except FileExistsError:
        raise NotWaiting from None
    try:
        with path.open("rb") as file, closing(Staging(arriving.store)) as staging:
            checked = _read_whole(file, staging, passphrase)
            with transaction.atomic():
                taking = _make_rows(by, arrival, checked, staging, partial(_read_records, file, passphrase=passphrase))
                with _refusing():
                    arrival = _enter(by, arrival.pk, taking, staging, arriving)
    except ArchiveRefused as why:
        record(by=by, verb="archive.refused", subject=arrival.subject, facts={"reason": str(why.reason)})
        raise ArchiveNotTaken(str(REFUSALS[why.reason]), str(why.reason)) from why
    except StoreIsFull:
        raise NoRoom from None
    finally:
        arriving.done()
    storage.forget_archive_file(f"in-{arrival.pk}")
    return arrival


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).casefold()


def _make_rows(
    by: Member, arrival: ArrivedCase, checked: Checked, staging: Staging, read: Callable[[Taking], Case]
) -> Taking:
    """The rows of the case; what is numbered, the journal and the arrival are held first, in the order of the house."""
    hold_numbers(by.agency)
    LogState.objects.locked()
    if ArrivedCase.objects.select_for_update().get(pk=arrival.pk).state != ArrivalState.LOOKED_AT:
        raise NotWaiting
    _refuse_if_here(checked)
    taking = Taking(by=by, ref=next_ref(by.agency), staged=staging, now=timezone.now())
    case = read(taking)
    if case.walls.standing().filter(member=by).exists():
        raise WalledOffHere
    return taking


def _enter(by: Member, pk: int, taking: Taking, staging: Staging, arriving: storage.Arriving) -> ArrivedCase:
    """Everything that goes with the rows: journal, team, files, what finds the case, who hears of it."""
    arrival, case = ArrivedCase.objects.get(pk=pk), taking.case
    arrival.case, arrival.state = case, ArrivalState.TAKEN_IN
    arrival.taken_in_at, arrival.taken_in_by = taking.now, by
    arrival.seal(taking.answers)
    arrival.told |= {"left_out": dict(taking.left_out), "tips": taking.renumbered_tips}
    arrival.save()
    facts = {"archive": str(arrival.archive_id), "digest": arrival.digest, "from": arrival.sender}
    record(by=by, verb="case.arrived", subject=case.subject, facts=facts, keep_head=True)
    case.team.create(member=by, level=Level.LEAD, added_by=by)
    _receive_files(by, case, arrival, staging, arriving)
    for person in Person.objects.filter(places__case=case).distinct():
        keep_blind_words(person, person.opened_facts())
    put_whole_case(case)
    if not ExternalReference.objects.filter(system=arrival.sender, folded=folded(arrival.reference)).exists():
        note_reference(by=by, record_of=case, system=arrival.sender, number=arrival.reference)
    _tell(by, case)
    return arrival


def _receive_files(by: Member, case: Case, arrival: ArrivedCase, staging: Staging, arriving: storage.Arriving) -> None:
    """Give the sealed files their places; each exhibit's chain of custody goes on with a new point of this node."""
    last = case.exhibits.order_by("-number").first()
    origin = staging.origin
    case.exhibits.create(
        number=last.number + 1 if last else 1,
        file_name=ORIGIN_FILE,
        title=_("Journal of origin of %(ref)s") % {"ref": arrival.reference},
        acquired_at=arrival.taken_in_at,
        acquired_by=by.name,
        acquired_how=_("Came with the case from %(node)s, signed") % {"node": arrival.sender},
        size=origin.size,
        sha256=origin.sha256,
        blake3=origin.blake3,
        address=origin.address,
        sealed_at=arrival.taken_in_at,
        sealed_by=by,
    )
    for exhibit in case.exhibits.select_related("case").order_by("number"):
        exhibit_store().adopt(arriving.store, exhibit.address)
        receive_exhibit(by=by, exhibit=exhibit, sender=arrival.sender)
    for kept in KeptFile.objects.filter(brief__case=case):
        brief_store().adopt(arriving.store, kept.address)


def _tell(by: Member, case: Case) -> None:
    """Whoever answers for cases there hears of it; whoever watches an identifier hears that it appeared."""
    answering = [
        member
        for member in colleagues_of(by)
        if member.may(Permission.IMPORT) and cases_kept_by(member).filter(pk=case.pk).exists()
    ]
    notify(by=by, members=answering, kind=NoticeKind.CASE_CAME, subject=case.subject)
    subjects = [case.subject, *(tip.subject for tip in case.tips.all())]
    noted = Mention.objects.standing().filter(record__in=subjects).values_list("identifier", flat=True)
    tell_watchers(by, list(noted.distinct()), case.walled_members())


@transaction.atomic
def let_arrival_go(*, by: Member, number: int) -> ArrivedCase:
    """Delete the sealed file of a case that is not taken in."""
    arrival = arrival_for(by, number)
    ArrivedCase.objects.select_for_update().get(pk=arrival.pk)
    arrival.refresh_from_db(fields=["state"])
    if arrival.state != ArrivalState.LOOKED_AT:
        raise NotWaiting
    arrival.state = ArrivalState.LET_GO
    arrival.forget()
    arrival.save(update_fields=["state", "told", "purpose"])
    record(by=by, verb="archive.let_go", subject=arrival.subject)
    transaction.on_commit(lambda: storage.forget_archive_file(f"in-{arrival.pk}"))
    return arrival

"""A whole case leaves: prepared by a lead, seen by a second person, taken out as one sealed file."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import ArchiveHeader, ArchiveNotWritten, Written, read_card, write_archive
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.queries import colleagues_of
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.cases.access import case_for, cases_kept_by
from lali.records.cases.actions import CaseHasMoved, NothingWritten
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.cooperation.identity import our_card, own_card
from lali.records.cooperation.models import Partner
from lali.records.entities.models import Person
from lali.records.evidence.actions import note_copied
from lali.records.evidence.actions.exhibits import Handed
from lali.records.keyring import keys
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused
from lali.records.transfers import storage
from lali.records.transfers.access import archive_for
from lali.records.transfers.models import ArrivedCase, CaseArchive
from lali.records.transfers.vocabulary import ArchiveState, ArrivalState
from lali.records.transfers.writing import Going

KEPT_FOR = timedelta(days=14)  # a sealed file waits so long to be taken out, or in
SHORTEST_PASSPHRASE = 12
CHUNK = 1024 * 1024


class CannotLeave(Refused):
    """The archive cannot be made as it was asked for; the sentence says why."""


class OwnArchive(Refused):
    """Nobody approves what they prepared."""

    sentence = _("You prepared this archive. A second person must approve it.")


class ArchiveIsOver(Refused):
    """Somebody decided meanwhile."""

    sentence = _("This archive was approved or let go already.")


class CaseMovedOn(Refused):
    """What was sealed is not what the case says now."""

    sentence = _(
        "This case was changed after the archive was made, so the archive was let go and its file deleted. Prepare a "
        "new one."
    )


class NotApproved(Refused):
    """Without a second person nothing leaves."""

    sentence = _("This archive is not approved, or its file was deleted.")


def prepare_archive(
    *,
    by: Member,
    ref: str,
    reason: str,
    names_leave: bool,
    partner_number: int | None = None,
    recipient: str = "",
    passphrase: str = "",
) -> CaseArchive:
    """Make the sealed file of a whole case: for a partner, an age recipient or, without both, under a passphrase.

    Only a lead can, with a reason, and knowing that the names of possible victims leave. Nothing leaves yet: a second
    person approves. The file is written before anything is entered, and gone when it is not.
    """
    require(by, Permission.PREPARE_PACKET)
    case = case_for(by, ref, Level.LEAD)
    partner = get_object_or_404(Partner, pk=partner_number, ended_at__isnull=True) if partner_number else None
    recipient = read_card(bytes(partner.card)).recipient if partner else recipient.strip()
    _refuse_unless_clear(reason, recipient, passphrase, names_leave=names_leave)
    storage.clear_leftovers()
    archive_id = uuid.uuid4()
    going, name, newest = Going(case, str(archive_id)), f"out-{archive_id}", _newest_write(case)
    with storage.NewArchive() as new:  # outside a transaction: an archive of gigabytes holds no colleague up
        written = _write(going, new.file, _header(case, archive_id, reason, recipient), passphrase)
        new.keep(name)
        try:
            with transaction.atomic():
                archive = CaseArchive(
                    case=_unmoved(by, ref, newest),
                    archive_id=archive_id,
                    partner=partner,
                    recipient=recipient,
                    reason=reason.strip(),
                    prepared_by=by,
                    as_of=newest,
                )
                _enter(by, archive, going, written)
        except BaseException:
            storage.forget_archive_file(name)
            raise
    return archive


def _enter(by: Member, archive: CaseArchive, going: Going, written: Written) -> None:
    """Part of an action: the row of a sealed file, what is in it, and who hears of it."""
    archive.counts, archive.contents, archive.victims = going.counts, going.contents, going.victims
    archive.size, archive.digest = written.size, written.digest
    archive.save()
    facts = {"archive": archive.ref, "digest": written.digest, "to": _to(archive), "victims": archive.victims}
    record(by=by, verb="archive.prepared", subject=archive.case.subject, facts=facts)
    _tell_approvers(by, archive)


def _refuse_unless_clear(reason: str, recipient: str, passphrase: str, *, names_leave: bool) -> None:
    if not reason.strip():
        raise NothingWritten
    if not names_leave:
        raise CannotLeave(_("Say that you know that the names of possible victims leave with the case."))
    if not recipient and len(passphrase) < SHORTEST_PASSPHRASE:
        raise CannotLeave(_("Choose for whom it is sealed, or type a passphrase of twelve letters or more."))


def _unmoved(by: Member, ref: str, newest: int | None) -> Case:
    """The case, held; CaseHasMoved when somebody changed it since the entry `newest`."""
    case = case_for(by, ref, Level.LEAD, lock=True)
    if _newest_write(case) != newest:
        raise CaseHasMoved(_("A colleague changed this case while it was written. Please prepare it again."))
    return case


def _newest_write(case: Case) -> int | None:
    """Number of the newest journal entry that changed the case, a part, a tip or a person of it, wherever it was done.

    That an archive of it was made or taken out changes nothing.
    """
    subjects = [case.subject, *(f"tip:{pk}" for pk in case.tips.values_list("pk", flat=True))]
    about = Q(record__in=subjects)
    persons = set(case.persons.values_list("person", flat=True))
    same = Person.objects.together(persons)
    for ref in (
        Case.objects.filter(persons__person__in=same).exclude(pk=case.pk).values_list("ref", flat=True).distinct()
    ):
        about |= Q(record=f"case:{ref}", subject__in=[f"case:{ref}/person:{pk}" for pk in persons])
    entries = Entry.objects.writes().filter(about).exclude(verb__startswith="archive.")
    return entries.aggregate(newest=Max("index"))["newest"]


def _header(case: Case, archive_id: uuid.UUID, reason: str, recipient: str) -> ArchiveHeader:
    ours = our_card()
    return ArchiveHeader(
        id=archive_id,
        created=timezone.now().replace(microsecond=0),
        sender=ours.node,
        sender_name=ours.agency,
        fingerprint=ours.fingerprint,
        to=recipient,
        case_reference=case.ref,
        purpose=" ".join(reason.split())[:300],
    )


def _write(going: Going, file: BinaryIO, header: ArchiveHeader, passphrase: str) -> Written:
    try:
        return write_archive(
            file,
            header=header,
            card=own_card(),
            parts=going.parts(),
            signing_key=keys().packet.signing_key,
            recipient=header.to,
            passphrase=passphrase,
        )
    except ArchiveNotWritten as why:
        raise CannotLeave(str(why)) from None


def _to(archive: CaseArchive) -> str:
    if archive.partner:
        return read_card(bytes(archive.partner.card)).node
    return "recipient" if archive.recipient else "passphrase"


def _tell_approvers(by: Member, archive: CaseArchive) -> None:
    for member in colleagues_of(by):
        if member.may(Permission.APPROVE_PACKET) and cases_kept_by(member).filter(pk=archive.case_id).exists():
            notify(by=by, members=[member], kind=NoticeKind.ARCHIVE_WAITS, subject=archive.subject)


def approve_archive(*, by: Member, number: int) -> CaseArchive:
    """Approve that exactly this sealed file leaves: somebody else than who prepared it.

    CaseMovedOn, and the archive is let go, when the case was changed after it was made.
    """
    require(by, Permission.APPROVE_PACKET)
    with transaction.atomic():
        archive = _held(by, number)
        if archive.state != ArchiveState.DRAFT:
            raise ArchiveIsOver
        if archive.prepared_by_id == by.pk:
            raise OwnArchive
        if archive.partner and archive.partner.ended_at:
            raise CannotLeave(_("Nothing is exchanged with this partner any more."))
        if as_it_was := _is_as_it_was(archive):
            archive.state, archive.approved_by, archive.approved_at = ArchiveState.APPROVED, by, timezone.now()
            archive.save(update_fields=["state", "approved_by", "approved_at"])
            facts = {"archive": archive.ref, "digest": archive.digest}
            record(by=by, verb="archive.approved", subject=archive.case.subject, facts=facts, keep_head=True)
        else:
            _let_go(by, [archive])
    if not as_it_was:
        raise CaseMovedOn
    return archive


def _held(by: Member, number: int) -> CaseArchive:
    """An archive and its case, held: the case first, as everybody who changes it does."""
    archive = archive_for(by, number)
    Case.objects.select_for_update().get(pk=archive.case_id)
    CaseArchive.objects.select_for_update().get(pk=archive.pk)
    archive.refresh_from_db(fields=["state", "approved_by", "approved_at", "taken_out_at", "as_of"])
    return archive


def _is_as_it_was(archive: CaseArchive) -> bool:
    """Whether the case still is what was sealed."""
    return _newest_write(archive.case) == archive.as_of


def take_out_archive(*, by: Member, number: int) -> tuple[str, int, Iterator[bytes]]:
    """The sealed file of an approved archive, to be carried to its receiver: its name, size and bytes.

    Each time stands in the journal; the first is told to the team, and enters each exhibit's chain of custody.
    CaseMovedOn, and the archive is let go, when the case was changed after it was made.
    """
    with transaction.atomic():
        archive = _held(by, number)
        path = storage.archive_file(f"out-{archive.archive_id}")
        if archive.state != ArchiveState.APPROVED or not path.exists():
            raise NotApproved
        case_for(by, archive.case.ref, Level.LEAD)
        if as_it_was := _is_as_it_was(archive):
            _note_taken_out(by, archive)
            file = path.open("rb")
        else:
            _let_go(by, [archive])
    if not as_it_was:
        raise CaseMovedOn
    return f"{archive.case.ref}-{archive.ref}.lali", archive.size, Handed(file, iter(lambda: file.read(CHUNK), b""))


def _note_taken_out(by: Member, archive: CaseArchive) -> None:
    if archive.taken_out_at is None:
        note_copied(by=by, exhibits=archive.case.exhibits.select_related("case"))
        archive.taken_out_at = timezone.now()
        archive.as_of = _newest_write(archive.case)  # that its exhibits were copied is no change of the case
        archive.save(update_fields=["taken_out_at", "as_of"])
        _tell_team(by, archive.case)
    facts = {"archive": archive.ref, "digest": archive.digest, "to": _to(archive)}
    record(by=by, verb="archive.taken_out", subject=archive.case.subject, facts=facts, keep_head=True)


def _tell_team(by: Member, case: Case) -> None:
    team = Member.objects.filter(pk__in=case.team.present().before_no_wall().values("member"))
    notify(by=by, members=team, kind=NoticeKind.CASE_LEFT, subject=case.subject)


@transaction.atomic
def let_archive_go(*, by: Member, number: int) -> CaseArchive:
    """Delete the sealed file: a lead, or whoever could approve it. What left before cannot be called back."""
    archive = _held(by, number)
    if archive.state == ArchiveState.LET_GO:
        raise ArchiveIsOver
    _let_go(by, [archive])
    return archive


def _let_go(by: object, archives: Iterable[CaseArchive]) -> None:
    """Part of an action: the sealed files go when it is on the disk."""
    for archive in archives:
        archive.state = ArchiveState.LET_GO
        archive.save(update_fields=["state"])
        record(by=by, verb="archive.let_go", subject=archive.case.subject, facts={"archive": archive.ref})
        transaction.on_commit(partial(storage.forget_archive_file, f"out-{archive.archive_id}"))


def let_archives_of_go(*, by: object, cases: QuerySet[Case]) -> int:
    """Delete every sealed file of cases of which something was erased. Part of the action that erases; how many."""
    found = CaseArchive.objects.filter(case__in=cases).exclude(state=ArchiveState.LET_GO).select_for_update(of=["self"])
    archives = list(found.select_related("case"))
    _let_go(by, archives)
    return len(archives)


def clear_archives(*, by: object) -> int:
    """Delete files that nobody needs any more: too old, of a case that was disposed of, left by a killed process.

    Called by a timer. Returns how many archives were let go.
    """
    before = timezone.now() - KEPT_FOR
    with transaction.atomic():
        left = CaseArchive.objects.exclude(state=ArchiveState.LET_GO).select_related("case")
        old = [one for one in left if one.prepared_at < before or one.case.state == CaseState.DISPOSED]
        _let_go(by, old)
        waiting = list(ArrivedCase.objects.filter(state=ArrivalState.LOOKED_AT, looked_at__lt=before))
        for arrival in waiting:
            record(by=by, verb="archive.let_go", subject=arrival.subject)
        unforgotten = ArrivedCase.objects.filter(state=ArrivalState.LET_GO).exclude(purpose="")  # by an earlier Lali
        for arrival in (*waiting, *unforgotten):
            arrival.state = ArrivalState.LET_GO
            arrival.forget()
            arrival.save(update_fields=["state", "told", "purpose"])
        number = len(old) + len(waiting)
    storage.clear_leftovers()
    return number

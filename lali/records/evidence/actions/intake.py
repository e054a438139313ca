"""Taking originals in: in one stream, or with interruptions.

An intake is on record before its first byte. One whose size was announced goes on after any cut: by whoever began it,
into the same case, with the same file. Its incoming file stays until the exhibit is entered, so that a stop anywhere
in between leaves either an exhibit or an intake that goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import AnotherOriginal, Continued, GoesOnElsewhere, NothingStands, SealBroken, Sealed
from lali.engines.custody import Intake as Sealing
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for
from lali.records.cases.vocabulary import Level
from lali.records.evidence.actions.exhibits import Acquisition, _as_fields, _custody, writable
from lali.records.evidence.actions.known import match_after_commit
from lali.records.evidence.actions.restricting import restrict, restrict_if_same
from lali.records.evidence.findable import of_exhibit
from lali.records.evidence.models import Exhibit, Intake
from lali.records.evidence.stated import stated_is_ours
from lali.records.evidence.storage import exhibit_store
from lali.records.evidence.vocabulary import Basis, CustodyKind
from lali.records.keyring import keys
from lali.records.refusals import Refused
from lali.records.search.index import put_entry

CHUNK = 1024 * 1024


class IntakeIsOver(Refused):
    """Its original is an exhibit already."""

    sentence = _("This original is an exhibit already.")


class IntakeCannotGoOn(Refused):
    """It came in one stream, was given up, or what came was changed."""

    sentence = _("This intake cannot go on. Give it up, and take the file in anew.")


class AnotherFile(Refused):
    """What was chosen is not what began to come in."""

    sentence = _(
        "This is not the file that began to come in: its name, its size or its content is another. "
        "Choose the same file, or give this intake up and begin anew."
    )
    field = "file"


class NotAllHere(Refused):
    """Bytes are missing; `offset` says where to go on."""

    sentence = _("Not all of the file is here yet. Go on with it.")

    def __init__(self, offset: int = 0) -> None:
        super().__init__()
        self.offset = offset


class TooMuchCame(Refused):
    """More bytes than were announced."""

    sentence = _("More came in than was announced. Give this intake up, and begin anew.")


@dataclass(frozen=True, slots=True)
class Begun:
    """An intake that was noted; push the original into `sealing`, then call `seal_exhibit`."""

    intake: Intake
    sealing: Sealing


def begin_intake(*, by: Member, ref: str, file_name: str, size: int | None = None) -> Begun:
    """Note that an original begins to come in, before its first byte, so that a stop in the middle can be seen.

    With its `size` announced, what came before a stop stays, for `go_on_intake`.
    """
    writable(by, ref)
    sealing = exhibit_store().intake(kek=keys().kek, keeps=size is not None)
    try:
        return Begun(_noted(by, ref, file_name, size, sealing.name), sealing)
    except BaseException:
        sealing.discard()
        exhibit_store().let_go(sealing.name)
        raise


def announce_intake(*, by: Member, ref: str, file_name: str, size: int) -> Intake:
    """Note that an original of this size will come in by pieces: see `take_in_piece`."""
    writable(by, ref)
    name = exhibit_store().begin(kek=keys().kek)
    try:
        return _noted(by, ref, file_name, size, name)
    except BaseException:
        exhibit_store().let_go(name)
        raise


@transaction.atomic
def _noted(by: Member, ref: str, file_name: str, size: int | None, incoming: str) -> Intake:
    case = writable(by, ref)
    intake = case.intakes.create(file_name=plain_name(file_name), started_by=by, size=size, incoming=incoming)
    record(by=by, verb="exhibit.intake_begun", subject=case.subject, facts={"intake": intake.pk})
    return intake


def plain_name(file_name: str) -> str:
    """The last part of what a browser sent: a name, never a path."""
    name = PurePath(file_name.replace("\\", "/")).name.replace("\x00", "")[:255]
    return name if name.strip(".") else "unnamed"


def intake_for(by: Member, ref: str, intake_id: int) -> Intake:
    """An unfinished intake of a case on which the member writes, that can go on.

    Http404; PermissionDenied where somebody else began it; refusals.
    """
    intake = writable(by, ref).intakes.filter(pk=intake_id).select_related("case").first()
    if intake is None:
        raise Http404
    if intake.exhibit_id:
        raise IntakeIsOver
    if intake.started_by_id != by.pk:
        raise PermissionDenied
    if intake.size is None or intake.given_up_at:
        raise IntakeCannotGoOn
    return intake


def take_in_piece(*, by: Member, ref: str, intake_id: int, offset: int, source: BinaryIO) -> int:
    """Seal the next bytes of an announced original, from `offset` on; returns where the next piece begins.

    All that came before a cut is kept, durable. NotAllHere when it goes on elsewhere. The journal knows the intake's
    beginning, its goings on and its end, not each piece.
    """
    with _going_on(by, ref, intake_id) as (intake, incoming):
        if incoming.offset != offset:
            raise NotAllHere(incoming.offset)
        try:
            while data := source.read(CHUNK):
                if incoming.offset + len(data) > intake.size:
                    raise TooMuchCame
                incoming.write(data)
        finally:
            came = incoming.pause()
        return came


@contextmanager
def _going_on(by: Member, ref: str, intake_id: int) -> Iterator[tuple[Intake, Continued]]:
    with transaction.atomic():
        intake = intake_for(by, ref, intake_id)
    try:
        with _incoming_of(intake) as incoming:
            yield intake, incoming
    except (SealBroken, AnotherOriginal) as why:
        raise (AnotherFile if isinstance(why, AnotherOriginal) else IntakeCannotGoOn) from why
    except GoesOnElsewhere as why:
        raise NotAllHere(exhibit_store().came(intake.incoming)) from why


def _incoming_of(intake: Intake) -> Continued:
    store = exhibit_store()
    try:
        return store.go_on(intake.incoming, kek=keys().kek)
    except NothingStands:  # a stop before the first byte was on the disk
        intake.incoming = store.begin(kek=keys().kek)
        intake.save(update_fields=["incoming"])
        return store.go_on(intake.incoming, kek=keys().kek)


def where_intake_stands(by: Member, ref: str, intake_id: int) -> tuple[Intake, int]:
    """An intake that can go on, and how many bytes of it are here."""
    with _going_on(by, ref, intake_id) as (intake, incoming):
        return intake, incoming.offset


def go_on_intake(*, by: Member, ref: str, intake_id: int, file_name: str, size: int, offset: int, digest: str) -> int:
    """Go on with an intake that was cut off: AnotherFile unless it is the file that began to come in.

    `digest` is the `sum_of_pieces` of the first `offset` bytes of the file in hand. Returns `offset`, or where the
    intake stands if that is elsewhere: then compare again.
    """
    with _going_on(by, ref, intake_id) as (intake, incoming):
        if (plain_name(file_name), size) != (intake.file_name, intake.size):
            raise AnotherFile
        if incoming.offset != offset:
            return incoming.offset
        if offset and incoming.digest() != digest:
            raise AnotherFile
    with transaction.atomic():
        facts = {"intake": intake.pk, "from_byte": offset}
        record(by=by, verb="exhibit.intake_gone_on", subject=writable(by, ref).subject, facts=facts)
    return offset


def finish_intake(
    *,
    by: Member,
    ref: str,
    intake_id: int,
    acquisition: Acquisition,
    restricted: bool = False,
    digest: str = "",
) -> Exhibit:
    """Enter an announced original, all of which is here, as an exhibit; it is read back from the disk first.

    AnotherFile unless its `sum_of_pieces` is `digest`, if one is given. Can be done again after a stop.
    """
    with _going_on(by, ref, intake_id) as (intake, incoming):
        if incoming.offset != intake.size:
            raise NotAllHere(incoming.offset)
        sealed = incoming.finish(expected=digest)
    return seal_exhibit(by=by, intake=intake, sealed=sealed, acquisition=acquisition, restricted=restricted)


@transaction.atomic
def seal_exhibit(
    *, by: Member, intake: Intake, sealed: Sealed, acquisition: Acquisition, restricted: bool = False
) -> Exhibit:
    """Enter an original whose bytes stand sealed in the store: number, digests, first custody event.

    `restricted`: it may show a child or an intimate image; from the first moment nobody opens it alone.

    An intake that somebody gave up while its bytes still came in is an exhibit all the same; IntakeIsOver when it is
    one already.
    """
    case = case_for(by, intake.case.ref, Level.CONTRIBUTE, lock=True)
    intake.refresh_from_db(fields=["exhibit"])
    if intake.exhibit_id:
        raise IntakeIsOver
    last = case.exhibits.aggregate(last=Max("number"))["last"] or 0
    exhibit = case.exhibits.create(
        number=last + 1,
        file_name=intake.file_name,
        size=sealed.size,
        sha256=sealed.sha256,
        blake3=sealed.blake3,
        address=sealed.address,
        sealed_at=timezone.now(),
        sealed_by=by,
        **_as_fields(acquisition),
    )
    if acquisition.stated_digest:
        exhibit.stated_same = stated_is_ours(exhibit)
        exhibit.save(update_fields=["stated_same"])
    intake.exhibit, intake.given_up_at = exhibit, None
    intake.save(update_fields=["exhibit", "given_up_at"])
    digests = {"size": sealed.size, "sha256": sealed.sha256, "blake3": sealed.blake3, "address": sealed.address}
    _custody(by, exhibit, CustodyKind.SEALED, facts=digests)
    put_entry(of_exhibit(exhibit))
    if restricted:
        restrict(by, exhibit, Basis.ON_THE_WAY)
    else:
        restrict_if_same(by, exhibit)
    match_after_commit(exhibit)
    case.changed_at = timezone.now()
    case.save(update_fields=["changed_at"])
    _let_go_after_commit(intake)
    return exhibit


def take_in_exhibit(
    *, by: Member, ref: str, file_name: str, source: BinaryIO, acquisition: Acquisition, restricted: bool = False
) -> Exhibit:
    """Seal a whole stream as an exhibit: intake, sealing and entry in one call."""
    begun = begin_intake(by=by, ref=ref, file_name=file_name)
    with begun.sealing as sealing:
        while data := source.read(CHUNK):
            sealing.write(data)
        sealed = sealing.finish()
    return seal_exhibit(by=by, intake=begun.intake, sealed=sealed, acquisition=acquisition, restricted=restricted)


@transaction.atomic
def give_up_intake(*, by: Member, ref: str, intake_id: int) -> None:
    """Take an intake that was cut off from the list, and what came of it from the store."""
    case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    unfinished = case.intakes.filter(pk=intake_id, exhibit__isnull=True, given_up_at__isnull=True).first()
    if unfinished is None:
        return
    unfinished.given_up_at = timezone.now()
    unfinished.save(update_fields=["given_up_at"])
    record(by=by, verb="exhibit.intake_given_up", subject=case.subject, facts={"intake": intake_id})
    if unfinished.size is None:  # one stream may still come in, and is then an exhibit all the same
        transaction.on_commit(lambda: unfinished.incoming and exhibit_store().discard_unfinished(unfinished.incoming))
    else:
        _let_go_after_commit(unfinished)


def _let_go_after_commit(intake: Intake) -> None:
    if intake.size is not None:
        transaction.on_commit(lambda: exhibit_store().let_go(intake.incoming))

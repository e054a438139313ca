"""What happens to physical exhibits between taking in and the end, and what is said of how exhibits came about.

Nobody answers for another: who holds a thing gives it, whoever it goes to accepts or refuses it. Only where that cannot
be, because somebody left, does the case's lead give or take back in their place, and the journal says so.
"""

import io
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import SealBroken
from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import Level
from lali.records.changes import changed_values
from lali.records.evidence.access import exhibit_for
from lali.records.evidence.actions.exhibits import Acquisition, _custody
from lali.records.evidence.actions.intake import take_in_exhibit
from lali.records.evidence.actions.opening import SealIsBroken, in_pieces, open_original
from lali.records.evidence.actions.restricting import basis_of, restrict
from lali.records.evidence.models import CustodyEvent, Exhibit, HandingOver
from lali.records.evidence.standing import Standing, standing_of
from lali.records.evidence.stated import stated_is_of
from lali.records.evidence.vocabulary import Basis, CustodyKind, HandingState, MadeHow
from lali.records.notices.actions import notify, remind
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused

SHEET = "intake-sheet.txt"


class NotInYourHands(Refused):
    """Somebody else holds the thing."""

    sentence = _("Only who holds this exhibit, or who leads the case, can enter this.")


class NotForYou(Refused):
    """The hand-over goes to somebody else."""

    sentence = _("This exhibit was handed to somebody else: only they can accept or refuse it.")


class ItIsOnItsWay(Refused):
    """Nothing else happens to a thing that is on its way."""

    sentence = _("This exhibit is on its way. It has to be accepted, refused or taken back first.")


class NotOnItsWay(Refused):
    """The hand-over was answered already."""

    sentence = _("This hand-over is over: it was answered or taken back.")


class ItIsOutside(Refused):
    """Somebody outside holds it."""

    sentence = _("Somebody outside holds this exhibit. Enter that it came back first.")


class NotOutside(Refused):
    """It never left."""

    sentence = _("This exhibit is not outside.")


class ItIsGone(Refused):
    """It was returned for good or destroyed."""

    sentence = _("This exhibit was returned for good or destroyed. Nothing more can happen to it here.")


class CannotBeGivenTo(Refused):
    """The receiver is not on the team, or has it already."""

    sentence = _("Choose somebody of the team who does not hold it already, or name a person outside and their office.")


class SealDiffers(Refused):
    """The number on the seal is not the one that was stated."""

    sentence = _("The number you read on the seal is not the one the giver stated. Say in the remark what you see.")


class WhyIsNeeded(Refused):
    """A reason is missing."""

    sentence = _("Say why.")


class PaperIsNeeded(Refused):
    """The signed paper is no exhibit of this case."""

    sentence = _("The signed paper has to be an exhibit of this case: take in a scan or a photo of it first.")


class MadeFromItself(Refused):
    """An exhibit cannot come from itself, or from what was made of it."""

    sentence = _("An exhibit cannot be made from itself, or from something that was made from it.")


class NotAThing(Refused):
    """A file is no thing to be moved."""

    sentence = _("This exhibit is a file: it lies sealed in the store, and cannot be moved or handed over.")


class NothingStated(Refused):
    """There is no digest to compare."""

    sentence = _("Nobody stated a digest of this exhibit.")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a thing is kept, and the number of the seal on it."""

    place: str
    seal: str = ""


@transaction.atomic
def take_in_thing(*, by: Member, ref: str, acquisition: Acquisition, keeping: Keeping) -> Exhibit:
    """Take in a physical thing. What is said of it now is written on a sheet, and the sheet sealed as its file.

    So a thing is checked, bundled, carried and disposed of like every exhibit, and its first description stands.
    """
    case = case_for(by, ref, Level.CONTRIBUTE)
    sheet = _sheet(by, case, acquisition, keeping)
    exhibit = take_in_exhibit(by=by, ref=ref, file_name=SHEET, source=io.BytesIO(sheet), acquisition=acquisition)
    Exhibit.objects.filter(pk=exhibit.pk).update(is_physical=True)
    exhibit.custody.filter(kind=CustodyKind.SEALED).update(held_by=by, place=keeping.place, seal=keeping.seal)
    exhibit.refresh_from_db()
    return exhibit


def _sheet(by: Member, case: Case, acquisition: Acquisition, keeping: Keeping) -> bytes:
    """The sheet of taking in, as text in the language of whoever takes the thing in."""
    at = timezone.localtime()
    names = ("title", "description", "device", "device_serial", "state_found", "seals_found", "taken_from")
    names += ("acquired_by", "acquired_where", "acquired_how")
    said = [(str(Exhibit._meta.get_field(name).verbose_name), getattr(acquisition, name)) for name in names]  # noqa: SLF001
    if acquisition.acquired_at:
        said.append((gettext("acquired on"), timezone.localtime(acquisition.acquired_at).isoformat(timespec="minutes")))
    said += [(gettext("where it is kept now"), keeping.place), (gettext("number of the seal now on it"), keeping.seal)]
    taken_in = pgettext("on a sheet", "taken in by")
    lines = [
        gettext("Sheet of taking in a physical exhibit"),
        case.ref,
        *(f"{name}: {value}" for name, value in said if value),
        f"{taken_in}: {by.name}, {at.isoformat(timespec='minutes')}",
    ]
    return "\n".join(lines).encode() + b"\n"


# -- hand-over -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Handing:
    """To whom, what for, and by when it should be there: a member, or somebody outside by name and office."""

    why: str
    due_at: datetime
    to_member: Member | None = None
    to_name: str = ""
    to_office: str = ""


@transaction.atomic
def hand_over(*, by: Member, ref: str, number: int, handing: Handing) -> HandingOver:
    """Give a thing to somebody. It stands on its way until they answer; the receiver is told.

    A lead may do it for who holds the thing, but never to themselves: two persons answer for each hand-over.
    """
    exhibit, stands = _in_hand(by, ref, number)
    if not handing.why:
        raise WhyIsNeeded
    to = handing.to_member
    outside = bool(handing.to_name and handing.to_office)
    on_team = to is not None and exhibit.case.team.present().filter(member=to, member__is_active=True).exists()
    if (to is not None) == outside or (to is not None and (not on_team or to in (stands.holder, by))):
        raise CannotBeGivenTo
    under_way = exhibit.hand_overs.create(
        given_by=by,
        to_member=to,
        to_name="" if to else handing.to_name,
        to_office="" if to else handing.to_office,
        why=handing.why,
        seal=stands.seal,
        due_at=handing.due_at,
    )
    to_whom = to.journal_name if to else "outside"
    _entered(
        by,
        exhibit,
        CustodyKind.HANDED_OVER,
        facts={"to": to_whom, "seal": stands.seal} | _in_place_of(by, stands),
        note=f"{under_way.receiver}: {handing.why}",
    )
    if to:
        notify(by=by, members=[to], kind=NoticeKind.HAND_OVER_WAITS, subject=exhibit.subject)
    return under_way


@transaction.atomic
def accept_hand_over(*, by: Member, ref: str, number: int, keeping: Keeping, remark: str = "") -> HandingOver:
    """Accept a thing that was handed to the member. `keeping.seal` is what they read on the seal."""
    exhibit, under_way = _under_way(by, ref, number)
    if under_way.to_member_id != by.pk:
        raise NotForYou
    differs = keeping.seal != under_way.seal
    if differs and not remark:
        raise SealDiffers
    _answered(under_way, by, HandingState.ACCEPTED, remark, seal_seen=keeping.seal)
    _entered(
        by,
        exhibit,
        CustodyKind.ACCEPTED,
        facts={"seal": keeping.seal, "seal_differs": differs},
        note=remark,
        place=keeping.place,
        seal=keeping.seal,
        broken_seal=under_way.seal if differs else "",
        held_by=by,
    )
    return under_way


@transaction.atomic
def refuse_hand_over(*, by: Member, ref: str, number: int, why: str) -> HandingOver:
    """Refuse a thing that was handed to the member, with a reason: it stays with the giver, who is told."""
    exhibit, under_way = _under_way(by, ref, number)
    if under_way.to_member_id != by.pk:
        raise NotForYou
    if not why:
        raise WhyIsNeeded
    _answered(under_way, by, HandingState.REFUSED, why)
    _entered(by, exhibit, CustodyKind.REFUSED, note=why)
    notify(by=by, members=[under_way.given_by], kind=NoticeKind.HAND_OVER_REFUSED, subject=exhibit.subject)
    return under_way


@transaction.atomic
def take_hand_over_back(*, by: Member, ref: str, number: int, why: str) -> HandingOver:
    """Take back what is on its way, by the giver or the case's lead."""
    exhibit, under_way = _under_way(by, ref, number)
    if under_way.given_by_id != by.pk and exhibit.case.my_level != Level.LEAD:
        raise NotInYourHands
    if not why:
        raise WhyIsNeeded
    _answered(under_way, by, HandingState.TAKEN_BACK, why)
    _entered(by, exhibit, CustodyKind.TAKEN_BACK, note=why)
    return under_way


@transaction.atomic
def enter_signed_paper(*, by: Member, ref: str, number: int, paper: int) -> HandingOver:
    """Enter the paper on which somebody outside signed for a thing: only with it have they received it."""
    exhibit, under_way = _under_way(by, ref, number)
    if under_way.to_member_id or (under_way.given_by_id != by.pk and exhibit.case.my_level != Level.LEAD):
        raise NotForYou
    signed = exhibit.case.exhibits.filter(number=paper, is_physical=False, destroyed_at__isnull=True).first()
    if signed is None:
        raise PaperIsNeeded
    under_way.paper = signed
    _answered(under_way, by, HandingState.ACCEPTED, "")
    _entered(
        by, exhibit, CustodyKind.ACCEPTED, facts={"paper": signed.ref}, held_outside=under_way.receiver, note=signed.ref
    )
    return under_way


@transaction.atomic
def receive_back(*, by: Member, ref: str, number: int, keeping: Keeping, remark: str = "") -> CustodyEvent:
    """Receive a thing back from outside: whoever takes it into their hands enters it."""
    exhibit, stands = _thing(by, ref, number, Level.CONTRIBUTE)
    if not stands.outside:
        raise NotOutside
    differs = keeping.seal != stands.seal
    if differs and not remark:
        raise SealDiffers
    return _entered(
        by,
        exhibit,
        CustodyKind.CAME_BACK,
        facts={"seal": keeping.seal, "seal_differs": differs},
        note=remark,
        place=keeping.place,
        seal=keeping.seal,
        broken_seal=stands.seal if differs else "",
        held_by=by,
    )


# -- other events --------------------------------------------------------------------------------------------------


@transaction.atomic
def move_exhibit(*, by: Member, ref: str, number: int, place: str, why: str = "") -> CustodyEvent:
    """Keep a thing at another place, in the same hands."""
    exhibit, stands = _in_hand(by, ref, number)
    return _entered(by, exhibit, CustodyKind.MOVED, facts=_in_place_of(by, stands), place=place, note=why)


@transaction.atomic
def open_seal(*, by: Member, ref: str, number: int, why: str, new_seal: str = "") -> CustodyEvent:
    """Break the seal of a thing, for a reason; with `new_seal` it is sealed again at once."""
    exhibit, stands = _in_hand(by, ref, number)
    if not why:
        raise WhyIsNeeded
    facts = {"broken": stands.seal, "seal": new_seal} | _in_place_of(by, stands)
    broken = stands.seal or "-"
    return _entered(by, exhibit, CustodyKind.UNSEALED, facts=facts, note=why, seal=new_seal, broken_seal=broken)


@transaction.atomic
def seal_anew(*, by: Member, ref: str, number: int, seal: str) -> CustodyEvent:
    """Put a seal on a thing that has none, or another one beside what was broken."""
    exhibit, stands = _in_hand(by, ref, number)
    return _entered(by, exhibit, CustodyKind.RESEALED, facts={"seal": seal} | _in_place_of(by, stands), seal=seal)


@transaction.atomic
def return_for_good(*, by: Member, ref: str, number: int, to: str, why: str, paper: int | None = None) -> CustodyEvent:
    """Give a thing back to whom it belongs: its life here ends. `paper` is the exhibit on which they signed."""
    exhibit, stands = _in_hand(by, ref, number)
    if not (to and why):
        raise WhyIsNeeded
    signed = exhibit.case.exhibits.filter(number=paper, is_physical=False).first() if paper else None
    if paper and signed is None:
        raise PaperIsNeeded
    facts = ({"paper": signed.ref} if signed else {}) | _in_place_of(by, stands)
    said = f"{why} ({signed.ref})" if signed else why
    return _entered(by, exhibit, CustodyKind.RETURNED, facts=facts, held_outside=to, note=said)


@transaction.atomic
def enter_destruction(*, by: Member, ref: str, number: int, why: str) -> CustodyEvent:
    """Enter that a thing was destroyed by order of a court or an authority: by the case's lead only."""
    exhibit, stands = _in_hand(by, ref, number)
    if exhibit.case.my_level != Level.LEAD:
        raise NotInYourHands
    if not why:
        raise WhyIsNeeded
    return _entered(by, exhibit, CustodyKind.ENDED, facts=_in_place_of(by, stands), note=why)


# -- how an exhibit came about -------------------------------------------------------------------------------------


@transaction.atomic
def say_made_from(*, by: Member, ref: str, number: int, parent: int, how: MadeHow, tool: str = "") -> Exhibit:
    """Say from which exhibit of the case this one was made, how, with which tool and version.

    What is made from a restricted exhibit is restricted with it; of a restricted one the words go under seal.
    """
    case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    exhibit = exhibit_for(by, ref, number, Level.CONTRIBUTE)
    source = exhibit_for(by, ref, parent, Level.CONTRIBUTE)
    if exhibit.pk in _line_of(source):
        raise MadeFromItself
    was = {"parent": exhibit.parent.ref if exhibit.parent_id else "", "made_how": exhibit.made_how}
    restriction = exhibit.restrictions.filter(lifted_at__isnull=True).first()
    details = restriction.details() if restriction else {}
    was |= {"made_with": details.get("made_with", exhibit.made_with)}
    now = {"parent": source.ref, "made_how": str(how), "made_with": tool}
    if was == now:
        return exhibit
    exhibit.parent, exhibit.made_how, exhibit.made_with = source, how, "" if restriction else tool
    exhibit.save(update_fields=["parent", "made_how", "made_with"])
    changed: object = changed_values(Exhibit.CLASSIFIED, was, now, key=case.key())
    if restriction:
        restriction.seal(details | {"made_with": tool})
        restriction.save(update_fields=["sealed_details"])
        changed = sorted(name for name in now if was[name] != now[name])
    _custody(by, exhibit, CustodyKind.DERIVED, facts={"changed": changed})
    if source.restricted_at and not restriction:
        restrict(by, exhibit, Basis(basis_of(source)), gettext("It was made from %(ref)s.") % {"ref": source.ref})
    return exhibit


def _line_of(exhibit: Exhibit) -> set[int]:
    """The exhibit and everything it was made from, however far back."""
    parents = dict(exhibit.case.exhibits.values_list("pk", "parent_id"))
    line: set[int] = set()
    step: int | None = exhibit.pk
    while step and step not in line:
        line.add(step)
        step = parents.get(step)
    return line


def compare_stated(*, by: Member, ref: str, number: int) -> Exhibit:
    """Read the sealed bytes and compare their digest with the one that the giver stated."""
    exhibit, original = open_original(by=by, ref=ref, number=number)
    with original:
        if not exhibit.stated_digest:
            raise NothingStated
        try:
            same = stated_is_of(exhibit, in_pieces(original))
        except (SealBroken, OSError):
            raise SealIsBroken from None
    with transaction.atomic():
        Exhibit.objects.filter(pk=exhibit.pk, stated_digest=exhibit.stated_digest).update(stated_same=same)
        _custody(by, exhibit, CustodyKind.CHECKED, facts={"stated": exhibit.stated_kind, "same": same})
    exhibit.stated_same = same
    return exhibit


# -- reminders -----------------------------------------------------------------------------------------------------


@transaction.atomic
def remind_of_hand_overs(*, by: object, now: datetime) -> int:
    """Notify giver, receiver and the case's leads of hand-overs that are overdue, once a day. Returns how many."""
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    late = HandingOver.objects.on_their_way().filter(due_at__lt=now).select_related("exhibit__case")
    told: dict[Member, list[str]] = {}
    for one in late.filter(exhibit__destroyed_at__isnull=True):
        concerned = Q(member__in=filter(None, (one.given_by_id, one.to_member_id))) | Q(level=Level.LEAD)
        places = one.exhibit.case.team.present().before_no_wall().filter(concerned, member__is_active=True)
        for place in places.select_related("member"):
            told.setdefault(place.member, []).append(one.exhibit.subject)
    return sum(
        remind(by=by, member=member, kind=NoticeKind.HAND_OVER_LATE, subjects=subjects, since=since)
        for member, subjects in told.items()
    )


# -- what they share -----------------------------------------------------------------------------------------------


def _thing(by: Member, ref: str, number: int, level: Level = Level.READ) -> tuple[Exhibit, Standing]:
    case = case_for(by, ref, level, lock=True)
    exhibit = get_object_or_404(case.exhibits, number=number)
    exhibit.case = case  # opened through the door: it knows the member's level
    if not exhibit.is_physical:
        raise NotAThing
    stands = standing_of(exhibit)
    if stands.gone or exhibit.destroyed_at:
        raise ItIsGone
    return exhibit, stands


def _in_hand(by: Member, ref: str, number: int) -> tuple[Exhibit, Standing]:
    """A thing that the member holds, or whose case they lead, and that is here."""
    exhibit, stands = _thing(by, ref, number)
    if stands.under_way:
        raise ItIsOnItsWay
    if stands.outside:
        raise ItIsOutside
    if stands.holder != by and exhibit.case.my_level != Level.LEAD:
        raise NotInYourHands
    return exhibit, stands


def _under_way(by: Member, ref: str, number: int) -> tuple[Exhibit, HandingOver]:
    exhibit, stands = _thing(by, ref, number)
    if stands.under_way is None:
        raise NotOnItsWay
    return exhibit, stands.under_way


def _answered(under_way: HandingOver, by: Member, state: HandingState, answer: str, *, seal_seen: str = "") -> None:
    under_way.state, under_way.answered_by, under_way.answered_at = state, by, timezone.now()
    under_way.answer, under_way.seal_seen = answer, seal_seen
    under_way.save()


def _in_place_of(by: Member, stands: Standing) -> dict[str, object]:
    """For the journal: that the lead did what who holds the thing could not."""
    return {"in_place_of": stands.holder.journal_name} if stands.holder and stands.holder != by else {}


def _entered(
    by: Member, exhibit: Exhibit, kind: CustodyKind, *, facts: dict[str, object] | None = None, **said: object
) -> CustodyEvent:
    """A custody event; its words go into the journal sealed, so that nobody can say it otherwise later."""
    words = {name: said[name] for name in ("note", "place", "held_outside") if said.get(name)}
    sealed = changed_values(CustodyEvent.CLASSIFIED, {}, words, key=exhibit.case.key())
    return _custody(by, exhibit, kind, facts=(facts or {}) | ({"changed": sealed} if sealed else {}), **said)

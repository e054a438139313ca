"""The only door to a case: the team's. A wall stands before every other rule."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.models import Case, CaseQuerySet, PersonInCase, PersonJudgement, TeamPlace, Wall
from lali.records.cases.vocabulary import LEVEL_ORDER, CaseState, Level


def cases_for(member: Member) -> CaseQuerySet:
    """Cases on whose team the member is now; none that a wall keeps from them."""
    return Case.objects.seen_by(member.pk) if member.is_active else Case.objects.none()


def places_of(member: Member) -> QuerySet[TeamPlace]:
    """The member's places on the teams of the cases of `cases_for`: for asking about many cases at once."""
    places = TeamPlace.objects.present().before_no_wall().filter(member_id=member.pk)
    places = places.exclude(case__in=Case.objects.filter(state=CaseState.DISPOSED).values("pk"))
    return places if member.is_active else places.none()


def is_open_to(member: Member, case: str) -> Exists:
    """Whether the member may open the case that the column `case` of a row names: the rule of `cases_for`.

    Asked of each row that is looked at. Measured with a member on 20,000 cases: `case__in=cases_for(member)` lists them
    all first, 20 to 60 ms each time, for a page of twenty rows.
    """
    return Exists(places_of(member).filter(case=OuterRef(case)))


def person_judgements_seen(member: Member) -> QuerySet[PersonJudgement]:
    """What was said of two persons, where the member may open a case of each.

    Where one of the two is shut and they are not kept as one, only for who leads a case in which that one stands: the
    other's name would tell theirs.
    """
    seen = [_stands_with(member, end) for end in _ENDS]
    told = [~_is_shut(end) | _stands_with(member, end, level=Level.LEAD) for end in _ENDS]
    one, other = (Coalesce(f"{end}__merged_into", end) for end in _ENDS)
    rows = PersonJudgement.objects.alias(one_root=one, other_root=other)
    return rows.filter(Q(seen[0]) & Q(seen[1]) & (Q(one_root=F("other_root")) | Q(told[0] & told[1])))


def person_judgement_for(member: Member, number: int) -> PersonJudgement:
    """One of them; Http404 else, as for one that never was."""
    found = person_judgements_seen(member).select_related("one", "other", "merge")
    return get_object_or_404(found.filter(pk=number), pk=number)


_ENDS = ("one", "other")


def _stands_with(member: Member, end: str, *, level: str = "") -> Q:
    """Whether the person in a column stands in a case that the member may open, or has there the level."""
    places = places_of(member).filter(case=OuterRef("case"), **({"level": level} if level else {}))
    return Q(Exists(PersonInCase.objects.standing().filter(Exists(places), person=OuterRef(end))))


def _is_shut(end: str) -> Q:
    """Whether a record of the person in a column, in whatever case, is or was of a possible victim."""
    victims = PersonInCase.objects.victims()
    own = Q(person=OuterRef(f"{end}_root")) | Q(person__merged_into=OuterRef(f"{end}_root"))
    return Q(Exists(victims.filter(own)))


def case_for(member: Member, ref: str, level: Level = Level.READ, *, lock: bool = False) -> Case:
    """One case. Http404 when there is none or the member is not on its team: both look the same.

    PermissionDenied when the member is on the team, but `level` is more than the place there allows.
    """
    case = _seen(member, ref)
    if lock:  # and look again: who waited for the lock may have been taken off the team meanwhile
        Case.objects.select_for_update().get(pk=case.pk)
        case = _seen(member, ref)
    if LEVEL_ORDER[case.my_level] < LEVEL_ORDER[level]:
        raise PermissionDenied(level.label)
    return case


def _seen(member: Member, ref: str) -> Case:
    # The same rule as `cases_for`, asked from the place: building the query costs a third, and every deed asks it.
    found = TeamPlace.objects.present().before_no_wall().select_related("case")
    place = found.filter(member_id=member.pk, case__ref=ref).first() if member.is_active else None
    if place is None or place.case.state == CaseState.DISPOSED:
        raise Http404
    case = place.case
    case.my_level, case.my_kind, case.i_may_remove = place.level, place.kind, place.may_remove
    return case


def case_to_remove_from(member: Member, ref: str) -> Case:
    """One case, held, from which the member may remove what was entered by mistake: a right apart from every level."""
    case = case_for(member, ref, lock=True)
    if not case.i_may_remove:
        raise PermissionDenied
    return case


def case_of_own_agency(member: Member, ref: str) -> Case:
    """One case of the member's agency, held, whoever is on its team: for deeds that show nothing of it.

    Http404 when there is none, or a wall keeps the member out. The caller has asked for the permission.
    """
    own = Case.objects.filter(agency_id=member.agency_id).kept().not_walled(member.pk)
    case = own.select_for_update(of=("self",)).filter(ref=ref).first()
    if case is None or not member.is_active:
        raise Http404
    return case


def case_to_wall(member: Member, ref: str) -> Case:
    """One case, held, out of which the member may keep others: who leads it, or may set walls in its agency."""
    if member.may(Permission.SET_WALL):
        try:
            return case_of_own_agency(member, ref)
        except Http404:
            pass  # it may be another agency's, which they lead
    return case_for(member, ref, Level.LEAD, lock=True)


def may_set_walls(member: Member, case: Case) -> bool:
    """Whether the member who opened `case` may keep others out of it: what `case_to_wall` asks."""
    own = member.may(Permission.SET_WALL) and case.agency_id == member.agency_id
    return own or case.my_level == Level.LEAD


def case_to_decide(member: Member, ref: str) -> Case:
    """One case, held, into which the member may let others: whoever leads it.

    Where nobody leads it any more, whoever may decide access in its unit or agency. Http404 or PermissionDenied for
    others.
    """
    if member.may(Permission.DECIDE_ACCESS):
        led = TeamPlace.objects.leads().filter(case__ref=ref).exists()  # asked of a case that never was, too
        kept = cases_kept_by(member).select_for_update(of=("self",)).filter(ref=ref).first()
        if kept and not led:
            return kept
    return case_for(member, ref, Level.LEAD, lock=True)


def cases_kept_by(member: Member) -> CaseQuerySet:
    """Cases for which a supervisor answers: those of the own unit, or of the whole agency for who is in no unit.

    A case without a unit belongs to every supervisor of its agency. Shows nobody a case behind a wall. For counts and
    decisions: titles and contents stay with the team.
    """
    kept = Case.objects.filter(_kept_by(member))
    return kept if member.is_active else kept.none()


def cases_not_kept_by(member: Member) -> CaseQuerySet:
    """All other cases of the node: for counting without naming thousands. Never shown."""
    return Case.objects.exclude(_kept_by(member)) if member.is_active else Case.objects.all()


def _kept_by(member: Member) -> Q:
    walled = Wall.objects.standing().filter(member_id=member.pk).values("case")
    kept = Q(agency_id=member.agency_id) & ~Q(state=CaseState.DISPOSED) & ~Q(pk__in=walled)
    if member.unit_id:
        kept &= Q(unit_id=member.unit_id) | Q(unit__isnull=True)
    return kept

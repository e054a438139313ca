"""Watching a person or a family of texts, and telling whoever watches that it was met again, never where."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.access import case_for, is_open_to
from lali.records.cases.actions.persons import person_in
from lali.records.cases.models import PersonInCase, Wall
from lali.records.entities.actions import keep_watch, let_watch_go
from lali.records.entities.models import Mention, Person
from lali.records.links.access import behind_walls, family_text_for, family_texts_seen, family_texts_told_of
from lali.records.links.models import Attribution, WideWatch
from lali.records.notices.actions import notify
from lali.records.notices.vocabulary import NoticeKind


@transaction.atomic
def watch_family(*, by: Member, number: int, reason: str, until: date | None = None) -> WideWatch:
    """Watch the family of one of its texts; Http404 when the member may not open that text, or it is in none."""
    text = family_text_for(by, number)
    if text.family is None:
        raise Http404
    return keep_watch(
        by=by, kind=WideWatch, subject=text.family.subject, reason=reason, until=until, what={"family": text.family}
    )


@transaction.atomic
def watch_person(*, by: Member, ref: str, number: int, reason: str, until: date | None = None) -> WideWatch:
    """Watch a person of a case that the member may open; Http404 for others."""
    case = case_for(by, ref)
    person = person_in(case, number)
    subject = f"{case.subject}/person:{person.pk}"
    return keep_watch(by=by, kind=WideWatch, subject=subject, reason=reason, until=until, what={"person": person})


@transaction.atomic
def end_wide_watch(*, by: Member, number: int) -> WideWatch:
    """End one of the member's own watches. Http404 for anybody else's."""
    watch = get_object_or_404(WideWatch, pk=number, member=by, ended_at__isnull=True)
    let_watch_go(by=by, watch=watch, subject=_subject(watch))
    return watch


def tell_who_watches(*, by: object) -> int:
    """Tell members of what came since, as far as no wall keeps it from them; how many were told.

    Whoever may not open what they watch any more (off the team, behind a wall) is told nothing of it.

    A family is met in a new text. A person is met in another case, or where an identifier that a case of the member
    holds to be theirs was noted anew.
    """
    told = 0
    for number in WideWatch.objects.running().order_by("pk").values_list("pk", flat=True):
        told += _look(by, number)
    return told


@transaction.atomic
def _look(by: object, number: int) -> int:
    watch = WideWatch.objects.select_for_update(of=("self",)).select_related("member").filter(pk=number).first()
    if watch is None or not watch.member.is_active:
        return 0
    now, since = timezone.now(), watch.looked_at
    met = _may_still_open(watch) and (_family_met(watch) if watch.family_id else _person_met(watch))
    WideWatch.objects.filter(pk=watch.pk).update(looked_at=now, told_at=now if met else watch.told_at)
    if met:
        notify(by=by, members=[watch.member], kind=NoticeKind.MET_AGAIN, subject=_subject(watch))
        record(by=by, verb="watch.met", subject=_subject(watch), facts={"since": since.isoformat()})
    return int(met)


def _subject(watch: WideWatch) -> str:
    return f"family:{watch.family_id}" if watch.family_id else f"person:{watch.person_id}"


def _may_still_open(watch: WideWatch) -> bool:
    if watch.family_id:
        return family_texts_seen(watch.member).filter(family=watch.family_id).exists()
    together = Person.objects.together([watch.person_id]).values("pk")
    places = PersonInCase.objects.standing().filter(is_open_to(watch.member, "case"), person__in=together)
    return places.exists()


def _family_met(watch: WideWatch) -> bool:
    came = family_texts_told_of(watch.member).filter(family=watch.family_id, folded_at__gt=watch.looked_at)
    return came.exists()


def _person_met(watch: WideWatch) -> bool:
    member, since = watch.member, watch.looked_at
    together = list(Person.objects.together([watch.person_id]).values_list("pk", flat=True))
    walled = Wall.objects.standing().filter(member=member).order_by().values("case")
    places = PersonInCase.objects.standing().filter(person__in=together, since__gt=since).exclude(case__in=walled)
    if places.exists():
        return True
    held = _held_to_be_theirs(member, together)
    mentions = Mention.objects.standing().filter(identifier__in=held, at__gt=since)
    return mentions.exclude(record__in=behind_walls(member)).exists()


def _held_to_be_theirs(member: Member, together: list[int]) -> QuerySet[Attribution]:
    from_cases = Q(case__team__member=member)
    found = Attribution.objects.filter(from_cases, person__in=together, withdrawn_at__isnull=True)
    return found.order_by().values("identifier")

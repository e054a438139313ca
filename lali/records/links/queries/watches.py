"""A member's own watches on persons and families, each with where it leads now."""

from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.cases.access import cases_for
from lali.records.cases.models import PersonInCase
from lali.records.cases.queries import shut_roots
from lali.records.entities.models import Person
from lali.records.links.access import family_texts_seen
from lali.records.links.models import WideWatch


@dataclass(frozen=True, slots=True)
class WideWatchShown:
    """One watch: what `kind` (family or person), how it is called, and its page: `case` and `number`; 0 where none."""

    watch: WideWatch
    kind: str
    texts: int
    name: str
    case: str
    number: int


def wide_watches_shown(member: Member) -> list[WideWatchShown]:
    """The member's watches that run, newest first. Of what they may not open any more nothing is said but the kind."""
    watches = WideWatch.objects.running().filter(member=member).select_related("person", "family")
    return [_family(member, one) if one.family_id else _person(member, one) for one in watches]


def family_watch(member: Member, family: int) -> WideWatch | None:
    """The member's watch on a family."""
    return WideWatch.objects.running().filter(member=member, family=family).first()


def person_watch(member: Member, number: int) -> WideWatch | None:
    """The member's watch on a person, under whatever record of them."""
    together = Person.objects.together([number]).values("pk")
    return WideWatch.objects.running().filter(member=member, person__in=together).first()


def _family(member: Member, watch: WideWatch) -> WideWatchShown:
    texts = sorted(family_texts_seen(member).filter(family=watch.family_id).order_by().values_list("pk", flat=True))
    return WideWatchShown(watch, "family", len(texts), "", "", texts[0] if texts else 0)


def _person(member: Member, watch: WideWatch) -> WideWatchShown:
    together = Person.objects.together([watch.person_id]).values("pk")
    places = PersonInCase.objects.standing().filter(
        person__in=together, case__in=cases_for(member).order_by().values("pk")
    )
    place = places.select_related("case", "person").order_by("-pk").first()
    if place is None:
        return WideWatchShown(watch, "person", 0, "", "", 0)
    shut = shut_roots({place.person.root_id})
    name = place.person.code_name if shut else place.person.opened_facts().main_name or place.person.code_name
    return WideWatchShown(watch, "person", 0, name, place.case.ref, place.person_id)

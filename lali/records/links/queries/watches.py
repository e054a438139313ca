"""A member's own watches on persons and families, each with where it leads now: asked for all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min

from lali.records.agencies.models import Member
from lali.records.cases.access import is_open_to
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
    texts: int = 0
    name: str = ""
    case: str = ""
    number: int = 0


def wide_watches_shown(member: Member) -> list[WideWatchShown]:
    """The member's watches that run, newest first. Of what they may not open any more nothing is said but the kind."""
    watches = list(WideWatch.objects.running().filter(member=member).select_related("person"))
    families = _families(member, {one.family_id for one in watches if one.family_id})
    persons = _persons(member, {one.person.root_id for one in watches if one.person})
    shown = []
    for one in watches:
        if one.family_id:
            texts, first = families.get(one.family_id, (0, 0))
            shown.append(WideWatchShown(one, "family", texts=texts, number=first))
        else:
            name, case, number = persons.get(one.person.root_id, ("", "", 0))
            shown.append(WideWatchShown(one, "person", name=name, case=case, number=number))
    return shown


def family_watch(member: Member, family: int) -> WideWatch | None:
    """The member's watch on a family."""
    return WideWatch.objects.running().filter(member=member, family=family).first()


def person_watch(member: Member, number: int) -> WideWatch | None:
    """The member's watch on a person, under whatever record of them."""
    together = Person.objects.together([number]).values("pk")
    return WideWatch.objects.running().filter(member=member, person__in=together).first()


def _families(member: Member, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each family how many of its texts the member may open, and the first of them."""
    seen = family_texts_seen(member).filter(family__in=numbers).order_by().values("family") if numbers else None
    rows = seen.annotate(texts=Count("pk"), first=Min("pk")).values_list("family", "texts", "first") if seen else ()
    return {family: (texts, first) for family, texts, first in rows}


def _persons(member: Member, roots: Collection[int]) -> dict[int, tuple[str, str, int]]:
    """Of each person the name, and the newest case of the member's in which they stand."""
    together = Person.objects.together(list(roots)).values("pk")
    places = PersonInCase.objects.standing().filter(is_open_to(member, "case"), person__in=together)
    newest: dict[int, PersonInCase] = {}
    for place in places.select_related("case", "person").order_by("-pk") if roots else ():
        newest.setdefault(place.person.root_id, place)
    shut = shut_roots(newest) if newest else set()
    return {root: (_name(place.person, shut), place.case.ref, place.person_id) for root, place in newest.items()}


def _name(person: Person, shut: Collection[int]) -> str:
    name = "" if person.root_id in shut else person.opened_facts().main_name
    return name or person.code_name

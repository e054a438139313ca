"""Erasing a record: every personal value of it and of all that hangs on it, by what each field says of itself.

What is kept is the skeleton: numbers, references, states, days, who did what. Which values go is decided by
`CLASSIFIED`, that the suite demands of every field: a table that a later version adds is erased without a line here.
"""

# ruff: noqa: SLF001 - `_meta` is how Django says what a table is made of

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.db import models
from django.db.models import Case as InCase
from django.db.models import QuerySet, Value, When

from lali.records.cases.models import Case
from lali.records.classified import PERSONAL, VICTIM
from lali.records.entities.models import Identifier, Mention, Person
from lali.records.search.index import take_out
from lali.records.tips.models import Tip

GONE = "–"  # in place of words that a table wants some of
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def erase_case(case: Case) -> dict[str, int]:
    """Erase a case's values and those of everything in it, its own tips and persons too. Counts of rows, by table."""
    tips = list(Tip.objects.filter(cases=case))
    persons = _only_in(case)
    counts: dict[str, int] = {}
    for root in (case, *persons, *tips):
        _erase(root, counts)
    Person.objects.filter(pk__in=[person.pk for person in persons]).update(wrapped_key=b"")
    Case.objects.filter(pk=case.pk).update(wrapped_key=b"")
    for subject in (case.subject, *(tip.subject for tip in tips)):
        _forget(subject, counts)
    return counts


def erase_tip(tip: Tip) -> dict[str, int]:
    """Erase a tip's values and those of its letters. Counts of rows, by table."""
    counts: dict[str, int] = {}
    _erase(tip, counts)
    _forget(tip.subject, counts)
    return counts


def _only_in(case: Case) -> list[Person]:
    """Persons who stand in this case and in no other."""
    elsewhere = Person.objects.filter(places__case__in=Case.objects.exclude(pk=case.pk))
    return list(Person.objects.filter(places__case=case).exclude(pk__in=elsewhere.values("pk")).distinct())


def _erase(root: models.Model, counts: dict[str, int]) -> None:
    for model, lookup in _hanging_on(type(root)):
        rows = model._base_manager.filter(**{lookup: root.pk})
        if number := _blank(rows):
            counts[model._meta.label_lower] = counts.get(model._meta.label_lower, 0) + number


def _hanging_on(root: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The table itself and every table whose rows point at its rows, however far, with the lookup that finds them."""
    waiting, seen = [(root, "pk")], {(root, "pk")}
    yield root, "pk"
    while waiting:
        model, lookup = waiting.pop(0)
        for relation in model._meta.related_objects:
            ours = relation.related_model
            if not ours.__module__.startswith("lali.records.") or relation.many_to_many:
                continue
            name = relation.field.name
            found = (ours, name if lookup == "pk" else f"{name}__{lookup}")
            if (ours, name) not in seen and ours is not root:
                seen.add((ours, name))
                waiting.append(found)
                yield found


def _blank(rows: QuerySet) -> int:
    """Blank the personal fields of rows; rows of a table that only ties persons to something go as a whole."""
    said = getattr(rows.model, "CLASSIFIED", {})
    personal = [field for field in rows.model._meta.concrete_fields if said.get(field.name) in {PERSONAL, VICTIM}]
    if any(field.is_relation and not field.null for field in personal):
        return rows.delete()[0]
    values = {field.name: _nothing(field) for field in personal}
    return rows.update(**values) if values else 0


def _nothing(field: models.Field) -> object:  # noqa: PLR0911 - one line for each kind of field
    """What stands where a value stood."""
    if field.null:
        return None
    match field:
        case models.BinaryField():
            return b""
        case models.JSONField():
            return field.get_default()
        case models.CharField() | models.TextField() if field.choices and field.blank:
            return ""
        case models.CharField() | models.TextField():
            return InCase(When(**{field.name: ""}, then=Value("")), default=Value(GONE))  # a table may want some words
        case models.BooleanField():
            return False
        case models.DateTimeField():
            return _NEVER
        case models.DateField():
            return date(1970, 1, 1)
        case _:
            return 0


def _forget(subject: str, counts: dict[str, int]) -> None:
    """Take a record out of the search index, and its mentions away; identifiers that nothing mentions any more go."""
    take_out(subject)
    mine = models.Q(record=subject) | models.Q(record__startswith=f"{subject}/")
    mentions = Mention.objects.filter(mine)
    touched = set(mentions.values_list("identifier_id", flat=True))
    number, _rows = mentions.delete()
    if number:
        counts["entities.mention"] = counts.get("entities.mention", 0) + number
    for identifier in Identifier.objects.filter(pk__in=touched, mentions__isnull=True):
        _erase_identifier(identifier)


def _erase_identifier(identifier: Identifier) -> None:
    """Delete an identifier that nobody mentions, unless somebody watches it or says whose it is."""
    held = (
        relation.related_model._base_manager.filter(**{relation.field.name: identifier.pk}).exists()
        for relation in identifier._meta.related_objects
    )
    if not any(held):
        identifier.delete()

"""What does not fit together in a chronology, as a question: one person in two places on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Concat

from lali.engines.places import folded, touch
from lali.records.cases.models import Case
from lali.records.cases.queries import names_of
from lali.records.chronology.models import Event
from lali.records.chronology.queries.entries import place_said
from lali.records.chronology.vocabulary import Precision

MOST_QUESTIONS, MOST_DAYS = 5, 200
Spot = tuple[str, str]  # words, code


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody stands in two places on one day, and no movement between them is noted. Both events may be right."""

    person: str
    on: date
    places: tuple[str, str]
    events: tuple[int, int]


def questions_of(case: Case) -> list[Question]:
    """The first few questions that the case's chronology raises, in order of time."""
    days: dict[tuple[date, int], list[tuple[int, tuple[Spot, ...]]]] = {}
    for event, person, on, spots in _placed(case, _days_with_places(case)):
        days.setdefault((on, person), []).append((event, spots))
    apart = [(on, person, pair) for (on, person), there in sorted(days.items()) for pair in _apart(there)]
    if not apart:
        return []
    names = names_of(case)
    return [
        Question(names.get(person, ""), on, (place_said(*here[1]), place_said(*there[1])), (here[0], there[0]))
        for on, person, (here, there) in apart[:MOST_QUESTIONS]
    ]


def _known_to_the_day(case: Case) -> QuerySet[Event]:
    placed = case.events.standing().exclude(place="", gone_from="", gone_to="")
    return placed.filter(precision__in=[Precision.MINUTE, Precision.DAY], persons__isnull=False)


def _days_with_places(case: Case) -> set[tuple[int, date]]:
    """Persons and days on which places are written in more than one way; the database counts."""
    written = Concat("place", Value("|"), "gone_from", Value("|"), "gone_to")
    by_day = _known_to_the_day(case).order_by().values("persons", "on").annotate(ways=Count(written, distinct=True))
    return {(row["persons"], row["on"]) for row in by_day.filter(ways__gt=1).order_by("on", "persons")[:MOST_DAYS]}


def _placed(case: Case, wanted: set[tuple[int, date]]) -> Iterable[tuple[int, int, date, tuple[Spot, ...]]]:
    """Event, person, day and spots of the days wanted; one query."""
    known = _known_to_the_day(case).filter(on__in={on for _person, on in wanted}).order_by("at", "pk")
    for number, person, on, *words in known.values_list("pk", "persons", "on", *_PLACES):
        if (person, on) in wanted:
            yield number, person, on, tuple(spot for spot in zip(words[::2], words[1::2], strict=True) if spot[0])


_PLACES = ("place", "place_code", "gone_from", "gone_from_code", "gone_to", "gone_to_code")


def _apart(there: list[tuple[int, tuple[Spot, ...]]]) -> Iterable[tuple[tuple[int, Spot], tuple[int, Spot]]]:
    """The first two places of one person's day that nothing joins: neither lies in the other, nobody moved between."""
    groups: list[list[tuple[int, Spot]]] = []
    for number, spots in there:
        here = [(number, spot) for spot in spots]  # one event's own places belong together: somebody moved
        joined = [group for group in groups if any(_same(one, spot) for _n, one in group for spot in spots)]
        together = [one for group in joined for one in group]
        groups = [*(group for group in groups if group not in joined), [*together, *here]]
    return [(one[0], other[0]) for one, other in list(combinations(groups, 2))[:1]]


def _same(one: Spot, other: Spot) -> bool:
    if one[1] and other[1]:
        return touch(one[1], other[1])
    words, others = folded(one[0]), folded(other[0])
    return words in others or others in words

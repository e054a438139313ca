"""What a code says to visitors, and what campaigns ask of the numbers.

Below agencies, so it cannot know who asks: the campaign whose reference is given has looked at that. Numbers are as
counted; whoever shows them tells full tens only (`lali.engines.knowledge.named`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Least

from lali.records.reach.access import open_place
from lali.records.reach.models import PlaceCode, Tally
from lali.records.reach.vocabulary import MOST_A_DAY, Step


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language."""

    language: str
    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an open code leads to. `letters`: variants to draw from."""

    code: str
    language: str
    letters: tuple[str, ...]
    said: Mapping[str, Mapping[str, tuple[str, str]]]

    def words(self, language: str, letter: str) -> Words:
        """Return a variant in a language, or in the code's own where there is none in that one."""
        known = self.said.get(language, {})
        if letter not in known:
            language, known = self.language, self.said[self.language]
        return Words(language, *known[letter])


@dataclass(frozen=True, slots=True)
class Tallied:
    """How often a step was loaded under a code and variant; `more`: more than that, for a day went beyond the most."""

    code: str
    letter: str
    step: Step
    number: int
    more: bool


def message_under(typed: str, today: date) -> Arrival | None:
    """What the code that somebody typed leads to today; None alike for an unknown code and a closed one."""
    place = open_place(typed, today)
    if place is None:
        return None
    said = {
        language: {letter: (headline, text) for letter, (headline, text) in variants.items()}
        for language, variants in place.said.items()
    }
    return Arrival(place.code, place.language, place.letters, said)


def codes_of(campaign: str) -> list[PlaceCode]:
    """All codes of a campaign, open or not, as they were opened."""
    return list(PlaceCode.objects.filter(campaign=campaign))


def tallies_of(campaign: str, *, since: date | None = None, until: date | None = None) -> list[Tallied]:
    """Loads under the codes of a campaign, summed over days, by code, variant and step; in one question."""
    rows = _between(campaign, since, until).values("code__code", "letter", "step")
    rows = rows.annotate(loads=Sum(Least("number", Value(MOST_A_DAY))), beyond=_beyond()).order_by(
        "code__code", "letter", "step"
    )
    return [
        Tallied(row["code__code"], row["letter"], Step(row["step"]), row["loads"], row["beyond"] > 0) for row in rows
    ]


def tallies_by_day(campaign: str, step: Step, *, language: str = "") -> dict[date, dict[str, int]]:
    """Loads of a step by day, then by variant, over all codes of a campaign, or those of one language.

    A day counts to the most of each code.
    """
    rows = _between(campaign, None, None).filter(step=step).values("day", "letter")
    if language:
        rows = rows.filter(code__language=language)
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows.annotate(loads=Sum(Least("number", Value(MOST_A_DAY)))).order_by("day", "letter"):
        found[row["day"]][row["letter"]] = row["loads"]
    return dict(found)


def tallies_by_language(campaign: str) -> dict[tuple[str, Step], dict[date, int]]:
    """Loads by language of the code and step, then by day, over both variants; in one question."""
    rows = _between(campaign, None, None).values("code__language", "step", "day")
    found: dict[tuple[str, Step], dict[date, int]] = defaultdict(dict)
    for row in rows.annotate(loads=Sum(Least("number", Value(MOST_A_DAY)))).order_by("day"):
        found[row["code__language"], Step(row["step"])][row["day"]] = row["loads"]
    return dict(found)


def _between(campaign: str, since: date | None, until: date | None) -> QuerySet[Tally]:
    found = Tally.objects.filter(code__campaign=campaign)
    if since is not None:
        found = found.filter(day__gte=since)
    return found if until is None else found.filter(day__lte=until)


def _beyond() -> Count:
    return Count("pk", filter=Q(number__gt=MOST_A_DAY))

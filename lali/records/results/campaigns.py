"""Results of a campaign: whom it met, how often its pages were opened, what people knew before and after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lali.engines.knowledge import (
    LEAST_SHOWN,
    Alarm,
    Change,
    Counts,
    Estimate,
    first_tens,
    full_tens,
    judged,
    named,
    paired_gain,
    pooled,
    rate_change,
    right_share,
    trust,
)
from lali.engines.lessons import FORMS, PAIR, form
from lali.records.agencies.models import Member
from lali.records.awareness.models import Attendance, Campaign, Sheet
from lali.records.awareness.queries import read_campaign, trials_of
from lali.records.awareness.trying import Course
from lali.records.awareness.vocabulary import AgeBand, Gender
from lali.records.learning.models import Attempt
from lali.records.learning.vocabulary import Phase
from lali.records.reach.queries import codes_of, tallies_of
from lali.records.reach.vocabulary import Step
from lali.records.results.targets import TargetChange, changed_targets

LEAST_TOGETHER = 2  # sessions that are told together, and places that are named beside one another

KEYS = {letter: [item.lure for item in form(letter)] for letter in FORMS}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a group, to the full ten; None where it is under ten."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What people judged rightly before and after; `alarm`: whether they trust honest offers less."""

    people_before: int
    people_after: int
    before: Estimate
    after: Estimate
    gain: Change
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """All that the page shows. `left_out`: sheets with a side that is empty or not filled to the end.

    `waiting`: sessions that are not in these numbers yet, for one alone would tell who came to it.
    """

    campaign: Campaign
    people: Cell
    sessions: int
    waiting: int
    by_gender: list[Cell]
    by_age: list[Cell]
    by_place: list[Cell]
    openings: Cell
    more_openings: bool
    steps: list[tuple[Step, Cell]]
    by_code: list[Cell]
    paper: Known | None
    sheets: int
    left_out: int
    web: Known | None
    trials: list[Course]
    changed: list[TargetChange]


def campaign_results(member: Member, number: int) -> CampaignResults:
    """What a campaign brought about, in full tens."""
    campaign = read_campaign(member, number)
    came, waiting = _came(campaign)
    tallied = tallies_of(campaign.subject)
    arrived = [one for one in tallied if one.step == Step.ARRIVED]
    places = {one.code: one.place for one in codes_of(campaign.subject)}
    sheets, pairs = _sheets(campaign)
    return CampaignResults(
        campaign=campaign,
        people=_total(sum(row[3] for row in came)),
        sessions=campaign.sessions.count(),
        waiting=waiting,
        by_gender=_cells(((row[0], row[3]) for row in came), Gender.values),
        by_age=_cells(((row[1], row[3]) for row in came), AgeBand.values),
        by_place=_places((row[2], row[3]) for row in came),
        openings=_total(sum(one.number for one in arrived)),
        more_openings=any(one.more for one in arrived),
        steps=[(step, _total(sum(one.number for one in tallied if one.step == step))) for step in Step],
        by_code=_places((places[one.code], one.number) for one in arrived),
        paper=_on_paper(pairs),
        sheets=sheets,
        left_out=sheets - len(pairs),
        web=_on_the_web(set(places)),
        trials=trials_of(member, number),
        changed=changed_targets(campaign),
    )


def _came(campaign: Campaign) -> tuple[list[tuple[str, str, str, int]], int]:
    """Who came, by gender, age band and place, to sessions told two by two; and how many sessions wait for another."""
    rows = Attendance.objects.filter(session__campaign=campaign).order_by()
    found = list(rows.values_list("gender", "age_band", "session__place", "number", "session"))
    sessions = sorted({row[4] for row in found})
    told = set(sessions[: len(sessions) // LEAST_TOGETHER * LEAST_TOGETHER])
    return [row[:4] for row in found if row[4] in told], len(sessions) - len(told)


def _total(number: int) -> Cell:
    return Cell("", full_tens(number) if number >= LEAST_SHOWN or not number else None)


def _cells(rows: Iterable[tuple[str, int]], order: Sequence[str] = ()) -> list[Cell]:
    """Sums by name, those that are told."""
    counts: Counter[str] = Counter(dict.fromkeys(order, 0))
    for name, number in rows:
        counts[name] += number
    return [Cell(name, number) for name, number in named(counts).items()]


def _places(rows: Iterable[tuple[str, int]]) -> list[Cell]:
    """Places by name; one alone is not named beside what was counted there."""
    cells = _cells(rows)
    return cells if len(cells) >= LEAST_TOGETHER else []


# -- what people knew --------------------------------------------------------------------------------------------------


def _sheets(campaign: Campaign) -> tuple[int, list[tuple[Counts, Counts]]]:
    """How many sheets there are, and the judgements of those that are filled on both sides."""
    rows = Sheet.objects.filter(session__campaign=campaign)
    found = list(rows.order_by("pk").values_list("session__form", "before", "after"))
    whole = [row for row in found if row[1] and row[2] and "-" not in row[1] + row[2]]
    other = {PAIR[0]: PAIR[1], PAIR[1]: PAIR[0]}
    return len(found), [
        (judged(before, KEYS[letter]), judged(after, KEYS[other[letter]])) for letter, before, after in whole
    ]


def _on_paper(every: Sequence[tuple[Counts, Counts]]) -> Known | None:
    pairs = first_tens(every)
    if not pairs:
        return None
    return _known([before for before, _after in pairs], [after for _before, after in pairs], paired_gain(pairs))


def _on_the_web(codes: set[str]) -> Known | None:
    """The web lesson of those who came by a code; persons are not matched, for nobody is followed."""
    rows = Attempt.objects.filter(code__in=codes, phase__in=[Phase.BEFORE, Phase.AFTER]).order_by("pk")
    people: dict[str, list[Counts]] = {Phase.BEFORE: [], Phase.AFTER: []}
    for phase, letter, answers in rows.values_list("phase", "form", "answers"):
        people[phase].append(judged(answers, KEYS[letter]))
    before, after = first_tens(people[Phase.BEFORE]), first_tens(people[Phase.AFTER])
    if not before or not after:
        return None
    return _known(before, after, rate_change(right_share(before), right_share(after)))


def _known(before: Sequence[Counts], after: Sequence[Counts], gain: Change) -> Known:
    alarm = trust(pooled(Counter(before)), pooled(Counter(after)))
    return Known(len(before), len(after), right_share(before), right_share(after), gain, alarm)

"""Results of the lesson: how well people tell lures from honest offers, before, after, ten and thirty days later."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from lali.engines.knowledge import (
    LEAST_SHOWN,
    Alarm,
    Change,
    Counts,
    Estimate,
    Sensitivity,
    change,
    first_tens,
    judged,
    paired_change,
    pooled,
    trust,
)
from lali.engines.lessons import FORMS, form
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.learning.models import Attempt
from lali.records.learning.vocabulary import COME_BACK, Phase

BROKEN_DOWN_BY = ("channel", "language", "country")
Tally = Mapping[Counts, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Some learners: what is known of them in each phase that may be shown, and what changed by the lesson.

    `code` is a channel, a language or a country; empty for all. Counted are the first 10, 20, 30 of each phase.
    """

    code: str
    phases: Mapping[Phase, Sensitivity]
    change: Change | None
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Kept:
    """What those who came back still knew: d' right after the lesson and now, and the change between."""

    people: int
    then: Estimate
    now: Estimate
    change: Change


@dataclass(frozen=True, slots=True)
class LearningResults:
    """All that the page shows. `paired`: the change of those who tied their answers by a code, person by person.

    `kept`: by phase, where ten people at least came back.
    """

    everybody: Group
    groups: Mapping[str, tuple[Group, ...]]
    paired: Change | None
    kept: Mapping[Phase, Kept]
    begun: bool


def learning_results(member: Member) -> LearningResults:
    """The results of the lesson on this node."""
    require(member, Permission.SEE_LEARNING)
    keys = {letter: [item.lure for item in form(letter)] for letter in FORMS}
    rows = [
        (row, judged(row["answers"], keys[row["form"]]), row["people"])
        for row in Attempt.objects.order_by()
        .values(*BROKEN_DOWN_BY, "phase", "form", "answers")
        .annotate(people=Count("pk"))
    ]
    everybody = _groups(rows, "", keys)
    coded = _under_codes(keys)
    kept = {phase: _kept(coded, phase) for phase in COME_BACK}
    return LearningResults(
        everybody=everybody[0] if everybody else Group("", {}, None, Alarm.NONE),
        groups={dimension: _groups(rows, dimension, keys) for dimension in BROKEN_DOWN_BY},
        paired=_paired(coded),
        kept={phase: one for phase, one in kept.items() if one},
        begun=bool(rows),
    )


Rows = Iterable[tuple[Mapping[str, str], Counts, int]]
Keys = Mapping[str, list[bool]]
Coded = list[tuple[str, dict[str, Counts]]]  # a phase, and what who has just taken it answered until then, in order


def _tallies(rows: Rows, dimension: str) -> dict[Phase, dict[str, Counter[Counts]]]:
    found: dict[Phase, dict[str, Counter[Counts]]] = {phase: defaultdict(Counter) for phase in Phase}
    for row, counts, people in rows:
        found[Phase(row["phase"])][row[dimension] if dimension else ""][counts] += people
    return found


def _groups(rows: Rows, dimension: str, keys: Keys) -> tuple[Group, ...]:
    """The groups of a dimension that may be named."""
    tallies = _tallies(rows, dimension)
    over = {(phase, code): tally.total() % LEAST_SHOWN for phase, by in tallies.items() for code, tally in by.items()}
    for phase, code, counts, place in _latest(dimension, keys):
        if place <= over[phase, code]:
            tallies[phase][code][counts] -= 1
    codes = sorted({code for by in tallies.values() for code, tally in by.items() if tally.total()})
    return tuple(_group(code, {phase: +by[code] for phase, by in tallies.items() if code in by}) for code in codes)


def _latest(dimension: str, keys: Keys) -> Iterator[tuple[Phase, str, Counts, int]]:
    """The last nine of each group in each phase, counted from the last: who is beyond the full ten is among them."""
    fields = ["phase", *([dimension] if dimension else [])]
    place = Window(RowNumber(), partition_by=[F(name) for name in fields], order_by=F("pk").desc())
    rows = Attempt.objects.order_by().annotate(place=place).filter(place__lt=LEAST_SHOWN)
    for row in rows.values(*fields, "form", "answers", "place"):
        code = row[dimension] if dimension else ""
        yield Phase(row["phase"]), code, judged(row["answers"], keys[row["form"]]), row["place"]


def _group(code: str, tallies: Mapping[Phase, Counter[Counts]]) -> Group:
    phases = {phase: pooled(tally) for phase, tally in tallies.items() if tally}
    before, after = phases.get(Phase.BEFORE), phases.get(Phase.AFTER)
    both = before and after
    return Group(
        code=code,
        phases=phases,
        change=change(before, after) if both else None,
        alarm=trust(before, after) if both else Alarm.NONE,
    )


def _under_codes(keys: Keys) -> Coded:
    """What those who asked for six words answered, as it came in; nobody can be told from it."""
    told: dict[bytes, dict[str, Counts]] = defaultdict(dict)
    coded = []
    tied = Attempt.objects.filter(lookup__isnull=False).order_by("pk")
    for lookup, phase, letter, answers in tied.values_list("lookup", "phase", "form", "answers").iterator():
        one = told[bytes(lookup)]
        one[phase] = judged(answers, keys[letter])
        coded.append((phase, one))
    return coded


def _paired(coded: Coded) -> Change | None:
    pairs = [
        (one[Phase.BEFORE], one[Phase.AFTER]) for phase, one in coded if phase == Phase.AFTER and Phase.BEFORE in one
    ]
    shown = first_tens(pairs)
    return paired_change(shown) if shown else None


def _kept(coded: Coded, phase: Phase) -> Kept | None:
    """How those who came back did, against themselves right after the lesson.

    Their judgements are pooled, for the later forms are shorter and the d' of one person would shrink with them. As the
    same people stand on both sides, the interval is wider than need be, as a rule.
    """
    back = first_tens([one for taken, one in coded if taken == phase and Phase.AFTER in one])
    if not back:
        return None
    then, now = (pooled(Counter(one[when] for one in back)) for when in (Phase.AFTER, phase))
    return Kept(len(back), then.d_prime, now.d_prime, change(then, now))

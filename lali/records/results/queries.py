"""Results of the lesson: how well people tell lures from honest offers, before, after, ten and thirty days later."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from lali.engines.knowledge import (
    LEAST_SHOWN,
    Alarm,
    Change,
    Counts,
    Sensitivity,
    change,
    hidden,
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
from lali.records.learning.vocabulary import Phase

BROKEN_DOWN_BY = ("channel", "language", "country")
Tally = Mapping[Counts, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Some learners: what is known of them in each phase that may be shown, and what changed by the lesson.

    `code` is a channel, a language or a country; empty for all. `withheld`: phases that are too small to be shown.
    """

    code: str
    phases: Mapping[Phase, Sensitivity]
    withheld: frozenset[Phase]
    change: Change | None
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class LearningResults:
    """All that the page shows. `paired`: the change of those who tied their answers by a code, person by person."""

    everybody: Group
    groups: Mapping[str, tuple[Group, ...]]
    paired: Change | None
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
    return LearningResults(
        everybody=_everybody(rows),
        groups={dimension: _groups(rows, dimension) for dimension in BROKEN_DOWN_BY},
        paired=_paired(keys),
        begun=bool(rows),
    )


Rows = Iterable[tuple[Mapping[str, str], Counts, int]]


def _tallies(rows: Rows, dimension: str) -> dict[Phase, dict[str, Counter[Counts]]]:
    found: dict[Phase, dict[str, Counter[Counts]]] = {phase: defaultdict(Counter) for phase in Phase}
    for row, counts, people in rows:
        found[Phase(row["phase"])][row[dimension] if dimension else ""][counts] += people
    return found


def _everybody(rows: Rows) -> Group:
    tallies = {phase: cells.get("", Counter()) for phase, cells in _tallies(rows, "").items()}
    small = frozenset(phase for phase, tally in tallies.items() if 0 < tally.total() < LEAST_SHOWN)
    return _group("", tallies, small)


def _groups(rows: Rows, dimension: str) -> tuple[Group, ...]:
    tallies = _tallies(rows, dimension)
    out = {phase: hidden({code: tally.total() for code, tally in cells.items()}) for phase, cells in tallies.items()}
    codes = sorted({code for cells in tallies.values() for code in cells})
    return tuple(
        _group(
            code,
            {phase: tallies[phase].get(code, Counter()) for phase in Phase},
            frozenset(phase for phase in Phase if code in out[phase]),
        )
        for code in codes
    )


def _group(code: str, tallies: Mapping[Phase, Counter[Counts]], withheld: frozenset[Phase]) -> Group:
    phases = {phase: pooled(tally) for phase, tally in tallies.items() if tally and phase not in withheld}
    before, after = phases.get(Phase.BEFORE), phases.get(Phase.AFTER)
    both = before and after
    return Group(
        code=code,
        phases=phases,
        withheld=withheld,
        change=change(before, after) if both else None,
        alarm=trust(before, after) if both else Alarm.NONE,
    )


def _paired(keys: Mapping[str, list[bool]]) -> Change | None:
    told: dict[bytes, dict[str, Counts]] = defaultdict(dict)
    tied = Attempt.objects.filter(lookup__isnull=False, phase__in=[Phase.BEFORE, Phase.AFTER]).order_by()
    for lookup, phase, letter, answers in tied.values_list("lookup", "phase", "form", "answers").iterator():
        told[bytes(lookup)][phase] = judged(answers, keys[letter])
    pairs = [(one[Phase.BEFORE], one[Phase.AFTER]) for one in told.values() if len(one) == 2]  # noqa: PLR2004 - a pair
    return paired_change(pairs) if len(pairs) >= LEAST_SHOWN else None

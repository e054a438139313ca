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
    Estimate,
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
from lali.records.learning.vocabulary import COME_BACK, Phase

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
    coded = _under_codes(keys)
    kept = {phase: _kept(coded, phase) for phase in COME_BACK}
    return LearningResults(
        everybody=_everybody(rows),
        groups={dimension: _groups(rows, dimension) for dimension in BROKEN_DOWN_BY},
        paired=_paired(coded),
        kept={phase: one for phase, one in kept.items() if one},
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


def _under_codes(keys: Mapping[str, list[bool]]) -> list[dict[str, Counts]]:
    """What each of those who asked for six words answered, by phase; nobody can be told from it."""
    told: dict[bytes, dict[str, Counts]] = defaultdict(dict)
    tied = Attempt.objects.filter(lookup__isnull=False).order_by()
    for lookup, phase, letter, answers in tied.values_list("lookup", "phase", "form", "answers").iterator():
        told[bytes(lookup)][phase] = judged(answers, keys[letter])
    return list(told.values())


def _paired(coded: Iterable[Mapping[str, Counts]]) -> Change | None:
    pairs = [(one[Phase.BEFORE], one[Phase.AFTER]) for one in coded if {Phase.BEFORE, Phase.AFTER} <= one.keys()]
    return paired_change(pairs) if len(pairs) >= LEAST_SHOWN else None


def _kept(coded: Iterable[Mapping[str, Counts]], phase: Phase) -> Kept | None:
    """How those who came back did, against themselves right after the lesson.

    Their judgements are pooled, for the later forms are shorter and the d' of one person would shrink with them. As the
    same people stand on both sides, the interval is wider than need be, as a rule.
    """
    back = [one for one in coded if {Phase.AFTER, phase} <= one.keys()]
    if len(back) < LEAST_SHOWN:
        return None
    then, now = (pooled(Counter(one[when] for one in back)) for when in (Phase.AFTER, phase))
    return Kept(len(back), then.d_prime, now.d_prime, change(then, now))

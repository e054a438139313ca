"""The supervisor's board: load, what is late, what is stuck, how fast tips are taken up. No title, no name of a person.

Everything is computed by the database when it is asked, in a constant number of questions; nothing is kept from an
earlier look.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as Choice
from django.db.models import Count, Exists, Func, IntegerField, Min, OuterRef, Q, When
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.queries import colleagues_of
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.cases.access import cases_kept_by, cases_not_kept_by
from lali.records.cases.models import Case, CaseQuerySet, Deadline, Task, TeamPlace
from lali.records.cases.vocabulary import CaseState
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource

SHOWN = 12  # lines of each list
STILL, VERY_STILL = timedelta(days=14), timedelta(days=30)
MONTHS = 12
FEW = 500  # cases named one by one
SAMPLE = 1_000  # closed cases
# Rows of cases that are not closed. Measured with 60,000 tasks: to list the closed ones is a third of joining each row.
_OF_OPEN = ~Q(case__in=Case.objects.filter(state=CaseState.CLOSED).order_by().values("pk"))


def board_cases(member: Member) -> CaseQuerySet:
    """Cases that the board counts for this member: those they answer for; none that a wall keeps from them."""
    require(member, Permission.SEE_BOARD)
    return cases_kept_by(member)


@dataclass(frozen=True, slots=True)
class Load:
    """What one member has in hand."""

    member: Member
    leads: int
    open_tasks: int
    late_tasks: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The first lines of a list, and how many there are in all."""

    number: int
    rows: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class TurnRound:
    """From a tip's coming in to the first thing done with it, in one month: half were faster, nine in ten were.

    Tips from an imported register are not in it.
    """

    month: date
    tips: int
    median: timedelta
    ninth_tenth: timedelta


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    load: tuple[Load, ...]
    nobodys_tasks: int
    late_tasks: Listed
    late_deadlines: Listed
    open_cases: int
    still: int
    very_still: Listed
    leaderless: Listed
    usual_days: int | None
    longer_than_usual: Listed
    turn_round: tuple[TurnRound, ...]
    tips_waiting: int
    oldest_tip_at: datetime | None


def board_of(member: Member) -> Board:
    """The board for a member who may see it; reading it is journalled."""
    cases = board_cases(member)
    record(by=member, verb="board.read", subject=f"agency:{member.agency_id}", reading=True)
    now = timezone.now()
    kept = _kept(member, cases)
    open_cases = kept.cases.exclude(state=CaseState.CLOSED)
    leads = _leads(kept)
    load, nobodys, late = _load(member, kept, Counter(one for one, _case in leads))
    usual = _usual_life(kept.cases)
    longer = {"opened_at__lt": now - usual} if usual is not None else {"pk__in": []}
    counts = open_cases.aggregate(
        open=Count("pk"),
        still=Count("pk", filter=Q(changed_at__lt=now - STILL)),
        very_still=Count("pk", filter=Q(changed_at__lt=now - VERY_STILL)),
        longer=Count("pk", filter=Q(**longer)),
    )
    tips_waiting, oldest_tip_at = _tips_waiting(member)
    return Board(
        load=load,
        nobodys_tasks=nobodys,
        late_tasks=Listed(late, _late_tasks(kept)),
        late_deadlines=_late_deadlines(kept, now),
        open_cases=counts["open"],
        still=counts["still"],
        very_still=Listed(
            counts["very_still"], _lines(open_cases.filter(changed_at__lt=now - VERY_STILL), "changed_at", SHOWN)
        ),
        leaderless=_leaderless(open_cases, counts["open"], {case for _member, case in leads}),
        usual_days=None if usual is None else usual.days,
        longer_than_usual=Listed(counts["longer"], _lines(open_cases.filter(**longer), "opened_at", SHOWN)),
        turn_round=_turn_round(member, now),
        tips_waiting=tips_waiting,
        oldest_tip_at=oldest_tip_at,
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The cases that are counted, and the condition by which a task, a deadline or a place is one of theirs."""

    cases: CaseQuerySet
    rows: Q


def _kept(member: Member, cases: CaseQuerySet) -> _Kept:
    """Measured: on most nodes all cases are counted but a few behind walls; naming those few is ten times as quick."""
    others = list(cases_not_kept_by(member).order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(others) > FEW:
        return _Kept(cases, Q(Exists(cases.filter(pk=OuterRef("case_id")))))
    return _Kept(Case.objects.exclude(pk__in=others), ~Q(case_id__in=others))


def _lines(cases: CaseQuerySet, order: str, most: int) -> tuple[dict[str, object], ...]:
    return tuple(cases.order_by(order, "pk").values("ref", "kind", "state", "opened_at", "changed_at")[:most])


def _leads(kept: _Kept) -> list[tuple[int, int]]:
    """Who leads which open case: (member, case). Asked once for the load and for what nobody leads."""
    led = TeamPlace.objects.leads().filter(kept.rows, _OF_OPEN).order_by()
    return list(led.values_list("member", "case"))


def _leaderless(open_cases: CaseQuerySet, count: int, led: set[int]) -> Listed:
    """Measured: to compare two lists of numbers here is three times as quick as to have each case look for its lead."""
    alone = sorted({*open_cases.order_by().values_list("pk", flat=True)} - led) if count > len(led) else []
    some = Q(pk__in=alone) if len(alone) <= FEW else ~Q(pk__in=TeamPlace.objects.leads().order_by().values("case"))
    return Listed(len(alone), _lines(open_cases.filter(some), "opened_at", SHOWN) if alone else ())


def _load(member: Member, kept: _Kept, leads: Counter[int]) -> tuple[tuple[Load, ...], int, int]:
    """What each member has in hand; the open tasks that nobody has; all late tasks."""
    tasks = Task.objects.open().filter(kept.rows, _OF_OPEN).order_by().values("assignee")
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    by_member = {row["assignee"]: row for row in tasks.annotate(open=Count("pk"), late=late)}
    nothing = {"open": 0, "late": 0}
    load = tuple(
        Load(one, leads[one.pk], *(by_member.get(one.pk, nothing)[what] for what in ("open", "late")))
        for one in colleagues_of(member)
        if one.may(Permission.JOIN_CASE) and (_same_unit(one, member) or one.pk in by_member or one.pk in leads)
    )
    return load, by_member.get(None, nothing)["open"], sum(row["late"] for row in by_member.values())


def _same_unit(one: Member, member: Member) -> bool:
    return member.unit_id is None or one.unit_id in {None, member.unit_id}


def _late_tasks(kept: _Kept) -> tuple[dict[str, object], ...]:
    late = Task.objects.open().filter(kept.rows, due_on__lt=timezone.localdate()).exclude(case__state=CaseState.CLOSED)
    return tuple(
        late.order_by("due_on", "pk").values("due_on", "priority", "case__ref", "case__kind", "assignee__name")[:SHOWN]
    )


def _late_deadlines(kept: _Kept, now: datetime) -> Listed:
    late = Deadline.objects.running().filter(kept.rows, due_at__lt=now).exclude(case__state=CaseState.CLOSED)
    return Listed(
        late.count(),
        tuple(late.order_by("due_at", "pk").values("due_at", "kind", "case__ref", "assignee__name")[:SHOWN]),
    )


class Epoch(Func):
    """A moment as whole seconds since 1970: plain numbers, which both databases subtract and sort by themselves."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: object, connection: object, **facts: object) -> tuple[str, list[object]]:
        """SQLite keeps a moment as text."""
        return self.as_sql(
            compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)", **facts
        )

    def as_postgresql(self, compiler: object, connection: object, **facts: object) -> tuple[str, list[object]]:
        """PostgreSQL has moments."""
        return self.as_sql(
            compiler, connection, template="CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)", **facts
        )


def _usual_life(cases: CaseQuerySet) -> timedelta | None:
    """How long half of the last thousand closed cases took, from opening to last change; None before any was closed."""
    closed = cases.filter(state=CaseState.CLOSED).order_by("-changed_at")
    lives = closed.annotate(life=Epoch("changed_at") - Epoch("opened_at")).values_list("life", flat=True)
    sample = sorted(lives[:SAMPLE])
    return timedelta(seconds=max(sample[(len(sample) - 1) // 2], 0)) if sample else None


def _tips_waiting(member: Member) -> tuple[int, datetime | None]:
    """How many tips wait, and since when the oldest does: two kinds of rows, each found by its own index."""
    tips = Tip.objects.of_agency(member.agency_id)
    ours = ~Q(source=TipSource.REGISTER)  # a register's day is not one on which anybody waited here
    sums = {"number": Count("pk"), "oldest": Min("received_at", filter=ours)}
    found = [rows.aggregate(**sums) for rows in (tips.new_rows(), tips.over_new())]
    days = [one["oldest"] for one in found if one["oldest"]]
    return sum(one["number"] for one in found), min(days, default=None)


def _turn_round(member: Member, now: datetime) -> tuple[TurnRound, ...]:
    """By month of coming in, for the last twelve: those that were decided or whose reporter was asked."""
    months = _months(timezone.localtime(now))
    tips = Tip.objects.filter(agency_id=member.agency_id, received_at__gte=months[0], taken_up_after__isnull=False)
    place = Choice(*(When(received_at__gte=month, then=at) for at, month in reversed([*enumerate(months)])))
    took: dict[int, list[int]] = {}
    for at, seconds in tips.order_by().values_list(place, "taken_up_after"):
        took.setdefault(at, []).append(seconds)
    return tuple(_turned(months[at].date(), sorted(took[at])) for at in sorted(took))


def _months(now: datetime) -> list[datetime]:
    """The first moments of the last twelve months, here."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    back = [divmod(first.year * 12 + first.month - 1 - step, 12) for step in reversed(range(MONTHS))]
    return [first.replace(year=year, month=month + 1) for year, month in back]


def _turned(month: date, took: list[int]) -> TurnRound:
    """Median and ninth tenth by nearest rank: values that were there."""
    number = len(took)
    median, ninth = took[(number - 1) // 2], took[(number * 9 + 9) // 10 - 1]
    return TurnRound(month, number, timedelta(seconds=median), timedelta(seconds=ninth))

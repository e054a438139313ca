"""Fill a node up to the ceiling: `python -m bench.inside HOME at_ceiling CASES IDENTIFIERS ENTRIES`.

Deterministic, and resumable: each step looks how much there is and adds the rest, a thousand cases in a transaction.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bench.many import TEAM
from bench.many_cases import fill
from lali.engines.custody import Frontier, canonical, leaf_hash, sign_head
from lali.records.agencies.models import Member
from lali.records.audit.models import Entry, LogState
from lali.records.cases.models import Case
from lali.records.entities.models import Identifier, Mention
from lali.records.keyring import keys

AT_ONCE = 1000
LINES = 20_000  # journal entries in one transaction


def main(cases: str, identifiers: str, entries: str) -> None:
    """Fill up step by step."""
    while (have := Case.objects.count()) < int(cases):
        fill(min(have + AT_ONCE, int(cases)))
    _identifiers(int(identifiers))
    _entries(int(entries))


def _identifiers(wanted: int) -> None:
    """Phones that stand in one case, and each tenth in two: what a register of telephones looks like."""
    refs = list(Case.objects.order_by("pk").values_list("ref", flat=True))
    at = Identifier.objects.count()
    while (have := Identifier.objects.count()) < wanted:
        numbers = range(at, at + min(LINES, wanted - have))  # always on: a number that stands there already adds none
        at = numbers.stop
        values = [f"+67941{number:05d}" if number < 100_000 else f"+67851{number:06d}" for number in numbers]
        with transaction.atomic():
            Identifier.objects.bulk_create(
                (Identifier(kind="phone", value=value) for value in values), batch_size=2000, ignore_conflicts=True
            )
            known = {
                one.value: one
                for start in range(0, len(values), 500)
                for one in Identifier.objects.filter(kind="phone", value__in=values[start : start + 500])
            }
            Mention.objects.bulk_create(
                (
                    Mention(identifier=known[value], record=f"case:{refs[(number + step) % len(refs)]}", raw=value)
                    for number, value in zip(numbers, values, strict=True)
                    for step in ((0, 7) if number % 10 == 0 else (0,))
                ),
                batch_size=2000,
                ignore_conflicts=True,
            )


def _entries(wanted: int) -> None:
    """Readings of cases, spread over the past, under signed heads."""
    refs = list(Case.objects.order_by("pk").values_list("ref", flat=True))
    readers = [member.journal_name for member in Member.objects.filter(email__in=TEAM)]
    while True:
        with transaction.atomic():
            state = LogState.objects.locked()
            if state.size >= wanted:
                return
            _append(state, min(LINES, wanted - state.size), refs, readers)


def _append(state: LogState, number: int, refs: list[str], readers: list[str]) -> None:
    frontier = Frontier.from_bytes(bytes(state.frontier))
    newest = Entry.objects.order_by("-index").values_list("at", flat=True).first() or timezone.now()
    rows = []
    for index in range(state.size, state.size + number):
        subject = f"case:{refs[(index * 7919) % len(refs)]}"
        entry = Entry(
            index=index,
            at=newest + timedelta(microseconds=index - state.size + 1),
            by=readers[index % len(readers)],
            verb="case.read",
            subject=subject,
            record=subject,
            reading=True,
            facts={},
        )
        entry.line = canonical(entry.as_logged()).decode()
        frontier.append(leaf_hash(entry.line.encode()))
        rows.append(entry)
    Entry.objects.bulk_create(rows, batch_size=2000)
    state.size, state.frontier = frontier.size, frontier.to_bytes()
    state.head = sign_head(
        origin=settings.LOG_ORIGIN, size=state.size, root=frontier.root(), at=rows[-1].at, signing_key=keys().log
    )
    state.save()

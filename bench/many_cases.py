"""Many cases in a node, written fast: `python -m bench.inside HOME many_cases COUNT` fills up to COUNT.

The rows are those that the actions would have written, and the journal says the same as if they had: its lines stand
in the Merkle log under a signed head, so that `lali verify` holds afterwards (the bench runs it). What the actions
check, lock and sign one by one is left out; that is why this module is no part of Lali.
"""

import os
import random
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bench.many import HUB, TEAM
from bench.messages import made_up
from lali.engines.custody import Frontier, canonical, leaf_hash, sign_head
from lali.engines.signs import as_record, read
from lali.project.demo.story import WALLET
from lali.records.agencies.models import Member
from lali.records.audit.models import Entry, LogState
from lali.records.cases.models import Case, Task, TeamPlace
from lali.records.cases.vocabulary import CaseKind, Level
from lali.records.chronology.models import Event
from lali.records.entities.models import NAME, Identifier, Mention, Person
from lali.records.entities.vocabulary import CODE_NAMES, PersonRole
from lali.records.keyring import keys, seal_words
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import RISK_ORDER, Risk, TipSource, TipState

DAYS = 700  # over which the cases are spread
WAITING = 4  # every fourth case brings a tip that still waits


def fill(count: int) -> None:
    """Add cases until there are `count`, with tips, persons, tasks, events and identifiers."""
    have = Case.objects.count()
    with transaction.atomic():
        office = Office(have)
        for number, written in enumerate(made_up(count)[have:], start=have + 1):
            text = f"{written} Pay to {WALLET}" if number % HUB == 0 else written
            office.open_case(number, text)
            if number % WAITING == 0:
                office.tip(f"Somebody forwarded this: {text}", office.now - timedelta(minutes=number))
        office.write_journal()


class Office:
    """Three members who work through the generated cases."""

    def __init__(self, have: int) -> None:
        self.chance = random.Random(have)  # the same cases at every run
        self.now = timezone.now()
        self.lead, *self.others = (Member.objects.get(email=email) for email in TEAM)
        self.tips = Tip.objects.count()
        self.persons = Person.objects.count()
        self.entries: list[Entry] = []

    def say(self, at: datetime, verb: str, subject: str, **facts: object) -> None:
        root = subject.partition("/")[0]
        entry = Entry(at=at, by=self.lead.journal_name, verb=verb, subject=subject, record=root, facts=facts)
        self.entries.append(entry)

    def open_case(self, number: int, text: str) -> None:
        at = self.now - timedelta(days=self.chance.randrange(1, DAYS), minutes=number)
        case = Case.objects.create(
            ref=f"FJ-{self.now:%Y}-{number:05d}",
            agency=self.lead.agency,
            title=f"Generated case {number}",
            kind=self.chance.choice(CaseKind.values),
            summary=text,
            opened_by=self.lead,
            opened_at=at,
            changed_at=at,
        )
        self.say(at, "case.opened", case.subject, kind=case.kind)
        team = zip([self.lead, *self.others], (Level.LEAD, Level.CONTRIBUTE, Level.READ), strict=True)
        case.team.bulk_create(
            TeamPlace(case=case, member=member, level=level, added_by=self.lead) for member, level in team
        )
        tip = self.tip(text, at, decided_by=self.lead, decided_at=at, state=TipState.ACCEPTED)
        case.tip_places.create(tip=tip)
        self.say(at, "case.tip_added", case.subject, tip=tip.ref)
        self._mention(case.subject, tip, at)
        self._people(case, at)
        self._work(case, at)

    def tip(self, text: str, at: datetime, **decision: object) -> Tip:
        reading = as_record(read(text, country="FJ"), lang="en")
        self.tips += 1
        tip = Tip.objects.create(
            number=self.tips,
            agency=self.lead.agency,
            source=TipSource.PHONE,
            text=text,
            reading=reading,
            risk=reading["risk"],
            urgency=RISK_ORDER[Risk(reading["risk"])],
            language=reading["language"],
            received_at=at,
            **decision,
        )
        self.say(at, "tip.received", tip.subject, source=tip.source, risk=tip.risk)
        self._mention(tip.subject, tip, at)
        return tip

    def _mention(self, subject: str, tip: Tip, at: datetime) -> None:
        found = {(one["kind"], one["normalised"]): one for one in tip.reading["identifiers"]}
        noted = [Identifier.objects.get_or_create(kind=kind, value=value)[0] for kind, value in found]
        Mention.objects.bulk_create(
            Mention(identifier=identifier, record=subject, raw=one["raw"])
            for identifier, one in zip(noted, found.values(), strict=True)
        )
        if noted:
            self.say(at, "identifiers.noted", subject, identifiers=sorted(identifier.pk for identifier in noted))

    def _people(self, case: Case, at: datetime) -> None:
        for role in (PersonRole.VICTIM, PersonRole.SUSPECT, PersonRole.WITNESS):
            person = Person(code_name=f"{CODE_NAMES[self.persons % len(CODE_NAMES)]}-{1000 + self.persons}")
            key = os.urandom(32)
            person.wrapped_key = aes_key_wrap(keys().kek, key)
            person.sealed_name = seal_words(f"Person {self.persons} (invented)", key=key, about=NAME)
            person.save()
            self.persons += 1
            case.persons.create(person=person, role=role, reason="Generated", since=at)
            self.say(at, "person.noted", case.subject, person=person.pk, named=True)

    def _work(self, case: Case, at: datetime) -> None:
        days = [self.chance.randrange(-20, 60) for _ in range(4)]
        tasks = case.tasks.bulk_create(
            Task(
                case=case,
                title=f"Generated task {days}",
                due_on=(self.now + timedelta(days)).date(),
                assignee=self.lead,
            )
            for days in days
        )
        events = case.events.bulk_create(
            Event(
                case=case, at=at, until=at, on=at.date(), text="Generated event", source="A witness", noted_by=self.lead
            )
            for _ in range(2)
        )
        for task in tasks:
            self.say(at, "task.added", f"{case.subject}/task:{task.pk}", due=task.due_on.isoformat())
        for event in events:
            self.say(at, "event.added", f"{case.subject}/event:{event.pk}")

    def write_journal(self) -> None:
        """Append all that was said, under one new signed head."""
        state = LogState.objects.locked()
        frontier = Frontier.from_bytes(bytes(state.frontier))
        for entry in self.entries:
            entry.index = frontier.size
            entry.line = canonical(entry.as_logged()).decode()
            frontier.append(leaf_hash(entry.line.encode()))
        Entry.objects.bulk_create(self.entries, batch_size=500)
        state.size, state.frontier, root = frontier.size, frontier.to_bytes(), frontier.root()
        state.head = sign_head(
            origin=settings.LOG_ORIGIN, size=state.size, root=root, at=self.now, signing_key=keys().log
        )
        state.save()


def main(count: str) -> None:
    fill(int(count))

"""The chronology in order, in words, in pages; and the questions it raises."""

# ruff: noqa: DTZ001 - a moment as it is given, its zone beside it

import io
import time
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from lali.records.cases.actions import add_person, add_task, add_tip_to_case, finish_task, put_on_team
from lali.records.chronology.actions import remove_event
from lali.records.chronology.models import Citation, Event
from lali.records.chronology.queries import Choice, chronology, latest, questions_of, timeline_of
from lali.records.chronology.when import about, between, day, exact
from lali.records.evidence.actions import Acquisition, take_in_exhibit

ZONE = "Pacific/Fiji"
NOV_3 = date(2026, 11, 3)


@pytest.fixture
def victim(case, lead):
    return add_person(by=lead, ref=case.ref, name="Opal Whistle (invented)", role="victim").person


@pytest.fixture
def suspect(case, lead):
    return add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role="suspect").person


def test_an_entry_says_it_in_words_and_names_as_the_case_does(happened, opened, case, lead, victim, suspect, exhibits):
    take_in_exhibit(by=lead, ref=case.ref, file_name="a", source=io.BytesIO(b"a"), acquisition=Acquisition())
    happened(
        "They flew",
        about(NOV_3, ZONE),
        kind="movement",
        place="Nadi airport",
        gone_from="Macuata",
        gone_to="TH",
        means="air",
        persons=(victim.pk, suspect.pk),
        cited=("E-001, page 2",),
        source="His sister",
    )
    with translation.override("en"):
        [entry] = chronology(opened())
    assert (entry.when, entry.wide, entry.kind) == ("about 3 Nov 2026", True, "Movement")
    assert (entry.place, entry.movement) == ("Nadi airport", "Macuata, Northern, Fiji → TH (Thailand), by air")
    assert set(entry.persons) == {victim.code_name, "Bob Saltwater (invented)"}
    assert (entry.citations, entry.known_from) == (("E-001, page 2",), "His sister")
    assert "Opal" not in repr(entry)


def test_events_and_our_steps_in_order_of_time(happened, opened, case, lead, colleague, tip_of, exhibits):
    tip = tip_of()
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    happened("Paid", exact(timezone.now() - timedelta(days=30)))
    gone = happened("Typed twice", exact(timezone.now() - timedelta(days=31)))
    put_on_team(by=lead, ref=case.ref, member=colleague, level="read", may_remove=True)
    remove_event(by=colleague, ref=case.ref, number=gone.pk, reason="Twice")
    take_in_exhibit(by=lead, ref=case.ref, file_name="a", source=io.BytesIO(b"a"), acquisition=Acquisition())
    task = add_task(by=lead, ref=case.ref, title="Ring", due_on=None, assignee=None)
    finish_task(by=lead, ref=case.ref, task_id=task.pk)
    whole = chronology(opened(), matter_only=False)
    assert [entry.source for entry in whole] == ["event", "opened", "tip", "exhibit", "task"]
    assert [entry.is_of_the_matter for entry in whole] == [True, False, False, False, False]
    assert chronology(opened()) == whole[:1] == latest(opened())
    assert timeline_of(opened(), Choice()).entries == whole


def test_what_is_chosen(happened, opened, case, lead, suspect, exhibits):
    take_in_exhibit(by=lead, ref=case.ref, file_name="a", source=io.BytesIO(b"a"), acquisition=Acquisition())
    happened("paid", day(NOV_3, ZONE), kind="payment", cited=("E-001", "E-001, page 2"))
    happened("flew", day(date(2026, 11, 5), ZONE), kind="movement", persons=(suspect.pk,))
    happened("wide", between(date(2026, 10, 1), date(2026, 11, 4), ZONE))

    def found(**choice):
        return [entry.text for entry in timeline_of(opened(), Choice(**choice)).entries]

    assert found(show="matter") == ["wide", "paid", "flew"]
    assert found(show="cited") == ["paid"]
    assert found(show="uncited") == ["wide", "flew"]
    assert found(kind="payment") == ["paid"]
    assert found(person=suspect.pk) == ["flew"]
    assert found(show="matter", first=date(2026, 11, 4)) == ["wide", "flew"]  # it may still have been going on
    assert found(show="matter", last=NOV_3) == ["wide", "paid"]
    assert len(found(show="steps")) == 2
    assert found(person=10**9) == []


def test_ties_keep_their_order(happened, opened):
    at = exact(datetime(2026, 11, 3, 10), ZONE)
    numbers = [happened(f"{n}", at).pk for n in range(5)]
    for _ in range(3):
        assert [entry.number for entry in chronology(opened())] == numbers


def many(case, lead, count, persons=()):
    start = timezone.now() - timedelta(days=3000)
    events = [
        Event(
            case=case,
            at=at,
            until=at,
            on=at.date(),
            text=f"Event {n}",
            place="Macuata",
            place_code="FJ-07",
            noted_by=lead,
        )
        for n in range(count)
        for at in [start + timedelta(hours=n)]
    ]
    made = Event.objects.bulk_create(events)
    ties = Event.persons.through
    ties.objects.bulk_create(ties(event_id=event.pk, person_id=one.pk) for event in made for one in persons)
    Citation.objects.bulk_create(Citation(event=event, cited="E-001", locator="page 1") for event in made)


@pytest.mark.slow
def test_five_thousand_events_cost_no_more_questions(case, lead, opened, victim, suspect):
    def cost():
        found = opened()
        with CaptureQueriesContext(connection) as asked:
            shown = timeline_of(found, Choice(), page=2)
            questions_of(found)
            latest(found)
        return len(asked), shown

    many(case, lead, 120, (victim, suspect))
    few, _shown = cost()
    many(case, lead, 4880, (victim, suspect))
    began = time.perf_counter()
    more, shown = cost()
    spent = time.perf_counter() - began
    assert more == few <= 16
    assert (len(shown.entries), shown.page.paginator.count) == (50, 5001)
    assert spent < 1.5, f"{spent:.2f} s"  # 0.2 s measured on a quiet machine


class TestQuestions:
    def test_two_places_on_one_day(self, happened, opened, suspect):
        one = happened("seen", day(NOV_3, ZONE), place="Macuata", persons=(suspect.pk,))
        other = happened("seen", exact(datetime(2026, 11, 3, 8), ZONE), place="Vanuatu", persons=(suspect.pk,))
        [question] = questions_of(opened())
        assert (question.person, question.on) == ("Bob Saltwater (invented)", NOV_3)
        assert set(question.events) == {one.pk, other.pk}
        assert set(question.places) == {"Macuata, Northern, Fiji", "Vanuatu"}

    def test_a_victim_is_asked_about_by_code_name(self, happened, opened, victim):
        for place in ("Macuata", "Vanuatu"):
            happened("seen", day(NOV_3, ZONE), place=place, persons=(victim.pk,))
        [question] = questions_of(opened())
        assert question.person == victim.code_name

    @pytest.mark.parametrize(
        "other",
        [
            {"place": "Fiji"},  # one lies in the other
            {"place": "macuata "},
            {"place": ""},
            {"place": "Vanuatu", "when": day(date(2026, 11, 4), ZONE)},
            {"place": "Vanuatu", "when": about(NOV_3, ZONE)},
            {"place": "Vanuatu", "persons": ()},
        ],
    )
    def test_no_question(self, happened, opened, suspect, other):
        happened("seen", day(NOV_3, ZONE), place="Macuata", persons=(suspect.pk,))
        happened("seen", other.pop("when", day(NOV_3, ZONE)), **{"persons": (suspect.pk,)} | other)
        assert questions_of(opened()) == []

    def test_a_movement_answers_it(self, happened, opened, suspect):
        for known in ({"place": "Macuata"}, {"place": "Vanuatu"}, {"gone_from": "Macuata", "gone_to": "Vanuatu"}):
            happened("seen", day(NOV_3, ZONE), persons=(suspect.pk,), **known)
        assert questions_of(opened()) == []

    def test_the_day_is_that_of_the_place(self, happened, opened, suspect):
        """Half past eleven at night in Fiji and nine in the evening in Bangkok are two days apart by no clock."""
        happened("seen", exact(datetime(2026, 11, 3, 23, 30), ZONE), place="Macuata", persons=(suspect.pk,))
        happened("seen", exact(datetime(2026, 11, 4, 0, 30), "Asia/Bangkok"), place="TH", persons=(suspect.pk,))
        assert questions_of(opened()) == []

"""Moments as exactly as they are known; things as they stood when they were chosen, and taken anew when they changed."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from lali.engines.documents import Facts, Quote, texts_of
from lali.records.audit.models import Entry
from lali.records.briefs import actions
from lali.records.briefs.access import brief_for
from lali.records.briefs.material import material_of
from lali.records.briefs.models import Brief, Item
from lali.records.briefs.papers import paper_of
from lali.records.briefs.queries import choices_in, standing_of
from lali.records.cases.access import case_for
from lali.records.chronology.actions import Happening, change_event, note_event, remove_event
from lali.records.chronology.when import about, between, day, exact, in_words, month
from lali.records.evidence.actions import (
    Acquisition,
    Said,
    cite_passage,
    correct_statement,
    take_in_exhibit,
    take_statement,
)
from tests.records.briefs.conftest import SUSPECT

FAR = "America/Los_Angeles"
TAKEN = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture
def suspect(lead, case):
    from lali.records.cases.actions import add_person

    return add_person(by=lead, ref=case.ref, name=SUSPECT, role="suspect").person


@pytest.fixture
def whole(case, lead, victim, suspect, exhibits):
    """A case with a statement, a passage of it, and an event that is known to the day, far from here."""
    said = Said(
        "She lives at 3 Palm Road near the school. He took the passports.",
        person_id=victim.pk,
        taken_at=TAKEN,
        taken_by="Sergeant Madeup",
        taken_where="Labasa",
        language="iTaukei",
        interpreter="Ms Madeup",
    )
    take_statement(by=lead, ref=case.ref, said=said)
    cite_passage(by=lead, ref=case.ref, source="S-001", quote="He took the passports", locator="line 2")
    happening = Happening(
        "Fee paid", day(date(2026, 3, 4), FAR), place="Nadi", persons=(suspect.pk,), source="Receipt",
        cited=("S-001, line 2",),
    )  # fmt: skip
    note_event(by=lead, ref=case.ref, happening=happening)
    return case


@pytest.fixture
def brief(whole, writer):
    """A draft that takes in everything."""
    actions.begin_brief(by=writer, ref=whole.ref, title="One", kind="evidence", language="en")
    choices = [actions.Choice(one.source, "included") for one in material_of(case_for(writer, whole.ref))]
    actions.choose_items(by=writer, ref=whole.ref, number=1, choices=choices)
    return brief_for(writer, whole.ref, 1)


def said_in(brief):
    return "\n".join(texts_of(paper_of(brief)))


def blocks_of(brief, anchor):
    return next(section.blocks for section in paper_of(brief).sections if section.anchor == anchor)


def chronology_of(brief):
    return [list(row.cells) for row in blocks_of(brief, "chronology")[0].rows]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (day(date(2026, 3, 4), FAR), "4 Mar 2026"),
        (about(date(2026, 3, 4), FAR), "about 4 Mar 2026"),
        (month(date(2026, 3, 4), FAR), "March 2026"),
        (between(date(2026, 3, 4), date(2026, 3, 9), FAR), "between 4 Mar 2026 and 9 Mar 2026"),
        (exact(datetime(2026, 3, 4, 14, 5), FAR), "4 Mar 2026, 14:05 (UTC-08:00)"),  # noqa: DTZ001 - read there
    ],
)
def test_a_moment_is_said_as_exactly_as_it_is_known(when, words, case, lead, writer):
    event = note_event(by=lead, ref=case.ref, happening=Happening("Fee paid", when))
    actions.begin_brief(by=writer, ref=case.ref, title="One", kind="evidence", language="en")
    for decision in ("included", "withheld"):
        choice = actions.Choice(f"event:{event.pk}", decision, "Safety")
        actions.choose_items(by=writer, ref=case.ref, number=1, choices=[choice])
        brief = Brief.objects.get()
        assert words in said_in(brief)
        assert "00:00 " not in said_in(brief).replace(f"{timezone.localtime():%H:%M} ", "")
    assert Item.objects.get().when == when


def test_statements_and_tips_are_exact_moments_of_this_node(brief):
    item = brief.items.get(source="S-001")
    assert item.when == exact(TAKEN, timezone.get_default_timezone_name())


def test_an_item_of_an_earlier_release_is_an_exact_moment(brief):
    brief.items.update(until=None, precision="", zone="", told={})
    item = brief.items.get(kind="event")
    assert item.when == exact(item.at, timezone.get_default_timezone_name())
    assert said_in(brief)
    with pytest.raises(IntegrityError), transaction.atomic():
        brief.items.filter(kind="event").update(zone="UTC")
    with pytest.raises(IntegrityError), transaction.atomic():
        brief.items.filter(kind="passage").update(zone="UTC", precision="day")


def test_who_took_a_statement_when_where_and_how_stands_at_its_head(brief, victim):
    heading, facts, quote = blocks_of(brief, "statements")
    assert heading.text == f"S-001 {victim.code_name}"
    assert isinstance(facts, Facts)
    assert dict(facts.rows) | {"Taken on": ""} == {
        "Taken on": "",
        "Taken by": "Sergeant Madeup",
        "Place": "Labasa",
        "Language": "iTaukei",
        "Interpreter": "Ms Madeup",
    }
    assert isinstance(quote, Quote)


def test_a_passage_says_of_what_it_is_a_piece(brief):
    rows = {row.cells[0]: row.cells[1] for row in blocks_of(brief, "index")[0].rows}
    assert rows["P-001"] == "Passage of S-001, line 2"
    assert rows["Event 1"] == "4 Mar 2026: Fee paid"


def test_the_index_cuts_no_name_in_half(brief, whole, lead, writer, victim):
    text = f"{'x' * 70} and {victim.opened_name()} flew"
    event = note_event(by=lead, ref=whole.ref, happening=Happening(text, day(date(2026, 5, 1), FAR)))
    choice = actions.Choice(f"event:{event.pk}", "included")
    actions.choose_items(by=writer, ref=whole.ref, number=1, choices=[choice])
    told = said_in(brief)
    for part in victim.opened_name().split():
        assert part[:5] not in told


def test_the_chronology_says_an_event_as_it_was_chosen(brief, whole, lead, suspect):
    before = chronology_of(brief)
    number, when, what, source = before[0]
    assert (number, when, source) == ("Event 1", "4 Mar 2026", "S-001, line 2; Receipt")
    assert what.startswith("Fee paid\nNadi")
    assert SUSPECT in what
    event = whole.events.get()
    anew = Happening("Fee paid twice", about(date(2026, 3, 6), FAR), place="Suva", source="Bank")
    change_event(by=lead, ref=whole.ref, number=event.pk, version=1, happening=anew)
    assert chronology_of(brief) == before
    changed = standing_of(brief_for(lead, whole.ref, 1)).changed
    assert [(one.item.source, one.words) for one in changed] == [
        (f"event:{event.pk}", ("words", "date and time", "persons", "sources", "place and circumstances"))
    ]
    assert actions.take_items_anew(by=lead, ref=whole.ref, number=1) == []
    row = chronology_of(brief)[0]
    assert row[1] == "about 6 Mar 2026"
    assert row[2].startswith("Fee paid twice\n")
    assert SUSPECT not in row[2]
    assert row[3] == "Bank"
    assert not standing_of(brief_for(lead, whole.ref, 1)).changed
    entry = Entry.objects.get(verb="brief.items_taken_anew")
    assert entry.facts == {"items": [f"event:{event.pk}"]}


def test_who_is_recognised_since_is_called_by_code_name_in_what_was_chosen(brief, whole, lead, suspect):
    from lali.records.cases.actions import give_role

    give_role(by=lead, ref=whole.ref, person_id=suspect.pk, role="victim", reason="Forced")
    told = said_in(brief)
    assert SUSPECT not in told
    assert suspect.code_name in told


def test_only_what_is_named_is_taken_anew(brief, whole, lead):
    for number in (1, 2):
        happening = Happening(f"Call {number}", day(date(2026, 4, number), FAR))
        event = note_event(by=lead, ref=whole.ref, happening=happening)
        source = f"event:{event.pk}"
        actions.choose_items(by=lead, ref=whole.ref, number=1, choices=[actions.Choice(source, "included")])
        again = Happening(f"Call {number} again", day(date(2026, 4, number), FAR))
        change_event(by=lead, ref=whole.ref, number=event.pk, version=1, happening=again)
    actions.take_items_anew(by=lead, ref=whole.ref, number=1, sources=[source])
    assert {item.text for item in brief.items.filter(kind="event")} == {"Fee paid", "Call 1", "Call 2 again"}


def test_what_is_covered_stays_covered_when_words_are_taken_anew(brief, whole, lead, writer):
    item = brief.items.get(source="S-001")
    actions.cover_words(by=writer, ref=whole.ref, number=1, item_id=item.pk, typed="4-6", reason="safety")
    actions.cover_phrase(by=writer, ref=whole.ref, number=1, phrase="the passports", reason="third_party")
    words = "She now lives at 5 Coral Lane near the school, off 3 Palm Road. He took the passports."
    again = Said(words, of_whom="A neighbour", taken_at=TAKEN)
    correct_statement(by=lead, ref=whole.ref, number=1, version=1, said=again, why="She moved")
    assert "near the school." in said_in(brief)
    assert actions.take_items_anew(by=writer, ref=whole.ref, number=1) == ["S-001"]
    told = said_in(brief)
    assert "█████ [safety of a person] He took █████" in told
    for gone in ("Palm", "Coral", "passports"):
        assert gone not in told


def test_what_the_case_lost_stays_as_it_was_chosen_and_can_be_taken_off(brief, whole, lead, writer):
    event = whole.events.get()
    whole.team.filter(member=lead).update(may_remove=True)
    remove_event(by=lead, ref=whole.ref, number=event.pk, reason="Typed twice")
    opened = brief_for(lead, whole.ref, 1)
    assert [item.source for item in standing_of(opened).gone] == [f"event:{event.pk}"]
    assert "Fee paid" in said_in(brief)
    assert [one.material.source for one in choices_in(opened) if one.is_gone] == [f"event:{event.pk}"]
    actions.choose_items(by=writer, ref=whole.ref, number=1, choices=[actions.Choice(f"event:{event.pk}", "")])
    assert not brief.items.filter(kind="event").exists()


def test_nothing_is_taken_anew_in_what_waits_for_a_second_person(brief, whole, writer):
    actions.put_up_brief(by=writer, ref=whole.ref, number=1)
    with pytest.raises(actions.BriefIsFixed):
        actions.take_items_anew(by=writer, ref=whole.ref, number=1)
    standing = standing_of(brief_for(writer, whole.ref, 1))
    assert (standing.undecided, standing.changed, standing.gone) == ([], [], [])


def test_a_brief_of_evidence_names_what_nobody_looked_at(brief, whole, lead):
    take_in_exhibit(by=lead, ref=whole.ref, file_name="a.txt", source=io.BytesIO(b"x"), acquisition=Acquisition())
    for number in (1, 2):
        note_event(by=lead, ref=whole.ref, happening=Happening(f"Call {number}", day(date(2026, 4, number), FAR)))
    assert blocks_of(brief, "unused")[-1].text == "Not looked at for this brief: E-001, 2 events."
    brief.kind = "disclosure"
    assert "Not looked at" not in said_in(brief)


def test_what_is_known_of_an_item_costs_the_same_for_many(brief, whole, lead, django_assert_num_queries):
    opened = brief_for(lead, whole.ref, 1)
    with CaptureQueriesContext(connection) as few:
        standing_of(opened)
    for number in range(1, 9):
        note_event(by=lead, ref=whole.ref, happening=Happening("Call", day(date(2026, 4, number), FAR)))
        take_statement(by=lead, ref=whole.ref, said=Said("He rang", of_whom="A neighbour"))
    with django_assert_num_queries(len(few)):
        standing_of(opened)


def test_a_moment_speaks_the_language_of_the_brief(brief):
    brief.language = "fr"
    with translation.override("fr"):
        when = in_words(brief.items.get(kind="event").when)
    assert when != "4 Mar 2026"
    assert when in said_in(brief)

"""What a member's search finds, and what it keeps from them."""

import io

import pytest
from django.db import connection
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import exact
from lali.records.entities.models import Person
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.lookup.queries import everything_found, named_record, opened_search, sealed_search
from lali.records.lookup.rebuilding import nothing_can_be_found, rebuild
from lali.records.search.models import Findable, Posting
from lali.records.tips.actions import close_tip, receive_tip


def titles(member, words):
    return [result.title for result in everything_found(member, words).results]


def _event(by, ref, text):
    return note_event(by=by, ref=ref, happening=Happening(text=text, when=exact(timezone.now()), source="Receipt"))


def kinds(member, words):
    return [str(result.kind) for result in everything_found(member, words).results]


@pytest.fixture
def team(lead, colleague, supervisor, case):
    cases.put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    cases.put_on_team(by=lead, ref=case.ref, member=supervisor, level="read")
    return case


@pytest.fixture
def full(lead, team, exhibits):
    """A case with one of everything that can be found."""
    ref = team.ref
    cases.add_task(by=lead, ref=ref, title="Ring the turtle bank", due_on=None, assignee=None)
    _event(lead, ref, "Payment at turtle bay")
    cases.add_identifier(by=lead, ref=ref, kind="phone", typed="410 0142")
    cases.add_identifier(by=lead, ref=ref, kind="telegram", typed="@turtle_jobs")
    cases.add_person(by=lead, ref=ref, name="Josefa Cakobau", role="suspect")
    acquired = Acquisition("Chat about a turtle", acquired_where="Turtle island")
    take_in_exhibit(by=lead, ref=ref, file_name="chat.txt", source=io.BytesIO(b"x"), acquisition=acquired)
    return team


def test_every_kind_is_found_by_the_team_and_nothing_by_an_outsider(lead, colleague, outsider, full):
    for member in (lead, colleague):
        assert {*kinds(member, "turtle")} == {"task", "event", "identifier", "exhibit"}
        assert titles(member, "promised") == ["Fee for a promised job"]
        assert titles(member, "Thakombau") == ["Josefa Cakobau"]
        assert titles(member, "0142") == ["+6794100142"]
    for words in ("turtle", "promised", "Cakobau", "0142", full.ref, '"turtle bay"'):
        assert titles(outsider, words) == []
    cases.take_off_team(by=lead, ref=full.ref, member=colleague)
    assert titles(colleague, "turtle") == []


def test_a_closed_door_costs_what_no_record_costs(outsider, full, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    costs = []
    for words in ("Cakobau", "Nobodywhoeverwas"):
        with CaptureQueriesContext(connection) as queries:
            assert titles(outsider, words) == []
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_wall_closes_the_door(lead, colleague, supervisor, full):
    cases.set_wall(by=supervisor, ref=full.ref, member=colleague, kind="related", reason="Cousin")
    assert titles(colleague, "turtle") == []
    assert titles(lead, "turtle") != []


def test_a_tip_is_found_by_who_triages_until_a_case_takes_it(lead, colleague, outsider, auditor):
    tip = receive_tip(by=lead, agency=lead.agency, text="A turtle called 410 0142", source="phone")
    for member in (lead, colleague):
        assert [result.ref for result in everything_found(member, "turtle").results] == [tip.ref]
        assert kinds(member, "0142") == ["tip"]
    assert titles(auditor, "turtle") == []
    case = cases.open_case_from_tip(by=lead, number=tip.number, version=1, title="Shell", kind="other")
    assert [one.case_ref for one in everything_found(lead, "turtle").results] == [case.ref]
    assert titles(outsider, "turtle") == []


def test_a_decision_on_a_tip_leaves_it_behind_its_door(lead, colleague):
    tip = receive_tip(by=lead, agency=lead.agency, text="A turtle called", source="phone")
    close_tip(by=lead, number=tip.number, version=1, reason="test", note="seahorse")
    assert kinds(colleague, "turtle seahorse") == ["tip"]


# -- names -----------------------------------------------------------------------------------------------------------


def test_a_possible_victims_name_is_found_by_the_lead_only_and_shown_as_code_name(lead, colleague, team):
    place = cases.add_person(by=lead, ref=team.ref, name="Mere Tabua", role="victim")
    code_name = Person.objects.get().code_name
    assert titles(lead, "Mere Tabua") == titles(lead, "Tambua") == [code_name]
    assert titles(colleague, "Mere Tabua") == []
    assert titles(colleague, code_name) == [code_name]
    assert place.person.code_name == code_name


def test_whoever_becomes_a_victim_is_found_by_name_no_longer(lead, colleague, team):
    place = cases.add_person(by=lead, ref=team.ref, name="Mere Tabua", role="suspect")
    assert titles(colleague, "Tabua") == ["Mere Tabua"]
    given = cases.give_role(by=lead, ref=team.ref, person_id=place.person_id, role="victim", reason="Recognised")
    assert titles(colleague, "Tabua") == []
    assert titles(lead, "Tabua") == [place.person.code_name]
    cases.end_role(by=lead, ref=team.ref, place_id=given.pk, reason="Not so")
    assert titles(colleague, "Tabua") == []


def test_an_erased_name_is_not_found(lead, team):
    place = cases.add_person(by=lead, ref=team.ref, name="Mere Tabua", role="witness")
    cases.erase_person(by=lead, ref=team.ref, person_id=place.person_id)
    assert titles(lead, "Tabua") == []
    assert titles(lead, place.person.code_name) == [place.person.code_name]
    assert not Findable.objects.filter(record__endswith="/name").exists()


def test_a_merge_with_a_possible_victim_shuts_both_names(lead, colleague, team):
    one = cases.add_person(by=lead, ref=team.ref, name="Mere Tabua", role="victim")
    other = cases.add_person(by=lead, ref=team.ref, name="Meri Kuruvoli", role="witness")
    assert titles(colleague, "Kuruvoli") == ["Meri Kuruvoli"]
    merge = cases.merge_persons(by=lead, ref=team.ref, keep=one.person_id, other=other.person_id, reason="Same")
    assert titles(colleague, "Kuruvoli") == []
    assert titles(lead, "Kuruvoli") == [other.person.code_name]
    cases.undo_merge(by=lead, ref=team.ref, merge_id=merge.pk, reason="Two")
    assert titles(colleague, "Kuruvoli") == ["Meri Kuruvoli"]
    assert titles(colleague, "Tabua") == []


def test_who_was_entered_by_mistake_is_not_found(lead, team):
    place = cases.add_person(by=lead, ref=team.ref, name="Mere Tabua", role="witness")
    team.team.filter(member=lead).update(may_remove=True)
    cases.remove_person(by=lead, ref=team.ref, person_id=place.person_id, reason="Mistake")
    assert titles(lead, "Tabua") == titles(lead, place.person.code_name) == []


def test_the_index_holds_no_planted_word(lead, full):
    cases.add_person(by=lead, ref=full.ref, name="Mere Tabua", role="victim")
    kept = " ".join(
        str(value) for model in (Findable, Posting) for row in model.objects.values_list() for value in row
    ).lower()
    for planted in ("tabua", "mere", "cakobau", "turtle", "promised", "4100142"):
        assert planted not in kept


# -- references, order, the journal ----------------------------------------------------------------------------------


def test_a_reference_in_full_names_its_record(lead, outsider, full):
    tip = receive_tip(by=lead, agency=lead.agency, text="x", source="phone")
    assert named_record(lead, full.ref.lower()).key == full.ref
    assert named_record(lead, "T-0001").ref == tip.ref
    assert named_record(lead, "E-001").ref == "E-001"
    assert named_record(outsider, full.ref) is None
    assert named_record(lead, "Cakobau") is named_record(lead, "410 0142") is None


def test_the_journal_says_that_somebody_searched_and_not_what_for(lead, full):
    everything_found(lead, "Cakobau turtle")
    entry = Entry.objects.first()
    assert (entry.verb, entry.by, entry.reading) == ("search.made", lead.journal_name, True)
    assert entry.facts == {"words": 2, "found": 0, "more": False, "inside": 0}
    assert "cakobau" not in entry.line.lower()


def test_a_sealed_search_is_the_members_own(lead, colleague):
    sealed = sealed_search(lead, "Cakobau")
    assert "Cakobau" not in sealed
    assert opened_search(lead, sealed) == "Cakobau"
    assert opened_search(colleague, sealed) == ""
    for other in ("", "x", "é", sealed[:-3], "A" * 5000, "====", "\0"):
        assert opened_search(lead, other) == ""


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_what_is_found(lead, full, django_assert_max_num_queries):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        titles(lead, "turtle")
    for number in range(12):
        cases.add_task(by=lead, ref=full.ref, title=f"turtle {number}", due_on=None, assignee=None)
        _event(lead, full.ref, f"turtle {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(titles(lead, "turtle")) == 28
    assert len(many) == len(few)


# -- building anew ---------------------------------------------------------------------------------------------------


def state():
    return {(one.record, one.door.name, one.kind, bytes(one.terms)) for one in Findable.objects.select_related("door")}


def test_what_the_actions_put_in_is_what_building_anew_puts_in(lead, full):
    cases.add_person(by=lead, ref=full.ref, name="Mere Tabua", role="victim")
    cases.describe_case(
        by=lead, ref=full.ref, version=type(full).objects.get(pk=full.pk).version,
        title="Another turtle", kind="other", summary="Many words", state="open",
    )  # fmt: skip
    tip = receive_tip(by=lead, agency=lead.agency, text="A turtle called 410 0142", source="phone")
    close_tip(by=lead, number=tip.number, version=1, reason="test", note="seahorse")
    before, postings = state(), set(Posting.objects.values_list("term", "door_number"))
    assert len(before) > 10
    assert rebuild(by="node") == len(before)
    assert state() == before
    assert len(set(Posting.objects.values_list("term", "door_number"))) == len(postings)
    assert not nothing_can_be_found()
    Findable.objects.all().delete()
    assert nothing_can_be_found()

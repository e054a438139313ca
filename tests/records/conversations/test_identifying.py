"""Who a participant is said to be: with a reason, reversible, and without telling a victim's name to the team."""

import pytest
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases import queries as cases
from lali.records.cases.access import case_for
from lali.records.cases.actions import NothingWritten, add_person, put_on_team
from lali.records.conversations import actions, queries
from lali.records.conversations.models import Identification


@pytest.fixture
def say(case, lead):
    """Say who a participant of C-001 is."""

    def say(name="Golden Lagoon Careers", by=lead, **facts):
        told = {"confidence": "moderate", "reason": "The number stands on his contract"} | facts
        return actions.identify_participant(by=by, ref=case.ref, number=1, name=name, **told)

    return say


@pytest.fixture
def suspect(case, lead):
    return add_person(by=lead, ref=case.ref, name="Sunia Vakatawa (invented)", role="suspect").person


def opened(member, case):
    return case_for(member, case.ref)


def test_a_participant_is_said_to_be_a_person_of_the_case(read_in, say, suspect, case, lead):
    conversation, case = read_in(), opened(lead, case)
    conversation.case = case
    made = say(person_id=suspect.pk)
    rows = {one.participant.name: one for one in queries.participants_of(conversation)}
    (said,) = rows["Golden Lagoon Careers"].said
    assert (said.person, said.called, said.confidence_code) == (suspect.pk, "Sunia Vakatawa (invented)", "moderate")
    assert not rows["Mere (invented)"].said
    assert [one.value for one in rows["+679 410 0143"].identifiers] == ["+6794100143"]
    entry = Entry.objects.get(verb="conversation.participant_identified")
    assert entry.facts == {"person": suspect.pk, "confidence": "moderate"}
    with pytest.raises(actions.SaidAlready):
        say(person_id=suspect.pk)
    ((number, name, keys),) = queries.persons_in(conversation)
    assert (number, name) == (suspect.pk, "Sunia Vakatawa (invented)")
    page = queries.page_of(conversation, queries.Asked(written_as=keys))
    assert [one.n for one in page.messages] == [2, 4]
    (wrote,) = queries.written_by(case, next(one for one in cases.persons_of(case) if one.id == suspect.pk))
    assert (wrote.conversation.ref, wrote.name, wrote.messages) == ("C-001", "Golden Lagoon Careers", 2)
    with pytest.raises(NothingWritten):
        actions.withdraw_identification(by=lead, ref=case.ref, number=1, identification=made.pk, reason=" ")
    actions.withdraw_identification(by=lead, ref=case.ref, number=1, identification=made.pk, reason="Another man")
    assert queries.persons_in(conversation) == []
    assert Identification.objects.get().withdrawn_reason == "Another man"
    say(person_id=suspect.pk)


def test_two_names_of_one_person_are_read_together(read_in, say, suspect, case, lead):
    conversation = read_in()
    conversation.case = opened(lead, case)
    say(person_id=suspect.pk)
    say("+679 410 0143", person_id=suspect.pk, confidence="low")
    ((_number, _name, keys),) = queries.persons_in(conversation)
    page = queries.page_of(conversation, queries.Asked(written_as=keys))
    assert [one.n for one in page.messages] == [2, 4, 6]


def test_a_new_person_is_added_with_what_is_said(read_in, say, case, lead):
    read_in()
    made = say("Mere (invented)", new_role="victim", new_name="Mere Tamani (invented)")
    (person,) = cases.persons_of(opened(lead, case))
    assert (person.id, person.is_code_name) == (made.person_id, True)


def test_a_victims_name_in_the_chat_is_tied_to_their_code_name_for_the_lead_only(read_in, say, case, lead, colleague):
    conversation = read_in()
    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    say("Mere (invented)", by=colleague, new_role="victim", new_name="Mere Tamani (invented)")
    for member, shown in ((lead, True), (colleague, False)):
        conversation.case = conversation.exhibit.case = opened(member, case)
        (said,) = queries.said_in(conversation)["Mere (invented)"]
        assert (said.person is not None, bool(said.called)) == (shown, shown)
        assert bool(queries.persons_in(conversation)) is shown
        (person,) = cases.persons_of(conversation.case)
        (wrote,) = queries.written_by(conversation.case, person)
        assert (wrote.said is not None, bool(wrote.name)) == (shown, shown)


def test_no_refusal_tells_the_team_which_name_is_the_victims(read_in, say, case, lead, colleague):
    """Whoever tries a code name against each name in the chat is answered alike."""
    read_in()
    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    victim = say("Mere (invented)", new_role="victim", new_name="Mere Tamani (invented)").person
    for name in ("Mere (invented)", "Golden Lagoon Careers"):
        assert say(name, by=colleague, person_id=victim.pk).made_by == colleague
        with pytest.raises(actions.SaidAlready):
            say(name, by=colleague, person_id=victim.pk)
    with pytest.raises(actions.SaidAlready):
        say("Golden Lagoon Careers", person_id=victim.pk)


def test_nobody_or_two_persons_or_no_participant_is_refused(read_in, say, suspect, case, colleague):
    read_in()
    with pytest.raises(actions.NobodyChosen):
        say()
    with pytest.raises(actions.NobodyChosen):
        say(person_id=suspect.pk, new_role="witness")
    with pytest.raises(actions.NoSuchParticipant):
        say("Nobody at all", person_id=suspect.pk)
    with pytest.raises(Http404):
        say(person_id=999_999)
    with pytest.raises(Http404):
        say(by=colleague, person_id=suspect.pk)
    with pytest.raises(NothingWritten):
        say(person_id=suspect.pk, reason=" ")


def test_what_was_said_goes_under_seal_with_the_exhibit(read_in, say, suspect, case, lead, colleague):
    from lali.records.evidence.actions import ask_opening, decide_opening, restrict_exhibit
    from lali.records.evidence.vocabulary import Purpose
    from tests.records.evidence.test_restricted import everything_in_clear

    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    read_in()
    say(person_id=suspect.pk, reason="canaryword")
    say("Mere (invented)", person_id=suspect.pk, reason="canaryword too")
    restrict_exhibit(by=colleague, ref=case.ref, number=1)
    clear = everything_in_clear()
    assert not [said for said in clear if "canaryword" in said or "Golden Lagoon" in said]
    asked = ask_opening(
        by=colleague, ref=case.ref, number=1, purpose=Purpose.LIFT, why="No child", minutes=5, session="s"
    )
    decide_opening(by=lead, opening_id=asked.pk, allowed=True)
    assert [(one.name, one.reason) for one in Identification.objects.order_by("pk")] == [
        ("Golden Lagoon Careers", "canaryword"), ("Mere (invented)", "canaryword too"),
    ]  # fmt: skip

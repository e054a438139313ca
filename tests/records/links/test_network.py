"""The network shows what the member may open, a number beside an identifier for the rest, and nothing behind a wall."""

import pytest
from django.http import Http404
from django.utils import timezone

from lali.engines.network import COMMON, Kind, TieKind
from lali.records.audit.models import Entry
from lali.records.cases.actions import (
    add_identifier,
    add_person,
    add_tip_to_case,
    open_case,
    put_on_team,
)
from lali.records.cases.models import Wall
from lali.records.entities.actions import note_typed_identifier
from lali.records.entities.models import Person
from lali.records.links import actions as links
from lali.records.links.queries import case_network, identifier_network, person_network, whole_network
from lali.records.links.queries.gathering import keys_of

PHONE = "410 0142"


def phone(by, case, typed=PHONE):
    return add_identifier(by=by, ref=case.ref, kind="phone", typed=typed)


def person(by, case, name="Rootbeer Floatwood (invented)", role="suspect"):
    return add_person(by=by, ref=case.ref, name=name, role=role).person


def labels(shown):
    return {node.label for node in shown.graph.nodes.values()}


def everything(shown):
    """All that a reader is told, as one text."""
    return repr((shown.graph, shown.homes, shown.titles, shown.common, shown.cut, shown.cases, shown.of_cases))


@pytest.fixture
def elsewhere(outsider):
    """A case of another team with the same phone, a person and a second identifier."""
    case = open_case(by=outsider, title="Quartzfinder matter")
    phone(outsider, case)
    add_identifier(by=outsider, ref=case.ref, kind="telegram", typed="@quartzfinder_hr")
    person(outsider, case, "Quartz Finder (invented)")
    return case


def test_the_phone_that_ties_two_cases_of_mine(case, lead):
    other = open_case(by=lead, title="Another")
    identifier = phone(lead, case)
    phone(lead, other)
    shown = case_network(lead, case.ref)
    assert {case.ref, other.ref, identifier.value} <= labels(shown)
    assert {tie.beyond(identifier.subject) for tie in shown.graph.ties_of[identifier.subject]} == {
        case.subject,
        other.subject,
    }
    assert shown.homes[other.subject] == ("case", other.ref)
    links.link_cases(by=lead, ref=case.ref, other_ref=other.ref, reason="One phone")
    assert [tie.kind for tie in case_network(lead, case.ref).graph.neighbours[case.subject][other.subject]] == [
        TieKind.LINKED
    ]


def test_a_case_elsewhere_is_a_number_and_nothing_else(case, lead, elsewhere):
    identifier = phone(lead, case)
    for shown in (case_network(lead, case.ref), identifier_network(lead, identifier.pk), whole_network(lead)):
        told = everything(shown)
        assert elsewhere.ref not in told
        assert "uartz" not in told
        hidden = [node for node in shown.graph.nodes.values() if node.kind == Kind.ELSEWHERE]
        assert [(node.label, node.since) for node in hidden] == [("+1", None)]
        assert shown.homes.get(hidden[0].key) is None


def test_two_identifiers_in_one_hidden_record_are_not_tied(case, lead, elsewhere):
    phone(lead, case)
    add_identifier(by=lead, ref=case.ref, kind="telegram", typed="@quartzfinder_hr")
    graph = case_network(lead, case.ref).graph
    hidden = [key for key, node in graph.nodes.items() if node.kind == Kind.ELSEWHERE]
    assert len(hidden) == 2
    assert all(len(graph.neighbours[key]) == 1 for key in hidden)


def test_behind_a_wall_nothing_is_counted(case, lead, outsider, elsewhere):
    phone(lead, case)
    before = everything(case_network(lead, case.ref))
    assert "+1" in before
    Wall.objects.create(case=elsewhere, member=lead, kind="named", reason="Named in it", set_by=outsider)
    without = case_network(lead, case.ref)
    assert not [node for node in without.graph.nodes.values() if node.kind == Kind.ELSEWHERE]


def test_what_others_do_elsewhere_changes_no_place_in_the_picture(case, lead, outsider):
    """By neither count nor layout: with and without the other team's case all is the same but one number."""
    phone(lead, case)
    person(lead, case)
    open_case(by=lead, title="Mine too")
    before = whole_network(lead)
    other = open_case(by=outsider, title="Quartzfinder matter")
    for n in range(9):
        person(outsider, other, f"Quartz {n} (invented)")
        add_identifier(by=outsider, ref=other.ref, kind="phone", typed=f"410 020{n}")
    assert everything(whole_network(lead)) == everything(before)


@pytest.mark.parametrize("read", [case_network, lambda member, ref: person_network(member, ref, 1)])
def test_who_is_not_on_the_team_finds_nothing(case, lead, outsider, read):
    person(lead, case)
    for ref in (case.ref, "FJ-1999-00001"):
        with pytest.raises(Http404):
            read(outsider, ref)
    with pytest.raises(Http404):
        identifier_network(outsider, phone(lead, case).pk)
    assert labels(whole_network(outsider)) == set()


def test_opening_a_node_by_hand_opens_no_door(case, lead, outsider, elsewhere, tip_of):
    identifier = phone(outsider, elsewhere, "410 0199")
    someone = Person.objects.latest("pk")
    phone(lead, case)
    asked = [elsewhere.subject, identifier.subject, f"person:{someone.pk}", "conversation:1", "tip:999", "received:R-1"]
    assert everything(case_network(lead, case.ref, opened=asked)) == everything(case_network(lead, case.ref))
    assert everything(whole_network(lead, opened=asked)) == everything(whole_network(lead))


def test_a_possible_victim_stands_under_the_code_name(case, lead):
    victim = person(lead, case, "Coconut Palmtree (invented)", "victim")
    suspect = person(lead, case, "Barracuda Reef (invented)")
    shown = case_network(lead, case.ref)
    assert victim.code_name in labels(shown)
    assert "Barracuda Reef (invented)" in labels(shown)
    assert "Coconut" not in everything(shown)
    add_person(by=lead, ref=open_case(by=lead, title="T").ref, name="Coconut Palmtree (invented)", role="victim")
    assert "Coconut" not in everything(whole_network(lead))
    around = person_network(lead, case.ref, suspect.pk)
    assert around.start == f"person:{suspect.pk}"
    assert case.ref in labels(around)
    with pytest.raises(Http404):
        person_network(lead, case.ref, 10**12)


def test_a_passport_shows_its_last_signs(case, lead):
    note_typed_identifier(by=lead, kind="passport", typed="FJ1234567", country="FJ", about=case.subject)
    shown = case_network(lead, case.ref)
    assert "1234567" not in everything(shown)
    assert any(label.startswith("…") and label.endswith("567") for label in labels(shown))


def test_whose_a_phone_is_is_a_tie_with_its_grading(case, lead):
    identifier, someone = phone(lead, case), person(lead, case)
    grading = {"source": "A witness", "reliability": "B", "credibility": "2", "confidence": "moderate"}
    links.attribute_identifier(
        by=lead, ref=case.ref, number=identifier.pk, ownership=links.Ownership(person=someone.pk, **grading)
    )
    graph = case_network(lead, case.ref).graph
    (tie,) = graph.neighbours[identifier.subject][f"person:{someone.pk}"]
    assert (tie.kind, tie.strength, tie.rests_on) == (TieKind.USED_BY, 0.7, f"{case.ref} · B2")


def test_tips_are_of_who_triages_or_of_the_case(case, lead, outsider, tip_of):
    identifier = phone(lead, case)
    tip = tip_of(f"Call {PHONE} or write to Telegram @goldenlagoon_hr")
    shown = identifier_network(lead, identifier.pk)
    assert tip.ref in labels(shown)
    assert "goldenlagoon_hr" in labels(shown)
    add_tip_to_case(by=lead, number=tip.number, ref=case.ref, version=tip.version)
    graph = case_network(lead, case.ref).graph
    assert TieKind.PART_OF in {tie.kind for tie in graph.neighbours[tip.subject][case.subject]}


def test_what_is_common_is_not_followed_unless_asked(case, lead):
    identifier = phone(lead, case)
    for n in range(COMMON):
        phone(lead, open_case(by=lead, title=f"Case {n}"))
    shown = case_network(lead, case.ref)
    assert shown.common == {identifier.subject}
    assert shown.cases == 1
    assert shown.graph.nodes[identifier.subject].stands_in == COMMON + 1
    assert case_network(lead, case.ref, opened=[identifier.subject]).cases == COMMON + 1


def test_many_cases_are_drawn_by_what_they_share(case, lead, monkeypatch):
    monkeypatch.setattr("lali.records.links.queries.network.MOST_WHOLE", 2)
    other = open_case(by=lead, title="Another")
    open_case(by=lead, title="Alone")
    phone(lead, case)
    phone(lead, other)
    phone(lead, other, "410 0188")
    shown = whole_network(lead)
    assert labels(shown) == {case.ref, other.ref, "+6794100142"}
    assert (shown.cases, shown.of_cases) == (2, 3)


def test_each_look_is_in_the_journal_and_says_what_it_showed(case, lead):
    phone(lead, case)
    case_network(lead, case.ref)
    whole_network(lead)
    one, other = Entry.objects.filter(verb="network.read").order_by("index")
    assert (one.subject, one.facts["shown"], one.reading) == (case.subject, [case.subject], True)
    assert (other.subject, other.facts["shown"], other.by) == ("network", [case.subject], lead.journal_name)


def test_new_is_what_came_since_an_earlier_day(case, lead, time_machine):
    now = timezone.now()
    time_machine.move_to(now - timezone.timedelta(days=3))
    phone(lead, case, "410 0150")
    assert case_network(lead, case.ref).since is None
    time_machine.move_to(now)
    identifier = phone(lead, case)
    for _again in range(2):
        shown = case_network(lead, case.ref)
        new = [node.key for node in shown.graph.nodes.values() if node.is_new and node.kind != Kind.CASE]
        assert new == [identifier.subject]


def test_a_colleague_on_both_teams_sees_more(case, lead, outsider, elsewhere):
    identifier = phone(lead, case)
    put_on_team(by=outsider, ref=elsewhere.ref, member=lead, level="read")
    assert elsewhere.ref in labels(identifier_network(lead, identifier.pk))


@pytest.mark.parametrize(
    "key", ["", "case:", "case:" + "n" * 30, "identifier:x", "identifier:²", f"tip:{10**30}", "x:1"]
)
def test_keys_that_mean_nothing(key):
    assert keys_of(key) is None


def test_nothing_that_is_typed_into_the_address_opens_what_is_elsewhere(case, lead, elsewhere, outsider, monkeypatch):
    """With many cases what a reader opened is where the picture starts: numbers tried one by one tell nothing."""
    monkeypatch.setattr("lali.records.links.queries.network.MOST_WHOLE", 0)
    mine, theirs = person(lead, case), person(outsider, elsewhere, "Quartz Again (invented)")
    Person.objects.filter(pk=theirs.pk).update(merged_into=mine)
    keys = [f"{word}:{number}" for number in range(1, 8) for word in ("identifier", "person", "tip", "conversation")]
    shown = whole_network(lead, opened=[elsewhere.subject, *keys])
    assert "uartz" not in everything(shown)
    assert elsewhere.ref not in everything(shown)
    assert labels(whole_network(lead, opened=[f"person:{theirs.pk}"])) == set()
    assert labels(whole_network(lead, opened=[f"person:{mine.pk}"])) > {case.ref}

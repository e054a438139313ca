"""Watching persons and families: told once when they are met again, never where, and nothing through a wall."""

import pytest
from django.http import Http404
from django.utils import timezone

from lali.records.cases.actions import add_identifier, add_person, open_case, open_case_from_tip
from lali.records.cases.models import Wall
from lali.records.cases.vocabulary import CaseKind
from lali.records.entities.actions.watches import OverAlready, WhyWatched
from lali.records.entities.models import Identifier
from lali.records.entities.vocabulary import PersonRole
from lali.records.links.actions import (
    Ownership,
    attribute_identifier,
    end_wide_watch,
    look_for_links,
    tell_who_watches,
    watch_family,
    watch_person,
)
from lali.records.links.models import FamilyText, WideWatch
from lali.records.links.queries import wide_watches_shown
from lali.records.links.vocabulary import Confidence, Credibility, Reliability
from lali.records.notices.models import Notice
from tests.records.links.test_families import ad


@pytest.fixture
def family(tip_of):
    tips = [tip_of(ad()), tip_of(ad("Myawaddy", 2500, "+679 410 0143"))]
    look_for_links(by="node")
    return FamilyText.objects.get(tip=tips[0]).pk


@pytest.fixture
def bob(lead):
    case = open_case(by=lead, title="The fee")
    place = add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT, reason="Fee")
    return case, place


def told(member):
    return [notice.subject for notice in Notice.objects.filter(member=member, kind="met_again")]


def test_a_new_text_of_a_family_is_told_once_by_the_long_round(family, lead, tip_of):
    watch = watch_family(by=lead, number=family, reason="Three names")
    assert watch_family(by=lead, number=family, reason="Three names and a phone").pk == watch.pk
    look_for_links(by="node")
    assert told(lead) == []
    tip_of(ad("Manila", 900, "+679 410 0144"))
    look_for_links(by="node", seconds=0.2)
    assert told(lead) == []
    look_for_links(by="node")
    look_for_links(by="node")
    assert told(lead) == [watch.family.subject]
    shown = wide_watches_shown(lead)[0]
    assert (shown.texts, shown.number, shown.watch.told_at is None) == (3, family, False)
    end_wide_watch(by=lead, number=watch.pk)
    assert wide_watches_shown(lead) == []


def test_what_comes_behind_a_wall_is_not_told(family, lead, tip_of, member_of, agency):
    watch_family(by=lead, number=family, reason="Three names")
    keeper = member_of(agency, "supervisor")
    tip = tip_of(ad("Manila", 900, "+679 410 0144"), by=keeper)
    case = open_case_from_tip(
        by=keeper, number=tip.number, version=tip.version, title="The ad", kind=CaseKind.SCAM_CENTRE
    )
    Wall.objects.create(case=case, member=lead, kind="named", reason="Named in it", set_by=keeper)
    look_for_links(by="node")
    assert told(lead) == []


def test_a_person_is_met_where_a_number_held_to_be_theirs_is_noted(bob, lead):
    case, place = bob
    add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    attribute_identifier(
        by=lead, ref=case.ref, number=Identifier.objects.get().pk,
        ownership=Ownership(
            source="A mother", reliability=Reliability.B, credibility=Credibility.PROBABLE,
            confidence=Confidence.MODERATE, person=place.person_id,
        ),
    )  # fmt: skip
    watch_person(by=lead, ref=case.ref, number=place.person_id, reason="Who else did he meet")
    assert tell_who_watches(by="node") == 0
    add_identifier(by=lead, ref=open_case(by=lead, title="Another").ref, kind="phone", typed="410 0142")
    assert tell_who_watches(by="node") == 1
    assert told(lead) == [f"person:{place.person_id}"]
    shown = wide_watches_shown(lead)[0]
    assert (shown.name, shown.case, shown.number) == ("Bob Saltwater (invented)", case.ref, place.person_id)


def test_whoever_may_not_open_what_they_watch_any_more_is_told_nothing(bob, lead, member_of, agency):
    case, place = bob
    add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    attribute_identifier(
        by=lead, ref=case.ref, number=Identifier.objects.get().pk,
        ownership=Ownership(
            source="A mother", reliability=Reliability.B, credibility=Credibility.PROBABLE,
            confidence=Confidence.MODERATE, person=place.person_id,
        ),
    )  # fmt: skip
    watch_person(by=lead, ref=case.ref, number=place.person_id, reason="Who else did he meet")
    keeper = member_of(agency, "supervisor")
    Wall.objects.create(case=case, member=lead, kind="named", reason="His brother", set_by=keeper)
    add_identifier(by=keeper, ref=open_case(by=keeper, title="Another").ref, kind="phone", typed="410 0142")
    assert tell_who_watches(by="node") == 0
    assert told(lead) == []


def test_what_may_not_be_opened_is_not_watched(family, bob, lead, stranger):
    case, place = bob
    with pytest.raises(Http404):
        watch_family(by=stranger, number=family, reason="x")
    with pytest.raises(Http404):
        watch_person(by=stranger, ref=case.ref, number=place.person_id, reason="x")
    with pytest.raises(Http404):
        watch_person(by=lead, ref=case.ref, number=place.person_id + 1, reason="x")
    with pytest.raises(Http404):
        end_wide_watch(by=stranger, number=watch_family(by=lead, number=family, reason="x").pk)


def test_a_watch_wants_a_reason_and_a_day_to_come(family, lead):
    with pytest.raises(WhyWatched):
        watch_family(by=lead, number=family, reason=" ")
    with pytest.raises(OverAlready):
        watch_family(by=lead, number=family, reason="x", until=timezone.localdate().replace(year=2020))
    assert not WideWatch.objects.exists()

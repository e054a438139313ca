"""The rule of who sees a case is written four times, for speed: on thousands of random pairs all say the same.

A fifth telling, in plain Python over the rows, says what they all should say.
"""

import random
from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from lali.records.agencies.actions import add_unit
from lali.records.agencies.models import Member
from lali.records.cases.access import case_for, cases_for, is_open_to, places_of
from lali.records.cases.models import Case, TeamPlace, Wall
from lali.records.cases.vocabulary import CaseState, Level, PlaceKind, WallKind

MEMBERS, CASES = 16, 40


@pytest.fixture
def chance(request):
    """Chance that is the same at every run of one seed."""
    return random.Random(request.param)


def _members(chance, agency, other_agency, role_of):
    units = [None, *(add_unit(by=role_of, name=f"Unit {n}") for n in (1, 2))]
    roles = ["investigator", "supervisor", "oversight", "administrator", "auditor"]
    made = [
        Member(
            email=f"m{n}@nobody.example",
            name=f"Nobody {n} (invented)",
            role=chance.choice(roles),
            is_active=chance.random() > 0.15,
            **chance.choice([{"agency": agency, "unit": chance.choice(units)}, {"agency": other_agency}]),
        )
        for n in range(MEMBERS)
    ]
    return units, Member.objects.bulk_create(made)


def _cases(chance, agency, units, by):
    states = [*CaseState.values, CaseState.OPEN, CaseState.OPEN]
    made = [
        Case(
            ref=f"FJ-2026-{n:05}",
            agency=agency,
            unit=chance.choice(units),
            title="Invented",
            state=chance.choice(states),
            opened_by=by,
        )
        for n in range(CASES)
    ]
    return Case.objects.bulk_create(made)


def _place(chance, now, case, member, by, *, left):
    moment = chance.choice([now - timedelta(days=1), now + timedelta(hours=2)])
    special = {"level": Level.READ, "ends_at": moment, "reason": "Invented"}
    usual = {"level": chance.choice(Level.values), "ends_at": chance.choice([None, None, moment])}
    kind = chance.choice([PlaceKind.TEAM, PlaceKind.TEAM, PlaceKind.OVERSIGHT, PlaceKind.EMERGENCY])
    facts = usual | {"may_remove": chance.random() < 0.3} if kind == PlaceKind.TEAM else special
    return TeamPlace(case=case, member=member, kind=kind, added_by=by, left_at=now if left else None, **facts)


def _wall(chance, now, case, member, by, *, lifted):
    lift = {"lifted_at": now, "lifted_by": by} if lifted else {}
    kind = chance.choice(WallKind.values)
    return Wall(case=case, member=member, kind=kind, reason="Invented", set_by=by, **lift)


def _scene(chance, agency, other_agency, by, administrator):
    """Members, cases, and for each pair by chance: places that stand, ended or were left, walls standing or lifted."""
    units, members = _members(chance, agency, other_agency, administrator)
    cases = _cases(chance, agency, units, by)
    now, places, walls = timezone.now(), [], []
    for case in cases:
        for member in members:
            past = [True] * chance.choice([0, 0, 1, 2])
            stands = [False] * (chance.random() < 0.4)
            places += [_place(chance, now, case, member, by, left=left) for left in (*past, *stands)]
            lifted = [True] * (chance.random() < 0.1) + [False] * (chance.random() < 0.15)
            walls += [_wall(chance, now, case, member, by, lifted=each) for each in lifted]
    TeamPlace.objects.bulk_create(places)
    Wall.objects.bulk_create(walls)
    return members, cases, _told(places, walls, now)


def _told(places, walls, now):
    """Who sees what, and at which level, read off the rows one by one."""
    shut = {(wall.member_id, wall.case.ref) for wall in walls if not wall.lifted_at}
    return {
        (place.member_id, place.case.ref): place.level
        for place in places
        if place.member.is_active
        and place.case.state != CaseState.DISPOSED
        and not place.left_at
        and (place.ends_at is None or place.ends_at > now)
        and (place.member_id, place.case.ref) not in shut
    }


def _opens(member, ref):
    try:
        return case_for(member, ref).my_level
    except Http404:
        return None


@pytest.mark.parametrize("chance", [1, 20], indirect=True)
def test_every_telling_of_the_rule_opens_the_same_doors(chance, agency, other_agency, lead, administrator):
    members, cases, told = _scene(chance, agency, other_agency, lead, administrator)
    assert len(told) > 50  # doors that stand open; a scene that shuts all would compare nothing
    for member in members:
        expected = {ref: level for (who, ref), level in told.items() if who == member.pk}
        levels = cases_for(member).annotate_level(member.pk).values_list("ref", "my_level")
        assert dict(levels) == expected
        found = places_of(member).values_list("case__ref", "level")
        assert sorted(found) == sorted(expected.items())  # no case twice, either
        asked_of_rows = Case.objects.filter(is_open_to(member, "pk")).values_list("ref", flat=True)
        assert sorted(asked_of_rows) == sorted(expected)
        for case in chance.sample(cases, 12):
            assert _opens(member, case.ref) == expected.get(case.ref)

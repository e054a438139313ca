"""Who hears of a brief that was handed on, and where it stands as something that waits."""

import pytest

from lali.records.briefs import actions
from lali.records.briefs.queries import briefs_to_fix
from lali.records.cases.actions import describe_case, put_on_team, set_wall, take_off_team
from lali.records.notices.models import Notice
from lali.records.notices.queries import notices_for

pytestmark = pytest.mark.slow


@pytest.fixture
def ready(chosen, second, writer):
    """Handed on while the case has two leads."""
    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    return actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)


def kinds(member, brief):
    return [one.kind for one in notices_for(member).filter(subject=brief.subject)]


def test_other_leads_hear_that_a_brief_waits(ready, lead, second, writer, reader):
    assert kinds(lead, ready) == kinds(second, ready) == ["brief_waits"]
    assert kinds(writer, ready) == kinds(reader, ready) == []


def test_a_lead_who_hands_it_on_is_not_told_and_does_not_wait_for_it(chosen, lead, second):
    actions.make_copies(by=lead, ref=chosen.case.ref, number=1)
    brief = actions.put_up_brief(by=lead, ref=chosen.case.ref, number=1)
    assert kinds(lead, brief) == []
    assert list(briefs_to_fix(lead)) == []
    assert list(briefs_to_fix(second)) == [brief]


def test_it_waits_on_the_desk_of_who_could_fix_it_until_it_is_decided(ready, lead, second, writer, reader, stranger):
    assert [list(briefs_to_fix(one)) for one in (lead, second)] == [[ready], [ready]]
    assert [list(briefs_to_fix(one)) for one in (writer, reader, stranger)] == [[], [], []]
    actions.fix_brief(by=second, ref=ready.case.ref, number=1)
    assert list(briefs_to_fix(lead)) == []


def test_a_wall_keeps_it_all_away(ready, lead, second):
    set_wall(by=lead, ref=ready.case.ref, member=second, kind="related", reason="A cousin of the suspect")
    assert kinds(second, ready) == []
    assert list(briefs_to_fix(second)) == []


def test_nobody_behind_a_wall_hears_of_a_new_one(chosen, lead, second, writer):
    set_wall(by=lead, ref=chosen.case.ref, member=second, kind="related", reason="A cousin of the suspect")
    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    brief = actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)
    assert kinds(lead, brief) == ["brief_waits"]
    assert not Notice.objects.filter(member=second, subject=brief.subject).exists()


def test_who_handed_it_on_hears_what_became_of_it(ready, second, writer):
    actions.send_back_brief(by=second, ref=ready.case.ref, number=1, reason="Page 2 is empty")
    assert kinds(writer, ready) == ["brief_sent_back"]
    actions.put_up_brief(by=writer, ref=ready.case.ref, number=1)
    actions.fix_brief(by=second, ref=ready.case.ref, number=1)
    assert sorted(kinds(writer, ready)) == ["brief_fixed", "brief_sent_back"]


@pytest.mark.parametrize("way", ["wall", "off", "reads"])
def test_who_may_not_see_it_any_more_hears_nothing(ready, lead, second, writer, way):
    ref = ready.case.ref
    if way == "wall":
        set_wall(by=lead, ref=ref, member=writer, kind="related", reason="A cousin of the suspect")
    elif way == "off":
        take_off_team(by=lead, ref=ref, member=writer)
    else:
        put_on_team(by=lead, ref=ref, member=writer, level="read")
    actions.send_back_brief(by=second, ref=ref, number=1, reason="Page 2 is empty")
    assert kinds(writer, ready) == []


def test_the_desk_asks_once_however_many_wait(ready, lead, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [(one.case.ref, one.ready_by.name) for one in briefs_to_fix(lead)]


def changed_at(brief):
    brief.case.refresh_from_db()
    return brief.case.changed_at


def test_handing_on_sending_back_and_fixing_change_the_case(chosen, writer, second):
    ref, moments = chosen.case.ref, [changed_at(chosen)]
    actions.make_copies(by=writer, ref=ref, number=1)
    for act in (
        lambda: actions.put_up_brief(by=writer, ref=ref, number=1),
        lambda: actions.send_back_brief(by=second, ref=ref, number=1, reason="Page 2 is empty"),
        lambda: actions.put_up_brief(by=writer, ref=ref, number=1),
        lambda: actions.fix_brief(by=second, ref=ref, number=1),
    ):
        act()
        moments.append(changed_at(chosen))
    assert moments == sorted(set(moments))


def test_sending_back_in_a_closed_case_does_not_make_its_work_longer(ready, lead, second):
    case = ready.case
    case.refresh_from_db()
    describe_case(
        by=lead, ref=case.ref, version=case.version, title=case.title, kind=case.kind, summary="", state="closed"
    )
    before = changed_at(ready)
    actions.send_back_brief(by=second, ref=ready.case.ref, number=1, reason="It was closed")
    assert changed_at(ready) == before

"""The supervisor's board: counted rightly, nothing of what is behind a wall, no title and no name of a case."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.access import cases_kept_by
from lali.records.cases.models import Case, TeamPlace
from lali.records.tips.actions import refer_tip
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource

WORD = "Quartzfinder"


@pytest.fixture
def busy(lead, colleague):
    """Two open cases and a closed one, with late and open tasks and a missed deadline, words planted everywhere."""
    today = timezone.localdate()
    one, two, closed = (actions.open_case(by=lead, title=WORD, summary=WORD) for _ in range(3))
    actions.put_on_team(by=lead, ref=one.ref, member=colleague, level="contribute")
    for days, who in ((-3, lead), (-1, colleague), (5, colleague), (None, None)):
        due_on = None if days is None else today + timedelta(days=days)
        actions.add_task(by=lead, ref=one.ref, title=WORD, note=WORD, due_on=due_on, assignee=who)
    actions.add_task(by=lead, ref=closed.ref, title=WORD, due_on=today - timedelta(days=9), assignee=lead)
    long_ago = timezone.now() - timedelta(days=50)
    actions.set_deadline(by=lead, ref=one.ref, kind="mla", started_at=long_ago, length=2, unit="days", note=WORD)
    Case.objects.filter(pk=closed.pk).update(state="closed", opened_at=timezone.now() - timedelta(days=10))
    Case.objects.filter(pk=two.pk).update(changed_at=timezone.now() - timedelta(days=31), opened_at=long_ago)
    TeamPlace.objects.filter(case=two).update(left_at=timezone.now())
    return one, two, closed


def test_what_it_counts(busy, lead, colleague, supervisor):
    one, two, _closed = busy
    board = queries.board_of(supervisor)
    load = {each.member: (each.leads, each.open_tasks, each.late_tasks) for each in board.load}
    assert load == {lead: (1, 1, 1), colleague: (0, 2, 1), supervisor: (0, 0, 0)}
    assert (board.open_cases, board.still, board.nobodys_tasks) == (2, 1, 1)
    assert [row["case__ref"] for row in board.late_tasks.rows] == [one.ref] * 2
    assert (board.late_tasks.number, board.late_deadlines.number) == (2, 1)
    assert [row["ref"] for row in board.very_still.rows] == [two.ref]
    assert [row["ref"] for row in board.leaderless.rows] == [two.ref]
    assert board.usual_days in {9, 10}  # whole days of ten, less the moments that the test took
    assert [row["ref"] for row in board.longer_than_usual.rows] == [two.ref]


def test_no_title_and_no_word_of_a_case(busy, supervisor, open_page):
    assert WORD not in repr(queries.board_of(supervisor))
    page = open_page(supervisor, "/board/").content.decode()
    assert busy[0].ref in page
    assert WORD not in page


def test_only_who_may_and_reading_is_journalled(lead, auditor, supervisor):
    for member in (lead, auditor):
        with pytest.raises(PermissionDenied):
            queries.board_of(member)
    queries.board_of(supervisor)
    assert Entry.objects.filter(verb="board.read", by=supervisor.journal_name, reading=True).count() == 1


@pytest.mark.parametrize("few", [0, 500])
def test_nothing_from_behind_a_wall(busy, lead, supervisor, few, monkeypatch):
    monkeypatch.setattr("lali.records.cases.queries.board.FEW", few)
    one, two, closed = busy
    for case in (one, closed):
        case.walls.create(member=supervisor, kind="named", reason="Named in it", set_by=lead)
    board = queries.board_of(supervisor)
    assert one.ref not in repr(board)
    assert (board.open_cases, board.late_tasks.number, board.late_deadlines.number, board.usual_days) == (1, 0, 0, None)
    assert {each.member.pk: each.leads for each in board.load}[lead.pk] == 0
    assert set(queries.board_cases(supervisor)) == {two} == set(cases_kept_by(supervisor))


def test_only_ones_own_agency(busy, stranger, supervisor):
    far = actions.open_case(by=stranger, title="Far")
    board = queries.board_of(supervisor)
    assert far.ref not in repr(board)
    assert board.open_cases == 2


def test_turn_round_by_nearest_rank(lead, supervisor, tip_of):
    now = timezone.now()
    for hours in range(1, 11):
        tip = tip_of()
        Tip.objects.filter(pk=tip.pk).update(received_at=now - timedelta(hours=hours))
        refer_tip(by=lead, number=tip.number, version=tip.version, to="Shelter", note="")
    tip_of()  # nothing was done with it yet
    months = queries.board_of(supervisor).turn_round
    assert sum(month.tips for month in months) == 10
    if len(months) == 1:  # else it is the first night of a month
        assert months[0].median.total_seconds() == pytest.approx(5 * 3600, abs=60)
        assert months[0].ninth_tenth.total_seconds() == pytest.approx(9 * 3600, abs=60)


def test_a_tip_is_taken_up_by_the_first_answer(lead, supervisor, tip_of):
    tip = tip_of()
    tip.note_taken_up(tip.received_at + timedelta(minutes=5))
    tip.note_taken_up(tip.received_at + timedelta(hours=5))
    assert tip.taken_up_after == 300
    early = tip_of()
    early.note_taken_up(early.received_at - timedelta(hours=1))  # a clock was set wrong
    assert early.taken_up_after == 0


def test_a_registers_day_is_not_one_on_which_anybody_waited(supervisor, lead, tip_of):
    ours, theirs = tip_of(), tip_of()
    Tip.objects.filter(pk=theirs.pk).update(
        source=TipSource.REGISTER, received_at=ours.received_at - timedelta(days=90)
    )
    board = queries.board_of(supervisor)
    assert (board.tips_waiting, board.oldest_tip_at) == (2, ours.received_at)


def test_questions_are_constant(busy, lead, supervisor, django_assert_max_num_queries):
    for number in range(30):
        actions.open_case(by=lead, title=f"Matter {number}")
    with django_assert_max_num_queries(24):
        queries.board_of(supervisor)

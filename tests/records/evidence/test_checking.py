"""The node reads back what it keeps: oldest first, within its time, and a broken one shouts."""

from datetime import timedelta

from lali.records.audit.models import Entry
from lali.records.evidence.actions import check_oldest
from lali.records.evidence.models import Exhibit
from lali.records.evidence.queries import broken_exhibits
from lali.records.notices.models import Notice


def read_back():
    return [entry.subject for entry in Entry.objects.filter(verb="exhibit.read_back").order_by("index")]


def test_the_longest_unread_comes_first_and_each_once(take_in):
    one, two, three = take_in(b"1"), take_in(b"2"), take_in(b"3")
    Exhibit.objects.filter(pk=three.pk).update(checked_at=one.sealed_at - timedelta(days=9))
    checked = check_oldest(by="node")
    assert (checked.count, checked.broken) == (3, [])
    assert read_back() == [three.subject, one.subject, two.subject]


def test_it_stops_when_its_time_is_over(take_in, monkeypatch):
    from lali.records.evidence.actions import checking

    for data in (b"1", b"2", b"3"):
        take_in(data)
    clock = iter([0.0, 0.0, 5.0, 11.0])
    monkeypatch.setattr(checking.time, "monotonic", lambda: next(clock))
    assert check_oldest(by="node", seconds=10).count == 2


def test_in_the_round_of_the_node_only_what_is_old_is_read(take_in):
    old = take_in(b"1")
    take_in(b"2")
    Exhibit.objects.filter(pk=old.pk).update(checked_at=old.sealed_at - timedelta(days=31))
    assert check_oldest(by="node", older_than=timedelta(days=30)).count == 1
    assert read_back() == [old.subject]


def test_a_broken_one_tells_who_leads_and_is_forgotten_when_it_is_whole_again(take_in, flip, lead, case):
    exhibit = take_in(b"1")
    flip(exhibit)
    for _ in range(2):
        assert check_oldest(by="node").broken == [f"{case.ref} {exhibit.ref}"]
    assert list(broken_exhibits()) == [exhibit]
    assert [(one.member, one.subject) for one in Notice.objects.filter(kind="exhibit_broken")] == [
        (lead, exhibit.subject)
    ]
    flip(exhibit)
    assert check_oldest(by="node").broken == []
    assert list(broken_exhibits()) == []


def test_what_was_destroyed_is_not_looked_for(take_in):
    exhibit = take_in(b"1")
    Exhibit.objects.filter(pk=exhibit.pk).update(destroyed_at=exhibit.sealed_at)
    assert check_oldest(by="node").count == 0

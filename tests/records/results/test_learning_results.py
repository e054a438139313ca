"""Results are numbers about ten people at least; the alarm rings; questions to the database do not grow."""

from datetime import date
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test.utils import CaptureQueriesContext

from lali.engines.knowledge import Alarm
from lali.records.learning.models import Attempt
from lali.records.learning.vocabulary import Phase
from lali.records.results.queries import learning_results

DAY = date(2026, 11, 2)
GOOD, FAIR, WARY = "100110", "110100", "111111"  # of form A and B: lures stand first, fourth and fifth
_codes = count(1)


def learn(people, before=FAIR, after=GOOD, *, tied=False, **facts):
    facts = {"language": "en", "channel": "chat", "country": "FJ", "day": DAY, **facts}
    rows = []
    for number in range(people):
        lookup = next(_codes).to_bytes(32) if tied else None
        for phase, letter, answers in ((Phase.BEFORE, "A", before), (Phase.AFTER, "B", after)):
            if answers:
                kept = FAIR if number % 5 == 0 else answers  # people differ
                rows.append(Attempt(phase=phase, form=letter, answers=kept, lookup=lookup, **facts))
    Attempt.objects.bulk_create(rows)


def test_who_has_no_such_permission_sees_none(agency, lead, auditor):
    for member in (lead, auditor):
        with pytest.raises(PermissionDenied):
            learning_results(member)


def test_nobody_yet(supervisor):
    found = learning_results(supervisor)
    assert not found.begun
    assert (found.everybody.change, found.everybody.phases, found.paired, found.kept) == (None, {}, None, {})


def test_under_ten_people_nothing_is_said(supervisor):
    learn(9, tied=True)
    found = learning_results(supervisor)
    assert found.begun
    assert found.everybody.phases == {}
    assert found.paired is None
    assert all(groups == () for groups in found.groups.values())


def test_people_are_told_in_full_tens_and_a_small_group_is_not_named(supervisor):
    learn(34)
    learn(3, channel="sms")
    learn(12, channel="post")
    found = {group.code: group for group in learning_results(supervisor).groups["channel"]}
    assert {code: group.phases[Phase.BEFORE].people for code, group in found.items()} == {"chat": 30, "post": 10}
    assert learning_results(supervisor).everybody.phases[Phase.BEFORE].people == 40


def seen(member):
    """Everything the page says, with the sums of judgements behind each rate."""
    found = learning_results(member)
    groups = [("", found.everybody), *((name, one) for name, many in found.groups.items() for one in many)]
    return {
        (name, group.code, phase): (one.people, one.hit_rate.value, one.false_alarm_rate.value)
        for name, group in groups
        for phase, one in group.phases.items()
    } | {("paired", "", ""): found.paired}


def test_whoever_looks_before_and_after_one_answer_learns_nothing_of_it(supervisor):
    """The attack: a look after each learner. A table stays as it is until ten more have answered."""
    learn(25, tied=True)
    before, changed = seen(supervisor), []
    for number in range(1, 16):
        learn(1, WARY, WARY, tied=True, channel="sms" if number == 3 else "chat")
        after = seen(supervisor)
        changed += [number] if after != before else []
        for one, told in after.items():
            assert one == ("paired", "", "") or (told[0] - before.get(one, (0,))[0]) % 10 == 0
        before = after
    assert changed == [5, 6, 15], "30 in all; 30 by chat, with the one by text message still unnamed; 40 in all"
    assert {code for name, code, _phase in before if name == "channel"} == {"chat"}


def test_the_lesson_is_seen_to_work(supervisor, administrator):
    learn(100, tied=True)
    for member in (supervisor, administrator):
        found = learning_results(member)
        assert found.everybody.alarm is Alarm.NONE
        assert found.everybody.change.low > 0
        assert found.paired.low > 0
        assert found.everybody.phases[Phase.AFTER].hit_rate.value > found.everybody.phases[Phase.BEFORE].hit_rate.value


def test_the_alarm_rings_where_everything_is_mistrusted(supervisor):
    learn(60, GOOD, WARY)
    learn(60, channel="sms")
    found = learning_results(supervisor)
    assert {group.code: group.alarm for group in found.groups["channel"]} == {"chat": Alarm.ALARM, "sms": Alarm.NONE}


def come_back(people, answers, phase=Phase.DAY_10, letter="C"):
    """Those who learned first under a code come back."""
    coded = Attempt.objects.filter(lookup__isnull=False, phase=Phase.AFTER).order_by("pk")[:people]
    facts = {"language": "en", "channel": "chat", "country": "FJ", "day": DAY, "phase": phase, "form": letter}
    for number, one in enumerate(coded):
        Attempt.objects.create(lookup=one.lookup, answers="1101" if number % 5 == 0 else answers, **facts)


def test_what_is_kept_is_told_of_ten_who_came_back(supervisor):
    learn(60, tied=True)
    come_back(9, "1100")
    assert learning_results(supervisor).kept == {}
    Attempt.objects.filter(phase=Phase.DAY_10).delete()
    come_back(40, "1100")  # form C: the first two are lures
    come_back(40, "1010", Phase.DAY_30, "D")  # form D: the second and third are
    kept = learning_results(supervisor).kept
    assert kept[Phase.DAY_10].people == 40
    assert not kept[Phase.DAY_10].change.is_sure
    assert kept[Phase.DAY_30].change.high < 0


def test_as_many_questions_for_one_group_as_for_many(supervisor):
    def asked():
        with CaptureQueriesContext(connections["letterbox"]) as there:
            learning_results(supervisor)
        return len(there)

    learn(12)
    few = asked()
    for channel in ("sms", "post", "profile"):
        for language in ("bi", "fj", "vi"):
            learn(12, channel=channel, language=language, tied=True)
    assert asked() == few == 6

"""What triage sees: its own agency's tips, most urgent first, each reading journalled."""

import pytest
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.letterbox.models import Report
from lali.records.letterbox.vocabulary import ReportState
from lali.records.tips.actions import close_tip, collect_reports
from lali.records.tips.models import Tip
from lali.records.tips.queries import counts_by_state, new_tips, queue_of, read_tip
from lali.records.tips.vocabulary import RISK_ORDER


def test_the_most_urgent_come_first_then_the_newest(tip_of, lead):
    for risk in ("none", "urgent", "none", "likely", "urgent"):
        Tip.objects.filter(pk=tip_of().pk).update(risk=risk, urgency=RISK_ORDER[risk])
    assert [tip.number for tip in queue_of(lead)] == [5, 2, 4, 3, 1]


def test_counts_and_states(tip_of, lead, auditor):
    tip = tip_of()
    tip_of()
    close_tip(by=lead, number=tip.number, version=1, reason="test", note="")
    assert counts_by_state(lead) == {"new": 1, "accepted": 0, "referred": 0, "closed": 1}
    assert (new_tips(lead), new_tips(auditor)) == (1, 0)
    assert [found.number for found in queue_of(lead, "closed")] == [tip.number]


def test_each_agency_sees_its_own(tip_of, lead, stranger):
    tip = tip_of()
    tip_of(by=stranger)
    assert [found.pk for found in queue_of(lead)] == [tip.pk]
    assert counts_by_state(stranger)["new"] == 1
    assert read_tip(stranger, 1).pk != tip.pk


@pytest.mark.parametrize("who", ["auditor", "administrator"])
@pytest.mark.parametrize("query", [queue_of, counts_by_state, lambda member: read_tip(member, 1)])
def test_who_does_not_triage_sees_no_tip(tip_of, who, query, request):
    tip_of()
    with pytest.raises(Http404):
        query(request.getfixturevalue(who))


def test_a_member_whose_access_ended_sees_no_tip(tip_of, lead):
    tip_of()
    lead.is_active = False
    with pytest.raises(Http404):
        read_tip(lead, 1)


def test_reading_is_journalled_and_the_reporter_sees_it(report_of, agency, lead):
    report_of()
    collect_reports(by="node", agency=agency)
    tip = read_tip(lead, Tip.objects.get().number)
    entry = Entry.objects.first()
    assert (entry.verb, entry.by, entry.subject, entry.reading) == ("tip.read", lead.journal_name, tip.subject, True)
    assert Report.objects.get().state == ReportState.READ

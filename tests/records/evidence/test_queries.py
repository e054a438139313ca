"""What screens and the command line ask about exhibits."""

import pytest
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.evidence.access import exhibit_for
from lali.records.evidence.actions import begin_intake
from lali.records.evidence.queries import (
    all_exhibits,
    exhibits_of,
    intakes_cut_off,
    read_exhibit,
    sealed_without_exhibit,
    unfinished_intakes,
)


def test_reading_one_is_journalled(exhibit, lead, case):
    assert read_exhibit(lead, case.ref, 1) == exhibit
    entry = Entry.objects.first()
    assert (entry.verb, entry.subject, entry.reading) == ("exhibit.read", f"{case.subject}/exhibit:E-001", True)


def test_exhibits_stand_in_order(take_in, lead, case):
    one, two = take_in(), take_in()
    assert list(exhibits_of(lead, case.ref)) == list(all_exhibits()) == [one, two]
    assert sealed_without_exhibit() == []


def test_what_was_begun_is_listed(exhibits, lead, case):
    begun = begin_intake(by=lead, ref=case.ref, file_name="a")
    begun.sealing.discard()
    assert list(unfinished_intakes(lead, case.ref)) == list(intakes_cut_off()) == [begun.intake]


@pytest.mark.parametrize("who", ["outsider", "supervisor", "auditor", "administrator", "stranger"])
def test_outside_there_is_nothing(exhibit, who, request, case):
    member = request.getfixturevalue(who)
    for query in (exhibits_of, unfinished_intakes):
        with pytest.raises(Http404):
            query(member, case.ref)
    for ref, number in ((case.ref, 1), (case.ref, 2), ("FJ-1999-00001", 1)):
        with pytest.raises(Http404):
            exhibit_for(member, ref, number)

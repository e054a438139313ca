"""A conversation and its exhibit: what happens to what was read once the exhibit is restricted."""

import pytest

from lali.records.conversations.actions import begin_reading, read_on, reading
from lali.records.conversations.models import FoundIdentifier, Message
from lali.records.evidence.actions import restrict_exhibit
from lali.records.evidence.actions.opening import IsRestricted
from tests.records.conversations.conftest import long_export


def test_a_reading_stops_when_its_exhibit_is_restricted(sealed, case, lead, monkeypatch):
    exhibit = sealed(long_export(3000))
    begun = begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    after, batches = reading._next, []

    def restricted_before_the_second(*facts):
        batches.append(1)
        if len(batches) == 2:
            restrict_exhibit(by=lead, ref=case.ref, number=exhibit.number)
        return after(*facts)

    monkeypatch.setattr(reading, "_next", restricted_before_the_second)
    with pytest.raises(IsRestricted):
        read_on(by=lead, ref=case.ref, number=begun.number)
    assert Message.objects.count() <= 1000
    assert not FoundIdentifier.objects.filter(noted__isnull=False).exists()


def test_it_stops_before_identifiers_are_noted(sealed, case, lead, monkeypatch):
    exhibit = sealed()
    begun = begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    finish = reading._finish

    def restricted_before(*facts):
        restrict_exhibit(by=lead, ref=case.ref, number=exhibit.number)
        finish(*facts)

    monkeypatch.setattr(reading, "_finish", restricted_before)
    with pytest.raises(IsRestricted):
        read_on(by=lead, ref=case.ref, number=begun.number)
    assert not FoundIdentifier.objects.filter(noted__isnull=False).exists()

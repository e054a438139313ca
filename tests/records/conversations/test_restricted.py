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


def test_what_was_read_is_forgotten_and_read_anew_after_lifting(read_in, case, lead, colleague):
    from lali.records.cases.actions import put_on_team
    from lali.records.conversations.actions import cite_messages, note_on_message
    from lali.records.entities.models import Mention
    from lali.records.evidence.actions import ask_opening, decide_opening
    from lali.records.evidence.models import Passage
    from lali.records.evidence.vocabulary import Purpose
    from tests.records.evidence.test_restricted import everything_in_clear

    put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute")
    one = read_in()
    note_on_message(by=lead, ref=case.ref, number=one.number, n=2, words="canaryword")
    cite_messages(by=lead, ref=case.ref, number=one.number, first=2, last=2, note="canaryword")
    mentions = Mention.objects.standing().filter(record=case.subject)
    assert mentions.exists()
    restrict_exhibit(by=colleague, ref=case.ref, number=one.exhibit.number)
    assert not mentions.exists()
    assert not [said for said in everything_in_clear() if "canaryword" in said or "Hello Mere" in said]
    asked = ask_opening(
        by=colleague, ref=case.ref, number=1, purpose=Purpose.LIFT, why="No child", minutes=5, session="s"
    )
    decide_opening(by=lead, opening_id=asked.pk, allowed=True)
    assert read_on(by=lead, ref=case.ref, number=one.number).total == one.total
    assert mentions.exists()
    assert one.notes.get().words == "canaryword"
    assert one.cited.get().messages
    assert "Hello Mere" in Passage.objects.get().quote

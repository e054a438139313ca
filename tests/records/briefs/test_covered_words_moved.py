"""Covered words that a correction moved, turned round or wrote anew stay covered when taken anew, or nothing goes on."""

from datetime import date

import pytest
from django.utils import timezone

from lali.engines.documents import numbered_words
from lali.records.briefs import actions
from lali.records.briefs.access import brief_for
from lali.records.briefs.models import Brief
from lali.records.briefs.shut import shield_digests
from lali.records.briefs.vocabulary import BriefState, CoverReason
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import day
from lali.records.evidence.actions import Said, correct_statement
from tests.records.briefs.test_as_chosen import brief, said_in, suspect, whole  # noqa: F401


@pytest.fixture
def correct(brief, lead, writer, victim):  # noqa: F811
    """Cover the address in the statement, let the case correct the statement, take it anew."""
    item = brief.items.get(source="S-001")

    def correct(*texts, covered=("3", "Palm", "Road")):
        numbers = [one.number for one in numbered_words(item.text) if one.text.strip(".") in covered]
        typed = f"{numbers[0]}-{numbers[-1]}"
        actions.cover_words(
            by=writer, ref=brief.case.ref, number=1, item_id=item.pk, typed=typed, reason=CoverReason.SAFETY
        )
        for version, words in enumerate(texts, 1):
            said = Said(words, person_id=victim.pk)
            correct_statement(by=lead, ref=brief.case.ref, number=1, version=version, said=said, why="Read again")
            assert actions.take_items_anew(by=writer, ref=brief.case.ref, number=1) == ["S-001"]
        item.refresh_from_db()
        return item

    return correct


def reasons_of(item):
    return list(item.redactions.values_list("reason", flat=True))


TURNED = "He took the passports. She lives near the school: Palm Road, house 3."
SHORTER = "He took the passports. Her home: 3 Palm Rd near the school. She lives at it."


@pytest.mark.parametrize("words", [TURNED, SHORTER])
def test_what_moved_stays_covered_and_the_brief_is_not_handed_on(words, correct, lead, writer):
    item = correct(words)
    assert CoverReason.CHANGED in reasons_of(item)
    ref = item.brief.case.ref
    told = said_in(brief_for(writer, ref, 1))
    assert "Palm" not in told
    assert "her home" not in told.casefold()
    with pytest.raises(actions.NotLookedAt, match="covered in S-001 was"):
        actions.put_up_brief(by=writer, ref=ref, number=1)


def test_nor_is_it_fixed(correct, lead, writer):
    item = correct(TURNED)
    shield = shield_digests(item.brief)
    Brief.objects.update(state=BriefState.READY, ready_at=timezone.now(), ready_by=writer, pages=1, shield=shield)
    with pytest.raises(actions.NotLookedAt, match="S-001"):
        actions.fix_brief(by=lead, ref=item.brief.case.ref, number=1)


@pytest.mark.parametrize("words", [TURNED, SHORTER])
def test_below_the_whole_each_word_is_covered_and_it_goes_on_once_somebody_looked(words, correct, writer):
    item = correct(words)
    ref = item.brief.case.ref
    over_all = item.redactions.get(reason=CoverReason.CHANGED)
    actions.uncover(by=writer, ref=ref, number=1, item_id=item.pk, redaction_id=over_all.pk)
    told = said_in(brief_for(writer, ref, 1))
    assert "Palm" not in told
    assert "He took the passports." in told
    actions.put_up_brief(by=writer, ref=ref, number=1)


def test_it_stays_covered_through_a_second_correction(correct):
    item = correct(TURNED, "He took the passports. She lives on Coral Lane.", "It was Palm Road, she says: at 3.")
    assert CoverReason.CHANGED in reasons_of(item)
    assert CoverReason.SAFETY in reasons_of(item)


def test_a_place_fewer_than_before_is_looked_at(correct):
    item = correct("She lives at 3 Palm Road.", covered=("3", "Palm", "Road", "took", "He"))
    assert CoverReason.CHANGED in reasons_of(item)


def test_what_is_found_again_needs_nobody(correct):
    item = correct("Near the school she lives, at 3 Palm Road. He took the passports.")
    assert set(reasons_of(item)) == {CoverReason.SAFETY}


def test_what_the_item_says_no_more_stays_covered_in_all_else(correct, lead, writer):

    item = correct("She does not say where she lives.")
    ref = item.brief.case.ref
    event = note_event(by=lead, ref=ref, happening=Happening("Seen at 3 Palm Road", day(date(2026, 3, 5), "UTC")))
    actions.choose_items(by=writer, ref=ref, number=1, choices=[actions.Choice(f"event:{event.pk}", "included")])
    assert "Palm" not in said_in(brief_for(writer, ref, 1))


def test_the_whole_is_taken_back_though_words_of_it_are_covered_everywhere(correct, brief, writer):  # noqa: F811
    ref = brief.case.ref
    actions.cover_phrase(by=writer, ref=ref, number=1, phrase="the passports", reason=CoverReason.PRIVILEGE)
    item = correct(TURNED)
    over_all = item.redactions.get(reason=CoverReason.CHANGED)
    actions.uncover(by=writer, ref=ref, number=1, item_id=item.pk, redaction_id=over_all.pk)
    assert "passports" not in said_in(brief_for(writer, ref, 1))


def test_nobody_chooses_that_reason():
    assert CoverReason.CHANGED not in dict(CoverReason.to_choose())

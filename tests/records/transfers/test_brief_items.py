"""Items of briefs that come with a case: whole moments, what is said about them, and archives of earlier releases."""

from datetime import date

import pytest

from lali.records.briefs import actions as briefs
from lali.records.briefs.access import brief_for
from lali.records.briefs.material import material_of
from lali.records.briefs.queries import standing_of
from lali.records.cases import actions as cases
from lali.records.cases.access import case_for
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import about
from lali.records.transfers import actions
from tests.archives import foreign_archive
from tests.records.transfers.test_archives import look, spoilt, take

LATER = ("until", "precision", "zone", "told")


@pytest.fixture
def with_brief(lead, case):
    """A case with a draft that took in an event with a person."""
    person = cases.add_person(by=lead, ref=case.ref, name="Josefo Madeupman", role="suspect").person_id
    happening = Happening("Fee paid", about(date(2026, 3, 4), "Asia/Tokyo"), place="Nadi", persons=(person,))
    note_event(by=lead, ref=case.ref, happening=happening)
    briefs.begin_brief(by=lead, ref=case.ref, title="One", kind="evidence", language="en")
    choices = [briefs.Choice(one.source, "included") for one in material_of(case_for(lead, case.ref))]
    briefs.choose_items(by=lead, ref=case.ref, number=1, choices=choices)
    return case


def items(change):
    def changed(records):
        for one in records:
            if one["t"] == "briefs.item":
                change(one["f"])
        return records

    return changed


def without(*names):
    return items(lambda fields: [fields.pop(name) for name in names])


def setting(**values):
    return items(lambda fields: fields.update(values))


def test_what_was_chosen_comes_as_it_was_chosen(with_brief, receiving, unknown_neighbour):
    came = take(receiving, look(receiving, foreign_archive(unknown_neighbour, with_brief))).case
    item, event = came.briefs.get().items.get(), came.events.get()
    assert item.when == event.when == about(date(2026, 3, 4), "Asia/Tokyo")
    assert item.source == f"event:{event.pk}"
    assert item.told["persons"] == [event.persons.get().pk]
    assert item.told["place"] == "Nadi"
    standing = standing_of(brief_for(receiving, came.ref, 1))
    assert (standing.changed, standing.gone) == ([], [])
    assert standing.undecided == [("exhibit", "1 exhibit")]  # the journal of origin


def test_an_archive_of_an_earlier_release_is_taken_in(with_brief, receiving, unknown_neighbour):
    parts = spoilt(with_brief, without(*LATER))
    came = take(receiving, look(receiving, foreign_archive(unknown_neighbour, with_brief, parts=parts))).case
    item = came.briefs.get().items.get()
    assert (item.until, item.precision, item.zone, item.told) == (None, "", "", {})
    assert item.when.at == item.when.until == item.at
    assert standing_of(brief_for(receiving, came.ref, 1)).changed[0].item == item


HOSTILE = {
    "some columns of a release": without("until", "zone"),
    "half a moment": setting(until=None),
    "no zone": setting(zone="Nowhere/Else"),
    "an empty zone": setting(zone=""),
    "an end before its start": setting(until="2020-01-01T00:00:00+00:00"),
    "a precision that is none": setting(precision="exactly"),
    "a moment of nothing": setting(at=None),
    "a list of things said": setting(told=[]),
    "something said that is no text": setting(told={"place": 3}),
    "something said of nobody": setting(told={"persons": [999]}),
    "persons that are no numbers": setting(told={"persons": ["1"]}),
    "something said that nobody says": setting(told={"<script>": "x"}),
    "a citation that is none": setting(told={"cited": [["E-001"]]}),
    "a text that no database keeps": setting(told={"place": "\0"}),
    "half a letter": setting(told={"place": "\ud800"}),
    "a very long text": setting(told={"place": "x" * 1000}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_item_is_refused(what, with_brief, receiving, unknown_neighbour):
    data = foreign_archive(unknown_neighbour, with_brief, parts=spoilt(with_brief, HOSTILE[what]))
    with pytest.raises(actions.ArchiveNotTaken) as refused:
        look(receiving, data)
    assert refused.value.reason == "malformed"

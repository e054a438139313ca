"""Briefs and restricted exhibits: nothing of one goes in; what was made before it was restricted does not leave."""

import json

import pytest

from lali.engines.documents import texts_of
from lali.records.briefs import actions
from lali.records.briefs.papers import paper_of
from lali.records.briefs.restricted import RestrictedStays
from lali.records.evidence.actions import restrict_exhibit
from lali.records.evidence.models import Exhibit

pytestmark = pytest.mark.slow  # a file or a bundle in each test


def restrict(case, by, number=2):
    return restrict_exhibit(by=by, ref=case.ref, number=number)


def test_it_goes_into_no_brief(material, writer):
    restrict(material, writer)
    actions.begin_brief(by=writer, ref=material.ref, title="Golden Lagoon", kind="evidence", language="en")
    with pytest.raises(RestrictedStays, match="E-002"):
        actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("E-002", "included")])


def test_withheld_it_stands_by_number_size_and_digest(material, writer):
    exhibit = restrict(material, writer)
    brief = actions.begin_brief(by=writer, ref=material.ref, title="Golden Lagoon", kind="evidence", language="en")
    choice = actions.Choice("E-002", "withheld", "Restricted")
    actions.choose_items(by=writer, ref=material.ref, number=1, choices=[choice])
    said = json.dumps([*texts_of(paper_of(brief, draft=True))])
    assert "E-002" in said
    assert exhibit.sha256 in said
    assert "face.jpg" not in said


def test_a_draft_that_has_it_is_neither_handed_on_nor_taken_out(chosen, writer):
    restrict(chosen.case, writer)
    for attempt in (actions.put_up_brief, actions.take_out_draft):
        with pytest.raises(RestrictedStays, match="E-002"):
            attempt(by=writer, ref=chosen.case.ref, number=1)


def test_what_was_fixed_before_does_not_leave_any_more(fixed, lead):
    restrict(fixed.case, lead)
    with pytest.raises(RestrictedStays):
        actions.take_out_folder(by=lead, ref=fixed.case.ref, number=1)
    with pytest.raises(RestrictedStays):
        actions.take_out_file(by=lead, ref=fixed.case.ref, number=1, name="brief.pdf")


def test_no_page_of_a_brief_opens_it(chosen, writer):
    from django.http import Http404

    from lali.records.briefs.queries import page_of_item, read_item

    item = chosen.items.get(source="E-002")
    restrict(chosen.case, writer)
    with pytest.raises(Http404):
        page_of_item(writer, chosen.case.ref, 1, item.pk, 1)
    read_item(writer, chosen.case.ref, 1, item.pk)
    assert Exhibit.objects.get(number=2).restricted_at


def test_a_passage_of_it_neither_goes_in_nor_leaves_nor_shows_its_words(material, writer):
    from lali.records.briefs.queries import choices_in, read_item, standing_of
    from lali.records.evidence.actions import cite_passage

    said = {"locator": "canaryword page", "quote": "canaryword", "note": "canaryword note"}
    for source in ("E-001", "E-002"):
        cite_passage(by=writer, ref=material.ref, source=source, **said)
    brief = actions.begin_brief(by=writer, ref=material.ref, title="Golden Lagoon", kind="evidence", language="en")
    actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("P-002", "included")])
    restrict(material, writer)
    with pytest.raises(RestrictedStays, match="P-002"):
        actions.take_out_draft(by=writer, ref=material.ref, number=1)
    [item] = standing_of(brief).items
    read_item(writer, material.ref, 1, item.pk)
    shown = [item, read_item(writer, material.ref, 1, item.pk).item]
    shown += [one.item or one.material for one in choices_in(brief) if one.material.source == "P-002"]
    assert "canaryword" not in str([(one.title, one.text, one.citation, one.told) for one in shown])
    assert "canaryword" not in json.dumps([*texts_of(paper_of(brief, draft=True))])
    actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("P-002", "")])
    with pytest.raises(RestrictedStays):
        actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("P-002", "included")])
    actions.choose_items(by=writer, ref=material.ref, number=1, choices=[actions.Choice("P-001", "included")])

"""What came into the case since the items were chosen is shown, and left out with that reason by one press."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.briefs import actions
from lali.records.briefs.access import brief_for
from lali.records.briefs.material import material_of, undecided_in
from lali.records.briefs.queries import standing_of
from lali.records.chronology.actions import Happening, note_event
from lali.records.chronology.when import day


@pytest.fixture
def note(case, lead):
    def note(text):
        note_event(by=lead, ref=case.ref, happening=Happening(text, day(date(2026, 3, 1), "UTC"), source="Notes"))

    return note


@pytest.fixture
def bundle(case, lead, writer, note):
    note("First")
    actions.begin_brief(by=writer, ref=case.ref, title="One", kind="disclosure", language="en")
    first = next(one.source for one in material_of(case) if one.text == "First")
    actions.choose_items(by=writer, ref=case.ref, number=1, choices=[actions.Choice(first, "included")])
    return brief_for(writer, case.ref, 1)


def seen(case):
    return [one.source for one in material_of(case)]


def test_what_came_between_the_page_and_the_press_is_not_left_out(bundle, case, writer, note):
    note("Came later")
    on_the_page = seen(case)
    note("Came while the page was open")
    with pytest.raises(actions.MoreCameLater):
        actions.leave_out_later(by=writer, ref=case.ref, number=1, seen=on_the_page)
    assert len(standing_of(bundle).later) == 2


def test_only_what_came_later_is_shown_and_left_out(bundle, case, writer, note):
    assert not standing_of(bundle).later
    with pytest.raises(actions.NothingCameLater):
        actions.leave_out_later(by=writer, ref=case.ref, number=1, seen=seen(case))
    note("Came later")
    note("Came later, too")
    assert [one.text for one in standing_of(bundle).later] == ["Came later", "Came later, too"]
    too = next(one.source for one in material_of(case) if one.text == "Came later, too")
    actions.choose_items(by=writer, ref=case.ref, number=1, choices=[actions.Choice(too, "included")])
    assert [one.text for one in standing_of(bundle).later] == ["Came later"]  # one was decided: the other still did
    actions.leave_out_later(by=writer, ref=case.ref, number=1, seen=seen(case))
    item = bundle.items.get(text="Came later")
    assert (item.decision, item.sensitive) == ("unused", False)
    assert item.reason.startswith("Came into the case after the items were chosen on ")
    assert not undecided_in(bundle)


def test_what_was_left_while_choosing_did_not_come_later(case, writer, note):
    note("First")
    note("Left for tomorrow")
    actions.begin_brief(by=writer, ref=case.ref, title="One", kind="disclosure", language="en")
    first = next(one.source for one in material_of(case) if one.text == "First")
    actions.choose_items(by=writer, ref=case.ref, number=1, choices=[actions.Choice(first, "included")])
    note("Came later")
    with pytest.raises(actions.NothingCameLater):  # nobody passes over what was left in silence
        actions.leave_out_later(by=writer, ref=case.ref, number=1, seen=seen(case))


def test_nothing_was_chosen_yet_so_nothing_came_later(case, writer, note):
    actions.begin_brief(by=writer, ref=case.ref, title="One", kind="disclosure", language="en")
    note("First")
    assert not standing_of(brief_for(writer, case.ref, 1)).later
    with pytest.raises(actions.NothingCameLater):
        actions.leave_out_later(by=writer, ref=case.ref, number=1, seen=seen(case))


def test_only_who_writes_leaves_out(bundle, case, reader, note):
    note("Came later")
    with pytest.raises((PermissionDenied, Http404)):
        actions.leave_out_later(by=reader, ref=case.ref, number=1, seen=seen(case))
    assert bundle.items.count() == 1


def test_by_one_press_on_the_page_of_the_draft(bundle, case, writer, note, open_page, text_of):
    page = f"/cases/{case.ref}/briefs/1/"
    assert "Came into the case since" not in text_of(open_page(writer, page))
    note("Came later")
    said = text_of(open_page(writer, page))
    assert "Came into the case since all was chosen" in said
    assert "Leave this 1 out: it came after" in said
    assert open_page(writer, f"{page}choose/", post={"later": seen(case)}).status_code == 302
    assert bundle.items.filter(text="Came later", decision="unused").exists()
    again = open_page(writer, f"{page}choose/", post={"later": seen(case)})
    assert again.status_code == 400
    assert "Nothing came into the case since" in text_of(again)

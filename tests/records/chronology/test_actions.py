"""Events are noted, changed and removed by the team, and the old words stay."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases.actions import CaseIsClosed, NothingWritten, add_person, describe_case, open_case, put_on_team
from lali.records.cases.vocabulary import Level
from lali.records.changes import opened_changes
from lali.records.chronology.actions import (
    EventHasMoved,
    Happening,
    NotAZone,
    NotInThisCase,
    TooManySources,
    change_event,
    note_event,
    remove_event,
)
from lali.records.chronology.models import Event
from lali.records.chronology.when import When, day
from lali.records.evidence.actions import Acquisition, take_in_exhibit

NOV_3 = day(date(2026, 11, 3), "Pacific/Fiji")
FEE = Happening(text="Fee paid", when=NOV_3)


def note(by, case, **known):
    return note_event(by=by, ref=case.ref, happening=Happening(text="Fee paid", when=NOV_3, **known))


def change(by, event, version=1, **known):
    happening = Happening(**{"text": "Fee paid", "when": NOV_3} | known)
    return change_event(by=by, ref=event.case.ref, number=event.pk, version=version, happening=happening)


@pytest.fixture
def remover(case, lead, member_of):
    """A contributor whom the lead gave the right to remove."""
    member = member_of(case.agency)
    put_on_team(by=lead, ref=case.ref, member=member, level=Level.CONTRIBUTE, may_remove=True)
    return member


def remove(by, event, reason="Typed twice"):
    return remove_event(by=by, ref=event.case.ref, number=event.pk, reason=reason)


def test_a_place_keeps_its_words_and_gets_a_code(case, lead):
    event = note(lead, case, place=" macuata ", gone_from="Behind the market", gone_to="Thaïlande", means="air")
    assert (event.place, event.place_code) == ("macuata", "FJ-07")
    assert (event.gone_from, event.gone_from_code) == ("Behind the market", "")
    assert (event.gone_to, event.gone_to_code) == ("Thaïlande", "TH")


def test_citations_are_typed_freely_and_kept_as_references(case, lead, exhibits, tip_of):
    from lali.records.cases.actions import add_tip_to_case

    tip = tip_of()
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    take_in_exhibit(by=lead, ref=case.ref, file_name="a", source=io.BytesIO(b"a"), acquisition=Acquisition())
    event = note(lead, case, cited=("e1, page 2", " E-001 , page 2", "E-001", "t0001: second line", ""))
    found = [(one.cited, one.locator) for one in event.citations.all()]
    assert found == [("E-001", "page 2"), ("E-001", ""), (tip.ref, "second line")]


@pytest.mark.parametrize(
    "typed", ["E-002", "T-0001", "Q-001", "the chat", "E", "E-99999999999999999999", "E-1" + "0" * 8]
)
def test_what_the_case_does_not_have_is_not_cited(case, lead, tip_of, typed):
    tip_of()  # of the agency, not of the case
    with pytest.raises(NotInThisCase):
        note(lead, case, cited=(typed,))
    assert not Event.objects.exists()


def test_an_exhibit_of_another_case_is_not_cited(case, lead, outsider, exhibits):
    other = open_case(by=outsider, title="Other")
    take_in_exhibit(by=outsider, ref=other.ref, file_name="a", source=io.BytesIO(b"a"), acquisition=Acquisition())
    with pytest.raises(NotInThisCase):
        note(lead, case, cited=("E-001",))


def test_persons_are_those_of_the_case(case, lead, outsider):
    mine = add_person(by=lead, ref=case.ref, name="", role="victim").person_id
    other = open_case(by=outsider, title="Other")
    theirs = add_person(by=outsider, ref=other.ref, name="", role="victim").person_id
    assert [one.pk for one in note(lead, case, persons=(mine, mine)).persons.all()] == [mine]
    for persons in ((theirs,), (mine, theirs), (10**9,)):
        with pytest.raises(NotInThisCase):
            note(lead, case, persons=persons)


def test_refusals(case, lead, remover):
    with pytest.raises(NothingWritten):
        note_event(by=lead, ref=case.ref, happening=Happening(text=" ", when=NOV_3))
    with pytest.raises(NotAZone):
        note_event(by=lead, ref=case.ref, happening=Happening("x", When(NOV_3.at, NOV_3.until, "day", "Suva")))
    with pytest.raises(TooManySources):
        note(lead, case, cited=("E-001",) * 41)
    with pytest.raises(NothingWritten):
        remove(remover, note(lead, case), reason=" ")


def test_a_change_keeps_the_version_and_says_what_changed(case, lead):
    event = note(lead, case)
    changed = change(lead, event, text="Fee of 350 paid", place="Suva")
    assert (changed.version, changed.text) == (2, "Fee of 350 paid")
    entry = Entry.objects.get(verb="event.changed")
    assert set(entry.facts["changed"]) == {"text", "place"}
    assert "Fee of 350" not in entry.line  # "350" alone may stand in what is encrypted, by chance
    shown = {one.field: (one.old, one.new) for one in opened_changes(entry.facts["changed"], key=case.key())}
    assert shown == {"text": ("Fee paid", "Fee of 350 paid"), "place": ("", "Suva")}
    with pytest.raises(EventHasMoved):
        change(lead, event, version=1, text="Mine")


def test_saving_the_same_changes_nothing(case, lead):
    event = note(lead, case, place="Suva")
    before = Entry.objects.count()
    assert change(lead, event, place="Suva").version == 1
    assert Entry.objects.count() == before


def test_what_is_removed_stays_with_its_reason_and_is_found_no_more(case, lead, remover):
    event = note(lead, case)
    with pytest.raises(PermissionDenied):
        remove(lead, event)
    remove(remover, event)
    kept = Event.objects.get()
    assert (kept.removed_by, kept.removed_reason, kept.text) == (remover, "Typed twice", "Fee paid")
    for act in (change, remove):
        with pytest.raises(Http404):
            act(remover, event)
    assert not case.events.standing().exists()


@pytest.mark.parametrize("act", [lambda by, event: note(by, event.case), change, remove])
def test_only_who_contributes_writes(case, lead, remover, colleague, outsider, act):
    event = note(lead, case)
    with pytest.raises(Http404):
        act(outsider, event)
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    with pytest.raises(PermissionDenied):
        act(colleague, event)
    case.refresh_from_db()
    describe_case(by=lead, ref=case.ref, version=case.version, title="x", kind="other", summary="", state="closed")
    with pytest.raises(CaseIsClosed):
        act(remover, event)


def test_an_event_of_another_case_is_not_reached(case, lead, remover):
    other = open_case(by=lead, title="Other")
    put_on_team(by=lead, ref=other.ref, member=remover, level=Level.READ, may_remove=True)
    event = note(lead, case)
    with pytest.raises(Http404):
        remove_event(by=remover, ref=other.ref, number=event.pk, reason="x")


def test_the_database_holds_order_and_reasons(case, lead):
    event = note(lead, case)
    for wrong in ({"until": event.at - timedelta(1)}, {"removed_reason": "x"}, {"removed_by": lead}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**wrong)

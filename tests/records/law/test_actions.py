"""Versions, what a member wrote, what ships: nothing overwrites anything."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import override

from lali.records.audit.models import Entry
from lali.records.changes import opened_changes
from lali.records.law import actions
from lali.records.law.models import Offence, OffenceVersion, VersionIsKept
from lali.records.law.queries import countries_with_law, offences_in, offered_to, read_offence, versions_of
from lali.records.law.texts import ElementText, OffenceText, Words

pytestmark = pytest.mark.slow

CODE = "fj-crimes-112"


def text_of(code=CODE):
    return Offence.objects.get(code=code).current.as_text()


def edit(by, code=CODE, version=1, why="The prosecutor told us", **changes):
    return actions.edit_offence(by=by, code=code, version=version, text=replace(text_of(code), **changes), why=why)


def test_loading_twice_changes_nothing(law):
    before = OffenceVersion.objects.count(), Entry.objects.count()
    assert actions.load_law(by="node") == 0
    assert (OffenceVersion.objects.count(), Entry.objects.count()) == before


def test_newer_words_come_in_where_nobody_wrote(law, monkeypatch):
    newer = {CODE: replace(text_of(), section="112A")}
    monkeypatch.setattr(actions, "shipped", lambda country: newer if country == "FJ" else {})
    assert actions.load_law(by="node") == 1
    current = Offence.objects.get(code=CODE).current
    assert (current.number, current.section) == (2, "112A")
    assert current.offence.versions.get(number=1).section == "112"


@pytest.mark.parametrize("touched", ["edited", "confirmed", "retired"])
def test_what_a_member_touched_is_never_overwritten(law, supervisor, monkeypatch, touched):
    if touched == "edited":
        edit(supervisor, section="112 (as we read it)")
    elif touched == "confirmed":
        actions.confirm_offence(
            by=supervisor, code=CODE, version=1, prosecutor="A. Reefheron (invented)", on=date(2026, 11, 2)
        )
    else:
        actions.retire_offence(by=supervisor, code=CODE, why="Repealed")
    said = text_of()
    newer = {CODE: replace(said, section="999")}
    monkeypatch.setattr(actions, "shipped", lambda country: newer if country == "FJ" else {})
    assert actions.load_law(by="node") == 0
    assert text_of() == said


def test_an_edit_is_a_new_version_and_the_old_stays(law, supervisor):
    element = ElementText("own", "other", Words("a new element", "un nouvel élément"), "here")
    written = edit(supervisor, penalty=Words("14 years", "14 ans"), elements=(*text_of().elements, element))
    assert (written.number, written.made_by, written.why) == (2, supervisor, "The prosecutor told us")
    assert written.needs_confirmation
    assert written.elements.last().words_en == "a new element"
    old = read_offence(supervisor, CODE, 1)
    assert old.penalty_en.startswith("12 years")
    assert old.elements.filter(code="own").count() == 0
    assert [one.number for one in versions_of(old.offence)] == [2, 1]
    entry = Entry.objects.get(verb="law.edited")
    changes = {one.field: (one.old, one.new) for one in opened_changes(entry.facts["changed"], key=None)}
    assert changes["penalty_en"][1] == "14 years"
    assert "a new element" in changes["element own"][1]
    assert "element complied" not in changes


def test_an_edit_of_what_moved_without_reason_or_difference_is_refused(law, supervisor):
    edit(supervisor, section="112(1)")
    with pytest.raises(actions.LawHasMoved):
        edit(supervisor, version=1, section="112(2)")
    with pytest.raises(actions.WhyIsNeeded):
        edit(supervisor, version=2, why=" ", section="112(2)")
    with pytest.raises(actions.NothingChanged):
        edit(supervisor, version=2)


def test_a_version_is_never_changed(law):
    version = Offence.objects.get(code=CODE).current
    version.section = "13"
    with pytest.raises(VersionIsKept):
        version.save()


def test_a_prosecutors_confirmation_belongs_to_one_version(law, supervisor):
    day = date(2026, 11, 2)
    confirmed = actions.confirm_offence(
        by=supervisor, code=CODE, version=1, prosecutor="A. Reefheron (invented)", on=day
    )
    assert not confirmed.needs_confirmation
    again = actions.confirm_offence(by=supervisor, code=CODE, version=1, prosecutor="Another", on=day)
    assert again.confirmed_with == "A. Reefheron (invented)"
    assert edit(supervisor, section="112(1)").needs_confirmation
    assert not read_offence(supervisor, CODE, 1).needs_confirmation
    with pytest.raises(actions.LawHasMoved):
        actions.confirm_offence(by=supervisor, code=CODE, version=1, prosecutor="Another", on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        OffenceVersion.objects.filter(pk=again.pk).update(confirmed_with="")


def test_who_does_not_keep_the_law_reads_it(law, lead, auditor, administrator):
    for member in (lead, auditor, administrator):
        assert read_offence(member, CODE).section == "112"
        with pytest.raises(PermissionDenied):
            edit(member, section="1")
        with pytest.raises(PermissionDenied):
            actions.confirm_offence(by=member, code=CODE, version=1, prosecutor="X", on=date(2026, 11, 2))
        with pytest.raises(PermissionDenied):
            actions.retire_offence(by=member, code=CODE, why="X")
        with pytest.raises(PermissionDenied):
            actions.take_offence_back(by=member, code=CODE)
        with pytest.raises(PermissionDenied):
            actions.add_offence(by=member, country="FJ", text=text_of(), why="X")


def test_an_offence_that_did_not_ship(law, supervisor):
    text = OffenceText(
        "Passports Act", "7", Words("Holding another's passport", ""), Words(), Words(), "", "here", ("tip",), ()
    )
    made = actions.add_offence(by=supervisor, country="FJ", text=text, why="A prosecutor asks for it")
    assert made.code == "fj-passports-act-7"
    with pytest.raises(actions.CodeIsTaken):
        actions.add_offence(by=supervisor, country="FJ", text=text, why="Again")
    assert list(offences_in("FJ"))[-1] == made
    assert made not in list(offered_to("FJ"))  # without elements there is nothing to prove
    with override("fr"):
        assert made.current.title == "Holding another's passport"


def test_retired_is_not_offered_and_comes_back(law, supervisor):
    assert CODE in {one.code for one in offered_to("FJ")}
    actions.retire_offence(by=supervisor, code=CODE, why="Repealed")
    assert CODE not in {one.code for one in offered_to("FJ")}
    assert CODE in {one.code for one in offences_in("FJ")}
    actions.take_offence_back(by=supervisor, code=CODE)
    assert CODE in {one.code for one in offered_to("FJ")}
    with pytest.raises(actions.WhyIsNeeded):
        actions.retire_offence(by=supervisor, code=CODE, why="")


def test_what_is_not_there(law, supervisor):
    assert countries_with_law() == ["FJ", "VU"]
    for code, number in (("fj-nothing", None), (CODE, 99)):
        with pytest.raises(Http404):
            read_offence(supervisor, code, number)


def test_words_are_in_the_readers_language(law):
    version = Offence.objects.get(code=CODE).current
    assert version.title == "Trafficking in persons"
    with override("fr"):
        assert version.title == "Traite des personnes"
        assert "lecture" not in version.elements.first().words


def test_the_lists_cost_the_same_however_long(law, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert sum(len(one.current.elements.all()) for one in offered_to("FJ")) > 100

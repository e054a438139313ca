"""Registers: each row's fate first, then taken in once, whatever stops in between."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases.models import Case
from lali.records.entities.queries import identifiers_of
from lali.records.imports import actions, queries
from lali.records.imports.actions import taking_in
from lali.records.imports.models import ExternalReference, ImportRow
from lali.records.imports.reading import FileNotRead, folded, proposed_mapping
from lali.records.tips.models import Tip
from tests.records.imports.conftest import REGISTER

FATES = {2: "new", 3: "new", 4: "repeated", 5: "refused", 6: "refused", 7: "refused", 8: "new"}


def fates(run):
    return dict(ImportRow.objects.filter(run=run).values_list("number", "fate"))


def test_a_look_takes_nothing_in(look):
    run = look()
    assert fates(run) == FATES
    assert list(run.rows.exclude(reason="").values_list("reason", flat=True)) == ["no_number", "no_day", "future"]
    assert run.rows.get(number=8).odd == ["formula"]
    assert not Case.objects.exists()
    assert not ExternalReference.objects.exists()


def test_cases_are_taken_in_with_their_numbers(look, take_in, supervisor):
    run = take_in(look())
    assert run.state == "applied"
    open_one, closed = (queries.case_by_number(supervisor, number) for number in ("pims-1", "PIMS-2"))
    assert (open_one.kind, open_one.title, open_one.state) == ("fake_job", "Offer in Bangkok", "open")
    assert timezone.now() - open_one.opened_at < timedelta(minutes=5)
    assert "Day in the register: 3 Nov 2026" in open_one.summary
    assert (closed.kind, closed.title, closed.state) == ("other", "PIMS-2", "closed")
    assert closed.summary.startswith("Kind in the register: Burglary")
    assert open_one.persons.get().role == "victim"
    assert [str(one.number) for one in queries.references_of(open_one)] == ["PIMS-1"]
    formula = queries.case_by_number(supervisor, "PIMS-6")
    assert formula.title == '=HYPERLINK("http://x.example")'


def test_tips_are_taken_in(look, take_in):
    run = take_in(look("tip"))
    assert Tip.objects.count() == 3
    assert run.rows.get(number=2).became == ExternalReference.objects.get(number="PIMS-1").tip.subject


def test_the_same_file_twice_changes_nothing(look, take_in):
    take_in(look())
    cases = Case.objects.count()
    again = look()
    assert set(fates(again).values()) == {"matches", "refused"}
    take_in(again)
    assert Case.objects.count() == cases
    assert take_in(again).state == "applied"


def test_two_looks_at_one_file_take_it_in_once(look, take_in):
    one, other = look(), look()
    take_in(one)
    take_in(other)
    assert Case.objects.count() == 3
    assert fates(other)[2] == "matches"


def test_an_import_that_was_stopped_goes_on(look, take_in, monkeypatch):
    run, real = look(), taking_in._case

    def stopping(by, run, told):
        if told.number == "PIMS-2":
            raise KeyboardInterrupt
        return real(by, run, told)

    monkeypatch.setattr(taking_in, "_case", stopping)
    with pytest.raises(KeyboardInterrupt):
        take_in(run)
    assert Case.objects.count() == ExternalReference.objects.count() == 1
    monkeypatch.setattr(taking_in, "_case", real)
    assert take_in(run).state == "applied"
    assert Case.objects.count() == ExternalReference.objects.count() == 3


def test_other_bytes_are_not_taken_in(look, take_in):
    with pytest.raises(actions.AnotherFile):
        take_in(look(), "Report No,Details\n1,x\n")


def test_who_may(look, take_in, lead, administrator, auditor, agency, member_of):
    for member in (lead, administrator, auditor):
        with pytest.raises(PermissionDenied):
            look(by=member)
    run, other = look(), member_of(agency, "supervisor")
    for door in (lambda: take_in(run, by=other), lambda: queries.read_import(other, run.pk)):
        with pytest.raises(Http404):
            door()


def test_what_is_wrong_is_refused(look):
    with pytest.raises(actions.UnknownRegister):
        look(system="nothing")
    with pytest.raises(actions.MappingIsWrong):
        look(text="a\n1\n")
    with pytest.raises(FileNotRead):
        look(text="%PDF-1.7")


def test_names_and_words_stand_in_no_journal(look, take_in, scan):
    take_in(look())
    said = scan()
    for word in ("Quartzfinder", "Bangkok", "PIMS-1", "dollars"):
        assert word not in said
    assert Entry.objects.filter(verb="import.applied").count() == 1
    assert Entry.objects.filter(verb="reference.noted").count() == 3


def test_headings_are_recognised():
    assert proposed_mapping(("Report_No", " DETAILS ", "Date  Reported")) == {"number": 0, "text": 1, "day": 2}
    assert folded(" pims- 12 ") == "PIMS-12"


NAMING = """Report No,Date,Status,Category,Title,Details,Complainant
PIMS-1,,,,About Ana Quartzfinder,QUARTZFINDER Ana called +679 410 0142; Quartzfinder senior waits,Ana Quartzfinder
PIMS-2,,,,Another,Nobody is named here,Bo Quartzfinder
"""


def test_the_role_of_persons_is_chosen_never_guessed(look, take_in):
    with pytest.raises(actions.RoleNotChosen):
        look(persons_are="")
    take_in(look(text=NAMING, persons_are="concerned"), NAMING)
    assert {place.role for case in Case.objects.all() for place in case.persons.all()} == {"concerned"}


def test_names_are_left_out_on_demand(look, take_in):
    take_in(look(text=NAMING, persons_are="left_out"), NAMING)
    assert not any(case.persons.exists() for case in Case.objects.all())


def test_a_possible_victims_name_stands_not_in_the_words_of_the_case(look, take_in, supervisor):
    run = look(text=NAMING)
    assert [row.odd for row in run.rows.all()] == [["victim_named"], []]
    assert queries.rows_naming_victims(run) == 1
    take_in(run, NAMING)
    case = queries.case_by_number(supervisor, "PIMS-1")
    code_name = case.persons.get().person.code_name
    assert case.title == f"About {code_name}"
    assert case.summary.startswith(f"{code_name} called +679 410 0142; Quartzfinder senior")


def test_the_words_of_a_case_are_read_for_identifiers(look, take_in, supervisor):
    take_in(look())
    case = queries.case_by_number(supervisor, "PIMS-1")
    assert [one.identifier.value for one in identifiers_of(case.subject)] == ["+6794100142"]
    take_in(look("tip", REGISTER.replace("IMS-", "IMS-T")), REGISTER.replace("IMS-", "IMS-T"))
    assert [one.elsewhere for one in identifiers_of(case.subject)] == [1]

"""Exporting a case: who may, what leaves, what never does."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from lali.engines.exchange import problems_of
from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.cases.vocabulary import Level
from lali.records.entities.vocabulary import PersonRole
from lali.records.transfers.actions import NobodyToReport, export_htcds


def test_victims_leave_as_records_without_names(lead, case):
    for role in (PersonRole.VICTIM, PersonRole.SUSPECT):
        cases.add_person(by=lead, ref=case.ref, name="Sailosi Opalwhistle", role=role)
    file = export_htcds(by=lead, ref=case.ref)
    [record] = json.loads(file)
    assert record["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert problems_of(record) == []
    assert b"Opalwhistle" not in file
    entry = Entry.objects.filter(verb="case.exported").get()
    assert entry.facts == {"format": "htcds-2.0", "records": 1, "extensions": False}


def test_a_case_without_victims_says_so(lead, case):
    with pytest.raises(NobodyToReport):
        export_htcds(by=lead, ref=case.ref)


def test_only_a_lead_exports(lead, colleague, case):
    cases.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        export_htcds(by=colleague, ref=case.ref)


def test_from_the_page(open_page, lead, case):
    assert open_page(lead, f"/cases/{case.ref}/export/htcds/", {}).status_code == 302
    cases.add_person(by=lead, ref=case.ref, name="", role=PersonRole.VICTIM)
    answer = open_page(lead, f"/cases/{case.ref}/export/htcds/", {})
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)

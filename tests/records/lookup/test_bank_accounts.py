"""A bank account is entered by hand or read in a text, and searched for as people type it."""

import pytest

from lali.records.cases.actions import add_identifier, open_case
from lali.records.entities.actions import NotAnIdentifier
from lali.records.entities.models import Identifier
from lali.records.lookup.queries import everything_found


def test_by_hand_in_one_form_and_found_as_it_is_typed(lead, case):
    add_identifier(by=lead, ref=case.ref, kind="bank", typed="BSP a/c 970-1234-567")
    other = open_case(by=lead, title="Invented")
    add_identifier(by=lead, ref=other.ref, kind="bank", typed="9701234567 (bsp)")
    assert list(Identifier.objects.values_list("kind", "value")) == [("bank", "BSP 9701234567")]
    for typed in ("9701234567", "970 1234 567", "970-1234-567", "BSP 9701234567", "bsp 970 1234 567", "4567"):
        assert {one.case_ref for one in everything_found(lead, typed).results} == {case.ref, other.ref}, typed
    assert not everything_found(lead, "9701234599").results


@pytest.mark.parametrize("typed", ["+679 999 0001", "FJ-2026-00001", "BSP"])
def test_what_is_none_is_refused(lead, case, typed):
    with pytest.raises(NotAnIdentifier):
        add_identifier(by=lead, ref=case.ref, kind="bank", typed=typed)


def test_read_in_a_tip(tip_of):
    tip_of("Pay 300 dollars into BSP account 1234567 and call +679 410 0142 about order 87654321.")
    assert dict(Identifier.objects.values_list("kind", "value")) == {"bank": "BSP 1234567", "phone": "+6794100142"}
    assert not Identifier.objects.get(kind="bank").weak

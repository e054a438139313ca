"""A brief says of an exhibit what was written down of it, and what it was made from."""

import io

import pytest

from lali.records.briefs.paper_items import _how_it_came_about
from lali.records.evidence import actions

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])


@pytest.fixture
def pair(exhibits, case, lead):
    phone = actions.take_in_thing(
        by=lead,
        ref=case.ref,
        acquisition=actions.Acquisition(title="Phone", device="Tamtam X1 (invented)", device_serial="00-1"),
        keeping=actions.Keeping("Safe", "A-1"),
    )
    stated = actions.Acquisition(stated_kind="sha256", stated_digest="0" * 64)
    image = actions.take_in_exhibit(
        by=lead, ref=case.ref, file_name="i.bin", source=io.BytesIO(b"image"), acquisition=stated
    )
    made = actions.say_made_from(
        by=lead, ref=case.ref, number=image.number, parent=phone.number, how="extracted", tool="Tool 7.1"
    )
    return phone, made


def told(exhibit, *, names_others=True):
    return dict(_how_it_came_about(exhibit, names_others=names_others))


def test_a_thing_says_that_its_file_is_a_sheet(pair):
    facts = told(pair[0])
    assert "sheet" in facts["Kind"]
    assert (facts["Make and model"], facts["Serial number or IMEI"]) == ("Tamtam X1 (invented)", "00-1")


def test_what_it_was_made_from_and_that_the_stated_digest_differs(pair):
    phone, image = pair
    facts = told(image)
    assert facts["Made from"] == f"{phone.ref}; Extracted from it with a tool; Tool 7.1"
    assert facts["Digest that the giver stated"].endswith("differs from ours")


def test_where_numbers_are_others_no_other_exhibit_is_named(pair):
    phone, image = pair
    assert phone.ref not in told(image, names_others=False)["Made from"]

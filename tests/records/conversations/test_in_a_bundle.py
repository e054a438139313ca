"""What a court bundle says of how its exhibit was read: times of messages rest on it."""

import io
import json
import zipfile

import pytest

from lali.engines.custody import verify_bundle
from lali.records.conversations import actions
from lali.records.evidence.actions import bundle_for_court

from .conftest import OPEN


@pytest.fixture
def told(case, lead, tmp_path):
    def told(number=1):
        _name, pieces = bundle_for_court(by=lead, ref=case.ref, number=number)
        (tmp_path / "bundle.zip").write_bytes(data := b"".join(pieces))
        assert verify_bundle(tmp_path / "bundle.zip").ok
        return json.loads(zipfile.ZipFile(io.BytesIO(data)).read("exhibit.json"))

    return told


def test_how_dates_were_decided_and_by_whom(read_in, told, lead):
    read_in(OPEN, date_order="dmy", why="Her phone is set so")
    (reading,) = told()["conversations"]
    assert reading["reading"] == "C-001"
    assert (reading["date_order"], reading["date_order_decided_by"]) == ("dmy", "stated")
    assert (reading["stated_by"], reading["why"]) == (lead.name, "Her phone is set so")
    assert (reading["messages"], reading["every_byte_accounted_for"], reading["taken_back"]) == (2, True, "")


def test_what_the_file_decided_itself(read_in, told):
    read_in()
    (reading,) = told()["conversations"]
    assert (reading["date_order"], reading["stated_by"]) == ("dmy", "")
    assert reading["date_order_decided_by"]


def test_a_reading_that_was_taken_back_is_told_too(read_in, told, case, lead):
    read_in(OPEN, date_order="mdy", why="A guess")
    actions.take_back_reading(by=lead, ref=case.ref, number=1, why="It was wrong")
    (reading,) = told()["conversations"]
    assert reading["taken_back"]


def test_of_an_exhibit_that_is_no_conversation_nothing_is_said(sealed, told):
    sealed("A letter")
    assert "conversations" not in told()

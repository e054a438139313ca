"""In how many other records an identifier stands, and nothing about which."""

import pytest

from lali.records.entities.actions import note_typed_identifier
from lali.records.entities.queries import identifiers_of, records_sharing

pytestmark = pytest.mark.usefixtures("agency")


def phone(text, about):
    return note_typed_identifier(by="node", kind="phone", typed=text, country="FJ", about=about)


def test_elsewhere_counts_other_records_only():
    for about in ("case:1", "case:2", "tip:1", "received:R-0001"):
        phone("4100142", about)
    phone("4100143", "case:1")
    counts = {mention.identifier.value: mention.elsewhere for mention in identifiers_of("case:1")}
    assert counts == {"+6794100142": 3, "+6794100143": 0}


def test_the_tips_of_a_case_are_not_elsewhere():
    for about in ("case:1", "tip:1", "tip:2"):
        phone("4100142", about)
    [mention] = identifiers_of("case:1", with_parts=["tip:1"])
    assert mention.elsewhere == 1


def test_records_sharing_leaves_the_record_itself_out():
    phone("4100142", "case:1")
    phone("4100142", "case:2")
    phone("4100143", "case:3")
    assert [mention.record for mention in records_sharing("case:1")] == ["case:2"]

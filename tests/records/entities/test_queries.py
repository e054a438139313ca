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
    found, more = records_sharing("case:1", newest=5)
    assert ([record for record, _identifier in found], more) == (["case:2"], False)


def test_of_an_identifier_that_stands_everywhere_the_newest_records_share():
    phone("4100142", "case:1")
    for number in range(2, 6):
        phone("4100142", f"case:{number}")
    phone("4100143", "case:1")
    phone("4100143", "case:2")
    found, more = records_sharing("case:1", newest=2)
    assert sorted(record for record, _identifier in found) == ["case:2", "case:4", "case:5"]
    assert more

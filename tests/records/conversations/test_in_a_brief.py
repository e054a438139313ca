"""What a brief prints of cited messages: who, when, words, exhibit, hash, bytes, and how dates were decided."""

import pytest

from lali.records.briefs import actions as briefs
from lali.records.briefs.material import material_of
from lali.records.briefs.told import is_told, messages_in_words
from lali.records.conversations import actions


@pytest.fixture
def told(read_in, case, lead):
    read_in(zone="Pacific/Fiji", why="The owner never left Suva")
    actions.cite_messages(by=lead, ref=case.ref, number=1, first=2, last=3)
    return next(one for one in material_of(case) if one.source == "P-001").told


def test_who_when_where_and_how_dates_were_decided(told, case):
    said = dict(messages_in_words(told))
    exhibit = case.exhibits.get(number=1)
    assert said["Message 2"] == "Golden Lagoon Careers, 2026-10-31T09:06 (Pacific/Fiji), UTC 2026-10-30T21:06Z"
    assert said["SHA-256 of the exhibit"] == exhibit.sha256
    assert said["Bytes"].startswith("65–")
    assert said["How dates were decided"] == "day, month, year: no other order is possible"
    assert said["Time zone"] == "Pacific/Fiji: The owner never left Suva"
    assert is_told(told)
    assert not is_told(told | {"messages": [["2", "x", "y", "z"]]})
    assert not is_told(told | {"messages": [[2, "x", "y"]]})


def test_an_item_of_a_brief_keeps_it(told, case, lead):
    brief = briefs.begin_brief(by=lead, ref=case.ref, title="For the court", kind="evidence", language="en")
    briefs.choose_items(by=lead, ref=case.ref, number=brief.number, choices=[briefs.Choice("P-001", "included")])
    assert messages_in_words(brief.items.get(source="P-001").told) == messages_in_words(told)


def test_what_cites_no_messages_says_nothing_of_them():
    assert messages_in_words({"source": "E-001", "locator": "page 2"}) == []

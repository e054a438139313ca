"""Noting events in few words."""

from datetime import date

import pytest

ZONE = "Pacific/Fiji"


@pytest.fixture
def happened(case, lead):
    """`happened("Fee paid", day(...), place="Suva")`: one event of the test's case."""
    from lali.records.chronology.actions import Happening, note_event
    from lali.records.chronology.when import day

    def happened(text="Fee paid", when=None, *, by=lead, **known):
        when = when or day(date(2026, 11, 3), ZONE)
        return note_event(by=by, ref=case.ref, happening=Happening(text=text, when=when, **known))

    return happened


@pytest.fixture
def opened(case, lead):
    """The test's case, opened through its door by its lead."""
    from lali.records.cases.queries import read_case

    return lambda by=lead: read_case(by, case.ref)

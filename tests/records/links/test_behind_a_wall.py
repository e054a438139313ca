"""What lies behind a wall changes no hint."""

from lali.records.cases.actions import add_identifier, open_case, put_on_team, set_wall
from lali.records.links.queries import hints_for


def _case(by, title):
    case = open_case(by=by, title=title)
    add_identifier(by=by, ref=case.ref, kind="phone", typed="410 0142")
    return case


def test_what_stands_behind_a_wall_is_not_even_counted(lead, outsider, monkeypatch):
    monkeypatch.setattr("lali.records.links.queries.hints.NEWEST", 3)
    old = _case(outsider, "May be opened")
    put_on_team(by=outsider, ref=old.ref, member=lead, level="read")
    case = _case(lead, "Mine")
    before = hints_for(lead, case.ref)
    for n in range(2):
        set_wall(by=outsider, ref=_case(outsider, f"Walled {n}").ref, member=lead, kind="related", reason="x")
    assert hints_for(lead, case.ref) == before

"""Old and new values in the journal: readable for the team, sealed for the database's thief, gone with their key."""

import base64
import os

from hypothesis import given
from hypothesis import strategies as st

from lali.records.audit.models import Entry
from lali.records.audit.queries import check_log
from lali.records.cases import actions, queries
from lali.records.cases.access import case_for
from lali.records.changes import Change, changed_values, opened_changes
from lali.records.classified import INTERNAL, VICTIM

KEY = os.urandom(32)
FIELDS = {"state": INTERNAL, "title": VICTIM}


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_sealed_opens_with_its_key_only(old, new):
    changed = changed_values(FIELDS, {"title": old}, {"title": new}, key=KEY)
    if old == new:
        assert changed == {}
        return
    assert opened_changes(changed, key=KEY) == [Change("title", old, new)]
    for key in (None, os.urandom(32)):
        assert opened_changes(changed, key=key) == [Change("title", None, None)]


def test_values_for_members_stand_in_clear_and_unknown_fields_are_sealed():
    changed = changed_values(FIELDS, {"state": "open"}, {"state": "closed", "new": "Opalwhistle"}, key=KEY)
    assert changed["state"] == ["open", "closed"]
    assert "Opalwhistle" not in str(changed)


def test_a_sealed_value_cannot_be_moved_to_another_field():
    changed = changed_values(FIELDS, {}, {"title": "Opalwhistle"}, key=KEY)
    assert opened_changes({"summary": changed["title"]}, key=KEY) == [Change("summary", None, None)]


def test_a_long_value_is_cut_and_says_so():
    [change] = opened_changes(changed_values(FIELDS, {}, {"title": "x" * 5000}, key=KEY), key=KEY)
    assert change.new == "x" * 2000 + "…"


def test_hostile_values_are_answered():
    for odd in (
        {"title": [{"sealed": "?"}, {"sealed": ""}]},
        {"title": [{}, {"sealed": base64.b64encode(b"x")}]},
        None,
    ):
        assert all(change.old is None for change in opened_changes(odd, key=KEY))


def test_the_team_reads_what_changed_and_erasing_the_key_leaves_the_log_whole(lead, case):
    actions.describe_case(
        by=lead,
        ref=case.ref,
        version=case.version,
        title="Fee of 350 dollars",
        kind="fake_job",
        summary="",
        state="open",
    )
    opened = case_for(lead, case.ref)
    entries = queries.journal_of(opened)
    [changes] = queries.changes_in(opened, entries).values()
    assert Change("title", "Fee for a promised job", "Fee of 350 dollars") in changes
    assert Change("kind", "other", "fake_job") in changes
    assert not Entry.objects.filter(line__contains="350 dollars").exists()
    type(case).objects.filter(pk=case.pk).update(wrapped_key=b"")
    opened = case_for(lead, case.ref)
    [changes] = queries.changes_in(opened, entries).values()
    assert Change("title", None, None) in changes
    assert check_log().first_broken is None

"""Versions: who may make one, what is refused, what the journal says."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from lali.records.audit.models import Entry
from lali.records.configuration import actions, queries
from lali.records.configuration.models import ConfigurationVersion
from lali.records.configuration.reading import ConfigurationIsWrong
from lali.records.configuration.shipped import shipped_text

OURS = shipped_text("FJ").replace('words.en = "Fake job abroad"', 'words.en = "False offer abroad"', 1)


def change(by, text=OURS, base=1, why="Our own word"):
    return actions.change_configuration(by=by, base=base, text=text, why=why)


def test_a_node_is_configured_once(configured):
    assert configured.number == 1
    assert actions.load_shipped(by="node", country="FJ") is None
    assert actions.load_shipped(by="node", country="VU") is None
    assert ConfigurationVersion.objects.count() == 1


def test_a_country_without_a_configuration_stays_without(agency):
    assert actions.load_shipped(by="node", country="VN") is None
    assert queries.in_force().number == 0
    assert queries.in_force().configuration.lists == ()


def test_a_change_is_a_version_and_stands_in_the_journal(configured, administrator):
    version = change(administrator)
    assert (version.number, version.made_by, version.why) == (2, administrator, "Our own word")
    assert version.changes == ["lists/case_kinds/entries/fake_job:words.en:changed"]
    entry = Entry.objects.filter(verb="configuration.changed").order_by("-index").first()
    assert (entry.by, entry.subject) == (administrator.journal_name, "configuration")
    assert entry.facts["changed"] == version.changes
    assert queries.in_force().number == 2
    assert queries.configuration_of(1) != queries.configuration_of(2)
    found, changes = queries.version_kept_by(administrator, 2)
    assert found == version
    assert [change.new for change in changes] == ["False offer abroad"]


def test_an_upgrade_keeps_what_an_agency_worded(configured, administrator):
    change(administrator)
    assert actions.load_shipped(by="node", country="FJ") is None
    assert "False offer abroad" in queries.in_force().text


@pytest.mark.parametrize("role", ["lead", "supervisor", "auditor"])
def test_only_an_administrator_changes_it(configured, role, request):
    member = request.getfixturevalue(role)
    calls = (
        lambda: change(member),
        lambda: queries.preview(member, OURS),
        lambda: queries.versions_kept_by(member),
        lambda: queries.version_kept_by(member, 1),
        lambda: queries.configuration_kept_by(member),
    )
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()


def test_an_administrator_of_a_second_agency_does_not(configured, administrator):
    from lali.records.agencies.actions import enrol_member, found_agency

    shelter = found_agency(by="node", slug="shelter", name="Shelter (fictional)", country="FJ")
    other = enrol_member(
        by="node", agency=shelter, email="s@s.example", name="S (invented)", role="administrator", password="x"
    )
    with pytest.raises(PermissionDenied):
        change(other)


def test_who_was_first_is_not_written_over(configured, administrator):
    change(administrator)
    with pytest.raises(actions.ConfigurationHasMoved):
        change(administrator, OURS.replace("False offer", "Lie"))


def test_refusals_write_nothing(configured, administrator):
    for text, why, refusal in [
        (shipped_text("FJ"), "x", actions.NothingChanges),
        (OURS, " ", actions.NoReason),
        (OURS + "\nwrong", "x", ConfigurationIsWrong),
    ]:
        with pytest.raises(refusal), transaction.atomic():
            change(administrator, text, why=why)
    assert ConfigurationVersion.objects.count() == 1


def test_a_preview_says_all_and_writes_nothing(configured, administrator):
    entries = Entry.objects.count()
    assert [str(change) for change in queries.preview(administrator, OURS)] == [
        "Entries, “False offer abroad” (case_kinds / fake_job): words.en was “Fake job abroad”, becomes “False offer abroad”."
    ]
    assert Entry.objects.count() == entries


def test_one_look_asks_once(configured, django_assert_num_queries, administrator):
    with django_assert_num_queries(1), queries.one_look():
        assert queries.in_force() is queries.in_force()
    with queries.one_look():
        assert queries.in_force().number == 1
        change(administrator)
        assert queries.in_force().number == 2


def test_two_at_once_make_one_version(configured, administrator, at_once):
    results = at_once(
        *[lambda word=word: change(administrator, OURS.replace("False", word)) for word in ("One", "Two")]
    )
    assert sorted(type(result).__name__ for result in results) == ["ConfigurationHasMoved", "ConfigurationVersion"]

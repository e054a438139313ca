"""The journal only grows, each entry under a signed head."""

import pytest
from django.db import transaction
from django.test import override_settings

from lali.engines.custody import NotCanonical, read_head, verify_head
from lali.records.audit.actions import record
from lali.records.audit.models import Entry, EntryIsFinal, LogState, SignedHead
from lali.records.audit.queries import check_log, log_verifier, newest_head

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])


def note(number=1, **more):
    return [record(by="node", verb="test.noted", subject=f"case:{n}", facts={"n": n}, **more) for n in range(number)]


def test_numbers_run_from_nought_without_gaps():
    assert [entry.index for entry in note(5)] == [0, 1, 2, 3, 4]


def test_a_member_stands_there_as_a_reference(lead):
    assert record(by=lead, verb="test.noted", subject="case:1").by == f"member:{lead.pk}"


def test_each_entry_has_a_head_that_verifies():
    for size in (1, 2, 3):
        note()
        head = verify_head(newest_head(), keys=[log_verifier()])
        assert head.size == size


def test_heads_are_kept_where_asked():
    note(2)
    entry = record(by="node", verb="test.kept", subject="case:9", keep_head=True)
    kept = SignedHead.objects.get()
    assert (kept.size, kept.occasion) == (entry.index + 1, "case:9")
    assert read_head(kept.head).size == 3


def test_an_entry_cannot_be_changed_or_deleted():
    entry = note()[0]
    entry.verb = "test.other"
    with pytest.raises(EntryIsFinal):
        entry.save()
    with pytest.raises(EntryIsFinal):
        entry.delete()
    with pytest.raises(EntryIsFinal):
        Entry.objects.filter(pk=entry.pk).update(verb="test.other")
    with pytest.raises(EntryIsFinal):
        Entry.objects.all().delete()
    with pytest.raises(EntryIsFinal), transaction.atomic():
        Entry.objects.bulk_update([entry], ["verb"])
    assert Entry.objects.get().verb == "test.noted"


def test_no_deed_no_entry():
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert newest_head() == ""
    assert note()[0].index == 0


def test_what_a_line_cannot_hold_is_refused_and_nothing_is_written():
    with pytest.raises(NotCanonical), transaction.atomic():
        record(by="node", verb="test.noted", subject="case:1", facts={"share": 0.5})
    assert not Entry.objects.exists()
    assert check_log().first_broken is None


def test_each_database_has_its_own_journal(settings):
    note(2)
    note(3, using=settings.LETTERBOX)
    assert (check_log().entries, check_log(using=settings.LETTERBOX).entries) == (2, 3)


def test_the_letterbox_journal_tells_times_to_the_hour_only(settings):
    at = note(using=settings.LETTERBOX)[0].at
    assert (at.minute, at.second, at.microsecond) == (0, 0, 0)
    head = LogState.objects.using(settings.LETTERBOX).get().head
    assert ":00:00Z" in head


def test_a_process_without_keys_appends_under_the_head_it_found(settings):
    note(2, using=settings.LETTERBOX)
    with override_settings(KEY_FOLDER=None):  # as the public process is
        note(1, using=settings.LETTERBOX)
    state = LogState.objects.using(settings.LETTERBOX).get()
    assert (state.size, read_head(state.head).size) == (3, 2)
    assert check_log(using=settings.LETTERBOX).first_broken is None
    note(1, using=settings.LETTERBOX)
    assert read_head(LogState.objects.using(settings.LETTERBOX).get().head).size == 4

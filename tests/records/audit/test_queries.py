"""Whatever is changed behind the journal's back is named by `check_log`."""

import json

import pytest
from django.db import connections

from lali.engines.custody import (
    Frontier,
    canonical,
    leaf_hash,
    new_signing_key,
    read_head,
    sign_head,
    verify_inclusion,
)
from lali.records.audit import queries
from lali.records.audit.actions import record
from lali.records.audit.models import Entry, LogState, SignedHead
from lali.records.audit.queries import all_entries, check_log, entries_about, proven_entries, proven_entry

pytestmark = pytest.mark.django_db(databases=["default", "letterbox"])


@pytest.fixture
def seven():
    """Seven entries; heads are kept after the third and the sixth."""
    for number in range(7):
        keep = number in {2, 5}
        record(by="node", verb="test.noted", subject=f"case:{number}", facts={"n": number}, keep_head=keep)
    assert check_log().first_broken is None


def sql(words, *values, using="default"):
    with connections[using].cursor() as cursor:
        cursor.execute(words, values)
        assert cursor.rowcount


def entry_put(number, **changed):
    """Change an entry as somebody with the database file would; the line follows if not given."""
    entry = Entry.objects.get(index=number)
    for field, value in changed.items():
        setattr(entry, field, value)
    line = changed.get("line") or canonical(entry.as_logged()).decode()
    sql(
        'UPDATE audit_entry SET verb=%s, subject=%s, "by"=%s, facts=%s, line=%s WHERE "index"=%s',
        entry.verb,
        entry.subject,
        entry.by,
        json.dumps(entry.facts),
        line,
        number,
    )


def state_put(**fields):
    LogState.objects.update(**fields)


def rebuilt():
    """The log computed anew over what stands there now, as a forger would."""
    frontier = Frontier()
    for line in Entry.objects.order_by("index").values_list("line", flat=True):
        frontier.append(leaf_hash(line.encode()))
    return frontier


def broken():
    return check_log().first_broken


@pytest.mark.usefixtures("seven")
class TestTampering:
    def test_a_changed_field(self):
        sql('UPDATE audit_entry SET verb=%s WHERE "index"=4', "test.other")
        assert broken() == "Journal entry 4 does not say what was logged."

    @pytest.mark.parametrize("field", ["by", "subject", "facts"])
    def test_each_field_counts(self, field):
        new = {"by": "member:99", "subject": "case:99", "facts": {"n": 99}}[field]
        line = Entry.objects.get(index=1).line
        entry_put(1, **{field: new, "line": line})
        assert broken() == "Journal entry 1 does not say what was logged."

    def test_a_changed_time(self):
        sql('UPDATE audit_entry SET at=%s WHERE "index"=1', "2020-01-01 00:00:00+00:00")
        assert "entry 1" in broken()

    def test_facts_that_no_line_can_hold(self):
        sql('UPDATE audit_entry SET facts=%s WHERE "index"=3', '{"n": 0.5}')
        assert broken() == "Journal entry 3 does not say what was logged."

    def test_a_changed_line(self):
        line = Entry.objects.get(index=4).line
        sql('UPDATE audit_entry SET line=%s WHERE "index"=4', line.replace("noted", "other"))
        assert broken() == "Journal entry 4 does not say what was logged."

    def test_field_and_line_changed_together_before_a_kept_head(self):
        entry_put(1, verb="test.other")
        assert broken() == "A signed head of 3 entries does not match the journal."

    def test_field_and_line_changed_together_after_the_kept_heads(self):
        entry_put(6, verb="test.other")
        assert broken() == "A signed head of 7 entries does not match the journal."

    def test_a_removed_entry(self):
        sql('DELETE FROM audit_entry WHERE "index"=2')
        assert broken() == "Journal entry 2 is missing."

    def test_a_cut_off_end(self):
        sql('DELETE FROM audit_entry WHERE "index">4')
        assert broken() == "The journal has 5 entries, its newest state speaks of 7."

    def test_a_cut_off_end_with_the_state_turned_back(self):
        sql('DELETE FROM audit_entry WHERE "index">4')
        state_put(size=5, frontier=rebuilt().to_bytes(), head=SignedHead.objects.get(size=3).head)
        assert broken() == "The journal ends at entry 5, but a head was signed for 6 entries."

    def test_a_state_turned_back_alone(self):
        kept = SignedHead.objects.get(size=3).head
        state_put(size=3, head=kept)
        assert broken() == "Journal entry 6 stands beyond the end of the log."

    def test_an_entry_put_in_at_the_end_without_the_key(self):
        forged = Entry.objects.order_by("index").last()
        forged.pk, forged.index = None, 7
        forged.line = canonical(forged.as_logged()).decode()
        forged.save()
        assert broken() == "Journal entry 7 stands beyond the end of the log."
        state_put(size=8, frontier=rebuilt().to_bytes())
        assert broken() == "Entries after 7 stand under no signed head."

    def test_a_history_rewritten_under_another_key(self):
        entry_put(1, verb="test.other")
        frontier = rebuilt()
        head = sign_head(
            origin=read_head(LogState.objects.get().head).origin,
            size=7,
            root=frontier.root(),
            signing_key=new_signing_key(),
        )
        SignedHead.objects.all().delete()
        state_put(frontier=frontier.to_bytes(), head=head)
        assert broken() == "A signed head of 7 entries does not match the journal."

    def test_a_history_rewritten_without_any_head(self):
        entry_put(1, verb="test.other")
        SignedHead.objects.all().delete()
        state_put(frontier=rebuilt().to_bytes(), head="")
        assert broken() == "The newest signed head is missing."

    def test_a_forged_right_edge(self):
        frontier = rebuilt().to_bytes()
        state_put(frontier=frontier[:-1] + bytes([frontier[-1] ^ 1]))
        assert broken() == "The right edge of the log does not match the journal."

    def test_a_head_that_is_none(self):
        state_put(head="not a head")
        assert broken() == "The newest signed head cannot be read."

    def test_a_missing_state(self):
        LogState.objects.all().delete()
        assert broken() == "Journal entry 6 stands beyond the end of the log."

    def test_two_entries_exchanged(self):
        one, two = Entry.objects.get(index=1), Entry.objects.get(index=2)
        for index, entry in ((1, two), (2, one)):
            sql('UPDATE audit_entry SET subject=%s, line=%s WHERE "index"=%s', entry.subject, entry.line, index)
        assert broken() == "Journal entry 1 does not say what was logged."


@pytest.mark.usefixtures("seven")
def test_a_check_hears_how_far_it_is():
    check = check_log()
    assert (check.entries, check.first_broken) == (7, None)


def test_an_empty_journal_is_in_order():
    assert check_log() == check_log(using="letterbox")
    assert check_log().entries == 0


def test_entries_about_a_record_and_its_parts_but_not_its_neighbours():
    for subject in ("case:FJ-1", "case:FJ-1/task:4", "case:FJ-10", "case:FJ-1x", "tip:1"):
        record(by="node", verb="test.noted", subject=subject)
    assert [entry.subject for entry in entries_about("case:FJ-1")] == ["case:FJ-1/task:4", "case:FJ-1"]
    assert [entry.index for entry in all_entries()] == [4, 3, 2, 1, 0]
    assert all_entries().writes().count() == 5


@pytest.mark.usefixtures("seven")
def test_proven_entries_lead_to_the_head():
    head, proven = proven_entries("case:4")
    read = read_head(head)
    assert [one.index for one in proven] == [4]
    assert all(verify_inclusion(leaf_hash(one.line), one.index, read.size, one.path, read.root) for one in proven)


def test_a_proof_reads_two_blocks_of_the_journal_however_often_it_is_asked_for(
    monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(queries, "BLOCK", 2)
    queries._hash_of_block.cache_clear()
    for number in range(23):
        record(by="node", verb="test.noted", subject=f"case:{number}")
    for number in range(23):
        head, proven = proven_entry(f"case:{number}", "test.noted")
        assert proven == proven_entries(f"case:{number}")[1][0]
    with django_assert_max_num_queries(4):
        assert proven_entry("case:9", "test.noted")[0] == head
    queries._hash_of_block.cache_clear()

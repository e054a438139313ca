"""Files of translators: out and in again, and what becomes of a file that is older than what stands here."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lali.engines.wording import Offered, Sheet, read_po, read_xliff, write_po, write_xliff
from lali.records.wording import actions, keeping, sending
from lali.records.wording.access import mark_of
from lali.records.wording.pages import PAGES, page_of, pages_of
from lali.records.wording.shipped import shipped, strings
from lali.records.wording.vocabulary import State
from tests.records.wording.test_wording import WORDS, key_of, say


@pytest.fixture
def key():
    return key_of(WORDS)


def changed_file(supervisor, key, text, write):
    entries = [one for one in sending.entries_of(supervisor, "bi") if one.texts]
    return write([replace(one, texts=(text,)) if one.key == key else one for one in entries])


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_a_file_goes_out_and_comes_back_with_one_change(supervisor, key, kind):
    now = timezone.now()
    if kind == "po":
        sheet = read_po(changed_file(supervisor, key, "Go aot", lambda some: write_po("bi", 2, "(n != 1)", some, now)))
    else:
        sheet = read_xliff(
            changed_file(supervisor, key, "Go aot", lambda some: write_xliff("bi", "site", 2, some, now))
        )
    found = keeping.preview(supervisor, "bi", sheet)
    assert [(one.entry.key, one.after, one.was_signed) for one in found.changes] == [(key, ("Go aot",), False)]
    assert (found.faulty, found.conflicts, found.unknown, found.unsure) == ([], [], 0, 0)
    assert found.same == len([one for one in strings() if one in shipped("bi")]) - 1
    done = actions.take_in_wordings(
        by=supervisor,
        language="bi",
        offered={one.entry.key: one.after for one in found.changes},
        seen={one.entry.key: one.mark for one in found.changes},
    )
    assert (done.taken, done.faulty, done.changed) == (1, 0, 0)
    assert keeping.line_of(supervisor, "bi", key).state == State.DRAFT


def test_a_file_of_another_language_changes_nothing(supervisor):
    sheet = read_po(write_po("vi", 1, "0", sending.entries_of(supervisor, "vi", "home")))
    found = keeping.preview(supervisor, "bi", sheet)
    assert found == keeping.Preview(wrong_language="vi")


def sheet_of(key, text, went_out=None):
    entry = strings()[key]
    return Sheet("bi", (Offered(key, entry.source, (text,)),), went_out)


def weighed(member, *sheet):
    found = keeping.preview(member, "bi", sheet_of(*sheet))
    listed = {"changes": len(found.changes), "conflicts": len(found.conflicts)}
    return {name for name in ("changes", "conflicts", "same", "older") if listed.get(name) or getattr(found, name)}


def test_an_older_file_undoes_no_newer_draft(supervisor, administrator, key):
    before = timezone.now()
    (shipped_words,) = shipped("bi")[key]
    say(supervisor, key, "Aot naoia")
    between = timezone.now()
    say(administrator, key, "Go aot", seen=mark_of(["Aot naoia"]))
    after = timezone.now()
    for text, went_out, kind in (
        ("Go aot", before, "same"),
        (shipped_words, before, "older"),
        ("Aot naoia", between, "older"),
        ("Aot naoia", before, "conflicts"),
        (shipped_words, between, "conflicts"),
        ("Lego", before, "conflicts"),
        ("Lego", between, "conflicts"),
        ("Lego", after, "changes"),
        (shipped_words, after, "changes"),
        ("Lego", None, "conflicts"),
        (shipped_words, None, "conflicts"),
        ("Lego", after + timedelta(days=400), "conflicts"),
    ):
        assert weighed(supervisor, key, text, went_out) == {kind}, (text, went_out)
    other = key_of("Report")
    assert weighed(supervisor, other, "Ripotem", None) == {"changes"}, "nobody here wrote anything"


def test_a_file_tells_pages_by_name_and_no_file_of_the_program(supervisor):
    entries = sending.entries_of(supervisor, "bi")
    places = {place for entry in entries for place in entry.places}
    assert {"Home", "On every page"} <= places <= {str(page.name) for page in PAGES}
    many = next(entry for entry in entries if len(entry.places) > 1)
    assert pages_of(strings()[many.key].places)[0].code == page_of(strings()[many.key].places)
    for raw in (write_po("bi", 2, "(n != 1)", entries), write_xliff("bi", "site", 2, entries)):
        assert b"lali/" not in raw


def test_lines_of_other_english_and_faulty_ones_are_told_apart(supervisor, key):
    raw = (
        'msgid ""\nmsgstr "Language: bi\\n"\n\nmsgid "Nobody says this"\nmsgstr "No"\n\n'
        f'msgid "{WORDS}"\nmsgstr "<b>Aot</b>"\n\n#, fuzzy\nmsgid "Report"\nmsgstr "Ripotem"\n'
    )
    found = keeping.preview(supervisor, "bi", read_po(raw.encode()))
    assert (found.unknown, found.unsure, found.changes) == (1, 1, [])
    assert [one.entry.key for one in found.faulty] == [key]


def test_what_changed_since_the_look_at_a_file_stays(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    done = actions.take_in_wordings(
        by=administrator,
        language="bi",
        offered={key: ["Go aot"], "0" * 32: ["x"]},
        seen={key: mark_of(shipped("bi")[key])},
    )
    assert (done.taken, done.faulty, done.changed) == (0, 1, 1)

"""What each row of a register says, shown before anything is taken in, and kept no longer than that."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.chronology.queries.entries import tip_entry
from lali.records.imports import queries
from lali.records.imports.actions import forget_looks
from lali.records.imports.models import ImportRow
from lali.records.keyring import open_words
from lali.records.tips.models import Tip
from lali.web.components.templatetags.components import moment


def says(run, number, fate=""):
    ((_row, said),) = queries.rows_with_contents(run, queries.rows_of(run, fate).filter(number=number))
    return {one.label: (one.read, one.written) for one in said}


def test_each_row_shows_what_it_says_and_what_was_read_otherwise(look):
    run = look()
    first = says(run, 2)
    assert first["Number in the register"] == ("PIMS-1", "")
    assert first["Title"] == ("Offer in Bangkok", "")
    assert first["Day"] == ("3 Nov 2026", "written “03/11/2026”")
    assert first["Kind"] == ("Fake job abroad", "")
    assert first["State"] == ("Open", "")
    assert first["Persons"] == ("Ana Quartzfinder (invented) (Possible victim)", "")
    assert "+6794100142" in first["Numbers and accounts in its words"][0]
    assert "+679 410 0142" in first["Numbers and accounts in its words"][1]
    second = says(run, 3)
    assert second["State"] == ("Closed", "")
    assert second["Title"] == ("PIMS-2", "no title in the file: the number stands for it")
    assert second["Kind"] == ("Other", "written “Burglary”, which stays in the summary")
    assert says(run, 6)["Day"] == ("cannot be read as a day", "written “32/13/2026”")


def test_a_tip_takes_no_names_and_a_name_that_is_left_out_is_said(look):
    assert says(look("tip"), 2)["Persons"] == ("left out", "written “Ana Quartzfinder (invented)”")
    assert "Kind" not in says(look("tip"), 2)
    assert says(look(persons_are="left_out"), 2)["Persons"][0] == "left out"


def test_several_names_and_long_texts_are_shown_as_they_are_read(look):
    heading = "Number,Details,Title,a,b,c,Complainant"
    run = look(text=f"{heading}\n7,{'é' * 700},{'T' * 200},,,,Ana Reef; Ben Reef ;\n", persons_are="witness")
    said = says(run, 2)
    assert said["Persons"] == ("Ana Reef; Ben Reef (Witness)", "written “Ana Reef; Ben Reef ;”")
    assert said["What happened"] == ("é" * 300, "and 400 more letters")
    assert len(said["Title"][0]) == 160
    assert said["Title"][1].startswith("written “TTT")


def test_what_rows_say_is_sealed_and_kept_no_longer_than_somebody_decides(look, take_in, scan):
    run = look()
    rows = str(list(ImportRow.objects.values_list()))
    assert "Quartzfinder" not in rows + scan()
    assert all(bytes(row.sealed_contents) for row in run.rows.all())
    take_in(run)
    run.refresh_from_db()
    assert bytes(run.wrapped_key) == b""
    assert {bytes(row.sealed_contents) for row in run.rows.all()} == {b""}
    assert says(run, 2) == {}
    other = look(text="Number,Details\n9,Call 410 0142\n")
    assert forget_looks(by="node") == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert forget_looks(by="node") == 1
        assert forget_looks(by="node") == 0
    other.refresh_from_db()
    assert says(other, 2) == {}
    assert Entry.objects.filter(verb="import.forgotten", subject=other.subject).count() == 1
    take_in(other, text="Number,Details\n9,Call 410 0142\n")  # can still be taken in
    assert other.rows.get().became


def test_of_a_long_register_the_first_rows_are_shown(look, monkeypatch):
    monkeypatch.setattr("lali.records.imports.actions.looking.MOST_ROWS", 2)
    monkeypatch.setattr("lali.records.imports.actions.looking.BATCH", 2)
    run = look(text="Number,Details\n1,a\n2,b\n3,c\n")
    assert [bool(row.sealed_contents) for row in run.rows.all()] == [True, True, False]
    assert says(run, 4) == {}


def test_a_page_opens_only_its_rows(look, monkeypatch, django_assert_num_queries):
    run = look()
    opened = []
    monkeypatch.setattr(
        "lali.records.imports.contents.open_words",
        lambda sealed, **how: opened.append(how) or open_words(sealed, **how),
    )
    with django_assert_num_queries(1):
        assert len(queries.rows_with_contents(run, queries.rows_of(run)[2:4])) == 2
    assert len(opened) == 2


def test_of_a_tip_from_a_register_only_the_day_is_known(look, take_in):
    take_in(look("tip"))
    first, _second = Tip.objects.order_by("number")[:2]
    assert first.received_day_only
    assert timezone.localtime(first.received_at).date().isoformat() == "2026-11-03"
    assert "Nov 2026" in tip_entry(first).when
    assert ":" not in tip_entry(first).when.partition("(")[0]
    assert moment(first.received_at, day_only=True) == '<time datetime="2026-11-03">3 Nov 2026</time>'

"""Columns that no field takes up: named before anything is taken in, and kept unless somebody says otherwise."""

import pytest
from django.utils import timezone

from lali.records.cases.actions import open_case_from_tip
from lali.records.cases.models import Case
from lali.records.entities.models import Mention
from lali.records.imports import queries
from lali.records.links.queries.identifiers import read_identifier
from lali.records.tips.models import Tip
from tests.records.imports.test_contents import says

OLD = "File no,Told by,Text,Phone,Age,,Category\nH-1,A teacher,She was offered work,410 0142,17,left,Fake job,beyond\n"


def words(made):
    return made.text if isinstance(made, Tip) else made.summary


@pytest.fixture
def look_old(look):
    """Look at the old register of an office."""

    def look_old(target="tip", text=OLD, **more):
        return look(target, text, mapping={"number": 0, "text": 2, "kind": 6}, **more)

    return look_old


@pytest.mark.parametrize("target", ["tip", "case"])
def test_nothing_of_a_row_is_lost(look_old, take_in, target):
    run = look_old(target)
    named = queries.placeless_columns(run)
    assert named == ["Told by", "Phone", "Age", "Column 6", *(["Category"] if target == "tip" else [])]
    assert "Age: 17" in says(run, 2)["Added to the text"][0]
    assert "+6794100142" in says(run, 2)["Numbers and accounts in its words"][0]
    take_in(run, text=OLD)
    made = (Tip if target == "tip" else Case).objects.get()
    for line in ("Told by: A teacher", "Phone: 410 0142", "Age: 17", "Column 6: left", "Column 8: beyond"):
        assert line in words(made).splitlines()
    assert ("Category: Fake job" in words(made)) == (target == "tip")
    assert Mention.objects.filter(record=made.subject, identifier__value="+6794100142").exists()


def test_they_can_be_left_out(look_old, take_in):
    run = look_old(rest="leave")
    assert "Age" in queries.placeless_columns(run)
    assert "Added to the text" not in says(run, 2)
    take_in(run, text=OLD)
    assert Tip.objects.get().text == "She was offered work"


def test_their_names_are_sealed_and_go_with_the_contents(look_old, take_in):
    run = look_old()
    assert b"Told by" not in bytes(run.sealed_rest)
    take_in(run, text=OLD)
    run.refresh_from_db()
    assert queries.placeless_columns(run) == []
    assert bytes(run.sealed_rest) == b""


def test_a_victim_named_in_such_a_column_is_covered_too(look, take_in):
    text = "Number,Details,Told by,x,y,z,Complainant\nP-1,An offer,Ana Reef (invented),,,,Ana Reef (invented)\n"
    run = look("case", text)
    assert run.rows.get().odd == ["victim_named"]
    take_in(run, text=text)
    assert "Ana Reef" not in Case.objects.get().summary
    assert "Told by: " in Case.objects.get().summary


def test_very_long_columns_are_cut_and_that_is_said(look_old, take_in):
    text = OLD.replace("410 0142", "a" * 15_000).replace("A teacher", "b" * 15_000)
    run = look_old(text=text)
    assert "cut" in run.rows.get().odd
    take_in(run, text=text)
    assert 20_000 < len(Tip.objects.get().text) < 21_000


@pytest.mark.parametrize("target", ["tip", "case"])
def test_an_identifier_was_seen_when_the_register_says(look, take_in, target, supervisor):
    take_in(look(target))
    mention = Mention.objects.get(identifier__value="+6794100142")
    assert timezone.localtime(mention.at).date().isoformat() == "2026-11-03"
    if target == "tip":
        tip = Tip.objects.get(text__contains="410 0142")
        case = open_case_from_tip(by=supervisor, number=tip.number, version=tip.version, title="x", kind="other")
        assert {one.at for one in Mention.objects.filter(identifier=mention.identifier)} == {tip.received_at}
        shown = read_identifier(supervisor, mention.identifier_id)
        assert (shown.first, shown.last) == (tip.received_at, tip.received_at), case

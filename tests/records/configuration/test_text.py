"""The text of a configuration: read, written, compared, edited. No database."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.records.configuration.differences import (
    MadeForGood,
    NothingIsDeleted,
    changes_between,
    refuse_what_would_hurt,
)
from lali.records.configuration.document import Configuration, Entry, ExtraField, Template, WordList, with_code
from lali.records.configuration.editing import kind_at, part_at, with_part, with_what_is_new, without_part
from lali.records.configuration.lines import Lines
from lali.records.configuration.reading import MOST_CHARACTERS, ConfigurationIsWrong, read_configuration
from lali.records.configuration.shipped import countries_shipped, shipped_text
from lali.records.configuration.vocabulary import Group, Inside
from lali.records.configuration.writing import written_configuration

SMALL = """format = "lali-configuration/1"
country = "FJ"

[[lists]]
code = "case_kinds"
words.en = "Kinds of case"
words.fr = "Types d’affaire"

[[lists.entries]]
code = "fake_job"
words.en = "Fake job"
words.fr = "Faux emploi"

[[lists.entries]]
code = "other"
words.en = "Other"
words.fr = "Autre"

[[fields]]
code = "station"
words.en = "Station"
words.fr = "Poste"
record = "case"
type = "choice"
list = "case_kinds"
secrecy = "internal"

[[templates]]
code = "first"
words.en = "First steps"
words.fr = "Premiers gestes"
kind = "fake_job"

[[templates.steps]]
code = "safety"
words.en = "Safety first"
words.fr = "La sécurité d’abord"
due_in_days = 0
who = "lead"

[[templates.steps]]
code = "keep"
words.en = "Preserve"
words.fr = "Conserver"
after = "safety"
"""


@pytest.fixture
def small():
    return read_configuration(SMALL)


def problems_of(text):
    with pytest.raises(ConfigurationIsWrong) as caught:
        read_configuration(text)
    return [(problem.line, problem.sentence) for problem in caught.value.problems]


def line_of(words):
    return SMALL.splitlines().index(words) + 1


def test_writing_and_reading_agree(small):
    assert written_configuration(small) == SMALL
    assert read_configuration(written_configuration(small)) == small


@pytest.mark.parametrize("country", countries_shipped())
def test_what_is_shipped_is_whole_and_written_as_we_write_it(country):
    text = shipped_text(country)
    found = read_configuration(text)
    assert found.country == country
    assert written_configuration(found) == text
    kinds = ["fake_job", "seasonal_fraud", "scam_centre", "sextortion", "child_online"]
    assert [template.kind for template in found.templates] == kinds
    for template in found.templates:
        assert len(template.steps) >= 12
        assert template.deadlines
        assert template.questions
        assert template.offences
        assert template.steps[0].code == "safety"
        assert template.steps[0].due_in_days == 0
        codes = {step.code for step in template.steps}
        assert {"preserve", "originals", "non_punishment", "help", "prosecutor"} <= codes
        assert all(offence.confirm for offence in template.offences), "no section is confirmed by a prosecutor yet"
    assert {"pims", "fair"} <= {entry.code for entry in found.list_of("reference_systems").entries}


def test_fiji_and_vanuatu_are_shipped():
    assert countries_shipped() == ["FJ", "VU"]
    assert shipped_text("XX") == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('country = "FJ"', "country = 7", line_of('country = "FJ"'), "quotation marks"),
        ('code = "other"', 'code = "Other kind"', line_of('code = "other"'), "small letters"),
        ('code = "other"', 'code = "fake_job"', line_of('code = "other"'), "twice"),
        ('words.fr = "Autre"', 'words.de = "Andere"', line_of('words.en = "Other"'), "French"),
        ("due_in_days = 0", 'due_in_days = "soon"', line_of("due_in_days = 0"), "whole number"),
        ("due_in_days = 0", "due_in_days = -1", line_of("due_in_days = 0"), "whole number"),
        ('who = "lead"', 'who = "chief"', line_of('who = "lead"'), "one of: lead, any"),
        ('after = "safety"', 'after = "keep"', line_of('after = "safety"'), "stands above"),
        ('kind = "fake_job"', 'kind = "nothing"', line_of('kind = "fake_job"'), "no kind of case"),
        ('list = "case_kinds"', 'list = "stations"', line_of('list = "case_kinds"'), "no list"),
        ('type = "choice"', 'type = "text"', line_of('list = "case_kinds"'), "Only a field that chooses"),
        ('code = "station"', 'code = "station"\ncolour = "red"', line_of('code = "station"') + 1, "colour"),
        ('format = "lali-configuration/1"', 'format = "other"', 1, "must begin with"),
        ('words.en = "Safety first"', 'words.en = "a\\u0007b"', line_of('words.en = "Safety first"'), "control"),
        ('words.en = "Safety first"', f'words.en = "{"x" * 300}"', line_of('words.en = "Safety first"'), "longer than"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, line, said):
    found = problems_of(SMALL.replace(old, new, 1))
    assert any(at == line and said in sentence for at, sentence in found), found


def test_several_problems_are_said_at_once_in_order():
    found = problems_of(SMALL.replace("due_in_days = 0", "due_in_days = 9999").replace('"case"', '"ship"'))
    assert [line for line, _said in found] == sorted(line for line, _said in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    "hostile",
    ["", "x", "[[", "a = " + "[" * 5000, "=" * 1000, "\x00", "lists = 3", "lists = [1]", "[lists]\na=1", "x" * (MOST_CHARACTERS + 1)],
)  # fmt: skip
def test_hostile_texts_are_refused(hostile):
    assert problems_of(hostile)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    with suppress(ConfigurationIsWrong):
        read_configuration(text)


@given(
    st.dictionaries(
        st.sampled_from(["en", "fr", "bi"]), st.text(st.characters(categories=["L", "P", "Zs"]), max_size=50)
    )
)
def test_any_words_survive_writing(words):
    words = {"en": "x", "fr": "x"} | {code: " ".join(said.split()) or "x" for code, said in words.items()}
    one = Configuration(lists=(WordList(code="a", words=words),))
    again = read_configuration(written_configuration(one))
    assert again.lists[0].words.keys() == one.lists[0].words.keys()
    assert read_configuration(written_configuration(again)) == again


def test_lines_see_through_long_strings():
    lines = Lines('a = """\n[[lists]]\nb = 1\n"""\n[[lists]]\ncode = "x"\n')
    assert lines.of(("lists", 0)) == 5
    assert lines.of(("lists", 0, "code")) == 6
    assert lines.of(("lists", 0, "words")) == 5


# -- differences -----------------------------------------------------------------------------------------------------


def test_nothing_differs_from_itself(small):
    assert changes_between(small, small) == []


def test_a_new_configuration_is_told_by_its_outer_parts(small):
    assert {change.reference for change in changes_between(Configuration(), small)} == {
        "configuration:country:changed", "lists/case_kinds:added", "fields/station:added", "templates/first:added",
    }  # fmt: skip


def test_each_change_is_said(small):
    entries = ("lists", "case_kinds", "entries")
    new = with_part(small, entries, Entry(code="third", words={"en": "Third", "fr": "Troisième"}), place=1)
    new = with_part(new, entries, replace(part_at(new, (*entries, "other")), retired_on=date(2026, 12, 1)))
    new = with_part(
        new, entries, replace(part_at(new, (*entries, "fake_job")), words={"en": "Job", "fr": "Faux emploi"})
    )
    changes = changes_between(small, new)
    assert [change.reference for change in changes] == [
        "lists/case_kinds/entries/fake_job:words.en:changed",
        "lists/case_kinds/entries/third:added",
        "lists/case_kinds/entries/other:retired",
    ]
    assert "was “Fake job”, becomes “Job”" in str(changes[0])
    refuse_what_would_hurt(changes)


def test_moving_is_said_of_what_moved(small):
    last = part_at(small, ("lists", "case_kinds", "entries", "other"))
    moved = with_part(small, ("lists", "case_kinds", "entries"), last, place=0)
    assert len([change for change in changes_between(small, moved) if change.what == "moved"]) == 1


@pytest.mark.parametrize(
    "path", [("lists", "case_kinds", "entries", "other"), ("fields", "station"), ("templates", "first")]
)
def test_nothing_that_records_use_is_deleted(small, path):
    with pytest.raises(NothingIsDeleted):
        refuse_what_would_hurt(changes_between(small, without_part(small, path)))


def test_a_step_may_go(small):
    refuse_what_would_hurt(changes_between(small, without_part(small, ("templates", "first", "steps", "keep"))))


@pytest.mark.parametrize("change", [{"secrecy": "victim"}, {"record": "person"}, {"type": "choices"}])
def test_what_a_field_is_stays(small, change):
    new = with_part(small, ("fields",), replace(small.fields[0], **change))
    with pytest.raises(MadeForGood):
        refuse_what_would_hurt(changes_between(small, new))


# -- editing ---------------------------------------------------------------------------------------------------------


def test_taking_up_what_is_new_changes_nothing_of_ones_own(small):
    own = with_part(
        small, ("lists", "case_kinds", "entries"), Entry(code="fake_job", words={"en": "Ours", "fr": "À nous"})
    )
    shipped = read_configuration(shipped_text("FJ"))
    both = with_what_is_new(own, shipped)
    assert str(part_at(both, ("lists", "case_kinds", "entries", "fake_job"))) == "Ours"
    assert with_code(both.templates, "scam_centre")
    assert {change.what for change in changes_between(own, both)} <= {"added", "changed"}
    assert with_what_is_new(both, shipped) == both


def test_paths_lead_to_kinds():
    assert kind_at(("lists",)) is WordList
    assert kind_at(("lists", "x", "entries")) is Entry
    assert kind_at(("fields",)) is ExtraField
    assert kind_at(("templates",)) is Template
    assert kind_at(("nothing",)) is None
    assert kind_at(("lists", "x", "steps")) is None
    assert {*Group.values, *Inside.values} >= {"lists", "steps"}


def test_a_path_that_leads_nowhere_gives_nothing(small):
    assert part_at(small, ("lists", "nothing")) is None
    assert part_at(small, ("lists", "nothing", "entries", "x")) is None
    assert part_at(small, ("lists", "case_kinds", "steps", "x")) is None

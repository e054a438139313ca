"""Twins, father and son, holders of two passports stay two; countries and peoples are one code."""

import duckdb
import pytest

from lali.engines.persons import link, read_register
from lali.engines.persons.clustering import sure
from lali.engines.persons.givens import accents_differ, accents_of, given_of, plainly_differ
from lali.engines.persons.nations import nation_of

from .registers import written

HEADER = ["id", "name", "date of birth", "phone", "passport"]
TWIN = ["1992-05-20", "+679 410 0101"]


def persons(tmp_path, *records):
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        path = written(tmp_path / "a.csv", records, HEADER)
        return link(read_register(path, con=con), con=con).persons["person"].to_pylist()


@pytest.mark.parametrize("other", ["Lucy Molisa", "Willie Molisa", "L. Molisa", "MOLISA Damu"])
def test_twins_are_two(tmp_path, other):
    assert persons(tmp_path, ["1", "Daniel Molisa", *TWIN, ""], ["2", other, *TWIN, ""]) == ["1", "2"]


def test_a_document_overrules_another_given_name(tmp_path):
    assert persons(tmp_path, ["1", "Daniel Molisa", *TWIN, "RV01234"], ["2", "Lucy Molisa", *TWIN, "RV01234"])[1] == "1"


@pytest.mark.parametrize("phone", ["4100101", ""])
def test_a_third_record_does_not_tie_two_with_documents_of_their_own(tmp_path, phone):
    born = "1999-06-05"
    found = persons(
        tmp_path,
        ["1", "Nguyễn Thị Hoa", born, "4100101", "RV0123456"],
        ["2", "NGUYEN THI HOA", born, phone, ""],
        ["5", "Nguyễn Thị Hoa", born, "4100177", "XK9876543"],
    )
    assert found[2] == "5" if phone else found[0] != found[2]
    assert not phone or found[1] == "1"


def test_father_and_son_of_one_day_are_two(tmp_path):
    found = persons(
        tmp_path,
        ["1", "Jean Molisa", "1995-12-31", "4100101", ""],
        ["2", "Jean Molisa", "1965-12-31", "4100101", ""],
    )
    assert found == ["1", "2"]


def test_a_year_mistyped_by_a_decade_is_no_son(tmp_path):
    found = persons(
        tmp_path,
        ["1", "Leimas Kalsakau", "1995-12-31", "", ""],
        ["2", "Leimas Kalsakau", "1965-12-31", "", ""],
    )
    assert found == ["1", "1"]


def test_one_record_with_another_given_name_does_not_break_up_a_person(tmp_path):
    born = ["1962-03-17", "4100101"]
    names = ["Wilhelmina Vakaloloma", "W Vakaloloma", "Mina Wilhelmina Vakaloloma", "Wilhelmina Vakaloloma"]
    others = [["9", "Losana Vakaloloma", *born, ""]]
    found = persons(tmp_path, *([str(at), name, *born, ""] for at, name in enumerate(names)), *others)
    assert found == ["0", "0", "0", "0", "9"]


def test_a_title_is_no_given_name():
    assert given_of("Sir", is_full=False) is None


def test_other_accents_are_another_name(tmp_path):
    born = "1999-02-01"
    names = ["Nguyễn Văn Hùng", "Nguyễn Văn Hưng"]
    assert persons(tmp_path, *([str(n), name, born, f"41001{n}7", ""] for n, name in enumerate(names))) == ["0", "1"]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("daniel", "lucy", True),
        ("anita", "sunita", True),
        ("malakai", "meli", True),
        ("phillip", "fillip", False),
        ("linh", "minh", True),
        ("tom", "tomasi", False),
        ("jayden", "jayaned", False),
        ("marie", "mary", False),
    ],
)
def test_givens(one, other, differ):
    assert plainly_differ(one, other) is differ


def test_which_word_is_given():
    names = ["Sera Qalo", "QALO/SERA MRS", "Qalo, Sera", "QALO Sera", "Nguyễn Thị Sera"]
    assert {given_of(name, is_full=True) for name in names} == {"sera"}


def test_where_a_tone_stands_says_nothing():
    assert not accents_differ(accents_of("Nguyễn Hoà"), accents_of("Nguyễn Hòa"))
    assert accents_differ(accents_of("Nguyễn Hoa"), accents_of("Nguyễn Hòa"))
    assert accents_of("Nguyen Hoa") is None


@pytest.mark.parametrize(
    ("code", "written_so"),
    [
        ("VN", ["VN", "Viet Nam", "Vietnam", "Việt Nam", "Vietnamienne"]),
        ("VU", ["Vanuatu", "Ni-Vanuatu", "VU"]),
        ("FJ", ["Fiji", "FJ", "Fijian", "Fidji"]),
        ("CN", ["China", "CN", "Chinese", "Trung Quốc"]),
        (None, ["Atlantis", ""]),
    ],
)
def test_a_country_is_one_code(code, written_so):
    assert {nation_of(said) for said in written_so} == {code}


def test_who_is_likelier_none_of_a_person_leaves():
    assert list(sure([0, 0, 0], [(0, 1, 9.0), (0, 2, 1.0), (1, 2, -5.0)])) == [0, 0, 2]

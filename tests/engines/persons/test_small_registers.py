"""Small registers: a common name alone links nobody; relatives at one place are several people."""

import duckdb
import pytest

from bench.small_registers import OFFICES, register
from lali.engines.persons import explained, judged, link, read_register

from .registers import written


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        yield connection


def bands(tmp_path, con, header, *records):
    linkage = link(read_register(written(tmp_path / "a.csv", records, header), con=con), con=con)
    ids = linkage.register.ids.to_pylist()
    pairs = linkage.pairs.to_pylist()
    return {frozenset((ids[pair["nr_l"]], ids[pair["nr_r"]])): pair["band"] for pair in pairs}


NAMES = ["id", "name"]
BIRTHS = ["id", "name", "date of birth", "phone", "address"]


@pytest.mark.parametrize("name", ["Ram Prasad", "Nguyễn Văn Anh", "Ana Mere", "Mohammed Ali", "Mere"])
def test_a_common_name_alone_is_possible_at_most(tmp_path, con, name):
    found = bands(tmp_path, con, NAMES, ["1", name], ["2", name], ["3", "Semi Qalo"])
    assert found.get(frozenset("12"), "possible") == "possible"


def test_a_full_common_name_is_shown_as_possible_with_its_reason(tmp_path, con):
    path = written(tmp_path / "a.csv", [["1", "Ram Prasad"], ["2", "Ram Prasad"], ["3", "Semi Qalo"]], NAMES)
    linkage = link(read_register(path, con=con), con=con)
    (pair,) = explained(linkage, linkage.pairs, con=con)
    assert pair.band == "possible"
    assert any(part.said.startswith("all names of one are names of the other, common") for part in pair.parts)


def test_a_rare_name_of_several_words_says_more(tmp_path, con):
    name = "Litia Vakaloloma Nadakuitavuki"
    found = bands(tmp_path, con, NAMES, ["1", name], ["2", name], ["3", "Semi Qalo"])
    assert found[frozenset("12")] == "linked"


@pytest.mark.parametrize(
    "more", [["1990-05-03", "", ""], ["", "+679 410 0101", ""]], ids=["the day of birth", "the phone"]
)
def test_a_birth_or_a_phone_decides(tmp_path, con, more):
    name = "Ram Prasad"
    found = bands(tmp_path, con, BIRTHS, ["1", name, *more], ["2", name, *more], ["3", "Semi Qalo", "", "", ""])
    assert found[frozenset("12")] == "linked"


def test_father_and_son_twins_and_sisters_at_one_address_are_several(tmp_path, con):
    home = ["+679 410 0101", "12 Reef Road"]
    found = bands(
        tmp_path,
        con,
        BIRTHS,
        ["father", "Josefa Vakatawa", "1961-03-09", *home],
        ["son", "Josefa Vakatawa", "1990-11-02", *home],
        ["sister", "Mere Vakatawa", "1992-01-20", *home],
        ["other", "Semi Qalo", "1970-02-02", "+679 410 0177", "3 Hill Road"],
    )
    assert "linked" not in found.values()


def test_how_a_record_is_written_does_not_matter(tmp_path, con):
    found = bands(
        tmp_path,
        con,
        BIRTHS,
        ["1", "Sera Cakobau", "1990-05-03", "+679 410 0101", ""],
        ["2", "THAKOMBAU, Sera", "05/03/1990", "410 0101", ""],
        ["3", "Semi Qalo", "1970-02-02", "+679 410 0177", ""],
    )
    assert found[frozenset("12")] == "linked"


@pytest.mark.parametrize(
    ("office", "precision", "recall"),
    [("english", 0.8, 0.95), ("vietnamese", 0.8, 0.9), ("households", 0.75, 0.85), ("year only", 0.7, 0.8)],
)
def test_villages_of_namesakes_are_told_apart(tmp_path, con, office, precision, recall):
    header, records = register(OFFICES[office], 120, seed=4)
    path = written(tmp_path / "a.csv", records, header)
    linkage = link(read_register(path, con=con, truth="truth"), con=con)
    found = judged(linkage.person, linkage.register.truth.to_pylist(), linkage.compared_true)
    assert found.precision >= precision
    assert found.recall >= recall


def test_a_title_before_a_vietnamese_family_name_is_no_name(tmp_path, con):
    found = bands(
        tmp_path, con, NAMES, ["1", "Anh Nguyễn Khắc Trường"], ["2", "Nguyen Khac Truong"], ["3", "Semi Qalo"]
    )
    assert frozenset("12") in found

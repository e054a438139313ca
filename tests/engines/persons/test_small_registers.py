"""Small registers: a common name alone links nobody; relatives at one place are several people."""

import duckdb
import pytest

from bench import villages
from bench.brought import SHAPES, brought
from bench.small_registers import OFFICES, register
from bench.village_names import TRAIN_NAMES
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


def test_a_rare_name_says_more_than_a_common_one_and_is_possible_all_the_same(tmp_path, con):
    rare, common = (
        bands(tmp_path, con, NAMES, ["1", name], ["2", name], ["3", "Semi Qalo"])
        for name in ("Litia Vakaloloma Nadakuitavuki", "Ram Prasad")
    )
    assert rare[frozenset("12")] == common[frozenset("12")] == "possible"
    weights = [
        link(read_register(written(tmp_path / "b.csv", [["1", name], ["2", name]], NAMES), con=con), con=con)
        .pairs["match_weight"][0]
        .as_py()
        for name in ("Litia Vakaloloma Nadakuitavuki", "Ram Prasad")
    ]
    assert weights[0] > weights[1] + 5


def test_a_name_a_year_and_a_village_are_possible_where_namesakes_abound(tmp_path, con):
    header, records = villages.register(villages.TRAIN[10], 0)
    path = written(tmp_path / "a.csv", records, header)
    linkage = link(read_register(path, con=con, truth="truth"), con=con)
    found = judged(linkage.person, linkage.register.truth.to_pylist(), linkage.compared_true)
    assert found.found - found.right <= 0.03 * found.true
    shown = zip(linkage.pairs["nr_l"].to_pylist(), linkage.pairs["nr_r"].to_pylist(), strict=True)
    truth = linkage.register.truth.to_pylist()
    assert sum(truth[one] == truth[other] for one, other in shown) > 0.75 * found.true


def test_a_parent_tells_namesakes_of_one_village_apart(tmp_path, con):
    heads = ["id", "name", "year of birth", "village", "father's name"]
    home = ["Josefa Vakatawa", "1990", "Naivuso"]
    found = bands(
        tmp_path,
        con,
        heads,
        ["1", *home, "Apisai Vakatawa"],
        ["2", *home, "Vakatawa, Apisai"],
        ["3", *home, "Manasa Ravouvou"],
        ["4", "Semi Qalo", "1970", "Naivuso", "Peni Qalo"],
    )
    assert found[frozenset("12")] == "linked"
    assert found.get(frozenset("13"), "possible") == "possible"


def test_two_houses_of_one_road_are_two(tmp_path, con):
    heads = ["id", "name", "address"]
    name = "Josefa Vakatawa"
    found = bands(
        tmp_path, con, heads, ["1", name, "12 Reef Road"], ["2", name, "14 Reef Road"], ["3", "Semi Qalo", "3 Hill St"]
    )
    assert found.get(frozenset("12"), "possible") == "possible"


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
    [("english", 0.95, 0.8), ("vietnamese", 0.95, 0.8), ("households", 0.9, 0.6), ("year only", 0.85, 0.5)],
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


ABOUT_OTHERS = {
    "Arresting Officer",
    "Place of arrest",
    "Orienté(e) par",
    "Sponsor",
    "Sponsor's phone",
    "PPT expiry",
    "Recruiter",
    "Recruiter phone",
    "Passport held?",
    "Site",
    "What was said",
    "Vessel",
}


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_registers_as_offices_bring_them_are_understood(tmp_path, con, shape):
    header, records = brought(shape, TRAIN_NAMES, 0)
    register_read = read_register(written(tmp_path / "a.csv", records, header), con=con, truth="truth")
    used = {column for column, _role in register_read.columns.roles}
    assert not used & ABOUT_OTHERS
    assert len(used) >= 4
    assert not register_read.columns.are_accounts


def test_a_crew_list_is_linked(tmp_path, con):
    shape = next(shape for shape in SHAPES if shape.name == "crew list")
    header, records = brought(shape, TRAIN_NAMES, 0)
    linkage = link(read_register(written(tmp_path / "a.csv", records, header), con=con, truth="truth"), con=con)
    found = judged(linkage.person, linkage.register.truth.to_pylist(), linkage.compared_true)
    assert found.recall > 0.9
    assert found.precision > 0.95

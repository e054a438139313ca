import random

import duckdb
import pytest

from lali.engines.persons import FileUnreadable, explained, judged, link, read_register

from .registers import HEADER, rows, written


@pytest.fixture
def con():
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    yield connection
    connection.close()


def linked(path, con, **kwargs):
    return link(read_register(path, con=con, truth="who", **kwargs), con=con)


def groups(linkage):
    found = {}
    for one, person in zip(linkage.persons["id"].to_pylist(), linkage.persons["person"].to_pylist(), strict=True):
        found.setdefault(person, set()).add(one)
    return {frozenset(its) for its in found.values()}


def test_persons_are_found_however_they_are_written(tmp_path, con):
    linkage = linked(written(tmp_path / "a.csv", rows(150)), con)
    by_truth = judged(linkage.person, linkage.register.truth.to_pylist(), linkage.compared_true)
    assert by_truth.f1 > 0.97
    assert by_truth.blocking_recall > 0.97
    assert set(linkage.persons.column_names) == {"id", "person", "score"}


def test_the_order_of_rows_says_nothing(tmp_path, con):
    records = rows(60)
    first = groups(linked(written(tmp_path / "a.csv", records), con))
    random.Random(3).shuffle(records)
    assert groups(linked(written(tmp_path / "b.csv", records), con)) == first


def test_the_waterfall_adds_up(tmp_path, con):
    linkage = linked(written(tmp_path / "a.csv", rows(40)), con)
    pairs = list(explained(linkage, linkage.pairs, con=con))
    assert pairs
    for pair in pairs:
        assert pair.parts[0].aspect == "start"
        assert sum(part.weight for part in pair.parts) == pytest.approx(pair.weight, abs=0.02)
        assert 0 <= pair.probability <= 1


def test_what_an_agency_shares_ties_nobody(tmp_path, con):
    records = [
        [number, first, last, born, "+679 4100101", who]
        for number, first, last, born, _phone, who in rows(40, copies=1)
    ]
    linkage = linked(written(tmp_path / "a.csv", records), con)
    assert len(groups(linkage)) > 35


def test_a_copy_is_of_the_same_person(tmp_path, con):
    records = [
        ["1", "Sera", "Vakalala", "1990-05-03", "", "p"],
        ["2", "Sera", "Vakalala", "1990-05-03", "", "p"],
        *rows(30),
    ]
    assert any({"1", "2"} <= its for its in groups(linked(written(tmp_path / "a.csv", records), con)))


def test_records_without_an_id_are_named_by_their_number_in_the_file(tmp_path, con):
    path = tmp_path / "a.csv"
    path.write_text(
        "name,born,phone\nZoe Waqa,1990-05-03,4100101\nSera Vakalala,1991-01-01,4100177\nZoé Waqa,1990-05-03,4100101\n"
    )
    found = link(read_register(path, con=con), con=con)
    assert found.persons["id"].to_pylist() == ["1", "2", "3"]
    assert found.persons["person"].to_pylist() == ["1", "2", "1"]
    assert "1 is the first one" in found.register.columns.sentence


def test_one_record_and_equal_records(tmp_path, con):
    assert len(groups(linked(written(tmp_path / "a.csv", rows(1, copies=1)), con))) == 1
    same = [[str(number), "Sera", "Vakalala", "1990-05-03", "", "p"] for number in range(30)]
    assert len(linked(written(tmp_path / "b.csv", same), con).person) == 30


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04\x00\x00\x00", "no text"),
        (b"PAR1 broken", "cannot be read"),
        (b"id,name\n", "no records"),
        (b"id,name,who\n1,Sera V,a\n1,Anil P,b\n", "more than one record"),
        (b"id,name,who\n,Sera V,a\n1,Anil P,b\n", "have no id"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, con, content, said):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match=said):
        read_register(path, con=con)


def test_other_encodings_and_separators_are_read(tmp_path, con):
    path = tmp_path / "a.csv"
    path.write_bytes("id;prénom;nom\n1;Élise;Ngata\n2;Élise;Ngata\n".encode("latin-1"))
    assert read_register(path, con=con).table["prénom"].to_pylist() == ["Élise", "Élise"]


def test_a_truth_inside_the_names_of_records(tmp_path, con):
    path = tmp_path / "a.csv"
    path.write_text("rec_id,name\nrec-1-org,Sera Vakalala\nrec-1-dup-0,Sera Vakala\nrec-2-org,Anil Prasad\n")
    register = read_register(path, con=con, truth="rec_id")
    assert sorted(register.truth.to_pylist()) == ["rec-1", "rec-1", "rec-2"]


def test_a_truth_that_is_no_column_is_refused(tmp_path, con):
    with pytest.raises(FileUnreadable, match="no column nobody"):
        read_register(written(tmp_path / "a.csv", rows(2), HEADER), con=con, truth="nobody")


def test_years_alone_that_differ_speak_against(tmp_path, con):
    records = [
        [number, first, last, born[:4], "", who] for number, first, last, born, _phone, who in rows(60, copies=1)
    ]
    assert len(groups(linked(written(tmp_path / "a.csv", records), con))) > 52


def test_very_many_equal_records_are_one_person(tmp_path, con):
    same = [[str(number), "Sera", "Vakalala", "1990-05-03", "", "p"] for number in range(600)]
    assert len(groups(linked(written(tmp_path / "a.csv", [*same, *rows(30)]), con))) < 40


OFFICERS_FILES = {
    "ages": "Name,Age,Island,Contact\nWillie Tari,34,Tanna,5412345\nTari Willie,34,Tanna,5412345\nMarie Bule,28,Epi,\n",
    "a title above": "LIST OF CREW,,\nName,DOB,Passport\nSera Qalo,3/5/1990,N123456\nSera Qalo,,N123456\nMere Ledua,1/2/91,\n",
    "a spreadsheet's days": "Name,Date of Birth\nSera Qalo,32996\nSera Qalo,03/05/1990\nMere Ledua,30000\n",
    "the month first": "Name,DOB\nAnn Whippy,05/03/1990\nAnn Whippy,3 May 1990\nBob Havili,11/30/1981\n",
    "French": "N°;Nom et prénoms;Date et lieu de naissance\n1;TARI Jean;12/03/1975 à Lamap\n2;Jean Tari;1975-03-12\n3;Bule Luc;1980\n",
    "Vietnamese": "STT,Họ tên,Năm sinh,SĐT liên hệ\n1,Lê Thị Nga,1992,0912345678\n2,LE THI NGA,1992,+84 912 345 678\n3,Bùi Văn An,1980,\n",
    "Chinese": "姓名,出生日期,电话\n王伟,1990-05-03,13512345678\n王伟,1990/5/3,135 1234 5678\n李娜,1988-01-02,13812345678\n",
    "a case of several": "case,name,passport\n7,Sera Qalo,N123456\n7,Qalo Sera,N 123456\n8,Mere Ledua,N999999\n",
}


@pytest.mark.parametrize("content", OFFICERS_FILES.values(), ids=OFFICERS_FILES)
def test_small_files_as_officers_bring_them_are_read(tmp_path, con, content):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    linkage = link(read_register(path, con=con), con=con)
    assert sorted(map(len, groups(linkage))) == [1, 2]


def test_what_is_everybody_s_never_speaks_against(tmp_path, con):
    records = [[str(n), name, "Nasau"] for n, name in enumerate(("Sera Qalo", "Sera Qalo", "Mere Ledua"))]
    path = written(tmp_path / "a.csv", records, ["id", "name", "village"])
    linkage = link(read_register(path, con=con), con=con)
    parts = [part for pair in explained(linkage, linkage.pairs, con=con) for part in pair.parts]
    assert all(part.weight >= 0 for part in parts if part.aspect == "where")


def test_two_numbers_in_one_cell_are_two(tmp_path, con):
    path = tmp_path / "a.csv"
    path.write_text("name,phones\nSera Qalo,9701234 / 8805678\nQalo Sera,8805678\nMere Ledua,9709999\n")
    linkage = link(read_register(path, con=con), con=con)
    said = [part.said for pair in explained(linkage, linkage.pairs, con=con) for part in pair.parts]
    assert "the same phone" in said


HEADED = ["Ref", "PAX NAME", "Age", "Date of arrest", "PPT", "Mobile"]


def persons_of(tmp_path, con, *records):
    path = written(tmp_path / "a.csv", records, HEADED)
    return link(read_register(path, con=con), con=con)


def test_a_name_as_airlines_write_it(tmp_path, con):
    found = persons_of(
        tmp_path,
        con,
        ["1", "VAKALALA/SERA MERESRS", "", "", "N1234567", ""],
        ["2", "VAKALALA/SERAMRS", "30", "03/01/2024", "PP N1234567", "410 0101 / 410 0102"],
        ["3", "Sera Vakalala", "28", "03/01/2022", "", "4100102"],
    )
    assert found.persons["person"].to_pylist() == ["1", "1", "1"]


def test_an_age_is_of_the_day_of_its_record(tmp_path, con):
    rows = [["1", "Sera Vakalala", "30", "03/06/2024", "", ""], ["2", "Sera Vakalala", "27", "03/06/2021", "", ""]]
    (pair,) = explained(found := persons_of(tmp_path, con, *rows), found.pairs, con=con)
    assert "the same age" in {part.said for part in pair.parts}

"""Thirty sheets typed after a session: by keyboard, line by line; nothing that was typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lali.records.awareness.models import Session, Sheet

SESSION = {"held_on": "2026-11-20", "setting": "nakamal", "place": "Reef (invented)", "form": "A", "women.18-25": "12"}


@pytest.fixture
def where(campaign):
    return f"/programme/campaigns/{campaign.pk}/sessions/"


@pytest.fixture
def session(open_page, officer, where):
    open_page(officer, f"{where}new/", SESSION)
    return Session.objects.get()


@pytest.fixture
def sheets(open_page, officer, where, session):
    """Type lines: `sheets(("1", "101101", "111101"), …)`."""

    def sheets(*rows, **more):
        typed = {f"{what}{place}": one for place, row in enumerate(rows) for what, one in zip("nba", row, strict=True)}
        return open_page(officer, f"{where}{session.pk}/sheets/", typed | more)

    return sheets


def kept():
    return list(Sheet.objects.values_list("number", "before", "after"))


def test_an_empty_list_says_how_to_begin(see, officer, where):
    assert "Print the paper test and give each sheet a number." in see(officer, where)


def test_a_session_from_entry_to_correction(open_page, see, officer, where, session):
    assert "12 people came" in see(officer, f"{where}{session.pk}/")
    assert "Reef (invented)" in see(officer, where)
    address = f"{where}{session.pk}/change/"
    assert 'value="12"' in open_page(officer, address).content.decode()
    open_page(officer, address, SESSION | {"women.18-25": "1", "men.60+": ""})
    assert "1 person came" in see(officer, f"{where}{session.pk}/")
    open_page(officer, f"{where}{session.pk}/remove/", {})
    assert not Session.objects.exists()


def test_a_wrong_cell_says_which(open_page, officer, where):
    answer = open_page(officer, f"{where}new/", SESSION | {"men.18-25": "-3"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "Men and boys, 18 to 25:" in said
    assert 'value="-3"' in said
    assert "Reef (invented)" in said


def test_lines_are_typed_and_the_next_number_waits(open_page, sheets, officer, where, session):
    sheets(("1", "101101", "111101"), ("2", "10110.", ""), ("3", "", ""))
    assert kept() == [(1, "101101", "111101"), (2, "10110-", "")]
    page = open_page(officer, f"{where}{session.pk}/sheets/").content.decode()
    assert 'name="n0" value="3"' in page
    assert page.count(" autofocus") == 1


@pytest.mark.parametrize(
    "row",
    [
        ("12 101101 111101", "", ""),
        ("", "12 101101 111101", ""),
        ("5", "12, 101101, 111101", ""),
        ("12", "101101 111101", ""),
        ("12", "101101", "111101"),
        ("12 101101111101", "", ""),
        ("１２", "101101", "111101"),
    ],
)
def test_a_line_may_come_in_one_piece(sheets, row):
    sheets(row)
    assert kept() == [(12, "101101", "111101")]


def test_many_lines_are_pasted(sheets):
    sheets(lines="1 101101 111101\n\n2\t101101\t111111\r\n3 10xx01 111101")
    assert kept() == [(1, "101101", "111101"), (2, "101101", "111111"), (3, "10--01", "111101")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "101101", "111101"), "Which number stands on the sheet?"),
        (("0", "101101", "111101"), "Which number stands on the sheet?"),
        (("2", "10110", "111101"), "6 signs are needed"),
        (("2", "101102", "111101"), "6 signs are needed"),
        (("1", "101101", "111101"), "Number 1 stands twice here."),
        (("2 3 ", "", ""), "6 signs are needed"),
    ],
)
def test_a_wrong_line_says_why_and_keeps_no_other_back(sheets, row, why):
    answer = sheets(("1", "101101", "111101"), ("7", "111111", "000000"), row)
    assert answer.status_code == 400
    said = answer.content.decode()
    assert why in said
    assert f'value="{row[1]}"' in said
    assert 'value="111111"' not in said, "what is saved is not asked again"
    twice = row[0] == "1"  # nobody knows which of the two is right: neither is saved
    assert (said.count('value="101101"') == 2) == twice
    assert kept() == [*([] if twice else [(1, "101101", "111101")]), (7, "111111", "000000")]


def test_of_five_sheets_one_wrong_line_keeps_one_back(sheets, see, officer, where, session):
    answer = sheets(
        *((str(n), "101101", "111101") for n in (1, 2)), ("3", "1011", ""), ("4", "101101", ""), lines="5 1 0"
    )
    said = answer.content.decode()
    assert "3 sheets are saved." in said
    assert [number for number, _before, _after in kept()] == [1, 2, 4]
    assert 'name="n0" value="3"' in said
    assert 'name="b0" value="1011"' in said
    assert "Line 1: 6 signs are needed" in said
    assert sheets(("3", "101100", ""), lines="5 101101 111101").status_code == 302
    assert [number for number, _before, _after in kept()] == [1, 2, 3, 4, 5]


def test_pressed_again_nothing_is_doubled(sheets):
    rows = (("1", "101101", "111101"), ("2", "1", "")), (("1", "101101", "111101"), ("2", "101101", ""))
    for typed in (*rows, *rows):
        sheets(*typed)
    assert kept() == [(1, "101101", "111101"), (2, "101101", "")]


def test_pasted_lines_that_are_wrong_stay_too(sheets):
    said = sheets(lines="1 101101 111101\n2 1011").content.decode()
    assert "Line 1: 6 signs are needed" in said
    assert ">\n2 1011</textarea>" in said
    assert kept() == [(1, "101101", "111101")]


def test_nothing_typed_says_so(sheets):
    assert "a line needs its answers" in sheets(("1", "", "")).content.decode()


def test_a_sheet_that_is_there_is_replaced_when_asked(see, open_page, sheets, officer, where, session):
    sheets(("1", "101101", "111101"))
    answer = sheets(("1", "000000", "111101"), ("2", "101101", ""), lines="3 101101")
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "Typed before with other answers: 1." in said
    assert said.count("Typed before with other answers.") == 1
    assert 'value="000000"' in said
    assert kept() == [(1, "101101", "111101"), (2, "101101", ""), (3, "101101", "")]
    sheets(("1", "000000", "111101"), replace="on")
    assert kept()[0] == (1, "000000", "111101")
    assert "000000" in see(officer, f"{where}{session.pk}/")
    open_page(officer, f"{where}{session.pk}/sheets/1/remove/", {})
    assert [number for number, _before, _after in kept()] == [2, 3]


def test_the_pages_ask_no_more_for_more_sessions(open_page, officer, where, session):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            open_page(officer, where)
        return len(queries)

    before = asked()
    for _n in range(5):
        open_page(officer, f"{where}new/", SESSION)
    assert asked() == before


def test_who_only_sees_results_sees_no_session(open_page, administrator, where, session):
    assert open_page(administrator, where).status_code == 403
    assert "sessions/" not in open_page(administrator, where.removesuffix("sessions/")).content.decode()
    assert open_page(administrator, f"{where}{session.pk}/").status_code == 403
    assert open_page(administrator, f"{where}{session.pk}/sheets/").status_code == 403


def test_more_sheets_than_people_are_said_and_kept(sheets, see, officer, where, session):
    from lali.records.awareness.models import Attendance

    Attendance.objects.filter(session=session).delete()
    Attendance.objects.create(session=session, gender="women", age_band="18-25", number=2)
    pages = (f"{where}{session.pk}/", f"{where}{session.pk}/sheets/")
    sheets(("1", "101101", "111101"), ("2", "101101", "111101"))
    assert all("More sheets than people" not in see(officer, page) for page in pages)
    sheets(("3", "101101", "111101"))
    assert all("3 sheets, but 2 people were counted: look at both." in see(officer, page) for page in pages)
    assert session.sheets.count() == 3

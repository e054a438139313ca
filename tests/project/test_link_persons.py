import csv
import json
import os
import subprocess
import sys

import pytest
from pyarrow import parquet

from lali.project.command import main

PEOPLE = """id,name,dob,who
1,Sera Vakalala,1990-05-03,a
2,VAKALALA Sera,03/05/1990,a
3,Anil Prasad,11.2.88,b
4,Prasad Anil Kumar,1988-02-11,b
5,Mere Bulewa,1979-10-30,c
"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def test_persons_pairs_and_judgement(people, tmp_path, capsys):
    out, pairs = tmp_path / "persons.csv", tmp_path / "pairs.jsonl"
    assert (
        main(["link", "persons", str(people), "--truth", "who", "--out", str(out), "--pairs", str(pairs), "--json"])
        == 0
    )
    answer = json.loads(capsys.readouterr().out)
    assert answer["truth"]["recall"] == 1.0
    assert answer["columns"] == {"id": "id", "name": "full name", "dob": "date of birth"}
    assert out.read_text().splitlines()[0].replace('"', "") == "id,person,score"
    told = [json.loads(line) for line in pairs.read_text().splitlines()]
    assert any(pair["one"] == "1" and pair["other"] == "2" and pair["parts"] for pair in told)


def test_for_people_it_says_what_was_understood_and_why(people, capsys):
    assert main(["link", "persons", str(people)]) == 0
    said = capsys.readouterr().out
    assert "dob = date of birth" in said
    assert "the same day of birth" in said
    assert "5 records look like 3 persons" in said
    assert "more than 99%" in said
    assert "100%" not in said
    assert "a person decides" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--truth", "nobody"], "no column nobody"),
        (["--columns", "name"], "has no ="),
        (["--columns", "dob=shoe size"], "no role"),
        (["--out", "x.txt"], "must end in"),
        (["--out", "nowhere/x.csv"], "no folder"),
        (["--out", "people.csv"], "names the file that is read"),
        (["--pairs", "people.csv"], "names the file that is read"),
        (["--out", "x.csv", "--pairs", "x.csv"], "name one file"),
    ],
)
def test_refusals_have_a_sentence_and_leave_nothing(people, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert main(["link", "persons", str(people), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_no_file_is_refused(tmp_path, capsys):
    assert main(["link", "persons", str(tmp_path / "none.csv"), "--json"]) == 2
    assert "no file" in json.loads(capsys.readouterr().out)["refused"]


def test_no_room_is_said(people, monkeypatch, capsys):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lali.project.commands.persons_linked._write", full)
    assert main(["link", "persons", str(people), "--out", str(people.parent / "o.csv")]) == 2
    assert "no room" in capsys.readouterr().err


def test_a_killed_run_leaves_no_half_output(people, tmp_path):
    out = tmp_path / "persons.csv"
    code = (
        "import os, lali.project.commands.persons_linked as it\n"
        "it._table = lambda table, path: (path.write_text('half'), os.kill(os.getpid(), 9))\n"
        "from lali.project.command import main\n"
        f"main(['link', 'persons', {str(people)!r}, '--out', {str(out)!r}])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, check=False)
    assert ended.returncode == -9
    assert not out.exists()


def test_nothing_of_a_file_steers_a_terminal_or_a_spreadsheet(tmp_path, capsys):
    steering = "\x1b]0;owned\x07"
    people, out, pairs = (tmp_path / name for name in ("people.csv", "persons.csv", "pairs.csv"))
    people.write_text(
        PEOPLE.replace("name", f"name{steering}").replace("\n1,", "\n=1+1,").replace("\n2,", "\n@SUM(1),")
    )
    chosen = ["--columns", f"name{steering}=full name", "--out", str(out), "--pairs", str(pairs)]
    assert main(["link", "persons", str(people), *chosen]) == 0
    said = capsys.readouterr()
    assert "Understood" in said.out
    assert "\x1b" not in said.out + said.err
    assert "'=1+1" in out.read_text()
    assert "'@SUM(1)" in pairs.read_text()
    assert main(["link", "persons", str(people), "--columns", f"x{steering}"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_accounts_are_said_to_be_accounts_and_pairs_have_a_band(tmp_path, capsys):
    path, pairs = tmp_path / "accounts.csv", tmp_path / "pairs.csv"
    path.write_text("platform,handle,phone\nfacebook,job_fiji.26,+679 410 0101\ntelegram,jobfiji26,4100101\n")
    assert main(["link", "persons", str(path), "--pairs", str(pairs)]) == 0
    assert "These look like accounts" in capsys.readouterr().out
    assert [line.split(",")[-1] for line in pairs.read_text().replace('"', "").splitlines()] == ["band", "linked"]


def test_a_common_name_alone_is_told_as_possible(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("id,name\n1,Ram Prasad\n2,Ram Prasad\n3,Semi Qalo\n")
    assert main(["link", "persons", str(path)]) == 0
    said = capsys.readouterr().out
    assert "3 records look like 3 persons" in said
    assert "1 pair was compared; 1 more is possible, not linked" in said
    assert "1 and 2: possible" in said


def test_two_with_documents_of_their_own_are_two_and_the_likely_pair_says_why(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(
        "id,name,dob,phone,village,passport\n1,Nguyễn Thị Hoa,05/06/1999,4100101,Naivuso,RV0123456\n"
        "2,NGUYEN THI HOA,5/6/1999,4100101,Naivuso,\n5,Nguyễn Thị Hòa,05/06/1999,4100177,Rabulu,XK9876543\n"
        "6,Semi Qalo,02/02/1970,4100144,Rabulu,\n"
    )
    assert main(["link", "persons", str(path)]) == 0
    said = capsys.readouterr().out
    assert "1 and 2: linked" in said
    assert "1 and 5: possible" in said
    assert "by themselves: the records linked with 2 do not fit 5" in said


def test_several_handles_are_said_in_the_plural(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(
        "id,name,dob,email\n1,Sera Vakalala,1990-05-03,sera@post.example\n"
        "2,Sera Vakalala,1990-05-03,mere@post.example\n3,Mere Bulewa,1979-10-30,mere@post.example\n"
    )
    assert main(["link", "persons", str(path)]) == 0
    assert "other handles or e-mails" in capsys.readouterr().out


def test_twins_in_a_column_of_surname_and_given_name_and_a_day_that_is_none(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(
        'Case ref #,"NAME (surname, given)",D.O.B. (dd/mm/yy),Contact No(s)\n'
        'C3,"SHARMA, Anita",02/11/1987,4100101\nC4,"SHARMA, Sunita",02/11/1987,4100101\n'
        'C5,"Waqa, Josefa",13/13/1990,n/a\nC6,"Qalo, Semi",unknown,\n'
    )
    assert main(["link", "persons", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Case ref # = id, NAME (surname, given) = full name" in said
    assert "1 date of birth cannot be read as a day (C5: 13/13/1990)" in said
    assert "4 records look like 4 persons" in said
    assert "C3 and C4: possible" in said
    assert main(["link", "persons", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["births_unread"] == [{"id": "C5", "written": "13/13/1990"}]


def test_ids_stay_in_the_order_of_the_file_and_numbers_stay_numbers(tmp_path):
    path, out, pairs = tmp_path / "a.csv", tmp_path / "persons.parquet", tmp_path / "pairs.parquet"
    path.write_text(
        "id,name,dob\n10,Sera Vakalala,1990-05-03\n9,Sera Vakalala,1990-05-03\n100,Anil Prasad,1988-02-11\n"
    )
    assert main(["link", "persons", str(path), "--out", str(out), "--pairs", str(pairs), "--json"]) == 0
    written = parquet.read_table(out).to_pydict()
    assert written["id"] == [10, 9, 100]
    assert written["person"] == [9, 9, 100]
    assert parquet.read_table(pairs).to_pydict()["id_l"] == [9]
    assert main(["link", "persons", str(path), "--out", str(tmp_path / "persons.csv"), "--json"]) == 0
    assert (tmp_path / "persons.csv").read_text().splitlines()[1].startswith("10,9,0.9")


def test_ids_with_leading_zeros_stay_texts(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "persons.csv"
    path.write_text('id,name,dob\n010,Sera Vakalala,1990-05-03\n"9,b",Anil Prasad,1988-02-11\n')
    assert main(["link", "persons", str(path), "--out", str(out), "--json"]) == 0
    assert [row[0] for row in csv.reader(out.read_text().splitlines())] == ["id", "010", "9,b"]


def test_a_row_of_ten_million_signs_is_refused_in_plain_words(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(f"id,name,dob\n1,Sera Vakalala,1990-05-03\n2,{'A' * 10_000_000},1991-01-01\n")
    assert main(["link", "persons", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("A row of a.csv is longer than 4 million signs")
    assert "CSV Error" not in said


def test_a_reader_that_has_enough_ends_it_in_silence(people):
    command = [sys.executable, "-m", "lali.project.command", "link", "persons", str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert not said

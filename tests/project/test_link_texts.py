"""`lali link texts`: files as they come, an answer that is whole or not there."""

import csv
import json
import os
import resource
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet
import pytest

from lali.project.commands.link_files import rows_of
from tests.project.command_line import LALI, environment, lali

ADS = [
    ("a1", "Waitress wanted in Dubai! Pay USD 1,800 a month, room free, call +679 410 0142 or ask for Mere today."),
    ("a2", "Waitress wanted in Doha! Pay USD 2,500 a month, room free, call +679 410 0199 or ask for Ana today."),
    ("b1", "Night guard for a timber yard near the harbour, torch and boots are handed out on Monday (invented)."),
    ("e1", ""),
]


def written(path, rows=ADS, heading=("id", "text"), separator=",", encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows([heading, *rows])
    return path


def answers(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_copies_get_one_family_and_its_template(tmp_path):
    out = tmp_path / "families.csv"
    said = lali("link", "texts", written(tmp_path / "ads.csv"), "--out", out)
    assert said.returncode == 0, said.stderr
    assert "A person decides." in said.stdout
    one, two, guard, empty = answers(out)
    assert list(one) == ["id", "family", "template", "score"]
    assert one["family"] == two["family"] != guard["family"]
    assert one["template"].startswith("Waitress wanted in {place}! Pay USD {pay} a month")
    assert (guard["template"], empty["family"], float(one["score"])) == ("", "empty:e1", pytest.approx(1, abs=0.25))
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize(
    "before", ["sep=;\r\nid;text\r\n", "\n\nid;text\n", 'id;text;"noted\nby a clerk"\n', "SEP=;\nID;Text\n"]
)
def test_what_excel_writes_above_a_table_is_passed_over(tmp_path, before):
    ads = tmp_path / "ads.csv"
    ads.write_text(before + "".join(f'{name};"{text}"\n' for name, text in ADS), encoding="utf-8")
    assert list(rows_of(ads)) == ADS


def test_standard_output_is_the_table_or_one_json_object(tmp_path):
    ads = written(tmp_path / "ads.csv")
    said = lali("link", "texts", ads)
    assert [row["id"] for row in csv.DictReader(said.stdout.splitlines())] == ["a1", "a2", "b1", "e1"]
    told = json.loads(lali("link", "texts", ads, "--json").stdout)
    assert (told["texts"], told["families"], told["alone"], told["empty"]) == (4, 1, 1, 1)
    assert [row["id"] for row in told["rows"]] == ["a1", "a2", "b1", "e1"]
    assert "rows" not in json.loads(lali("link", "texts", ads, "--json", "--out", tmp_path / "o.csv").stdout)


@pytest.mark.parametrize(
    ("separator", "encoding", "heading"),
    [(";", "utf-8-sig", ("id", "text")), ("\t", "utf-16", ("ID", "Text")), ("|", "cp1252", (" id", "text "))],
)
def test_tables_of_other_programs_are_read(tmp_path, separator, encoding, heading):
    ads = written(tmp_path / "ads.csv", [*ADS, ("f1", "Café à Nouméa")], heading, separator, encoding)
    said = lali("link", "texts", ads, "--json")
    assert json.loads(said.stdout)["families"] == 1, said.stderr


def test_rows_that_are_odd_are_answered_each(tmp_path):
    ads = tmp_path / "ads.csv"
    ads.write_bytes(
        b"text,more,id\n" + f'"{ADS[0][1]}",,a1\n"{ADS[1][1]}",,a1\n'.encode() + b"\xff\xfe\x00\x01binary,,b\n\nshort\n"
    )
    told = json.loads(lali("link", "texts", ads, "--json").stdout)
    assert [row["id"] for row in told["rows"]] == ["a1", "a1", "b", ""]
    assert (told["families"], told["ids_that_come_again"]) == (1, 1)


def test_a_template_is_no_formula_for_a_spreadsheet(tmp_path):
    said = lali("link", "texts", written(tmp_path / "a.csv", [("1", "=cmd now or never"), ("2", "=CMD now or never")]))
    assert "'=cmd now or never" in said.stdout.casefold()


def test_columns_of_other_names_are_said_and_rows_without_an_id_have_their_number(tmp_path):
    ads = tmp_path / "ads.csv"
    ads.write_text("Title,UID,body\nWork now,a,call us today\nWork now,b,call us today\nRice,c,\n", encoding="utf-8")
    told = json.loads(lali("link", "texts", ads, "--columns", "uid=id,title=text,body=text", "--json").stdout)
    assert [row["id"] for row in told["rows"]] == ["a", "b", "c"]
    assert told["rows"][0]["family"] == told["rows"][1]["family"] != told["rows"][2]["family"]
    told = json.loads(lali("link", "texts", ads, "--columns", "body=text", "--json").stdout)
    assert [row["id"] for row in told["rows"]] == ["1", "2", "3"]
    assert told["empty"] == 1


@pytest.mark.parametrize("said", ["", "text", "a=b", "a=id", "a=id,b=id,c=text", "=text", "a=text,b=wage"])
def test_columns_that_say_no_text_are_refused(tmp_path, said):
    answer = lali("link", "texts", written(tmp_path / "a.csv", [("1", "hello")]), "--columns", said)
    assert answer.returncode == 2
    assert "--columns says which column is the id" in answer.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"id,words\n1,a\n",
            "has no column text. It needs a heading with the columns id and text. Its first line has: id, words.",
        ),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00" * 40, "ads.csv is no table: it holds bytes that are no text."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9, "it holds bytes that are no text."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 9, "it holds bytes that are no text."),
        ("Numéro;Texte\n1;été\n".encode("cp1252"), "has no column id"),
        ("Numéro;Texte\n1;été\n".encode("utf-16"), "has no column id"),
        (b"", "has no column id"),
        (b"PAR1 but not really", "not a Parquet file"),
    ],
)
def test_what_is_no_such_table_is_refused_and_nothing_is_written(tmp_path, content, reason):
    (tmp_path / "ads.csv").write_bytes(content)
    said = lali("link", "texts", tmp_path / "ads.csv", "--out", tmp_path / "out.csv")
    assert (said.returncode, said.stdout) == (2, "")
    assert reason in said.stderr
    assert not (tmp_path / "out.csv").exists()


def test_files_that_are_not_there_are_named(tmp_path):
    said = lali("link", "texts", tmp_path / "none.csv", "--json")
    assert said.returncode == 2
    assert "none.csv cannot be read" in json.loads(said.stdout)["refused"]
    said = lali("link", "texts", written(tmp_path / "ads.csv"), "--out", tmp_path / "no" / "out.csv")
    assert said.returncode == 2
    assert "cannot be written" in said.stderr


def test_the_answer_never_takes_the_place_of_what_was_read(tmp_path):
    ads = written(tmp_path / "ads.csv")
    before = ads.read_bytes()
    said = lali("link", "texts", ads, "--out", ads)
    assert said.returncode == 2
    assert "names the file that is read" in said.stderr
    assert ads.read_bytes() == before


def test_a_full_disk_leaves_the_answer_that_was_there(tmp_path):
    ads = written(tmp_path / "ads.csv", ADS * 400)
    out = tmp_path / "out.csv"
    out.write_text("what was there\n")
    full = (resource.RLIMIT_FSIZE, (20_000, 20_000))
    said = subprocess.run(
        [LALI, "link", "texts", ads, "--out", out],
        check=False,
        capture_output=True,
        text=True,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: resource.setrlimit(*full),
    )
    assert said.returncode == 2, said.stderr
    assert "cannot be written" in said.stderr
    assert out.read_text() == "what was there\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ads.csv", "out.csv"]


def test_what_a_killed_run_left_does_not_stand_in_the_way(tmp_path):
    (tmp_path / ".out.csv.part").write_text("id,fam")
    assert lali("link", "texts", written(tmp_path / "ads.csv"), "--out", tmp_path / "out.csv").returncode == 0
    assert len(answers(tmp_path / "out.csv")) == 4
    assert not (tmp_path / ".out.csv.part").exists()


def test_parquet_goes_in_and_comes_out(tmp_path):
    texts = [text for _name, text in ADS]
    pa.parquet.write_table(pa.table({"text": [*texts, None], "id": [*range(4), 9]}), tmp_path / "ads.parquet")
    out = tmp_path / "families.parquet"
    assert lali("link", "texts", tmp_path / "ads.parquet", "--out", out).returncode == 0
    told = pa.parquet.read_table(out).to_pydict()
    assert told["id"] == ["0", "1", "2", "3", "9"]
    assert told["family"][0] == told["family"][1]
    assert told["family"][3:] == ["empty:3", "empty:9"]


def test_without_the_extra_parquet_is_refused_with_the_remedy(tmp_path):
    (tmp_path / "ads.parquet").write_bytes(b"PAR1")
    hidden = "import sys; sys.modules['pyarrow'] = None; from lali.project.command import main; sys.exit(main())"
    said = subprocess.run(
        [sys.executable, "-c", hidden, "link", "texts", tmp_path / "ads.parquet"],
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert said.returncode == 2
    assert 'pip install "lali[linkage]"' in said.stderr


def test_nothing_of_a_file_steers_a_terminal_or_a_spreadsheet(tmp_path):
    steering = "\x1b]0;owned\x07"
    rows = [(f"=cmd|' /C calc'!A{n}", f"{ADS[0][1]} {steering}") for n in range(2)] + [("+679 410 0142", ADS[2][1])]
    out = tmp_path / "families.csv"
    said = lali("link", "texts", written(tmp_path / "ads.csv", rows), "--out", out)
    assert said.returncode == 0, said.stderr
    assert "Waitress" in said.stdout
    assert "\x1b" not in said.stdout + said.stderr
    assert [row["id"][0] for row in answers(out)] == ["'", "'", "+"]
    refused = lali("link", "texts", tmp_path / f"no{steering}")
    assert "\x1b" not in refused.stderr


def test_a_link_that_waits_for_the_half_written_file_leads_nowhere(tmp_path):
    own, out = tmp_path / "own.txt", tmp_path / "families.csv"
    own.write_text("mine")
    (tmp_path / ".families.csv.part").symlink_to(own)
    said = lali("link", "texts", written(tmp_path / "ads.csv"), "--out", out)
    assert said.returncode == 0, said.stderr
    assert own.read_text() == "mine"
    assert len(answers(out)) == len(ADS)
    assert not out.is_symlink()


def test_a_pipe_is_refused_in_words(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    said = lali("link", "texts", tmp_path / "pipe")
    assert said.returncode == 2
    assert "write it to a file first" in said.stderr


def test_a_quotation_mark_that_is_never_closed_is_said_and_loses_no_row_silently(tmp_path):
    path = tmp_path / "ads.csv"
    path.write_text(
        'id,text\na,"One ad with ""quotes"" and\na second line"\nb,"An ad that is not closed\nc,Third\nd,Fourth\n'
    )
    said = lali("link", "texts", path)
    assert said.returncode == 2
    assert "line 4 is never closed" in said.stderr
    path.write_text('id,text\na,"One ad and\na second line"\n')
    assert lali("link", "texts", path).returncode == 0

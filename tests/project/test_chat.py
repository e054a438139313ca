"""`lali chat read`: what a person and a program are told of an export."""

import json

import pytest

from tests.project.command_line import lali

CLEAR = "31/01/2024, 21:06 - Mere: Bula\n31/01/2024, 21:07 - Lee: good work\nno fees\n"
OPEN = "05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n"


@pytest.fixture
def export(tmp_path):
    def write(text, name="chat.txt"):
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def test_a_program_is_told_every_byte(export):
    said = lali("chat", "read", export(CLEAR), "--timezone", "Pacific/Fiji", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    told = json.loads(said.stdout)
    assert {"source", "ask", "participants", "messages", "unparsed", "accounted"} <= set(told)
    assert told["source"] | {"sha256": ""} == {
        "format": "whatsapp", "file": "chat.txt", "member": None, "size": len(CLEAR), "sha256": "", "encoding": "utf-8",
    }  # fmt: skip
    assert told["messages"][1] == {
        "n": 2, "sender": "Lee", "local_time": "2024-01-31T21:07", "utc": "2024-01-31T09:07Z", "text": "good work\nno fees",
        "kind": "message", "attachment": None, "start": 31, "end": len(CLEAR), "marks": [],
    }  # fmt: skip
    assert (told["ask"], told["unparsed"], told["accounted"]) == (None, [], True)
    assert told["participants"] == [{"name": "Mere", "messages": 1}, {"name": "Lee", "messages": 1}]


def test_a_person_is_asked_and_the_messages_are_there(export):
    said = lali("chat", "read", export(OPEN), "--json")
    assert said.returncode == 3
    told = json.loads(said.stdout)
    assert told["ask"] == "date_order"
    assert [one["order"] for one in told["candidates"]] == ["dmy", "mdy"]
    assert [one["local_time"] for one in told["messages"]] == [None, None]
    assert lali("chat", "read", export(OPEN), "--date-order", "dmy", "--json").returncode == 0


def test_a_person_reads_a_summary(export):
    said = lali("chat", "read", export(OPEN))
    assert said.returncode == 3
    assert "every byte is accounted for" in said.stdout
    assert "dmy: from 2024-06-05 to 2024-06-06" in said.stdout
    assert "run it again with --date-order dmy, mdy or ymd" in said.stdout


def test_a_folder_of_several_conversations_asks_and_says_nothing_of_bytes(export, tmp_path):
    export(CLEAR, "one.txt"), export(OPEN, "two.txt")
    said = lali("chat", "read", tmp_path)
    assert said.returncode == 3
    assert said.stdout.startswith("A person has to say which of the files is meant.")
    assert "None" not in said.stdout


def test_of_two_sides_it_is_said_which_option_answers(export):
    said = lali("chat", "compare", export(OPEN, "one.txt"), export(OPEN, "two.txt"))
    assert said.returncode == 3
    assert "run it again with --left-date-order dmy, mdy or ymd" in said.stderr


def test_what_cannot_be_read_is_refused_with_one_sentence(export, tmp_path):
    for path, options in (
        (tmp_path / "nothing.txt", ()), (export("", "empty.txt"), ()), (export(CLEAR), ("--date-order", "mdy")),
        (export(CLEAR), ("--timezone", "Suva")),
    ):  # fmt: skip
        said = lali("chat", "read", path, *options)
        assert said.returncode == 2
        assert said.stderr.count("\n") == 1
        assert "Traceback" not in said.stderr


def test_a_name_cannot_write_on_the_screen(export):
    said = lali("chat", "read", export("31/01/2024, 21:06 - Me\x1b[2J\u202ere: Bula\n"))
    assert "\x1b" not in said.stdout
    assert "\u202e" not in said.stdout
    assert "Me\ufffd[2J" in said.stdout


def test_no_sign_reaches_the_terminal_that_it_would_obey(export):
    name = "E\x1b[2Kv\u202ei\u2066l\x9b\ue000\u2028"
    said = lali("chat", "read", export(CLEAR + f"31/01/2024, 21:08 - {name}: hi\n", "a\x1bb\udcff.txt"))
    assert said.returncode == 0
    assert not set("\x1b\u202e\u2066\x9b\ue000\u2028\r") & set(said.stdout)
    assert "a\ufffdb\ufffd.txt: WhatsApp" in said.stdout


def test_two_exports_side_by_side(export):
    other = CLEAR.replace("21:0", "09:0").replace("Mere", "\x1bMe").replace("no fees", "no fees at all")
    left, right = export(CLEAR), export(other + "01/02/2024, 10:00 - Lee: bye\n", "other.txt")
    said = lali("chat", "compare", left, right, "--json")
    assert (said.returncode, said.stderr) == (0, "")
    told = json.loads(said.stdout)
    assert told["counts"] == {"same": 1, "differs": 1, "left": 0, "right": 1}
    assert told["shifts"] == [{"seconds": -43200, "left": 1, "right": 1, "messages": 2}]
    assert [(row["left"], row["right"], row["how"]) for row in told["rows"]] == [
        (1, 1, []), (2, 2, ["text"]), (None, 3, ["after"])
    ]  # fmt: skip
    assert told["rows"][1]["right_message"]["text"] == "good work\nno fees at all"
    said = lali("chat", "compare", left, right)
    assert "1 the same, 1 different, 0 only on the left, 1 only on the right" in said.stdout
    assert "Mere is called \ufffdMe on the right: 1 message in the same words" in said.stdout
    assert "Only on the right: the export on the left ends earlier" in said.stdout
    assert "good work / no fees at all" in said.stdout
    assert "WhatsApp" in said.stdout
    assert "\x1b" not in said.stdout
    assert lali("chat", "compare", left, export(OPEN, "open.txt")).returncode == 3
    assert lali("chat", "compare", left, export("", "empty.txt")).returncode == 2
    assert lali("chat", "compare", left, export(OPEN, "open.txt"), "--right-date-order", "dmy").returncode == 0
    assert "the clock on the right is 43,200 seconds behind: 2 messages" in lali("chat", "compare", left, right).stdout

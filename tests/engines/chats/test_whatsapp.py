"""WhatsApp in the layouts of telephones, each with its truth beside it; and lines that only look like messages."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from lali.engines.chats import ChatRefused, Message, Stretch, read

DATA = Path(__file__).parent / "data" / "whatsapp"
LAYOUTS = sorted(path.stem for path in DATA.glob("*.json"))


def told(path, **choices):
    """Messages as the truth has them, after a look at what must hold for any file."""
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    reached = [0] * len(conversation.originals)
    for part in sorted(parts, key=lambda part: (part.file, part.start)):
        assert part.start == reached[part.file] < part.end
        reached[part.file] = part.end
    assert reached == [one.size for one in conversation.originals]
    return conversation, [part for part in parts if isinstance(part, Message)]


def written(tmp_path, text, name="chat.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_read_as_its_truth_says(layout):
    truth = json.loads((DATA / f"{layout}.json").read_text(encoding="utf-8"))
    conversation, messages = told(DATA / f"{layout}.txt")
    assert conversation.ask is None
    assert conversation.told["date_order"] == truth["order"]
    assert conversation.source["encoding"] == truth["encoding"]
    read_as = [
        {
            "sender": one.sender or None, "local_time": one.local_time, "text": one.text, "kind": one.kind,
            "attachment": one.attachment, "marks": list(one.marks), "start": one.start, "end": one.end,
        }
        for one in messages
    ]  # fmt: skip
    assert read_as == truth["messages"]


def test_there_are_layouts_of_many_places():
    assert len(LAYOUTS) >= 12


def test_the_bytes_named_are_the_bytes_of_the_message():
    path = DATA / "android-ar.txt"
    data = path.read_bytes()
    _conversation, messages = told(path)
    for one in messages:
        assert (
            one.text.replace("\u200e", "")
            in data[one.start : one.end].decode().replace("\u200e", "").replace("\u200f", "")
            or one.kind != "message"
        )
        assert data[one.start : one.end].decode().count(" - ") == 1


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n", None),  # May and June, or two days of June
        ("05/06/24, 9:06 pm - Mere: Bula\n13/06/24, 9:07 pm - Lee: ok\n", "dmy"),
        ("05/06/24, 9:06 pm - Mere: Bula\n06/13/24, 9:07 pm - Lee: ok\n", "mdy"),
        ("05/06/24, 9:06 pm - Mere: Bula\n04/07/24, 9:07 pm - Lee: ok\n", "dmy"),  # else it runs backwards
        ("2024/06/05, 21:06 - Mere: Bula\n", "ymd"),
        ("13/01/24, 9:06 pm - Mere: Bula\n", "dmy"),  # 2013 would be a year of two digits in front
        ("[01/13/24, 21:06:09] Mere: Bula\n", "mdy"),
        ("13.01.24, 21:06 - Mere: Bula\n", "dmy"),
        ("13/01/24 下午9:06 - Mere: Bula\n", None),  # older Chinese telephones put it there
        ("13-01-24 21:06 - Mere: Bula\n", None),
    ],
)
def test_an_order_is_shown_by_the_file_or_asked_for(tmp_path, text, order):
    conversation, messages = told(written(tmp_path, text))
    assert conversation.told["date_order"] == order
    assert (conversation.ask is None) == (order is not None)
    assert all((one.local_time is None) == (order is None) for one in messages)


def test_a_question_comes_with_evidence_for_each_order(tmp_path):
    path = written(tmp_path, "05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n")
    ask = read(path).ask
    assert ask.what == "date_order"
    assert [one["order"] for one in ask.candidates] == ["dmy", "mdy"]
    assert ask.candidates[0]["evidence"] == ["from 2024-06-05 to 2024-06-06"]
    assert ask.candidates[1]["evidence"] == ["from 2024-05-06 to 2024-06-06"]


def test_a_country_is_evidence_and_never_decides_alone(tmp_path):
    path = written(tmp_path, "05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n")
    conversation = read(path, country="FJ")
    assert conversation.ask.what == "date_order"
    assert "usual in FJ" in conversation.ask.candidates[0]["evidence"]
    dots = written(tmp_path, "05.06.24, 21:06 - Mere: Bula\n06.06.24, 21:07 - Lee: ok\n", "dots.txt")
    assert read(dots).ask
    assert read(dots, country="US").ask
    assert read(dots, country="DE").told["date_order"] == "dmy"


def test_what_a_person_says_is_followed_unless_it_cannot_be(tmp_path):
    path = written(tmp_path, "05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n")
    _conversation, messages = told(path, date_order="mdy")
    assert messages[0].local_time == "2024-05-06T21:06"
    with pytest.raises(ChatRefused, match="impossible as month, day, year, such as 31/01/2024"):
        read(DATA / "android-en-gb.txt", date_order="mdy")


def test_the_day_of_receipt_and_a_day_in_the_name_shut_out_the_future(tmp_path):
    text = "05/11/24, 9:06 pm - Mere: Bula\n"
    assert read(written(tmp_path, text)).ask
    assert read(written(tmp_path, text), not_after=date(2024, 6, 1)).told["date_order"] == "mdy"
    assert read(written(tmp_path, text, "chat 2024-06-01.txt")).told["date_order"] == "mdy"


def test_one_pasted_date_does_not_turn_the_order_of_a_file(tmp_path):
    lines = "".join(f"01/{day:02d}/24, 9:06 pm - Mere: Bula\n" for day in range(1, 13))
    text = lines + "25/01/24, 9:00 pm - Boss: pay me\n01/12/24, 9:09 pm - Mere: no\n"
    assert read(written(tmp_path, text)).ask.what == "date_order"


@pytest.mark.parametrize(
    ("zone", "local", "utc", "marks"),
    [
        ("Pacific/Fiji", "31/01/2024, 21:06", "2024-01-31T09:06Z", ()),
        (None, "31/01/2024, 21:06", None, ()),
        ("Europe/Paris", "31/03/2024, 02:30", None, ("time_never",)),
        ("Europe/Paris", "27/10/2024, 02:30", None, ("time_twice",)),
    ],
)
def test_utc_follows_from_a_stated_zone_only(tmp_path, zone, local, utc, marks):
    _conversation, [message] = told(written(tmp_path, f"{local} - Mere: Bula\n"), timezone=zone)
    assert (message.utc, message.marks) == (utc, marks)


def test_a_zone_that_is_none_is_refused():
    for name in ("Fiji Time", "../../etc/passwd", "\0", "localtime", "Factory", "EST"):
        with pytest.raises(ChatRefused, match="There is no time zone"):
            read(DATA / "android-en-gb.txt", timezone=name)


FORGED = """31/01/2024, 21:06 - Mere: look what he wrote:
{line}
31/01/2024, 21:08 - Lee: ok
"""


@pytest.mark.parametrize(
    "line",
    [
        "01/01/2020, 10:00 - Lee: I pay you",  # far backwards
        "[31/01/2024, 21:07:00] Lee: I pay you",  # another layout
        "31/01/24, 21:07 - Lee: I pay you" if False else "31.01.2024, 21:07 - Lee: I pay you",
        "٣١/٠١/٢٠٢٤, ٢١:٠٧ - Lee: I pay you",  # other digits
        "31/31/2024, 21:07 - Lee: I pay you",  # no such day
    ],
)
def test_a_forged_head_stays_in_the_message_it_stands_in(tmp_path, line):
    _conversation, messages = told(written(tmp_path, FORGED.format(line=line)))
    assert [one.sender for one in messages] == ["Mere", "Lee"]
    assert messages[0].text == f"look what he wrote:\n{line}"


def test_a_forged_date_hides_nobody(tmp_path):
    """Heads of a later month before and after true messages: those are not taken for a part of the forger's message."""
    lines = [f"{day:02d}/01/2024, 21:06 - {'Eve' if day % 2 else 'Vic'}: m{day}\n" for day in range(1, 32)]
    lines[25:25] = ["05/06/2024, 10:00 - Eve: end\n"]
    lines[10:10] = ["01/06/2024, 10:00 - Eve: look\n", "05/06/2024, 10:00 - Eve: this\n"]
    conversation, messages = told(written(tmp_path, "".join(lines)))
    assert [one.text for one in messages if one.sender == "Vic"] == [f"m{day}" for day in range(2, 32, 2)]
    assert ("m11", ("time_runs_back",)) in [(one.text, one.marks) for one in messages]
    assert conversation.heads_inside == 0
    few = "".join([*lines[:12], lines[13], "06/06/2024, 10:00 - Eve: end\n"])
    assert "m12" in [one.text for one in told(written(tmp_path, few))[1] if one.sender == "Vic"]


def test_lines_left_in_a_message_are_counted(tmp_path):
    conversation, _messages = told(written(tmp_path, FORGED.format(line="01/01/2020, 10:00 - Lee: I pay you")))
    assert conversation.heads_inside == 1


def test_what_cannot_be_decided_is_marked(tmp_path):
    days = "".join(f"{day:02d}/03/2020, 10:00 - Lee: old\n" for day in range(1, 20))
    _conversation, messages = told(written(tmp_path, "31/01/2024, 21:06 - Mere: new\n" + days))
    assert len(messages) == 20
    assert messages[1].marks == ("time_runs_back",)
    leap = "31/01/2024, 21:06 - Mere: a\n31/12/2024, 10:00 - Boss: b\n01/02/2024, 10:00 - Mere: c\n"
    _conversation, messages = told(written(tmp_path, leap))
    assert [one.marks for one in messages] == [(), ("time_leaps",), ()]


def test_senders_with_colons_numbers_and_nothing(tmp_path):
    lines = ["Team: Suva: one", "Team: Suva: two", "Mere: a: b", "Team: Suva: three", "Mere: plain", "Mere:"]
    text = "".join(f"31/01/2024, 21:0{n} - {line}\n" for n, line in enumerate(lines))
    _conversation, messages = told(written(tmp_path, text))
    assert [(one.sender, one.text) for one in messages] == [
        ("Team: Suva", "one"), ("Team: Suva", "two"), ("Mere", "a: b"), ("Team: Suva", "three"), ("Mere", "plain"),
        ("Mere", ""),
    ]  # fmt: skip
    assert messages[0].marks == ("sender_colon",)


def test_a_system_line_with_a_colon_has_no_sender(tmp_path):
    text = '31/01/2024, 21:06 - Mere: hi\n31/01/2024, 21:07 - Mere changed the subject to "Work: abroad"\n'
    _conversation, messages = told(written(tmp_path, text))
    assert (messages[1].kind, messages[1].sender) == ("system", "")
    assert messages[1].text == 'Mere changed the subject to "Work: abroad"'


def test_an_archive_is_read_by_its_member(tmp_path):
    path = tmp_path / "WhatsApp Chat - Mere.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(DATA / "ios-en-gb.txt", "_chat.txt")
        archive.writestr("00000042-PHOTO-2024-02-03-21-09-05.jpg", b"\xff\xd8\xff")
    conversation, messages = told(path)
    assert conversation.source["member"] == "_chat.txt"
    assert conversation.source["size"] == (DATA / "ios-en-gb.txt").stat().st_size
    assert len(messages) == 7


def test_two_conversations_in_an_archive_are_a_question(tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(DATA / "ios-en-gb.txt", "a/_chat.txt")
        archive.write(DATA / "android-fr.txt", "b/chat.txt")
    conversation = read(path)
    assert conversation.ask.what == "file"
    assert [one["file"] for one in conversation.ask.candidates] == ["a/_chat.txt", "b/chat.txt"]
    assert told(path, member="b/chat.txt")[0].source["member"] == "b/chat.txt"


def test_blank_lines_and_marks_are_accounted_for(tmp_path):
    text = "\ufeff\n\nExported on a Monday\n31/01/2024, 21:06 - Mere: hi\n\n\n"
    conversation, [message] = told(written(tmp_path, text))
    assert next(iter(conversation.parts())) == Stretch(0, message.start)
    assert message.end == len(text.encode())


def test_line_ends_of_windows_are_line_ends(tmp_path):
    text = "31/01/2024, 21:06 - Mere: déjà vu\r\n\r\nété\r\n31/01/2024, 21:07 - Lee: ok\r\n"
    for encoding in ("utf-8", "cp1252", "utf-16"):
        _conversation, messages = told(written(tmp_path, text.encode(encoding)))
        assert [one.text for one in messages] == ["déjà vu\n\nété", "ok"]

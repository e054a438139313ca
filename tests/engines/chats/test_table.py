"""Tables: columns by their headings, by choice, or asked for."""

from pathlib import Path

import pytest

from lali.engines.chats import ChatRefused, Message, read

DATA = Path(__file__).parent / "data" / "exports"


def told(path, **choices):
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    return conversation, [part for part in parts if isinstance(part, Message)]


def brief(messages):
    return [(one.sender, one.local_time, one.utc, one.text) for one in messages]


def written(tmp_path, text):
    path = tmp_path / "chat.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_headings_tell_the_columns():
    conversation, messages = told(DATA / "table.csv")
    assert (conversation.format, conversation.ask, conversation.told["date_order"]) == ("table", None, "dmy")
    assert brief(messages) == [
        ("Mere", "2024-01-31T21:06:05", None, 'Bula, "friend"\nno fees'),
        ("Agent Lee", "2024-01-31T21:07:00", None, "ok"),
    ]
    data = (DATA / "table.csv").read_bytes()
    assert data[messages[0].start : messages[0].end].endswith(b'no fees"\n')


def test_viber_writes_none():
    _conversation, messages = told(DATA / "viber.csv", timezone="Pacific/Fiji")
    assert brief(messages) == [
        ("Mere", "2024-01-31T21:06:05", "2024-01-31T09:06:05Z", "Bula"),
        ("Agent Lee", "2024-02-01T21:07:00", "2024-02-01T09:07:00Z", "ok, fine"),
    ]


UNKNOWN = "a;b;c\nBula;31/01/2024 9:06 pm;Mere\nok;31/01/2024 9:07 pm;Lee\n"


def test_columns_are_asked_for_and_chosen(tmp_path):
    path = written(tmp_path, UNKNOWN)
    conversation, messages = told(path)
    assert (conversation.ask.what, messages) == ("columns", [])
    assert conversation.ask.candidates[2] == {"column": 3, "heading": "c", "evidence": ["Mere", "Lee"]}
    for columns in ({"sender": "c", "time": "b", "text": "a"}, {"sender": "3", "time": "2", "text": "1"}):
        assert brief(told(path, columns=columns)[1])[0] == ("Mere", "2024-01-31T21:06", None, "Bula")
    for wrong in ("4", "x", "", "-1"):
        with pytest.raises(ChatRefused, match="There is no column"):
            read(path, columns={"sender": wrong, "time": "b", "text": "a"})


@pytest.mark.parametrize(
    ("time", "local", "utc"),
    [
        ("2024-01-31T21:06:05+12:00", "2024-01-31T21:06:05", "2024-01-31T09:06:05Z"),
        ("2024-01-31 09:06:05.123Z", "2024-01-31T09:06:05", "2024-01-31T09:06:05Z"),
        ("1706691965", None, "2024-01-31T09:06:05Z"),
        ("1706691965000", None, "2024-01-31T09:06:05Z"),
        ("2024-01-31 25:06", None, None),
    ],
)
def test_times_as_tables_write_them(tmp_path, time, local, utc):
    _conversation, [message] = told(written(tmp_path, f"from,timestamp,body\nMere,{time},Bula\n"))
    assert (message.local_time, message.utc) == (local, utc)


def test_an_open_order_is_asked_for(tmp_path):
    conversation, messages = told(written(tmp_path, "from,timestamp,body\nMere,05/06/2024 21:06,Bula\n"))
    assert conversation.ask.what == "date_order"
    assert messages[0].local_time is None

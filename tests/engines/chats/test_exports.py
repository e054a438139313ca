"""Exports in JSON: what each says, and the bytes where it stands."""

import json
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from lali.engines.chats import ChatRefused, Message, read

DATA = Path(__file__).parent / "data" / "exports"


def told(path, **choices):
    """Messages, after a look at what must hold for any file."""
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    messages = [part for part in parts if isinstance(part, Message)]
    assert sorted(one.n for one in messages) == list(range(1, len(messages) + 1))
    return conversation, messages


def brief(messages):
    return [(one.sender, one.local_time, one.utc, one.text, one.kind, one.attachment, one.marks) for one in messages]


def test_telegram_of_a_whole_account():
    conversation, messages = told(DATA / "telegram-full.json")
    assert conversation.format == "telegram"
    assert brief(messages) == [
        ("Agent Lee", "2024-01-31T21:06:00", "2024-01-31T09:06:00Z", "Good work, no fees: https://work.example", "message", None, ()),
        ("Mere", "2024-01-31T21:07:00", "2024-01-31T09:07:00Z", "é 🙂", "media", "photos/photo_1.jpg", ("edited",)),
        ("user3", "2024-01-31T21:09:00", "2024-01-31T09:09:00Z", "voice_message", "media", None, ("forwarded",)),
        ("Agent Lee", "2024-02-01T09:00:00", "2024-01-31T21:00:00Z", "invite_members Mere, Josefa", "system", None, ()),
    ]  # fmt: skip
    assert [one.chat for one in messages] == ["Agent Lee"] * 3 + ["Work abroad"]


def test_the_bytes_of_a_message_are_its_object():
    for path in (DATA / "telegram-full.json", DATA / "google-chat.json", DATA / "tiktok.json"):
        data = path.read_bytes()
        for one in told(path)[1]:
            assert isinstance(json.loads(data[one.start : one.end]), dict)


def test_telegram_without_moments_needs_a_zone():
    path = DATA / "telegram-old.json"
    assert brief(told(path)[1]) == [("Agent Lee", "2019-05-06T21:06:00", None, "Bula", "message", None, ())]
    assert told(path, timezone="Pacific/Fiji")[1][0].utc == "2019-05-06T09:06:00Z"


def test_two_times_that_no_zone_brings_together_are_marked(tmp_path):
    text = (DATA / "telegram-full.json").read_text().replace("2024-01-31T21:06:00", "2024-01-31T21:26:00")
    (tmp_path / "result.json").write_text(text)
    assert told(tmp_path / "result.json")[1][0].marks == ("times_differ",)


MESSENGER = [
    ("José", None, "2024-01-31T09:06:00Z", "Bula", "message", None, ()),
    ("Agent Lee", None, "2024-01-31T09:08:00Z", "", "media", "messages/inbox/x/photos/1.jpg", ()),
    ("Agent Lee", None, "2024-01-31T09:09:00Z", "first of two at one moment", "message", None, ()),
    ("Agent Lee", None, "2024-01-31T09:09:00Z", "", "deleted", None, ()),
    ("José", None, "2024-01-31T09:10:00Z", "việc làm 🙂", "message", None, ("reactions",)),
]


def test_messenger_in_several_files_is_one_conversation_in_the_order_of_time(tmp_path):
    conversation, messages = told(DATA / "messenger")
    assert brief(messages) == MESSENGER
    assert [one.n for one in messages] == [1, 2, 3, 4, 5]
    assert [one.file for one in messages] == [1, 1, 0, 0, 0]
    assert [one["file"] for one in conversation.source["files"]] == ["message_1.json", "message_2.json"]
    for one in messages:
        value = json.loads(conversation.originals[one.file].source.read_bytes()[one.start : one.end])
        assert "timestamp_ms" in value
    with zipfile.ZipFile(tmp_path / "facebook.zip", "w") as archive:
        for path in (DATA / "messenger").iterdir():
            archive.write(path, f"messages/inbox/x/{path.name}")
    assert brief(told(tmp_path / "facebook.zip")[1]) == MESSENGER


def test_a_large_file_of_messenger_is_read_in_its_own_order_with_the_numbers_of_time(tmp_path, monkeypatch):
    monkeypatch.setattr("lali.engines.chats.messenger.MOST_HELD", 10)
    _conversation, messages = told(DATA / "messenger")
    assert brief(sorted(messages)) == MESSENGER


def test_two_conversations_of_messenger_are_a_question(tmp_path):
    for name in ("a", "b"):
        shutil.copytree(DATA / "messenger", tmp_path / name)
    assert read(tmp_path).ask.what == "file"


def test_the_newer_export_of_messenger():
    _conversation, messages = told(DATA / "messenger-new.json", timezone="Pacific/Fiji")
    assert brief(messages) == [
        ("Mere", "2024-01-31T21:06:00", "2024-01-31T09:06:00Z", "việc", "message", None, ()),
        ("Agent Lee", "2024-01-31T21:07:00", "2024-01-31T09:07:00Z", "", "media", "./media/1.jpg", ()),
    ]


def test_google_chat():
    conversation, messages = told(DATA / "google-chat.json")
    assert conversation.format == "google_chat"
    assert brief(messages) == [
        ("Mere", None, "2024-01-31T09:06:00Z", "Bula", "message", None, ()),
        ("Agent Lee", None, "2024-01-31T12:07:00Z", "", "media", "File-a.jpg", ()),
        ("Agent Lee", None, "2024-01-31T12:08:00Z", "", "deleted", None, ()),
    ]


def test_tiktok_says_which_conversation_and_is_not_taken_for_utc():
    _conversation, messages = told(DATA / "tiktok.json")
    assert [(one.chat, *row) for one, row in zip(messages, brief(messages), strict=True)] == [
        ("agent_lee", "agent_lee", "2024-01-31T09:06:00", None, "Bula", "message", None, ()),
        ("agent_lee", "mere", None, "2024-01-31T09:07:00Z", "ok", "message", None, ()),
        ("josefa", "josefa", "2024-02-01T09:06:00", None, "hi", "message", None, ()),
    ]


def telegram(*messages):
    return '{"name": "x", "type": "personal_chat", "messages": [' + ",\n".join(messages) + "]}"


def one(text):
    return json.dumps({"type": "message", "date_unixtime": "1706691960", "from": "Mere", "from_id": "u", "text": text})


@pytest.mark.parametrize(
    "between",
    [
        '{"type": "message", "text": "broken',
        one("x" * 1_100_000),
        '{"a":' * 100_000,
        '{"type": "message", "id": ' + "9" * 10_000 + "}",
        '{"type": "message", "text": "a" "b"}',
    ],
    ids=["broken", "long", "deep", "number", "wrong"],
)
def test_what_cannot_be_read_leaves_the_others(tmp_path, between):
    (tmp_path / "result.json").write_text(telegram(one("first"), between, one("last")))
    started = time.process_time()
    texts = [message.text for message in told(tmp_path / "result.json")[1]]
    assert time.process_time() - started < 20
    assert texts[0] == "first"
    if between[:6] != '{"a":{':
        assert texts[-1] == "last"


def test_a_file_cut_in_the_middle_is_read_to_there(tmp_path):
    text = telegram(one("first"), one("second"))
    (tmp_path / "result.json").write_text(text[:-20])
    assert [message.text for message in told(tmp_path / "result.json")[1]] == ["first"]


def test_pieces_of_any_size_give_the_same(monkeypatch):
    whole = {path: told(path)[1] for path in DATA.glob("*.json")}
    for size in (1, 7, 100):
        monkeypatch.setattr("lali.engines.chats.originals.BLOCK", size)
        monkeypatch.setattr("lali.engines.chats.json_elements.KEPT", 5)
        for path, messages in whole.items():
            assert told(path)[1] == messages


def test_json_that_is_no_conversation_is_refused(tmp_path):
    (tmp_path / "x.json").write_text('{"messages": [{"a": 1}]}')
    with pytest.raises(ChatRefused):
        read(tmp_path / "x.json")


def test_two_people_of_one_name_are_two_conversations(tmp_path):
    path = tmp_path / "result.json"
    one = '{{"name": "Mere", "type": "personal_chat", "id": {0}, "messages": [{{"id": 1, "type": "message", "date": "2024-01-31T21:06:00", "date_unixtime": "1706691960", "from": "Mere", "from_id": "user{0}", "text": "{0}"}}]}}'
    path.write_text(f'{{"chats": {{"list": [{one.format(7)}, {one.format(8)}, {one.format(7)}]}}}}')
    conversation, messages = told(path)
    assert [one.chat for one in messages] == ["Mere", "Mere (8)", "Mere"]
    assert conversation.chats == [{"name": "Mere", "messages": 2}, {"name": "Mere (8)", "messages": 1}]

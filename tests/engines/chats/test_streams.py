"""A sealed export is read from its stream as from a file: nothing is written, and the stream stays its owner's."""

import io
import zipfile
from pathlib import Path

import pytest

from lali.engines.chats import ChatRefused, Message, Stretch, read

DATA = Path(__file__).parent / "data"
FILES = sorted(
    path for path in DATA.rglob("*") if path.is_file() and (path.parent.name, path.suffix) != ("whatsapp", ".json")
)


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a sealed one may."""

    def __init__(self, data, name="chat.txt"):
        self._inner, self.name = io.BytesIO(data), name

    def seekable(self):
        return True

    def readable(self):
        return True

    def seek(self, offset, whence=0, /):
        return self._inner.seek(offset, whence)

    def readinto(self, buffer, /):
        return self._inner.readinto(memoryview(buffer)[:97])


def everything(conversation):
    return conversation.source, conversation.ask, list(conversation.parts()), conversation.accounted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_stream_reads_as_its_file(path):
    stream = Dripping(path.read_bytes(), path.name)
    assert everything(read(stream)) == everything(read(path))
    assert not stream.closed


def test_an_archive_in_a_stream():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(DATA / "whatsapp" / "ios-en-gb.txt", "_chat.txt")
    conversation = read(Dripping(held.getvalue()), name="Mere.zip")
    assert (conversation.source["file"], conversation.source["member"]) == ("Mere.zip", "_chat.txt")
    assert sum(1 for _one in conversation.messages()) == 7
    assert conversation.accounted
    with pytest.raises(ChatRefused, match="damaged"):
        read(Dripping(held.getvalue()[:-30]))
    with pytest.raises(ChatRefused, match="There is nothing in this file"):
        read(Dripping(b""))


def test_two_walks_at_once_do_not_disturb_each_other(monkeypatch):
    monkeypatch.setattr("lali.engines.chats.originals.BLOCK", 50)
    monkeypatch.setattr("lali.engines.chats.originals.AHEAD", 70)
    conversation = read(Dripping((DATA / "whatsapp" / "android-en-gb.txt").read_bytes()))
    first, second = zip(*zip(conversation.parts(), conversation.parts(), strict=True), strict=True)
    assert first == second


class TornError(Exception):
    """What a stream says of sealed bytes that were changed."""


def test_what_the_stream_itself_says_travels_up():
    class Torn(Dripping):
        def readinto(self, buffer, /):
            if self._inner.tell() > 4000:
                raise TornError
            return super().readinto(buffer)

    with pytest.raises(TornError):
        read(Torn(b"31/01/2024, 21:06 - Mere: Bula\n" * 1000))


def test_one_conversation_of_several_is_chosen_and_every_byte_told():
    path = DATA / "exports" / "telegram-full.json"
    whole = read(path)
    counted = {one["name"]: one["messages"] for one in whole.chats}
    assert len(counted) > 1
    assert sum(counted.values()) == sum(1 for _one in whole.messages())
    name = next(iter(counted))
    chosen = read(path, chat=name)
    parts = list(chosen.parts())
    messages = [part for part in parts if isinstance(part, Message)]
    assert messages == [one for one in whole.messages() if one.chat == name]
    assert any(part.why == "chat" for part in parts if isinstance(part, Stretch))
    assert chosen.accounted
    assert chosen.chats == whole.chats


def test_naming_one_file_of_a_conversation_reads_all_of_it(tmp_path):
    path = tmp_path / "facebook.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for who in ("mere", "lee"):
            for one in (DATA / "exports" / "messenger").iterdir():
                archive.write(one, f"inbox/{who}/{one.name}")
    assert read(path).ask.what == "file"
    chosen = read(path, member="inbox/lee/message_2.json")
    assert [one["member"] for one in chosen.source["files"]] == [f"inbox/lee/message_{n}.json" for n in (1, 2)]


def test_the_same_parts_each_time():
    conversation = read(DATA / "whatsapp" / "android-en-gb.txt")
    assert list(conversation.parts()) == list(conversation.parts())


def test_a_line_is_read_in_each_order_that_is_left(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("05/06/24, 9:06 pm - Mere: Bula\n06/06/24, 9:07 pm - Lee: ok\n")
    examples = {one["order"]: one["examples"] for one in read(path).ask.candidates}
    line = "05/06/24, 9:06 pm - Mere: Bula"
    assert examples["dmy"][0] == {"written": "05/06/24", "day": "2024-06-05", "line": line}
    assert examples["mdy"][0] == {"written": "05/06/24", "day": "2024-05-06", "line": line}
    (tmp_path / "table.csv").write_text("sender,time,text\nMere,05/06/24 21:06,Bula\nLee,06/06/24 21:07,ok\n")
    [example, *_more] = read(tmp_path / "table.csv").ask.candidates[0]["examples"]
    assert example["line"] == "Mere,05/06/24 21:06,Bula"

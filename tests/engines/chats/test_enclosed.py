"""Files that messages name are found in the archive by name, never by guess, and digested within bounds."""

import hashlib
import io
import zipfile

import pytest

from lali.engines.chats import ChatRefused, read
from lali.engines.chats import enclosed as module
from lali.engines.chats.enclosed import digest_of_enclosed, enclosed

CHAT = "31/10/2026, 09:06 - Mere (invented): a.jpg (file attached)\n31/10/2026, 09:07 - Tomasi: Hello\n"


def packed(files, **more):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    data.seek(0)
    return data


def found(files, *names):
    opened = read(packed(files), name="export.zip")
    return {name: (one.number, one.path) for name, one in enclosed(opened, names)}


def test_a_file_beside_the_chat_is_found_by_its_place_in_the_list():
    files = [("x/_chat.txt", CHAT), ("x/a.jpg", b"1"), ("x/b.jpg", b"2"), ("y/b.jpg", b"3")]
    assert found(files, "a.jpg", "b.jpg", "c.jpg") == {"a.jpg": (2, "x/a.jpg"), "b.jpg": (3, "x/b.jpg")}


def test_a_path_is_followed_as_it_is_written_or_from_its_end():
    files = [("chat/_chat.txt", CHAT), ("media/photos/1.jpg", b"1"), ("more/photos/2.jpg", b"2"), ("q/3.jpg", b"3")]
    names = ("media/photos/1.jpg", "photos/2.jpg", "elsewhere\\3.jpg", "../../q/3.jpg")
    assert found(files, *names) == {
        "media/photos/1.jpg": (2, "media/photos/1.jpg"), "photos/2.jpg": (3, "more/photos/2.jpg"),
        "elsewhere\\3.jpg": (4, "q/3.jpg"), "../../q/3.jpg": (4, "q/3.jpg"),
    }  # fmt: skip


def test_where_several_could_be_meant_none_is():
    files = [("_chat.txt", CHAT), ("p/a.jpg", b"1"), ("q/a.jpg", b"2")]
    assert found(files, "a.jpg") == {"a.jpg": (0, "p/a.jpg")}


def test_letters_are_compared_however_they_are_composed():
    files = [("_chat.txt", CHAT), ("cafe\u0301.jpg", b"1")]
    assert found(files, "caf\u00e9.jpg") == {"caf\u00e9.jpg": (2, "caf\u00e9.jpg")}


def test_links_and_folders_are_no_files():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        link = zipfile.ZipInfo("a.jpg")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.jpg/", "")
    data.seek(0)
    assert dict(enclosed(read(data, name="x.zip"), ["a.jpg", "b.jpg"])) == {}


def test_a_chat_that_lies_in_no_archive_has_no_files():
    assert list(enclosed(read(io.BytesIO(CHAT.encode()), name="chat.txt"), ["a.jpg"])) == []


def test_its_digest_is_that_of_its_bytes(monkeypatch):
    data = packed([("_chat.txt", CHAT), ("a.jpg", b"picture" * 1000)])
    assert digest_of_enclosed(data, 2) == (7000, hashlib.sha256(b"picture" * 1000).hexdigest())
    monkeypatch.setattr(module, "MOST_DIGESTED", 100)
    assert digest_of_enclosed(data, 2) == (7000, "")


def test_what_is_damaged_or_unpacks_to_too_much_is_refused(monkeypatch):
    data = packed([("_chat.txt", CHAT), ("a.jpg", bytes(100_000))])
    monkeypatch.setattr(module, "SMALL", 1_000)
    monkeypatch.setattr(module, "RATIO", 10)
    with pytest.raises(ChatRefused, match="unpacks"):
        digest_of_enclosed(data, 2)
    for number in (3, 99):
        with pytest.raises(ChatRefused):
            digest_of_enclosed(data, number)
    with pytest.raises(ChatRefused):
        digest_of_enclosed(io.BytesIO(data.getvalue()[:200]), 1)


def test_thousands_of_one_name_are_not_compared_path_by_path(monkeypatch):
    """What 20,000 files of one name cost for each of 100,000 messages would hold the reading up for minutes."""
    monkeypatch.setattr(module, "MOST_OF_ONE_NAME", 3)
    files = [("chat/_chat.txt", CHAT), *((f"chat/media/{n}/x.jpg", b"x") for n in range(4))]
    assert found(files, "3/x.jpg", "media/2/x.jpg", "chat/media/1/x.jpg", "x.jpg") == {
        "3/x.jpg": (0, "chat/media/0/x.jpg"),
        "media/2/x.jpg": (4, "chat/media/2/x.jpg"),
        "chat/media/1/x.jpg": (3, "chat/media/1/x.jpg"),
        "x.jpg": (0, "chat/media/0/x.jpg"),
    }

"""Files that are broken, hostile or something else: read with every byte accounted for, or refused with a sentence."""

import io
import json
import os
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lali.engines.chats import ChatRefused, Message, read

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(
    path for path in DATA.rglob("*") if path.is_file() and (path.parent.name, path.suffix) != ("whatsapp", ".json")
)
HEAD = "31/01/2024, 21:06 - Mere: "


def accounted(path, **choices):
    """The messages, or the sentence of a refusal; anything else is a fault."""
    try:
        conversation = read(path, **choices)
        parts = list(conversation.parts())
    except ChatRefused as refused:
        return str(refused)
    if conversation.ask and conversation.ask.what == "file":
        return []
    assert conversation.accounted
    for number, original in enumerate(conversation.originals):
        reached = 0
        for part in sorted(part for part in [(p.start, p.end) for p in parts if p.file == number]):
            assert part[0] == reached < part[1]
            reached = part[1]
        assert reached == original.size
    json.dumps([part.text for part in parts if isinstance(part, Message)]).encode("utf-8")
    for part in parts:
        if isinstance(part, Message):
            part.text.encode("utf-8")
            part.sender.encode("utf-8")
    return [part for part in parts if isinstance(part, Message)]


def written(tmp_path, data, name="chat.txt"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path, data):
    accounted(written(tmp_path, data))
    accounted(written(tmp_path, HEAD.encode() + data))


LINES = st.sampled_from(
    [
        HEAD + "Bula\n", "31/01/2024, 21:07 - Lee: ok\r\n", "01/02/2020, 10:00 - Lee: old\n", "31/31/2024, 99:99 - x: y\n",
        "\n", "\r", "\0", "\u202e", "\ufeff", "[1/2/24, 9:05:11\u202fPM] Mere: x\n", "12/12/2025, 21:06 - You left\n", ":", " - ",
        "\ud800", "é", "12/11/2024, 12:00 - A: B: C\n", "13/11/2024, 12:00 - A:\n", "\U0001f642", "31/01/2024, 21:06 - ",
    ]
)  # fmt: skip


@QUIET
@given(
    pieces=st.lists(LINES, max_size=40),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "cp1252", "utf-16", "utf-8-sig"]),
    cut=st.integers(0, 3),
    order=st.sampled_from([None, "dmy", "mdy", "ymd"]),
)
@example(pieces=["31/01/2024, 21:06 - ", "é"], encoding="utf-8", cut=1, order=None)
def test_lines_in_any_order_and_encoding(tmp_path, pieces, encoding, cut, order):
    data = "".join(pieces).encode(encoding, "replace" if encoding == "cp1252" else "surrogatepass")
    accounted(written(tmp_path, data[: len(data) - cut]), date_order=order, timezone="Europe/Paris")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_cut_and_damaged(tmp_path, path):
    data = path.read_bytes()
    for cut in range(0, len(data), max(1, len(data) // 25)):
        accounted(written(tmp_path, data[:cut], path.name))
        accounted(written(tmp_path, data[:cut] + b'\xff\0"<' + data[cut + 3 :], path.name))


def test_pieces_of_any_size_give_the_same(tmp_path, monkeypatch):
    """Where the pieces end in which a file is read must not matter."""
    text = "".join(
        f"{1 + n % 28:02d}/{1 + n // 28 % 12:02d}/{2015 + n // 336}, 21:0{n % 10} - Mere é{n % 7}: {'x' * (n % 50)}\nmore\n"
        + ("01/01/2012, 10:00 - Lee: pasted\n" if n % 97 == 50 else "")
        for n in range(1500)
    )
    path = written(tmp_path, text)
    whole = accounted(path)
    assert len(whole) == 1500
    for size in (997, 4096, 70_001):
        monkeypatch.setattr("lali.engines.chats.originals.BLOCK", size)
        assert accounted(path) == whole


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "chat.txt", "There is nothing in this file."),
        (b"\xff\xd8\xff\xe0" + bytes(2000), "chat.txt", "This is no conversation in a format that is read here."),
        (b"PK\x03\x04 damaged", "chat.zip", "This file is damaged, and cannot be read."),
        (b"just words\nand more\n", "chat.txt", "This is no conversation in a format that is read here."),
    ],
)
def test_what_is_no_conversation_is_refused_with_a_sentence(tmp_path, data, name, sentence):
    assert accounted(written(tmp_path, data, name)) == sentence


def test_a_file_that_is_not_there():
    assert accounted(Path("/nowhere/chat.txt")) == "There is no such file."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig"])
def test_other_encodings(tmp_path, encoding):
    text = HEAD + "déjà vu, été\n31/01/2024, 21:07 - Lee: ok\n"
    messages = accounted(written(tmp_path, text.encode(encoding)))
    assert [one.text for one in messages] == ["déjà vu, été", "ok"]


def archive_of(tmp_path, **members):
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def test_archives_made_to_harm(tmp_path):
    assert "unpacks to far more" in accounted(archive_of(tmp_path, **{"_chat.txt": HEAD + "A" * 30_000_000}))
    for name in ("../_chat.txt", "/etc/_chat.txt", "..\\_chat.txt", "a/../../_chat.txt"):
        assert "no conversation in this archive" in accounted(archive_of(tmp_path, **{name: HEAD + "x"}))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("_chat.txt", HEAD)
    assert "another archive in this archive" in accounted(archive_of(tmp_path, **{"inner.zip": inner.getvalue()}))
    link = zipfile.ZipInfo("_chat.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "chat.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "no conversation in this archive" in accounted(tmp_path / "chat.zip")


def test_a_damaged_archive_is_refused(tmp_path):
    path = archive_of(tmp_path, **{"_chat.txt": "".join(f"{HEAD}{n}\n" for n in range(9000))})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    assert "damaged" in accounted(written(tmp_path, bytes(data), "broken.zip"))


def test_links_in_a_folder_are_not_followed(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "chat.txt").symlink_to(written(tmp_path, HEAD + "x\n", "outside.txt"))
    assert "no conversation in this folder" in accounted(folder)


def test_a_line_of_ten_megabytes(tmp_path):
    path = written(tmp_path, HEAD + "x" * 10_000_000 + "\n31/01/2024, 21:07 - Lee: ok\n")
    first, last = accounted(path)
    assert first.marks == ("cut",)
    assert first.end - first.start <= 1024 * 1024
    assert last.text == "ok"
    assert "no conversation" in accounted(written(tmp_path, "\n".join(["x" * 10_000_000, HEAD + "ok"])))


def test_a_right_to_left_override_stays_in_the_text(tmp_path):
    [message] = accounted(written(tmp_path, HEAD + "photo\u202egpj.exe\n"))
    assert message.text == "photo\u202egpj.exe"


@pytest.mark.slow
def test_memory_stays_flat(tmp_path):
    def peak(count):
        path = tmp_path / f"{count}.txt"
        with path.open("w") as file:
            file.writelines(f"31/01/2024, 21:06 - Mere {n % 50}: message number {n}\n" for n in range(count))
        tracemalloc.start()
        assert sum(1 for _one in read(path).messages()) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(50_000)
    assert peak(150_000) < few * 1.3


def test_leaps_that_never_end_cost_little(tmp_path):
    """A file that runs backwards all the way must not be looked through again for each of its lines."""
    days = [f"{d:02d}/{m:02d}/{y}" for y in range(2023, 2009, -1) for m in range(12, 0, -1) for d in range(28, 0, -2)]
    path = written(tmp_path, "".join(f"{day}, 21:06 - Mere: x\n" * 9 for day in days))
    started = time.process_time()
    accounted(path)
    assert time.process_time() - started < 5


def test_unseen_signs_side_by_side_cost_little(tmp_path):
    path = written(tmp_path, HEAD + "hi\n1/1/2024" + "\u200e" * 3000 + "x\n")
    started = time.process_time()
    assert len(accounted(path)) == 1
    assert time.process_time() - started < 5


def test_no_such_day_before_a_leap_backwards(tmp_path):
    dates = ("31/01/2024", "99/99/2024", "30/12/2023")
    assert accounted(written(tmp_path, "".join(f"{date}, 21:06 - A: hi\n" for date in dates)))


@pytest.mark.parametrize("damage", [b"\xff\xff", b"\x00\x00"])
def test_a_damaged_archive_of_another_kind_is_refused(tmp_path, damage):
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("_chat.txt", HEAD + "hi\n" + HEAD + "ho\n")
    data = bytearray(path.read_bytes())
    first = data.find(b"_chat.txt") + len("_chat.txt")
    data[first + 4 : first + 6] = damage
    data[first + 12 : first + 30] = b"\xff" * 18
    assert "damaged" in accounted(written(tmp_path, bytes(data), "broken.zip"))


@pytest.mark.slow
def test_many_files_of_an_archive_are_not_all_kept(tmp_path):
    text = HEAD + "hi\n" + "a" * 300_000
    path = archive_of(tmp_path, **{f"{n}x.txt": text for n in range(40)})
    tracemalloc.start()
    accounted(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000
    path = archive_of(tmp_path, **{f"{n}x.txt": HEAD + "a" * 9_000_000 for n in range(12)})
    assert "unpacks to far more" in accounted(path)


def test_the_list_of_an_archive_is_read_once(tmp_path, monkeypatch):
    path = archive_of(tmp_path, **{f"{n}x.txt": HEAD + "hi\n" for n in range(5)})
    opened = []
    true = zipfile.ZipFile
    monkeypatch.setattr(zipfile, "ZipFile", lambda *given: opened.append(given) or true(*given))
    accounted(path)
    accounted(path, member="1x.txt")
    assert len(opened) == 2


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_an_archive(tmp_path):
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for text in ("hi", "ho"):
            archive.writestr("_chat.txt", HEAD + text)
    assert "the same name" in accounted(path)
    assert "the same name" in accounted(path, member="_chat.txt")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "chat.txt")
    assert accounted(tmp_path / "chat.txt") == "This is neither a file nor a folder."


def test_the_shared_samples(request):
    """Samples that are not ours to hand on: named by LALI_CHAT_SAMPLES where they are at hand."""
    folder = os.environ.get("LALI_CHAT_SAMPLES")
    if not folder:
        pytest.skip("LALI_CHAT_SAMPLES names no folder")
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path.suffix in {".txt", ".json", ".csv", ".xml", ".zip"}:
            messages = accounted(path)
            assert isinstance(messages, list), (path.name, messages)
            assert messages, path.name

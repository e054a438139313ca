"""Exports as text that are not WhatsApp's: LINE, TikTok."""

import time
from pathlib import Path

import pytest

from lali.engines.chats import Message, read

DATA = Path(__file__).parent / "data" / "exports"


def told(path, **choices):
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    return conversation, [part for part in parts if isinstance(part, Message)]


def brief(messages):
    return [(one.chat, one.sender, one.local_time, one.utc, one.text, one.kind, one.marks) for one in messages]


LINE = [
    ("", "Agent Lee", "2024-01-31T09:06", None, "Good work: abroad", "message", ()),
    ("", "Mere", "2024-01-31T21:07", None, 'ok\nno "fees"?\n\nbye', "message", ()),
    ("", "Agent Lee", "2024-01-31T21:08", None, "[Photo]", "media", ()),
    ("", "Mere", "2024-01-31T21:09", None, '"just one mark', "message", ()),
    ("", "Agent Lee", "2024-01-31T21:10", None, "goes on\nover two lines", "message", ()),
    ("", "", "2024-01-31T21:11", None, "Agent Lee unsent a message.", "system", ()),
    ("", "Mere", "2024-02-01T00:30", None, "he wrote:\n09:00AM\tAgent Lee\tI pay you", "message", ("head_inside",)),
]
TIKTOK = [
    ("agent.lee", "mere679", None, "2024-01-31T09:06:00Z", "Bula: is there work?", "message", ()),
    ("agent.lee", "agent.lee", None, "2024-01-31T09:07:10Z", "yes\nno fees\n\ncall me", "message", ()),
    ("agent.lee", "agent.lee", "2024-01-31T09:08:00", None, "https://www.tiktokv.com/share/video/1/", "message", ()),
    ("josefa", "josefa", None, "2024-02-01T10:00:00Z", "hello 🙂", "message", ()),
]
OFFICE = "/Users/mere/Library/Messages/Attachments/ab/01/IMG_1.jpeg\nthe office"
IMESSAGE = [
    ("", "+6795550101", "2024-01-31T21:06:12", None, "Good work: abroad\n\nno fees", "message", ()),
    ("", "Me", "2024-01-31T00:07:00", None, "ok?", "message", ()),
    ("", "", "2024-02-01T08:00:00", None, "You named the conversation Work.", "system", ()),
    ("", "+6795550101", "2024-02-01T09:00:00", None, OFFICE, "media", ()),
    ("", "Me", "2023-12-31T10:00:00", None, "I pay you", "message", ("time_runs_back",)),
]
TRUTH = {
    "imessage.txt": ("imessage_text", IMESSAGE),
    "line.txt": ("line", LINE),
    "tiktok.txt": ("tiktok_text", TIKTOK),
}


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize("size", [3, 50, 100_000])
def test_each_format_in_pieces_of_any_size(name, size, monkeypatch):
    monkeypatch.setattr("lali.engines.chats.originals.BLOCK", size)
    conversation, messages = told(DATA / name)
    assert (conversation.format, brief(messages)) == TRUTH[name]
    assert [one.n for one in messages] == list(range(1, len(messages) + 1))


@pytest.mark.parametrize(
    ("day", "clock", "local"),
    [
        ("2024/01/31(水)", "午後9:06", "2024-01-31T21:06"), ("2024.01.31 Wednesday", "21:06", "2024-01-31T21:06"),
        ("2024/01/31（三）", "下午09:06", "2024-01-31T21:06"), ("Wed, 1/31/2024", "9:06 PM", "2024-01-31T21:06"),
        ("พ., 31/1/2567", "21:06", "2024-01-31T21:06"),
    ],
)  # fmt: skip
def test_line_in_other_languages(tmp_path, day, clock, local):
    (tmp_path / "chat.txt").write_text(
        f"[LINE] Meleとのトーク履歴\n保存日時：2024/02/02 12:00\n\n{day}\n{clock}\tMele\tBula\n"
    )
    [message] = told(tmp_path / "chat.txt")[1]
    assert (message.sender, message.local_time, message.text) == ("Mele", local, "Bula")


def test_an_open_order_of_line_is_asked_for(tmp_path):
    text = (
        (DATA / "line.txt")
        .read_text(encoding="utf-8")
        .replace("31/01/2024", "05/02/2024")
        .replace("01/02/2024", "06/02/2024")
    )
    (tmp_path / "chat.txt").write_text(text, encoding="utf-8")
    conversation, messages = told(tmp_path / "chat.txt")
    assert conversation.ask.what == "date_order"
    assert conversation.ask.candidates[0]["examples"][0]["line"] == "Wed, 05/02/2024"
    assert messages[0].local_time is None


def test_a_quotation_mark_hides_nobody(tmp_path):
    """A mark that is never closed, or far away, takes no messages of others with it."""
    lines = "".join(f"09:{n:02d}AM\t{'Eve' if n % 2 else 'Vic'}\tm{n}\n" for n in range(1, 30))
    text = f'[LINE] Chat history with Eve\n\nWed, 31/01/2024\n09:00AM\tEve\t"look\n{lines}09:40AM\tEve\tend"\n'
    (tmp_path / "chat.txt").write_text(text)
    assert len(told(tmp_path / "chat.txt")[1]) == 31


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ['09:06AM\tMere\t"x\n', '"\n', "x\n", "\n", "09:06AM\tMere\t" + '"x\n' * 3000, "x" * 2_000_000]
)
@pytest.mark.parametrize(
    "head",
    [
        "[LINE] Chat\n\nWed, 31/01/2024\n09:00AM\tEve\thi\n",
        ">>> Chat History with a::\n\n2024-01-31 09:06:00 UTC b: c\n",
    ],
)
def test_lines_made_to_cost_much(tmp_path, head, line):
    (tmp_path / "chat.txt").write_text(head + line * (max(1, 200_000 // len(line))))
    started = time.process_time()
    told(tmp_path / "chat.txt")
    assert time.process_time() - started < 8

"""Exports in HTML: several files of one conversation, text with formatting, files by name; and HTML made to harm."""

import time
from pathlib import Path

import pytest

from lali.engines.chats import Message, read
from lali.engines.chats.html_elements import parsed

DATA = Path(__file__).parent / "data" / "exports"


def told(path, **choices):
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    return conversation, [part for part in parts if isinstance(part, Message)]


def brief(messages):
    return [(one.sender, one.local_time, one.utc, one.text, one.kind, one.attachment, one.marks) for one in messages]


TELEGRAM = [
    ("", None, None, "Agent Lee invited Mere", "system", None, ()),
    ("Agent Lee", "2024-01-31T21:06:12", "2024-01-31T09:06:12Z", "Bula & welcome <friend> 🙂\nGood work abroad, no fees",
     "message", None, ("reactions",)),
    ("Agent Lee", "2024-01-31T21:07:00", "2024-01-31T09:07:00Z", "the office", "media",
     "photos/photo_1@31-01-2024_21-07-00.jpg", ()),
    ("Mere", "2024-02-01T08:00:00", "2024-01-31T20:00:00Z", "ok", "message", None, ()),
    ("Mere", "2024-02-01T09:00:00", None, "contract.pdf\n12.0 KB", "media", "files/contract.pdf", ("forwarded",)),
]  # fmt: skip


def test_telegram_in_several_files():
    conversation, messages = told(DATA / "telegram-html")
    assert (conversation.format, [one.file for one in messages]) == ("telegram_html", [0, 0, 0, 0, 1])
    assert brief(messages) == TELEGRAM
    for one in messages:
        piece = conversation.originals[one.file].source.read_bytes()[one.start : one.end]
        assert piece.startswith(b'<div class="message ')
        assert piece.endswith(b"</div>")
        assert piece.count(b"<div") == piece.count(b"</div")


@pytest.mark.parametrize("size", [7, 100, 1000])
def test_pieces_of_any_size_give_the_same(size, monkeypatch):
    monkeypatch.setattr("lali.engines.chats.originals.BLOCK", size)
    assert brief(told(DATA / "telegram-html")[1]) == TELEGRAM


def test_other_encodings(tmp_path):
    text = (DATA / "telegram-html" / "messages.html").read_text(encoding="utf-8")
    (tmp_path / "messages.html").write_bytes(text.encode("utf-16"))
    assert brief(told(tmp_path / "messages.html")[1]) == TELEGRAM[:4]


def test_tags_in_a_message_are_its_words(tmp_path):
    """What somebody wrote is escaped in the export: it makes no message and no name."""
    text = (DATA / "telegram-html" / "messages.html").read_text(encoding="utf-8")
    forged = '&lt;div class="message default clearfix"&gt;&lt;div class="from_name"&gt;Mere&lt;/div&gt;'
    (tmp_path / "messages.html").write_text(text.replace("the office", forged), encoding="utf-8")
    messages = told(tmp_path / "messages.html")[1]
    assert len(messages) == 4
    assert messages[2].text == '<div class="message default clearfix"><div class="from_name">Mere</div>'


def test_lines_of_a_text():
    root = parsed("<div> a <b>b</b>c<div><div>d</div></div>e<br><br>f &lt;&#128578;<p>g</p></div>")
    assert root.text() == "a bc\nd\ne\n\nf <🙂\ng"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["<div>", "<a ", "<!--", '<a b="', "</div>", "<![CDATA[", "&#", '<div class="message default clearfix">from_name'],
)
def test_html_that_never_ends_costs_little(piece, tmp_path):
    head = '<div class="message default clearfix"><div class="from_name">Mere</div>'
    (tmp_path / "messages.html").write_text(head + piece * (600_000 // len(piece)))
    started = time.process_time()
    told(tmp_path / "messages.html")
    assert time.process_time() - started < 8


INSTAGRAM = [
    ("Agent Lee & Co", "2024-01-31T21:06", None, "Good work", "message", None, ()),
    ("Mere", "2024-01-31T21:07", None, "việc làm?\nok", "message", None, ("reactions",)),
    ("Mere", "2024-01-31T21:10", None, "", "media", "messages/inbox/agent_1/photos/9.jpg", ()),
    ("Agent Lee", "2024-02-01T00:05", None, "see https://example.org", "message", None, ()),
]


def test_messenger_and_instagram_in_several_files(monkeypatch):
    conversation, messages = told(DATA / "instagram-html")
    assert conversation.format == "messenger_or_instagram_html"
    assert brief(messages) == INSTAGRAM
    assert [(one.n, one.file) for one in messages] == [(1, 1), (2, 1), (3, 0), (4, 0)]
    for one in messages:
        piece = conversation.originals[one.file].source.read_bytes()[one.start : one.end]
        assert piece.startswith(b'<div class="pam ')
        assert piece.count(b"<div") == piece.count(b"</div")
    monkeypatch.setattr("lali.engines.chats.messenger_html.MOST_HELD", 10)  # too large to be given in the order of time
    assert brief(sorted(told(DATA / "instagram-html")[1])) == INSTAGRAM


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("31 janv. 2024, 21:06", "2024-01-31T21:06"), ("31 янв. 2024 г., 21:06", "2024-01-31T21:06"),
        ("31 de janeiro de 2024 21:06", "2024-01-31T21:06"), ("31. Jan. 2024 21:06:07", "2024-01-31T21:06:07"),
        ("2024年1月31日 21:06", "2024-01-31T21:06"), ("31 Januari 2024 21.06", "2024-01-31T21:06"),
        ("31/01/2024, 21:06", "2024-01-31T21:06"), ("30 Feb 2024 21:06", None), ("31 Foo 2024 21:06", None),
    ],
)  # fmt: skip
def test_days_with_the_name_of_a_month(tmp_path, written, local):
    text = (
        (DATA / "instagram-html" / "message_2.html")
        .read_text(encoding="utf-8")
        .replace("Jan 31, 2024 9:06 pm", written)
    )
    (tmp_path / "message_1.html").write_text(text, encoding="utf-8")
    assert {one.sender: one.local_time for one in told(tmp_path / "message_1.html")[1]}["Agent Lee & Co"] == local


def test_days_in_numbers_that_are_open_are_asked_for(tmp_path):
    text = (DATA / "instagram-html" / "message_2.html").read_text(encoding="utf-8")
    text = text.replace("Jan 31, 2024 9:06 pm", "05/06/2024, 21:06").replace(
        "Jan 31, 2024 9:07 pm", "06/06/2024, 21:06"
    )
    (tmp_path / "message_1.html").write_text(text, encoding="utf-8")
    conversation, messages = told(tmp_path / "message_1.html")
    assert conversation.ask.what == "date_order"
    assert [one.local_time for one in messages] == [None, None]
    assert told(tmp_path / "message_1.html", date_order="dmy")[1][0].local_time == "2024-06-05T21:06"

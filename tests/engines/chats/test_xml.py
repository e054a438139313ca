"""Exports in XML: text messages of a telephone, the report of an examiner."""

import zipfile
from pathlib import Path

import pytest

from lali.engines.chats import ChatRefused, Message, read

DATA = Path(__file__).parent / "data" / "exports"


def told(path, **choices):
    conversation = read(path, **choices)
    parts = list(conversation.parts())
    assert conversation.accounted
    return [part for part in parts if isinstance(part, Message)]


def brief(messages):
    return [(one.chat, one.sender, one.local_time, one.utc, one.text, one.kind, one.attachment) for one in messages]


SMS = [
    ("Agent Lee", "Agent Lee", None, "2024-01-31T09:06:00Z", "Good work <abroad> & no fees 🙂 é", "message", None),
    ("Agent Lee", "(this telephone)", None, "2024-01-31T09:07:00Z", "ok\nthanks", "message", None),
    ("+6795550102", "+6795550102", None, "2024-01-31T09:08:00Z", "hi", "message", None),
    ("Agent Lee, Josefa", "+6795550103", None, "2024-01-31T09:09:00Z", "look", "media", "IMG_1.jpg"),
]


def test_text_and_multimedia_messages():
    assert brief(told(DATA / "sms.xml")) == SMS


def test_the_bytes_of_a_message_are_its_element():
    for name, first, last in (
        ("sms.xml", (b"<sms ", b"<mms "), (b"/>", b"</sms>", b"</mms>")),
        ("report.xml", b"<model ", b"</model>"),
    ):
        data = (DATA / name).read_bytes()
        for one in told(DATA / name):
            assert data[one.start : one.end].startswith(first)
            assert data[one.start : one.end].endswith(last)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_pieces_of_any_size_give_the_same(size, monkeypatch):
    monkeypatch.setattr("lali.engines.chats.originals.BLOCK", size)
    assert brief(told(DATA / "sms.xml")) == SMS


def test_other_encodings_of_xml(tmp_path):
    text = (DATA / "sms.xml").read_text(encoding="utf-8")
    (tmp_path / "bom.xml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert brief(told(tmp_path / "bom.xml")) == SMS
    plain = text.replace("&#55357;&#56898;", "🙂").replace("encoding='UTF-8'", "encoding='UTF-16'")
    (tmp_path / "wide.xml").write_bytes(plain.encode("utf-16"))
    assert brief(told(tmp_path / "wide.xml")) == SMS


def test_the_report_of_an_examiner_alone_and_in_its_archive(tmp_path):
    expected = [
        ("chat-1", "Agent Lee", "2024-01-31T21:06:00", "2024-01-31T09:06:00Z", "Good work <abroad>", "message", None),
        ("chat-1", "6795550100@s.whatsapp.net", "2024-01-31T09:07:00", "2024-01-31T09:07:00Z", "no", "deleted", None),
        ("chat-1", "", "2024-01-31T09:08:00", "2024-01-31T09:08:00Z", "", "media", "passport.jpg"),
    ]
    assert brief(told(DATA / "report.xml")) == expected
    with zipfile.ZipFile(tmp_path / "case.ufdr", "w") as archive:
        archive.write(DATA / "report.xml", "report.xml")
        archive.writestr("files/Image/passport.jpg", b"\xff\xd8\xff")
    assert brief(told(tmp_path / "case.ufdr")) == expected


LAUGHS = """<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<smses><sms date="1706691960000" type="1" address="1" body="&b;"/></smses>"""


@pytest.mark.parametrize("padding", [0, 300_000])
def test_words_that_unfold_are_refused(tmp_path, padding):
    path = tmp_path / "sms.xml"
    path.write_text(
        LAUGHS.replace("<!ENTITY a", " " * padding + "<!ENTITY a").replace("<!DOCTYPE", "<!--<smses--><!DOCTYPE")
    )
    with pytest.raises(ChatRefused, match="defines words of its own"):
        told(path)


def test_an_outside_file_is_never_fetched(tmp_path):
    text = (DATA / "sms.xml").read_text(encoding="utf-8")
    text = text.replace("<smses", '<!DOCTYPE smses SYSTEM "file:///etc/passwd">\n<smses')
    (tmp_path / "sms.xml").write_text(text, encoding="utf-8")
    assert brief(told(tmp_path / "sms.xml")) == SMS


def test_signs_that_xml_forbids_and_damage(tmp_path):
    text = (DATA / "sms.xml").read_text(encoding="utf-8")
    (tmp_path / "sms.xml").write_text(text.replace("hi", "h\x0b&#8;&#55357;i"), encoding="utf-8")
    assert told(tmp_path / "sms.xml")[2].text.split() == ["h", "i"]
    (tmp_path / "sms.xml").write_text(text.replace('body="hi"', "body=hi"), encoding="utf-8")
    assert brief(told(tmp_path / "sms.xml")) == SMS[:2]


def test_elements_in_elements_without_end(tmp_path):
    text = '<smses><sms date="1706691960000" type="1" body="x">' + "<a>" * 50_000 + "</a>" * 50_000 + "</sms></smses>"
    (tmp_path / "sms.xml").write_text(text)
    assert [one.text for one in told(tmp_path / "sms.xml")] == ["x"]

"""E-mail: headers, words and what is attached; of a page in it nothing but the words."""

import io
from email.message import EmailMessage

import pytest

from lali.engines.viewing import Beware, CannotLook, Doubt, Kind, Says, taken
from tests.engines.viewing.files import codes, looked, looked_or_damaged, photograph, says

PAGE = "<p>Hello <a href='https://evil.example/x'>your bank</a></p><script>alert(1)</script><img src='https://t.example/p.gif'>"


def message(subject="Où est l’agent ?", plain="Ring +679 410 0142", page=PAGE):
    made = EmailMessage()
    made["From"] = "Joe Agent <joe@lagoon.example>"
    made["To"] = "mele@home.example"
    made["Subject"] = subject
    made["Date"] = "Sun, 01 Nov 2026 10:00:00 +1200"
    made["Message-ID"] = "<1@lagoon.example>"
    made["Received"] = "from a.example (10.0.0.1) by b.example"
    made.set_content(plain)
    if page:
        made.add_alternative(page, subtype="html")
    made.add_attachment(photograph(), maintype="image", subtype="jpeg", filename="ticket.jpg")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="ticket.pdf.exe")
    return made


def test_what_a_message_shows():
    data = message().as_bytes()
    seen = looked(data, "a.eml")
    assert seen.kind == Kind.MAIL
    assert says(seen, Says.FROM) == "Joe Agent <joe@lagoon.example>"
    assert says(seen, Says.SUBJECT) == "Où est l’agent ?"
    sent = next(one for one in seen.facts if one.name == Says.SENT)
    assert sent.doubt == Doubt.SENDERS_CLOCK
    assert says(seen, Says.PASSED).startswith("from a.example")
    assert seen.text.strip() == "Ring +679 410 0142"
    assert {Beware.SCRIPT, Beware.OUTSIDE} <= codes(seen)
    first, second = seen.members
    assert (first.name, second.name, second.cautions) == ("ticket.jpg", "ticket.pdf.exe", (Beware.PROGRAM,))
    assert b"".join(taken(io.BytesIO(data), inside=(first.number,))) == photograph()
    assert looked(data, inside=(first.number,)).kind == Kind.PICTURE


def test_of_a_page_the_words_and_where_links_lead():
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@a.example", "b@b.example", "x"
    made.set_content(PAGE, subtype="html")
    seen = looked(made.as_bytes(), "a.eml")
    assert seen.text == "Hello ‹https://evil.example/x› your bank"


def test_a_message_in_a_message_is_opened_as_one():
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@a.example", "b@b.example", "forwarded"
    outer.set_content("see below")
    outer.add_attachment(message("inner"))
    data = outer.as_bytes()
    number = looked(data).members[0].number
    assert says(looked(data, inside=(number,)), Says.SUBJECT) == "inner"


def mailbox(count):
    return b"".join(
        b"From joe@lagoon.example Sun Nov  1 10:00:00 2026\n" + message(f"no {n}", page="").as_bytes() + b"\n"
        for n in range(count)
    )


@pytest.mark.slow
def test_a_mailbox_is_listed_and_its_messages_open():
    data = mailbox(205)
    seen = looked(data, "all.mbox")
    assert (seen.kind, len(seen.members), seen.more) == (Kind.MAILBOX, 200, True)
    assert "no 7" in seen.members[7].name
    assert [one.name.split(" · ")[1] for one in looked(data, page=2).members] == [f"no {n}" for n in range(200, 205)]
    assert says(looked(data, inside=(204,)), Says.SUBJECT) == "no 203"
    assert says(looked(data, inside=(205,)), Says.SUBJECT) == "no 204"
    with pytest.raises(CannotLook, match="no_such_part"):
        looked(data, inside=(206,))


@pytest.mark.slow
def test_hostile_messages_give_something():
    deep = b"From: a@a\nTo: b@b\nSubject: x\nMIME-Version: 1.0\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300)
    )
    for data in (
        deep,
        b"From: a\nTo: b\nSubject: =?x-none?q?=ff?=\nContent-Type: text/plain; charset=nonsense\n\nwords",
        b"From: a\nTo: b\nSubject: x\nContent-Transfer-Encoding: base64\n\n!!!!",
    ):
        seen = looked_or_damaged(data)
        assert seen is None or seen.kind == Kind.MAIL

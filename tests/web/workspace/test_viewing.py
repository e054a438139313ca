"""Looking into an exhibit on screen: journalled, never run, and a sentence where it cannot be."""

import fcntl
import io

import pytest
from django.urls import reverse

from lali.records.audit.models import Entry
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from tests.engines.viewing.files import pdf_file, photograph
from tests.engines.viewing.test_archives import zipped
from tests.engines.viewing.test_pictures import bomb

pytestmark = pytest.mark.slow  # each look is a process

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def reader_of(case, lead, colleague):
    """A colleague who reads the case."""
    from lali.records.cases.actions import put_on_team

    put_on_team(by=lead, ref=case.ref, member=colleague, level="read")
    return colleague


@pytest.fixture
def sealed(lead, case, exhibits):
    def seal(data, name="file.bin"):
        found = take_in_exhibit(
            by=lead, ref=case.ref, file_name=name, source=io.BytesIO(data), acquisition=Acquisition()
        )
        return reverse("workspace:exhibit_look", args=[case.ref, found.number])

    return seal


def test_a_photograph_is_shown_with_what_it_says(open_page, text_of, lead, sealed):
    address = sealed(photograph(), "IMG.png")
    page = open_page(lead, address)
    words = text_of(page)
    for said in (
        "Picture (JPEG)",
        "The name ends in .png",
        "Fictional Phone 3",
        "-18.141667, 178.416667",
        "no time zone",
    ):
        assert said in words
    assert f'src="{address}picture/' in page.content.decode()
    entry = Entry.objects.filter(verb="exhibit.viewed").latest("index")
    assert (entry.reading, entry.by) == (True, lead.journal_name)
    picture = open_page(lead, f"{address}picture/")
    assert picture["Content-Type"] in {"image/png", "image/jpeg"}
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["Cache-Control"] == "no-store"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert b"Fictional" not in picture.content


def test_pages_of_a_pdf(open_page, text_of, lead, sealed):
    address = sealed(pdf_file("One", "Ring +679 410 0142"), "a.pdf")
    first, second = (open_page(lead, address + query) for query in ("", "?page=2"))
    assert "?page=2" in first.content.decode()
    assert "Page 2 of 2" in text_of(second)
    assert "+679 410 0142" in text_of(second)
    assert Entry.objects.filter(verb="exhibit.viewed").latest("index").facts == {"page": 2}


def test_an_identifier_is_offered_and_never_noted_alone(open_page, text_of, lead, colleague, case, sealed):
    from lali.records.cases.actions import put_on_team
    from lali.records.entities.models import Mention

    address = sealed(b"Ring +679 410 0142 or write to joe@lagoon.example, or +679 410 0142")
    page = open_page(lead, address)
    assert Mention.objects.count() == 0
    assert page.content.decode().count('value="+6794100142"') == 1
    form = {"identifier-kind": "phone", "identifier-value": "+6794100142"}
    assert open_page(lead, reverse("workspace:case_identifiers", args=[case.ref]), post=form).status_code == 302
    assert Mention.objects.get().identifier.value == "+6794100142"
    put_on_team(by=lead, ref=case.ref, member=colleague, level="read")
    assert "Note it" not in text_of(open_page(colleague, address))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "The file is empty."),
        (b"%PDF-1.7 nothing", "a.pdf", "It is damaged"),
        (bomb(100_000), "a.png", "It unpacks to far more than its size"),
        (b"<svg><script>alert(1)</script></svg>", "a.svg", "It holds a script. It is not run here."),
        (b"MZ" + bytes(100), "photo.jpg", "A program or script"),
        (bytes(range(256)), "x", "Unknown kind of file"),
    ],
)
def test_bad_input_gives_a_sentence_and_the_node_is_up(open_page, text_of, lead, sealed, data, name, said):
    page = open_page(lead, sealed(data, name))
    assert page.status_code == 200
    assert said in text_of(page)
    assert b"<script>" not in page.content


def test_what_is_not_what_was_sealed_is_not_shown(open_page, text_of, lead, sealed, exhibits):
    address = sealed(b"words " * 100)
    for path in exhibits.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
    page = open_page(lead, address)
    assert page.status_code == 409
    assert "not what was sealed" in text_of(page)
    assert open_page(lead, f"{address}picture/").status_code == 404


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?in=1.x", "?in=-1", "?part=-1", "?page=99999999"])
def test_addresses_that_are_none(open_page, lead, sealed, query):
    assert open_page(lead, sealed(b"x") + query).status_code == 404


def test_who_is_not_on_the_team_sees_nothing(open_page, outsider, sealed):
    address = sealed(photograph())
    for part in ("", "picture/", "play/"):
        assert open_page(outsider, address + part).status_code == 404


def test_a_recording_is_played_piece_by_piece(client, lead, sealed):
    sound = b"RIFF" + bytes(4) + b"WAVE" + bytes(range(256)) * 4000
    address = sealed(sound, "voice.wav") + "play/"
    client.force_login(lead, backend=BACKEND)
    whole = client.get(address)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/wav", "bytes")
    assert b"".join(whole) == sound
    piece = client.get(address, headers={"Range": "bytes=300000-300009"})
    assert (piece.status_code, piece["Content-Range"]) == (206, f"bytes 300000-300009/{len(sound)}")
    assert b"".join(piece) == sound[300000:300010]
    assert piece["X-Content-Type-Options"] == "nosniff"
    assert piece["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(client.get(address, headers={"Range": "bytes=1023000-"})) == sound[1023000:]
    assert client.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert Entry.objects.filter(verb="exhibit.viewed").count() == 4


def test_only_recordings_are_handed_to_a_player(client, lead, sealed):
    client.force_login(lead, backend=BACKEND)
    for data in (b"<html><script>", photograph(), b"words"):
        assert client.get(sealed(data, "a.mp4") + "play/").status_code == 404


def test_what_is_restricted_is_not_looked_into(open_page, text_of, lead, supervisor, case, sealed):
    from lali.records.evidence.actions import restrict_exhibit

    address = sealed(photograph(), "IMG.jpg")
    restrict_exhibit(by=lead, ref=case.ref, number=1)
    page = open_page(lead, address)
    assert page.status_code == 409
    assert "leave of a second person" in text_of(page)
    assert "IMG.jpg" not in text_of(page)
    for part in ("picture/", "play/"):
        assert open_page(lead, address + part).status_code == 404
    assert not Entry.objects.filter(verb="exhibit.viewed").exists()


def test_a_file_inside_becomes_an_exhibit_that_says_what_it_was_taken_out_of(open_page, text_of, lead, case, sealed):
    from lali.records.evidence.actions import open_original

    address = sealed(zipped({"a/ticket.png": photograph(), "b.txt": b"words"}), "phone.zip")
    page = open_page(lead, address)
    assert "?in=1" in page.content.decode()
    inside = open_page(lead, f"{address}?in=1")
    assert "The name ends in .png" in text_of(inside)
    assert "a/ticket.png" in text_of(inside)
    assert open_page(lead, f"{address}picture/?in=1").status_code == 200
    assert open_page(lead, f"{address}take-out/", post={"in": "1"}).status_code == 302
    made = case.exhibits.get(number=2)
    assert (made.file_name, made.parent.number, made.made_how) == ("ticket.png", 1, "taken_out")
    assert made.made_with.startswith("Lali ")
    with open_original(by=lead, ref=case.ref, number=2)[1] as original:
        assert original.read(10_000_000) == photograph()
    assert open_page(lead, f"{address}take-out/", post={}).status_code == 404


def test_what_cannot_be_taken_out_leaves_nothing(open_page, text_of, lead, colleague, case, sealed):
    from lali.records.cases.actions import put_on_team

    broken = bytearray(zipped({"a": bytes(range(256)) * 4000}))
    broken[len(broken) // 3] ^= 255
    address = sealed(bytes(broken), "phone.zip")
    page = open_page(lead, f"{address}take-out/", post={"in": "1"})
    assert page.status_code == 409
    assert "It is damaged" in text_of(page)
    assert case.exhibits.count() == 1
    assert not case.intakes.filter(exhibit=None, given_up_at=None).exists()
    assert open_page(lead, f"{address}take-out/", post={"in": "9"}).status_code == 409
    put_on_team(by=lead, ref=case.ref, member=colleague, level="read")
    assert open_page(colleague, f"{address}take-out/", post={"in": "1"}).status_code == 403


def test_one_file_is_looked_into_at_a_time_and_the_next_is_told_to_wait(
    open_page, text_of, lead, sealed, settings, monkeypatch
):
    monkeypatch.setattr("lali.records.evidence.actions.viewing.WAITS", 0)
    place = sealed(b"plain words", "note.txt")
    with (settings.EXHIBIT_FOLDER / "looking.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = open_page(lead, place)
        assert answer.status_code == 503
        assert "looking into another file" in text_of(answer)
        assert open_page(lead, f"{place}picture/").headers["Retry-After"] == "5"
    assert "plain words" in text_of(open_page(lead, place))


MAIL = """\
From: Golden Lagoon Careers <jobs@golden-lagoon.example>
To: mere@mail.example
Subject: Your job
Date: Sat, 31 Oct 2026 09:00:00 +1200

Ring +679 410 0142 or write to t.me/golden_lagoon_jobs
"""
CARD = """\
BEGIN:VCARD
VERSION:3.0
FN:Sunia Vakatawa (invented)
TEL;TYPE=CELL:+679 410 0188
EMAIL:sunia@golden-lagoon.example
END:VCARD
"""


def noted(case):
    from lali.records.links.models import InExhibit

    rows = InExhibit.objects.filter(case=case).order_by("pk")
    return {(one.identifier.value, one.said_as) for one in rows.select_related("identifier")}


def test_what_a_mail_says_of_itself_is_noted_with_where_it_stands(open_page, text_of, lead, reader_of, case, sealed):
    from lali.records.entities.models import Identifier

    address = sealed(MAIL.replace("\n", "\r\n").encode(), "offer.eml")
    assert "Note all but the weak ones" in text_of(open_page(lead, address))
    value = {"value": "jobs@golden-lagoon.example"}
    assert open_page(lead, f"{address}note/", post=value).status_code == 302
    assert noted(case) == {("jobs@golden-lagoon.example", "from")}
    assert open_page(lead, f"{address}note/", post={}).status_code == 302
    assert {("mere@mail.example", "to"), ("golden_lagoon_jobs", "")} <= noted(case)
    assert open_page(lead, f"{address}note/", post=value).status_code == 302, "twice is once"
    identifier = Identifier.objects.get(value="jobs@golden-lagoon.example")
    page = text_of(open_page(lead, reverse("workspace:identifier", args=[identifier.pk])))
    assert "In exhibits" in page
    assert "E-001 offer.eml" in page
    assert "What it says of itself : From" in page or "What it says of itself: From" in page
    assert open_page(reader_of, f"{address}note/", post=value).status_code == 403


def test_a_card_of_contacts_gives_its_numbers(open_page, lead, case, sealed):
    address = sealed(CARD.encode(), "Sunia.vcf")
    open_page(lead, f"{address}note/", post={"value": "+6794100188"})
    open_page(lead, f"{address}note/", post={"value": "sunia@golden-lagoon.example"})
    assert {value for value, _said in noted(case)} == {"+6794100188", "sunia@golden-lagoon.example"}


def test_nothing_is_noted_from_what_is_restricted(open_page, lead, case, sealed):
    from lali.records.evidence.actions import restrict_exhibit

    address = sealed(CARD.encode(), "Sunia.vcf")
    open_page(lead, f"{address}note/", post={"value": "+6794100188"})
    restrict_exhibit(by=lead, ref=case.ref, number=1)
    open_page(lead, f"{address}note/", post={"value": "sunia@golden-lagoon.example"})
    assert {value for value, _said in noted(case)} == {"+6794100188"}
    from lali.records.entities.models import Identifier
    from lali.records.links.queries import read_in_exhibits

    assert read_in_exhibits(lead, Identifier.objects.get(value="+6794100188")) == []

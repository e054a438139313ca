"""Files of a report: what they reveal is shown first, then chosen, sealed at once, never a name in clear."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from lali.engines.documents import Hint, look_at
from lali.engines.exchange import read_label
from lali.records.letterbox.models import Draft, Enclosure, Report
from lali.records.letterbox.queries import file_of, files_of
from lali.records.letterbox.vocabulary import FILE_PURPOSE, MOST_FILE_BYTES
from tests.web.public.test_report import ANSWERS, STORY, code_on, go, said

pytestmark = pytest.mark.slow  # a file or a bundle in each test

WHERE = "/en/report/files/"
NAME = "sailosi-quartzfinder.jpg"


def photograph(where=True, size=(640, 480)):
    exif = Image.Exif()
    exif[0x0110] = "Planted Phone 9"
    exif[0x8769] = {0x9003: "2026:11:02 10:00:00"}
    if where:
        exif[0x8825] = {1: "S", 2: (18.0, 8.0, 0.0), 3: "E", 4: (178.0, 26.0, 0.0)}
    written = io.BytesIO()
    Image.new("RGB", size, (10, 90, 120)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def office():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr(
            "docProps/core.xml", "<cp:coreProperties><dc:creator>Planted Author</dc:creator></cp:coreProperties>"
        )
        parts.writestr("docProps/app.xml", "<Properties><Company>Planted Company</Company></Properties>")
    return written.getvalue()


CHAT = b"12/03/2026, 21:04 - Planted Sender: come tomorrow\n12/03/2026, 21:05 - Agent Joe: bring passport\n"


def send_file(public, words, data, name=NAME):
    return public.post(WHERE, {"code": words, "go": "upload", "file": SimpleUploadedFile(name, data)})


@pytest.fixture
def words(letterbox):
    """The six words of a report beside which files may lie."""
    answer = letterbox.post(WHERE, {"go": "open", **ANSWERS})
    assert "Your words and files wait under them" in said(answer)
    return code_on(answer)


@pytest.fixture
def key():
    from lali.project import settings as workspace

    return (workspace.NODE.keys / "letter.key").read_bytes()


def test_what_a_picture_reveals_is_shown_before_anything_is_decided(letterbox, words):
    html = said(send_file(letterbox, words, photograph()))
    assert "18.1333° S, 178.4333° E" in html
    assert "Planted Phone 9" in html
    assert "2026:11:02" in html
    assert "File 1: picture" in html
    assert NAME not in html
    for choice in ("Send only the clean copy", "Send the file and a clean copy", "Do not send it"):
        assert choice in html


def test_what_a_picture_reveals_is_read_in_another_language_too(letterbox, words):
    html = said(send_file(letterbox, words, photograph()))
    form = html[html.index('<form id="f"') : html.index("</form>", html.index('<form id="f"'))]
    carried = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    sent = {name: [unescape(value) for key, value in carried if key == name] for name, _value in carried}
    there = said(letterbox.post("/fr/report/files/", sent | {"go": "stay"}))
    for told in ("18.1333° S, 178.4333° E", "Planted Phone 9", "2026:11:02", 'value="clean:1"'):
        assert told in there
    assert "Planted" not in said(letterbox.post("/fr/report/files/", sent | {"go": "stay", "choosing": "7"}))


@pytest.mark.slow
@pytest.mark.parametrize("button", ["7", "next", "stay", "open"])
def test_a_chosen_file_is_looked_at_first_whichever_button_goes_on(letterbox, words, button):
    page = said(letterbox.post(WHERE, {"code": words, "go": "stay", **ANSWERS}))
    form = page[page.index('<form id="f"') :]
    assert page.count('type="file"') == form.count('type="file"') == 1  # one form holds the file and what leads on
    assert 'enctype="multipart/form-data"' in form
    typed = {"code": words, "here": 7, "go": button, **ANSWERS}
    looked = said(letterbox.post(WHERE, {**typed, "file": SimpleUploadedFile(NAME, photograph())}))
    assert "Planted Phone 9" in looked
    assert "Send only the clean copy" in looked
    letterbox.post(WHERE, {"code": words, "go": "clean:1"})
    answers = said(letterbox.post(WHERE, {**typed, "go": "7"}))  # without a file it goes on
    assert "Is this right?" in answers
    assert "File 1: picture" in answers
    assert STORY.split()[0] in answers


@pytest.mark.slow
@pytest.mark.parametrize("go", ["both", "drop"])
def test_a_new_file_is_kept_when_an_earlier_one_is_chosen(letterbox, words, go):
    send_file(letterbox, words, CHAT)
    pressed = {"code": words, "go": f"{go}:1", **ANSWERS}
    looked = said(letterbox.post(WHERE, {**pressed, "file": SimpleUploadedFile(NAME, photograph())}))
    assert "Planted Phone 9" in looked
    assert "Send only the clean copy" in looked
    after = said(letterbox.post(WHERE, {"code": words, "go": "clean:2"}))
    assert ("File 1: text" in after) == (go == "both")
    assert "You have not chosen yet" not in after
    assert "File 2: picture" in after


@pytest.mark.slow
def test_five_files_the_sixth_takes_the_place_of_one_taken_out_in_the_same_turn(letterbox, words):
    for _number in range(5):
        send_file(letterbox, words, b"some words")
    full = {"code": words, "go": "drop:2", "file": SimpleUploadedFile(NAME, CHAT)}
    assert "File 6: text" in said(letterbox.post(WHERE, full))


def test_a_file_that_is_too_large_undoes_no_choice(letterbox, words):
    send_file(letterbox, words, CHAT)
    large = {"code": words, "go": "both:1", "file": SimpleUploadedFile(NAME, bytes(MOST_FILE_BYTES + 1))}
    answer = letterbox.post(WHERE, large)
    assert answer.status_code == 413
    assert "You have not chosen yet" not in said(answer)


def test_a_file_without_room_is_told_and_words_without_a_draft_are_kept(letterbox, words):
    typed = {"here": 7, "go": "7", **ANSWERS}
    large = letterbox.post(
        WHERE, {**typed, "code": words, "file": SimpleUploadedFile(NAME, bytes(MOST_FILE_BYTES + 1))}
    )
    assert large.status_code == 413
    assert "This file is too large." in said(large)
    lost = letterbox.post(WHERE, {**typed, "file": SimpleUploadedFile(NAME, photograph())})
    assert lost.status_code == 400
    assert STORY.split()[0] in said(lost)


@pytest.mark.parametrize(
    ("data", "hint", "words"),
    [
        (photograph(), Hint.DEVICE, "Planted Phone 9"),
        (office(), Hint.PERSON, "Planted Author"),
        (office(), Hint.COMPANY, "Planted Company"),
        (CHAT, Hint.SENDERS, "Planted Sender"),
    ],
)
def test_hidden_things_are_found(data, hint, words):
    assert (hint, words) in look_at(data).reveals


def test_a_clean_copy_shows_the_picture_and_holds_nothing_else():
    clean = look_at(photograph()).clean
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (640, 480)
        assert not picture.getexif()
    assert b"Planted" not in clean


@pytest.mark.slow
@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff" + b"x" * 900, b"%PDF-1.7 nonsense", b"PK\x03\x04 cut", b"\x7fELF" + bytes(99)]
)
def test_a_hostile_or_broken_file_breaks_nothing_and_has_no_copy(letterbox, words, data):
    looked = look_at(data)
    assert looked.clean is None
    answer = send_file(letterbox, words, data)
    assert answer.status_code == 200
    assert "We can make no clean copy" in said(answer)


@pytest.mark.parametrize(("go_with", "original", "copy"), [("both", True, True), ("clean", False, True)])
def test_what_was_chosen_is_what_arrives(letterbox, words, key, go_with, original, copy):
    data = photograph()
    send_file(letterbox, words, data)
    letterbox.post(WHERE, {"code": words, "go": f"{go_with}:1"})
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    report = Report.objects.get()
    (file,) = files_of(report.pk, key=key)
    assert (file.name, file.has_original, file.has_copy) == (NAME if original else "file-1.jpg", original, copy)
    assert file_of(report.pk, 1, is_copy=False, key=key) == (data if original else None)
    assert b"Planted" not in file_of(report.pk, 1, is_copy=True, key=key)


def test_the_name_of_a_file_is_nowhere_when_only_its_clean_copy_goes(letterbox, words, key):
    assert "A clean copy alone goes without it." in said(send_file(letterbox, words, photograph()))
    letterbox.post(WHERE, {"code": words, "go": "clean:1"})
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    (label,) = (read_label(bytes(row.label), key=key, purpose=FILE_PURPOSE) for row in Enclosure.objects.all())
    assert label["name"] == "file-1.jpg"
    assert NAME not in str(label)


@pytest.mark.parametrize(
    ("data", "chosen", "goes"),
    [
        (photograph(), "clean", "Only the clean copy is sent."),
        (photograph(), "both", "The file and its clean copy are sent."),
        (CHAT, "both", "The file is sent as it is."),
    ],
)
def test_before_sending_each_file_says_what_of_it_goes(letterbox, words, data, chosen, goes):
    send_file(letterbox, words, data)
    assert goes in said(letterbox.post(WHERE, {"code": words, "go": f"{chosen}:1"}))
    assert goes in said(go(letterbox, "7", here=6, code=words, **ANSWERS))


@pytest.mark.slow
@pytest.mark.parametrize(("files", "told"), [(0, ""), (1, "1 file came with it."), (2, "2 files came with it.")])
def test_who_comes_back_reads_how_many_files_arrived(letterbox, words, files, told):
    for place in range(1, files + 1):
        send_file(letterbox, words, photograph())
        letterbox.post(WHERE, {"code": words, "go": f"both:{place}"})
    sent = said(go(letterbox, "send", here=7, code=words, **ANSWERS))
    assert "Only they open what you wrote" in sent
    assert "only once" not in sent  # the page of files had shown them before
    html = said(letterbox.post("/en/code/", {"go": "next", "code": words}))
    assert "We received it on" in html
    assert told in html
    assert ("came with it" in html) == bool(files)


@pytest.mark.slow
def test_what_was_not_decided_or_was_taken_out_is_not_sent(letterbox, words):
    send_file(letterbox, words, photograph())
    send_file(letterbox, words, CHAT)
    letterbox.post(WHERE, {"code": words, "go": "drop:2"})
    answers = go(letterbox, "7", here=6, code=words, **ANSWERS)
    assert "You have not chosen yet" in said(answers)
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert Report.objects.count() == 1
    assert not Enclosure.objects.exists()


def test_rows_tell_neither_name_nor_length(letterbox, words):
    send_file(letterbox, words, b"a short text")
    send_file(letterbox, words, CHAT * 90)
    rows = list(Enclosure.objects.all())
    assert len({len(bytes(row.body)) for row in rows}) == 1
    assert all(NAME.encode() not in bytes(row.label) + bytes(row.body) for row in rows)


@pytest.mark.slow
def test_five_files_and_ten_megabytes_and_a_plain_sentence(letterbox, words):
    for _number in range(5):
        send_file(letterbox, words, b"some words")
    assert "Take one out first" in said(send_file(letterbox, words, b"some words"))
    for place in range(1, 6):
        letterbox.post(WHERE, {"code": words, "go": f"drop:{place}"})
    for size in (MOST_FILE_BYTES + 1, MOST_FILE_BYTES + 200_000):
        answer = send_file(letterbox, words, bytes(size))
        assert answer.status_code == 413
        assert "This file is too large." in said(answer)
        assert STORY.split()[0] in said(answer)  # the words are kept
    assert not Enclosure.objects.exists()


def test_without_a_file_or_without_words_nothing_breaks(letterbox, words):
    assert "Please choose a file first." in said(letterbox.post(WHERE, {"code": words, "go": "upload"}))
    assert letterbox.get(WHERE).status_code == 302
    for fields in (
        {"go": "upload"},
        {"go": "both:x", "code": "no such words"},
        {"go": "drop", "code": words},
        {"go": "drop:9", "code": words},
    ):
        assert letterbox.post(WHERE, fields).status_code in {200, 400}


def test_files_go_with_their_draft(letterbox, words):
    send_file(letterbox, words, CHAT)
    Draft.objects.all().delete()
    assert not Enclosure.objects.exists()
    assert "Nothing is kept under these words" in said(send_file(letterbox, words, CHAT))


@pytest.mark.slow
def test_a_disk_is_not_filled_by_what_nobody_sends(letterbox, words, monkeypatch):
    monkeypatch.setattr("lali.records.letterbox.actions.MOST_WAITING_BYTES", 1)
    send_file(letterbox, words, CHAT)
    assert "We cannot take files right now." in said(send_file(letterbox, words, CHAT))


def test_of_a_clean_copy_alone_an_exhibit_is_made_too(letterbox, words, key, agency):
    from lali.project import settings as workspace
    from lali.records.cases.actions import open_case_from_tip
    from lali.records.evidence.actions import Acquisition, take_in_file_of_tip
    from lali.records.tips.actions import collect_reports
    from lali.records.tips.models import Tip
    from lali.records.tips.queries import clean_copy

    lead = agency_lead(agency)
    send_file(letterbox, words, photograph())
    letterbox.post(WHERE, {"code": words, "go": "clean:1"})
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    with override_settings(KEY_FOLDER=workspace.NODE.keys, EXHIBIT_FOLDER=workspace.NODE.exhibits):
        collect_reports(by="node", agency=agency)
        tip = Tip.objects.get()
        case = open_case_from_tip(by=lead, number=tip.number, version=1, title="A copy", kind="other")
        about = Acquisition("A clean copy")
        exhibit = take_in_file_of_tip(by=lead, ref=case.ref, number=tip.number, place=1, acquisition=about)
        assert exhibit.size == len(clean_copy(lead, tip.number, 1))
        assert NAME not in exhibit.title


def test_triage_sees_the_file_copies_it_out_with_a_reason_and_makes_it_an_exhibit(letterbox, words, key, agency):
    from lali.project import settings as workspace
    from lali.records.cases.actions import open_case_from_tip
    from lali.records.evidence.actions import Acquisition, take_in_file_of_tip
    from lali.records.tips.actions import collect_reports, copy_file
    from lali.records.tips.models import Tip
    from lali.records.tips.queries import clean_copy, files_with

    lead = agency_lead(agency)
    data = photograph()
    send_file(letterbox, words, data)
    letterbox.post(WHERE, {"code": words, "go": "both:1"})
    go(letterbox, "send", here=7, code=words, **ANSWERS)
    with override_settings(KEY_FOLDER=workspace.NODE.keys, EXHIBIT_FOLDER=workspace.NODE.exhibits):
        collect_reports(by="node", agency=agency)
        tip = Tip.objects.get()
        assert [one.file.name for one in files_with(tip)] == [NAME]
        assert clean_copy(lead, tip.number, 1).startswith(b"\xff\xd8\xff")
        assert copy_file(by=lead, number=tip.number, place=1, reason="detail") == (NAME, data)
        case = open_case_from_tip(by=lead, number=tip.number, version=1, title="A file", kind="other")
        exhibit = take_in_file_of_tip(
            by=lead, ref=case.ref, number=tip.number, place=1, acquisition=Acquisition("A file")
        )
        assert exhibit.size == len(data)


def agency_lead(agency):
    from lali.records.agencies.actions import enrol_member

    return enrol_member(
        by="node", agency=agency, email="f@nobody.example", name="Nobody (invented)", role="investigator", password="x"
    )


def test_who_added_a_file_is_never_too_quick(letterbox, words, monkeypatch):
    """The page on which a file was looked at gives the form anew: Send may follow at once."""
    monkeypatch.setattr("lali.web.public.pace.QUICKEST", 600)
    send_file(letterbox, words, photograph())
    letterbox.post(WHERE, {"code": words, "go": "choose", "place": "1", "keep": "clean"})
    answer = go(letterbox, "send", here=7, code=words, **ANSWERS)
    assert "Please press Send once more." not in said(answer)
    assert Report.objects.count() == 1


def test_a_field_that_people_do_not_see_counts_with_a_file_too(letterbox, words):
    send_file(letterbox, words, photograph())
    answer = go(letterbox, "send", here=7, code=words, homepage="https://spam.example", **ANSWERS)
    assert "Please press Send once more." in said(answer)

"""Physical exhibits on screen: two persons, each under their own sign-in."""

import io
from datetime import timedelta

import pypdfium2
import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lali.records.audit.models import Entry
from lali.records.audit.queries import log_verifier
from lali.records.cases.actions import put_on_team, take_off_team
from lali.records.cases.vocabulary import Level
from lali.records.evidence import actions
from lali.records.evidence.models import Exhibit, HandingOver
from lali.records.evidence.standing import standing_of

pytestmark = pytest.mark.slow  # papers are drawn


@pytest.fixture
def phone(exhibits, case, lead):
    acquisition = actions.Acquisition(title="Phone (invented)", description="Black, screen cracked")
    keeping = actions.Keeping("Exhibit room", "A-0001")
    return actions.take_in_thing(by=lead, ref=case.ref, acquisition=acquisition, keeping=keeping)


@pytest.fixture
def take_in(exhibits, case, lead):
    def take_in(data):
        return actions.take_in_exhibit(
            by=lead, ref=case.ref, file_name="a.bin", source=io.BytesIO(data), acquisition=actions.Acquisition()
        )

    return take_in


@pytest.fixture
def receiver(case, lead, colleague):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    return colleague


def deed(case, thing, name):
    return reverse("workspace:exhibit_deed", args=[case.ref, thing.number, name])


def page_of(case, thing):
    return reverse("workspace:exhibit", args=[case.ref, thing.number])


def given(case, phone, lead, receiver, open_page):
    due = timezone.localtime() + timedelta(days=1)
    sent = {"to_member": receiver.pk, "why": "Examination", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    return open_page(lead, deed(case, phone, "hand-over"), post=sent)


def test_a_thing_is_taken_in_by_a_form(open_page, text_of, exhibits, case, lead):
    address = reverse("workspace:thing_new", args=[case.ref])
    assert "stays; you hold the exhibit" in text_of(open_page(lead, address))
    assert open_page(lead, address, post={"title": "Passport"}).status_code == 400
    done = open_page(lead, address, post={"title": "Passport", "place": "Safe", "seal": "S-9"})
    assert done.status_code == 302
    thing = Exhibit.objects.get()
    assert (thing.is_physical, standing_of(thing).seal) == (True, "S-9")
    text = text_of(open_page(lead, done.url))
    assert "Kept: Safe; seal S-9" in text
    assert "make and model" in text  # not written down
    assert "a thing" in text_of(open_page(lead, reverse("workspace:case_evidence", args=[case.ref])))


def test_it_is_handed_over_and_accepted_by_the_receiver_alone(open_page, text_of, phone, case, lead, receiver):
    assert given(case, phone, lead, receiver, open_page).status_code == 302
    text = text_of(open_page(lead, page_of(case, phone)))
    assert "In nobody’s hands" in text or "in nobody’s hands" in text
    assert "Accept it" not in text
    assert "Take it back" in text
    refused = open_page(lead, deed(case, phone, "accept"), post={"seal": "A-0001", "place": "x"})
    assert refused.status_code == 400
    text = text_of(open_page(receiver, page_of(case, phone)))
    assert "Accept it" in text
    differs = open_page(receiver, deed(case, phone, "accept"), post={"seal": "A-9", "place": "Lab"})
    assert differs.status_code == 400
    assert "not the one the giver stated" in text_of(differs)
    said = {"seal": "A-9", "place": "Lab", "remark": "The bag has another number"}
    assert open_page(receiver, deed(case, phone, "accept"), post=said).status_code == 302
    text = text_of(open_page(lead, page_of(case, phone)))
    assert "under another seal than stated" in text
    assert receiver.name in text
    assert HandingOver.objects.get().state == "accepted"


def test_what_is_overdue_says_so(open_page, text_of, phone, case, lead, receiver):
    given(case, phone, lead, receiver, open_page)
    HandingOver.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert "overdue" in text_of(open_page(lead, page_of(case, phone)))


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("move", {"place": "Safe 2"}),
        ("open", {"why": "Look", "new_seal": "B-2"}),
        ("return", {"to": "Owner (invented)", "why": "Court order"}),
        ("destroy", {"why": "Court order"}),
    ],
)
def test_the_other_deeds(open_page, text_of, phone, case, lead, name, sent):
    assert open_page(lead, deed(case, phone, name), post={}).status_code == 400
    assert open_page(lead, deed(case, phone, name), post=sent).status_code == 302
    assert open_page(lead, page_of(case, phone)).status_code == 200
    assert open_page(lead, deed(case, phone, "nonsense"), post={}).status_code == 404


def test_from_outside_and_back(open_page, text_of, phone, case, lead, take_in):
    due = timezone.localtime() + timedelta(days=1)
    sent = {"to_name": "Dr Nobody", "to_office": "Lab", "why": "Look", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    assert open_page(lead, deed(case, phone, "hand-over"), post=sent).status_code == 302
    paper = take_in(b"signed")
    assert open_page(lead, deed(case, phone, "paper"), post={"paper": paper.number}).status_code == 302
    assert "Outside: Dr Nobody, Lab" in text_of(open_page(lead, page_of(case, phone)))
    assert open_page(lead, deed(case, phone, "back"), post={"seal": "A-0001", "place": "Safe"}).status_code == 302
    assert standing_of(phone).holder == lead


def test_what_was_made_from_what_shows_both_ways(open_page, text_of, phone, case, lead, take_in):
    image = take_in(b"image")
    sent = {"parent": phone.number, "how": "extracted", "tool": "Tool 7"}
    assert open_page(lead, deed(case, image, "made-from"), post=sent).status_code == 302
    assert f"Extracted from it with a tool: {phone.ref}" in text_of(open_page(lead, page_of(case, image)))
    assert f"{image.ref}" in text_of(open_page(lead, page_of(case, phone)))


def test_a_stated_digest_is_compared(open_page, text_of, case, lead, take_in):
    exhibit = take_in(b"bytes")
    describe = reverse("workspace:exhibit_describe", args=[case.ref, exhibit.number])
    assert open_page(lead, describe, post={"stated_kind": "md5", "stated_digest": "abc"}).status_code == 400
    sent = {"stated_kind": "md5", "stated_digest": "4B:3A:6218BB3E3A7303E8A171A60FCF92"}
    assert open_page(lead, describe, post=sent).status_code == 302
    assert "Not compared yet" in text_of(open_page(lead, page_of(case, exhibit)))
    compare = reverse("workspace:exhibit_compare", args=[case.ref, exhibit.number])
    assert open_page(lead, compare, post={}).status_code == 302
    assert "The same as ours" in text_of(open_page(lead, page_of(case, exhibit)))


def test_the_page_asks_the_same_whatever_happened(
    open_page, phone, case, lead, receiver, django_assert_max_num_queries
):
    open_page(lead, page_of(case, phone))
    for number in range(6):
        actions.move_exhibit(by=lead, ref=case.ref, number=phone.number, place=f"Shelf {number}")
    with django_assert_max_num_queries(60):
        assert open_page(lead, page_of(case, phone)).status_code == 200


def words_of(response):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def test_the_label_names_nobody_and_its_code_leads_to_the_page(open_page, phone, case, lead, settings):
    made = open_page(lead, reverse("workspace:exhibit_label", args=[case.ref, phone.number]))
    text = words_of(made)
    for word in (phone.ref, case.ref, "A-0001"):
        assert word in text
    for word in (lead.name, "Phone", "Exhibit room"):
        assert word not in text
    with pypdfium2.PdfDocument(made.content) as document:
        picture = document[0].render(scale=6).to_pil()
        width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (100, 62)
    drawn = squares(picture.crop((0, 0, picture.width // 2, picture.height)))
    expected = segno.make(f"http://testserver{page_of(case, phone)}", error="m", micro=False).matrix
    assert drawn(len(expected)) == [[bool(dot) for dot in row] for row in expected]


def squares(picture):
    """Read a square code off a picture: the box of its black, cut into rows and columns."""
    black = picture.convert("L").point(lambda light: 255 if light < 128 else 0)
    margin = int(picture.width * 0.07)
    inner = black.crop((margin, margin, picture.width, picture.height - margin))
    left, top, right, bottom = inner.getbbox()

    def drawn(number):
        step_x, step_y = (right - left) / number, (bottom - top) / number
        return [
            [
                bool(inner.getpixel((int(left + (x + 0.5) * step_x), int(top + (y + 0.5) * step_y))))
                for x in range(number)
            ]
            for y in range(number)
        ]

    return drawn


def test_what_is_on_its_way_waits_on_the_desk_of_whoever_answers(open_page, text_of, phone, case, lead, receiver):
    desk = reverse("workspace:desk")
    given(case, phone, lead, receiver, open_page)
    said = f"{phone.ref} of case {case.ref} is on its way to you"
    assert said in text_of(open_page(receiver, desk))
    assert said not in text_of(open_page(lead, desk))
    take_off_team(by=lead, ref=case.ref, member=receiver)
    assert said not in text_of(open_page(receiver, desk))


@pytest.mark.parametrize(("language", "title"), [("en", "Receipt for things taken"), ("fr", "Reçu")])
def test_the_receipt_lists_what_was_taken_with_two_lines_to_sign(
    open_page, text_of, phone, case, lead, language, title
):
    address = reverse("workspace:receipt", args=[case.ref])
    assert phone.ref in text_of(open_page(lead, f"{address}?item={phone.number}"))
    assert open_page(lead, address, post={"language": "en"}).status_code == 400
    sent = {"items": [phone.number], "of_whom": "Somebody (invented)", "language": language}
    actions.open_seal(by=lead, ref=case.ref, number=phone.number, why="To read it", new_seal="B-0002")
    made = open_page(lead, address, post=sent)
    assert len(PdfReader(io.BytesIO(made.content)).pages) == 1  # what is signed and the signatures on one page
    text = words_of(made)
    for word in (phone.ref, "A-0001", "Black, screen cracked", "Somebody (invented)", lead.name):
        assert word in text
    assert "B-0002" not in text  # a seal that this person never saw
    assert language == "fr" or title in text
    assert Entry.objects.filter(verb="exhibit.printed", facts={"paper": "receipt"}).exists()


def test_the_report_has_the_whole_chain_with_its_entries(open_page, phone, case, lead, receiver):
    due = timezone.now() + timedelta(days=1)
    at = {"ref": case.ref, "number": phone.number}
    actions.hand_over(by=lead, **at, handing=actions.Handing(why="Look", due_at=due, to_member=receiver))
    actions.accept_hand_over(by=receiver, **at, keeping=actions.Keeping("Laboratory", "A-0001"))
    text = words_of(open_page(lead, reverse("workspace:exhibit_report", args=[case.ref, phone.number])))
    for event in phone.custody.all():
        assert str(event.entry_index) in text
    for word in ("Accepted by the receiver", receiver.name, "Laboratory", "verify.py", "RFC 9162"):
        assert word in text
    assert log_verifier()[:20] in text

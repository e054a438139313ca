"""Screens of conversations in a real browser: no violation of WCAG, nothing cut off, targets large."""

import io
import zipfile

import pytest

from lali.records.conversations import actions
from lali.records.conversations.actions import reading
from lali.records.conversations.models import Participant
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from tests.axe import faults
from tests.records.conversations.conftest import EXPORT, OPEN, long_export
from tests.records.conversations.test_windows import PIECES
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = pytest.mark.browser
TABLE = "eins,zwei,drei\nHello,Mere (invented),2026-11-20 10:00\n" * 3
LONG = EXPORT.replace("Hello Mere", "https://example.com/" + "a" * 300).replace("09:09", "09:99")


def with_files():
    """An archive with the first of two files that its chat names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("_chat.txt", "".join(f"14/11/2026, 10:0{n} - Mere (invented): {n}.pdf (file attached)\n"
                                              for n in (1, 2)))  # fmt: skip
        archive.writestr("1.pdf", b"%PDF-1.4")
    return data.getvalue()


@pytest.fixture
def screens(open_page, exhibits, case, lead, monkeypatch):
    """Every screen of conversations, as pages that stand alone."""
    monkeypatch.setattr(reading, "IN_A_BATCH", 64)
    for number, text in enumerate((LONG, OPEN, TABLE, "none", long_export(300), "\ufeffA line\n" + EXPORT), 1):
        source = io.BytesIO(text.encode())
        acquisition = Acquisition(title="Chat of Mere (invented) with Golden Lagoon Careers")
        take_in_exhibit(by=lead, ref=case.ref, file_name=f"{number}.txt", source=source, acquisition=acquisition)
        zone = {"zone": "Pacific/Fiji", "why": "The owner never left Suva"} if number == 1 else {}
        actions.begin_reading(by=lead, ref=case.ref, exhibit=number, **zone)
        actions.read_on(by=lead, ref=case.ref, number=number, seconds=0)
    actions.cite_messages(by=lead, ref=case.ref, number=1, first=2, last=3)
    actions.note_on_message(by=lead, ref=case.ref, number=1, n=2, words="Bonjour, lisez ceci", language="French")
    actions.note_on_message(by=lead, ref=case.ref, number=1, n=2, words="She never answered this")
    actions.identify_participant(
        by=lead, ref=case.ref, number=1, name="Golden Lagoon Careers", new_role="suspect", confidence="moderate",
        new_name="Sunia Vakatawa (invented)", reason="The number stands on his contract",
    )  # fmt: skip
    who = Participant.objects.get(conversation__number=1, name="Mere (invented)").pk
    for number, text in ((7, PIECES), (8, with_files())):
        source = io.BytesIO(text if isinstance(text, bytes) else text.encode())
        acquisition = Acquisition(title="Chat of Mere (invented)")
        take_in_exhibit(by=lead, ref=case.ref, file_name=f"{number}.zip", source=source, acquisition=acquisition)
        actions.begin_reading(by=lead, ref=case.ref, exhibit=number)
        actions.read_on(by=lead, ref=case.ref, number=number)
    for number in (9, 10):
        actions.begin_reading(by=lead, ref=case.ref, exhibit=7)
        actions.read_on(by=lead, ref=case.ref, number=number)
    actions.cite_messages(by=lead, ref=case.ref, number=7, first=1, last=2)
    actions.take_back_reading(by=lead, ref=case.ref, number=10, why="The zone of the phone was Bangkok")
    of_case = f"/cases/{case.ref}/"
    pages = {
        "new": "exhibits/1/conversation/",
        "messages": "conversations/1/",
        "filtered": "conversations/1/?words=nowhere",
        "dates": "conversations/2/",
        "columns": "conversations/3/",
        "refused": "conversations/4/",
        "reading": "conversations/5/",
        "unread": "conversations/6/",
        "message": "conversations/1/messages/2/",
        "pieces": "conversations/7/",
        "who is who": f"conversations/1/participants/?who={who}",
        "take back": "conversations/7/take-back/",
        "taken back": "conversations/10/",
        "file": "conversations/8/messages/1/file/",
        "missing": "conversations/8/messages/2/file/",
        "evidence": "evidence/",
        "exhibit": "exhibits/1/",
    }
    return {name: standing_alone(open_page(lead, of_case + path)) for name, path in pages.items()}


def test_screens_are_accessible_and_flow(screens, page):
    wrong = []
    for name, html in screens.items():
        for width, scheme in ((1280, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_content(html)
            page.evaluate(OPEN_ALL)
            wrong += [(name, scheme, *fault) for fault in faults(page)]
            wrong += [(name, width, "small", one) for one in page.evaluate(SMALL)]
            wrong += [(name, width, "wide", one) for one in page.evaluate(WIDE)]
    assert wrong == []

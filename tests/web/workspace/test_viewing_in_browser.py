"""The viewers in a real browser: wide and narrow, light and dark, without a script, nothing cut off."""

import base64
import io
import os
import re
from pathlib import Path

import pytest
from django.urls import reverse

from lali.records.evidence.actions import Acquisition, take_in_exhibit
from tests.axe import faults
from tests.engines.viewing.files import pdf_file, photograph
from tests.engines.viewing.test_archives import FILES, tarred
from tests.engines.viewing.test_mails import message
from tests.engines.viewing.test_office_and_databases import workbook
from tests.engines.viewing.test_recordings_and_captures import film, wacz
from tests.web.workspace.test_screens_in_browser import OPEN_ALL, SMALL, WIDE, standing_alone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PICTURE = re.compile(r'src="([^"]*/look/picture/[^"]*)"')
SHOWN = {
    "photograph": lambda: ("IMG_2041.png", photograph(size=(1600, 1200))),
    "pdf": lambda: ("contract.pdf", pdf_file("Contract (invented). Ring +679 410 0142.", "Second page")),
    "text": lambda: ("note.txt", "Pay \u202e003$ to joe@lagoon.example, +679 410 0142\n".encode() * 40),
    "mail": lambda: ("offer.eml", message().as_bytes()),
    "sheet": lambda: ("fees.xlsx", workbook(120)),
    "archive": lambda: ("phone.tar", tarred(FILES | {"a/very/long/path/" * 12 + "name.txt": b"x"})),
    "film": lambda: ("VID_0001.mp4", film()),
    "capture": lambda: ("page.wacz", wacz()),
    "bomb": lambda: ("x.pdf", b"%PDF-1.7 nothing"),
}


@pytest.fixture
def screens(open_page, lead, case, exhibits):
    def inside(found):
        picture = open_page(lead, found[1].replace("&amp;", "&")).content
        return f'src="data:image/png;base64,{base64.b64encode(picture).decode()}"'

    def shown(name, data):
        taken = take_in_exhibit(
            by=lead, ref=case.ref, file_name=name, source=io.BytesIO(data), acquisition=Acquisition()
        )
        response = open_page(lead, reverse("workspace:exhibit_look", args=[case.ref, taken.number]))
        return PICTURE.sub(inside, standing_alone(response))

    return {kind: shown(*make()) for kind, make in SHOWN.items()}


def test_viewers_are_accessible_and_flow(screens, browser):
    wrong = []
    folder = os.environ.get("LALI_PICTURES", "")  # to look at them by eye
    page = browser.new_context(java_script_enabled=True).new_page()
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        for name, html in screens.items():
            page.set_content(html)
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
            page.evaluate(OPEN_ALL)
            wrong += [(name, scheme, *fault) for fault in faults(page)]
            wrong += [(name, width, "small", target) for target in page.evaluate(SMALL)]
            wrong += [(name, width, "wider than the screen", part) for part in page.evaluate(WIDE)]
            assert "<script" not in html
    assert wrong == []

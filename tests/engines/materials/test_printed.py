"""Posters, sheets, spots, zines and tests as they come out of the printer."""

import hashlib
import io
import os
import subprocess
import sys
import time

import pypdfium2
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat
from pypdf import PdfReader

from lali.engines.materials import (
    PAPERS,
    PICTURES,
    Help,
    MessageRefused,
    PaperTest,
    paper_test,
    poster,
    preview,
    radio_pdf,
    talk_sheet,
    words,
    zine,
)
from tests.engines.materials.messages import MESSAGES, SAID, SIGNS, source

pytestmark = pytest.mark.slow

MM = 72 / 25.4
TEST = PaperTest(MESSAGES, MESSAGES, 7, 9)
MADE = {
    "poster": lambda one: poster(one, words()),
    "light": lambda one: poster(one, words(), light=True),
    "talk": lambda one: talk_sheet(one, words(), SIGNS),
    "radio": lambda one: radio_pdf(one, words(), SIGNS),
    "zine": lambda one: zine(one, words(), SIGNS),
    "test": lambda one: paper_test(one, words(), TEST),
}


def read(data):
    return PdfReader(io.BytesIO(data))


def said(page):
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def written(page):
    """Every piece of text: what it says, its size in points, where it stands, and whether upside down."""
    found = []

    def note(text, cm, tm, _font, size):
        if text.strip():
            a, d = tm[0] * cm[0], tm[3] * cm[3]
            x = tm[4] * cm[0] + cm[4]
            y = tm[5] * cm[3] + cm[5]
            found.append((text.strip().replace("\u00a0", " "), size * abs(d), x / MM, y / MM, a < 0))

    page.extract_text(visitor_text=note)
    return found


def rendered(data, wide=600):
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    picture = page.render(scale=wide / page.get_width()).to_pil().convert("L")
    document.close()
    return picture


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("language", SAID)
def test_each_says_its_message_in_each_language(kind, language):
    made = read(MADE[kind](source(language)))
    assert made.trailer["/Root"]["/Lang"] == language
    if kind != "test":
        assert source(language).headline in made.metadata.title.replace("\u202f", "\u00a0")
        letters = "".join(said(made.pages[0]).split())
        assert "".join(source(language).act.split()) in letters
        assert "lagoon.example/c/" in letters


def digests():
    one = source("vi")
    made = [make(one) for make in MADE.values()] + [preview(one, words())]
    return " ".join(hashlib.sha256(data).hexdigest() for data in made)


def test_same_values_same_bytes_in_another_process_too():
    code = "from tests.engines.materials.test_printed import digests; print(digests())"
    env = os.environ | {"PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout
    assert digests() == other.strip()


@pytest.mark.parametrize("kind", MADE)
def test_draft_stands_on_a_draft_and_never_on_a_signed_one(kind):
    assert words().draft in said(read(MADE[kind](source("bi", draft=True))).pages[0])
    assert words().draft not in said(read(MADE[kind](source("bi"))).pages[0])


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("light", [True, False])
def test_a_poster_has_the_size_of_its_paper(paper, light):
    page = read(poster(source(), words(), paper, light=light)).pages[0]
    wide, high = PAPERS[paper]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((wide * MM, high * MM), abs=0.1)


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("language", SAID)
def test_a_poster_is_read_from_three_metres(paper, language):
    one = source(language)
    capital = {text: 0.714 * size / MM for text, size, *_place in written(read(poster(one, words(), paper)).pages[0])}
    for part, least in ((one.headline, 8.8), (one.text, 4.4), (one.act, 4.4)):
        first = part.replace("\u00a0", " ").split()[0]
        assert max(high for text, high in capital.items() if text.startswith(first)) >= least


@pytest.mark.parametrize("light", [True, False])
def test_the_square_code_leads_to_the_address(light):
    one = source(text="")
    picture = rendered(poster(one, words(), light=light), 2100)  # ten dots a millimetre
    rows = segno.make(one.address, error="m", micro=False).matrix
    dot = 470 / (len(rows) + 6)
    left, top = 10 * 10 + 65, (288 - 10 - 61 + 2) * 10
    for number, row in enumerate(rows):
        for place, dark in enumerate(row):
            at = (round(left + (3 + place + 0.5) * dot), round(top + (3 + number + 0.5) * dot))
            assert (picture.getpixel(at) < 128) == bool(dark)


def test_the_light_version_spares_ink():
    def ink(data):
        picture = rendered(data)
        return 1 - ImageStat.Stat(picture).mean[0] / 255

    assert ink(poster(source(), words(), light=True)) < 0.2
    assert ink(poster(source(), words())) > 2 * ink(poster(source(), words(), light=True))


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_is_seen_in_black_and_white(picture):
    drawn = rendered(poster(source(text="", picture=picture), words(), light=True))
    middle = drawn.crop((130, 270, 470, 520))
    dark = sum(middle.histogram()[:128]) / (middle.width * middle.height)
    assert 0.01 < dark < 0.4


@settings(max_examples=4, deadline=None)
@given(
    st.tuples(
        st.text("abcdefgWMi ươễ?", min_size=1, max_size=80),
        st.text("abcdefgWMi ươễ.", max_size=400),
        st.text("abcW ă", min_size=1, max_size=120),
    ).filter(lambda parts: parts[0].strip() and parts[2].strip())
)
def test_whatever_is_written_is_printed_whole_or_refused(parts):
    one = source(headline=parts[0], text=parts[1], act=parts[2])
    for make in MADE.values():
        started = time.process_time()
        try:
            data = make(one)
        except MessageRefused:
            continue
        finally:
            assert time.process_time() - started < 20
        assert data.startswith(b"%PDF")


def test_the_longest_plain_message_has_room_on_each_material():
    one = source(headline=("word " * 16)[:80], text=("word " * 80)[:400], act=("word " * 24)[:120])
    for paper in PAPERS:
        poster(one, words(), paper)
    for make in MADE.values():
        make(one)
    preview(one, words())


def test_a_poster_without_text_or_number_or_code_still_stands():
    bare = source(text="", help=(), code="", notice="", address="https://lagoon.example/")
    assert words().help not in said(read(poster(bare, words())).pages[0])


def test_the_talk_sheet_is_one_page_with_three_questions_and_the_numbers():
    made = read(talk_sheet(source(), words(), SIGNS))
    assert len(made.pages) == 1
    for text in (words().ask_1, words().ask_2, words().ask_3, "1325", "+679 555 0142", SIGNS[2].label):
        assert text in said(made.pages[0])
    with pytest.raises(MessageRefused):
        talk_sheet(source(), words(), SIGNS[:2])


@pytest.mark.parametrize(
    "numbers", [(), (Help("555 0101", "Desk"),), (Help("1325", "Line"), Help("+679 555 0142", "Desk"))]
)
def test_no_page_of_the_zine_is_empty(numbers):
    """Where few numbers stand, or none, there is a question and lines to write one's own on."""
    assert "Whom can we ask" in " ".join(
        read(zine(source(help=numbers), words(), SIGNS)).pages[0].extract_text().split()
    )


def test_pages_of_the_zine_come_in_order_once_it_is_folded():
    page = read(zine(source(), words(), SIGNS)).pages[0]
    assert float(page.mediabox.width) > float(page.mediabox.height)
    digits = {text: (x, y, turned) for text, _size, x, y, turned in written(page) if text in set("234567")}
    columns = {number: int(place[0] // (297 / 4)) for number, place in digits.items()}
    assert columns == {"5": 0, "4": 1, "3": 2, "2": 3, "6": 0, "7": 1}
    assert all(digits[number][2] and digits[number][1] > 105 for number in "2345")
    assert not any(digits[number][2] or digits[number][1] > 105 for number in "67")


def test_a_paper_test_has_a_number_and_no_name_and_both_sides():
    made = read(paper_test(source(), words(), TEST))
    assert len(made.pages) == 6
    for number, page in enumerate(made.pages):
        assert f"Sheet {7 + number // 2}" in said(page)
        assert words().nameless in said(page)
        assert said(page).count(words().trust) == 6
        assert words().before in said(page) or number % 2
        assert words().after in said(page) or not number % 2


@pytest.mark.parametrize("numbers", [(0, 3), (5, 4), (1, 31), (9990, 10_000)])
def test_no_more_sheets_than_a_printer_should_be_given(numbers):
    with pytest.raises(MessageRefused):
        PaperTest(MESSAGES, MESSAGES, *numbers)


def test_a_card_is_as_large_as_facebook_wants_it():
    card = Image.open(io.BytesIO(preview(source("vi"), words())))
    assert card.size == (1200, 630)
    assert card.format == "PNG"


@pytest.mark.parametrize("name", ["poster", "light", "talk"])
def test_the_margin_names_the_place_beside_its_code_whatever_the_officer_called_it(name):
    for place, shown in (
        ("Nakamal\n(invented)", "K7M 2QX · Nakamal (invented)"),
        ("\U0001f3e0 \u0905 \u202eSkul", "K7M 2QX · ? ? Skul"),
        ("W" * 160, "K7M 2QX · WWW"),
    ):
        [page] = read(MADE[name](source(place=place))).pages
        assert shown in said(page)
    assert "K7M 2QX" not in said(read(talk_sheet(source(), words(), SIGNS)).pages[0])

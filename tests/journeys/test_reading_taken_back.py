"""A chat with a picture that was read the wrong way round, walked in a browser until it is right.

sealed -> read with the month first -> who is who -> its picture opened -> a message cited -> read again with the day
first -> the wrong reading taken back, the citation carried by its bytes. All invented.
"""

import io
import re
import zipfile

import pytest
from PIL import Image

from tests.journeys.test_conversation import open_case

pytestmark = pytest.mark.browser

CHAT = """\
03/04/2026, 09:06 - Golden Lagoon Careers: Hello, customer service in Bangkok, 1800 USD a month, no experience
04/04/2026, 09:07 - Mere (invented): IMG-20260404-WA0001.jpg (file attached)
05/04/2026, 09:08 - Golden Lagoon Careers: IMG-20260405-WA0002.jpg (file attached)
"""


def test_a_wrong_reading_is_taken_back_and_read_again(begin_walk, tmp_path):
    walk = begin_walk("reading-taken-back", width=1280)
    litia = walk.member(walk.demo.fiji, "litia@htu.example")
    case = open_case(litia)
    exhibit = seal(litia, case, tmp_path)
    wrong = read_it(litia, exhibit, "month, day, year", "So do American phones")
    litia.sees("4 March 2026")
    say_who_wrote(litia, wrong)
    open_its_picture(litia, wrong)
    litia.go(f"{wrong}messages/1/")
    with litia.page.expect_navigation():
        litia.press("Cite it", litia.sheet("Cite it"))
    litia.sees("cited as P-001")
    litia.go(f"{wrong}take-back/")
    litia.sees("First read it again")
    litia.look("take-back-blocked")
    right = read_it(litia, exhibit, "day, month, year", "She shows it on her phone")
    litia.sees("3 April 2026")
    take_back(litia, wrong)
    litia.go(f"{right}messages/1/")
    litia.sees("cited as P-001")
    litia.sees("2026-04-03T09:06")
    litia.look("citation-carried")


def seal(litia, case, folder):
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#2a6f6b").save(picture, "JPEG")
    original = folder / "WhatsApp Chat with Mere.zip"
    with zipfile.ZipFile(original, "w") as archive:
        archive.writestr("WhatsApp Chat with Mere.txt", CHAT)
        archive.writestr("IMG-20260404-WA0001.jpg", picture.getvalue())
    litia.go(f"{case}exhibits/new/")
    litia.page.set_input_files("input[type=file]", original)
    litia.fill("What it is", "Chat of Mere (invented)")
    litia.press("Seal it")
    litia.page.wait_for_url(re.compile(r"/exhibits/\d+/$"))
    return litia.page.url.removeprefix(litia.address)


def read_it(litia, exhibit, order, why):
    litia.go(f"{exhibit}conversation/")
    litia.press("Read it")
    litia.page.wait_for_url(re.compile(r"/conversations/\d+/$"))
    litia.sees("In which order are the dates written?")
    litia.look("question")
    litia.page.get_by_label(order).check()
    litia.fill("Why", why)
    with litia.page.expect_navigation():
        litia.press("Read it so")
    litia.sees("every byte accounted for")
    return litia.page.url.removeprefix(litia.address)


def say_who_wrote(litia, conversation):
    litia.go(f"{conversation}participants/")
    litia.page.get_by_role("row", name="Golden Lagoon Careers").get_by_role("link", name="Say who this is").click()
    litia.page.get_by_label("Or a new person: role").select_option("suspect")
    litia.fill("Name of the new person", "Sunia Vakatawa (invented)")
    litia.fill("How it is known", "The number stands on his contract")
    litia.look("who-is-who")
    litia.press("Save")
    litia.page.get_by_role("link", name="Sunia Vakatawa (invented)").first.click()
    litia.sees("as “Golden Lagoon Careers”")
    litia.look("person-wrote")
    litia.page.locator("#wrote ~ *, [aria-labelledby=wrote]").get_by_role("link").first.click()
    litia.page.locator("#m1").wait_for()
    assert litia.page.locator("#m2").count() == 0, "only what that person wrote"
    litia.go(conversation)


def open_its_picture(litia, conversation):
    litia.go(conversation)
    litia.sees("1 of them")
    litia.follow("IMG-20260404-WA0001.jpg")
    litia.page.locator("img[src*=picture]").wait_for()
    assert litia.page.evaluate("document.querySelector('main img').naturalWidth") > 0
    litia.sees("SHA-256")
    litia.look("file-of-message")
    litia.press("Look into it")
    litia.sees("Picture (JPEG)")
    litia.go(f"{conversation}messages/3/file/")
    litia.sees("This file is not in the same archive")
    litia.look("file-missing")


def take_back(litia, wrong):
    litia.go(f"{wrong}take-back/")
    litia.sees("P-001")
    litia.fill("What was wrong", "The phone writes the day first")
    litia.look("take-back")
    litia.press("Take it back")
    litia.page.wait_for_url(re.compile(r"/conversations/\d+/$"))
    litia.sees("This reading was taken back")
    litia.sees("The phone writes the day first")
    litia.look("taken-back")

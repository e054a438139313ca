"""A chat from a stick to a bundle that stands in court, walked in a browser.

sealed -> read as a conversation -> the order of dates answered -> a message cited -> an element rests on it -> bundle,
which the verifier in it passes by itself, and no longer when one byte is flipped. All invented.
"""

import re
import subprocess
import sys
import zipfile

import pytest

pytestmark = pytest.mark.browser

CHAT = """\
03/04/2026, 09:06 - Golden Lagoon Careers: Hello, customer service in Bangkok, 1800 USD a month, no experience
04/04/2026, 09:07 - Mere (invented): Is there a contract?
05/04/2026, 09:08 - Golden Lagoon Careers: Contract when you arrive. Ring +679 410 0171
"""


def test_a_chat_is_sealed_read_cited_and_checked_without_us(begin_walk, tmp_path):
    walk = begin_walk("conversation", width=1280)
    litia = walk.member(walk.demo.fiji, "litia@htu.example")
    case = open_case(litia)
    exhibit = seal(litia, case, tmp_path)
    conversation = read_it(litia, exhibit)
    cite(litia, conversation)
    rest_an_element_on_it(litia, case)
    litia.go(exhibit)
    path, _name = litia.download("Bundle for court")
    check_alone(path, tmp_path / "bundle")


def open_case(litia):
    litia.go("/cases/new/")
    litia.fill("Title", "A chat that promises work")
    litia.press("Open the case")
    litia.page.wait_for_url(re.compile(r"/cases/FJ-[^/]+/$"))
    return litia.page.url.removeprefix(litia.address)


def seal(litia, case, folder):
    original = folder / "WhatsApp Chat with Golden Lagoon.txt"
    original.write_text(CHAT)
    litia.go(f"{case}exhibits/new/")
    litia.page.set_input_files("input[type=file]", original)
    litia.fill("What it is", "Chat of Mere (invented)")
    litia.press("Seal it")
    litia.page.wait_for_url(re.compile(r"/exhibits/\d+/$"))
    return litia.page.url.removeprefix(litia.address)


def read_it(litia, exhibit):
    litia.press("Read as a conversation")
    litia.page.wait_for_url(re.compile(r"/conversation/$"))
    litia.look("conversation-new")
    litia.press("Read it")
    litia.page.wait_for_url(re.compile(r"/conversations/\d+/$"))
    litia.sees("In which order are the dates written?")
    litia.look("question")
    litia.page.get_by_label("day, month, year").check()
    litia.fill("Why", "The owner shows it on her phone")
    with litia.page.expect_navigation():
        litia.press("Read it so")
    litia.sees("every byte accounted for")
    litia.sees("The owner shows it on her phone")
    litia.page.locator("#m3").get_by_text("+6794100171").wait_for()  # words are cut by the marks of their signs
    litia.look("conversation")
    return litia.page.url.removeprefix(litia.address)


def cite(litia, conversation):
    litia.go(f"{conversation}messages/3/")
    sheet = litia.sheet("Cite it")
    with litia.page.expect_navigation():
        litia.press("Cite it", sheet)
    litia.sees("cited as P-001")
    litia.look("message-cited")


def rest_an_element_on_it(litia, case):
    litia.go(f"{case}offences/")
    litia.press("Take up an offence")
    litia.page.get_by_label("Offence", exact=True).select_option("fj-crimes-317")
    litia.press("Take it up")
    litia.page.wait_for_url(re.compile(r"/offences/(#.*)?$"))
    litia.page.locator("main table tbody th a").first.click()
    litia.page.get_by_label("Rests on").select_option("P-001")
    litia.press("Take it up")
    litia.page.wait_for_url(re.compile(r"/offences/(#.*)?$"))
    litia.sees("P-001")
    litia.look("element-rests-on-message")


def check_alone(path, folder):
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(folder)
    original = folder / "original.bin"
    assert original.read_text() == CHAT
    done = verified(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    data = bytearray(original.read_bytes())
    data[100] ^= 1
    original.write_bytes(data)
    done = verified(folder)
    assert done.returncode == 1
    assert "original.bin" in done.stdout


def verified(folder):
    command = [sys.executable, "-I", str(folder / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")

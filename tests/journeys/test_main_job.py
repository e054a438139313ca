"""The main job, walked from a message that a young person got to a receipt from the partner country.

checked -> reported -> triaged -> case -> sealed evidence -> recognised in another case -> packet -> opened abroad.
All invented; the numbers belong to nobody.
"""

import hashlib
import re
from dataclasses import dataclass

import pytest

from lali.web.public.pace import QUICKEST

pytestmark = pytest.mark.browser

WALLET = "TTzyjAhTVCFnhT11z3Rc4J37d12nRvbwbr"
CHAT = b"[12/03/2026, 19:45:59] GL Careers: Send passport photo now (invented)\n" * 50


@dataclass(frozen=True, slots=True)
class Lure:
    """A recruitment message with a phone number of its own, and the same number as another person writes it."""

    phone: str
    otherwise: str
    e164: str

    @property
    def message(self) -> str:
        return (
            f"Ring {self.phone} now! Customer service in Bangkok, USD 1800 a month, no experience needed. "
            f"We pay ticket, visa and room. Processing fee USD 200 in USDT to {WALLET}. "
            "Telegram @goldenlagoon_hr. Do not tell your family yet, last seats! Golden Lagoon Careers (invented)."
        )

    @property
    def told_later(self) -> str:
        return f"A mother says by telephone: {self.otherwise} asked her for 350 dollars, pay today, for a job abroad."


WALKS = {
    "1280": (1280, True, Lure("+679 410 0181", "(679) 410 0181", "+6794100181")),
    "360": (360, True, Lure("+679 410 0182", "00679 4100 182", "+6794100182")),
    "360-without-javascript": (360, False, Lure("+679 410 0183", "679-410-0183", "+6794100183")),
}


@pytest.mark.parametrize("name", WALKS)
def test_a_message_is_carried_from_a_phone_in_fiji_to_a_receipt_from_vanuatu(begin_walk, name, tmp_path):
    width, javascript, lure = WALKS[name]
    walk = begin_walk(name, width=width, javascript=javascript)
    fiji, vanuatu = walk.demo.fiji, walk.demo.vanuatu

    reporter = walk.visitor(fiji)
    check_the_message(reporter, lure)
    six_words = report_it(reporter)

    litia = walk.member(fiji, "litia@htu.example")
    tip = triage(litia, lure)
    ask_the_reporter(litia)
    read_and_answer(reporter, six_words)
    read_the_answer(litia, tip)

    first = open_a_case(litia, "Customer service in Bangkok")
    seal_an_exhibit(litia, tmp_path)
    second = open_a_case_from_a_call(litia, lure)
    link_the_cases(litia, lure, first, second)

    prepare_a_packet(litia, first, lure)
    asha = walk.member(fiji, "asha@htu.example")
    packet = approve_and_take_out(asha, tmp_path)

    willie = walk.member(vanuatu, "willie@tcu.example")
    receipt = open_the_packet(willie, packet, lure, tmp_path)
    refuse_it_twice(willie, packet)
    take_the_receipt(litia, receipt)


# -- the reporter -----------------------------------------------------------------------------------------------------


def check_the_message(reporter, lure):
    reporter.go("/en/")
    reporter.look("public-home")
    reporter.follow("Check an offer")
    reporter.fill("The message or job offer", lure.message)
    reporter.look("check")
    reporter.press("Check it")
    reporter.sees(re.compile(r"We see \d+ signs"))
    reporter.sees(lure.e164)
    reporter.sees(WALLET)
    assert reporter.page.locator("mark").count() >= 4
    words = reporter.page.locator("main").inner_text().lower()
    assert "guilty" not in words
    assert "is safe" not in words
    reporter.look("check-result")


def report_it(reporter):
    reporter.press("Report this")
    reporter.sees("First: are you all right?")
    reporter.page.get_by_label("No", exact=True).check()
    reporter.look("report-danger")
    reporter.press("Go on")
    reporter.look("report-you")
    reporter.press("Go on")
    assert "Customer service in Bangkok" in reporter.page.get_by_label("What happened?").input_value()
    reporter.look("report-story")
    reporter.press("Go on")
    reporter.page.get_by_label("Where did you see it").select_option("telegram")
    reporter.look("report-seen")
    reporter.press("Go on")
    reporter.fill("When was it?", "last week")
    reporter.look("report-when")
    reporter.press("Go on")
    reporter.look("report-reach")
    reporter.press("Go on")
    reporter.sees("Is this right?")
    reporter.look("report-answers")
    reporter.page.wait_for_timeout(QUICKEST * 1000)  # no person is quicker
    reporter.press("Send")
    reporter.sees("Thank you. Your report has arrived.")
    reporter.look("report-sent")
    six_words = reporter.page.locator("ol.code li").all_inner_texts()
    assert len(six_words) == 6
    return " ".join(six_words)


def read_and_answer(reporter, six_words):
    reporter.go("/en/code/")
    reporter.look("code")
    reporter.fill("Your six words", six_words.upper())
    reporter.press("Open")
    reporter.sees("Do you still have the chat?")
    reporter.look("code-question")
    reporter.fill("Write to us", "Yes, I kept the chat on a stick.")
    reporter.press("Send")
    reporter.sees("Your message has arrived.")
    reporter.look("code-answered")


# -- the investigator -------------------------------------------------------------------------------------------------


def triage(litia, lure):
    litia.look("desk")
    litia.go("/tips/")
    litia.look("tips")
    litia.page.locator("tr", has_text=lure.phone).get_by_role("link").first.click()
    litia.sees("Act")
    assert litia.page.locator("ul.signs > li").count() >= 4
    chips = litia.page.locator(".identifier")
    assert lure.e164 in " ".join(chips.all_inner_texts())
    assert chips.filter(has_text=WALLET).get_by_text(re.compile(r"seen in \d+ other record")).is_visible()
    litia.look("tip")
    return litia.page.url.removeprefix(litia.address)


def ask_the_reporter(litia):
    sheet = litia.sheet("Ask the reporter")
    litia.fill("Your question", "Do you still have the chat?", sheet)
    litia.look("tip-question")
    litia.press("Seal and send", sheet)
    litia.sees("We asked")


def read_the_answer(litia, tip):
    litia.go(tip)
    litia.sees("Yes, I kept the chat on a stick.")
    litia.look("tip-answered")


def open_a_case(litia, title):
    sheet = litia.sheet("Open a case")
    litia.fill("Title of the new case", title, sheet)
    sheet.get_by_label("Kind", exact=True).select_option("scam_centre")
    litia.press("Open the case and lead it", sheet)
    litia.page.wait_for_url(re.compile(r"/cases/"))
    litia.sees(title)
    litia.look("case")
    return litia.page.url.rstrip("/").rpartition("/")[2]


def seal_an_exhibit(litia, folder):
    original = folder / "chat on a stick.txt"
    original.write_bytes(CHAT)
    litia.press("Take in an exhibit")
    litia.page.set_input_files("input[type=file]", original)
    litia.fill("What it is", "Chat with the recruiter")
    litia.fill("When it was acquired", "2026-11-02T10:30")
    litia.fill("Who acquired it", "Litia Coralgarden")
    litia.fill("Where", "Suva (fictional)")
    litia.page.get_by_label("How", exact=False).last.fill("Copied from the owner's stick in their presence")
    litia.look("exhibit-new")
    litia.press("Seal it")
    litia.sees(hashlib.sha256(CHAT).hexdigest())
    litia.press("Check the seal")
    litia.sees("Checked: the stored bytes are what was sealed.")
    litia.look("exhibit")


def open_a_case_from_a_call(litia, lure):
    litia.go("/tips/new/")
    litia.page.get_by_label("How did it come?").select_option("phone")
    litia.fill("What was told", lure.told_later)
    litia.look("tip-new")
    litia.press("Put it in the queue")
    litia.page.locator("tr", has_text=lure.otherwise).get_by_role("link").first.click()
    chip = litia.page.locator(".identifier", has_text=lure.e164)
    chip.get_by_text(re.compile(r"seen in \d+ other record")).wait_for()
    return open_a_case(litia, "Fee asked of a mother")


def link_the_cases(litia, lure, first, second):
    hint = litia.page.locator("main .notice", has_text=first).first
    assert lure.e164 in hint.inner_text()
    assert "You are on both teams." in hint.inner_text()
    sheet = litia.sheet("Link the two cases", hint)
    litia.fill("Why they belong together", "The same telephone", sheet)
    litia.look("case-hint")
    litia.press("Link them", sheet)
    litia.sees("The two cases are linked.")
    litia.sees("The same telephone", "section[aria-labelledby=links]")
    litia.look("case-linked")
    litia.go(f"/cases/{first}/")
    litia.sees(second, "section[aria-labelledby=links]")


# -- the packet -------------------------------------------------------------------------------------------------------


def prepare_a_packet(litia, first, lure):
    litia.go(f"/cases/{first}/")
    litia.press("Prepare a packet for a partner")
    litia.page.get_by_label("Partner", exact=True).select_option(index=1)
    litia.fill("Purpose", "To find who recruits for the scam centre")
    litia.look("packet-new")
    litia.press("Prepare it and show it", litia.sheet("Show what would leave"))
    litia.sees("It waits for a second person.")
    bytes_that_leave = " ".join(litia.page.locator("pre.bytes").all_text_contents())
    assert lure.e164 in bytes_that_leave
    assert "bundle--" in bytes_that_leave
    assert "Litia" not in bytes_that_leave
    litia.look("packet-draft")


def approve_and_take_out(asha, folder):
    asha.look("desk-of-a-supervisor")
    asha.follow(re.compile("^Packet "))
    asha.look("packet-to-approve")
    asha.press("Yes, approve and seal it", asha.sheet("Approve and seal"))
    asha.sees("Sealed. Carry it to the partner.")
    asha.look("packet-sealed")
    return kept(asha.download("Take out the sealed packet"), folder)


def open_the_packet(willie, packet, lure, folder):
    willie.go("/packets/")
    sheet = willie.sheet("Open a packet that came")
    sheet.locator("input[type=file]").set_input_files(packet)
    willie.look("packets")
    willie.press("Open the packet", sheet)
    willie.sees("Signed by Human Trafficking Unit, Fiji (fictional)")
    assert lure.e164 in willie.page.locator("main").inner_text()
    known = willie.page.locator(".identifier", has_text=WALLET)
    known.get_by_text(re.compile(r"seen in \d+ other record")).wait_for()
    willie.look("received")
    return kept(willie.download("Take the receipt for the partner"), folder)


def refuse_it_twice(willie, packet):
    willie.go("/packets/")
    sheet = willie.sheet("Open a packet that came")
    sheet.locator("input[type=file]").set_input_files(packet)
    with willie.a_refusal():
        willie.press("Open the packet", sheet)
        willie.sees("This file was not taken")
    willie.look("packet-refused")


def take_the_receipt(litia, receipt):
    litia.go("/packets/")
    sheet = litia.sheet("Enter a receipt")
    sheet.locator("input[type=file]").set_input_files(receipt)
    litia.press("Check and enter it", sheet)
    litia.sees("The receipt is genuine: the partner has opened the packet.")
    litia.sees("Opened by the partner")
    litia.look("packet-receipted")


def kept(download, folder):
    path, name = download
    return path.rename(folder / name)

"""A true Kannel between an operator's message centre and a true public process, all on loopback.

Kannel is started from docs/kannel.conf with other ports, another secret and a store of the test: so the sample is true.
"""

import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils.translation import override

from lali.engines.flows import flow
from lali.web.public import talking
from tests.web.public.conftest import LURE, free_port, serving
from tests.web.public.operator import UCS2, Operator

SAMPLE = Path(__file__).parents[3] / "docs" / "kannel.conf"
SECRET = "a-secret-of-the-gateway"
BOXES = [shutil.which(box, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin") for box in ("bearerbox", "smsbox")]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("kannel"),
    pytest.mark.skipif(not all(BOXES), reason="Kannel is not installed (apt install kannel)"),
]


class Kannel:
    """Both boxes, started from a configuration; each can be stopped, or killed, and started again."""

    def __init__(self, configuration, folder):
        self.configuration, self.folder = configuration, folder
        self.running = {}

    def start(self, *boxes):
        for box in boxes:
            program = BOXES[["bearerbox", "smsbox"].index(box)]
            output = (self.folder / f"{box}.txt").open("ab")
            self.running[box] = subprocess.Popen([program, "-v", "4", self.configuration], stdout=output, stderr=output)
            output.close()
            if box == "bearerbox":
                time.sleep(1)  # it listens for the other a moment later

    def end(self, *boxes, how=signal.SIGKILL):
        for box in boxes:
            process = self.running.pop(box)
            process.send_signal(how)
            process.wait(20)


class Line:
    """Between Kannel and the public site: passes each question on, and can lose an answer on its way back."""

    def __init__(self, address):
        self.asked, self.lose = [], 0
        line = self

        class Passing(BaseHTTPRequestHandler):
            def do_GET(self):
                line.asked.append(self.path)
                try:
                    with urllib.request.urlopen(address + self.path, timeout=30) as answer:
                        words, coding = answer.read(), answer.headers["X-Kannel-Coding"]
                except OSError:
                    words = None
                if words is None or line.lose:
                    line.lose -= words is not None
                    self.connection.close()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.send_header("X-Kannel-Coding", coding)
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def configured(operator, line, folder):
    """Return the sample's text with what differs on this machine put in."""
    text = SAMPLE.read_text()
    smsbox, admin = free_port(), free_port()
    for sample, here in {
        "13000": str(admin),
        "13001": str(smsbox),
        "2775": str(operator.port),
        "/var/spool/kannel": str(folder / "store"),
        "/var/log/kannel": str(folder),
        "https://report.example.gov.fj": line.address,
        "0123456789abcdef": SECRET,
        "http-queue-delay = 10": "http-queue-delay = 1",
    }.items():
        assert sample in text, sample
        text = text.replace(sample, here)
    (folder / "store").mkdir()
    path = folder / "kannel.conf"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def gateway(node, tmp_path_factory):
    """Everything between a phone and the public site: the operator, Kannel, the line, and where the site stands."""
    home, _private = node
    folder = tmp_path_factory.mktemp("kannel")
    operator = Operator()
    with serving(home, LALI_SMS_SECRET=SECRET) as address:
        line = Line(address)
        kannel = Kannel(configured(operator, line, folder), folder)
        kannel.start("bearerbox", "smsbox")
        try:
            yield operator, kannel, line, home
        finally:
            kannel.end(*list(kannel.running))
            operator.stop()
            line.server.shutdown()
            line.server.server_close()


@pytest.fixture
def phone(gateway):
    """A phone of its own for each test: writes, and reads what comes back."""
    operator = gateway[0]
    number = next(NUMBERS)

    def phone(text, **how):
        operator.send(number, text, **how)
        return operator.receive(number)

    phone.number = number
    phone.operator = operator
    return phone


NUMBERS = (f"67991234{count:02}" for count in range(100))


def said(language, words):
    with override(language):
        return words()


def test_a_story_from_phone_to_answer_and_stop(phone):
    assert phone("Bula").text == talking.WHICH_LANGUAGE
    assert phone("1").text == said("en", talking.menu)
    assert "1 A job for Sam" in phone("learn").text
    phone("1")
    assert phone("1").text == talking.step(flow("chat_job").nodes["hello"])
    assert phone("S T O P").text == said("en", talking.stopped_text)
    phone.operator.send(phone.number, "1")
    assert phone.operator.is_silent(phone.number, during=3)
    assert "917" in phone("HELP").text or "112" in phone("HELP").text
    assert phone("START").text == talking.WHICH_LANGUAGE


def test_a_long_message_comes_in_parts_and_is_read_as_one(phone):
    phone("english")
    offer = LURE.replace("\n", " ").replace("<", "").replace(">", "")
    phone("check")
    assert len(offer) > 160
    assert phone.operator.send_in_parts(phone.number, offer, order=[1, 0]) == 2  # the second part is quicker
    assert phone.operator.receive(phone.number).text.startswith("We see a sign: ")
    assert phone.operator.is_silent(phone.number, during=2)


def test_vietnamese_is_read_and_written_with_its_signs(phone):
    chosen = phone("Tiếng Việt", coding=UCS2)
    with override("vi"):
        assert chosen.text == talking.menu()
        assert chosen.coding == UCS2
        assert chosen.count == 2
        asked = phone("kiểm tra", coding=UCS2)
        assert asked.text == talking.ask_offer()
        lure = "Việc nhẹ lương cao ở Campuchia, không cần kinh nghiệm, bao vé máy bay, giữ hộ chiếu cho bạn. Đi ngay!"
        assert phone.operator.send_in_parts(phone.number, lure, coding=UCS2) == 2
        assert phone.operator.receive(phone.number).text == talking.judged(lure, "VU")
        stopped = phone("Dừng lại", coding=UCS2)
        assert stopped.text == talking.stopped_text()


def test_fiji_hindi_is_read_and_written_in_latin_letters(phone):
    chosen = phone("Fiji Baat")
    with override("hif"):
        assert (chosen.text, chosen.coding, chosen.count) == (talking.menu(), 0, 1)
    assert re.search(r"\b(917|112)\b", phone("madad karo").text)
    strange = phone("मदद", coding=UCS2)  # letters that we do not teach are read, and answered by the menu
    with override("hif"):
        assert strange.text == talking.menu()


def test_an_answer_that_is_lost_is_asked_for_again_and_the_story_goes_one_step(phone, gateway):
    line = gateway[2]
    phone("english")
    phone("learn")
    phone("1")
    before = len(line.asked)
    line.lose = 2
    assert phone("1").text == talking.step(flow("chat_job").nodes["hello"])
    asked = line.asked[before:]
    assert len(asked) == 3
    assert len({re.search("id=([^&]+)", path)[1] for path in asked}) == 1
    assert phone.operator.is_silent(phone.number, during=3)
    assert phone("nothing of that").text == talking.step(flow("chat_job").nodes["hello"])


def test_kannel_killed_in_the_middle_loses_no_message_and_no_place(phone, gateway):
    kannel = gateway[1]
    phone("english")
    phone("learn")
    phone("1")
    kannel.end("smsbox")
    phone.operator.send(phone.number, "1")  # taken by Kannel, not yet asked of us
    kannel.end("bearerbox")
    kannel.start("bearerbox", "smsbox")
    assert phone.operator.receive(phone.number, within=40).text == talking.step(flow("chat_job").nodes["hello"])
    assert phone.operator.is_silent(phone.number, during=3)


def test_no_number_and_no_word_is_left_in_the_letterbox_or_in_kannels_logs(phone, gateway):
    _operator, kannel, _line, home = gateway
    phone("english")
    phone("2 Zuleika of Qaravi took my passport")
    with sqlite3.connect(home / "letterbox.sqlite3") as box:
        assert box.execute("select count(*) from channels_conversation").fetchone()[0] > 0
    for file in [*home.iterdir(), *kannel.folder.glob("*.txt"), *kannel.folder.glob("*.log")]:
        kept = file.read_bytes()
        assert [word for word in (b"Zuleika", b"Qaravi", phone.number.encode()) if word in kept] == [], file.name

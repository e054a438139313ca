"""A conversation by text message: what is said, what is kept, and what is never written down."""

import json
import re
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode

import pytest
import time_machine
from django.db import connections
from django.utils import timezone
from django.utils.translation import get_language, override

from lali.engines.flows import FLOWS, flow, segments
from lali.engines.helplines import COUNTRIES, ELSEWHERE
from lali.engines.signs import entries
from lali.records.audit.models import Entry
from lali.records.channels.actions import forget_silent
from lali.records.channels.models import Answered, Conversation, Waiting
from lali.records.channels.vocabulary import MOST_A_DAY
from lali.web.public import talking
from lali.web.public.views import channels as views
from tests.web.public.conftest import LANGUAGES, LURE
from tests.web.public.test_report import said

pytestmark = pytest.mark.slow  # many conversations

SECRET = "a secret of the gateway"
NUMBER = "6799123456"
SMS = "/channels/sms/"
EXTERNAL = "/channels/rapidpro/"


@pytest.fixture
def channel(public, settings):
    """The public site of a node that Kannel may ask."""
    settings.CHANNELS = {"sms": SECRET, "rapidpro": "", "send_url": ""}
    return public


@pytest.fixture
def say(channel):
    """Write a message from a number; gives what Kannel would send back."""
    count = iter(range(10_000))

    def say(text, number=NUMBER, **fields):
        facts = {"secret": SECRET, "from": f"+{number}", "to": "2020", "text": text, "id": f"m{next(count)}"}
        answer = channel.get(SMS, facts | fields)
        assert answer.status_code == 200
        return answer.content.decode()

    return say


@pytest.fixture
def english(say):
    """The same, once English was chosen."""
    say("Bula")
    say("1")
    return say


# -- the door ---------------------------------------------------------------------------------------------------------


def test_without_a_secret_or_with_a_wrong_one_there_is_no_such_page(public, settings):
    facts = {"from": NUMBER, "text": "hello", "id": "1"}
    settings.CHANNELS = {"sms": "", "rapidpro": "", "send_url": ""}
    assert public.get(SMS, facts | {"secret": ""}).status_code == 404
    settings.CHANNELS = {"sms": SECRET, "rapidpro": SECRET, "send_url": "http://127.0.0.1:9/"}
    for wrong in ({}, {"secret": ""}, {"secret": "x"}, {"secret": SECRET + "x"}, {"secret": "é\x00"}):
        assert public.get(SMS, facts | wrong).status_code == 404
        assert public.post(EXTERNAL, facts | wrong).status_code == 404
    assert not Conversation.objects.exists()


def test_kannel_may_ask_by_get_and_by_form(channel):
    facts = {"secret": SECRET, "from": NUMBER, "text": "hello", "id": "1"}
    by_get = channel.get(SMS, facts)
    by_form = channel.post(SMS, urlencode(facts | {"id": "2"}), content_type="application/x-www-form-urlencoded")
    assert by_get.content == by_form.content == talking.WHICH_LANGUAGE.encode()
    assert by_get["Content-Type"] == "text/plain; charset=utf-8"
    assert by_get["X-Kannel-Coding"] == "0"


def test_machines_are_not_answered(say):
    for sender in ("2020", "Vodafone", "", "1" * 16, "679912345x"):
        assert say("hello", **{"from": sender}) == ""
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("text", ["", "\x00", "0" * 4000, "🙂" * 900, "%n%s{}%(x)s", "\ud7ff" * 5, "' OR 1=1 --", "٣"])
def test_hostile_words_get_an_answer_that_fits(english, text):
    answer = english(text)
    assert segments(answer) == (1, True)


@pytest.mark.parametrize(
    "body", [b"text=" + b"a" * 20_000, b"&".join(b"a%d=1" % n for n in range(100)), b"\xff\xfe%%%", b"%FF%00=%E0%80"]
)
def test_hostile_bodies_lead_nowhere(channel, body):
    answer = channel.post(f"{SMS}?secret={SECRET}", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 400, 404}
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("Français".encode(), "UTF-8"),
        ("Français".encode("latin-1"), "ISO-8859-1"),
        ("Français".encode("utf-16-be"), "UTF-16BE"),
        ("Français".encode("utf-16-be"), "UTF16-BE"),
        ("Français".encode("latin-1"), ""),
        ("Français".encode(), "gsm"),
    ],
)
def test_each_charset_is_understood(channel, raw, charset):
    query = urlencode({"secret": SECRET, "from": NUMBER, "text": raw, "id": "1", "charset": charset})
    channel.get(f"{SMS}?{query}")
    assert Conversation.objects.get().language == "fr"


# -- the conversation -------------------------------------------------------------------------------------------------


def test_a_language_is_chosen_once(say):
    assert say("Bula") == talking.WHICH_LANGUAGE
    chosen, unknown = say("3"), say("what?")
    with override("bi"):
        assert chosen == unknown == talking.menu()
    assert say("0") == talking.WHICH_LANGUAGE
    assert "Send 1: a story" in say("english")


@pytest.mark.parametrize("word", ["STOP", "stop.", " S T O P !", "Arrêt", "FINIS", "taro", "Band", "DỪNG", "stop stop"])
def test_stop_is_answered_once_and_then_nothing_until_start(english, word):
    assert english(word) == "You will get no more messages from us. To begin again, send START."
    row = Conversation.objects.get()
    assert (row.stopped, row.language, row.flow, row.node, row.day) == (True, "", "", "", None)
    for silent in (word, "hello", "1", "3", "report"):
        assert english(silent) == ""
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        forget_silent(by="node", today=timezone.localdate())
        assert english("hello") == ""
    assert english("Start!") == talking.WHICH_LANGUAGE


@pytest.mark.parametrize("word", ["HELP", "sos"])
def test_who_sent_stop_and_asks_for_help_gets_the_numbers_and_stays_stopped(english, word):
    english("STOP")
    assert "917" in english(word)
    assert Conversation.objects.get().stopped
    assert english("hello") == ""


@pytest.mark.parametrize("cry", ["HELP they locked me in", "sos they took my passport, cannot leave", "madad karo"])
def test_who_cries_for_help_in_a_sentence_gets_the_numbers(english, cry):
    assert "917" in english(cry)
    english("1")
    english("1")  # within a story, too
    assert "917" in english(cry)


def test_where_no_number_is_known_that_is_said(english, settings):
    settings.COUNTRY = "TV"
    assert english("HELP", number="68820123") == "We know no number for this country yet. Ask someone you trust."


def test_who_sent_stop_costs_no_line_of_the_journal(english):
    english("STOP")
    before = Entry.objects.using("letterbox").count()
    for words in ("hello", "again", "STOP"):
        assert english(words) == ""
    assert Entry.objects.using("letterbox").count() == before


def test_a_sentence_that_begins_with_stop_stops_nothing(english):
    assert english("Stop working for so little! Earn more") == talking.menu()


@pytest.mark.parametrize("word", ["help", "HELP!", "SOS", "aide", "madad", "giúp", "halpem"])
def test_help_is_given_at_once_and_by_the_country_of_the_number(say, word):
    assert "917" in say(word)
    assert "111" in say(word, number="84912345678")
    assert "917" not in say(word, number="84912345678")


def test_an_offer_is_looked_at_and_not_kept(english):
    answer = english(f"2 {LURE}")
    assert answer.startswith("We see a sign: ")
    assert "Now send us the message" in english("check")
    assert english(LURE) == answer
    assert "no sign that we know" in english("2 See you at church on Sunday")
    assert english("LURE?") == talking.menu()


def test_a_story_is_played_to_an_end(english):
    assert "1 A job for Sam" in english("learn")
    assert "You are Sam" in english("1")
    assert english("1") == talking.step(flow("chat_job").nodes["hello"])
    assert english("9") == english("what") == talking.step(flow("chat_job").nodes["hello"])
    english("3")
    assert english("2") == flow("chat_job").nodes["stopped_uncle"].say
    assert english("2") == talking.ask_offer()


def test_a_report_goes_on_on_the_web_with_nothing_lost(agency, english, public):
    answer = english("4 He keeps my passport.")
    words = answer.rpartition(": ")[2]
    assert "localhost/en/code/" in answer
    assert segments(answer) == (1, True)
    assert b"passport" not in bytes(Waiting.objects.get().sealed)
    for _again in range(2):  # a page lost on a bad line
        page = said(public.post("/en/code/", {"code": words}))
        assert 'name="text" value="He keeps my passport."' in page
        assert words not in page
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert public.post("/en/code/", {"code": words}).status_code == 400


def test_words_that_nobody_fetches_are_let_go(agency, english, public):
    words = english("report").rpartition(": ")[2]
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert public.post("/en/code/", {"code": words}).status_code == 400
        forget_silent(by="node", today=timezone.localdate())
    assert not Waiting.objects.exists()


def test_a_node_that_takes_no_reports_says_so(english):
    assert "cannot take reports" in english("4")


def test_what_is_silent_for_thirty_days_is_forgotten(english):
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        forget_silent(by="node", today=timezone.localdate())
        assert Conversation.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert english("hello") == talking.WHICH_LANGUAGE  # though nobody has swept
        forget_silent(by="node", today=timezone.localdate() + timedelta(days=31))
    assert not Conversation.objects.exists()
    assert not Answered.objects.exists()


def test_two_machines_that_answer_one_another_come_to_an_end(english):
    answers = [english("ping") for _time in range(MOST_A_DAY)]
    assert answers[-2:] == ["", ""]  # two were answered before
    assert all(answers[:-2])


# -- the same message again -------------------------------------------------------------------------------------------


def test_a_message_that_comes_again_gets_the_same_answer_and_changes_nothing(agency, english):
    english("learn")
    first = english("1", id="again")
    stood = Conversation.objects.values().get()
    assert english("1", id="again") == english("4", id="again") == first
    assert Conversation.objects.values().get() == stood
    reported = english("report", id="report")
    assert english("report", id="report") == reported
    assert Waiting.objects.count() == 1
    assert english("1", id="again", number="6799000001") == talking.WHICH_LANGUAGE  # another number: another message


# -- nothing is written down ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_neither_number_nor_text_reach_logs_rows_or_journal(agency, english, capfd):
    planted = ["Zuleika", "Qaravi", "Golden Lagoon", "0x4711"]
    numbers = [f"67991{number:05}" for number in range(0, 40_000, 1999)]
    for index, number in enumerate(numbers):
        for text in ("hello", "1", f"2 {planted[index % 4]} {LURE}", f"4 {planted[index % 4]}", "3", "learn", "1"):
            english(text, number=number)
    english("STOP", number=numbers[0])
    captured = capfd.readouterr()
    written = captured.out + captured.err
    with connections["letterbox"].cursor() as cursor:
        for table in connections["letterbox"].introspection.table_names(cursor):
            if table.startswith(("channels_", "audit_", "letterbox_")):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    for cell in row:
                        raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                        written += raw.decode("latin-1") + "\n"
    for word in [*planted, *numbers, *(number[3:] for number in numbers), "passport to our agent"]:
        assert word not in written
    journal = Entry.objects.using("letterbox").filter(subject="channels")
    assert {entry.at.time().isoformat() for entry in journal} == {"00:00:00"}
    assert {str(entry.facts) for entry in journal} == {"{}"}
    assert journal.filter(verb="channels.answered").count() == 1


def test_the_database_alone_does_not_give_a_number_away(english, settings):
    """Half of the key is the gateway's secret: whoever has the tables and tries all numbers finds none."""
    token = bytes(Conversation.objects.get().token)
    settings.CHANNELS = settings.CHANNELS | {"sms": "another secret of a gateway"}
    english("hello", secret="another secret of a gateway")
    assert Conversation.objects.exclude(token=token).count() == 1


# -- a gateway that does not take the answer in the response ----------------------------------------------------------


@contextmanager
def loopback(*codes):
    """A gateway with a send URL: answers with `codes` in turn, then 200. Gives its address and what it was sent."""
    came, left = [], list(codes)

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            code = left.pop(0) if left else 200
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "http://192.0.2.1/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", came
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def external(public, settings):
    """Post a message as a gateway of RapidPro's external channel does."""

    def external(url, text="hello", date="2026-11-27T08:00:00Z"):
        settings.CHANNELS = {"sms": "", "rapidpro": SECRET, "send_url": url}
        fields = {"from": f"+{NUMBER}", "to": "2020", "text": text, "date": date}
        return public.post(
            f"{EXTERNAL}?{urlencode({'secret': SECRET})}",
            urlencode(fields),
            content_type="application/x-www-form-urlencoded",
        )

    return external


def test_the_answer_is_handed_to_the_send_url(external):
    with loopback() as (url, came):
        answer = external(url)
        assert answer.status_code == 200
        assert json.loads(answer.content) == {"status": "accepted"}
        assert external(url).status_code == 200  # the same again: nothing is sent twice
    [sent] = came
    assert sent["text"] == [talking.WHICH_LANGUAGE]
    assert (sent["to"], sent["to_no_plus"], sent["from"]) == ([f"+{NUMBER}"], [NUMBER], ["2020"])
    assert re.fullmatch("[0-9a-f]{16}", sent["id"][0])


def test_a_busy_gateway_is_asked_once_and_asks_again(external):
    with loopback(503, 429, 500) as (url, came):
        for _time in range(3):
            assert external(url).status_code == 502
        assert not Conversation.objects.exists()  # nothing changed: the same message may come again
        assert not Answered.objects.exists()
        assert external(url).status_code == 200
        assert len(came) == 4
    assert external("http://127.0.0.1:9/", date="later").status_code == 502


def test_a_gateway_that_refuses_for_good_is_not_asked_to_come_again(external):
    with loopback(403) as (url, came):
        answer = external(url)
        assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "refused"})
        assert external(url).status_code == 200
    assert len(came) == 1


def test_of_two_copies_at_the_same_moment_one_goes_out(external, monkeypatch):
    """The second comes while the first is on its way: it finds the claim."""
    with loopback() as (url, came):
        send = views.send

        def slow(address, **fields):
            monkeypatch.setattr(views, "send", send)
            assert external(url).status_code == 200
            return send(address, **fields)

        monkeypatch.setattr(views, "send", slow)
        assert external(url).status_code == 200
    assert len(came) == 1


def test_who_sends_stop_while_an_answer_is_on_its_way_stays_stopped(external, monkeypatch):
    with loopback() as (url, _came):
        external(url, "english", date="1")
        send = views.send

        def slow(address, **fields):
            monkeypatch.setattr(views, "send", send)
            external(url, "STOP", date="2")
            return send(address, **fields)

        monkeypatch.setattr(views, "send", slow)
        external(url, "1", date="3")
        row = Conversation.objects.get()
        assert (row.stopped, row.flow, row.day) == (True, "", None)


def test_no_other_address_is_asked(external):
    with loopback(302) as (url, came):
        assert external(url).status_code == 502
    assert len(came) == 1


# -- lengths ----------------------------------------------------------------------------------------------------------


def texts():
    """Every text that a conversation can send in the language of now, at its longest, and its way of saying it."""
    yield from (talking.menu(), talking.stopped_text(), talking.ask_offer(), talking.which_story())
    yield from (talking.numbers(country) for country in (*COUNTRIES, *ELSEWHERE))
    for sign in entries():
        yield talking.found(sign)
        yield talking.danger(sign, "1234")
    for name in FLOWS:
        yield talking._fitted(talking.opening(flow(name).intro))
        yield from (talking.step(node) for node in flow(name).nodes.values())
    yield talking.way_to_report(f"report.example.gov.fj/{get_language()}/code/", " ".join(["abcdefgh"] * 6))
    yield talking.judged("See you at church on Sunday", "FJ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_takes_one_message_in_vietnamese_two(public, language):
    with override(language):
        for text in texts():
            count, gsm = segments(text)
            assert count <= (2 if language == "vi" else 1), text
            assert gsm or language == "vi", text
            assert not text.endswith("..."), text  # nothing was cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_cuts_a_number_to_ring(public, language, monkeypatch):
    monkeypatch.setattr(talking, "_", lambda words: f"{'vanua ' * 60}{words}")
    monkeypatch.setattr(talking, "NAMES", {"FJ": "vanua " * 60})
    with override(language):
        assert talking.danger("upfront_fee", "1234") == "In danger? Ring 1234."
        assert re.search(r"\b917\b", talking.numbers("FJ"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_to_ring_are_whole(public, language):
    with override(language):
        for country, number in (("FJ", "917"), ("VU", "112"), ("VN", "111")):
            assert re.search(rf"\b{number}\b", talking.numbers(country))

"""WhatsApp and Messenger: what is believed, what is answered, what waits, and what is never kept."""

import json
import sqlite3
import time
import urllib.request
from itertools import count
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connections
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lali.engines.flows import flow
from lali.records.audit.models import Entry
from lali.records.channels.actions import forget_silent
from lali.records.channels.models import Answered, Conversation, Outgoing, Waiting
from lali.records.channels.vocabulary import MOST_A_DAY, MOST_WAITING, Place
from lali.web.public import outbox, platforms, talking
from tests.web.public import meta
from tests.web.public.conftest import LANGUAGES, LURE, serving
from tests.web.public.meta import event, message, page, pressable, signed, whatsapp
from tests.web.public.test_report import said

pytestmark = pytest.mark.slow  # many conversations

WHATSAPP, MESSENGER = "/channels/whatsapp/", "/channels/messenger/"


@pytest.fixture
def graph(public, settings, monkeypatch):
    """The public site of a node that both platforms may ask, and the Graph API that its answers go to."""
    monkeypatch.setattr("lali.web.public.views.platforms.try_again_later", lambda: None)  # rounds are run by hand
    monkeypatch.setattr("lali.web.public.views.platforms.PATIENCE", 3600)  # however slow the machine of a test is
    with meta.graph_api() as (graph, address):
        settings.CHANNELS = meta.SETTINGS | {"meta": address}
        yield graph


@pytest.fixture
def bring(graph, public):
    """Let a platform bring something, signed."""

    def bring(payload, address=WHATSAPP, secret=None):
        raw, signature = signed(payload, secret or meta.SETTINGS[address.split("/")[2]])
        return public.post(address, raw, content_type="application/json", headers={"x-hub-signature-256": signature})

    return bring


class Person:
    """Somebody who writes by one of the platforms: gives the answers to each message."""

    def __init__(self, bring, graph, address, who):
        self.bring, self.graph, self.address, self.who = bring, graph, address, who

    def __call__(self, text=None, **more):
        before = len(self.graph.sent)
        made = (
            whatsapp(message(text, self.who, **more))
            if self.address == WHATSAPP
            else page(event(text, self.who, **more))
        )
        assert self.bring(made, self.address).status_code == 200
        assert self.graph.refused == []
        return self.graph.texts[before:]

    def press(self, choice):
        title = dict(pressable(self.graph.sent[-1]))[choice]
        if self.address == MESSENGER:
            return self(message={"mid": f"m_press{next(COUNT)}", "text": title, "quick_reply": {"payload": choice}})
        kind = "list_reply" if "sections" in self.graph.sent[-1]["interactive"]["action"] else "button_reply"
        return self(type="interactive", interactive={"type": kind, kind: {"id": choice, "title": title}})


COUNT = count(1)
PEOPLE = [(WHATSAPP, "6799123456"), (MESSENGER, "7012345678901234")]


@pytest.fixture(params=PEOPLE, ids=["whatsapp", "messenger"])
def where(request):
    """The webhook of one platform, and who writes by it: each such test runs for both."""
    return request.param


@pytest.fixture
def person(bring, graph, where):
    """Somebody who writes by the platform."""
    return Person(bring, graph, *where)


@pytest.fixture
def english(person):
    """The same, once English was chosen."""
    person("Bula")
    person("english")
    return person


# -- the door ---------------------------------------------------------------------------------------------------------


def test_without_a_secret_there_is_no_such_page(public, settings, where):
    settings.CHANNELS = {"sms": "", "rapidpro": "", "send_url": ""}
    assert public.get(where[0]).status_code == 404
    assert public.post(where[0], b"{}", content_type="application/json").status_code == 404


def test_a_platform_finds_its_webhook_by_the_word_agreed(graph, public, where):
    word = meta.SETTINGS[f"{where[0].split('/')[2]}_verify"]
    asked = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "1158201444"}
    answer = public.get(where[0], asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert answer["Content-Type"].startswith("text/plain")
    for wrong in (
        {"hub.verify_token": "x"},
        {"hub.verify_token": word + "é"},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": "<script>"},
        {"hub.challenge": ""},
    ):
        assert public.get(where[0], asked | wrong).status_code == 404


def test_what_is_not_signed_or_signed_by_another_is_not_believed(graph, public):
    raw, signature = signed(whatsapp(message("hello")), meta.APP_SECRET)
    other = signed(raw, "another secret of an app")[1]
    for wrong in ("", "sha256=", other, signature[:-1], signature.upper(), signature[7:], "sha1=" + "0" * 40, "é"):
        answer = public.post(WHATSAPP, raw, content_type="application/json", headers={"x-hub-signature-256": wrong})
        assert answer.status_code == 404
    changed = raw.replace(b"hello", b"hallo")
    assert (
        public.post(
            WHATSAPP, changed, content_type="application/json", headers={"x-hub-signature-256": signature}
        ).status_code
        == 404
    )
    # what the one app has signed is not believed where the other one asks
    assert (
        public.post(
            MESSENGER, raw, content_type="application/json", headers={"x-hub-signature-256": signature}
        ).status_code
        == 404
    )
    assert not Conversation.objects.exists()
    assert graph.sent == []


def test_a_body_beyond_all_measure_is_not_read(bring):
    assert bring(b" " * (3 * 1024 * 1024 + 1)).status_code == 413
    assert bring(b" " * 3 * 1024 * 1024).status_code == 200


HOSTILE = [
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"{" * 100_000,
    b"[" * 100_000,
    b'{"object":"whatsapp_business_account","entry":{"a":1}}',
    b'{"object":"whatsapp_business_account","entry":[[],1,null,{"changes":[1,{"field":"messages","value":[]}]}]}',
    b'{"object":"page","entry":[{"messaging":[{"sender":7,"recipient":null,"timestamp":[],"message":"x"}]}]}',
    b"\xff\xfe{}",
    b'{"object":"page","entry":1e999}',
    b'{"object":' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_leads_nowhere(bring, graph, raw):
    for address in (WHATSAPP, MESSENGER):
        assert bring(raw, address).status_code == 200
    assert not Conversation.objects.exists()
    assert graph.sent == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)


def planted(draw, value):
    """A true webhook with something strange in the place of one of its parts."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    if isinstance(value, dict):
        return {key: planted(draw, inner) for key, inner in value.items() if draw(st.integers(0, 19))}
    return [planted(draw, inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.slow
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_a_webhook_it_is_read_without_a_fault(data):
    true = data.draw(
        st.sampled_from(
            [
                whatsapp(message("hello"), message(type="image", image={"id": "1"})),
                whatsapp(message(type="interactive", interactive={"button_reply": {"id": "a", "title": "b"}})),
                page(event("hello"), event(message={"mid": "m", "attachments": []}), event(postback={"payload": "x"})),
                page(event(reaction={"mid": "m", "action": "react"})),
            ]
        )
    )
    strange = json.loads(json.dumps(planted(data.draw, true)))
    payload = platforms.parsed(json.dumps(strange).encode())
    for read, account in ((platforms.from_whatsapp, meta.NUMBER_ID), (platforms.from_messenger, meta.PAGE)):
        for written in read(payload, account):
            assert written.person
            assert written.id
            assert len(written.text) <= 4000
            assert isinstance(written.at, int)


@pytest.mark.parametrize(
    "text", ["\x00", "0" * 5000, "🙂" * 3000, "%n%s{}%(x)s", "\ud800", "' OR 1=1 --", "\u202e\u0663"]
)
def test_hostile_words_get_an_answer(english, text):
    assert english(text) == [talking.menu()]


# -- what is no message of a person -------------------------------------------------------------------------------------


def test_statuses_echoes_and_what_is_for_others_are_passed_over(bring, graph):
    status = {"id": "wamid.1", "status": "delivered", "timestamp": "1", "recipient_id": "6799123456"}
    for payload in (
        whatsapp(messages=[], statuses=[status]),
        whatsapp(message("hello"), account="999"),
        whatsapp(message("hello"), field="message_template_status_update"),
        whatsapp(message("hello", group_id="g1")),
        whatsapp(message(type="system", system={"type": "user_changed_number", "wa_id": "6799000000"})),
        whatsapp(message(type="reaction", reaction={"message_id": "wamid.1"})),  # taken back
        whatsapp(message("hello", number="2020")),
        whatsapp(message("hello", at=0) | {"timestamp": "soon"}),
        {"object": "instagram", "entry": []},
    ):
        assert bring(payload).status_code == 200
    for payload in (
        page(event(message={"mid": "m1", "is_echo": True, "text": "hello"})),
        page(event(delivery={"mids": ["m1"], "watermark": 1})),
        page(event(read={"watermark": 1})),
        page(event("hello", account="999")),
        page(event(reaction={"mid": "m1", "action": "unreact"})),
        page(event(message={"mid": "m1", "is_deleted": True})),
        page(standby=[event("hello")]),
    ):
        assert bring(payload, MESSENGER).status_code == 200
    assert graph.sent == []
    assert not Conversation.objects.exists()


WORDLESS = [
    {"type": "image", "image": {"id": "2754859441498128", "caption": "Zuleika", "mime_type": "image/jpeg"}},
    {"type": "audio", "audio": {"id": "2754859441498128", "voice": True}},
    {"type": "location", "location": {"latitude": -18.14, "longitude": 178.44, "name": "Qaravi"}},
    {"type": "sticker", "sticker": {"id": "2754859441498128"}},
    {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "\U0001f44d"}},
    {"type": "contacts", "contacts": [{"name": {"formatted_name": "Zuleika"}}]},
    {"type": "unsupported", "errors": [{"code": 131051}]},
]
WORDLESS_PAGE = [
    {"message": {"mid": "m_a", "attachments": [{"type": "image", "payload": {"url": "https://example.org/Zuleika"}}]}},
    {"message": {"mid": "m_b", "attachments": [{"type": "audio", "payload": {"url": "https://example.org/Qaravi"}}]}},
    {"message": {"mid": "m_c", "sticker_id": 369239263222822, "attachments": [{"type": "image", "payload": {}}]}},
    {"reaction": {"mid": "m_d", "action": "react", "emoji": "\u2764"}},
]


def test_what_is_no_text_is_answered_plainly_and_never_kept(english, where):
    for one in WORDLESS if where[0] == WHATSAPP else WORDLESS_PAGE:
        assert english(**one) == [talking.words_only()]
    english("learn")
    english.press("stories..1")
    step = Conversation.objects.get()
    assert english(**(WORDLESS if where[0] == WHATSAPP else WORDLESS_PAGE)[0] | {"id": "wamid.other"}) is not None
    assert Conversation.objects.get().flow == step.flow
    assert "Zuleika" not in everything_kept()
    english("STOP")
    assert english(**WORDLESS[0]) == [] if where[0] == WHATSAPP else True


# -- the conversation -------------------------------------------------------------------------------------------------


def test_the_first_answer_says_what_the_platform_sees_and_the_way_without_it(person, where):
    name = "WhatsApp" if where[0] == WHATSAPP else "Messenger"
    [first] = person("Bula")
    assert first.startswith(talking.WHICH_LANGUAGE)
    for language in LANGUAGES:
        with override(language):
            assert talking.notice(name, "localhost", language) in first
    assert f"{name} belongs to Meta. Meta sees who writes to us, and what." in first
    assert "localhost/fj/" in first
    assert person("3")[0].find("Meta") < 0
    assert "Meta" not in "".join(person("what?"))


def test_who_cries_for_help_first_reads_the_numbers_first(person):
    [first] = person("SOS they locked me in")
    assert "917" in first.split("Meta")[0]
    assert "belongs to Meta" in first


def test_a_story_is_played_by_pressing(person, graph):
    person("Bula")
    assert len(pressable(graph.sent[-1])) == 6
    assert person.press("english") == [talking.menu()]
    assert [choice for choice, _title in pressable(graph.sent[-1])] == ["learn", "check", "help", "report", "language"]
    assert person.press("learn") == [talking.which_story()]
    person.press("stories..1")
    assert [title for _choice, title in pressable(graph.sent[-1])] == ["1 Go on"]
    assert person.press("chat_job..1") == [talking.step(flow("chat_job").nodes["hello"])]
    assert [title for _choice, title in pressable(graph.sent[-1])] == [
        "1 Yes, I want it",
        "2 Which firm is it?",
        "3 I ask my uncle",
    ]
    hello = graph.sent[-1]
    assert person.press("chat_job.hello.3") == [talking.step(flow("chat_job").nodes["uncle"])]
    graph.sent.append(hello)  # who presses an old button is shown where they stand
    assert person.press("chat_job.hello.1") == [talking.step(flow("chat_job").nodes["uncle"])]
    assert person("2") == [talking.step(flow("chat_job").nodes["stopped_uncle"])]  # typed, as in a text message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_keeps_the_limits_of_both(graph, where, language):
    read = platforms.to_whatsapp if where[0] == WHATSAPP else platforms.to_messenger
    places = [Place(), Place(flow="language"), Place("en", "stories"), Place("en")]
    places += [Place("en", name, node) for name in ("chat_job", "online_friend") for node in ["", *flow(name).nodes]]
    address, to = ("/me/messages?access_token=EAApage%7Ctoken", {"id": "1"})
    if where[0] == WHATSAPP:
        address, to = (f"/{meta.NUMBER_ID}/messages", {"to": "6799123456"})
    with override(language):
        first = talking.WHICH_LANGUAGE + "\n\n" + talking.notice("Messenger", "report.example.gov.fj", "")
        for text in (first, "x" * 1025):
            for place in places:
                body = read(to, text, talking.choices(place))
                assert graph.take(address, {"Authorization": "Bearer EAAwhatsapp"}, body)[0] == 200, graph.refused
    assert len(first) <= 1024


@pytest.mark.parametrize(
    "word", ["STOP", "stop.", " S T O P !", "Arrêt", "FINIS", "taro", "Band", "DỪNG", "unsubscribe"]
)
def test_stop_is_answered_once_and_then_nothing_until_start(english, word):
    assert english(word) == ["You will get no more messages from us. To begin again, send START."]
    row = Conversation.objects.get()
    assert (row.stopped, row.language, row.flow, row.node, row.day) == (True, "", "", "", None)
    for silent in (word, "hello", "1", "3", "report"):
        assert english(silent) == []
    assert "917" in english("help")[0]
    assert english("Start!") == [talking.WHICH_LANGUAGE]


def test_a_report_goes_on_on_the_web_with_nothing_lost(agency, english, public):
    [answer] = english("4 He keeps my passport.")
    words = answer.rpartition(": ")[2]
    assert b"passport" not in bytes(Waiting.objects.get().sealed)
    shown = said(public.post("/en/code/", {"code": words}))
    assert 'name="text" value="He keeps my passport."' in shown


def test_help_is_given_by_the_country_of_the_number_or_of_the_platforms_own_name(bring, graph):
    bring(whatsapp(message("help", "84912345678")))
    assert "Viet Nam: " in graph.texts[-1]
    hidden = message("help") | {"from_user_id": "VU.13491208655302741918"}
    del hidden["from"]
    bring(whatsapp(hidden))
    assert "Vanuatu: " in graph.texts[-1]
    assert graph.sent[-1]["recipient"] == "VU.13491208655302741918"


def test_a_button_of_a_page_or_of_a_template_is_read_as_its_words(bring, graph):
    started = event(postback={"mid": "m_planted_start", "title": "Get started", "payload": "GET_STARTED"})
    bring(page(started), MESSENGER)
    bring(page(started), MESSENGER)
    assert [text.split("\n")[0] for text in graph.texts] == [talking.WHICH_LANGUAGE]
    bring(whatsapp(message(type="button", button={"payload": "x", "text": "Help"})))
    assert "917" in graph.texts[-1]


def test_who_hides_their_number_later_stays_the_same_person_and_stays_stopped(bring, graph):
    both = {"from_user_id": "FJ.13491208655302741918"}
    bring(whatsapp(message("STOP", **both)))
    assert graph.sent[-1]["to"] == "6799123456"
    hidden = message("hello", **both)
    del hidden["from"]
    bring(whatsapp(hidden))
    assert len(graph.sent) == 1
    assert Conversation.objects.count() == 1


def test_two_machines_that_answer_one_another_come_to_an_end(english):
    answers = [english("ping") for _time in range(MOST_A_DAY)]
    assert answers[-2:] == [[], []]
    assert all(answers[:-2])


# -- again, in another order, many at once, late ----------------------------------------------------------------------


def test_a_webhook_that_comes_again_changes_nothing(bring, graph, english, where):
    english("learn")
    english.press("stories..1")
    one = whatsapp(message("1")) if where[0] == WHATSAPP else page(event("1"))
    stood = []
    for _time in range(3):
        assert bring(one, where[0]).status_code == 200
        stood.append(Conversation.objects.values().get())
    assert stood[0] == stood[1] == stood[2]
    assert graph.texts.count(talking.step(flow("chat_job").nodes["hello"])) == 1


def test_a_batch_is_answered_in_the_order_of_its_messages(bring, graph):
    now = time.time() - 60
    bring(whatsapp(message("learn", at=now + 2), message("english", at=now + 1), message("Bula", at=now)))
    assert [text.split("\n")[0] for text in graph.texts] == [
        talking.WHICH_LANGUAGE,
        talking.menu(),
        talking.which_story().split("\n")[0],
    ]
    many = [message("hello", f"67991{number:05}", at=now) for number in range(40)]
    brought_until_answered(bring, whatsapp(*many))
    outbox.send_due(now=time.time() + 120)
    assert len(graph.sent) == 43
    assert not Outgoing.objects.exists()


def brought_until_answered(bring, payload):
    """Bring the same again as long as the site asks for it, as Meta does. Returns how often."""
    for times in range(1, 60):
        if bring(payload).status_code == 200:
            return times
    raise AssertionError


def test_an_answer_that_took_long_to_work_out_is_sent_at_once_all_the_same(english, monkeypatch):
    monkeypatch.setattr("lali.web.public.views.platforms.PATIENCE", -1)
    assert english("learn") == [talking.which_story()]


def test_each_answer_goes_out_before_the_next_is_worked_out_and_what_takes_too_long_is_asked_for_again(
    bring, graph, monkeypatch
):
    began, clock = [], SimpleNamespace(now=time.time())

    def slow(channel, written, *, now):
        began.append(len(graph.sent))
        clock.now += 0.3
        return outbox.reply(channel, written, now=now)

    monkeypatch.setattr("lali.web.public.views.platforms.PATIENCE", 1)
    monkeypatch.setattr("lali.web.public.views.platforms.time", SimpleNamespace(time=lambda: clock.now))
    monkeypatch.setattr("lali.web.public.views.platforms.reply", slow)
    batch = whatsapp(*[message("hello", f"67991{number:05}") for number in range(7)])
    assert bring(batch).status_code == 503
    assert began == [0, 1, 2, 3]  # within the five seconds that a platform waits
    brought_until_answered(bring, batch)
    outbox.send_due(now=time.time() + 120)
    assert len(graph.sent) == len({body["to"] for body in graph.sent}) == 7


def test_a_start_that_comes_late_behind_a_stop_begins_nothing(english, graph, bring):
    english("STOP")
    assert english("START", at=time.time() - 1000) == []
    assert Conversation.objects.get().stopped
    assert english("START", at=time.time() - 100) == [talking.WHICH_LANGUAGE]


def test_after_twenty_four_hours_nothing_is_sent_but_stop_is_kept(english):
    yesterday = time.time() - 24 * 3600
    rows = Answered.objects.count()
    assert english("hello", at=yesterday) == []
    assert Answered.objects.count() == rows
    assert english("STOP", at=yesterday) == []
    assert Conversation.objects.get().stopped
    assert not Outgoing.objects.exists()


def test_a_stop_that_is_brought_again_days_later_stops_nobody_who_has_begun_again(english, bring, graph, where):
    one = message if where[0] == WHATSAPP else event
    wrapped = whatsapp if where[0] == WHATSAPP else page
    stops = [wrapped(one("STOP")) for _time in range(2)]  # the second of them changes nothing any more
    for stop in stops:
        bring(stop, where[0])
    assert english("START") == [talking.WHICH_LANGUAGE]
    now = timezone.now()
    for days in (0, 3, 6, 8, 20):
        with time_machine.travel(now + timezone.timedelta(days=days)):
            forget_silent(by="node", today=timezone.localdate())
            assert english("english") == [talking.menu()]
            for stop in stops:
                assert bring(stop, where[0]).status_code == 200
            assert not Conversation.objects.get().stopped
    assert not any(bytes(row.sealed) for row in Answered.objects.all())
    with time_machine.travel(now + timezone.timedelta(days=20)):
        assert not Answered.objects.filter(day__lt=timezone.localdate()).exists()  # the old ones are forgotten
        assert english("STOP", at=time.time() - 6 * 24 * 3600) == []  # one that we never heard counts
        assert Conversation.objects.get().stopped


# -- the outbox -------------------------------------------------------------------------------------------------------


def test_a_platform_that_is_busy_is_tried_again_until_it_takes_the_answer(english, graph):
    graph.answers = [(503, 2), (429, 80007), (400, 131056), (401, 190)]
    assert english("learn") == []
    now = time.time()
    assert outbox.send_due(now=now) > now  # not yet
    for wait in (61, 200, 1000):
        outbox.send_due(now=now + wait)
    assert Outgoing.objects.get().tries == 4
    assert graph.answers == []
    assert outbox.send_due(now=now + 5000) is None
    assert graph.texts[-1] == talking.which_story()
    assert not Outgoing.objects.exists()


def test_what_a_platform_refuses_for_good_is_let_go(english, graph):
    graph.answers = [(400, 131047)]
    assert english("learn") == []
    assert not Outgoing.objects.exists()


def test_answers_to_one_person_keep_their_order(english, graph):
    graph.answers = [(503, 2)]
    english("learn")
    english("english")
    assert Outgoing.objects.count() == 2  # the second does not overtake the first
    outbox.send_due(now=time.time() + 120)
    assert graph.texts[-2:] == [talking.which_story(), talking.menu()]


def test_stop_lets_go_of_what_is_still_on_its_way(english, graph):
    graph.answers = [(503, 2)]
    english("learn")
    assert english("STOP") == [talking.stopped_text()]
    assert not Outgoing.objects.exists()


def test_an_answer_is_let_go_when_the_window_closes(english, graph):
    graph.answers = [(503, 2)] * 100
    english("learn")
    tried, now = 100 - len(graph.answers), time.time()
    while outbox.send_due(now=now) is not None:
        now += 600
        tried += 1
    assert not Outgoing.objects.exists()
    assert 24 * 3600 - 1500 < now - time.time() < 24 * 3600
    assert 25 < 100 - len(graph.answers) < 40  # an hour apart in the end


def test_who_cannot_be_reached_keeps_nobody_else_waiting(bring, graph, monkeypatch):
    monkeypatch.setattr("lali.records.channels.queries.MOST_IN_A_ROUND", 3)
    take, busy = graph.take, [f"67991000{number:02}" for number in range(4)]
    graph.take = lambda address, headers, body: (
        (400, {"error": {"code": 131056}}) if body.get("to") in busy else take(address, headers, body)
    )
    for number in busy:
        brought_until_answered(bring, whatsapp(message("hello", number), message("english", number)))
    bring(page(event("hello")), MESSENGER)
    bring(whatsapp(message("hello", "6798888888")))
    assert len(graph.sent) == 2  # at once
    graph.answers = [(503, 2)] * 2
    bring(page(event("english")), MESSENGER)
    bring(whatsapp(message("english", "6798888888")))
    now = time.time()
    for minutes in (2, 4):
        outbox.send_due(now=now + 60 * minutes)
    assert len(graph.sent) == 4
    assert Outgoing.objects.count() == 8


def test_of_many_answers_that_wait_the_first_and_the_newest_are_kept(english, graph):
    graph.answers = [(503, 2)]
    for text in ("learn", "english", "help", "check", "english", "language", "english"):
        english(text)
    assert Outgoing.objects.count() == MOST_WAITING
    before = len(graph.sent)
    outbox.send_due(now=time.time() + 120)
    assert graph.texts[before:] == [
        talking.which_story(),
        talking.ask_offer(),
        talking.menu(),
        talking.WHICH_LANGUAGE,
        talking.menu(),
    ]


def test_two_processes_send_one_answer_once(bring, graph, monkeypatch):
    graph.answers = [(503, 2)]
    bring(whatsapp(message("hello")))
    held = outbox.parcels(outbox.PLATFORMS)
    outbox.send_due(now=time.time() + 120)
    monkeypatch.setattr(outbox, "parcels", lambda _channels: held)  # the other had looked a moment before
    outbox.send_due(now=time.time() + 120)
    assert len(graph.sent) == 1


def test_what_waits_says_nobody_to_whom_and_is_swept(bring, graph, settings):
    graph.answers = [(503, 2)]
    bring(whatsapp(message("2 Zuleika of Qaravi")))
    kept = everything_kept()
    assert not [word for word in ("6799123456", "Zuleika", "wamid", "Lali. 1 English") if word in kept]
    settings.CHANNELS = settings.CHANNELS | {"whatsapp": "another secret of the app"}
    outbox.send_due(now=time.time() + 120)
    assert not Outgoing.objects.exists()  # nobody can open it any more
    settings.CHANNELS = settings.CHANNELS | {"whatsapp": meta.APP_SECRET}
    graph.answers = [(503, 2)]
    bring(whatsapp(message("hello", "6799000001")))
    with time_machine.travel(timezone.now() + timezone.timedelta(days=2)):
        forget_silent(by="node", today=timezone.localdate())
    assert not Outgoing.objects.exists()


def everything_kept():
    """All that stands in the letterbox, as text."""
    found = ""
    with connections["letterbox"].cursor() as cursor:
        for table in connections["letterbox"].introspection.table_names(cursor):
            if table.startswith(("channels_", "audit_", "letterbox_")):
                cursor.execute(f"SELECT * FROM {table}")
                for cell in (cell for row in cursor.fetchall() for cell in row):
                    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    found += raw.decode("latin-1") + "\n"
    return found


@pytest.mark.slow
def test_neither_ids_nor_names_nor_words_reach_logs_rows_or_journal(agency, bring, graph, capfd):
    for number in range(5):
        for text in ("hello", "english", f"2 Zuleika {LURE}", "4 Qaravi", "3", "learn", "stop"):
            bring(whatsapp(message(text, f"67991{number:05}", from_user_id=f"FJ.9988776655443322{number:02}")))
            bring(page(event(text, f"70123456789012{number:02}")), MESSENGER)
    captured = capfd.readouterr()
    written = captured.out + captured.err + everything_kept()
    for word in (
        "Zuleika",
        "Planted",
        "Qaravi",
        "wamid.",
        "m_planted",
        "6799100",
        "FJ.99887",
        "99887766",
        "70123456",
        "EAApage",
    ):
        assert word not in written, word
    journal = Entry.objects.using("letterbox").filter(subject="channels")
    assert {entry.at.time().isoformat() for entry in journal} == {"00:00:00"}
    assert {str(entry.facts) for entry in journal} == {"{}"}


# -- the true process -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_platform_that_was_away_gets_its_answers_even_when_the_site_was_stopped_meanwhile(node):
    home, _private = node
    named = {
        "LALI_WHATSAPP_SECRET": meta.APP_SECRET,
        "LALI_WHATSAPP_VERIFY": "a word to verify by",
        "LALI_WHATSAPP_TOKEN": meta.SETTINGS["whatsapp_token"],
        "LALI_WHATSAPP_ACCOUNT": meta.NUMBER_ID,
    }
    with meta.graph_api() as (graph, address):
        with serving(home, LALI_META_URL="http://127.0.0.1:9", **named) as site:
            raw, signature = signed(whatsapp(message("Bula")), meta.APP_SECRET)
            for _again in range(2):
                asked = urllib.request.Request(
                    f"{site}{WHATSAPP}", data=raw, headers={"X-Hub-Signature-256": signature}, method="POST"
                )
                with urllib.request.urlopen(asked, timeout=30) as answer:
                    assert answer.status == 200
        with sqlite3.connect(home / "letterbox.sqlite3") as box:
            assert box.execute("select tries from channels_outgoing").fetchall() == [(1,)]
        with serving(home, LALI_META_URL=address, **named):
            ends = time.monotonic() + 90  # it was tried a moment ago, and is due after a minute
            while not graph.sent and time.monotonic() < ends:
                time.sleep(0.5)
    assert [text.startswith(talking.WHICH_LANGUAGE) for text in graph.texts] == [True]
    for file in home.iterdir():
        assert b"6799123456" not in file.read_bytes(), file.name

"""One conversation, many channels: the same flow file on the web, by SMS, RapidPro, WhatsApp and Messenger."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from lali.engines.flows import FLOWS, flow, plain
from lali.engines.flows.commands import _SAID, Command
from lali.records.channels.models import Conversation
from lali.web.public import talking
from tests.web.public import meta
from tests.web.public.test_channels import loopback
from tests.web.public.test_learn import html, play
from tests.web.public.test_report import said

pytestmark = pytest.mark.slow  # every channel from beginning to end

GATEWAY = "a secret of the gateway"
CHANNELS = ["sms", "rapidpro", "whatsapp", "messenger"]


@pytest.fixture
def people(public, settings, monkeypatch):
    """Somebody at each channel: writes, and reads what is said."""
    monkeypatch.setattr("lali.web.public.views.platforms.try_again_later", lambda: None)
    with meta.graph_api() as (graph, address), loopback() as (send_url, came):
        facts = {"sms": GATEWAY, "rapidpro": GATEWAY, "send_url": send_url, "meta": address}
        settings.CHANNELS = meta.SETTINGS | facts
        count = iter(range(1000))

        def sms(text):
            asked = {"secret": GATEWAY, "from": "+6799123456", "to": "2020", "text": text, "id": f"m{next(count)}"}
            return public.get("/channels/sms/", asked).content.decode()

        def rapidpro(text):
            before = len(came)
            fields = {"from": "+6799123456", "to": "2020", "text": text, "date": str(next(count))}
            public.post(
                f"/channels/rapidpro/?{urlencode({'secret': GATEWAY})}",
                urlencode(fields),
                content_type="application/x-www-form-urlencoded",
            )
            return "".join(one["text"][0] for one in came[before:])

        def platform(name, made):
            def write(text):
                before = len(graph.sent)
                raw, signature = meta.signed(made(text), settings.CHANNELS[name])
                signed = {"x-hub-signature-256": signature}
                public.post(f"/channels/{name}/", raw, content_type="application/json", headers=signed)
                return "".join(graph.texts[before:])

            return write

        yield {
            "sms": sms,
            "rapidpro": rapidpro,
            "whatsapp": platform("whatsapp", lambda text: meta.whatsapp(meta.message(text))),
            "messenger": platform("messenger", lambda text: meta.page(meta.event(text))),
        }


def without_notice(text):
    """The answer without what a platform's first answer adds."""
    return re.split(r"\n\n(?=WhatsApp |Messenger )", text)[0]


def everywhere(people, text):
    """Write the same by each channel; the one answer that all give."""
    answers = {name: without_notice(write(text)) for name, write in people.items()}
    assert len(set(answers.values())) == 1, answers
    return answers["sms"]


PATHS = {"chat_job": "3211", "online_friend": "1311"}


@pytest.mark.parametrize("name", FLOWS)
def test_the_same_story_is_told_by_every_channel(people, public, name):
    assert everywhere(people, "Bula") == talking.WHICH_LANGUAGE
    assert everywhere(people, "1") == talking.menu()
    assert everywhere(people, "learn") == talking.which_story()
    assert everywhere(people, str(FLOWS.index(name) + 1)) == f"{plain(flow(name).intro)}\n1 Go on"
    answer, walked, node = everywhere(people, "1"), "", flow(name).nodes[flow(name).start]
    while True:
        lines = answer.split("\n")
        page = unescape(html(play(public, name, walked)))
        assert page.count(node.say) == 1, walked
        assert lines[0] == plain(node.say)
        offered = re.findall(r'name="go" value="(\d)">(.*?)</button>', page)
        assert lines[1:] == [f"{number} {plain(words)}" for number, words in offered]
        if node.end:
            break
        digit = str(min(int(PATHS[name][len(walked)]) if len(walked) < 4 else 1, len(node.replies)))
        walked, node = walked + digit, flow(name).nodes[node.replies[int(digit) - 1].to]
        answer = everywhere(people, digit)
    assert len(walked) > 1
    assert {row.flow for row in Conversation.objects.all()} == {""}


@pytest.mark.parametrize(
    ("language", "word"),
    [(language or "en", word) for language, words in _SAID[Command.STOP].items() for word in words.split()],
)
def test_every_word_for_stop_ends_every_channel(people, language, word):
    for spoken in ("english", word.upper()):
        answer = everywhere(people, spoken)
    assert answer == talking.stopped_text()
    assert everywhere(people, "hello") == ""
    assert everywhere(people, "1") == ""
    assert "917" in everywhere(people, "help") or "Fiji" in everywhere(people, "help")
    assert set(Conversation.objects.values_list("stopped", "language", "flow", "day")) == {(True, "", "", None)}
    assert Conversation.objects.count() == len(CHANNELS)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_hop_to_the_web_works_from_each_channel(agency, people, public, channel):
    write = people[channel]
    write("english")
    answer = write("4 They keep my passport.")
    assert "localhost/en/code/" in answer
    words = answer.rpartition(": ")[2]
    assert 'name="text" value="They keep my passport."' in said(public.post("/en/code/", {"code": words}))

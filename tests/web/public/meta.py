"""Meta's side on loopback: what the webhooks bring, signed, and a Graph API that takes what is sent, within its limits.

Written from Meta's documents; ids, numbers and names are made up. What breaks a documented limit is refused with 400.
"""

import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
NUMBER_ID, PAGE = "106540352242922", "682498302938465"
SETTINGS = {
    "sms": "",
    "rapidpro": "",
    "send_url": "",
    "whatsapp": APP_SECRET,
    "whatsapp_verify": "a word to verify by",
    "whatsapp_token": "EAAwhatsapp",
    "whatsapp_account": NUMBER_ID,
    "messenger": "a1b2c3d4e5f60718293a4b5c6d7e8f90",
    "messenger_verify": "another word",
    "messenger_token": "EAApage|token",
    "messenger_account": PAGE,
    "meta": "http://127.0.0.1:9",
}
_IDS = count(1)


def whatsapp(*messages, account=NUMBER_ID, field="messages", **more):
    """A webhook of WhatsApp with messages as `message` makes them."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6793001234", "phone_number_id": account},
        "contacts": [{"profile": {"name": "Zuleika Planted"}, "wa_id": one.get("from", "")} for one in messages],
        "messages": list(messages),
    }
    change = {"value": value | more, "field": field}
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}


def message(text=None, number="6799123456", *, at=None, **more):
    """One message of WhatsApp; `more` takes the place of the text."""
    one = {"from": number, "id": f"wamid.HBgL{next(_IDS)}", "timestamp": str(int(at or time.time()))}
    return one | ({"type": "text", "text": {"body": text}} if text is not None else {}) | more


def page(*events, **more):
    """A webhook of a page with events as `event` makes them."""
    return {
        "object": "page",
        "entry": [{"id": PAGE, "time": int(time.time() * 1000), "messaging": list(events)} | more],
    }


def event(text=None, person="7012345678901234", *, at=None, account=PAGE, **more):
    """One event of Messenger; `more` takes the place of the message."""
    written = {"message": {"mid": f"m_planted{next(_IDS)}", "text": text}} if text is not None else {}
    moment = int((at or time.time()) * 1000)
    return {"sender": {"id": person}, "recipient": {"id": account}, "timestamp": moment} | written | more


def signed(payload, secret):
    """The raw body and its signature."""
    raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return raw, "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


class Graph:
    """What a platform was sent, in its order; `answers` are its next codes, with the code of its error."""

    def __init__(self):
        self.sent, self.answers, self.refused = [], [], []

    def take(self, address, headers, body):
        """Return status and JSON for one request."""
        if self.answers:
            status, code = self.answers.pop(0)
            return status, {"error": {"message": f"(#{code})", "type": "OAuthException", "code": code}}
        parts = urlsplit(address)
        whole = "messaging_product" in body
        try:
            (_whatsapp_takes if whole else _messenger_takes)(parts, headers, body)
        except (AssertionError, KeyError) as why:
            self.refused.append(repr(why))
            return 400, {"error": {"message": repr(why), "type": "OAuthException", "code": 100}}
        self.sent.append(body)
        return 200, {"messages": [{"id": "wamid.sent"}]} if whole else {"message_id": "m_sent"}

    @property
    def texts(self):
        """What was said."""
        return [text_of(body) for body in self.sent]


def text_of(body):
    """The words of an answer."""
    if "message" in body:
        return body["message"]["text"]
    return body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"]


def pressable(body):
    """What can be pressed under an answer: (id, title)."""
    if "message" in body:
        return [(one["payload"], one["title"]) for one in body["message"].get("quick_replies", [])]
    if body["type"] == "text":
        return []
    action = body["interactive"]["action"]
    if "buttons" in action:
        return [(one["reply"]["id"], one["reply"]["title"]) for one in action["buttons"]]
    return [(row["id"], row["title"]) for section in action["sections"] for row in section["rows"]]


def _whatsapp_takes(parts, headers, body):
    assert parts.path == f"/{NUMBER_ID}/messages"
    assert headers["Authorization"] == f"Bearer {SETTINGS['whatsapp_token']}"
    assert body["recipient_type"] == "individual"
    assert ("to" in body) != ("recipient" in body)
    if body["type"] == "text":
        assert 0 < len(body["text"]["body"]) <= 4096
        return
    shown = body["interactive"]
    assert 0 < len(shown["body"]["text"]) <= 1024
    if shown["type"] == "button":
        buttons = [one["reply"] for one in shown["action"]["buttons"]]
        assert 1 <= len(buttons) <= 3
        assert all(0 < len(one["title"]) <= 20 and 0 < len(one["id"]) <= 256 for one in buttons)
        assert len({one["title"] for one in buttons}) == len(buttons)
        return
    assert shown["type"] == "list"
    assert 0 < len(shown["action"]["button"]) <= 20
    rows = [row for section in shown["action"]["sections"] for row in section["rows"]]
    assert 1 <= len(rows) <= 10
    assert all(0 < len(row["title"]) <= 24 and len(row["id"]) <= 200 and len(row["description"]) <= 72 for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


def _messenger_takes(parts, _headers, body):
    assert parts.path == "/me/messages"
    assert parse_qs(parts.query)["access_token"] == [SETTINGS["messenger_token"]]
    assert body["messaging_type"] == "RESPONSE"
    assert set(body["recipient"]) == {"id"}
    assert 0 < len(body["message"]["text"]) <= 2000
    quick = body["message"].get("quick_replies", [])
    assert len(quick) <= 13
    assert all(0 < len(one["title"]) <= 20 and 0 < len(one["payload"]) <= 1000 for one in quick)


@contextmanager
def graph_api():
    """Run the Graph API; gives it and its address."""
    graph = Graph()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, said = graph.take(self.path, self.headers, body)
            raw = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield graph, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

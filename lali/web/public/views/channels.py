"""Where gateways for text messages ask: Kannel's sms-service, and gateways made for RapidPro's external channel.

Kannel: `get-url = ".../channels/sms/?secret=...&from=%p&to=%P&text=%a&id=%I&timestamp=%T&charset=%C"`; the escape codes
and how the response becomes the answer stand in its user guide, "SMS services" (www.kannel.org, table "Parameters
(Escape Codes)"): `%p` sender, `%P` receiver, `%a` the words, `%I` the message's id, `%T` its time, `%C` its charset.
RapidPro's external channel posts `from`, `text` and `date`.

Without a secret in the environment, or with a wrong one, there is no such page. No line of what comes in is written
down: the number becomes a digest, the text is answered and dropped.
"""

import hmac
import os
import re
from hashlib import sha256
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from lali.engines.flows import decoded, segments
from lali.records.channels.vocabulary import Channel
from lali.web.public.answering import Incoming, answer
from lali.web.public.gateway import Delivery, send

LARGEST = 16_000  # bytes of a request: forty messages in a row, each letter escaped
MOST_FIELDS = 40
LONGEST_TEXT = 4000  # characters looked at
_NUMBER = re.compile(r"\d{7,15}")  # E.164; short codes and names are machines, and machines are not answered
_SPACES = re.compile(r"[\s()./-]")


@require_http_methods(["GET", "POST"])
def kannel(request: HttpRequest) -> HttpResponse:
    """Answer Kannel: the response is what it sends back; an empty one it sends nothing for (omit-empty)."""
    fields = _fields(request, settings.CHANNELS["sms"])
    incoming = _incoming(fields, "timestamp")
    if incoming is None:
        return _said("", 200 if fields else 400)
    return _said(answer(Channel.SMS, incoming)[0])


@require_http_methods(["POST"])
def rapidpro(request: HttpRequest) -> HttpResponse:
    """Take a message and hand the answer to the gateway's send URL; 502 where it takes none, so that it asks again."""
    if not settings.CHANNELS["send_url"]:  # flows of RapidPro may ask, but no gateway of its external channel
        raise Http404
    fields = _fields(request, settings.CHANNELS["rapidpro"])
    incoming = _incoming(fields, "date")
    if incoming is None:
        return JsonResponse({"status": "ignored"}, status=200 if fields else 400)

    def deliver(words: str) -> Delivery:
        url, message = settings.CHANNELS["send_url"], os.urandom(8).hex()
        return send(url, to=incoming.number, sender=incoming.to, text=words, message=message)

    _text, delivery = answer(Channel.RAPIDPRO, incoming, deliver)
    return JsonResponse({"status": str(delivery)}, status=502 if delivery is Delivery.LATER else 200)


def _said(answer: str, status: int = 200) -> HttpResponse:
    """As Kannel reads it: `X-Kannel-Coding` is 0 for the GSM alphabet, 2 for UCS-2 (with accept-x-kannel-headers)."""
    _count, gsm = segments(answer)
    response = HttpResponse(answer, status=status, content_type="text/plain; charset=utf-8")
    response["X-Kannel-Coding"] = "0" if gsm else "2"
    return response


def _fields(request: HttpRequest, secret: str) -> dict[str, bytes]:
    """Return what came, as bytes, for the charset is one of the fields. 404 unless the secret is right."""
    if not secret:
        raise Http404
    raw = request.META.get("QUERY_STRING", "").encode("utf-8", "surrogateescape")
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    posted = request.body if request.method == "POST" and size <= LARGEST else b""
    form = request.content_type in {"application/x-www-form-urlencoded", ""}
    whole = b"&".join(part for part in (raw, posted if form else b"") if part)
    if len(whole) > LARGEST:
        whole = b""
    try:
        pairs = parse_qsl(whole.decode("latin-1"), True, encoding="latin-1", max_num_fields=MOST_FIELDS)
    except ValueError:
        pairs = []
    fields = {name: value.encode("latin-1") for name, value in pairs}
    given = fields.pop("secret", b"")
    if not hmac.compare_digest(sha256(given).digest(), sha256(secret.encode()).digest()):
        raise Http404
    return fields


def _incoming(fields: dict[str, bytes], time_field: str) -> Incoming | None:
    """Return the message; None where it comes from no telephone number."""
    number = _SPACES.sub("", fields.get("from", b"").decode("latin-1")).lstrip("+").removeprefix("00")
    if not (number.isascii() and _NUMBER.fullmatch(number)):
        return None
    text = decoded(fields.get("text", b""), fields.get("charset", b"").decode("latin-1"))[:LONGEST_TEXT]
    moment = fields.get(time_field, b"").decode("latin-1")
    given = fields.get("id", b"").decode("latin-1") or (f"{moment}\n{text}" if moment else "")
    return Incoming(number, fields.get("to", b"").decode("latin-1")[:20], text, given)

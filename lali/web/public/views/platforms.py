"""Where WhatsApp and Messenger ask: one webhook each, believed only under the signature of the app's secret.

Meta, "Webhooks: getting started": a GET with `hub.verify_token` is answered by its `hub.challenge`; a POST carries
`X-Hub-Signature-256`, HMAC-SHA-256 of the raw body under the app's secret. What is signed is answered by 200 whatever
it holds, and the answers wait in the outbox; only when a webhook brings more than there is time for, 503 asks the
platform to bring it again: what was answered then is known.

Without the four facts of a platform in the environment, or with a wrong signature, there is no such page.
"""

import hmac
import re
import time
from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lali.records.channels.vocabulary import Channel
from lali.web.public.outbox import PLATFORMS, reply, send_at_once, try_again_later
from lali.web.public.platforms import Written, parsed

LARGEST = 3 * 1024 * 1024  # bytes of a body: as much as WhatsApp says it sends at most
PATIENCE = 1  # second after which no message is begun: Messenger waits five, and sending one answer may take four
_CHALLENGE = re.compile(r"[\w.-]{1,200}", re.ASCII)


@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest) -> HttpResponse:
    """The webhook of WhatsApp's Cloud API."""
    return _webhook(request, Channel.WHATSAPP)


@require_http_methods(["GET", "POST"])
def messenger(request: HttpRequest) -> HttpResponse:
    """The webhook of a page's Messenger."""
    return _webhook(request, Channel.MESSENGER)


def _webhook(request: HttpRequest, channel: Channel) -> HttpResponse:
    secret = settings.CHANNELS.get(channel, "")
    if not secret:
        raise Http404
    if request.method == "GET":
        return _verified(request, settings.CHANNELS[f"{channel}_verify"])
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return HttpResponse(status=413)
    if not _is_signed(raw, request.META.get("HTTP_X_HUB_SIGNATURE_256", ""), secret):
        raise Http404
    written = sorted(
        PLATFORMS[channel].read(parsed(raw), settings.CHANNELS[f"{channel}_account"]), key=lambda one: one.at
    )
    return HttpResponse(status=200 if _answered(channel, written, until=time.time() + PATIENCE) else 503)


def _answered(channel: Channel, written: Iterable[Written], *, until: float) -> bool:
    """Answer one after the other, each as soon as it is worked out; False when the time was too short for all."""
    kept = False
    try:
        for one in written:
            if kept and time.time() >= until:  # one at least: each time that a platform asks again we come further
                return False
            if (number := reply(channel, one, now=time.time())) is not None:
                kept = True
                send_at_once(number)
        return True
    finally:
        if kept:
            try_again_later()


def _verified(request: HttpRequest, token: str) -> HttpResponse:
    """Show Meta that this is the webhook that an administrator named."""
    given, challenge = request.GET.get("hub.verify_token", ""), request.GET.get("hub.challenge", "")
    right = hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
    if not right or request.GET.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
        raise Http404
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _is_signed(raw: bytes, header: str, secret: str) -> bool:
    expected = "sha256=" + hmac.new(secret.encode(), raw, "sha256").hexdigest()
    return hmac.compare_digest(header.encode("utf-8", "replace"), expected.encode())

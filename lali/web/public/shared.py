"""Pages that are the same for everybody, made once and kept for a minute instead of made for each who asks.

A view says that its page is one (`for_everybody`); of every other page nothing is kept. It cannot be wrong about a
person, for it is shown nothing of one: when such a page is made, nothing is left of the request but what the page is
kept under. Who asks with anything else in the address, or by another method, gets a page of their own.

What is kept lies in the memory of this process. Once a second it looks whether anything changed that such pages are
made from: the noticeboard, the words of the node, the day. Then all are made anew.
"""

import hashlib
import re
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from lali.engines.helplines import COUNTRIES, ELSEWHERE
from lali.records.noticeboard.queries import all_that_stands
from lali.records.wording import overlay
from lali.web.public.middleware import accepted_in

LIFE = 60.0  # seconds
EVERY = 1.0  # seconds between two looks at what pages are made from
LARGEST = 32 * 1024  # bytes of a page that is kept; how many are kept, the settings say
# What a page may hang on: address, and in it language and country, host and the way to it.
MADE_FROM = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL")
MADE_FROM += ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme")
NEEDED = frozenset({"REQUEST_METHOD", *MADE_FROM})
QUESTIONS = frozenset({"", *(f"country={code}" for code in (*COUNTRIES, *ELSEWHERE))})

SAYS_ITS_PORT = "/lure/feed.xml"  # the one page of these with whole addresses in it
PORT = re.compile(r":\d{1,5}\Z")

View = Callable[..., HttpResponse]


class _Ground:
    """What the pages are made from, as this process saw it last: a number that no change ever gives back."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: object = None
        self._next_look = 0.0
        self._looking = threading.Lock()

    def number(self) -> int:
        """Count the changes, looking for one if it is time."""
        if time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._next_look = time.monotonic() + EVERY
                self._looking.release()
        return self._number

    def _look(self) -> None:
        overlay.look()
        try:
            seen = (all_that_stands(), overlay.editions(), timezone.localdate())
        except DatabaseError:
            seen = None
        if seen is None or seen != self._seen:
            self._seen, self._number = seen, self._number + 1


GROUND = _Ground()


def for_everybody(view: View) -> View:
    """Say that the page of a view, when it is asked for (GET), is the same for everybody."""

    @wraps(view)
    def shown(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if not _may_be_shared(request):
            return view(request, *given, **named)
        for name in request.META.keys() - NEEDED:
            del request.META[name]
        request.META.update(_host(request))
        request.__dict__.pop("headers", None)
        response = view(request, *given, **named)
        response.is_for_everybody = True
        return response

    shown.is_for_everybody = True
    return shown


class SharedPages:
    """Gives a page for everybody as it was made for whoever asked first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if not _may_be_shared(request):
            return self.get_response(request)
        key = _key(request)
        if kept := caches["pages"].get(key):
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = self.get_response(request)
        if _is_shared(response):
            self._keep(key, response)
        return response

    @staticmethod
    def _keep(key: str, response: HttpResponse) -> None:
        caches["pages"].set(key, (response.content, dict(response.items())), LIFE)


def _may_be_shared(request: HttpRequest) -> bool:
    meta = request.META
    bare = meta.get("QUERY_STRING", "") in QUESTIONS and meta.get("CONTENT_LENGTH", "") in {"", "0"}
    return bare and request.method == "GET"


def _host(request: HttpRequest) -> dict[str, str]:
    """The host a page is made and kept for: without a port, which a visitor can write as they like.

    A page with whole addresses in it keeps the port that this process listens at, and no other.
    """
    meta = request.META
    if "HTTP_HOST" not in meta:
        return {}
    own = f":{meta.get('SERVER_PORT', '')}"
    if meta["PATH_INFO"].endswith(SAYS_ITS_PORT) and meta["HTTP_HOST"].endswith(own):
        return {}
    return {"HTTP_HOST": PORT.sub("", meta["HTTP_HOST"])}


def _key(request: HttpRequest) -> str:
    """Name a page: by all that it may hang on, how it travels, and the minute, by a clock that nobody sets back."""
    accepted = accepted_in(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    encoding = next((name for name in ("br", "gzip") if name in accepted), "")
    meta = request.META | _host(request)
    made_from = [meta.get(name) for name in MADE_FROM]
    return hashlib.sha256(
        repr((GROUND.number(), int(time.monotonic() / LIFE), encoding, made_from)).encode()
    ).hexdigest()


def _is_shared(response: HttpResponseBase) -> bool:
    bound = response.status_code != 200 or response.streaming or bool(response.cookies)  # noqa: PLR2004 - OK
    bound = bound or getattr(response, "holds_secrets", False) or not getattr(response, "is_for_everybody", False)
    return not bound and len(response.content) <= LARGEST

"""Leave no trace of a visit: first thing on the way in, last on the way out.

There is no protection against forged requests (CSRF) here on purpose. Such a request abuses what a browser sends along
by itself: a cookie, a signed-in session. The public site has neither; whoever can make a visitor's browser send a
report could send the same report themselves. A token would need a cookie, and a cookie is a trace.

Compression beside a secret can give it away by length (BREACH, 2013), if somebody else can make the browser ask again
and again. Here they cannot, because the only secret, the code, travels in what the visitor types and in nothing the
browser adds. Still, where a code or an opened letter stands on the page (`response.holds_secrets`) only what stands
before and after `<main>` is compressed: style, ways out, languages, countries. They hang on what parts a page has, and
on no word of it. What the visitor and the agency wrote goes as it is.
"""

import gzip
import re
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers

from lali.web.components.styles import dressed

# What a page needs to be answered. All else that a browser or a proxy says about the visitor is dropped unread.
NEEDED = frozenset(
    {"REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH"}
    | {"SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO"}
    | {"HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"}
    | {"HTTP_RANGE"}  # which piece of a recording a player asks for
    # whether a browser loads the page ahead, in the words of today or older ones: then nobody has come
    | {"HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ"}
    | {"HTTP_X_HUB_SIGNATURE_256", "HTTP_AUTHORIZATION"}  # whether a platform signed what it brings, a flow may ask
    | {"HTTP_SEC_FETCH_SITE"}  # whether another site sent the form: then no code that it brings is believed
)
NEEDED_PREFIX = "wsgi."
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
SMALLEST_WORTH_SQUEEZING = 200  # bytes
# Measured: with a window of 64 KiB, not 4 MiB, quality 9 takes a fifteenth of the time for the same bytes. Quality 11
# takes a tenth off the bytes and thirty times as long: for pages that are the same for everybody, and squeezed once.
# Between them stands 10, for the page of a checked offer: it is the longest, and a phone on 2G waits for it.
WINDOW, QUALITY, BETTER, BEST = 16, 9, 10, 11
LONG, TOO_LONG = 12 * 1024, 64 * 1024  # bytes of a page that is worth more work
MAIN, END_OF_MAIN = b"<main", b"</main>"  # once on each page: what is typed stands there escaped
_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")  # RFC 9110, section 12.4.2: weight 0 means not acceptable

Answer = Callable[..., HttpResponse]


class SealedWays(SecurityMiddleware):
    """HTTPS for everybody but who comes through the node's onion service, which Tor seals; others are told of it.

    Onion-Location: Tor Browser offers the way (https://community.torproject.org/onion-services/advanced/onion-location/).
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Send on to HTTPS, as Django does, unless it is the onion service that was asked."""
        return None if _is_by_onion(request) else super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Tell a visitor who came by HTTPS of the other way to the same page."""
        if settings.ONION and request.method == "GET" and request.is_secure() and not _is_by_onion(request):
            response["Onion-Location"] = f"http://{settings.ONION}{request.get_full_path()}"
        return super().process_response(request, response)


def _is_by_onion(request: HttpRequest) -> bool:
    return bool(settings.ONION) and request.META.get("HTTP_HOST", "").partition(":")[0] == settings.ONION


class LeaveNoTrace:
    """Forgets who asks before anybody can know it; answers without cookies, kept by no browser, compressed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        accepted = accepted_in(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        forget_visitor(request)
        response = self.get_response(request)
        response.cookies.clear()
        for name, value in HEADERS.items():
            response[name] = value
        _compress(response, accepted)
        return response


def dress(get_response: Answer) -> Answer:
    """Send each page with those rules of the style sheet only that it wears, and say so in its policy."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        page, source = dressed(response.content.decode())
        response.content = page.encode()
        return csp_replace({"style-src": [source]})(lambda: response)()

    return answer


def forget_visitor(request: HttpRequest) -> None:
    """Drop address, browser, cookies, referrer and every other needless fact from the request."""
    for name in [name for name in request.META if name not in NEEDED and not name.startswith(NEEDED_PREFIX)]:
        del request.META[name]
    for cached in ("headers", "COOKIES"):
        request.__dict__.pop(cached, None)


def accepted_in(header: str) -> frozenset[str]:
    """Return the encodings that a browser takes."""
    offers = (offer.partition(";") for offer in header.lower().split(","))
    return frozenset(name.strip() for name, _mark, weight in offers if not _REFUSED.fullmatch(weight))


def _compress(response: HttpResponse, accepted: frozenset[str]) -> None:
    if response.streaming or len(response.content) < SMALLEST_WORTH_SQUEEZING:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    secret = getattr(response, "holds_secrets", False)
    if "br" in accepted and not secret:
        squeeze = _brotli_once if getattr(response, "is_for_everybody", False) else _brotli
        response.content, encoding = squeeze(response.content), "br"
    elif "gzip" in accepted:
        squeeze = _gzip_around_main if secret else _gzip
        response.content, encoding = squeeze(response.content), "gzip"
    else:
        return
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))


def _brotli(page: bytes, quality: int = QUALITY) -> bytes:
    quality = max(quality, BETTER) if LONG <= len(page) <= TOO_LONG else quality
    return brotli.compress(page, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW)


@lru_cache(maxsize=256)
def _brotli_once(page: bytes) -> bytes:
    """Squeeze a page of which nothing is anybody's: it is remembered."""
    return _brotli(page, BEST)


def _gzip(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


def _gzip_around_main(page: bytes) -> bytes:
    """Return `page` as gzip (RFC 1952) with `<main>` in stored blocks; what stands around it is compressed alone.

    A page without `<main>` is stored as a whole.
    """
    start, end = page.find(MAIN), page.rfind(END_OF_MAIN)
    start, end = (start, end) if 0 <= start < end else (0, len(page))
    parts = (
        (9, page[:start], zlib.Z_FULL_FLUSH),
        (0, page[start:end], zlib.Z_FULL_FLUSH),
        (9, page[end:], zlib.Z_FINISH),
    )
    blocks = b"".join(_deflated(level, words, flush) for level, words, flush in parts)
    trailer = struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + blocks + trailer


def _deflated(level: int, words: bytes, flush: int) -> bytes:
    """Give blocks that no other part is looked at for."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(words) + deflate.flush(flush)

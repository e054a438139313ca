"""Nothing about the visit comes in, stays or goes out."""

import gzip
import zlib

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lali.web.public.middleware import LeaveNoTrace

TRACES = {
    "REMOTE_ADDR": "192.0.2.7",
    "REMOTE_HOST": "phone.example",
    "REMOTE_PORT": "50312",
    "HTTP_USER_AGENT": "Planted-Browser/1.0",
    "HTTP_X_FORWARDED_FOR": "192.0.2.7",
    "HTTP_FORWARDED": "for=192.0.2.7",
    "HTTP_X_REAL_IP": "192.0.2.7",
    "HTTP_COOKIE": "who=planted",
    "HTTP_REFERER": "https://planted.example/",
    "HTTP_SEC_CH_UA": "planted",
    "HTTP_VIA": "1.1 planted",
}
HEAD = b"<html><style>" + b"p { color: brown } " * 200 + b"</style><body><main>"
FOOT = b"</main><footer>" + b"<a>Fiji</a>" * 90 + b"</footer></body>"
PAGE = HEAD + b"river canoe lamp mango seven cloud" + FOOT


def through(answer, **meta):
    """What a view gets to see, and what the visitor gets, when `answer` comes back."""
    seen = {}

    def view(request):
        seen["request"] = request
        return answer

    request = RequestFactory().get("/en/", headers={"host": "localhost"}, **(TRACES | meta))
    return seen, LeaveNoTrace(view)(request)


def page(*, secret=False):
    answer = HttpResponse(PAGE)
    answer.holds_secrets = secret
    return answer


def test_nobody_behind_it_sees_who_asks():
    seen, _answer = through(page())
    request = seen["request"]
    left = f"{request.META} {request.headers} {request.COOKIES} {request.environ}"
    for trace in ("192.0.2.7", "lanted", "phone.example", "50312"):
        assert trace not in left


def test_no_cookie_leaves_and_nothing_is_kept():
    answer = page()
    answer.set_cookie("who", "you")
    _seen, answer = through(answer)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("br;q=0, gzip;q=0.0", None, bytes),
        ("gzipper, x-br", None, bytes),
    ],
)
def test_pages_travel_as_small_as_the_browser_can_take(accepted, encoding, read):
    _seen, answer = through(page(), HTTP_ACCEPT_ENCODING=accepted)
    assert answer.get("Content-Encoding") == encoding
    assert read(answer.content) == PAGE


def test_beside_a_secret_only_what_stands_around_it_is_compressed():
    _seen, answer = through(page(secret=True), HTTP_ACCEPT_ENCODING="gzip, br")
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == zlib.decompress(answer.content, wbits=31) == PAGE
    assert b"river canoe lamp mango seven cloud" in answer.content
    assert len(answer.content) < len(PAGE) / 10


@pytest.mark.parametrize("words", [b"river" * 90, b"</main>" + b"river" * 90, b"<main" + b"river" * 90])
def test_a_page_of_another_shape_is_whole_and_not_compressed(words):
    answer = HttpResponse(words)
    answer.holds_secrets = True
    content = through(answer, HTTP_ACCEPT_ENCODING="gzip")[1].content
    assert gzip.decompress(content) == words
    assert words in content


def test_the_length_of_a_secret_page_does_not_tell_what_it_repeats():
    lengths = set()
    for guess in ("river", "stone"):
        answer = HttpResponse(HEAD + b"river" + guess.encode() * 20 + FOOT)
        answer.holds_secrets = True
        lengths.add(len(through(answer, HTTP_ACCEPT_ENCODING="gzip")[1].content))
    assert len(lengths) == 1

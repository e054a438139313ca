"""A whole report, from its first page to the six words: what goes over the line, both ways, headers with it."""

import html as markup
import re
from urllib.parse import urlencode

from tests.web.public.test_budget import BROTLI, html_of
from tests.web.public.test_report import STORY

AT_MOST = 40_000
HEADERS_UP = 700  # bytes that Chromium sends along with a form
CARRIED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def size(answer):
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return len(answer.content) + head + len("HTTP/1.1 200 OK\r\n\r\n")


def test_a_report_of_eight_pages_stays_under_forty_kilobytes(letterbox):
    answer = letterbox.get("/en/report/", **BROTLI)
    line = size(answer) + HEADERS_UP
    for here in range(1, 8):
        carried = {name: markup.unescape(words) for name, words in CARRIED.findall(html_of(answer))}
        fields = (
            carried | {"here": here, "go": "send" if here == 7 else "next"} | ({"text": STORY} if here == 3 else {})
        )
        answer = letterbox.post("/en/report/", fields, **BROTLI)
        line += size(answer) + HEADERS_UP + len(urlencode(fields))
    assert "Thank you" in html_of(answer)
    assert line <= AT_MOST

"""Every page in every language: one request, 5 KB on the way."""

import gzip
import re

import brotli
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.public.conftest import LANGUAGES, LURE
from tests.web.public.test_files import photograph

pytestmark = pytest.mark.slow

COMPRESSED = 5 * 1024
AT_MOST = 14 * 1024  # where words are not compressed because a secret stands among them
RESOURCES = re.compile(
    r"<(?:script|img|iframe|object|embed|video|audio|source|link)\b[^>]*|url\([^)]*\)|@import", re.IGNORECASE
)
READING = [
    "",
    "check/",
    "check/questions/",
    "report/",
    "code/",
    "help/",
    "help/ask/",
    "help/countries/",
    "pocket/",
    "traces/",
    "nothing-here/",
]
QUIET = "Send the fee today."  # a short message: what a visitor typed is not counted as ours

QUESTIONS = [("next", here) for here in range(1, 7)] + [("back", 7)]


def steps_of_report(public, lang):
    for here in range(1, 6):
        yield public.post(f"/{lang}/report/", {"go": "next", "here": here, "text": "x", "danger": "yes"}, **BROTLI)
    yield public.post(f"/{lang}/report/", {"go": "next", "here": 3}, **BROTLI)


BROTLI = {"headers": {"accept-encoding": "gzip, br"}}


def html_of(answer):
    read = {"br": brotli.decompress, "gzip": gzip.decompress}[answer["Content-Encoding"]]
    return read(answer.content).decode()


def only_itself(html):
    return [found for found in RESOURCES.findall(html) if 'href="data:,"' not in found]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_one_small_request(public, lang):
    answers = [public.get(f"/{lang}/{where}", **BROTLI) for where in READING]
    answers += [public.get(f"/{lang}/help/?country={country}", **BROTLI) for country in ("VU", "VN")]
    answers += [public.post(f"/{lang}/check/", {"text": text}, **BROTLI) for text in (QUIET, "", "See you at church.")]
    answers += [public.post(f"/{lang}/check/questions/", {"go": go, "here": here}, **BROTLI) for go, here in QUESTIONS]
    answers += steps_of_report(public, lang)
    for answer in answers:
        assert answer["Content-Encoding"] == "br"
        assert len(answer.content) <= COMPRESSED
        assert only_itself(html_of(answer)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_with_a_secret_stay_under_fourteen_kilobytes(letterbox, lang):
    answers = letterbox.post(f"/{lang}/report/", {"go": "next", "here": 6, "text": QUIET, "danger": "yes"}, **BROTLI)
    code = re.search(r'name="code" value="([^"]+)"', html_of(answers))[1]
    sent = letterbox.post(f"/{lang}/report/", {"go": "send", "text": QUIET, "danger": "yes", "code": code}, **BROTLI)
    opened = letterbox.post(f"/{lang}/code/", {"go": "next", "code": code}, **BROTLI)
    mistyped = letterbox.post(f"/{lang}/code/", {"go": "next", "code": code + " river"}, **BROTLI)
    for about, under_18 in (("myself", "yes"), ("someone", "yes"), ("myself", "no")):
        who = {"go": "next", "here": 2, "about": about, "under_18": under_18, "danger": "yes"}
        whom = letterbox.post(f"/{lang}/report/", who, **BROTLI)
        assert len(whom.content) <= COMPRESSED
    saved = letterbox.post(f"/{lang}/report/", {"go": "save", "here": 3, "text": QUIET}, **BROTLI)
    files = letterbox.post(f"/{lang}/report/files/", {"go": "open", "text": QUIET}, **BROTLI)
    draft = re.search(r'name="code" value="([^"]+)"', html_of(files))[1]
    picture = {"go": "upload", "code": draft, "file": SimpleUploadedFile("me.jpg", photograph())}
    chosen = letterbox.post(f"/{lang}/report/files/", picture, **BROTLI)
    for answer in (answers, sent, opened, mistyped, saved, files, chosen):
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) <= AT_MOST
        assert only_itself(html_of(answer)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_result_is_small_but_for_the_visitors_own_words_and_the_signs_they_hold(public, lang):
    """Counted: everything but the message itself, once marked, once carried."""
    answer = public.post(f"/{lang}/check/", {"text": LURE * 8}, **BROTLI)
    html = html_of(answer)
    carried = re.compile(r'(<div class="marked".*?</div>)|(<input type="hidden" name="text"[^>]*>)', re.DOTALL)
    assert len(brotli.compress(carried.sub("", html).encode())) <= COMPRESSED + 2 * 1024

"""Pages that are the same for everybody are made once, and no page of one person comes to another."""

import re
from datetime import date
from functools import partial

import pytest
import time_machine
from django.core.cache import caches
from django.db import DatabaseError, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from lali.records.noticeboard.actions import show_lure, withdraw_lure
from lali.web.public import shared
from lali.web.public.shared import LARGEST, SharedPages, for_everybody
from tests.web.public.test_budget import BROTLI

# Every route of the public site stands in one of the two. A new one goes into the second, unless nothing on its page
# hangs on who asks: no word that was typed, no code, no moment, nothing drawn by chance, nothing that is counted.
FOR_EVERYBODY = """
    home check questions play stories agencies near lure lure_xml lure_json help help_ask countries
    pocket pocket_file traces
"""
FOR_ONE = "report files code learn again dates arrival listen"
OUTSIDE = {"leave", "place_code"}
OUTSIDE |= {"kannel", "rapidpro", "flow_check", "flow_help", "whatsapp", "messenger"}  # for gateways: nobody reads them

ONE = {
    "HTTP_ACCEPT_LANGUAGE": "vi",
    "HTTP_COOKIE": "who=planted",
    "HTTP_SEC_PURPOSE": "prefetch",
    "HTTP_RANGE": "bytes=0-7",
    "HTTP_SEC_FETCH_SITE": "cross-site",
    "HTTP_USER_AGENT": "Planted/1.0",
    "REMOTE_ADDR": "192.0.2.7",
}
OTHER = {"HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_USER_AGENT": "Other/2.0", "REMOTE_ADDR": "192.0.2.8"}
ENCODINGS = ("", "gzip", "gzip, br")


TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


class Clock:
    """A moment that lasts until it is told to pass."""

    def __init__(self):
        self.now = 1_000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(shared, "time", clock)
    return clock


@pytest.fixture
def site(letterbox, public_settings, settings, clock, monkeypatch):
    """The public site, keeping pages as it does in life."""
    settings.CACHES = settings.CACHES | {"pages": public_settings.CACHES["pages"]}
    monkeypatch.setattr(shared, "GROUND", shared._Ground())
    caches["pages"].clear()
    yield letterbox
    caches["pages"].clear()


@pytest.fixture
def kept(monkeypatch):
    """Each page that is kept, as it is put there."""
    found = []
    keep = SharedPages._keep

    def keeping(key, response):
        found.append(response.content)
        return keep(key, response)

    monkeypatch.setattr(SharedPages, "_keep", staticmethod(keeping))
    return found


def views_of(resolver, around=""):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from views_of(one, f"{one.namespace}:" if one.namespace else around)
        else:
            yield f"{around}{one.name}", one.callback


def address(name):
    given = {"arrival": ["QQ7RX"], "listen": ["traces"]}.get(name)
    return reverse(f"public:{name}", args=given)


def test_every_route_is_said_to_be_for_everybody_or_for_one(public):
    views = dict(views_of(get_resolver("lali.project.urls_public")))
    names = {f"public:{name}" for name in (FOR_EVERYBODY + FOR_ONE).split()}
    assert views.keys() == names | OUTSIDE
    marked = {name for name, view in views.items() if getattr(view, "is_for_everybody", False)}
    assert marked == {f"public:{name}" for name in FOR_EVERYBODY.split()}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("question", ["", "?country=VU"])
def test_who_comes_second_gets_the_page_that_they_would_have_got_first(site, encoding, question):
    more = {"HTTP_ACCEPT_ENCODING": encoding}
    for name in FOR_EVERYBODY.split():
        where = address(name) + question
        with time_machine.travel("2026-11-02T10:00:00+00:00", tick=False):  # a feed says when it was made
            site.get(where, **more, **ONE)
            second = site.get(where, **more, **OTHER)
            caches["pages"].clear()
            alone = site.get(where, **more, **OTHER)
        assert second.content == alone.content, name
        assert dict(second.items()) == dict(alone.items()), name
        assert (second["Cache-Control"], second.status_code) == ("no-store", 200)
        assert not second.cookies


def test_nothing_is_kept_of_any_other_page_nor_of_an_address_with_words(site, kept):
    for name in FOR_ONE.split():
        site.get(address(name), **BROTLI)
    for name in (FOR_EVERYBODY + FOR_ONE).split():
        for words in ("?country=planted", "?text=planted", "?country=VU&text=planted", "?q"):
            site.get(address(name) + words, **BROTLI)
        for method in (site.post, site.head, site.put):
            method(address(name), {"text": "planted words", "go": "next"} if method == site.post else {}, **BROTLI)
        site.generic("GET", address(name), b"text=planted", "application/x-www-form-urlencoded", **BROTLI)
    for where in ("/", "/leave/", "/c/QQ7RX", "/en/nowhere/", "/channels/sms/", "/channels/rapidpro/"):
        site.get(where, **BROTLI)
    assert kept == []


def test_each_page_for_everybody_is_kept_under_its_language_country_host_and_way(site, settings, kept):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    asked = [
        (lang, question, host, secure)
        for lang in ("en", "vi")
        for question in ("", "?country=VU")
        for host in ("one.example", "two.example")
        for secure in (False, True)
    ]
    for _twice in range(2):
        for lang, question, host, secure in asked:
            answer = site.get(f"/{lang}/lure/feed.xml{question}", secure=secure, headers={"host": host})
            assert f"{'https' if secure else 'http'}://{host}/{lang}/lure/" in answer.content.decode()
    assert len(kept) == len(asked)


def test_invented_ports_make_no_page_anew_and_the_true_one_stands_where_a_page_says_its_address(site, settings, kept):
    settings.ALLOWED_HOSTS = ["one.example"]
    for host in ("one.example", "one.example:5001", "one.example:5002"):
        assert site.get("/en/help/", headers={"host": host}).status_code == 200
    assert len(kept) == 1
    for host in ("one.example:5001", "one.example:5002"):
        said = site.get("/en/lure/feed.xml", headers={"host": host}, SERVER_PORT="8000").content.decode()
        assert "http://one.example/en/lure/" in said
    said = site.get("/en/lure/feed.xml", headers={"host": "one.example:8000"}, SERVER_PORT="8000").content.decode()
    assert "http://one.example:8000/en/lure/" in said
    for host in ("one.example:", "one.example:x", "one.example:5001:5002"):
        assert len(kept) == 3
        site.get("/en/help/", headers={"host": host})


def test_a_page_comes_as_each_browser_can_read_it(site):
    for _twice in range(2):
        for accepted, encoding in (("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip")):
            answer = site.get("/en/", headers={"accept-encoding": accepted})
            assert (answer.get("Content-Encoding"), answer["Vary"]) == (encoding, "Accept-Encoding")


def test_a_host_that_is_not_ours_is_refused_beside_a_page_that_is_kept(site, settings):
    settings.ALLOWED_HOSTS = ["one.example"]
    assert site.get("/en/", headers={"host": "one.example"}).status_code == 200
    assert site.get("/en/", headers={"host": "other.example"}).status_code == 400


def test_who_comes_by_https_is_still_told_of_the_onion_service_and_others_sent_on(site, settings):
    settings.ALLOWED_HOSTS, settings.ONION = ["one.example", "l.onion"], "l.onion"
    for _twice in range(2):
        assert "Onion-Location" not in site.get("/en/", headers={"host": "l.onion"})
        told = site.get("/en/", secure=True, headers={"host": "one.example"})
        assert told["Onion-Location"] == "http://l.onion/en/"


def test_what_the_agency_changed_is_there_a_second_later_and_never_comes_back(site, lead, clock):
    said = {"words": "They ask for a fee.", "signs": ["upfront_fee"], "ask": "Which office?", "country": "FJ"}
    assert "A fee to be first" not in site.get("/en/").content.decode()
    show_lure(by=lead, number=1, title="A fee to be first", released_on=date(2026, 11, 1), **said)
    assert "A fee to be first" not in site.get("/en/").content.decode()
    assert "A fee to be first" in site.get("/fr/").content.decode()  # made while nothing was seen to have changed
    clock.now += shared.EVERY
    assert "A fee to be first" in site.get("/en/").content.decode()
    withdraw_lure(by=lead, number=1)
    clock.now += shared.EVERY
    for lang in ("en", "fr"):
        assert "A fee to be first" not in site.get(f"/{lang}/").content.decode()


def tables_asked(act):
    with CaptureQueriesContext(connections["letterbox"]) as one, CaptureQueriesContext(connections["default"]) as two:
        act()
    asked = [query["sql"] for query in (*one.captured_queries, *two.captured_queries)]
    return {table for sql in asked for table in TABLES.findall(sql)}


def test_pages_for_everybody_ask_of_nothing_that_is_not_looked_at(site):
    seen = tables_asked(shared._Ground().number)
    used = {}
    for name in FOR_EVERYBODY.split():
        caches["pages"].clear()
        used[name] = tables_asked(partial(site.get, address(name)))
    assert all(used[name] for name in ("home", "near", "agencies"))
    assert {name: tables - seen for name, tables in used.items() if tables - seen} == {}


def test_new_words_of_the_node_are_seen(site, clock, monkeypatch, kept):
    site.get("/bi/traces/")
    clock.now += shared.EVERY
    site.get("/bi/traces/")
    assert len(kept) == 1
    monkeypatch.setattr(shared.overlay, "editions", lambda: {"bi": 7})
    clock.now += shared.EVERY
    site.get("/bi/traces/")
    assert len(kept) == 2


def test_tomorrow_and_after_a_minute_pages_are_made_anew(site, clock, kept):
    with time_machine.travel("2026-11-02T10:00:00+00:00", tick=False) as day:
        site.get("/en/near/")
        day.shift(86_400)
        clock.now += shared.EVERY
        site.get("/en/near/")
        clock.now += shared.LIFE
        site.get("/en/near/")
    assert len(kept) == 3


def test_where_the_database_does_not_answer_nothing_kept_is_believed(site, clock, kept, monkeypatch):
    def silent():
        raise DatabaseError

    site.get("/en/traces/")
    monkeypatch.setattr(shared, "all_that_stands", silent)
    for _second in range(2):
        clock.now += shared.EVERY
        assert site.get("/en/traces/").status_code == 200
    assert len(kept) == 3


def test_a_page_is_made_once(site):
    for tables in (True, False):
        assert bool(tables_asked(lambda: site.get("/en/near/", **BROTLI))) == tables


# -- the two parts by themselves --------------------------------------------------------------------------------------


def test_a_page_for_everybody_is_shown_nothing_of_who_asks(public):
    seen = {}

    @for_everybody
    def view(request):
        seen.update(meta=dict(request.META), headers=dict(request.headers), cookies=request.COOKIES)
        return HttpResponse("page")

    view(RequestFactory().get("/en/?country=VU", **ONE))
    assert seen["meta"].keys() <= shared.NEEDED
    for planted in ("planted", "Planted", "192.0.2.7", "prefetch", "cross-site", "bytes=", "vi"):
        assert planted not in f"{seen['meta']} {seen['headers']}"


@pytest.mark.parametrize("spoil", ["holds_secrets", "cookie", "status", "large", "stream", "unmarked"])
def test_a_page_that_went_wrong_is_not_kept(site, kept, spoil):
    def answer(request):
        page = HttpResponse(b"x" * (LARGEST + 1 if spoil == "large" else 9), status=404 if spoil == "status" else 200)
        page.is_for_everybody = spoil != "unmarked"
        page.holds_secrets = spoil == "holds_secrets"
        page.streaming = spoil == "stream"
        if spoil == "cookie":
            page.set_cookie("who", "you")
        return page

    SharedPages(answer)(RequestFactory().get("/en/"))
    assert kept == []


def test_pages_have_bounds(public_settings):
    assert public_settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] * LARGEST <= 8 * 1024 * 1024

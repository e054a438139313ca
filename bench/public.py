"""The public site on a bad connection: Chromium with 400 ms and 50 kbit/s, a phone's window, no script of ours.

Each page is opened in a new window of the browser, so that nothing is kept from the page before. *Ready* is when the
whole page is there; bytes are what came over the line, headers included. A whole report is walked as a person would,
with the connection slow; what the person needs to think and type is not in it. Peers are not run here: their figures
in the issue were measured elsewhere.

Then, without the slow line, as many pages as 32 clients can ask for: the home page alone, all pages that one can open
as a village might (`MIX`), and offers that are pasted. They say that they take brotli, as browsers do.
"""

import random
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.figures import Figure, percentile
from bench.messages import made_up
from bench.nodes import processor_seconds, scene, serving
from bench.visitors import Asked, ask
from lali.project.servers import Served

LANGUAGES = ("en", "fr", "bi", "fj", "hif", "vi")
PAGES = (
    "",
    "check/",
    "check/questions/",
    "report/",
    "code/",
    "help/",
    "learn/",
    "learn/stories/",
    "pocket/",
    "traces/",
)
LATENCY, SPEED = 400, 50_000 / 8  # ms; bytes a second
CLIENTS, REQUESTS = 32, 1_280
# Of a hundred pages that are opened, how many are which, and in which language; one in twenty is about another country.
MIX = {
    "": 22,
    "check/": 16,
    "help/": 12,
    "learn/": 8,
    "check/questions/": 6,
    "report/": 6,
    "agencies/": 5,
    "near/": 4,
    "help/ask/": 3,
    "help/countries/": 3,
    "learn/play/": 3,
    "lure/": 3,
    "code/": 3,
    "learn/stories/": 2,
    "pocket/": 1,
    "traces/": 1,
    "learn/again/": 1,
    "lure/feed.json": 1,
}
OFFER = """Customer service in Bangkok, 1800 USD a month, no experience, ticket and room paid. Leave this week!
WhatsApp +679 410-0142 or Telegram @goldenlagoon_hr"""
SPEAK = {"en": 40, "fj": 25, "hif": 15, "bi": 10, "fr": 5, "vi": 5}


@dataclass(slots=True)
class Line:
    """What went over the line of one page: bytes down and up, and how many requests."""

    down: float = 0
    up: float = 0
    asked: list[str] = field(default_factory=list)


def figures() -> Iterator[Figure]:
    """Milliseconds, bytes, requests; then pages a second without the slow line."""
    with scene() as home, serving(home) as (served, servers):
        one = served["public"]
        with sync_playwright() as playwright, _chromium(playwright) as browser:
            yield from _pages(browser, one.address)
            yield from _offer(browser, one.address)
            yield from _report(browser, one.address)
        server = servers[0].pid
        yield from _many(one, server, "home", [_asked("en", "")] * REQUESTS, at_least=300, at_most=30)
        yield from _many(one, server, "all pages, as a village might", _mixed(), at_least=300, at_most=30)
        offers = [urllib.parse.urlencode({"text": text}) for text in made_up(REQUESTS // 8)]
        pasted = [Asked("/en/check/", ">Report this<", form=offer, encodings="br") for offer in offers]
        yield from _many(one, server, "an offer is pasted", pasted)


def _asked(language: str, where: str, country: str = "") -> Asked:
    expected = '{"lures"' if where.endswith("json") else "</main>"
    return Asked(f"/{language}/{where}{country}", expected, encodings="br")


def _mixed() -> list[Asked]:
    chance = random.Random(6)
    pages, tongues = (chance.choices([*shares], [*shares.values()], k=REQUESTS * 3) for shares in (MIX, SPEAK))
    return [
        _asked(language, where, "?country=VU" if chance.random() < 1 / 20 else "")
        for language, where in zip(tongues, pages, strict=True)
    ]


def _many(
    one: Served,
    server: int,
    name: str,
    asked: list[Asked],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Iterator[Figure]:
    begun = processor_seconds(server)
    found = ask(one, asked, clients=CLIENTS)
    each = (processor_seconds(server) - begun) / len(asked)
    yield Figure(f"{name}, 32 clients", len(found.client) / found.seconds, "pages a second", at_least=at_least)
    yield Figure(f"{name}: server p95", percentile(found.server, 0.95), "ms", at_most=at_most)
    yield Figure(f"{name}: processor of the server, a page", each * 1000, "ms")
    yield Figure(f"{name}: wrong answers", found.errors, "", at_most=0)


@contextmanager
def _chromium(playwright: object) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def _slow_window(browser: Browser) -> Iterator[tuple[Page, Line]]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page, line = context.new_page(), Line()
    session: CDPSession = context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
    session.send("Network.emulateNetworkConditions", slow)
    session.on("Network.loadingFinished", lambda found: setattr(line, "down", line.down + found["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda found: _sent(line, found["request"]))
    try:
        yield page, line
    finally:
        context.close()


def _sent(line: Line, request: dict) -> None:
    if request["url"].startswith("http"):
        line.asked.append(request["url"])
        head = sum(len(name) + len(value) + 4 for name, value in request["headers"].items())
        line.up += head + len(request["url"]) + len(request.get("postData", ""))


def _ready(page: Page) -> float:
    """Milliseconds from asking to the whole page, by the browser's own clock."""
    return page.evaluate(
        "(() => { const it = performance.getEntriesByType('navigation')[0]; return it.loadEventEnd - it.startTime })()"
    )


def _pages(browser: Browser, address: str) -> Iterator[Figure]:
    times: dict[str, list[float]] = {}
    sizes: list[float] = []
    most = 0
    for language in LANGUAGES:
        for where in PAGES:
            with _slow_window(browser) as (page, line):
                page.goto(f"{address}{language}/{where}", wait_until="load")
                times.setdefault(where, []).append(_ready(page))
                sizes.append(line.down)
                most = max(most, len(line.asked))
    yield Figure("home, slowest of six languages, ready", max(times[""]), "ms", at_most=1_500)
    yield Figure("any page, slowest, ready", max(max(found) for found in times.values()), "ms", at_most=3_000)
    yield Figure("a page: bytes over the line, median", percentile(sizes, 0.5) / 1000, "kB", at_most=5)
    yield Figure("a page: bytes over the line, largest", max(sizes) / 1000, "kB", at_most=14)
    yield Figure("a page: requests, most", most, "", at_most=1)


def _offer(browser: Browser, address: str) -> Iterator[Figure]:
    """The page of a checked offer, the longest there is: seven signs, cards, the offer itself."""
    sizes = {}
    for language in LANGUAGES:
        with _slow_window(browser) as (page, line):
            page.goto(f"{address}{language}/check/", wait_until="load")
            page.locator("main textarea[name=text]").fill(OFFER)
            line.down = 0
            with page.expect_navigation(wait_until="load"):
                page.locator("main button[name=go]").first.click()
            sizes[language] = line.down / 1000
    yield Figure("a checked offer in English: bytes over the line", sizes["en"], "kB", at_most=5)
    yield Figure("a checked offer, largest of six languages", max(sizes.values()), "kB", at_most=14)


def _report(browser: Browser, address: str) -> Iterator[Figure]:
    """From the home page to the six words: what a person waits for, and what goes over the line both ways."""
    with _slow_window(browser) as (page, line):
        waited = 0.0
        page.goto(f"{address}en/report/", wait_until="load")
        waited += _ready(page)
        for _step in range(12):
            if page.locator("main textarea[name=text]").count():
                page.locator("main textarea[name=text]").fill(made_up(1)[0])
            if page.locator("main button[name=go][value=send]").count():
                page.wait_for_timeout(3_000)  # nobody is quicker
                page.locator("main button[name=go][value=send]").click()
            else:
                page.locator("main button[name=go][value=next]").click()
            page.wait_for_load_state("load")
            waited += _ready(page)
            if page.locator(".code li").count():
                break
        else:
            raise RuntimeError("The report did not come to its end.")
        yield Figure("a whole report: waited", waited / 1000, "s", at_most=20)
        yield Figure("a whole report: up and down", (line.down + line.up) / 1000, "kB", at_most=40)
        yield Figure("a whole report: pages", len(line.asked), "")

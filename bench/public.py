"""The public site on a bad connection: Chromium with 400 ms and 50 kbit/s, a phone's window, no script of ours.

Each page is opened in a new window of the browser, so that nothing is kept from the page before. *Ready* is when the
whole page is there; bytes are what came over the line, headers included. A whole report is walked as a person would,
with the connection slow; what the person needs to think and type is not in it. Peers are not run here: their figures
in the issue were measured elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.figures import Figure, percentile
from bench.messages import made_up
from bench.nodes import scene, serving
from bench.visitors import Asked, ask

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


@dataclass(slots=True)
class Line:
    """What went over the line of one page: bytes down and up, and how many requests."""

    down: float = 0
    up: float = 0
    asked: list[str] = field(default_factory=list)


def figures() -> Iterator[Figure]:
    """Milliseconds, bytes, requests; then pages a second without the slow line."""
    with scene() as home, serving(home) as (served, _processes):
        one = served["public"]
        with sync_playwright() as playwright, _chromium(playwright) as browser:
            yield from _pages(browser, one.address)
            yield from _report(browser, one.address)
        home_page = ask(one, [Asked("/en/", "</main>")] * REQUESTS, clients=CLIENTS)
        yield Figure("home, 32 clients", len(home_page.client) / home_page.seconds, "pages a second", at_least=300)
        yield Figure("home, 32 clients: server p95", percentile(home_page.server, 0.95), "ms", at_most=30)


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

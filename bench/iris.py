"""The same pages in DFIR-IRIS and in Lali, in one run: an IRIS that runs already, with as many cases as the node gets.

    LALI_BENCH_IRIS=http://127.0.0.1:PORT LALI_BENCH_IRIS_MEMBER=NAME:PASSWORD python -m bench iris
    LALI_BENCH_IRIS_CASES=20000     how many it holds, numbered from 1: 200 (if not said) or 20,000
    LALI_BENCH_HOME=FOLDER          a node that is kept, as in `ceiling`

An API key is not enough: the pages of IRIS want a session. A *visit* is everything a page asks of the server when it is
opened, one request after another, without what a browser keeps (scripts, style sheets, pictures); the client times it.
One client first, then sixteen; page by page, IRIS and Lali in turn.
"""

import json
import os
import urllib.parse
from datetime import UTC, datetime

from bench.browser import JSON, Browser, Step, visit
from bench.ceiling import kept_folder, node_with
from bench.figures import Figure, percentile
from bench.many import TEAM
from bench.nodes import serving
from bench.visitors import sign_in
from lali.project.demo.story import PASSWORD

CLIENTS, ALONE, PRESSED = 16, 12, 160  # visits
LONGEST = 25.0  # seconds in which visits are begun
SPREAD = 40  # cases and numbers that are asked for
Pages = dict[str, tuple[str, list[list[Step]]]]  # cookies, and the visits


def figures() -> list[Figure]:
    """Both, page by page; nothing where no IRIS is named."""
    address = os.environ.get("LALI_BENCH_IRIS")
    if not address:
        print("iris: no running DFIR-IRIS is named by LALI_BENCH_IRIS, so it is not measured.")
        return []
    count = int(os.environ.get("LALI_BENCH_IRIS_CASES", "200"))
    found: list[Figure] = []
    with kept_folder() as folder, serving(node_with(folder, count)) as (served, _processes):
        lali_address = served["workspace"].address
        lead, auditor = (sign_in(served["workspace"], email, PASSWORD) for email in (TEAM[0], "tomasi@htu.example"))
        ours = _ours(lali_address, range(count // 3, count // 3 + SPREAD), lead, auditor)
        for page, asked in _theirs(address, range(count // 3, count // 3 + SPREAD)).items():
            found += _measured(f"{page}, IRIS", address, *asked)
            if page in ours:
                found += _measured(f"{page}, Lali", lali_address, *ours[page])
    return found


def _theirs(address: str, cases: range) -> Pages:
    name, _, password = os.environ["LALI_BENCH_IRIS_MEMBER"].partition(":")
    browser = Browser(address)
    form = {"csrf_token": browser.token("/login"), "username": name, "password": password}
    browser.ask(Step("/login", "", urllib.parse.urlencode(form)))
    listed = [json.loads(browser.ask(Step(f"/case/ioc/list?cid={case}", ""))[1])["data"]["ioc"] for case in cases]
    values = [iocs[0]["ioc_value"] for iocs in listed]
    token = browser.token("/search?cid=1")
    words = [json.dumps({"search_value": value, "search_type": "ioc", "csrf_token": token}) for value in values]
    pages = {
        "case list": [[Step("/manage/cases?cid=1", "<html"), Step("/manage/cases/list?cid=1", "case_name")]],
        "case page": [
            [Step(f"/case?cid={case}", f"#{case} - "), Step(f"/case/summary/fetch?cid={case}", "crc32")]
            for case in cases
        ],
        "a case's tasks": [
            [Step(f"/case/tasks?cid={case}", "<html"), Step(f"/case/tasks/list?cid={case}", "task_title")]
            for case in cases
        ],
        "one's tasks": [[Step("/dashboard?cid=1", "<html"), Step("/user/tasks/list?cid=1", "task_title")]],
        "search": [[Step("/search", value, body, JSON)] for value, body in zip(values, words, strict=True)],
        "journal of a case": [[Step(f"/case/activities/list?cid={case}", "activity_date")] for case in cases],
        "journal of all": [[Step("/activities?cid=1", "<html"), Step("/activities/list?cid=1", "activity_date")]],
    }
    return {page: (browser.session, visits) for page, visits in pages.items()}


def _ours(address: str, cases: range, lead: str, auditor: str) -> Pages:
    refs = [f"FJ-{datetime.now(UTC):%Y}-{number:05d}" for number in cases]
    token = Browser(address, lead).token("/search/")
    words = [urllib.parse.urlencode({"words": f"+67941{number:05d}", "csrfmiddlewaretoken": token}) for number in cases]
    return {
        "case list": (lead, [[Step("/cases/", "/cases/FJ-")]]),
        "case page": (lead, [[Step(f"/cases/{ref}/", ref)] for ref in refs]),
        "one's tasks": (lead, [[Step("/work/", "Generated task")]]),
        "search": (lead, [[Step("/search/", "FJ-", body)] for body in words]),
        "journal of a case": (lead, [[Step(f"/cases/{ref}/journal/", ref)] for ref in refs]),
        "journal of all": (auditor, [[Step("/administration/journal/", "</time>")]]),
    }


def _measured(page: str, address: str, cookies: str, visits: list[list[Step]]) -> list[Figure]:
    visit(address, cookies, visits[:2], clients=1, longest=LONGEST)  # templates compiled, pages of the disk read
    asked = [visits[number % len(visits)] for number in range(PRESSED)]
    alone = visit(address, cookies, asked[:ALONE], clients=1, longest=LONGEST)
    pressed = visit(address, cookies, asked, clients=CLIENTS, longest=LONGEST)
    weighed = Browser(address, cookies, "gzip, br")
    size = sum(len(weighed.ask(step)[1]) for step in visits[0])
    return [
        Figure(f"{page}: alone p50", percentile(alone.client, 0.5), "ms"),
        Figure(f"{page}: alone p95", percentile(alone.client, 0.95), "ms"),
        Figure(f"{page}: {CLIENTS} clients p50", percentile(pressed.client, 0.5), "ms"),
        Figure(f"{page}: {CLIENTS} clients p95", percentile(pressed.client, 0.95), "ms"),
        Figure(f"{page}: visits", len(pressed.client) / pressed.seconds, "a second"),
        Figure(f"{page}: on the wire", size / 1000, "kB"),
        Figure(f"{page}: errors", alone.errors + pressed.errors, ""),
    ]

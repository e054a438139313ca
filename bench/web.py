"""The screens under load: a true node, both audiences, 32 clients, on the demo's scene and with 2,000 cases.

`alone` and `server` are what the application took from its first line to the finished page: one request that has the
node to itself, and while 32 clients pressed. `waited` is what a client waited, queue and network included.
"""

import json
import urllib.parse
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from subprocess import Popen

from bench.figures import Figure, percentile
from bench.many import FEW, HUB, MANY, TEAM
from bench.messages import made_up
from bench.nodes import inside, lali, memory, scene, serving
from bench.visitors import Asked, ask, sign_in
from lali.project.demo.story import PASSWORD

CLIENTS = 32
REQUESTS = 320  # a page
ALONE = 24
SPREAD = range(MANY - 60, MANY - 20)  # numbers of the cases that are opened in turn


def figures() -> list[Figure]:
    with scene() as home:
        pressed = _pressed(home, "scene", [1])
        inside(home, "many_cases", FEW)
        few = _questions(home)
        inside(home, "many_cases", MANY)
        many = _questions(home)
        pressed += _pressed(home, f"{MANY:,} cases", [number for number in SPREAD if number % HUB])
        return [*pressed, *_compared(few, many), _journal(home)]


def _pressed(home: Path, size: str, cases: Sequence[int]) -> list[Figure]:
    found = []
    with serving(home) as (served, processes):
        members = [sign_in(served["workspace"], email, PASSWORD) for email in TEAM]
        for page, (audience, requests) in _pages(members, cases).items():
            found += _measured(f"{page}, {size}", served[audience], requests)
        found.append(Figure(f"memory of both servers afterwards (PSS), {size}", _memory(processes), "MiB", at_most=200))
    return found


def _memory(processes: Sequence[Popen]) -> float:
    return sum(memory(process.pid)[0] for process in processes)


def _pages(members: Sequence[str], cases: Sequence[int]) -> dict[str, tuple[str, list[Asked]]]:
    texts = [urllib.parse.urlencode({"text": text}) for text in made_up(REQUESTS)]
    pages = {
        "case list": ("workspace", [Asked("/cases/", "/cases/FJ-", cookies=member) for member in members]),
        "case page": ("workspace", [Asked(_case(n), _ref(n), cookies=member) for n in cases for member in members]),
        "triage": ("workspace", [Asked("/tips/", "Most urgent first", cookies=member) for member in members]),
        "check": ("public", [Asked("/en/check/", ">Report this<", form=text) for text in texts]),
    }
    if len(cases) > 1:
        pages["most linked case"] = ("workspace", [Asked(_case(HUB), _ref(HUB), cookies=members[0])])
    return {page: (audience, list(islice(cycle(asked), REQUESTS))) for page, (audience, asked) in pages.items()}


def _ref(number: int) -> str:
    return f"FJ-{datetime.now(UTC):%Y}-{number:05d}"


def _case(number: int) -> str:
    return f"/cases/{_ref(number)}/"


def _measured(page: str, one: object, requests: list[Asked]) -> list[Figure]:
    ask(one, requests[:CLIENTS], clients=4)  # templates compiled, catalogues read
    alone = ask(one, requests[:ALONE], clients=1)
    pressed = ask(one, requests, clients=CLIENTS)
    return [
        Figure(f"{page}: alone p50", percentile(alone.server, 0.5), "ms"),
        Figure(f"{page}: alone, of that with the processor", percentile(alone.processor, 0.5), "ms"),
        Figure(f"{page}: server p50", percentile(pressed.server, 0.5), "ms"),
        Figure(f"{page}: server p95", percentile(pressed.server, 0.95), "ms"),
        Figure(f"{page}: waited p50", percentile(pressed.client, 0.5), "ms"),
        Figure(f"{page}: waited p95", percentile(pressed.client, 0.95), "ms"),
        Figure(f"{page}: answers", len(pressed.client) / pressed.seconds, "a second"),
        Figure(f"{page}: errors", alone.errors + pressed.errors, "", at_most=0),
    ]


def _questions(home: Path) -> dict[str, int]:
    """How many questions each page asks of the databases now."""
    pages = {
        "desk": "/",
        "case list": "/cases/",
        "case page": _case(HUB),
        "triage": "/tips/",
        "tip": "/tips/5/",
    }
    counts = json.loads(inside(home, "questions", TEAM[0], *pages.values()))
    return {page: counts[path] for page, path in pages.items()}


def _compared(few: dict[str, int], many: dict[str, int]) -> list[Figure]:
    return [
        Figure(f"{page}: questions, {MANY:,} cases ({few[page]} with {FEW})", many[page], "", few[page], few[page])
        for page in few
    ]


def _journal(home: Path) -> Figure:
    """The generated journal stands like any other; otherwise nothing measured on it would count."""
    checks = json.loads(lali("verify", "--home", home, "--json"))
    return Figure(
        "first broken thing that `lali verify` names",
        len([1 for check in checks["checks"] if not check["ok"]]),
        "",
        at_most=0,
    )

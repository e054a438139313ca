"""A client that keeps its cookies, follows where it is sent, and opens pages that ask for more once they are there."""

import http.client
import re
import threading
import time
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

OK, SENT_ON = 200, (302, 303)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PATIENCE = 180  # seconds for one answer
_TOKEN = re.compile(r'name="csrf[^"]*"[^>]*?value="([^"]+)"')


class Step(NamedTuple):
    """One request, and words that stand in the right answer and in no other."""

    path: str
    expected: str
    body: str | None = None
    kind: str = FORM


@dataclass(slots=True)
class Visits:
    """Milliseconds of each visit, how many went wrong, and how long they took together (seconds)."""

    client: list[float]
    errors: int
    seconds: float


class Browser:
    """A connection with cookies; with `encodings` its answers come compressed and are only weighed."""

    def __init__(self, address: str, cookies: str = "", encodings: str = "") -> None:
        self.address = address
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=PATIENCE)
        self.cookies = dict(pair.split("=", 1) for pair in cookies.split("; ") if pair)
        self.encodings = encodings

    def ask(self, step: Step) -> tuple[bool, bytes]:
        """Whether the right answer came, and what came."""
        headers = {"Cookie": self.session, "Accept-Encoding": self.encodings or "identity"}
        if step.body is not None:
            headers |= {"Content-Type": step.kind, "Referer": self.address}
        self.connection.request("GET" if step.body is None else "POST", step.path, body=step.body, headers=headers)
        answer = self.connection.getresponse()
        page = answer.read()
        for cookie in answer.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status in SENT_ON:
            return self.ask(Step(answer.getheader("Location"), step.expected))
        found = bool(self.encodings) or step.expected in page.decode()
        return answer.status == OK and found, page

    def token(self, path: str) -> str:
        """The word against forged forms that stands on a page."""
        return _TOKEN.search(self.ask(Step(path, "csrf"))[1].decode())[1]

    @property
    def session(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def visit(address: str, cookies: str, visits: Sequence[Sequence[Step]], *, clients: int, longest: float) -> Visits:
    """Open all the pages, shared among `clients`; after `longest` seconds no visit is begun any more."""
    taken, wrong = [], []
    begun = time.perf_counter()

    def walk(mine: Sequence[Sequence[Step]]) -> None:
        browser = Browser(address, cookies)
        for steps in mine:
            at = time.perf_counter()
            if at - begun > longest:
                break
            try:
                answers = [browser.ask(step)[0] for step in steps]  # every step, also after a wrong one
                well = all(answers)
            except (http.client.HTTPException, OSError):
                well, browser = False, Browser(address, cookies)
            taken.append((time.perf_counter() - at) * 1000)
            if not well:
                wrong.append(steps)

    threads = [threading.Thread(target=walk, args=(visits[number::clients],)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Visits(taken, len(wrong), time.perf_counter() - begun)

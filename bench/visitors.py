"""Clients of a node on this machine: sign-in, and many requests at once with every answer looked at."""

import http.client
import http.cookiejar
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass

import brotli

from lali.project.servers import Served

OK = 200
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_DURATION = re.compile(r"dur=([\d.]+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, and words that stand on the right page and on no other."""

    path: str
    expected: str
    form: str | None = None
    cookies: str = ""
    encodings: str = "identity"


@dataclass(frozen=True, slots=True)
class Answers:
    """Times in milliseconds: as the clients waited, as the application took, and of that with the processor."""

    client: list[float]
    server: list[float]
    processor: list[float]
    errors: int
    seconds: float


def sign_in(one: Served, email: str, password: str) -> str:
    """The cookies of a signed-in member."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{one.address}account/sign-in/"
    token = _TOKEN.search(opener.open(address, timeout=30).read().decode())[1]
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    opener.open(
        urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address}), timeout=30
    )
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def ask(one: Served, requests: Sequence[Asked], *, clients: int) -> Answers:
    """Send all requests, shared among `clients` that each wait for an answer before they ask again."""
    client_ms, server_ms, processor_ms, wrong = [], [], [], []

    def visit(mine: Sequence[Asked]) -> None:
        connection = http.client.HTTPConnection(one.host, one.port, timeout=60)
        for asked in mine:
            begun = time.perf_counter()
            status, timing, page = _answer(connection, asked)
            client_ms.append((time.perf_counter() - begun) * 1000)
            for kept, told in zip((server_ms, processor_ms), _DURATION.findall(timing), strict=False):
                kept.append(float(told))
            if status != OK or asked.expected not in page:
                wrong.append((asked.path, status))
        connection.close()

    threads = [threading.Thread(target=visit, args=(requests[number::clients],)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    unanswered = len(requests) - len(client_ms)
    return Answers(client_ms, server_ms, processor_ms, len(wrong) + unanswered, time.perf_counter() - begun)


def _answer(connection: http.client.HTTPConnection, asked: Asked) -> tuple[int, str, str]:
    headers = {"Accept-Encoding": asked.encodings} | ({"Cookie": asked.cookies} if asked.cookies else {})
    if asked.form is None:
        connection.request("GET", asked.path, headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", asked.path, body=asked.form.encode(), headers=headers)
    answer = connection.getresponse()
    page = answer.read()
    if answer.getheader("Content-Encoding") == "br":
        page = brotli.decompress(page)
    return answer.status, answer.getheader("Server-Timing", ""), page.decode()

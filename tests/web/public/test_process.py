"""The true public process: served as on a node, it has no key, keeps no visitor, and takes one report once."""

import re
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from lali.engines.exchange import open_letter
from lali.web.public.pace import QUICKEST

PLANTED = {"User-Agent": "Planted-Browser/9", "X-Forwarded-For": "192.0.2.77", "Cookie": "who=planted-cookie"}
TRACES = [b"Planted", b"192.0.2.77", b"planted-cookie", b"planted-story"]
STORY = "planted-story: they keep our passports"


def ask(address, **fields):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(address, data=data, headers=PLANTED)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode()


def test_a_visit_leaves_no_cookie_no_address_and_one_report(node, site):
    home, private = node
    address, log = site
    visits = [ask(f"{address}/en/"), ask(f"{address}/vi/help/"), ask(f"{address}/nowhere/planted-story")]
    visits.append(ask(f"{address}/en/check/", text=STORY, go="next"))
    visits.append(ask(f"{address}/en/report/", text=STORY, go="next", here="6"))
    words, opened = (
        re.search(r'name="code" value="([^"]+)"', visits[-1][2])[1],
        re.search(r'name="opened" value="([^"]+)"', visits[-1][2])[1],
    )
    time.sleep(QUICKEST)
    with ThreadPoolExecutor(4) as fingers:  # the button pressed four times at once
        pressed = [
            fingers.submit(ask, f"{address}/en/report/", text=STORY, go="send", here="7", code=words, opened=opened)
            for _ in range(4)
        ]
        visits += [press.result() for press in pressed]
    visits.append(ask(f"{address}/en/code/", code=words, go="next"))
    assert [status for status, _headers, _page in visits] == [200, 200, 404, *[200] * 7]
    assert "Waiting to be read" in visits[-1][2]
    for _status, headers, _page in visits:
        assert headers["Set-Cookie"] is None
        assert headers["Cache-Control"] == "no-store"
        assert "sha256-" in headers["Content-Security-Policy"]

    with sqlite3.connect(home / "letterbox.sqlite3") as box:
        ((sealed,),) = box.execute("select sealed from letterbox_report").fetchall()
    assert STORY.encode() in open_letter(sealed, key=private, purpose="lali/report")
    assert log.read_text().count("127.0.0.1") == 1  # the line that says where it listens
    pairs = [separator.join(words.split()[:2]) for separator in (" ", "+", "%20")]
    for file in home.iterdir():
        kept = file.read_bytes()
        assert [trace for trace in [*TRACES, *map(str.encode, pairs)] if trace in kept] == [], file.name

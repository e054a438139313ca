"""The true public process: served as on a node, it has no key, keeps no visitor, and takes one report once."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lali.engines.exchange import new_letter_key, open_letter

PLANTED = {"User-Agent": "Planted-Browser/9", "X-Forwarded-For": "192.0.2.77", "Cookie": "who=planted-cookie"}
TRACES = [b"Planted", b"192.0.2.77", b"planted-cookie", b"planted-story"]
STORY = "planted-story: they keep our passports"
NODE = 'name = "Test atoll"\ncountry = "VU"\nagency = "tcu"\ndemo = true\nmade_at = 2026-11-01T00:00:00+00:00\n'
SET_UP = """
import django, sys
django.setup()
from django.conf import settings
from django.core.management import call_command
from lali.records.keyring import KeysAreElsewhere, keys
from lali.records.letterbox.actions import name_addressee
call_command("migrate", verbosity=0)
name_addressee(by="node", name="TCU (fictional)", country="VU", public_key=bytes.fromhex(sys.argv[1]))
assert settings.KEY_FOLDER is None and len(settings.DATABASES) == 1
try:
    keys()
except KeysAreElsewhere:
    print("no key")
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """A data folder as the public host has it: no folder of keys at all. Gives the folder and the agency's key."""
    home = tmp_path_factory.mktemp("public-node")
    (home / "node.toml").write_text(NODE)
    private, public = new_letter_key()
    made = subprocess.run(
        [sys.executable, "-c", SET_UP, public.hex()], env=environment(home), capture_output=True, text=True, check=False
    )
    assert made.stdout == "no key\n", made.stderr
    return home, private


def environment(home):
    return {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LETTERBOX_URL"}},
        "LALI_HOME": str(home),
        "LALI_AUDIENCE": "public",
        "DJANGO_SETTINGS_MODULE": "lali.project.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


@pytest.fixture(scope="module")
def site(node):
    """Its address, and the file its output goes to."""
    home, _private = node
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home / "output.txt"
    granian = [
        Path(sys.executable).parent / "granian",
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "4",
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*granian, "--host", "127.0.0.1", "--port", str(port), "lali.project.wsgi:application"],
            env=environment(home),
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(port, server, log)
        yield f"http://127.0.0.1:{port}", log
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port, server, log):
    for _try in range(300):
        assert server.poll() is None, log.read_text()
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


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
    visits.append(ask(f"{address}/en/report/", text=STORY, go="next", here="5"))
    words = re.search(r'name="code" value="([^"]+)"', visits[-1][2])[1]
    with ThreadPoolExecutor(4) as fingers:  # the button pressed four times at once
        pressed = [
            fingers.submit(ask, f"{address}/en/report/", text=STORY, go="send", here="6", code=words) for _ in range(4)
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

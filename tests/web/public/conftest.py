"""The public site inside the suite: its own settings, read by the settings file itself, over the suite's databases."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from lali.engines.exchange import new_letter_key, open_letter

# Playwright's loop runs on in the thread of the tests that come after it, and Django would take them for async code.

OF_THE_PUBLIC_PROCESS = (
    "ROOT_URLCONF",
    "MIDDLEWARE",
    "TEMPLATES",
    "LANGUAGES",
    "CONTENT_SECURITY_POLICY",
    "SECURE_REFERRER_POLICY",
    "ONION",
    "KEY_FOLDER",
    "EXHIBIT_FOLDER",
    "FILE_UPLOAD_HANDLERS",
    "FILE_UPLOAD_MAX_MEMORY_SIZE",
)
LANGUAGES = ["en", "fr", "bi", "fj", "hif", "vi"]

LURE = (
    "Bula! Golden Lagoon Careers needs 12 girls & boys for customer service in Bangkok.\n"
    "Pay USD 2,500 a month, no experience. Ticket and visa are paid by us, send $300 PALM priority fee today\n"
    "and give your passport to our agent Joe: +679 555 0101 <WhatsApp>. Tell nobody until you fly."
)


@pytest.fixture(scope="session")
def public_settings():
    """What `settings.py` says where LALI_AUDIENCE is public."""
    from lali.project import settings as workspace

    spec = importlib.util.spec_from_file_location("settings_of_the_public_process", workspace.__file__)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LALI_AUDIENCE", "public")
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def public(settings, public_settings, client, db_both, monkeypatch, tmp_path):
    """A visitor's browser on the public site; what the node cannot show raises, as in the suite's other clients.

    A form may be sent at once: the pace of persons is the subject of its own tests.
    """
    monkeypatch.setattr("lali.web.public.pace.QUICKEST", 0)
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "lali.web.public"]
    for name in OF_THE_PUBLIC_PROCESS:
        setattr(settings, name, getattr(public_settings, name))
    # each page is made anew; what is kept for everybody is the subject of test_shared.py
    monkeypatch.setattr("lali.web.public.shared.GROUND.number", int)
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.HOME = tmp_path  # one file is looked at at once on a node, and other workers look at theirs
    return client


@pytest.fixture
def letterbox(agency, public):
    """The public site of a node that takes reports."""
    return public


@pytest.fixture
def open_sealed():
    """Open what lies in the letterbox with the agency's key, as triage does."""
    from lali.project import settings as workspace
    from lali.records.letterbox.vocabulary import ANSWER_PURPOSE, REPORT_PURPOSE

    key = (workspace.NODE.keys / "letter.key").read_bytes()

    def open_sealed(item):
        if hasattr(item, "lookup"):
            return json.loads(open_letter(bytes(item.sealed), key=key, purpose=REPORT_PURPOSE))
        return open_letter(bytes(item.sealed), key=key, purpose=ANSWER_PURPOSE).decode()

    return open_sealed


# -- the true process, for what only that can show --------------------------------------------------------------------

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
    with serving(node[0]) as address:
        yield address, node[0] / "output.txt"


@contextmanager
def serving(home, port=0, **named):
    """Run the public process on a node; `named` stands in its environment. Gives its address."""
    port = port or free_port()
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
    with log.open("ab") as output:
        server = subprocess.Popen(
            [*granian, "--host", "127.0.0.1", "--port", str(port), "lali.project.wsgi:application"],
            env=environment(home) | named,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(port, server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def free_port():
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port, server, log):
    for _try in range(300):
        assert server.poll() is None, log.read_text()
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())

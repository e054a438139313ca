"""One node for the suite: made before Django's settings are read, thrown away after."""

import gc
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

# Time is measured by `make bench`: on a busy machine no property fails for being slow.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")

if "PYTEST_XDIST_WORKER" in os.environ:  # the node that the first process made; Django may stand in it already
    HOME = Path(os.environ["LALI_HOME"])
else:
    HOME = Path(tempfile.mkdtemp(prefix="lali-test-"))
    os.environ["LALI_HOME"] = str(HOME)
    os.environ["LALI_AUDIENCE"] = "workspace"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lali.project.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread
    for name in ("DATABASE_URL", "LETTERBOX_URL"):
        os.environ.pop(name, None)
    if postgres := os.environ.get("LALI_TEST_POSTGRES"):  # the second run of the suite
        os.environ["DATABASE_URL"] = f"{postgres}/lali"
        os.environ["LETTERBOX_URL"] = f"{postgres}/letterbox"
    (HOME / "node.toml").write_text(
        'name = "Test island"\ncountry = "FJ"\nagency = "htu"\ndemo = true\nmade_at = 2026-11-01T00:00:00+00:00\n'
    )

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
RENDERED: set[str] = set()
OUTPUT = Path(__file__).parent.parent / "test-output"


def pytest_collection_finish():
    """What stands now stays to the end: looking through it for waste again and again took a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _letter_address():
    """What reports are sealed to. Keys are made by the same function a node's set-up uses, once for all workers."""
    from lali.records.keyring import make_keys

    kept = HOME / "letter.public"
    if not kept.exists():
        kept.write_bytes(make_keys(HOME / "keys"))
    return kept.read_bytes()


LETTER_ADDRESS = _letter_address()


def pytest_unconfigure():
    """The node is thrown away by the process that made it, last of all."""
    if WORKER == "alone":
        shutil.rmtree(HOME, ignore_errors=True)


def pytest_configure():
    """The settings can be read now that the node stands."""
    import django

    django.setup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite as it is in life, in a file: threads and other processes meet over its locks. Tables without migrations:
    they take long, and `test_migrations` holds that they lead to the same."""
    from django.db import connections

    for alias in connections:
        database = connections.settings[alias]
        database["TEST"]["MIGRATE"] = False
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = str(HOME / f"test-{alias}-{WORKER}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def closed_network():
    """Nothing in the suite may reach beyond this machine."""
    connect = socket.socket.connect

    def only_here(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"The suite may not connect to {address[0]}.")
        return connect(self, address)

    socket.socket.connect = only_here
    yield
    socket.socket.connect = connect


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2 is slow on purpose; tests that are about it ask for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def rendered_templates():
    """Keep the names of templates that some test renders; `scripts/test` compares them with those there are."""
    from django.template import Template

    render = Template._render

    def noting(self, context):
        if self.name:
            RENDERED.add(str(self.name))
        return render(self, context)

    Template._render = noting
    yield
    Template._render = render
    folder = OUTPUT / "rendered"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{os.getpid()}.txt").write_text("\n".join(sorted(RENDERED)))


# -- words of a node over those that ship ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_words_are_laid_over():
    """No process of the suite looks for words of its node but where a test says so; none keeps those of another test."""
    from lali.records.wording import overlay

    overlay.forget(next_look=float("inf"))
    yield
    overlay.forget(next_look=float("inf"))


# -- one agency and its members --------------------------------------------------------------------------------------

BOTH = ["default", "letterbox"]


@pytest.fixture
def stage(db_both):
    """Whether a scene stands already, with the agency and members in it: see `tests/stage.py`."""
    return False


@pytest.fixture
def letter_address():
    return LETTER_ADDRESS


@pytest.fixture
def agency(stage, letter_address):
    from lali.records.agencies.models import Agency
    from tests.stage import found

    return Agency.objects.get() if stage else found(letter_address)


@pytest.fixture
def db_both(request):
    """Both databases, rolled back after the test."""
    request.node.add_marker(pytest.mark.django_db(databases=BOTH))
    request.getfixturevalue("_both_open")


@pytest.fixture
def _both_open(db):
    return db


SLOW = (  # by what they took: whole processes, documents in three formats, every address as every person
    "tests/project",
    "tests/engines/documents",
    "tests/records/briefs/test_fixing.py",
    "tests/records/evidence/test_killed.py",
    "tests/records/transfers",
    "tests/repository/test_routes.py",
    "tests/web/public/test_process.py",
    "tests/web/workspace/test_brief_screens.py",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("browser") or item.nodeid.startswith(SLOW):
            item.add_marker("slow")
        if {"agency", "db_both"} & set(item.fixturenames) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=BOTH))


@pytest.fixture
def enrolled(agency, stage):
    """One of the members of `tests/stage.py`, enrolled unless the scene holds them."""
    from lali.records.agencies.models import Member
    from tests.stage import address_of, enrol

    def enrolled(who):
        there = Member.objects.filter(email=address_of(who)).first() if stage else None
        return there or enrol(agency, who)

    return enrolled


@pytest.fixture
def lead(enrolled):
    """An investigator who leads the case of a test."""
    return enrolled("lead")


@pytest.fixture
def colleague(enrolled):
    return enrolled("colleague")


@pytest.fixture
def outsider(enrolled):
    """An investigator of the same agency who is on no team."""
    return enrolled("outsider")


@pytest.fixture
def supervisor(enrolled):
    return enrolled("supervisor")


@pytest.fixture
def auditor(enrolled):
    return enrolled("auditor")


@pytest.fixture
def administrator(enrolled):
    return enrolled("admin")


@pytest.fixture
def case(lead):
    from lali.records.cases.actions import open_case

    return open_case(by=lead, title="Fee for a promised job")


@pytest.fixture
def exhibits(settings, tmp_path):
    """A store of its own for the test."""
    settings.EXHIBIT_FOLDER = tmp_path / "exhibits"
    return settings.EXHIBIT_FOLDER


@pytest.fixture
def open_page(client):
    """Fetch an address as a member: `open_page(member, url)`, `open_page(member, url, post={...})`."""

    def open_page(member, url, post=None, **extra):
        if member is not None:
            client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get(url, **extra) if post is None else client.post(url, post, **extra)

    return open_page


@pytest.fixture
def text_of():
    """The words of a page without its tags, white space folded."""

    def text_of(response):
        html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    return text_of


# -- a browser, where there is one -----------------------------------------------------------------------------------

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    return {"executable_path": CHROMIUM, "args": [*flags.split(), "--disable-component-update", "--disable-sync"]}

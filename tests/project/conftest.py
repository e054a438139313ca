"""One demo for all tests of the command: killed while it is made, made anew, stopped. Each test works on a copy."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project.command_line import begin_demo, environment, running_demo

PORT = 8740
ENTER = "import sys; from pathlib import Path; from lali.project.installation import enter_node; enter_node(Path(sys.argv[1]))\n"
NO_SUCH_DATABASE = "postgres://nobody@127.0.0.1:9/nothing"


def pytest_collection_modifyitems(items):
    """All of these share one demo, so one worker runs them all."""
    for item in items:
        if "project" in item.path.parts[-2:-1]:
            item.add_marker(pytest.mark.xdist_group("project"))


@dataclass(frozen=True, slots=True)
class Made:
    """The demo's folder; what stood in it when its making was killed; the welcome of the one that came after."""

    home: Path
    when_killed: frozenset[str]
    welcome: str


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """A demo that was killed half-way, then made by a shell that otherwise serves a database of its own."""
    home = tmp_path_factory.mktemp("demo")
    first = begin_demo(home, PORT)
    while not (home / "fiji" / "lali.sqlite3").exists() and first.poll() is None:
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    stood = frozenset(path.relative_to(home).as_posix() for path in home.rglob("*"))
    with running_demo(home, PORT, DATABASE_URL=NO_SUCH_DATABASE, LETTERBOX_URL=NO_SUCH_DATABASE) as demo:
        pass
    return Made(home, stood, demo.welcome)


@pytest.fixture
def copy_of(made_demo, tmp_path):
    """A copy of a country's node, to be spoilt: `copy_of("fiji")`."""

    def copy_of(country):
        return Path(shutil.copytree(made_demo.home / country, tmp_path / country))

    return copy_of


@pytest.fixture(scope="session")
def inside():
    """Run code inside a node, in a process of its own: `inside(home, code, *arguments)`; gives what it printed."""

    def inside(home, code, *arguments):
        command = [sys.executable, "-c", ENTER + code, str(home), *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment())
        assert done.returncode == 0, done.stderr
        return done.stdout

    return inside

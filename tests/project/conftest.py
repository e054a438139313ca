"""Nodes for the tests of the command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.command_line import environment
from tests.project.making import made_once

ENTER = "import sys; from pathlib import Path; from lali.project.installation import enter_node; enter_node(Path(sys.argv[1]))\n"


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """The demo of this run, not running. Read it; whoever spoils something takes a copy."""
    return made_once(tmp_path_factory.getbasetemp())


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

"""An import that is killed leaves whole rows only, and goes on where it stopped; so does taking one back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PLAY = Path(__file__).with_name("killed.py")


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Play a step in a process of its own, on a node of its own."""
    home = tmp_path_factory.mktemp("killed") / "node"
    elsewhere = {"DATABASE_URL", "LETTERBOX_URL", "LALI_TEST_POSTGRES"}
    env = {name: value for name, value in os.environ.items() if name not in elsewhere}

    def play(step):
        command = [sys.executable, str(PLAY), str(home), step]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    _said, failed = play("make").communicate(timeout=60)
    assert not failed, failed
    return play


def kill_when_ready(process):
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    process.kill()  # SIGKILL: nothing is tidied up
    process.communicate(timeout=10)


def test_killed_between_rows_in_the_middle_of_one_and_while_taking_back(play):
    def look():
        said, failed = play("look").communicate(timeout=60)
        return json.loads(said or failed)

    def rows(number, state, *, still_open):
        counted = {"cases": number, "rows": number, "numbers": still_open, "findable": still_open, "open": still_open}
        return {"sound": "ok", "journal": None, "state": state} | counted

    kill_when_ready(play("between"))
    assert look() == rows(3, "applying", still_open=3)
    kill_when_ready(play("within"))
    assert look() == rows(3, "applying", still_open=3)
    assert play("go_on").communicate(timeout=60)[1] == ""
    assert look() == rows(8, "applied", still_open=8)
    kill_when_ready(play("undo"))
    assert look() == rows(8, "undoing", still_open=6)
    assert play("undo_again").communicate(timeout=60)[1] == ""
    assert look() == rows(8, "undone", still_open=0)

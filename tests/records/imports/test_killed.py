"""An import that is killed leaves whole rows only, and goes on where it stopped; so does taking one back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PLAY = Path(__file__).with_name("killed.py")


@pytest.fixture
def play(tmp_path):
    """Play a step in a process of its own, on a node of its own."""
    home = tmp_path / "node"
    elsewhere = {"DATABASE_URL", "LETTERBOX_URL", "LALI_TEST_POSTGRES"}
    env = {name: value for name, value in os.environ.items() if name not in elsewhere}

    def play(step, *more):
        command = [sys.executable, str(PLAY), str(home), step, *map(str, more)]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, env=env, text=True, **pipes)

    _said, failed = play("make").communicate(timeout=60)
    assert not failed, failed
    return play


@pytest.fixture
def look(play):
    """What stands on the node."""

    def look():
        said, failed = play("look").communicate(timeout=60)
        return json.loads(said or failed)

    return look


def rows(number, state, *, still_open, runs=1):
    counted = {"cases": number, "rows": number, "numbers": still_open, "findable": still_open, "open": still_open}
    return {"sound": "ok", "journal": None, "state": state, "runs": runs} | counted


def ready(process):
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def kill_when_ready(process):
    ready(process).kill()  # SIGKILL: nothing is tidied up
    process.communicate(timeout=10)


def test_killed_between_rows_in_the_middle_of_one_and_while_taking_back(play, look):
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


def test_a_look_at_a_slow_file_holds_nobody_up_and_killed_leaves_nothing(play, look):
    slow = ready(play("slow_look"))
    said, failed = play("go_on").communicate(timeout=60)  # takes in while the other still reads
    assert (said, failed) == ("", "")
    assert look() == rows(8, "applied", still_open=8)
    slow.kill()
    slow.communicate(timeout=10)
    assert look() == rows(8, "applied", still_open=8)  # one run: of the look that was killed nothing is left


@pytest.mark.parametrize("other", ["the same import", "another import of the same register"])
def test_two_at_once_take_each_row_in_once(play, look, other):
    number, runs = 1, 1
    if other != "the same import":
        number, runs = int(play("second_look").communicate(timeout=60)[0]), 2
    both = [ready(play("together", one)) for one in (1, number)]
    for process in both:
        process.stdin.write("now\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    assert look() == rows(8, "applied", still_open=8, runs=runs)


def test_one_of_two_is_killed_and_the_other_goes_on(play, look):
    stopped = ready(play("between"))  # three rows are in; it stands between two
    assert play("go_on").communicate(timeout=60)[1] == ""
    stopped.kill()
    stopped.communicate(timeout=10)
    assert look() == rows(8, "applied", still_open=8)


def test_one_killed_in_the_middle_of_a_row_lets_the_other_go_on(play, look):
    stopped = ready(play("within"))  # holds what it writes: nobody else writes meanwhile
    waiting = play("go_on")
    stopped.kill()
    stopped.communicate(timeout=10)
    assert waiting.communicate(timeout=60)[1] == ""
    assert look() == rows(8, "applied", still_open=8)

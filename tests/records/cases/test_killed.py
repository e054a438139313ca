"""Judging that two persons are one, and taking that back: killed in the middle it is all there, or nothing of it."""

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

    def play(step):
        pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen([sys.executable, str(PLAY), str(home), step], env=env, text=True, **pipes)

    return play


def done(process):
    said, failed = process.communicate(timeout=60)
    assert process.returncode == 0, failed
    return said


def killed(process):
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    process.kill()  # SIGKILL: nothing is tidied up
    process.communicate(timeout=10)


def test_killed_while_two_are_merged_and_while_they_are_parted(play):
    def look():
        return json.loads(done(play("look")))

    whole = {"sound": "ok", "journal": None}
    two, one = whole | {"merged": 0, "merges": 0, "said": 0}, whole | {"merged": 1, "merges": 1, "said": 1}
    done(play("make"))
    killed(play("judge"))
    assert look() == two
    done(play("judge_whole"))
    assert look() == one
    killed(play("part"))
    assert look() == one
    done(play("part_whole"))
    assert look() == two

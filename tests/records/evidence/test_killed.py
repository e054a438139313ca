"""A process that is killed while an original comes in leaves a sound database and an intake that is listed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAY = Path(__file__).with_name("killed.py")


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """Play a step in a process of its own, on a node of its own."""
    home = tmp_path_factory.mktemp("killed") / "node"
    elsewhere = {"DATABASE_URL", "LETTERBOX_URL", "LALI_TEST_POSTGRES"}
    env = {name: value for name, value in os.environ.items() if name not in elsewhere}

    def play(step, **more):
        command = [sys.executable, str(PLAY), str(home), step]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)

    _said, failed = play("make").communicate(timeout=60)
    assert not failed, failed
    return play


def kill_when_ready(process):
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    process.kill()
    process.communicate(timeout=10)


def test_killed_in_the_middle_and_again_before_it_was_entered(play):
    kill_when_ready(play("stream"))
    kill_when_ready(play("seal"))
    said, failed = play("look").communicate(timeout=60)
    assert json.loads(said or failed) == {
        "sound": "ok",
        "journal": None,
        "exhibits": 0,
        "cut_off": ["phone.img", "phone.img"],
        "in_store": 1,
        "without_exhibit": 1,
        "next": "E-001",
    }

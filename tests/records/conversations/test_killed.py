"""A process that is killed while it reads an export leaves what is whole, listed as unfinished; it goes on from there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAY = Path(__file__).with_name("killed.py")


@pytest.mark.slow
def test_killed_in_the_middle_of_a_batch(tmp_path):
    elsewhere = {"DATABASE_URL", "LETTERBOX_URL", "LALI_TEST_POSTGRES"}
    env = {name: value for name, value in os.environ.items() if name not in elsewhere}

    def play(step):
        command = [sys.executable, str(PLAY), str(tmp_path / "node"), step]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    _said, failed = play("make").communicate(timeout=60)
    assert not failed, failed
    process = play("read")
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    process.kill()
    process.communicate(timeout=10)
    said, failed = play("look").communicate(timeout=60)
    assert json.loads(said or failed) == {
        "sound": "ok",
        "journal": None,
        "listed": ["C-001"],
        "kept": 1_500,
        "state": "read",
        "whole": True,
        "accounted": True,
        "reached": True,
    }

"""Servers end by themselves when whoever started them was killed and could tidy nothing up."""

import socket
import subprocess
import sys
import time

import pytest

from lali.project.servers import is_free

STARTER = """
import sys, time
from pathlib import Path
from lali.project.servers import Served, answers, start

one = Served(Path(sys.argv[1]), "public", "127.0.0.1", int(sys.argv[2]), processes=int(sys.argv[3]),
             application="wsgiref.simple_server:demo_app")
held = start(one)
while not answers(one):
    time.sleep(0.05)
print("ready", flush=True)
time.sleep(60)
"""


def a_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("processes", [1, 2])
def test_of_a_starter_that_was_killed_no_server_is_left(tmp_path, processes):
    port = a_free_port()
    command = [sys.executable, "-c", STARTER, str(tmp_path), str(port), str(processes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout.readline() == "ready\n"
        assert not is_free("127.0.0.1", port)
        starter.kill()
    until = time.monotonic() + 30
    while not is_free("127.0.0.1", port) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_free("127.0.0.1", port)

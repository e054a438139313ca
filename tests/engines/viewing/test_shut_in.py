"""The process that reads hostile files can open nothing, and ends by its limits; the caller gets a word for it."""

import io
import subprocess
import sys
import time

import pytest

from lali.engines.viewing import CannotLook, asking, by_when, look, name_inside
from tests.engines.viewing.files import looked, photograph

TRIES = """
import os, socket, sys, _posixsubprocess
from lali.engines.viewing.worker import shut_door, shut_in
shut_in(512 * 1024 * 1024, 5)
shut_door()
held = []
for name, attempt in {
    "reads a file": lambda: open("/etc/hostname"),
    "writes a file": lambda: open("/tmp/nothing-of-lali", "w"),
    "opens a connection": lambda: socket.socket(),
    "opens a pipe": lambda: os.pipe(),
    "starts a program": lambda: __import__("subprocess").run(["/bin/true"], check=True),
    "takes memory": lambda: bytearray(1024 * 1024 * 1024),
}.items():
    try:
        attempt()
    except (OSError, MemoryError, ImportError):
        held.append(name)
    else:
        sys.exit("not held: " + name)
print(len(held))
"""


def test_nothing_can_be_opened_any_more():
    done = subprocess.run([sys.executable, "-I", "-c", TRIES], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "6", done.stderr


@pytest.mark.slow
def test_a_reader_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 1)

    class Slow(io.BytesIO):
        def read(self, size=-1):
            time.sleep(1.5)
            return super().read(size)

    began = time.monotonic()
    with pytest.raises(CannotLook, match="too_long"):
        look(Slow(b"x" * 100))
    assert time.monotonic() - began < 5


def test_orders_that_share_their_time_share_it():
    over = by_when(0)
    for order in (
        lambda: look(io.BytesIO(b"x"), until=over),
        lambda: name_inside(io.BytesIO(b"x"), "x", (1, 1), until=over),
    ):
        with pytest.raises(CannotLook):
            order()


def test_a_reader_that_crashes_gives_a_word(monkeypatch):
    monkeypatch.setattr(asking, "MEMORY", 8 * 1024 * 1024)  # it cannot even start
    with pytest.raises(CannotLook):
        looked(photograph())


def test_an_answer_of_another_shape_is_not_believed():
    from lali.engines.viewing.described import Seen, seen_from

    good = Seen(kind="text", format="").as_json()
    assert seen_from(good).kind == "text"
    for wrong in (
        b"[]",
        b"{}",
        b"null",
        good.replace(b'"text"', b'"<b>"'),
        good.replace(b'"page": 1', b'"page": "x"'),
        good.replace(b'"facts": []', b'"facts": [{"name": "x", "value": 3}]'),
        good.replace(b'"cautions": []', b'"cautions": [{"code": "no", "about": ""}]'),
        b"\xff",
    ):
        with pytest.raises(ValueError, match=r".*"):
            seen_from(wrong)


def test_what_the_original_raises_goes_through():
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise RuntimeError("the seal is broken")

    with pytest.raises(RuntimeError):
        look(Broken(b"x"))

"""Reading messages: `signs` and `identifiers` together on one core, and a cold `lali check` of one message.

Messages a second are counted by processor time, so that colleagues' work on the same machine counts least.
"""

import gc
import os
import subprocess
import time

from bench.figures import Figure, median
from bench.identifiers import measure as measure_identifiers
from bench.messages import given, made_up
from bench.nodes import COMMAND
from lali.engines.signs import read

MESSAGES = 3000
PASSES = 5
STARTS = 10
ONE = (
    "Pay 350 dollars PALM priority fee today, only ten places left. Call 410-0142 or @goldenlagoon_hr, no contract yet."
)


def figures() -> list[Figure]:
    found = _speeds("made up", made_up(MESSAGES))
    real = given()
    return found + (_speeds("given", real) if real else []) + _cold()


def _speeds(name: str, messages: list[str]) -> list[Figure]:
    read(messages[0], country="FJ")  # loads the catalogue and the numbering plans once
    speeds = [_speed(messages) for _ in range(PASSES)]
    alone = measure_identifiers(messages)
    return [
        Figure(f"{name}: signs + identifiers, one core", median(speeds), "messages/s", at_least=5000),
        Figure(f"{name}: the same, best of {PASSES} passes", max(speeds), "messages/s"),
        Figure(f"{name}: identifiers alone, a message", alone["fold_and_find_us"], "us"),
        Figure(f"{name}: messages", len(messages), ""),
        Figure(f"{name}: characters a message", alone["characters"], ""),
    ]


def _speed(messages: list[str]) -> float:
    gc.collect()
    start = time.process_time()
    for message in messages:
        read(message, country="FJ")
    return len(messages) / (time.process_time() - start)


def _cold() -> list[Figure]:
    _start()  # the disk's cache is warm for all of them
    walls, processor = zip(*(_start() for _ in range(STARTS)), strict=True)
    return [
        Figure("cold `lali check` of one message, median of 10", median(walls), "s", at_most=0.4),
        Figure("cold `lali check`, processor time", median(processor), "s"),
    ]


def _start() -> tuple[float, float]:
    """Wall and processor seconds of one command from start to end."""
    begun = time.perf_counter()
    process = subprocess.Popen([COMMAND, "check", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.stdin.write(ONE.encode())
    process.stdin.close()
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"`lali check` ended with {process.returncode}.")
    return wall, used.ru_utime + used.ru_stime

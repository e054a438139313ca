"""A node as `lali serve` runs it: how soon the first page comes, and how much memory it holds.

Memory is the sum over all its processes; PSS counts what they share once. `idle` is after the first pages; `after work`
is after every page was asked for many times, which loads all that is loaded when it is first needed.
"""

import subprocess
import time
import urllib.parse
from pathlib import Path

from bench.figures import Figure, median
from bench.messages import made_up
from bench.nodes import COMMAND, HOST, clean_environment, free_port, memory, processor_seconds, scene, stop, wait_for
from bench.visitors import Asked, ask, sign_in
from lali.project.demo.story import FIJI_MEMBERS, PASSWORD
from lali.project.servers import Served

STARTS = 3
SETTLE = 3  # seconds after the last page


def figures() -> list[Figure]:
    with scene() as home:
        runs = [_run(home) for _ in range(STARTS)]
    starts, processor, idle, idle_rss, worked = (median(values) for values in zip(*runs, strict=True))
    return [
        Figure("start to first page of both sites", starts, "s", at_most=5),
        Figure("processor time until then, all processes", processor, "s"),
        Figure("idle memory of a node (PSS)", idle, "MiB", at_most=200),
        Figure("idle memory of a node (RSS, shared pages twice)", idle_rss, "MiB"),
        Figure("memory after work (PSS)", worked, "MiB", at_most=200),
    ]


def _run(home: Path) -> tuple[float, float, float, float, float]:
    public, workspace = (Served(home, name, HOST, free_port()) for name in ("public", "workspace"))
    begun = time.perf_counter()
    node = subprocess.Popen(
        [COMMAND, "serve", "--home", home, "--public-port", str(public.port), "--workspace-port", str(workspace.port)],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(public)
        wait_for(workspace)
        seconds, processor = time.perf_counter() - begun, processor_seconds(node.pid)
        time.sleep(SETTLE)
        idle, idle_rss = memory(node.pid)
        _work(public, workspace)
        time.sleep(SETTLE)
        return seconds, processor, idle, idle_rss, memory(node.pid)[0]
    finally:
        stop(node)


def _work(public: Served, workspace: Served) -> None:
    texts = [urllib.parse.urlencode({"text": text}) for text in made_up(200)]
    member = sign_in(workspace, FIJI_MEMBERS[0][0], PASSWORD)
    pages = ("/", "/cases/", "/tips/", "/tips/new/", "/tips/1/", "/packets/", "/partners/")
    asked = [Asked("/en/check/", ">Report this<", form=text) for text in texts]
    answers = [
        ask(public, asked, clients=8),
        ask(workspace, [Asked(page, "<main", cookies=member) for page in pages * 20], clients=8),
    ]
    if any(one.errors for one in answers):
        raise RuntimeError("A page was not given.")

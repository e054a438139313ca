"""A flow as it is read, checked and walked."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from .gsm import folded, segments

FLOWS = ("chat_job", "online_friend")
ENDS = ("good", "hard")
LONGEST_WALK = 40  # replies; a flow without rings is far shorter, and what a page sends back must have an end

_WORDS = files(__package__) / "data" / "words"


class FlowRefused(ValueError):
    """What a page sent back is no walk through this flow."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the reader can say, and where it leads."""

    reply: str
    to: str


@dataclass(frozen=True, slots=True)
class Node:
    """A step. `sign` is what the words said show; `end` is good, hard, or empty where it goes on.

    `told`: the story itself speaks, not the stranger.
    """

    name: str
    say: str
    replies: tuple[Reply, ...]
    sign: str = ""
    end: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation: `label` is who speaks."""

    name: str
    title: str
    intro: str
    label: str
    start: str
    nodes: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody stands: the node, what they said last, and the signs met on the way (not of the node itself)."""

    node: Node
    said: str
    signs: tuple[str, ...]


@cache
def flow(name: str) -> Flow:
    """Return a flow by name. KeyError for an unknown one."""
    if name not in FLOWS:
        raise KeyError(name)
    return read_flow(name, tomllib.loads((_WORDS / f"{name}.toml").read_text(encoding="utf-8")))


def read_flow(name: str, facts: Mapping[str, Any]) -> Flow:
    """Return the flow that a file's content describes."""
    nodes = {
        key: Node(
            name=key,
            say=node["say"],
            replies=tuple(Reply(**reply) for reply in node.get("replies", ())),
            sign=node.get("sign", ""),
            end=node.get("end", ""),
            told=node.get("told", bool(node.get("end"))),
        )
        for key, node in facts["node"].items()
    }
    return Flow(name, facts["title"], facts["intro"], facts["label"], facts["start"], MappingProxyType(nodes))


def walk(steps: Flow, path: str) -> Walk:
    """Go through `steps` by the replies of `path`, a digit each, counted from 1. FlowRefused where there is no such."""
    if len(path) > LONGEST_WALK:
        raise FlowRefused("Longer than any walk.")
    node, said, signs = steps.nodes[steps.start], "", list[str]()
    for digit in path:
        if digit not in "123456789"[: len(node.replies)]:
            raise FlowRefused("No such reply.")
        reply = node.replies[int(digit) - 1]
        if node.sign and node.sign not in signs:
            signs.append(node.sign)
        node, said = steps.nodes[reply.to], reply.reply
    return Walk(node, said, tuple(signs))


def sms(node: Node, spoken: Callable[[str], str] = str) -> str:
    """Return a step as one SMS: what is said, then the replies numbered. `spoken` puts words into a language."""
    return folded(
        "\n".join([spoken(node.say), *(f"{number} {spoken(one.reply)}" for number, one in enumerate(node.replies, 1))])
    )


def problems(steps: Flow) -> list[str]:
    """Say what is wrong with a flow, a line each: nothing for one that may be run."""
    said = [
        f"{node.name}: a reply leads to {reply.to}, which is not there"
        for node in steps.nodes.values()
        for reply in node.replies
        if reply.to not in steps.nodes
    ]
    if steps.start not in steps.nodes or said:
        return said or [f"the start {steps.start} is not there"]
    reached = _closure([steps.start], lambda name: (reply.to for reply in steps.nodes[name].replies))
    back: dict[str, list[str]] = {name: [] for name in steps.nodes}
    for node in steps.nodes.values():
        for reply in node.replies:
            back[reply.to].append(node.name)
    ending = _closure([name for name, node in steps.nodes.items() if node.end], lambda name: back[name])
    for name, node in steps.nodes.items():
        said += _problems_of(node)
        if name not in reached:
            said.append(f"{name}: nothing leads here")
        if name not in ending:
            said.append(f"{name}: no end can be reached from here")
    return said


def _problems_of(node: Node) -> list[str]:
    said = []
    if bool(node.end) == bool(node.replies):
        said.append(f"{node.name}: either an end or replies")
    if node.end and node.end not in ENDS:
        said.append(f"{node.name}: an end is good or hard")
    if segments(sms(node)) != (1, True):
        said.append(f"{node.name}: does not fit one SMS of the GSM alphabet")
    return said


def _closure(begin: Iterable[str], following: Callable[[str], Iterable[str]]) -> frozenset[str]:
    found, waiting = set(begin), list(begin)
    while waiting:
        for name in following(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)

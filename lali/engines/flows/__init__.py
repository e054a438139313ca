"""Conversations in steps that any channel can run: a page a step on the web, a numbered list in an SMS.

A flow is a file of nodes: something is said, the reader picks a reply, the reply leads to the next node; an end is a
good one or a hard one and never blames. Promises: every node can be reached and from every node an end, so nobody is
caught in a ring; a step's whole SMS, replies included, fits one message of 160 characters of the GSM alphabet in
English. What the reader picked is a string of digits: the whole state, kept by the reader's page and by nobody else.
"""

from .commands import Command, Heard, heard, language_named
from .gsm import ended, folded, segments
from .running import FLOWS, Flow, FlowRefused, Node, Reply, Walk, flow, problems, sms, walk
from .texts import cut, decoded, first_that_fits, fits, plain

__all__ = [
    "FLOWS",
    "Command",
    "Flow",
    "FlowRefused",
    "Heard",
    "Node",
    "Reply",
    "Walk",
    "cut",
    "decoded",
    "ended",
    "first_that_fits",
    "fits",
    "flow",
    "folded",
    "heard",
    "language_named",
    "plain",
    "problems",
    "segments",
    "sms",
    "walk",
]

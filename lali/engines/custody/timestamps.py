"""Time-stamps (RFC 3161): an authority's signed word that a head of the log stood at a time.

A stamp counts only when it answers the very question that was asked (nonce), is of this head (SHA-256), and its chain
leads to a certificate that was named beforehand. It is checked by the same lines that anybody runs who checks a bundle
without us (`standalone`). The network is the caller's.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from lali.engines.custody.standalone import Broken, checked_stamp, question_for, token_in

MAX_ANSWER = 64 * 1024  # bytes of an authority's answer
_NONCE_BITS = 63


class StampRefused(Exception):
    """An authority's answer is no stamp for what was asked; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for an authority: the bytes to send, and the number by which its answer is known."""

    request: bytes
    nonce: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """An authority's word: when, by whom, and the token that proves it (CMS, DER)."""

    at: datetime
    authority: str
    token: bytes


def ask_stamp(head: str) -> Asked:
    """Write the question for a stamp over a signed head."""
    nonce = secrets.randbits(_NONCE_BITS)
    return Asked(question_for(head.encode(), nonce), nonce)


def read_stamp(answer: bytes, *, head: str, nonce: int, authorities: bytes) -> Stamp:
    """Read an authority's answer; `StampRefused` unless it is a stamp over this head, for this question.

    `authorities` are the certificates (PEM) that are trusted: roots, or the authority's own.
    """
    if len(answer) > MAX_ANSWER:
        raise StampRefused("The answer is longer than any stamp.")
    try:
        token = token_in(answer)
        at, name, _print, told = checked_stamp(head.encode(), token, authorities)
    except Broken as why:
        raise StampRefused(str(why)) from None
    if not authorities or told != nonce:
        raise StampRefused("The answer is to another question.")
    return Stamp(at, name, token)

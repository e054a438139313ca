"""What a log shows a partner of itself, and what the partner, as its witness, says to it.

A packet carries the newest signed head of the sender's log, with proofs (RFC 9162, 2.1.4) that it only adds to the
heads that were shown to the same partner before. The partner remembers what it has seen, compares, and countersigns
the head only where nothing was taken back: so nobody can show one history to one partner and another to the next, or
write it anew, without two signed heads that cannot both be true.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lali.engines.custody.heads import Head, HeadRefused, read_head, verify_head
from lali.engines.custody.keys import NotAKey, VerifierKey
from lali.engines.custody.merkle import HASH_SIZE, MAX_SIZE, verify_consistency

SHOWN_FORMAT = "lali-journal-1"
MOST_EARLIER = 16
MAX_SHOWN = 256 * 1024
_LONGEST_PATH = 130  # of a log of MAX_SIZE entries
_NODE = re.compile(r"[0-9a-f]{64}")


class ShownRefused(ValueError):
    """What was to show a log cannot be read."""


class Seen(StrEnum):
    """What a witness finds about a head that was shown. Only the first two are countersigned."""

    FIRST = "first"  # nothing was seen of this log before
    ADDS = "adds"  # it begins with all that was seen before
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"  # not by the key that came with it
    OTHER_KEY = "other_key"  # than signed the heads that were seen before
    NOT_COMPARED = "not_compared"  # no proof leads from what was seen before to this head
    REWRITTEN = "rewritten"  # it says something else of entries that were seen before

    @property
    def countersigned(self) -> bool:
        """Tell whether a witness signs such a head."""
        return self in {Seen.FIRST, Seen.ADDS}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A head shown before: its size and root, and the proof that the newest only adds to it."""

    size: int
    root: bytes
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """A log as it is shown: its signed head, the key under which that verifies, the heads that were shown before."""

    head: str
    key: str
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a witness found. `learned` are roots by size that now are known to be of this log, the head's among them."""

    seen: Seen
    head: Head | None = None
    learned: Mapping[int, bytes] = field(default_factory=dict)


def witness_name(node: str) -> str:
    """Give the name under which a node countersigns the heads of others."""
    return f"{node}/witness"


def shown_text(shown: Shown) -> bytes:
    """Write what goes into a packet; `earlier` beyond MOST_EARLIER is left out, the oldest first."""
    earlier = sorted(shown.earlier, key=lambda one: one.size)[-MOST_EARLIER:]
    told = {
        "format": SHOWN_FORMAT,
        "head": shown.head,
        "key": shown.key,
        "earlier": [
            {"size": one.size, "root": one.root.hex(), "path": [node.hex() for node in one.path]} for one in earlier
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read_shown(data: bytes) -> Shown:
    """Read what `shown_text` wrote, trusting nothing of it; `ShownRefused`."""
    if len(data) > MAX_SHOWN:
        raise ShownRefused("It is longer than any log shows itself.")
    try:
        told = json.loads(data)
        earlier = told["earlier"]
        if told["format"] != SHOWN_FORMAT or len(earlier) > MOST_EARLIER:
            raise ShownRefused("It is of another form.")
        found = [Earlier(_size(one["size"]), _root(one["root"]), _path(one["path"])) for one in earlier]
        return Shown(_text(told["head"]), _text(told["key"]), tuple(found))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ShownRefused("It cannot be read.") from None


def judge(shown: Shown, *, seen: Mapping[int, bytes], key: str = "") -> Judgement:
    """Compare a shown head with what was seen of the same log: `seen` are roots by size, `key` signed them ("": none).

    A head is first where `seen` is empty. Two roots of one size are two histories, however well both are signed.
    """
    try:
        VerifierKey.parse(shown.key)
        head = read_head(shown.head)
    except (NotAKey, HeadRefused):
        return Judgement(Seen.UNREADABLE)
    if key and key != shown.key:
        return Judgement(Seen.OTHER_KEY, head)
    try:
        verify_head(shown.head, [shown.key])
    except HeadRefused:
        return Judgement(Seen.UNSIGNED, head)
    proven = {one.size: one.root for one in shown.earlier if _leads_to(one, head)} | {head.size: head.root}
    found = _compared(proven, head, seen)
    return Judgement(found, head, proven if found.countersigned else {})


def _compared(proven: Mapping[int, bytes], head: Head, seen: Mapping[int, bytes]) -> Seen:
    if any(seen.get(size, root) != root for size, root in proven.items()):
        return Seen.REWRITTEN
    if not seen:
        return Seen.FIRST
    return Seen.ADDS if head.size in seen or max(seen) in proven else Seen.NOT_COMPARED


def _leads_to(earlier: Earlier, head: Head) -> bool:
    return verify_consistency(earlier.size, head.size, earlier.path, earlier.root, head.root)


def _size(value: object) -> int:
    if type(value) is not int or not 0 < value <= MAX_SIZE:
        raise ValueError
    return value


def _root(value: object) -> bytes:
    if not isinstance(value, str) or not _NODE.fullmatch(value) or len(value) != 2 * HASH_SIZE:
        raise ValueError
    return bytes.fromhex(value)


def _path(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > _LONGEST_PATH:
        raise ValueError
    return tuple(map(_root, value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

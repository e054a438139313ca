"""A head that was given away before, against the log as it is today: did it only grow, or was it written anew.

RFC 9162, 2.1.4: the proof that today's tree begins with the older one is worked out from the entries as they stand in
the database, and checked against both signed heads.
"""

import base64
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import (
    Earlier,
    HeadRefused,
    Shown,
    consistency_proof,
    read_head,
    root_of,
    shown_text,
    verify_consistency,
    verify_head,
)
from lali.records.audit.models import LogState
from lali.records.audit.queries import log_verifier, newest_head, nodes_of

MAX_FILE = 16 * 1024 * 1024
MOST_UNPACKED = 4 * MAX_FILE  # bytes of all small files of one zip together
MOST_HEADS = 100  # in one file
_FORMS = {"head.txt", "timestamps.json", "witnesses.json", "journal.json"}  # of bundles, folders and packets
_HEAD = re.compile(
    "(?m)^[^\n]{1,200}\n(?:0|[1-9][0-9]{0,18})\n[A-Za-z0-9+/]{43}=\n(?:[^\n]+\n){0,8}\n(?:\u2014 [^\n]+\n)+"
)


class Verdict(StrEnum):
    """What an older head says of today's log."""

    HOLDS = "holds"
    REWRITTEN = "rewritten"
    CUT = "cut"
    NOT_OURS = "not_ours"
    OTHER_KEY = "other_key"

    @property
    def broken(self) -> bool:
        """Tell whether something that was signed before does not stand any more."""
        return self in {Verdict.REWRITTEN, Verdict.CUT}

    @property
    def holds(self) -> bool:
        """Tell whether today's log begins with what the head was signed over."""
        return self is Verdict.HOLDS

    @property
    def sentence(self) -> str:
        """Give the verdict in words, with %(size)s and %(now)s to be filled in."""
        return _SENTENCES[self]


_SENTENCES = {
    Verdict.HOLDS: _("Today's journal of %(now)s entries begins with the %(size)s of this head, unchanged."),
    Verdict.REWRITTEN: _(
        "History was rewritten: this head was signed here over %(size)s entries; today's journal begins with others."
    ),
    Verdict.CUT: _(
        "Entries are gone: this head was signed here over %(size)s entries, and today's journal has %(now)s."
    ),
    Verdict.NOT_OURS: _("This head is of another journal (%(origin)s)."),
    Verdict.OTHER_KEY: _(
        "This head names our journal but is not signed with the key that this node has today: it is forged, or the "
        "key was exchanged. Compare it with the key that was published."
    ),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One head that was compared: over how many entries, of which journal, how many that has today, the verdict."""

    size: int
    origin: str
    now: int
    verdict: Verdict

    def __str__(self) -> str:
        """Give the verdict in words."""
        return str(self.verdict.sentence) % {"size": self.size, "now": self.now, "origin": self.origin}


def compare_head(note: str) -> Compared:
    """Compare one signed head with today's logs; `HeadRefused` if it is none.

    The letterbox keeps a log of its own under the same name and key: a head of either is right.
    """
    head = read_head(note)
    if head.origin != settings.LOG_ORIGIN:
        return Compared(head.size, head.origin, 0, Verdict.NOT_OURS)
    try:
        verify_head(note, [log_verifier()])
    except HeadRefused:
        return Compared(head.size, head.origin, 0, Verdict.OTHER_KEY)
    now = _size_today("default")
    if any(_adds_to(head.size, head.root, using) for using in ("default", settings.LETTERBOX)):
        return Compared(head.size, head.origin, now, Verdict.HOLDS)
    return Compared(head.size, head.origin, now, Verdict.CUT if head.size > now else Verdict.REWRITTEN)


def heads_in(path: Path) -> list[str]:
    """Give every signed head in a file that was given away. Empty where there is none; OSError if it cannot be read.

    A file is a head, a bundle or folder or its zip, the receipt of a packet, or that of a report.
    """
    found = dict.fromkeys(one for data in _texts(path) for one in _heads_in(data))
    return list(found)[:MOST_HEADS]


def heads_in_text(text: str) -> list[str]:
    """Give every signed head in a text that somebody pasted or sent."""
    return list(dict.fromkeys(_heads_in(text)))[:MOST_HEADS]


def shown_log(earlier: Iterable[str]) -> bytes:
    """How our log shows itself to a partner: the newest head, and proofs that it adds to heads shown before.

    Empty before the first entry. Of a head that is not of this log any more the proof does not hold: the partner sees.
    """
    head = newest_head()
    if not head:
        return b""
    now = read_head(head)
    nodes = nodes_of(now.size)
    before = {one.size: one for one in map(read_head, earlier) if 0 < one.size <= now.size}
    proven = [Earlier(one.size, one.root, consistency_proof(one.size, now.size, nodes)) for one in before.values()]
    return shown_text(Shown(head, log_verifier(), proven))


def _size_today(using: str) -> int:
    head = LogState.objects.using(using).filter(pk=1).values_list("head", flat=True).first()
    return read_head(head).size if head else 0


def _adds_to(size: int, root: bytes, using: str) -> bool:
    head = LogState.objects.using(using).filter(pk=1).values_list("head", flat=True).first()
    if not head or (now := read_head(head)).size < size:
        return False
    nodes = nodes_of(now.size, using)
    if size in (0, now.size):  # there the proof is empty and asks no entry
        return root_of(size, nodes) == root
    return verify_consistency(size, now.size, consistency_proof(size, now.size, nodes), root, now.root)


def _texts(path: Path) -> Iterator[str]:
    """Give the texts in which heads may stand; of a bundle its few small files of known names."""
    if path.is_dir():
        for name in sorted(_FORMS):
            if (path / name).is_file():
                yield _read(path / name)
    elif zipfile.is_zipfile(path):
        try:
            yield from _zipped(path)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, struct.error):
            raise OSError("this zip is damaged") from None
    else:
        yield _read(path)


def _zipped(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        left = MOST_UNPACKED
        for entry in archive.infolist():
            if entry.filename.rpartition("/")[2] in _FORMS and entry.file_size <= MAX_FILE:
                left -= entry.file_size
                if left < 0:
                    return
                yield archive.read(entry).decode(errors="replace")


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MAX_FILE).decode(errors="replace")


def _heads_in(text: str) -> Iterator[str]:
    """Heads as they are, inside JSON, or in Base64 inside JSON: as receipts carry them."""
    text = text.replace("\r\n", "\n")
    yield from _HEAD.findall(text if text.endswith("\n") else text + "\n")
    for told in _objects(text):
        for value in _strings(told):
            yield from _HEAD.findall(value)
            yield from _HEAD.findall(_unpacked(value))


def _objects(text: str) -> Iterator[object]:
    start, end = text.find("{"), text.rfind("}")
    try:
        yield json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        return


def _strings(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _unpacked(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        return ""

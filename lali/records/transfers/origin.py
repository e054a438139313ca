"""The journal of origin of a case that came, read from its exhibit. A stranger wrote it: nothing in it is believed.

It names cases and members of the node of origin by its own numbers, which are others here: they are shown as they were
kept, and tied to nothing of this node. Only who came as a name only with this very case has a name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime
from functools import cached_property

from lali.engines.custody import (
    Head,
    NotCanonical,
    NotInStore,
    SealBroken,
    leaf_hash,
    read_line,
    verify_head,
    verify_inclusion,
)
from lali.records.agencies.queries import stubs_by_key
from lali.records.briefs.storage import pieces_of_original
from lali.records.cases.models import Case
from lali.records.changes import Change, opened_changes
from lali.records.evidence.models import Exhibit
from lali.records.transfers.models import ArrivedCase
from lali.records.transfers.vocabulary import ORIGIN_FILE

LONGEST_LINE = 256 * 1024  # bytes; an entry of ours with its proof has about two thousand
MOST_BYTES = 64 * 1024 * 1024  # of the file, some thirty thousand entries: the rest is read in the exhibit itself
LONGEST_WORD = 200
LONGEST_FIELD, MOST_CHANGES = 60, 30
HASH = 32


@dataclass(frozen=True, slots=True)
class OriginEntry:
    """One entry as it was kept there. `stands`: it is proved to be in the journal whose head is signed."""

    number: int | None
    at: datetime | None
    by: str
    verb: str
    subject: str
    facts: Mapping[str, object]
    changes: tuple[Change, ...]
    stands: bool


_UNREADABLE = OriginEntry(None, None, "", "", "", {}, (), stands=False)


class OriginJournal:
    """Entries of a journal of origin, newest first, as pages ask for them: counted, then a slice is read and held."""

    def __init__(self, case: Case, arrival: ArrivedCase, exhibit: Exhibit) -> None:
        self._case, self._arrival, self._exhibit = case, arrival, exhibit
        self.is_cut = False  # there is more than is read here

    def __len__(self) -> int:
        return self._told[1]

    def __getitem__(self, wanted: slice) -> list[OriginEntry]:
        if not isinstance(wanted, slice):
            raise TypeError  # templates ask for attributes in this way first
        first, after = len(self) - wanted.stop, len(self) - wanted.start
        lines = [line for place, line in self._lines() if max(first, 0) <= place - 1 < after]
        return [self._entry(line) for line in reversed(lines)]

    @cached_property
    def is_whole(self) -> bool:
        """Whether the file is what was sealed, and can be read."""
        try:
            return self._told is not None
        except (NotInStore, SealBroken, OSError):
            return False

    @cached_property
    def head(self) -> Head | None:
        """The signed head over the journal there; None where the signature does not hold under the key it names."""
        try:
            facts = json.loads(self._told[0])
            return verify_head(str(facts["head"]), [str(facts["key"])])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def names_of(self, entries: Iterable[OriginEntry]) -> dict[str, str]:
        """Names of those who did this and came with this case as names only, by how that journal writes them."""
        told = {one["name"] for one in self._arrival.told.get("members", ()) if not one["is_known"]}
        writers = {entry.by for entry in entries if entry.by.startswith("member:")}
        keys = {f"{self._arrival.fingerprint}/{writer.partition(':')[2]}": writer for writer in writers}
        return {writer: name for writer, name in stubs_by_key(keys).items() if name in told}

    @cached_property
    def _told(self) -> tuple[bytes, int]:
        """The first line, and how many entries follow."""
        first, number = b"", 0
        for place, line in self._lines():
            first, number = (line or b"", 0) if place == 0 else (first, place)
        return first, number

    def _lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Every line with its place, the head's being 0; None for one that is too long. Holds one line at a time."""
        place, held, is_long, size = 0, bytearray(), False, 0
        for piece in pieces_of_original(self._exhibit):
            *ended, rest = piece.split(b"\n")
            for part in ended:
                held += b"" if is_long else part
                is_long = is_long or len(held) > LONGEST_LINE
                yield place, None if is_long else bytes(held)
                place, held, is_long = place + 1, bytearray(), False
            held += b"" if is_long else rest
            if len(held) > LONGEST_LINE:
                held, is_long = bytearray(), True
            size += len(piece)
            if size > MOST_BYTES:
                self.is_cut = True
                return
        if held:
            yield place, bytes(held)

    def _entry(self, line: bytes | None) -> OriginEntry:
        try:
            told = json.loads(line or b"")
            logged = told["line"].encode()
            entry = read_line(logged)
            proof = [bytes.fromhex(step) for step in told["proof"]]
            at = datetime.fromisoformat(str(entry["at"]))
            subject, number, facts = str(entry["subject"]), entry["n"], entry["facts"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, NotCanonical):
            return _UNREADABLE
        is_ours = subject.partition("/")[0] == f"case:{self._arrival.reference}"
        if not MINYEAR < at.year < MAXYEAR:
            return _UNREADABLE  # in another zone it may be no year of a calendar
        if not is_ours or at.tzinfo is None or type(number) is not int or not isinstance(facts, dict):
            return _UNREADABLE  # of another record, which did not come
        by = str(entry.get("by", ""))[:LONGEST_WORD]
        return OriginEntry(
            number=number,
            at=at,
            by=by,
            verb=str(entry.get("verb", ""))[:LONGEST_WORD],
            subject=subject[:LONGEST_WORD],
            facts=facts,
            changes=self._changes(subject, facts),
            stands=self._stands(logged, number, proof),
        )

    def _stands(self, logged: bytes, number: int, proof: list[bytes]) -> bool:
        if self.head is None or any(len(step) != HASH for step in proof):
            return False
        return verify_inclusion(leaf_hash(logged), number, self.head.size, proof, self.head.root)

    def _changes(self, subject: str, facts: Mapping[str, object]) -> tuple[Change, ...]:
        """Old and new values as on the journal of a case: the case's key came along, those of persons stay shut."""
        changed = facts.get("changed")
        if not isinstance(changed, dict):
            return ()
        pairs = {field: said for field, said in changed.items() if isinstance(said, list) and len(said) == 2}  # noqa: PLR2004
        some = dict(list(pairs.items())[:MOST_CHANGES])
        key = None if "/person:" in subject or not self._case.wrapped_key else self._case.key()
        changes = opened_changes(some, key=key)  # by the whole name, which is bound into the sealing
        return tuple(replace(one, field=one.field[:LONGEST_FIELD]) for one in changes)


def journal_of_origin(case: Case, arrival: ArrivedCase) -> OriginJournal | None:
    """The journal that came with a case opened through its door; None where its file was destroyed."""
    files = case.exhibits.filter(file_name=ORIGIN_FILE, sealed_at=arrival.taken_in_at, destroyed_at__isnull=True)
    exhibit = files.order_by("-number").first()
    return OriginJournal(case, arrival, exhibit) if exhibit else None

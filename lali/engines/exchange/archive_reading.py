"""Reading a case archive: bounded, in one pass, pushed by the decryption; each refusal has a reason and a sentence.

Nothing that was read may be kept before `read_archive` has returned: the signature stands at the end.
"""

import hashlib
import json
import math
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

import pyrage

from lali.engines.exchange import case_archive as form
from lali.engines.exchange.cards import Card, CardRefused
from lali.engines.exchange.case_archive import BLOCK, ArchiveHeader, NewerFormat
from lali.engines.exchange.documents import Malformed, is_signed_by

DEEPEST = 16  # objects and lists within one another in a record
MOST_RECORDS = 500_000
_AGE = b"age-encryption.org/v1\n"
_PASSPHRASE = b"\n-> scrypt "
_LONGEST_NUMBER = 40  # digits
_NO_KEY = "No matching keys"


class ArchiveReason(StrEnum):
    """Why an archive was refused."""

    NOT_AN_ARCHIVE = "not_an_archive"
    NOT_FOR_US = "not_for_us"
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - a reason, not a secret
    NEEDS_PASSPHRASE = "needs_passphrase"  # noqa: S105
    TAMPERED = "tampered"
    MALFORMED = "malformed"
    NEWER = "newer"


_SENTENCES = {
    ArchiveReason.NOT_AN_ARCHIVE: "This file is not an archive of a case.",
    ArchiveReason.NOT_FOR_US: "This archive is not addressed to this node.",
    ArchiveReason.WRONG_PASSPHRASE: "This is not the passphrase of the archive.",
    ArchiveReason.NEEDS_PASSPHRASE: "This archive is sealed to a passphrase. Type it in.",
    ArchiveReason.TAMPERED: "This archive was damaged, cut off, or changed after it was signed.",
    ArchiveReason.MALFORMED: "This archive is not written as an archive should be.",
    ArchiveReason.NEWER: "This archive was written by a newer Lali. Bring this node up to date first.",
}


class ArchiveRefused(ValueError):
    """An archive was not read; `reason` is an `ArchiveReason`, the text a sentence for the screen."""

    def __init__(self, reason: ArchiveReason, detail: str = "") -> None:
        sentence = _SENTENCES[reason]
        super().__init__(f"{sentence.removesuffix('.')}: {detail}." if detail else sentence)
        self.reason = reason


class Sink(Protocol):
    """Who takes what stands in an archive, in its order. Nothing of it counts before the whole was read."""

    def begin(self, header: ArchiveHeader, card: Card) -> None:
        """Hear who sends what."""

    def record(self, record: dict[str, object]) -> None:
        """Take one record."""

    def journal(self, data: bytes) -> None:
        """Take whole lines of the journal at the sender."""

    def file(self, number: int, size: int) -> Callable[[bytes], object]:
        """Begin to take file `number`; give what takes its bytes."""

    def file_ends(self, number: int, sha256: str) -> None:
        """Hear that a file is over, and its digest."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive that is whole and signed by the owner of `card`, whoever that is: whose card it is, the caller asks.

    `manifest` is the SHA-256 of the manifest: two readings with the same one read the same.
    """

    header: ArchiveHeader
    card: Card
    manifest: str


def asks_for_passphrase(file: BinaryIO) -> bool:
    """Say whether an archive is sealed to a passphrase; `ArchiveRefused` if it is none. Ends at its start."""
    key, _begin, _size = _outside(file)
    file.seek(0)
    return _PASSPHRASE in key


def read_archive(
    file: BinaryIO, sink: Sink, *, identity: bytes, recipient: str, passphrase: str = "", only_records: bool = False
) -> Checked | None:
    """Read a whole archive into `sink`; `ArchiveRefused` for whatever is wrong with it.

    `identity` and `recipient` are our age key. With `only_records` reading ends after the records and gives None: for
    who has read the whole before. What `sink` raises travels up, a `Malformed` as a refusal.
    """
    key, begin, size = _outside(file)
    once = _once(key, identity, passphrase)
    file.seek(begin)
    inside = _Inside(sink, recipient, only_records=only_records)
    try:
        pyrage.decrypt_io(_Slice(file, size), inside, [once])
        return inside.checked()
    except _Enough:
        return None
    except pyrage.DecryptError:
        raise ArchiveRefused(ArchiveReason.TAMPERED) from None
    except OSError as why:
        if why.errno is not None:  # a disk of ours; what fails to decrypt beyond the first chunk has no number
            raise
        raise ArchiveRefused(ArchiveReason.TAMPERED) from None
    except NewerFormat:
        raise ArchiveRefused(ArchiveReason.NEWER) from None
    except (Malformed, CardRefused) as refusal:
        raise ArchiveRefused(ArchiveReason.MALFORMED, str(refusal).rstrip(".")) from None


# -- outside -----------------------------------------------------------------------------------------------------------


def _outside(file: BinaryIO) -> tuple[bytes, int, int]:
    """Give the sealed key, and where the body begins and how long it is."""
    file.seek(0)
    try:
        first = _entry(file.read(BLOCK))
        key = file.read(first.size if 0 < first.size <= form.LONGEST_SMALL else 0)
        file.seek(BLOCK + len(key) + -len(key) % BLOCK)
        second = _entry(file.read(BLOCK))
    except Malformed:
        raise ArchiveRefused(ArchiveReason.NOT_AN_ARCHIVE) from None
    if (first.name, second.name) != (form.KEY, form.BODY) or not key.startswith(_AGE):
        raise ArchiveRefused(ArchiveReason.NOT_AN_ARCHIVE)
    begin = file.tell()
    if file.seek(0, 2) < begin + second.size:
        raise ArchiveRefused(ArchiveReason.TAMPERED)
    return key, begin, second.size


def _once(key: bytes, identity: bytes, passphrase: str) -> pyrage.x25519.Identity:
    """Open the key made for this archive, with our own key or the passphrase."""
    by_passphrase = _PASSPHRASE in key
    if by_passphrase and not passphrase:
        raise ArchiveRefused(ArchiveReason.NEEDS_PASSPHRASE)
    try:
        if by_passphrase:
            plain = pyrage.passphrase.decrypt(key, passphrase)
        else:
            plain = pyrage.decrypt(key, [pyrage.x25519.Identity.from_str(identity.decode("ascii").strip())])
        return pyrage.x25519.Identity.from_str(plain.decode("ascii").strip())
    except pyrage.DecryptError as refusal:
        if by_passphrase:
            raise ArchiveRefused(ArchiveReason.WRONG_PASSPHRASE) from None
        ours = _NO_KEY not in str(refusal)
        raise ArchiveRefused(ArchiveReason.TAMPERED if ours else ArchiveReason.NOT_FOR_US) from None
    except (pyrage.IdentityError, ValueError):
        raise ArchiveRefused(ArchiveReason.MALFORMED) from None


class _Slice:
    """So many bytes of a file from where it stands, as a file to read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes; nothing at the end of the slice."""
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data


# -- inside ------------------------------------------------------------------------------------------------------------


class _Enough(Exception):
    """The records are over, and nothing else was asked for."""


class _Inside:
    """The tar inside, pushed in as it is decrypted. Knows which part may come next; everything else is refused."""

    def __init__(self, sink: Sink, recipient: str, *, only_records: bool) -> None:
        self._sink, self._recipient, self._only_records = sink, recipient, only_records
        self._digest, self._manifest = hashlib.sha256(), hashlib.sha256()
        self._listed = b""  # the manifest that stands inside
        self._block = bytearray()
        self._name, self._left, self._padding = "", 0, 0
        self._held: bytearray | None = None  # the part that is gathered whole; None while a file goes through
        self._takes: Callable[[bytes], object] | None = None
        self._folder, self._number, self._parts, self._records = "", 0, 0, 0
        self._header: ArchiveHeader | None = None
        self._card: Card | None = None
        self._after = ""  # name of the part before
        self._over = False

    def write(self, data: bytes, /) -> int:
        """Take the next decrypted bytes."""
        rest = memoryview(data)
        while rest:
            rest = self._in_part(rest) if self._name else self._between(rest)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def checked(self) -> Checked:
        """What was read, once it ended as it should; `Malformed` or `ArchiveRefused` when it did not."""
        if not self._over or self._header is None or self._card is None:
            raise ArchiveRefused(ArchiveReason.TAMPERED)
        return Checked(self._header, self._card, hashlib.sha256(self._listed).hexdigest())

    def _between(self, rest: memoryview) -> memoryview:
        """Skip what fills the last block, then gather the next header."""
        if self._padding:
            taken = min(self._padding, len(rest))
            self._padding -= taken
            return rest[taken:]
        taken = BLOCK - len(self._block)
        self._block += rest[:taken]
        if len(self._block) == BLOCK:
            block = bytes(self._block)
            self._block.clear()
            self._open(block)
        return rest[taken:]

    def _open(self, block: bytes) -> None:
        if self._after == form.SIGNATURE:  # blocks of zeros end a tar, and nothing follows them
            if any(block):
                raise Malformed("it goes on after its end")
            self._over = True
            return
        entry = _entry(block)
        self._refuse_unless_next(entry.name)
        if entry.size < 0 or (self._folder != form.FILES and entry.size > self._longest(entry.name)):
            raise Malformed(f"{self._after or 'a part'} is followed by one that is too large")
        self._name, self._left = entry.name, entry.size
        self._digest = hashlib.sha256()
        if self._folder == form.FILES:
            self._held, self._takes = None, self._sink.file(self._number, entry.size)
        else:
            self._held, self._takes = bytearray(), None
        self._padding = -entry.size % BLOCK
        if not entry.size:
            self._close()

    def _longest(self, name: str) -> int:
        if name == form.MANIFEST:
            return form.LONGEST_MANIFEST
        return form.LONGEST_PART if self._folder else form.LONGEST_SMALL

    def _refuse_unless_next(self, name: str) -> None:
        """The order of the parts is the format's: so no path, no name twice, nothing foreign can be in it."""
        fixed = {"": form.HEADER, form.HEADER: form.README, form.README: form.CARD, form.MANIFEST: form.SIGNATURE}
        if self._after in fixed:
            allowed = {fixed[self._after]: ("", 0)}
        else:
            folders = [form.RECORDS, form.JOURNAL, form.FILES]
            later = folders[folders.index(self._folder) if self._folder else 0 :]
            allowed = {form.MANIFEST: ("", 0)}
            for folder in later:
                number = self._number + 1 if folder == self._folder else 1
                if number <= form.MOST_PARTS:
                    allowed[form.part_name(folder, number)] = (folder, number)
        if name not in allowed:
            raise Malformed("it holds something that archives do not carry, or not in its place")
        if self._only_records and self._folder == form.RECORDS and allowed[name][0] != form.RECORDS:
            raise _Enough
        self._folder, self._number = allowed[name]

    def _in_part(self, rest: memoryview) -> memoryview:
        piece = bytes(rest[: self._left])
        self._left -= len(piece)
        self._digest.update(piece)
        if self._held is not None:
            self._held += piece
        elif self._takes is not None:
            self._takes(piece)
        if not self._left:
            self._close()
        return rest[len(piece) :]

    def _close(self) -> None:
        """A part is whole: it goes where it belongs."""
        name, data, digest = self._name, bytes(self._held or b""), self._digest.hexdigest()
        self._name, self._after, self._held = "", name, None
        if name == form.SIGNATURE:
            self._check_signature(data)
            return
        if name == form.MANIFEST:
            self._listed = data
            if hashlib.sha256(data).digest() != self._manifest.digest():
                raise ArchiveRefused(ArchiveReason.TAMPERED)
            return
        self._manifest.update(form.manifest_line(digest, name))
        if name == form.HEADER:
            self._header = form.read_archive_header(data)
            if self._header.to and self._header.to != self._recipient:
                raise ArchiveRefused(ArchiveReason.NOT_FOR_US)
        elif name == form.CARD and self._header is not None:
            self._card = form.signing_card(data, self._header)
            self._sink.begin(self._header, self._card)
        elif self._folder == form.RECORDS:
            self._take_records(name, data)
        elif self._folder == form.JOURNAL:
            self._refuse_unless_lines(name, data)
            self._sink.journal(data)
        elif self._folder == form.FILES:
            self._sink.file_ends(self._number, digest)

    def _check_signature(self, signature: bytes) -> None:
        if self._card is None or not is_signed_by(self._card.verifying_key, signature, self._listed):
            raise ArchiveRefused(ArchiveReason.TAMPERED)

    def _refuse_unless_lines(self, name: str, data: bytes) -> None:
        if not data.endswith(b"\n"):
            raise Malformed(f"{name} does not end with a line end")

    def _take_records(self, name: str, data: bytes) -> None:
        self._refuse_unless_lines(name, data)
        for number, one in enumerate(data[:-1].split(b"\n"), 1):
            self._records += 1
            if self._records > MOST_RECORDS:
                raise Malformed("it holds more records than a case has")
            self._sink.record(read_record(one, f"{name}, line {number}"))


def _entry(block: bytes) -> tarfile.TarInfo:
    try:
        entry = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, ValueError):
        raise Malformed("its archive cannot be read") from None
    if entry.type != tarfile.REGTYPE:
        raise Malformed("its archive holds something else than plain files")
    return entry


# -- one record --------------------------------------------------------------------------------------------------------


def read_record(data: bytes, where: str) -> dict[str, object]:
    """Return the JSON object of one line; `Malformed`, with the place, for anything else, however deep or long."""
    try:
        found = json.loads(
            data, parse_constant=_no_number, parse_float=_fraction, parse_int=_whole, object_pairs_hook=_once_each
        )
    except (ValueError, RecursionError):
        raise Malformed(f"{where} is not JSON that a record can be") from None
    if not isinstance(found, dict) or _is_deep(found):
        raise Malformed(f"{where} is not a record")
    return found


def _no_number(_text: str) -> object:
    raise ValueError("Not a number of JSON.")


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("A number beyond all others.")
    return number


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("A number without end.")
    return int(text)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name twice.")
    return found


def _is_deep(value: object) -> bool:
    """Walk level by level, so that no depth can exhaust the stack."""
    level: list[object] = [value]
    for _depth in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, list | Mapping)
            for inner in (one.values() if isinstance(one, Mapping) else one)
        ]
        if not level:
            return False
    return True

"""A whole case in one sealed file: what one Lali hands to another.

The file is a tar of two, as a backup is: `case.tar.age`, sealed to a key made for this archive, and `key.age`, that key
sealed to the receiver's age recipient or to a passphrase. Inside, in this order and with nothing else:

    archive.json                who hands over what to whom, and in which version of this format
    README.txt                  how to check all this without Lali
    card.json                   the sender's card; it counts if it is the card that the receiver holds
    records/00001.jsonl ...     the records of the case, one JSON object a line
    journal/00001.jsonl ...     the journal of the case at the sender, line for line, under its signed head
    files/00001 ...             originals and documents, byte for byte, in the order in which the records name them
    manifest.sha256             SHA-256 of each part above; `sha256sum -c` checks it
    manifest.sig                raw Ed25519 signature of manifest.sha256 by the key on the card

Nothing is compressed and the next name is always known beforehand, so that no path, doubled name or bomb can be in it.
Writing and reading stream: memory stays flat, and no byte of it stands in clear on a disk.
"""

import hashlib
import io
import re
import tarfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import pyrage

from lali.engines.custody.keys import load_signing_key
from lali.engines.exchange.cards import Card, read_card
from lali.engines.exchange.documents import Malformed, line, read_object, read_stamp, readable, stamp
from lali.engines.exchange.packets import read_id

ARCHIVE_FORMAT = "lali-case-1"
KEY, BODY = "key.age", "case.tar.age"
HEADER, README, CARD, MANIFEST, SIGNATURE = (
    "archive.json",
    "README.txt",
    "card.json",
    "manifest.sha256",
    "manifest.sig",
)
RECORDS, JOURNAL, FILES = "records", "journal", "files"
PART = 1024 * 1024  # bytes; a part of lines is closed when it has reached this
LONGEST_LINE = 4 * 1024 * 1024
LONGEST_PART = PART + LONGEST_LINE
LONGEST_SMALL = 16 * 1024  # the header, the card, the README, the sealed key
MOST_PARTS = 99_999
LONGEST_MANIFEST = (MOST_PARTS * 3) * 100
SIGNATURE_BYTES = 64
BLOCK = tarfile.BLOCKSIZE

_FORMAT = re.compile(r"lali-case-[0-9]{1,6}")
_MEMBERS = frozenset({"format", "id", "created", "from", "to", "case_reference", "purpose"})


class ArchiveNotWritten(ValueError):
    """The archive cannot be made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ArchiveHeader:
    """What archive.json says: `sender` is a node's short name, `to` an age recipient, empty for a passphrase."""

    id: uuid.UUID
    created: datetime
    sender: str
    sender_name: str
    fingerprint: str
    to: str
    case_reference: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part on its way out; `pieces` are read once, when its turn comes, and must add up to `size`."""

    name: str
    size: int
    pieces: Iterable[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: SHA-256 of the sealed file and its size in bytes."""

    digest: str
    size: int


def line_parts(folder: str, lines: Iterable[bytes]) -> Iterator[Part]:
    """Put lines (without line ends) together into numbered parts of about a mebibyte; `ArchiveNotWritten` if one is
    longer than any reader takes.
    """  # noqa: D205 - one sentence
    number, gathered, size = 0, [], 0
    for one in lines:
        if len(one) >= LONGEST_LINE:
            raise ArchiveNotWritten("A record of this case is too long to be handed over.")
        gathered.append(one + b"\n")
        size += len(one) + 1
        if size >= PART:
            number += 1
            yield _part(folder, number, gathered)
            gathered, size = [], 0
    if gathered:
        yield _part(folder, number + 1, gathered)


def _part(folder: str, number: int, lines: list[bytes]) -> Part:
    data = b"".join(lines)
    return Part(part_name(folder, number), len(data), (data,))


def part_name(folder: str, number: int) -> str:
    """Return the name of a numbered part; `ArchiveNotWritten` beyond the last number there is."""
    if number > MOST_PARTS:
        raise ArchiveNotWritten("This case has more parts than an archive can hold.")
    return f"{folder}/{number:05d}" + (".jsonl" if folder != FILES else "")


def write_archive(
    out: BinaryIO,
    *,
    header: ArchiveHeader,
    card: bytes,
    parts: Iterable[Part],
    signing_key: bytes,
    recipient: str = "",
    passphrase: str = "",
) -> Written:
    """Write a sealed archive to `out`, an empty file that can be read and sought.

    Sealed to `recipient` (age X25519) or, where that is empty, to `passphrase`. `parts` come in the order of the
    format: records, journal, files. Raises `ArchiveNotWritten`; what `parts` raise travels up. Either way `out` then
    holds nothing of use, and the caller throws it away.
    """
    _refuse_unless_ours(card, signing_key)
    identity = pyrage.x25519.Identity.generate()
    _append_file(out, KEY, _sealed_key(identity, recipient, passphrase))
    begin = out.tell()
    out.write(bytes(BLOCK))  # the header of the body, once its size is known
    plain = _Pulled(_plain_tar(header, card, parts, signing_key))
    try:
        pyrage.encrypt_io(plain, out, [identity.to_public()])
    except pyrage.EncryptError:
        if plain.error is None:
            raise
        raise plain.error from None
    end = out.tell()
    size = end - begin - BLOCK
    out.write(bytes(-size % BLOCK + 2 * BLOCK))
    out.seek(begin)
    out.write(_tar_header(BODY, size))
    out.seek(0)
    digest = hashlib.sha256()
    while data := out.read(PART):
        digest.update(data)
    return Written(digest.hexdigest(), out.tell())


def _refuse_unless_ours(card: bytes, signing_key: bytes) -> None:
    if load_signing_key(signing_key).public_key().public_bytes_raw() != read_card(card).verifying_key:
        raise ArchiveNotWritten("The signing key does not belong to this node's card.")


def _sealed_key(identity: pyrage.x25519.Identity, recipient: str, passphrase: str) -> bytes:
    secret = f"{identity}\n".encode()
    if not recipient:
        if not passphrase:
            raise ArchiveNotWritten("An archive is sealed to a key or to a passphrase.")
        under_words: bytes = pyrage.passphrase.encrypt(secret, passphrase)
        return under_words
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except (pyrage.RecipientError, ValueError):
        raise ArchiveNotWritten("This is not an age recipient (age1...).") from None
    under_key: bytes = pyrage.encrypt(secret, [to])
    return under_key


def _append_file(out: BinaryIO, name: str, data: bytes) -> None:
    out.write(_tar_header(name, len(data)))
    out.write(data + bytes(-len(data) % BLOCK))


def _tar_header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def _plain_tar(header: ArchiveHeader, card: bytes, parts: Iterable[Part], signing_key: bytes) -> Iterator[bytes]:
    """Give the tar inside, piece by piece: each part, then the manifest of all and its signature."""
    manifest: list[bytes] = []
    small = ((HEADER, _header_file(header)), (README, _README.encode()), (CARD, card))
    for name, data in small:
        yield from _one_part(Part(name, len(data), (data,)), manifest)
    for part in parts:
        yield from _one_part(part, manifest)
    listed = b"".join(manifest)
    for name, data in ((MANIFEST, listed), (SIGNATURE, load_signing_key(signing_key).sign(listed))):
        yield _tar_header(name, len(data))
        yield data + bytes(-len(data) % BLOCK)
    yield bytes(2 * BLOCK)


def _one_part(part: Part, manifest: list[bytes]) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    yield _tar_header(part.name, part.size)
    for piece in part.pieces:
        digest.update(piece)
        size += len(piece)
        yield bytes(piece)
    if size != part.size:
        raise ArchiveNotWritten(f"{part.name} is not as long as it was said to be.")
    yield bytes(-size % BLOCK)
    manifest.append(manifest_line(digest.hexdigest(), part.name))


def manifest_line(digest: str, name: str) -> bytes:
    """Return one line of the manifest, as `sha256sum` prints it."""
    return f"{digest}  {name}\n".encode()


class _Pulled(io.RawIOBase):
    """An iterator of bytes as a file that is read; keeps what the iterator raised, which the sealing library hides."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, memoryview(b"")
        self.error: BaseException | None = None

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes; nothing at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def _header_file(header: ArchiveHeader) -> bytes:
    return readable(
        {
            "format": ARCHIVE_FORMAT,
            "id": str(header.id),
            "created": stamp(header.created),
            "from": {"node": header.sender, "name": header.sender_name, "fingerprint": header.fingerprint},
            "to": header.to,
            "case_reference": header.case_reference,
            "purpose": header.purpose,
        }
    )


def read_archive_header(data: bytes) -> ArchiveHeader:
    """Return what archive.json says; raise `Malformed`, or `NewerFormat` for a later version of this format."""
    fields = read_object(data, HEADER)
    form = fields.get("format")
    if form != ARCHIVE_FORMAT:
        if isinstance(form, str) and _FORMAT.fullmatch(form):
            raise NewerFormat
        raise Malformed(f"{HEADER} does not say {ARCHIVE_FORMAT}")
    sender = fields.get("from")
    if fields.keys() != _MEMBERS or not isinstance(sender, dict) or sender.keys() != {"node", "name", "fingerprint"}:
        raise Malformed(f"{HEADER} does not have the members of {ARCHIVE_FORMAT}")
    to = fields["to"]
    return ArchiveHeader(
        id=read_id(fields["id"]),
        created=read_stamp(fields["created"]),
        sender=line(sender["node"], "the sender"),
        sender_name=line(sender["name"], "the sender's name"),
        fingerprint=line(sender["fingerprint"], "the fingerprint"),
        to="" if to == "" else line(to, "the addressee"),
        case_reference=line(fields["case_reference"], "the case reference", longest=40),
        purpose=line(fields["purpose"], "the purpose"),
    )


class NewerFormat(Malformed):
    """The archive was written in a version of the format that this Lali does not know."""

    def __init__(self) -> None:
        super().__init__("it was written by a newer Lali")


def signing_card(data: bytes, header: ArchiveHeader) -> Card:
    """Return the sender's card if it is the one that the header names; `CardRefused` or `Malformed` if not."""
    card = read_card(data)
    if (card.node, card.agency, card.fingerprint) != (header.sender, header.sender_name, header.fingerprint):
        raise Malformed("its card is not the sender's")
    return card


_README = f"""\
A whole case of Lali, handed over by one agency to another. It names persons, possible victims among them.
Keep it as you keep the case itself.

You can open and check it without Lali, with tar, age, sha256sum and openssl:

  tar -x -f FILE
  age --decrypt --identity YOUR-KEY {KEY} > once.key        (or with the passphrase: age --decrypt {KEY})
  age --decrypt --identity once.key {BODY} | tar -x
  sha256sum --check {MANIFEST}

{SIGNATURE} is the raw Ed25519 signature of {MANIFEST}. The key stands in {CARD} as verifying_key; it proves
something only if that is the card whose fingerprint you compared with the sender by telephone.

----

Une affaire entière de Lali, remise par un organisme à un autre. Elle nomme des personnes, dont des victimes possibles.
Conservez-la comme l'affaire elle-même. Les quatre commandes ci-dessus l'ouvrent et la vérifient sans Lali.
"""

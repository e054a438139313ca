"""Folders of evidence: many exhibits and the documents that speak of them, for a prosecutor, the defence, a court.

    index.html, brief.pdf...   the documents
    exhibits/E-001.jpg         an original, byte for byte, or a copy with covered parts
    custody/E-001.json         its journal lines, each with its number and inclusion proof
    brief.json                 the record: which file is which exhibit, original or covered, with digests
    head.txt, keys.txt         the journal's signed head; the keys under which the signatures verify
    verify.py, README.txt      how to check it, without us
    timestamps.json            if there are any: heads of the journal that an authority stamped (RFC 3161)
    witnesses.json             if there are any: heads of the journal that partners countersigned
    MANIFEST.sha256            SHA-256 of every file above, for sha256sum -c
    MANIFEST.note              the digest of the manifest, signed by the journal's key

All but the exhibits is small and fixed before the first byte leaves: so the manifest, too, is fixed, and the zip can be
written straight to whoever takes it, however large the exhibits are.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import RawIOBase
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from lali.engines.custody.bundle import (
    HeadStamp,
    HeadWitness,
    OriginalChanged,
    ProvenEntry,
    stamps_text,
    witnesses_text,
)
from lali.engines.custody.heads import read_head
from lali.engines.custody.leaves import canonical
from lali.engines.custody.notes import sign_note
from lali.engines.custody.standalone import (
    CUSTODY,
    EXHIBITS,
    HEAD,
    KEYS,
    MANIFEST,
    MANIFEST_NOTE,
    RECORD,
    TIMES,
    WITNESSES,
)

VERIFIER, README = "verify.py", "README.txt"
_LARGE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FolderExhibit:
    """One exhibit of a folder. `sha256` is of the file that goes in, `original_sha256` of what was sealed."""

    name: str
    subject: str  # how the journal writes it
    file: str  # its name under exhibits/
    sha256: str
    original_sha256: str
    entries: Sequence[ProvenEntry]


@dataclass(frozen=True, slots=True)
class FolderFile:
    """One file on its way into a zip: its bytes are asked for when its turn comes."""

    name: str
    size: int
    sha256: str
    pieces: Callable[[], Iterable[bytes]]


def folder_texts(
    *,
    facts: Mapping[str, object],
    exhibits: Sequence[FolderExhibit],
    head: str,
    keys: Iterable[str],
    stamps: Sequence[HeadStamp] = (),
    witnesses: Sequence[HeadWitness] = (),
) -> dict[str, bytes]:
    """Give the files with which a folder proves itself, but for the manifest: record, custody, head, keys, verifier."""
    texts = {f"{CUSTODY}{exhibit.name}.json": _custody(exhibit) for exhibit in exhibits}
    return texts | {
        RECORD: canonical({**facts, "exhibits": [_record(exhibit) for exhibit in exhibits]}) + b"\n",
        HEAD: head.encode(),
        KEYS: "".join(f"{key}\n" for key in keys).encode(),
        **folder_helps(),
        **({TIMES: stamps_text(stamps)} if stamps else {}),
        **({WITNESSES: witnesses_text(witnesses)} if witnesses else {}),
    }


def folder_helps() -> dict[str, bytes]:
    """Give the files that are the same in every folder: the program that checks it, and how."""
    here = Path(__file__).parent
    return {
        VERIFIER: (here / "standalone.py").read_bytes(),
        README: (here / "folder_readme.txt").read_bytes(),
    }


def released_helps() -> dict[str, frozenset[str]]:
    """Give the SHA-256 of every version that these files ever had, by name: what an older Lali gave out is ours too."""
    told = json.loads((Path(__file__).parent / "folder_helps.json").read_bytes())
    return {name: frozenset(digests) for name, digests in told.items()}


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """Give the manifest over files by name: their SHA-256, as `sha256sum` writes them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def signed_manifest(digests: Mapping[str, str], *, head: str, signing_key: bytes) -> dict[str, bytes]:
    """Give the manifest over all files by name, and its signature by the log whose head it is."""
    manifest = manifest_of(digests)
    text = f"lali folder manifest\n{sha256(manifest).hexdigest()}\n"
    note = sign_note(text, name=read_head(head).origin, signing_key=signing_key)
    return {MANIFEST: manifest, MANIFEST_NOTE: note.encode()}


def zipped(files: Iterable[FolderFile], *, at: datetime) -> Iterator[bytes]:
    """Give the zip of a folder piece by piece, never more than one piece of it in memory.

    Raises `OriginalChanged` when bytes are not those their digest names, before the zip has its table of contents: what
    was written until then opens nowhere.
    """
    buffer = _Buffer()
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    with ZipFile(buffer, "w") as archive:
        for file in files:
            digest, size = sha256(), 0
            with archive.open(ZipInfo(file.name, moment), "w", force_zip64=file.size > _LARGE) as entry:
                for piece in file.pieces():
                    digest.update(piece)
                    size += len(piece)
                    entry.write(piece)
                    yield from buffer.taken()
                if (digest.hexdigest(), size) != (file.sha256, file.size):
                    raise OriginalChanged(f"{file.name} is not what is recorded of it.")
            yield from buffer.taken()
    yield from buffer.taken()


class _Buffer(RawIOBase):
    """Where a zip is written to: what was written is taken out again at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces


def _record(exhibit: FolderExhibit) -> dict[str, object]:
    return {
        "exhibit": exhibit.name,
        "subject": exhibit.subject,
        "file": f"{EXHIBITS}{exhibit.file}",
        "custody": f"{CUSTODY}{exhibit.name}.json",
        "state": "original" if exhibit.sha256 == exhibit.original_sha256 else "redacted",
        "sha256": exhibit.sha256,
        "original_sha256": exhibit.original_sha256,
    }


def _custody(exhibit: FolderExhibit) -> bytes:
    lines = [
        {"entry": entry.index, "line": entry.line.decode(), "path": [node.hex() for node in entry.path]}
        for entry in exhibit.entries
    ]
    told = {"exhibit": exhibit.name, "lines": lines}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"

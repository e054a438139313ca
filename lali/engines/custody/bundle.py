"""Bundles: one exhibit with all that is needed to check it, for a court, the defence or a partner.

    original.bin      the original, byte for byte
    exhibit.json      what is recorded of it; its size, sha256 and blake3 among the rest
    custody.jsonl     its journal entries, one canonical line each
    proofs.json       for each line: its number in the log and the path to the root of the head
    head.txt          the log's signed head
    keys.txt          the keys under which the signatures verify
    README.txt        how to check it
    verify.py         a program of one file that checks it, without us
    timestamps.json   if there are any: heads of the log that an authority stamped (RFC 3161), with proofs
    witnesses.json    if there are any: heads of the log that partners countersigned, with proofs
    manifest.sha256   SHA-256 of every file above, for sha256sum -c
    manifest.note     the digest of the manifest, signed by the log's key

A bundle is a folder, or a zip if its name ends so. It appears whole or not at all and never replaces anything.
"""

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZipFile, ZipInfo

from lali.engines.custody.heads import read_head
from lali.engines.custody.leaves import canonical
from lali.engines.custody.notes import sign_note
from lali.engines.custody.sealing import Digests

ORIGINAL, EXHIBIT, CUSTODY, PROOFS = "original.bin", "exhibit.json", "custody.jsonl", "proofs.json"
HEAD, KEYS, README, MANIFEST, MANIFEST_NOTE = "head.txt", "keys.txt", "README.txt", "manifest.sha256", "manifest.note"
VERIFIER, TIMES, WITNESSES = "verify.py", "timestamps.json", "witnesses.json"
LISTED = (ORIGINAL, EXHIBIT, CUSTODY, PROOFS, HEAD, KEYS, README, VERIFIER)
LATER = frozenset({VERIFIER})  # bundles of earlier releases go without
PERHAPS = (TIMES, WITNESSES)  # where there is such a thing
EVERY_FILE = (*LISTED, MANIFEST, MANIFEST_NOTE)
MAX_ENTRIES = 5_000
MAX_TEXT = 8 * 1024 * 1024  # bytes of any file but the original

_NewFile = Callable[[str], IO[bytes]]


class OriginalChanged(Exception):
    """The bytes that were to go into a bundle are not those that are recorded of the exhibit."""


class TooMuchForABundle(ValueError):
    """More entries or longer records than any exhibit has."""


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """One journal line, its number in the log, and its inclusion proof in the tree of the bundle's head."""

    index: int
    line: bytes
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class HeadStamp:
    """A head that an authority stamped (an RFC 3161 token), and the proof that the newest head only adds to it."""

    head: str
    token: bytes
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class HeadWitness:
    """A head with a partner's countersignature, the key it verifies under, and the proof up to the newest head."""

    head: str
    key: str
    name: str  # of the partner, in words
    path: Sequence[bytes]


def write_bundle(
    target: Path,
    *,
    exhibit: Mapping[str, object],
    original: Iterable[bytes],
    entries: Sequence[ProvenEntry],
    head: str,
    keys: Iterable[str],
    signing_key: bytes,
    stamps: Sequence[HeadStamp] = (),
    witnesses: Sequence[HeadWitness] = (),
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write a bundle to `target`: a zip if its name ends in .zip, else a folder.

    `exhibit` holds at least `size`, `sha256` and `blake3`, and is of the kind a journal line can hold; `original` gives
    the decrypted bytes (`unseal`); `signing_key` is the log's, as PEM. One of the entries must carry the same `sha256`,
    or the bundle proves nothing about the original. Raises `OriginalChanged` if the bytes are not those recorded,
    `FileExistsError` if something stands at the target.
    """
    if len(entries) > MAX_ENTRIES:
        raise TooMuchForABundle(f"A bundle holds {MAX_ENTRIES} entries at most.")
    texts = {
        EXHIBIT: canonical(exhibit) + b"\n",
        CUSTODY: b"".join(entry.line + b"\n" for entry in entries),
        PROOFS: _proofs(head, entries),
        HEAD: head.encode(),
        KEYS: "".join(f"{key}\n" for key in keys).encode(),
        README: (Path(__file__).parent / "bundle_readme.txt").read_bytes(),
        VERIFIER: (Path(__file__).parent / "standalone.py").read_bytes(),
    }
    if stamps:
        texts[TIMES] = stamps_text(stamps)
    if witnesses:
        texts[WITNESSES] = witnesses_text(witnesses)
    if max(map(len, texts.values())) > MAX_TEXT:
        raise TooMuchForABundle(f"A file of a bundle, save the original, holds {MAX_TEXT} bytes at most.")
    with _appearing(target) as new_file:
        digests = {ORIGINAL: _write_original(new_file, original, exhibit, on_progress)}
        for name, text in texts.items():
            digests[name] = _write(new_file, name, text)
        manifest = "".join(f"{digests[name]}  {name}\n" for name in (*LISTED, *PERHAPS) if name in digests)
        signed = manifest_text(_write(new_file, MANIFEST, manifest.encode()))
        note = sign_note(signed, name=read_head(head).origin, signing_key=signing_key)
        _write(new_file, MANIFEST_NOTE, note.encode())


def stamps_text(stamps: Sequence[HeadStamp]) -> bytes:
    """Give the file in which stamped heads go along."""
    told = [
        {
            "head": one.head,
            "token": base64.b64encode(one.token).decode(),
            "path": [node.hex() for node in one.path],
        }
        for one in stamps
    ]
    return json.dumps({"stamps": told}, ensure_ascii=False, indent=1).encode() + b"\n"


def witnesses_text(witnesses: Sequence[HeadWitness]) -> bytes:
    """Give the file in which countersigned heads go along."""
    told = [
        {"by": one.name, "key": one.key, "head": one.head, "path": [node.hex() for node in one.path]}
        for one in witnesses
    ]
    return json.dumps({"witnesses": told}, ensure_ascii=False, indent=1).encode() + b"\n"


def manifest_text(digest: str) -> str:
    """Give the text that is signed over a manifest of this SHA-256."""
    return f"lali bundle manifest\n{digest}\n"


def _proofs(head: str, entries: Sequence[ProvenEntry]) -> bytes:
    proofs = [{"entry": entry.index, "path": [node.hex() for node in entry.path]} for entry in entries]
    return json.dumps({"size": read_head(head).size, "proofs": proofs}, indent=1).encode() + b"\n"


def _write_original(
    new_file: _NewFile,
    original: Iterable[bytes],
    exhibit: Mapping[str, object],
    on_progress: Callable[[int], None] | None,
) -> str:
    digests = Digests()
    with new_file(ORIGINAL) as file:
        for data in original:
            digests.update(data)
            file.write(data)
            if on_progress:
                on_progress(digests.size)
    written = {"size": digests.size, "sha256": digests.sha256, "blake3": digests.blake3}
    if any(exhibit.get(name) != value for name, value in written.items()):
        raise OriginalChanged("The original is not what is recorded of it: size or digests differ.")
    return digests.sha256


def _write(new_file: _NewFile, name: str, text: bytes) -> str:
    with new_file(name) as file:
        file.write(text)
    return sha256(text).hexdigest()


@contextmanager
def _appearing(target: Path) -> Iterator[_NewFile]:
    """Write beside the target under another name, and rename when all is written."""
    if os.path.lexists(target):
        raise FileExistsError(f"Something stands at {target} already.")
    partial = target.with_name(target.name + ".partial")
    try:
        if target.suffix == ".zip":
            with ZipFile(partial, "w") as archive:
                yield lambda name: archive.open(ZipInfo(name), "w", force_zip64=True)
        else:
            partial.mkdir()
            yield lambda name: (partial / name).open("xb")
        partial.rename(target)
    except BaseException:
        if partial.is_dir():
            shutil.rmtree(partial)
        partial.unlink(missing_ok=True)
        raise

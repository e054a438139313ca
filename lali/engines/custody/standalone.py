"""Check a folder of evidence, or the zip it came in. This one file is all you need, with Python 3.9 or newer.

    python3 verify.py              checks the folder in which this file lies
    python3 verify.py FOLDER.zip   checks another folder or a zip; so, too, the bundle of one exhibit
    python3 verify.py RECEIPT.txt  checks the receipt of a report
    python3 verify.py --fr         speaks French
    python3 verify.py --key KEY    trusts only this key of the agency, which you have from elsewhere
    python3 verify.py --authority CERT.pem    trusts this certificate of a time-stamping authority (RFC 3161)
    python3 verify.py --partner KEY    trusts this key of a partner who countersigned heads, or the card in this file

It needs the package `cryptography` for the signatures (pip install cryptography) and nothing else; it reads only the
folder, writes nothing and asks no network. Take this file from the agency or from somebody you trust: one that came
with the folder could have been changed together with it.

Exit code: 0 everything holds; 1 something is broken; 2 it cannot be read, or the signatures could not be checked
because `cryptography` is missing. `lali verify` ends with the same codes.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import datetime as dt
import hashlib
import json
import os
import re
import stat
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, Callable, Iterator, Optional, Sequence, Tuple  # noqa: UP035 - for older machines, too

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.x509.oid import ExtendedKeyUsageOID

    CAN_CHECK_SIGNATURES = True
    _NOT_A_CERTIFICATE = (
        InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    )  # fmt: skip
except ImportError:  # pragma: no cover - said in words when it is needed
    CAN_CHECK_SIGNATURES = False

RECORD, HEAD, KEYS = "brief.json", "head.txt", "keys.txt"
MANIFEST, MANIFEST_NOTE = "MANIFEST.sha256", "MANIFEST.note"
EXHIBITS, CUSTODY = "exhibits/", "custody/"
BUNDLE_MANIFEST, BUNDLE_NOTE = "manifest.sha256", "manifest.note"  # of one exhibit's bundle
TIMES = "timestamps.json"  # where an authority stamped heads of the journal
WITNESSES = "witnesses.json"  # where partners countersigned heads of the journal
ORIGINAL, EXHIBIT, LINES, PROOFS = "original.bin", "exhibit.json", "custody.jsonl", "proofs.json"
MAX_FILES = 30_000
MAX_TEXT = 16 * 1024 * 1024
MAX_TABLE = 16 * 1024 * 1024  # bytes of a zip's table of contents
MAX_RATIO, FREE_SIZE = 200, 64 * 1024 * 1024
MAX_DEPTH = 32
CHUNK = 1024 * 1024
LOG_KEY, WITNESS_KEY = 1, 4
UNREADABLE = "unreadable"  # the name of a finding that says that nothing could be checked at all
NOT_HERE = "not checked"
OWN_KEY = (
    "The manifest is signed by {name}, key {key}. The key came with the folder: compare it with the one that "
    "the agency publishes."
)

MAX_STAMPS = 64
OWN_STAMP = (
    "{count} time-stamps hold. The first {size} entries stood on {at} UTC, says {name}. Whether it may be believed was "
    "NOT checked: the authority's certificate came with the folder (SHA-256 {print}); give yours with --authority."
)

MAX_WITNESSES = 64
SEEN = "{count} heads are countersigned by partners. {name} saw the first {size} entries on {at} UTC, key {key}."
OWN_SEEN = (
    "{count} heads are countersigned by partners. {name} saw the first {size} entries on {at} UTC. Whether the key is "
    "theirs was NOT checked, it came with the folder: {key}. Ask them, and give it, or their card, with --partner."
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?")
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (.{1,210})")
_HASH = re.compile(r"[0-9a-f]{64}")
_READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)

Finding = Tuple[str, Optional[bool], str]  # noqa: UP006, UP045 - name, whether it holds (None: not checked), words


class Broken(Exception):
    """Something is not as it was; the sentence says what."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template.format(**facts))
        self.template, self.facts = template, facts


class Unreadable(Broken):
    """Nothing could be checked: this is not a thing that can be read here."""


def check_folder(
    path: Path,
    trusted: Sequence[str] = (),
    on_progress: Callable[[int], None] | None = None,
    *,
    language: str = "en",
    authorities: bytes = b"",
    partners: Sequence[str] = (),
) -> list[Finding]:
    """Give for each check its name, whether it holds, and a sentence. No input makes it raise.

    `authorities` are certificates (PEM) of time-stamping authorities that the reader trusts, `partners` keys of
    partners who countersigned heads. One finding of the name UNREADABLE says that there is nothing to be checked.
    """
    try:
        with _open_files(path) as files:
            is_bundle = BUNDLE_MANIFEST in files.names and MANIFEST not in files.names
            folder = (_Bundle if is_bundle else _Folder)(files, trusted, on_progress)
            folder.authorities, folder.partners = authorities, [_read_key(key) for key in partners]
            checks = _BUNDLE_CHECKS if is_bundle else _CHECKS
            if TIMES in files.names:
                checks = (*checks, ("stamps", _stamps))
            if WITNESSES in files.names:
                checks = (*checks, ("witnesses", _witnesses))
            return [_made(name, check, folder, language) for name, check in checks]
    except Broken as broken:
        name = UNREADABLE if isinstance(broken, Unreadable) else "folder"
        return [(name, False, _in(language, broken.template, broken.facts))]


def is_folder(path: Path) -> bool:
    """Tell whether something looks like such a folder, or a zip of one."""
    try:
        with _open_files(path) as files:
            return MANIFEST in files.names
    except Broken:
        return False


RECEIPT_BEGINS, RECEIPT_ENDS = "-----BEGIN RECEIPT-----", "-----END RECEIPT-----"
MAX_RECEIPT = 64 * 1024


def is_receipt(path: Path) -> bool:
    """Tell whether something looks like the receipt of a report."""
    try:
        with path.open("rb") as file:
            start = file.read(MAX_RECEIPT)
        return RECEIPT_BEGINS.encode() in start and not start.startswith((b"PK", b'"""'))  # zips of this very file
    except (OSError, ValueError):  # a name with a NUL is a ValueError
        return False


def check_receipt(path: Path, trusted: Sequence[str] = (), language: str = "en") -> list[Finding]:
    """Check the receipt of a report: give for each check its name, whether it holds, and a sentence."""
    try:
        with path.open("rb") as file:
            receipt = _Receipt(file.read(MAX_RECEIPT).decode(errors="replace"), trusted)
    except (OSError, Broken):
        return [(UNREADABLE, False, _in(language, "{name} cannot be read.", {"name": _shown(path.name)}))]
    checks = (("head", _head), ("filed", _filed), ("day", _day))
    return [_made(name, check, receipt, language) for name, check in checks]


def _filed(receipt: _Receipt) -> tuple[str, dict[str, object]]:
    _origin, size, root = receipt.head()
    leaf = hashlib.sha256(b"\x00" + receipt.line).digest()
    if not _stands_in(leaf, receipt.number, size, receipt.path, root):
        raise Broken("The line of the receipt does not stand in the signed journal.")
    return "The line of the receipt stands in the signed journal.", {}


def _day(receipt: _Receipt) -> tuple[str, dict[str, object]]:
    entry = _read_line(receipt.line) or {}
    facts = entry.get("facts")
    digest = facts.get("sealed_sha256") if isinstance(facts, dict) else None
    if entry.get("verb") != "report.received" or not isinstance(digest, str) or not _HASH.fullmatch(digest):
        raise Broken("The line of the receipt speaks of something else.")
    told = "A report was filed on {day} (UTC). SHA-256 of what was sealed: {digest}."
    return told, {"day": _shown(str(entry.get("at", "?"))[:10]), "digest": digest}


def _made(
    name: str, check: Callable[[Any], tuple[str, dict[str, object]]], checked: _Folder | _Receipt, language: str
) -> Finding:
    try:
        template, facts = check(checked)
    except Broken as broken:
        return (name, False, _in(language, broken.template, broken.facts))
    return (name, None if facts.pop(NOT_HERE, False) else True, _in(language, template, facts))


# -- the checks --------------------------------------------------------------------------------------------------------


def _files(folder: _Folder) -> tuple[str, dict[str, object]]:
    listed = set(folder.listed()) | {folder.manifest, folder.note}
    names = folder.files.names
    for name in sorted(listed - set(names)):
        raise Broken("{name} is missing.", name=name)
    for name in sorted(set(names) - listed):
        raise Broken("{name} does not belong to this folder: nobody signed for it.", name=_shown(name))
    if len(names) != len(set(names)):
        raise Broken("A file stands twice in the zip.")
    for name in folder.needed:
        if name not in listed:
            raise Broken("{name} is missing.", name=name)
    return "All {count} files are there, and no others.", {"count": len(names)}


def _manifest(folder: _Folder) -> tuple[str, dict[str, object]]:
    for name, digest in folder.listed().items():
        if folder.sha256_of(name) != digest:
            raise Broken("{name} was changed: its SHA-256 is not the one in the manifest.", name=name)
    return "Each of the {count} files has the SHA-256 that the manifest lists.", {"count": len(folder.listed())}


def _signature(folder: _Folder) -> tuple[str, dict[str, object]]:
    if not CAN_CHECK_SIGNATURES:
        return "The signatures were NOT checked: install the package cryptography.", {NOT_HERE: True}
    text, signer = folder.signed(folder.note)
    digest = hashlib.sha256(folder.small(folder.manifest)).hexdigest()
    if text != f"{folder.signed_as}\n{digest}\n":
        raise Broken("The manifest is not the one that was signed.")
    facts: dict[str, object] = {"name": signer.name, "key": signer.fingerprint}
    if folder.trusted:
        return "The manifest is signed by {name}, key {key}.", facts
    return OWN_KEY, facts


def _record(folder: _Folder) -> tuple[str, dict[str, object]]:
    exhibits = folder.exhibits()
    files = [str(one["file"]) for one in exhibits]
    lines = [str(one["custody"]) for one in exhibits]
    there = {name for name in folder.listed() if name.startswith((EXHIBITS, CUSTODY))}
    if len(files) != len(set(files)) or set(files) | set(lines) != there:
        raise Broken("The record does not name each exhibit of the folder once.")
    for one in exhibits:
        if folder.listed()[str(one["file"])] != one["sha256"]:
            raise Broken("The record names another file for exhibit {exhibit}.", exhibit=_shown(str(one["exhibit"])))
        if (one["state"] == "original") != (one["sha256"] == one["original_sha256"]):
            raise Broken("{exhibit} is not in the state that the record names.", exhibit=_shown(str(one["exhibit"])))
    redacted = sum(one["state"] != "original" for one in exhibits)
    return (
        "The record names {count} exhibits: {whole} originals, {redacted} with covered parts.",
        {"count": len(exhibits), "whole": len(exhibits) - redacted, "redacted": redacted},
    )


def _entries(folder: _Folder) -> tuple[str, dict[str, object]]:
    count = 0
    for one in folder.exhibits():
        exhibit = _shown(str(one["exhibit"]))
        for _number, line, _path in folder.custody(one):
            entry = _read_line(line)
            if entry is None:
                raise Broken("A custody line of {exhibit} was changed.", exhibit=exhibit)
            if not _is_about(entry.get("subject"), one["subject"]):
                raise Broken("A custody line of {exhibit} speaks of something else.", exhibit=exhibit)
            count += 1
    return "{count} custody lines are written as the journal writes them, each about its exhibit.", {"count": count}


def _is_about(subject: object, wanted: object) -> bool:
    """Tell whether an entry speaks of the exhibit, or of a part of it."""
    return subject == wanted or (isinstance(subject, str) and subject.startswith(f"{wanted}/"))


def _original(bundle: _Bundle) -> tuple[str, dict[str, object]]:
    exhibit = bundle.exhibit()
    if exhibit.get("sha256") != bundle.sha256_of(ORIGINAL) or exhibit.get("size") != bundle.size:
        raise Broken("The original is not what {name} records: its size or SHA-256 differs.", name=EXHIBIT)
    return "The original has the recorded size of {size} bytes and SHA-256. (BLAKE3 is not checked here.)", {
        "size": bundle.size
    }


def _journalled(folder: _Folder) -> tuple[str, dict[str, object]]:
    for one in folder.exhibits():
        found = (sha256 for _n, line, _p in folder.custody(one) for sha256 in _sha256s_in(_read_line(line)))
        if next(found, None) != one["original_sha256"]:
            raise Broken("{exhibit} is not the original that the journal names.", exhibit=_shown(str(one["exhibit"])))
    return "The journal names the SHA-256 of each exhibit's original.", {}


def _head(folder: _Folder) -> tuple[str, dict[str, object]]:
    if not CAN_CHECK_SIGNATURES:
        return "The signatures were NOT checked: install the package cryptography.", {NOT_HERE: True}
    _text, signer = folder.signed(HEAD)
    origin, size, _root = folder.head()
    if signer.name != origin:
        raise Broken("The journal's head is not signed by the journal itself.")
    return "The head over {size} journal entries is signed by {name}.", {"size": size, "name": origin}


def _proofs(folder: _Folder) -> tuple[str, dict[str, object]]:
    _origin, size, root = folder.head()
    count = 0
    for one in folder.exhibits():
        for number, line, path in folder.custody(one):
            if not _stands_in(hashlib.sha256(b"\x00" + line).digest(), number, size, path, root):
                exhibit = _shown(str(one["exhibit"]))
                raise Broken("A custody line of {exhibit} does not stand in the signed journal.", exhibit=exhibit)
            count += 1
    return "All {count} custody lines stand in the signed journal.", {"count": count}


_CHECKS: tuple[tuple[str, Callable[[Any], tuple[str, dict[str, object]]]], ...] = (
    ("files", _files),
    ("manifest", _manifest),
    ("signature", _signature),
    ("record", _record),
    ("entries", _entries),
    ("journalled", _journalled),
    ("head", _head),
    ("proofs", _proofs),
)


def _stamps(folder: _Folder) -> tuple[str, dict[str, object]]:
    """Each stamp: over a head that the journal signed, which the newest head only adds to, by an authority."""
    if not CAN_CHECK_SIGNATURES:
        return "The signatures were NOT checked: install the package cryptography.", {NOT_HERE: True}
    _origin, size, root = folder.head()
    try:
        told = json.loads(folder.text(TIMES))["stamps"]
        stamps = [(str(one["head"]), _base64(str(one["token"])), [_node(node) for node in one["path"]]) for one in told]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken("{name} cannot be read.", name=TIMES) from None
    if not 0 < len(stamps) <= MAX_STAMPS:
        raise Broken("{name} cannot be read.", name=TIMES)
    found = []
    for head, token, path in stamps:
        folder.signed_text(head, TIMES)
        _origin, before, old_root = _head_in(head, TIMES)
        if not _adds_to(before, size, old_root, root, path):
            raise Broken("A head that was stamped is not of this journal: something before it was changed.")
        found.append((checked_stamp(head.encode(), token, folder.authorities), before))
    (at, name, print_, _nonce), before = found[-1]
    told_of = {"count": len(found), "size": before, "at": f"{at:%Y-%m-%d %H:%M:%S}", "name": _shown(name)}
    if folder.authorities:
        return "{count} time-stamps hold. The first {size} entries stood on {at} UTC, says {name}.", told_of
    return OWN_STAMP, {**told_of, "print": print_}


def _witnesses(folder: _Folder) -> tuple[str, dict[str, object]]:
    """Each countersignature: over a head that the journal signed, which the newest head only adds to, by a partner."""
    if not CAN_CHECK_SIGNATURES:
        return "The signatures were NOT checked: install the package cryptography.", {NOT_HERE: True}
    _origin, size, root = folder.head()
    try:
        told = [
            (str(one["by"]), str(one["key"]), str(one["head"]), [_node(node) for node in one["path"]])
            for one in json.loads(folder.text(WITNESSES))["witnesses"]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken("{name} cannot be read.", name=WITNESSES) from None
    if not 0 < len(told) <= MAX_WITNESSES:
        raise Broken("{name} cannot be read.", name=WITNESSES)
    found = []
    for by, written, head, path in told:
        key = _read_key(written)
        folder.signed_text(head, WITNESSES)
        _name, before, old_root = _head_in(head, WITNESSES)
        at = _countersigned_at(head, key)
        if not _adds_to(before, size, old_root, root, path):
            raise Broken("A head that a partner countersigned is not of this journal: something before it was changed.")
        if not folder.partners or str(key) in map(str, folder.partners):
            found.append((before, at, by, str(key)))
    if not found:
        raise Broken("No head is countersigned by a partner whose key you gave.")
    before, at, by, written = max(found)
    facts: dict[str, object] = {"count": len(found), "size": before, "at": at, "name": _shown(by), "key": written}
    return (SEEN if folder.partners else OWN_SEEN), facts


def _countersigned_at(note: str, key: _Key) -> str:
    """Give when this key countersigned a head (C2SP tlog-cosignature), in UTC; `Broken` if it did not."""
    text, _blank, tail = note.rpartition("\n\n")
    for line in tail[:-1].split("\n")[:64]:
        name, _space, packed = line.removeprefix("\u2014 ").partition(" ")
        signature = _base64(packed)
        if key.role != WITNESS_KEY or name != key.name or signature[:4] != key.hash:
            continue
        seconds = int.from_bytes(signature[4:12], "big")
        if key.verifies(signature[12:], f"cosignature/v1\ntime {seconds}\n{text}\n".encode()):
            try:
                return f"{dt.datetime.fromtimestamp(seconds, dt.timezone.utc):%Y-%m-%d %H:%M:%S}"  # noqa: UP017 - for older machines, too
            except (ValueError, OverflowError, OSError):
                break
    raise Broken("A countersignature is not by the partner who is named beside it.")


_BUNDLE_CHECKS: tuple[tuple[str, Callable[[Any], tuple[str, dict[str, object]]]], ...] = tuple(
    ("original", _original) if name == "record" else (name, check) for name, check in _CHECKS
)


# -- what the checks read ----------------------------------------------------------------------------------------------


class _Folder:
    """What the checks ask of a folder."""

    manifest, note, signed_as = MANIFEST, MANIFEST_NOTE, "lali folder manifest"
    needed: Sequence[str] = (RECORD, HEAD, KEYS)
    authorities = b""
    partners: Sequence[Any] = ()

    def __init__(self, files: Any, trusted: Sequence[str], on_progress: Callable[[int], None] | None) -> None:
        self.files = files
        self.trusted = [_read_key(key) for key in trusted]
        self._on_progress = on_progress
        self._read = 0
        self._listed: dict[str, str] | None = None
        self._exhibits: list[dict[str, object]] | None = None

    def small(self, name: str) -> bytes:
        text = b""
        for piece in self._pieces(name):
            text += piece
            if len(text) > MAX_TEXT:
                raise Broken("{name} is longer than it can be.", name=name)
        return text

    def text(self, name: str) -> str:
        try:
            return self.small(name).decode()
        except UnicodeDecodeError:
            raise Broken("{name} cannot be read.", name=name) from None

    def sha256_of(self, name: str) -> str:
        digest = hashlib.sha256()
        for piece in self._pieces(name):
            digest.update(piece)
            self._read += len(piece)
            if self._on_progress:
                self._on_progress(self._read)
        return digest.hexdigest()

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self.files.open(name) as file:
                while True:
                    data = file.read(CHUNK)
                    if not data:
                        return
                    yield data
        except _READ_ERRORS:
            raise Broken("{name} is damaged and cannot be read.", name=name) from None

    def listed(self) -> dict[str, str]:
        if self._listed is None:
            lines = self.text(self.manifest).splitlines()
            matches = [_MANIFEST_LINE.fullmatch(line) for line in lines]
            listed = {match[2]: match[1] for match in matches if match and _NAME.fullmatch(match[2])}
            if not lines or len(listed) != len(lines) or {self.manifest, self.note} & set(listed):
                raise Broken("The manifest does not list files, each once.")
            self._listed = listed
        return self._listed

    def exhibits(self) -> list[dict[str, object]]:
        if self._exhibits is None:
            try:
                exhibits = json.loads(self.text(RECORD))["exhibits"]
                names = ("exhibit", "subject", "file", "custody", "state", "sha256", "original_sha256")
                found = [{name: str(one[name]) for name in names} for one in exhibits]
            except (ValueError, TypeError, KeyError, RecursionError):
                raise Broken("{name} cannot be read.", name=RECORD) from None
            if any(one["file"] not in self.listed() or one["custody"] not in self.listed() for one in found):
                raise Broken("The record does not name each exhibit of the folder once.")
            self._exhibits = [dict(one) for one in found]
        return self._exhibits

    def custody(self, exhibit: dict[str, object]) -> list[tuple[int, bytes, list[bytes]]]:
        name = str(exhibit["custody"])
        try:
            told = json.loads(self.text(name))
            lines = [
                (_number(one["entry"]), str(one["line"]).encode(), [_node(node) for node in one["path"]])
                for one in told["lines"]
            ]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Broken("{name} cannot be read.", name=name) from None
        numbers = [number for number, _line, _path in lines]
        if not lines or numbers != sorted(set(numbers)):
            raise Broken("{name} does not hold its lines in the order of the journal.", name=name)
        return lines

    def keys(self) -> list[_Key]:
        if self.trusted:
            return self.trusted
        lines = self.text(KEYS).splitlines()[:64]
        return [_read_key(line) for line in lines]

    def signed(self, name: str) -> tuple[str, _Key]:
        return self.signed_text(self.text(name), name)

    def signed_text(self, note: str, name: str) -> tuple[str, _Key]:
        text, blank, tail = note.rpartition("\n\n")
        signatures = [re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/=]+)", line) for line in tail[:-1].split("\n")[:64]]
        if not blank or not tail.endswith("\n") or not all(signatures):
            raise Broken("{name} is not a signed text.", name=name)
        text += "\n"
        known = {(key.name, key.hash): key for key in self.keys() if key.role == LOG_KEY}
        for found in signatures:
            packed = _base64(found[2]) if found else b""
            key = known.get((found[1] if found else "", packed[:4]))
            if key is None:
                continue
            if not key.verifies(packed[4:], text.encode()):
                raise Broken("The signature in {name} is wrong: the text was changed after it was signed.", name=name)
            return text, key
        raise Broken("{name} is not signed by a known key.", name=name)

    def head(self) -> tuple[str, int, bytes]:
        return _head_in(self.text(HEAD), HEAD)


class _Bundle(_Folder):
    """One exhibit with all that is needed to check it."""

    manifest, note, signed_as = BUNDLE_MANIFEST, BUNDLE_NOTE, "lali bundle manifest"
    needed = (ORIGINAL, EXHIBIT, LINES, PROOFS, HEAD, KEYS)
    size = 0  # of the original, known when it was read
    _digest = ""

    def sha256_of(self, name: str) -> str:
        if name != ORIGINAL:
            return super().sha256_of(name)
        if not self._digest:  # it may be large: it is read once
            before = self._read
            self._digest = super().sha256_of(name)
            self.size = self._read - before
        return self._digest

    def exhibit(self) -> dict[str, object]:
        try:
            exhibit = json.loads(self.text(EXHIBIT))
        except (ValueError, RecursionError):
            exhibit = None
        if not isinstance(exhibit, dict):
            raise Broken("{name} cannot be read.", name=EXHIBIT)
        return exhibit

    def exhibits(self) -> list[dict[str, object]]:
        exhibit = self.exhibit()
        case, ref = exhibit.get("case"), exhibit.get("exhibit")
        subject = f"case:{case}/exhibit:{ref}" if case and ref else None
        return [{"exhibit": str(ref or "E"), "subject": subject, "original_sha256": self.sha256_of(ORIGINAL)}]

    def custody(self, exhibit: dict[str, object]) -> list[tuple[int, bytes, list[bytes]]]:  # noqa: ARG002 - one only
        text = self.small(LINES)
        try:
            proofs = [
                (_number(one["entry"]), [_node(node) for node in one["path"]])
                for one in json.loads(self.text(PROOFS))["proofs"]
            ]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Broken("{name} cannot be read.", name=PROOFS) from None
        numbers = [number for number, _path in proofs]
        if not text.endswith(b"\n") or text.count(b"\n") != len(proofs) or numbers != sorted(set(numbers)):
            raise Broken("{name} does not hold its lines in the order of the journal.", name=LINES)
        return [(number, line, path) for (number, path), line in zip(proofs, text[:-1].split(b"\n"))]  # noqa: B905


class _Receipt(_Folder):
    """What stands in the receipt of a report: a line of the journal, its path, the signed head, the keys."""

    def __init__(self, text: str, trusted: Sequence[str]) -> None:
        self.trusted = [_read_key(key) for key in trusted]
        told = text.partition(RECEIPT_BEGINS)[2].partition(RECEIPT_ENDS)[0]
        try:
            parts = json.loads(told)
            self.number, self.line = _number(parts["entry"]), str(parts["line"]).encode()
            self.path = [_node(node) for node in parts["path"]]
            self._texts = {HEAD: str(parts["head"]), KEYS: str(parts["keys"])}
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Broken("{name} cannot be read.", name="the receipt") from None

    def text(self, name: str) -> str:
        return self._texts[name]


class _Key:
    """A public key as C2SP signed-note writes it: name+hash+base64."""

    def __init__(self, name: str, role: int, public: bytes) -> None:
        self.name, self.role, self.public = name, role, public
        self.hash = hashlib.sha256(name.encode() + b"\n" + bytes([role]) + public).digest()[:4]
        self.fingerprint = hashlib.sha256(public).hexdigest()

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.role]) + self.public).decode("ascii")
        return f"{self.name}+{self.hash.hex()}+{material}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def _read_key(line: str) -> _Key:
    name, _plus, rest = line.strip().partition("+")
    short, _plus, material = rest.partition("+")
    packed = _base64(material)
    if len(packed) != 33 or not name:  # noqa: PLR2004 - the role and 32 bytes
        raise Broken("A key is not written name+hash+base64.")
    key = _Key(name, packed[0], packed[1:])
    if key.hash.hex() != short:
        raise Broken("A key does not match its own short hash.")
    return key


def partner_key(told: str) -> str:
    """Give the key of a partner who countersigns: as it is written, or from the partner's card in a file."""
    try:
        with Path(told).open("rb") as file:
            card = json.loads(file.read(MAX_RECEIPT))
        public = _base64(str(card["verifying_key"]))
        key = _Key(f"{card['node']}/witness", WITNESS_KEY, public)
    except OSError:
        key = _read_key(told)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unreadable("{name} cannot be read.", name=_shown(told)) from None
    if key.role != WITNESS_KEY:
        raise Unreadable("A key is not that of a partner who countersigns.")
    return str(key)


def _base64(text: str) -> bytes:
    """What it stands for; nothing unless it is written as everybody writes it, to the last bit (RFC 4648, 3.5)."""
    try:
        packed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return packed if base64.b64encode(packed).decode("ascii") == text else b""


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _node(value: object) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise TypeError
    return bytes.fromhex(value)


def _read_line(line: bytes) -> dict[str, object] | None:
    """Read a journal line; None unless it is exactly as RFC 8785 writes it."""
    try:
        entry = json.loads(line)
        same = json.dumps(_ordered(entry, MAX_DEPTH), ensure_ascii=False, separators=(",", ":")).encode() == line
    except (ValueError, TypeError, RecursionError):
        return None
    return entry if same and isinstance(entry, dict) else None


def _ordered(value: object, depth: int) -> object:
    if depth == 0 or isinstance(value, float):
        raise ValueError
    if isinstance(value, list):
        return [_ordered(item, depth - 1) for item in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return {name: _ordered(value[name], depth - 1) for name in names}
    return value


def _sha256s_in(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for item in value:
            yield from _sha256s_in(item)
    if isinstance(value, dict):
        if "sha256" in value:
            yield value["sha256"]
        yield from _sha256s_in(list(value.values()))


def _stands_in(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path leads from this leaf at this place to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        first, last = first >> 1, last >> 1
    return last == 0 and node == root


def _head_in(text: str, name: str) -> tuple[str, int, bytes]:
    lines = text.split("\n")
    root = _base64(lines[2]) if len(lines) > 3 else b""  # noqa: PLR2004
    if len(root) != 32 or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):  # noqa: PLR2004
        raise Broken("{name} cannot be read.", name=name)
    return lines[0], int(lines[1]), root


def _adds_to(before: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of `size` leaves begins with that of `before` leaves (RFC 9162, 2.1.4.2)."""
    if before == size:
        return not proof and old_root == root
    if not 0 < before < size:
        return False
    path = [old_root, *proof] if before & (before - 1) == 0 else list(proof)
    if not path:
        return False
    first, last = before - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old = hashlib.sha256(b"\x01" + node + old).digest()
            new = hashlib.sha256(b"\x01" + node + new).digest()
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = hashlib.sha256(b"\x01" + new + node).digest()
        first, last = first >> 1, last >> 1
    return last == 0 and old == old_root and new == root


# -- time-stamps (RFC 3161) --------------------------------------------------------------------------------------------

_HASHES = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512"}
_SIGNED_DATA, _TST_INFO = "2a864886f70d010702", "2a864886f70d0109100104"  # object identifiers, as DER writes them
_SHA256_DER = bytes.fromhex("06096086480165030402010500")  # the algorithm with its empty parameters
_MESSAGE_DIGEST, _PSS = "2a864886f70d010904", "2a864886f70d01010a"
_INTEGER, _CERTIFICATES = 0x02, 0xA0  # tags; the second also that of signed attributes
_UNREADABLE = "A time-stamp cannot be read."


Stamped = Tuple[dt.datetime, str, str, int]  # noqa: UP006 - when, by whom, SHA-256 of their certificate, the nonce


def checked_stamp(stamped: bytes, token: bytes, authorities: bytes = b"") -> Stamped:
    """Check a token over these bytes; `Broken` says what is wrong. Without `authorities` anybody may have made it."""
    try:
        return _stamp_in(token, stamped, authorities)
    except (ValueError, IndexError, TypeError, KeyError, *_NOT_A_CERTIFICATE):  # parts of one are read late
        raise Broken(_UNREADABLE) from None


def _stamp_in(token: bytes, stamped: bytes, authorities: bytes) -> Stamped:
    info, signer, certificates = _parts_of_token(token)
    version, _policy, imprint, _serial, at, *rest = _inside(info)
    nonce = next((int.from_bytes(one[1], "big", signed=True) for one in rest if one[0] == _INTEGER), -1)
    algorithm, digest = _inside(imprint[1])
    kind = _HASHES.get(_inside(algorithm[1])[0][1].hex(), "")
    moment = dt.datetime.strptime(at[1].decode("ascii")[:14] + "+0000", "%Y%m%d%H%M%S%z")
    leaf = _verified_signer(signer, info, certificates)
    if version[1] != b"\x01" or not kind or digest[1] != hashlib.new(kind, stamped).digest():
        raise Broken("A time-stamp is of something else than the head it stands with.")
    if not _is_stamper(leaf) or not _valid_at(leaf, moment):
        raise Broken("A time-stamp was made with a certificate that may make none, or not at that time.")
    if authorities and not _leads_to(leaf, certificates, authorities, moment):
        raise Broken("A time-stamp is by an authority that you do not trust.")
    names = leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    print_ = hashlib.sha256(leaf.public_bytes(serialization.Encoding.DER)).hexdigest()
    return moment, str(names[0].value) if names else leaf.subject.rfc4514_string(), print_, nonce


def _parts_of_token(token: bytes) -> tuple[bytes, list[tuple[int, bytes, bytes]], list[Any]]:
    (_tag, content, _all), *rest = _read_der(token)
    kind, wrapped = _inside(content)
    if rest or kind[1].hex() != _SIGNED_DATA:
        raise ValueError
    parts = _inside(_inside(wrapped[1])[0][1])
    what, packed = _inside(parts[2][1])
    if what[1].hex() != _TST_INFO:
        raise ValueError
    info = _inside(_inside(packed[1])[0][1])[0][1]
    certificates = [
        x509.load_der_x509_certificate(one[2])
        for part in parts
        if part[0] == _CERTIFICATES
        for one in _inside(part[1])[:16]
    ]
    signers = _inside(parts[-1][1])
    if len(signers) != 1:
        raise ValueError
    return info, _inside(signers[0][1]), certificates


def _verified_signer(signer: list[tuple[int, bytes, bytes]], info: bytes, certificates: list[Any]) -> Any:
    """Give the certificate whose key signed the token, if it did."""
    _version, who, algorithm, attributes, how, signature = signer[:6]
    issuer, serial = _inside(who[1])
    number = int.from_bytes(serial[1], "big", signed=True)
    matching = (one for one in certificates if one.serial_number == number and one.issuer.public_bytes() == issuer[2])
    leaf = next(matching, None)
    kind = _HASHES[_inside(algorithm[1])[0][1].hex()]
    told = {_inside(one[1])[0][1].hex(): _inside(_inside(one[1])[1][1])[0][1] for one in _inside(attributes[1])}
    whole = _der(0x30, info)
    if leaf is None or attributes[0] != _CERTIFICATES or told[_MESSAGE_DIGEST] != hashlib.new(kind, whole).digest():
        raise ValueError
    signed, key = _der(0x31, attributes[1]), leaf.public_key()
    chosen: Any = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}[kind]
    if isinstance(key, rsa.RSAPublicKey):
        if _inside(how[1])[0][1].hex() == _PSS:
            raise Broken("A time-stamp is signed in a way (RSASSA-PSS) that this program cannot check.")
        key.verify(signature[1], signed, padding.PKCS1v15(), chosen())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature[1], signed, ec.ECDSA(chosen()))
    elif isinstance(key, Ed25519PublicKey):
        key.verify(signature[1], signed)
    else:
        raise Broken(_UNREADABLE)
    return leaf


def _is_stamper(certificate: Any) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return uses.critical and list(uses.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _valid_at(certificate: Any, moment: dt.datetime) -> bool:
    return bool(certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc)


def _leads_to(leaf: Any, certificates: list[Any], authorities: bytes, moment: dt.datetime) -> bool:
    """Tell whether the certificate is a trusted one, or was issued by one, perhaps through others that came along."""
    try:
        trusted = x509.load_pem_x509_certificates(authorities)
    except ValueError:
        raise Broken("The certificate of the authority cannot be read: it must be PEM.") from None
    step = leaf
    for _ in range(8):
        if step in trusted:
            return True
        issuers = [one for one in (*trusted, *certificates) if one.subject == step.issuer and _issued(one, step)]
        if not issuers or issuers[0] == step or not _valid_at(issuers[0], moment):
            return False
        step = issuers[0]
    return False


def _issued(issuer: Any, certificate: Any) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
        return bool(issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False


def token_in(answer: bytes) -> bytes:
    """Give the token in an authority's answer (TimeStampResp); `Broken` where it granted none."""
    try:
        (_tag, content, _all), *rest = _read_der(answer)
        status, *token = _inside(content)
        granted = _inside(status[1])[0][1] in {b"\x00", b"\x01"}  # granted, perhaps with modifications
    except (ValueError, IndexError):
        raise Broken(_UNREADABLE) from None
    if rest or not granted or len(token) != 1:
        raise Broken("The authority granted no time-stamp.")
    return token[0][2]


def question_for(stamped: bytes, nonce: int) -> bytes:
    """Give the question for a time-stamp over these bytes (TimeStampReq), its certificate asked for."""
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    imprint = _der(0x30, _SHA256_DER) + _der(0x04, hashlib.sha256(stamped).digest())
    return _der(0x30, b"\x02\x01\x01" + _der(0x30, imprint) + _der(_INTEGER, number) + b"\x01\x01\xff")


def _inside(data: bytes) -> list[tuple[int, bytes, bytes]]:
    return list(_read_der(data))


def _read_der(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Give the values that stand in DER one after the other: tag, content, the whole of it."""
    at = 0
    while at < len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 4:  # noqa: PLR2004
                raise ValueError
            length, start = int.from_bytes(data[start : start + count], "big"), start + count
        if start + length > len(data):
            raise ValueError
        yield tag, data[start : start + length], data[at : start + length]
        at = start + length


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:  # noqa: PLR2004
        return bytes([tag, size]) + content
    packed = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(packed)]) + packed + content


def _shown(text: str) -> str:
    plain = text.encode("unicode_escape", "backslashreplace").decode("ascii")
    return plain if len(plain) <= 100 else plain[:100] + "..."  # noqa: PLR2004


# -- folders and zips --------------------------------------------------------------------------------------------------


def _open_files(path: Path) -> Any:
    try:
        if not path.exists():
            raise Unreadable("There is no folder and no zip at this path.")
        return _OnDisk(path) if path.is_dir() else _InZip(path)
    except _READ_ERRORS:
        if _begins_as_zip(path):
            raise Broken("The zip is damaged and cannot be opened.") from None
        raise Unreadable("This can be read neither as a folder nor as a zip.") from None


def _begins_as_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except _READ_ERRORS:
        return False


class _OnDisk:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: list[str] = []
        for folder, inner, files in os.walk(path, onerror=None, followlinks=False):
            inner[:] = [name for name in inner if name != "__pycache__"]
            prefix = Path(folder).relative_to(path).as_posix()
            links = [name for name in inner if (Path(folder) / name).is_symlink()]
            self.names += [name if prefix == "." else f"{prefix}/{name}" for name in [*files, *links]]
            if len(self.names) > MAX_FILES:
                raise Broken("There are more files than such a folder has.")

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise Broken("{name} is missing.", name=_shown(name))
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._path / name, flags)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Broken("{name} is not a file.", name=_shown(name))
        return os.fdopen(descriptor, "rb")


class _InZip:
    """A zip whose files stand at its top, or all in one folder as when a folder was packed."""

    def __init__(self, path: Path) -> None:
        self._file = _BoundedFile(path)
        try:
            self._archive = zipfile.ZipFile(self._file)
            entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        except BaseException:
            self._file.close()
            raise
        if len(entries) > MAX_FILES:
            self._file.close()
            raise Broken("There are more files than such a folder has.")
        tops = {entry.filename.partition("/")[0] for entry in entries}
        prefix = f"{tops.pop()}/" if len(tops) == 1 else ""
        self._entries = {entry.filename[len(prefix) :]: entry for entry in entries}
        self.names = [entry.filename[len(prefix) :] for entry in entries]

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()
        self._file.close()

    def open(self, name: str) -> IO[bytes]:
        if name not in self._entries:
            raise Broken("{name} is missing.", name=_shown(name))
        entry = self._entries[name]
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or (
            entry.file_size > FREE_SIZE and entry.file_size > MAX_RATIO * entry.compress_size
        ):
            raise Broken("{name} is packed in an uncommon way: unpack the zip, then check the folder.", name=name)
        return self._archive.open(entry)


class _BoundedFile:
    """A file that gives no more than some megabytes at once: a huge table of contents is refused, not loaded."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.seek, self.tell, self.close, self.seekable = (
            self._file.seek,
            self._file.tell,
            self._file.close,
            self._file.seekable,
        )

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(MAX_TABLE + 1 if size is None or size < 0 else min(size, MAX_TABLE + 1))
        if len(data) > MAX_TABLE:
            raise Broken("The zip's table of contents is larger than such a folder's.")
        return data


# -- words -------------------------------------------------------------------------------------------------------------

FRENCH = {
    "There is no folder and no zip at this path.": "Il n’y a ni dossier ni zip à cet endroit.",
    "This can be read neither as a folder nor as a zip.": "Ceci ne se lit ni comme dossier ni comme zip.",
    "The zip is damaged and cannot be opened.": "Le zip est abîmé et ne s’ouvre pas.",
    "There are more files than such a folder has.": "Il y a plus de fichiers que n’en a un tel dossier.",
    "The zip's table of contents is larger than such a folder's.": "La table du zip dépasse celle d’un tel dossier.",
    "{name} is missing.": "{name} manque.",
    "{name} is not a file.": "{name} n’est pas un fichier.",
    "{name} does not belong to this folder: nobody signed for it.": (
        "{name} n’appartient pas à ce dossier : personne n’en a signé la présence."
    ),
    "A file stands twice in the zip.": "Un fichier figure deux fois dans le zip.",
    "All {count} files are there, and no others.": "Les {count} fichiers sont là, et aucun autre.",
    "{name} was changed: its SHA-256 is not the one in the manifest.": (
        "{name} a été modifié : son empreinte SHA-256 n’est pas celle du manifeste."
    ),
    "Each of the {count} files has the SHA-256 that the manifest lists.": (
        "Chacun des {count} fichiers a l’empreinte SHA-256 que donne le manifeste."
    ),
    "The signatures were NOT checked: install the package cryptography.": (
        "Les signatures n’ont PAS été vérifiées : installez le paquet cryptography."
    ),
    "The manifest is not the one that was signed.": "Le manifeste n’est pas celui qui a été signé.",
    "The manifest is signed by {name}, key {key}.": "Le manifeste est signé par {name}, clé {key}.",
    OWN_KEY: (
        "Le manifeste est signé par {name}, clé {key}. La clé vient avec le dossier : comparez-la avec celle que le "
        "service publie."
    ),
    "The record does not name each exhibit of the folder once.": (
        "Le relevé ne nomme pas une fois chaque pièce du dossier."
    ),
    "The record names another file for exhibit {exhibit}.": "Le relevé nomme un autre fichier pour la pièce {exhibit}.",
    "{exhibit} is not in the state that the record names.": "{exhibit} n’est pas dans l’état que nomme le relevé.",
    "The record names {count} exhibits: {whole} originals, {redacted} with covered parts.": (
        "Le relevé nomme {count} pièces : {whole} originaux, {redacted} avec des parties occultées."
    ),
    "The original is not what {name} records: its size or SHA-256 differs.": (
        "L’original n’est pas celui que {name} décrit : sa taille ou son empreinte SHA-256 diffère."
    ),
    "The original has the recorded size of {size} bytes and SHA-256. (BLAKE3 is not checked here.)": (
        "L’original a la taille relevée de {size} octets et l’empreinte SHA-256. (BLAKE3 n’est pas vérifié ici.)"
    ),
    "A custody line of {exhibit} was changed.": "Une ligne de possession de {exhibit} a été modifiée.",
    "A custody line of {exhibit} speaks of something else.": (
        "Une ligne de possession de {exhibit} parle d’autre chose."
    ),
    "{count} custody lines are written as the journal writes them, each about its exhibit.": (
        "{count} lignes de possession ont la forme du journal, chacune au sujet de sa pièce."
    ),
    "{exhibit} is not the original that the journal names.": "{exhibit} n’est pas l’original que nomme le journal.",
    "The journal names the SHA-256 of each exhibit's original.": (
        "Le journal nomme l’empreinte SHA-256 de l’original de chaque pièce."
    ),
    "The journal's head is not signed by the journal itself.": "La tête du journal n’est pas signée par le journal.",
    "The head over {size} journal entries is signed by {name}.": (
        "La tête du journal, sur {size} lignes, est signée par {name}."
    ),
    "A custody line of {exhibit} does not stand in the signed journal.": (
        "Une ligne de possession de {exhibit} ne figure pas dans le journal signé."
    ),
    "All {count} custody lines stand in the signed journal.": (
        "Les {count} lignes de possession figurent dans le journal signé."
    ),
    "{name} is longer than it can be.": "{name} est plus long qu’il ne peut l’être.",
    "{name} cannot be read.": "{name} ne se lit pas.",
    "{name} is damaged and cannot be read.": "{name} est abîmé et ne se lit pas.",
    "The manifest does not list files, each once.": "Le manifeste ne donne pas des fichiers, chacun une fois.",
    "{name} does not hold its lines in the order of the journal.": (
        "{name} ne donne pas ses lignes dans l’ordre du journal."
    ),
    "{name} is not a signed text.": "{name} n’est pas un texte signé.",
    "{name} is not signed by a known key.": "{name} n’est pas signé par une clé connue.",
    "The signature in {name} is wrong: the text was changed after it was signed.": (
        "La signature de {name} est fausse : le texte a été modifié après sa signature."
    ),
    "{count} time-stamps hold. The first {size} entries stood on {at} UTC, says {name}.": (
        "{count} horodatages tiennent. Les {size} premières entrées existaient le {at} UTC, dit {name}."
    ),
    OWN_STAMP: (
        "{count} horodatages tiennent. Les {size} premières entrées existaient le {at} UTC, dit {name}. S’il faut l’en "
        "croire n’a PAS été vérifié : le certificat de l’autorité vient avec le dossier (SHA-256 {print}) ; donnez le "
        "vôtre avec --authority."
    ),
    SEEN: (
        "{count} têtes sont contresignées par des partenaires. {name} a vu les {size} premières entrées le {at} UTC, "
        "clé {key}."
    ),
    OWN_SEEN: (
        "{count} têtes sont contresignées par des partenaires. {name} a vu les {size} premières entrées le {at} UTC. "
        "Si la clé est la leur n’a PAS été vérifié, elle vient avec le dossier : {key}. Demandez-la-leur, et "
        "donnez-la, ou leur carte, avec --partner."
    ),
    "A head that a partner countersigned is not of this journal: something before it was changed.": (
        "Une tête contresignée par un partenaire n’est pas de ce journal : quelque chose avant elle a été modifié."
    ),
    "No head is countersigned by a partner whose key you gave.": (
        "Aucune tête n’est contresignée par un partenaire dont vous avez donné la clé."
    ),
    "A countersignature is not by the partner who is named beside it.": (
        "Une contresignature n’est pas du partenaire nommé à côté d’elle."
    ),
    "A key is not that of a partner who countersigns.": "Une clé n’est pas celle d’un partenaire qui contresigne.",
    "The certificate of the authority cannot be opened.": "Le certificat de l’autorité ne s’ouvre pas.",
    "It cannot be read: nothing was checked.": "Ceci ne se lit pas : rien n’a été vérifié.",
    "A head that was stamped is not of this journal: something before it was changed.": (
        "Une tête horodatée n’est pas de ce journal : quelque chose avant elle a été modifié."
    ),
    _UNREADABLE: "Un horodatage ne se lit pas.",
    "The authority granted no time-stamp.": "L’autorité n’a pas accordé d’horodatage.",
    "A time-stamp is of something else than the head it stands with.": (
        "Un horodatage porte sur autre chose que la tête qu’il accompagne."
    ),
    "A time-stamp was made with a certificate that may make none, or not at that time.": (
        "Un horodatage a été fait avec un certificat qui n’y autorise pas, ou pas à ce moment."
    ),
    "A time-stamp is by an authority that you do not trust.": (
        "Un horodatage vient d’une autorité à laquelle vous ne vous fiez pas."
    ),
    "A time-stamp is signed in a way (RSASSA-PSS) that this program cannot check.": (
        "Un horodatage est signé d’une façon (RSASSA-PSS) que ce programme ne sait pas vérifier."
    ),
    "The certificate of the authority cannot be read: it must be PEM.": (
        "Le certificat de l’autorité ne se lit pas : il doit être en PEM."
    ),
    "A key is not written name+hash+base64.": "Une clé n’a pas la forme nom+empreinte+base64.",
    "A key does not match its own short hash.": "Une clé ne correspond pas à sa propre empreinte courte.",
    "{name} is packed in an uncommon way: unpack the zip, then check the folder.": (
        "{name} est comprimé d’une façon inhabituelle : ouvrez le zip, puis vérifiez le dossier."
    ),
    "The line of the receipt does not stand in the signed journal.": (
        "La ligne du reçu ne figure pas dans le journal signé."
    ),
    "The line of the receipt stands in the signed journal.": "La ligne du reçu figure dans le journal signé.",
    "The line of the receipt speaks of something else.": "La ligne du reçu parle d’autre chose.",
    "A report was filed on {day} (UTC). SHA-256 of what was sealed: {digest}.": (
        "Un signalement a été déposé le {day} (UTC). SHA-256 de ce qui a été scellé : {digest}."
    ),
    "holds": "tient",
    "BROKEN": "ROMPU",
    "not checked": "non vérifié",
    "Everything that was checked holds.": "Tout ce qui a été vérifié tient.",
    "Something is broken: do not rely on this folder before you know why.": (
        "Quelque chose est rompu : ne vous fiez pas à ce dossier avant de savoir pourquoi."
    ),
    "Files and custody lines hold, but without signatures this proves little.": (
        "Fichiers et lignes tiennent, mais sans signatures cela prouve peu."
    ),
}


def _in(language: str, template: str, facts: dict[str, object] | None = None) -> str:
    return (FRENCH.get(template, template) if language == "fr" else template).format(**facts or {})


def _findings(chosen: argparse.Namespace, language: str) -> list[Finding]:
    if is_receipt(chosen.path):
        return check_receipt(chosen.path, chosen.key, language=language)
    try:
        authorities = chosen.authority.read_bytes() if chosen.authority else b""
    except OSError:
        raise Unreadable("The certificate of the authority cannot be opened.") from None
    partners = [partner_key(one) for one in chosen.partner]
    return check_folder(chosen.path, chosen.key, language=language, authorities=authorities, partners=partners)


def main() -> int:
    """Check, and say in words what was checked."""
    parser = argparse.ArgumentParser(description="Check a folder of evidence.")
    parser.add_argument("path", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", action="append", default=[], help="a key that you trust (name+hash+base64)")
    parser.add_argument("--authority", type=Path, help="certificates (PEM) of time-stamping authorities you trust")
    parser.add_argument("--partner", action="append", default=[], help="key or card of a partner who countersigns")
    parser.add_argument("--fr", action="store_true", help="en français")
    chosen = parser.parse_args()
    language = "fr" if chosen.fr else "en"
    try:
        findings = _findings(chosen, language)
    except Broken as broken:
        findings = [(UNREADABLE, False, _in(language, broken.template, broken.facts))]
    for name, holds, sentence in findings:
        word = "not checked" if holds is None else "holds" if holds else "BROKEN"
        print(f"{_in(language, word):11} {name}: {sentence}")
    if any(name == UNREADABLE for name, _holds, _sentence in findings):
        print(_in(language, "It cannot be read: nothing was checked."))
        return 2
    if any(holds is False for _name, holds, _sentence in findings):
        print(_in(language, "Something is broken: do not rely on this folder before you know why."))
        return 1
    if any(holds is None for _name, holds, _sentence in findings):
        print(_in(language, "Files and custody lines hold, but without signatures this proves little."))
        return 2
    print(_in(language, "Everything that was checked holds."))
    return 0


if __name__ == "__main__":
    sys.exit(main())

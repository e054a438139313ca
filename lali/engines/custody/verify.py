"""Verifying a bundle, or a folder of evidence, without Lali's database, keys or web: files in, a report out.

Every check is made, whatever the others say, and what is broken is said in one sentence. No input makes it raise.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from lali.engines.custody import standalone as alone
from lali.engines.custody.bundle import (
    CUSTODY,
    EXHIBIT,
    HEAD,
    KEYS,
    LATER,
    LISTED,
    MANIFEST,
    MANIFEST_NOTE,
    MAX_ENTRIES,
    ORIGINAL,
    PERHAPS,
    PROOFS,
    manifest_text,
)
from lali.engines.custody.heads import Head, HeadRefused, countersignatures, verify_head
from lali.engines.custody.keys import NotAKey, Role, VerifierKey
from lali.engines.custody.leaves import NotCanonical, read_line
from lali.engines.custody.merkle import leaf_hash, verify_inclusion
from lali.engines.custody.notes import NoteRefused, verify_note
from lali.engines.custody.reading import (
    Broken,
    Files,
    Unreadable,
    missing_names,
    opened,
    pieces,
    read_text,
    shown,
    unknown_names,
)
from lali.engines.custody.sealing import Digests
from lali.engines.custody.standalone import UNREADABLE, check_folder, check_receipt, is_folder, is_receipt

MAX_KEYS = 64
TIMES_CHECK, WITNESSES_CHECK = "stamps", "witnesses"
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z.]{1,32})")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: a fixed name, whether it holds, one sentence about what was seen."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, in order."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Tell whether everything holds."""
        return all(check.ok for check in self.checks)

    @property
    def first_broken(self) -> Check | None:
        """Give the first thing that is broken."""
        return next((check for check in self.checks if not check.ok), None)

    @property
    def unreadable(self) -> bool:
        """Tell whether nothing could be checked, because this is not a thing that can be read here."""
        return any(check.name == UNREADABLE for check in self.checks)


def verify_bundle(
    path: Path,
    *,
    trusted: Iterable[str] = (),
    on_progress: Callable[[int], None] | None = None,
    authorities: bytes = b"",
    partners: Iterable[str] = (),
) -> Report:
    """Check a bundle or a folder of evidence, on disk or as a zip.

    `trusted` are verifier keys (`name+hash+base64`) that the reader has from elsewhere; only they count then. Without
    them the keys in the bundle are used, and the report names them for comparison. `on_progress` hears the bytes of
    the original read so far. `authorities` are certificates (PEM) of time-stamping authorities to believe,
    `partners` verifier keys of partners who countersign. Raises `NotAKey` if a key is none, and nothing else.
    """
    witnesses = tuple(str(VerifierKey.parse(key)) for key in partners)
    known = tuple(str(VerifierKey.parse(key)) for key in trusted)
    if is_receipt(path):
        found = check_receipt(path, known)
        return Report(tuple(Check(name, bool(holds), sentence) for name, holds, sentence in found))
    if is_folder(path):
        found = check_folder(path, known, on_progress, authorities=authorities, partners=witnesses)
        return Report(tuple(Check(name, bool(holds), sentence) for name, holds, sentence in found))
    try:
        with opened(path) as files:
            bundle = _Bundle(files, known, on_progress)
            checks = tuple(_made(name, check, bundle) for name, check in _CHECKS)
            extra = {TIMES_CHECK, WITNESSES_CHECK} if set(PERHAPS) & set(files.names) else set()
            found = check_folder(path, known, authorities=authorities, partners=witnesses) if extra else []
            return Report((*checks, *(Check(name, bool(ok), said) for name, ok, said in found if name in extra)))
    except Unreadable as broken:
        return Report((Check(UNREADABLE, False, str(broken)),))
    except Broken as broken:
        return Report((Check("bundle", False, str(broken)),))


def partner_key(told: str) -> str:
    """Give a partner's key for countersigning, as it is written or from the partner's card in a file; `NotAKey`."""
    try:
        return alone.partner_key(told)
    except alone.Broken as why:
        raise NotAKey(str(why)) from None


class _Bundle:
    """What the checks share. Each part is read anew when asked for, save the original, which may be large."""

    def __init__(self, files: Files, trusted: Sequence[str], on_progress: Callable[[int], None] | None) -> None:
        self.files = files
        self.trusted = trusted
        self._on_progress = on_progress
        self._original: Digests | None = None

    def original(self) -> Digests:
        if self._original is None:
            digests, recorded = Digests(), self.exhibit().get("size")
            for piece in pieces(self.files, ORIGINAL):
                digests.update(piece)
                if not isinstance(recorded, int) or digests.size > recorded:
                    raise Broken(f"The original is longer than {EXHIBIT} records.")
                if self._on_progress:
                    self._on_progress(digests.size)
            self._original = digests
        return self._original

    def sha256_of(self, name: str) -> str:
        return self.original().sha256 if name == ORIGINAL else sha256(read_text(self.files, name)).hexdigest()

    def exhibit(self) -> dict[str, object]:
        try:
            exhibit = json.loads(read_text(self.files, EXHIBIT))
        except (ValueError, RecursionError):
            exhibit = None
        if not isinstance(exhibit, dict):
            raise Broken(f"{EXHIBIT} cannot be read.")
        return exhibit

    def lines(self) -> list[bytes]:
        text = read_text(self.files, CUSTODY)
        if not text.endswith(b"\n") or text.count(b"\n") > MAX_ENTRIES:
            raise Broken(f"{CUSTODY} is cut off, empty or longer than any bundle's.")
        return text[:-1].split(b"\n")

    def keys(self) -> tuple[str, ...]:
        if self.trusted:
            return tuple(self.trusted)
        lines = _decoded(self.files, KEYS).splitlines()
        if not 0 < len(lines) <= MAX_KEYS:
            raise Broken(f"{KEYS} holds no key, or too many.")
        try:
            return tuple(str(VerifierKey.parse(line)) for line in lines)
        except NotAKey:
            raise Broken(f"A line of {KEYS} is not a verifier key.") from None

    def head(self) -> Head:
        try:
            return verify_head(_decoded(self.files, HEAD), self.keys())
        except HeadRefused as refusal:
            raise Broken(f"{HEAD}: {refusal}") from None


def _made(name: str, check: Callable[[_Bundle], str], bundle: _Bundle) -> Check:
    try:
        return Check(name, True, check(bundle))
    except Broken as broken:
        return Check(name, False, str(broken))


def _files(bundle: _Bundle) -> str:
    if missing := missing_names(bundle.files):
        raise Broken(f"{missing[0]} is missing.")
    if unknown := unknown_names(bundle.files):
        raise Broken(f"{shown(unknown[0])} does not belong to the bundle.")
    return "All files of a bundle are there and no others."


def _manifest(bundle: _Bundle) -> str:
    matches = [_MANIFEST_LINE.fullmatch(line) for line in _decoded(bundle.files, MANIFEST).splitlines()]
    listed = {match[2]: match[1] for match in matches if match}
    left_out = set(LISTED) - set(listed)
    unlisted = left_out - LATER or (left_out | set(PERHAPS) - set(listed)) & set(bundle.files.names)
    if len(listed) != len(matches) or unlisted or not set(listed) <= {*LISTED, *PERHAPS}:
        raise Broken(f"{MANIFEST} does not list the files of the bundle, each once.")
    for name, digest in listed.items():
        if bundle.sha256_of(name) != digest:
            raise Broken(f"{name} was changed: its SHA-256 is not the one in {MANIFEST}.")
    return f"All {len(listed)} files have the SHA-256 that {MANIFEST} lists."


def _signature(bundle: _Bundle) -> str:
    try:
        text, signatures = verify_note(_decoded(bundle.files, MANIFEST_NOTE), bundle.keys())
    except NoteRefused as refusal:
        raise Broken(f"{MANIFEST_NOTE}: {refusal}") from None
    signers = [one.key for one in signatures if one.key.role is Role.LOG]
    if not signers:
        raise Broken(f"{MANIFEST_NOTE} is not signed by a known key.")
    if text != manifest_text(bundle.sha256_of(MANIFEST)):
        raise Broken(f"{MANIFEST} is not the one that was signed.")
    named = f"The manifest is signed by {signers[0].name}, key {signers[0].fingerprint}."
    return named if bundle.trusted else f"{named} The key came with the bundle: compare it with the published one."


def _original(bundle: _Bundle) -> str:
    digests, exhibit = bundle.original(), bundle.exhibit()
    for name, value in (("size", digests.size), ("sha256", digests.sha256), ("blake3", digests.blake3)):
        if exhibit.get(name) != value:
            raise Broken(f"The original is not what {EXHIBIT} records: its {name} differs.")
    return f"The original has the recorded size of {digests.size} bytes, SHA-256 and BLAKE3."


def _entries(bundle: _Bundle) -> str:
    lines = bundle.lines()
    for number, line in enumerate(lines, 1):
        try:
            read_line(line)
        except NotCanonical as refusal:
            raise Broken(f"Entry {number} of {CUSTODY} was changed. {refusal}") from None
    return f"{len(lines)} journal entries are in canonical form."


def _journalled(bundle: _Bundle) -> str:
    """Tie the original to the journal by the first digest it names: without it, any file would fit any proof."""
    named = next((digest for line in bundle.lines() for digest in _sha256s_in(_entry(line))), None)
    if named is None:
        raise Broken(f"No entry of {CUSTODY} names the SHA-256 of the original.")
    if named != bundle.original().sha256:
        raise Broken("The original is not the one that the journal names: its SHA-256 differs.")
    return "The journal names the SHA-256 of the original."


def _head(bundle: _Bundle) -> str:
    head = bundle.head()
    witnesses = [one.name for one in countersignatures(_decoded(bundle.files, HEAD), bundle.keys())]
    by = f" and countersigned by {', '.join(witnesses)}" if witnesses else ""
    return f"The head over {head.size} journal entries is signed by {head.origin}{by}."


def _proofs(bundle: _Bundle) -> str:
    head, lines, proofs = bundle.head(), bundle.lines(), _read_proofs(bundle)
    if len(proofs) != len(lines):
        raise Broken(f"{PROOFS} holds {len(proofs)} proofs for {len(lines)} entries.")
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(proofs)):
        raise Broken(f"{PROOFS} does not hold the entries in the order of the journal.")
    for number, (line, (index, path)) in enumerate(zip(lines, proofs, strict=True), 1):
        if not verify_inclusion(leaf_hash(line), index, head.size, path, head.root):
            raise Broken(f"Entry {number} of {CUSTODY} does not stand in the signed journal.")
    return f"All {len(lines)} entries stand in the signed journal."


_CHECKS: tuple[tuple[str, Callable[[_Bundle], str]], ...] = (
    ("files", _files),
    ("manifest", _manifest),
    ("signature", _signature),
    ("original", _original),
    ("entries", _entries),
    ("journalled", _journalled),
    ("head", _head),
    ("proofs", _proofs),
)


def _read_proofs(bundle: _Bundle) -> list[tuple[int, list[bytes]]]:
    try:
        proofs = json.loads(read_text(bundle.files, PROOFS))["proofs"]
        return [(_index(proof["entry"]), [_node(node) for node in proof["path"]]) for proof in proofs]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken(f"{PROOFS} cannot be read.") from None


def _index(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _node(value: object) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise TypeError
    return bytes.fromhex(value)


def _entry(line: bytes) -> dict[str, object]:
    try:
        return read_line(line)
    except NotCanonical:
        return {}


def _sha256s_in(value: object) -> Iterator[object]:
    """Give what stands under the name sha256, however deep; a line that was read is never nested deeply."""
    if isinstance(value, list):
        for item in value:
            yield from _sha256s_in(item)
    if isinstance(value, dict):
        if "sha256" in value:
            yield value["sha256"]
        yield from _sha256s_in(list(value.values()))


def _decoded(files: Files, name: str) -> str:
    try:
        return read_text(files, name).decode()
    except UnicodeDecodeError:
        raise Broken(f"{name} is not text.") from None

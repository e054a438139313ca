"""Builds small whole folders of evidence, and unpacks, changes and signs them anew."""

import io
import zipfile
from datetime import UTC, datetime
from hashlib import sha256

from lali.engines.custody import (
    FolderExhibit,
    FolderFile,
    ProvenEntry,
    canonical,
    folder_texts,
    inclusion_proofs,
    leaf_hash,
    sign_head,
    signed_manifest,
    zipped,
)
from lali.engines.custody.merkle import Tree, root_of
from tests.engines.custody.bundles import KEY, LOG, PEM

AT = datetime(2026, 11, 26, 9, 0, 1, tzinfo=UTC)
ORIGINALS = {"E-001": b"chat\n" * 100, "E-002": b"photo" * 50, "E-003": b"\x00\x01original before it was covered"}
COVERED = b"\x89PNG covered"
SIZE = 40


def digest(data):
    return sha256(data).hexdigest()


def journal():
    lines = [canonical({"n": number, "subject": "case:FJ-2026-00001", "facts": {}}) for number in range(SIZE)]
    for number, (name, data) in enumerate(ORIGINALS.items()):
        subject = f"case:FJ-2026-00001/exhibit:{name}"
        lines[3 + number * 5] = canonical({"subject": subject, "facts": {"sha256": digest(data)}})
        lines[30 + number] = canonical({"subject": subject, "verb": "exhibit.read", "facts": {}})
    return lines


def exhibits():
    lines = journal()
    leaves = [leaf_hash(line) for line in lines]
    proofs = inclusion_proofs([number for place in range(3) for number in (3 + place * 5, 30 + place)], SIZE, leaves)
    found = []
    for place, (name, data) in enumerate(ORIGINALS.items()):
        going = COVERED if name == "E-003" else data
        entries = [ProvenEntry(number, lines[number], proofs[number]) for number in (3 + place * 5, 30 + place)]
        subject = f"case:FJ-2026-00001/exhibit:{name}"
        found.append(FolderExhibit(name, subject, f"{name}.bin", digest(going), digest(data), entries))
    return found


def head():
    tree = Tree(map(leaf_hash, journal()))
    return sign_head(origin=LOG, size=SIZE, root=root_of(SIZE, tree.node), signing_key=PEM)


def texts():
    found = folder_texts(facts={"number": "B-001"}, exhibits=exhibits(), head=head(), keys=[KEY])
    return found | {"index.html": b"<p>Hello</p>", "brief.pdf": b"%PDF-"}


def all_files(given=None, pem=PEM):
    files = dict(given or texts())
    if given is None:
        files |= {f"exhibits/{one.file}": COVERED if one.name == "E-003" else ORIGINALS[one.name] for one in exhibits()}
    return files | signed_manifest({name: digest(data) for name, data in files.items()}, head=head(), signing_key=pem)


def as_zip(files):
    going = [FolderFile(name, len(data), digest(data), lambda data=data: [data]) for name, data in files.items()]
    return b"".join(zipped(going, at=AT))


def unpacked(target, files):
    with zipfile.ZipFile(io.BytesIO(as_zip(files))) as archive:
        archive.extractall(target)
    return target


def resigned(target, pem=PEM):
    """Bring manifest and signature in line with the files that stand there, as somebody who holds a key could."""
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    left = {name: data for name, data in found.items() if not name.startswith("MANIFEST")}
    for name, data in signed_manifest({n: digest(d) for n, d in left.items()}, head=head(), signing_key=pem).items():
        (target / name).write_bytes(data)
    return target

"""Builds small whole bundles, and brings a changed one in line again as somebody with a signing key could."""

import io
from hashlib import sha256

from lali.engines.custody.bundle import EVERY_FILE, ProvenEntry, write_bundle
from lali.engines.custody.heads import sign_head
from lali.engines.custody.keys import Role, new_kek, new_signing_key, verifier_key
from lali.engines.custody.leaves import canonical
from lali.engines.custody.merkle import Tree, inclusion_proof, leaf_hash, root_of
from lali.engines.custody.notes import sign_note
from lali.engines.custody.sealing import seal, unseal

LOG, PARTNER = "fiji.example/journal", "vanuatu.example/witness"
PEM, PARTNER_PEM = new_signing_key(), new_signing_key()
KEY, PARTNER_KEY = verifier_key(LOG, PEM), verifier_key(PARTNER, PARTNER_PEM, Role.WITNESS)
KEK = new_kek()
PLAIN = b"[22/11/2026, 09:14] Golden Lagoon Careers: pay the fee first\n" * 6_000


def sealed_exhibit(plain):
    target = io.BytesIO()
    facts = seal(io.BytesIO(plain), target, kek=KEK)
    record = {"reference": "FJ-2026-0001/E1", "name": "chat.txt", "size": facts.size}
    return record | {"sha256": facts.sha256, "blake3": facts.blake3, "address": facts.address}, target.getvalue()


def journal(record):
    """A log of 50 entries, of which three are about the exhibit."""
    lines = [canonical({"n": number, "verb": "case read", "facts": {}}) for number in range(50)]
    facts = {key: record[key] for key in ("size", "sha256", "blake3", "address")}
    lines[7] = canonical({"n": 7, "verb": "exhibit sealed", "facts": {"exhibit": [facts]}})
    lines[20] = canonical({"n": 20, "verb": "exhibit viewed", "facts": {"by": "Mere Example"}})
    lines[49] = canonical({"n": 49, "verb": "exhibit exported", "facts": {}})
    return lines


def written(target, plain=PLAIN, **changes):
    record, sealed = sealed_exhibit(plain)
    lines = journal(record)
    tree = Tree(map(leaf_hash, lines))
    head = sign_head(origin=LOG, size=50, root=root_of(50, tree.node), signing_key=PEM)
    entries = [ProvenEntry(number, lines[number], inclusion_proof(number, 50, tree.node)) for number in (7, 20, 49)]
    facts = {
        "exhibit": record,
        "original": unseal(io.BytesIO(sealed), kek=KEK),
        "entries": entries,
        "head": head,
        "keys": [KEY],
        "signing_key": PEM,
    }
    write_bundle(target, **(facts | changes))
    return target


def resign(folder, pem=PEM, name=LOG, names=EVERY_FILE):
    """Bring manifest and its signature in line with the files, as somebody who holds a key could."""
    listed = [name for name in names if name not in ("manifest.sha256", "manifest.note")]
    lines = [f"{sha256((folder / file).read_bytes()).hexdigest()}  {file}\n" for file in listed]
    (folder / "manifest.sha256").write_text("".join(lines))
    digest = sha256("".join(lines).encode()).hexdigest()
    note = sign_note(f"lali bundle manifest\n{digest}\n", name=name, signing_key=pem)
    (folder / "manifest.note").write_text(note)

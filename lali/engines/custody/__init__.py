"""Evidence is what it was: sealing, keeping, journalling and proving exhibits.

An original is hashed and encrypted in one pass and kept write-once under the digest of its sealed bytes. Journal
entries are canonical lines, the leaves of an RFC 9162 Merkle tree whose heads are signed and countersigned. A bundle
carries one exhibit with its entries and proofs to anybody, who can check it without Lali. Promises: no changed, cut,
lengthened or exchanged byte passes unnoticed; memory stays flat whatever the size; hostile input is answered with a
sentence. Must never replace or rewrite what was kept, invent cryptography, or put a key or the content of an exhibit
in an error.
"""

from lali.engines.custody.bundle import HeadStamp, OriginalChanged, ProvenEntry, TooMuchForABundle, write_bundle
from lali.engines.custody.folder import (
    FolderExhibit,
    FolderFile,
    folder_helps,
    folder_texts,
    manifest_of,
    released_helps,
    signed_manifest,
    zipped,
)
from lali.engines.custody.heads import (
    Countersignature,
    Head,
    HeadRefused,
    countersign,
    countersignatures,
    read_head,
    sign_head,
    verify_head,
)
from lali.engines.custody.incoming import (
    AnotherOriginal,
    Continued,
    GoesOnElsewhere,
    Intake,
    NothingStands,
    StoreIsFull,
    sum_of_pieces,
)
from lali.engines.custody.keys import (
    NotAKey,
    Role,
    VerifierKey,
    key_id,
    load_signing_key,
    new_kek,
    new_signing_key,
    verifier_key,
)
from lali.engines.custody.leaves import NotCanonical, canonical, read_line
from lali.engines.custody.merkle import (
    EMPTY_ROOT,
    Frontier,
    NotAFrontier,
    Tree,
    consistency_proof,
    inclusion_proof,
    inclusion_proofs,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from lali.engines.custody.report_receipts import report_receipt
from lali.engines.custody.sealing import (
    CHUNK,
    Digests,
    SealBroken,
    Sealed,
    Sealer,
    WrongKey,
    seal,
    sealed_under,
    unseal,
)
from lali.engines.custody.store import Home, NotInStore, SealedBytesChanged, Store, Unfinished
from lali.engines.custody.timestamps import Asked, Stamp, StampRefused, ask_stamp, read_stamp
from lali.engines.custody.unsealed import Unsealed
from lali.engines.custody.verify import Check, Report, verify_bundle

__all__ = [
    "CHUNK",
    "EMPTY_ROOT",
    "AnotherOriginal",
    "Asked",
    "Check",
    "Continued",
    "Countersignature",
    "Digests",
    "FolderExhibit",
    "FolderFile",
    "Frontier",
    "GoesOnElsewhere",
    "Head",
    "HeadRefused",
    "HeadStamp",
    "Home",
    "Intake",
    "NotAFrontier",
    "NotAKey",
    "NotCanonical",
    "NotInStore",
    "NothingStands",
    "OriginalChanged",
    "ProvenEntry",
    "Report",
    "Role",
    "SealBroken",
    "Sealed",
    "SealedBytesChanged",
    "Sealer",
    "Stamp",
    "StampRefused",
    "Store",
    "StoreIsFull",
    "TooMuchForABundle",
    "Tree",
    "Unfinished",
    "Unsealed",
    "VerifierKey",
    "WrongKey",
    "ask_stamp",
    "canonical",
    "consistency_proof",
    "countersign",
    "countersignatures",
    "folder_helps",
    "folder_texts",
    "inclusion_proof",
    "inclusion_proofs",
    "key_id",
    "leaf_hash",
    "load_signing_key",
    "manifest_of",
    "new_kek",
    "new_signing_key",
    "node_hash",
    "read_head",
    "read_line",
    "read_stamp",
    "released_helps",
    "report_receipt",
    "root_of",
    "seal",
    "sealed_under",
    "sign_head",
    "signed_manifest",
    "sum_of_pieces",
    "unseal",
    "verifier_key",
    "verify_bundle",
    "verify_consistency",
    "verify_head",
    "verify_inclusion",
    "write_bundle",
    "zipped",
]

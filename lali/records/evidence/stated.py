"""The integrity value that whoever gave an exhibit stated, beside ours."""

import hashlib
import re
from collections.abc import Iterable

from lali.records.evidence.models import Exhibit
from lali.records.evidence.vocabulary import StatedDigest

LENGTHS = {  # of a digest in hexadecimal
    StatedDigest.MD5: 32,
    StatedDigest.SHA1: 40,
    StatedDigest.SHA256: 64,
    StatedDigest.SHA512: 128,
    StatedDigest.BLAKE3: 64,
}
_OURS = {StatedDigest.SHA256: "sha256", StatedDigest.BLAKE3: "blake3"}


def plain_digest(said: str) -> str:
    """A digest as programs and people write it (`AB:CD`, `ab cd`, with a line end), in plain small letters."""
    return re.sub(r"[\s:\-]", "", said).casefold()


def is_digest(kind: str, digest: str) -> bool:
    """Whether this can be a digest of that kind."""
    return kind in LENGTHS and re.fullmatch(f"[0-9a-f]{{{LENGTHS[StatedDigest(kind)]}}}", digest) is not None


def stated_is_ours(exhibit: Exhibit) -> bool | None:
    """Whether the stated digest is the one we took; None where none is stated, or the bytes must be read to tell."""
    ours = _OURS.get(exhibit.stated_kind)
    return exhibit.stated_digest == getattr(exhibit, ours) if ours else None


def stated_is_of(exhibit: Exhibit, pieces: Iterable[bytes]) -> bool:
    """Whether the stated digest is that of these bytes: for kinds that we do not keep."""
    digest = hashlib.new(exhibit.stated_kind, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest() == exhibit.stated_digest

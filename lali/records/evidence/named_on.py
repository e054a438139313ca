"""Which lists of known files name a digest or a picture: exact by one look into an index, near by pieces of PDQ."""

from lali.engines.known import MATCHES_WITHIN, QUALITY_AT_LEAST, HashKind, bands_near, distance
from lali.records.evidence.models import KnownBand, KnownHash, KnownList


def lists_naming(
    *, md5: str = "", sha1: str = "", sha256: str = "", pdq: str = "", quality: int = 0
) -> list[KnownList]:
    """Lists that name a file of these digests, or nearly the same picture where there is enough in it to tell."""
    asked = {HashKind.MD5: md5, HashKind.SHA1: sha1, HashKind.SHA256: sha256}
    wanted = {bytes.fromhex(words): kind for kind, words in asked.items() if words}
    rows = KnownHash.objects.filter(digest__in=list(wanted)).values_list("digest", "hashed", "known")
    found = {known for digest, hashed, known in rows if wanted[bytes(digest)] == hashed}
    if pdq and quality >= QUALITY_AT_LEAST:
        found |= _near(pdq)
    return list(KnownList.objects.filter(pk__in=found, ended_at__isnull=True).order_by("pk")) if found else []


def _near(pdq: str) -> set[int]:
    """Exact: whatever lies within the distance shares one of these pieces."""
    pieces = KnownBand.objects.filter(band__in=list(bands_near(pdq)))
    rows = KnownHash.objects.filter(pk__in=pieces.values("of")).values_list("digest", "known")
    return {known for digest, known in rows.iterator() if distance(bytes(digest).hex(), pdq) <= MATCHES_WITHIN}

"""Where the files of briefs are kept: a write-once store of their own, beside that of the exhibits."""

from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

from lali.engines.custody import NotInStore, SealBroken, SealedBytesChanged, Store, unseal
from lali.records.briefs.models import Brief, KeptFile
from lali.records.evidence.actions import IsRestricted
from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.keyring import keys


def brief_store() -> Store:
    """The node's store of files of briefs."""
    return Store(settings.EXHIBIT_FOLDER / "briefs")


def keep(brief: Brief, name: str, data: bytes) -> KeptFile:
    """Seal a file of a brief. The row is not saved: the caller saves all at once, so that none stands alone."""
    with brief_store().intake(kek=keys().kek) as intake:
        intake.write(data)
        sealed = intake.finish()
    return KeptFile(brief=brief, name=name, size=sealed.size, sha256=sealed.sha256, address=sealed.address)


def pieces_of(file: KeptFile) -> Iterator[bytes]:
    """The bytes of a kept file, chunk by chunk, each checked before it is given."""
    with brief_store().open(file.address) as sealed:
        yield from unseal(sealed, kek=keys().kek)


def bytes_of(file: KeptFile) -> bytes:
    """A kept file whole: for documents, which are small."""
    return b"".join(pieces_of(file))


def is_kept_whole(file: KeptFile) -> bool:
    """Whether the stored bytes of a kept file still are what was kept."""
    digest = sha256()
    try:
        brief_store().check(file.address)
        for piece in pieces_of(file):
            digest.update(piece)
    except (NotInStore, SealedBytesChanged, SealBroken, OSError):
        return False
    return digest.hexdigest() == file.sha256


def pieces_of_original(exhibit: Exhibit) -> Iterator[bytes]:
    """The bytes of an original, chunk by chunk. IsRestricted for one that no brief, copy or page may show."""
    if exhibit.restricted_at:
        raise IsRestricted
    yield from pieces_to_carry(exhibit)


def pieces_to_carry(exhibit: Exhibit) -> Iterator[bytes]:
    """The bytes of an original for an archive of the whole case, which leaves sealed: restricted ones too."""
    with exhibit_store().open(exhibit.address) as sealed:
        yield from unseal(sealed, kek=keys().kek)


def start_of_original(exhibit: Exhibit) -> bytes:
    """The first chunk of an original: enough to tell what it is."""
    pieces = pieces_of_original(exhibit)
    try:
        return next(pieces, b"")
    finally:
        pieces.close()

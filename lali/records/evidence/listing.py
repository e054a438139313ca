"""What stands in the bucket of exhibits, as a list that goes into a backup, and what of it is there later.

One line each: address (BLAKE3 of the sealed bytes), size of the sealed bytes, SHA-256 and BLAKE3 of the original where
an exhibit has it, tabs between. The first line names the bucket. It holds no name, no title, no key.
"""

from dataclasses import dataclass

from django.conf import settings

from lali.records.evidence.models import Exhibit
from lali.records.evidence.storage import exhibit_bucket

LIST = "bucket.txt"  # its name in a backup and in the folder of a node that was restored
FORM = "lali bucket 1"
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """A list against the bucket: how many stand as listed, addresses that are gone, those of another size."""

    bucket: str
    listed: int
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything that was listed stands there, as long as it was."""
        return not self.gone and not self.changed


class NotAList(ValueError):
    """The text is no list of a bucket."""


def bucket_list() -> bytes:
    """The list of the node's bucket as it is now; empty where exhibits are kept on the disk. StoreIsAway."""
    bucket = exhibit_bucket()
    if bucket is None:
        return b""
    rows = Exhibit.objects.exclude(address="").values_list("address", "sha256", "blake3")
    digests = {address: (sha256, blake3) for address, sha256, blake3 in rows.iterator()}
    lines = [f"{FORM}\t{settings.EXHIBITS}"]
    lines += ["\t".join((name, str(size), *digests.get(name, ("-", "-")))) for name, size in bucket.sizes()]
    return "".join(f"{line}\n" for line in lines).encode()


def compare_list(text: str) -> Compared:
    """Hold a list against the node's bucket as it is now. NotAList; StoreIsAway.

    Sizes only, from the bucket's own listing: that bytes are what was sealed is for reading back each exhibit.
    """
    first, *rest = text.splitlines() or [""]
    form, _tab, place = first.partition("\t")
    bucket = exhibit_bucket()
    if form != FORM or bucket is None:
        raise NotAList("This is no list of the bucket that this node keeps its exhibits in.")
    wanted, found = dict(map(_read, rest)), dict(bucket.sizes())
    gone = tuple(name for name in wanted if name not in found)
    changed = tuple(name for name, size in wanted.items() if name in found and found[name] != size)
    return Compared(place, len(wanted), gone, changed)


def _read(line: str) -> tuple[str, int]:
    parts = line.split("\t")
    if len(parts) != COLUMNS or not parts[1].isdecimal():
        raise NotAList("A line of the list of the bucket cannot be read.")
    return parts[0], int(parts[1])

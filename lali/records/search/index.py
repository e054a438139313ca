"""Putting records into the index and taking them out: part of the action that writes the record.

These journal nothing: the action does. They run in its transaction, so that index and record never differ.
"""

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.db.models import QuerySet

from lali.records.audit.models import LogState
from lali.records.search.models import Door, Findable, Posting
from lali.records.search.terms import SPACE, Entry, terms_of

_BATCH = 2_000  # records written at once when the index is built anew
_BATCH_BYTES = 8 * 1024 * 1024  # of their terms
_MANY = 200  # postings that PostgreSQL takes as one stream
_SLICE = 400_000  # postings that are sorted in memory then


@transaction.atomic
def put(*, record: str, door: str, kind: str, **facts: object) -> None:
    """Put a record into the index, in place of what stood there: `title`, `words`, `names`, `numbers`, `documents`,
    `refs` as in `Entry`.
    """  # noqa: D205 - the list belongs to the sentence
    put_entry(Entry(record=record, door=door, kind=kind, **facts))


@transaction.atomic
def put_entry(entry: Entry) -> None:
    """Put an entry into the index, in place of what stood there."""
    _put(entry, keeps=False)


@transaction.atomic
def put_more(entry: Entry) -> None:
    """Put an entry into the index, beside what stands there under the same record and door: a leaf that grows."""
    _put(entry, keeps=True)


def _put(entry: Entry, *, keeps: bool) -> None:
    LogState.objects.locked()  # first the journal, then the rest, everywhere: no two writers wait for each other
    door, _made = Door.objects.get_or_create(name=entry.door)
    found = Findable.objects.filter(record=entry.record).first()
    terms = terms_of(entry)
    if keeps and found:
        terms |= set(_unpacked(found.terms))
    if found is None:
        found = Findable.objects.create(record=entry.record, door=door, kind=entry.kind, terms=_packed(terms))
        _add(_rows(terms, found))
        return
    old = set(_unpacked(found.terms))
    kept = old & terms if found.door_id == door.pk else set()
    _remove(_rows(old - kept, found))
    found.door, found.kind, found.terms = door, entry.kind, _packed(terms)
    found.save(update_fields=["door", "kind", "terms"])
    _add(_rows(terms - kept, found))


@transaction.atomic
def put_new(entries: Iterable[Entry]) -> None:
    """Put many records into the index that are not in it yet: a batch at once."""
    LogState.objects.locked()
    for batch in _batches(entries):
        names = {door for _record, door, _kind, _terms in batch}
        doors = dict(Door.objects.filter(name__in=names).values_list("name", "pk"))
        made = Door.objects.bulk_create(Door(name=name) for name in sorted(names - doors.keys()))
        doors |= {door.name: door.pk for door in made}
        found = Findable.objects.bulk_create(_findable(batch, doors))
        _add([row for one in found for row in _rows(_unpacked(one.terms), one)])


_Packed = tuple[str, str, str, bytes]  # record, door, kind and terms of an entry


def _batches(entries: Iterable[Entry]) -> Iterator[list[_Packed]]:
    """Entries with their terms, so many at once that they fit into memory: a leaf has thousands."""
    batch: list[_Packed] = []
    size = 0
    for entry in entries:
        packed = _packed(terms_of(entry))
        batch.append((entry.record, entry.door, entry.kind, packed))
        size += len(packed)
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _findable(batch: list[_Packed], doors: dict[str, int]) -> Iterator[Findable]:
    for record, door, kind, terms in batch:
        yield Findable(record=record, door_id=doors[door], kind=kind, terms=terms)


@transaction.atomic
def take_out(record: str) -> int:
    """Take a record and its parts (`record/...`) out of the index; nothing of them is left. Returns how many."""
    LogState.objects.locked()
    gone = 0
    for found in [*Findable.objects.filter(record=record), *_parts_of(record)]:
        _remove(_rows(_unpacked(found.terms), found))
        found.delete()
        gone += 1
    return gone


@transaction.atomic
def move_parts(record: str, door: str) -> int:
    """Put the parts of a record (`record/...`) behind another door, under the terms they have. Returns how many.

    Neither door is one whose names are keyed apart: those must be put in anew.
    """
    LogState.objects.locked()
    parts = list(_parts_of(record).exclude(door__name=door))
    to, _made = Door.objects.get_or_create(name=door)
    for found in parts:
        terms = _unpacked(found.terms)
        _remove(_rows(terms, found))
        found.door = to
        found.save(update_fields=["door"])
        _add(_rows(terms, found))
    return len(parts)


def _parts_of(record: str) -> QuerySet[Findable]:
    """What stands under `record/`, by the order of the names: SQLite walks its index for this, never for LIKE."""
    if connection.vendor == "sqlite":
        return Findable.objects.filter(record__gt=f"{record}/", record__lt=f"{record}0")  # 0 comes right after /
    return Findable.objects.filter(record__startswith=f"{record}/")


def has_parts(record: str) -> bool:
    """Whether parts of a record (`record/...`) can be found."""
    return _parts_of(record).exists()


def door_of(record: str) -> str:
    """The door behind which a record is found; empty when it is not in the index."""
    return Findable.objects.filter(record=record).values_list("door__name", flat=True).first() or ""


def is_empty() -> bool:
    """Whether nothing can be found."""
    return not Findable.objects.exists()


def records_of_part(part: str) -> list[str]:
    """Records in the index that end in `part` (`person:7/name`), in whatever case. Reads the whole table: for what
    happens seldom.
    """  # noqa: D205 - one sentence
    return list(Findable.objects.filter(record__endswith=f"/{part}").values_list("record", flat=True))


@transaction.atomic
def build_anew(entries: Iterable[Entry], on_progress: Callable[[int], None] | None = None) -> int:
    """Empty the index and put `entries` in, all or nothing. Returns how many, and says so along the way."""
    LogState.objects.locked()
    for model in (Posting, Findable, Door):
        model.objects.all()._raw_delete(using=connection.alias)  # noqa: SLF001 - nothing hangs on these rows
    doors: dict[str, int] = {}
    done = terms = 0
    for batch in _batches(entries):
        terms += _put_new(batch, doors)
        done += len(batch)
        if on_progress:
            on_progress(done)
    _post_in_order(terms)
    return done


def _put_new(batch: list[_Packed], doors: dict[str, int]) -> int:
    """Put records in without their postings; returns how many terms they have."""
    new = {door for _record, door, _kind, _terms in batch} - doors.keys()
    doors |= {door.name: door.pk for door in Door.objects.bulk_create(Door(name=name) for name in sorted(new))}
    Findable.objects.bulk_create(_findable(batch, doors))
    return sum(len(terms) // 8 for _record, _door, _kind, terms in batch)


def _post_in_order(terms: int) -> None:
    """Write all postings in the order of the table, slice by slice of the terms: neither memory nor log runs full.

    Measured: as they come, 14 million rows rewrite every page of the table again and again.
    """
    slices = terms // _SLICE + 1
    for number in range(slices):
        first, last = (number * SPACE // slices, (number + 1) * SPACE // slices)
        rows = []
        for pk, door, packed in Findable.objects.values_list("pk", "door_id", "terms").iterator(chunk_size=_BATCH):
            ordered = _unpacked(packed)
            rows += [(term, door, pk) for term in ordered[bisect_left(ordered, first) : bisect_left(ordered, last)]]
        _add(sorted(rows))


def _rows(terms: Iterable[int], found: Findable) -> list[tuple[int, int, int]]:
    return [(term, found.door_id, found.pk) for term in sorted(terms)]


def _packed(terms: Iterable[int]) -> bytes:
    ordered = sorted(terms)
    return struct.pack(f"<{len(ordered)}q", *ordered)


def _unpacked(terms: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(terms) // 8}q", terms)


_TABLE = "search_posting"
_INSERT = f"INSERT INTO {_TABLE} (term, door_number, findable_number) VALUES (%s, %s, %s)"  # noqa: S608 - our own
_DELETE = f"DELETE FROM {_TABLE} WHERE term = %s AND door_number = %s AND findable_number = %s"  # noqa: S608


def _add(rows: list[tuple[int, int, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= _MANY:
            with cursor.copy(f"COPY {_TABLE} (term, door_number, findable_number) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        cursor.executemany(_INSERT, rows)


def _remove(rows: list[tuple[int, int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE, rows)

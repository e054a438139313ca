"""Putting records into the index and taking them out: part of the action that writes the record.

These journal nothing: the action does. They run in its transaction, so that index and record never differ.
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from lali.records.audit.models import LogState
from lali.records.search.models import Door, Findable, Posting
from lali.records.search.terms import Entry, terms_of

_BATCH = 2_000  # records written at once when the index is built anew


@transaction.atomic
def put(*, record: str, door: str, kind: str, **facts: object) -> None:
    """Put a record into the index, in place of what stood there: `title`, `words`, `names`, `numbers`, `documents`,
    `refs` as in `Entry`.
    """  # noqa: D205 - the list belongs to the sentence
    put_entry(Entry(record=record, door=door, kind=kind, **facts))


@transaction.atomic
def put_entry(entry: Entry) -> None:
    """Put an entry into the index, in place of what stood there."""
    LogState.objects.locked()  # first the journal, then the rest, everywhere: no two writers wait for each other
    door, _made = Door.objects.get_or_create(name=entry.door)
    found = Findable.objects.filter(record=entry.record).first()
    terms = terms_of(entry)
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
def take_out(record: str) -> int:
    """Take a record and its parts (`record/...`) out of the index; nothing of them is left. Returns how many."""
    LogState.objects.locked()
    gone = 0
    for found in [*Findable.objects.filter(record=record), *Findable.objects.filter(record__startswith=f"{record}/")]:
        _remove(_rows(_unpacked(found.terms), found))
        found.delete()
        gone += 1
    return gone


def door_of(record: str) -> str:
    """The door behind which a record is found; empty when it is not in the index."""
    return Findable.objects.filter(record=record).values_list("door__name", flat=True).first() or ""


@transaction.atomic
def build_anew(entries: Iterable[Entry]) -> Iterator[int]:
    """Empty the index and put `entries` in; gives how many stand so far, batch by batch. All or nothing."""
    LogState.objects.locked()
    for model in (Posting, Findable, Door):
        model.objects.all().delete()
    doors: dict[str, Door] = {}
    done, entries = 0, iter(entries)
    while batch := list(islice(entries, _BATCH)):
        _put_new(batch, doors)
        done += len(batch)
        yield done


def _put_new(batch: list[Entry], doors: dict[str, Door]) -> None:
    new = {entry.door for entry in batch} - doors.keys()
    doors |= {door.name: door for door in Door.objects.bulk_create(Door(name=name) for name in sorted(new))}
    found = Findable.objects.bulk_create(
        Findable(record=entry.record, door=doors[entry.door], kind=entry.kind, terms=_packed(terms_of(entry)))
        for entry in batch
    )
    _add(sorted(row for one in found for row in _rows(_unpacked(one.terms), one)))


def _rows(terms: Iterable[int], found: Findable) -> list[tuple[int, int, int]]:
    return [(term, found.door_id, found.pk) for term in terms]


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
        cursor.executemany(_INSERT, rows)


def _remove(rows: list[tuple[int, int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE, rows)

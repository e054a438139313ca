"""The search index of 20,000 cases: `python -m bench.inside HOME many_findable CASES` builds it and measures searches.

Prints JSON. 400,000 findable records at 20,000 cases: tips, tasks, events, persons, identifiers, exhibits. Words are
made of syllables, the common ones as common as in real texts; every fourth text speaks of Bangkok. Times are those of
the processor of this process (and on PostgreSQL of the server's as well, since it waits for it): other work on the
machine does not count.
"""

import json
import random
import time
from collections.abc import Iterator
from itertools import accumulate

from django.db import connection, transaction

from bench.figures import percentile
from lali.project.installation import migrate
from lali.records.search.index import build_anew, put_entry
from lali.records.search.models import Findable
from lali.records.search.queries import find
from lali.records.search.terms import Entry
from lali.records.search.vocabulary import APART

SYLLABLES = [first + vowel for first in "bcdfgjklmnprstvw" for vowel in ("a", "e", "i", "o", "u", "ai", "ou")]
WORDS, FIRST_NAMES, LAST_NAMES = 6_000, 900, 4_000
FEW, MANY, LED = 2, 2_000, 100  # cases of a member: new here, in every tenth case; and led by the latter
ROUNDS = 3
CHANCE = random.Random(2026)


def _vocabulary(count: int, syllables: tuple[int, int]) -> list[str]:
    made = {"".join(CHANCE.choices(SYLLABLES, k=CHANCE.randint(*syllables))) for _ in range(count * 2)}
    return sorted(made)[:count]


WORD, FIRST, LAST = _vocabulary(WORDS, (2, 4)), _vocabulary(FIRST_NAMES, (2, 3)), _vocabulary(LAST_NAMES, (2, 4))
CHANCE.shuffle(WORD)
COMMON = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))  # Zipf


def _text(length: int) -> str:
    words = CHANCE.choices(WORD, cum_weights=COMMON, k=length)
    return " ".join([*words, "Bangkok"] if CHANCE.random() < 0.25 else words)


def _name() -> str:
    return f"{CHANCE.choice(FIRST)} {CHANCE.choice(LAST)}"


def _phone() -> str:
    return f"+679{CHANCE.randrange(10**7):07d}"


def entries(cases: int) -> Iterator[Entry]:
    """What `cases` cases and their tips would put into the index."""
    for number in range(1, cases + 1):
        yield from _case(f"FJ-2026-{number:05d}", number)


def _case(ref: str, number: int) -> Iterator[Entry]:
    door = f"case:{ref}"
    yield Entry(door, door, "case", title=_text(5), words=_text(40), refs=[ref, f"PIMS-{number:06d}"])
    yield Entry(f"tip:{number}", "tips:htu" if number % 4 == 0 else door, "tip", words=_text(60), numbers=[_phone()])
    for n in range(3):
        yield Entry(f"{door}/task:{number * 3 + n}", door, "task", words=_text(6))
    for n in range(2):
        yield Entry(f"{door}/event:{number * 2 + n}", door, "event", words=_text(10))
    yield Entry(f"{door}/person:{number * 2}", f"{APART}{ref}", "person", names=[_name()], documents=[f"N{number:07d}"])
    yield Entry(f"{door}/person:{number * 2 + 1}", door, "person", names=[_name()])
    yield Entry(f"{door}/exhibit:E-001", door, "exhibit", title=_text(4), words=f"chat-{number}.txt")
    for n in range(10):
        handle = f"{CHANCE.choice(WORD)}_{CHANCE.choice(WORD)}{n}"
        number_or_handle = _phone() if n % 2 else handle
        yield Entry(f"{door}/identifier:{number * 10 + n}", door, "identifier", numbers=[number_or_handle])


def _doors(cases: int, of: int, led: int) -> list[str]:
    """Every so-maniest case, so that a member's cases lie all over the index."""
    refs = [f"FJ-2026-{number:05d}" for number in range(1, cases + 1, max(1, cases // of))][:of]
    return [*(f"case:{ref}" for ref in refs), *(f"{APART}{ref}" for ref in refs[:led])]


def _searches() -> dict[str, list[str]]:
    """What members type, by kind; a dozen of each."""
    many = range(12)
    typo = [name[:2] + name[3:] + "a" for name in LAST[:500] if len(name) > 6]
    return {
        "a name": [_name() for _ in many],
        "a name, mistyped": [f"{CHANCE.choice(FIRST)} {CHANCE.choice(typo)}" for _ in many],
        "four digits of a phone": [f"{CHANCE.randrange(10**4):04d}" for _ in many],
        "seven digits of a phone": [f"{CHANCE.randrange(10**7):07d}" for _ in many],
        "the most common word": ["Bangkok" for _ in many],
        "three common words": [" ".join(CHANCE.choices(WORD[:20], k=3)) for _ in many],
        "a phrase": [f'"{" ".join(CHANCE.choices(WORD[:40], k=2))}"' for _ in many],
        "eight words": [" ".join(CHANCE.choices(WORD[:200], k=8)) for _ in many],
        "a reference": [f"FJ-2026-{CHANCE.randrange(1, 999):05d}" for _ in many],
    }


def _measured(doors: list[str]) -> dict[str, tuple[float, float, float]]:
    """Processor milliseconds (median, 95th) and records found, by kind of search."""
    times = {}
    for kind, typed in _searches().items():
        taken, found = [], 0
        for words in typed * ROUNDS:
            begun = _processor()
            found += len(find(words, doors=doors, limit=50))
            taken.append((_processor() - begun) * 1000)
        times[kind] = (percentile(taken, 0.5), percentile(taken, 0.95), found / len(taken))
    return times


def _processor() -> float:
    """Seconds of work; on PostgreSQL the clock on the wall, since the work is another process's."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def _size() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('search_posting') + pg_total_relation_size('search_findable')"
            )
        return cursor.fetchone()[0] / 2**20


def _put() -> float:
    """Milliseconds to put one task's title in place of another."""
    taken = []
    for n in range(200):
        entry = Entry(f"case:FJ-2026-{n + 1:05d}/task:x", f"case:FJ-2026-{n + 1:05d}", "task", words=_text(6))
        begun = _processor()
        with transaction.atomic():
            put_entry(entry)
        taken.append((_processor() - begun) * 1000)
    return percentile(taken, 0.5)


def main(count: str) -> None:
    cases = int(count)
    migrate()
    begun = time.perf_counter()
    if Findable.objects.count() < cases * 20:
        build_anew(entries(cases))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE search_posting")
    CHANCE.seed(7)
    told = {
        "records": Findable.objects.count(),
        "seconds": time.perf_counter() - begun,
        "mebibytes": _size(),
        "put": _put(),
        "few": _measured(_doors(cases, FEW, 1)),
        "many": _measured([*_doors(cases, MANY, LED), "tips:htu"]),
        "all led": _measured(_doors(cases, MANY, MANY)),
    }
    print(json.dumps(told))

"""Run inside a node by `bench.known`: takes lists in and looks for digests; prints JSON."""

import io
import json
import random
import resource
import time

from django.db import connection

from bench.figures import percentile
from lali.engines.known import HashKind, pdq_of
from lali.records.agencies.models import Member
from lali.records.evidence import actions
from lali.records.evidence.queries import lists_naming


class Lines(io.TextIOBase):
    """Random digests as a text that is made while it is read."""

    def __init__(self, number, chance, first=()):
        self._left, self._chance, self._first = number, chance, list(first)

    def read(self, _size=-1):
        some = self._first or [f"{self._chance.getrandbits(256):064x}" for _ in range(min(self._left, 4_000))]
        self._first, self._left = [], self._left - len(some)
        return "".join(f"{one}\n" for one in some)


def _size():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return pages * cursor.fetchone()[0]


def main(count):
    digests = int(count)
    boss = Member.objects.filter(role="supervisor").first()
    chance = random.Random(5)
    told = {}

    def add(lines, name, **more):
        about = actions.About(name, "restricted", "Nobody (invented)")
        began = time.process_time()
        actions.add_known_list(by=boss, text=lines, sha256="0" * 64, about=about, **more)
        return time.process_time() - began

    before = _size()
    told["add_s"] = add(Lines(digests, chance), "Digests")
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pictures = [f"{chance.getrandbits(256):064x}" for _ in range(50)]
    told["add_pdq_s"] = add(Lines(digests // 10, chance, pictures), "Pictures", long_is=HashKind.PDQ)

    def timed(ask):
        began = time.process_time()
        found = ask()
        return (time.process_time() - began) * 1000, found

    exact = [
        timed(lambda n=n: lists_naming(md5=f"{n:032x}", sha1=f"{n:040x}", sha256=f"{n:064x}"))[0] for n in range(2_000)
    ]
    told["exact_ms"] = percentile(exact, 0.95)
    near = []
    for one in pictures:
        other = int(one, 16)
        for bit in chance.sample(range(256), 31):
            other ^= 1 << bit
        near.append(timed(lambda other=other: lists_naming(pdq=f"{other:064x}", quality=100)))
    told["near_ms"] = percentile([ms for ms, _found in near], 0.95)
    told["near_found"] = sum(bool(found) for _ms, found in near)
    luma = [[(x * y) % 256 for x in range(512)] for y in range(384)]
    began = time.process_time()
    pdq_of(luma)
    told["pdq_ms"] = (time.process_time() - began) * 1000
    told["mebibytes"] = (_size() - before) / 2**20
    print(json.dumps(told))

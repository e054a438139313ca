"""Lists of known files: taken in, asked for one digest, asked for one picture; a picture's hash.

    LALI_BENCH_KNOWN=1000000        how many SHA-256 digests the list has; a tenth as many pictures' hashes

On SQLite, in a node of its own. Digests are random; the processor's time where the clock would count other work.
"""

import json
import os

from bench.figures import Figure
from bench.nodes import inside, scene

DIGESTS = int(os.environ.get("LALI_BENCH_KNOWN", "1000000"))


def figures() -> list[Figure]:
    with scene() as home:
        told = json.loads(inside(home, "many_known", DIGESTS))
    return [
        Figure(f"a list of {DIGESTS:,} SHA-256 taken in, processor time", told["add_s"], "s"),
        Figure("memory while it was taken in", told["memory"], "MiB"),
        Figure("one file looked for by three digests, p95 of processor time", told["exact_ms"], "ms", at_most=1),
        Figure(f"a list of {DIGESTS // 10:,} PDQ taken in, processor time", told["add_pdq_s"], "s"),
        Figure("one picture looked for among them, p95 of processor time", told["near_ms"], "ms"),
        Figure("of 50 pictures that differ in 31 bits, found", told["near_found"], "", at_least=50),
        Figure("hash of a picture of 512 x 384, processor time", told["pdq_ms"], "ms"),
        Figure("tables and index of all of it", told["mebibytes"], "MiB"),
    ]

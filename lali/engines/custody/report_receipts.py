"""The receipt of a report: a short text that proves that a report was filed on a day, and says nothing of who or what.

It holds one line of the letterbox's journal (the day, and the SHA-256 of the sealed report), its inclusion proof and
the signed head: `verify.py` checks it without Lali.
"""

import json
from collections.abc import Sequence

from lali.engines.custody.bundle import ProvenEntry
from lali.engines.custody.standalone import RECEIPT_BEGINS, RECEIPT_ENDS


def report_receipt(words: Sequence[str], *, entry: ProvenEntry, head: str, key: str) -> str:
    """Return the receipt as a text: `words` line by line, then what a program checks."""
    proof = {
        "entry": entry.index,
        "line": entry.line.decode(),
        "path": [node.hex() for node in entry.path],
        "head": head,
        "keys": key,
    }
    checked = json.dumps(proof, ensure_ascii=False, indent=1)
    return "\n".join([*words, "", RECEIPT_BEGINS, checked, RECEIPT_ENDS, ""])

"""What is kept of a reading names the version of the reader: a change in what is read comes with a new one.

When this fails, what some sample reads as has changed. If that is meant, raise READER_VERSION and write the digest that
the failure shows into readings.json.
"""

import hashlib
import json
from pathlib import Path

from lali.engines.chats import READER_VERSION, ChatRefused, read

DATA = Path(__file__).parent / "data"
KEPT = Path(__file__).parent / "readings.json"


def readings():
    digest = hashlib.sha256()
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        digest.update(path.relative_to(DATA).as_posix().encode())
        try:
            for part in read(path, timezone="Pacific/Fiji").parts():
                digest.update(json.dumps(part).encode())
        except ChatRefused as why:
            digest.update(why.code.encode())
    return digest.hexdigest()


def test_what_is_read_changes_with_the_version_only():
    assert json.loads(KEPT.read_text()) == {"version": READER_VERSION, "digest": readings()}

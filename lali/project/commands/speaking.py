"""How commands speak: refusals on standard error, JSON when a program reads, a bar when it takes long."""

import json
import sys
import time
import unicodedata
from collections.abc import Callable

REFUSED = 2
PATIENCE = 2.0  # seconds before a bar appears
WIDTH = 30
UNPRINTED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # what a terminal would obey, or what would turn or split the line


def refuse(sentence: str, *, as_json: bool = False) -> int:
    """Say why nothing was done, with nothing in it that a terminal would obey; returns the exit code."""
    if as_json:
        print(json.dumps({"refused": sentence}, ensure_ascii=False))
    print("\n".join(map(visible, sentence.split("\n"))), file=sys.stderr)
    return REFUSED


def bar(what: str, total: int) -> Callable[[int], None]:
    """A progress bar on standard error for work longer than two seconds; silent where nobody looks."""
    started = time.monotonic()

    def show(done: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() - started < PATIENCE:
            return
        filled = WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r{what} [{'#' * filled:<{WIDTH}}] {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)

    return show


def visible(text: str) -> str:
    """The text with a sign for what a terminal would obey, or what would turn or split the line."""
    return "".join("\ufffd" if unicodedata.category(one) in UNPRINTED else one for one in text)

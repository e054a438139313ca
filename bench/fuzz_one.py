"""Fuzzes from one sample on, in a process of its own: `python -m bench.fuzz` calls it."""

import io
import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lali.engines.chats"]):
    from lali.engines.chats import ChatRefused, Message, read

LONGEST = 20_000  # bytes of a changed file


def look_at(data: bytes) -> None:
    """Read it as whatever it is; AssertionError where a promise is broken."""
    try:
        conversation = read(io.BytesIO(data), name="export.txt", timezone="Europe/Paris")
        parts = list(conversation.parts())
    except ChatRefused:
        return
    if conversation.ask and conversation.ask.what == "file":
        return
    if not conversation.accounted:
        raise AssertionError("a byte is not accounted for")
    for part in parts:
        if part.start >= part.end:
            raise AssertionError(f"no bytes: {part}")
        if isinstance(part, Message):
            json.dumps(part, ensure_ascii=False).encode("utf-8")


def main() -> None:
    """Fuzz; atheris never returns."""
    sample, folder, seconds = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    corpus = folder / sample.name
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "sample").write_bytes(sample.read_bytes())
    options = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10", "-print_final_stats=1")
    atheris.Setup([sys.argv[0], str(corpus), *options, f"-artifact_prefix={folder}/fault-{sample.name}-"], look_at)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

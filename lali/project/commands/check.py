"""`lali check`: the signs in a message. Needs no node, no Django, no network."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from lali.engines.signs import LANGUAGES, as_record, next_steps, read
from lali.project.commands.speaking import refuse

LONGEST = 100_000  # characters; no message is longer, and what follows is not read
RISKS = {
    "none": "No sign that we know. That does not prove the offer is honest.",
    "watch": "Some signs. Ask before you answer.",
    "likely": "Several signs of a lure.",
    "urgent": "Someone may need help now.",
}
FEW_SIGNS = "Few signs, and none that says much alone. That does not prove the offer is honest."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", nargs="?", default="-", help="file with the text; - or nothing reads standard input")
    parser.add_argument("--jsonl", metavar="FILE", help="one JSON object a line (id, text, lang); one answer a line")
    parser.add_argument("--country", default="FJ", help="country of the reader, for phone numbers (default FJ)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the explanations")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Check one text, or many."""
    country = chosen.country.upper()
    sys.stdout.reconfigure(errors="replace")  # half a character in a text must not end the reading of the others
    try:
        if chosen.jsonl:
            return _many(chosen.jsonl, country, chosen.lang)
        text = _text_of(chosen.file)
    except OSError as why:
        return refuse(f"{why.filename or chosen.file} cannot be read: {why.strerror}.", as_json=chosen.json)
    if not text.strip():
        return refuse("There is no text to check.", as_json=chosen.json)
    if len(text) > LONGEST:
        print(f"Only the first {LONGEST:,} characters are read.", file=sys.stderr)
    record = as_record(read(text[:LONGEST], country=country), lang=chosen.lang)
    print(json.dumps(record, ensure_ascii=False) if chosen.json else _for_people(record, chosen.lang))
    return 0


def _text_of(name: str) -> str:
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _many(name: str, country: str, lang: str) -> int:
    source = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115 - closed below
    refused = 0
    with source:
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            answer = _one_line(line, country, lang)
            refused += "error" in answer
            print(json.dumps(answer if "id" in answer else {"line": number} | answer, ensure_ascii=False))
    return 2 if refused else 0


def _one_line(line: bytes, country: str, lang: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "This line is not JSON."}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": "This line has no text."} | (
            {"id": asked["id"]} if isinstance(asked, dict) and "id" in asked else {}
        )
    hint = asked.get("lang")
    reading = read(asked["text"][:LONGEST], country=country, lang=hint if hint in LANGUAGES else None)
    return {"id": asked.get("id")} | as_record(reading, lang=lang)


def _for_people(record: dict, lang: str) -> str:
    return "\n".join(_lines(record, lang))


def _lines(record: dict, lang: str) -> Iterator[str]:
    yield FEW_SIGNS if record["risk"] == "none" and record["signs"] else RISKS[record["risk"]]
    lamps = record["lamps"]
    yield "Lamps: " + ", ".join(f"{name} {'lit' if lamps[name] else 'unlit'}" for name in ("act", "means", "purpose"))
    for sign in record["signs"]:
        yield f'\n  {sign["label"]}: "{sign["text"]}"\n    {sign["why"]}'
    if record["identifiers"]:
        yield "\nIdentifiers:"
        for found in record["identifiers"]:
            yield f"  {found['kind']:<10} {found['normalised']}" + ("  (weak)" if found["weak"] else "")
    yield "\nWhat to do next:"
    yield from (f"  - {step}" for step in next_steps(record["risk"], lang, with_signs=bool(record["signs"])))
    yield "\nA person decides. This is a reading of words, not a finding about anybody."

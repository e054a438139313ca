"""`lali check`: the signs in a message. Needs no node, no Django, no network."""

import argparse
import gc
import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lali.engines.identifiers import find
from lali.engines.signs import LANGUAGES, Asked, judge, judge_many, judged_record, next_steps
from lali.engines.signs.model import FORM, WRITTEN, Extras, of_ad
from lali.project.commands.headings import HEADINGS
from lali.project.commands.speaking import refuse, visible

LONGEST = 100_000  # characters; no message is longer, and what follows is not read
CUT = f"Only the first {LONGEST:,} characters are read."
UNKNOWN_LANGUAGE = f"The language given as lang is none of {', '.join(LANGUAGES)}; it was guessed."
GARBAGE = 50_000  # objects made before their circles are looked for: the texts of a batch have none
NO_TEXT = "{} holds no text that is read here. Copy the words out of it into a text file, or paste them."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("file", nargs="?", default="-", help="file with the text; - or nothing reads standard input")
    parser.add_argument(
        "--jsonl",
        metavar="FILE",
        nargs="?",
        const="-",
        help="one JSON object a line (id, text, lang); one answer a line; without FILE from standard input",
    )
    parser.add_argument("--country", default="FJ", help="country of the reader, for phone numbers (default FJ)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the explanations")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument(
        "--verified", metavar="FILE", help="phones, addresses, links that a register confirmed, one a line"
    )


def run(chosen: argparse.Namespace) -> int:
    """Check one text, or many."""
    country = chosen.country.upper()
    sys.stdout.reconfigure(errors="replace")  # half a character in a text must not end the reading of the others
    try:
        verified = _verified(chosen.verified, country)
        if chosen.jsonl:
            lines = chosen.file if chosen.jsonl == "-" else chosen.jsonl  # "FILE --jsonl" means the same
            return _many(lines, country, chosen.lang, verified)
        text = _text_of(chosen.file)
    except BrokenPipeError:
        raise  # who reads our answer has enough: not a word about the file
    except OSError as why:
        return refuse(f"{why.filename or chosen.file} cannot be read: {why.strerror}.", as_json=chosen.json)
    if text is None:
        return refuse(NO_TEXT.format("What came in" if chosen.file == "-" else chosen.file), as_json=chosen.json)
    if not text.strip():
        return refuse("There is no text to check.", as_json=chosen.json)
    notes = [CUT] if len(text) > LONGEST else []
    for note in notes:
        print(note, file=sys.stderr)
    record = judged_record(judge(text[:LONGEST], country=country, verified=verified), lang=chosen.lang)
    if notes:
        record = {"notes": notes} | record
    print(json.dumps(record, ensure_ascii=False) if chosen.json else _for_people(record, chosen.lang))
    return 0


def _text_of(name: str) -> str | None:
    """The text of a file; None for a picture, a document, a programme: no text file has a zero byte in it."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw or raw.startswith(b"%PDF-"):
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _verified(name: str | None, country: str) -> frozenset[str]:
    """Identifiers of a register that was asked, in the form in which texts are compared with them."""
    if name is None:
        return frozenset()
    return frozenset(one.normalised for one in find(_text_of(name) or "", country=country))


def _many(name: str, country: str, lang: str, verified: frozenset[str]) -> int:
    source = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115 - closed below
    write, encode = sys.stdout.write, json.JSONEncoder(ensure_ascii=False).encode
    refused = False
    gc.set_threshold(GARBAGE)
    with source:
        for answer in _answers(source, country, lang, verified):
            refused |= "error" in answer
            write(encode(answer) + "\n")
    return 2 if refused else 0


def _answers(lines: Iterable[bytes], country: str, lang: str, verified: frozenset[str]) -> Iterator[dict[str, object]]:
    """Answer lines in their order. Texts are judged many at once, so lines wait for their answer."""
    waiting: deque[Line] = deque()

    def asked() -> Iterator[Asked]:
        for number, line in enumerate(lines, 1):
            if line.strip():
                waiting.append(_line(number, line))
                if one := waiting[-1].asked:
                    yield one

    for judgement in judge_many(asked(), country=country, verified=verified):
        while not waiting[0].asked:
            yield waiting.popleft().about
        yield waiting.popleft().about | judged_record(judgement, lang=lang)
    yield from (line.about for line in waiting)


class Line(NamedTuple):
    """A line that was read: what its answer begins with, and what is asked, or None where it is an error."""

    about: dict[str, object]
    asked: Asked | None = None


def _line(number: int, line: bytes) -> Line:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return Line({"line": number, "error": "This line is not JSON."})
    if not isinstance(told, dict):
        return Line({"line": number, "error": "This line has no text."})
    text, form = _asked(told)
    if text is None:
        about = {"id": told["id"]} if "id" in told else {"line": number}
        return Line(about | {"error": "This line has no text."})
    hint = told.get("lang")
    lang = hint if isinstance(hint, str) and hint in LANGUAGES else None
    notes = [CUT] if len(text) > LONGEST else []
    if hint is not None and lang is None:
        notes.append(UNKNOWN_LANGUAGE)
    return Line({"id": told.get("id")} | ({"notes": notes} if notes else {}), Asked(text[:LONGEST], lang, form))


def _asked(asked: dict[str, Any]) -> tuple[str | None, Extras | None]:
    """Text of a line, and the form where it is a job ad in the columns that job boards export."""
    text = asked.get("text")
    if isinstance(text, str):
        return text, None
    if not any(isinstance(asked.get(name), str) for name in ("title", "description")):
        return None, None
    ad = {name: "" if value is None else str(value) for name, value in asked.items()}
    written = "\n".join(ad[name] for name in WRITTEN if ad.get(name, "").strip())
    has_form = any(name in ad for name in FORM)
    return written, of_ad(ad) if has_form else None


def _for_people(record: dict, lang: str) -> str:
    return "\n".join(_lines(record, lang))


def _lines(record: dict, lang: str) -> Iterator[str]:
    said = HEADINGS[lang]
    yield said[_heading(record)]
    if record["kind"] != "none":
        yield record["meaning"]
    lamps = record["lamps"]
    yield said["lamps"] + ", ".join(
        f"{said[name]} {said['lit' if lamps[name] else 'unlit']}" for name in ("act", "means", "purpose")
    )
    for sign in record["signs"]:
        yield f'\n  {sign["label"]}{said["colon"]}"{visible(" ".join(sign["text"].split()))}"\n    {sign["why"]}'
    if record["model"]["weighed"]:
        words = ", ".join(f'"{visible(one["text"])}"' for one in record["model"]["weighed"])
        yield f"\n  {said['worded_like']}{words}"
    if record["model"]["aspects"] and record["kind"] != "none":
        yield f"\n  {said['aspects']}"
        for one in record["model"]["aspects"]:
            behind = ", ".join(f'"{visible(word["text"])}"' for word in one["words"])
            yield f"    - {one['says']}" + (f" ({behind})" if behind else "")
    if record["identifiers"]:
        yield "\n" + said["identifiers"]
        for found in record["identifiers"]:
            yield f"  {found['kind']:<10} {visible(found['normalised'])}" + (said["weak"] if found["weak"] else "")
    yield "\n" + said["next"]
    yield from (f"  - {step}" for step in next_steps(record["risk"], lang, with_signs=bool(record["signs"])))
    yield "\n" + said["decides"]


def _heading(record: dict) -> str:
    """Which sentence stands first: it says no more than was found."""
    if record["risk"] == "none":
        return "few" if record["signs"] else "none"
    if record["risk"] == "urgent" or len({sign["id"] for sign in record["signs"]}) > 1:
        return record["risk"]
    return "worded_signs" if record["signs"] else "worded"

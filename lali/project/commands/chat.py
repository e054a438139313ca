"""`lali chat read`: read an export of a conversation and say of every byte what became of it. Needs no node."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from lali.engines.chats import ChatRefused, Conversation, Message, read
from lali.project.commands.speaking import refuse

NEEDS_ANSWER = 3
MOST_SHOWN = 20  # participants in the summary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    place = places.add_parser("read", help="messages of an export, with the bytes they stand in")
    place.add_argument("path", type=Path, help="file, archive or folder of an export")
    place.add_argument("--date-order", choices=["dmy", "mdy", "ymd"], help="order of day, month and year")
    place.add_argument("--timezone", help="where the telephone was, such as Pacific/Fiji; without it there is no UTC")
    place.add_argument("--country", metavar="FJ", help="where the telephone was set up: weak evidence for the order")
    place.add_argument("--file", dest="member", help="which file of an archive or folder with several conversations")
    place.add_argument(
        "--columns", help="of a table: sender=NAME,time=NAME,text=NAME; a heading or a number; two with + between"
    )
    place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Read. Exit code 2 when it cannot be read, 3 when a person has to say something first."""
    columns = dict(pair.partition("=")[::2] for pair in chosen.columns.split(",")) if chosen.columns else {}
    try:
        conversation = read(
            chosen.path, date_order=chosen.date_order, timezone=chosen.timezone, country=chosen.country,
            member=chosen.member, columns=columns, not_after=(datetime.now(UTC) + timedelta(days=1)).date(),
        )  # fmt: skip
        (_as_json if chosen.json else _for_people)(conversation)
    except ChatRefused as why:
        return refuse(str(why), as_json=chosen.json)
    return NEEDS_ANSWER if conversation.ask else 0


def _as_json(conversation: Conversation) -> None:
    """One object, written as it is read: a conversation of any length needs no more memory than a short one."""
    out = sys.stdout
    ask = conversation.ask
    head = {"source": conversation.source, "ask": ask.what if ask else None, **conversation.told}
    if ask:
        head["candidates"] = ask.candidates
    out.write(json.dumps(head, ensure_ascii=False, default=list)[:-1] + ', "messages": [')
    with TemporaryFile("w+", encoding="ascii") as unparsed:  # offsets only
        for piece in _pieces(conversation, unparsed):
            out.write(piece)
        out.write('], "unparsed": [')
        unparsed.seek(0)
        while block := unparsed.read(1 << 20):
            out.write(block)
    tail = {
        "participants": conversation.participants, "heads_inside": conversation.heads_inside,
        "accounted": conversation.accounted,
    }  # fmt: skip
    out.write("], " + json.dumps(tail, ensure_ascii=False)[1:] + "\n")


def _pieces(conversation: Conversation, unparsed: Any) -> Iterator[str]:
    several = len(conversation.originals) > 1
    between, apart = "\n", ""
    for part in conversation.parts():
        told = part._asdict()
        if not several:
            del told["file"]
        if isinstance(part, Message):
            told["sender"] = part.sender or None
            if not part.chat:
                del told["chat"]
            yield between + json.dumps(told, ensure_ascii=False)
            between = ",\n"
        else:
            unparsed.write(apart + json.dumps(told))
            apart = ", "


def _for_people(conversation: Conversation) -> None:
    kinds, unread, first, last, marks = Counter[str](), 0, None, None, Counter[str]()
    for part in conversation.parts():
        if isinstance(part, Message):
            kinds[part.kind] += 1
            marks.update(part.marks)
            first, last = first or part.local_time or part.utc, part.local_time or part.utc or last
        else:
            unread += part.end - part.start
    source = conversation.source
    print(
        f"{_plain(source['member'] or source['file'] or 'Several conversations')}: {source['format'] or 'choose one'}"
    )
    print(f"  SHA-256 {source['sha256']}, {source['size']:,} bytes, {source['encoding']}")
    print(f"  {sum(kinds.values()):,} messages: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()))
    if first:
        print(f"  from {first} to {last}; date order {conversation.told.get('date_order') or 'as the format has it'}")
    for one in conversation.participants[:MOST_SHOWN]:
        print(f"  {one['messages']:>9,}  {_plain(one['name'])}")
    for mark, count in marks.items():
        print(f"  {count:>9,}  marked {mark}")
    if conversation.heads_inside:
        print(f"  Warning: {conversation.heads_inside:,} lines that look like messages were left in the one before")
    whole = "every byte is accounted for" if conversation.accounted else "NOT every byte is accounted for"
    print(f"  {unread:,} bytes are no message; {whole}")
    if conversation.ask:
        print(f"A person has to say: {conversation.ask.what}")
        for candidate in conversation.ask.candidates:
            name = candidate.get("order") or candidate.get("file") or candidate.get("heading")
            print(_plain(f"  {name}: " + "; ".join(map(str, candidate["evidence"]))))


def _plain(text: str) -> str:
    """A text from a file that cannot move the cursor or turn the direction of what stands on the screen."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

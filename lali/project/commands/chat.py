"""`lali chat`: read an export of a conversation and say of every byte what became of it. Needs no node."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from lali.engines.chats import READER_VERSION, ChatRefused, Conversation, Message, read
from lali.engines.chats.names import application
from lali.project.commands import chat_compare
from lali.project.commands.speaking import refuse, visible

NEEDS_ANSWER = 3
MOST_SHOWN = 20  # participants in the summary
ASKED = {
    "date_order": ("in which order the dates are", "--date-order dmy, mdy or ymd"),
    "file": ("which of the files is meant", "--file NAME"),
    "columns": ("which columns are what", "--columns sender=NAME,time=NAME,text=NAME"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    places = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    place = places.add_parser("read", help="messages of an export, with the bytes they stand in")
    place.add_argument("path", type=Path, help="file, archive or folder of an export")
    place.add_argument("--date-order", choices=["dmy", "mdy", "ymd"], help="order of day, month and year")
    place.add_argument("--timezone", help="where the telephone was, such as Pacific/Fiji; without it there is no UTC")
    place.add_argument("--country", metavar="FJ", help="where the telephone was set up: weak evidence for the order")
    place.add_argument("--file", dest="member", help="which file of an archive or folder with several conversations")
    place.add_argument("--chat", help="only this conversation of an export that has several")
    place.add_argument(
        "--columns", help="of a table: sender=NAME,time=NAME,text=NAME; a heading or a number; two with + between"
    )
    place.add_argument("--json", action="store_true", help="answer as JSON")
    chat_compare.add_arguments(places.add_parser("compare", help="two exports of one conversation side by side"))


def run(chosen: argparse.Namespace) -> int:
    """Read. Exit code 2 when it cannot be read, 3 when a person has to say something first."""
    if chosen.what == "compare":
        return chat_compare.run(chosen)
    columns = dict(pair.partition("=")[::2] for pair in chosen.columns.split(",")) if chosen.columns else {}
    try:
        conversation = read(
            chosen.path, date_order=chosen.date_order, timezone=chosen.timezone, country=chosen.country,
            member=chosen.member, chat=chosen.chat, columns=columns,
            not_after=(datetime.now(UTC) + timedelta(days=1)).date(),
        )  # fmt: skip
        (_as_json if chosen.json else _for_people)(conversation)
    except ChatRefused as why:
        return refuse(str(why) if chosen.json else visible(str(why)), as_json=chosen.json)
    return NEEDS_ANSWER if conversation.ask else 0


def _as_json(conversation: Conversation) -> None:
    """One object, written as it is read: a conversation of any length needs no more memory than a short one."""
    out = sys.stdout
    ask = conversation.ask
    head = {
        "reader": READER_VERSION,
        "source": conversation.source,
        "ask": ask.what if ask else None,
        **conversation.told,
    }
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
    chats = conversation.chats
    tail = {
        "participants": conversation.participants, "heads_inside": conversation.heads_inside,
        "accounted": conversation.accounted,
    } | ({"chats": chats} if any(one["name"] for one in chats) else {})  # fmt: skip
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
            if not part.why:
                del told["why"]
            unparsed.write(apart + json.dumps(told))
            apart = ", "


def _say(line: str) -> None:
    print(visible(line))


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
    if not source["format"]:  # nothing was read yet: first somebody has to choose
        _question(conversation)
        return
    read_as = application(source["format"])
    _say(f"{source['member'] or source['file']}: {read_as}")
    _say(f"  SHA-256 {source['sha256']}, {source['size']:,} bytes, {source['encoding']}")
    _say(f"  {sum(kinds.values()):,} messages: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()))
    if first:
        _say(f"  from {first} to {last}; date order {conversation.told.get('date_order') or 'as the format has it'}")
    for one in conversation.participants[:MOST_SHOWN]:
        _say(f"  {one['messages']:>9,}  {one['name']}")
    for mark, count in marks.items():
        _say(f"  {count:>9,}  marked {mark}")
    for one in conversation.chats[:MOST_SHOWN] if len(conversation.chats) > 1 else ():
        _say(f"  {one['messages']:>9,}  in the conversation {one['name']}")
    if conversation.heads_inside:
        _say(f"  Warning: {conversation.heads_inside:,} lines that look like messages were left in the one before")
    whole = "every byte is accounted for" if conversation.accounted else "NOT every byte is accounted for"
    _say(f"  {unread:,} bytes are no message; {whole}")
    _question(conversation)


def _question(conversation: Conversation) -> None:
    """What a person has to say first, with the evidence for each answer."""
    if not conversation.ask:
        return
    what, how = ASKED[conversation.ask.what]
    _say(f"A person has to say {what}. Look at the telephone or ask its owner, then run it again with {how}.")
    for candidate in conversation.ask.candidates:
        name = candidate.get("order") or candidate.get("file") or candidate.get("heading")
        _say(f"  {name}: " + "; ".join(map(str, candidate["evidence"])))
        for example in candidate.get("examples", ())[:1]:
            _say(f"    {example['line'] or example['written']}  is {example['day'] or 'no day'}")

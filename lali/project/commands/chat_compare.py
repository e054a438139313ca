"""`lali chat compare`: two exports of one conversation side by side. Needs no node."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lali.engines.chats import READER_VERSION, ChatRefused, Conversation, Message, read
from lali.engines.chats.compare import Comparison, Row, compare
from lali.engines.chats.names import application
from lali.project.commands.speaking import refuse, visible

NEEDS_ANSWER = 3
MOST_SHOWN = 50  # rows that differ, for people
LONGEST_SHOWN = 120  # characters of a message
SIDES = ("left", "right")
ASKED = {
    "date_order": ("in which order the dates are", "date-order dmy, mdy or ymd"),
    "file": ("which of the files is meant", "file NAME"),
}


def add_arguments(place: argparse.ArgumentParser) -> None:
    """What can be given."""
    for side in SIDES:
        place.add_argument(side, type=Path, help="file, archive or folder of an export")
    for side in SIDES:
        place.add_argument(f"--{side}-date-order", choices=["dmy", "mdy", "ymd"], help="order of day, month and year")
        place.add_argument(f"--{side}-timezone", metavar="ZONE", help="where the telephone was")
        place.add_argument(f"--{side}-file", metavar="NAME", help="which file of an archive or folder")
        place.add_argument(f"--{side}-chat", metavar="NAME", help="which conversation of an export that has several")
    place.add_argument("--json", action="store_true", help="answer as JSON")


def run(chosen: argparse.Namespace) -> int:
    """Compare. Exit code 2 when a side cannot be read, 3 when a person has to say something of one first."""
    try:
        sides = [_read(chosen, side) for side in SIDES]
        for side, conversation in zip(SIDES, sides, strict=True):
            if conversation.ask:
                refuse(_question(side, conversation.ask.what), as_json=chosen.json)
                return NEEDS_ANSWER
        found = compare(sides[0].messages(), sides[1].messages())
    except ChatRefused as why:
        return refuse(str(why) if chosen.json else visible(str(why)), as_json=chosen.json)
    (_as_json if chosen.json else _for_people)(found, *sides)
    return 0


def _read(chosen: argparse.Namespace, side: str) -> Conversation:
    said = {name: getattr(chosen, f"{side}_{name}") for name in ("date_order", "timezone", "file", "chat")}
    return read(
        getattr(chosen, side), date_order=said["date_order"], timezone=said["timezone"], member=said["file"],
        chat=said["chat"], not_after=(datetime.now(UTC) + timedelta(days=1)).date(),
    )  # fmt: skip


def _question(side: str, what: str) -> str:
    """What a person has to say first, and with which option."""
    if what == "columns":
        return (
            f"The file on the {side} is a table whose columns a person has to choose: chat compare reads no such one."
        )
    asked, option = ASKED[what]
    return (
        f"A person has to say {asked} on the {side}. Look at the telephone, then run it again with --{side}-{option}."
    )


def _with_messages(
    found: Comparison, left: Conversation, right: Conversation
) -> Iterator[tuple[Row, Message | None, Message | None]]:
    """The rows with their messages, both sides read along."""
    here, there = left.messages(), right.messages()
    for row in found.rows:
        yield row, next(here) if row.left is not None else None, next(there) if row.right is not None else None


def _as_json(found: Comparison, left: Conversation, right: Conversation) -> None:
    out = sys.stdout
    head = {
        "reader": READER_VERSION, "left": left.source, "right": right.source, "clock": found.clock,
        "shifts": [one._asdict() for one in found.shifts], "names": [one._asdict() for one in found.names],
        "counts": found.counts, "bounded": found.is_bounded,
    }  # fmt: skip
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    apart = "\n"
    for row, one, other in _with_messages(found, left, right):
        told: dict[str, Any] = row._asdict()
        if row.kind != "same":
            told["left_message"], told["right_message"] = _told(one), _told(other)
        out.write(apart + json.dumps(told, ensure_ascii=False))
        apart = ",\n"
    out.write("]}\n")


def _told(message: Message | None) -> dict[str, Any] | None:
    return message._asdict() if message else None


HOW = {
    "text": "other words",
    "time": "another time",
    "sender": "another sender",
    "attachment": "another file",
    "deleted_left": "deleted on the left",
    "deleted_right": "deleted on the right",
}
KINDS = {"same": "the same", "differs": "different", "left": "only on the left", "right": "only on the right"}
OTHER = {"left": "right", "right": "left"}


def _for_people(found: Comparison, left: Conversation, right: Conversation) -> None:
    for side, conversation in zip(SIDES, (left, right), strict=True):
        name = conversation.source["member"] or conversation.source["file"]
        print(visible(f"On the {side}: {name}, {application(conversation.format)}"))
    print("  " + ", ".join(f"{count:,} {KINDS[kind]}" for kind, count in found.counts.items()))
    for line in _about_clocks_and_names(found):
        print(visible(line))
    if found.is_bounded:
        print("  The sides differ so much that not all was looked at: some rows could be one.")
    shown = 0
    for row, one, other in _with_messages(found, left, right):
        if row.kind != "same" and shown < MOST_SHOWN:
            shown += 1
            print(_what(row))
            for side, message in zip(SIDES, (one, other), strict=True):
                if message:
                    print(visible(f"  {side} {message.n:,}: {_line(message)}"))
    if (more := len(found.rows) - found.counts["same"] - shown) > 0:
        print(f"and {more:,} more that are not the same; --json gives all")


def _about_clocks_and_names(found: Comparison) -> Iterator[str]:
    """Only what is not the same on both sides."""
    for shift in found.shifts:
        if shift.seconds:
            yield (
                f"  From message {shift.left:,} on the left, the clock on the right is {abs(shift.seconds):,} seconds "
                f"{'ahead' if shift.seconds > 0 else 'behind'}: {_messages(shift.messages)}"
            )
    for one in found.names:
        if one.left != one.right:
            against = f"; {_messages(one.others)} under another name" if one.others else ""
            yield f"  {one.left} is called {one.right} on the right: {_messages(one.same)} in the same words{against}"


def _messages(count: int) -> str:
    return f"{count:,} message" if count == 1 else f"{count:,} messages"


def _what(row: Row) -> str:
    """What a row is, in words: what differs, or on which side only it stands and why."""
    if row.kind == "differs":
        return "Different: " + ", ".join(HOW.get(how, how) for how in row.how)
    other = OTHER[row.kind]
    if "before" in row.how:
        return f"Only on the {row.kind}: the export on the {other} begins later"
    if "after" in row.how:
        return f"Only on the {row.kind}: the export on the {other} ends earlier"
    return f"Only on the {row.kind}, missing on the {other}"


def _line(message: Message) -> str:
    """One line of a message: a break is a stroke, and what nobody sees anyhow is left out."""
    text = " / ".join(" ".join(line.split()) for line in message.text.splitlines() if line.strip())
    text = f"{message.local_time or message.utc or 'no time'} {message.sender}: {text}"
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"

"""`lali chat compare`: two exports of one conversation side by side. Needs no node."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lali.engines.chats import READER_VERSION, ChatRefused, Conversation, Message, read
from lali.engines.chats.compare import Comparison, Row, compare
from lali.project.commands.speaking import refuse, visible

NEEDS_ANSWER = 3
MOST_SHOWN = 50  # rows that differ, for people
LONGEST_SHOWN = 120  # characters of a message
SIDES = ("left", "right")


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
                refuse(f"A person has to say first of the {side} side: {conversation.ask.what}", as_json=chosen.json)
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


def _for_people(found: Comparison, left: Conversation, right: Conversation) -> None:
    for side, conversation in zip(SIDES, (left, right), strict=True):
        print(visible(f"{side}: {conversation.source['member'] or conversation.source['file']}, {conversation.format}"))
    print("  " + ", ".join(f"{count:,} {kind}" for kind, count in found.counts.items()))
    for shift in found.shifts:
        print(
            f"  from left {shift.left:,} on the right clock is {shift.seconds:+,} seconds ahead: "
            f"{shift.messages:,} messages"
        )
    for one in found.names:
        against = f", {one.others:,} against" if one.others else ""
        print(
            visible(
                f"  {one.left} is called {one.right} on the right: {one.same:,} messages with the same words{against}"
            )
        )
    if found.is_bounded:
        print("  The sides differ so much that not all was looked at: some rows could be one.")
    shown = 0
    for row, one, other in _with_messages(found, left, right):
        if row.kind != "same" and shown < MOST_SHOWN:
            shown += 1
            print(f"{row.kind} {' '.join(row.how)}")
            for side, message in zip(SIDES, (one, other), strict=True):
                if message:
                    print(visible(f"  {side} {message.n:,}: {_line(message)}"))
    if (more := len(found.rows) - found.counts["same"] - shown) > 0:
        print(f"and {more:,} more that are not the same; --json gives all")


def _line(message: Message) -> str:
    text = f"{message.local_time or message.utc or 'no time'} {message.sender}: {message.text}"
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"

"""Reading exports of conversations: messages for each second of processor time, and memory at two lengths.

    python -m bench chats
    LALI_BENCH_CHATS=PYTHON     a Python with chat-miner and whatstk, which then read the same file in the same run

Made-up WhatsApp text of an Android telephone, 24 hours, day first: a layout that all three can read. Each reading is in a
process of its own; its time counts from the opened file to the last message, both walks of ours included.
"""

import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bench.figures import Figure

FEW, MANY = 200_000, 2_000_000
WORDS = [
    "good",
    "work",
    "abroad",
    "no",
    "fees",
    "pay",
    "passport",
    "tomorrow",
    "bula",
    "vinaka",
    "ok",
    "flight",
    "ticket",
    "money",
    "send",
    "please",
    "call",
    "việc",
    "làm",
]
NAMES = ("Mere", "Agent Lee", "+679 555 0101", "Josefa")
OURS = """
import resource, sys, time
from pathlib import Path
from lali.engines.chats import read
begun = time.process_time()
conversation = read(Path(sys.argv[1]))
count = sum(1 for _one in conversation.messages())
taken = time.process_time() - begun
assert conversation.accounted
print(count, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
CHAT_MINER = """
import sys, time, resource
from chatminer.chatparsers import WhatsAppParser
begun = time.process_time()
parser = WhatsAppParser(sys.argv[1])
parser.parse_file()
print(len(parser.parsed_messages.get_df()), time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
WHATSTK = """
import sys, time, resource
from whatstk import WhatsAppChat
begun = time.process_time()
chat = WhatsAppChat.from_source(sys.argv[1])
print(len(chat.df), time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def figures() -> list[Figure]:
    """Ours at two lengths; the others on the shorter, where they are at hand."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = _written(Path(folder, "few.txt"), FEW), _written(Path(folder, "many.txt"), MANY)
        count, taken, small = _run(sys.executable, OURS, few)
        long_count, long_taken, large = _run(sys.executable, OURS, many)
        found = [
            Figure("WhatsApp text, messages for a processor second", count / taken, "messages/s", at_least=200_000),
            Figure("the same, 2 million messages", long_count / long_taken, "messages/s", at_least=200_000),
            Figure("messages lost", FEW + MANY - count - long_count, "messages", at_most=0),
            Figure("memory at 200,000 messages", small, "MiB"),
            Figure("memory at 2 million messages", large, "MiB", at_most=small * 1.2),
        ]
        others = os.environ.get("LALI_BENCH_CHATS")
        if not others:
            print("chats: no Python with chat-miner and whatstk is named by LALI_BENCH_CHATS; they are not measured.")
            return found
        for name, program in (("chat-miner", CHAT_MINER), ("whatstk", WHATSTK)):
            kept, other, _memory = _run(others, program, few)
            found += [
                Figure(f"{name}: messages it keeps of {FEW:,}", kept, "messages"),
                Figure(f"times as fast as {name}", other / taken, "x"),
            ]
    return found


def _run(python: str, program: str, path: Path) -> tuple[int, float, float]:
    """Messages, processor seconds, most memory in MiB."""
    said = subprocess.run([python, "-c", program, str(path)], capture_output=True, text=True, check=False)
    if said.returncode:
        return 0, float("nan"), float("nan")
    count, taken, memory = said.stdout.split()[-3:]
    return int(count), float(taken), float(memory)


def _written(path: Path, count: int) -> Path:
    chance, moment = random.Random(5), datetime(2020, 1, 13)  # noqa: DTZ001 - a clock on a wall
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            moment += timedelta(minutes=chance.randint(0, 2))
            words = " ".join(chance.choices(WORDS, k=chance.randint(1, 14)))
            more = "\nand a second line" if number % 20 == 0 else ""
            file.write(f"{moment:%d/%m/%Y, %H:%M} - {chance.choice(NAMES)}: {words}{more}\n")
    return path

"""Messages of the size of an SMS: made up here, the same at every run, and real ones if a folder is given.

Everything in the made-up ones is invented; numbers are unallocated, addresses end in .example.
"""

import csv
import os
import random
from pathlib import Path

SHORT = 320  # characters: two SMS
MOST = 4000  # messages read from one folder

_PLAIN = (
    "Bula {name}, are you coming to practice at {hour}? Bring the {thing} please",
    "Ok see you {day}. I left the {thing} with {name}",
    "Happy birthday {name}! Call me on {phone} when you wake up",
    "The bus is late again, be home around {hour}. Tell {name} not to wait",
    "Your parcel {number} is at the post office, open until {hour}",
    "Don't forget the meeting on {day}, {name} wants the report by {hour}",
    "lol did u see what {name} posted, check {url}",
    "Salut {name}, on se voit {day} à {hour} ? J'apporte le {thing}",
    "N'oublie pas les courses, appelle-moi au {phone}",
    "Chào {name}, mai {hour} giờ gặp nhau nhé, nhớ mang {thing}",
    "Halo {name}, bae yumi mit long {day} long {hour} klok. Yu karem {thing}",
    "Ni sa bula {name}, mai na lotu ena {day} ena {hour} na kaloko",
    "Ram ram {name}, {day} ke milega, {hour} baje, {thing} le aana",
)
_LURES = (
    "URGENT hiring! Customer service Bangkok, USD {pay} monthly, no experience. Ticket and visa free. Telegram @{handle}",
    "You are selected! Pay {fee} dollars processing fee today to {phone}, only {few} places left. Do not tell anybody",
    "Earn ${fee} a day from home, like videos. WhatsApp {phone} or join {url} now!!",
    "Dear {name}, send passport photo to {email} before {day}. We pay ticket, you pay back from salary",
    "Recrutement Dubai, {pay} dollars par mois, sans expérience. Frais de dossier {fee}. Contact {phone}",
    "Tuyển nhân viên Campuchia lương {pay} USD, không cần kinh nghiệm, bao vé. Zalo {phone}",
    "Wok long Bangkok, pei {pay} dola evri manis, no nid ekspiriens. Sendem pasport long {email}",
    "They took my passport and I cannot leave until I pay {fee}. Please help, {name} is with me, call {phone}",
    "H1RING n0w!! w.h.a.t.s.a.p.p {phone} pay {pay}USDT",
)
_WORDS = {
    "name": ("Seashell", "Breadfruit", "Lagoon", "Outrigger", "Coral", "Banyan", "Lanternfish"),
    "thing": ("ball", "mat", "drum", "rice", "books", "charger", "umbrella"),
    "day": ("Monday", "Tuesday", "Friday", "Sunday", "tomorrow"),
    "few": ("two", "five", "ten"),
}
_LURE_SHARE = 0.3


def made_up(count: int) -> list[str]:
    """`count` messages in six languages, three in ten of them lures."""
    chance = random.Random(2026)  # the same messages at every run
    return [_filled(chance) for _ in range(count)]


def _filled(chance: random.Random) -> str:
    pattern = chance.choice(_LURES if chance.random() < _LURE_SHARE else _PLAIN)
    number = chance.randrange(10_000)
    facts = {word: chance.choice(choices) for word, choices in _WORDS.items()} | {
        "hour": chance.randrange(1, 13),
        "number": f"PX{number:06d}",
        "phone": chance.choice((f"+679 999 {number:04d}", f"999{number:04d}", f"(+679) 999-{number:04d}")),
        "handle": f"golden_lagoon_{number}",
        "email": f"jobs{number}@golden-lagoon.example",
        "url": f"https://golden-lagoon.example/a/{number}",
        "pay": chance.randrange(8, 40) * 100,
        "fee": chance.randrange(5, 60) * 10,
    }
    return pattern.format_map(facts)


def given() -> list[str]:
    """Real messages from the folder that LALI_BENCH_DATA names; none if it names none."""
    named = os.environ.get("LALI_BENCH_DATA")
    if not named:
        return []
    texts = [text for path in sorted(Path(named).rglob("*.[ct]sv")) for text in _texts(path)]
    short = [text for text in texts if 0 < len(text) <= SHORT]
    random.Random(2026).shuffle(short)
    return short[:MOST]


def _texts(path: Path) -> list[str]:
    written = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".tsv":
        return [line.rpartition("\t")[2] for line in written.splitlines()]
    rows = csv.DictReader(written.splitlines())
    column = next((name for name in rows.fieldnames or () if name.lower() == "text"), None)
    return [row[column] or "" for row in rows] if column else []

"""Three more sets with the truth, made by other principles than `bench.ads`: what the families were not tuned on.

Messages: one text of each idea of the open lure set (real words of eight languages, 8 words and more), sent on by one hand
with other phones, pay, places and names, some words changed, signs and greetings added. Classifieds: short ads of many
hands, all within the same long words of one platform. Reworded: real job ads whose words are exchanged for others of like
meaning, sentence by sentence.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

LURES = Path(__file__).parent.parent / "datasets" / "lures"
Row = tuple[str, str]
"""The hand, and the text."""

PLACES = [
    "Suva",
    "Nadi",
    "Lautoka",
    "Labasa",
    "Vila",
    "Luganville",
    "Honiara",
    "Apia",
    "Bangkok",
    "Dubai",
    "Doha",
    "Manila",
    "Hanoi",
    "Saigon",
    "Sydney",
    "Perth",
]
NAMES = [
    "Mere",
    "Sela",
    "Litia",
    "Ana",
    "Jone",
    "Tomasi",
    "Pita",
    "Rani",
    "Asha",
    "Vijay",
    "Linh",
    "Minh",
    "Thao",
    "Marie",
    "Luc",
    "Anna",
    "Wei",
    "Fang",
    "Ravi",
    "Sala",
]
SIGNS = ["🔥", "✅", "💰", "✈️", "🌴", "🙏", "❗", "👉", "📞", "💵", "🏨", "😊"]
GREETINGS = (
    "Hi!",
    "Hello dear",
    "Bula!",
    "Halo",
    "Chào bạn",
    "Bonjour",
    "Namaste",
    "Urgent:",
    "PM me.",
    "Good morning all",
)
_NUMBER = re.compile(r"\d[\d ,.]*\d|\d")
_HANDLE = re.compile(r"@\w+")
_NAMED = re.compile(rf"\b(?:{'|'.join(PLACES + NAMES)})\b")


def varied(text: str, draw: random.Random, words: list[str], changed: float) -> str:
    """One more message of a hand: other numbers, handles, places and names; `changed` of its words are others."""
    text = _NUMBER.sub(lambda found: _number(found.group(), draw), text)
    text = _HANDLE.sub(lambda _found: f"@{draw.choice(NAMES).lower()}_example{draw.randint(1, 99)}", text)
    text = _NAMED.sub(lambda found: draw.choice(PLACES if found.group() in PLACES else NAMES), text)
    said = [draw.choice(words) if word.isalpha() and draw.random() < changed else word for word in text.split(" ")]
    if draw.random() < 0.3:
        said.insert(0, draw.choice(GREETINGS))
    for _ in range(draw.choice((0, 0, 1, 3))):
        said.insert(draw.randint(0, len(said)), draw.choice(SIGNS))
    text = " ".join(said)
    return draw.choice((str, str, str, str.upper, str.lower))(text)


def _number(digits: str, draw: random.Random) -> str:
    return "".join(str(draw.randint(1, 9)) if one.isdigit() else one for one in digits)


def ideas() -> dict[str, tuple[str, str]]:
    """Language and first text of each idea of the open lure set, of 8 words and more."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(LURES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if len(row["text"].split()) >= 8 or row["language"] == "zh":
                found.setdefault(row["family"], (row["language"], row["text"]))
    return found


def messages(many: int, seed: int = 1) -> Iterator[Row]:
    """Short messages in eight languages."""
    draw, made = random.Random(seed), list[Row]()
    known = ideas()
    words = {
        language: sorted(
            {word for one, text in known.values() if one == language for word in text.split() if word.isalpha()}
        )
        for language in {one for one, _text in known.values()}
    }
    hands = sorted(known)
    draw.shuffle(hands)
    for hand in hands:
        language, text = known[hand]
        changed = draw.choice((0, 0, 0.1, 0.2, 0.3))
        size = 1 if draw.random() < 0.4 else min(2 + int(draw.paretovariate(0.9)), 60)
        made += [(hand, varied(text, draw, words[language], changed)) for _ in range(size)]
    draw.shuffle(made)
    yield from made[:many]


THINGS = """a blue sofa with two cushions|a fibreglass boat of nineteen feet|a room with its own bath|a second hand fridge
four puppies ready in June|fresh kava from Kadavu|a Toyota van with new tyres|school uniforms of all sizes
a guitar with its case|a water tank of five thousand litres|a sewing machine that runs well|fishing nets and floats
help in the house three days a week|a night guard for our yard|a driver with a heavy licence|a cook for a small resort
girls and boys for a bar abroad|workers for a farm overseas|a nanny who may live with us|two waiters for the season
typists for a company in Asia|a welder for one month|a carpenter for a church roof|a hairdresser with her own tools""".replace(
    "\n", "|"
).split("|")
WANTED = (
    "For sale:",
    "Wanted:",
    "We look for",
    "I have",
    "Now available:",
    "Offering",
    "Looking for",
    "Need urgently:",
)
DETAILS = """good price if you come this week|pick up only in the morning|nearly new and hardly used|no time wasters please
papers are in order|we can deliver on Saturday|price can be talked about|only serious people|ask for photos
pay every Friday in cash|room and food are given|ticket paid by us|no experience needed|start on Monday|bring your passport
must speak some English|ring after five in the evening|my cousin will show you|first come first served|sold as it is""".replace(
    "\n", "|"
).split("|")
HEAD = "Kokonas Classifieds (made up) - Home > {part} > Listing {number} - Posted {day} ago - {seen} views - Save - Share -"
FOOT = (
    "- Contact the seller through the message button or call {phone}. Safety tips: meet in a public place, check the item "
    "before you pay, never send money before you have seen what you buy, do not share your bank password. Report this "
    "listing if it breaks our rules. Kokonas Classifieds takes no part in any sale and gives no guarantee. All listings "
    "are the responsibility of who posts them. (c) Kokonas (made up), all rights reserved. Similar listings: see more."
)


def classifieds(many: int, seed: int = 2) -> Iterator[Row]:
    """Short ads of many hands, each within the same words of a platform, three times as long as the ad."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        thing, wanted = draw.choice(THINGS), draw.choice(WANTED)
        details = draw.sample(DETAILS, draw.randint(2, 4))
        own = " ".join(
            draw.choices(
                [
                    "sun",
                    "reef",
                    "palm",
                    "mango",
                    "tide",
                    "coral",
                    "canoe",
                    "hibiscus",
                    "lagoon",
                    "drum",
                    "mat",
                    "shell",
                    "rain",
                ],
                k=draw.randint(2, 5),
            )
        )
        for _ in range(1 if draw.random() < 0.5 else min(1 + int(draw.paretovariate(0.9)), 40)):
            copy = details if draw.random() < 0.7 else draw.sample(details, len(details))
            body = f"{wanted} {thing}, {', '.join(copy)}. {own}, {draw.choice(PLACES)}, ${draw.randint(2, 90) * 5}, ask {draw.choice(NAMES)}"
            head = HEAD.format(
                part=draw.choice(("Jobs", "Home", "Cars")),
                number=draw.randint(10**5, 10**6),
                day=draw.randint(2, 9),
                seen=draw.randint(1, 999),
            )
            made.append((f"h{hand}", f"{head} {body} {FOOT.format(phone=f'+679 410 0{draw.randint(100, 199)}')}"))
        hand += 1
    draw.shuffle(made)
    yield from made[:many]


def under_one_platform(many: int, seed: int = 4) -> Iterator[Row]:
    """The messages within the words of the platform: what is said is short, and all that is said is of its hand."""
    draw = random.Random(seed)
    for hand, text in messages(many, seed):
        head = HEAD.format(
            part="Jobs", number=draw.randint(10**5, 10**6), day=draw.randint(2, 9), seen=draw.randint(1, 999)
        )
        yield hand, f"{head} {text} {FOOT.format(phone=f'+679 410 0{draw.randint(100, 199)}')}"


LIKE = """work job position role employment|company firm business organisation|good great excellent strong|need require want seek
help assist support|start begin commence|pay salary wage|people persons individuals candidates|team group crew staff
customer client guest|manage lead direct run|make build create develop|quick fast rapid|experience background practice
skills abilities talents|must should shall|new fresh recent|ensure assure guarantee|provide give offer supply|send submit forward
call phone ring contact|apply respond answer|daily regularly often|large big major|small little minor|use apply employ
including such|years seasons|home house|money cash funds|opportunity chance opening|responsible accountable answerable
responsibilities duties tasks|knowledge understanding grasp|successful effective productive|currently presently now|across throughout
within inside|environment setting surroundings|required needed necessary|ability capacity|working operating|join enter""".replace(
    "\n", "|"
).split("|")


def reworded(path: Path, seed: int = 3) -> Iterator[Row]:
    """Real job ads (a CSV with title, description, group): each group's first ad, said in other words by its hand."""
    draw, made = random.Random(seed), list[Row]()
    like = {word: line.split() for line in LIKE for word in line.split()}
    bodies: dict[str, str] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            bodies.setdefault(row["group"], f"{row['title']}. {row['description']}")
    for group, body in bodies.items():
        words = body.split()[: draw.choice((40, 80, 150, 300))]
        share = draw.choice((0.3, 0.6, 1.0))
        for _ in range(1 if draw.random() < 0.5 else min(2 + int(draw.paretovariate(0.9)), 30)):
            said = [draw.choice(like[w.lower()]) if w.lower() in like and draw.random() < share else w for w in words]
            made.append(
                (
                    group,
                    " ".join(said)
                    + f" Contact {draw.choice(NAMES)} in {draw.choice(PLACES)}, $ {draw.randint(9, 99) * 50}",
                )
            )
    draw.shuffle(made)
    yield from made


SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "messages in eight languages": lambda: messages(5000),
    "messages on one platform": lambda: under_one_platform(5000),
    "classifieds of one platform": lambda: classifieds(3000),
}

"""Sets with the truth that are made to be told wrongly: what strangers share, and what one hand changes.

Each is another way in which boilerplate, stock phrases, short texts or paraphrase mislead. Families were tuned on these;
`bench.unseen` has others, of other shapes, that are measured only. All names, numbers and places are invented.
"""

import random
from collections.abc import Callable, Iterator

from bench.hands import DETAILS, FOOT, HEAD, NAMES, PLACES, SIGNS, THINGS, WANTED, classifieds, ideas, varied

Row = tuple[str, str]
"""The hand, and the text."""

JOBS = """cook|night guard|cleaner of rooms|driver of a van|typist|nanny|welder|fruit picker|waiter|nurse|farm hand|tailor
receptionist|deck hand|carpenter|painter of houses|seller in a shop|gardener|barber|mechanic""".replace(
    "\n", "|"
).split("|")
DUTIES = """prepare breakfast for forty guests|keep the yard and the gate at night|wash sheets and clean twelve rooms a day
bring guests from the airport|answer letters and calls|look after two small children|mend gates and boats|pick mangoes and pack them
serve tables from six to ten|give medicine and write reports|feed pigs and mend fences|sew uniforms for schools
welcome guests and keep the book|tie ropes and clean the deck|build shelves and doors|paint walls inside and outside
count the money at the end of the day|cut grass and water flowers|cut hair and sweep the floor|change oil and tyres""".replace(
    "\n", "|"
).split("|")
VERBS = [
    "carry",
    "count",
    "mend",
    "paint",
    "lift",
    "sort",
    "clean",
    "sell",
    "guard",
    "cook",
    "teach",
    "drive",
    "pack",
    "sew",
    "weld",
    "plan",
    "write",
    "check",
    "move",
    "serve",
]
NOUNS = [
    "boxes",
    "engines",
    "rooms",
    "ledgers",
    "boats",
    "fields",
    "bags",
    "tables",
    "gates",
    "stairs",
    "nets",
    "maps",
    "books",
    "floors",
    "shelves",
    "pumps",
    "wires",
    "sails",
    "lamps",
    "roofs",
    "bikes",
    "coats",
    "wheels",
    "plates",
    "tanks",
    "doors",
    "trays",
    "ropes",
    "beds",
    "cables",
    "seeds",
    "jars",
    "mats",
    "tools",
    "signs",
    "clocks",
]
KINDS = [
    "old",
    "new",
    "heavy",
    "small",
    "large",
    "broken",
    "clean",
    "wet",
    "loud",
    "narrow",
    "blue",
    "local",
    "early",
    "yearly",
    "foreign",
    "wooden",
    "plain",
    "steel",
    "quiet",
    "shared",
    "green",
    "warm",
    "long",
    "daily",
    "empty",
    "rare",
    "round",
    "square",
    "southern",
    "thin",
    "sharp",
    "soft",
]


def sizes(draw: random.Random, most: int) -> int:
    """How many copies a hand makes: one for half of them, few for most, many for some."""
    return 1 if draw.random() < 0.5 else min(1 + int(draw.paretovariate(0.9)), most)


def sentence(draw: random.Random) -> str:
    """A sentence that nobody else is likely to write."""
    clauses = [
        f"{draw.choice(VERBS)} {draw.choice(KINDS)} {draw.choice(NOUNS)} {draw.choice(('in', 'near', 'behind', 'for'))} "
        f"the {draw.choice(KINDS)} {draw.choice(NOUNS)}"
        for _ in range(draw.randint(1, 3))
    ]
    return "You " + " and ".join(clauses) + "."


def phone(draw: random.Random) -> str:
    """A fictional phone."""
    return f"+679 410 0{draw.randint(100, 199)}"


def shuffled(draw: random.Random, made: list[Row], many: int) -> Iterator[Row]:
    """So many of these, in no order that helps."""
    draw.shuffle(made)
    yield from made[:many]


def stock_phrases(many: int = 3000, seed: int = 21) -> Iterator[Row]:
    """Ads that are nothing but phrases that everybody has, in an order of their hand, under no platform."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        said = [draw.choice(WANTED), draw.choice(THINGS), *draw.sample(DETAILS, draw.randint(5, 8))]
        for _ in range(sizes(draw, 40)):
            made.append(
                (f"s{hand}", f"{'. '.join(said)}. {draw.choice(PLACES)}, ask {draw.choice(NAMES)}, {phone(draw)}")
            )
        hand += 1
    yield from shuffled(draw, made, many)


FOOTER = (
    "Islands Board (made up) shows ads of members as they were written and is no party to what members agree on. Never pay "
    "before you have seen the place, never hand over your passport, and tell us when something looks wrong. Ads end by "
    "themselves after thirty days. By reading this page you accept our terms and our notice on data and cookies."
)


def one_footer(many: int = 3000, seed: int = 22) -> Iterator[Row]:
    """Ads of many hands over the sixty words of one platform, each with two to four sentences of its own."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        said = [sentence(draw) for _ in range(draw.randint(2, 4))]
        for _ in range(sizes(draw, 40)):
            body = f"{draw.choice(JOBS).title()} in {draw.choice(PLACES)}, ${draw.randint(4, 90) * 10} a week. {' '.join(said)}"
            made.append((f"o{hand}", f"{body} Call {phone(draw)}. {FOOTER}"))
        hand += 1
    yield from shuffled(draw, made, many)


def agencies(many: int = 3000, seed: int = 23) -> Iterator[Row]:
    """Templates of agencies with another job, place, pay and a duty in each copy: each template is one hand."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        parts = [sentence(draw) for _ in range(draw.randint(4, 8))]
        for _ in range(draw.randint(1, 60)):
            at = draw.randrange(len(JOBS))
            body = [
                f"{JOBS[at].title()} wanted in {draw.choice(PLACES)}.",
                *parts[:2],
                f"You {DUTIES[at]}.",
                *parts[2:],
            ]
            made.append(
                (f"a{hand}", f"{' '.join(body)} ${draw.randint(4, 90) * 10}, {draw.choice(NAMES)}, {phone(draw)}")
            )
        hand += 1
    yield from shuffled(draw, made, many)


def vacancies(many: int = 3000, seed: int = 24) -> Iterator[Row]:
    """Honest vacancies of six employers: eighty words on the house and how to apply, and a job of their own each."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    houses = [([sentence(draw) for _ in range(5)], [sentence(draw) for _ in range(2)]) for _ in range(6)]
    while len(made) < many:
        about, how = draw.choice(houses)
        job = [sentence(draw) for _ in range(draw.randint(3, 8))]
        for _ in range(draw.choice((1, 1, 1, 2, 4))):
            made.append((f"v{hand}", " ".join([*about, f"{draw.choice(PLACES)}.", *job, *how, phone(draw)])))
        hand += 1
    yield from shuffled(draw, made, many)


def very_short(many: int = 3000, seed: int = 25) -> Iterator[Row]:
    """Two to six words and a number: of one hand only when the words are the same."""
    draw, made = random.Random(seed), list[Row]()
    words = [*KINDS, *NOUNS, *VERBS]
    while len(made) < many:
        said = draw.sample(words, draw.randint(2, 6))
        made += [(" ".join(said), f"{' '.join(said)} {phone(draw)}") for _ in range(sizes(draw, 20))]
    yield from shuffled(draw, made, many)


KIT = """your parcel is held at the post|your account is closed today|you won a prize of {n} dollars|a fee of {n} was not paid
your card was used in {place}|your tax of {n} comes back to you|your line will be cut|we need typists abroad|a bank loan is ready
work from home and earn {n} a day|your visa is ready|your power bill is late""".replace("\n", "|").split("|")
ACT = """click {link} to pay|reply yes within {n} hours|call {phone} now|log in at {link}|send your name and birth date
text {phone} for more|pay {n} to release it|see {link} before midnight|confirm your card at {link}|write to {name} on the app""".replace(
    "\n", "|"
).split("|")
CLOSE = [
    "thank you",
    "team {place}",
    "do not share this",
    "last notice",
    "ref {n}",
    "stop to end",
    "office of {name}",
    "valid today",
    "good luck",
]


def filled(draw: random.Random, text: str) -> str:
    """A text with something in each of its slots."""
    while "{" in text:
        for slot, said in (
            ("{n}", str(draw.randint(2, 9999))),
            ("{place}", draw.choice(PLACES)),
            ("{link}", f"https://{draw.choice(NOUNS)}{draw.randint(1, 999)}.example/{draw.randint(1, 99999)}"),
            ("{phone}", phone(draw)),
            ("{name}", draw.choice(NAMES)),
        ):
            text = text.replace(slot, said, 1)
    return text


def kits(many: int = 3000, seed: int = 26) -> Iterator[Row]:
    """Short messages of kits: what happened, what to do, a close; many kits have a part in common."""
    draw, made = random.Random(seed), list[Row]()
    while len(made) < many:
        said = [draw.choice(KIT), *draw.sample(ACT, draw.randint(1, 2)), sentence(draw).lower(), draw.choice(CLOSE)]
        hand = f"k{len(made)}"
        made += [(hand, filled(draw, ", ".join(said))) for _ in range(sizes(draw, 60))]
    yield from shuffled(draw, made, many)


def mixed_scripts(many: int = 3000, seed: int = 27) -> Iterator[Row]:
    """A sentence in one language and one in another, of two ideas that many mix."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    known = sorted(ideas().values())
    while len(made) < many:
        (_one, first), (_other, second) = draw.sample(known, 2)
        for _ in range(sizes(draw, 40)):
            made.append((f"m{hand}", f"{varied(first, draw, [first], 0)} {varied(second, draw, [second], 0)}"))
        hand += 1
    yield from shuffled(draw, made, many)


def repeated_lines(many: int = 1000, seed: int = 28) -> Iterator[Row]:
    """One line written one to sixty times."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        said = sentence(draw)
        made += [
            (f"r{hand}", "\n".join([f"{said} {phone(draw)}"] * draw.randint(1, 60))) for _ in range(sizes(draw, 20))
        ]
        hand += 1
    yield from shuffled(draw, made, many)


def walls(many: int = 2000, seed: int = 29) -> Iterator[Row]:
    """Twenty to eighty signs around a sentence or two: the signs are of nobody."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        said = f"{sentence(draw)} {sentence(draw)}".split()
        for _ in range(sizes(draw, 40)):
            signs = [draw.choice(SIGNS) for _ in range(draw.randint(20, 80))]
            cut = draw.randint(0, len(signs))
            made.append((f"w{hand}", " ".join([*signs[:cut], *said, *signs[cut:], phone(draw)])))
        hand += 1
    yield from shuffled(draw, made, many)


def said_otherwise(many: int = 3000, seed: int = 30) -> Iterator[Row]:
    """Ads of six to nine sentences, of which each copy says one in other words."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        said = [sentence(draw) for _ in range(draw.randint(6, 9))]
        for _ in range(sizes(draw, 60)):
            copy = list(said)
            copy[draw.randrange(len(copy))] = sentence(draw)
            made.append((f"p{hand}", f"{' '.join(copy)} {draw.choice(PLACES)}, {phone(draw)}"))
        hand += 1
    yield from shuffled(draw, made, many)


def titles(many: int = 3000, seed: int = 31) -> Iterator[Row]:
    """Titles of three to eight words of many hands, within the long words of one platform with their own numbers."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    words = [*KINDS, *NOUNS, *VERBS]
    while len(made) < many:
        said = " ".join(draw.choices(words, k=draw.randint(3, 8)))
        for _ in range(sizes(draw, 40)):
            head = HEAD.format(
                part=draw.choice(("Jobs", "Home", "Cars")), number=draw.randint(10**5, 10**6), day=2, seen=7
            )
            made.append((f"t{hand}", f"{head} {said} in {draw.choice(PLACES)} {FOOT.format(phone=phone(draw))}"))
        hand += 1
    yield from shuffled(draw, made, many)


SETS: dict[str, Callable[[], Iterator[Row]]] = {
    "classifieds of one platform": lambda: classifieds(3000),
    "ads of stock phrases alone": stock_phrases,
    "ads over one footer": one_footer,
    "ads of agencies": agencies,
    "vacancies of six employers": vacancies,
    "very short texts": very_short,
    "messages of kits": kits,
    "texts in two languages": mixed_scripts,
    "lines repeated": repeated_lines,
    "walls of signs": walls,
    "titles within one platform": titles,
    "ads with one sentence otherwise": said_otherwise,
}

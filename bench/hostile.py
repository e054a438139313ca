"""Sets with the truth that are made to be told wrongly: what strangers share, and what one hand changes.

Each is another way in which boilerplate, stock phrases, short texts or paraphrase mislead. Families were tuned on these;
`bench.unseen` has others, of other shapes, that are measured only. All names, numbers and places are invented.
"""

import random
from collections.abc import Callable, Iterable, Iterator

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
    "carry", "count", "mend", "paint", "lift", "sort", "clean", "sell", "guard", "cook", "teach", "drive",
    "pack", "sew", "weld", "plan", "write", "check", "move", "serve",
]  # fmt: skip
NOUNS = [
    "boxes", "engines", "rooms", "ledgers", "boats", "fields", "bags", "tables", "gates", "stairs", "nets",
    "maps", "books", "floors", "shelves", "pumps", "wires", "sails", "lamps", "roofs", "bikes", "coats",
    "wheels", "plates", "tanks", "doors", "trays", "ropes", "beds", "cables", "seeds", "jars", "mats", "tools",
    "signs", "clocks",
]  # fmt: skip
KINDS = [
    "old", "new", "heavy", "small", "large", "broken", "clean", "wet", "loud", "narrow", "blue", "local",
    "early", "yearly", "foreign", "wooden", "plain", "steel", "quiet", "shared", "green", "warm", "long",
    "daily", "empty", "rare", "round", "square", "southern", "thin", "sharp", "soft",
]  # fmt: skip


WORDS = [*KINDS, *NOUNS, *VERBS]


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


def pay(draw: random.Random) -> str:
    """What is paid."""
    return f"${draw.randint(4, 90) * 10}"


def of_hands(many: int, seed: int, name: str, copies: Callable[[random.Random], Iterable[str]]) -> Iterator[Row]:
    """So many texts, in no order that helps: `copies` writes those of one hand after another."""
    draw, made, hand = random.Random(seed), list[Row](), 0
    while len(made) < many:
        made += [(f"{name}{hand}", text) for text in copies(draw)]
        hand += 1
    yield from shuffled(draw, made, many)


def shuffled(draw: random.Random, made: list[Row], many: int) -> Iterator[Row]:
    """So many of these, in no order that helps."""
    draw.shuffle(made)
    yield from made[:many]


def stock_phrases(many: int = 3000, seed: int = 21) -> Iterator[Row]:
    """Ads that are nothing but phrases that everybody has, in an order of their hand, under no platform."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = [draw.choice(WANTED), draw.choice(THINGS), *draw.sample(DETAILS, draw.randint(5, 8))]
        for _ in range(sizes(draw, 40)):
            yield f"{'. '.join(said)}. {draw.choice(PLACES)}, ask {draw.choice(NAMES)}, {phone(draw)}"

    yield from of_hands(many, seed, "s", copies)


FOOTER = (
    "Islands Board (made up) shows ads of members as they were written and is no party to what members agree on. Never pay "
    "before you have seen the place, never hand over your passport, and tell us when something looks wrong. Ads end by "
    "themselves after thirty days. By reading this page you accept our terms and our notice on data and cookies."
)


def one_footer(many: int = 3000, seed: int = 22) -> Iterator[Row]:
    """Ads of many hands over the sixty words of one platform, each with two to four sentences of its own."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = [sentence(draw) for _ in range(draw.randint(2, 4))]
        for _ in range(sizes(draw, 40)):
            body = f"{draw.choice(JOBS).title()} in {draw.choice(PLACES)}, {pay(draw)} a week. {' '.join(said)}"
            yield f"{body} Call {phone(draw)}. {FOOTER}"

    yield from of_hands(many, seed, "o", copies)


def agencies(many: int = 3000, seed: int = 23) -> Iterator[Row]:
    """Templates of agencies with another job, place, pay and a duty in each copy: each template is one hand."""

    def copies(draw: random.Random) -> Iterator[str]:
        parts = [sentence(draw) for _ in range(draw.randint(4, 8))]
        for _ in range(draw.randint(1, 60)):
            at = draw.randrange(len(JOBS))
            wanted = f"{JOBS[at].title()} wanted in {draw.choice(PLACES)}."
            body = [wanted, *parts[:2], f"You {DUTIES[at]}.", *parts[2:]]
            yield f"{' '.join(body)} {pay(draw)}, {draw.choice(NAMES)}, {phone(draw)}"

    yield from of_hands(many, seed, "a", copies)


def vacancies(many: int = 3000, seed: int = 24) -> Iterator[Row]:
    """Honest vacancies of six employers: eighty words on the house and how to apply, and a job of their own each."""
    houses = list[tuple[list[str], list[str]]]()

    def copies(draw: random.Random) -> Iterator[str]:
        while len(houses) < 6:
            houses.append(([sentence(draw) for _ in range(5)], [sentence(draw) for _ in range(2)]))
        about, how = draw.choice(houses)
        job = [sentence(draw) for _ in range(draw.randint(3, 8))]
        for _ in range(draw.choice((1, 1, 1, 2, 4))):
            yield " ".join([*about, f"{draw.choice(PLACES)}.", *job, *how, phone(draw)])

    yield from of_hands(many, seed, "v", copies)


def very_short(many: int = 3000, seed: int = 25) -> Iterator[Row]:
    """Two to six words and a number: of one hand only when the words are the same."""
    draw, made = random.Random(seed), list[Row]()
    while len(made) < many:
        said = " ".join(draw.sample(WORDS, draw.randint(2, 6)))
        made += [(said, f"{said} {phone(draw)}") for _ in range(sizes(draw, 20))]
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

    def copies(draw: random.Random) -> Iterator[str]:
        said = [draw.choice(KIT), *draw.sample(ACT, draw.randint(1, 2)), sentence(draw).lower(), draw.choice(CLOSE)]
        for _ in range(sizes(draw, 60)):
            yield filled(draw, ", ".join(said))

    yield from of_hands(many, seed, "k", copies)


def mixed_scripts(many: int = 3000, seed: int = 27) -> Iterator[Row]:
    """A sentence in one language and one in another, of two ideas that many mix."""
    known = sorted(ideas().values())

    def copies(draw: random.Random) -> Iterator[str]:
        (_one, first), (_other, second) = draw.sample(known, 2)
        for _ in range(sizes(draw, 40)):
            yield f"{varied(first, draw, [first], 0)} {varied(second, draw, [second], 0)}"

    yield from of_hands(many, seed, "m", copies)


def repeated_lines(many: int = 1000, seed: int = 28) -> Iterator[Row]:
    """One line written one to sixty times."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = sentence(draw)
        for _ in range(sizes(draw, 20)):
            yield "\n".join([f"{said} {phone(draw)}"] * draw.randint(1, 60))

    yield from of_hands(many, seed, "r", copies)


def walls(many: int = 2000, seed: int = 29) -> Iterator[Row]:
    """Twenty to eighty signs around a sentence or two: the signs are of nobody."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = f"{sentence(draw)} {sentence(draw)}"
        for _ in range(sizes(draw, 40)):
            signs = [draw.choice(SIGNS) for _ in range(draw.randint(20, 80))]
            cut = draw.randint(0, len(signs))
            yield " ".join([*signs[:cut], said, *signs[cut:], phone(draw)])

    yield from of_hands(many, seed, "w", copies)


def said_otherwise(many: int = 3000, seed: int = 30) -> Iterator[Row]:
    """Ads of six to nine sentences, of which each copy says one in other words."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = [sentence(draw) for _ in range(draw.randint(6, 9))]
        for _ in range(sizes(draw, 60)):
            copy = list(said)
            copy[draw.randrange(len(copy))] = sentence(draw)
            yield f"{' '.join(copy)} {draw.choice(PLACES)}, {phone(draw)}"

    yield from of_hands(many, seed, "p", copies)


def titles(many: int = 3000, seed: int = 31) -> Iterator[Row]:
    """Titles of three to eight words of many hands, within the long words of one platform with their own numbers."""

    def copies(draw: random.Random) -> Iterator[str]:
        said = " ".join(draw.choices(WORDS, k=draw.randint(3, 8)))
        for _ in range(sizes(draw, 40)):
            part, number = draw.choice(("Jobs", "Home", "Cars")), draw.randint(10**5, 10**6)
            head = HEAD.format(part=part, number=number, day=2, seen=7)
            yield f"{head} {said} in {draw.choice(PLACES)} {FOOT.format(phone=phone(draw))}"

    yield from of_hands(many, seed, "t", copies)


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

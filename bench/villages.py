"""Villages that no weight was chosen on: registers of namesakes made twice, once to choose by and once to be judged by.

`TRAIN` and `TEST` share principles, not matter: other given and family names, other peoples (Ni-Vanuatu and Chinese
stand in `TEST` alone), other sizes, densities, offices, languages and shares of slips. Thresholds and weights may look at
`TRAIN`; `TEST` is for reporting. All of it is fictional.

A village is grown first: couples and their children over two generations, names handed down (to sons, to cousins after a
grandparent), father's names as second names, married names, twins, phones and houses of whole households, days of birth
that nobody knows (1 January). Then clerks write people down, some of them again, in the columns of their office.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bench.village_names import TEST_NAMES, TRAIN_NAMES, Stock

PATRONYMIC = frozenset({"itaukei", "indofijian"})
FAMILY_FIRST = frozenset({"vietnamese", "chinese"})


@dataclass(slots=True)
class Person:
    """Who somebody is, however they are written down; a date of birth that nobody knows has month 0."""

    number: int
    people: str
    given: str
    middle: str
    family: str
    maiden: str
    born: tuple[int, int, int]
    sex: str
    village: str
    house: str
    phone: str
    document: str
    handle: str
    job: str
    father: str
    mother: str


@dataclass(frozen=True, slots=True)
class World:
    """One register: its people, how many rows, how many villages they come from, and what its office writes down."""

    name: str
    peoples: tuple[str, ...]
    rows: int
    villages: int
    headings: dict[str, str]
    order: str = "given first"  # given first | family first
    born: str = "iso"  # iso | day first | year | words
    met: float = 0.7  # of a village who are written down at all
    again: float = 0.3  # of these who are written down more than once
    missing: float = 0.1
    slips: float = 0.8
    unknown_day: float = 0.12
    shared_phone: float = 0.5
    named_after: float = 0.25
    pool: float = 1.0  # of the stock of names that the village uses
    stocks: dict[str, Stock] = field(default_factory=dict)


def register(world: World, seed: int) -> tuple[list[str], list[list[str]]]:
    """Headings and rows; the last column, `truth`, says who each row is."""
    chance = random.Random(f"{world.name}/{seed}/{world.rows}")
    written: list[list[str]] = []
    for someone in people(world, chance):
        if len(written) >= world.rows:
            break
        if chance.random() > world.met:
            continue
        times = 1 if chance.random() > world.again else chance.choice([2, 2, 2, 2, 3, 3, 4])
        written += [_row(someone, world, chance, later=at > 0) for at in range(times)]
    written = written[: world.rows]
    chance.shuffle(written)
    if "id" in world.headings:
        place = list(world.headings).index("id")
        for number, row in enumerate(written, 1):
            row[place] = str(1000 + number)
    return [*world.headings.values(), "truth"], written


def people(world: World, chance: random.Random) -> Iterator[Person]:
    """The people of the villages, household by household, without end."""
    villages = chance.sample(next(iter(world.stocks.values())).villages, world.villages)
    pools = {
        people: (
            _pool(stock.men, world, chance),
            _pool(stock.women, world, chance),
            _pool(stock.families, world, chance),
        )
        for people, stock in world.stocks.items()
    }
    elders: dict[tuple[str, str], list[Person]] = {}
    number = 0
    while True:
        people = chance.choice(world.peoples)
        stock, (men, women, families) = world.stocks[people], pools[people]
        village = chance.choice(villages)
        house = f"{chance.randint(1, 60)} {chance.choice(stock.roads)}"
        phone, family = _phone(stock, chance), _common(families, chance)
        household: list[Person] = []
        for at in range(chance.choice([1, 2, 2, 3, 4, 5, 6, 7])):
            sex = "MF"[at] if at < 2 else chance.choice("MF")
            born = _born(chance, at, world, household)
            father, mother = (household[0], household[1]) if at >= 2 else (None, None)
            given = _common(men if sex == "M" else women, chance)
            after = [one.given for one in elders.get((village, sex), [])[-40:]] + [
                one.given for one in household if one.sex == sex
            ]
            if at >= 2 and after and chance.random() < world.named_after:
                given = chance.choice(after)
            while at >= 3 and given in {one.given for one in household[2:]}:  # no two of their children by one name
                given = chance.choice(men if sex == "M" else women)
            maiden = _common(families, chance) if sex == "F" and at < 2 else family
            number += 1
            someone = Person(
                number, people, given, _middle(people, stock, sex, given, men, women, chance),
                _second(people, family, father, chance), maiden, born, sex, village, house,
                phone if chance.random() < world.shared_phone else _phone(stock, chance) if chance.random() < 0.75 else "",
                f"{chance.choice(stock.papers)}{chance.randrange(10**7):07d}" if chance.random() < 0.75 else "",
                f"{given}{chance.choice(['.', '_', ''])}{family}{chance.randrange(1000)}".lower().replace(" ", ""),
                chance.choice(stock.jobs),
                f"{father.given} {father.family}".strip() if father else f"{_common(men, chance)} {family}",
                f"{mother.given} {mother.family}".strip() if mother else f"{_common(women, chance)} {_common(families, chance)}",
            )  # fmt: skip
            if people == "itaukei" and chance.random() < 0.1:
                someone.family = ""
            household.append(someone)
            elders.setdefault((village, sex), []).append(someone)
            yield someone


def _pool(words: Sequence[str], world: World, chance: random.Random) -> list[str]:
    kept = chance.sample(list(words), max(8, int(len(words) * world.pool)))
    return sorted(kept, key=list(words).index)


def _common(words: Sequence[str], chance: random.Random) -> str:
    """One of the words; the first ones are the common ones (Zipf)."""
    return chance.choices(words, [1 / (place + 2) for place in range(len(words))])[0]


def _born(chance: random.Random, at: int, world: World, household: Sequence[Person]) -> tuple[int, int, int]:
    if at >= 3 and chance.random() < 0.1:
        return household[-1].born  # a twin
    year = chance.randint(1940, 1985) if at < 2 else max(1960, household[0].born[0] + chance.randint(19, 36))
    if chance.random() < 0.1:
        year -= year % 5  # people round
    return (year, 0, 0) if chance.random() < world.unknown_day else (year, chance.randint(1, 12), chance.randint(1, 28))


def _middle(  # noqa: PLR0917 - one caller, all of who somebody is
    people: str, stock: Stock, sex: str, given: str, men: Sequence[str], women: Sequence[str], chance: random.Random
) -> str:
    if stock.middles[sex]:
        return chance.choice(stock.middles[sex])
    if people in {"european", "nivanuatu"} and chance.random() < 0.3:
        other = _common(men if sex == "M" else women, chance)
        return "" if other == given else other
    return ""


def _second(people: str, family: str, father: Person | None, chance: random.Random) -> str:
    """The family's name; where fathers' names are second names, often that of the father."""
    return father.given if father and people in PATRONYMIC and chance.random() < 0.5 else family


def _phone(stock: Stock, chance: random.Random) -> str:
    return f"+{stock.country}{chance.choice(stock.dials)}{chance.randrange(10**stock.digits):0{stock.digits}d}"


def _row(someone: Person, world: World, chance: random.Random, *, later: bool) -> list[str]:
    seen = replace(someone)
    if later:
        for _slip in range(min(4, int(chance.expovariate(1 / world.slips) + 0.4) if world.slips else 0)):
            chance.choice(SLIPS)(seen, world.stocks[someone.people], chance)
    cells = _cells(seen, world, chance)
    for what, value in cells.items():
        if what not in {"id", "full", "given", "family"} and value and chance.random() < world.missing:
            cells[what] = ""
    return [*(cells[what] for what in world.headings), f"p{someone.number}"]


def _cells(one: Person, world: World, chance: random.Random) -> dict[str, str]:
    last_first = (world.order == "family first") != (chance.random() < 0.05)
    if one.people in FAMILY_FIRST:
        last_first = chance.random() < 0.8
    parts = [one.family, one.middle, one.given] if last_first else [one.given, one.middle, one.family]
    year, month, day = one.born
    said = {
        "iso": f"{year}-{month or 1:02d}-{day or 1:02d}",
        "day first": f"{day or 1:02d}/{month or 1:02d}/{year}",
        "words": f"{day or 1} {_MONTHS[(month or 1) - 1]} {year}",
        "year": str(year),
    }[world.born]
    stock = world.stocks[one.people]
    return {
        "id": "", "full": " ".join(filter(None, parts)), "given": " ".join(filter(None, [one.given, one.middle])),
        "family": one.family, "born": said, "sex": stock.sexes["MF".index(one.sex)], "phone": dialled(one.phone, stock, chance),
        "village": one.village, "house": one.house, "document": one.document, "handle": one.handle, "job": one.job,
        "nation": stock.nation, "father": one.father, "mother": one.mother,
    }  # fmt: skip


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def dialled(phone: str, stock: Stock, chance: random.Random) -> str:
    if not phone:
        return ""
    own = phone.removeprefix(f"+{stock.country}")
    return chance.choice(
        [
            phone,
            own,
            f"{own[:3]} {own[3:]}",
            f"00{stock.country} {own}",
            f"+{stock.country} {own}",
            f"{own[:-4]}-{own[-4:]}",
        ]
    )


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at, other = chance.randrange(1, len(word) - 1), chance.choice("aeioulnrst")
    return (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + other + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )[chance.randrange(4)]


def _typo_given(one: Person, _stock: Stock, chance: random.Random) -> None:
    one.given = _mistyped(one.given, chance)


def _typo_family(one: Person, _stock: Stock, chance: random.Random) -> None:
    one.family = _mistyped(one.family, chance)


def _spelled_otherwise(one: Person, stock: Stock, _chance: random.Random) -> None:
    one.given = stock.otherwise.get(one.given, one.given)
    one.family = stock.otherwise.get(one.family, one.family)


def _changed_about(one: Person, _stock: Stock, _chance: random.Random) -> None:
    if one.family:
        one.given, one.family = one.family, one.given


def _no_middle(one: Person, _stock: Stock, _chance: random.Random) -> None:
    one.middle = ""


def _initial(one: Person, _stock: Stock, _chance: random.Random) -> None:
    if one.family:
        one.given = f"{one.given[:1]}."


def _maiden(one: Person, _stock: Stock, _chance: random.Random) -> None:
    if one.sex == "F":
        one.family = one.maiden


def _single(one: Person, _stock: Stock, _chance: random.Random) -> None:
    if one.people == "itaukei":
        one.family = ""


def _day_and_month(one: Person, _stock: Stock, _chance: random.Random) -> None:
    year, month, day = one.born
    if 0 < day <= 12:
        one.born = (year, day, month)


def _another_day(one: Person, _stock: Stock, chance: random.Random) -> None:
    year, month, day = one.born
    if day:
        one.born = (year, month, max(1, min(28, day + chance.choice([-10, -1, 1, 10]))))


def _another_year(one: Person, _stock: Stock, chance: random.Random) -> None:
    one.born = (one.born[0] + chance.choice([-2, -1, 1, 1, 10, -10]), *one.born[1:])


def _only_year(one: Person, _stock: Stock, _chance: random.Random) -> None:
    one.born = (one.born[0], 0, 0)


def _new_phone(one: Person, stock: Stock, chance: random.Random) -> None:
    one.phone = _phone(stock, chance)


def _moved(one: Person, stock: Stock, chance: random.Random) -> None:
    one.house = f"{chance.randint(1, 60)} {chance.choice(stock.roads)}"
    if chance.random() < 0.4:
        one.village = chance.choice(stock.villages)


def _document_slip(one: Person, _stock: Stock, chance: random.Random) -> None:
    if one.document:
        one.document = one.document[:-1] + chance.choice("0123456789")


def _new_document(one: Person, stock: Stock, chance: random.Random) -> None:
    if one.document:
        one.document = f"{chance.choice(stock.papers)}{chance.randrange(10**7):07d}"


def _new_handle(one: Person, _stock: Stock, chance: random.Random) -> None:
    one.handle = f"{one.given}{chance.randrange(10**4)}".lower()


def _another_job(one: Person, stock: Stock, chance: random.Random) -> None:
    one.job = chance.choice(stock.jobs)


SLIPS: tuple[Callable[[Person, Stock, random.Random], None], ...] = (
    _typo_given, _typo_family, _spelled_otherwise, _spelled_otherwise, _changed_about, _no_middle, _initial, _maiden, _single,
    _day_and_month, _another_day, _another_year, _only_year, _new_phone, _moved, _document_slip,
    _new_document, _new_handle, _another_job,
)  # fmt: skip

_EN = {
    "id": "Ref", "full": "Name", "given": "First name", "family": "Surname", "born": "Date of birth", "sex": "Sex", "phone": "Phone",
    "village": "Village", "house": "Address", "document": "Passport number", "handle": "Email", "job": "Occupation",
    "nation": "Nationality", "father": "Father's name", "mother": "Mother's name",
}  # fmt: skip
_FR = {
    "id": "N°", "full": "Nom et prénom", "given": "Prénom(s)", "family": "Nom", "born": "Né(e) le", "sex": "Sexe", "phone": "Téléphone",
    "village": "Village", "house": "Adresse", "document": "N° de pièce d'identité", "handle": "Courriel", "job": "Métier",
    "nation": "Nationalité", "father": "Nom du père", "mother": "Nom de la mère",
}  # fmt: skip
_VI = {
    "id": "STT", "full": "Họ và tên", "given": "Tên", "family": "Họ", "born": "Ngày sinh", "sex": "Giới tính", "phone": "SĐT",
    "village": "Xã", "house": "Địa chỉ", "document": "Số CCCD", "handle": "Email", "job": "Nghề nghiệp", "nation": "Quốc tịch",
    "father": "Họ tên cha", "mother": "Họ tên mẹ",
}  # fmt: skip


def _columns(language: dict[str, str], what: str, **other: str) -> dict[str, str]:
    return {one: (language | other)[one] for one in what.split()}


def _world(name: str, peoples: str, headings: dict[str, str], stocks: dict[str, Stock], **more: object) -> World:
    kinds = tuple(peoples.split())
    return World(
        name=name, peoples=kinds, headings=headings, stocks={one: stocks[one] for one in kinds}, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def _train(name: str, peoples: str, headings: dict[str, str], **more: object) -> World:
    return _world(name, peoples, headings, TRAIN_NAMES, **more)


def _test(name: str, peoples: str, headings: dict[str, str], **more: object) -> World:
    return _world(name, peoples, headings, TEST_NAMES, **more)


TRAIN: tuple[World, ...] = (
    _train("name year village", "itaukei", _columns(_EN, "id full born village", born="Year of birth"), rows=160, villages=2, born="year"),
    _train("name year village sex", "indofijian", _columns(_EN, "id full sex born village", born="YOB"), rows=220, villages=3, born="year", pool=0.6),
    _train("name village", "itaukei indofijian", _columns(_EN, "id full village"), rows=120, villages=2),
    _train("names birth sex village", "indofijian", _columns(_EN, "id given family sex born village"), rows=250, villages=2, born="day first"),
    _train("names birth phone village document", "itaukei", _columns(_EN, "id given family born phone village document"), rows=180, villages=1),
    _train("vietnamese card", "vietnamese", _columns(_VI, "id full born phone house document"), rows=200, villages=2, order="family first", born="day first"),
    _train("vietnamese year", "vietnamese", _columns(_VI, "id full born village", born="Năm sinh"), rows=140, villages=2, born="year", pool=0.8),
    _train("parents", "itaukei indofijian", _columns(_EN, "id full born father mother village", born="Year of birth"), rows=200, villages=2, born="year"),
    _train("houses and phones", "itaukei", _columns(_EN, "id full born house phone"), rows=150, villages=1, born="words", shared_phone=0.8, again=0.2),
    _train("european", "european", _columns(_EN, "id family given born sex house phone handle"), rows=260, villages=3, missing=0.25),
    _train("dense", "itaukei", _columns(_EN, "id full born village", born="Year of birth"), rows=400, villages=1, born="year", pool=0.6, met=0.9, again=0.2),
    _train("wide", "itaukei indofijian european vietnamese", _columns(_EN, "id given family born sex phone village house document handle job nation"), rows=300, villages=5, missing=0.35, slips=1.4),
)  # fmt: skip
TEST: tuple[World, ...] = (
    _test("nom année village", "nivanuatu", _columns(_FR, "id family given born village", born="Année de naissance"), rows=190, villages=3, born="year", met=0.8),
    _test("name year village sex", "itaukei", _columns(_EN, "full sex born village", born="Birth year", village="Koro"), rows=130, villages=1, born="year", again=0.25, unknown_day=0.2),
    _test("name village", "indofijian nivanuatu", _columns(_FR, "full village"), rows=150, villages=3, missing=0.2),
    _test("names birth village", "nivanuatu", _columns(_FR, "id family given born sex village"), rows=320, villages=3, born="day first", unknown_day=0.25, met=0.6),
    _test("names birth phone document", "indofijian", _columns(_EN, "id family given born phone document", document="Travel document"), rows=90, villages=1, born="iso", shared_phone=0.7),
    _test("vietnamese card", "vietnamese", _columns(_VI, "id full sex born phone village document"), rows=270, villages=4, order="family first", born="day first", pool=0.7, missing=0.2),
    _test("vietnamese birth only", "vietnamese", _columns(_VI, "full born"), rows=110, villages=1, born="day first", slips=1.1),
    _test("vietnamese year", "vietnamese", _columns(_VI, "id full born village", born="Năm sinh"), rows=240, villages=3, born="year", again=0.4),
    _test("chinese", "chinese", _columns(_EN, "id full born sex phone job"), rows=170, villages=1, born="iso", order="family first", shared_phone=0.3),
    _test("chinese year", "chinese", _columns(_EN, "id given family born nation", born="Year of birth", nation="Citizenship"), rows=120, villages=2, born="year"),
    _test("parents", "itaukei nivanuatu", _columns(_FR, "id full born father village", born="Année de naissance"), rows=170, villages=2, born="year"),
    _test("houses and phones", "indofijian itaukei", _columns(_EN, "full phone house village"), rows=210, villages=2, shared_phone=0.85, again=0.25),
    _test("european", "european", _columns(_FR, "id family given born phone house job"), rows=350, villages=4, born="words", missing=0.3),
    _test("dense", "nivanuatu itaukei", _columns(_EN, "id full sex born village", born="Born in"), rows=500, villages=1, born="year", pool=0.5, met=0.95, again=0.15),
    _test("wide", "itaukei indofijian nivanuatu vietnamese chinese european", _columns(_FR, "id given family born sex phone village house document handle job nation"), rows=420, villages=6, missing=0.4, slips=1.2, born="day first"),
    _test("twenty rows", "itaukei", _columns(_EN, "full born phone village"), rows=20, villages=1, born="day first", again=0.4),
)  # fmt: skip

"""Registers as an office brings them, in ten shapes that no other bench has, with the truth.

An arrest book, a shelter's intake, a manifest, a crew list, a list of visas, a hotline's log, a school's list, a ministry's
export from a spreadsheet, a list of workers, a list of people found. English, French and Vietnamese; capitals, a name in
one cell or three, Chinese signs beside Pinyin; sexes and births in every form, some in error: ages at the time, a
spreadsheet's day numbers, Buddhist years, lunar days; two phones in a cell; columns that are about somebody else.

The people are those of `bench.villages`, of `TRAIN_NAMES` to choose by and `TEST_NAMES` to be judged by.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.village_names import Stock
from bench.villages import SLIPS, Person, World, dialled, people

Cells = dict[str, str]
_ZERO = date(1899, 12, 30)
PINYIN = "wang li zhang liu chen yang huang wu zhou xu lin wei jun ming lei bo kai fang yan na hong jing xia lan yue"
_HAN = dict(zip(PINYIN.split(), "王李张刘陈杨黄吴周徐林伟军明磊波凯芳燕娜红静霞兰月", strict=True))


@dataclass(frozen=True, slots=True)
class Shape:
    """How an office writes people down: `write` gives the cells of one person on one day."""

    name: str
    peoples: tuple[str, ...]
    write: Callable[[Person, Stock, date, random.Random], Cells]
    rows: int = 180
    again: float = 0.35
    slips: float = 0.7


def brought(shape: Shape, stocks: dict[str, Stock], seed: int) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of one register; the last column, `truth`, says who each row is."""
    chance = random.Random(f"{shape.name}/{seed}")
    kinds = tuple(one for one in shape.peoples if one in stocks) or ("itaukei",)
    world = World(shape.name, kinds, shape.rows, 3, {}, stocks={one: stocks[one] for one in kinds})
    written: list[tuple[Cells, int]] = []
    for someone in people(world, chance):
        if len(written) >= shape.rows:
            break
        if chance.random() > 0.6:
            continue
        for at in range(1 if chance.random() > shape.again else chance.choice([2, 2, 2, 3])):
            seen, stock = replace(someone), stocks[someone.people]
            for _slip in range(min(3, int(chance.expovariate(1 / shape.slips) + 0.4)) if at else 0):
                chance.choice(SLIPS)(seen, stock, chance)
            written.append(
                (shape.write(seen, stock, date(2023, 1, 1) + timedelta(chance.randrange(1000)), chance), someone.number)
            )
    chance.shuffle(written)
    headings = list(written[0][0])
    return [*headings, "truth"], [[*(cells[one] for one in headings), f"p{who}"] for cells, who in written]


def _day(born: tuple[int, int, int]) -> date:
    return date(born[0], born[1] or 1, born[2] or 1)


def _age(one: Person, on: date) -> int:
    born = _day(one.born)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _names(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _sex(one: Person, chance: random.Random, *pairs: str) -> str:
    return chance.choice(pairs).split("/")["MF".index(one.sex)] if chance.random() < 0.95 else ""


def _some(chance: random.Random, value: str, share: float = 0.85) -> str:
    return value if chance.random() < share else ""


def _arrests(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    return {
        "Book No.": f"{on.year}/{chance.randrange(10**4):04d}", "Accused": f"{one.family.upper()}, {_names(one.given, one.middle)}" if one.family else one.given.upper(),
        "Sex": _sex(one, chance, "M/F"), "Age": str(_age(one, on)), "Residing at": _some(chance, _names(one.house, one.village)),
        "Offence": chance.choice(["Theft", "Assault", "Soliciting", "Breach of visa"]), "Arresting Officer": chance.choice(["PC 4411 Ratu", "Cpl Devi", "Sgt Naidu"]),
        "Date of arrest": on.strftime("%d/%m/%Y"), "Place of arrest": chance.choice(["Harbour Road", "Market", "Airport"]), "Mobile": _some(chance, dialled(one.phone, stock, chance), 0.5),
    }  # fmt: skip


def _intake(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    return {
        "Date d'entrée": on.strftime("%d/%m/%Y"), "NOM": one.family.upper(), "Prénom usuel": one.given, "Âge": f"{_age(one, on)} ans",
        "Sexe (H/F)": _sex(one, chance, "H/F", "homme/femme", "masculin/féminin"), "Pays d'origine": stock.nation, "Langue": chance.choice(["français", "bichelamar", "anglais"]),
        "Orienté(e) par": chance.choice(["police", "voisin", "hôpital"]), "Tél.": _some(chance, dialled(one.phone, stock, chance), 0.7), "Enfants": str(chance.randrange(4)),
    }  # fmt: skip


def _manifest(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    title = chance.choice([" MR", "MR", " MR"] if one.sex == "M" else [" MRS", " MS", "MS"])
    return {
        "FLT": "LX101", "DATE": on.strftime("%d%b%y").upper(), "SEAT": f"{chance.randrange(1, 30)}{chance.choice('ABCDEF')}", "PNR": "".join(chance.choices("ABCDEFGHJK", k=6)),
        "PAX NAME": f"{one.family}/{_names(one.given, one.middle)}{title}".upper().replace(" ", chance.choice([" ", " "])), "DOB": _day(one.born).strftime("%d%b%y").upper(),
        "NAT": {"Fiji": "FJI", "Vanuatu": "VUT", "China": "CHN", "France": "FRA"}.get(stock.nation, "VNM"), "DOC NBR": _some(chance, one.document), "BAGS": str(chance.randrange(3)),
    }  # fmt: skip


def _crew(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    return {
        "No.": "", "Family name": one.family, "Given names": _names(one.given, one.middle), "Rank or rating": chance.choice(["AB", "OS", "Cook", "Oiler"]), "Nationality": stock.nation,
        "Date and place of birth": f"{_day(one.born):%d.%m.%Y} {one.village}", "Nature and number of identity document": _some(chance, f"{chance.choice(['PP', 'Passport', 'SB'])} {one.document}" if one.document else ""),
        "Vessel": chance.choice(["Tui Lagoon 7", "Sea Heron", "Ocean Pearl"]), "Signed on": on.isoformat(),
    }  # fmt: skip


def _han(words: Iterable[str]) -> str:
    return "".join(_HAN.get(word.lower(), "") for word in words)


def _visas(one: Person, _stock: Stock, on: date, chance: random.Random) -> Cells:
    pinyin = _names(one.family.upper(), one.given.upper() if chance.random() < 0.5 else one.given)
    signs = _han([one.family, one.given])
    return {
        "Application": f"V{chance.randrange(10**6):06d}", "Applicant": f"{signs} {pinyin}" if len(signs) > 1 and chance.random() < 0.5 else pinyin, "Gender": _sex(one, chance, "男/女", "M/F", "Male/Female"),
        "Birth": f"{_day(one.born):%Y}年{_day(one.born).month}月{_day(one.born).day}日" if chance.random() < 0.3 else _day(one.born).isoformat(), "PPT": _some(chance, one.document), "PPT expiry": (on + timedelta(900)).isoformat(),
        "Sponsor": chance.choice(["Golden Reef Ltd", "Lagoon Build Co", "Lee Trading"]), "Sponsor's phone": chance.choice(["679 3300100", "679 3300200"]), "Decision": chance.choice(["granted", "refused"]),
    }  # fmt: skip


def _hotline(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    age = _age(one, on)
    phones = " / ".join(
        dialled(one.phone, stock, chance)
        if at == 0
        else f"{stock.dials[0]}{chance.randrange(10**stock.digits):0{stock.digits}d}"
        for at in range(chance.choice([1, 1, 2]))
    )
    return {
        "Call": f"C-{chance.randrange(10**5):05d}", "When": f"{on:%d/%m/%Y} {chance.randrange(24):02d}:15", "Person of concern": chance.choice([one.given, _names(one.given, one.family), _names(one.given, one.family)]),
        "Approx. age": chance.choice([f"{age}", f"about {age}", f"{age // 10 * 10}s", ""]), "Caller's relationship": chance.choice(["self", "friend", "mother"]), "Call back on": _some(chance, phones) if one.phone else "",
        "Where": _some(chance, one.village), "What was said": chance.choice(["papers kept", "owes money", "wants to go home"]),
    }  # fmt: skip


def _school(one: Person, stock: Stock, _on: date, chance: random.Random) -> Cells:
    born = _day(one.born)
    if chance.random() < 0.06:
        born -= timedelta(chance.randint(21, 50))  # by the moon
    return {
        "TT": "", "Họ và tên học sinh": _names(one.family, one.middle, one.given) if chance.random() < 0.85 else _names(one.family, one.middle, one.given).upper(), "Nam/Nữ": _sex(one, chance, "Nam/Nữ"),
        "Ngày, tháng, năm sinh": f"{born.day}/{born.month}/{born.year}", "Lớp": f"{chance.randint(6, 9)}{chance.choice('ABC')}", "Họ tên bố": one.father, "SĐT phụ huynh": _some(chance, dialled(one.phone, stock, chance), 0.7), "Thôn/xóm": one.village,
    }  # fmt: skip


def _export(one: Person, stock: Stock, _on: date, chance: random.Random) -> Cells:
    born = _day(one.born)
    return {
        "N° d'ordre": "", "Nom et prénom(s)": f"{one.family.upper()} {_names(one.given, one.middle)}", "Né(e) le": chance.choice([str((born - _ZERO).days), f"{born:%d/%m/%Y}"]), "Lieu de naissance": one.village,
        "Genre": _sex(one, chance, "H/F", "Homme/Femme", "M/F"), "Ressortissant(e) de": stock.nation, "N° passeport": _some(chance, one.document, 0.7), "Observations": chance.choice(["", "RAS", "à revoir"]),
    }  # fmt: skip


def _workers(one: Person, stock: Stock, on: date, chance: random.Random) -> Cells:
    born = _day(one.born)
    return {
        "S/No": "", "SURNAME": one.family.upper(), "FIRST NAME": one.given.upper(), "OTHER NAMES": one.middle.upper(), "D.O.B": f"{born:%d/%m/%y}", "M/F": _sex(one, chance, "M/F", "male/female"),
        "Village or settlement": one.village, "Contact No(s)": _some(chance, chance.choice([" or ", "/", ", "]).join([dialled(one.phone, stock, chance), f"{stock.dials[-1]}{chance.randrange(10**stock.digits):0{stock.digits}d}"][: chance.choice([1, 2])])) if one.phone else "",
        "Recruiter": chance.choice(["Pacific Hands", "A. Prasad", "Blue Reef"]), "Recruiter phone": chance.choice(["9990001", "9990002"]), "Deployed": on.isoformat(),
    }  # fmt: skip


def _found(one: Person, stock: Stock, _on: date, chance: random.Random) -> Cells:
    born = _day(one.born)
    year = born.year + 543 if chance.random() < 0.35 else born.year
    return {
        "Ref": f"R{chance.randrange(10**6):06d}", "Name as given": _names(one.given, one.family) if chance.random() < 0.8 else _names(one.given, one.family).upper(), "Also called": _some(chance, one.given[:3], 0.2),
        "Gender": _sex(one, chance, "man/woman", "male/female", "M/F"), "Birth date": f"{born.day:02d}/{born.month:02d}/{year}", "Citizen of": stock.nation, "Passport held?": chance.choice(["yes", "no"]), "Passport": _some(chance, one.document, 0.6), "Site": chance.choice(["Compound A", "Vessel", "Hotel"]),
    }  # fmt: skip


_PACIFIC = ("itaukei", "indofijian", "nivanuatu")
SHAPES: tuple[Shape, ...] = (
    Shape("arrest book", _PACIFIC, _arrests),
    Shape("shelter intake", ("nivanuatu", "european", "itaukei"), _intake),
    Shape("airline manifest", (*_PACIFIC, "chinese", "european"), _manifest, rows=260, again=0.25),
    Shape("crew list", ("vietnamese", "itaukei", "nivanuatu"), _crew),
    Shape("visa list", ("chinese", "vietnamese"), _visas),
    Shape("hotline log", _PACIFIC, _hotline),
    Shape("school list", ("vietnamese",), _school, rows=240),
    Shape("ministry export", ("nivanuatu", "european", "vietnamese"), _export),
    Shape("worker list", ("itaukei", "indofijian"), _workers, rows=220),
    Shape("people found", ("vietnamese", "chinese", "indofijian"), _found),
)

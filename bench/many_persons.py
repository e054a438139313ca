"""Registers of made-up persons of any size: names of several peoples, one to several records each, with slips.

Half the records are of persons with one record; slips are those of the field: names changed about or shortened, letters
mistyped, day and month changed about, only a year known, numbers missing.
"""

import random
from collections.abc import Iterator

SYLLABLES = [
    "va",
    "ka",
    "la",
    "sa",
    "ra",
    "mo",
    "le",
    "ti",
    "na",
    "ku",
    "vi",
    "so",
    "re",
    "ma",
    "te",
    "lo",
    "ni",
    "tu",
    "ve",
    "di",
    "ba",
    "ro",
    "ko",
    "ta",
    "si",
    "mi",
    "ya",
    "ha",
    "an",
    "en",
    "la",
    "mu",
    "ga",
    "qo",
    "yu",
    "wa",
    "lu",
    "pe",
    "fi",
]
VIETNAMESE_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
VIETNAMESE = [
    "Anh",
    "Bình",
    "Châu",
    "Dung",
    "Giang",
    "Hà",
    "Hạnh",
    "Hoa",
    "Hương",
    "Khánh",
    "Lan",
    "Linh",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngọc",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Trang",
    "Tuấn",
]
INDIAN = [
    "Anil",
    "Sunil",
    "Rajesh",
    "Priya",
    "Sunita",
    "Deepak",
    "Vikash",
    "Ashok",
    "Kamla",
    "Lakshmi",
    "Ram",
    "Sita",
    "Mohammed",
    "Farida",
    "Abdul",
    "Ayesha",
    "Arun",
    "Kavita",
]
INDIAN_FAMILY = [
    "Prasad",
    "Kumar",
    "Singh",
    "Chand",
    "Lal",
    "Sharma",
    "Patel",
    "Khan",
    "Ali",
    "Reddy",
    "Naidu",
    "Gounder",
    "Narayan",
    "Maharaj",
    "Devi",
    "Nair",
    "Pillay",
]
PLACES = [
    f"{name} {kind}"
    for name in ["Suva", "Nadi", "Lautoka", "Labasa", "Ba", "Tavua", "Levuka", "Sigatoka", "Nausori", "Vila", "Tanna"]
    for kind in ("north", "south", "hill", "bay")
]
HEADER = ["id", "first_name", "last_name", "dob", "phone", "village", "who"]


def records(number: int, *, seed: int = 7) -> Iterator[list[str]]:
    """`number` records under HEADER; `who` is the truth."""
    chance = random.Random(seed)
    made, person = 0, 0
    while made < number:
        person += 1
        first, last = _name(chance)
        born = f"{chance.randint(1950, 2006)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        phone = f"+6794{chance.randrange(10**6):06d}"
        copies = 1 if chance.random() < 0.7 else chance.randint(2, 4)
        for copy in range(min(copies, number - made)):
            record = [str(made), first, last, born, phone, chance.choice(PLACES), f"p{person}"]
            yield _slipped(record, chance) if copy else record
            made += 1


def _name(chance: random.Random) -> tuple[str, str]:
    people = chance.random()
    if people < 0.2:
        return f"{chance.choice(VIETNAMESE)} {chance.choice(VIETNAMESE)}", chance.choice(VIETNAMESE_FAMILY)
    if people < 0.45:
        return f"{chance.choice(INDIAN)} {chance.choice(INDIAN)}", chance.choice(INDIAN_FAMILY)
    return _made_up(chance, 2, 3), _made_up(chance, 3, 4)


def _made_up(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(least, most))).capitalize()


def _slipped(record: list[str], chance: random.Random) -> list[str]:
    for _slip in range(chance.randint(0, 2)):
        kind = chance.randrange(8)
        if kind == 0:
            record[1], record[2] = record[2], record[1]
        elif kind == 1:
            record[1] = record[1].split()[0][:1] + "."
        elif kind == 2:
            record[2] = _mistyped(record[2], chance)
        elif kind == 3:
            record[3] = (
                f"{record[3][:4]}-{record[3][8:]}-{record[3][5:7]}" if int(record[3][8:] or 13) <= 12 else record[3]
            )
        elif kind == 4:
            record[3] = record[3][:4]
        elif kind == 5:
            record[4] = ""
        elif kind == 6:
            record[2] = ""
        else:
            record[3] = ""
    return record


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [word[:place] + word[place + 1 :], word[:place] + word[place + 1] + word[place] + word[place + 2 :]]
    )

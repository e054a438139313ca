"""Small registers as agencies keep them: households, namesakes, one person written down by several hands.

Other principles than `many_persons`: a village is made first (households that share a family name, a house and a
phone; names handed down, so that fathers and sons, cousins and twins bear one name), then clerks with habits of their
own write down people whom they meet, some of them more than once, in the columns and language of their office.
Names are given out by how common they are: a few to very many, most to a few. All of it is fictional.
"""

import calendar
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

PEOPLES = {
    "itaukei": (
        (
            "Mere Ana Josefa Jone Sera Viliame Litia Apisai Salote Tomasi Losalini Ilaisa Vani Semi Adi Ratu Waisale Unaisi "
            "Epeli Makereta Savenaca Kelera Isikeli Taraivini Peni Alumita Setareki Vasiti Manasa Asenaca Rusiate Lavenia"
        ),
        (
            "Vakatawa Cakobau Naivalu Rokotuivuna Tuivaga Qalo Bulewa Delana Korovou Ravouvou Matanitu Vuniwaqa Cagilaba "
            "Nadakuitavuki Waqabaca Tikoduadua Radrodro Seruiratu Kubuabola Naqarani Bolatagici Drauna"
        ),
    ),
    "indian": (
        (
            "Ram Anil Sunita Rajesh Priya Kamla Mohammed Abdul Farida Ashok Deepak Lakshmi Vikash Salesh Ritesh Shalini "
            "Arun Kavita Ayesha Imran Sanjay Reena Pravin Nirmala Hari Shiu Dharmendra Babita Satendra Usha"
        ),
        (
            "Prasad Kumar Singh Chand Lal Devi Sharma Khan Ali Reddy Naidu Gounder Narayan Maharaj Nair Pillay Goundar "
            "Raniga Deo Sami Bano Shankar Mudaliar Datt"
        ),
    ),
    "vietnamese": (
        "Anh Linh Minh Hoa Hương Lan Tuấn Nam Dung Hà Trang Thảo Mai Ngọc Sơn Phúc Hạnh Quân Giang Bình Châu Khánh Đức Yến",
        "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý",
    ),
    "nivanuatu": (
        (
            "Willie Marie Jean Joseph Rose Kalo Tom Leimas Pierre Anna Sam Lily Moses Edna Johnny Serah Kalsakau Leiwia "
            "Noel Esther Bong Roselyn Kaltak Tari"
        ),
        "Kalsakau Tari Bule Molisa Garae Kalo Natapei Bong Vira Tabi Worwor Iauko Nalau Kilman Sope Toara Lini Boe",
    ),
    "other": (
        (
            "John Robert Mary Elizabeth William Margaret James Catherine Michael Susan Peter Jennifer David Patricia "
            "Wei Li Mei Fatima Omar Yusuf Aroha Hemi Élise Chloé François"
        ),
        (
            "Smith Brown Wilson Taylor Zhang Wang Chen Lin Martin Dubois Tamihana Hassan Rahman Fifita Havili O'Connor "
            "Le Roux Fernandez"
        ),
    ),
}
MIDDLE = {"vietnamese": ["Văn", "Thị", "Thị", "Văn", "Đức", "Ngọc", "Thanh", "Minh", "Kim", "Hữu", "Thu"]}
SEX_OF_MIDDLE = {"Văn": "M", "Thị": "F"}
PLACES = [
    "Suva",
    "Nadi",
    "Lautoka",
    "Labasa",
    "Ba",
    "Tavua",
    "Levuka",
    "Sigatoka",
    "Nausori",
    "Rakiraki",
    "Savusavu",
    "Navua",
    "Vila",
    "Luganville",
    "Lenakel",
    "Hanoi",
    "Vinh",
    "Huế",
]
STREETS = [
    "Reef",
    "Mission",
    "Hibiscus",
    "Wharf",
    "Market",
    "Temple",
    "School",
    "Valley",
    "Ridge",
    "Bamboo",
    "Coral",
    "Station",
]
JOBS = [
    "farmer",
    "cook",
    "driver",
    "nurse",
    "student",
    "clerk",
    "cleaner",
    "fisher",
    "carpenter",
    "waitress",
    "seamstress",
    "guard",
]
NICK = {
    "Josefa": "Jo", "Viliame": "Bill", "Robert": "Bob", "Elizabeth": "Liz", "William": "Bill", "Margaret": "Peggy",
    "Catherine": "Kate", "Michael": "Mike", "Susan": "Sue", "Jennifer": "Jenny", "David": "Dave", "James": "Jim",
    "Tomasi": "Tom", "Patricia": "Trish", "Mohammed": "Mohd", "Peter": "Pete", "Joseph": "Joe",
}  # fmt: skip
OTHERWISE = {
    "Cakobau": "Thakombau", "Cagilaba": "Thangilamba", "Qalo": "Nggalo", "Radrodro": "Randrondro", "Waqabaca": "Wanggambatha",
    "Kumar": "Kumaar", "Lakshmi": "Laxmi", "Prasad": "Parsad", "Mohammed": "Muhammad", "Reddy": "Reddi", "Yusuf": "Youssef",
    "Singh": "Sing", "Chand": "Chandd", "Gounder": "Goundar", "Zhang": "Chang", "Sharma": "Sarma", "Vikash": "Vikas",
    "Bulewa": "Mbulewa", "Delana": "Ndelana", "Sunita": "Suneeta", "Hassan": "Hasan", "Naidu": "Naidoo", "Deepak": "Dipak",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Someone:
    """Who somebody is, however they are written down. `maiden` is the family name they were born with."""

    number: int
    people: str
    first: str
    middle: str
    last: str
    maiden: str
    born: tuple[int, int, int]
    sex: str
    place: str
    address: str
    phone: str
    document: str
    email: str
    job: str


@dataclass(frozen=True, slots=True)
class Office:
    """What an office writes down and how: headings by what they hold, how a birth is written, and how much is left out."""

    headings: dict[str, str]
    name: str = "split"  # split | full | last first
    born: str = "iso"  # iso | day first | words | year
    missing: float = 0.08
    again: float = 0.35  # of people who are met more than once
    met: float = 0.5  # of the people of a village who are written down at all
    slips: float = 1.0  # on average, in a second record


EN = Office(
    {
        "id": "Ref", "first": "Given names", "last": "Surname", "born": "DOB", "sex": "Sex", "phone": "Contact number",
        "place": "Village", "document": "Passport No",
    },
    born="day first",
)  # fmt: skip
FR = Office(
    {
        "id": "N° dossier", "full": "Nom et prénoms", "born": "Date de naissance", "phone": "Téléphone", "place": "Ville",
        "sex": "Sexe", "nation": "Nationalité",
    },
    name="last first", born="day first",
)  # fmt: skip
VI = Office(
    {"id": "STT", "full": "Họ và tên", "born": "Ngày sinh", "phone": "Số điện thoại", "address": "Địa chỉ", "document": "Số CCCD"},
    name="last first", born="day first",
)  # fmt: skip
YEAR = Office({"id": "no", "full": "name", "born": "year of birth", "place": "village"}, name="full", born="year")
NAMES = Office({"id": "id", "full": "Name", "place": "Island"}, name="full", missing=0.3)
ONLY_NAMES = Office({"id": "id", "full": "Full Name"}, name="full", missing=0.0)
WIDE = Office(
    {
        "id": "case_ref", "first": "FirstName", "middle": "MiddleName", "last": "LastName", "born": "BirthDate", "sex": "Gender",
        "phone": "Mobile", "email": "EmailAddress", "address": "Street", "place": "Town", "job": "Occupation",
        "document": "IDNumber", "nation": "Citizenship",
    },
    missing=0.35, slips=1.6,
)  # fmt: skip
HOUSE = Office(
    {"id": "id", "full": "person", "born": "born", "address": "address", "phone": "tel"},
    name="full",
    born="words",
    again=0.25,
)
OFFICES = {
    "english": EN, "french": FR, "vietnamese": VI, "year only": YEAR, "names and island": NAMES, "names only": ONLY_NAMES,
    "wide, many gaps": WIDE, "households": HOUSE,
}  # fmt: skip


def register(office: Office, rows: int, *, seed: int, peoples: str = "") -> tuple[list[str], list[list[str]]]:
    """Headings and `rows` rows; the last column, `truth`, says who each row is."""
    chance = random.Random(f"{seed}{rows}{sorted(office.headings)}")
    village = iter(_village(chance, tuple(peoples.split()) or tuple(PEOPLES)))
    written: list[list[str]] = []
    while len(written) < rows:
        someone = next(village)
        if chance.random() > office.met:
            continue
        times = 1 if chance.random() > office.again else chance.choice([2, 2, 2, 3, 4])
        written += [_row(someone, office, chance, later=time > 0) for time in range(times)]
    written = written[:rows]
    chance.shuffle(written)
    if "id" in office.headings:
        for number, row in enumerate(written, 1):
            row[0] = str(number)
    return [*office.headings.values(), "truth"], written


def _often(chance: random.Random, words: list[str]) -> str:
    """One of the words: the first ones are the common ones."""
    return words[
        min(int(chance.paretovariate(0.7)) - 1, len(words) - 1)
        if chance.random() < 0.6
        else chance.randrange(len(words))
    ]


RARE = {
    "itaukei": ("na ra vu ka ti lo se ma we qi ko ba", "laga nasau vanua lutu wasa ceva dromu kula"),
    "indian": ("bha cha nar sur jay vis mah rup", "nath want eshwar inder appa esh anand"),
    "nivanuatu": ("kal nat bul tam lik sar wor", "sakau meto rua lele mas tang ule"),
    "other": ("har wood mac ash fer dun lang", "ton ridge field worth gan ville berg"),
}


def _family_name(chance: random.Random, people: str, words: list[str]) -> str:
    """A name that many have, or, half of the time, one that hardly anybody else has."""
    if people not in RARE or chance.random() < 0.5:
        return _often(chance, words)
    beginnings, ends = (part.split() for part in RARE[people])
    return (
        chance.choice(beginnings) + chance.choice(beginnings) * chance.randrange(2) + chance.choice(ends)
    ).capitalize()


def _village(chance: random.Random, peoples: tuple[str, ...]) -> Iterator[Someone]:
    """People without end, household by household."""
    number = 0
    while True:
        people = chance.choice(peoples)
        firsts, lasts = (part.split() for part in PEOPLES[people])
        last, place = _family_name(chance, people, lasts), chance.choice(PLACES)
        address, phone = f"{chance.randint(1, 180)} {chance.choice(STREETS)} Rd", _phone(chance, people)
        elders: list[Someone] = []
        for at in range(chance.choice([1, 1, 2, 3, 4, 5])):
            sex = chance.choice("MF")
            first = _often(chance, firsts)
            year = chance.randint(1945, 1985) if at < 2 else chance.randint(1986, 2006)
            born = (year, chance.randint(1, 12), chance.randint(1, 28))
            if elders and at >= 2 and chance.random() < 0.3:
                first = chance.choice(elders).first  # named after
            if elders and at >= 3 and chance.random() < 0.25:
                born = elders[-1].born  # a twin
            middle = (
                chance.choice(MIDDLE.get(people, [""]))
                if people in MIDDLE
                else _often(chance, firsts)
                if chance.random() < 0.3
                else ""
            )
            number += 1
            someone = Someone(
                number, people, first, "" if middle == first else middle, "" if people == "itaukei" and chance.random() < 0.08 else last,
                _family_name(chance, people, lasts) if sex == "F" else last, born, SEX_OF_MIDDLE.get(middle, sex), place, address,
                phone if chance.random() < 0.6 else _phone(chance, people), f"{chance.choice('ABCNP')}{chance.randrange(10**7):07d}",
                f"{first}.{last}{chance.randrange(100)}@mail.example".lower().replace(" ", ""), chance.choice(JOBS),
            )  # fmt: skip
            elders.append(someone)
            yield someone


def _phone(chance: random.Random, people: str) -> str:
    if people == "vietnamese":
        return f"+84 9{chance.randrange(10**8):08d}"
    if people == "nivanuatu":
        return f"+678 5{chance.randrange(10**6):06d}"
    return f"+679 {chance.choice('789')}{chance.randrange(10**6):06d}"


def _row(someone: Someone, office: Office, chance: random.Random, *, later: bool) -> list[str]:
    born, aliases = someone.born, someone
    if later:
        for _slip in range(min(4, int(chance.expovariate(1 / office.slips) + 0.5))):
            aliases, born = chance.choice(SLIPS)(aliases, born, chance)
    cells = _cells(aliases, born, office, chance)
    for what, value in cells.items():
        if what not in {"id", "full", "first", "last"} and value and chance.random() < office.missing:
            cells[what] = ""
    return [*(cells[what] for what in office.headings), f"p{someone.number}"]


def _cells(someone: Someone, born: tuple[int, int, int], office: Office, chance: random.Random) -> dict[str, str]:
    family_first = office.name == "last first" or (someone.people == "vietnamese" and chance.random() < 0.7)
    parts = (
        [someone.last, someone.middle, someone.first] if family_first else [someone.first, someone.middle, someone.last]
    )
    year, month, day = born
    said = (
        {
            "iso": f"{year}-{month:02d}-{day:02d}",
            "day first": f"{day:02d}/{month:02d}/{year}",
            "words": f"{day} {calendar.month_name[month]} {year}",
            "year": str(year),
        }[office.born]
        if month
        else str(year)
        if year
        else ""
    )
    nation = {"vietnamese": "Viet Nam", "nivanuatu": "Vanuatu", "other": chance.choice(["Australia", "China", "Tonga"])}
    return {
        "id": "", "full": " ".join(filter(None, parts)), "first": someone.first, "middle": someone.middle,
        "last": someone.last, "born": said, "sex": someone.sex, "phone": _dialled(someone.phone, chance),
        "place": someone.place, "address": someone.address, "document": someone.document, "email": someone.email,
        "job": someone.job, "nation": nation.get(someone.people, "Fiji"),
    }  # fmt: skip


def _dialled(phone: str, chance: random.Random) -> str:
    digits = phone.replace("+", "").replace(" ", "")
    if not digits:
        return ""
    short = digits[3:] if digits[:3] in {"679", "678"} else "0" + digits[2:]
    return chance.choice(
        [phone, digits, short, f"{short[:3]} {short[3:]}", f"00{digits}", f"{short[:-4]}-{short[-4:]}"]
    )


Born = tuple[int, int, int]
Slip = Callable[[Someone, Born, random.Random], tuple[Someone, Born]]


def _typo(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    other = chance.choice("aeioulnrst")
    return (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + other + word[at + 1 :],
        word[:at] + other + word[at:],
    )[kind]


def _plainly(text: str) -> str:
    return "".join(
        c
        for c in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        if not unicodedata.combining(c)
    )


SLIPS: tuple[Slip, ...] = (
    lambda who, born, chance: (replace(who, first=_typo(who.first, chance)), born),
    lambda who, born, chance: (replace(who, last=_typo(who.last, chance)), born),
    lambda who, born, _chance: (replace(who, first=who.last or who.first, last=who.first if who.last else ""), born),
    lambda who, born, _chance: (replace(who, first=_plainly(who.first), middle=_plainly(who.middle), last=_plainly(who.last)), born),
    lambda who, born, _chance: (replace(who, middle=""), born),
    lambda who, born, _chance: (replace(who, first=f"{who.first[:1]}."), born),
    lambda who, born, _chance: (replace(who, first=NICK.get(who.first, who.first)), born),
    lambda who, born, _chance: (replace(who, first=OTHERWISE.get(who.first, who.first), last=OTHERWISE.get(who.last, who.last)), born),
    lambda who, born, _chance: (replace(who, last=who.maiden) if who.sex == "F" else who, born),
    lambda who, born, _chance: (replace(who, last="") if who.people == "itaukei" else who, born),
    lambda who, born, _chance: (who, (born[0], born[2], born[1]) if 0 < born[2] <= 12 else born),
    lambda who, born, chance: (who, (born[0], born[1], max(1, min(28, born[2] + chance.choice([-10, -1, 1, 10]))) if born[2] else 0)),
    lambda who, born, chance: (who, (born[0] + chance.choice([-1, 1, 10, -10]), *born[1:])),
    lambda who, born, _chance: (who, (born[0], 0, 0)),
    lambda who, born, chance: (replace(who, phone=_phone(chance, who.people)), born),
    lambda who, born, chance: (replace(who, address=f"{chance.randint(1, 180)} {chance.choice(STREETS)} Street", place=chance.choice(PLACES)), born),
    lambda who, born, _chance: (replace(who, address=who.address.replace(" Rd", " Road")), born),
    lambda who, born, chance: (replace(who, document=who.document[:-1] + chance.choice("0123456789")), born),
)  # fmt: skip

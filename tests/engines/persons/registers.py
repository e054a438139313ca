"""Small registers of made-up persons, written to files as a user would have them."""

import csv
import random

_FIRST = (
    "Sera Ilaisa Josefa Mere Viliame Akanisi Ratu Tomasi Litia Savenaca Anil Priya Sunita Rajesh Nguyen Linh Minh Hoa"
)
_LAST = "Vakalala Tuivaga Naivalu Rokotuivuna Delana Prasad Kumar Lakhan Chand Tran Pham Vuong Bulewa Matanitu Korovou"
FIRST, LAST = _FIRST.split(), _LAST.split()
HEADER = ["id", "first_name", "last_name", "dob", "phone", "who"]


def rows(persons, *, seed=1, copies=2):
    """Records of made-up persons, each written several times with slips; the last column says who."""
    chance = random.Random(seed)
    made = []
    for number in range(persons):
        first = chance.choice(FIRST) + chance.choice(["", "ni", "ta", "va"])
        last = chance.choice(LAST) + chance.choice(["", "tai", "lo", "nui"])
        born = f"{chance.randint(1960, 2004)}-{chance.randint(1, 12):02d}-{chance.randint(2, 28):02d}"
        phone = f"+679 4{number:06d}"
        for copy in range(copies):
            record = [f"r{number}-{copy}", first, last, born, phone, f"p{number}"]
            if copy:
                slip = chance.randrange(4)
                if slip == 0:
                    record[1], record[2] = last, first
                elif slip == 1:
                    record[3] = f"{born[8:]}/{born[5:7]}/{born[:4]}"
                elif slip == 2:
                    record[4] = ""
                else:
                    record[2] = last[:2] + last[3:]
            made.append(record)
    return made


def written(path, records, header=HEADER):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *records])
    return path

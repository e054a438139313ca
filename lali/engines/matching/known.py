"""What is compared of a person or an organisation."""

from dataclasses import dataclass
from datetime import date

MOST_NAMES = 12  # of one record; more are not compared
LONGEST_NAME = 8  # words of one name


@dataclass(frozen=True, slots=True)
class Paper:
    """A document by its number."""

    kind: str
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One record. `names` and `screen_names` as written; a birth lies between two days; codes are ISO's."""

    names: tuple[str, ...] = ()
    screen_names: tuple[str, ...] = ()
    born: tuple[date, date] | None = None
    sex: str = ""
    nationalities: frozenset[str] = frozenset()
    papers: tuple[Paper, ...] = ()
    is_organisation: bool = False

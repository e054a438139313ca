"""What the public site asks of the noticeboard. Speaks of no member; the members' own list is in `keeping`."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from lali.engines.names import NameList, firms_in, key_of, named_in
from lali.records.noticeboard.models import LicensedAgency, OfficialRoute, Opportunity, ShownLure
from lali.records.noticeboard.vocabulary import State

MOST_FOUND = 12
_CASED = 4  # letters up to which a name must be written in capitals to be meant: PALM, RSE


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """A name in a text, and the agency of the register that has it or one like it; None: it stands not there."""

    written: str
    agency: LicensedAgency | None
    exact: bool
    licence_is_over: bool = False
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """Licensed agencies of a country, and the day on which the register was last checked; None when it is empty."""

    agencies: list[LicensedAgency]
    checked_on: date | None


def register_of(country: str) -> Register:
    """The register of a country."""
    agencies = list(LicensedAgency.objects.shown(country))
    return Register(agencies, max((one.checked_on for one in agencies if one.checked_on), default=None))


def agencies_named(text: str, register: Register, today: date) -> list[FoundAgency]:
    """Agencies of the register that a text names, and what is written like a firm and does not stand there."""
    if not register.agencies:
        return []
    by_name = {name: one for one in register.agencies for name in one.spellings}
    names = NameList(by_name)  # a thousand names take longer to make ready than to look for
    named = {by_name[one.name].pk: one for one in reversed(names.named_in(text))}
    found = [_found(by_name[one.name], one.name, exact=one.exact, today=today) for one in named.values()]
    known = [key for one in found for key in map(key_of, one.agency.spellings)]
    unknown = [firm for firm in firms_in(text) if not _is_of(firm, known, names)]
    return [*reversed(found), *(FoundAgency(firm, None, exact=False) for firm in unknown)][:MOST_FOUND]


def _is_of(firm: str, known: list[str], names: NameList) -> bool:
    key = key_of(firm)
    return any(key in one or one in key for one in known) or bool(names.named_in(firm))


def _found(agency: LicensedAgency, written: str, *, exact: bool, today: date) -> FoundAgency:
    over = agency.valid_until is not None and agency.valid_until < today
    return FoundAgency(written, agency, exact, licence_is_over=over, is_old=agency.is_old_on(today))


def agencies_like(typed: str, register: Register, today: date) -> list[FoundAgency]:
    """Agencies of the register for what somebody typed into the search: the name, one like it, or a piece of it."""
    key = key_of(typed)
    found = {one.agency.pk: one for one in agencies_named(typed, register, today) if one.agency}
    for one in register.agencies:
        if len(key) >= 3 and any(key in key_of(name) for name in one.spellings):  # noqa: PLR2004 - letters
            found.setdefault(one.pk, _found(one, one.name, exact=True, today=today))
    return list(found.values())[:MOST_FOUND]


def first_of(register: Register, today: date, most: int) -> list[FoundAgency]:
    """The first agencies of the register."""
    return [_found(one, one.name, exact=True, today=today) for one in register.agencies[:most]]


def routes_of(country: str) -> list[OfficialRoute]:
    """Official routes for people of a country, those that were confirmed first."""
    return sorted(OfficialRoute.objects.shown(country), key=lambda one: (one.state != State.STANDING, one.pk))


def routes_named(text: str, routes: list[OfficialRoute]) -> list[OfficialRoute]:
    """Routes that a text names. A short name counts in capitals only: "palm oil" is no programme."""
    spellings = {name: one for one in routes for name in one.spellings}
    short = {name for name in spellings if len(name) <= _CASED}
    words = set("".join(sign if sign.isalnum() else " " for sign in text).split())
    met = {spellings[name].pk for name in short & words}
    met |= {spellings[one.name].pk for one in named_in(text, spellings.keys() - short) if one.exact}
    return [one for one in routes if one.pk in met]


def near_home(country: str, today: date) -> list[Opportunity]:
    """Opportunities of a country that can still be applied for, those that end first on top."""
    return list(Opportunity.objects.shown(country).filter(until__gte=today, state=State.STANDING))


def newest_check(country: str) -> date | None:
    """The day on which the newest opportunity of a country was checked."""
    return Opportunity.objects.shown(country).aggregate(day=Max("checked_on"))["day"]


def is_shown(number: int) -> bool:
    """Whether the public sees the lure of the week of that number."""
    return ShownLure.objects.filter(number=number).exists()


def newest_lures(most: int) -> list[ShownLure]:
    """Lures of the week, newest first."""
    return list(ShownLure.objects.newest()[:most])


def all_that_stands() -> str:
    """A digest of the whole noticeboard: another one as soon as anything on it changes."""
    boards = (LicensedAgency, OfficialRoute, Opportunity, ShownLure)
    rows = [list(board.objects.order_by("pk").values_list()) for board in boards]
    return hashlib.sha256(repr(rows).encode()).hexdigest()

"""What is compared, by which degrees of likeness, and what each degree weighs before anything was learnt.

A weight is a power of two: +3 says "eight times as likely of one person as of two". Conditions are plain SQL that
DuckDB reads; `_l` and `_r` after a column say which of the two records is meant.
"""

import math
from dataclasses import dataclass, replace

from .preparing import SLOTS


@dataclass(frozen=True, slots=True)
class Degree:
    """One degree of likeness: condition, sentence for people, share among pairs of one person (m), weight.

    `rare_in` is a column whose rarer values weigh more; `kin` is the share among pairs of two persons of one household
    (0: as among strangers); `among` is the kind of knowledge within which shares are counted; `tells`, whether it tells
    namesakes of one village apart.
    """

    when: str
    said: str
    m: float
    weight: float
    rare_in: str | None = None
    kin: float = 0.0
    among: str = ""
    tells: bool = False

    @property
    def u(self) -> float:
        """The share among pairs of two persons that the weight implies."""
        return min(0.999, self.m / 2**self.weight)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is compared; `needs` are columns of which one must hold something in a register."""

    name: str
    needs: tuple[str, ...]
    unknown: str
    degrees: tuple[Degree, ...]
    is_learnt: bool = True
    is_lasting: bool = False  # a person has one and keeps it

    @property
    def tells(self) -> bool:
        """Whether it may tell namesakes of one village apart."""
        return any(degree.tells for degree in self.degrees)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the prepared records that the conditions read."""
        text = " ".join([self.unknown, *(degree.when for degree in self.degrees)])
        return tuple(column for column in _ALL if f"{column}_l" in text or f"{column}_r" in text)


_ALL = (
    *(f"w{slot}" for slot in SLOTS),
    *(f"c{slot}" for slot in SLOTS),
    "words",
    "initials",
    "letters",
    "head",
    "tail",
    "born",
    "year",
    "month_day",
    "day_month",
    "sex",
    "nation",
    "place",
    "job",
    "post",
    "post_area",
    "doc1",
    "doc2",
    "tel1",
    "tel2",
    "handle1",
    "handle2",
    "pay1",
    "pay2",
    "stem1",
    "stem2",
    "root1",
    "root2",
    "address",
    "house",
    "age",
    "parent1",
    "parent2",
    "doc_held",
    "tel_held",
    "handle_held",
    "pay_held",
)


SPELLED_OTHERWISE = 2  # bits that a name loses which is only a form of the other


def _sides(*letters: str) -> list[str]:
    """The slots of both records, those of the left one first."""
    return [f"{letter}{slot}_{side}" for side in ("l", "r") for letter in letters for slot in SLOTS]


def _in(column: str, columns: str) -> str:
    return f"{column}_l in ({', '.join(f'{columns}{slot}_r' for slot in SLOTS)})"


_BITS = " + ".join(
    f"case when w{slot}_l = 0 then 0 when {_in(f'w{slot}', 'w')} then w{slot}_l % 64 "
    f"when {_in(f'c{slot}', 'c')} then greatest(c{slot}_l % 64 - {SPELLED_OTHERWISE}, 0) else 0 end"
    for slot in SLOTS
)
_COUNT = " + ".join(f"case when c{slot}_l > 0 and {_in(f'c{slot}', 'c')} then 1 else 0 end" for slot in SLOTS)
FUNCTIONS = (  # name, what it is given, what it gives: made known to the SQL engine before anything is compared
    ("shared_bits", tuple(_sides("w", "c")), _BITS),
    ("shared_names", tuple(_sides("c")), _COUNT),
)
_SHARED_BITS = f"shared_bits({', '.join(_sides('w', 'c'))})"
_SHARED = f"shared_names({', '.join(_sides('c'))})"
_NOTHING_SHARED = f"({_SHARED}) = 0"
_ALL_OF_ONE = f"({_SHARED}) >= least(words_l, words_r)"
_INITIALS_FIT = "((initials_l & letters_r) > 0 or (initials_r & letters_l) > 0)"
_INITIALS_FIT_OR_NONE = (
    "(initials_l = 0 or (initials_l & letters_r) > 0) and (initials_r = 0 or (initials_r & letters_l) > 0)"
)


_SINGLE = "a single name, and the other has it"
FULL_NAME = "all names of one are names of the other"
DIFFER = 6.5
DIFFER_KIN = 0.8  # relatives share one name and not the other far more often than one person's records do


def _nearly(one: str, other: str) -> str:
    """Whether two words, not one and the same, are one slip apart; two where they are long."""
    most = f"(case when length({one}_l) >= 8 then 2 else 1 end)"
    return f"({one}_l <> {other}_r and length({one}_l) >= {SLIP_FROM} and levenshtein({one}_l, {other}_r) <= {most})"


SLIP_FROM = 5  # letters; shorter names one slip apart are two names: Linh and Minh
_SIDES = (("head", "head"), ("tail", "tail"), ("head", "tail"), ("tail", "head"))
_HEADS, _TAILS, _ACROSS, _BACK = (_nearly(one, other) for one, other in _SIDES)
_NEARLY_ONE = f"({_HEADS} or {_TAILS} or {_ACROSS} or {_BACK})"
_NEARLY_BOTH = f"(({_HEADS} and {_TAILS}) or ({_ACROSS} and {_BACK}))"


def _names() -> Aspect:
    """Names in any order: what they share, weighed by how rare it is, and whether anything contradicts."""
    bits = f"({_SHARED_BITS})"
    degrees = [
        Degree(f"{_NOTHING_SHARED} and {_INITIALS_FIT}", "no name in common, but an initial fits", 0.004, 0, kin=0.02),
        Degree(f"{_NOTHING_SHARED} and {_NEARLY_BOTH}", "both names spelled nearly the same", 0.01, 6, kin=0.002),
        Degree(_NOTHING_SHARED, "no name in common", 0.01, -6.5, kin=0.15),
    ]
    both = f"least(words_l, words_r) > 1 and {_ALL_OF_ONE}"
    for least, m in ((27, 0.1), (24, 0.1), (21, 0.1), (18, 0.1), (15, 0.1), (12, 0.06), (9, 0.03), (0, 0.02)):
        said, middle = f"{FULL_NAME}{_rarity(least)}", least + 1.5 if least else 6
        degrees.append(
            Degree(f"{both} and {bits} >= {least}", said, m, 0.85 * middle, kin=0.06 * m / 0.61, among=FULL_NAME)
        )
    single = f"{_ALL_OF_ONE} and {_INITIALS_FIT_OR_NONE}"
    for least, m in ((12, 0.03), (9, 0.03), (6, 0.03), (0, 0.02)):
        said, middle = f"{_SINGLE}{_rarity(least)}", least + 1.5 if least else 3
        degrees.append(
            Degree(f"{single} and {bits} >= {least}", said, m, 0.8 * middle, kin=0.1 * m / 0.11, among=_SINGLE)
        )
    near = f"({_SHARED}) >= least(words_l, words_r) - 1 and {_NEARLY_ONE}"
    for least, m in ((15, 0.02), (9, 0.04), (0, 0.02)):
        said = f"a name in common, another spelled nearly the same{_rarity(least)}"
        weight = 0.85 * (least + 1.5) if least else 2.0
        degrees.append(Degree(f"{near} and {bits} >= {least}", said, m, weight, kin=0.03 * m / 0.08))
    for least, m in ((24, 0.01), (18, 0.02), (15, 0.02), (12, 0.05), (9, 0.06), (6, 0.05), (3, 0.03), (0, 0.01)):
        said, weight = f"a name in common, others differ{_rarity(least)}", 0.85 * (least + 1.5) - DIFFER
        degrees.append(Degree(f"{bits} >= {least}", said, m, weight, kin=DIFFER_KIN * m / 0.26))
    return Aspect("names", ("w1",), "words_l = 0 or words_r = 0", tuple(degrees), is_learnt=False)


def _rarity(bits: int) -> str:
    if bits >= 18:  # noqa: PLR2004 - one in 260,000
        return ", very rare here"
    if bits >= 12:  # noqa: PLR2004 - one in 4,000
        return ", rare here"
    return ", common here" if bits < 6 else ""  # noqa: PLR2004 - one in 64


def _close(column: str) -> str:
    return f"(length({column}_l) > 6 and levenshtein({column}_l, {column}_r) <= 2)"


_DAYS = "month_day_l > 0 and month_day_r > 0"
_YEARS = "levenshtein(substr(born_l, 1, 4), substr(born_r, 1, 4)) <= 1"
_DAY, _YEAR = "both days are known", "only years are known"
_BIRTH = Aspect(
    "birth",
    ("born",),
    "born_l is null or born_r is null",
    (
        Degree(
            "born_l = born_r and month_day_l > 0", "the same day of birth", 0.6, 13, kin=0.025, among=_DAY, tells=True
        ),
        Degree(
            f"year_l = year_r and {_DAYS} and month_day_l = day_month_r",
            "the same birth with day and month changed about",
            0.03,
            10,
            kin=0.002,
            among=_DAY,
            tells=True,
        ),
        Degree(
            f"levenshtein(born_l, born_r) <= 1 and {_DAYS}",
            "days of birth that differ in one digit",
            0.08,
            6,
            kin=0.02,
            among=_DAY,
            tells=True,
        ),
        Degree(
            f"month_day_l = month_day_r and {_DAYS}",
            "the same day and month, another year",
            0.02,
            4,
            kin=0.004,
            among=_DAY,
        ),
        Degree(f"year_l = year_r and {_DAYS}", "the same year, another day", 0.03, 0, kin=0.03, among=_DAY),
        Degree(
            f"abs(year_l - year_r) <= 2 and {_DAYS}",
            "days of birth a year or two apart",
            0.02,
            -2,
            kin=0.12,
            among=_DAY,
        ),
        Degree(
            f"levenshtein(born_l, born_r) <= 2 and {_DAYS}",
            "days of birth that differ in two digits",
            0.02,
            0,
            kin=0.06,
            among=_DAY,
        ),
        Degree(_DAYS, "other days of birth", 0.02, -5.5, kin=0.75, among=_DAY),
        Degree(
            "year_l = year_r and month_day_l = month_day_r",
            "the same year of birth (no day known)",
            0.12,
            5,
            kin=0.03,
            among=_YEAR,
        ),
        Degree("year_l = year_r", "the same year of birth (one has no day)", 0.05, 5, kin=0.03, among=_YEAR),
        Degree("abs(year_l - year_r) = 1", "years of birth one apart", 0.01, 0, kin=0.07, among=_YEAR),
        Degree(_YEARS, "years of birth that differ in one digit", 0.006, -2.5, kin=0.25, among=_YEAR),
        Degree("else", "other years of birth", 0.006, -5, kin=0.62, among=_YEAR),
    ),
    is_lasting=True,
)
_AGE = Aspect(
    "age",
    ("age",),
    "age_l is null or age_r is null or (born_l is not null and born_r is not null)",
    (
        Degree("age_l = age_r", "the same age", 0.55, 4, kin=0.04),
        Degree("abs(age_l - age_r) <= 1", "ages one year apart", 0.25, 2, kin=0.08),
        Degree("abs(age_l - age_r) <= 4", "ages some years apart", 0.15, -1, kin=0.25),
        Degree("else", "other ages", 0.05, -4, kin=0.63),
    ),
    is_lasting=True,
)
_WHERE = Aspect(
    "where",
    ("post", "place"),
    "(post_l is null or post_r is null) and (place_l is null or place_r is null)",
    (
        Degree("post_l = post_r", "the same postcode", 0.4, 9, kin=0.9, tells=True),
        Degree(
            "place_l = place_r and post_area_l = post_area_r",
            "the same place and postcode district",
            0.1,
            8,
            "place",
            kin=0.9,
        ),
        Degree("place_l = place_r", "the same place", 0.3, 6, "place", kin=0.9),
        Degree("post_area_l = post_area_r", "the same postcode district", 0.05, 5, kin=0.95),
        Degree("levenshtein(post_l, post_r) <= 1", "postcodes that differ in one sign", 0.02, 4, kin=0.03),
        Degree(
            "levenshtein(place_l, place_r) <= 2 and length(place_l) > 5",
            "places spelled nearly the same",
            0.03,
            5,
            kin=0.05,
        ),
        Degree("else", "other places", 0.1, -2.5, kin=0.08),
    ),
)
_ADDRESS = Aspect(
    "address",
    ("address",),
    "address_l is null or address_r is null",
    (
        Degree("address_l = address_r", "the same address", 0.5, 11, kin=0.75, tells=True),
        Degree(
            "levenshtein(address_l, address_r) <= 3 and house_l = house_r",
            "addresses spelled nearly the same",
            0.2,
            9,
            kin=0.15,
            tells=True,
        ),
        Degree(
            "levenshtein(address_l, address_r) * 3 <= length(address_l) and house_l = house_r",
            "addresses much alike",
            0.1,
            6,
            kin=0.1,
        ),
        Degree(
            "levenshtein(address_l, address_r) * 3 <= length(address_l)",
            "addresses much alike, with another number",
            0.05,
            0,
            kin=0.05,
        ),
        Degree("else", "other addresses", 0.2, -2, kin=0.1),
    ),
)
_PARENTS_SAME = ("parent1_l = parent1_r", "parent2_l = parent2_r")
_PARENT = Aspect(
    "parent",
    ("parent1", "parent2"),
    "(parent1_l is null or parent1_r is null) and (parent2_l is null or parent2_r is null)",
    (
        Degree(
            "parent1_l = parent1_r and parent2_l = parent2_r",
            "both parents of the same names",
            0.3,
            9,
            kin=0.3,
            tells=True,
        ),
        Degree(
            "parent1_l = parent1_r or parent2_l = parent2_r", "a parent of the same name", 0.45, 6, kin=0.3, tells=True
        ),
        Degree(
            f"{_close('parent1')} or {_close('parent2')}", "a parent's name spelled nearly the same", 0.1, 4, kin=0.05
        ),
        Degree("else", "parents of other names", 0.08, -3.5, kin=0.35),
    ),
    is_lasting=True,
)
_JOB = Aspect(
    "job",
    ("job",),
    "job_l is null or job_r is null",
    (
        Degree("job_l = job_r", "the same occupation", 0.8, 3.5, "job", kin=0.2),
        Degree("else", "other occupations", 0.2, -2, kin=0.8),
    ),
)
_SEX = Aspect(
    "sex",
    ("sex",),
    "sex_l is null or sex_r is null",
    (Degree("sex_l = sex_r", "the same sex", 0.95, 0.7, kin=0.5), Degree("else", "another sex", 0.05, -3, kin=0.5)),
)
_NATION = Aspect(
    "nationality",
    ("nation",),
    "nation_l is null or nation_r is null",
    (
        Degree("nation_l = nation_r", "the same nationality", 0.9, 1.5, "nation", kin=0.95),
        Degree("else", "another nationality", 0.1, -2, kin=0.05),
    ),
)
SOME, FEW = 4, 12  # records that one person's phone, document or handle stands in; more share an agency's
_NEAR = 8.0  # weight from which a number one sign apart tells who it is
_SOME_LESS = 3.0  # weight that is lost where more than SOME have it


def _same(name: str) -> str:
    return "(" + " or ".join(f"{name}{one}_l = {name}{two}_r" for one in (1, 2) for two in (1, 2)) + ")"


@dataclass(frozen=True, slots=True)
class _Shares:
    """Weights of the same, of one that many share, of one sign apart, of another; shares of another, and among kin."""

    same: float
    shared: float
    near: float
    other: float
    m_other: float
    kin: float


def _number(name: str, said: str, its: _Shares, *, between: tuple[Degree, ...] = ()) -> Aspect:
    equal = _same(name)
    several = said.replace(" or ", "s or ") + "s"
    alike = f"levenshtein({name}1_l, {name}1_r) <= 1"
    return Aspect(
        said.split(maxsplit=1)[0],
        (f"{name}1",),
        f"{name}1_l is null or {name}1_r is null",
        (
            Degree(f"{equal} and {name}_held_l <= {SOME}", f"the same {said}", 0.5, its.same, kin=its.kin, tells=True),
            Degree(
                f"{equal} and {name}_held_l <= {FEW}",
                f"the same {said}, which several share",
                0.1,
                its.same - _SOME_LESS,
                kin=its.kin / 2,
            ),
            Degree(equal, f"the same {said}, which many share", 0.1, its.shared, kin=its.kin),
            *between,
            Degree(
                alike, f"{several} that differ in one sign", 0.05, its.near, kin=its.kin / 4, tells=its.near >= _NEAR
            ),
            Degree("else", f"other {several}", its.m_other, its.other, kin=1 - its.kin),
        ),
    )


_HANDLES_ALIKE = (Degree(_same("stem"), "handles that are one but for dots and dashes", 0.1, 12, kin=0.02, tells=True),)
ASPECTS: tuple[Aspect, ...] = (
    _names(),
    _BIRTH,
    _AGE,
    _WHERE,
    _ADDRESS,
    _PARENT,
    _JOB,
    _SEX,
    _NATION,
    _number("doc", "document number", _Shares(18, 6, 10, -2.3, 0.2, kin=0.01)),
    _number("tel", "phone", _Shares(13, 3, 2.5, -0.7, 0.5, kin=0.5)),
    _number("handle", "handle or e-mail", _Shares(15, 3, 9, -0.7, 0.5, kin=0.1), between=_HANDLES_ALIKE),
    _number("pay", "wallet or bank account", _Shares(15, 4, 1, -0.5, 0.6, kin=0.2)),
)


TOLD_APART = 1e-6  # of weight, between degrees: by its weight alone it can be told which degree a pair shows


SHOWN_NAME = 5.0  # an account's name is what its hand wants it to be: the same one says no more than this


def aspects_of(have: set[str], *, accounts: bool = False) -> list[Aspect]:
    """The aspects that a register with these columns can be compared by.

    Of accounts, other names say nothing (one hand has many), a handle with another number at its end says something,
    and who shares a phone is one hand: no household is thought of.
    """
    found = [aspect for aspect in ASPECTS if have & set(aspect.needs)]
    return [_of_accounts(aspect) for aspect in found] if accounts else found


def _of_accounts(aspect: Aspect) -> Aspect:
    degrees = list(aspect.degrees)
    if aspect.name == "handle":
        degrees[-2:-2] = [Degree(_same("root"), "handles that are one but for the number at the end", 0.05, 7)]
    if aspect.name == "names":
        degrees = [replace(degree, weight=min(max(degree.weight, 0.0), SHOWN_NAME)) for degree in degrees]
    return replace(aspect, degrees=tuple(replace(degree, kin=0.0) for degree in degrees))


def probability(weight: float) -> float:
    """The probability that a match weight says."""
    return 1 / (1 + 2.0 ** -max(-60.0, min(60.0, weight))) if math.isfinite(weight) else 0.0

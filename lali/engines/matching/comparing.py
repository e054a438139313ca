"""Comparing two records, one property after another."""

from collections.abc import Callable
from dataclasses import dataclass

from lali.engines.names import folded

from .known import Known
from .naming import names_reason
from .reasons import Reason, ReasonCode

PROPOSED_FROM = 40  # points: below, nobody is asked
OTHER_SEXES = frozenset({"female", "male"})  # what was not known, or is another, contradicts nothing


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records have in common and what not; the score is the sum of the reasons, between 0 and 100."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """How much speaks for one person, of a hundred."""
        return max(0, min(100, sum(reason.points for reason in self.reasons)))

    @property
    def is_worth_asking(self) -> bool:
        """Whether a person should look: something that tells persons apart agrees, and not too much speaks against."""
        return self.score >= PROPOSED_FROM


def compare(one: Known, other: Known) -> Comparison:
    """Compare two records. A person and an organisation have nothing in common."""
    if one.is_organisation != other.is_organisation:
        return Comparison(())
    codes = [comparison(one, other) for comparison in COMPARISONS]
    return Comparison(tuple(Reason(code) for code in codes if code))


def _papers(record: Known) -> set[tuple[str, str]]:
    return {(paper.kind, folded(paper.number).replace(" ", "")) for paper in record.papers if paper.number.strip()}


def document_reason(one: Known, other: Known) -> ReasonCode | None:
    """The same document; or two of one kind and country that differ, which somebody with two passports has as well."""
    if _papers(one) & _papers(other):
        return ReasonCode.SAME_DOCUMENT
    kinds = [{(paper.kind, paper.country) for paper in record.papers if paper.country} for record in (one, other)]
    return ReasonCode.OTHER_DOCUMENT if kinds[0] & kinds[1] else None


def screen_name_reason(one: Known, other: Known) -> ReasonCode | None:
    """The same name on a screen."""
    mine, theirs = ({folded(name) for name in record.screen_names} - {""} for record in (one, other))
    return ReasonCode.SAME_SCREEN_NAME if mine & theirs else None


def birth_reason(one: Known, other: Known) -> ReasonCode | None:
    """The same day of birth, spans of days that meet, or none that fits both."""
    if one.born is None or other.born is None:
        return None
    if one.born == other.born and one.born[0] == one.born[1]:
        return ReasonCode.SAME_BIRTH
    meet = one.born[0] <= other.born[1] and other.born[0] <= one.born[1]
    if meet or _day_and_month_changed(one, other):
        return ReasonCode.BIRTH_MAY_BE_SAME
    return ReasonCode.OTHER_BIRTH


def _day_and_month_changed(one: Known, other: Known) -> bool:
    """Whether a day and a month were written the other way round, as between 3 May and 5 March."""
    if one.born is None or other.born is None:
        return False
    (first, last), (second, other_last) = one.born, other.born
    if first != last or second != other_last or first.year != second.year:
        return False
    return (first.month, first.day) == (second.day, second.month)


def sex_reason(one: Known, other: Known) -> ReasonCode | None:
    """Female here and male there; anything else says nothing."""
    return ReasonCode.OTHER_SEX if {one.sex, other.sex} == OTHER_SEXES else None


def nationality_reason(one: Known, other: Known) -> ReasonCode | None:
    """A nationality in common, or none where both are known."""
    if not one.nationalities or not other.nationalities:
        return None
    shared = one.nationalities & other.nationalities
    return ReasonCode.SAME_NATIONALITY if shared else ReasonCode.OTHER_NATIONALITY


COMPARISONS: tuple[Callable[[Known, Known], ReasonCode | None], ...] = (
    document_reason,
    screen_name_reason,
    names_reason,
    birth_reason,
    nationality_reason,
    sex_reason,
)

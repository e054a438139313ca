"""Reasons for and against, as codes that screens put into words."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """What was found when two records were compared."""

    SAME_DOCUMENT = "same_document"
    SAME_SCREEN_NAME = "same_screen_name"
    SAME_NAME = "same_name"
    SAME_NAME_OTHER_ORDER = "same_name_other_order"
    NAME_SOUNDS_ALIKE = "name_sounds_alike"
    NAME_SPELT_ALIKE = "name_spelt_alike"
    PART_OF_NAME = "part_of_name"
    INITIALS_FIT = "initials_fit"
    SINGLE_NAME_FITS = "single_name_fits"
    SAME_BIRTH = "same_birth"
    BIRTH_MAY_BE_SAME = "birth_may_be_same"
    SAME_NATIONALITY = "same_nationality"
    OTHER_BIRTH = "other_birth"
    OTHER_SEX = "other_sex"
    OTHER_NATIONALITY = "other_nationality"
    OTHER_DOCUMENT = "other_document"


# How much each speaks, in points of a hundred. Judged by the examples in the tests, not learned: we hold no truth to
# learn from, and a reader must be able to add them up.
WEIGHTS = {
    ReasonCode.SAME_DOCUMENT: 80,
    ReasonCode.SAME_SCREEN_NAME: 40,
    ReasonCode.SAME_NAME: 60,
    ReasonCode.SAME_NAME_OTHER_ORDER: 55,
    ReasonCode.NAME_SOUNDS_ALIKE: 45,
    ReasonCode.NAME_SPELT_ALIKE: 45,
    ReasonCode.PART_OF_NAME: 40,
    ReasonCode.INITIALS_FIT: 30,
    ReasonCode.SINGLE_NAME_FITS: 25,
    ReasonCode.SAME_BIRTH: 30,
    ReasonCode.BIRTH_MAY_BE_SAME: 10,
    ReasonCode.SAME_NATIONALITY: 5,
    ReasonCode.OTHER_BIRTH: -50,
    ReasonCode.OTHER_SEX: -25,
    ReasonCode.OTHER_NATIONALITY: -10,
    ReasonCode.OTHER_DOCUMENT: -15,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against."""

    code: ReasonCode

    @property
    def points(self) -> int:
        """How much it speaks for (above nought) or against."""
        return WEIGHTS[self.code]

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for one person."""
        return self.points > 0

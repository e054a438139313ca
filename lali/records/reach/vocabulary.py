"""What a place code looks like, how a typed one is read, and what is counted under it."""

import secrets
import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    """What was loaded. Each is counted by itself: nothing ties the steps of one visit together."""

    ARRIVED = "arrived", _("Saw the message")
    BEGAN = "began", _("Began the lesson")
    FINISHED = "finished", _("Came to the end of the lesson")
    CHECKED = "checked", _("Went on to check an offer")


LANGUAGES = ("en", "fr", "bi", "fj", "hif", "vi")  # that the public site speaks
LETTERS = ("A", "B")  # variants of a message
LENGTH = 6
# No 0 O 1 I L, which are taken for one another, and no vowel: a code on the wall of a school spells no word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LONGEST_HEADLINE, LONGEST_TEXT = 80, 400  # characters
MOST_A_DAY = 5000  # loads that are counted for one code, variant, day and step

# What stands in no code, read as the sign of a code that it was most likely written or seen for.
_MEANT = str.maketrans("0O1ILU", "QQ7JJV")
_LONGEST_TYPED = 40


def new_code() -> str:
    """Return six signs drawn by chance: 480 million codes, so that guessing finds none."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def read_code(typed: str) -> str:
    """Return the code that somebody typed, or nothing where it can be none.

    Small letters, spaces, hyphens and full-width signs do not matter.

    >>> read_code(" bcd-2o4 ")
    'BCD2Q4'
    >>> read_code("bread")
    ''
    """
    folded = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).upper()
    code = "".join(sign for sign in folded if sign.isalnum()).translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spaced(code: str) -> str:
    """Return a code as people read and copy it: in two groups.

    >>> spaced("BCD234")
    'BCD 234'
    """
    return f"{code[:3]} {code[3:]}"


def path_of(code: str) -> str:
    """Return where a code leads, below the address of the public site: what a poster and its square code hold."""
    return f"/c/{code}"

"""Whether two records may speak of one person: what speaks for it, what against, and how much.

Values in, values out. Every comparison is a function of its own that gives a reason or nothing; the score is the sum
of the reasons, cut to 0..100, and is only good for putting the likeliest first. `tokens` gives the blind words by
which two records that may be one find each other among many without being compared.

Promises: the same whichever comes first; bounded work whatever a record holds; nothing raises. Must never decide that
two are one: it proposes with reasons, and a person judges.
"""

from .comparing import Comparison, compare
from .known import Known, Paper
from .naming import words_in_common
from .reasons import Reason, ReasonCode
from .tokens import Token, tokens

__all__ = [
    "Comparison",
    "Known",
    "Paper",
    "Reason",
    "ReasonCode",
    "Token",
    "compare",
    "tokens",
    "words_in_common",
]

"""Whether people tell lures from honest offers better after a lesson, and whether they still trust the honest ones.

A judgement "I would stop and check" is a hit where the message is a lure, a false alarm where it is honest. Counting
hits alone would reward whoever mistrusts everything; signal detection theory parts how well somebody tells the two
apart (d') from how ready they are to say "lure" (the criterion c). Plain numbers in, plain numbers out.

Sources, named by their keys in the docstrings:
    GG67  Gourevitch & Galanter (1967), A significance test for one parameter isosensitivity functions,
          Psychometrika 32(1), 25-33
    H95   Hautus (1995), Corrections for extreme proportions and their biasing effects on estimated values of d',
          Behavior Research Methods, Instruments & Computers 27(1), 46-51
    MC05  Macmillan & Creelman (2005), Detection Theory: A User's Guide, 2nd edition, Lawrence Erlbaum
Promise: no result is given for fewer people than a cell must have, nor can it be had by subtraction (`cells`).
"""

from .cells import LEAST_SHOWN, first_tens, full_tens, named
from .changes import Alarm, Change, change, paired_change, paired_gain, rate_change, trust
from .detection import Counts, Estimate, Sensitivity, judged, one_person, pooled, right_share

__all__ = [
    "LEAST_SHOWN",
    "Alarm",
    "Change",
    "Counts",
    "Estimate",
    "Sensitivity",
    "change",
    "first_tens",
    "full_tens",
    "judged",
    "named",
    "one_person",
    "paired_change",
    "paired_gain",
    "pooled",
    "rate_change",
    "right_share",
    "trust",
]

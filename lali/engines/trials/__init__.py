"""Whether one of two messages did better than the other, and how many people it takes to find out.

Exact where numbers are small, for a trial in a village is small: Fisher's test for two arms, McNemar's for the same
people before and after. Plain numbers in, plain numbers out. A trial says before it begins which outcome, which test
and how many; that nobody looks sooner is for its record to hold. All of it takes judgements as independent of one
another: loads of a page are not people, and who loads it twice counts as two.

Sources, named by their keys in the docstrings:
    F35   Fisher (1935), The Design of Experiments, Oliver & Boyd, chapter II; The logic of inductive inference,
          Journal of the Royal Statistical Society 98(1), 39-82: the test of a 2 by 2 table with all margins given
    W27   Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
          Statistical Association 22, 209-212
    N98a  Newcombe (1998), Two-sided confidence intervals for the single proportion: comparison of seven methods,
          Statistics in Medicine 17, 857-872
    N98b  Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven
          methods, Statistics in Medicine 17, 873-890
    M47   McNemar (1947), Note on the sampling error of the difference between correlated proportions or percentages,
          Psychometrika 12, 153-157
    FTU80 Fleiss, Tytun & Ury (1980), A simple approximation for calculating sample sizes for comparing independent
          proportions, Biometrics 36, 343-346
Looked up in what others say of them, for the papers themselves were not at hand: the two-sided p adds up all tables
as likely as this or less, with a tolerance of 1e-7, as R's `fisher.test` and exact2x2 (`minlike`) do; method 10 of
N98b, Wilson's intervals squared and added, is what R's package Epi (`ci.pd`) and statsmodels (`newcomb`) compute.
Held against scipy 1.17.1 and statsmodels 0.15.0: Fisher's p over 20,000 random tables up to 3,000 a side agrees to
5e-15 of itself, the intervals over 3,000 tables up to a million a side to 4e-16, McNemar's p over 400 pairs up to
5,000 to 2e-11 of itself. The tests hold the same in whole numbers, without them.

Promise: swapping the arms, or yes and no, changes no p; no interval leaves out what was seen.
"""

from .arms import Arm
from .intervals import Difference, difference, wilson
from .sizes import people_needed
from .tables import Comparison, compare, fisher, mcnemar

__all__ = [
    "Arm",
    "Comparison",
    "Difference",
    "compare",
    "difference",
    "fisher",
    "mcnemar",
    "people_needed",
    "wilson",
]

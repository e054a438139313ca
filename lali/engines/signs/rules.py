"""From signs to a risk: a few rules, all of them here.

1. *Evidence* is the sum of the weights of the different signs that stand.
2. `urgent`: a sign of weight 5 stands (captivity, violence, sale, blackmail, a child, an organ, a call for help).
3. `likely`: evidence of 6 or more from two signs or more; or a sign of weight 4 of the journey or of exploitation;
   or two signs that together are the lure itself (`PAIRS`): a fee to be paid first, for work in another country;
   a marriage brokered abroad, with papers and travel arranged by the broker.
4. `watch`: evidence of 3 or more. Below that `none`: one weak sign says little, and is still shown.
5. A text that *speaks about* lures (news, a warning, an account by somebody who is safe now) is `watch` at most,
   unless a call for help stands in it, or somebody speaks of a weight-5 sign in the first person and not of the past.
6. Answers to the seven questions (asking.py) count as signs. They are of the reader's own offer: rule 5 lowers none.
7. The score lies in the band of its risk and grows with the evidence, so that more signs never lower it.

Nothing here reads a claim of the text in its own favour ("licensed", "no scam"): such words lower nothing.
"""

from collections.abc import Iterable

from .catalogue import RISKS, Entry

ACT_AT_ONCE = 5
VERY_STRONG = 4
LATE_STAGES = frozenset({"transfer", "exploitation"})
LIKELY_FROM = 6
LIKELY_SIGNS = 2
WATCH_FROM = 3
PAIRS = (frozenset({"job_abroad", "upfront_fee"}), frozenset({"marriage_offer", "all_paid"}))
BANDS = {"none": (0.0, 0.2), "watch": (0.2, 0.5), "likely": (0.5, 0.8), "urgent": (0.8, 1.0)}
_HALFWAY = 8  # evidence that lifts the score to the middle of its band


def evidence_of(signs: Iterable[Entry]) -> int:
    """Sum of the weights of different signs."""
    return sum({sign.id: sign.weight for sign in signs}.values())


def risk_of(signs: Iterable[Entry], *, spoken_about: bool, answered: Iterable[Entry] = ()) -> str:
    """Risk word for the signs that stand; `spoken_about` as in rule 5, `answered` as in rule 6."""
    answers = list(answered)
    if spoken_about:
        about = "watch" if evidence_of(signs) >= WATCH_FROM else "none"
        return max(about, risk_of(answers, spoken_about=False), key=RISKS.index)
    standing = {sign.id: sign for sign in (*signs, *answers)}
    evidence = evidence_of(standing.values())
    if any(sign.weight >= ACT_AT_ONCE for sign in standing.values()):
        return "urgent"
    if evidence >= LIKELY_FROM and len(standing) >= LIKELY_SIGNS:
        return "likely"
    if any(pair <= standing.keys() for pair in PAIRS):
        return "likely"
    if any(sign.weight >= VERY_STRONG and sign.stage in LATE_STAGES for sign in standing.values()):
        return "likely"
    return "watch" if evidence >= WATCH_FROM else "none"


def score_of(risk: str, evidence: int) -> float:
    """Score from 0 to 1 within the band of the risk."""
    low, high = BANDS[risk]
    return round(low + (high - low) * evidence / (evidence + _HALFWAY), 4)

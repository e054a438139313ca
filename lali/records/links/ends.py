"""The ends of pairs: cases, and tips that are in none; and how much it says that two of them share something."""

from collections.abc import Iterable
from dataclasses import dataclass

from lali.records.cases.models import Case, CaseTip
from lali.records.cases.vocabulary import CaseState
from lali.records.links.access import CASE, TIP
from lali.records.tips.models import Tip


@dataclass(frozen=True, slots=True, order=True)
class End:
    """A case, or a tip that is in none."""

    subject: str
    case: int | None
    tip: int | None


def weight_of(records: int) -> float:
    """How much it says that two records share what stands in so many: 1 for the two alone, 1/2 for three..."""
    return 1 / (records - 1)


def spanning(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of these pairs, in their order, that hold together all that the pairs do: one less than there are ends."""
    part: dict[str, set[str]] = {}
    kept = []
    for one, other in pairs:
        mine, theirs = part.setdefault(one, {one}), part.setdefault(other, {other})
        if mine is not theirs:
            kept.append((one, other))
            mine |= theirs
            part.update(dict.fromkeys(theirs, mine))
    return kept


def ends_of(records: Iterable[str]) -> dict[str, End]:
    """The ends that records (as mentions write them) are: a tip in a case is the case; what was disposed of is none."""
    refs = [one.removeprefix(CASE) for one in records if one.startswith(CASE)]
    tips = [int(one.removeprefix(TIP)) for one in records if one.startswith(TIP)]
    kept = Case.objects.exclude(state=CaseState.DISPOSED)
    cases = kept.filter(ref__in=refs).values_list("ref", "pk")
    ends = {f"{CASE}{ref}": End(f"{CASE}{ref}", pk, None) for ref, pk in cases}
    placed = CaseTip.objects.filter(tip__in=tips, case__in=kept).values_list("tip", "case", "case__ref")
    ends |= {f"{TIP}{tip}": End(f"{CASE}{ref}", case, None) for tip, case, ref in placed}
    loose = Tip.objects.filter(pk__in=tips, case_place__isnull=True).values_list("pk", flat=True)
    return ends | {f"{TIP}{tip}": End(f"{TIP}{tip}", None, tip) for tip in loose}

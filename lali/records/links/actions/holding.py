"""Links between the cases that were said to belong together in one go: as few as hold them together."""

from uuid import UUID

from lali.records.agencies.models import Member
from lali.records.cases.access import places_of
from lali.records.cases.vocabulary import LEVEL_ORDER, Level
from lali.records.links.actions.case_links import link_cases
from lali.records.links.ends import spanning
from lali.records.links.models import CaseLink, LinkJudgement
from lali.records.links.vocabulary import Verdict


def hold_together(*, by: Member, said: UUID, reason: str) -> int:
    """Link the cases of what was said in one go and stands, the oldest with each other one; how many links are new.

    A link that stands already is used and stays none of this judgement. Nothing is linked in a case to which the
    member does not contribute.
    """
    judgements = LinkJudgement.objects.filter(said_at_once=said, undone_at__isnull=True, verdict=Verdict.TOGETHER)
    of_cases = judgements.filter(proposal__one_case__isnull=False, proposal__other_case__isnull=False)
    ends = ("proposal__one_case", "proposal__other_case")
    pairs = {(one.proposal.one, one.proposal.other): one for one in of_cases.select_related(*ends)}
    cases = {case for one in pairs.values() for case in _numbers(one)}
    linked, mine = _standing(cases), _contributed(by, cases)
    order = sorted(pairs, key=lambda ends: (_numbers(pairs[ends]) not in linked, _numbers(pairs[ends])))
    made = 0
    may = [ends for ends in order if _numbers(pairs[ends]) in linked or set(_numbers(pairs[ends])) <= mine]
    for ends in spanning(may):
        if _numbers(one := pairs[ends]) not in linked:
            refs = [case.ref for case in (one.proposal.one_case, one.proposal.other_case)]
            one.link = link_cases(by=by, ref=refs[0], other_ref=refs[1], reason=reason)
            one.save(update_fields=["link"])
            made += 1
    return made


def _numbers(said: LinkJudgement) -> tuple[int, int]:
    one, other = sorted((said.proposal.one_case_id, said.proposal.other_case_id))
    return one, other


def _standing(cases: set[int]) -> set[tuple[int, int]]:
    return set(CaseLink.objects.standing().filter(first__in=cases, second__in=cases).values_list("first", "second"))


def _contributed(member: Member, cases: set[int]) -> set[int]:
    places = places_of(member).filter(case__in=cases).values_list("case", "level")
    return {case for case, level in places if LEVEL_ORDER[level] >= LEVEL_ORDER[Level.CONTRIBUTE]}

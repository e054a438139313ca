"""Offences that may fit a case, with the reasons. A suggestion is no finding: a person takes an offence up, or not."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lali.engines.signs import words
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseKind
from lali.records.elements.models import SuspectedOffence
from lali.records.law.models import Offence, OffenceVersion
from lali.records.law.queries import offered_to
from lali.records.law.vocabulary import Topic

OF_KIND = {
    CaseKind.FAKE_JOB: (Topic.TIP, Topic.RECRUITMENT, Topic.FRAUD, Topic.IMPERSONATION),
    CaseKind.SEASONAL_FRAUD: (Topic.FRAUD, Topic.RECRUITMENT, Topic.IMPERSONATION, Topic.MONEY),
    CaseKind.SCAM_CENTRE: (Topic.TIP, Topic.SLAVERY, Topic.LABOUR, Topic.DEBT, Topic.FRAUD),
    CaseKind.SEXTORTION: (Topic.SEXTORTION, Topic.EXTORTION, Topic.IMAGE, Topic.IMPERSONATION, Topic.HARM),
    CaseKind.CHILD_ONLINE: (Topic.CHILD, Topic.CSAM, Topic.GROOMING, Topic.SEXTORTION, Topic.IMAGE),
}
OF_SIGN = {
    "adoption_baby": (Topic.CHILD,),
    "age_pretend": (Topic.GROOMING, Topic.CHILD),
    "asks_images": (Topic.IMAGE, Topic.SEXTORTION),
    "boarding_minor": (Topic.CHILD,),
    "body_photos": (Topic.SEXUAL,),
    "cannot_leave": (Topic.SLAVERY,),
    "cheque_overpay": (Topic.FRAUD, Topic.MONEY),
    "debt_bond": (Topic.DEBT,),
    "debt_offer": (Topic.DEBT,),
    "forced_crime": (Topic.LABOUR,),
    "gov_scheme_claim": (Topic.IMPERSONATION, Topic.FRAUD),
    "hostess_work": (Topic.SEXUAL,),
    "impersonated_brand": (Topic.IMPERSONATION,),
    "long_hours_nopay": (Topic.LABOUR,),
    "loverboy_debt": (Topic.SEXUAL, Topic.DEBT),
    "minor_target": (Topic.CHILD,),
    "money_mule": (Topic.MONEY,),
    "name_dropping": (Topic.IMPERSONATION,),
    "pay_giftcard": (Topic.FRAUD,),
    "prize_fraud": (Topic.FRAUD,),
    "quota_punish": (Topic.LABOUR, Topic.SLAVERY),
    "sold_on": (Topic.SLAVERY,),
    "task_deposit": (Topic.FRAUD,),
    "threat_publish": (Topic.SEXTORTION, Topic.EXTORTION),
    "travel_to_meet": (Topic.GROOMING,),
    "upfront_fee": (Topic.FRAUD, Topic.RECRUITMENT),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offence that may fit, and why: each reason is a sentence."""

    code: str
    version: OffenceVersion
    reasons: tuple[str, ...]


def suggestions_for(case: Case) -> list[Suggestion]:
    """Offences of the case's country that may fit it, those with the most reasons first; none that it has taken up.

    Reasons are the case's kind, the lamps and the signs of its tips. An offence about children needs a reason that
    speaks of a child.
    """
    reasons = _reasons(case)
    taken = set(SuspectedOffence.objects.filter(case=case).values_list("offence__offence__code", flat=True))
    offered = [one for one in offered_to(case.agency.country) if one.code not in taken]
    found = [(offence, _why(offence, reasons)) for offence in offered]
    fitting = [Suggestion(offence.code, offence.current, why) for offence, why in found if why]
    return sorted(fitting, key=lambda one: -len(one.reasons))  # stable: then in the order of the law


def _why(offence: Offence, reasons: dict[str, list[str]]) -> tuple[str, ...]:
    tags = offence.current.tags
    if Topic.CHILD in tags and Topic.CHILD not in reasons:
        return ()
    found = [reason for tag in tags for reason in reasons.get(tag, ())]
    return tuple(dict.fromkeys(found))  # each once, in order


def _reasons(case: Case) -> dict[str, list[str]]:
    """Sentences by topic."""
    found = defaultdict(list)
    for topic in OF_KIND.get(case.kind, ()):
        found[topic].append(_("The case is of the kind “%s”.") % case.get_kind_display())
    for tip in case.tips.only("pk", "number", "reading").order_by("pk"):
        lamps = [name for element, name in _lamps().items() if tip.reading.get("lamps", {}).get(element)]
        if lamps:
            said = {"tip": tip.ref, "lamps": ", ".join(lamps)}
            found[Topic.TIP].append(_("Words in %(tip)s point to: %(lamps)s.") % said)
        for sign in dict.fromkeys(one["id"] for one in tip.reading.get("signs", ())):
            said = {"tip": tip.ref, "sign": words(sign, get_language() or "en").label}
            for topic in OF_SIGN.get(sign, ()):
                found[topic].append(_("A sign in %(tip)s: %(sign)s.") % said)
    return found


def _lamps() -> dict[str, str]:
    return {"act": pgettext("lamp", "Act"), "means": pgettext("lamp", "Means"), "purpose": pgettext("lamp", "Purpose")}

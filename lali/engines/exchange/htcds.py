"""Victims as flat records of the Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0).

One record for each possible victim of a case. By default a record tells nobody who they are: no name, no day of birth,
no number. The standard has no code for forced criminality, such as work in a scam centre: a strict record says
"Other"; the extension code `ForcedCriminality` stands only in a record that was asked for with extensions.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parent / "data" / "htcds.schema.json"
EXTENSION = "x_TypeOfExploitationExtension"

_GENDER = {"female": "Feminine", "male": "Masculine", "another": "NonConforming", "unknown": "NonSpecifiedUnknown"}
_INDUSTRY = {
    "agriculture": "A_AgricultureForestryAndFishing",
    "fishing": "A_AgricultureForestryAndFishing",
    "mining": "B_MiningAndQuarrying",
    "manufacturing": "C_Manufacturing",
    "construction": "F_Construction",
    "trade": "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
    "transport": "H_TransportationAndStorage",
    "hospitality": "I_AccommodationAndFoodServiceActivities",
    "domestic": "T_ActivitiesOfHouseholdsAsEmployers",
    "care": "Q_HumanHealthAndSocialWorkActivities",
}
_EXPLOITATION = {
    **dict.fromkeys(_INDUSTRY, "ForcedLabour"),
    "online_fraud": "Other",
    "sex": "SexualExploitation",
    "sex_online": "SexualExploitation",
    "begging": "ForcedBegging",
    "marriage": "ForcedMarriage",
    "other": "Other",
}
_SEXUAL = {"sex": "Prostitution", "sex_online": "RemoteInteractiveServices"}
_FORCED_CRIMINALITY = "online_fraud"
_NETWORKS = {
    "facebook": "Facebook",
    "messenger": "Messenger",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "viber": "Viber",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "snapchat": "Snapchat",
    "wechat": "WeChat",
}
_RECRUITMENT = {
    **dict.fromkeys(_NETWORKS, "ThroughOnlineSocialNetworks"),
    "dating": "ThroughOnlineSocialNetworks",
    "game": "ThroughOnlineSocialNetworks",
    "website": "ThroughAnOnlineAdvertisement",
    "sms": "Other",
    "agency": "AtAPlaceOfBusiness",
    "family": "ThroughFamilyOrFamilyEvents",
    "friend": "ThroughFriendsOrSocialEvents",
    "church": "ThroughFriendsOrSocialEvents",
    "school": "AtAnEducationalInstitution",
    "work": "AtWork",
    "other": "Other",
}
_CONTROL = {
    "false_promises": "FalsePromises",
    "debt": "DebtBondage",
    "takes_earnings": "TakesEarnings",
    "documents": "WithholdsDocuments",
    "hours": "ExcessiveWorkingHours",
    "violence": "PhysicalAbuse",
    "sexual_violence": "SexualAbuse",
    "threat_family": "ThreatensChildrenFamily",
    "threat_police": "ThreatsLawEnforcement",
    "substances": "PsychoactiveSubstance",
    "necessities": "WithholdsNecessities",
    **dict.fromkeys(("movement", "pictures", "surveillance", "ransom", "resale", "other"), "Other"),
}


@dataclass(frozen=True, slots=True)
class Victim:
    """What a case knows of one possible victim, in the codes of the node's lists.

    `age` in whole years when the acts began, None when it is not known within a year. `names` (given, family), `born`
    and `phone` tell who they are: leave them empty unless the record may.
    """

    recognised: bool
    case_closed: bool
    sex: str = ""
    citizenship: tuple[str, ...] = ()
    age: int | None = None
    sectors: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    names: tuple[str, str] = ("", "")
    born: date | None = None


def as_htcds(victim: Victim, *, extensions: bool = False) -> dict[str, Any]:
    """One flat record; what is not known is left out. With `extensions` forced criminality is named, outside HTCDS."""
    given, family = victim.names
    record: dict[str, Any] = {
        "cas_Status": "Closed" if victim.case_closed else "Active",
        "vic_TraffickingStatus": ("ActualVictimOfTrafficking" if victim.recognised else "PossibleVictimOfTrafficking"),
        "vic_TraffickingStatusDecisionMakingOrg": "Police",
        "prs_FirstName": given,
        "prs_SecondName": family,
        "prs_Birthdate": victim.born.isoformat() if victim.born else "",
        "prs_Gender": _GENDER.get(victim.sex, ""),
        "prs_Citizenship": sorted(set(victim.citizenship)),
        "vic_AgeWhenTrafficked": victim.age,
        "vic_MethodOfRecruitment": _mapped(victim.channels, _RECRUITMENT),
        "vic_RecruitmentWebsitesAndApps": _mapped(victim.channels, _NETWORKS),
        "vic_MethodsOfControl": _mapped(victim.control, _CONTROL),
        "vic_TypeOfExploitation": _mapped(victim.sectors, _EXPLOITATION),
        "vic_TypeOfSexExploitation": _mapped(victim.sectors, _SEXUAL),
        "vic_ForcedLabourIndustry": next(iter(_mapped(victim.sectors, _INDUSTRY)), ""),
    }
    if extensions and _FORCED_CRIMINALITY in victim.sectors:
        record[EXTENSION] = ["ForcedCriminality"]
    return {field: value for field, value in record.items() if value not in ("", [], None)}


def _mapped(codes: Iterable[str], words: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(words[code] for code in codes if code in words))


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, and few ever export

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def problems_of(record: Mapping[str, Any]) -> list[str]:
    """What keeps a record from being a strict one of the standard: the field and why; empty when nothing does."""
    found = _validator().iter_errors(dict(record))
    return sorted(f"{'.'.join(map(str, error.path)) or 'record'}: {error.message}" for error in found)

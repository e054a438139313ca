"""HTCDS records: valid by the standard, without names, and honest about what it has no code for."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lali.records.configuration
from lali.engines.exchange import Victim, as_htcds, problems_of
from lali.engines.exchange.htcds import EXTENSION

LISTS = {
    one["code"]: [entry["code"] for entry in one["entries"]]
    for one in tomllib.loads(
        (Path(lali.records.configuration.__file__).parent / "data" / "fj.toml").read_text(encoding="utf-8")
    )["lists"]
}
some = {name: st.lists(st.sampled_from(codes), unique=True).map(tuple) for name, codes in LISTS.items()}


@given(
    st.builds(
        Victim,
        recognised=st.booleans(),
        case_closed=st.booleans(),
        sex=st.sampled_from(["female", "male", "another", "unknown", ""]),
        citizenship=st.lists(st.sampled_from(["FJ", "VU", "VN"])).map(tuple),
        age=st.none() | st.integers(0, 99),
        sectors=some["sectors"],
        channels=some["recruitment_channels"],
        control=some["means_of_control"],
    )
)
def test_every_record_is_strict_and_names_nobody(victim):
    record = as_htcds(victim)
    assert problems_of(record) == []
    assert not {"prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_MobilePhone", EXTENSION} & set(record)


def test_forced_criminality_has_no_code_and_is_named_only_when_asked_for():
    victim = Victim(recognised=False, case_closed=False, sectors=("online_fraud",))
    assert as_htcds(victim)["vic_TypeOfExploitation"] == ["Other"]
    assert as_htcds(victim, extensions=True)[EXTENSION] == ["ForcedCriminality"]
    assert problems_of(as_htcds(victim, extensions=True))  # outside the standard, and it shows


def test_what_is_known_is_told():
    victim = Victim(
        recognised=True, case_closed=True, sex="female", citizenship=("VU", "FJ"), age=17, sectors=("hospitality",),
        channels=("facebook", "family"), control=("debt", "documents"), names=("Ana", "Seashell"), born=date(2009, 4, 1),
    )  # fmt: skip
    assert as_htcds(victim) == {
        "cas_Status": "Closed",
        "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "Police",
        "prs_FirstName": "Ana",
        "prs_SecondName": "Seashell",
        "prs_Birthdate": "2009-04-01",
        "prs_Gender": "Feminine",
        "prs_Citizenship": ["FJ", "VU"],
        "vic_AgeWhenTrafficked": 17,
        "vic_MethodOfRecruitment": ["ThroughOnlineSocialNetworks", "ThroughFamilyOrFamilyEvents"],
        "vic_RecruitmentWebsitesAndApps": ["Facebook"],
        "vic_MethodsOfControl": ["DebtBondage", "WithholdsDocuments"],
        "vic_TypeOfExploitation": ["ForcedLabour"],
        "vic_ForcedLabourIndustry": "I_AccommodationAndFoodServiceActivities",
    }


@pytest.mark.parametrize(
    "wrong",
    [{"cas_Status": "Open"}, {"vic_TypeOfExploitation": ["ForcedCriminality"]}, {"prs_MobilePhone": "call me"},
     {"hte_Latitude": 99}, {"made_up": 1}, {"prs_Birthdate": "yesterday"}],
)  # fmt: skip
def test_what_is_not_by_the_standard_is_found(wrong):
    assert problems_of(wrong)

"""Registers of accounts: one hand has many names, handles that are nearly one, and one phone or wallet."""

import duckdb
import pytest

from lali.engines.persons import link, read_register

from .registers import written

HEADER = ["platform", "handle", "display name", "phone", "wallet", "created"]


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        yield connection


def hands(tmp_path, con, *records, header=HEADER):
    register = read_register(written(tmp_path / "a.csv", records, header), con=con)
    assert register.columns.are_accounts
    linkage = link(register, con=con)
    found = {}
    handle = linkage.register.table["handle"].to_pylist()
    for place, person in enumerate(linkage.person):
        found.setdefault(person, set()).add(handle[place])
    return sorted(found.values(), key=sorted)


def test_variants_of_a_handle_a_phone_and_a_wallet_tie_accounts_of_one_hand(tmp_path, con):
    wallet = "TQ5NMqSjjxxxxxxxxxxxxxxxxxxxxxxxx1"
    found = hands(
        tmp_path,
        con,
        ["facebook", "job_fiji.2026", "Fiji Jobs", "+679 410 0101", "", "2026-01-01"],
        ["telegram", "@jobfiji2026", "Jobs in Fiji", "", "", "2026-02-01"],
        ["tiktok", "overseas.work", "Overseas Work", "410 0101", wallet, "2026-03-01"],
        ["viber", "lucky_agent", "Mr Lucky", "", wallet, "2026-03-05"],
        ["facebook", "nurse.care", "Care Nurses", "410 0155", "", "2026-03-02"],
        ["instagram", "mere_v", "Mere V", "410 0160", "", "2026-03-02"],
    )
    assert {"job_fiji.2026", "@jobfiji2026", "overseas.work", "lucky_agent"} in found
    assert {"nurse.care"} in found
    assert {"mere_v"} in found


def test_an_agency_s_number_ties_nobody(tmp_path, con):
    words = [
        "reef",
        "coral",
        "mango",
        "cedar",
        "river",
        "cloud",
        "stone",
        "amber",
        "lotus",
        "tulip",
        "hazel",
        "maple",
        "cobalt",
        "indigo",
        "saffron",
        "velvet",
    ]
    records = [["facebook", f"{word * 2}", word.title(), "+679 410 0199", "", ""] for word in words]
    assert len(hands(tmp_path, con, *records)) >= 14


def test_a_register_of_people_is_not_taken_for_accounts(tmp_path, con):
    path = written(tmp_path / "a.csv", [["1", "Mere V", "1990", "m@mail.example"]], ["id", "name", "born", "email"])
    assert not read_register(path, con=con).columns.are_accounts

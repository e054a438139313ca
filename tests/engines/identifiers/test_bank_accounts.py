"""Bank accounts without IBAN: found only where words say so, never a phone, an amount, a date or an order."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.identifiers import find, normalise


def found(text, country="FJ"):
    return [(one.kind, one.normalised) for one in find(text, country=country)]


def account(value):
    return [("bank", value)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Pay into BSP account 1234567", "BSP 1234567"),
        ("Pay into my BSP bank account number 1234567.", "BSP 1234567"),
        ("account no 12345678", "12345678"),
        ("Account No.: 1234-5678-90", "1234567890"),
        ("account number is ANZ 12345678", "ANZ 12345678"),
        ("A/C 9701234567 (Westpac)", "Westpac 9701234567"),
        ("a/c no: 08 1234 5678, HFC", "HFC 0812345678"),
        ("acct 12345678 today", "12345678"),
        ("acc no 012345678 BRED Bank", "BRED 012345678"),
        ("Bank of South Pacific acct: 1234567", "BSP 1234567"),
        ("National Bank of Vanuatu account 00123456789", "NBV 00123456789"),
        ("Wanfuteng Bank account no. 1234567890", "Wanfuteng 1234567890"),
        ("numéro de compte : 12345678901", "12345678901"),
        ("compte BRED 12345678", "BRED 12345678"),
        ("Versez sur le compte bancaire n° 1234 5678 90 chez ANZ", "ANZ 1234567890"),
        ("STK 0123456789 Vietcombank", "Vietcombank 0123456789"),
        ("stk: 190 3456 7890 123", "19034567890123"),
        ("Số tài khoản: 123456 ACB", "ACB 123456"),
        ("số tài khoản ngân hàng BIDV 12345678901234", "BIDV 12345678901234"),
        ("tài khoản MB 0999123456789", "MB 0999123456789"),
        ("acct 12345678 50 dollars", "12345678"),
        ("acct 1234 5678 50 dollars", "12345678"),
    ],
)
def test_beside_words_that_say_so(written, expected):
    assert found(written) == account(expected)


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "Order no 12345678",
        "Order account no 12345678",
        "case number 12345678",
        "FJ-2026-00012 account",
        "BSP 1234567",
        "Westpac opened 1234567 accounts",
        "account balance 12345678",
        "Account name Mere, then 12345678",
        "account 12345678",
        "account number 2026-11-03",
        "account no 03 11 2026",
        "acct 1,000,000",
        "acct 1500000 vt",
        "acct $1200000",
        "BSP account 1200000.50",
        "account no 123456",
        "account no 12345678901234567890123",
        "acct 1234567A",
        "Facebook account no 100012345678",
        "telegram account number: 12345678",
        "customer account number 12345678",
        "FNPF account no. 12345678",
        "your electricity account no 12345678",
        "tai khoan game 12345678",
        "passport 12345678",
        "Please take into account 2026 and 12345678 others",
        "on compte 12 personnes",
        "we count 1234567",
    ],
)
def test_what_is_none(text):
    assert not [one for one in found(text) if one[0] == "bank"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BSP account 1234567, call 999 0001", [("bank", "BSP 1234567"), ("phone", "+6799990001")]),
        ("account number +679 999 0001", [("phone", "+6799990001")]),
        ("call 999 0001 about your account", [("phone", "+6799990001")]),
        ("send to M-PAiSA account 999 0001", [("phone", "+6799990001")]),
        ("MyCash 999 0001", [("phone", "+6799990001")]),
        ("account number GB82 WEST 1234 5698 7654 32", [("iban", "GB82WEST12345698765432")]),
        ("passport no N0000001, acct 12345678", [("passport", "N0000001"), ("bank", "12345678")]),
    ],
)
def test_each_is_what_it_is(text, expected):
    assert found(text) == expected


def test_without_its_bank_it_is_weak():
    assert [one.weak for one in find("acct 12345678; BSP account 1234567")] == [True, False]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1234567", "1234567"),
        ("1234-567 890", "1234567890"),
        ("BSP 1234567", "BSP 1234567"),
        ("bsp: 1234 567", "BSP 1234567"),
        ("1234567 (ANZ)", "ANZ 1234567"),
        ("Account no. 12345678, Westpac", "Westpac 12345678"),
        ("STK 0123456789 Vietcombank", "Vietcombank 0123456789"),
        ("+679 999 0001", None),
        ("FJ-2026-00012", None),
        ("12345", None),
        ("12345678901234567890", None),
        ("N0000001", None),
        ("BSP", None),
        ("", None),
    ],
)
def test_typed_in_a_form(typed, expected):
    assert normalise("bank", typed) == expected
    if expected:
        assert normalise("bank", expected) == expected


_PIECES = [
    "account no ",
    "BSP ",
    "a/c ",
    "stk ",
    "compte ",
    "tai khoan ",
    "12345678",
    "1 2 3 4 ",
    "-",
    " ",
    "000",
    "n° ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_found_is_written_there_and_means_itself(text):
    for one in find(text):
        assert one.raw == text[one.start : one.end]
        if one.kind == "bank":
            assert normalise("bank", one.normalised) == one.normalised
            assert one.raw[0].isdigit()
            assert one.raw[-1].isdigit()


@pytest.mark.parametrize(
    "piece", ["1", "12 ", "1-", "acct 1 ", "account no ", "BSP account ", "stk 123456 ", "a/c ....", "compte 12345678-"]
)
def test_time_grows_in_line_with_the_text(piece):
    def seconds(letters):
        text = ("acct " + piece * letters)[:letters]
        began = time.process_time()
        find(text)
        return time.process_time() - began

    seconds(1_000)  # libraries are loaded once
    small, large = min(seconds(5_000) for _ in range(2)), min(seconds(40_000) for _ in range(2))
    assert large < 8 * small * 3 + 0.1

"""A number as dialled in its own country is read there only where the text says whose it is."""

import pytest

from lali.engines.identifiers import find


def phones(text, country="FJ"):
    return [(one.normalised, one.weak) for one in find(text, country=country) if one.kind == "phone"]


@pytest.mark.parametrize("country", ["FJ", "VU"])
@pytest.mark.parametrize(
    "text",
    [
        "Zalo 0900000001",
        "liên hệ 0900 000 001 nhé",
        "SĐT: 0900.000.001",
        "ĐT 0900-000-001 gặp Hoa",
        "Tuyển 10 người làm việc lương cao, 0900 000 001",
        "tuyen nam nu lam viec ben cam luong cao 0900 000 001",
    ],
)
def test_a_vietnamese_mobile_is_read_as_vietnamese(text, country):
    assert phones(text, country) == [("+84900000001", False)]


def test_a_neighbour_named_before_the_number_is_believed():
    assert phones("Australia office 0491 570 006") == [("+61491570006", False)]
    assert phones("our NZ agent 021 000 0001") == [("+64210000001", False)]


@pytest.mark.parametrize(
    "text",
    [
        "My code is 0900000001",
        "Order 0900000001",
        "stk 0900000001 ngân hàng",
        "call 0491570006",
        "We flew to Australia last year and then came home by ship, 0491570006",
        "Zalo 0123456789",
        "Zalo 09000000012",
    ],
)
def test_an_unclear_number_is_left_alone(text):
    assert phones(text) == []


def test_the_readers_own_plan_comes_first():
    assert phones("Zalo 9900001") == [("+6799900001", False)]
    assert phones("zalo 0389123456", "AU") == [("+61389123456", False)]

"""Days in Bislama, Fijian and Fiji Hindi: day first, and each name a string that the workbench holds."""

from datetime import date

import pytest
from django.utils import dates, formats
from django.utils.translation import override, trans_real

from lali.web.public import days


def test_the_names_are_those_that_django_asks_for():
    with override(None):
        assert [str(name) for name in dates.MONTHS.values()] == list(days.MONTHS)
        assert [str(name) for name in dates.MONTHS_3.values()] == list(days.SHORT_MONTHS)
        assert [str(name) for name in dates.WEEKDAYS.values()] == list(days.WEEKDAYS)


@pytest.mark.parametrize("language", ["bi", "fj", "hif"])
def test_the_day_comes_first_and_the_week_begins_on_monday(public, language):
    with override(language):
        assert formats.date_format(date(2026, 11, 5), "SHORT_DATE_FORMAT") == "05/11/2026"
        assert formats.date_format(date(2026, 11, 5)).startswith("5 ")
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert formats.number_format(1234.5, force_grouping=True) == "1,234.5"


@pytest.mark.parametrize("language", ["bi", "fj", "hif"])
def test_no_english_month_shows_where_the_catalogue_has_its_own(language):
    known = trans_real.translation(language)
    if "January" not in known._catalog:
        pytest.skip("the catalogues are not brought up to date")
    with override(language):
        assert formats.date_format(date(2026, 1, 5), "F") != "January"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "samedi 2 mai 2026"), ("vi", "Tháng Năm"), ("bi", "Mei"), ("en", "May")]
)
def test_may_is_a_month_whatever_else_the_word_means(language, said):
    with override(language):
        assert said in formats.date_format(date(2026, 5, 2), "l j F Y")

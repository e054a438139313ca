"""The pocket edition: one file of 60 KB at most in each language, complete in itself."""

import re
from datetime import date

import pytest

from lali.engines.helplines import COUNTRIES, helplines
from lali.web.public.pocket import AT_MOST, SIGNS, pocket_edition
from tests.web.public.conftest import LANGUAGES

LEADS_AWAY = re.compile(r"<script|<link(?! rel=\"icon\" href=\"data:,\")|<form|url\(|@import|src=|https?://")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_small_and_asks_for_nothing(public, lang):
    answer = public.get(f"/{lang}/pocket/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="information-{lang}.html"'
    page = answer.content.decode()
    assert len(answer.content) <= AT_MOST
    assert LEADS_AWAY.findall(page) == []
    assert f'<html lang="{lang}">' in page


def test_it_holds_every_number_of_every_country(public):
    page = public.get("/en/pocket/file/").content.decode()
    for country in COUNTRIES:
        for line in helplines(country):
            assert line.number is None or f"<b>{line.number}</b>" in page
    assert "To be confirmed" in page
    assert page.count("<details") >= 6
    assert "%(" not in page


def test_it_names_the_day_and_its_signs_are_known(public):
    assert len(set(SIGNS)) == len(SIGNS)
    page = public.get("/en/pocket/file/").content.decode()
    assert re.search(r"Made on \d+ \w+ 20\d\d\.", page)


def test_an_unknown_language_is_refused(public):
    with pytest.raises(KeyError):
        pocket_edition("xx", date(2026, 11, 26))


def test_the_page_that_gives_it_warns_of_a_phone_that_is_looked_through(public, text_of):
    assert "somebody checks" in text_of(public.get("/en/pocket/"))

"""Home, help, traces, the way out; country and language."""

import re

import pytest

from tests.web.public.conftest import LANGUAGES

PAGES = ["", "check/", "report/", "code/", "help/", "traces/"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("where", PAGES)
def test_every_page_speaks_every_language(public, lang, where):
    answer = public.get(f"/{lang}/{where}")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<html lang="{lang}"' in html
    assert ("Draft, to be reviewed by a speaker" in html) == (lang not in {"en", "fr"})
    assert "<title>Information</title>" in html or lang != "en"


def test_the_front_door_follows_the_browsers_language_and_keeps_the_country(public):
    answer = public.get("/?country=VU", headers={"accept-language": "fr-VU,fr;q=0.9"})
    assert (answer.status_code, answer["Location"]) == (302, "/fr/?country=VU")


def test_the_chosen_country_stays_in_every_link(public):
    html = public.get("/en/?country=VU").content.decode()
    inside = set(re.findall(r'href="(/[^"]*)"', html))
    assert "/en/report/?country=VU" in inside
    assert {link for link in inside if not link.endswith("country=VU")} <= {"/en/", "/en/?country=VN"}


def test_an_unknown_country_is_the_nodes_own(public):
    assert "Fiji" in public.get("/en/help/?country=%3Cscript%3E").content.decode()


def test_leaving_goes_to_the_weather_at_once(public):
    for address, weather in [
        ("/leave/", "https://www.met.gov.fj/"),
        ("/leave/?country=VU", "https://www.vmgd.gov.vu/"),
    ]:
        answer = public.get(address)
        assert (answer.status_code, answer["Location"]) == (302, weather)
        assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_a_node_may_name_another_way_out(public, settings):
    settings.LEAVE_TO = "https://weather.example/"
    assert public.get("/leave/")["Location"] == "https://weather.example/"


def test_draft_languages_set_the_english_beside_key_sentences(public):
    html = public.get("/vi/").content.decode()
    assert '<span lang="en">' in html or 'class="soft small" lang="en">' in html
    assert 'class="soft small" lang="en">' not in public.get("/en/").content.decode()

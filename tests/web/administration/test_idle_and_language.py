from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation

from lali.records.agencies.actions import found_agency
from lali.records.audit.vocabulary import NODE
from tests.web.administration.administration_scene import PASSWORD, journal, sign_in


def test_after_idle_time_one_signs_in_again_and_returns(enrol, signed_in, later):
    browser = signed_in(enrol())
    browser.get("/")
    later(project.IDLE_TIME_OUT + 61)
    answer = browser.get("/administration/roles/", follow=True)
    assert answer.redirect_chain == [("/account/sign-in/?next=/administration/roles/", 302)]
    assert "nothing happened for a while" in answer.content.decode()
    assert (journal()[-1].verb, journal()[-1].facts) == ("sign_in.ended", {"timed_out": True})


def test_whoever_works_on_stays_in(enrol, signed_in, later):
    browser = signed_in(enrol())
    for _ in range(4):
        later(project.IDLE_TIME_OUT - 100)
        assert browser.get("/").status_code == 200


def test_what_was_typed_is_shown_back_and_nothing_is_done(enrol, signed_in, later):
    browser = signed_in(enrol("Chief Sample", "administrator"))
    browser.get("/")
    later(project.IDLE_TIME_OUT + 61)
    typed = {"name": "Sera <b>Sample</b>", "email": "sera@police.example", "password": "never shown"}
    answer = browser.post("/administration/members/invite/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Sera &lt;b&gt;Sample" in page
    assert "never shown" not in page
    assert "member.invited" not in [entry.verb for entry in journal()]
    assert browser.get("/").status_code == 302


def test_an_upload_is_not_read_to_be_shown_back(enrol, signed_in, later):
    browser = signed_in(enrol())
    browser.get("/")
    later(project.IDLE_TIME_OUT + 61)
    answer = browser.post("/", {"note": "x" * (1024 * 1024 + 1)})
    assert answer.status_code == 403
    assert "has to be chosen again" in answer.content.decode()


def test_signing_out_late_is_just_signing_out(enrol, signed_in, later):
    browser = signed_in(enrol())
    browser.get("/")
    later(project.IDLE_TIME_OUT + 61)
    assert browser.post("/account/sign-out/").status_code == 302


def test_the_session_is_written_once_a_minute_at_most(enrol, signed_in, later, django_assert_num_queries):
    browser = signed_in(enrol())
    browser.get("/")
    before = Session.objects.values_list("session_data", flat=True)[0]
    later(30)
    browser.get("/")
    assert Session.objects.values_list("session_data", flat=True)[0] == before
    later(40)
    browser.get("/")
    assert Session.objects.values_list("session_data", flat=True)[0] != before


def test_a_member_chooses_a_language(enrol, signed_in):
    ana = enrol()
    browser = signed_in(ana)
    answer = browser.post("/administration/language/", {"language": "fr", "next": "/administration/roles/"})
    assert answer["Location"] == "/administration/roles/"
    page = browser.get("/administration/roles/")
    assert page.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in page.content.decode()
    assert journal()[-1].facts == {"language": "fr"}
    translation.activate("en")


def test_whoever_is_not_in_yet_chooses_a_language_too(db, client):
    client.post("/administration/language/", {"language": "fr", "next": "/account/sign-in/"})
    assert '<html lang="fr"' in client.get("/account/sign-in/").content.decode()
    translation.activate("en")


def test_choosing_a_language_leads_nowhere_else_and_knows_its_languages(enrol, signed_in):
    browser = signed_in(enrol())
    for given in ({"language": "xx", "next": "/"}, {"language": "fr", "next": "https://evil.example/"}, {}):
        assert browser.post("/administration/language/", given)["Location"] == "/"
    translation.activate("en")


def test_times_are_those_of_the_members_agency(enrol):
    island = found_agency(by=NODE, slug="tcu-vila", name="Transnational Crime Unit, Port Vila", country="VU")
    chief = enrol("Chief Sample", "administrator", agency=island, second_factor=False)
    project_zone = timezone.get_current_timezone_name()
    browser = Client()
    sign_in(browser, chief.email, PASSWORD)
    with_zone = enrol("Lead Sample", "administrator", agency=island)
    assert with_zone.agency == island
    browser.force_login(with_zone, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Pacific/Efate" in browser.get("/administration/members/").content.decode()
    assert timezone.get_current_timezone_name() == project_zone

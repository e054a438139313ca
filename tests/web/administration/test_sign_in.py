import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings as project
from django.test import Client

from lali.records.agencies.actions import end_membership
from tests.web.administration.administration_scene import PASSWORD, journal, sign_in, verbs


def test_password_and_app_let_a_member_in(enrol, client, code_of):
    ana = enrol()
    first = sign_in(client, "ANA@police.example")
    assert first["Location"].startswith("/account/second-factor/authenticate/")
    assert client.get("/").status_code == 302, "the password alone opens nothing"
    second = client.post(first["Location"], {"code": code_of(ana.secret)})
    assert second["Location"] == "/"
    assert client.get("/").status_code == 200
    assert verbs() == ["sign_in.done"]
    assert journal()[0].facts == {"ways": ["password", "totp"]}


def test_the_page_asked_for_comes_after_signing_in(enrol, client, code_of):
    ana = enrol()
    to_sign_in = client.get("/administration/roles/")
    assert to_sign_in["Location"] == "/account/sign-in/?next=/administration/roles/"
    client.post(to_sign_in["Location"], {"login": ana.email, "password": PASSWORD, "next": "/administration/roles/"})
    answer = client.post("/account/second-factor/authenticate/", {"code": code_of(ana.secret)})
    assert answer["Location"] == "/administration/roles/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_elsewhere(enrol, client, elsewhere, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    ana = enrol(second_factor=False)
    answer = client.post("/account/sign-in/", {"login": ana.email, "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_the_session_is_another_after_signing_in(enrol, client, code_of):
    ana = enrol()
    sign_in(client, ana.email)
    before = client.cookies[project.SESSION_COOKIE_NAME].value
    client.post("/account/second-factor/authenticate/", {"code": code_of(ana.secret)})
    assert client.cookies[project.SESSION_COOKIE_NAME].value != before


def test_known_and_unknown_addresses_get_the_same_answer(enrol):
    enrol()
    pages = [sign_in(Client(), email, "wrong") for email in ("ana@police.example", "ben@police.example")]
    known, unknown = ((page.status_code, page.context["form"].errors.as_text()) for page in pages)
    assert known == unknown


def test_wrong_passwords_are_journalled_without_what_was_typed(enrol, client):
    ana = enrol()
    sign_in(client, ana.email, "wrong")
    sign_in(client, "nobody@police.example", "wrong")
    assert [(e.by, e.verb, e.subject) for e in journal()] == [
        ("public", "sign_in.failed", ana.journal_name),
        ("public", "sign_in.failed", "sign-in:unknown"),
    ]
    assert not any("@" in entry.line for entry in journal())


def test_a_wrong_code_is_journalled_and_guessing_stops(enrol, client, code_of):
    ana = enrol()
    sign_in(client, ana.email)
    for _ in range(5):
        client.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert verbs() == ["sign_in.second_step_failed"] * 5
    client.post("/account/second-factor/authenticate/", {"code": code_of(ana.secret)})
    assert client.get("/").status_code == 302, "even the right code has to wait now"


def test_a_code_works_once(enrol, signed_in, code_of):
    ana = enrol()
    signed_in(ana)
    other = Client()
    sign_in(other, ana.email)
    other.post("/account/second-factor/authenticate/", {"code": code_of(ana.secret)})
    assert other.get("/").status_code == 302


def test_recovery_codes_open_once(enrol, client, code_of):
    ana = enrol(second_factor=False)
    sign_in(client, ana.email)
    client.get("/account/second-factor/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/second-factor/totp/activate/", {"code": code_of(secret)})
    page = client.get("/account/second-factor/recovery-codes/")
    code = page.context["unused_codes"][0]
    for expected in (200, 302):
        browser = Client()
        sign_in(browser, ana.email)
        browser.post("/account/second-factor/authenticate/", {"code": code})
        assert browser.get("/").status_code == expected


def test_eight_wrong_passwords_shut_out_that_pair_and_nobody_else(enrol):
    ana, ben = enrol(), enrol("Ben Sample")
    for _ in range(7):
        assert sign_in(Client(), ana.email, "wrong", "203.0.113.5").status_code == 200
    assert sign_in(Client(), ana.email, "wrong", "203.0.113.5").status_code == 429
    shut = sign_in(Client(), ana.email.upper(), PASSWORD, "203.0.113.5")  # another spelling, no cookie, right password
    assert shut.status_code == 429
    assert "<time" in shut.content.decode(), "says when to try again"
    assert ana.email not in shut.content.decode()
    assert sign_in(Client(), ben.email, address="203.0.113.5").status_code == 302, "a colleague from there"
    assert sign_in(Client(), ana.email, address="203.0.113.6").status_code == 302, "this member from elsewhere"


def test_unknown_addresses_are_shut_out_alike(db):
    answers = [sign_in(Client(), "nobody@police.example", "wrong").status_code for _ in range(9)]
    assert answers == [200] * 7 + [429, 429]


def test_the_wait_is_over_after_the_time_told(enrol, later):
    ana = enrol()
    for _ in range(8):
        sign_in(Client(), ana.email, "wrong")
    later(project.AXES_COOLOFF_TIME * 3600 + 1)
    assert sign_in(Client(), ana.email).status_code == 302


def test_a_guesser_cannot_fill_the_journal(enrol):
    ana = enrol()
    for _ in range(12):
        sign_in(Client(), ana.email, "wrong")
    assert verbs() == ["sign_in.failed"] * 8


def test_success_forgets_the_wrong_ones(enrol, signed_in):
    ana = enrol()
    sign_in(Client(), ana.email, "wrong")
    signed_in(ana)
    assert not AccessAttempt.objects.exists()


def test_nothing_typed_is_kept_by_the_throttle(enrol):
    sign_in(Client(), enrol().email, "a wrong passphrase")
    attempt = AccessAttempt.objects.get()
    assert "a wrong passphrase" not in attempt.post_data
    assert "@" not in attempt.post_data


def test_the_proxys_address_is_not_everybodys(enrol, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    ana = enrol()
    for _ in range(8):
        sign_in(Client(), ana.email, "wrong", "127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.5")
    forged = sign_in(Client(), ana.email, PASSWORD, "127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.5")
    other = sign_in(Client(), ana.email, PASSWORD, "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.6")
    assert (forged.status_code, other.status_code) == (429, 302)


def test_a_forwarded_address_is_not_believed_without_a_proxy(enrol):
    ana = enrol()
    for number in range(8):
        sign_in(Client(), ana.email, "wrong", "203.0.113.5", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert sign_in(Client(), ana.email, PASSWORD, "203.0.113.5").status_code == 429


def test_a_member_without_second_factor_is_led_to_set_it_up(enrol, client, code_of, django_capture_on_commit_callbacks):
    ana = enrol(second_factor=False)
    sign_in(client, ana.email)
    for closed in ("/", "/administration/roles/", "/account/sessions/", "/account/password/"):
        assert client.get(closed)["Location"] == "/account/second-factor/", closed
    assert "Add a second factor before you go on." in client.get("/account/second-factor/").content.decode()
    client.get("/account/second-factor/totp/activate/")
    code = code_of(client.session["mfa.totp.secret"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-factor/totp/activate/", {"code": code})
    assert client.get("/").status_code == 200
    assert verbs() == ["sign_in.done", "second_factor.added", "second_factor.added"]
    assert {entry.facts["kind"] for entry in journal()[1:]} == {"totp", "recovery_codes"}


def test_the_demo_asks_for_no_second_factor(enrol, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, enrol(second_factor=False).email)
    assert client.get("/").status_code == 200


def test_removing_the_second_factor_is_journalled_and_leads_back_to_the_set_up(enrol, signed_in):
    ana = enrol()
    browser = signed_in(ana)
    browser.post("/account/second-factor/totp/deactivate/")
    assert "second_factor.removed" in verbs()
    assert browser.get("/")["Location"] == "/account/second-factor/"


def test_protecting_pages_ask_again_who_it_is_after_a_while(enrol, signed_in, later):
    browser = signed_in(enrol())
    later(project.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
    assert browser.get("/account/second-factor/totp/deactivate/")["Location"].startswith("/account/confirm/")
    assert browser.get("/account/confirm/").status_code == 200


def test_secrets_of_second_factors_are_sealed_in_the_database(enrol):
    ana = enrol()
    stored = str(Authenticator.objects.get(user=ana).data)
    assert ana.secret not in stored


def test_a_passkey_can_be_asked_for_without_being_signed_in(db, client):
    asked = client.get("/account/second-factor/webauthn/login/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert "challenge" in asked.json()["request_options"]["publicKey"]


def test_changing_the_password_signs_out_and_is_journalled(enrol, signed_in):
    ana = enrol()
    here, there = signed_in(ana), Client()
    new = "eleven canoes beyond the reef"
    there.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert "member.password_changed" in verbs()
    assert here.get("/").status_code == there.get("/").status_code == 302
    assert sign_in(Client(), ana.email, new)["Location"].startswith("/account/second-factor/authenticate/")


def test_signing_out_takes_a_post_and_is_journalled(enrol, signed_in):
    browser = signed_in(enrol())
    assert browser.get("/account/sign-out/").status_code == 200
    assert browser.get("/").status_code == 200, "looking at the page signs nobody out"
    browser.post("/account/sign-out/")
    assert browser.get("/").status_code == 302
    assert verbs()[-1] == "sign_in.ended"


def test_signing_out_everywhere_else(enrol, signed_in, later):
    ana = enrol()
    here = signed_in(ana)
    later(60)
    there = signed_in(ana)
    assert len(here.get("/account/sessions/").context["sessions"]) == 2
    here.post("/account/sessions/")
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert (journal()[-1].verb, journal()[-1].facts) == ("sign_in.others_ended", {"sessions": 1})


def test_who_has_left_is_out_at_once(enrol, signed_in):
    ana, chief = enrol(), enrol("Chief Sample", "administrator")
    browser = signed_in(ana)
    end_membership(by=chief, member=ana)
    assert browser.get("/").status_code == 302
    assert sign_in(Client(), ana.email).status_code == 200, "the password is gone too"


@pytest.mark.parametrize("absent", ["signup/", "sign-up/", "password/reset/", "email/", "login/", "confirm-email/"])
def test_there_is_no_sign_up_and_no_reset_by_mail(db, client, absent):
    assert client.get(f"/account/{absent}").status_code in (302, 404)
    assert client.post(f"/account/{absent}", {"email": "a@b.example"}).status_code in (302, 404)


def test_every_page_about_ones_own_sign_in_is_shown(enrol, signed_in):
    browser = signed_in(enrol())
    for page, words in (
        ("second-factor/", "Set up"),
        ("second-factor/webauthn/", "None yet."),
        ("second-factor/webauthn/add/", "mfa_webauthn_add"),
        ("second-factor/recovery-codes/generate/", "form"),
        ("second-factor/totp/deactivate/", "form"),
        ("sessions/", "Here, now"),
        ("password/", "signed out everywhere"),
        ("sign-out/", "What you have not saved is lost."),
        ("confirm/", "Confirm that it is you"),
        ("second-factor/reauthenticate/", "Another way"),
    ):
        answer = browser.get(f"/account/{page}")
        assert answer.status_code == 200, page
        assert words in answer.content.decode(), page
        assert "<script>" not in answer.content.decode(), page
        assert "style=" not in answer.content.decode(), page


def test_who_has_left_and_knows_a_password_is_told(enrol, client):
    ana = enrol()
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    answer = client.post("/account/sign-in/", {"login": ana.email, "password": PASSWORD}, follow=True)
    assert "This membership has ended" in answer.content.decode()
    assert client.get("/").status_code == 302

import pytest

from tests.web.administration.administration_scene import PASSWORD, verbs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])]

A_LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
ENTER = "main form:not(#mfa_login) button:not(.button-second)"


@pytest.fixture(scope="module", autouse=True)
def records_are_asked_beside_the_browser():
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in the test's thread
        yield


def test_a_passkey_is_added_signs_in_alone_and_serves_as_second_step(live_server, page, enrol):
    ana = enrol(second_factor=False)
    house = live_server.url.replace("127.0.0.1", "localhost")  # passkeys know names, not numbers
    laptop = page.context.new_cdp_session(page)
    laptop.send("WebAuthn.enable")
    laptop.send("WebAuthn.addVirtualAuthenticator", {"options": A_LAPTOP})

    def sign_in_with_password():
        page.goto(f"{house}/account/sign-in/?next=/administration/roles/")
        page.fill("#id_login", ana.email)
        page.fill("#id_password", PASSWORD)
        page.click(ENTER)

    sign_in_with_password()
    page.wait_for_url(f"{house}/account/second-factor/")
    page.click("text=Add a key")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")

    page.goto(f"{house}/account/sign-out/")
    page.click("main form button")
    page.goto(f"{house}/administration/roles/")
    page.click("#passkey_login")
    page.wait_for_url(f"{house}/administration/roles/")

    page.goto(f"{house}/account/sign-out/")
    page.click("main form button")
    sign_in_with_password()
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{house}/administration/roles/")
    assert verbs().count("sign_in.done") == 3
    assert "second_factor.added" in verbs()

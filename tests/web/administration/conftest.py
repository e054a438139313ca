from datetime import UTC, datetime

import pytest

# Whatever needs Django is imported in the fixtures: this file is read before Django is set up.


@pytest.fixture(autouse=True)
def no_counts_from_before(db):
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def as_outside_the_demo(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def agency(db):
    from lali.records.agencies.actions import found_agency
    from lali.records.audit.vocabulary import NODE

    return found_agency(by=NODE, slug="htu-suva", name="Human Trafficking Unit, Suva", country="FJ")


@pytest.fixture
def enrol(agency):
    """Make a fictional member; with a second factor unless told otherwise."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from lali.records.agencies.actions import enrol_member
    from lali.records.audit.vocabulary import NODE
    from tests.web.administration.administration_scene import PASSWORD

    def enrol(name="Ana Example", role="investigator", second_factor=True, agency=agency):
        email = name.split()[0].lower() + "@police.example"
        member = enrol_member(by=NODE, agency=agency, email=email, name=name, role=role, password=PASSWORD)
        member.secret = generate_totp_secret()
        if second_factor:
            TOTP.activate(member, member.secret)  # as the set-up page does
        return member

    return enrol


@pytest.fixture
def code_of(time_machine):
    """The six digits that a member's app shows now; the clock stands, or they might change before they are typed."""
    time_machine.move_to(datetime.now(UTC), tick=False)
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code_of(secret):
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    return code_of


@pytest.fixture
def later(time_machine):
    """Let seconds go by."""
    time_machine.move_to(datetime.now(UTC))
    return time_machine.shift


@pytest.fixture
def signed_in(code_of):
    """A browser in which a member has signed in, by the pages."""
    from django.test import Client

    from tests.web.administration.administration_scene import sign_in

    def signed_in(member):
        browser = Client()
        answer = sign_in(browser, member.email)
        if "second-factor/authenticate" in answer["Location"]:
            browser.post(answer["Location"], {"code": code_of(member.secret)})
        return browser

    return signed_in

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client

from lali.records.agencies.actions import (
    INVITATION_DAYS,
    PASSWORD_LINK_HOURS,
    enrol_member,
    found_agency,
    invite_member,
    withdraw_invitation,
)
from lali.records.agencies.models import Invitation, Member, PasswordLink
from lali.records.agencies.vocabulary import ELSEWHERE, ROLES, Permission
from lali.records.audit.vocabulary import NODE
from tests.web.administration.administration_scene import PASSWORD, journal, link_on, sign_in, verbs

SERA = {"name": "Sera Sample", "email": "Sera@Police.example", "role": "investigator"}
GOOD = "eleven canoes beyond the reef"
OWN = ("/administration/members/", "/administration/members/invite/")

OURS = [role for role in ROLES if role != ELSEWHERE]  # who is only named in a case that came can never sign in


@pytest.fixture
def chief(enrol):
    return enrol("Chief Sample", "administrator")


@pytest.fixture
def office(chief, signed_in):
    return signed_in(chief)


def invited(office):
    return link_on(office.post("/administration/members/invite/", SERA))


def test_an_invited_person_becomes_a_member_and_sets_up_a_second_factor(office):
    link = invited(office)
    visitor = Client()
    page = visitor.get(link).content.decode()
    assert "Sera Sample" in page
    assert str(ROLES["investigator"].description) in page
    answer = visitor.post(link, {"password": GOOD})
    assert answer["Location"] == "/"
    assert visitor.get("/")["Location"] == "/account/second-factor/"
    assert visitor.get("/account/second-factor/totp/activate/").status_code == 200, "no password asked a second time"
    member = Member.objects.get(email="sera@police.example")
    assert member.role == "investigator"
    assert verbs()[-3:] == ["member.invited", "invitation.used", "sign_in.done"]
    assert not any("sera@" in entry.line.lower() for entry in journal())


def test_a_link_works_once(office):
    link = invited(office)
    Client().post(link, {"password": GOOD})
    for again in (Client().get(link), Client().post(link, {"password": GOOD})):
        assert again.status_code == 410


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "'; drop table"])
def test_a_made_up_link_opens_nothing(db, client, token):
    assert client.get(f"/administration/invitation/{token}/").status_code == 410
    assert client.get(f"/administration/new-password/{token}/").status_code == 410


def test_a_link_ends_after_its_days(office, later):
    link = invited(office)
    later(INVITATION_DAYS * 86400 + 1)
    assert Client().get(link).status_code == 410


def test_a_weak_password_is_refused_with_the_reason_and_the_link_still_works(office):
    link = invited(office)
    for weak, reason in (
        ("short", "too short"),
        ("qwerty123456", "too common"),
        ("sera@police.example", "too similar"),
    ):
        answer = Client().post(link, {"password": weak})
        assert answer.status_code == 422, weak
        assert reason in answer.content.decode()
    assert Client().post(link, {"password": GOOD}).status_code == 302


def test_the_token_stands_nowhere(office):
    token = invited(office).split("/")[-2]
    assert token not in str(Invitation.objects.values())
    assert not any(token in entry.line for entry in journal())
    assert token not in office.get("/administration/members/").content.decode()


def test_inviting_again_ends_the_first_link(office):
    first, second = invited(office), invited(office)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    assert verbs().count("invitation.withdrawn") == 1


def test_an_invitation_can_be_withdrawn_once(office, chief):
    link = invited(office)
    pk = Invitation.objects.get().pk
    assert office.post(f"/administration/invitations/{pk}/withdraw/").status_code == 302
    assert Client().get(link).status_code == 410
    assert office.post(f"/administration/invitations/{pk}/withdraw/").status_code == 404


def test_a_member_is_not_invited_again(office, chief):
    answer = office.post("/administration/members/invite/", SERA | {"email": chief.email.upper()})
    assert answer.status_code == 422
    assert "is a member already" in answer.content.decode()
    assert "Sera Sample" in answer.content.decode(), "what was typed is kept"


def test_whoever_is_signed_in_does_not_use_up_somebody_elses_link(office):
    link = invited(office)
    assert office.get(link).status_code == office.post(link, {"password": GOOD}).status_code == 409
    assert Client().get(link).status_code == 200


def test_a_link_for_a_new_password_keeps_the_second_factor(office, enrol, signed_in, code_of):
    ana = enrol()
    desk = signed_in(ana)
    link = link_on(office.post(f"/administration/members/{ana.pk}/new-password/"))
    visitor = Client()
    answer = visitor.post(link, {"password": GOOD})
    assert answer["Location"].startswith("/account/second-factor/authenticate/")
    assert desk.get("/").status_code == 302, "signed out where the old password was"
    assert Client().get(link).status_code == 410
    made, used = (
        next(e for e in journal() if e.verb == verb)
        for verb in ("member.password_link_made", "member.password_set_by_link")
    )
    assert made.subject == used.subject == ana.journal_name
    assert made.facts == used.facts == {"forgets_second_factor": False}


def test_a_lost_phone_is_forgotten_only_when_the_link_is_used(office, enrol):
    ana = enrol()
    link = link_on(office.post(f"/administration/members/{ana.pk}/new-password/", {"forgets_second_factor": "on"}))
    assert Authenticator.objects.filter(user=ana).exists()
    visitor = Client()
    visitor.post(link, {"password": GOOD})
    assert not Authenticator.objects.filter(user=ana).exists()
    assert visitor.get("/")["Location"] == "/account/second-factor/"


def test_a_password_link_ends_after_its_hours_and_with_the_next_one(office, enrol, later):
    ana = enrol()
    address = f"/administration/members/{ana.pk}/new-password/"
    first, second = link_on(office.post(address)), link_on(office.post(address))
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    later(PASSWORD_LINK_HOURS * 3600 + 1)
    assert Client().get(second).status_code == 410
    assert PasswordLink.objects.filter(used_at__isnull=False).count() == 0


def test_ending_a_membership(office, enrol, signed_in):
    ana = enrol()
    desk = signed_in(ana)
    office.post(f"/administration/members/{ana.pk}/end/")
    assert desk.get("/").status_code == 302
    assert office.post(f"/administration/members/{ana.pk}/new-password/").status_code == 403, "no way back in by a link"
    assert verbs()[-1] == "member.ended"


def test_who_has_left_can_be_taken_back_in(office, enrol):
    ana = enrol()
    office.post(f"/administration/members/{ana.pk}/end/")
    assert "Take back in" in office.get(f"/administration/members/{ana.pk}/").content.decode()
    office.post(f"/administration/members/{ana.pk}/reinstate/")
    assert verbs()[-1] == "member.reinstated"
    assert sign_in(Client(), ana.email).status_code == 200, "the old password stays ended"
    link = link_on(office.post(f"/administration/members/{ana.pk}/new-password/"))
    assert Client().post(link, {"password": GOOD}).status_code == 302


def test_the_last_administrator_stays(office, chief):
    answer = office.post(f"/administration/members/{chief.pk}/end/", follow=True)
    assert "last administrator" in answer.content.decode()
    chief.refresh_from_db()
    assert chief.is_active


def test_another_agencys_members_are_not_there(office, chief):
    other = found_agency(by=NODE, slug="tcu-vila", name="Transnational Crime Unit", country="VU")
    far = enrol_member(
        by=NODE, agency=other, email="far@police.example", name="Far Away", role="administrator", password=PASSWORD
    )
    invitation, _token = invite_member(by=far, email="x@police.example", name="X", role="auditor")
    for action in ("", "end/", "new-password/"):
        method = office.post if action else office.get
        assert method(f"/administration/members/{far.pk}/{action}").status_code == 404
    assert office.post(f"/administration/invitations/{invitation.pk}/withdraw/").status_code == 404
    assert "Far Away" not in office.get("/administration/members/").content.decode()
    with pytest.raises(PermissionDenied):
        withdraw_invitation(by=chief, invitation=invitation)


@pytest.mark.parametrize("role", [role for role in OURS if Permission.INVITE not in ROLES[role].permissions])
def test_other_roles_find_these_doors_shut(enrol, signed_in, role):
    member = enrol(role=role)
    browser = signed_in(member)
    for address in (*OWN, f"/administration/members/{member.pk}/"):
        assert browser.get(address).status_code == 403, address
    for address in (
        OWN[1],
        f"/administration/members/{member.pk}/end/",
        f"/administration/members/{member.pk}/new-password/",
    ):
        assert browser.post(address, SERA).status_code == 403, address


def test_the_roles_page_says_what_the_program_does(enrol, signed_in):
    page = signed_in(enrol()).get("/administration/roles/")
    for role in ROLES.values():
        assert str(role.description) in page.content.decode()
    for permission, granted in page.context["rows"]:
        assert granted == [(role, permission in role.permissions) for role in ROLES.values()]
    assert len(page.context["rows"]) == len(Permission)


@pytest.mark.parametrize("role", OURS)
def test_only_doors_that_open_are_shown(enrol, signed_in, role):
    browser = signed_in(enrol(role=role))
    page = browser.get("/administration/roles/").content.decode()
    for door in ("/administration/members/", "/administration/journal/"):
        assert (f'href="{door}"' in page) == (browser.get(door).status_code == 200), door


def test_without_signing_in_nothing_is_shown(db, client):
    for address in (
        *OWN,
        "/administration/roles/",
        "/administration/journal/",
        "/account/sessions/",
        "/account/password/",
    ):
        assert client.get(address)["Location"].startswith("/account/sign-in/"), address


def test_signed_out_link_pages_do_not_sign_in_twice(office):
    link = invited(office)
    visitor = Client()
    visitor.post(link, {"password": GOOD})
    assert sign_in(Client(), "sera@police.example", GOOD).status_code == 302

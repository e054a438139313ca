"""Everything that changes agencies and members."""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import (
    Agency,
    Invitation,
    InvitationIsOver,
    Member,
    PasswordLink,
    PasswordLinkIsOver,
    Unit,
    digest_of,
    stub_address,
)
from lali.records.agencies.vocabulary import ELSEWHERE, Permission
from lali.records.audit.actions import record
from lali.records.audit.comparing import Compared, compare_head, heads_in_text
from lali.records.audit.queries import LogCheck, check_log, forget_hashes
from lali.records.refusals import Refused

__all__ = [
    "AlreadyAMember",
    "InvitationIsOver",
    "JournalIsTooLong",
    "LastAdministrator",
    "NoHeadInIt",
    "PasswordLinkIsOver",
    "UnitIsInUse",
    "UnitIsThere",
    "UnknownLanguage",
    "accept_invitation",
    "add_unit",
    "check_journal",
    "choose_language",
    "end_membership",
    "end_unit",
    "enrol_member",
    "found_agency",
    "invite_member",
    "make_password_link",
    "put_in_unit",
    "reinstate_member",
    "set_password_by_link",
    "withdraw_invitation",
]

INVITATION_DAYS = 7
PASSWORD_LINK_HOURS = 24
MOST_CHECKED_ON_A_PAGE = 50_000  # entries; measured: one second, in which nobody else can write


class AlreadyAMember(Refused):
    """Somebody with this e-mail address is a member."""

    sentence = _("Somebody with this e-mail address is a member already.")


class LastAdministrator(Refused):
    """Nobody could invite anybody any more."""

    sentence = _("This is the last administrator. Make somebody else an administrator first.")


class NoHeadInIt(Refused):
    """What was given to be compared holds no signed head."""

    sentence = _(
        "There is no signed head in it. Paste the head, or choose the receipt or the file head.txt it stands in."
    )


class JournalIsTooLong(Refused):
    """Checking it would hold everybody up for too long."""

    sentence = _("The journal is too long to be checked while everybody works. Run: lali verify")


class UnitIsThere(Refused):
    """Two units of one name would be confused."""

    sentence = _("Your agency has a unit of this name already.")


class UnitIsInUse(Refused):
    """Members are in it."""

    sentence = _("Members are still in this unit. Put them in another one first.")


class UnknownLanguage(Refused):
    """The workspace does not speak it."""

    sentence = _("The workspace does not speak this language.")


@transaction.atomic
def found_agency(*, by: object, slug: str, name: str, country: str) -> Agency:
    """Enter an agency of this node (at set-up)."""
    agency = Agency.objects.create(slug=slug, name=name, country=country)
    record(by=by, verb="agency.founded", subject=f"agency:{slug}", facts={"country": country})
    return agency


@transaction.atomic
def enrol_member(*, by: object, agency: Agency, email: str, name: str, role: str, password: str) -> Member:
    """Make a member without an invitation: the first administrator at set-up, and the demo's scene."""
    member = Member(agency=agency, email=_plain(email), name=name.strip(), role=role)
    member.set_password(password)
    member.save()
    record(by=by, verb="member.enrolled", subject=member.journal_name, facts={"role": role, "agency": agency.slug})
    return member


@transaction.atomic
def enter_stub(*, by: object, name: str, known_from: str, key: str) -> Member:
    """Enter somebody of another node by name, because a case that came from there names them; once for each `key`.

    They are no member: they never sign in, may nothing, and no list of colleagues holds them.
    """
    address = stub_address(key)
    stub = Member.objects.filter(email=address, name=name, known_from=known_from).first()
    if stub:
        return stub
    if Member.objects.filter(email=address).exists():  # the same number there, under another name by now
        address = f"{secrets.token_hex(20)}@elsewhere.invalid"
    stub = Member(
        agency=getattr(by, "agency", None),
        email=address,
        name=name,
        role=ELSEWHERE,
        known_from=known_from,
        is_active=False,
    )
    stub.set_unusable_password()
    stub.save()
    record(by=by, verb="member.came", subject=stub.journal_name)
    return stub


# -- invitations -------------------------------------------------------------------------------------------------


@transaction.atomic
def invite_member(*, by: Member, email: str, name: str, role: str) -> tuple[Invitation, str]:
    """Invite somebody into the inviter's agency. Returns the invitation and the token of its one-time link.

    A new invitation for the same person ends the ones before it, so that one link at most is open.
    """
    require(by, Permission.INVITE)
    if Member.objects.filter(email__iexact=_plain(email)).exists():
        raise AlreadyAMember
    now = timezone.now()
    for earlier in Invitation.objects.open_at(now).filter(email=_plain(email), agency=by.agency):
        withdraw_invitation(by=by, invitation=earlier)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=_plain(email),
        name=name.strip(),
        agency=by.agency,
        role=role,
        token_digest=digest_of(token),
        invited_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(by=by, verb="member.invited", subject=f"invitation:{invitation.pk}", facts={"role": role})
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, by: Member, invitation: Invitation) -> Invitation:
    """End an open invitation before it is used."""
    require(by, Permission.INVITE)
    _require_same_agency(by, invitation.agency_id)
    open_one = Invitation.objects.select_for_update().open_at(timezone.now()).filter(pk=invitation.pk).first()
    if open_one is None:
        raise InvitationIsOver
    open_one.expires_at = timezone.now()
    open_one.save(update_fields=["expires_at"])
    record(by=by, verb="invitation.withdrawn", subject=f"invitation:{open_one.pk}")
    return open_one


@transaction.atomic
def accept_invitation(*, by: str, token: str, password: str) -> Member:
    """Become a member through a one-time link; `by` is a visitor. ValidationError for a weak password."""
    found = Invitation.objects.select_for_update().with_token(token, now=timezone.now())
    if Member.objects.filter(email__iexact=found.email).exists():
        raise AlreadyAMember
    validate_password(password, Member(email=found.email, name=found.name))
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    record(by=by, verb="invitation.used", subject=f"invitation:{found.pk}")
    return enrol_member(
        by=f"invitation:{found.pk}",
        agency=found.agency,
        email=found.email,
        name=found.name,
        role=found.role,
        password=password,
    )


# -- units -------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_unit(*, by: Member, name: str) -> Unit:
    """Enter a unit of the member's agency. UnitIsThere when one of this name is there already."""
    require(by, Permission.INVITE)
    unit, made = Unit.objects.get_or_create(agency=by.agency, name=name.strip()[:120], ended_at=None)
    if not made:
        raise UnitIsThere
    record(by=by, verb="unit.added", subject=f"unit:{unit.pk}", facts={"agency": by.agency.slug})
    return unit


@transaction.atomic
def end_unit(*, by: Member, unit: Unit) -> Unit:
    """End a unit in which nobody is any more. Its cases stay; supervisors of the whole agency answer for them."""
    require(by, Permission.INVITE)
    _require_same_agency(by, unit.agency_id)
    if unit.members.filter(is_active=True).exists():
        raise UnitIsInUse
    unit.ended_at = timezone.now()
    unit.save(update_fields=["ended_at"])
    record(by=by, verb="unit.ended", subject=f"unit:{unit.pk}")
    return unit


@transaction.atomic
def put_in_unit(*, by: Member, member: Member, unit: Unit | None) -> Member:
    """Put a member in a unit of their agency, or in none."""
    require(by, Permission.INVITE)
    _require_same_agency(by, member.agency_id)
    if unit:
        _require_same_agency(by, unit.agency_id)
    facts = {"changed": {"unit": [str(member.unit_id or ""), str(unit.pk if unit else "")]}}
    member.unit = unit
    member.save(update_fields=["unit"])
    record(by=by, verb="member.unit_changed", subject=member.journal_name, facts=facts)
    return member


# -- members -----------------------------------------------------------------------------------------------------


@transaction.atomic
def end_membership(*, by: Member, member: Member) -> Member:
    """End a member's access at once; what they did stays in the journal.

    The password goes too: every session is tied to it, so none outlives the membership.
    """
    require(by, Permission.INVITE)
    _require_same_agency(by, member.agency_id)
    administrators = Member.objects.select_for_update().filter(
        is_active=True, role="administrator", agency_id=member.agency_id
    )
    if member.role == "administrator" and not administrators.exclude(pk=member.pk).exists():
        raise LastAdministrator
    member.is_active = False
    member.set_unusable_password()
    member.save(update_fields=["is_active", "password"])
    record(by=by, verb="member.ended", subject=member.journal_name)
    return member


@transaction.atomic
def reinstate_member(*, by: Member, member: Member) -> Member:
    """Take a member back in. They have no password yet: make them a link for one."""
    require(by, Permission.INVITE)
    _require_same_agency(by, member.agency_id)
    member.is_active = True
    member.save(update_fields=["is_active"])
    record(by=by, verb="member.reinstated", subject=member.journal_name)
    return member


@transaction.atomic
def make_password_link(*, by: Member, member: Member, forgets_second_factor: bool = False) -> tuple[PasswordLink, str]:
    """Make a one-time link with which a member who cannot sign in sets a new password. Returns it and its token.

    Earlier links of the member end. With `forgets_second_factor` the use of the link also removes the lost phone or
    key; nothing is removed before.
    """
    require(by, Permission.INVITE)
    _require_same_agency(by, member.agency_id)
    if not member.is_active:
        raise PermissionDenied
    now = timezone.now()
    PasswordLink.objects.open_at(now).filter(member=member).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    link = PasswordLink.objects.create(
        member=member,
        forgets_second_factor=forgets_second_factor,
        made_by=by,
        token_digest=digest_of(token),
        expires_at=now + timedelta(hours=PASSWORD_LINK_HOURS),
    )
    record(
        by=by,
        verb="member.password_link_made",
        subject=member.journal_name,
        facts={"forgets_second_factor": forgets_second_factor},
    )
    return link, token


@transaction.atomic
def set_password_by_link(*, by: str, token: str, password: str) -> Member:
    """Set a new password through a one-time link; `by` is a visitor. ValidationError for a weak password."""
    found = PasswordLink.objects.select_for_update().with_token(token, now=timezone.now())
    member = found.member
    if not member.is_active:
        raise PasswordLinkIsOver
    validate_password(password, member)
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    member.set_password(password)
    member.save(update_fields=["password"])
    if found.forgets_second_factor:
        Authenticator.objects.filter(user=member).delete()
    record(
        by=by,
        verb="member.password_set_by_link",
        subject=member.journal_name,
        facts={"forgets_second_factor": found.forgets_second_factor},
    )
    return member


@transaction.atomic
def choose_language(*, by: Member, language: str) -> Member:
    """Remember in which language a member reads the workspace."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    by.language = language
    by.save(update_fields=["language"])
    record(by=by, verb="member.language_chosen", subject=by.journal_name, facts={"language": language})
    return by


# -- the journal -------------------------------------------------------------------------------------------------


@transaction.atomic
def check_journal(*, by: Member) -> LogCheck:
    """Recompute the whole journal against its signed heads; JournalIsTooLong above MOST_CHECKED_ON_A_PAGE entries.

    The first entry holds the log's lock, so that nothing is appended while the tree is computed.
    """
    require(by, Permission.READ_JOURNAL)
    begun = record(by=by, verb="journal.check_begun", subject="journal", reading=True)
    if begun.index >= MOST_CHECKED_ON_A_PAGE:
        raise JournalIsTooLong
    check = check_log()
    facts = {"entries": check.entries, "as_it_was": check.first_broken is None}
    record(by=by, verb="journal.checked", subject="journal", facts=facts, reading=True)
    return check


@transaction.atomic
def compare_given_heads(*, by: Member, text: str) -> list[Compared]:
    """Compare every head in a text that a partner showed or sent with the journal as it is now, the worst first.

    NoHeadInIt where there is none; JournalIsTooLong as for a whole check: the hashes are worked out anew.
    """
    require(by, Permission.READ_JOURNAL)
    heads = heads_in_text(text)
    if not heads:
        raise NoHeadInIt
    begun = record(by=by, verb="journal.check_begun", subject="journal", reading=True)
    if begun.index >= MOST_CHECKED_ON_A_PAGE:
        raise JournalIsTooLong
    forget_hashes()
    compared = sorted(map(compare_head, heads), key=lambda one: (not one.verdict.broken, one.size))
    facts = {"heads": [{"entries": _as_fact(one.size), "verdict": one.verdict} for one in compared]}
    record(by=by, verb="journal.compared", subject="journal", facts=facts, reading=True)
    return compared


def _as_fact(size: int) -> int | str:
    """A number as a journal line can hold it: a forged head may claim any."""
    return size if size < 2**53 else str(size)


def _plain(email: str) -> str:
    return email.strip().lower()  # one spelling, so that wrong passwords are counted for one member


def _require_same_agency(by: Member, agency_id: int) -> None:
    if by.agency_id != agency_id:
        raise PermissionDenied

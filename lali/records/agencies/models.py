"""Agencies, members and invitations."""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.vocabulary import ELSEWHERE, ROLE_CHOICES, ROLES, Permission, Role
from lali.records.classified import INTERNAL, PERSONAL, PUBLIC
from lali.records.refusals import Refused


class Agency(models.Model):
    """An organisation whose members work on this node."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2)

    CLASSIFIED = {"slug": PUBLIC, "name": PUBLIC, "country": PUBLIC}

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")


class Unit(models.Model):
    """A part of an agency, such as a unit on another island: has members, supervisors and cases of its own."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=120)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    CLASSIFIED = {"agency": PUBLIC, "name": PUBLIC, "ended_at": INTERNAL}

    class Meta:
        ordering = ["name"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(ended_at__isnull=True), name="agencies_unit_name_once"
            )
        ]


class StubIsFinal(Exception):
    """Somebody tried to change who is named only by a case of another node."""


class MemberQuerySet(models.QuerySet):
    """Members, those of this node and those only named in cases that came from others."""

    def staff(self) -> "MemberQuerySet":
        """Who is or was a member here."""
        return self.filter(known_from="")


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):
    """What Django's sign-in asks of a manager; members are made by `accept_invitation` only."""

    def get_by_natural_key(self, email: str) -> "Member":
        """Find by e-mail, whatever its case."""
        return self.get(email__iexact=email)


def stub_address(key: str) -> str:
    """In place of an e-mail address: where a name only that was entered under this key is found."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:40]}@elsewhere.invalid"


class Member(AbstractBaseUser):
    """A colleague who signs in. One person, one agency, one role.

    Or a *name only*: somebody of another node whom a case that came from there names. `known_from` is then their
    agency; they never sign in, and belong to the agency here only because every member belongs to one.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members", verbose_name=_("agency"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=30, choices=[*ROLE_CHOICES, (ELSEWHERE, ROLES[ELSEWHERE].name)])
    language = models.CharField(_("language"), max_length=5, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    known_from = models.CharField(_("agency of another node"), max_length=120, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = MemberManager()

    CLASSIFIED = {
        "password": INTERNAL,
        "last_login": INTERNAL,
        "email": PERSONAL,
        "name": PERSONAL,
        "agency": INTERNAL,
        "unit": INTERNAL,
        "role": INTERNAL,
        "language": INTERNAL,
        "is_active": INTERNAL,
        "joined_at": INTERNAL,
        "known_from": INTERNAL,
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="agencies_member_email_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="agencies_member_role_known"),
            models.CheckConstraint(
                condition=models.Q(known_from="") & ~models.Q(role=ELSEWHERE)
                | ~models.Q(known_from="") & models.Q(role=ELSEWHERE, is_active=False),
                name="agencies_stub_never_signs_in",
            ),
        ]

    @classmethod
    def from_db(cls, db: str | None, field_names: list[str], values: list[Any]) -> "Member":
        """A row as an object; one who is named only by a case of another node says so wherever the name is shown."""
        member = super().from_db(db, field_names, values)
        known = member.__dict__
        if known.get("known_from") and "name" in known:
            member.name = _("%(name)s (of %(agency)s, not a member here)") % {
                "name": member.name,
                "agency": member.known_from,
            }
        return member

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write; who is only named here is entered once and never changed."""
        if self.pk and self.known_from:
            raise StubIsFinal("Somebody who is only named here is never changed.")
        super().save(*args, **kwargs)

    @property
    def journal_name(self) -> str:
        """How the journal writes this member: a reference that outlives the row."""
        return f"member:{self.pk}"

    @property
    def role_described(self) -> Role:
        """The role with its permissions."""
        return ROLES[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether the role carries `permission` and the member is active."""
        return self.is_active and permission in self.role_described.permissions

    def get_full_name(self) -> str:
        """Name, as Django's and allauth's pages ask for it."""
        return self.name


class InvitationIsOver(Refused):
    """The link was used, has expired or never was."""

    sentence = _("This invitation cannot be used: it was used already, or it has ended. Ask for a new one.")


class PasswordLinkIsOver(Refused):
    """The link was used, has expired or never was."""

    sentence = _(
        "This link cannot be used: it was used already, or it has ended. Ask your administrator for a new one."
    )


def digest_of(token: str) -> str:
    """SHA-256 of a one-time link's token, in hex: all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


class OneTimeLinkQuerySet(models.QuerySet):
    """One-time links, by their token."""

    def open_at(self, now: datetime) -> "OneTimeLinkQuerySet":
        """Links that can still be used."""
        return self.filter(used_at__isnull=True, expires_at__gt=now)

    def with_token(self, token: str, *, now: datetime) -> Any:
        """The open link of a token; the model's own refusal for any other token."""
        found = self.open_at(now).filter(token_digest=digest_of(token)).first()
        if found is None:
            raise self.model.is_over
        return found


class OneTimeLink(models.Model):
    """What works once and not for long. Only the token's digest is kept."""

    token_digest = models.CharField(_("digest of the link"), max_length=64, unique=True)
    expires_at = models.DateTimeField(_("ends"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        abstract = True


class Invitation(OneTimeLink):
    """A one-time link by which one person becomes a member."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)

    is_over = InvitationIsOver

    CLASSIFIED = {
        "email": PERSONAL,
        "name": PERSONAL,
        "agency": INTERNAL,
        "role": INTERNAL,
        "token_digest": INTERNAL,
        "invited_by": INTERNAL,
        "invited_at": INTERNAL,
        "expires_at": INTERNAL,
        "used_at": INTERNAL,
    }

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    @property
    def role_described(self) -> Role:
        """The role that the person will have."""
        return ROLES[self.role]


class PasswordLink(OneTimeLink):
    """A one-time link by which a member who cannot sign in sets a new password; no mail is needed."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    forgets_second_factor = models.BooleanField(_("the phone or key is lost too"), default=False)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    is_over = PasswordLinkIsOver

    CLASSIFIED = dict.fromkeys(
        ["token_digest", "expires_at", "used_at", "member", "forgets_second_factor", "made_by", "made_at"], INTERNAL
    )

    class Meta:
        verbose_name = _("link for a new password")
        verbose_name_plural = _("links for a new password")

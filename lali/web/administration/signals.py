"""The border to allauth, axes and Django: what they announce becomes an action, and nothing else happens here."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from lali.records.agencies.sign_in_actions import (
    note_failed_second_factor,
    note_failed_sign_in,
    note_password_changed,
    note_second_factor,
    note_sign_in,
    note_sign_out,
)
from lali.records.audit.vocabulary import PUBLIC


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Somebody is in."""
    ways = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    note_sign_in(by=user, ways=ways)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Write a wrong password down, except while the pair is shut out: a guesser must not fill the journal."""
    if request is not None and AxesProxyHandler.is_allowed(request, credentials):
        note_failed_sign_in(by=PUBLIC, email=credentials.get("login", ""))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Somebody is out, by their own will or by time."""
    if user is not None:
        note_sign_out(by=user, timed_out=getattr(request, "timed_out", False))


@receiver(authentication_failed)
def second_step_failed(user: Any, **_signal: Any) -> None:
    """A wrong code came after the right password."""
    note_failed_second_factor(by=user)


@receiver(authenticator_added)
def second_factor_added(user: Any, authenticator: Any, **_signal: Any) -> None:
    """A phone, key or set of codes was added."""
    note_second_factor(by=user, change="added", kind=authenticator.type)


@receiver(authenticator_removed)
def second_factor_removed(user: Any, authenticator: Any, **_signal: Any) -> None:
    """A phone, key or set of codes was removed."""
    note_second_factor(by=user, change="removed", kind=authenticator.type)


@receiver(authenticator_reset)
def recovery_codes_made_anew(user: Any, authenticator: Any, **_signal: Any) -> None:
    """A new set of recovery codes was made."""
    note_second_factor(by=user, change="reset", kind=authenticator.type)


@receiver(password_changed)
def own_password_changed(user: Any, **_signal: Any) -> None:
    """A member changed their own password."""
    note_password_changed(by=user)

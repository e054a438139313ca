"""What we decide differently from allauth: who may come in, what is sealed, how failures are counted."""

import base64
import time
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.sign_in_actions import note_other_sessions_ended
from lali.records.keyring import keys, open_words, seal_words

SECOND_FACTOR = "second factor"  # what the seal is bound to
SAID = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("The password is changed. Sign in with the new one."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes. Write them down now."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}


def address_of(request: HttpRequest) -> str | None:
    """The network address of whoever asks, for axes: counted from the right of X-Forwarded-For, past trusted proxies.

    ALLAUTH_TRUSTED_PROXY_COUNT says how many proxies of ours stand in front (0: the header is not believed at all).
    """
    return get_client_ip(request)


class InvitedOnly(DefaultAccountAdapter):
    """Members come by invitation; wrong passwords are counted by axes, not a second time by allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody signs up."""
        return False

    def add_message(  # noqa: PLR0917 - allauth's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; what has none, such as "you are signed in", is not said."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: allauth would count by e-mail alone, so that a stranger could shut a member out."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password. axes counts by a credential called `login`; without it all members would be one."""
        login = credentials.get("email", "").strip().lower()
        return super().authenticate(request, **credentials, login=login)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether to ask for the password again; not right after it was given at the door."""
        return super().is_reauthentication_required(app=app) and not _just_signed_in(context.request)


def _just_signed_in(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < REAUTHENTICATION_TIMEOUT


class SealedSecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are sealed with the node's key: a copied database opens none."""

    def encrypt(self, text: str) -> str:
        """Seal, as text."""
        return base64.b64encode(seal_words(text, key=keys().kek, about=SECOND_FACTOR)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed; InvalidTag for anything else."""
        return open_words(base64.b64decode(encrypted_text), key=keys().kek, about=SECOND_FACTOR)


class JournalledSessions(DefaultUserSessionsAdapter):
    """Signing out everywhere else stands in the journal."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End them and write it down."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            note_other_sessions_ended(by=ended[0].user, sessions=len(ended))

"""What holds for every request of a signed-in member: idle time, second factor, language and zone."""

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lali.records.agencies.vocabulary import ZONES

Answer = Callable[[HttpRequest], HttpResponse]

SEEN_AT = "seen_at"  # in the session: seconds since the epoch
TOUCHED_EVERY = 60  # seconds; a session is written once a minute at most
MOST_SHOWN_BACK = 1024 * 1024  # bytes of a form that are read to be shown again
NOT_SHOWN_BACK = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "credential")
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_login",  # sends a signed-in member on
        "account_reauthenticate",
        "account_logout",
        "administration:language",
        "administration:invitation",
        "administration:new_password",
    }
)


class IdleTimeOut:
    """Signs out who made no request for IDLE_TIME_OUT seconds; what they were just sending is shown back to them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out or note the time."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        away = now - request.session.setdefault(SEEN_AT, now)
        if away <= settings.IDLE_TIME_OUT:
            if away > TOUCHED_EVERY:
                request.session[SEEN_AT] = now
            return self.get_response(request)
        return self._time_out(request)

    def _time_out(self, request: HttpRequest) -> HttpResponse:
        request.timed_out = True  # for the journal
        typed = _typed(request)
        logout(request)
        if request.method in ("GET", "HEAD") or request.path == reverse("account_logout"):
            messages.info(request, _("You were signed out because nothing happened for a while. Sign in to go on."))
            return self.get_response(request)  # sign-in is required there, and comes back to this address
        return render(request, "administration/timed_out.html", {"typed": typed}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form they are sending, without secrets; nothing of an upload."""
    if request.method != "POST" or int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SHOWN_BACK:
        return []
    return [
        text for name, texts in request.POST.lists() if name not in NOT_SHOWN_BACK for text in texts if text.strip()
    ]


class SecondFactorRequired:
    """Sends a member without a second factor to its set-up, outside the demo, until there is one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Do nothing yet: which page it is, is known in `process_view`."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let pass, or send to the set-up."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        return None if is_mfa_enabled(request.user, SECOND_FACTORS) else redirect("mfa_index")


class MemberLanguageAndZone:
    """Speaks the member's language and tells the time of the member's agency."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate both; the language stays for the outer middleware, which names it in the answer's header."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(ZONES.get(request.user.agency.country, settings.TIME_ZONE)):
            return self.get_response(request)

"""What every page of the public site shares: country, languages, and numbers to ring."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from lali.engines.helplines import COUNTRIES, ELSEWHERE, helplines
from lali.records.wording import overlay
from lali.records.wording.pages import page_read_by
from lali.web.public.countries import NAMES

# What a browser says when it loads ahead, in the header of today or in one of those before it.
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
DRAFT_PLACE = b"<!--draft-->"  # where a page says that words on it wait for a speaker, once all of it is said
DRAFT_IS_GRAVE = frozenset(
    {"help", "agencies", "answers"}
)  # pages on which a wrong word costs most: whom to ring, the law
MOST_ON_TOP = 3  # numbers above the fold; all of them stand on the help page


def chosen_country(request: HttpRequest) -> str:
    """Return the country the visitor chose by a link (two letters), or the node's own if none or an unknown one."""
    named = request.GET.get("country", "")
    return named if named in COUNTRIES or named in ELSEWHERE else settings.COUNTRY


def suffix(country: str) -> str:
    """Return what links and forms carry so that the chosen country stays chosen; nothing for the node's own."""
    return "" if country == settings.COUNTRY else f"?country={country}"


def report_address() -> str:
    """Return where the report is asked, in the language of this page."""
    return reverse("public:report")


def from_another_site(request: HttpRequest) -> bool:
    """Say whether another site made the browser send this form: its words may be words that somebody there knows."""
    return request.META.get("HTTP_SEC_FETCH_SITE") in {"cross-site", "same-site"}


def loaded_ahead(request: HttpRequest) -> bool:
    """Say whether a browser loads the page before anybody asked for it (Sec-Purpose: prefetch; prerender, or older)."""
    return any(request.META.get(name) for name in AHEAD)


def _recording_of(template: str) -> tuple[str, str] | None:
    """Address and size, in thousands of bytes, of the recording of this page; nothing where there is none."""
    page = page_read_by(template)
    found = overlay.recording_of(get_language() or "en", page)
    return (reverse("public:listen", args=[page]), str(-(-found[1] // 1000))) if found else None


def show(request: HttpRequest, template: str, *, status: int = 200, secret: bool = False, **facts: Any) -> HttpResponse:
    """Render a page of this site.

    `stay`, if given, is the value of the button `go` that shows this very page again: pages with a form switch language
    and country by sending the form, so that nothing typed is lost.
    `secret` says that a code or an opened letter stands on the page. `at`, if given, is the address whose page this is,
    where it is another than the one that was asked.
    """
    country = chosen_country(request)
    keep = suffix(country)
    lines = helplines(country)
    here = facts.get("at") or (request.path if request.resolver_match else reverse("public:home"))
    behind_language = here.removeprefix(f"/{get_language()}")  # no address of this site is translated
    shared = {
        "keep": keep,
        "place": country,
        "place_name": NAMES.get(country, country),
        "places": [(code, NAMES.get(code, code), here + suffix(code)) for code in COUNTRIES],
        "tongues": [(code, f"/{code}{behind_language}{keep}") for code, _native in settings.LANGUAGES],
        "listen": _recording_of(template) if request.method != "POST" else None,
        "helplines": lines,
        "urgent_lines": [line for line in lines if line.number][:MOST_ON_TOP],
    }
    response = render(request, f"public/{template}.html", shared | facts, status=status)
    grave = template in DRAFT_IS_GRAVE or facts.get("risk") == "urgent"
    told = {"grave": grave, "english": f"/en{behind_language}{keep}", "stay": facts.get("stay", "")}
    draft = render_to_string("public/draft.html", told) if overlay.says_unsigned() else ""
    response.content = response.content.replace(DRAFT_PLACE, draft.encode(), 1)
    response.holds_secrets = secret
    return response

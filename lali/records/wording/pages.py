"""Under which page of the site a string stands, by the file it was found in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_T = "lali/web/public/templates/public/"
_V = "lali/web/public/views/"
_C = "lali/web/components/templates/components/"
_E = "lali/engines/"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the site as translators know it, and the beginnings of the files whose strings it holds.

    `reads`: templates that a recording of the page stands on.
    """

    code: str
    name: Promise
    files: tuple[str, ...]
    reads: tuple[str, ...] = ()


# A string that stands in several files belongs to the first page that holds one of them.
PAGES = (
    Page(
        "every",
        _("On every page"),
        (
            *(f"{_T}{name}.html" for name in ("page", "draft", "message", "error")),
            *(f"{_C}{name}.html" for name in ("public", "quick_exit", "languages", "emergency", "steps")),
            f"{_C}form/",
            f"{_V}errors.py",
            "lali/records/refusals.py",
            "lali/web/public/services.py",
        ),
    ),
    Page("home", pgettext_lazy("page of the site", "Home"), (f"{_T}home.html",), ("home",)),
    Page(
        "check",
        pgettext_lazy("page of the site", "Check an offer"),
        (
            *(f"{_T}{name}.html" for name in ("check", "checked", "result", "questions", "always_ask")),
            *(f"{_C}{name}.html" for name in ("lamps", "sign", "identifier")),
            f"{_V}result.py",
            f"{_V}check.py",
            f"{_E}signs/",
            "lali/web/components/templatetags/components.py",
        ),
        ("check",),
    ),
    Page(
        "work",
        _("Agencies, official routes, work near home"),
        (
            *(f"{_T}{name}.html" for name in ("agencies", "agency", "route", "near", "opportunity")),
            "lali/records/noticeboard/shipped.py",
        ),
        ("agencies", "near"),
    ),
    Page("lure", _("Lure of the week"), (f"{_T}lure.html", f"{_V}lure.py"), ("lure",)),
    Page(
        "report",
        pgettext_lazy("page of the site", "Report"),
        (
            *(f"{_T}{name}.html" for name in ("report", "answers", "sent", "saved", "files", "file", "path")),
            *(f"{_T}{name}.html" for name in ("practice", "practised", "promise")),
            f"{_V}files.py",
            f"{_V}report.py",
            "lali/web/public/uploads.py",
            "lali/records/letterbox/actions.py",
        ),
        ("report",),
    ),
    Page(
        "code",
        _("Come back with a code"),
        (f"{_T}code.html", f"{_T}in_english.html", f"{_T}conversation.html", f"{_V}conversation.py"),
        ("code",),
    ),
    Page(
        "help",
        pgettext_lazy("page of the site", "Help"),
        (f"{_T}help", f"{_T}countries.html", "lali/web/public/countries.py", f"{_E}helplines/"),
        ("help",),
    ),
    Page(
        "learn",
        pgettext_lazy("page of the site", "Learn"),
        (
            f"{_T}learn",
            f"{_T}again",
            f"{_V}again.py",
            f"{_V}learn.py",
            f"{_E}lessons/data/words/lesson.toml",
            "lali/records/learning/actions.py",
            "lali/web/public/calendar.py",
        ),
        ("learn",),
    ),
    Page(
        "stories",
        _("Stories and the game"),
        (f"{_T}play", f"{_V}play.py", f"{_E}flows/", f"{_E}lessons/data/words/stories.toml"),
        ("play", "learn_stories"),
    ),
    Page("pocket", _("Pocket edition"), (f"{_T}pocket",)),
    Page("traces", _("Clear the traces"), (f"{_T}traces.html",), ("traces",)),
    Page("sms", _("By SMS"), ("lali/web/public/talking.py", "lali/web/public/gateway.py")),
    Page("arrival", _("Behind the code of a poster"), (f"{_T}arrival.html", f"{_T}carried.html", f"{_V}arrival.py")),
    Page("forms", _("Questions in forms"), ("lali/web/public/forms.py",)),
    Page("dates", _("Days and months"), ("lali/web/public/days.py",)),
    Page("more", _("Everything else"), ("lali/web/public/",)),
)
ALL = Page("all", _("All pages"), ())  # no page of the site: every string, for who searches or has a list to work off
BY_CODE: Mapping[str, Page] = {page.code: page for page in (*PAGES, ALL)}


def page_of(places: tuple[str, ...]) -> str:
    """Return the code of the page on which a string of these files stands; nothing where no visitor meets it."""
    return next((page.code for page in PAGES if any(place.startswith(page.files) for place in places)), "")


def pages_of(places: tuple[str, ...]) -> list[Page]:
    """Return every page on which a string of these files is met, the one that it belongs to first."""
    met = {page_of((place,)) for place in places}
    return [page for page in PAGES if page.code in met]


@cache
def page_read_by(template: str) -> str:
    """Return the code of the page that a template of the public site shows, for its recording; or nothing."""
    return next((page.code for page in PAGES if template in page.reads), "")

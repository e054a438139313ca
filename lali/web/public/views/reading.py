"""Pages to read: the doors, help numbers, how to clear traces, and the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from lali.engines.helplines import COUNTRIES, ELSEWHERE, fitting_first, helplines
from lali.records.noticeboard.queries import newest_lures
from lali.web.public.countries import NAMES
from lali.web.public.forms import HelpForm
from lali.web.public.pocket import file_name, pocket_edition
from lali.web.public.shared import for_everybody
from lali.web.public.views.page import chosen_country, show

# Weather of the place: what anybody might be looking at. A node may name another site in its settings.
WEATHER = {"FJ": "https://www.met.gov.fj/", "VU": "https://www.vmgd.gov.vu/", "VN": "https://nchmf.gov.vn/"}
ANY_WEATHER = "https://worldweather.wmo.int/"


@for_everybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors: check an offer, report, come back with a code."""
    return show(request, "home", lures=newest_lures(1))


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Show who helps in the chosen country; what fits the answers comes first, and nothing is left out for them."""
    country = chosen_country(request)
    said: dict[str, str] = {}
    if request.method == "POST":
        form = HelpForm(request.POST)
        if not form.is_valid():
            return show(request, "help_ask", status=400, form=form)
        said = {name: words for name, words in form.cleaned_data.items() if words}
    need, child, woman = said.get("need", ""), said.get("under_18") == "yes", said.get("sex") == "woman"
    return show(
        request,
        "help",
        lines=fitting_first(helplines(country), need=need, child=child, woman=woman),
        need=need,
        abroad=country in ELSEWHERE,
        carried=[*said.items()],
        stay="stay" if said else "",
    )


@for_everybody
@require_safe
def help_ask(request: HttpRequest) -> HttpResponse:
    """Ask what help is looked for, and for whom."""
    return show(request, "help_ask", form=HelpForm())


@for_everybody
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Let the visitor say where they are: the countries we know services of, then those people are taken to."""
    named = [sorted((str(NAMES[code]), f"?country={code}") for code in codes) for codes in (COUNTRIES, ELSEWHERE)]
    return show(request, "countries", countries=[*named[0], *named[1]])


@for_everybody
@require_safe
def pocket(request: HttpRequest) -> HttpResponse:
    """Say what the pocket edition is, and give it."""
    return show(request, "pocket_page", file_name=file_name())


@for_everybody
@require_safe
def pocket_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The pocket edition in this language, to be kept."""
    page = pocket_edition(get_language(), timezone.localdate())
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name()}"'
    return response


@for_everybody
@require_safe
def traces(request: HttpRequest) -> HttpResponse:
    """Say what a visit leaves on a phone and how to clear it."""
    return show(request, "traces")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Send the visitor to a page that means nothing, at once."""
    elsewhere = getattr(settings, "LEAVE_TO", "") or WEATHER.get(chosen_country(request), ANY_WEATHER)
    response = HttpResponseRedirect(elsewhere)
    response["Clear-Site-Data"] = '"cache", "storage"'  # nothing should be there; a browser that kept some forgets it
    return response

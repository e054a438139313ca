"""Pages to read: the doors, help numbers, how to clear traces, and the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from lali.engines.helplines import COUNTRIES, ELSEWHERE, fitting_first, helplines
from lali.web.public.forms import HelpForm
from lali.web.public.views.page import NAMES, chosen_country, show

# Weather of the place: what anybody might be looking at. A node may name another site in its settings.
WEATHER = {"FJ": "https://www.met.gov.fj/", "VU": "https://www.vmgd.gov.vu/", "VN": "https://nchmf.gov.vn/"}
ANY_WEATHER = "https://worldweather.wmo.int/"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors: check an offer, report, come back with a code."""
    return show(request, "home")


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Show who helps in the chosen country; what fits an answer comes first, and nothing is left out for it."""
    country = chosen_country(request)
    form = HelpForm(request.POST) if request.method == "POST" else HelpForm()
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = fitting_first(
        helplines(country),
        need=said.get("need", ""),
        child=said.get("under_18") == "yes",
        woman=said.get("sex") == "woman",
    )
    return show(
        request,
        "help",
        status=400 if form.errors else 200,
        form=form,
        lines=lines,
        need=said.get("need", ""),
        abroad=country in ELSEWHERE,
        stay="stay",
    )


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Let the visitor say where they are: the countries we know services of, then those people are taken to."""
    named = [sorted((str(NAMES[code]), f"?country={code}") for code in codes) for codes in (COUNTRIES, ELSEWHERE)]
    return show(request, "countries", countries=[*named[0], *named[1]])


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

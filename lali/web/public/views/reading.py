"""Pages that ask nothing: the three doors, help numbers, how to clear traces, and the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from lali.web.public.views.page import chosen_country, show

# Weather of the place: what anybody might be looking at. A node may name another site in its settings.
WEATHER = {"FJ": "https://www.met.gov.fj/", "VU": "https://www.vmgd.gov.vu/", "VN": "https://nchmf.gov.vn/"}
ANY_WEATHER = "https://worldweather.wmo.int/"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors: check an offer, report, come back with a code."""
    return show(request, "home")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show who helps in the chosen country."""
    return show(request, "help")


@require_safe
def traces(request: HttpRequest) -> HttpResponse:
    """Say what a visit leaves on a phone and how to clear it."""
    return show(request, "traces")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Send the visitor to a page that means nothing, at once."""
    elsewhere = getattr(settings, "LEAVE_TO", "") or WEATHER.get(chosen_country(request), ANY_WEATHER)
    return HttpResponseRedirect(elsewhere)

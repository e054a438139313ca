"""Ways to work that can be asked about: the register of licensed agencies, official routes, opportunities near home."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lali.records.noticeboard.queries import agencies_like, first_of, near_home, newest_check, register_of, routes_of
from lali.web.public.forms import AgencyForm, PlaceForm
from lali.web.public.shared import for_everybody
from lali.web.public.views.page import chosen_country, show

MOST_LISTED = 12


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: HttpRequest) -> HttpResponse:
    """Search the register by name. What is typed travels in the page, not in its address."""
    country, today = chosen_country(request), timezone.localdate()
    register = register_of(country)
    form = AgencyForm(request.POST) if request.method == "POST" else AgencyForm()
    typed = form.kept(request.POST)["name"].strip()
    return show(
        request,
        "agencies",
        form=form,
        typed=typed,
        register=register,
        found=agencies_like(typed, register, today) if typed else [],
        listed=[] if typed else first_of(register, today, MOST_LISTED),
        more=max(0, len(register.agencies) - MOST_LISTED),
        routes=routes_of(country),
        stay="next",
    )


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """Opportunities of a country by province or island."""
    country = chosen_country(request)
    every = near_home(country, timezone.localdate())
    places = sorted({one.place for one in every})
    form = PlaceForm(request.POST if request.method == "POST" else None, places=places)
    chosen = form.kept(request.POST)["place"]
    shown = [one for one in every if chosen not in places or one.place == chosen]
    shown = sorted(shown[:MOST_LISTED], key=lambda one: one.place)
    return show(
        request,
        "near",
        form=form,
        by_place=[(place, list(rows)) for place, rows in groupby(shown, key=lambda one: one.place)],
        total=len(every),
        checked_on=newest_check(country),
        stay="next",
    )

"""The lure of the week: as a page, for readers of news (RSS), for programs (JSON), as a text message."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lali.engines.flows import segments
from lali.records.noticeboard.queries import newest_lures
from lali.records.noticeboard.texts import sms_of
from lali.web.public.shared import for_everybody
from lali.web.public.spoken import spoken_sign
from lali.web.public.views.page import show

MOST_SHOWN = 5
MOST_FED = 20


@for_everybody
@require_safe
def lure(request: HttpRequest) -> HttpResponse:
    """Show the newest lure, and those before it by their titles and words."""
    lures = newest_lures(MOST_SHOWN)
    newest = lures[0] if lures else None
    return show(
        request,
        "lure",
        lure=newest,
        before=lures[1:],
        signs=[spoken_sign(sign) for sign in newest.signs] if newest else [],
        sms=sms_of(newest.title, newest.ask) if newest else "",
    )


@for_everybody
@require_safe
def feed_xml(request: HttpRequest) -> HttpResponse:
    """Lures of the week as RSS 2.0."""
    page = request.build_absolute_uri(reverse("public:lure"))
    feed = Rss201rev2Feed(
        title=_("Lure of the week"), link=page, description=_("How people are lured now. No names."), language="en"
    )
    for one in newest_lures(MOST_FED):
        text = f"{one.words}\n{one.ask}"
        feed.add_item(
            title=one.title, link=page, description=text, unique_id=_id(one.number), unique_id_is_permalink=False
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@for_everybody
@require_safe
def feed_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lures of the week as JSON, each with its text message and how many messages that takes."""
    listed = [
        {
            "id": _id(one.number),
            "title": one.title,
            "words": one.words,
            "signs": [{"id": sign, "label": spoken_sign(sign).label} for sign in one.signs],
            "ask": one.ask,
            "country": one.country,
            "released_on": one.released_on.isoformat(),
            "sms": {"text": sms_of(one.title, one.ask), "segments": segments(sms_of(one.title, one.ask))[0]},
        }
        for one in newest_lures(MOST_FED)
    ]
    return JsonResponse({"lures": listed}, json_dumps_params={"ensure_ascii": False})


def _id(number: int) -> str:
    return f"lali-lure-{number}"

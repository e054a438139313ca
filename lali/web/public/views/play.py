"""The story game: the reader answers a stranger step by step. The path is a string of digits in the page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lali.engines.flows import FLOWS, FlowRefused, flow, walk
from lali.web.public.pictures import PICTURE_OF
from lali.web.public.shared import for_everybody
from lali.web.public.spoken import spoken_sign
from lali.web.public.views.page import show


@dataclass(frozen=True, slots=True)
class Learned:
    """A sign that was met on the way."""

    label: str
    why: str
    english: str
    picture: str


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest) -> HttpResponse:
    """Offer the stories; show the step that the replies led to."""
    name = request.POST.get("story", "")
    if name not in FLOWS:
        return show(request, "play", stories=[(one, flow(one)) for one in FLOWS])
    story, path, go = flow(name), request.POST.get("path", ""), request.POST.get("go", "")
    try:
        here = walk(story, path + go) if go.isdecimal() else walk(story, path)
        path += go if go.isdecimal() else ""
    except FlowRefused:
        here, path = walk(story, ""), ""
    return show(
        request,
        "play_step",
        carried=[("story", name), ("path", path)],
        stay="stay",
        story=story,
        node=here.node,
        said=here.said,
        first=not path,
        learned=[_learned(sign) for sign in (here.signs if here.node.end else here.signs[-1:])],
        replies=[(str(number), _(one.reply)) for number, one in enumerate(here.node.replies, 1)],
    )


def _learned(sign: str) -> Learned:
    spoken = spoken_sign(sign)
    return Learned(spoken.label, spoken.why, spoken.english, PICTURE_OF.get(sign, "attention"))

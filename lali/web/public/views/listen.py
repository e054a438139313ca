"""A page read aloud, where somebody recorded it and somebody else signed the recording."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lali.records.wording.queries import sound_of
from lali.web.components.sound import sound_response


@require_safe
def listen(request: HttpRequest, page: str) -> HttpResponseBase:
    """The recording of a page in this language."""
    found = sound_of(get_language() or "en", page)
    if found is None:
        raise Http404
    return sound_response(request, *found)

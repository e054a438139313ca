"""Pages of the public site read aloud: recorded by one who speaks the language, signed by another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.refusals import Refused
from lali.records.wording import actions, keeping
from lali.records.wording.pages import BY_CODE
from lali.records.wording.vocabulary import SOUND_TYPES, Sound
from lali.web.components.outcome import carried_out
from lali.web.components.sound import sound_response
from lali.web.programme.forms.words import SoundForm
from lali.web.programme.views.words import around, require_translator, sent_bytes, sent_with


@require_http_methods(["GET", "HEAD", "POST"])
def sounds(request: HttpRequest, language: str, page: str) -> HttpResponse:
    """The recordings of a page; keep a new one."""
    heard = keeping.recordings_of(request.user, language, page)
    if not BY_CODE[page].reads:
        raise Http404
    if request.method == "POST":
        require_translator(request)
    form = SoundForm(*sent_with(request), sent=sent_bytes(request))
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.keep_recording(
            by=request.user, language=language, page=page, content=form.cleaned_data["sound"]
        ),
        said=_("Kept. The public hears it when somebody else has listened and signed."),
    ):
        return redirect("programme:words_sounds", language, page)
    context = {
        **around(language, page),
        "form": form,
        "translates": request.user.may(Permission.TRANSLATE),
        "heard": [(one, _may_sign(request, one)) for one in heard],
    }
    return render(request, "programme/words_sounds.html", context, status=400 if request.method == "POST" else 200)


def _may_sign(request: HttpRequest, one: keeping.Heard) -> bool:
    own = one.row.written_by == request.user.journal_name
    return request.user.may(Permission.REVIEW_TRANSLATION) and not one.row.signed_by and not own


@require_safe
def sound(request: HttpRequest, number: int) -> HttpResponseBase:
    """Listen to a recording."""
    found = keeping.recording(request.user, number)
    return sound_response(request, SOUND_TYPES[Sound(found.kind)], bytes(found.content))


@require_POST
def sign_sound(request: HttpRequest, number: int) -> HttpResponse:
    """Sign a recording."""
    found = keeping.recording(request.user, number)
    try:
        actions.sign_recording(by=request.user, number=number)
        messages.success(request, _("Signed. The public can listen within a minute."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("programme:words_sounds", found.language, found.page)


@require_POST
def remove_sound(request: HttpRequest, number: int) -> HttpResponse:
    """Take a recording away."""
    removed = actions.remove_recording(by=request.user, number=number)
    messages.success(request, _("Taken away."))
    return redirect("programme:words_sounds", removed.language, removed.page)

"""Files of a report: looked at first, chosen by the visitor, sealed to the agency at once.

Files cannot travel in the page as answers do. So whoever adds one gets the six words first; the file is sealed under
them, and the page knows it only as "file 1, picture, 240 KB". What it reveals is shown before anything is decided, and
what was not decided is not sent. A page is one form: a file that was chosen goes along with every button, those of the
files before it too, and is looked at in the same turn: nobody loses one by pressing the wrong button.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lali.engines.documents import Hint, Looked, look_at
from lali.records.audit.vocabulary import PUBLIC
from lali.records.letterbox.actions import DraftIsGone, Rewriting, SentAlready, enclose, keep_draft, take_file_back
from lali.records.letterbox.vocabulary import MOST_FILE_BYTES, MOST_FILES
from lali.records.refusals import Refused
from lali.web.public.uploads import Bounded, LooksAlready, one_look
from lali.web.public.views.page import chosen_country, suffix
from lali.web.public.views.report import (
    ANSWERS,
    File,
    Visit,
    as_kept,
    kept_files,
    kept_words,
    new_words,
    report,
    show_page,
    step_of,
    visit_of,
    with_draft,
)

CHOICES = ("both", "clean", "drop")
MOST_TOLD = 20  # things told of one file
TOO_LARGE, BUSY = 413, 503


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Show the files of a report, take one in, ask what to do with it, let one go."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:report") + suffix(chosen_country(request)))
    handler = Bounded(request)
    request.upload_handlers = [handler]
    go, _colon, place = request.POST.get("go", "open").partition(":")
    if handler.too_large or "file" in request.FILES:
        go = go if go in CHOICES else "upload"
    elif go == "next" or step_of(go, 0):
        return report(request)
    return _at_files(request, go, place, too_large=handler.too_large)


def _at_files(request: HttpRequest, go: str, place: str, *, too_large: bool) -> HttpResponse:
    visit = with_draft(request) if go in {"upload", *CHOICES} else visit_of(request)
    try:
        if visit.keys is None:
            begins = go == "open" and not visit.practice
            return _show(request, _begun(visit), is_new=True) if begins else _lost(request, visit_of(request))
        visit = _as_chosen(visit, go, place)
        if too_large:
            return _show(request, visit, problem=_too_large(), status=TOO_LARGE)
        if go == "upload" or "file" in request.FILES:
            return _take_in(request, visit)
        return _show(request, visit, **_shown_before(request, visit))
    except (SentAlready, DraftIsGone):
        return _lost(request, visit)
    except Refused as refusal:
        status = BUSY if isinstance(refusal, LooksAlready) else 400
        return _show(request, visit, problem=str(refusal), status=status)


def _too_large() -> str:
    return _("This file is too large. All files together may have 10 MB. Your words are kept.")


def _begun(visit: Visit) -> Visit:
    code, keys = new_words()
    begun = replace(visit, code=code, keys=keys)
    keep_draft(by=PUBLIC, words=kept_words(begun, ANSWERS), reporter=keys)
    return begun


def _as_chosen(visit: Visit, go: str, place: str) -> Visit:
    """Return the visit after what was pressed at one of its files (`both:2`); as it was after any other press."""
    chosen = next((file for file in visit.files if str(file.place) == place), None)
    if chosen and (go in {"drop", "both"} or (go == "clean" and chosen.has_copy)):
        _choose(visit, chosen.place, go)
        visit = as_kept(visit)
        if visit.keys is None:  # sent from another page just now
            raise DraftIsGone
    return visit


def _choose(visit: Visit, place: int, go: str) -> None:
    """Take a file out of the draft, or note that it goes along, whole or as its clean copy only."""

    def changed(files: list[File]) -> list[File]:
        if go == "drop":
            return [file for file in files if file.place != place]
        return [
            replace(file, decided=True, only_copy=file.only_copy or go == "clean") if file.place == place else file
            for file in files
        ]

    noted = kept_files(changed)
    if go == "both":
        keep_draft(by=PUBLIC, words=noted, reporter=visit.keys)
    else:
        take_file_back(by=PUBLIC, reporter=visit.keys, place=place, only_original=go == "clean", noted=noted)


def _take_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        return _show(request, visit, problem=_("Please choose a file first."), status=400)
    if len(visit.files) >= MOST_FILES:
        return _show(request, visit, problem=_("A report can have five files. Take one out first."), status=400)
    if sum(file.size for file in visit.files) + upload.size > MOST_FILE_BYTES:
        return _show(request, visit, problem=_too_large(), status=TOO_LARGE)
    data = upload.read()
    with one_look():
        looked = look_at(data)
    new = File(place=0, kind=_kind(looked), size=len(data), has_copy=looked.clean is not None)
    place = enclose(
        by=PUBLIC, reporter=visit.keys, original=data, clean=looked.clean, name=upload.name,
        noted=lambda words, place: _with_new(replace(new, place=place))(words),
    )  # fmt: skip
    reveals = [(str(hint), words) for hint, words in looked.reveals]
    return _show(request, as_kept(visit), choose=replace(new, place=place), reveals=reveals, inside=looked.inside)


def _shown_before(request: HttpRequest, visit: Visit) -> dict[str, object]:
    """What the page showed of a file that nobody decided on yet: it is sealed, and cannot be looked at again.

    The page carries it, so that who asks for another language reads the same; it goes to nobody else.
    """
    place = request.POST.get("choosing", "")
    choose = next((file for file in visit.files if str(file.place) == place and not file.decided), None)
    if choose is None:
        return {}
    told = [tuple(one.split("=", 1)) for one in request.POST.getlist("reveals")[:MOST_TOLD]]
    reveals = [one for one in told if len(one) == 2 and one[0] in list(Hint)]  # noqa: PLR2004 - hint and words
    return {"choose": choose, "reveals": reveals, "inside": request.POST.get("inside") == "1"}


def _with_new(new: File) -> Rewriting:
    """Note a file. What was noted at its place is gone, and what was chosen for that is not chosen for this."""
    return kept_files(lambda files: [*(file for file in files if file.place != new.place), new])


def _kind(looked: Looked) -> str:
    return "office" if looked.office else str(looked.kind)


def _show(request: HttpRequest, visit: Visit, *, status: int = 200, **facts: object) -> HttpResponse:
    shared = {
        "at": reverse("public:files"),
        "carried": visit.carried(),
        "code": visit.code.phrase if visit.code else "",
        "words": visit.code.words if visit.code else (),
        "files": visit.files,
        "full": len(visit.files) >= MOST_FILES,
        "stay": "stay",
    }
    return show_page(request, "files", visit, step=ANSWERS, status=status, secret=True, **(shared | facts))


def _lost(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The words lead to no draft: it was sent, it is over, or the form came from elsewhere."""
    visit = replace(visit, code=None, keys=None, files=())
    return _show(request, visit, problem=DraftIsGone.sentence, status=400, full=True)

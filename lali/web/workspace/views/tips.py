"""Triage: the queue, one tip, what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lali.records.audit.actions import record_listing
from lali.records.audit.vocabulary import NODE
from lali.records.cases import actions as cases
from lali.records.cases.queries import case_with_tip, cases_to_add_to
from lali.records.evidence.actions import Acquisition, take_in_file_of_tip
from lali.records.imports.queries import references_of_tip
from lali.records.links.actions import compare_tip
from lali.records.links.queries import identifiers_beside, same_picture_as_tip
from lali.records.refusals import Refused
from lali.records.tips import actions
from lali.records.tips.queries import (
    clean_copy,
    counts_by_state,
    files_with,
    folded_under,
    like_to_read,
    note_like_read,
    queue_of,
    read_tip,
)
from lali.records.tips.vocabulary import TipSource, TipState
from lali.web.workspace.forms import (
    AddToCaseForm,
    CloseForm,
    CloseLikeForm,
    CopyFileForm,
    NewCaseFromTipForm,
    QuestionForm,
    ReferForm,
    TickForm,
    TipForm,
)
from lali.web.workspace.reading import judged_tip, shown_answers, shown_signs
from lali.web.workspace.views.downloads import download, shown_picture
from lali.web.workspace.views.outcome import carried_out

JPEG = b"\xff\xd8\xff"
PER_PAGE = 25
MOST_COLLECTED = 50  # reports a page: nobody waits longer because a machine wrote


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Tips in one state, most urgent first, then newest; new reports are collected on the way."""
    actions.collect_reports(by=request.user, agency=request.user.agency, most=MOST_COLLECTED)
    state = request.GET.get("state", TipState.NEW)
    state = state if state in TipState.values else TipState.NEW
    page = Paginator(queue_of(request.user, state), PER_PAGE).get_page(request.GET.get("page"))
    record_listing(by=request.user, what="tips", subjects=[tip.subject for tip in page])
    counts = counts_by_state(request.user)
    states = [(value, label, counts[value]) for value, label in TipState.choices]
    return render(request, "workspace/queue.html", {"page": page, "state": state, "states": states})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a tip that came by telephone or at the counter."""
    form = TipForm(request.POST or None)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.receive_tip(
            by=request.user,
            agency=request.user.agency,
            text=form.cleaned_data["text"],
            source=TipSource(form.cleaned_data["source"]),
        ),
        said=_("The tip is in the queue."),
    ):
        return redirect("workspace:queue")
    return render(request, "workspace/tip_new.html", {"form": form})


@require_safe
def tip(request: HttpRequest, number: int) -> HttpResponse:
    """One tip with its signs and identifiers; the reporter's answers are collected on the way."""
    actions.collect_reports(by=request.user, agency=request.user.agency, most=MOST_COLLECTED)
    return _tip_page(request, number)


def _tip_page(
    request: HttpRequest, number: int, *, refused: tuple[int, Form] | None = None, **forms: object
) -> HttpResponse:
    """Show a tip; `refused` is the place of a file, and the form by which something was not done with it."""
    found = read_tip(request.user, number)
    version = {"version": found.version}
    case = case_with_tip(request.user, found)
    compare_tip(by=NODE, number=found.pk)
    context = {
        "tip": found,
        "signs": shown_signs(found.reading, get_language()),
        "judged": judged_tip(found.reading),
        "answers": shown_answers(found.details),
        "identifiers": identifiers_beside(request.user, found.subject, parts=[case.subject] if case else []),
        "letters": found.letters.all(),
        "case": case,
        "files": [(one, *_forms_of_file(one.place, refused)) for one in files_with(found)],
        "seals": case is not None and cases_to_add_to(request.user).filter(pk=case.pk).exists(),
        "folded": folded_under(request.user, found),
        "references": references_of_tip(found),
        "same_picture": same_picture_as_tip(request.user, number),
        "new_case": NewCaseFromTipForm(initial=version | {"with_template": True}, prefix="new"),
        "add_to": AddToCaseForm(initial=version, prefix="add", cases=cases_to_add_to(request.user)),
        "refer": ReferForm(initial=version, prefix="refer"),
        "close": CloseForm(initial=version, prefix="close"),
        "question": QuestionForm(prefix="ask"),
    }
    return render(request, "workspace/tip.html", context | forms, status=400 if forms or refused else 200)


def _forms_of_file(place: int, refused: tuple[int, Form] | None) -> tuple[Form, Form | None, Form]:
    """The form to copy a file out, the one that was refused to make it an exhibit, and one to try that."""
    form, tick = refused[1] if refused and refused[0] == place else None, TickForm(auto_id=f"tick-{place}-%s")
    if isinstance(form, CopyFileForm):
        return form, None, tick
    return CopyFileForm(auto_id=_ids_of(place)), form, tick


def _ids_of(place: int) -> str:
    return f"copy-{place}-%s"


@require_http_methods(["POST"])
def open_case(request: HttpRequest, number: int) -> HttpResponse:
    """Take the tip into a new case."""
    form = NewCaseFromTipForm(request.POST, prefix="new")
    opened = []
    if carried_out(
        request,
        form,
        lambda: opened.append(cases.open_case_from_tip(by=request.user, number=number, **form.cleaned_data)),
        said=_("The case is open, and you lead it."),
    ):
        return redirect("workspace:case", opened[0].ref)
    return _tip_page(request, number, new_case=form)


@require_http_methods(["POST"])
def add_to_case(request: HttpRequest, number: int) -> HttpResponse:
    """Take the tip into a case that exists."""
    form = AddToCaseForm(request.POST, prefix="add", cases=cases_to_add_to(request.user))
    if carried_out(
        request,
        form,
        lambda: cases.add_tip_to_case(by=request.user, number=number, **form.cleaned_data),
        said=_("The tip is in the case."),
    ):
        return redirect("workspace:case", form.cleaned_data["ref"])
    return _tip_page(request, number, add_to=form)


@require_http_methods(["POST"])
def refer(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the tip to another service."""
    form = ReferForm(request.POST, prefix="refer")
    if carried_out(
        request,
        form,
        lambda: actions.refer_tip(by=request.user, number=number, **form.cleaned_data),
        said=_("The tip is referred."),
    ):
        return redirect("workspace:queue")
    return _tip_page(request, number, refer=form)


@require_http_methods(["POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the tip with a reason."""
    form = CloseForm(request.POST, prefix="close")
    if carried_out(
        request,
        form,
        lambda: actions.close_tip(by=request.user, number=number, **form.cleaned_data),
        said=_("The tip is closed."),
    ):
        return redirect("workspace:queue")
    return _tip_page(request, number, close=form)


@require_http_methods(["GET", "HEAD", "POST"])
def like(request: HttpRequest, number: int) -> HttpResponse:
    """Read what stands folded under a tip, and close what was read with one press."""
    form = CloseLikeForm(request.POST or None)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.close_like(by=request.user, number=number, **form.cleaned_data),
        said=_("The tips of that page are closed."),
    ):
        return redirect("workspace:tip_like", number)
    found, under = like_to_read(request.user, number)
    page = Paginator(under, actions.LIKE_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    note_like_read(request.user, shown)
    if shown and not form.is_bound:
        form = CloseLikeForm(initial={"first": shown[0].number, "last": shown[-1].number})
    context = {"tip": found, "page": page, "form": form}
    return render(request, "workspace/tip_like.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Send the reporter a question."""
    form = QuestionForm(request.POST, prefix="ask")
    if carried_out(
        request,
        form,
        lambda: actions.ask_reporter(by=request.user, number=number, **form.cleaned_data),
        said=_("The question is sealed and waits for the reporter."),
    ):
        return redirect("workspace:tip", number)
    return _tip_page(request, number, question=form)


# -- files that came with a report -------------------------------------------------------------------------------------


@require_safe
def file(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The clean copy of a file: a picture to be seen, anything else as a download."""
    data = clean_copy(request.user, number, place)
    return shown_picture(data, "image/jpeg") if data.startswith(JPEG) else download([data], f"file-{place}.pdf")


@require_http_methods(["POST"])
def copy(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """A file as its sender sent it, for a reason, as a download that no browser opens by itself."""
    form, handed = CopyFileForm(request.POST, auto_id=_ids_of(place)), []
    if carried_out(
        request,
        form,
        lambda: handed.extend(actions.copy_file(by=request.user, number=number, place=place, **form.cleaned_data)),
    ):
        name, data = handed
        return download([data], name, len(data))
    return _tip_page(request, number, refused=(place, form))


@require_http_methods(["POST"])
def restrict_file(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Restrict a file of a tip: from now on a number and a digest, for everybody."""
    actions.shut_file(by=request.user, number=number, place=place)
    messages.success(request, _("The file is restricted. Nobody sees it here any more; its SHA-256 stays."))
    return redirect("workspace:tip", number)


@require_http_methods(["POST"])
def lift_file(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Lift the restriction of a file of a tip, as somebody else than who set it."""
    try:
        actions.lift_file(by=request.user, number=number, place=place)
        messages.success(request, _("The restriction of the file is lifted."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("workspace:tip", number)


@require_http_methods(["POST"])
def to_exhibit(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Seal a file as an exhibit of the case that took the tip."""
    case = case_with_tip(request.user, read_tip(request.user, number))
    if case is None:
        raise Http404
    form, sealed = TickForm(request.POST), []
    acquisition = Acquisition(
        title=_("File %(place)s of a report") % {"place": place},
        acquired_how=_("Sent with a report on the public site"),
    )
    if carried_out(
        request,
        form,
        lambda: sealed.append(
            take_in_file_of_tip(
                by=request.user,
                ref=case.ref,
                number=number,
                place=place,
                acquisition=acquisition,
                restricted=form.cleaned_data["restricted"],
            )
        ),
        said=_("The file is an exhibit of the case."),
    ):
        return redirect("workspace:exhibit", case.ref, sealed[0].number)
    return _tip_page(request, number, refused=(place, form))

"""The Evidence tab of a case: exhibits, statements, passages."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.records.cases.queries import persons_of
from lali.records.conversations.queries import conversations_of
from lali.records.evidence import actions, queries
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.evidence import CorrectionForm, PassageForm, StatementForm
from lali.web.workspace.views.naming import tell_of_names
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room


@require_safe
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that proves something in a case."""
    return _evidence_page(request, ref)


def _evidence_page(
    request: HttpRequest, ref: str, *, sent_from: str = "", **forms_with_errors: forms.Form
) -> HttpResponse:
    context = room(request, ref, "evidence")
    case = context["case"]
    context |= {
        "exhibits": case.exhibits.select_related("sealed_by"),
        "unfinished": queries.unfinished_intakes(request.user, ref),
        "conversations": conversations_of(case),
        "statements": queries.statements_of(case),
        "passages": queries.passages_of(case, withdrawn=True),
        "passage_form": PassageForm(prefix="passage", sources=queries.sources_in(case)),
        "reason_form": ReasonForm(prefix="reason"),
        "sent_from": sent_from,
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/case_evidence.html", context | forms_with_errors, status=status)


def _form_facts(case: object) -> dict[str, object]:
    return {"persons": persons_of(case), "exhibits": case.exhibits.all()}


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a statement down."""
    context = room(request, ref, "evidence")
    form = StatementForm(request.POST or None, initial={"taken_by": request.user.name}, **_form_facts(context["case"]))
    taken = []
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: taken.append(actions.take_statement(by=request.user, ref=ref, said=form.said())),
        said=_("The statement is taken down."),
    ):
        tell_of_names(request, context["case"], form)
        return redirect("workspace:statement", ref, taken[0].number)
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/statement_new.html", context | {"form": form}, status=status)


@require_safe
def statement(request: HttpRequest, ref: str, number: int, version: int | None = None) -> HttpResponse:
    """One statement, the newest version or an older one."""
    context = room(request, ref, "evidence")
    case = context["case"]
    found = queries.read_statement(request.user, ref, number, version)
    cited = [one for one in queries.passages_of(case) if (one.source_kind, one.source_number) == ("statement", number)]
    context |= {
        "statement": found,
        "is_newest": found.version == found.versions,
        "versions": queries.versions_of_statement(case, number),
        "cited": cited,
        "passage_form": PassageForm(
            prefix="passage", sources=[queries.Source(found.ref, "")], initial={"source": found.ref}
        ),
    }
    return render(request, "workspace/statement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Correct a statement; a colleague's correction in between is shown beside what was typed."""
    context = room(request, ref, "evidence")
    found = queries.read_statement(request.user, ref, number)
    names = ("of_whom", "taken_at", "taken_by", "taken_where", "language", "interpreter", "words")
    initial = {name: getattr(found, name) for name in names} | {"version": found.version}
    initial |= {"person": str(found.person_id or ""), "paper": str(found.paper.number if found.paper else "")}
    if found.person_id:
        initial["of_whom"] = ""
    form = CorrectionForm(request.POST or None, initial=initial, **_form_facts(context["case"]))
    if request.method == "POST":
        if carried_out(
            request,
            form,
            lambda: actions.correct_statement(
                by=request.user,
                ref=ref,
                number=number,
                version=form.cleaned_data["version"],
                said=form.said(),
                why=form.cleaned_data["why"],
            ),
            said=_("The correction is kept as a new version."),
        ):
            tell_of_names(request, context["case"], form)
            return redirect("workspace:statement", ref, number)
        form.data = form.data.copy()
        form.data["version"] = found.version  # saving again means: I have compared
    context |= {"statement": found, "form": form}
    return render(request, "workspace/statement_correct.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def cite(request: HttpRequest, ref: str) -> HttpResponse:
    """Cite a piece of an exhibit, a statement or a tip."""
    case = room(request, ref, "evidence")["case"]
    form = PassageForm(request.POST, prefix="passage", sources=queries.sources_in(case))
    if carried_out(
        request,
        form,
        lambda: actions.cite_passage(by=request.user, ref=ref, **form.cleaned_data),
        said=_("The passage is cited."),
    ):
        tell_of_names(request, case, form)
        return redirect(f"{redirect('workspace:case_evidence', ref).url}#passages")
    return _evidence_page(request, ref, passage_form=form)


@require_POST
def withdraw(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Withdraw a citation, with a reason."""
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.withdraw_passage(by=request.user, ref=ref, number=number, why=form.cleaned_data["reason"]),
        said=_("The passage is withdrawn; that it was cited stays on record."),
    ):
        return redirect(f"{redirect('workspace:case_evidence', ref).url}#passages")
    return _evidence_page(request, ref, sent_from=f"passage-{number}", reason_form=form)

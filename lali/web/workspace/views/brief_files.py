"""What leaves of a brief: pages to look at, the draft, documents, the whole folder."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from lali.records.briefs import actions, queries
from lali.web.workspace.views.briefs import brief_page
from lali.web.workspace.views.downloads import download, shown_picture
from lali.web.workspace.views.outcome import carried_out

FILES = {"pdf": "brief.pdf", "docx": "brief.docx"}


@require_safe
def page_picture(request: HttpRequest, ref: str, number: int, page: int) -> HttpResponse:
    """A page of the PDF that was put up."""
    return shown_picture(queries.page_of_brief(request.user, ref, number, page))


@require_POST
def draft(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """The PDF as it would be now."""
    name, data = actions.take_out_draft(by=request.user, ref=ref, number=number)
    return download([data], name, len(data))


@require_POST
def file(request: HttpRequest, ref: str, number: int, kind: str) -> HttpResponseBase:
    """The PDF or the DOCX."""
    form, handed = forms.Form(request.POST), []
    name = FILES.get(kind, "")
    if carried_out(
        request,
        form,
        lambda: handed.extend(actions.take_out_file(by=request.user, ref=ref, number=number, name=name)),
    ):
        called, size, pieces = handed
        return download(pieces, called, size)
    return brief_page(request, ref, number, action_form=form)


@require_POST
def folder(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """The whole folder as a zip, written while it is read: however large, the request never waits."""
    form, handed = forms.Form(request.POST), []
    if carried_out(
        request, form, lambda: handed.extend(actions.take_out_folder(by=request.user, ref=ref, number=number))
    ):
        called, pieces = handed
        return download(pieces, called)
    return brief_page(request, ref, number, action_form=form)

"""Covering one item of a brief: its words by number, or boxes on the pages of its original."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.briefs import actions, queries
from lali.web.workspace.forms import CoverCellsForm, CoverWordsForm
from lali.web.workspace.views.downloads import shown_picture
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

WORDS_A_PAGE = 800
COLUMNS = "ABCDEFGHIJKL"


@require_safe
def item(request: HttpRequest, ref: str, number: int, item: int) -> HttpResponse:
    """One item, to be covered."""
    return _item_page(request, ref, number, item)


def _item_page(request: HttpRequest, ref: str, number: int, item_id: int, **with_errors: object) -> HttpResponse:
    context = room(request, ref, "briefs")
    shown = queries.read_item(request.user, ref, number, item_id)
    words = Paginator(shown.words, WORDS_A_PAGE).get_page(request.GET.get("page")) if shown.words else None
    page = Paginator(range(1, shown.pages + 1), 1).get_page(request.GET.get("page")) if shown.pages else None
    context |= {
        "brief": shown.brief,
        "shown": shown,
        "item": shown.item,
        "page_words": words,
        "words": shown.words,
        "page": page,
        "cells": [(cell, f"{COLUMNS[cell % 12]}{cell // 12 + 1}") for cell in range(192)] if page else [],
        "words_form": CoverWordsForm(prefix="words"),
        "cells_form": CoverCellsForm(prefix="cells", initial={"page": page.number if page else 1}),
    }
    status = 400 if with_errors else 200
    return render(request, "workspace/case/brief_item.html", context | with_errors, status=status)


@require_POST
def cover_words(request: HttpRequest, ref: str, number: int, item: int) -> HttpResponse:
    """Cover words by number."""
    form = CoverWordsForm(request.POST, prefix="words")
    if carried_out(
        request,
        form,
        lambda: actions.cover_words(by=request.user, ref=ref, number=number, item_id=item, **form.cleaned_data),
        said=_("Covered."),
    ):
        return redirect("workspace:brief_item", ref, number, item)
    return _item_page(request, ref, number, item, words_form=form)


@require_POST
def cover_cells(request: HttpRequest, ref: str, number: int, item: int) -> HttpResponse:
    """Cover boxes of a page."""
    form = CoverCellsForm(request.POST, prefix="cells")
    if carried_out(
        request,
        form,
        lambda: actions.cover_cells(by=request.user, ref=ref, number=number, item_id=item, **form.cleaned_data),
        said=_("Covered."),
    ):
        address = redirect("workspace:brief_item", ref, number, item).url
        return redirect(f"{address}?page={form.cleaned_data['page']}")
    return _item_page(request, ref, number, item, cells_form=form)


@require_POST
def uncover(request: HttpRequest, ref: str, number: int, item: int, redaction: int) -> HttpResponse:
    """Take one redaction back."""
    form = forms.Form(request.POST)
    if not carried_out(
        request,
        form,
        lambda: actions.uncover(by=request.user, ref=ref, number=number, item_id=item, redaction_id=redaction),
    ):
        return _item_page(request, ref, number, item, action_form=form)
    return redirect("workspace:brief_item", ref, number, item)


@require_safe
def page_picture(request: HttpRequest, ref: str, number: int, item: int, page: int) -> HttpResponse:
    """A page of an original, what is covered filled."""
    return shown_picture(queries.page_of_item(request.user, ref, number, item, page))

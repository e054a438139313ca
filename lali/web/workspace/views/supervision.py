"""The supervisor's board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from lali.records.cases.queries import board_of
from lali.web.workspace.shown_work import shown_turn_round


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Load, what is late, what is stuck, how fast tips are taken up: references and numbers only."""
    found = board_of(request.user)
    months = shown_turn_round(found.turn_round)
    hours = [(date_format(one.month, "F Y"), one.median_hours) for one in months]
    return render(request, "workspace/board.html", {"board": found, "months": months, "hours": hours})

"""The first page: what needs me now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record_listing
from lali.records.awareness.queries import messages_to_sign
from lali.records.briefs.queries import briefs_to_fix
from lali.records.cases.queries import (
    WorkFilter,
    cases_without_lead,
    offers_to_decide,
    open_cases_of,
    requests_to_decide,
    work_of,
)
from lali.records.cooperation.queries import drafts_to_approve
from lali.records.evidence.queries import hand_overs_to, openings_that_wait
from lali.records.noticeboard.keeping import attention
from lali.records.tips.actions import collect_reports
from lali.records.tips.queries import queue_of
from lali.records.transfers.queries import archives_to_approve
from lali.records.wording.keeping import lines_sent_back, lines_to_sign
from lali.web.workspace.forms import DecisionForm

SHOWN = 8
MOST_COLLECTED = 50  # reports


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Urgent tips, own tasks, requests, packets and briefs that wait for this member, cases last changed."""
    member = request.user
    if member.may(Permission.TRIAGE):
        collect_reports(by=member, agency=member.agency, most=MOST_COLLECTED)
    context = {
        "tips": queue_of(member)[:SHOWN] if member.may(Permission.TRIAGE) else [],
        "pieces": work_of(member, WorkFilter(mine=True), size=SHOWN).pieces,
        "requests": requests_to_decide(member),
        "offers": offers_to_decide(member),
        "leaderless": cases_without_lead(member)[:SHOWN],
        "drafts": drafts_to_approve(member),
        "archives": archives_to_approve(member),
        "briefs": briefs_to_fix(member),
        "handed": hand_overs_to(member),
        "openings": openings_that_wait(member),
        "cases": open_cases_of(member)[:SHOWN],
        "noticeboard": attention(member),
        "campaigns": messages_to_sign(member),
        "lines": lines_to_sign(member),
        "sent_back": lines_sent_back(member),
        "triages": member.may(Permission.TRIAGE),
        "decision_form": DecisionForm(),
    }
    shown = [one.subject for one in (*context["briefs"], *context["tips"], *context["cases"], *context["pieces"])]
    record_listing(by=member, what="desk", subjects=shown)
    return render(request, "workspace/desk.html", context)

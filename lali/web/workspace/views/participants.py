"""Who the participants of a conversation are, and readings that are taken back."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lali.records.cases.queries import persons_of
from lali.records.conversations import actions, queries
from lali.records.conversations.vocabulary import DateOrder
from lali.web.workspace.forms import ReasonForm
from lali.web.workspace.forms.conversations import IdentifyForm, TakeBackForm
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PART = "evidence"


@require_http_methods(["GET", "HEAD", "POST"])
def participants(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Who wrote in a conversation, and who each is said to be; `who` is the participant of whom it is said."""
    context = room(request, ref, PART)
    found = queries.read_conversation(request.user, ref, number)
    asked = (request.POST if request.method == "POST" else request.GET).get("who", "")
    chosen = found.participants.filter(pk=int(asked)).first() if asked.isascii() and asked.isdecimal() else None
    persons = [(one.id, one.name) for one in persons_of(context["case"])]
    posted = request.POST if request.method == "POST" and chosen else None
    form = IdentifyForm(posted, prefix="who", persons=persons)
    if posted is not None and carried_out(
        request,
        form,
        lambda: actions.identify_participant(
            by=request.user, ref=ref, number=number, name=chosen.name, **form.cleaned_data
        ),
        said=_("It is noted who this is said to be."),
    ):
        return redirect("workspace:participants", ref, number)
    return _page(request, context, found, chosen=chosen, form=form, status=200 if request.method != "POST" else 400)


def _page(
    request: HttpRequest, context: dict[str, object], found: object, *, status: int = 200, **more: object
) -> HttpResponse:
    context |= {
        "conversation": found,
        "rows": queries.participants_of(found),
        "reason_form": ReasonForm(prefix="reason"),
        "chosen": None,
        "sent_from": "",
        **more,
    }
    return render(request, "workspace/conversation/participants.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, ref: str, number: int, said: int) -> HttpResponse:
    """Take back who a participant is said to be."""
    context = room(request, ref, PART)
    form = ReasonForm(request.POST, prefix="reason")
    if carried_out(
        request,
        form,
        lambda: actions.withdraw_identification(
            by=request.user, ref=ref, number=number, identification=said, **form.cleaned_data
        ),
        said=_("Taken back; it stays on record that it was said."),
    ):
        return redirect("workspace:participants", ref, number)
    found = queries.read_conversation(request.user, ref, number)
    return _page(request, context, found, status=400, reason_form=form, sent_from=f"reason-{said}")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take a reading back: what rests on it is shown first."""
    context = room(request, ref, PART)
    found = queries.read_conversation(request.user, ref, number)
    resting = queries.resting_on(found)
    others = [(one.conversation.number, _named(one.conversation)) for one in resting.others if not one.lost]
    form: forms.Form = TakeBackForm(request.POST if request.method == "POST" else None, prefix="back", others=others)
    if request.method == "POST" and carried_out(
        request,
        form,
        lambda: actions.take_back_reading(by=request.user, ref=ref, number=number, **form.cleaned_data),
        said=_("The reading is taken back. It can still be looked at."),
    ):
        return redirect("workspace:conversation", ref, number)
    context |= {"conversation": found, "resting": resting, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "workspace/conversation/take_back.html", context, status=status)


def _named(conversation: object) -> str:
    order = conversation.date_order or conversation.told.get("date_order") or ""
    named = str(DateOrder(order).label) if order in DateOrder.values else ""
    return " · ".join(filter(None, (conversation.ref, named, conversation.zone)))

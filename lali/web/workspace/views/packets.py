"""Packets: prepare, look at the bytes, approve, carry; open a partner's, give the receipt."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lali.engines.exchange import MAX_PACKET_BYTES
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record_listing
from lali.records.cooperation import actions, queries
from lali.records.cooperation.vocabulary import HeadSeen, PacketState, Tlp
from lali.records.refusals import Refused
from lali.web.workspace.forms import FileForm, PacketForm
from lali.web.workspace.views.outcome import carried_out


@require_safe
def packets(request: HttpRequest) -> HttpResponse:
    """What left, what waits for approval, what came in."""
    member = request.user
    context = {
        "outgoing": queries.packets_of(member)[:50],
        "received": queries.received_by(member)[:50] if member.may(Permission.OPEN_PACKET) else [],
        "opens": member.may(Permission.OPEN_PACKET),
        "open_form": FileForm(prefix="packet"),
        "receipt_form": FileForm(prefix="receipt"),
    }
    shown = [packet.subject for packet in (*context["outgoing"], *context["received"])]
    record_listing(by=member, what="packets", subjects=shown)
    return render(request, "workspace/packets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose what leaves."""
    offered = queries.can_leave(request.user, ref)
    named = _("%(name)s: %(value)s")
    choices = [
        (str(mention.pk), named % {"name": mention.identifier.get_kind_display(), "value": mention.identifier.value})
        for mention in offered.identifiers
    ]
    initial = {"identifiers": [value for value, _label in choices], "lures": "\n\n".join(offered.lures)}
    form = PacketForm(request.POST or None, initial=initial, partners=queries.partners(), choices=choices)
    prepared = []
    if request.method == "POST" and carried_out(request, form, lambda: prepared.append(_prepare(request, ref, form))):
        return redirect("workspace:packet", prepared[0].pk)
    return render(request, "workspace/packet_new.html", {"ref": ref, "form": form, "offered": offered})


def _prepare(request: HttpRequest, ref: str, form: PacketForm) -> object:
    facts = form.cleaned_data
    return actions.prepare_packet(
        by=request.user,
        ref=ref,
        partner_number=facts["partner"].pk,
        mention_ids=[int(value) for value in facts["identifiers"]],
        lures=[facts["lures"]],
        purpose=facts["purpose"],
        legal_basis=facts["legal_basis"],
        tlp=facts["tlp"],
        days=facts["days"],
        note=facts["note"],
    )


@require_safe
def packet(request: HttpRequest, number: int) -> HttpResponse:
    """One outgoing packet: exactly the bytes that leave."""
    found = queries.read_packet(request.user, number)
    context = {
        "packet": found,
        "files": queries.leaving_files(found),
        "own": found.prepared_by_id == request.user.pk,
        "approves": request.user.may(Permission.APPROVE_PACKET),
        "prepares": request.user.may(Permission.PREPARE_PACKET),
        "receipt_form": FileForm(prefix="receipt"),
        "not_countersigned": dict(HeadSeen.choices).get(found.not_countersigned, found.not_countersigned),
    }
    return render(request, "workspace/packet.html", context)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a colleague's packet: it is sealed to the partner's key."""
    return _decide(request, number, actions.approve_packet, _("Approved and sealed to the partner's key."))


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a packet that is not sealed yet."""
    return _decide(request, number, actions.withdraw_packet, _("Withdrawn. Nothing left."))


def _decide(request: HttpRequest, number: int, action: object, said: str) -> HttpResponse:
    try:
        decided = action(by=request.user, number=number)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:packet", number)
    if decided.state == PacketState.WITHDRAWN:  # only its case's team sees it from now on
        return redirect("workspace:packets")
    return redirect("workspace:packet", number)


@require_POST
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """The sealed packet as a file."""
    try:
        found, data = actions.take_out_packet(by=request.user, number=number)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:packet", number)
    return _file(data, f"{found.ref}.age")


@require_POST
def open_incoming(request: HttpRequest) -> HttpResponse:
    """Open a packet that came from a partner."""
    form = _small_file(request, "packet")
    opened = []
    if carried_out(
        request,
        form,
        lambda: opened.append(actions.open_incoming(by=request.user, data=form.cleaned_data["file"].read())),
        said=_("The packet is opened, and its receipt is ready for the partner."),
    ):
        return redirect("workspace:received", opened[0].pk)
    return _refused(request, form)


@require_POST
def take_receipt(request: HttpRequest) -> HttpResponse:
    """Take a partner's receipt."""
    form = _small_file(request, "receipt")
    answered = []
    if carried_out(
        request,
        form,
        lambda: answered.append(actions.take_receipt(by=request.user, data=form.cleaned_data["file"].read())),
        said=_("The receipt is genuine: the partner has opened the packet."),
    ):
        if queries.receipt_contradicts_journal(answered[0]):
            messages.error(request, _("The head that this receipt countersigns is not of our journal as it is today."))
        return redirect("workspace:packet", answered[0].pk)
    return _refused(request, form)


def _small_file(request: HttpRequest, prefix: str) -> FileForm:
    form = FileForm(request.POST, request.FILES, prefix=prefix)
    passed_over = not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > MAX_PACKET_BYTES
    if passed_over or (form.is_valid() and form.cleaned_data["file"].size > MAX_PACKET_BYTES):
        form.errors.pop("file", None)
        form.add_error("file", _("This file is larger than a packet may be."))
    return form


def _refused(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "workspace/packet_refused.html", {"form": form}, status=400)


@require_safe
def received(request: HttpRequest, number: int) -> HttpResponse:
    """One received packet: who signed it, what it says."""
    found, mentions = queries.read_received(request.user, number)
    context = {
        "packet": found,
        "identifiers": mentions,
        "bundle": queries.bundle_text(found),
        "tlp": dict(Tlp.choices).get(found.header["tlp"], found.header["tlp"]),
        "created_at": datetime.fromisoformat(found.header["created"]),
        "expires_at": datetime.fromisoformat(found.header["expires"]),
    }
    return render(request, "workspace/received.html", context)


@require_POST
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The signed receipt for a received packet, as a file for the partner."""
    found, _mentions = queries.read_received(request.user, number)
    return _file(bytes(found.receipt), f"{found.ref}.receipt.json")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response

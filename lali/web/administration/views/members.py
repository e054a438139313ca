"""The administrator's pages: who is a member, who is invited, what each role may do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.actions import (
    AlreadyAMember,
    InvitationIsOver,
    LastAdministrator,
    UnitIsInUse,
    UnitIsThere,
    add_unit,
    end_membership,
    end_unit,
    invite_member,
    make_password_link,
    put_in_unit,
    reinstate_member,
    withdraw_invitation,
)
from lali.records.agencies.queries import (
    member_kept_by,
    members_kept_by,
    open_invitation_of,
    open_invitations_of,
    unit_kept_by,
    units_of,
)
from lali.records.agencies.vocabulary import ROLES, Permission
from lali.web.administration.forms import InvitationForm, MemberUnitForm, PasswordLinkForm, UnitForm


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Show members, open invitations and units of the agency."""
    return _members_page(request, UnitForm())


def _members_page(request: HttpRequest, unit_form: UnitForm) -> HttpResponse:
    context = {
        "members": members_kept_by(request.user).select_related("unit"),
        "invitations": open_invitations_of(request.user),
        "units": units_of(request.user.agency),
        "unit_form": unit_form,
    }
    return render(request, "administration/members.html", context, status=422 if unit_form.errors else 200)


@require_POST
def unit_add(request: HttpRequest) -> HttpResponse:
    """Enter a unit of the agency."""
    form = UnitForm(request.POST)
    if form.is_valid():
        try:
            add_unit(by=request.user, **form.cleaned_data)
        except UnitIsThere as why:
            form.add_error("name", str(why))
        else:
            messages.success(request, _("The unit is entered. Put members in it on their pages."))
            return redirect("administration:members")
    return _members_page(request, form)


@require_POST
def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a unit in which nobody is any more."""
    try:
        end_unit(by=request.user, unit=unit_kept_by(request.user, pk))
    except UnitIsInUse as why:
        messages.error(request, str(why))
    return redirect("administration:members")


@require_POST
def unit_of_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a member in a unit, or in none."""
    colleague = member_kept_by(request.user, pk)
    form = MemberUnitForm(request.POST, units=units_of(request.user.agency))
    if form.is_valid():
        put_in_unit(by=request.user, member=colleague, unit=form.cleaned_data["unit"])
        messages.success(request, _("Saved."))
    return redirect("administration:member", pk)


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the one-time link is on the answer and nowhere else."""
    open_invitations_of(request.user)  # the page itself is for whoever may invite
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite_member(by=request.user, **form.cleaned_data)
        except AlreadyAMember as why:
            form.add_error("email", str(why))
        else:
            link = request.build_absolute_uri(reverse("administration:invitation", args=[token]))
            return render(request, "administration/invited.html", {"invitation": invitation, "link": link})
    return render(request, "administration/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End an invitation that was not used."""
    try:
        withdraw_invitation(by=request.user, invitation=open_invitation_of(request.user, pk))
    except InvitationIsOver as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("administration:members")


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one member and what the administrator can do for them."""
    found = member_kept_by(request.user, pk)
    unit_form = MemberUnitForm(units=units_of(request.user.agency), initial={"unit": found.unit_id})
    context = {"member": found, "form": PasswordLinkForm(), "unit_form": unit_form}
    return render(request, "administration/member.html", context)


@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for a new password; it is on the answer and nowhere else."""
    form = PasswordLinkForm(request.POST)
    form.full_clean()
    colleague = member_kept_by(request.user, pk)
    made, token = make_password_link(by=request.user, member=colleague, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("administration:new_password", args=[token]))
    return render(request, "administration/password_link.html", {"member": colleague, "made": made, "link": link})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a member's access at once."""
    try:
        ended = end_membership(by=request.user, member=member_kept_by(request.user, pk))
    except LastAdministrator as why:
        messages.error(request, str(why))
        return redirect("administration:member", pk)
    messages.success(request, _("%(name)s is signed out everywhere and can no longer sign in.") % {"name": ended.name})
    return redirect("administration:members")


@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a former member back in."""
    back = reinstate_member(by=request.user, member=member_kept_by(request.user, pk))
    messages.success(request, _("%(name)s is a member again. Make a link for a new password.") % {"name": back.name})
    return redirect("administration:member", pk)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the one table of roles and permissions, as the program applies it."""
    rows = [
        (permission, [(role, permission in role.permissions) for role in ROLES.values()]) for permission in Permission
    ]
    return render(request, "administration/roles.html", {"roles": ROLES.values(), "rows": rows})

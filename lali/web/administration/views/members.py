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
    end_membership,
    invite_member,
    make_password_link,
    reinstate_member,
    withdraw_invitation,
)
from lali.records.agencies.queries import (
    member_kept_by,
    members_kept_by,
    open_invitation_of,
    open_invitations_of,
)
from lali.records.agencies.vocabulary import ROLES, Permission
from lali.web.administration.forms import InvitationForm, PasswordLinkForm


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Show members and open invitations of the agency."""
    context = {"members": members_kept_by(request.user), "invitations": open_invitations_of(request.user)}
    return render(request, "administration/members.html", context)


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
    context = {"member": member_kept_by(request.user, pk), "form": PasswordLinkForm()}
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

"""The first door: what a role may do."""

from django.core.exceptions import PermissionDenied

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission


def require(member: Member, permission: Permission) -> None:
    """Let pass, or PermissionDenied with the sentence that the role table gives."""
    if not member.may(permission):
        raise PermissionDenied(permission.label)

"""Who may change the configuration of the node: whoever keeps it, in the agency that runs it."""

from django.core.exceptions import PermissionDenied

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.queries import home_agency
from lali.records.agencies.vocabulary import Permission


def require_configuring(member: object) -> None:
    """Let pass, or PermissionDenied. The node itself (a command on its machine, the first set-up) passes."""
    if not isinstance(member, Member):
        return
    require(member, Permission.CONFIGURE)
    if member.agency != home_agency():
        raise PermissionDenied(Permission.CONFIGURE.label)

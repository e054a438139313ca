"""Taking a picture of a network out."""

from django.db import transaction

from lali.records.agencies.models import Member
from lali.records.audit.actions import record


@transaction.atomic
def take_network_out(*, by: Member, subject: str, form: str, nodes: int) -> None:
    """Note that a network, which the member has just been shown, leaves as a file (`png`, `svg`, `graphml`).

    `subject` is what the query that showed it journalled.
    """
    record(by=by, verb="network.exported", subject=subject, facts={"form": form, "nodes": nodes})

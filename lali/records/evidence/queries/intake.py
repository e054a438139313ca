"""What screens and commands ask about originals on their way in."""

from django.db.models import QuerySet

from lali.engines.custody import Unfinished
from lali.records.agencies.models import Member
from lali.records.cases.access import case_for
from lali.records.evidence.models import Intake
from lali.records.evidence.storage import exhibit_store


def unfinished_intakes(member: Member, ref: str) -> list[Intake]:
    """Originals whose intake was begun and neither finished nor given up, oldest first.

    Each says how much of it `came`, and whether this member `goes_on` with it.
    """
    unfinished = case_for(member, ref).intakes.filter(exhibit__isnull=True, given_up_at__isnull=True)
    intakes = list(unfinished.select_related("started_by"))
    store = exhibit_store() if intakes else None
    for intake in intakes:
        intake.came = store.came(intake.incoming) if intake.incoming else 0
        intake.goes_on = intake.size is not None and intake.started_by_id == member.pk
    return intakes


def intakes_cut_off() -> QuerySet[Intake]:
    """Every intake of the node that was begun and neither finished nor given up: for `lali doctor`."""
    return Intake.objects.filter(exhibit__isnull=True, given_up_at__isnull=True).select_related("case")


def left_of_no_intake() -> list[Unfinished]:
    """What lies in the store half sealed and can be gone on with by nobody."""
    go_on = set(intakes_cut_off().filter(size__isnull=False).values_list("incoming", flat=True))
    return [left for left in exhibit_store().unfinished() if left.name not in go_on]

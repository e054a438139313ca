"""The journal of one case."""

from collections.abc import Iterable

from django.db.models import QuerySet

from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.audit.queries import entries_about
from lali.records.cases.models import Case, Wall
from lali.records.cases.vocabulary import Level
from lali.records.changes import Change, opened_changes


def journal_of(case: Case) -> QuerySet[Entry]:
    """The journal of a case that was opened through the door, newest first."""
    return entries_about(case.subject)


def changes_in(case: Case, entries: Iterable[Entry]) -> dict[int, list[Change]]:
    """Old and new values of the entries that hold any, by the entry's number, opened with the case's key.

    What is sealed under a person's own key stays shut here (None): the person's page opens it for whoever may. What is
    said of an exhibit that is restricted now is shut but for who leads the case, what stands in clear too.
    """
    changed = {entry.index: entry for entry in entries if entry.facts.get("changed")}
    shut = _restricted(case, {entry.subject for entry in changed.values()})
    return {
        index: opened_changes(
            list(entry.facts["changed"]) if entry.subject in shut else entry.facts["changed"],
            key=None if "/person:" in entry.subject else case.key(),
        )
        for index, entry in changed.items()
    }


def _restricted(case: Case, subjects: set[str]) -> set[str]:
    """Which of these are exhibits of the case that are restricted now, where the reader does not lead it."""
    if case.my_level == Level.LEAD or not any("/exhibit:" in subject for subject in subjects):
        return set()
    return {one.subject for one in case.exhibits.filter(restricted_at__isnull=False).select_related("case")}


def subjects_walled_off(member: Member) -> list[str]:
    """Journal references of the cases that a wall keeps from a member: left out of the journal they read."""
    refs = Wall.objects.standing().filter(member=member).values_list("case__ref", flat=True)
    return [f"case:{ref}" for ref in refs]

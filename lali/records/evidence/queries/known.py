"""What is asked about lists of known files."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record_listing
from lali.records.audit.models import Entry
from lali.records.cases.access import cases_for
from lali.records.evidence.models import Exhibit, KnownList
from lali.records.evidence.named_on import lists_naming

__all__ = ["KnownListShown", "known_lists", "lists_naming", "lists_shown"]


@dataclass(frozen=True, slots=True)
class KnownListShown:
    """A list as its page shows it: how many exhibits it restricted, and those of them in cases of the reader."""

    known: KnownList
    matched: int
    exhibits: tuple[Exhibit, ...]


def known_lists() -> QuerySet[KnownList]:
    """Lists that count, the newest first."""
    return KnownList.objects.filter(ended_at__isnull=True).select_related("added_by")


def lists_shown(member: Member) -> list[KnownListShown]:
    """Every list that was ever taken in, those that count first, for whoever keeps them; journalled.

    A match is told as a number: which exhibit it is, is told to the team of its case only.
    """
    require(member, Permission.KEEP_KNOWN)
    lists = list(KnownList.objects.exclude(digests=0).select_related("added_by").order_by("-added_at", "-pk"))
    record_listing(by=member, what="known", subjects=[f"known:{one.pk}" for one in lists])
    subjects: dict[int, set[str]] = defaultdict(set)
    for subject, facts in Entry.objects.filter(verb="known.matched").values_list("subject", "facts"):
        for number in facts.get("lists", ()):
            subjects[number].add(subject)
    theirs = Exhibit.objects.filter(case__in=cases_for(member), restricted_at__isnull=False, known_to__isnull=False)
    open_to = {one.subject: one for one in theirs.select_related("case").order_by("case__ref", "number")}
    shown = [
        KnownListShown(
            one, len(subjects[one.pk]), tuple(open_to[name] for name in sorted(subjects[one.pk] & open_to.keys()))
        )
        for one in lists
    ]
    return sorted(shown, key=lambda one: one.known.ended_at is not None)

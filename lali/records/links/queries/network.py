"""The network that one member may see: cases they are on, what stands in these, and a number for what lies elsewhere.

Everything comes through the doors of the records themselves. Of a record that the reader may not open the picture holds
at most how many there are beside an identifier, as that identifier's page does; what a wall keeps from them is not
counted. Possible victims stand under their code names, restricted exhibits and what was read from them do not stand
at all, and an identifier that is a passport shows its last three signs only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.http import Http404
from django.utils import timezone

from lali.engines.network import COMMON, Graph
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.audit.queries import last_reading
from lali.records.cases.access import cases_for, places_of
from lali.records.cases.queries import persons_of, read_case
from lali.records.links.access import (
    behind_walls,
    family_text_for,
    identifier_for,
    mentions_seen,
    proposals_answered,
)
from lali.records.links.models import Proposal
from lali.records.links.queries.family_nodes import covered_places
from lali.records.links.queries.gathering import Gathering, keys_of

VERB, FAMILY = "network.read", "family:"
STEPS, WHOLE_STEPS = 2, 3  # that a picture reaches out from where it starts, and from all cases of a member
MOST_WHOLE = 60  # cases of a member that are drawn with all that stands in them; of more, only what several share
MOST_SHARED = 1_200  # identifiers of those, the newest
MOST_OPENED = 30  # nodes that a reader opened further


@dataclass(frozen=True, slots=True)
class NetworkShown:
    """A network as one member may see it.

    `homes` say which page a node leads to: a word and what its address takes; `titles` what the page beside the
    picture calls a case (never the picture: titles may name people). `common` identifiers stand in so many records
    that nothing was followed through them. `cut`: there is more than is shown. `judged`: pairs of the cases and tips
    shown, the lesser key first, of which a member said whether they belong together, and nothing new speaks since;
    or which what was said of a family answers. `covered`: for each family that was judged the places of it that this
    covers.
    """

    graph: Graph
    start: str
    homes: dict[str, tuple[str, ...]]
    titles: dict[str, str]
    common: frozenset[str]
    cut: bool
    since: datetime | None = None
    cases: int = 0
    of_cases: int = 0
    subject: str = field(default="network")
    judged: frozenset[tuple[str, str]] = frozenset()
    covered: dict[str, frozenset[str]] = field(default_factory=dict)


def case_network(member: Member, ref: str, *, opened: Iterable[str] = ()) -> NetworkShown:
    """What lies around a case, journalled. Http404 as the case's own page gives."""
    case = read_case(member, ref, "network")
    found = Gathering(member)
    found.reach([f"case:{case.ref}"], STEPS, opened=_openable(opened))
    found.add_proposals(case, persons_of(case))
    return _shown(found, f"case:{case.ref}", case.subject)


def identifier_network(member: Member, number: int, *, opened: Iterable[str] = ()) -> NetworkShown:
    """What lies around an identifier, journalled. Http404 when the member sees no record that mentions it."""
    identifier = identifier_for(member, number)
    start = f"identifier:{identifier.pk}"
    found = Gathering(member)
    found.reach([start], STEPS, opened=[start, *_openable(opened)])
    return _shown(found, start, identifier.subject)


def person_network(member: Member, ref: str, number: int, *, opened: Iterable[str] = ()) -> NetworkShown:
    """What lies around a person of a case, journalled. Http404 when the case or the person is not to be seen."""
    case = read_case(member, ref, "network")
    person = next((one for one in persons_of(case) if number in one.records), None)
    if person is None:
        raise Http404
    start = f"person:{person.id}"
    found = Gathering(member)
    found.reach([start], STEPS, opened=_openable(opened))
    return _shown(found, start, f"{case.subject}/person:{person.id}")


def family_network(member: Member, number: int, *, opened: Iterable[str] = ()) -> NetworkShown:
    """What lies around a family, journalled, by the number of one of its texts. Http404 as the family's page gives."""
    text = family_text_for(member, number)
    start = f"family:{text.family_id or text.out_of_id}"
    found = Gathering(member)
    found.reach([start], STEPS, opened=_openable(opened))
    return _shown(found, start, start)


def whole_network(member: Member, *, opened: Iterable[str] = ()) -> NetworkShown:
    """All that the member's cases hold, journalled.

    With more than MOST_WHOLE cases only the newest identifiers that several records share are followed: those tie.
    """
    refs = list(cases_for(member).order_by("-changed_at", "-pk").values_list("ref", flat=True)[: MOST_WHOLE + 1])
    found = Gathering(member)
    if len(refs) <= MOST_WHOLE:
        found.reach([f"case:{ref}" for ref in refs], WHOLE_STEPS, opened=_openable(opened))
        return _shown(found, "", "network", of_cases=len(refs))
    shared = _shared(member)
    found.cut = found.cut or len(shared) == MOST_SHARED
    found.reach([f"identifier:{number}" for number in shared], 1, opened=_openable(opened))
    found.reach(_openable(opened), 1, opened=_openable(opened))
    return _shown(found, "", "network", of_cases=places_of(member).order_by().count())


def _shared(member: Member) -> list[int]:
    """The newest identifiers that stand in several records which the member may open, common ones left out."""
    seen = mentions_seen(member, behind_walls(member)).order_by().values("identifier").annotate(times=Count("pk"))
    rows = seen.filter(times__gt=1, times__lt=COMMON).order_by("-identifier")
    return list(rows.values_list("identifier", flat=True)[:MOST_SHARED])


def _openable(opened: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(opened) if keys_of(key)][:MOST_OPENED]


def _shown(found: Gathering, start: str, subject: str, *, of_cases: int = 0) -> NetworkShown:
    found.close()
    member = found.member
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = last_reading(by=member, verb=VERB, subject=subject, before=today)
    shown = sorted(key for key in found.nodes if key.startswith(("case:", "tip:")))
    record(by=member, verb=VERB, subject=subject, facts={"shown": shown} if shown else {}, reading=True)
    graph = found.graph(since)
    return NetworkShown(
        graph=graph,
        start=start,
        homes=found.homes,
        titles=found.titles,
        common=frozenset(found.common & graph.nodes.keys()),
        cut=found.cut,
        since=since,
        cases=sum(key.startswith("case:") for key in graph.nodes),
        of_cases=of_cases,
        subject=subject,
        judged=frozenset(_judged(member, shown)),
        covered=covered_places(member, [int(key[len(FAMILY) :]) for key in graph.nodes if key.startswith(FAMILY)]),
    )


def _judged(member: Member, shown: list[str]) -> list[tuple[str, str]]:
    """Pairs among records of the picture, each of which came through its door: it is not asked again.

    The other end is asked here: by an index of both, each two of fifteen hundred records are looked up.
    """
    judged = Proposal.objects.judged().filter(one__in=shown).order_by().values_list("one", "other")
    answered = Proposal.objects.filter(proposals_answered(member), one__in=shown).order_by().values_list("one", "other")
    known, pairs = set(shown), {*judged, *answered}
    return [pair for pair in pairs if pair[1] in known]

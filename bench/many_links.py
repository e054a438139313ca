"""Tips of many hands, and what is proposed of all there is: `python -m bench.inside HOME many_links TEXTS`.

Deterministic; what is there already is not written again.
"""

import time
from itertools import islice

from django.db.models import Max
from django.utils import timezone

from bench.ads import Maker
from bench.many import TEAM
from lali.records.agencies.models import Member
from lali.records.agencies.queries import home_agency
from lali.records.cases.actions import add_person
from lali.records.cases.models import Case
from lali.records.entities.models import PersonToken
from lali.records.entities.vocabulary import PersonRole
from lali.records.links.actions import look_for_links, watch_family, watch_person
from lali.records.links.models import FamilyText, WideWatch
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource

AT_ONCE = 1000
ALIKE, WATCHED = 200, 40  # persons who stand in two cases under two spellings; persons and families watched


def main(texts: str) -> None:
    """Write what is missing, and let the long round compare everything."""
    agency, have = home_agency(), Tip.objects.filter(reading={}).count()
    last = Tip.objects.aggregate(last=Max("number"))["last"] or 0
    told = list(islice(Maker(7).ads(int(texts)), have, int(texts)))
    Tip.objects.bulk_create(
        (
            Tip(
                agency=agency, number=number, source=TipSource.PHONE, text=text, reading={}, urgency=3, received_at=timezone.now()
            )
            for number, (_family, text) in enumerate(told, last + 1)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    lead = Member.objects.get(email=TEAM[0])
    _alike(lead)
    begun = time.process_time()
    look_for_links(by="node")
    _watches(lead)
    print(f"long round over all: {time.process_time() - begun:.1f} s of the processor")


def _alike(lead: Member) -> None:
    """Persons of whom two cases each speak, the names in another order."""
    have = PersonToken.objects.values("person").distinct().count() // 2
    refs = list(Case.objects.filter(title__startswith="Generated").order_by("-pk").values_list("ref", flat=True))
    for number in range(have, ALIKE):
        words = (f"Invented{chr(97 + number % 26)}{chr(97 + number // 26)}", f"Saltwater{chr(97 + number % 19)}")
        for ref, name in zip(
            refs[number * 2 : number * 2 + 2], (" ".join(words), " ".join(reversed(words))), strict=True
        ):
            add_person(by=lead, ref=ref, name=name, role=PersonRole.SUSPECT, reason="Generated")


def _watches(lead: Member) -> None:
    if WideWatch.objects.filter(member=lead).count() >= 2 * WATCHED:
        return
    families = FamilyText.objects.filter(family__isnull=False).order_by("family", "pk").values_list("family", "pk")
    for text in list(dict(families).values())[:WATCHED]:
        watch_family(by=lead, number=text, reason="Generated")
    places = Case.objects.filter(title__startswith="Generated").order_by("-pk").values_list("ref", "persons__person")
    for ref, person in places[:WATCHED]:
        watch_person(by=lead, ref=ref, number=person, reason="Generated")

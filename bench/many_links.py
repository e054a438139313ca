"""Tips of many hands, and what is proposed of all there is: `python -m bench.inside HOME many_links TEXTS`.

Deterministic; what is there already is not written again.
"""

import time
from itertools import islice

from django.db.models import Max
from django.utils import timezone

from bench.ads import Maker
from lali.records.agencies.queries import home_agency
from lali.records.links.actions import look_for_links
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource

AT_ONCE = 1000


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
    begun = time.process_time()
    look_for_links(by="node")
    print(f"long round over all: {time.process_time() - begun:.1f} s of the processor")

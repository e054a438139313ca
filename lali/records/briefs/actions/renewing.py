"""Taking items of a draft anew: as the case has them now, which may be otherwise than when they were chosen."""

from collections.abc import Collection

from django.db import transaction

from lali.engines.documents import moved_spans, places_of
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.actions.drafting import cover_kept_phrases, draft_for, moved_on
from lali.records.briefs.covered import MARKS
from lali.records.briefs.material import Material, changes_in, material_of
from lali.records.briefs.models import Item, Redaction
from lali.records.briefs.vocabulary import Decision


@transaction.atomic
def take_items_anew(*, by: Member, ref: str, number: int, sources: Collection[str] = ()) -> list[str]:
    """Keep changed items of a draft as they stand now: those named, or all. What was decided about them stays.

    What was covered stays covered: where it stood, whatever stands there now, and wherever its words stand, rather too
    much than too little. Returns the items whose covers were laid anew: a person looks at them again.
    """
    brief = draft_for(by, ref, number)
    known = {one.source: one for one in material_of(brief.case)}
    taken, laid = [], []
    for item in brief.items.prefetch_related("redactions"):
        now = known.get(item.source)
        if now is None or (sources and item.source not in sources) or not changes_in(item, now):
            continue
        taken.append(item.source)
        if _take(by, item, now):
            laid.append(item.source)
    if taken:
        moved_on(brief)
        included = brief.items.filter(source__in=taken, decision=Decision.INCLUDED)
        cover_kept_phrases(by, brief, list(included.values_list("source", flat=True)))
    record(by=by, verb="brief.items_taken_anew", subject=brief.subject, facts={"items": taken})
    return laid


def _take(by: Member, item: Item, now: Material) -> bool:
    """Keep an item as it stands now. Whether what was covered in it had to be laid anew."""
    former, kept = item.text, now.kept()
    for name, value in kept.items():
        setattr(item, name, value)
    item.save(update_fields=list(kept))
    if item.text == former or not item.redactions.all():
        return False
    places = _places(item, former)
    item.redactions.all().delete()
    Redaction.objects.bulk_create(
        Redaction(item=item, start=start, end=end, reason=reason, by=by) for start, end, reason in sorted(places)
    )
    return True


def _places(item: Item, former: str) -> set[tuple[int, int, str]]:
    covers = list(item.redactions.all())
    places = set()
    stand_now = moved_spans(former, item.text, [(one.start, one.end) for one in covers])
    for one, spans in zip(covers, stand_now, strict=True):
        words = former[one.start : one.end].strip(MARKS)
        places |= {(start, end, one.reason) for start, end in (*spans, *places_of([words], item.text))}
    return places

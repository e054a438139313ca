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
from lali.records.briefs.vocabulary import CoverReason, Decision

MOST_PIECES = 12  # words of an address or a name; those of a whole paragraph stand everywhere
LONGEST_PHRASE = 200


@transaction.atomic
def take_items_anew(*, by: Member, ref: str, number: int, sources: Collection[str] = ()) -> list[str]:
    """Keep changed items of a draft as they stand now: those named, or all. What was decided about them stays.

    What was covered stays covered: where it stood, whatever stands there now, and wherever its words stand, rather too
    much than too little. Where covered words are not all found again, the whole new text is covered, and the brief goes
    to nobody until a member has taken that back. Returns the items whose covers were laid anew.
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
    lost = _lost(item, former)
    places = _places(item, former, lost)
    if item.text and (lost or item.redactions.filter(reason=CoverReason.CHANGED).exists()):
        places.add((0, len(item.text), CoverReason.CHANGED))
    item.redactions.all().delete()
    Redaction.objects.bulk_create(
        Redaction(item=item, start=start, end=end, reason=reason, by=by) for start, end, reason in sorted(places)
    )
    _keep_everywhere(by, item, lost)
    return True


def _covers(item: Item, former: str) -> list[tuple[Redaction, str]]:
    """What a member covered, and its words as they stood."""
    covers = item.redactions.exclude(reason=CoverReason.CHANGED)
    return [(one, former[one.start : one.end].strip(MARKS)) for one in covers]


def _lost(item: Item, former: str) -> list[tuple[Redaction, str]]:
    """Covers whose words stand nowhere any more, or in fewer places than before: moved, turned round, written anew."""
    found: dict[str, bool] = {}
    for _one, words in _covers(item, former):
        if words and words not in found:
            found[words] = len(places_of([words], item.text)) >= max(1, len(places_of([words], former)))
    return [(one, words) for one, words in _covers(item, former) if not found.get(words, True)]


def _places(item: Item, former: str, lost: list[tuple[Redaction, str]]) -> set[tuple[int, int, str]]:
    covers = _covers(item, former)
    places = set()
    stand_now = moved_spans(former, item.text, [(one.start, one.end) for one, _words in covers])
    for (one, words), spans in zip(covers, stand_now, strict=True):
        places |= {(start, end, one.reason) for start, end in (*spans, *places_of([words], item.text))}
    for one, words in lost:
        pieces = [piece for piece in (each.strip(MARKS) for each in words.split()) if piece]
        if 1 < len(pieces) <= MOST_PIECES:
            places |= {(start, end, one.reason) for start, end in places_of(pieces, item.text)}
    return places


def _keep_everywhere(by: Member, item: Item, lost: list[tuple[Redaction, str]]) -> None:
    """Two or more covered words are covered in the whole paper: still so where their own item says them no more."""
    for one, words in lost:
        phrase = " ".join(words.split())
        if " " in phrase and len(phrase) <= LONGEST_PHRASE:
            item.brief.phrases.get_or_create(words=phrase, reason=one.reason, defaults={"by": by})

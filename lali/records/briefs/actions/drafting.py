"""Beginning a brief, choosing what it speaks of, ordering it, writing its own words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from lali.engines.documents import places_of
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.briefs.access import brief_for
from lali.records.briefs.covered import text_of
from lali.records.briefs.material import (
    Material,
    all_chosen_at,
    came_after,
    material_of,
    undecided_among,
    undecided_in,
)
from lali.records.briefs.models import Brief, Item, Phrase, Redaction
from lali.records.briefs.restricted import restricted_in, stays_out
from lali.records.briefs.vocabulary import BriefKind, BriefState, Decision, Language
from lali.records.cases.access import case_for
from lali.records.cases.actions import NothingWritten
from lali.records.cases.vocabulary import Level
from lali.records.refusals import Refused


class BriefIsFixed(Refused):
    """It waits for a second person or is fixed: what others look at does not change under their eyes."""

    sentence = _("This brief is no draft any more. Have it sent back, or begin a new version of it.")


class BriefHasMoved(Refused):
    """A colleague changed the brief meanwhile."""

    sentence = _(
        "A colleague changed this brief while you were writing. Your text is kept below; compare and save again."
    )


class MoreCameLater(Refused):
    """Something was entered between the page and the press."""

    sentence = _("More came into the case since you opened this page. Look at it, then press again.")


class ReasonIsMissing(Refused):
    """Something is left out without saying why."""

    sentence = _("Say why for each item that is withheld or unused.")


class NothingCameLater(Refused):
    """Nothing that nobody decided about came after the choice."""

    sentence = _("Nothing came into the case since the items were chosen, or it was decided about meanwhile.")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member decided about one thing; an empty `decision` takes it off the brief."""

    source: str
    decision: str
    reason: str = ""
    sensitive: bool = False


def draft_for(by: Member, ref: str, number: int, level: Level = Level.CONTRIBUTE) -> Brief:
    """One draft, held, on which the member may write; BriefIsFixed for a brief that is none any more."""
    brief = brief_for(by, ref, number, level, lock=True)
    if brief.state != BriefState.DRAFT:
        raise BriefIsFixed
    return brief


def _draft_as_read(by: Member, ref: str, number: int, version: int | None) -> Brief:
    brief = draft_for(by, ref, number)
    if version is not None and brief.version != version:
        raise BriefHasMoved
    return brief


def moved_on(brief: Brief, *fields: str) -> None:
    """Note that a draft changed."""
    brief.version += 1
    brief.save(update_fields=["version", *fields])


@transaction.atomic
def begin_brief(
    *, by: Member, ref: str, title: str, kind: BriefKind, language: Language, replaces: int | None = None
) -> Brief:
    """Begin a brief; with `replaces`, the number of a fixed one, from a copy of everything that one decided."""
    case = case_for(by, ref, Level.CONTRIBUTE, lock=True)
    if not title.strip():
        raise NothingWritten
    former = get_object_or_404(case.briefs, number=replaces, state=BriefState.FIXED) if replaces else None
    number = (case.briefs.aggregate(last=Max("number"))["last"] or 0) + 1
    brief = case.briefs.create(
        number=number, title=title.strip(), kind=kind, language=language, replaces=former, begun_by=by
    )
    if former:
        _carry_over(former, brief)
    record(
        by=by,
        verb="brief.begun",
        subject=brief.subject,
        facts={"kind": str(kind), "language": str(language), "replaces": former.ref if former else ""},
    )
    return brief


def _carry_over(former: Brief, brief: Brief) -> None:
    brief.classification, brief.summary, brief.witness_note = former.classification, former.summary, former.witness_note
    brief.save(update_fields=["classification", "summary", "witness_note"])
    Phrase.objects.bulk_create([_phrase_again(phrase, brief) for phrase in former.phrases.all()])
    for item in former.items.prefetch_related("redactions"):
        redactions = list(item.redactions.all())
        item.pk, item.brief, item.copy = None, brief, None
        item.save()
        Redaction.objects.bulk_create(_again(redaction, item) for redaction in redactions)


def _phrase_again(phrase: Phrase, brief: Brief) -> Phrase:
    phrase.pk, phrase.brief = None, brief
    return phrase


def _again(redaction: Redaction, item: Item) -> Redaction:
    redaction.pk, redaction.item = None, item
    return redaction


@transaction.atomic
def describe_brief(
    *,
    by: Member,
    ref: str,
    number: int,
    version: int,
    title: str,
    language: Language,
    classification: str,
    summary: str,
    witness_note: str,
) -> Brief:
    """Change what a brief says itself. BriefHasMoved when it is not the version the member read."""
    brief = draft_for(by, ref, number)
    if brief.version != version:
        raise BriefHasMoved
    if not title.strip():
        raise NothingWritten
    new = {
        "title": title.strip(),
        "language": language,
        "classification": classification.strip(),
        "summary": summary,
        "witness_note": witness_note,
    }
    changed = [field for field, value in new.items() if getattr(brief, field) != value]
    for field in changed:
        setattr(brief, field, new[field])
    moved_on(brief, *changed)
    record(by=by, verb="brief.described", subject=brief.subject, facts={"changed": changed})
    return brief


@transaction.atomic
def choose_items(*, by: Member, ref: str, number: int, choices: Sequence[Choice], version: int | None = None) -> Brief:
    """Decide what becomes of exhibits, statements, passages, events, texts. Texts are kept as they are now.

    What the case does not hold is passed over: it may have gone meanwhile. BriefHasMoved when `version`, the one that
    was read, is not the one that stands.
    """
    brief = _draft_as_read(by, ref, number, version)
    if any(one.decision in {Decision.WITHHELD, Decision.UNUSED} and not one.reason.strip() for one in choices):
        raise ReasonIsMissing
    known = {one.source: one for one in material_of(brief.case)}
    items = {item.source: item for item in brief.items.all()}
    restricted = restricted_in(brief.case)
    place = max((item.place for item in items.values()), default=0)
    facts: dict[str, list[str]] = {}
    for choice in choices:
        material, item = known.get(choice.source), items.get(choice.source)
        if not _differs(choice, item) or (material is None and item is None):
            continue
        if choice.decision == Decision.INCLUDED and choice.source in restricted:
            raise stays_out([choice.source])
        if not choice.decision:
            _take_off(item)
        elif item:
            _decide(item, choice)
        else:
            place += 1
            _add(brief, material, choice, place)
        facts.setdefault(choice.decision or "off", []).append(choice.source)
    if facts:
        moved_on(brief)
        cover_kept_phrases(by, brief, facts.get(Decision.INCLUDED, []))
    left = len(undecided_among(known.values(), brief.items.only("source")))
    record(by=by, verb="brief.items_chosen", subject=brief.subject, facts=facts | {"undecided": left})
    return brief


@transaction.atomic
def leave_out_later(*, by: Member, ref: str, number: int, seen: Collection[str]) -> list[str]:
    """Decide that what came into the case since all its items were chosen is not used, for that reason; what it was.

    `seen` is what stood on the page that was pressed: MoreCameLater when there is more, so that nothing is left out
    unseen. The day of that choice stands in the reason, in the language of the brief. It goes on the schedule of unused
    material, never on the sensitive one: whoever reads the list learns that it exists and may ask for it.
    """
    brief = draft_for(by, ref, number)
    chosen_at = all_chosen_at(brief)
    later = came_after(undecided_in(brief), chosen_at)
    if not later:
        raise NothingCameLater
    if not {one.source for one in later} <= {*seen}:
        raise MoreCameLater
    with translation.override(brief.language):
        day = date_format(timezone.localtime(chosen_at), __("j M Y"))
        reason = __("Came into the case after the items were chosen on %s.") % day
    sources = [one.source for one in later]
    choose_items(by=by, ref=ref, number=number, choices=[Choice(one, Decision.UNUSED, reason) for one in sources])
    return sources


def cover_kept_phrases(by: Member, brief: Brief, sources: Sequence[str]) -> None:
    """Cover in what was taken in just now the words that are covered everywhere."""
    phrases = list(brief.phrases.all())
    items = brief.items.filter(source__in=sources).select_related("exhibit", "copy") if phrases else ()
    for item in items:
        text = text_of(item)
        known = set(item.redactions.values_list("start", "end", "reason"))
        found = {(start, end, one.reason) for one in phrases for start, end in places_of([one.words], text)}
        Redaction.objects.bulk_create(
            Redaction(item=item, start=start, end=end, reason=reason, by=by)
            for start, end, reason in sorted(found - known)
        )
        if found - known and item.copy:
            copy, item.copy = item.copy, None
            item.save(update_fields=["copy"])
            copy.delete()


def _differs(choice: Choice, item: Item | None) -> bool:
    if item is None:
        return bool(choice.decision)
    return (choice.decision, choice.reason.strip(), choice.sensitive) != (item.decision, item.reason, item.sensitive)


def _take_off(item: Item | None) -> None:
    if item:
        item.redactions.all().delete()
        item.delete()


def _decide(item: Item, choice: Choice) -> None:
    item.decision, item.reason, item.sensitive = _fields(choice)
    item.save(update_fields=["decision", "reason", "sensitive"])


def _add(brief: Brief, material: Material | None, choice: Choice, place: int) -> None:
    if material is None:
        return
    decision, reason, sensitive = _fields(choice)
    brief.items.create(
        place=place,
        kind=material.kind,
        exhibit=material.exhibit,
        source=material.source,
        **material.kept(),
        decision=decision,
        reason=reason,
        sensitive=sensitive,
    )


def _fields(choice: Choice) -> tuple[str, str, bool]:
    included = choice.decision == Decision.INCLUDED
    reason = "" if included else choice.reason.strip()[:300]
    return choice.decision, reason, choice.sensitive and choice.decision == Decision.UNUSED


@transaction.atomic
def order_items(*, by: Member, ref: str, number: int, places: Mapping[int, int], version: int | None = None) -> Brief:
    """Set the order of the items: number of each item -> its place. Those not named keep theirs.

    BriefHasMoved when `version`, the one that was read, is not the one that stands.
    """
    brief = _draft_as_read(by, ref, number, version)
    items = list(brief.items.all())
    wanted = sorted(items, key=lambda item: (places.get(item.pk, item.place), item.place, item.pk))
    for place, item in enumerate(wanted, 1):
        item.place = place
    Item.objects.bulk_update(wanted, ["place"])
    moved_on(brief)
    record(by=by, verb="brief.items_ordered", subject=brief.subject, facts={"items": len(items)})
    return brief

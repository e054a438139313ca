"""Everything that changes the law's reference data."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.changes import changed_values
from lali.records.classified import INTERNAL
from lali.records.law.models import Element, Offence, OffenceVersion
from lali.records.law.shipped import COUNTRIES, shipped
from lali.records.law.texts import ElementText, OffenceText
from lali.records.refusals import Refused

NO_KEY = b""  # all of it is for members: nothing here is sealed


class LawHasMoved(Refused):
    """A colleague wrote a newer version meanwhile."""

    sentence = _(
        "A colleague changed this offence while you were writing. Your words are kept below; compare and save."
    )


class WhyIsNeeded(Refused):
    """A change without a reason cannot be followed later."""

    sentence = _("Please say in a few words why.")


class CodeIsTaken(Refused):
    """Two offences cannot have one code."""

    sentence = _("There is an offence of this Act and section already.")


class NothingChanged(Refused):
    """A new version must differ from the one before."""

    sentence = _("Nothing is different from the version that stands.")


@transaction.atomic
def load_law(*, by: object) -> int:
    """Bring in the offences that ship with the program: new ones, and newer words where nobody touched the old.

    What was edited, confirmed or retired here stays as it is. Returns how many versions came in; doing it again
    changes nothing.
    """
    standing = {offence.code: offence for offence in Offence.objects.select_related("current")}
    came = []
    for country in COUNTRIES:
        for place, (code, text) in enumerate(shipped(country).items(), start=1):
            if _comes_in(standing.get(code), text):
                offence = standing.get(code) or Offence.objects.create(code=code, country=country, place=place)
                _write(offence, text, digest=text.digest())
                came.append(code)
    if came:
        record(by=by, verb="law.loaded", subject="law", facts={"offences": came})
    return len(came)


def _comes_in(standing: Offence | None, text: OffenceText) -> bool:
    if standing is None:
        return True
    current = standing.current
    untouched = current.shipped and current.needs_confirmation and standing.retired_at is None
    return bool(untouched) and current.shipped != text.digest()


@transaction.atomic
def add_offence(*, by: Member, country: str, text: OffenceText, why: str) -> Offence:
    """Add an offence that did not ship with the program."""
    require(by, Permission.KEEP_LAW)
    if not why.strip():
        raise WhyIsNeeded
    code = slugify(f"{country}-{text.act}-{text.section}")[:60]
    if Offence.objects.filter(code=code).exists():
        raise CodeIsTaken
    last = Offence.objects.filter(country=country).order_by("-place").first()
    offence = Offence.objects.create(code=code, country=country, place=last.place + 1 if last else 1)
    _write(offence, text, by=by, why=why)
    record(by=by, verb="law.added", subject=offence.subject, facts={"version": 1})
    return offence


@transaction.atomic
def take_in_offence(*, by: Member, code: str, country: str, text: OffenceText, why: str) -> OffenceVersion:
    """The version of an offence that says exactly this: one that is here, or a new one beside those that hold here.

    For a case that came from another node. What is in force here stays in force; an offence that is not known here
    comes in retired, so that no other case is offered it.
    """
    offence = Offence.objects.select_for_update(of=("self",)).filter(code=code).first()
    if offence is None:
        last = Offence.objects.filter(country=country).order_by("-place").first()
        offence = Offence.objects.create(code=code, country=country, place=last.place + 1 if last else 1)
    for version in offence.versions.prefetch_related("elements"):
        if version.as_text() == text:
            return version
    standing = offence.current
    written = _write(offence, text, by=by, why=why)
    if standing:
        offence.current = standing
    else:
        offence.retired_at, offence.retired_by, offence.retired_why = timezone.now(), by, why[:300]
    offence.save()
    record(by=by, verb="law.came", subject=offence.subject, facts={"version": written.number})
    return written


@transaction.atomic
def edit_offence(*, by: Member, code: str, version: int, text: OffenceText, why: str) -> OffenceVersion:
    """Write a new version of an offence; the old one stays readable and cases keep to it.

    LawHasMoved when `version` is not the newest any more. A prosecutor has to confirm the new version again.
    """
    require(by, Permission.KEEP_LAW)
    offence = _held(code)
    if offence.current.number != version:
        raise LawHasMoved
    if not why.strip():
        raise WhyIsNeeded
    before, after = _plain(offence.current.as_text()), _plain(text)
    if before == after:
        raise NothingChanged
    written = _write(offence, text, by=by, why=why)
    fields = before | after
    after = dict.fromkeys(fields) | after  # an element that is gone changed as well
    changed = changed_values(dict.fromkeys(fields, INTERNAL), before, after, key=NO_KEY)
    record(by=by, verb="law.edited", subject=offence.subject, facts={"version": written.number, "changed": changed})
    return written


def _held(code: str) -> Offence:
    offence = get_object_or_404(Offence.objects.select_for_update(of=("self",)), code=code)
    return Offence.objects.select_related("current").get(pk=offence.pk)


def _write(
    offence: Offence,
    text: OffenceText,
    *,
    by: Member | None = None,
    why: str = "",
    digest: str = "",
) -> OffenceVersion:
    version = offence.versions.create(
        number=_next_number(offence),
        **_columns(text),
        tags=list(text.tags),
        made_by=by,
        why=why.strip()[:300],
        shipped=digest,
    )
    Element.objects.bulk_create(
        Element(
            version=version,
            code=element.code,
            place=place,
            family=element.family,
            words_en=element.words.en,
            words_fr=element.words.fr,
            basis=element.basis,
            one_of=element.one_of,
            optional_for_child=element.optional_for_child,
        )
        for place, element in enumerate(text.elements, start=1)
    )
    offence.current = version
    offence.save(update_fields=["current"])
    return version


def _next_number(offence: Offence) -> int:
    """One above the newest: a version that came with a case of another node may stand above the one in force."""
    return (offence.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _columns(text: OffenceText) -> dict[str, str]:
    return {
        "act": text.act,
        "section": text.section,
        "title_en": text.title.en,
        "title_fr": text.title.fr,
        "penalty_en": text.penalty.en,
        "penalty_fr": text.penalty.fr,
        "note_en": text.note.en,
        "note_fr": text.note.fr,
        "source": text.source,
        "confidence": text.confidence,
    }


def _plain(text: OffenceText) -> dict[str, object]:
    """The text as the journal compares it: columns, tags, each element, and their order."""
    lines = {f"element {one.code}": _line(one) for one in text.elements}
    order = ", ".join(one.code for one in text.elements)
    return _columns(text) | {"tags": ", ".join(text.tags), "elements": order} | lines


def _line(one: ElementText) -> str:
    child = "child" if one.optional_for_child else ""
    return f"{one.family} | {one.words.en} | {one.words.fr} | {one.basis} | {one.one_of} | {child}"


@transaction.atomic
def confirm_offence(*, by: Member, code: str, version: int, prosecutor: str, on: date) -> OffenceVersion:
    """Note that a prosecutor confirmed the newest version, who and on which day. Doing it twice keeps the first."""
    require(by, Permission.KEEP_LAW)
    offence = _held(code)
    current = offence.current
    if current.number != version:
        raise LawHasMoved
    if not prosecutor.strip():
        raise WhyIsNeeded
    if current.confirmed_at:
        return current
    current.confirmed_with, current.confirmed_on = prosecutor.strip()[:120], on
    current.confirmed_at, current.confirmed_by = timezone.now(), by
    current.save(update_fields=["confirmed_with", "confirmed_on", "confirmed_at", "confirmed_by"])
    record(by=by, verb="law.confirmed", subject=offence.subject, facts={"version": version, "on": on.isoformat()})
    return current


@transaction.atomic
def retire_offence(*, by: Member, code: str, why: str) -> Offence:
    """Take an offence out of what is offered to cases, with a reason; cases that use it keep it."""
    require(by, Permission.KEEP_LAW)
    offence = _held(code)
    if not why.strip():
        raise WhyIsNeeded
    if offence.retired_at is None:
        offence.retired_at, offence.retired_by, offence.retired_why = timezone.now(), by, why.strip()[:300]
        offence.save(update_fields=["retired_at", "retired_by", "retired_why"])
        record(by=by, verb="law.retired", subject=offence.subject)
    return offence


@transaction.atomic
def take_offence_back(*, by: Member, code: str) -> Offence:
    """Offer a retired offence to cases again."""
    require(by, Permission.KEEP_LAW)
    offence = _held(code)
    if offence.retired_at:
        offence.retired_at, offence.retired_by, offence.retired_why = None, None, ""
        offence.save(update_fields=["retired_at", "retired_by", "retired_why"])
        record(by=by, verb="law.taken_back", subject=offence.subject)
    return offence

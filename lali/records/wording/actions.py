"""Everything that changes what the site says. See the noticeboard on the order of the two transactions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.wording import Entry, Fault, bare_sound, faults, sound_kind, tidied
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.refusals import Refused
from lali.records.wording.access import (
    mark_of,
    recording_for,
    require_language,
    require_page,
    said,
    standing,
    string_for,
    words_now,
    wrote_some,
)
from lali.records.wording.models import MOST_WHY, Edition, Recording, Wording
from lali.records.wording.pages import BY_CODE
from lali.records.wording.shipped import on_page, strings
from lali.records.wording.telling import tell_of_sending_back, tell_of_signature
from lali.records.wording.vocabulary import MOST_SOUND, SHIP_AS_DRAFTS, Origin, forms_of

MOST_TAKEN_IN = 2_000  # strings of one file; the whole site has a third of that
_PROGRAM = "program"  # who wrote what ships


class Faulty(Refused):
    """The words cannot be taken. `faults` says why, each with the piece it is about."""

    sentence = _("These words cannot be shown as they are. Nothing is lost: change them and save again.")

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = list(found)


class ChangedMeanwhile(Refused):
    """Somebody else saved other words for the string: `texts`, by `name`; `seen` stands for them."""

    sentence = _("Somebody saved other words for this line meanwhile. Both are here: yours, and theirs.")

    def __init__(self, texts: Sequence[str], name: str) -> None:
        super().__init__()
        self.texts = tuple(texts)
        self.name = name
        self.seen = mark_of(texts)


class OwnWords(Refused):
    """Whoever wrote words cannot sign them."""

    sentence = _("You wrote this yourself. Somebody else who speaks the language must sign it.")


class WroteSome(OwnWords):
    """Nor can whoever wrote words that another has changed since, where nobody has signed any of them."""

    sentence = _("You wrote some of these words. Somebody who wrote none must read them before the public does.")


class NoReason(Refused):
    """Whoever sends words back says why."""

    sentence = _("Say in a sentence what should be changed.")


class NothingToSign(Refused):
    """There are no words, or they are signed."""

    sentence = _("There is nothing to sign here now.")


class NotShown(Refused):
    """Only signed words can be taken back."""

    sentence = _("No words of this node are shown for this line.")


class TooMany(Refused):
    """A file is far larger than the site."""

    sentence = _("The file holds more lines than the site has. Nothing was taken in.")


class NoSound(Refused):
    """The file is no recording that browsers play, or the page has nothing to be read aloud."""

    sentence = _("This is no recording in MP3, Ogg or M4A.")


class NotOnlySound(Refused):
    """A recording that cannot be cleaned with certainty."""

    sentence = _(
        "This recording is cut short, or holds more than sound: a picture, a second track. Nothing was kept. Save it"
        " anew, best as MP3."
    )


class SoundTooLong(Refused):
    """A recording that would cost a visitor too much."""

    sentence = _("The recording is larger than 1 MB. Speak shorter, or save it smaller: 32 kbit/s in mono is enough.")


@dataclass(frozen=True, slots=True)
class SignedOff:
    """What became of the lines of a page that somebody signed: how many signed, own ones, and changed meanwhile."""

    signed: int
    own: int
    changed: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the lines of a file."""

    taken: int
    faulty: int
    changed: int


def _both() -> transaction.Atomic:
    return transaction.atomic(using=settings.LETTERBOX)


@_both()
@transaction.atomic
def save_wording(*, by: Member, language: str, key: str, texts: Sequence[str], seen: str) -> Wording | None:
    """Write what a string says, as a draft. What the public reads stays until somebody else has signed.

    `seen`: mark of the words that stood when the writer looked; other ones now raise ChangedMeanwhile. Sent twice, it
    changes nothing; words that ship already need no row: None.
    """
    require(by, Permission.TRANSLATE)
    require_language(by, language)
    entry = string_for(key)
    _alone(language)
    row = standing(language, key)
    now = said(row, language, key)
    tidy = _tidied(entry, texts)
    if tidy == now:
        return row
    if found := faults(entry.source, tidy, forms_of(language)):
        raise Faulty(found)
    if mark_of(now) != seen:
        raise ChangedMeanwhile(now, row.written_name if row else "")
    written = _write(by, language, entry, tidy, Origin.TYPED)
    record(by=by, verb="wording.saved", subject=written.subject, facts={"string": key})
    return written


def _tidied(entry: Entry, texts: Sequence[str]) -> tuple[str, ...]:
    source = entry.source
    return tuple(tidied(text, source[min(form, len(source) - 1)]) for form, text in enumerate(texts))


def _write(by: Member, language: str, entry: Entry, texts: Sequence[str], origin: Origin) -> Wording:
    Wording.objects.newest().filter(language=language, key=entry.key).update(stands=False)
    who = {"written_by": by.journal_name, "written_name": by.name}
    if origin == Origin.SHIPPED:
        who = {"written_by": _PROGRAM, "written_name": ""}
    known = {"key": entry.key, "context": entry.context, "source": list(entry.source)}
    return Wording.objects.create(language=language, texts=list(texts), origin=origin, **known, **who)


@_both()
@transaction.atomic
def sign_wording(*, by: Member, language: str, key: str, seen: str) -> Wording:
    """Say, as a second person who speaks the language, that one line is right; from now on the public reads it.

    Not for whoever wrote any of the words that were saved, or came in a file, since some were last signed.
    """
    require(by, Permission.REVIEW_TRANSLATION)
    require_language(by, language)
    entry = string_for(key)
    _alone(language)
    signed = _sign(by, language, entry, seen, wrote_some(by, language=language, key=key))
    record(by=by, verb="wording.signed", subject=signed.subject, facts={"string": key})
    tell_of_signature(by, [signed], timezone.now())
    _new_edition(language)
    return signed


@_both()
@transaction.atomic
def sign_page(*, by: Member, language: str, page: str, seen: Mapping[str, str]) -> SignedOff:
    """Sign every line of a page that was read, as it stands now. `seen`: marks of what was read, by key of the string.

    Lines that one wrote oneself, and lines that somebody changed meanwhile, stay drafts, and their number is said.
    """
    require(by, Permission.REVIEW_TRANSLATION)
    require_language(by, language)
    require_page(page)
    _alone(language)
    signed, own, changed = [], 0, 0
    wrote = wrote_some(by, language=language, key__in=on_page(page))
    for key in on_page(page):
        if key not in seen:
            continue
        try:
            signed.append(_sign(by, language, strings()[key], seen[key], wrote))
        except OwnWords:
            own += 1
        except ChangedMeanwhile:
            changed += 1
        except (NothingToSign, Faulty):
            pass
    if not signed and not own and not changed:
        raise NothingToSign
    facts = {"page": page, "signed": len(signed), "own": own, "changed": changed}
    record(by=by, verb="wording.page_signed", subject=f"wording:{language}", facts=facts)
    tell_of_signature(by, signed, timezone.now())
    _new_edition(language)
    return SignedOff(len(signed), own, changed)


def _sign(by: Member, language: str, entry: Entry, seen: str, wrote: Collection[tuple[str, str]]) -> Wording:
    row = standing(language, entry.key)
    now = said(row, language, entry.key)
    if not now or (row.signed_by if row else language not in SHIP_AS_DRAFTS):
        raise NothingToSign
    if mark_of(now) != seen:
        raise ChangedMeanwhile(now, row.written_name if row else "")
    if row and row.written_by == by.journal_name:
        raise OwnWords
    if (language, entry.key) in wrote:
        raise WroteSome
    if found := faults(entry.source, now, forms_of(language)):
        raise Faulty(found)
    row = row or _write(by, language, entry, now, Origin.SHIPPED)
    Wording.objects.shown(language).filter(key=entry.key).update(shown=False)
    row.signed_by, row.signed_name, row.signed_at, row.shown = by.journal_name, by.name, timezone.now(), True
    row.save()
    return row


@_both()
@transaction.atomic
def send_back_wording(*, by: Member, language: str, key: str, seen: str, why: str) -> Wording:
    """Give a draft back to whoever wrote it, and say why. It waits for other words, and can still be signed."""
    require(by, Permission.REVIEW_TRANSLATION)
    require_language(by, language)
    string_for(key)
    _alone(language)
    row = standing(language, key)
    if row is None or row.signed_by:
        raise NothingToSign
    if mark_of(row.texts) != seen:
        raise ChangedMeanwhile(row.texts, row.written_name)
    if row.written_by == by.journal_name:
        raise OwnWords
    why = " ".join(why.split())[:MOST_WHY]
    if not why:
        raise NoReason
    row.sent_back_by, row.sent_back_name, row.sent_back_at, row.why = by.journal_name, by.name, timezone.now(), why
    row.save(update_fields=["sent_back_by", "sent_back_name", "sent_back_at", "why"])
    record(by=by, verb="wording.sent_back", subject=row.subject, facts={"string": key})
    tell_of_sending_back(by, row)
    return row


@_both()
@transaction.atomic
def take_back_wording(*, by: Member, language: str, key: str) -> None:
    """Take words from the public at once and alone: what is wrong waits for nobody. What ships is shown again."""
    require_language(by, language)
    entry = string_for(key)
    _alone(language)
    shown = Wording.objects.shown(language).filter(key=entry.key).first()
    if shown is None:
        raise NotShown
    shown.shown, shown.signed_by, shown.signed_name, shown.signed_at = False, "", "", None
    shown.save()
    record(by=by, verb="wording.taken_back", subject=shown.subject, facts={"string": key})
    _new_edition(language)


@_both()
@transaction.atomic
def take_in_wordings(
    *, by: Member, language: str, offered: Mapping[str, Sequence[str]], seen: Mapping[str, str]
) -> TakenIn:
    """Take the lines of a file, by key of the string, as drafts. What changed since it was looked at stays as it is."""
    require(by, Permission.TRANSLATE)
    require_language(by, language)
    if len(offered) > MOST_TAKEN_IN:
        raise TooMany
    _alone(language)
    rows = {row.key: row for row in Wording.objects.newest().filter(language=language)}
    taken = faulty = changed = 0
    for key, texts in offered.items():
        entry = strings().get(key)
        now = said(rows.get(key), language, key)
        tidy = _tidied(entry, texts) if entry else ()
        if entry is None or faults(entry.source, tidy, forms_of(language)):
            faulty += 1
        elif mark_of(now) != seen.get(key, ""):
            changed += 1
        elif tidy != now:
            _write(by, language, entry, tidy, Origin.FILE)
            taken += 1
    facts = {"taken": taken, "faulty": faulty, "changed": changed}
    record(by=by, verb="wording.taken_in", subject=f"wording:{language}", facts=facts)
    return TakenIn(taken, faulty, changed)


@_both()
@transaction.atomic
def keep_recording(*, by: Member, language: str, page: str, content: bytes) -> Recording:
    """Keep a page read aloud. The public hears it when somebody else has listened and signed; a newer one takes over.

    Nothing of it is decoded here. What a phone wrote beside the sound is taken off before anything is kept.
    """
    require(by, Permission.TRANSLATE)
    require_language(by, language)
    require_page(page)
    kind = sound_kind(content)
    if not BY_CODE[page].reads or not kind:
        raise NoSound
    if len(content) > 2 * MOST_SOUND:
        raise SoundTooLong
    content = bare_sound(content, kind)
    if not content:
        raise NotOnlySound
    if len(content) > MOST_SOUND:
        raise SoundTooLong
    Recording.objects.filter(language=language, page=page, signed_by="").delete()
    kept = Recording.objects.create(
        language=language,
        page=page,
        kind=kind,
        content=content,
        size=len(content),
        words=words_now(language, page),
        written_by=by.journal_name,
        written_name=by.name,
    )
    record(by=by, verb="recording.kept", subject=kept.subject, facts={"page": page, "bytes": kept.size})
    return kept


@_both()
@transaction.atomic
def sign_recording(*, by: Member, number: int) -> Recording:
    """Say, as a second person who speaks the language, that a recording says what the page says; it is offered now.

    A newer one holds nothing of an older one: only whoever recorded this one cannot sign it.
    """
    require(by, Permission.REVIEW_TRANSLATION)
    kept = recording_for(by, number, to_change=True)
    if kept.signed_by:
        raise NothingToSign
    if kept.written_by == by.journal_name:
        raise OwnWords
    Recording.objects.filter(language=kept.language, page=kept.page).exclude(pk=kept.pk).delete()
    kept.signed_by, kept.signed_name, kept.signed_at = by.journal_name, by.name, timezone.now()
    kept.save(update_fields=["signed_by", "signed_name", "signed_at"])
    record(by=by, verb="recording.signed", subject=kept.subject, facts={"page": kept.page})
    _new_edition(kept.language)
    return kept


@_both()
@transaction.atomic
def remove_recording(*, by: Member, number: int) -> Recording:
    """Take a recording away, at once and alone."""
    kept = recording_for(by, number, to_change=True)
    record(by=by, verb="recording.removed", subject=kept.subject, facts={"page": kept.page})
    Recording.objects.filter(pk=kept.pk).delete()
    _new_edition(kept.language)
    return kept


def _alone(language: str) -> None:
    """Wait until nobody else writes in this language: of two first words for a string one must see the other."""
    Edition.objects.get_or_create(language=language)
    Edition.objects.select_for_update().get(language=language)


def _new_edition(language: str) -> None:
    Edition.objects.get_or_create(language=language)
    Edition.objects.filter(language=language).update(number=F("number") + 1)

"""What is put into the letterbox and what is marked there. Journalled in the letterbox's own journal."""

import os
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import CannotOpen, ReporterKeys, open_letter, seal_enclosure, seal_letter
from lali.records.audit.actions import record
from lali.records.letterbox.models import Addressee, Draft, Enclosure, Letter, Report
from lali.records.letterbox.vocabulary import (
    ANSWER_PURPOSE,
    DRAFT_DAYS,
    DRAFT_PURPOSE,
    FILE_DAYS,
    FILE_PURPOSE,
    MOST_FILES,
    MOST_WAITING_BYTES,
    QUESTION_PURPOSE,
    REPORT_PURPOSE,
    ReportState,
)
from lali.records.refusals import Refused

MAX_REPORT = 40_000  # characters; a novel is not a report, and the box must not be filled by one visitor
MOST_AT_ONCE = 500  # rows asked for by number
JPEG = b"\xff\xd8\xff"  # a clean copy is such a picture, or a PDF
MAX_LETTERS = 50  # a report, from either side

Rewriting = Callable[[str], str]  # gives a draft's new words from those that lie there
Choosing = Callable[[str], Collection[int]]  # gives the places of the files that go along, from a draft's words


class TooLong(Refused):
    """More text than a letter may hold."""

    sentence = _("This text is too long to be sent in one piece. Please shorten it.")


class TooManyLetters(Refused):
    """One report's conversation has grown past what a person would write."""

    sentence = _("There are already very many messages under this code. Please make a new report.")


class TooManyFiles(Refused):
    """More files than a report may have."""

    sentence = _("A report can have five files. Take one out first, or go on.")


class NoRoomForFiles(Refused):
    """The disk must not be filled by files that nobody sends."""

    sentence = _("We cannot take files right now. Your words can be sent. Keep the file for later.")


class SentAlready(Refused):
    """The same page was sent twice, and the other one was quicker."""


class DraftIsGone(Refused):
    """The draft that a file belongs to was sent meanwhile, or its time is over."""

    sentence = _("Nothing is kept under these words that a file could go with. Please open your code again.")


def _this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


@transaction.atomic(using=settings.LETTERBOX)
def name_addressee(*, by: object, name: str, country: str, public_key: bytes) -> Addressee:
    """Say to whom reports are sealed (at set-up). The salt of the codes is made once and kept."""
    addressee, _made = Addressee.objects.get_or_create(
        pk=1, defaults={"name": name, "country": country, "public_key": public_key, "code_salt": os.urandom(16)}
    )
    record(by=by, verb="letterbox.opened", subject="letterbox", using=settings.LETTERBOX)
    return addressee


@transaction.atomic(using=settings.LETTERBOX)
def receive_report(*, by: str, words: str, reporter: ReporterKeys, decided: Collection[int] | Choosing = ()) -> Report:
    """Seal `words` (the report as JSON text) to the agency and put it in the box under the reporter's lookup.

    Of the files of its draft those at the places `decided` go along; all others go with the draft. `decided` may be
    what gives them from the words that lie there, so that nothing goes along that another page took back meanwhile.
    """
    if len(words) > MAX_REPORT:
        raise TooLong
    draft = _held(reporter)  # so that no file comes in meanwhile
    sealed = seal_letter(words.encode(), to=bytes(Addressee.objects.the_one().public_key), purpose=REPORT_PURPOSE)
    report = Report.objects.create(
        lookup=reporter.lookup, reporter_key=reporter.public, sealed=sealed, received_at=_this_hour()
    )
    if draft:
        places = decided(_words_of(draft, reporter)) if callable(decided) else decided
        draft.enclosures.filter(place__in=places).update(draft=None, report=report)
        draft.delete()
    facts = {"sealed_sha256": sha256(sealed).hexdigest()}  # what a receipt shows
    record(by=by, verb="report.received", subject=f"report:{report.pk}", facts=facts, using=settings.LETTERBOX)
    return report


@transaction.atomic(using=settings.LETTERBOX)
def keep_draft(*, by: str, words: str | Rewriting, reporter: ReporterKeys) -> Draft:
    """Keep a report that is not finished, sealed to its writer's own key; saved again, the newer takes its place.

    `words` may be what gives them from those that lie there (before the first time: an empty text), so that a slow page
    writes over nothing newer.
    SentAlready when there is a report under the same words: what is added to it goes as an answer.
    """
    draft = _held(reporter)  # before the report is looked for: whoever sends it holds the draft
    if Report.objects.filter(lookup=reporter.lookup).exists():
        raise SentAlready
    said = words if isinstance(words, str) else words(_words_of(draft, reporter) if draft else "")
    draft, made = Draft.objects.update_or_create(lookup=reporter.lookup, defaults=_as_kept(said, reporter))
    if made:
        record(by=by, verb="draft.kept", subject="letterbox", using=settings.LETTERBOX)
    return draft


def _held(reporter: ReporterKeys) -> Draft | None:
    """The draft under a code, held until the transaction ends."""
    return Draft.objects.select_for_update().filter(lookup=reporter.lookup).first()


def _words_of(draft: Draft, reporter: ReporterKeys) -> str:
    try:
        return open_letter(bytes(draft.sealed), key=reporter.private, purpose=DRAFT_PURPOSE).decode(errors="replace")
    except CannotOpen:
        return ""


def _as_kept(words: str, reporter: ReporterKeys) -> dict[str, object]:
    if len(words) > MAX_REPORT:
        raise TooLong
    sealed = seal_letter(words.encode(), to=reporter.public, purpose=DRAFT_PURPOSE)
    return {"sealed": sealed, "kept_until": timezone.localdate() + timedelta(days=DRAFT_DAYS)}


def _rewrite(draft: Draft, reporter: ReporterKeys, words: Rewriting) -> None:
    Draft.objects.filter(pk=draft.pk).update(**_as_kept(words(_words_of(draft, reporter)), reporter))


@transaction.atomic(using=settings.LETTERBOX)
def enclose(
    *,
    by: str,
    reporter: ReporterKeys,
    original: bytes,
    clean: bytes | None,
    name: str,
    noted: Callable[[str, int], str] | None = None,
) -> int:
    """Seal a file, and its clean copy if there is one, to the agency, under a draft. In memory only, never in clear.

    The name that the file had is sealed with the file only: a clean copy that goes alone goes under a name made here.
    Returns its place, which no other file of this draft had: a page that is open still may speak of that one.
    `noted` gives the draft's new words from those that lie there and the place.
    """
    draft = _held(reporter)
    if draft is None:
        raise DraftIsGone
    if draft.enclosures.values("place").distinct().count() >= MOST_FILES:
        raise TooManyFiles
    if _bytes_that_wait() > MOST_WAITING_BYTES:
        raise NoRoomForFiles
    place = _next_place(draft)
    if noted:
        _rewrite(draft, reporter, lambda words: noted(words, place))
    to = bytes(Addressee.objects.the_one().public_key)
    for data, is_copy in ((original, False), (clean, True)):
        if data is not None:
            said = {"name": _name_of_copy(place, data) if is_copy else name, "size": len(data)}
            sealed = seal_enclosure(data, said, to=to, purpose=FILE_PURPOSE)
            draft.enclosures.create(
                place=place, is_copy=is_copy, size=len(sealed.body), label=sealed.label, body=sealed.body
            )
    record(by=by, verb="file.enclosed", subject="letterbox", using=settings.LETTERBOX)
    return place


def _name_of_copy(place: int, clean: bytes) -> str:
    """Name a clean copy by its place: what the file was called may tell a person, a program or a day."""
    return f"file-{place}.{'jpg' if clean.startswith(JPEG) else 'pdf'}"


def _next_place(draft: Draft) -> int:
    """Give out a place of a draft that is held. Files of drafts from before places were counted tell theirs."""
    place = max(draft.last_place, draft.enclosures.aggregate(last=Max("place"))["last"] or 0) + 1
    Draft.objects.filter(pk=draft.pk).update(last_place=place)
    return place


def _bytes_that_wait() -> int:
    """What lies with drafts, and with reports that nobody has read: whoever sends by machine fills no disk either."""
    waits = Q(report__isnull=True) | Q(report__state=ReportState.WAITING)
    return Enclosure.objects.filter(waits).aggregate(size=Sum("size"))["size"] or 0


@transaction.atomic(using=settings.LETTERBOX)
def take_file_back(
    *, by: str, reporter: ReporterKeys, place: int, only_original: bool = False, noted: Rewriting | None = None
) -> None:
    """Take a file out of a draft again, or only the file as it was, so that the clean copy stays.

    `noted` gives the draft's new words from those that lie there.
    """
    draft = _held(reporter)
    if draft is None:
        raise DraftIsGone
    files = draft.enclosures.filter(place=place)
    if noted:
        _rewrite(draft, reporter, noted)
    gone, _by_table = (files.filter(is_copy=False) if only_original else files).delete()
    if gone:
        record(by=by, verb="file.taken_back", subject="letterbox", using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def let_drafts_go(*, by: object) -> int:
    """Delete drafts whose time is over. Returns how many. While room is short, files go earlier than their drafts."""
    _rows, by_table = Draft.objects.filter(kept_until__lt=timezone.localdate()).delete()
    gone = by_table.get("letterbox.Draft", 0)
    if gone:
        record(by=by, verb="drafts.let_go", subject="letterbox", facts={"drafts": gone}, using=settings.LETTERBOX)
    if _bytes_that_wait() > MOST_WAITING_BYTES // 2:
        _let_files_go(by)
    return gone


def _let_files_go(by: object) -> None:
    """Delete the files of drafts that were not saved for FILE_DAYS. Their words stay to the end of their days."""
    saved_after = timezone.localdate() - timedelta(days=FILE_DAYS)
    files = Enclosure.objects.filter(draft__kept_until__lt=saved_after + timedelta(days=DRAFT_DAYS))
    if drafts := files.values("draft").distinct().count():
        files.delete()
        record(by=by, verb="files.let_go", subject="letterbox", facts={"drafts": drafts}, using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def receive_answer(*, by: str, report: Report, words: str, written: int | None = None) -> Letter:
    """Seal a reporter's further words to the agency.

    `written`, if given, is how many answers stood there when they were written: SentAlready when there are others now.
    """
    _require_room(report, words)
    if written not in {None, report.letters.filter(from_agency=False).count()}:
        raise SentAlready
    sealed = seal_letter(words.encode(), to=bytes(Addressee.objects.the_one().public_key), purpose=ANSWER_PURPOSE)
    letter = report.letters.create(from_agency=False, sealed=sealed, sent_at=_this_hour())
    record(by=by, verb="answer.received", subject=f"report:{report.pk}", using=settings.LETTERBOX)
    return letter


@transaction.atomic(using=settings.LETTERBOX)
def send_question(*, by: object, report: Report, words: str) -> Letter:
    """Seal the agency's words to the reporter's key; only the code opens them."""
    _require_room(report, words)
    sealed = seal_letter(words.encode(), to=bytes(report.reporter_key), purpose=QUESTION_PURPOSE)
    letter = report.letters.create(from_agency=True, sealed=sealed, sent_at=_this_hour())
    record(by=by, verb="question.sent", subject=f"report:{report.pk}", using=settings.LETTERBOX)
    return letter


def _require_room(report: Report, words: str) -> None:
    if len(words) > MAX_REPORT:
        raise TooLong
    Report.objects.select_for_update().get(pk=report.pk)  # so that two at once cannot both be the last
    if report.letters.count() >= MAX_LETTERS:
        raise TooManyLetters


@transaction.atomic(using=settings.LETTERBOX)
def show_state(*, by: object, report_number: int, state: ReportState) -> None:
    """Set what the reporter sees. READ comes after WAITING only: a decision in between stands.

    When a report was first read is noted to the hour: the public promise is measured by it.
    """
    shown = Report.objects.filter(pk=report_number).exclude(state=state)
    if state == ReportState.READ:
        shown = shown.filter(state=ReportState.WAITING)
    if not shown.update(state=state, read_at=Coalesce("read_at", Value(_this_hour()))):
        return
    facts = {"state": str(state)}
    record(by=by, verb="report.state_shown", subject=f"report:{report_number}", facts=facts, using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def show_states(*, by: object, report_numbers: Iterable[int], state: ReportState) -> None:
    """Set what the reporters of many see, decided on together. One entry of the journal for all.

    READ comes after WAITING only, and only here it is noted that a person read them: what was decided with another of
    the same words counts neither as read in time nor as waiting.
    """
    numbers = sorted(report_numbers)
    changed = 0
    for start in range(0, len(numbers), MOST_AT_ONCE):
        some = Report.objects.filter(pk__in=numbers[start : start + MOST_AT_ONCE])
        if state == ReportState.READ:
            some = some.filter(state=ReportState.WAITING)
            changed += some.update(state=state, read_at=Coalesce("read_at", Value(_this_hour())))
        else:
            changed += some.update(state=state)
    if changed:
        facts = {"state": str(state), "reports": changed}
        record(by=by, verb="report.state_shown", subject="letterbox", facts=facts, using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def publish_log_key(*, by: object, key: str) -> None:
    """Put the key under which this node's heads verify where the public process finds it, for receipts."""
    if Addressee.objects.filter(pk=1).exclude(log_key=key).update(log_key=key):
        record(by=by, verb="letterbox.key_published", subject="letterbox", using=settings.LETTERBOX)


@transaction.atomic(using=settings.LETTERBOX)
def mark_collected(*, by: object, item: Report | Letter) -> None:
    """Note that a report or an answer now stands in triage. Doing it twice changes nothing."""
    item.collected = True
    if not type(item).objects.filter(pk=item.pk, collected=False).update(collected=True):
        return
    kind = type(item).__name__.lower()
    record(by=by, verb=f"{kind}.collected", subject=f"{kind}:{item.pk}", using=settings.LETTERBOX)

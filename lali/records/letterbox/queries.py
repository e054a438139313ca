"""What the public site and triage ask of the letterbox."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lali.engines.custody import ProvenEntry
from lali.engines.exchange import CannotOpen, ReporterKeys, open_enclosure, open_letter, read_label
from lali.engines.exchange import Enclosure as SealedFile
from lali.records.audit.queries import first_entry, proven_entry
from lali.records.letterbox.models import Addressee, Draft, Enclosure, Letter, Report
from lali.records.letterbox.vocabulary import (
    DRAFT_PURPOSE,
    FILE_PURPOSE,
    MEASURED_DAYS,
    MEASURED_FROM,
    PROMISED_HOURS,
    QUESTION_PURPOSE,
    ReportState,
)


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """One letter of a conversation; `words` is None for the reporter's own, which only the agency can open."""

    from_agency: bool
    sent_at: datetime
    words: str | None


def addressee() -> Addressee:
    """To whom reports are sealed, and the salt of the codes; NoAddressee before set-up."""
    return Addressee.objects.the_one()


def report_under(reporter: ReporterKeys) -> Report | None:
    """The report that a code leads to."""
    return Report.objects.filter(lookup=reporter.lookup).first()


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A report that was begun, as its writer left it: JSON text."""

    words: str
    kept_until: date
    places: frozenset[int]  # at which files lie still


def draft_under(reporter: ReporterKeys) -> OpenedDraft | None:
    """The draft that a code leads to, opened; None when there is none, or its time is over."""
    draft = Draft.objects.filter(lookup=reporter.lookup, kept_until__gte=timezone.localdate()).first()
    if draft is None:
        return None
    try:
        opened = open_letter(bytes(draft.sealed), key=reporter.private, purpose=DRAFT_PURPOSE)
    except CannotOpen:
        return None
    places = frozenset(draft.enclosures.values_list("place", flat=True))
    return OpenedDraft(opened.decode(errors="replace"), draft.kept_until, places)


def read_in_time() -> int | None:
    """Of a hundred reports of the last 90 days, how many a person had read within the promised 72 hours, rounded down.

    None while there are too few to say. A report that still waits counts from the hour at which the promise is broken.
    """
    promised, now = timedelta(hours=PROMISED_HOURS), timezone.now()
    lately = Report.objects.filter(received_at__gte=now - timedelta(days=MEASURED_DAYS))
    late = Q(state=ReportState.WAITING, received_at__lt=now - promised)
    counted = lately.filter(Q(read_at__isnull=False) | late).count()
    if counted < MEASURED_FROM:
        return None
    return lately.filter(read_at__lte=F("received_at") + promised).count() * 100 // counted


@dataclass(frozen=True, slots=True)
class Filed:
    """What a receipt shows: the agency, the day, and a line of the journal under a signed head."""

    agency: str
    day: date
    entry: ProvenEntry
    head: str
    key: str


def filed(report: Report) -> Filed | None:
    """Proof that a report was filed; None until the agency has taken it out, since only then the journal is signed."""
    to = Addressee.objects.the_one()
    subject, verb = f"report:{report.pk}", "report.received"
    proven = proven_entry(subject, verb, using=settings.LETTERBOX) if can_be_proven(report) else None
    if proven is None:
        return None
    head, entry = proven
    return Filed(to.name, timezone.localdate(report.received_at), entry, head, to.log_key)


def can_be_proven(report: Report) -> bool:
    """Say, quickly, whether `filed` will have something to show: not for what came before receipts were made."""
    if not report.collected or not Addressee.objects.the_one().log_key:
        return False
    entry = first_entry(f"report:{report.pk}", "report.received", using=settings.LETTERBOX)
    return entry is not None and "sealed_sha256" in entry.facts


def files_received(report: Report) -> int:
    """Say how many files came with a report, without opening any: a file and its clean copy are one."""
    return report.enclosures.order_by().values("place").distinct().count()


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file of a report as triage knows it: its place, what its sender called it, what there is of it.

    A clean copy that came alone has a name made here.
    """

    place: int
    name: str
    size: int
    has_original: bool
    has_copy: bool


def files_of(report_number: int, *, key: bytes) -> list[EnclosedFile]:
    """The files that came with a report; a label that does not open gives a file without a name."""
    found: dict[int, EnclosedFile] = {}
    in_order = Enclosure.objects.filter(report_id=report_number).order_by("place", "is_copy")
    for one in in_order.defer("body"):  # the file itself first: its name and size stand for both
        try:
            said = read_label(bytes(one.label), key=key, purpose=FILE_PURPOSE)
        except CannotOpen:
            said = {}
        size = said.get("size")
        before = found.get(one.place)
        found[one.place] = EnclosedFile(
            place=one.place,
            name=before.name if before else str(said.get("name", "")),
            size=before.size if before else size if isinstance(size, int) else 0,
            has_original=not one.is_copy or bool(before and before.has_original),
            has_copy=one.is_copy or bool(before and before.has_copy),
        )
    return list(found.values())


def has_files(report_number: int) -> bool:
    """Whether files came with a report."""
    return Enclosure.objects.filter(report_id=report_number).exists()


def file_of(report_number: int, place: int, *, is_copy: bool, key: bytes) -> bytes | None:
    """A file of a report, opened; None when there is none, or it does not open."""
    found = Enclosure.objects.filter(report_id=report_number, place=place, is_copy=is_copy).first()
    try:
        sealed = SealedFile(bytes(found.label), bytes(found.body)) if found else None
        return open_enclosure(sealed, key=key, purpose=FILE_PURPOSE) if sealed else None
    except CannotOpen:
        return None


def conversation(report: Report, reporter: ReporterKeys) -> list[OpenedLetter]:
    """The letters of a report as its reporter may read them."""
    return [
        OpenedLetter(letter.from_agency, letter.sent_at, _words(letter, reporter)) for letter in report.letters.all()
    ]


def _words(letter: Letter, reporter: ReporterKeys) -> str | None:
    if not letter.from_agency:
        return None
    try:
        return open_letter(bytes(letter.sealed), key=reporter.private, purpose=QUESTION_PURPOSE).decode()
    except CannotOpen:
        return None


def report_number(number: int) -> Report:
    """One report by its number in the box."""
    return Report.objects.get(pk=number)


def reports_to_collect() -> QuerySet[Report]:
    """Reports that triage has not taken over yet, oldest first."""
    return Report.objects.filter(collected=False)


def answers_to_collect() -> QuerySet[Letter]:
    """Reporters' answers that triage has not taken over yet, oldest first."""
    return Letter.objects.filter(collected=False, from_agency=False).select_related("report")

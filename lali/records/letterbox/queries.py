"""What the public site and triage ask of the letterbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lali.engines.exchange import CannotOpen, ReporterKeys, open_letter
from lali.records.letterbox.models import Addressee, Letter, Report
from lali.records.letterbox.vocabulary import QUESTION_PURPOSE


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

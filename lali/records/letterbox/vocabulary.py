"""What a reporter can see of their report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    """States visible by code, in the reporter's words."""

    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read by an officer")
    WORKING = "working", _("We are working on it")
    PASSED_ON = "passed_on", _("Passed on to those who can help best")
    CLOSED = "closed", _("Closed")


REPORT_PURPOSE = "lali/report"  # bound into the sealing, so that one kind of letter cannot pass for another
QUESTION_PURPOSE = "lali/question"
ANSWER_PURPOSE = "lali/answer"
DRAFT_PURPOSE = "lali/draft"
FILE_PURPOSE = "lali/file"

MOST_FILES = 5  # a report
MOST_FILE_BYTES = 10 * 1024 * 1024  # of all files of a report together
MOST_WAITING_BYTES = 1024**3  # of all files of drafts and of reports that nobody has read: nobody fills the disk

DRAFT_DAYS = 14  # a report that was begun and not sent is kept for its writer
FILE_DAYS = 2  # its files, while room is short, from the day on which it was last saved
PROMISED_HOURS = 72  # until a person has read a report
MEASURED_DAYS = 90
MEASURED_FROM = 10  # reports: with fewer, a share would say something of single ones

"""What a notice can be about. The words name no person and no case's title; `%(ref)s` is the reference."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """Each kind reads as a whole sentence beside the reference."""

    BREAK_GLASS = "break_glass", _("A colleague opened your case in an emergency. Read why, and judge it.")
    ACCESS_GIVEN = "access_given", _("You were put on the team of a case.")
    ACCESS_ASKED = "access_asked", _("Somebody asks to join a case that you lead.")
    ACCESS_ENDS = "access_ends", _("Your access to a case ends soon.")
    CASE_OFFERED = "case_offered", _("A case is offered to your agency or unit.")
    TASK_GIVEN = "task_given", _("You were given a task.")
    TASK_LATE = "task_late", _("A task of yours is late.")
    DEADLINE_NEAR = "deadline_near", _("A deadline is near, or missed.")
    LOOK_AGAIN = "look_again", _("A task of yours that waits should be looked at again.")
    SEEN_AGAIN = "seen_again", _("An identifier that you watch appeared again.")
    MET_AGAIN = "met_again", _("A person or a family of texts that you watch was met again.")
    ARCHIVE_WAITS = "archive_waits", _("An archive of a whole case waits for a second person.")
    CASE_LEFT = "case_left", _("A case whose team you are on left as an archive, for another node.")
    CASE_CAME = "case_came", _("A case came from another node.")
    BRIEF_WAITS = "brief_waits", _("A brief of a case that you lead waits for a second person.")
    BRIEF_FIXED = "brief_fixed", _("A brief that you handed on was fixed.")
    BRIEF_SENT_BACK = "brief_sent_back", _("A brief that you handed on was sent back.")
    HAND_OVER_WAITS = "hand_over_waits", _("An exhibit is on its way to you: accept it or refuse it.")
    HAND_OVER_REFUSED = "hand_over_refused", _("An exhibit that you handed over was refused: it stays with you.")
    HAND_OVER_LATE = "hand_over_late", _("A hand-over of an exhibit is overdue.")
    EXHIBIT_BROKEN = "exhibit_broken", _("An exhibit of a case that you lead is not what was sealed. Do not use it.")
    REPORTS_CAME = "reports_came", _("New reports came from the public site.")
    WORDS_WAIT = "words_wait", _("Lines of the public site wait for somebody who speaks their language to sign.")
    WORDS_SIGNED = "words_signed", _("Lines of the public site that you wrote were signed.")
    WORDS_SENT_BACK = "words_sent_back", _("Lines of the public site that you wrote were sent back, with a reason.")
    OPENING_WAITS = "opening_waits", _("A colleague asks to open a restricted exhibit. It takes your leave.")
    OPENING_DECIDED = "opening_decided", _("Your question about a restricted exhibit was answered.")
    KNOWN_FILE = "known_file", _("An exhibit is on a list of known files: it is restricted. This is a lead, no proof.")
    DISPOSAL_WAITS = "disposal_waits", _("A disposal waits for a second person.")


class MailChoice(TextChoices):
    """How a member wants to hear of notices beside the workspace."""

    AT_ONCE = "at_once", _("Within minutes")
    DAILY = "daily", _("Once a day, in one message")
    NEVER = "never", _("Never: only here")

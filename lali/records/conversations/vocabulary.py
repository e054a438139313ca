"""States of a reading, kinds of message, and what marks, questions and refusals mean in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lali.engines.chats import names


class ReadingState(TextChoices):
    """How far an export has come."""

    READING = "reading", _("Being read")
    ASKS = "asks", _("Waits for an answer")
    READ = "read", _("Read")
    REFUSED = "refused", _("Could not be read")
    BACK = "back", _("Taken back")


class MessageKind(TextChoices):
    """What a line of an export is."""

    MESSAGE = "message", _("Message")
    SYSTEM = "system", _("Line of the application")
    DELETED = "deleted", _("Deleted message")
    MEDIA = "media", _("With a file")


class DateOrder(TextChoices):
    """How a date is written."""

    DMY = "dmy", _("day, month, year")
    MDY = "mdy", _("month, day, year")
    YMD = "ymd", _("year, month, day")


APPLICATIONS = names.APPLICATIONS | {"table": _("Table")}  # by the reader's format

MARKS = {  # what a person should look at, as docs/chats.md has it
    "edited": _("The application says that this message was edited."),
    "head_inside": _("A line in it looks like the beginning of another message."),
    "time_runs_back": _("From here on time is earlier than before: two exports in one file, or a forged date."),
    "time_leaps": _("Its time is days later than what follows."),
    "time_impossible": _("There is no such time of day."),
    "time_twice": _("The clock showed this time twice that night: the moment is not known."),
    "time_never": _("The clock never showed this time: it was set forward."),
    "sender_colon": _("The name seems to have a colon in it."),
    "times_differ": _("The file gives two times for it that no time zone brings together."),
    "forwarded": _("Forwarded from elsewhere."),
    "reactions": _("Somebody reacted to it; who, stands in the bytes."),
    "cut": _("Longer than 1 MiB: the rest is unread."),
}

REFUSALS = {  # by the reader's code; what is not here is told in the reader's own words
    "empty": _("There is nothing in this file."),
    "unknown": _("This is no conversation in a format that is read here."),
    "none": _("There is no conversation in this archive."),
    "broken": _("This file is damaged, and cannot be read to its end."),
    "locked": _("This archive has a password. Take the unpacked files in as exhibits of their own."),
    "bomb": _("This archive unpacks to far more than it should; it is not opened."),
    "nested": _("There is another archive in this archive. Take the inner one in as an exhibit of its own."),
    "twice": _("Two files in this archive have the same name: nobody could say which one is cited."),
    "many": _("There are too many files in this archive."),
    "calendar": _("The dates of this file are of no calendar that is read here, or later than its receipt."),
    "order": _("The dates of this file cannot be in the order that was stated."),
    "timezone": _("There is no such time zone. Write it like Pacific/Fiji."),
    "columns": _("There is no such column in this table."),
    "seal": _("This exhibit is not what was sealed. Do not use it; tell your supervisor and keep the disk."),
}

"""Files that messages name: where they lie in the archive of the export, and looking at one from its message."""

import io
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from lali.engines import chats
from lali.engines.chats.enclosed import digest_of_enclosed, enclosed
from lali.engines.custody import SealBroken
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.conversations.access import conversation_for
from lali.records.conversations.actions.batches import clean
from lali.records.conversations.models import Conversation, Enclosed, Message
from lali.records.evidence.actions.opening import SealIsBroken, open_original
from lali.records.refusals import Refused

LONGEST_PATH = 1_000


class NotInTheArchive(Refused):
    """The message names a file that did not come with the export."""

    sentence = _("This file is not in the same archive. It may still be on the phone: ask for it, and take it in.")


class SeveralOfThatName(Refused):
    """Nobody could say which one the message means."""

    sentence = _("Several files in the archive have this name. Look into the archive, and decide which one is meant.")


class CannotBeRead(Refused):
    """The file is damaged, locked or made to do harm."""

    sentence = _("This file in the archive is damaged, has a password or unpacks to too much. It is not opened here.")


@dataclass(frozen=True, slots=True)
class FileOfMessage:
    """A file that a message names, as it lies in the exhibit: `sha256` is empty where it is too large to be read here.

    `why_not` says why there is nothing to look at.
    """

    conversation: Conversation
    message: Message
    name: str
    number: int = 0
    path: str = ""
    size: int = 0
    sha256: str = ""
    why_not: str = ""


def keep_files(conversation: Conversation, opened: chats.Conversation) -> None:
    """Find the files that messages name in the archive, at the end of a reading and in its transaction."""
    named = list(_named(conversation))
    found = [
        Enclosed(conversation=conversation, attachment=name, number=one.number, path=clean(one.path, LONGEST_PATH),
                 size=one.size)
        for name, one in enclosed(opened, named)
    ]  # fmt: skip
    Enclosed.objects.bulk_create(found, batch_size=500)
    conversation.files_named, conversation.files_missing = len(named), len(named) - len(found)


def _named(conversation: Conversation) -> Iterable[str]:
    rows = Message.objects.filter(conversation=conversation).exclude(attachment="")
    return rows.order_by().values_list("attachment", flat=True).distinct().iterator(chunk_size=2_000)


def look_at_file(*, by: Member, ref: str, number: int, n: int) -> FileOfMessage:
    """The file that a message names, with its digest, journalled; looking at it is the viewer's. Http404 for none.

    What is missing, or cannot be read, says so.
    """
    conversation = conversation_for(by, ref, number)
    message = Message.objects.filter(conversation=conversation, n=n).select_related("participant").first()
    if message is None or not message.attachment:
        raise Http404
    facts = {"message": n, "file": True}
    record(by=by, verb="conversation.read", subject=conversation.subject, facts=facts, reading=True)
    found = Enclosed.objects.filter(conversation=conversation, attachment=message.attachment).first()
    try:
        if found is None:
            raise NotInTheArchive
        if not found.number:
            raise SeveralOfThatName
        size, sha256 = _digest(by, conversation, found.number)
    except Refused as why:
        path = found.path if found else ""
        return FileOfMessage(conversation, message, message.attachment, path=path, why_not=str(why))
    return FileOfMessage(conversation, message, message.attachment, found.number, found.path, size, sha256)


def _digest(by: Member, conversation: Conversation, number: int) -> tuple[int, str]:
    _exhibit, original = open_original(by=by, ref=conversation.case.ref, number=conversation.exhibit.number)
    try:
        with closing(original), closing(io.BufferedReader(original, 256 * 1024)) as stream:
            return digest_of_enclosed(stream, number)
    except chats.ChatRefused:
        raise CannotBeRead from None
    except SealBroken:
        raise SealIsBroken from None

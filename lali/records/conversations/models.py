"""Exports that were read, their messages with the bytes they stand in, and what people said about them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, VICTIM
from lali.records.conversations.vocabulary import APPLICATIONS, REFUSALS, DateOrder, MessageKind, ReadingState
from lali.records.entities.models import Identifier, Person
from lali.records.entities.vocabulary import Confidence
from lali.records.evidence.models import Exhibit, Passage

MEMBER = settings.AUTH_USER_MODEL
LONGEST_NAME, LONGEST_VALUE, SHOWN_BYTES = 300, 500, 240


class Conversation(models.Model):
    """One reading of an export that is an exhibit: with which choices, by whom, and what came of it.

    `parts_read` and `reached` say how far a reading came that was stopped; `holder` and `held_until` who is at it now.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conversations", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, related_name="conversations", verbose_name=_("exhibit")
    )
    state = models.CharField(_("state"), max_length=8, choices=ReadingState, default=ReadingState.READING)
    member = models.CharField(_("file inside the archive"), max_length=500, blank=True)
    date_order = models.CharField(_("stated order of dates"), max_length=3, choices=DateOrder, blank=True)
    zone = models.CharField(_("stated time zone"), max_length=60, blank=True)
    columns = models.JSONField(_("stated columns"), default=dict)
    why = models.CharField(_("why it was stated"), max_length=300, blank=True)
    stated_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stated by")
    )
    asked = models.JSONField(_("what was asked"), default=dict)
    refusal = models.CharField(_("why it was refused"), max_length=20, blank=True)
    refused_in_words = models.CharField(_("why it was refused, in words"), max_length=400, blank=True)
    format = models.CharField(_("format"), max_length=30, blank=True)
    source = models.JSONField(_("which bytes were read"), default=dict)
    told = models.JSONField(_("how dates were decided"), default=dict)
    reader_version = models.CharField(_("version of the reader"), max_length=20, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    read_at = models.DateTimeField(_("read to the end"), null=True, blank=True)
    holder = models.CharField(_("who reads now"), max_length=32, blank=True)
    held_until = models.DateTimeField(_("until when"), null=True, blank=True)
    parts_read = models.BigIntegerField(_("parts read so far"), default=0)
    reached = models.BigIntegerField(_("bytes read so far"), default=0)
    size = models.BigIntegerField(_("bytes to read"), default=0)
    messages_count = models.BigIntegerField(_("messages"), default=0)
    system_count = models.BigIntegerField(_("lines of the application"), default=0)
    deleted_count = models.BigIntegerField(_("deleted messages"), default=0)
    media_count = models.BigIntegerField(_("messages with a file"), default=0)
    stretches_count = models.BigIntegerField(_("unread stretches"), default=0)
    unread_bytes = models.BigIntegerField(_("unread bytes"), default=0)
    heads_inside = models.BigIntegerField(_("heads left inside a message"), default=0)
    left_out = models.BigIntegerField(_("identifiers kept here only"), default=0)
    accounted = models.BooleanField(_("every byte accounted for"), null=True, blank=True)
    files_named = models.BigIntegerField(_("files named by messages"), default=0)
    files_missing = models.BigIntegerField(_("of them not in the same archive"), default=0)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    taken_back_why = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(["case", "number", "exhibit", "state", "date_order", "zone", "stated_by"], INTERNAL),
        **dict.fromkeys(["refusal", "format", "reader_version", "begun_at", "begun_by", "read_at"], INTERNAL),
        **dict.fromkeys(["holder", "held_until", "parts_read", "reached", "size", "accounted"], INTERNAL),
        **dict.fromkeys(["messages_count", "system_count", "deleted_count", "media_count"], INTERNAL),
        **dict.fromkeys(["stretches_count", "unread_bytes", "heads_inside", "left_out"], INTERNAL),
        **dict.fromkeys(["files_named", "files_missing", "taken_back_at", "taken_back_by"], INTERNAL),
        **dict.fromkeys(["member", "columns", "why", "asked", "refused_in_words", "source", "told"], VICTIM),
        "taken_back_why": VICTIM,
    }

    class Meta:
        ordering = ["number"]
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="conversations_number_once"),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="conversations_back_together",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this conversation: `C-001` of its case."""
        return f"C-{self.number:03d}"

    @property
    def subject(self) -> str:
        """How the journal writes this conversation."""
        return f"{self.case.subject}/conversation:{self.ref}"

    @property
    def application(self) -> object:
        """Whose export it is, as the application writes itself; the reader's own word where we have none."""
        return APPLICATIONS.get(self.format, self.format)

    @property
    def refused_because(self) -> object:
        """Why it could not be read, in the reader's language where we have the words."""
        return REFUSALS.get(self.refusal, self.refused_in_words)

    @property
    def was_forgotten(self) -> bool:
        """Whether what was read of it was forgotten when its exhibit was restricted, and is not read again yet."""
        return self.state == ReadingState.READING and not self.parts_read and self.exhibit.restrictions.exists()

    def member_of(self, file: int) -> str:
        """The file inside an archive to which bytes count; nothing where they count in the exhibit itself."""
        return self._file(file).get("member") or ""

    def digest_of(self, file: int) -> str:
        """The SHA-256 of that file."""
        return self._file(file).get("sha256") or ""

    def _file(self, file: int) -> dict[str, str]:
        files = self.source.get("files") or [self.source]
        return files[file] if 0 <= file < len(files) else {}

    @property
    def total(self) -> int:
        """Messages of every kind."""
        return self.messages_count + self.system_count + self.deleted_count + self.media_count


class _OfConversation(models.Model):
    """Rows derived from the exhibit. The conversation counts as a victim's: erasing takes these rows as a whole."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False,
        verbose_name=_("conversation"),
    )  # fmt: skip

    class Meta:
        abstract = True


class Participant(_OfConversation):
    """Who wrote, by the name that the file has."""

    name = models.CharField(_("name as written"), max_length=LONGEST_NAME)
    messages = models.BigIntegerField(_("messages"), default=0)

    CLASSIFIED = {"conversation": VICTIM, "name": VICTIM, "messages": INTERNAL}

    class Meta:
        ordering = ["-messages", "pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["conversation", "name"], name="conversations_participant_once")]


class Thread(_OfConversation):
    """One conversation among several that the same export holds."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    messages = models.BigIntegerField(_("messages"), default=0)

    CLASSIFIED = {"conversation": VICTIM, "name": VICTIM, "messages": INTERNAL}

    class Meta:
        ordering = ["-messages", "pk"]
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [models.UniqueConstraint(fields=["conversation", "name"], name="conversations_thread_once")]


class Message(_OfConversation):
    """One message or line of the application: number, who, when as written, what, and its bytes (half-open)."""

    n = models.BigIntegerField(_("number"))
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("thread"),
    )  # fmt: skip
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("participant"),
    )  # fmt: skip
    local_time = models.CharField(_("time as written"), max_length=40, blank=True)
    utc = models.CharField(_("UTC"), max_length=24, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind)
    text = models.TextField(_("words"), blank=True)
    attachment = models.CharField(_("file by name"), max_length=LONGEST_VALUE, blank=True)
    file = models.PositiveIntegerField(_("which file"), default=0)
    start = models.BigIntegerField(_("first byte"))
    end = models.BigIntegerField(_("byte after the last"))
    marks = models.CharField(_("marks"), max_length=200, blank=True)

    CLASSIFIED = dict.fromkeys(["n", "kind", "file", "start", "end", "marks"], INTERNAL) | dict.fromkeys(
        ["conversation", "thread", "participant", "local_time", "utc", "day", "text", "attachment"], VICTIM
    )

    class Meta:
        ordering = ["n"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["conversation", "n"], name="conversations_message_once")]
        indexes = [
            models.Index(fields=["conversation", "participant", "n"], name="conversations_by_person"),
            models.Index(fields=["conversation", "thread", "n"], name="conversations_by_thread"),
            models.Index(fields=["conversation", "kind", "n"], name="conversations_by_kind"),
        ]


class Enclosed(_OfConversation):
    """A file that messages name, found in the archive of the export: its number there, from 1, as viewers count.

    `number` is 0 where several files there have that name and none is surely meant.
    """

    attachment = models.CharField(_("file by name"), max_length=LONGEST_VALUE)
    number = models.PositiveIntegerField(_("number in the archive"))
    path = models.CharField(_("name in the archive"), max_length=1_000)
    size = models.BigIntegerField(_("bytes"), default=0)

    CLASSIFIED = {"conversation": VICTIM, "attachment": VICTIM, "number": INTERNAL, "path": VICTIM, "size": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file in the archive")
        verbose_name_plural = _("files in the archive")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "attachment"], name="conversations_enclosed_once")
        ]


class Day(_OfConversation):
    """A day on which something was written, with its first and last message: for headings and for going there."""

    day = models.DateField(_("day"))
    first = models.BigIntegerField(_("first message"))
    last = models.BigIntegerField(_("last message"))
    messages = models.BigIntegerField(_("messages"), default=0)

    CLASSIFIED = {"conversation": VICTIM, "day": VICTIM} | dict.fromkeys(["first", "last", "messages"], INTERNAL)

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of a conversation")
        verbose_name_plural = _("days of a conversation")
        constraints = [models.UniqueConstraint(fields=["conversation", "day"], name="conversations_day_once")]


class Stretch(_OfConversation):
    """Bytes that are no message, with the message after which they were met, and how they begin."""

    after = models.BigIntegerField(_("after message"))
    file = models.PositiveIntegerField(_("which file"), default=0)
    start = models.BigIntegerField(_("first byte"))
    end = models.BigIntegerField(_("byte after the last"))
    beginning = models.CharField(_("how it begins"), max_length=SHOWN_BYTES, blank=True)

    CLASSIFIED = dict.fromkeys(["after", "file", "start", "end"], INTERNAL) | {
        "conversation": VICTIM,
        "beginning": VICTIM,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("unread stretch")
        verbose_name_plural = _("unread stretches")
        indexes = [models.Index(fields=["conversation", "after"], name="conversations_stretches")]

    @property
    def size(self) -> int:
        """How many bytes."""
        return self.end - self.start


class SignIn(_OfConversation):
    """A sign of a lure shows in a message."""

    sign = models.CharField(_("sign"), max_length=60)
    n = models.BigIntegerField(_("message"))

    CLASSIFIED = {"conversation": VICTIM, "sign": INTERNAL, "n": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sign in a message")
        verbose_name_plural = _("signs in messages")
        indexes = [
            models.Index(fields=["conversation", "sign", "n"], name="conversations_by_sign"),
            models.Index(fields=["conversation", "n"], name="conversations_signs_at"),
        ]


class PieceOfSign(_OfConversation):
    """Characters of a message that show a sign only together with others of its sender, from `first` to `last`."""

    sign = models.CharField(_("sign"), max_length=60)
    n = models.BigIntegerField(_("message"))
    start = models.PositiveIntegerField(_("first character"))
    end = models.PositiveIntegerField(_("character after the last"))
    first = models.BigIntegerField(_("first message read with it"))
    last = models.BigIntegerField(_("last message read with it"))

    CLASSIFIED = {"conversation": VICTIM} | dict.fromkeys(["sign", "n", "start", "end", "first", "last"], INTERNAL)

    class Meta:
        ordering = ["n", "start", "pk"]
        verbose_name = _("piece of a sign")
        verbose_name_plural = _("pieces of signs")
        indexes = [models.Index(fields=["conversation", "n"], name="conversations_pieces_at")]


class FoundIdentifier(_OfConversation):
    """An identifier that messages or names of participants hold: first, last, how often.

    `noted` is the identifier of the node where the case speaks of it; the rest is kept here only.
    """

    kind = models.CharField(_("kind"), max_length=20)
    value = models.CharField(_("normalised value"), max_length=LONGEST_VALUE)
    raw = models.CharField(_("as written there"), max_length=LONGEST_VALUE)
    weak = models.BooleanField(_("weak: may be something else"), default=False)
    first = models.BigIntegerField(_("first message"))
    last = models.BigIntegerField(_("last message"))
    messages = models.BigIntegerField(_("messages"), default=0)
    noted = models.ForeignKey(
        Identifier, on_delete=models.SET_NULL, null=True, blank=True, related_name="in_conversations",
        verbose_name=_("identifier"),
    )  # fmt: skip

    CLASSIFIED = dict.fromkeys(["kind", "weak", "first", "last", "messages"], INTERNAL) | {
        "conversation": VICTIM,
        "value": PERSONAL,
        "raw": PERSONAL,
        "noted": PERSONAL,
    }

    class Meta:
        ordering = ["-messages", "pk"]
        verbose_name = _("identifier in a conversation")
        verbose_name_plural = _("identifiers in a conversation")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind", "value"], name="conversations_identifier_once")
        ]


class FoundIn(_OfConversation):
    """An identifier stands in a message."""

    found = models.ForeignKey(
        FoundIdentifier, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("identifier")
    )
    n = models.BigIntegerField(_("message"))

    CLASSIFIED = {"conversation": VICTIM, "found": PERSONAL, "n": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("identifier in a message")
        verbose_name_plural = _("identifiers in messages")
        indexes = [
            models.Index(fields=["found", "n"], name="conversations_by_identifier"),
            models.Index(fields=["conversation", "n"], name="conversations_found_at"),
        ]


class MessageNote(models.Model):
    """A translation or a remark of a member beside a message, which stays as it is."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="notes", verbose_name=_("conversation")
    )
    n = models.BigIntegerField(_("message"))
    language = models.CharField(_("language of the translation"), max_length=60, blank=True)
    words = models.TextField(_("words"))
    by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    CLASSIFIED = dict.fromkeys(["conversation", "n", "language", "by", "at"], INTERNAL) | {"words": VICTIM}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("note on a message")
        verbose_name_plural = _("notes on messages")
        indexes = [models.Index(fields=["conversation", "n"], name="conversations_notes_at")]


class CitedMessages(models.Model):
    """Which messages of a conversation a passage is, from `first` to `last`, and what is known of each.

    Bytes of the passage count in `file`. Each of `messages` is a number with who, time as written, UTC. `former` are
    readings that it was carried from: number of the conversation, first and last message there.
    """

    passage = models.OneToOneField(
        Passage, on_delete=models.PROTECT, related_name="cited_messages", verbose_name=_("passage")
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="cited", verbose_name=_("conversation")
    )
    first = models.BigIntegerField(_("first message"))
    last = models.BigIntegerField(_("last message"))
    file = models.PositiveIntegerField(_("which file"), default=0)
    messages = models.JSONField(_("who and when"), default=list)
    former = models.JSONField(_("readings it was carried from"), default=list, blank=True)

    CLASSIFIED = dict.fromkeys(["passage", "conversation", "first", "last", "file", "former"], INTERNAL) | {
        "messages": VICTIM
    }

    class Meta:
        ordering = ["first", "pk"]
        verbose_name = _("messages cited")
        verbose_name_plural = _("messages cited")
        indexes = [models.Index(fields=["conversation", "first"], name="conversations_cited_at")]


class IdentificationQuerySet(models.QuerySet):
    """What is said of participants."""

    def standing(self) -> "IdentificationQuerySet":
        """What nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class Identification(models.Model):
    """A member holds that whoever wrote under a name in a conversation is a person of the case, and why.

    By the name as the file has it, so that it stands when the exhibit is read anew. Several may contradict one
    another. What is withdrawn stays, with the reason.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="identifications", verbose_name=_("conversation")
    )
    name = models.CharField(_("name as written"), max_length=LONGEST_NAME)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="identifications", verbose_name=_("person")
    )
    confidence = models.CharField(_("how sure we are"), max_length=10, choices=Confidence)
    reason = models.CharField(_("how it is known"), max_length=300)
    made_at = models.DateTimeField(_("noted"), default=timezone.now)
    made_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = IdentificationQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(
        ["conversation", "person", "confidence", "made_at", "made_by", "withdrawn_at", "withdrawn_by"], INTERNAL
    ) | dict.fromkeys(["name", "reason", "withdrawn_reason"], VICTIM)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("identification of a participant")
        verbose_name_plural = _("identifications of participants")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "name", "person", "made_by"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="conversations_said_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="conversations_unsaid_together",
            ),
        ]

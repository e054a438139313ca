"""Entries of the journal, the log's right edge, and the signed heads kept along the way."""

from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, PUBLIC


class EntryIsFinal(Exception):
    """Somebody tried to change or delete a journal entry."""


class EntryQuerySet(models.QuerySet):
    """Entries, filtered the ways screens need."""

    def about(self, subject: str) -> "EntryQuerySet":
        """Entries about one record (`case:FJ-2026-0001`) or a part of it (`case:FJ-2026-0001/task:4`)."""
        record, _slash, part = subject.partition("/")
        entries = self.filter(record=record)
        return (
            entries.filter(models.Q(subject=subject) | models.Q(subject__startswith=f"{subject}/")) if part else entries
        )

    def writes(self) -> "EntryQuerySet":
        """Only what changed something."""
        return self.filter(reading=False)

    def update(self, **_facts: object) -> int:
        """Refuse: the journal only grows."""
        raise EntryIsFinal("A journal entry cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the journal only grows."""
        raise EntryIsFinal("A journal entry cannot be deleted.")


class Entry(models.Model):
    """One thing somebody did or read. `line` is the canonical text whose leaf hash stands in the log."""

    index = models.BigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    by = models.CharField(_("by"), max_length=80)
    verb = models.CharField(_("what"), max_length=60)
    subject = models.CharField(_("about"), max_length=160)
    record = models.CharField(_("record"), max_length=80)  # the subject up to its first slash, to find by
    reading = models.BooleanField(_("only read"), default=False)
    facts = models.JSONField(_("facts"), default=dict)
    line = models.TextField(_("canonical line"))

    objects = EntryQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(["index", "at", "by", "verb", "subject", "record", "reading", "facts", "line"], INTERNAL)

    class Meta:
        ordering = ["-index"]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["record", "index"], name="audit_record"),
            models.Index(fields=["by", "index"], name="audit_by"),
            models.Index(fields=["verb", "index"], name="audit_verb"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Write once."""
        if self.pk:
            raise EntryIsFinal("A journal entry cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> None:
        """Refuse: the journal only grows."""
        raise EntryIsFinal("A journal entry cannot be deleted.")

    def as_logged(self) -> dict[str, object]:
        """What of the entry goes into the log, as plain values."""
        return {
            "n": self.index,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by,
            "verb": self.verb,
            "subject": self.subject,
            "reading": self.reading,
            "facts": self.facts,
        }


class LogStateQuerySet(models.QuerySet):
    """The one row."""

    def locked(self) -> "LogState":
        """The log's state, held until the transaction ends. Whoever locks other rows as well locks them before."""
        state, _made = self.select_for_update().get_or_create(pk=1)
        return state


class LogState(models.Model):
    """The one row that every append locks: size, right edge and newest signed head of the log.

    The public process cannot sign: after it has appended, the head is of fewer entries than the log has.
    """

    size = models.BigIntegerField(_("entries"), default=0)
    frontier = models.BinaryField(_("right edge"), default=bytes)
    head = models.TextField(_("newest signed head"), blank=True)

    objects = LogStateQuerySet.as_manager()

    CLASSIFIED = {"size": INTERNAL, "frontier": INTERNAL, "head": PUBLIC}

    class Meta:
        verbose_name = _("log state")
        verbose_name_plural = _("log states")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_log_state")]


class SignedHead(models.Model):
    """A head worth keeping: after a custody event, a packet, a backup; partners may countersign it."""

    size = models.BigIntegerField(_("entries"))
    head = models.TextField(_("signed head"))
    at = models.DateTimeField(_("time"))
    occasion = models.CharField(_("occasion"), max_length=160)

    CLASSIFIED = {"size": PUBLIC, "head": PUBLIC, "at": PUBLIC, "occasion": INTERNAL}

    class Meta:
        ordering = ["-size"]
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")


class CountersignedHead(models.Model):
    """A head of ours that a partner compared with what it had seen before, and countersigned (C2SP tlog-cosignature).

    Kept as the partner gave it: whoever builds the journal anew can drop these rows, but not the partner's own copy.
    """

    size = models.BigIntegerField(_("entries"))
    head = models.TextField(_("signed head"))
    name = models.CharField(_("partner"), max_length=120)
    key = models.CharField(_("key of the countersignature"), max_length=400)
    at = models.DateTimeField(_("countersigned, as the partner says"))
    taken_at = models.DateTimeField(_("came back"))
    occasion = models.CharField(_("occasion"), max_length=160)

    CLASSIFIED = {
        **dict.fromkeys(["size", "head", "name", "key", "at"], PUBLIC),
        **dict.fromkeys(["taken_at", "occasion"], INTERNAL),
    }

    class Meta:
        ordering = ["-size", "-pk"]
        verbose_name = _("countersigned head")
        verbose_name_plural = _("countersigned heads")
        constraints = [models.UniqueConstraint(fields=["size", "key", "at"], name="audit_countersigned_once")]


class TimeStampQuerySet(models.QuerySet):
    """Stamps that came, and those that are waited for."""

    def waiting(self) -> "TimeStampQuerySet":
        """Heads that no authority has stamped yet."""
        return self.filter(stamped_at__isnull=True)

    def stamped(self) -> "TimeStampQuerySet":
        """Heads that an authority stamped."""
        return self.filter(stamped_at__isnull=False)


class TimeStamp(models.Model):
    """A head that is to be stamped by an authority (RFC 3161), and its token once it came and was checked."""

    size = models.BigIntegerField(_("entries"), unique=True)
    head = models.TextField(_("signed head"))
    queued_at = models.DateTimeField(_("queued"))
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    said = models.CharField(_("why it was not stamped"), max_length=300, blank=True)
    stamped_at = models.DateTimeField(_("stamped, as the authority says"), null=True, blank=True)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    token = models.BinaryField(_("token"), default=bytes)

    objects = TimeStampQuerySet.as_manager()

    CLASSIFIED = {
        "size": PUBLIC,
        "head": PUBLIC,
        "queued_at": PUBLIC,
        "tried_at": INTERNAL,
        "said": INTERNAL,
        "stamped_at": PUBLIC,
        "authority": PUBLIC,
        "token": PUBLIC,
    }

    class Meta:
        ordering = ["size"]
        verbose_name = _("time-stamp")
        verbose_name_plural = _("time-stamps")

"""Five small tables. None of them holds a number, an address, an hour or, in clear, a text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.channels.vocabulary import Channel
from lali.records.classified import INTERNAL, VICTIM


class NumberKey(models.Model):
    """This node's half of the key under which numbers become digests. Made once; one row."""

    key = models.BinaryField(_("key"))

    CLASSIFIED = {"key": INTERNAL}

    class Meta:
        verbose_name = _("key of numbers")
        verbose_name_plural = _("keys of numbers")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="channels_one_key")]


class Conversation(models.Model):
    """Where somebody stands; once `stopped`, the digest and nothing else."""

    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    token = models.BinaryField(_("digest of the number"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    flow = models.CharField(_("conversation"), max_length=40, blank=True)
    node = models.CharField(_("step"), max_length=40, blank=True)
    stopped = models.BooleanField(_("stopped"), default=False)
    answered = models.PositiveSmallIntegerField(_("answers that day"), default=0)
    day = models.DateField(_("day of the last word"), null=True, db_index=True)

    CLASSIFIED = {
        "channel": INTERNAL,
        "token": INTERNAL,
        "language": INTERNAL,
        "flow": INTERNAL,
        "node": INTERNAL,
        "stopped": INTERNAL,
        "answered": INTERNAL,
        "day": INTERNAL,
    }

    class Meta:
        ordering = ["pk"]
        verbose_name = _("conversation by message")
        verbose_name_plural = _("conversations by message")
        constraints = [models.UniqueConstraint(fields=["channel", "token"], name="channels_one_conversation")]


class Answered(models.Model):
    """A message that was answered, so that a gateway that asks again gets the same.

    `message`: digest of number and id. `sealed`: the answer, under a key that only the message itself gives. `day`: of
    a STOP by a platform the last on which it is obeyed, so that the same one stops nobody who has begun again.
    """

    message = models.BinaryField(_("digest of the message"), unique=True)
    sealed = models.BinaryField(_("sealed answer"))
    day = models.DateField(_("day"), db_index=True)

    CLASSIFIED = {"message": INTERNAL, "sealed": VICTIM, "day": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answered message")
        verbose_name_plural = _("answered messages")


class Waiting(models.Model):
    """What was written by message and waits to be opened on the web, sealed to a one-time code."""

    lookup = models.BinaryField(_("derived from the code"), unique=True)
    sealed = models.BinaryField(_("sealed words"))
    kept_until = models.DateField(_("kept until"), db_index=True)

    CLASSIFIED = {"lookup": INTERNAL, "sealed": VICTIM, "kept_until": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("words on their way to the web")
        verbose_name_plural = _("words on their way to the web")


class Outgoing(models.Model):
    """An answer on its way to a platform: whom it goes to, what it says and until when, sealed. Gone once it is sent.

    `token`: the digest that the conversation stands under, so that STOP lets go of what waits, in its order.
    """

    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    token = models.BinaryField(_("digest of the number"))
    sealed = models.BinaryField(_("sealed answer"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    day = models.DateField(_("day"), db_index=True)

    CLASSIFIED = {"channel": INTERNAL, "token": INTERNAL, "sealed": VICTIM, "tries": INTERNAL, "day": INTERNAL}

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer on its way")
        verbose_name_plural = _("answers on their way")

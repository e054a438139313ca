"""Tables of campaigns. None holds a person but the members who wrote something."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Agency
from lali.records.awareness.vocabulary import AgeBand, Channel, Form, Gender, Letter, Outcome, Setting, State
from lali.records.classified import INTERNAL, PUBLIC

_MEMBER = {"on_delete": models.PROTECT, "related_name": "+"}


class Campaign(models.Model):
    """An effort to reach some people in a time. `wanted_…`: what it set out to reach; None where nothing was set.

    `wanted_gain`: of 100 judgements on paper, how many more are to be right after than before.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    title = models.CharField(_("title"), max_length=120)
    objective = models.TextField(_("objective"), max_length=600)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    wanted_people = models.PositiveIntegerField(_("people to meet"), null=True, blank=True)
    wanted_openings = models.PositiveIntegerField(_("openings of its pages"), null=True, blank=True)
    wanted_gain = models.PositiveSmallIntegerField(_("more right judgements of 100"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("written by"), **_MEMBER)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    CLASSIFIED = dict.fromkeys(
        [
            *("agency", "title", "objective", "starts_on", "ends_on"),
            *("wanted_people", "wanted_openings", "wanted_gain", "written_by", "written_at"),
        ],
        INTERNAL,
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="awareness_campaign_has_a_time"),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"campaign:{self.pk}"

    def state_on(self, today: date) -> State:
        """Where it stands on a day."""
        if today < self.starts_on:
            return State.PLANNED
        return State.RUNNING if today <= self.ends_on else State.OVER


class Audience(models.Model):
    """Some people whom a campaign is for, in one language. Empty age or gender: all.

    `channels`: all by which they are reached, parted by commas, in the order of `Channel`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="audiences")
    age_band = models.CharField(_("age"), max_length=6, choices=AgeBand, blank=True)
    gender = models.CharField(_("sex"), max_length=6, choices=Gender, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    place_code = models.CharField(_("code of the place"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=8)
    channels = models.CharField(_("channels"), max_length=60)

    CLASSIFIED = dict.fromkeys(
        ["campaign", "age_band", "gender", "place", "place_code", "language", "channels"], INTERNAL
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    @property
    def channel_labels(self) -> list[str]:
        """By what they are reached, in words."""
        return [str(Channel(one).label) for one in self.channels.split(",") if one in Channel.values]


class CampaignMessage(models.Model):
    """What a campaign says in one language, in one variant. Shown to the public when a second person has signed it.

    `written_by`: who wrote last; `writers`: everybody who ever wrote some of it, none of whom can sign it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="messages")
    language = models.CharField(_("language"), max_length=8)
    letter = models.CharField(_("variant"), max_length=1, choices=Letter)
    headline = models.CharField(_("headline"), max_length=80)
    text = models.TextField(_("text"), max_length=400)
    what_to_do = models.CharField(_("what to do"), max_length=120)
    sms = models.CharField(_("as a text message"), max_length=320, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("written by"), **_MEMBER)
    written_at = models.DateTimeField(_("written at"), auto_now=True)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("writers"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("signed by"), null=True, **_MEMBER)
    signed_on = models.DateField(_("signed on"), null=True)

    CLASSIFIED = {
        **dict.fromkeys(("language", "letter", "headline", "text", "what_to_do", "sms"), PUBLIC),
        **dict.fromkeys(("campaign", "written_by", "written_at", "writers", "signed_by", "signed_on"), INTERNAL),
    }

    class Meta:
        ordering = ["language", "letter"]
        verbose_name = _("message of a campaign")
        verbose_name_plural = _("messages of a campaign")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "language", "letter"], name="awareness_one_message_a_variant"),
            models.CheckConstraint(condition=~Q(signed_by=F("written_by")), name="awareness_message_second_person"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_on__isnull=True)
                | Q(signed_by__isnull=False, signed_on__isnull=False),
                name="awareness_message_signed_on_a_day",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        """Whether a second person has read these very words."""
        return self.signed_on is not None


class Session(models.Model):
    """A meeting of a campaign with people."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("day"))
    setting = models.CharField(_("where it was held"), max_length=10, choices=Setting)
    place = models.CharField(_("place"), max_length=160)
    place_code = models.CharField(_("code of the place"), max_length=20, blank=True)
    form = models.CharField(_("paper test"), max_length=1, choices=Form, default=Form.A)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("written by"), **_MEMBER)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    CLASSIFIED = dict.fromkeys(
        ["campaign", "held_on", "setting", "place", "place_code", "form", "written_by", "written_at"], INTERNAL
    )

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"campaign:{self.campaign_id}/session:{self.pk}"


class Attendance(models.Model):
    """How many of one sex and age band came to a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    gender = models.CharField(_("sex"), max_length=6, choices=Gender)
    age_band = models.CharField(_("age"), max_length=6, choices=AgeBand)
    number = models.PositiveIntegerField(_("number"))

    CLASSIFIED = dict.fromkeys(["session", "gender", "age_band", "number"], INTERNAL)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "gender", "age_band"], name="awareness_one_number_a_cell"),
        ]


class Sheet(models.Model):
    """One person's paper test: its number on the paper, and the answers; no name.

    Answers: "1" for "stop and check", "0" for "trust", "-" where nothing was ticked; empty where the side is empty.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField(_("number on the paper"))
    before = models.CharField(_("before"), max_length=12, blank=True)
    after = models.CharField(_("after"), max_length=12, blank=True)

    CLASSIFIED = dict.fromkeys(["session", "number", "before", "after"], INTERNAL)

    class Meta:
        ordering = ["number"]
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="awareness_one_sheet_a_number"),
        ]


class Trial(models.Model):
    """A comparison of message A with message B in one language, written down before it began.

    `needed`: openings of the page for each variant; it is over when both have as many, or after the day `until`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="trials")
    language = models.CharField(_("language"), max_length=8)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    usual = models.PositiveSmallIntegerField(_("of 100, how many do so as a rule"))
    difference = models.PositiveSmallIntegerField(_("difference worth finding, of 100"))
    needed = models.PositiveIntegerField(_("openings needed for each"))
    until = models.DateField(_("last day"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("declared by"), **_MEMBER)
    declared_at = models.DateTimeField(_("declared at"), auto_now_add=True)
    begun_on = models.DateField(_("begun on"), null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("begun by"), null=True, **_MEMBER)
    given_up_on = models.DateField(_("given up on"), null=True)
    given_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("given up by"), null=True, **_MEMBER)
    given_up_why = models.CharField(_("why it was given up"), max_length=300, blank=True)

    CLASSIFIED = dict.fromkeys(
        [
            *("campaign", "language", "outcome", "usual", "difference", "needed", "until", "declared_by"),
            *("declared_at", "begun_on", "begun_by", "given_up_on", "given_up_by", "given_up_why"),
        ],
        INTERNAL,
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_on__isnull=True) | ~Q(given_up_why=""),
                name="awareness_trial_given_up_for_a_reason",
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"campaign:{self.campaign_id}/trial:{self.pk}"

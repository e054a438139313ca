"""Partners, outgoing packets, incoming packets."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models import Case
from lali.records.classified import INTERNAL, PERSONAL, PUBLIC
from lali.records.cooperation.vocabulary import HeadSeen, LegalBasis, PacketState, Tlp

_MEMBER = settings.AUTH_USER_MODEL


class Partner(models.Model):
    """A partner's node: its card, confirmed by comparing the fingerprint by another way than the one it came."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2)
    fingerprint = models.CharField(_("fingerprint"), max_length=120, unique=True)
    card = models.BinaryField(_("card"))
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    CLASSIFIED = {
        "name": PUBLIC,
        "country": PUBLIC,
        "fingerprint": PUBLIC,
        "card": PUBLIC,
        "added_at": INTERNAL,
        "added_by": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class Packet(models.Model):
    """An outgoing packet. `files` are the exact bytes that leave, fixed when prepared; two members stand behind it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packets", verbose_name=_("case"))
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="packets", verbose_name=_("partner"))
    packet_id = models.UUIDField(_("packet number"), unique=True)
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis)
    tlp = models.CharField("TLP", max_length=12, choices=Tlp)
    expires_at = models.DateTimeField(_("may be opened until"))
    files = models.JSONField(_("what leaves, as Base64 by file name"))
    state = models.CharField(_("state"), max_length=10, choices=PacketState, default=PacketState.DRAFT)
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    prepared_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    sealed = models.BinaryField(_("sealed packet"), default=bytes)
    digest = models.CharField(_("SHA-256 of the sealed packet"), max_length=64, blank=True, db_index=True)
    receipt = models.BinaryField(_("receipt"), default=bytes)
    receipted_at = models.DateTimeField(_("opened by the partner"), null=True, blank=True)
    not_countersigned = models.CharField(
        _("why the partner did not countersign our journal"), max_length=40, blank=True
    )

    CLASSIFIED = {
        "case": INTERNAL,
        "partner": INTERNAL,
        "packet_id": INTERNAL,
        "purpose": INTERNAL,
        "legal_basis": INTERNAL,
        "tlp": INTERNAL,
        "expires_at": INTERNAL,
        "files": PERSONAL,
        "state": INTERNAL,
        "prepared_at": INTERNAL,
        "prepared_by": INTERNAL,
        "approved_at": INTERNAL,
        "approved_by": INTERNAL,
        "sealed": INTERNAL,
        "digest": INTERNAL,
        "receipt": INTERNAL,
        "receipted_at": INTERNAL,
        "not_countersigned": INTERNAL,
    }

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        verbose_name = _("packet")
        verbose_name_plural = _("packets")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="cooperation_approved_together",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("prepared_by")),
                name="cooperation_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"], digest="")
                | (models.Q(state__in=["sealed", "receipted"], approved_by__isnull=False) & ~models.Q(digest="")),
                name="cooperation_sealed_only_when_approved",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people and the journal write this packet."""
        return f"P-{self.pk:04d}"

    @property
    def subject(self) -> str:
        """How the journal writes this packet."""
        return f"packet:{self.ref}"


class IncomingPacket(models.Model):
    """A packet from a partner that was opened here, with the receipt we gave."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="received", verbose_name=_("partner"))
    packet_id = models.UUIDField(_("packet number"), unique=True)
    digest = models.CharField(_("SHA-256 of the sealed packet"), max_length=64)
    header = models.JSONField(_("header"))
    bundle = models.JSONField("STIX 2.1")
    receipt = models.BinaryField(_("receipt"))
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by"))
    head = models.TextField(_("head of the partner's journal"), blank=True)
    head_seen = models.CharField(_("what we found about that head"), max_length=20, choices=HeadSeen, blank=True)

    CLASSIFIED = {
        "head": INTERNAL,
        "head_seen": INTERNAL,
        "partner": INTERNAL,
        "packet_id": INTERNAL,
        "digest": INTERNAL,
        "header": INTERNAL,
        "bundle": PERSONAL,
        "receipt": INTERNAL,
        "opened_at": INTERNAL,
        "opened_by": INTERNAL,
    }

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("packet received")
        verbose_name_plural = _("packets received")

    @property
    def ref(self) -> str:
        """How people and the journal write this packet."""
        return f"R-{self.pk:04d}"

    @property
    def subject(self) -> str:
        """How the journal and mentions write this packet."""
        return f"received:{self.ref}"


class SeenHead(models.Model):
    """What we know of a partner's journal: at this size it had this root, under its signature or a proof up to one."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="heads", verbose_name=_("partner"))
    size = models.BigIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)
    key = models.CharField(_("key that signed it"), max_length=400)
    at = models.DateTimeField(_("seen"))

    CLASSIFIED = dict.fromkeys(["partner", "size", "root", "key", "at"], INTERNAL)

    class Meta:
        ordering = ["-size"]
        verbose_name = _("head that was seen")
        verbose_name_plural = _("heads that were seen")
        constraints = [models.UniqueConstraint(fields=["partner", "size"], name="cooperation_one_root_of_a_size")]

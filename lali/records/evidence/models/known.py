"""Lists of digests of known files, and what they said of our exhibits. No list ever holds a picture or a name."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL
from lali.records.evidence.models.exhibits import Exhibit
from lali.records.evidence.vocabulary import KnownKind

MEMBER = settings.AUTH_USER_MODEL


class KnownList(models.Model):
    """A list that somebody was given: by whom, of which day, on which terms."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("what it says"), max_length=12, choices=KnownKind)
    source = models.CharField(_("from whom"), max_length=200)
    of_day = models.DateField(_("of the day"), null=True, blank=True)
    terms = models.CharField(_("terms"), max_length=300, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    digests = models.BigIntegerField(_("digests"), default=0)
    passed_over = models.BigIntegerField(_("lines without a digest"), default=0)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    CLASSIFIED = {
        **dict.fromkeys(["name", "kind", "source", "of_day", "terms", "sha256"], INTERNAL),
        **dict.fromkeys(["digests", "passed_over", "added_at", "added_by", "ended_at"], INTERNAL),
    }

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("list of known files")
        verbose_name_plural = _("lists of known files")


class KnownHash(models.Model):
    """One digest of a list. `hashed` is a `HashKind` of the engine."""

    known = models.ForeignKey(KnownList, on_delete=models.CASCADE, related_name="hashes", verbose_name=_("list"))
    hashed = models.PositiveSmallIntegerField(_("how it was made"))
    digest = models.BinaryField(_("digest"), max_length=32)

    CLASSIFIED = dict.fromkeys(["known", "hashed", "digest"], INTERNAL)

    class Meta:
        verbose_name = _("known digest")
        verbose_name_plural = _("known digests")
        indexes = [models.Index(fields=["digest"], name="evidence_known_digest")]


class KnownBand(models.Model):
    """One of the sixteen pieces of a picture's hash: what finds hashes that nearly are the same."""

    band = models.IntegerField(_("piece"), db_index=True)
    of = models.ForeignKey(KnownHash, on_delete=models.CASCADE, related_name="bands", verbose_name=_("digest"))

    CLASSIFIED = dict.fromkeys(["band", "of"], INTERNAL)

    class Meta:
        verbose_name = _("piece of a known picture's hash")
        verbose_name_plural = _("pieces of known pictures' hashes")


class KnownTo(models.Model):
    """What was computed of an exhibit to find it on lists, and whether one named it. For finding, never for proof."""

    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, related_name="known_to", verbose_name=_("exhibit")
    )
    md5 = models.CharField("MD5", max_length=32, blank=True)
    sha1 = models.CharField("SHA-1", max_length=40, blank=True)
    pdq = models.CharField("PDQ", max_length=64, blank=True)
    quality = models.PositiveSmallIntegerField(_("quality of the picture’s hash"), default=0)
    harmless = models.BooleanField(_("known and harmless"), default=False)
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)

    CLASSIFIED = dict.fromkeys(["exhibit", "md5", "sha1", "pdq", "quality", "harmless", "computed_at"], INTERNAL)

    class Meta:
        verbose_name = _("digests for matching")
        verbose_name_plural = _("digests for matching")

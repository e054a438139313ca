"""Listings: an agency, a route, an opportunity. What a listing says is never changed; a change is its successor."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lali.records.classified import INTERNAL, PUBLIC
from lali.records.noticeboard.vocabulary import OLD_AFTER, OVER, SHOWN, Kind, Offer, State

_KEPT = {
    **dict.fromkeys(("country", "source", "state", "checked_on", "ended_on"), PUBLIC),
    **dict.fromkeys(("written_by", "written_name", "written_at", "checked_by", "checked_name"), INTERNAL),
    **dict.fromkeys(("ended_name", "ended_why", "replaces"), INTERNAL),
}


class ListingQuerySet(models.QuerySet):
    """Listings by what becomes of them."""

    def shown(self, country: str) -> "ListingQuerySet":
        """What the public of a country sees."""
        return self.filter(country=country, state__in=SHOWN)

    def kept(self) -> "ListingQuerySet":
        """What is neither ended nor replaced."""
        return self.exclude(state__in=OVER)

    def waiting_for(self, member: str) -> "ListingQuerySet":
        """What a member (`member:7`) has yet to look at as the second person."""
        return self.filter(state=State.WAITING).exclude(written_by=member)

    def waiting_first(self) -> "ListingQuerySet":
        """What waits for a second person, then what came with the program, then what stands."""
        step = Case(When(state=State.WAITING, then=0), When(state=State.SHIPPED, then=1), default=2)
        return self.order_by(step, "name", "pk")

    def old(self, today: date) -> "ListingQuerySet":
        """What is shown and was checked too long ago."""
        return self.filter(state=State.STANDING, checked_on__lt=today - OLD_AFTER)


class Listing(models.Model):
    """What every listing has. Who wrote and who checked are references (`member:7`), for members live elsewhere."""

    country = models.CharField(_("country"), max_length=2)
    source = models.CharField(_("source"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    written_by = models.CharField(_("written by"), max_length=40)
    written_name = models.CharField(_("written by"), max_length=120, blank=True)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    checked_by = models.CharField(_("checked by"), max_length=40, blank=True)
    checked_name = models.CharField(_("checked by"), max_length=120, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_name = models.CharField(_("ended by"), max_length=120, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")

    objects = ListingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("written_by")), name="%(class)s_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.STANDING) | Q(checked_on__isnull=False), name="%(class)s_standing_checked"
            ),
        ]

    @property
    def subject(self) -> str:
        """How the journal writes it."""
        return f"listing:{self.kind}-{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether it was ended or replaced."""
        return self.state in OVER

    def is_old_on(self, today: date) -> bool:
        """Whether it was checked too long ago."""
        return self.checked_on is not None and self.checked_on < today - OLD_AFTER

    @property
    def is_old(self) -> bool:
        """Whether it was checked too long ago, as of today."""
        return self.is_old_on(timezone.localdate())


class LicensedAgency(Listing):
    """An agency that the State lets recruit."""

    kind = Kind.AGENCY
    name = models.CharField(_("name"), max_length=160)
    other_names = models.TextField(_("other names"), blank=True, max_length=1000)
    licence = models.CharField(_("licence number"), max_length=60)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    contacts = models.TextField(_("telephone and address"), max_length=500)

    SAYS = ("name", "other_names", "licence", "valid_from", "valid_until", "contacts")
    CLASSIFIED = _KEPT | dict.fromkeys(SAYS, PUBLIC)

    class Meta(Listing.Meta):
        ordering = ["name", "pk"]
        verbose_name = _("licensed agency")
        verbose_name_plural = _("licensed agencies")

    @property
    def spellings(self) -> list[str]:
        """All its names."""
        return [self.name, *filter(None, map(str.strip, self.other_names.splitlines()))]


class OfficialRoute(Listing):
    """A way to work abroad that a State runs, or that can be asked about at an office."""

    kind = Kind.ROUTE
    name = models.CharField(_("name"), max_length=160)
    other_names = models.TextField(_("words it goes by"), blank=True, max_length=1000)
    run_by = models.CharField(_("who runs it"), max_length=300)
    never_asks = models.CharField(_("what it never asks"), max_length=300)
    how = models.CharField(_("how one applies"), max_length=300)
    ask_at = models.CharField(_("where to ask"), max_length=300)

    SAYS = ("name", "other_names", "run_by", "never_asks", "how", "ask_at")
    CLASSIFIED = _KEPT | dict.fromkeys(SAYS, PUBLIC)

    class Meta(Listing.Meta):
        verbose_name = _("official route")
        verbose_name_plural = _("official routes")

    @property
    def spellings(self) -> list[str]:
        """All words it goes by."""
        return [self.name, *filter(None, map(str.strip, self.other_names.splitlines()))]


class Opportunity(Listing):
    """Work or a course near home that somebody verified."""

    kind = Kind.OPPORTUNITY
    offer = models.CharField(_("what it is"), max_length=12, choices=Offer)
    name = models.CharField(pgettext_lazy("of a vacancy", "title"), max_length=160)
    place = models.CharField(_("place"), max_length=160)
    place_code = models.CharField(_("code of the place"), max_length=20, blank=True)
    given_by = models.CharField(_("employer or school"), max_length=160)
    wage = models.CharField(_("pay or cost"), max_length=120, blank=True)
    until = models.DateField(_("apply until"))
    contacts = models.TextField(_("telephone and address"), max_length=500)

    SAYS = ("offer", "name", "place", "place_code", "given_by", "wage", "until", "contacts")
    CLASSIFIED = _KEPT | dict.fromkeys(SAYS, PUBLIC)

    class Meta(Listing.Meta):
        ordering = ["until", "pk"]
        verbose_name = _("opportunity near home")
        verbose_name_plural = _("opportunities near home")


class ShownLureQuerySet(models.QuerySet):
    """Lures of the week that are shown."""

    def newest(self) -> "ShownLureQuerySet":
        """Those released last come first."""
        return self.order_by("-released_on", "-pk")


class ShownLure(models.Model):
    """A released lure of the week: its words and nothing else. `number` is that of the draft, elsewhere."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    words = models.TextField(_("what they say"))
    signs = models.JSONField(_("signs"), default=list)
    ask = models.CharField(_("what to ask"), max_length=120)
    country = models.CharField(_("where seen"), max_length=2)
    released_on = models.DateField(_("released on"))

    objects = ShownLureQuerySet.as_manager()

    CLASSIFIED = dict.fromkeys(("number", "title", "words", "signs", "ask", "country", "released_on"), PUBLIC)

    class Meta:
        verbose_name = _("shown lure of the week")
        verbose_name_plural = _("shown lures of the week")


LISTED: dict[str, type[Listing]] = {one.kind: one for one in (LicensedAgency, OfficialRoute, Opportunity)}

"""What screens ask about agencies, members and the whole journal."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lali.records.agencies.access import require
from lali.records.agencies.models import Agency, Invitation, Member, PasswordLink, Unit, stub_address
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.models import CountersignedHead, Entry, EntryQuerySet
from lali.records.audit.queries import (
    StampState,
    all_entries,
    countersigned_heads,
    log_verifier,
    newest_head,
    stamp_state,
)

MOST_WITNESSED = 5  # countersigned heads that the journal's page names


def home_agency() -> Agency | None:
    """The agency that runs this node: the first one founded."""
    return Agency.objects.order_by("pk").first()


def colleagues_of(member: Member) -> QuerySet[Member]:
    """Active members of the same agency, by name."""
    return Member.objects.filter(agency_id=member.agency_id, is_active=True).order_by("name")


def units_of(agency: Agency) -> QuerySet[Unit]:
    """Units of an agency that have not ended, by name."""
    return agency.units.filter(ended_at__isnull=True)


def unit_kept_by(member: Member, pk: int) -> Unit:
    """One unit of the agency that has not ended, for whoever may invite; Http404 for any other."""
    require(member, Permission.INVITE)
    return get_object_or_404(units_of(member.agency), pk=pk)


def agencies_and_units() -> list[tuple[str, str]]:
    """Everywhere on this node a case can belong, as `agency` or `agency/unit` numbers with names, to choose from."""
    units = Unit.objects.filter(ended_at__isnull=True).select_related("agency")
    places = [(str(agency.pk), agency.name) for agency in Agency.objects.order_by("pk")]
    return places + [(f"{unit.agency_id}/{unit.pk}", f"{unit.agency.name}: {unit.name}") for unit in units]


def agency_and_unit(place: str) -> tuple[Agency, Unit | None]:
    """What `agencies_and_units` calls `place`; Http404 for what it does not offer."""
    agency_pk, _slash, unit_pk = place.partition("/")
    if not agency_pk.isdecimal() or (unit_pk and not unit_pk.isdecimal()):
        raise Http404
    agency = get_object_or_404(Agency, pk=agency_pk)
    return agency, get_object_or_404(units_of(agency), pk=unit_pk) if unit_pk else None


def oversight_readers() -> QuerySet[Member]:
    """Members of any agency of this node who may be appointed as oversight, by name."""
    return Member.objects.filter(role="oversight", is_active=True).select_related("agency").order_by("name")


def members_kept_by(member: Member) -> QuerySet[Member]:
    """All members of the agency, for whoever may invite."""
    require(member, Permission.INVITE)
    return Member.objects.staff().filter(agency_id=member.agency_id).order_by("-is_active", "name")


def member_kept_by(member: Member, pk: int) -> Member:
    """One member of the agency, for whoever may invite; Http404 for anybody else's."""
    return get_object_or_404(members_kept_by(member), pk=pk)


def open_invitations_of(member: Member) -> QuerySet[Invitation]:
    """Invitations not used and not over."""
    require(member, Permission.INVITE)
    return Invitation.objects.open_at(timezone.now()).filter(agency_id=member.agency_id).order_by("expires_at")


def open_invitation_of(member: Member, pk: int) -> Invitation:
    """One of them; Http404 for any other."""
    return get_object_or_404(open_invitations_of(member), pk=pk)


def names_behind(journal_names: Iterable[str]) -> dict[str, str]:
    """Names for the journal's `member:12` references, for screens."""
    numbers = {int(name.partition(":")[2]) for name in journal_names if name.startswith("member:")}
    return {f"member:{pk}": name for pk, name in Member.objects.filter(pk__in=numbers).values_list("pk", "name")}


def journal_name_at(email: str) -> str:
    """How the journal writes whoever is or was a member with this address; empty when nobody was."""
    found = Member.objects.staff().filter(email__iexact=email.strip()).first()
    return found.journal_name if found else ""


def stubs_by_key(keys: Mapping[str, str]) -> dict[str, str]:
    """Names only that were entered under these keys, by what the caller calls each. One query."""
    wanted = {stub_address(key): called for key, called in keys.items()}
    stubs = Member.objects.filter(email__in=wanted).exclude(known_from="").values_list("email", "name")
    return {wanted[email]: name for email, name in stubs}


def invitation_of(token: str) -> Invitation:
    """The open invitation of a link; InvitationIsOver for any other token."""
    return Invitation.objects.select_related("agency").with_token(token, now=timezone.now())


def password_link_of(token: str) -> PasswordLink:
    """The open link of a token; PasswordLinkIsOver for any other."""
    return PasswordLink.objects.select_related("member").with_token(token, now=timezone.now())


# -- the whole journal -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the auditor wants to see. Empty means: everything. `since` is included, `until` is not."""

    by: str = ""
    verb: str = ""
    subject: str = ""
    writes_only: bool = False
    since: datetime | None = None
    until: datetime | None = None

    @property
    def facts(self) -> dict[str, object]:
        """The filter as the journal keeps it: references and days, nothing that somebody typed freely."""
        asked = {"by": self.by, "verb": self.verb, "subject": self.subject, "writes_only": self.writes_only}
        days = {"since": self.since and self.since.isoformat(), "until": self.until and self.until.isoformat()}
        return {name: value for name, value in (asked | days).items() if value}


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, newest first. `older` is the number to ask for the next page with, None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class JournalState:
    """How many entries the journal has, its newest signed head and the public key under which it verifies."""

    entries: int
    head: str
    verifier: str
    stamps: StampState
    countersigned: tuple[CountersignedHead, ...]


def journal_page(
    member: Member,
    wanted: JournalFilter,
    *,
    before: int | None = None,
    size: int = 50,
    without: Sequence[str] = (),
) -> JournalPage:
    """Entries below number `before`, newest first, for whoever may read the whole journal; journalled.

    `without` are records (`case:FJ-2026-00001`) that a wall keeps from the reader: their entries are left out.

    Pages are found by number, never by counting: the last page of a million entries costs what the first does.
    """
    require(member, Permission.READ_JOURNAL)
    entries = _matching(wanted).exclude(record__in=without) if without else _matching(wanted)
    if before is not None:
        entries = entries.filter(index__lt=before)
    found = tuple(entries.order_by("-index").defer("line")[: size + 1])
    facts = wanted.facts | ({"before": before} if before is not None else {})
    record(by=member, verb="journal.read", subject="journal", facts=facts, reading=True)
    return JournalPage(found[:size], found[size - 1].index if len(found) > size else None)


def journal_state(member: Member) -> JournalState:
    """The log's size and newest head, for whoever may check the journal."""
    require(member, Permission.READ_JOURNAL)
    return JournalState(
        _size(), newest_head(), log_verifier(), stamp_state(), tuple(countersigned_heads(MOST_WITNESSED))
    )


def members_in_journal(member: Member) -> list[tuple[str, str]]:
    """Journal reference and name of everybody who is or was a member, for the journal's filter."""
    require(member, Permission.READ_JOURNAL)
    return [(f"member:{pk}", name) for pk, name in Member.objects.staff().order_by("name").values_list("pk", "name")]


def _matching(wanted: JournalFilter) -> EntryQuerySet:
    entries = all_entries()
    if wanted.subject:
        entries = entries.about(wanted.subject)
    if wanted.by:
        entries = entries.filter(by=wanted.by)
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    if wanted.writes_only:
        entries = entries.writes()
    if wanted.since:
        entries = entries.filter(index__gte=_first_since(wanted.since))
    if wanted.until:
        entries = entries.filter(index__lt=_first_since(wanted.until))
    return entries


def _size() -> int:
    newest = all_entries().order_by("-index").values_list("index", flat=True).first()
    return 0 if newest is None else newest + 1


def _first_since(moment: datetime) -> int:
    """Number of the first entry at or after `moment`: numbers and times grow together, so it is found by halving."""
    by_number = all_entries().order_by("index").values_list("at", flat=True)
    return bisect_left(range(_size()), moment, key=lambda number: by_number.filter(index__gte=number)[0])


def active_member(email: str) -> Member | None:
    """The active member with this address, for commands on the machine itself; None when there is none."""
    return Member.objects.filter(email__iexact=email.strip(), is_active=True).first()

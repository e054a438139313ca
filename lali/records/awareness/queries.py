"""What members ask about campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from lali.engines.flows import folded, segments
from lali.engines.wording import long_sentences
from lali.records.agencies.access import require
from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.awareness.access import campaign_for, message_of, require_reader, require_variant, session_of
from lali.records.awareness.models import Attendance, Audience, Campaign, CampaignMessage, Session, Sheet
from lali.records.awareness.starting import Starts, leads_to_both, starts_of
from lali.records.awareness.texts import lags, mark_of, mark_of_plan, sms_of
from lali.records.awareness.trying import Course, courses_of, underway
from lali.records.awareness.vocabulary import LANGUAGES, Letter, Twice
from lali.records.reach.models import PlaceCode
from lali.records.reach.queries import codes_of

MOST_SEGMENTS = {"vi": 2}  # text messages that one may take; one in every other language
LONG_HEADLINE = 45  # letters that are read at a glance from three metres


@dataclass(frozen=True, slots=True)
class Looked:
    """A message with what there is to say of it before it is printed.

    `mark` stands for the words that are read here; `lags`: signed, but a code shows older words; `writers`: names of
    all who wrote some of it, none of whom can sign it.
    """

    message: CampaignMessage
    sms: str
    segments: int
    gsm: bool
    too_many: bool
    long_headline: bool
    long_sentences: list[str]
    may_sign: bool
    writers: list[str]
    mark: str
    lags: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Both variants of a message in one language; None for one that is not written."""

    language: str
    variants: tuple[tuple[str, Looked | None], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """All that a poster, a talk sheet or a radio script is made from. `draft`: no second person has signed it."""

    headline: str
    text: str
    what_to_do: str
    sms: str
    language: str
    letter: str
    campaign: str
    agency: str
    country: str
    draft: bool
    written_on: date


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session: how many came, by sex and age band, and its sheets by number."""

    campaign: Campaign
    session: Session
    came: Mapping[tuple[str, str], int]
    sheets: list[Sheet]

    @property
    def people(self) -> int:
        """How many came."""
        return sum(self.came.values())

    @property
    def has_more_sheets_than_people(self) -> bool:
        """Whether one of the two numbers must be wrong: nobody fills two sheets."""
        return len(self.sheets) > self.people

    @property
    def next_number(self) -> int:
        """The number that the next sheet has as a rule."""
        return self.sheets[-1].number + 1 if self.sheets else 1


def campaigns_of(member: Member) -> QuerySet[Campaign]:
    """Campaigns of the member's agency, those that began last come first."""
    require_reader(member)
    return Campaign.objects.filter(agency_id=member.agency_id)


def read_campaign(member: Member, number: int) -> Campaign:
    """One campaign of the member's agency."""
    return campaign_for(member, number)


def plan_seen(campaign: Campaign) -> str:
    """What stands for the plan as it is shown: whoever changes it says which one they read."""
    return mark_of_plan(campaign)


def messages_to_sign(member: Member) -> list[Campaign]:
    """Campaigns that are not over, with `waiting`: how many messages of others this member may sign there."""
    if not member.may(Permission.RUN_CAMPAIGNS):
        return []
    rows = Campaign.objects.filter(agency_id=member.agency_id, ends_on__gte=timezone.localdate())
    own = CampaignMessage.objects.filter(writers=member.pk).values("pk")
    waiting = Q(messages__signed_on__isnull=True, messages__isnull=False) & ~Q(messages__in=own)
    return list(rows.annotate(waiting=Count("messages", filter=waiting)).filter(waiting__gt=0))


def audiences_of(member: Member, number: int) -> list[Audience]:
    """Whom a campaign is for."""
    return list(campaign_for(member, number).audiences.all())


def messages_of(member: Member, number: int) -> list[Pair]:
    """Messages of a campaign, language by language, both variants beside one another."""
    campaign = campaign_for(member, number)
    rows = campaign.messages.select_related("written_by", "signed_by").prefetch_related("writers")
    codes = codes_of(campaign.subject)
    known = {(one.language, one.letter): _looked(one, member, lags(codes, one)) for one in rows}
    return [
        Pair(language, tuple((letter, known.get((language, letter))) for letter in Letter.values))
        for language in LANGUAGES
        if any((language, letter) in known for letter in Letter.values)
    ]


def _looked(message: CampaignMessage, member: Member, behind: bool) -> Looked:
    sms = folded(sms_of(message))
    count, gsm = segments(sms)
    return Looked(
        message,
        sms,
        count,
        gsm,
        too_many=count > MOST_SEGMENTS.get(message.language, 1),
        long_headline=len(message.headline) > LONG_HEADLINE,
        long_sentences=long_sentences([message.headline, message.text, message.what_to_do]),
        may_sign=behind or (not message.is_signed and member not in message.writers.all()),
        writers=[one.name for one in message.writers.all()],
        mark=mark_of(message),
        lags=behind,
    )


def read_message(member: Member, number: int, language: str, letter: str) -> CampaignMessage | None:
    """One message of a campaign; None where nobody has written it yet."""
    require_variant(language, letter)
    return campaign_for(member, number).messages.filter(language=language, letter=letter).first()


def writers_of(message: CampaignMessage | None) -> list[Member]:
    """All who wrote some of a message: none of them can sign it."""
    return list(message.writers.all()) if message else []


def mark_to_sign(member: Member, message: CampaignMessage | None) -> str:
    """What stands for the words of a message that the member may sign now; nothing where they may not."""
    if message is None:
        return ""
    one = _looked(message, member, lags(codes_of(message.campaign.subject), message))
    return one.mark if one.may_sign else ""


def said_twice(member: Member, number: int, language: str, letter: str) -> list[Twice]:
    """What somebody may have pasted twice into a message: for a hint, it is never refused."""
    both = {one.letter: one for one in campaign_for(member, number).messages.filter(language=language)}
    found = []
    if len({(_bare(one.headline), _bare(one.text), _bare(one.what_to_do)) for one in both.values()}) < len(both):
        found.append(Twice.LETTERS)
    if letter in both and _bare(both[letter].text) == _bare(both[letter].what_to_do):
        found.append(Twice.TEXT)
    return found


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!?  ")


def source_of(member: Member, number: int, language: str, letter: str) -> Source:
    """What materials of a message are made from; Http404 where it is not written."""
    campaign = campaign_for(member, number)
    message = message_of(campaign, language, letter)
    return Source(
        headline=message.headline,
        text=message.text,
        what_to_do=message.what_to_do,
        sms=sms_of(message),
        language=language,
        letter=letter,
        campaign=campaign.title,
        agency=member.agency.name,
        country=member.agency.country,
        draft=not message.is_signed,
        written_on=timezone.localdate(message.written_at),
    )


def sessions_of(member: Member, number: int) -> QuerySet[Session]:
    """Sessions of a campaign, newest first, each with `people` who came and `typed` sheets; for who enters them.

    A few people in one place are shown to others in results only, as these may be.
    """
    require(member, Permission.RUN_CAMPAIGNS)
    rows = campaign_for(member, number).sessions.all()
    came = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    typed = Sheet.objects.filter(session=OuterRef("pk")).order_by().values("session")
    return rows.annotate(people=_or_none(came.annotate(n=Sum("number"))), typed=_or_none(typed.annotate(n=Count("pk"))))


def _or_none(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("n")), 0, output_field=IntegerField())


def read_session(member: Member, number: int, session_id: int) -> SessionPage:
    """One session of a campaign as it was typed, for who enters sessions."""
    require(member, Permission.RUN_CAMPAIGNS)
    campaign = campaign_for(member, number)
    session = session_of(campaign, session_id)
    came = {(cell.gender, cell.age_band): cell.number for cell in session.attendance.all()}
    return SessionPage(campaign, session, came, list(session.sheets.all()))


def codes_opened(member: Member, number: int) -> list[PlaceCode]:
    """Place codes of a campaign, open or not, newest first."""
    return codes_of(campaign_for(member, number).subject)[::-1]


def signed_languages(member: Member, number: int) -> list[str]:
    """Languages in which a campaign has a signed message."""
    signed = campaign_for(member, number).messages.filter(signed_on__isnull=False)
    return list(dict.fromkeys(signed.values_list("language", flat=True)))


def trial_underway(member: Member, number: int) -> Course | None:
    """The trial that keeps the words of a campaign as they are; None where they can be written."""
    return underway(campaign_for(member, number))


def trial_starts(member: Member, number: int) -> Starts:
    """What a trial in each language of a campaign still waits for; for who declares trials."""
    require(member, Permission.RUN_CAMPAIGNS)
    return starts_of(campaign_for(member, number), timezone.localdate())


def languages_led_to_both(member: Member, number: int) -> set[str]:
    """Languages in which an open code leads to both messages now."""
    today = timezone.localdate()
    codes = codes_of(campaign_for(member, number).subject)
    return {one.language for one in codes if leads_to_both([one], today)}


def trials_of(member: Member, number: int) -> list[Course]:
    """Trials of a campaign, newest first, and where each stands; a result only of one that is over."""
    campaign = campaign_for(member, number)
    return courses_of(campaign.trials.select_related("campaign", "declared_by"))

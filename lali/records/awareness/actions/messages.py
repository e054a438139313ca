"""What a campaign says: one writes, another signs."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.awareness.access import campaign_for, message_of, require_variant
from lali.records.awareness.models import Campaign, CampaignMessage
from lali.records.awareness.texts import lags, mark_of, said_of
from lali.records.awareness.trying import require_no_trial
from lali.records.changes import changed_values
from lali.records.reach.actions import Said, renew_words
from lali.records.reach.queries import codes_of
from lali.records.refusals import Refused

NO_KEY = b""  # what is for the public is not sealed


class OwnMessage(Refused):
    """Whoever wrote a message, or a sign of it, cannot be its second person."""

    sentence = _("You wrote some of these words. Somebody who wrote none must read them before the public does.")


class SignedAlready(Refused):
    """These very words were signed."""

    sentence = _("Somebody signed these words already. Nothing was changed.")


class ReadOtherWords(Refused):
    """What stands now is not what the second person read."""

    sentence = _("The words were changed while you read. Read them again, then sign. Nothing was signed.")


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says. `sms` is empty where the text message is made of headline and what to do."""

    headline: str
    text: str
    what_to_do: str
    sms: str = ""


@transaction.atomic
def write_message(*, by: Member, number: int, language: str, letter: str, words: Words) -> CampaignMessage:
    """Write a message, or write it anew. Who signed the old words has not signed these."""
    campaign = campaign_for(by, number, to_change=True)
    require_variant(language, letter)
    after = asdict(words)
    require_no_trial(campaign)
    message = campaign.messages.filter(language=language, letter=letter).first()
    before = {name: getattr(message, name) for name in after} if message else {}
    if before == after:
        return message
    message = message or CampaignMessage(campaign=campaign, language=language, letter=letter)
    message.written_by, message.signed_by, message.signed_on = by, None, None
    for name, value in after.items():
        setattr(message, name, value)
    message.save()
    message.writers.add(by)
    facts = {"language": language, "letter": letter}
    facts["changed"] = changed_values(CampaignMessage.CLASSIFIED, before, after, key=NO_KEY)
    record(by=by, verb="campaign.message_written", subject=campaign.subject, facts=facts)
    return message


@transaction.atomic(using=settings.LETTERBOX)
@transaction.atomic
def sign_message(*, by: Member, number: int, language: str, letter: str, seen: str) -> CampaignMessage:
    """Say, as the second person, that one speaks the language and has read these words; codes lead to them now.

    `seen`: mark of the words that were read. Where a code still shows older words than are signed, it is renewed: the
    two databases are committed one after the other, and a node can be cut off between.
    """
    campaign = campaign_for(by, number, to_change=True)
    message = message_of(campaign, language, letter)
    codes = codes_of(campaign.subject)
    if message.is_signed and not lags(codes, message):
        raise SignedAlready
    if not message.is_signed and message.writers.filter(pk=by.pk).exists():
        raise OwnMessage
    if mark_of(message) != seen:
        raise ReadOtherWords
    require_no_trial(campaign)
    if not message.is_signed:
        _sign(by, campaign, message)
    if codes:
        renew_words(by=by, campaign=campaign.subject, said=_over(codes[0].said, said_of(campaign)))
    return message


def _sign(by: Member, campaign: Campaign, message: CampaignMessage) -> None:
    message.signed_by, message.signed_on = by, timezone.localdate()
    message.save()
    facts = {"language": message.language, "letter": message.letter}
    record(by=by, verb="campaign.message_signed", subject=campaign.subject, facts=facts)


def _over(shown: Said, signed: Said) -> Said:
    """What is shown now, with what is signed now over it: words that wait for a signature do not take old ones away."""
    return {language: {**shown.get(language, {}), **signed.get(language, {})} for language in {*shown, *signed}}

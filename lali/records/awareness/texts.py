"""How a message of a campaign reads elsewhere than on its own page."""

import hashlib
from collections.abc import Iterable

from lali.engines.flows import ended
from lali.records.awareness.models import Campaign, CampaignMessage
from lali.records.reach.models import PlaceCode


def mark_of(message: CampaignMessage) -> str:
    """Return what stands for the words that somebody read: no signature goes to other ones."""
    return _mark(message.headline, message.text, message.what_to_do, message.sms)


def mark_of_plan(campaign: Campaign) -> str:
    """Return what stands for the plan that somebody read: none that came between is written over."""
    targets = (campaign.wanted_people, campaign.wanted_openings, campaign.wanted_gain)
    days = (campaign.starts_on.isoformat(), campaign.ends_on.isoformat())
    return _mark(campaign.title, campaign.objective, *days, *map(str, targets))


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def sms_of(message: CampaignMessage) -> str:
    """The message as a text message: as it was written for that, else headline and what to do."""
    if message.sms:
        return message.sms
    return f"{ended(message.headline)} {message.what_to_do}"


def said_of(campaign: Campaign) -> dict[str, dict[str, list[str]]]:
    """What the public page of a place code says: signed messages by language and variant, as headline and text."""
    said: dict[str, dict[str, list[str]]] = {}
    for one in campaign.messages.filter(signed_on__isnull=False):
        said.setdefault(one.language, {})[one.letter] = _on_page(one)
    return said


def _on_page(message: CampaignMessage) -> list[str]:
    return [message.headline.strip(), f"{message.text}\n{message.what_to_do}".strip()]


def lags(codes: Iterable[PlaceCode], message: CampaignMessage) -> bool:
    """Whether a code shows other words than a signed message says: the node was cut off between its two databases."""
    words = _on_page(message)
    return message.is_signed and any(code.said.get(message.language, {}).get(message.letter) != words for code in codes)

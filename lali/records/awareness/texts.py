"""How a message of a campaign reads elsewhere than on its own page."""

from lali.records.awareness.models import Campaign, CampaignMessage


def sms_of(message: CampaignMessage) -> str:
    """The message as a text message: as it was written for that, else headline and what to do."""
    if message.sms:
        return message.sms
    end = "" if message.headline.endswith((".", "!", "?", "…")) else "."
    return f"{message.headline}{end} {message.what_to_do}"


def said_of(campaign: Campaign) -> dict[str, dict[str, list[str]]]:
    """What the public page of a place code says: signed messages by language and variant, as headline and text."""
    said: dict[str, dict[str, list[str]]] = {}
    for one in campaign.messages.filter(signed_on__isnull=False):
        said.setdefault(one.language, {})[one.letter] = [one.headline, f"{one.text}\n{one.what_to_do}"]
    return said

"""How a message of a campaign reads elsewhere than on its page."""

from lali.records.awareness.models import CampaignMessage


def sms_of(message: CampaignMessage) -> str:
    """The message as a text message: as it was written for that, else headline and what to do."""
    if message.sms:
        return message.sms
    end = "" if message.headline.endswith((".", "!", "?", "…")) else "."
    return f"{message.headline}{end} {message.what_to_do}"

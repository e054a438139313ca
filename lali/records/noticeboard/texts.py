"""How a lure of the week is told in a text message."""

HEAD = "Lure of the week: "
LONGEST = 160  # characters of one message in the GSM alphabet


def sms_of(title: str, ask: str) -> str:
    """The lure as one text message where it fits: title and question, else the title alone."""
    whole = f"{HEAD}{title.rstrip('.!?')}. Ask: {ask}"
    return whole if len(whole) <= LONGEST else f"{HEAD}{title}"

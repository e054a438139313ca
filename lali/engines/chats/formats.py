"""Every format that is read. A new one is a module with NAME, `recognise` and `read`, and a line here."""

from collections.abc import Sequence
from typing import Protocol

from lali.engines.chats import (
    cellebrite,
    google_chat,
    imessage,
    line,
    messenger,
    messenger_html,
    signal,
    sms_backup,
    table,
    telegram,
    telegram_html,
    tiktok,
    tiktok_text,
    whatsapp,
)
from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.originals import Original


class Format(Protocol):
    """What a module of a format has."""

    NAME: str

    def recognise(self, head: Head, /) -> float:
        """Between 0, certainly not, and 1, certainly."""

    def read(self, originals: Sequence[Original], choices: Choices, /) -> Reading:
        """The reading of one conversation, which may be in several files."""


FORMATS: tuple[Format, ...] = (
    whatsapp, signal, telegram, telegram_html, messenger, messenger_html, google_chat, tiktok, tiktok_text, line,
    imessage, sms_backup, cellebrite, table,
)  # fmt: skip

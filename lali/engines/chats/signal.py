"""Signal, as its desktop exporters write it: `[2024-01-31, 21:06] Name: text`."""

from collections.abc import Sequence

from lali.engines.chats import whatsapp
from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.headers import layout_of
from lali.engines.chats.lines import Dialect, Sorted, read_lines
from lali.engines.chats.originals import Original

NAME = "signal"
LAYOUT = "[#-#-#, #:#]"


def recognise(head: Head) -> float:
    """By its layout, which no telephone writes for WhatsApp: there the seconds stand too."""
    layout = layout_of(head.text)
    return min(1.0, whatsapp.recognise(head) + 0.1) if layout and layout.template == LAYOUT else 0.0


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file."""
    return read_lines(originals[0], choices, DIALECT)


def _sort(text: str, has_sender: bool) -> Sorted:
    return ("message" if has_sender else "system"), text, None, ()


DIALECT = Dialect(
    firsts=frozenset(), lasts=frozenset(), sort=_sort, is_system=lambda name: not name, hints=lambda _layout: ()
)

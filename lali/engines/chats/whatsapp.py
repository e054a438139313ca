"""WhatsApp: `_chat.txt` of an iPhone, `WhatsApp Chat with ….txt` of an Android telephone, alone or in their archive."""

from collections.abc import Iterator, Sequence

from lali.engines.chats.clock_words import folded
from lali.engines.chats.conversation import Choices, Reading
from lali.engines.chats.head import Head
from lali.engines.chats.headers import Layout, layout_of
from lali.engines.chats.lines import Dialect, Sorted, plain, read_lines
from lali.engines.chats.originals import Original
from lali.engines.chats.whatsapp_words import (
    ATTACHED,
    BESIDE,
    DELETED,
    EDITED,
    HINTS,
    OMITTED,
    OMITTED_IOS,
    OWN_NAME,
    SYSTEM_BEFORE_COLON,
)

NAME = "whatsapp"
VIETNAMESE = {folded("SA"), folded("CH")}
YEAR_FIRST = {folded(word) for word in ("오전", "오후", "上午", "下午", "午前", "午後")}
MARKS = "\u200e\u200f"
SIGNS = ("\u200e", "\u200f", "<")
PREFIXES = ("IMG-", "VID-", "AUD-", "PTT-", "STK-", "DOC-", "GIF-")

STARTS = frozenset((*PREFIXES, *(text[:4] for text in DELETED)))
LASTS = frozenset((">", ")"))


def recognise(head: Head) -> float:
    """How surely this is such a file: a first line that begins like a message is nearly proof."""
    layout = layout_of(head.text)
    if layout is None:
        return 0.0
    begins = layout.whole.match("\n" + head.text.lstrip("\ufeff\r\n "))
    return 0.9 if begins else 0.5


def read(originals: Sequence[Original], choices: Choices) -> Reading:
    """One file."""
    return read_lines(originals[0], choices, DIALECT)


def _sort(text: str, has_sender: bool) -> Sorted:
    marks: tuple[str, ...] = ()
    if has_sender and text[:4] not in STARTS and text[:1] not in SIGNS and text[-1:] not in LASTS:
        return "message", text, None, marks
    if text.endswith(">") and EDITED.match(text, last := text.rfind("<")):
        text, marks = text[:last].rstrip(" \u200e"), ("edited",)
    if not has_sender:
        return "system", text.lstrip(MARKS), None, marks
    for pattern in (OWN_NAME, ATTACHED, BESIDE):
        if found := pattern.match(text):
            caption = text[found.end() :].strip()
            return "media", caption or text.lstrip(MARKS), found[1].lstrip(MARKS), marks
    bare = text.lstrip(MARKS)
    if bare in OMITTED or OMITTED_IOS.match(text):
        return "media", bare, None, marks
    if bare.rstrip(".") in DELETED:
        return "deleted", bare, None, marks
    own = text.startswith("\u200e") and not marks and not _shared(bare)
    return ("system" if own else "message"), bare if own else text, None, marks


def _shared(text: str) -> bool:
    """Polls, places and contacts begin with the sign of WhatsApp's own words, but a person sent them."""
    first, _end, _more = text.partition("\n")
    return "http" in first or first.endswith(":") or first.isupper()


def _is_system(name: str) -> bool:
    return bool(SYSTEM_BEFORE_COLON.search(name)) or not plain(name)


def _hints(layout: Layout) -> Iterator[tuple[str, str]]:
    date = layout.template
    if "#.#" in date:
        yield ("ymd" if "#. #" in date and YEAR_FIRST & set(map(folded, layout.words)) else "dmy"), "written with dots"
    if VIETNAMESE & set(map(folded, layout.words)) or not layout.dates_first:
        yield "dmy", "the time comes first" if not layout.dates_first else "Vietnamese words for the time of day"
    for word, why in HINTS:
        if word in layout.between.split():
            yield "dmy", why


def _short_year_first(layout: Layout) -> bool:
    """Whether telephones write `26/1/13` so.

    Short dates that begin with `yy` are Korean and Nepali in the Unicode CLDR 47, besides languages that WhatsApp is
    not written in; older ones were Chinese and Japanese, and `26-01-13`.
    """
    body = layout.template
    return (
        "#. #" in body or "#-#" in body or layout.digits == "०-९" or bool(YEAR_FIRST & set(map(folded, layout.words)))
    )


DIALECT = Dialect(
    firsts=frozenset((*SIGNS, *(text[0] for text in STARTS))),
    lasts=LASTS,
    sort=_sort,
    is_system=_is_system,
    hints=_hints,
    short_year_first=_short_year_first,
)

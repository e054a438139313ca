"""Messages of the lesson as a reader sees them: in their language and of their country, the words that tell marked."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lali.engines.lessons import Item, place, reasons, unfold
from lali.web.public.pictures import PICTURE_OF
from lali.web.public.spoken import spoken_sign


@dataclass(frozen=True, slots=True)
class Tell:
    """Words of a message and what they show."""

    start: int
    end: int
    label: str
    quote: str
    why: str
    picture: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it looks in its channel."""

    channel: str
    label: str
    text: str
    lure: bool
    tells: tuple[Tell, ...]


def shown(item: Item, country: str) -> Shown:
    """Put a message into the reader's language and country."""
    text, marks = unfold(_(item.text) % words_of(country))
    tells = [_tell(text, mark.start, mark.end, mark.about, lure=item.lure) for mark in marks]
    return Shown(item.channel, _(item.label), text, item.lure, tuple(tells))


def words_of(country: str) -> dict[str, str]:
    """What a message names of a country, in the reader's language."""
    here = place(country)
    fee = here.fee.format(sum=number_format(here.sum, force_grouping=True))
    return {"town": here.town, "far": here.far, "fee": fee, "office": _(here.name)}


def _tell(text: str, start: int, end: int, about: str, *, lure: bool) -> Tell:
    quote = text[start:end]
    if not lure:
        reason = reasons()[about]
        return Tell(start, end, _(reason.label), quote, _(reason.why), "done")
    said = spoken_sign(about)
    return Tell(start, end, said.label, quote, said.why, PICTURE_OF.get(about, "attention"))

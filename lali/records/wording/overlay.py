"""A node's signed words over those that ship, in the memory of each server process.

A process looks at the editions once a minute, one question; where a number is another than the one it knows, it reads
the words of that language and puts a new catalogue in the place of the old. A page that is being made keeps the
catalogue it began with. Nothing is written to a disk. If the database does not answer, what was laid stays.
"""

import gettext as gnu
import io
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils.translation import get_language, trans_real

from lali.engines.wording import Entry, fits, is_format, write_mo
from lali.records.wording.models import Edition, Recording, Wording
from lali.records.wording.shipped import strings
from lali.records.wording.vocabulary import FORMS, OTHER_FORMS, SHIP_AS_DRAFTS, forms_of

EVERY = 60.0  # seconds between two looks at the editions

_log = logging.getLogger(__name__)
_listening: ContextVar["Said | None"] = ContextVar("listening", default=None)


@dataclass(slots=True)
class Said:
    """What was said in the language of a page: strings that somebody signed, and those that nobody did."""

    signed: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)

    @property
    def may_stand_alone(self) -> bool:
        """Whether what was said needs no English beside it. Words that were not looked up here tell nothing."""
        return not is_draft(get_language() or "en") or bool(self.signed and not self.unsigned)


@dataclass(frozen=True, slots=True)
class Laid:
    """What lies over one language: its edition, what is signed as gettext names it, whether that is all there is."""

    edition: int
    signed: frozenset[str] = frozenset()
    whole: bool = False
    recordings: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # page -> number and bytes


class Watched(trans_real.DjangoTranslation):
    """A catalogue with a node's words on top, which notes for who listens what was said and whether it is signed."""

    def __init__(
        self, language: str, words: gnu.GNUTranslations, signed: frozenset[str], lines: frozenset[str]
    ) -> None:
        super().__init__(language)
        self.merge(words)
        self._signed = signed
        self._lines = lines  # what a translator can say; names of languages and forms of dates tell nothing

    def gettext(self, message: str) -> str:
        """Say a string."""
        self._note(message)
        return super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Say a string that counts."""
        self._note(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def _note(self, message: str) -> None:
        if (said := _listening.get()) is not None and message in self._lines:
            (said.signed if message in self._signed else said.unsigned).append(message)


class _Standing:
    """What is laid in this process, and when it looks again."""

    def __init__(self) -> None:
        self.laid: dict[str, Laid] = {}
        self.next_look = 0.0
        self.looking = threading.Lock()


_STANDING = _Standing()


def look() -> None:
    """Bring the words of this process up to date, if a minute has gone by."""
    if time.monotonic() < _STANDING.next_look or not _STANDING.looking.acquire(blocking=False):
        return
    try:
        refresh()
    except DatabaseError:
        _log.warning("wordings_not_read")  # the site says what it said before; no more than the name of the event
    finally:
        _STANDING.next_look = time.monotonic() + EVERY
        _STANDING.looking.release()


def refresh() -> None:
    """Lay anew what has another edition than the one that is known."""
    editions = dict(Edition.objects.values_list("language", "number"))
    for language, number in editions.items():
        if language not in _STANDING.laid or _STANDING.laid[language].edition != number:
            _lay(language, number)
    for language in _STANDING.laid.keys() - editions.keys():
        _take_away(language)


def forget(next_look: float = 0.0) -> None:
    """Take everything away, as if this process had just begun. For tests, which may put off the next look."""
    for language in list(_STANDING.laid):
        _take_away(language)
    _STANDING.next_look = next_look


def _lay(language: str, number: int) -> None:
    shown = [_entry(one) for one in Wording.objects.shown(language) if _is_sound(one, language)]
    signed = frozenset(_name(entry) for entry in shown)
    whole = strings().keys() <= {entry.key for entry in shown}
    recordings = {
        one.page: (one.pk, one.size)
        for one in Recording.objects.filter(language=language).exclude(signed_by="").defer("content").order_by("pk")
    }
    lines = frozenset(_name(entry) for entry in strings().values())
    words = gnu.GNUTranslations(io.BytesIO(write_mo(*FORMS.get(language, OTHER_FORMS), shown)))
    trans_real._translations[language] = Watched(language, words, signed, lines)  # noqa: SLF001 - where Django keeps them
    _STANDING.laid[language] = Laid(number, signed, whole, recordings)


def _take_away(language: str) -> None:
    trans_real._translations.pop(language, None)  # noqa: SLF001 - made anew from what ships at the next use
    del _STANDING.laid[language]


def _entry(row: Wording) -> Entry:
    return Entry(tuple(row.source), row.context, tuple(row.texts))


def _is_sound(row: Wording, language: str) -> bool:
    """Look at the words once more: whatever wrote them into the table, no markup comes into a page this way.

    How a day is written is no words: a translation of it, signed before that was known, would break the page.
    """
    return not is_format(row.source[0]) and fits(row.source, row.texts, forms_of(language))


def _name(entry: Entry) -> str:
    """How gettext names a string when it is asked for it."""
    return f"{entry.context}\x04{entry.source[0]}" if entry.context else entry.source[0]


# -- what the pages ask ------------------------------------------------------------------------------------------------


def is_draft(language: str) -> bool:
    """Whether a language still waits for a speaker in any string."""
    laid = _STANDING.laid.get(language)
    return language in SHIP_AS_DRAFTS and not (laid and laid.whole)


def is_signed(language: str, context: str, source: str) -> bool:
    """Whether what a language says for a string was signed, here or before it shipped; English needs no signature."""
    laid = _STANDING.laid.get(language)
    name = f"{context}\x04{source}" if context else source
    return language not in SHIP_AS_DRAFTS or bool(laid and name in laid.signed)


def editions() -> dict[str, int]:
    """Which edition is laid over each language now."""
    return {language: laid.edition for language, laid in _STANDING.laid.items()}


def recording_of(language: str, page: str) -> tuple[int, int] | None:
    """Number and size of the recording of a page, if there is one."""
    laid = _STANDING.laid.get(language)
    return laid.recordings.get(page) if laid else None


@contextmanager
def listening() -> Iterator[Said]:
    """Note what is said in here, signed or not; what is noted inside is noted around it too."""
    said, around = Said(), _listening.get()
    token = _listening.set(said)
    try:
        yield said
    finally:
        _listening.reset(token)
        if around is not None:
            around.signed += said.signed
            around.unsigned += said.unsigned


def says_unsigned() -> bool:
    """Whether the page that is being made has said anything in its language that nobody signed."""
    said = _listening.get() or Said()
    return not said.may_stand_alone

"""Looking into an exhibit: each look is journalled before a byte of it is read, and nothing of it is run."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import SealBroken, Unsealed
from lali.engines.identifiers import Identifier, find
from lali.engines.viewing import CannotLook, Seen, Where, by_when, look, name_inside, picture, playable, taken
from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.evidence.actions.custody import say_made_from
from lali.records.evidence.actions.exhibits import Acquisition, Handed
from lali.records.evidence.actions.intake import begin_intake, give_up_intake, seal_exhibit, writable
from lali.records.evidence.actions.opening import PIECE, SealIsBroken, open_original
from lali.records.evidence.models import Exhibit
from lali.records.evidence.vocabulary import MadeHow
from lali.records.refusals import Refused

MOST_WORDS = 200_000  # characters that are looked through for identifiers
MOST_IDENTIFIERS = 50
WAITS = 2  # seconds for whoever looked before
WHY = {
    "damaged": _("It is damaged, or made so that it cannot be read. The sealed original is untouched."),
    "too_large": _("It is too large to be shown here, or unpacks to far more than it says."),
    "too_long": _("Reading it took too long and was stopped."),
    "encrypted": _("It is encrypted. Without its password nothing of it can be shown."),
    "no_such_part": _("There is no such part in it."),
    "no_picture": _("There is no picture of this."),
    "not_read": _("This kind of file is named here, but not opened."),
}


class LookingIsBusy(Refused):
    """Another file is being read by the worker."""

    sentence = _("This node is looking into another file just now. Try again in some seconds.")


class CannotBeShown(Refused):
    """The viewer could not read it; the original stands as it was sealed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An exhibit, what was seen of it (or why not), and what in it can be noted as an identifier."""

    exhibit: Exhibit
    name: str
    seen: Seen | None
    why_not: str
    identifiers: tuple[Identifier, ...]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """One file is looked into at a time, on the whole node: a file made to take long holds up no other page."""
    with (settings.EXHIBIT_FOLDER / "looking.lock").open("w") as lock:
        tries = WAITS * 10
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                tries -= 1
                if tries < 0:
                    raise LookingIsBusy from None
                time.sleep(0.1)
        yield


def look_at_exhibit(*, by: Member, ref: str, number: int, where: Where) -> Looked:
    """Look at one page of an exhibit, or of a file in it. What cannot be read gives a sentence, never an error."""
    exhibit, original = open_original(by=by, ref=ref, number=number)
    with original, _one_at_a_time():
        _viewed(by, exhibit, where)
        until = by_when()
        try:
            name = name_inside(original, exhibit.file_name, where.inside, until=until)
            seen = look(original, name=name, where=where, until=until)
        except CannotLook as why:
            return Looked(exhibit, "", None, str(WHY[why.reason]), ())
        except SealBroken:
            raise SealIsBroken from None
    return Looked(exhibit, name, seen, "", _identifiers(seen, exhibit.case.agency.country))


def picture_of_exhibit(*, by: Member, ref: str, number: int, where: Where) -> bytes:
    """One page of it as a picture made anew. CannotBeShown."""
    exhibit, original = open_original(by=by, ref=ref, number=number)
    with original, _one_at_a_time():
        _viewed(by, exhibit, where)
        try:
            return picture(original, where=where)
        except CannotLook as why:
            raise CannotBeShown(WHY[why.reason]) from None
        except SealBroken:
            raise SealIsBroken from None


@dataclass(frozen=True, slots=True)
class Played:
    """A stretch of a recording: its last place, the whole size, what a player is told it is, and the bytes."""

    last: int
    size: int
    plays: str
    pieces: Handed


def take_out_part(*, by: Member, ref: str, number: int, inside: tuple[int, ...]) -> Exhibit:
    """Take in a file that lies in an exhibit as an exhibit of its own, which says what it was taken out of.

    CannotBeShown when it cannot be taken out; then nothing of it is kept.
    """
    writable(by, ref)
    exhibit, original = open_original(by=by, ref=ref, number=number)
    with original, _one_at_a_time():
        try:
            name = name_inside(original, exhibit.file_name, inside)
            return _sealed(by, exhibit, name, taken(original, inside=inside))
        except CannotLook as why:
            raise CannotBeShown(WHY[why.reason]) from None
        except SealBroken:
            raise SealIsBroken from None


def _sealed(by: Member, exhibit: Exhibit, name: str, pieces: Iterator[bytes]) -> Exhibit:
    """Seal what is taken out while it is read; an intake that breaks off is given up.

    It is an exhibit and made from the other in one: where that was restricted meanwhile, nobody sees it open.
    """
    how = gettext("Taken out of %(ref)s: %(name)s") % {"ref": exhibit.ref, "name": name}
    acquisition = Acquisition(
        acquired_at=timezone.now(), acquired_by=by.name, acquired_where=by.agency.name[:200], acquired_how=how[:300]
    )
    ref = exhibit.case.ref
    begun = begin_intake(by=by, ref=ref, file_name=name)
    try:
        with begun.sealing as sealing:
            for piece in pieces:
                sealing.write(piece)
            sealed = sealing.finish()
    except (CannotLook, SealBroken):
        give_up_intake(by=by, ref=ref, intake_id=begun.intake.pk)
        raise
    tool = f"Lali {version('lali')}"
    with transaction.atomic():
        made = seal_exhibit(by=by, intake=begun.intake, sealed=sealed, acquisition=acquisition)
        return say_made_from(
            by=by, ref=ref, number=made.number, parent=exhibit.number, how=MadeHow.TAKEN_OUT, tool=tool
        )


def play_exhibit(*, by: Member, ref: str, number: int, start: int, end: int | None) -> Played:
    """Bytes of a recording from a place up to another (the last one too). CannotBeShown when no browser plays it.

    A place behind the end gives nothing.
    """
    exhibit, original = open_original(by=by, ref=ref, number=number)
    try:
        size, plays = original.size, _plays(original)
        last = size - 1 if end is None else min(end, size - 1)
        _viewed(by, exhibit, Where(), bytes=f"{start}-{last}")
    except BaseException:
        original.close()
        raise
    return Played(last, size, plays, Handed(original, _played(original, start, last)))


def _plays(original: Unsealed) -> str:
    plays = playable(original.read(PIECE), original.size)
    if not plays:
        raise CannotBeShown(WHY["no_picture"])
    return plays


def _played(original: Unsealed, start: int, last: int) -> Iterator[bytes]:
    """The bytes asked for, piece by piece, each checked before it is given."""
    original.seek(start)
    left = last - start + 1
    while left > 0 and (piece := original.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


def _viewed(by: Member, exhibit: Exhibit, where: Where, **more: Any) -> None:
    facts = {"part": where.part, "page": where.page, "inside": list(where.inside)}
    usual = {"part": 0, "page": 1, "inside": []}
    told = {name: value for name, value in facts.items() if value != usual[name]} | more
    record(by=by, verb="exhibit.viewed", subject=exhibit.subject, facts=told, reading=True)


def _identifiers(seen: Seen, country: str) -> tuple[Identifier, ...]:
    """What could be noted of what was shown: words, cells, what the file says of itself. Each value once."""
    words = [seen.text, *(fact.value for fact in seen.facts)]
    if seen.sheet:
        words += [cell for row in (seen.sheet.columns, *seen.sheet.rows) for cell in row]
    found = find("\n".join(words)[:MOST_WORDS], country=country)
    once = {(one.kind, one.normalised): one for one in reversed(found)}
    return tuple(reversed(once.values()))[:MOST_IDENTIFIERS]

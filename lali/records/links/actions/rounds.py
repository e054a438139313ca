"""One round over all that may propose links: each basis brings its own part, and stops when its time is up.

A new basis adds a kind to `BasisKind`, a part to `PARTS` here, and how it is shown to `queries/bases.py` `SHOWN_BY`;
nothing else need change. What a part keeps is derived: it may be stopped at any time, and goes on there. For a page
each asks first whether anything came, which only reads: a page must not wait for who writes just then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from lali.records.links.actions.families import fold_texts, is_all_folded
from lali.records.links.actions.late import look_for_late
from lali.records.links.actions.pictures import fold_pictures_of_records, is_all_seen
from lali.records.links.actions.proposing import is_all_looked_at, propose_links
from lali.records.links.actions.watching import tell_who_watches


@dataclass(frozen=True, slots=True)
class Done:
    """What a part did: how many proposals are new, and how much it left for `lali digest` (0: all was compared)."""

    made: int = 0
    waiting: int = 0


Part = Callable[[object, float | None], Done]
"""Called with who acts and for how many seconds it may go on at most (None: until all is done)."""

NOTED_JUST_NOW = 200  # mentions looked at before a page is shown


def _shared_identifiers(by: object, seconds: float | None) -> Done:
    if seconds is not None and is_all_looked_at():
        return Done()
    return Done(made=propose_links(by=by, most=None if seconds is None else NOTED_JUST_NOW))


def _same_words(by: object, seconds: float | None) -> Done:
    if seconds is not None and is_all_folded():
        return Done()
    return Done(waiting=fold_texts(by=by, only_few=seconds is not None))


def _same_picture(by: object, seconds: float | None) -> Done:
    if seconds is not None and is_all_seen():
        return Done()
    return Done(*fold_pictures_of_records(by=by, seconds=seconds))


def _watched(by: object, seconds: float | None) -> Done:
    """Whoever watches is told in the long round only: it is not for a page that somebody else opens."""
    if seconds is None:
        tell_who_watches(by=by)
    return Done()


def _late(by: object, seconds: float | None) -> Done:
    if seconds is None:
        look_for_late(by=by)
    return Done()


PARTS: tuple[Part, ...] = (_late, _shared_identifiers, _same_words, _same_picture, _watched)


def look_for_links(*, by: object, seconds: float | None = None) -> Done:
    """Let each part do what came since, for so many seconds in all or until all is done."""
    begun = monotonic()
    made = waiting = 0
    for part in PARTS:
        done = part(by, None if seconds is None else max(0.0, seconds - (monotonic() - begun)))
        made, waiting = made + done.made, waiting + done.waiting
    return Done(made, waiting)

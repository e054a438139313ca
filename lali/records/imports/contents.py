"""What a row of a register says, as it would be taken over: kept sealed while the member who looked decides.

Sealed under a key of the import. It goes when the row is taken in, when nothing waits any more, or after some days.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lali.engines.identifiers import find
from lali.records.cases.kinds import kind_word
from lali.records.cases.vocabulary import CaseKind, CaseState
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.imports.models import ImportRow, ImportRun
from lali.records.imports.reading import LONGEST_TITLE, Told
from lali.records.imports.vocabulary import LEFT_OUT, PERSONS_ARE, Field, Target
from lali.records.keyring import open_words, seal_words, unwrapped

MOST_ROWS = 5_000  # as many as a screen takes: of a longer register the first ones are shown
EXCERPT = 300  # letters of what happened
MOST = 20  # persons, or numbers, of one row
ABOUT = "lali/import-row"  # bound into the sealing, with import and row
ABOUT_REST = "lali/import-rest"


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of a row: its name, as it was read, and as it is written in the file where that differs."""

    label: str
    read: str
    written: str = ""


def sealed_contents(run: ImportRun, told: Told, *, kind: str, country: str) -> bytes:
    """What is kept of a row for whoever looks at it."""
    found = find(f"{told.title}\n{told.words}", country=country)
    facts = {
        "number": told.number[:EXCERPT],
        "title": told.title,
        "typed_title": told.typed[Field.TITLE][:EXCERPT],
        "text": told.text[:EXCERPT],
        "letters": len(told.text),
        "rest": [line[:EXCERPT] for line in told.rest[:MOST]],
        "more_rest": max(len(told.rest) - MOST, 0),
        "kind": kind,
        "day": told.day.isoformat() if told.day else "",
        "ended": told.ended,
        "persons": [name[:LONGEST_TITLE] for name in told.persons[:MOST]],
        "found": [[one.kind, one.normalised[:EXCERPT], one.raw[:EXCERPT]] for one in found[:MOST]],
        "written": {field: told.typed[field][:EXCERPT] for field in (Field.KIND, Field.DAY, Field.STATE, Field.PERSON)},
    }
    words = json.dumps(facts, ensure_ascii=False)
    return seal_words(words, key=unwrapped(run.wrapped_key), about=f"{ABOUT}/{told.row.number}")


def sealed_rest(run: ImportRun, names: Collection[str]) -> bytes:
    """The names of the columns that have no place: words of the file, kept like those of its rows."""
    words = json.dumps([name[:EXCERPT] for name in names], ensure_ascii=False)
    return seal_words(words, key=unwrapped(run.wrapped_key), about=ABOUT_REST) if names else b""


def rest_of(run: ImportRun) -> list[str]:
    """The names of the columns that have no place; none where they are kept no more."""
    if not run.sealed_rest or not run.wrapped_key:
        return []
    return json.loads(open_words(run.sealed_rest, key=unwrapped(run.wrapped_key), about=ABOUT_REST))


def contents_of(run: ImportRun, row: ImportRow) -> list[Said]:
    """What a row says, fact by fact, in the reader's language; nothing where it is kept no more."""
    if not row.sealed_contents or not run.wrapped_key:
        return []
    words = open_words(row.sealed_contents, key=unwrapped(run.wrapped_key), about=f"{ABOUT}/{row.number}")
    facts = json.loads(words)
    makers: list[Callable[[ImportRun, dict], Said | None]] = [_number, _title, _text, _rest, _day]
    makers += [_kind, _state, _persons] if run.target == Target.CASE else [_persons]
    return [said for make in (*makers, _found) if (said := make(run, facts))]


def _number(_run: ImportRun, facts: dict) -> Said:
    return Said(_("Number in the register"), facts["number"] or "–")


def _title(_run: ImportRun, facts: dict) -> Said:
    typed = facts["typed_title"]
    if not typed:
        return Said(_("Title"), facts["title"] or "–", _("no title in the file: the number stands for it"))
    return Said(_("Title"), facts["title"], _as_written(typed, facts["title"]))


def _text(_run: ImportRun, facts: dict) -> Said:
    more = facts["letters"] - len(facts["text"])
    rest = ngettext("and %(n)s more letter", "and %(n)s more letters", more) % {"n": more} if more > 0 else ""
    return Said(_("What happened"), facts["text"] or "–", rest)


def _rest(_run: ImportRun, facts: dict) -> Said | None:
    lines, more = facts.get("rest", []), facts.get("more_rest", 0)
    rest = ngettext("and %(n)s more line", "and %(n)s more lines", more) % {"n": more} if more > 0 else ""
    return Said(_("Added to the text"), "\n".join(lines), rest) if lines else None


def _day(_run: ImportRun, facts: dict) -> Said | None:
    typed = facts["written"][Field.DAY]
    if not typed:
        return None
    read = date_format(date.fromisoformat(facts["day"]), _("j M Y")) if facts["day"] else _("cannot be read as a day")
    return Said(_("Day"), read, _as_written(typed, read))


def _kind(_run: ImportRun, facts: dict) -> Said | None:
    typed = facts["written"][Field.KIND]
    if not typed:
        return None
    word = kind_word(facts["kind"])
    kept = facts["kind"] == CaseKind.OTHER and typed.strip().lower() not in {CaseKind.OTHER, word.lower()}
    if kept:
        return Said(_("Kind"), word, _("written “%(words)s”, which stays in the summary") % {"words": typed})
    return Said(_("Kind"), word, _as_written(typed, word))


def _state(_run: ImportRun, facts: dict) -> Said | None:
    typed = facts["written"][Field.STATE]
    if not typed:
        return None
    read = str(CaseState.CLOSED.label if facts["ended"] else CaseState.OPEN.label)
    return Said(pgettext("of a case in a register", "State"), read, _as_written(typed, read))


def _persons(run: ImportRun, facts: dict) -> Said | None:
    typed = facts["written"][Field.PERSON]
    if not typed:
        return None
    if run.target != Target.CASE or run.persons_are in {LEFT_OUT, ""}:
        return Said(_("Persons"), _("left out"), _as_written(typed, ""))
    names, role = "; ".join(facts["persons"]), dict(PERSONS_ARE)[run.persons_are]
    return Said(_("Persons"), f"{names} ({role})", _as_written(typed, names))


def _found(_run: ImportRun, facts: dict) -> Said | None:
    if not facts["found"]:
        return None
    kinds = dict(IdentifierKind.choices)
    read = "; ".join(f"{kinds.get(kind, kind)} {value}" for kind, value, _raw in facts["found"])
    differing = [raw for _kind, value, raw in facts["found"] if raw != value]
    return Said(_("Numbers and accounts in its words"), read, _as_written("; ".join(differing), ""))


def _as_written(typed: str, read: str) -> str:
    """How it stands in the file, where that is not as it was read."""
    return _("written “%(words)s”") % {"words": typed} if typed and typed != read else ""

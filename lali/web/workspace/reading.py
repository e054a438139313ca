"""Turning what records keep into what a template shows: signs, answers, lines of custody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from lali.engines.language import that_say_something
from lali.engines.signs import aspects as aspect_words
from lali.engines.signs import is_risk, words
from lali.records.agencies.vocabulary import COUNTRIES
from lali.records.audit.vocabulary import VERBS, part_in_words
from lali.records.cases.vocabulary import Level, Priority
from lali.records.changes import Change
from lali.records.configuration.document import with_code
from lali.records.configuration.queries import in_force
from lali.records.entities.vocabulary import IdentifierKind, PersonRole, Sex
from lali.records.evidence.vocabulary import CustodyKind

if TYPE_CHECKING:  # a row's type in an annotation; screens never touch tables
    from lali.records.evidence.models import CustodyEvent, Exhibit


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign in the reader's language, with the words that gave it. `draft` until a speaker has reviewed it."""

    label: str
    quote: str
    why: str
    start: int
    end: int
    element: str
    draft: bool


def shown_signs(reading: Mapping[str, object], language: str) -> list[ShownSign]:
    """The signs of a kept reading, in `language`."""
    found = []
    for sign in reading.get("signs", ()):
        said = words(sign["id"], language)
        found.append(
            ShownSign(
                said.label, sign["text"], said.why, sign["start"], sign["end"], sign.get("element", ""), said.draft
            )
        )
    return found


# -- what the model adds --------------------------------------------------------------------------------------------

JUDGED = {
    "help": gettext_lazy("Somebody may be held, hurt or asking for help. Help comes first."),
    "lure": gettext_lazy("It resembles offers by which people were lured into exploitation."),
    "scam": gettext_lazy("It resembles a fraud. That is not, or not yet, trafficking."),
}
MOST_PIECES = 20
MOST_WEIGHED = 6
MOST_BEHIND = 2  # words behind an aspect


@dataclass(frozen=True, slots=True)
class ShownAspect:
    """What a text asks, promises, hides or tells, in the reader's words, and the words of the text behind it."""

    says: str
    is_risk: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text is taken for in a plain sentence, and its aspects.

    `words`: of those that weighed in the model, each once, those that say something: not *the*, not *to you*.
    """

    kind: str
    says: object
    words: tuple[str, ...]
    aspects: tuple[ShownAspect, ...] = ()

    @property
    def is_help(self) -> bool:
        """Whether somebody may need help: that is told first."""
        return self.kind == "help"


def judged(
    kind: object, weighed: Iterable[object], aspects: Iterable[tuple[object, Iterable[object]]] = ()
) -> Judged | None:
    """What the model adds to the signs; None where it adds nothing. Words may come from another node's archive."""
    words_that_weighed = _words(weighed, MOST_PIECES)
    if not isinstance(kind, str) or kind not in JUDGED or (kind != "help" and not words_that_weighed):
        return None
    told = that_say_something(words_that_weighed)[:MOST_WEIGHED]
    said = aspect_words(get_language() or "en")
    shown = [
        ShownAspect(said[name], is_risk(name), tuple(that_say_something(_words(words, MOST_PIECES))[:MOST_BEHIND]))
        for name, words in aspects
        if isinstance(name, str) and name in said
    ]
    return Judged(kind, JUDGED[kind], tuple(told), tuple(shown[:MOST_WEIGHED]))


def _words(given: Iterable[object], most: int) -> tuple[str, ...]:
    found = (one.strip()[:80] for one in given if isinstance(one, str))
    return tuple(dict.fromkeys(filter(None, found)))[:most]


def judged_tip(reading: Mapping[str, object]) -> Judged | None:
    """What the model adds in the reading that a tip keeps."""
    kept = reading.get("judged")
    weighed = kept.get("weighed") if isinstance(kept, dict) else None
    if not isinstance(weighed, list):
        return None
    aspects = kept.get("aspects")
    told = [one for one in aspects if isinstance(one, dict)] if isinstance(aspects, list) else []
    return judged(
        kept.get("kind"),
        [one.get("text") for one in weighed if isinstance(one, dict)],
        [(one.get("name"), words if isinstance(words := one.get("words"), list) else ()) for one in told],
    )


# -- what a reporter answered ------------------------------------------------------------------------------------

QUESTIONS = {
    "danger": gettext_lazy("Is somebody in danger now?"),
    "under_18": gettext_lazy("Is the person under 18?"),
    "about": gettext_lazy("Whom is it about?"),
    "platform": gettext_lazy("Where it was seen"),
    "link": gettext_lazy("Link"),
    "phone": gettext_lazy("Phone number they used"),
    "name": gettext_lazy("Name they used"),
    "when": gettext_lazy("When"),
    "place": gettext_lazy("Where"),
    "reach": gettext_lazy("How we may answer"),
    "helper": gettext_lazy("The helper they name"),
    "country": gettext_lazy("Country of the page"),
    "language": gettext_lazy("Language of the page"),
}
ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "unsure": gettext_lazy("Not sure"),
    "unknown": gettext_lazy("Not known"),
    "myself": gettext_lazy("The reporter"),
    "someone": gettext_lazy("Someone the reporter knows"),
    "seen": gettext_lazy("The reporter only saw it"),
}
REACHES = {
    "code": gettext_lazy("Only here, with the six words"),
    "helper": gettext_lazy("Through someone they trust"),
    "no": gettext_lazy("Not at all: do not write to them"),
}
PLATFORMS = {
    "messenger": "Messenger",
    "zalo": "Zalo",
    "phone": gettext_lazy("A phone call or text message"),
    "website": gettext_lazy("A website"),
    "in_person": gettext_lazy("Face to face"),
    "other": gettext_lazy("Somewhere else"),
} | {str(kind): kind.label for kind in IdentifierKind if kind != IdentifierKind.PHONE}


def shown_answers(details: Mapping[str, str]) -> list[tuple[object, object]]:
    """What a reporter answered beside their story, question by question; what was left open is left out."""
    return [(question, _in_words(name, details[name])) for name, question in QUESTIONS.items() if details.get(name)]


def _in_words(name: str, said: str) -> object:
    match name:
        case "danger" | "under_18" | "about":
            return ANSWERS.get(said, said)
        case "reach":
            return REACHES.get(said, said)
        case "platform":
            return PLATFORMS.get(said, said)
        case "country":
            return COUNTRIES.get(said, said)
        case "language":
            return language_word(said)
        case _:
            return said


def language_word(code: str) -> str:
    """A language's name in the reader's language; the code itself where we do not know it."""
    if code == "unknown":
        return str(ANSWERS["unknown"])
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


# -- lines of custody --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownCustody:
    """One point of an exhibit's chain of custody."""

    at: datetime
    what: str
    by: str
    where: str
    digest: str
    broken: bool
    note: str = ""


def _failed(event: CustodyEvent) -> bool:
    """Whether something was not as it should be: a check that failed, or another number on the seal than stated."""
    other_seal = event.kind in {CustodyKind.ACCEPTED, CustodyKind.CAME_BACK} and event.broken_seal
    return bool(other_seal) or (event.kind == CustodyKind.CHECKED and bool(event.note))


def shown_custody(exhibit: Exhibit, events: Iterable[CustodyEvent], *, leads: bool = False) -> list[ShownCustody]:
    """An exhibit's chain of custody; a check that failed breaks it, and so does a seal with another number.

    Of a restricted exhibit only who leads its case reads the words that were typed.
    """
    withheld = bool(exhibit.restricted_at) and not leads
    return [
        ShownCustody(
            at=event.at,
            what=_what_happened(event),
            by=event.by.name,
            where=_("journal entry %(number)d of %(node)s") % {"number": event.entry_index, "node": event.origin}
            if event.origin
            else _("journal entry %d") % event.entry_index,
            digest=exhibit.sha256 if event.kind in {CustodyKind.SEALED, CustodyKind.RECEIVED} else "",
            broken=_failed(event),
            note=_said_of(event, withheld=withheld),
        )
        for event in events
    ]


def _what_happened(event: CustodyEvent) -> str:
    if event.kind == CustodyKind.CHECKED and event.note:
        return _("Checked: not what was sealed")
    if _failed(event):
        return _("%(what)s, under another seal than stated") % {"what": event.get_kind_display()}
    return str(event.get_kind_display())


def _said_of(event: CustodyEvent, *, withheld: bool) -> str:
    """What was said of it: seals, the place, the words."""
    said = []
    if event.broken_seal and event.broken_seal != "-":
        words = _("stated seal %s") if _failed(event) else _("seal %s broken")
        said.append(words % event.broken_seal)
    if event.seal:
        said.append(_("seal %s") % event.seal)
    if event.place and not withheld:
        said.append(_("kept: %s") % event.place)
    if event.note and event.kind != CustodyKind.CHECKED and not withheld:
        said.append(event.note)
    return "; ".join(said)


# -- the journal of a case ---------------------------------------------------------------------------------------


def happened(verb: str) -> str:
    """A journal verb in words; the verb itself where we have none."""
    return str(VERBS.get(verb, verb))


def part_of(subject: str) -> str:
    """The part of a case that a journal entry is about (`case:FJ-2026-0001/task:4`), in words; empty for all of it."""
    return part_in_words(subject.partition("/")[2])


READ_PARTS = {  # pages of a case, as a reading names them
    "": gettext_lazy("overview"),
    "persons": gettext_lazy("persons"),
    "identifiers": gettext_lazy("identifiers"),
    "timeline": gettext_lazy("timeline"),
    "evidence": gettext_lazy("evidence"),
    "offences": gettext_lazy("offences"),
    "briefs": gettext_lazy("briefs"),
    "guide": gettext_lazy("guide and facts"),
    "team": gettext_lazy("team and access"),
    "journal": gettext_lazy("journal"),
    "origin": gettext_lazy("journal of origin"),
    "task": gettext_lazy("a task"),
    "deadline": gettext_lazy("a deadline"),
    "can_leave": gettext_lazy("what can leave"),
    "archive": gettext_lazy("what an archive would hold"),
}


def about(verb: str, subject: str, facts: Mapping[str, object], names: Mapping[str, str]) -> str:
    """What a journal entry of a case is about: a part of it, the page that was read, or whose place changed."""
    if verb == "case.read":
        part = str(facts.get("part", ""))
        return str(READ_PARTS.get(part, part))
    member = str(facts.get("member", ""))
    return part_of(subject) or names.get(member, "")


FIELDS = {  # the fields that change most; any other shows its own name
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind"),
    "summary": gettext_lazy("summary"),
    "state": gettext_lazy("state"),
    "level": gettext_lazy("level"),
    "ends_at": gettext_lazy("ends"),
    "may_remove": gettext_lazy("may remove"),
    "agency": gettext_lazy("agency"),
    "unit": gettext_lazy("unit"),
    "text": gettext_lazy("text"),
    "words": gettext_lazy("words"),
    "due_on": gettext_lazy("due"),
    "assignee": gettext_lazy("who"),
    "note": gettext_lazy("note"),
    "place": gettext_lazy("place"),
}


CHOICES = {  # fields that hold one of a few words of the program, the same in all records
    "level": Level.choices,
    "role": PersonRole.choices,
    "sex": Sex.choices,
    "priority": Priority.choices,
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field's change in words; `is_shut` when its values are sealed for this reader, or erased."""

    field: str
    old: str
    new: str
    is_shut: bool


def extra_field_word(name: str) -> str:
    """An extra field (`extra.sector`, `answers.tattoo`) in the configuration's words; its code where it has none."""
    code = name.partition(".")[2]
    return str(with_code(in_force().configuration.fields, code) or code) if code else ""


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """Old and new values of a journal entry, in the reader's language."""
    return [
        ShownChange(
            field=str(FIELDS.get(change.field) or extra_field_word(change.field) or change.field.replace("_", " ")),
            old=_value(change.field, change.old),
            new=_value(change.field, change.new),
            is_shut=change.old is None and change.new is None,
        )
        for change in changes
    ]


def _value(field: str, said: str | None) -> str:
    """A value as people say it: what is kept of a choice or of yes and no is a word of the program."""
    if said in {"True", "False"}:
        return _("yes") if said == "True" else _("no")
    choices = dict(CHOICES.get(field, ()))
    return str(choices.get(said, said or ""))

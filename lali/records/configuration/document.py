"""A configuration as values. Each part has a code that never changes; the order of parts is the order of the text.

The metadata of each field says how it is read, written, compared and shown in a form: one table for all four.
"""

from dataclasses import Field, dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import get_language

from lali.records.configuration.vocabulary import DeadlineKind, FieldType, RecordKind, Secrecy, Who

CODE, WORDS, LINE, LONG, DAY, FLAG, NUMBER, ONE_OF, CODES, PARTS = (
    "code", "words", "line", "long", "day", "flag", "number", "one_of", "codes", "parts",
)  # fmt: skip

P = TypeVar("P", bound="Part")


def kept(how: str, default: Any = "", *, needed: bool = False, **more: Any) -> Any:
    """One field of a part: how it is written, what it is when left out, whether it must be there."""
    if isinstance(default, type):
        return field(default_factory=default, metadata={"how": how, "needed": needed, **more})
    return field(default=default, metadata={"how": how, "needed": needed, **more})


@dataclass(frozen=True, kw_only=True)
class Part:
    """Anything with a code and words."""

    code: str = kept(CODE, needed=True)
    words: dict[str, str] = kept(WORDS, dict, needed=True)

    def __str__(self) -> str:
        return in_language(self.words) or self.code

    @property
    def note_here(self) -> str:
        """A note that has words by language, in the reader's."""
        note = getattr(self, "note", {})
        return in_language(note) if isinstance(note, dict) else note


@dataclass(frozen=True, kw_only=True)
class Retirable(Part):
    """A part that records may use: it is never deleted, only retired from a day on."""

    retired_on: date | None = kept(DAY, None)

    def is_retired(self, on: date) -> bool:
        """Whether it is no longer offered on a day."""
        return self.retired_on is not None and self.retired_on <= on


@dataclass(frozen=True, kw_only=True)
class Entry(Retirable):
    """One entry of a list."""

    note: str = kept(LONG)
    source: str = kept(LINE)


@dataclass(frozen=True, kw_only=True)
class WordList(Retirable):
    """A list to choose from."""

    note: str = kept(LONG)
    source: str = kept(LINE)
    entries: tuple[Entry, ...] = kept(PARTS, (), parts=Entry)

    def offered(self, on: date) -> list[Entry]:
        """Entries that can be chosen on a day, in order."""
        return [entry for entry in self.entries if not entry.is_retired(on)]


@dataclass(frozen=True, kw_only=True)
class ExtraField(Retirable):
    """A field that an agency adds to a kind of record. Type, record, list and secrecy stay as they were made."""

    record: str = kept(ONE_OF, RecordKind.CASE.value, options=RecordKind, for_good=True, needed=True)
    type: str = kept(ONE_OF, FieldType.TEXT.value, options=FieldType, for_good=True, needed=True)
    list: str = kept(CODE, for_good=True)
    hint: dict[str, str] = kept(WORDS, dict)
    required: bool = kept(FLAG, default=False)
    secrecy: str = kept(ONE_OF, Secrecy.INTERNAL.value, options=Secrecy, for_good=True, needed=True)
    kinds: tuple[str, ...] = kept(CODES, ())

    @property
    def type_word(self) -> str:
        """What it holds, in words."""
        return str(FieldType(self.type).label)

    @property
    def is_sealed(self) -> bool:
        """Whether its answers stand sealed."""
        return self.secrecy != Secrecy.INTERNAL


@dataclass(frozen=True, kw_only=True)
class Step(Part):
    """A first step: becomes a task when a case is opened."""

    due_in_days: int | None = kept(NUMBER, None, most=3650)
    who: str = kept(ONE_OF, Who.ANY.value, options=Who)
    after: str = kept(CODE)
    urgent: bool = kept(FLAG, default=False)
    confirm: bool = kept(FLAG, default=False)
    note: dict[str, str] = kept(WORDS, dict, long=True)
    source: str = kept(LINE)


@dataclass(frozen=True, kw_only=True)
class Deadline(Part):
    """A clock that starts when the case is opened, with what it rests on."""

    days: int | None = kept(NUMBER, None, most=3650, needed=True)
    clock: str = kept(ONE_OF, DeadlineKind.OTHER.value, options=DeadlineKind)
    confirm: bool = kept(FLAG, default=False)
    note: dict[str, str] = kept(WORDS, dict, long=True)
    source: str = kept(LINE)


@dataclass(frozen=True, kw_only=True)
class Question(Part):
    """Something to ask, in words that blame nobody."""

    note: dict[str, str] = kept(WORDS, dict, long=True)


@dataclass(frozen=True, kw_only=True)
class Offence(Part):
    """An offence to consider, by act and section; a prosecutor decides."""

    act: str = kept(LINE, needed=True)
    section: str = kept(LINE, needed=True)
    confirm: bool = kept(FLAG, default=True)
    note: dict[str, str] = kept(WORDS, dict, long=True)
    source: str = kept(LINE)


@dataclass(frozen=True, kw_only=True)
class Template(Retirable):
    """What is proposed when a case of one kind is opened."""

    kind: str = kept(CODE, needed=True)
    note: dict[str, str] = kept(WORDS, dict, long=True)
    steps: tuple[Step, ...] = kept(PARTS, (), parts=Step)
    deadlines: tuple[Deadline, ...] = kept(PARTS, (), parts=Deadline)
    questions: tuple[Question, ...] = kept(PARTS, (), parts=Question)
    offences: tuple[Offence, ...] = kept(PARTS, (), parts=Offence)


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """A whole configuration."""

    country: str = kept(LINE)
    source: str = kept(LONG)
    lists: tuple[WordList, ...] = kept(PARTS, (), parts=WordList)
    fields: tuple[ExtraField, ...] = kept(PARTS, (), parts=ExtraField)
    templates: tuple[Template, ...] = kept(PARTS, (), parts=Template)

    def list_of(self, code: str) -> WordList | None:
        """A list by its code."""
        return with_code(self.lists, code)

    def template_for(self, kind: str, on: date) -> Template | None:
        """The template that a case of a kind opened on a day begins with."""
        return next((one for one in self.templates if one.kind == kind and not one.is_retired(on)), None)

    def fields_of(self, record: str, *, kind: str = "") -> list[ExtraField]:
        """Extra fields of a kind of record, retired ones too; of a case, those for its kind."""
        return [one for one in self.fields if one.record == record and (not one.kinds or kind in one.kinds)]


def with_code(parts: tuple[P, ...], code: str) -> P | None:
    """The part with a code."""
    return next((part for part in parts if part.code == code), None)


def in_language(words: dict[str, str], language: str | None = None) -> str:
    """Words in a language (else the reader's), or in English where they are not given in it."""
    wanted = (language or get_language() or "en").partition("-")[0]
    return words.get(wanted) or words.get("en", "")


def fields_kept(part: type | Any) -> list[Field]:
    """The fields of a part, in the order in which they are written."""
    return list(fields(part))

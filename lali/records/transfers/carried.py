"""What of a case goes along, table by table: this one list drives writing, reading and the test that compares.

A field of a carried table goes along by itself: plain values as they are, who and what it points to by its number at
the sender. `left` names what does not go along, and why; `how` what is written in its own way; `settle` looks at a row
that came (see `settling`) before it is kept. A new table or field that nobody decided about fails a test.
"""

# ruff: noqa: SLF001 - `_meta` and `_base_manager` are how Django says what a table is made of

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet

from lali.engines.exchange import Malformed
from lali.records.agencies.models import Member
from lali.records.briefs.models import Brief, HandOver, Item, KeptFile, NameRelease, Phrase, Redaction
from lali.records.briefs.told import is_told
from lali.records.cases.models import (
    AccessRequest,
    Case,
    CaseExtras,
    CaseOffer,
    CaseTip,
    Deadline,
    DeadlineChange,
    EmergencyOpening,
    NameReading,
    NamesakePutAside,
    PersonInCase,
    PersonJudgement,
    PersonMerge,
    PersonRelation,
    Task,
    TeamPlace,
    Wall,
)
from lali.records.chronology.models import Citation, Event
from lali.records.contents.models import FileWords, WordsPage
from lali.records.conversations.models import (
    CitedMessages,
    Conversation,
    Day,
    Enclosed,
    FoundIdentifier,
    FoundIn,
    Identification,
    MessageNote,
    Participant,
    PieceOfSign,
    SignIn,
    Stretch,
    Thread,
)
from lali.records.conversations.models import Message as ChatMessage
from lali.records.cooperation.models import Packet
from lali.records.elements.models import PersonInOffence, Proof, SuspectedOffence
from lali.records.entities.models import Identifier, IdentifierTag, Mention, Person, PersonToken, Watch
from lali.records.evidence.models import (
    CustodyEvent,
    Exhibit,
    HandingOver,
    Intake,
    KnownTo,
    Passage,
    RestrictedOpening,
    Restriction,
    Statement,
    StatementVersion,
)
from lali.records.imports.models import ExternalReference
from lali.records.keyring import unwrapped, wrapped
from lali.records.law.models import Element, OffenceVersion
from lali.records.links.models import (
    Attribution,
    Basis,
    CaseLink,
    FamilyJudgement,
    IdentifierNote,
    InExhibit,
    LinkJudgement,
    PictureHash,
    Proposal,
)
from lali.records.retention.models import LegalHold
from lali.records.tips.models import ShutFile, Tip, TipLetter
from lali.records.transfers import settling
from lali.records.transfers.models import ArrivedCase, CaseArchive
from lali.records.transfers.values import read_plain

if TYPE_CHECKING:
    from lali.records.transfers.taking import Taking
    from lali.records.transfers.writing import Going

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class How:
    """A way to write a field and to read it that is not its type's own."""

    write: Callable[[Any, Going], object]
    read: Callable[[Any, Taking], object]


def _open_key(value: bytes, _going: Going) -> str:
    return base64.b64encode(unwrapped(value)).decode("ascii") if value else ""


def _wrap_key(value: object, _taking: Taking) -> bytes:
    try:
        key = base64.b64decode(str(value).encode("ascii"), validate=True)
    except ValueError:
        key = b"?"
    if not isinstance(value, str) or len(key) not in {0, KEY_BYTES}:
        raise Malformed("a key in it is none")
    return wrapped(key) if key else b""


# The key of a case or a person goes along, so that all that is sealed under it, journal included, can be read there
# too, and goes with it when it is erased there. An erased key is empty, and stays erased.
KEY = How(_open_key, _wrap_key)

# Records that are named by text: the case itself, or a tip by its number at the sender.
SUBJECT = How(lambda value, going: going.told_subject(value), lambda value, taking: taking.subject(value))
# A reference within the case (`E-003`, `T-0042`, `event:12`); tips and events have other numbers here.
SOURCE = How(lambda value, _going: value, lambda value, taking: taking.source(value))
PERSONS = How(
    lambda value, going: [number for number in value if number in going.persons],
    lambda value, taking: taking.persons(value),
)


def _read_told(value: object, taking: Taking) -> dict[str, object]:
    """What is said about an item of a brief: its persons and what it cites have other numbers here."""
    if not is_told(read_plain(Item._meta.get_field("told"), value)):
        raise Malformed("what is said about an item of a brief in it is not written as it should be")
    told = dict(value)
    if "persons" in told:
        told["persons"] = sorted(taking.persons(told["persons"]))
    if "cited" in told:
        told["cited"] = [[taking.source(ref), locator] for ref, locator in told["cited"]]
    if "source" in told:
        told["source"] = taking.source(told["source"])
    return told


TOLD = How(
    lambda value, going: value | {"persons": PERSONS.write(value["persons"], going)} if "persons" in value else value,
    _read_told,
)

# What is known of a conversation by reading its exhibit, which is done anew, with the same choices.
READ_ANEW = (
    *("state", "asked", "refusal", "refused_in_words", "format", "source", "told", "reader_version", "read_at"),
    *("holder", "held_until", "parts_read", "reached", "size", "messages_count", "system_count", "deleted_count"),
    *("media_count", "stretches_count", "unread_bytes", "heads_inside", "left_out", "accounted"),
    *("files_named", "files_missing"),
)
_FROM_EXHIBIT = "read out of its exhibit, which goes along and is read anew"

GIVEN = "given by this node"  # the reason why a field does not go along: here it gets a value of its own


@dataclass(frozen=True)
class Table:
    """One table. `of` leads from a row to its case; `rows` instead of it where no relation does."""

    model: type[models.Model]
    of: str = "case"
    rows: Callable[[Going], QuerySet] | None = None
    left: Mapping[str, str] = field(default_factory=dict)
    later: Collection[str] = ()  # columns that archives of earlier releases lack: all of them, or none
    how: Mapping[str, How] = field(default_factory=dict)
    settle: Callable[[Any, Taking], object] | None = None

    @property
    def label(self) -> str:
        """How the archive calls the table."""
        return self.model._meta.label_lower

    def rows_of(self, going: Going) -> QuerySet:
        """Its rows in the case."""
        if self.rows:
            return self.rows(going).order_by("pk")
        return self.model._base_manager.filter(**{self.of: going.case.pk}).order_by("pk")

    @cached_property
    def fields(self) -> list[models.Field]:
        """Columns that go along."""
        return [one for one in self.model._meta.concrete_fields if not one.primary_key and one.name not in self.left]

    @cached_property
    def many(self) -> list[models.ManyToManyField]:
        """Relations to several rows that go along; what has a table of its own goes with that."""
        own = (one for one in self.model._meta.many_to_many if one.name not in self.left)
        return [one for one in own if one.remote_field.through._meta.auto_created]

    @cached_property
    def late(self) -> list[models.Field]:
        """Columns that point to rows which come later, or of the same table: set when all stand."""
        order = [table.model for table in TABLES]
        later = order[order.index(self.model) :]
        return [one for one in self.fields if one.is_relation and one.related_model in later]


def _mentions(going: Going) -> QuerySet:
    return Mention.objects.filter(record__in=[going.case.subject, *(f"tip:{number}" for number in going.tips)])


def _references(going: Going) -> QuerySet:
    return ExternalReference.objects.filter(Q(case=going.case) | Q(tip__in=going.tips))


TABLES = [
    Table(
        Case,
        of="pk",
        left={"ref": GIVEN, "agency": GIVEN, "unit": GIVEN, "tips": "goes as `cases.casetip`"},
        how={"wrapped_key": KEY},
        settle=settling.case,
    ),
    Table(CaseExtras, left={"configuration": GIVEN}, settle=settling.extras),
    Table(
        Person,
        rows=lambda going: Person.objects.filter(pk__in=going.persons),
        how={"wrapped_key": KEY},
        settle=settling.person,
    ),
    Table(
        Identifier,
        rows=lambda going: Identifier.objects.filter(pk__in=going.identifiers),
        settle=settling.identifier,
    ),
    Table(
        Tip,
        of="cases",
        left={
            "agency": GIVEN,
            "report_number": "a report lies in the letterbox of the node it was sent to",
            "sketch": "finds near copies in the queue that the tip came to",
            "like": "a queue is folded where it stands",
            "taken_up_after": "tells how fast the office was that it came to",
        },
        later=("received_day_only",),
        settle=settling.tip,
    ),
    Table(CaseTip),
    Table(
        TipLetter,
        of="tip__cases",
        left={"letter_number": "a letter lies in the letterbox of the node it was sent to"},
        settle=settling.tip_letter,
    ),
    Table(TeamPlace, settle=settling.team_place),
    Table(Wall),
    Table(EmergencyOpening),
    Table(PersonInCase),
    Table(NameReading),
    Table(PersonRelation),
    Table(
        PersonJudgement,
        rows=lambda going: PersonJudgement.objects.filter(one__in=going.persons, other__in=going.persons),
        later=("merge", "undone_at", "undone_by", "undone_reason"),
        settle=settling.judgement,
    ),
    Table(
        PersonMerge,
        rows=lambda going: PersonMerge.objects.filter(keep__in=going.persons, other__in=going.persons),
        how={"followed": PERSONS},
    ),
    Table(Task, settle=settling.work),
    Table(Deadline, settle=settling.work),
    Table(DeadlineChange, of="deadline__case"),
    Table(
        Exhibit,
        left={"address": GIVEN} | dict.fromkeys(("checked_at", "broken_at"), "each node reads back what it keeps"),
        later=(
            *("taken_from", "device", "device_serial", "state_found", "seals_found", "write_protection"),
            *("stated_kind", "stated_digest", "stated_same", "is_physical", "description"),
            *("parent", "made_how", "made_with", "restricted_at"),
        ),
        settle=settling.kept_file,
    ),
    Table(Restriction, of="exhibit__case"),
    Table(
        CustodyEvent,
        of="exhibit__case",
        later=("seal", "broken_seal", "place", "held_by", "held_outside"),
        settle=settling.custody,
    ),
    Table(HandingOver, of="exhibit__case"),
    Table(Statement),
    Table(StatementVersion, of="statement__case"),
    Table(Passage),
    Table(
        Conversation,
        left=dict.fromkeys(READ_ANEW, "read anew from the exhibit"),
        later=("taken_back_at", "taken_back_by", "taken_back_why"),
        settle=settling.conversation,
    ),
    Table(MessageNote, of="conversation__case"),
    Table(CitedMessages, of="conversation__case", later=("former",), settle=settling.cited_messages),
    Table(Identification, of="conversation__case"),
    Table(Event, settle=settling.event),
    Table(Citation, of="event__case", how={"cited": SOURCE}),
    Table(SuspectedOffence),
    Table(PersonInOffence, of="suspected__case"),
    Table(Proof, of="suspected__case"),
    Table(Mention, rows=_mentions, how={"record": SUBJECT}),
    Table(
        IdentifierTag,
        rows=lambda going: IdentifierTag.objects.filter(identifier__in=going.identifiers, agency=going.case.agency_id),
        left={"agency": GIVEN},
        settle=settling.tag,
    ),
    Table(Attribution),
    Table(IdentifierNote),
    Table(InExhibit),
    Table(ExternalReference, rows=_references, settle=settling.reference),
    Table(Brief),
    Table(KeptFile, of="brief__case", left={"address": GIVEN}, settle=settling.kept_file),
    Table(
        Item,
        of="brief__case",
        later=("until", "precision", "zone", "told"),
        how={"source": SOURCE, "told": TOLD},
        settle=settling.item,
    ),
    Table(Redaction, of="item__brief__case"),
    Table(Phrase, of="brief__case"),
    Table(NameRelease, of="brief__case"),
    Table(HandOver, of="brief__case"),
    Table(LegalHold),
]
BY_LABEL = {table.label: table for table in TABLES}
CARRIED = {table.model for table in TABLES}
FILES = (Exhibit, KeptFile)  # tables whose rows stand for a file
NAMED = {Member: "member", OffenceVersion: "law", Element: "law"}  # what rows point to that goes along in its own way

_BETWEEN = "between two records of the node of origin, found and judged there; the other node finds anew"
NOT_CARRIED = {
    CaseOffer: "was offered to agencies and units of the node of origin; its journal goes along",
    AccessRequest: "asked of the node of origin, for any reference typed; its journal goes along",
    Intake: "how the machine there took a file in; the exhibit and its custody go along",
    RestrictedOpening: "two persons of the node of origin opened something there, for a time; the journal goes along",
    PictureHash: "keyed to what else this node holds; the other node compares the exhibits with its own",
    KnownTo: "what lists of this node said of an exhibit; the lists of the other node say it there",
    NamesakePutAside: "compares with members of the node of origin; there are others here",
    CaseLink: "speaks of another case, which does not go along",
    FamilyJudgement: "speaks of a family of texts, which is folded anew from what the other node holds",
    **dict.fromkeys((Proposal, Basis, LinkJudgement), _BETWEEN),
    ShutFile: "speaks of files in the letterbox of the node of origin, which do not go along",
    Packet: "was exchanged between the node of origin and its partners; its journal goes along",
    PersonToken: "keyed with the node's key; made anew",
    Watch: "a member's own, on their node",
    **dict.fromkeys((ChatMessage, Participant, Thread, Day, Stretch, SignIn, PieceOfSign), _FROM_EXHIBIT),
    **dict.fromkeys((FoundIdentifier, FoundIn, Enclosed, FileWords, WordsPage), _FROM_EXHIBIT),
    CaseArchive: "how the case left; its journal goes along",
    ArrivedCase: "how the case once came to the node of origin; its journal of origin goes along as an exhibit",
}

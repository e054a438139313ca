"""A row that came from another node, looked at before it is kept: what it may not say, and what this node gives it.

Each function is called with the row, not yet saved, and the taking. It may change the row, raise `Malformed`, or give
another row that stands here already and is used instead; `LEAVE` means that the row is not kept at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from django.db.models import Min

from lali.engines.exchange import Malformed
from lali.engines.signs import as_record, entries, read
from lali.records.briefs.models import Item, KeptFile
from lali.records.cases.models import Case, CaseExtras, Deadline, PersonJudgement, Task, TeamPlace
from lali.records.cases.vocabulary import CaseState
from lali.records.chronology.models import Event
from lali.records.chronology.when import zone_of
from lali.records.configuration.answers import LONGEST_ANSWER, MOST_CHOSEN, answer_in_words
from lali.records.configuration.queries import in_force
from lali.records.conversations.actions.beginning import COLUMNS
from lali.records.conversations.actions.citing import MOST_CITED
from lali.records.conversations.models import CitedMessages, Conversation
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.actions.persons import MOST_OF_A_KIND, unused_code_name
from lali.records.entities.facts import PersonFacts
from lali.records.entities.models import Identifier, IdentifierTag, Person
from lali.records.entities.vocabulary import IdentifierKind
from lali.records.evidence.models import CustodyEvent, Exhibit
from lali.records.imports.models import ExternalReference
from lali.records.imports.reading import folded
from lali.records.tips.models import Tip, TipLetter
from lali.records.transfers.folders import refuse_odd_file
from lali.records.transfers.values import is_text

if TYPE_CHECKING:
    from lali.records.transfers.taking import Taking

LEAVE = object()
LONGEST_FACT = 10_000


def case(row: Case, taking: Taking) -> None:
    """The case belongs to who takes it in; it has a key of its own."""
    if row.state == CaseState.DISPOSED or not row.wrapped_key:
        raise Malformed("the case in it was disposed of")
    row.ref, row.agency, row.unit = taking.ref, taking.by.agency, taking.by.unit


def extras(row: CaseExtras, _taking: Taking) -> None:
    """Answers that can be shown here; those to fields that this node does not have are kept and not asked for."""
    row.configuration = in_force().number
    try:
        answers = row.opened_answers()
    except (InvalidTag, ValueError, TypeError, RecursionError):
        raise Malformed("the answers in it cannot be opened") from None
    _refuse_odd_answers(answers)


def _refuse_odd_answers(answers: Mapping[str, Any]) -> None:
    """Answers are words or lists of codes, and those to fields that this node has can be told."""
    now = in_force()
    fields = {one.code: one for one in now.configuration.fields}
    for code, answer in answers.items():
        several = answer if isinstance(answer, list) else [answer]
        if len(several) > MOST_CHOSEN or not all(is_text(one, LONGEST_ANSWER) for one in several):
            raise Malformed("an answer in it is none")
        if code in fields:
            _refuse_unless_said(
                lambda code=code, answer=answer: answer_in_words(now.configuration, fields[code], answer)
            )


def _refuse_unless_said(say: Any) -> None:
    try:
        say()
    except (ValueError, TypeError, OverflowError):
        raise Malformed("an answer in it does not fit its field") from None


def person(row: Person, _taking: Taking) -> None:
    """What is known of somebody can be opened and holds words; a code name that is taken here gets another."""
    try:
        name, facts = row.opened_name(), row.opened_facts()
        are_words = _are_words(facts)
    except (InvalidTag, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Malformed("what is known of a person in it cannot be opened") from None
    if not is_text(name, LONGEST_FACT) or not are_words:
        raise Malformed("what is known of a person in it is not written as it should be")
    _refuse_odd_answers({**facts.answers, **facts.telling_answers})
    if not row.code_name.strip() or Person.objects.filter(code_name=row.code_name).exists():
        row.code_name = unused_code_name()


def _are_words(facts: PersonFacts) -> bool:
    if max(len(facts.names), len(facts.documents), len(facts.nationalities), len(facts.languages)) > MOST_OF_A_KIND:
        return False
    return _is_word(asdict(facts))


def _is_word(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_word, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_word, value))
    return value is None or isinstance(value, date) or is_text(value, LONGEST_FACT)


def conversation(row: Conversation, _taking: Taking) -> None:
    """Its exhibit is read anew with the same choices, once somebody or the node's round goes on with it."""
    columns = row.columns
    named = isinstance(columns, dict) and set(columns) <= set(COLUMNS)
    if not named or not all(is_text(one, LONGEST_ANSWER) for one in columns.values()):
        raise Malformed("the columns of a conversation in it are none")
    if row.taken_back_at:
        row.state = ReadingState.BACK  # nobody reads it again


def cited_messages(row: CitedMessages, _taking: Taking) -> None:
    """Numbers, each with who wrote it and when."""
    told = row.messages
    if not isinstance(told, list) or len(told) > MOST_CITED or not all(map(_is_cited, told)):
        raise Malformed("the messages of a passage in it are none")
    former = row.former
    if not isinstance(former, list) or len(former) > MOST_CITED or not all(map(_is_former, former)):
        raise Malformed("the readings that a passage in it was carried from are none")


def _is_former(told: object) -> bool:
    return isinstance(told, list) and len(told) == 3 and all(type(one) is int for one in told)  # noqa: PLR2004 - C-n, first, last


def _is_cited(told: object) -> bool:
    if not isinstance(told, list) or len(told) != 4:  # noqa: PLR2004 - number, who, time as written, UTC
        return False
    return type(told[0]) is int and all(is_text(one, LONGEST_FACT) for one in told[1:])


def identifier(row: Identifier, _taking: Taking) -> Identifier | None:
    """An identifier stands once on a node."""
    if not row.value:
        raise Malformed("an identifier in it is empty")
    return Identifier.objects.filter(kind=row.kind, value=row.value).first()


def tag(row: IdentifierTag, taking: Taking) -> IdentifierTag | None:
    """Tags are those of the agency that takes the case in."""
    row.agency = taking.by.agency
    return IdentifierTag.objects.filter(identifier=row.identifier_id, agency=row.agency, words=row.words).first()


def tip(row: Tip, taking: Taking) -> None:
    """A tip gets a number of this agency. Its reporter stays with the node the report was sent to."""
    taking.note_tip(row.ref)
    row.agency, row.number = taking.by.agency, taking.next_tip_number()
    if not all(is_text(name) and is_text(said) for name, said in _pairs(row.details)):
        raise Malformed("a tip's answers in it are not words")
    row.reading = _readable(row.reading, row.text, taking)
    taking.new_tip_ref(row.ref)


def tip_letter(row: TipLetter, taking: Taking) -> None:
    """A letter that lies in no letterbox here: numbers below nought are such letters'."""
    least = TipLetter.objects.aggregate(least=Min("letter_number"))["least"] or 0
    taking.letters += 1
    row.letter_number = min(least, 0) - taking.letters
    row.reading = _readable(row.reading, row.words, taking)


def _pairs(value: object) -> list[tuple[object, object]]:
    if not isinstance(value, dict):
        raise Malformed("a tip's answers in it are not words")
    return list(value.items())


def _readable(reading: object, text: str, taking: Taking) -> dict[str, object]:
    """The reading that came, if this program's pages can show it; otherwise the text is read anew."""
    known = entries()
    signs = reading.get("signs") if isinstance(reading, dict) else None
    found = reading.get("identifiers") if isinstance(reading, dict) else None
    if isinstance(signs, list) and isinstance(found, list):
        shows = all(_is_sign(one, text) and one["id"] in known for one in signs)
        if shows and all(_is_found(one) for one in found):
            return reading
    return as_record(read(text, country=taking.by.agency.country), lang="en")


def _is_sign(one: object, text: str) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("id"), str)
        and isinstance(one.get("text"), str)
        and isinstance(one.get("element", ""), str)
        and all(type(one.get(end)) is int and 0 <= one[end] <= len(text) for end in ("start", "end"))
    )


def _is_found(one: object) -> bool:
    return (
        isinstance(one, dict)
        and one.get("kind") in IdentifierKind.values
        and all(isinstance(one.get(name), str) for name in ("normalised", "raw"))
    )


def team_place(row: TeamPlace, taking: Taking) -> None:
    """The team of origin is history: whoever was on it has left it, at the latest now."""
    if row.left_at is None:
        row.left_at = max(min(row.ends_at, taking.now) if row.ends_at else taking.now, row.added_at)


def judgement(row: PersonJudgement, _taking: Taking) -> None:
    """The lower number stands first, and the numbers are others here."""
    if row.one_id > row.other_id:
        row.one_id, row.other_id = row.other_id, row.one_id


def work(row: Task | Deadline, taking: Taking) -> None:
    """What is open and was for somebody who is no member here is now for who takes the case in."""
    done = row.done_at if isinstance(row, Task) else row.met_at
    if row.assignee_id and not done and not row.removed_at and taking.is_stub(row.assignee_id):
        row.assignee = taking.by


def kept_file(row: Any, taking: Taking) -> None:
    """A file of an exhibit or a brief: its digests are words that can be compared."""
    taking.expect_file(row)
    if isinstance(row, Exhibit) and row.destroyed_at:
        raise Malformed("an exhibit in it was destroyed")
    if isinstance(row, KeptFile):
        refuse_odd_file(row)


def custody(row: CustodyEvent, taking: Taking) -> None:
    """What happened there is told as what happened there."""
    row.origin = row.origin or taking.sender


def event(row: Event, _taking: Taking) -> None:
    """A zone that there is."""
    try:
        zone_of(row.zone)
        row.at.astimezone(zone_of(row.zone))
    except (ValueError, OverflowError):
        raise Malformed("an event in it names no time zone") from None


def item(row: Item, _taking: Taking) -> None:
    """A moment that is whole, in a zone that there is; an item of an earlier release says the moment only."""
    said = (row.until, row.precision, row.zone)
    if not any(said):
        return
    if not all(said) or row.at is None or row.until < row.at:
        raise Malformed("an item of a brief in it has half a moment")
    try:
        row.at.astimezone(zone_of(row.zone))
    except (ValueError, OverflowError):
        raise Malformed("an item of a brief in it names no time zone") from None


def reference(row: ExternalReference, taking: Taking) -> object | None:
    """A number that another record has here already stays with that record, and the taking says so."""
    if row.case_id and row.tip_id:
        raise Malformed("a number of a register in it is of two records")
    row.folded = folded(row.number)[:60]
    if ExternalReference.objects.filter(system=row.system, folded=row.folded).exists():
        taking.note_taken_number(row.system, row.number)
        return LEAVE
    return None

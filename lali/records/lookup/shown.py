"""What is found, as this member may see it: a query or two for each kind, however many there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.agencies.vocabulary import Permission
from lali.records.cases.findable import shut_names
from lali.records.cases.models import Case, PersonInCase, Task
from lali.records.chronology.models import Event
from lali.records.configuration.queries import as_configured, one_look
from lali.records.elements.models import SuspectedOffence
from lali.records.entities.models import Identifier
from lali.records.evidence.models import Exhibit, Passage, Statement
from lali.records.search.queries import Found, Why
from lali.records.search.vocabulary import FoundKind
from lali.records.tips.models import Tip

EXCERPT = 160  # characters of a text


@dataclass(frozen=True, slots=True)
class Result:
    """One record found. `ref` is what people call it, `case_ref` the case it lies in (empty for a tip in triage).

    `key` is its number or reference in its own table, for the address of its page.
    """

    kind: FoundKind
    ref: str
    title: str
    case_ref: str
    key: str
    why: tuple[Why, ...]

    @property
    def is_text(self) -> bool:
        """Whether the title is the beginning of what somebody said: the reference then names the record."""
        return self.kind in {FoundKind.TIP, FoundKind.STATEMENT, FoundKind.PASSAGE}


def shown(member: Member, found: Sequence[Found]) -> list[Result]:
    """What was found, in its order, each as the member may see it. What is there no more is left out."""
    by_kind: dict[str, list[Found]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    facts = {
        record: said
        for kind, reader in _READERS.items()
        if kind in by_kind
        for record, said in reader(member, by_kind[kind]).items()
    }
    results = {}
    for one in found:
        record = _whose(one.record)
        if record in facts and record not in results:
            kind = FoundKind(one.kind)
            results[record] = Result(kind, *facts[record], case_ref=_case_ref(one), key=_key(record), why=one.why)
    return list(results.values())


def _case_ref(one: Found) -> str:
    start, _colon, ref = one.door.partition(":")
    return ref if start in {"case", "lead"} else ""


def _whose(record: str) -> str:
    """The record that is shown: a name is its person's, a register's number its case's or tip's."""
    return record.removesuffix("/name").partition("/reference:")[0]


def _key(record: str) -> str:
    return _whose(record).rpartition("/")[2].partition(":")[2]


_Facts = dict[str, tuple[str, str]]  # record -> what people call it, its title


def _numbers(found: Iterable[Found]) -> list[int]:
    return [int(_key(one.record)) for one in found]


def _beginning(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def _cases(_member: Member, found: Sequence[Found]) -> _Facts:
    refs = [_key(one.record) for one in found]
    return {f"case:{ref}": (ref, title) for ref, title in Case.objects.filter(ref__in=refs).values_list("ref", "title")}


def _tips(member: Member, found: Sequence[Found]) -> _Facts:
    reads = member.may(Permission.TRIAGE)
    return {
        tip.subject: (tip.ref, _beginning(tip.text) if reads else str(tip.get_source_display()))
        for tip in Tip.objects.filter(pk__in=_numbers(found)).only("number", "text", "source")
    }


def _tasks(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = Task.objects.filter(pk__in=_numbers(found)).values_list("case__ref", "pk", "title")
    with one_look():
        return {f"case:{ref}/task:{pk}": ("", as_configured(title)) for ref, pk, title in rows}


def _events(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = Event.objects.standing().filter(pk__in=_numbers(found)).values_list("case__ref", "pk", "text")
    return {f"case:{ref}/event:{pk}": ("", _beginning(text)) for ref, pk, text in rows}


def _persons(_member: Member, found: Sequence[Found]) -> _Facts:
    keys = set(_numbers(found))
    shut = shut_names(keys)
    places = PersonInCase.objects.standing().filter(person__in=keys).select_related("person", "case")
    return {
        f"case:{place.case.ref}/person:{place.person_id}": (
            "",
            ("" if place.person_id in shut else place.person.opened_name()) or place.person.code_name,
        )
        for place in places
    }


def _identifiers(_member: Member, found: Sequence[Found]) -> _Facts:
    by_key = {one.pk: one for one in Identifier.objects.filter(pk__in=_numbers(found))}
    facts = {}
    for one in found:
        if identifier := by_key.get(int(_key(one.record))):
            facts[one.record] = (str(identifier.get_kind_display()), identifier.value)
    return facts


def _numbered(found: Sequence[Found]) -> dict[str, set[object]]:
    """Where to look for records that a case numbers in a row of its own: `E-003`, `S-001`."""
    refs = {one.door.partition(":")[2] for one in found}
    numbers = {int(_key(one.record).partition("-")[2]) for one in found}
    return {"case__ref__in": refs, "number__in": numbers}


def _exhibits(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = Exhibit.objects.filter(**_numbered(found)).select_related("case")
    return {one.subject: (one.ref, one.called) for one in rows}


def _statements(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = Statement.objects.filter(**_numbered(found)).select_related("case", "current__person")
    return {one.subject: (one.ref, _beginning(one.current.words)) for one in rows}


def _passages(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = Passage.objects.filter(**_numbered(found), withdrawn_at__isnull=True)
    rows = rows.exclude(exhibit__restricted_at__isnull=False).select_related("case")
    return {one.subject: (one.ref, _beginning(one.quote or one.note or one.locator)) for one in rows}


def _offences(_member: Member, found: Sequence[Found]) -> _Facts:
    rows = SuspectedOffence.objects.filter(**_numbered(found)).select_related("case", "offence")
    return {one.subject: (one.ref, one.offence.title) for one in rows}


_READERS: dict[str, Callable[[Member, Sequence[Found]], _Facts]] = {
    FoundKind.CASE: _cases,
    FoundKind.TIP: _tips,
    FoundKind.TASK: _tasks,
    FoundKind.EVENT: _events,
    FoundKind.PERSON: _persons,
    FoundKind.ORGANISATION: _persons,
    FoundKind.IDENTIFIER: _identifiers,
    FoundKind.EXHIBIT: _exhibits,
    FoundKind.STATEMENT: _statements,
    FoundKind.PASSAGE: _passages,
    FoundKind.OFFENCE: _offences,
}

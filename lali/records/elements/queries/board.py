"""The board: each suspected offence with its elements and what they rest on, in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lali.records.agencies.models import Member
from lali.records.cases.models import Case
from lali.records.cases.queries import PersonShown, persons_of, read_case
from lali.records.chronology.when import in_words
from lali.records.elements.models import Proof, SuspectedOffence
from lali.records.elements.queries.states import Needed, needed, state_by
from lali.records.elements.vocabulary import ElementState, Part, Strength
from lali.records.entities.facts import Childhood
from lali.records.evidence.models import Passage
from lali.records.law.models import Element


@dataclass(frozen=True, slots=True)
class Cite:
    """One thing that an element rests on, or that speaks against it.

    `kind` is exhibit, statement, passage, event, identifier or words; `ref` how it is written (E-003, S-001, P-004, a
    day, the kind of an identifier, or nothing); `source_ref` the source of a passage; `warning` says what became of the
    source since, or nothing. Withdrawn ones have `withdrawn_why`.
    """

    id: int
    kind: str
    ref: str
    number: int
    source_ref: str
    locator: str
    quote: str
    note: str
    strength: str
    by: str
    at: datetime
    warning: str
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class ElementOnBoard:
    """One element. `one_of` groups alternatives ("" for none), `first_of_group` heads such a group.

    `why` says in words why it is not needed, or for whom, where that is so. `basis` is "" for what a source says.
    """

    code: str
    family: str
    family_words: str
    words: str
    basis: str
    one_of: str
    first_of_group: bool
    state: ElementState
    state_words: str
    why: str
    supports: tuple[Cite, ...]
    contradicts: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class PersonOnBoard:
    """A person as they may be shown: `name` is the code name of somebody who may be a victim."""

    id: int
    name: str
    is_code_name: bool
    is_child: bool


@dataclass(frozen=True, slots=True)
class OffenceOnBoard:
    """A suspected offence. `offence_version` is the version of the law it keeps to, `newest_version` the newest.

    `left_over` are proofs of elements that the version does not have any more. `confirmed` says who of the prosecutors
    confirmed the version, "" for nobody yet.
    """

    number: int
    ref: str
    code: str
    act: str
    section: str
    title: str
    penalty: str
    offence_version: int
    newest_version: int
    confirmed: str
    state: str
    state_words: str
    state_why: str
    period_from: date | None
    period_to: date | None
    note: str
    version: int
    suspected: tuple[PersonOnBoard, ...]
    harmed: tuple[PersonOnBoard, ...]
    elements: tuple[ElementOnBoard, ...]
    left_over: tuple[Cite, ...]
    count: Needed


def elements_table(case: Case) -> list[OffenceOnBoard]:
    """All suspected offences of a case that was opened through the door, in order of number; dropped ones too.

    Names are those the case may show; words are in the active language. Constant number of queries.
    """
    rows = list(_rows(case.suspected_offences.all()))
    if not rows:
        return []
    people = _people(case)
    return [_offence(row, people) for row in rows]


def read_board(member: Member, ref: str) -> tuple[Case, list[OffenceOnBoard]]:
    """Open a case for its board, journalled: the case and the board."""
    case = read_case(member, ref, "offences")
    return case, elements_table(case)


def proofs_withdrawn(case: Case, number: int) -> list[Cite]:
    """What was withdrawn from one suspected offence, newest first."""
    proofs = _with_sources(Proof.objects.filter(suspected__case=case, suspected__number=number))
    return [_cite(proof) for proof in proofs.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk")]


def _rows(suspected: QuerySet[SuspectedOffence]) -> QuerySet[SuspectedOffence]:
    standing = _with_sources(Proof.objects.filter(withdrawn_at__isnull=True)).order_by("at", "pk")
    return (
        suspected.select_related("offence__offence__current")
        .prefetch_related(
            Prefetch("offence__elements", queryset=Element.objects.order_by("place")),
            Prefetch("proofs", queryset=standing),
            "persons",
        )
        .order_by("number")
    )


def _with_sources(proofs: QuerySet[Proof]) -> QuerySet[Proof]:
    sources = ("exhibit", "statement__current", "event", "identifier", "by", "element")
    of_passage = ("exhibit", "statement__statement__current", "tip")
    return proofs.select_related(*sources, *(f"passage__{name}" for name in of_passage))


# -- persons -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _People:
    """Persons of the case by every number they have, and those who may be victims now."""

    by_number: Mapping[int, PersonShown]
    victims: tuple[int, ...]
    opened_on: date


def _people(case: Case) -> _People:
    shown = persons_of(case)
    victims = [one.id for one in shown if one.victim_place]
    by_number = {number: one for one in shown for number in (one.id, *one.records)}
    return _People(by_number, tuple(victims), timezone.localtime(case.opened_at).date())


def _in_part(row: SuspectedOffence, part: Part, people: _People) -> tuple[PersonOnBoard, ...]:
    numbers = [one.person_id for one in row.persons.all() if one.part == part and one.person_id in people.by_number]
    return tuple(_person(people.by_number[number]) for number in numbers)


def _person(shown: PersonShown) -> PersonOnBoard:
    return PersonOnBoard(shown.id, shown.name, shown.is_code_name, _is_child(shown))


def _is_child(shown: PersonShown) -> bool:
    """Whether the person was under 18 by date on the first day of the acts."""
    return shown.childhood == Childhood.CHILD


# -- elements ----------------------------------------------------------------------------------------------------------


def _offence(row: SuspectedOffence, people: _People) -> OffenceOnBoard:
    offence, elements = row.offence, list(row.offence.elements.all())
    harmed = _in_part(row, Part.HARMED, people)
    weighed = harmed or tuple(_person(people.by_number[number]) for number in people.victims)
    children = [one for one in weighed if one.is_child]
    optional = [one.pk for one in elements if one.optional_for_child] if children else []
    only_children = bool(children) and len(children) == len(weighed)
    states = state_by(elements, row.proofs.all(), not_needed=frozenset(optional if only_children else ()))
    cites, left_over = _cites(row.proofs.all(), {one.pk for one in elements})
    for_children = _("no means needed: child") if only_children else _needed_for(weighed) if children else ""
    shown = _elements(elements, states, cites, dict.fromkeys(optional, for_children))
    return OffenceOnBoard(
        number=row.number,
        ref=row.ref,
        code=offence.offence.code,
        act=offence.act,
        section=offence.section,
        title=offence.title,
        penalty=offence.penalty,
        offence_version=offence.number,
        newest_version=offence.offence.current.number,
        confirmed=offence.confirmed_with,
        state=row.state,
        state_words=row.get_state_display(),
        state_why=row.state_why,
        period_from=row.period_from,
        period_to=row.period_to,
        note=row.note,
        version=row.version,
        suspected=_in_part(row, Part.SUSPECTED, people),
        harmed=harmed,
        elements=shown,
        left_over=tuple(left_over),
        count=needed((one.one_of, one.state) for one in shown),
    )


def _needed_for(weighed: Sequence[PersonOnBoard]) -> str:
    adults = ", ".join(one.name for one in weighed if not one.is_child)
    return _("needed only for those who are no children: %s") % adults


def _cites(proofs: Iterable[Proof], known: set[int]) -> tuple[Mapping[tuple[int, str], list[Cite]], list[Cite]]:
    """What stands, by element and way; and what stands on an element that is not there any more."""
    cites, left_over = defaultdict(list), []
    for proof in proofs:
        (cites[proof.element_id, proof.strength] if proof.element_id in known else left_over).append(_cite(proof))
    return cites, left_over


def _elements(
    elements: Sequence[Element],
    states: Mapping[int, ElementState],
    cites: Mapping[tuple[int, str], list[Cite]],
    why: Mapping[int, str],
) -> tuple[ElementOnBoard, ...]:
    shown, begun = [], set()
    for one in elements:
        state = states[one.pk]
        covered = _("another of these is supported") if state == ElementState.NOT_NEEDED else ""
        shown.append(
            ElementOnBoard(
                code=one.code,
                family=one.family,
                family_words=one.get_family_display(),
                words=one.words,
                basis=str(one.get_basis_display()) if one.needs_confirmation else "",
                one_of=one.one_of,
                first_of_group=bool(one.one_of) and one.one_of not in begun,
                state=state,
                state_words=state.label,
                why=why.get(one.pk, "") or covered,
                supports=tuple(cites.get((one.pk, Strength.SUPPORTS), ())),
                contradicts=tuple(cites.get((one.pk, Strength.CONTRADICTS), ())),
            )
        )
        begun.add(one.one_of)
    return tuple(shown)


# -- what it rests on --------------------------------------------------------------------------------------------------


def _cite(proof: Proof) -> Cite:
    kind, ref, number, source_ref, locator, quote, warning = _source(proof)
    return Cite(
        id=proof.pk,
        kind=kind,
        ref=ref,
        number=number,
        source_ref=source_ref,
        locator=locator,
        quote=quote,
        note="" if _is_restricted(proof) else proof.note,
        strength=proof.strength,
        by=proof.by.name,
        at=proof.at,
        warning=warning,
        withdrawn_why=proof.withdrawn_why,
    )


def _source(proof: Proof) -> tuple[str, str, int, str, str, str, str]:
    if proof.exhibit_id:
        one = proof.exhibit
        return "exhibit", one.ref, one.number, "", "", one.called, ""
    if proof.statement_id:
        return "statement", proof.statement.ref, proof.statement.number, "", "", "", ""
    if proof.passage_id:
        one = proof.passage
        return "passage", one.ref, one.number, one.source_ref, *_words_of(one), _became(proof)
    if proof.event_id:
        one = proof.event
        return "event", in_words(one.when), one.pk, "", one.source, one.text, ""
    if proof.identifier_id:
        one = proof.identifier
        return "identifier", str(one.get_kind_display()), one.pk, "", "", one.value, ""
    return "words", "", 0, "", "", proof.in_words, ""


def _words_of(passage: Passage) -> tuple[str, str]:
    return ("", "") if passage.is_restricted else (passage.locator, passage.quote)


def _is_restricted(proof: Proof) -> bool:
    """Whether it rests on a restricted exhibit, or on a passage of one: then no words of it are shown."""
    if proof.passage_id:
        return proof.passage.is_restricted
    return bool(proof.exhibit_id and proof.exhibit.restricted_at)


def _became(proof: Proof) -> str:
    """What became of a passage, or of what it was taken from, since it was cited."""
    passage = proof.passage
    if passage.withdrawn_at:
        return _("The passage was withdrawn.")
    if passage.statement_id and passage.statement_id != passage.statement.statement.current_id:
        return _("The statement was corrected since.")
    return ""

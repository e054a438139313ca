"""A whole case goes to another node and is the same there, field by field; what does not go along is named."""

import pytest

from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import is_kept_whole
from lali.records.cases.models import Case
from lali.records.entities.models import Identifier, Person
from lali.records.evidence.actions import is_whole
from lali.records.evidence.models import Exhibit
from lali.records.imports.models import ExternalReference
from lali.records.law.models import Element, OffenceVersion
from lali.records.lookup.rebuilding import rebuild
from lali.records.search.models import Findable
from lali.records.tips.models import Tip
from lali.records.transfers import actions
from lali.records.transfers.carried import CARRIED, NAMED, NOT_CARRIED, TABLES
from lali.records.transfers.vocabulary import ORIGIN_FILE
from lali.records.transfers.writing import Going
from tests.archives import foreign_archive, incoming

ROOTS = (Case, Tip, Person, Identifier)


def hanging_on(root):
    """Every table whose rows point at rows of a table, however far."""
    found, waiting = {root}, [root]
    while waiting:
        for relation in waiting.pop()._meta.related_objects:
            ours = relation.related_model
            if ours.__module__.startswith("lali.records.") and not ours._meta.auto_created and ours not in found:
                found.add(ours)
                waiting.append(ours)
    return found


def test_every_table_of_a_case_goes_along_or_is_named():
    related = set().union(*map(hanging_on, ROOTS))
    assert related - CARRIED - set(NOT_CARRIED) == set(), "add it to TABLES, or to NOT_CARRIED with the reason"
    assert not CARRIED & set(NOT_CARRIED)
    assert all(NOT_CARRIED.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.label)
def test_every_field_goes_along_or_is_named(table):
    said = set(table.model.CLASSIFIED)
    goes = {field.name for field in (*table.fields, *table.many)}
    assert goes | set(table.left) == said
    assert all(table.left.values())
    assert set(table.later) <= {
        field.name for field in table.fields if field.null or field.has_default() or field.blank
    }
    for field in table.fields:
        if field.is_relation and field.name not in table.how:
            assert field.related_model in CARRIED | set(NAMED), f"{field} points to what does not go along"


# What is other there, and why.
OTHER = {
    ("imports.externalreference", "folded"): "changed here, because both nodes share their tables in this test",
    ("cases.caseextras", "configuration"): "the number of the version that is in force there",
    ("cases.personmerge", "followed"): "persons have other numbers there",
    ("cases.personjudgement", "one"): "the lower number stands first, and the numbers are others",
    ("cases.personjudgement", "other"): "the lower number stands first, and the numbers are others",
    ("entities.mention", "record"): "cases and tips have other references there",
    ("cases.case", "wrapped_key"): "wrapped by the other node's key",
    ("entities.person", "wrapped_key"): "wrapped by the other node's key",
    ("entities.person", "code_name"): "both nodes share their tables in this test, and a code name stands once",
    ("cases.teamplace", "left_at"): "the team of origin ends with the arrival",
    ("cases.task", "assignee"): "open work of who is no member there is the importer's",
    ("cases.deadline", "assignee"): "open work of who is no member there is the importer's",
    ("evidence.custodyevent", "origin"): "says where it happened",
    ("tips.tip", "number"): "a number of the other agency",
    ("briefs.item", "source"): "events and tips have other numbers there",
    ("briefs.item", "told"): "persons and tips have other numbers there",
}


# Made by the arrival itself: what the comparison leaves out on that side.
MADE_THERE = {
    "evidence.exhibit": lambda row: row.file_name == ORIGIN_FILE,
    "evidence.custodyevent": lambda row: not row.origin,
    "cases.teamplace": lambda row: not row.left_at,
    "imports.externalreference": lambda row: row.number.startswith("FJ-"),
}


def rows_of(table, case):
    """Rows of a table in the order in which both sides have them."""
    rows = list(table.rows_of(Going(case, "")))
    return sorted(rows, key=lambda row: (row.kind, row.value)) if table.model is Identifier else rows


def pairs_of(case, came, prepared):
    """For each table the numbers here and there, row by row."""
    pairs = {}
    for table in TABLES:
        ours, theirs = rows_of(table, case), rows_of(table, came)
        if table.label == "evidence.custodyevent":
            ours = [row for row in ours if row.entry_index < prepared]
        theirs = [row for row in theirs if not MADE_THERE.get(table.label, lambda _row: False)(row)]
        assert len(ours) == len(theirs), table.label
        pairs[table.model] = {one.pk: other.pk for one, other in zip(ours, theirs, strict=True)}
    return pairs


def same(field, one, other, pairs):
    """Whether a value, or who and what it points to, is the same on both sides."""
    if not field.is_relation or one is None or other is None:
        return one == other
    target = field.related_model
    if target is Member:
        (name, _here), (named, known_from) = (
            Member.objects.values_list("name", "known_from").get(pk=pk) for pk in (one, other)
        )
        return name == named and (one == other or bool(known_from))
    if target in {OffenceVersion, Element}:
        return target.objects.get(pk=one).as_text() == target.objects.get(pk=other).as_text()
    return pairs[target].get(one) == other


def differences(table, pairs):
    for one, other in pairs[table.model].items():
        ours, theirs = (table.model._base_manager.get(pk=pk) for pk in (one, other))
        for field in table.fields:
            known = (table.label, field.name) in OTHER
            if not known and not same(field, getattr(ours, field.attname), getattr(theirs, field.attname), pairs):
                yield f"{table.label}.{field.name}"
        for field in table.many:
            here = {pairs[field.related_model][row.pk] for row in getattr(ours, field.name).all()}
            if here != {row.pk for row in getattr(theirs, field.name).all()}:
                yield f"{table.label}.{field.name}"


def index():
    """What can be found, and behind which door."""
    return set(Findable.objects.values_list("record", "door__name", "kind", "terms"))


@pytest.fixture
def gone(scene, fill, sealed, look, take, there):
    """A case with something in every table, and what it became at the other node."""
    case = Case.objects.get(ref=scene.of("")["ref"])
    fill(case, scene)
    data = sealed(case.ref, by=scene.members["lead"], second=scene.members["supervisor"])
    ExternalReference.objects.filter(case=case).update(folded="another")  # the nodes of this test share their tables
    return case, take(look(data))


@pytest.mark.slow
def test_a_case_is_the_same_there(gone, receiving, there):
    case, arrival = gone
    came = arrival.case
    pairs = pairs_of(case, came, Entry.objects.filter(verb="archive.prepared").first().index)
    assert [table.label for table in TABLES if not pairs[table.model]] == []
    found = [difference for table in TABLES for difference in differences(table, pairs)]
    assert found == []
    assert came.team.present().get().member == receiving
    assert {door for _record, door, *_more in index()} >= {came.subject, f"lead:{came.ref}"}
    with there():
        for one, other in pairs[Exhibit].items():
            assert is_whole(Exhibit.objects.get(pk=other)), one
            assert Exhibit.objects.get(pk=other).custody.ours().get().kind == "received"
        for other in pairs[KeptFile].values():
            assert is_kept_whole(KeptFile.objects.get(pk=other))
        theirs = {other: Person.objects.get(pk=other).opened_facts() for other in pairs[Person].values()}
        answers = came.extras.opened_answers()
        assert arrival.answers()
    assert [Person.objects.get(pk=one).opened_facts() for one in pairs[Person]] == list(theirs.values())
    assert case.extras.opened_answers() == answers != {}


@pytest.mark.slow
def test_a_case_that_came_is_found_as_if_it_had_been_written_here(scene, fill, receiving, unknown_neighbour):
    case = Case.objects.get(ref=scene.of("")["ref"])
    fill(case, scene)
    with incoming(foreign_archive(unknown_neighbour, case)) as new:
        arrival = actions.look_at_archive(by=receiving, new=new)
    actions.take_case_in(by=receiving, number=arrival.pk, fingerprint=arrival.fingerprint)
    before = index()
    rebuild(by="node")
    assert index() == before

"""A whole case goes to another node and is the same there, field by field; what does not go along is named."""

import hashlib

import pytest
from django.apps import apps
from django.db import models

from lali.records.agencies.models import Member
from lali.records.audit.models import Entry
from lali.records.cases.models import Case
from lali.records.entities.models import Identifier, Person
from lali.records.evidence.models import CustodyEvent, Exhibit
from lali.records.law.models import Element, OffenceVersion
from lali.records.tips.models import Tip
from lali.records.transfers.carried import CARRIED, NAMED, NOT_CARRIED, TABLES
from lali.records.transfers.writing import Going

ROOTS = (Case, Tip, Person, Identifier)
OWN_DOORS = {"search", "notices"}  # hold text references only, and are made anew


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
    for field in table.fields:
        if field.is_relation and field.name not in table.how:
            assert field.related_model in CARRIED | set(NAMED), f"{field} points to what does not go along"


# What is other there, and why.
OTHER = {
    ("cases.case", "wrapped_key"): "wrapped by the other node's key",
    ("entities.person", "wrapped_key"): "wrapped by the other node's key",
    ("entities.person", "code_name"): "both nodes share their tables in this test, and a code name stands once",
    ("cases.teamplace", "left_at"): "the team of origin ends with the arrival",
    ("cases.task", "assignee"): "open work of who is no member there is the importer's",
    ("cases.deadline", "assignee"): "open work of who is no member there is the importer's",
    ("evidence.custodyevent", "origin"): "says where it happened",
    ("tips.tip", "number"): "a number of the other agency",
    ("briefs.item", "source"): "events and tips have other numbers there",
}


def rows_by_number(table, case):
    return list(table.rows_of(Going(case, "")))


def same(table, field, ours, theirs, pairs):
    one, other = getattr(ours, field.attname), getattr(theirs, field.attname)
    if not field.is_relation:
        return one == other
    if one is None or other is None:
        return one is None and other is None
    target = field.related_model
    if target is Member:
        a, b = (Member.objects.values("name", "known_from").get(pk=pk) for pk in (one, other))
        bare = Member.objects.filter(pk=one).values_list("name", flat=True).get()
        return b["name"] == bare if b["known_from"] else a == b
    if target in (OffenceVersion, Element):
        return target.objects.get(pk=one).as_text() == target.objects.get(pk=other).as_text()
    return pairs[target].get(one) == other


@pytest.mark.slow
def test_a_case_is_the_same_there(scene, sealed, look, take, there, receiving):
    lead, boss = scene.members["lead"], scene.members["supervisor"]
    case = Case.objects.get(ref=scene.of("")["ref"])
    data = sealed(case.ref, by=lead, second=boss)
    arrival = take(look(data))
    with there():
        came = arrival.case
        assert came.team.present().get().member == receiving
        pairs: dict = {}
        empty = set()
        for table in TABLES:
            mine, theirs = rows_by_number(table, case), rows_by_number(table, came)
            if table.label == "evidence.exhibit":
                theirs = [row for row in theirs if row.file_name != "journal-of-origin.jsonl"]
            if table.label == "cases.teamplace":
                theirs = [row for row in theirs if row.member_id != receiving.pk]
            if table.label == "evidence.custodyevent":
                theirs = [row for row in theirs if row.origin]
                mine = [row for row in mine if row.kind != "copied" or row.entry_index < Entry.objects.get(verb="archive.taken_out").index - 10]
            if table.label == "imports.externalreference":
                continue
            if table.label == "entities.identifier":
                mine, theirs = (sorted(rows, key=lambda row: (row.kind, row.value)) for rows in (mine, theirs))
            assert len(mine) == len(theirs), table.label
            if not mine:
                empty.add(table.label)
            pairs[table.model] = {one.pk: other.pk for one, other in zip(mine, theirs, strict=True)}
        for table in TABLES:
            for one, other in pairs.get(table.model, {}).items():
                ours, theirs = table.model._base_manager.get(pk=one), table.model._base_manager.get(pk=other)
                for field in table.fields:
                    if (table.label, field.name) in OTHER:
                        continue
                    if field.name in table.how and not isinstance(field, models.CharField):
                        continue
                    if table.label == "entities.mention" and field.name == "record":
                        continue
                    assert same(table, field, ours, theirs, pairs), f"{table.label}.{field.name}"
                for field in table.many:
                    mine = {pairs[field.related_model][row.pk] for row in getattr(ours, field.name).all()}
                    assert mine == {row.pk for row in getattr(theirs, field.name).all()}
    assert empty <= {"cases.caseextras", "tips.tip", "tips.tipletter", "cases.casetip"}, empty


__all__ = ["CustodyEvent", "Exhibit", "apps", "hashlib"]

"""Who of a case is called like a member: told to whoever may set walls, and by no way to that member."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases import actions, queries
from lali.records.cases.models import NamesakePutAside
from lali.records.cases.vocabulary import Level, WallKind
from lali.records.changes import opened_changes
from lali.records.entities.facts import Name
from lali.records.entities.models import Person
from lali.records.lookup.queries import everything_found
from lali.records.notices.models import Notice
from lali.records.retention.erasing import erase_case
from lali.records.transfers.actions import erase_person


@pytest.fixture
def add(lead, case):
    def add(name, role="witness", **more):
        return actions.add_person(by=lead, ref=case.ref, name=name, role=role, **more).person_id

    return add


def hints(member, case):
    opened = queries.read_case(member, case.ref)
    return [
        (one.person_id, one.member, one.words)
        for one in queries.namesakes_in(member, opened, queries.persons_of(opened))
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Jone Breadfruit", (("jone", "jone"), ("breadfruit", "breadfruit"))),
        ("BREADFRUIT, Ratu Jone", (("breadfruit", "breadfruit"), ("jone", "jone"))),
        ("Jóne  Bréadfruit Junior", (("jone", "jone"), ("breadfruit", "breadfruit"))),
        ("Jone Bredfruit", (("jone", "jone"), ("bredfruit", "breadfruit"))),
    ],
)
def test_words_in_any_order_and_spelling_are_found_and_told(lead, colleague, case, add, name, words):
    assert hints(lead, case) == []
    person = add(name)
    assert hints(lead, case) == [(person, colleague, words)]


@pytest.mark.parametrize("name", ["Jone", "Jone Farreef", "J. Breadfruit", "Ratu Jone", "Joan Breadfin"])
def test_one_word_or_an_initial_is_no_hint(lead, colleague, case, add, name):
    add(name)
    assert hints(lead, case) == []


def test_an_organisation_a_stub_and_who_has_left_are_not_hinted_at(lead, colleague, case, add):
    add("Jone Breadfruit", kind="organisation")
    assert hints(lead, case) == []
    add("Jone Breadfruit")
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert hints(lead, case) == []


def test_other_names_that_are_known_count_too(lead, colleague, case, add):
    person = add("Somebody Else")
    facts = {"names": (Name("Somebody Else"), Name("Breadfruit Jone", kind="alias"))}
    actions.describe_person(by=lead, ref=case.ref, person_id=person, version=1, facts=facts)
    assert [found[:2] for found in hints(lead, case)] == [(person, colleague)]


def test_only_who_may_set_walls_is_told(lead, colleague, outsider, supervisor, case, add):
    add("Jone Breadfruit")
    actions.put_on_team(by=lead, ref=case.ref, member=outsider, level=Level.CONTRIBUTE)
    actions.put_on_team(by=lead, ref=case.ref, member=supervisor, level=Level.READ)
    assert hints(outsider, case) == []
    assert [found[1] for found in hints(supervisor, case)] == [colleague]


def test_a_shut_name_gives_no_hint_but_where_a_lead_has_it_open(lead, colleague, case, add):
    person = add("Jone Breadfruit", role="victim")
    assert hints(lead, case) == []
    opened = queries.read_case(lead, case.ref)
    record = queries.facts_to_describe(lead, opened, person, telling=True)
    assert [hint.member for hint in queries.namesakes_of_open_name(lead, opened, record)] == [colleague]
    actions.put_namesake_aside(by=lead, ref=case.ref, person_id=person, member_id=colleague.pk, reason="Too young")
    assert queries.namesakes_of_open_name(lead, opened, record) == []
    assert queries.namesakes_put_aside(lead, opened, queries.persons_of(opened)) == []  # it would tell the name


def test_a_wall_or_a_reason_ends_the_hint(lead, colleague, outsider, case, add):
    first, second = add("Jone Breadfruit"), add("Tevita Farreef")
    actions.set_wall(by=lead, ref=case.ref, member=colleague, kind=WallKind.NAMED, reason="It is he")
    assert [found[:2] for found in hints(lead, case)] == [(second, outsider)]
    with pytest.raises(actions.NothingWritten):
        actions.put_namesake_aside(by=lead, ref=case.ref, person_id=second, member_id=outsider.pk, reason=" ")
    actions.put_namesake_aside(by=lead, ref=case.ref, person_id=second, member_id=outsider.pk, reason="Aged 70")
    assert hints(lead, case) == []
    opened = queries.read_case(lead, case.ref)
    aside = queries.namesakes_put_aside(lead, opened, queries.persons_of(opened))
    assert [(one.shown, one.member, one.reason) for one in aside] == [("Tevita Farreef", outsider, "Aged 70")]
    for person in (first, second):  # there is no such hint, or no longer
        with pytest.raises(Http404):
            actions.put_namesake_aside(by=lead, ref=case.ref, person_id=person, member_id=outsider.pk, reason="Again")


# -- the attack: the member who is hinted at, even as another lead of the case, looks everywhere -------------------------


@pytest.fixture
def named(lead, colleague, case):
    """The colleague leads the case as well."""
    actions.put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
    return colleague


def test_the_named_member_is_never_told(lead, named, case, add):
    person = add("Jone Breadfruit")
    assert [found[1] for found in hints(lead, case)] == [named]
    assert hints(named, case) == []
    before = list(Notice.objects.filter(member=named))
    actions.put_namesake_aside(
        by=lead, ref=case.ref, person_id=person, member_id=named.pk, reason="Marigold: of another island"
    )
    opened = queries.read_case(named, case.ref)
    assert queries.namesakes_put_aside(named, opened, queries.persons_of(opened)) == []
    assert list(Notice.objects.filter(member=named)) == before
    journal = [(entry.verb, entry.subject) for entry in queries.journal_of(opened)]
    assert not [entry for entry in journal if "namesake" in "".join(entry)]
    shown = queries.read_person(named, opened, person).shown
    assert not [line for line in queries.person_changes(opened, shown) if "namesake" in line.verb]
    assert everything_found(named, "Marigold").results == ()


def test_trying_tells_the_named_member_nothing(lead, named, outsider, case, add):
    """Whether oneself is hinted at, or nobody is: the answers are the same, and nothing is written."""
    hinted, other = add("Jone Breadfruit"), add("Quite Another")
    before = Entry.objects.count()
    for person in (hinted, other):
        with pytest.raises(Http404):
            actions.put_namesake_aside(by=named, ref=case.ref, person_id=person, member_id=named.pk, reason="Me?")
        with pytest.raises(PermissionDenied):  # one's own wall is a declared conflict
            actions.set_wall(by=named, ref=case.ref, member=named, kind=WallKind.NAMED, reason="Me?")
    assert Entry.objects.count() == before
    assert not NamesakePutAside.objects.exists()


def test_who_may_not_set_walls_finds_nothing_out_by_trying(lead, colleague, outsider, case, add):
    hinted, other = add("Jone Breadfruit"), add("Quite Another")
    actions.put_on_team(by=lead, ref=case.ref, member=outsider, level=Level.CONTRIBUTE)
    for person in (hinted, other):
        with pytest.raises(PermissionDenied):
            actions.put_namesake_aside(by=outsider, ref=case.ref, person_id=person, member_id=colleague.pk, reason="x")
        with pytest.raises(Http404):
            actions.put_namesake_aside(by=colleague, ref=case.ref, person_id=person, member_id=outsider.pk, reason="x")


def test_the_whole_journal_keeps_it_without_a_name_or_a_reference(lead, colleague, case, add, scan):
    person = add("Jone Breadfruit")
    actions.put_namesake_aside(by=lead, ref=case.ref, person_id=person, member_id=colleague.pk, reason="Marigold")
    entry = Entry.objects.get(verb="namesake.put_aside")
    assert case.ref not in entry.line
    assert colleague.journal_name not in entry.line
    assert "Marigold" not in scan()
    assert set(_opened(entry, case.key()).values()) == {None}  # not the case's: the values tell a person's name
    key = Person.objects.get(pk=person).opened_key()
    assert _opened(entry, key) == {
        "case": case.ref, "person": str(person), "member": colleague.journal_name, "reason": "Marigold",
    }  # fmt: skip


def _opened(entry, key):
    return {change.field: change.new for change in opened_changes(entry.facts["changed"], key=key)}


def test_who_was_erased_is_told_by_no_pair(lead, colleague, case, add):
    """Neither the row nor the journal, by whatever key is left; other pairs stay."""
    person, other = add("Jone Breadfruit"), add("Jone Breadfruit Junior")
    for number in (person, other):
        actions.put_namesake_aside(by=lead, ref=case.ref, person_id=number, member_id=colleague.pk, reason="Born 1950")
    erase_person(by=lead, ref=case.ref, person_id=person)
    assert NamesakePutAside.objects.get().person_id == other
    first, second = Entry.objects.filter(verb="namesake.put_aside").order_by("index")
    erased, kept = Person.objects.get(pk=person).opened_key(), Person.objects.get(pk=other).opened_key()
    assert erased is None
    for key in (erased, kept, case.key()):
        assert set(_opened(first, key).values()) == {None}
    assert _opened(second, kept)["reason"] == "Born 1950"


def test_a_pair_found_by_another_record_of_the_person_is_sealed_and_goes_too(lead, colleague, case, add):
    """Two records are one person; the name stands only in the other, and the whole person is erased."""
    named, unnamed = add("Jone Breadfruit"), add("")
    pair = {"by": lead, "ref": case.ref, "person_id": unnamed}
    actions.merge_persons(by=lead, ref=case.ref, keep=named, other=unnamed, reason="The same papers")
    actions.put_namesake_aside(**pair, member_id=colleague.pk, reason="Born 1950")
    erase_person(**pair)
    assert not NamesakePutAside.objects.exists()
    entry = Entry.objects.get(verb="namesake.put_aside")
    assert set(_opened(entry, case.key()).values()) == {None}


def test_a_disposed_case_keeps_none(lead, colleague, case, add):
    person = add("Jone Breadfruit")
    actions.put_namesake_aside(by=lead, ref=case.ref, person_id=person, member_id=colleague.pk, reason="Too old")
    erase_case(case)
    assert not NamesakePutAside.objects.exists()

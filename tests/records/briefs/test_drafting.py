import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.briefs import actions
from lali.records.briefs.access import brief_for
from lali.records.briefs.material import Material, named, undecided_in
from lali.records.briefs.models import Item
from lali.records.briefs.queries import briefs_of, choices_in, read_brief, standing_of
from lali.records.briefs.vocabulary import ItemKind
from lali.records.cases.access import case_for
from lali.records.evidence.actions import Said, cite_passage, take_statement
from tests.records.briefs.conftest import NAME

pytestmark = pytest.mark.slow


@pytest.fixture
def draft(material, writer):
    return actions.begin_brief(by=writer, ref=material.ref, title="One", kind="disclosure", language="fr")


def choose(by, brief, *choices):
    return actions.choose_items(by=by, ref=brief.case.ref, number=brief.number, choices=choices)


def test_briefs_are_numbered_in_their_case(draft, writer):
    assert draft.full_ref == f"{draft.case.ref}/B-001"
    again = actions.begin_brief(by=writer, ref=draft.case.ref, title="Two", kind="evidence", language="en")
    assert again.number == 2
    entry = Entry.objects.filter(verb="brief.begun").first()
    assert entry.subject == f"{again.case.subject}/brief:B-002"


def test_only_who_contributes_begins_and_sees_drafts(draft, reader, stranger):
    with pytest.raises(PermissionDenied):
        actions.begin_brief(by=reader, ref=draft.case.ref, title="x", kind="evidence", language="en")
    for member in (reader, stranger):
        with pytest.raises(Http404):
            read_brief(member, draft.case.ref, 1)
    assert not briefs_of(case_for(reader, draft.case.ref))


def test_everything_of_the_case_can_be_chosen(draft, writer):
    found = choices_in(brief_for(writer, draft.case.ref, 1))
    assert [one.material.source for one in found][:4] == ["E-001", "E-002", "E-003", "E-004"]
    assert [one.material.kind for one in found][4:] == ["event", "event"]


def sources_left(brief):
    return [one.source for one in undecided_in(brief) if one.kind == "exhibit"]


def test_nothing_is_dropped_in_silence(draft, writer, lead):
    ref = draft.case.ref
    take_statement(by=lead, ref=ref, said=Said("He took our passports", of_whom="A neighbour"))
    cite_passage(by=lead, ref=ref, source="S-001", quote="our passports")
    assert sources_left(draft) == ["E-001", "E-002", "E-003", "E-004"]
    choose(writer, draft, actions.Choice("E-001", "included"), actions.Choice("E-002", "withheld", "Privilege"))
    choose(writer, draft, actions.Choice("E-003", "unused", "Not relevant", sensitive=True))
    assert sources_left(draft) == ["E-004"]
    with pytest.raises(actions.SomethingUndecided, match=r"E-004, S-001, P-001, 2 events\.$"):
        actions.put_up_brief(by=writer, ref=ref, number=1)
    choose(writer, draft, actions.Choice("E-004", "included"), actions.Choice("S-001", "included"))
    with pytest.raises(actions.SomethingUndecided, match=r": P-001, 2 events\."):
        actions.put_up_brief(by=writer, ref=ref, number=1)
    standing = standing_of(brief_for(writer, ref, 1))
    assert standing.undecided == [("passage", "1 passage"), ("event", "2 events")]
    choose(writer, draft, *(actions.Choice(one.source, "included") for one in undecided_in(draft)))
    assert actions.put_up_brief(by=writer, ref=ref, number=1).state == "ready"


def test_very_many_of_a_kind_are_told_by_their_number():
    many = [Material(f"P-{n:03}", ItemKind.PASSAGE, "") for n in range(41)]
    assert named(many) == "41 passages"
    assert named([*many[:2], Material("event:4", ItemKind.EVENT, "")]) == "P-000, P-001, 1 event"


def test_who_leaves_something_out_says_why(draft, writer):
    for decision in ("withheld", "unused"):
        with pytest.raises(actions.ReasonIsMissing):
            choose(writer, draft, actions.Choice("E-001", decision, "  "))
    assert not draft.items.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(brief=draft, kind="text", source="T-1", decision="unused")


def test_what_the_case_does_not_hold_cannot_be_chosen(draft, writer):
    choose(writer, draft, actions.Choice("E-999", "included"), actions.Choice("event:999999", "included"))
    assert not draft.items.exists()


def test_items_are_put_in_order(draft, writer):
    choose(writer, draft, *(actions.Choice(f"E-00{n}", "included") for n in (1, 2, 3)))
    one, _two, three = draft.items.all()
    actions.order_items(by=writer, ref=draft.case.ref, number=1, places={three.pk: 0, one.pk: 9})
    assert [item.source for item in draft.items.all()] == ["E-003", "E-002", "E-001"]


def test_two_who_write_at_once_are_both_heard(draft, writer, lead):
    words = {"title": "New", "language": "fr", "classification": "", "summary": "S", "witness_note": ""}
    actions.describe_brief(by=lead, ref=draft.case.ref, number=1, version=draft.version, **words)
    with pytest.raises(actions.BriefHasMoved):
        actions.describe_brief(by=writer, ref=draft.case.ref, number=1, version=draft.version, **words)


def test_words_are_covered_by_number_and_by_phrase(chosen, writer):
    event = chosen.items.get(text__contains="flew")
    actions.cover_words(by=writer, ref=chosen.case.ref, number=1, item_id=event.pk, typed="4-6", reason="safety")
    from lali.records.briefs.covered import covered_text

    assert "Bangkok" not in covered_text(event)
    with pytest.raises(actions.NotThesePlaces):
        actions.cover_words(by=writer, ref=chosen.case.ref, number=1, item_id=event.pk, typed="99", reason="safety")
    with pytest.raises(actions.NothingFound):
        actions.cover_phrase(by=writer, ref=chosen.case.ref, number=1, phrase="nowhere", reason="safety")


def test_the_journal_never_learns_what_was_covered(chosen, writer, scan):
    actions.cover_phrase(by=writer, ref=chosen.case.ref, number=1, phrase="flew to bangkok", reason="safety")
    told = scan()
    for secret in ("flew", "angkok", "no money", NAME, "Merewairita"):
        assert secret not in told


def test_a_binary_cannot_be_covered_in_part(chosen, writer):
    from lali.records.briefs.actions.covering import NotCoverable

    choose(writer, chosen, actions.Choice("E-004", "included"))
    tool = chosen.items.get(source="E-004")
    with pytest.raises(NotCoverable):
        actions.cover_cells(
            by=writer, ref=chosen.case.ref, number=1, item_id=tool.pk, page=1, cells=[1], reason="safety"
        )


def test_copies_are_made_a_few_at_a_time(chosen, writer):
    assert standing_of(brief_for(writer, chosen.case.ref, 1)).copies_left == 3
    with pytest.raises(actions.CopiesAreMissing):
        actions.put_up_brief(by=writer, ref=chosen.case.ref, number=1)
    assert actions.make_copies(by=writer, ref=chosen.case.ref, number=1, seconds=0) == 2
    assert actions.make_copies(by=writer, ref=chosen.case.ref, number=1) == 0
    assert standing_of(brief_for(writer, chosen.case.ref, 1)).copies_left == 0


def test_covering_more_makes_the_copy_old(chosen, writer):
    actions.make_copies(by=writer, ref=chosen.case.ref, number=1)
    face = chosen.items.get(source="E-002")
    actions.cover_cells(by=writer, ref=chosen.case.ref, number=1, item_id=face.pk, page=1, cells=[190], reason="victim")
    assert standing_of(brief_for(writer, chosen.case.ref, 1)).copies_left == 1
    redaction = face.redactions.last()
    actions.uncover(by=writer, ref=chosen.case.ref, number=1, item_id=face.pk, redaction_id=redaction.pk)
    assert standing_of(brief_for(writer, chosen.case.ref, 1)).copies_left == 1


def test_only_a_lead_releases_a_name(chosen, writer, lead, victim):
    with pytest.raises(PermissionDenied):
        actions.release_name(by=writer, ref=chosen.case.ref, number=1, person_id=victim.pk, reason="She wants it")
    actions.release_name(by=lead, ref=chosen.case.ref, number=1, person_id=victim.pk, reason="She wants it")
    assert [one.person for one in standing_of(brief_for(lead, chosen.case.ref, 1)).releases] == [victim]


def test_a_page_of_a_brief_costs_the_same_for_many_items(chosen, writer, django_assert_max_num_queries):
    brief = brief_for(writer, chosen.case.ref, 1)
    with django_assert_max_num_queries(16):
        standing_of(brief)


@pytest.mark.parametrize("page", [0, -1, 3, 10**26])
def test_only_pages_that_there_are_can_be_covered(page, chosen, writer):
    paper = chosen.items.get(source="E-003")
    with pytest.raises(actions.NoSuchPage):
        actions.cover_cells(
            by=writer, ref=chosen.case.ref, number=1, item_id=paper.pk, page=page, cells=[1], reason="safety"
        )


def test_who_decides_or_orders_names_the_version_they_read(chosen, writer):
    ref, old = chosen.case.ref, chosen.version - 1
    with pytest.raises(actions.BriefHasMoved):
        actions.choose_items(by=writer, ref=ref, number=1, version=old, choices=[actions.Choice("E-001", "included")])
    with pytest.raises(actions.BriefHasMoved):
        actions.order_items(by=writer, ref=ref, number=1, version=old, places={})
    actions.order_items(by=writer, ref=ref, number=1, version=chosen.version, places={})

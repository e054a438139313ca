"""A wrong reading is taken back: what rests on it blocks that, or goes to the same bytes of another reading."""

import io
import zipfile

import pytest
from django.http import Http404

from lali.engines.network import Kind
from lali.records.audit.models import Entry
from lali.records.cases.actions import NothingWritten
from lali.records.conversations import actions, queries
from lali.records.conversations.models import CitedMessages
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Mention
from lali.records.evidence.actions import withdraw_passage
from lali.records.links.access import texts_seen
from lali.records.links.actions import fold_texts
from lali.records.links.models import FamilyText, Proposed
from lali.records.links.queries import case_network, families_for
from tests.records.conversations.conftest import EXPORT, OPEN
from tests.records.links.test_families import OTHER, ad


@pytest.fixture
def twice(sealed, case, lead):
    """Read one exhibit twice: first with the wrong order, then with the right one."""

    def twice(text=OPEN, **second):
        exhibit = sealed(text)
        found = []
        for stated in (
            {"date_order": "mdy", "why": "As phones do"},
            {"date_order": "dmy", "why": "Her phone"} | second,
        ):
            begun = actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number, **stated)
            found.append(actions.read_on(by=lead, ref=case.ref, number=begun.number))
        return found

    return twice


def test_what_nobody_relies_on_is_taken_back_with_a_reason(twice, case, lead):
    wrong, right = twice()
    with pytest.raises(NothingWritten):
        actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why=" ")
    back = actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why="The day comes first")
    assert (back.state, back.taken_back_why, back.taken_back_by) == ("back", "The day comes first", lead)
    assert back.messages.count() == 2, "it can still be looked at"
    entry = Entry.objects.filter(verb="conversation.taken_back").get()
    assert "The day comes first" not in str(entry.facts)
    for act in (
        lambda: actions.cite_messages(by=lead, ref=case.ref, number=wrong.number, first=1, last=1),
        lambda: actions.note_on_message(by=lead, ref=case.ref, number=wrong.number, n=1, words="x"),
        lambda: actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why="again"),
    ):
        with pytest.raises(actions.IsTakenBack):
            act()
    assert actions.read_on(by=lead, ref=case.ref, number=wrong.number).state == ReadingState.BACK
    assert right.state == ReadingState.READ


def test_citations_block_it_and_are_shown_first(twice, case, lead):
    wrong, _right = twice()
    cited = actions.cite_messages(by=lead, ref=case.ref, number=wrong.number, first=1, last=2)
    resting = queries.resting_on(wrong)
    assert [one.passage.ref for one in resting.cited] == [cited.passage.ref]
    with pytest.raises(actions.CitationsRest):
        actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why="wrong order")
    wrong.refresh_from_db()
    assert wrong.state == ReadingState.READ
    withdraw_passage(by=lead, ref=case.ref, number=cited.passage.number, why="wrong day")
    actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why="wrong order")


def test_citations_notes_and_names_go_to_the_same_bytes(twice, case, lead):
    wrong, right = twice()
    cited = actions.cite_messages(by=lead, ref=case.ref, number=wrong.number, first=1, last=2)
    actions.note_on_message(by=lead, ref=case.ref, number=wrong.number, n=2, words="Bonjour", language="French")
    actions.identify_participant(
        by=lead, ref=case.ref, number=wrong.number, name="Mere (invented)", new_role="witness", confidence="high",
        reason="Her phone",
    )  # fmt: skip
    before = (cited.passage.start, cited.passage.end, cited.passage.quote, cited.passage.source_sha256)
    assert cited.messages[0][2].startswith("2026-03-04")
    actions.take_back_reading(
        by=lead, ref=case.ref, number=wrong.number, why="The day comes first", carry_to=right.number
    )
    cited = CitedMessages.objects.select_related("passage").get(pk=cited.pk)
    assert (cited.passage.start, cited.passage.end, cited.passage.quote, cited.passage.source_sha256) == before
    assert cited.conversation_id == right.pk
    assert cited.messages[0][2].startswith("2026-04-03")
    assert cited.former == [[wrong.number, 1, 2]]
    assert right.notes.get().n == 2
    assert [one.name for one in right.identifications.standing()] == ["Mere (invented)"]
    assert Entry.objects.filter(verb="passage.carried").count() == 1
    shown = queries.citations_by_passage(case)[cited.passage_id]
    assert (shown.former, shown.date_order, shown.why, shown.stated_by) == (
        (wrong.number,), "dmy", "Her phone", lead.name,
    )  # fmt: skip


def test_what_has_no_place_there_blocks_and_nothing_is_half_done(sealed, case, lead):
    both = io.BytesIO()
    with zipfile.ZipFile(both, "w") as archive:
        archive.writestr("one.txt", EXPORT)
        archive.writestr("two.txt", EXPORT.replace("Bangkok", "Manila"))
    exhibit, found = sealed(both.getvalue(), file_name="both.zip"), []
    for member in ("one.txt", "two.txt"):
        begun = actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
        actions.read_on(by=lead, ref=case.ref, number=begun.number)
        actions.answer_reading(by=lead, ref=case.ref, number=begun.number, member=member)
        found.append(actions.read_on(by=lead, ref=case.ref, number=begun.number))
    one, two = found
    cited = actions.cite_messages(by=lead, ref=case.ref, number=one.number, first=2, last=2)
    assert queries.resting_on(one).is_blocked
    with pytest.raises(actions.CannotBeCarried, match=cited.passage.ref):
        actions.take_back_reading(by=lead, ref=case.ref, number=one.number, why="other file", carry_to=two.number)
    cited.refresh_from_db()
    one.refresh_from_db()
    assert (cited.conversation_id, one.state) == (one.pk, ReadingState.READ)


def test_it_is_carried_to_a_finished_reading_of_the_same_exhibit_only(twice, read_in, case, lead):
    wrong, _right = twice()
    other = read_in()
    actions.cite_messages(by=lead, ref=case.ref, number=wrong.number, first=1, last=1)
    for number in (other.number, wrong.number, 99):
        with pytest.raises(actions.NoSuchReading):
            actions.take_back_reading(by=lead, ref=case.ref, number=wrong.number, why="x", carry_to=number)


def test_identifiers_that_only_it_found_leave_the_case_and_others_stay(sealed, case, lead):
    exhibit = sealed()
    one, two = (actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number).number for _ in range(2))
    actions.read_on(by=lead, ref=case.ref, number=one)
    noted = Mention.objects.standing().filter(record=case.subject)
    assert noted.count() == 2
    actions.read_on(by=lead, ref=case.ref, number=two)
    actions.take_back_reading(by=lead, ref=case.ref, number=one, why="read twice", carry_to=two)
    assert noted.count() == 2
    actions.take_back_reading(by=lead, ref=case.ref, number=two, why="no chat at all")
    assert noted.count() == 0


def test_a_reading_that_still_asks_can_be_taken_back(read_in, case, lead, colleague):
    asks = read_in(OPEN)
    with pytest.raises(Http404):
        actions.take_back_reading(by=colleague, ref=case.ref, number=asks.number, why="x")
    assert actions.take_back_reading(by=lead, ref=case.ref, number=asks.number, why="x").state == ReadingState.BACK


def test_its_messages_are_found_no_more(sealed, case, lead):
    from lali.records.conversations.findable import of_messages
    from lali.records.search.models import Findable

    exhibit = sealed()
    begun = actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number)
    one = actions.read_on(by=lead, ref=case.ref, number=begun.number)
    leaves = Findable.objects.filter(record__startswith=f"{one.subject}/leaf:")
    assert leaves.exists()
    back = actions.take_back_reading(by=lead, ref=case.ref, number=one.number, why="wrong zone")
    assert not leaves.exists()
    assert list(of_messages(back)) == []


def test_nothing_new_rests_on_it_in_families_and_in_the_network(sealed, case, lead):
    lure = ad().replace("\n", " ")
    text = f"31/10/2026, 09:06 - Golden Lagoon Careers: {lure}\n31/10/2026, 09:07 - Mere (invented): {OTHER}\n"
    exhibit, read = sealed(text), []
    for zone in ("Pacific/Fiji", "Pacific/Efate"):
        begun = actions.begin_reading(by=lead, ref=case.ref, exhibit=exhibit.number, zone=zone, why="Her phone")
        read.append(actions.read_on(by=lead, ref=case.ref, number=begun.number))
    fold_texts(by="node")
    assert set(FamilyText.objects.values_list("conversation", flat=True)) == {read[0].pk}, "each message once"
    assert texts_seen(lead).exists()
    assert list(families_for(lead)) == []
    actions.take_back_reading(by=lead, ref=case.ref, number=read[0].number, why="wrong zone")
    shown = case_network(lead, case.ref)
    assert [node.label for node in shown.graph.nodes.values() if node.kind == Kind.CONVERSATION] == [
        f"{case.ref} {read[1].ref}"
    ]
    assert not texts_seen(lead).filter(conversation=read[0]).exists()
    assert list(families_for(lead)) == []
    fold_texts(by="node")
    assert set(FamilyText.objects.values_list("conversation", flat=True)) == {read[1].pk}
    FamilyText.objects.all().delete()
    Proposed.objects.update(messages=0)
    fold_texts(by="node")
    assert set(FamilyText.objects.values_list("conversation", flat=True)) == {read[1].pk}, "nor folded from the start"

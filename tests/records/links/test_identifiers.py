"""An identifier's page tells nothing of records that the reader may not open: no date, no tag, no owner, no name."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lali.records.audit.models import Entry
from lali.records.cases.actions import (
    add_identifier,
    add_person,
    add_tip_to_case,
    open_case,
    put_on_team,
    remove_mention,
)
from lali.records.cases.models import Wall
from lali.records.entities.actions import (
    NotAnIdentifier,
    NotATag,
    OverAlready,
    WhyWatched,
    end_watch,
    note_typed_identifier,
    watch_typed,
)
from lali.records.entities.models import Identifier, IdentifierTag, Mention, Watch
from lali.records.links import access
from lali.records.links import actions as links
from lali.records.links.queries import (
    hints_for,
    identifiers_beside,
    identifiers_in,
    identifiers_seen,
    only_watches,
    read_identifier,
    watches_shown,
)
from lali.records.notices.models import Notice


def phone(by, case, typed="410 0142"):
    return add_identifier(by=by, ref=case.ref, kind="phone", typed=typed)


def owned(by, case, identifier, owner="Quartzfinder", **known):
    grading = {"source": "A witness", "reliability": "B", "credibility": "2", "confidence": "high"}
    ownership = links.Ownership(**{"owner": owner} | grading | known)
    return links.attribute_identifier(by=by, ref=case.ref, number=identifier.pk, ownership=ownership)


@pytest.fixture
def hidden(outsider):
    """A case of another team with the same phone, noted years before, attributed and noted on."""
    case = open_case(by=outsider, title="Quartzfinder matter")
    identifier = phone(outsider, case, "(679) 410-0142")
    Mention.objects.filter(record=case.subject).update(at=timezone.now() - timedelta(days=2000))
    owned(outsider, case, identifier)
    links.note_on_identifier(by=outsider, ref=case.ref, number=identifier.pk, words="Quartzfinder rang")
    return case


def wall(case, member):
    Wall.objects.create(case=case, member=member, kind="named", reason="Named in it", set_by=case.opened_by)


def test_one_page_holds_what_the_member_may_see(case, lead, tip_of):
    identifier = phone(lead, case)
    tip = tip_of("Call +679 4100142")
    note_typed_identifier(by="node", kind="phone", typed="4100142", country="FJ", about="received:R-0007")
    shown = read_identifier(lead, identifier.pk)
    assert {(one.kind, one.key) for one in shown.mentions} == {
        ("case", case.ref),
        ("tip", str(tip.number)),
        ("received", "7"),
    }
    assert (shown.hidden, [one.ref for one in shown.cases]) == (0, [case.ref])
    assert Entry.objects.get(verb="identifier.read").subject == f"identifier:{identifier.pk}"


def test_of_hidden_records_only_their_number(case, lead, hidden):
    identifier = phone(lead, case)
    shown = read_identifier(lead, identifier.pk)
    assert (shown.hidden, len(shown.mentions), len(shown.cases)) == (1, 1, 1)
    assert timezone.now() - shown.first < timedelta(days=1)
    assert shown.attributions == shown.notes == ()
    for leak in ("Quartzfinder", hidden.ref, "(679) 410-0142"):
        assert leak not in repr(shown)


def test_who_sees_no_record_that_mentions_it_sees_nothing(hidden, lead, administrator, auditor):
    number = Identifier.objects.get().pk
    for member in (lead, administrator, auditor):
        costs = []
        for asked in (number, number + 99, 10**30):
            with CaptureQueriesContext(connection) as queries, pytest.raises(Http404):
                read_identifier(member, asked)
            costs.append(len(queries))
        assert costs[0] == costs[1]
    for act in (
        lambda: links.tag_seen(by=lead, number=number, words="x"),
        lambda: links.watch_seen(by=lead, number=number, reason="x"),
        lambda: links.untag_seen(by=lead, number=number, tag=1),
    ):
        with pytest.raises(Http404):
            act()
    assert not Entry.objects.filter(verb="identifier.read").exists()


def test_who_left_the_team_or_the_agency_sees_it_no_more(case, lead, colleague, administrator):
    from lali.records.agencies.actions import end_membership
    from lali.records.cases.actions import take_off_team

    put_on_team(by=lead, ref=case.ref, member=colleague, level="read")
    number = phone(lead, case).pk
    assert read_identifier(colleague, number)
    take_off_team(by=lead, ref=case.ref, member=colleague)
    with pytest.raises(Http404):
        read_identifier(colleague, number)
    end_membership(by=administrator, member=lead)
    lead.refresh_from_db()
    with pytest.raises(Http404):
        read_identifier(lead, number)


def test_a_tip_of_ones_case_is_seen_without_triage(case, lead, auditor, tip_of):
    tip = tip_of("Call 410 0142")
    add_tip_to_case(by=lead, number=tip.number, version=1, ref=case.ref)
    number = Identifier.objects.get().pk
    assert {one.kind for one in read_identifier(lead, number).mentions} == {"case", "tip"}
    with pytest.raises(Http404):
        read_identifier(auditor, number)


def test_behind_a_wall_nothing_is_counted(case, lead, hidden, outsider, tip_of):
    identifier = phone(lead, case)
    put_on_team(by=outsider, ref=hidden.ref, member=lead, level="contribute")
    assert read_identifier(lead, identifier.pk).hidden == 0
    assert len(read_identifier(lead, identifier.pk).mentions) == 2
    wall(hidden, lead)
    shown = read_identifier(lead, identifier.pk)
    assert (shown.hidden, len(shown.mentions)) == (0, 1)
    assert hints_for(lead, case.ref).hidden == 0
    assert [one.elsewhere for one in identifiers_in(lead, case)] == [0]
    tip = tip_of("He rang from 410 0142", by=lead)
    assert [one.elsewhere for one in identifiers_beside(lead, tip.subject)] == [1]
    assert [one.elsewhere for one in identifiers_beside(outsider, tip.subject)] == [2]


def test_tags_are_the_agencys_own(case, lead, stranger):
    identifier = phone(lead, case)
    links.tag_seen(by=lead, number=identifier.pk, words=" rings  at night ")
    theirs = open_case(by=stranger, title="Theirs")
    phone(stranger, theirs)
    assert [tag.words for tag in read_identifier(lead, identifier.pk).tags] == ["rings at night"]
    assert read_identifier(stranger, identifier.pk).tags == ()
    tag = IdentifierTag.objects.get().pk
    with pytest.raises(Http404):
        links.untag_seen(by=stranger, number=identifier.pk, tag=tag)
    for words in (" ", "x" * 41):
        with pytest.raises(NotATag):
            links.tag_seen(by=lead, number=identifier.pk, words=words)
    links.untag_seen(by=lead, number=identifier.pk, tag=tag)
    assert not IdentifierTag.objects.exists()


class TestOwners:
    def test_two_that_contradict_stand_side_by_side_in_order_of_time(self, case, lead):
        identifier = phone(lead, case)
        person = add_person(by=lead, ref=case.ref, name="", role="suspect").person_id
        owned(lead, case, identifier, "The recruiter", since=date(2026, 3, 1))
        owned(lead, case, identifier, "", person=person, since=date(2025, 3, 1), until=date(2026, 3, 9))
        shown = read_identifier(lead, identifier.pk).attributions
        assert [(one.owner, one.person_id) for one in shown] == [("", person), ("The recruiter", None)]
        assert shown[0].get_reliability_display() == "B: usually reliable"

    def test_what_is_withdrawn_stays_with_its_reason(self, case, lead):
        made = owned(lead, case, phone(lead, case))
        links.withdraw_attribution(by=lead, ref=case.ref, number=made.pk, reason="Another man")
        [shown] = read_identifier(lead, made.identifier_id).attributions
        assert (shown.withdrawn_by, shown.withdrawn_reason) == (lead, "Another man")
        before = Entry.objects.count()
        links.withdraw_attribution(by=lead, ref=case.ref, number=made.pk, reason="Again")
        assert Entry.objects.count() == before

    def test_the_team_of_that_case_only(self, case, lead, colleague, hidden, outsider):
        put_on_team(by=lead, ref=case.ref, member=colleague, level="read")
        identifier = phone(lead, case)
        made = owned(lead, case, identifier)
        assert read_identifier(colleague, identifier.pk).attributions == (made,)
        assert made not in read_identifier(outsider, identifier.pk).attributions
        with pytest.raises(PermissionDenied):
            owned(colleague, case, identifier)
        with pytest.raises(Http404):
            owned(outsider, case, identifier)
        with pytest.raises(Http404):
            links.withdraw_attribution(by=outsider, ref=hidden.ref, number=made.pk, reason="x")

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"owner": " "}, links.NobodyNamed),
            ({"person": 1}, links.NobodyNamed),
            ({"owner": "", "person": 10**6}, links.NotInTheCase),
            ({"since": date(2026, 2, 2), "until": date(2026, 2, 1)}, links.UntilBeforeFrom),
        ],
    )
    def test_refusals(self, case, lead, wrong, refusal):
        with pytest.raises(refusal):
            owned(lead, case, phone(lead, case), **wrong)

    def test_an_identifier_of_another_case_is_not_attributed_here(self, case, lead, hidden):
        with pytest.raises(Http404):
            owned(lead, case, Identifier.objects.get())


class TestWatching:
    def told(self, member):
        return [one.subject for one in Notice.objects.filter(member=member, kind="seen_again")]

    def test_the_first_appearance_of_a_value_nobody_knew(self, case, lead, outsider):
        watch = watch_typed(by=outsider, kind="phone", typed="410-0142", reason="A caller")
        assert self.told(outsider) == []
        phone(lead, case, "+6794100142")
        assert self.told(outsider) == [f"identifier:{watch.identifier_id}"]
        assert only_watches(outsider, watch.identifier_id)
        [(shown, opens)] = watches_shown(outsider)
        assert shown.told_at
        assert not opens
        with pytest.raises(Http404):
            read_identifier(outsider, watch.identifier_id)

    def test_a_notice_names_no_record_and_no_value(self, case, lead, outsider):
        watch_typed(by=outsider, kind="phone", typed="410-0142", reason="Quartz")
        phone(lead, case)
        kept = repr(list(Notice.objects.values_list())) + "".join(Entry.objects.values_list("line", flat=True))
        assert "4100142" not in kept
        assert "Quartz" not in kept
        assert case.ref not in repr(list(Notice.objects.filter(member=outsider).values_list()))

    def test_watching_teaches_nothing(self, hidden, lead):
        costs = []
        for typed in ("410 0142", "410 0199"):
            with CaptureQueriesContext(connection) as queries:
                watch = watch_typed(by=lead, kind="phone", typed=typed, reason="A caller")
            costs.append(len(queries))
            assert (watch.told_at, only_watches(lead, watch.identifier_id)) == (None, True)
        assert [opens for _watch, opens in watches_shown(lead)] == [False, False]
        assert abs(costs[0] - costs[1]) <= 3  # a value that was never typed makes one row more

    def test_a_wall_keeps_the_notice_back(self, case, lead, outsider):
        watch_typed(by=outsider, kind="phone", typed="410-0142", reason="My own number")
        wall(case, outsider)
        phone(lead, case)
        assert self.told(outsider) == []
        assert Watch.objects.get().told_at is None

    def test_who_acts_is_not_told_nor_who_ended_nor_whose_day_is_over(self, case, lead, colleague, outsider):
        for member in (lead, colleague, outsider):
            watch_typed(by=member, kind="phone", typed="410-0142", reason="x")
        end_watch(by=colleague, number=Watch.objects.get(member=colleague).pk)
        Watch.objects.filter(member=outsider).update(until=timezone.localdate() - timedelta(days=1))
        phone(lead, case)
        assert not Notice.objects.filter(kind="seen_again").exists()

    def test_the_same_record_twice_tells_once(self, case, lead, outsider):
        watch_typed(by=outsider, kind="phone", typed="410-0142", reason="x")
        for _ in range(2):
            phone(lead, case)
        assert len(self.told(outsider)) == 1

    def test_refusals(self, lead, auditor, outsider):
        with pytest.raises(NotAnIdentifier):
            watch_typed(by=lead, kind="phone", typed="x", reason="x")
        with pytest.raises(WhyWatched):
            watch_typed(by=lead, kind="phone", typed="4100142", reason=" ")
        with pytest.raises(OverAlready):
            watch_typed(by=lead, kind="phone", typed="4100142", reason="x", until=date(2020, 1, 1))
        with pytest.raises(PermissionDenied):
            watch_typed(by=auditor, kind="phone", typed="4100142", reason="x")
        watch = watch_typed(by=lead, kind="phone", typed="4100142", reason="x")
        with pytest.raises(Http404):
            end_watch(by=outsider, number=watch.pk)
        again = watch_typed(by=lead, kind="phone", typed="4100142", reason="Another reason")
        assert (again.pk, Watch.objects.get().reason) == (watch.pk, "Another reason")


class TestRemoving:
    @pytest.fixture
    def remover(self, case, lead, colleague):
        put_on_team(by=lead, ref=case.ref, member=colleague, level="contribute", may_remove=True)
        return colleague

    def test_what_was_typed_by_mistake_is_marked_and_counted_no_more(self, case, lead, remover):
        other = open_case(by=lead, title="Other")
        identifier = phone(lead, case)
        phone(lead, other)
        mention = Mention.objects.get(record=case.subject)
        with pytest.raises(PermissionDenied):
            remove_mention(by=lead, ref=case.ref, number=mention.pk, reason="Mistyped")
        remove_mention(by=remover, ref=case.ref, number=mention.pk, reason="Mistyped")
        assert not identifiers_in(lead, case).exists()
        assert [one.elsewhere for one in identifiers_in(lead, other)] == [0]
        assert hints_for(lead, other.ref).cases == ()
        assert [one.key for one in read_identifier(lead, identifier.pk).mentions] == [other.ref]
        kept = Mention.objects.get(pk=mention.pk)
        assert (kept.removed_by, kept.removed_reason) == (remover, "Mistyped")
        with pytest.raises(Http404):
            remove_mention(by=remover, ref=case.ref, number=mention.pk, reason="Again")
        phone(lead, case)
        assert Mention.objects.filter(record=case.subject).count() == 2

    def test_a_mention_elsewhere_is_not_reached(self, case, lead, remover, hidden):
        with pytest.raises(Http404):
            remove_mention(by=remover, ref=case.ref, number=Mention.objects.get().pk, reason="x")


class TestLists:
    def test_newest_first_by_kind_and_shared(self, case, lead, hidden):
        other = open_case(by=lead, title="Other")
        first = phone(lead, case, "410 0101")
        mail = add_identifier(by=lead, ref=case.ref, kind="telegram", typed="@nobody_example")
        phone(lead, other, "410 0101")
        listed, older = identifiers_seen(lead)
        assert [(one.identifier, one.cases) for one in listed] == [(mail, 1), (first, 2)]
        assert older is None
        assert [one.identifier for one in identifiers_seen(lead, kind="telegram")[0]] == [mail]
        assert [one.identifier for one in identifiers_seen(lead, shared=True)[0]] == [first]

    @pytest.mark.parametrize("few", [300, 0])
    def test_pages_follow_without_gap_whichever_way_cases_are_reached(self, case, lead, monkeypatch, few):
        from lali.records.links.queries import identifiers as module

        monkeypatch.setattr(access, "FEW_CASES", few)
        monkeypatch.setattr(module, "PER_PAGE", 3)
        numbers = [phone(lead, case, f"410 01{n:02}").pk for n in range(8)]
        found, before = [], None
        while True:
            listed, before = identifiers_seen(lead, before=before)
            found += [one.identifier.pk for one in listed]
            if before is None:
                break
        assert found == numbers[::-1]
        assert read_identifier(lead, numbers[0]).hidden == 0


@pytest.mark.slow
def test_many_mentions_cost_no_more_questions(case, lead):
    identifier = phone(lead, case)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            read_identifier(lead, identifier.pk)
        return len(queries)

    few = cost()
    for number in range(6):
        other = open_case(by=lead, title=f"Other {number}")
        phone(lead, other)
        owned(lead, other, identifier)
    Mention.objects.bulk_create(
        Mention(identifier=identifier, record=f"case:VU-1999-{n:05}", raw="4100142") for n in range(500)
    )
    assert cost() == few
    assert read_identifier(lead, identifier.pk).hidden == 500

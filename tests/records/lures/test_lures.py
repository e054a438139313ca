"""Lures of the week: nobody can be found by them, two others release them, one takes them back."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.http import Http404

from lali.records.audit.actions import record
from lali.records.audit.models import Entry
from lali.records.cases.actions import add_person, add_tip_to_case, give_role
from lali.records.entities.vocabulary import PersonRole
from lali.records.lures import actions, queries
from lali.records.lures.actions import (
    LeadsToSomebody,
    LeadsToSomebodyNow,
    LureIsClosed,
    NoSource,
    OwnLure,
    Pattern,
    WhyIsNeeded,
    WordsChanged,
    change_lure,
    release_lure,
    take_back_lure,
    write_lure,
)
from lali.records.lures.vocabulary import LureState
from lali.records.noticeboard.actions import show_lure
from lali.records.noticeboard.models import ShownLure
from lali.records.noticeboard.queries import newest_lures

PLAIN = Pattern(
    title="A fee to be first for seasonal work",
    words="They come to the village. They say: pay 300 dollars today and your son goes first. Only ten places.",
    signs=("upfront_fee", "urgency", "no_such_sign"),
    ask="Which office runs this scheme?",
    country="FJ",
)


def with_words(words):
    return Pattern(title=PLAIN.title, words=words, signs=PLAIN.signs, ask=PLAIN.ask, country="FJ")


def release(by, lure):
    """As somebody does who has the page of this minute before them."""
    lure.refresh_from_db()
    return release_lure(by=by, number=lure.pk, version=lure.version)


@pytest.fixture
def lure(lead, case):
    return write_lure(by=lead, about=case.ref, pattern=PLAIN)


@pytest.fixture
def released(lure, supervisor, administrator):
    release(supervisor, lure)
    return release(administrator, lure)


def test_nothing_is_shown_before_two_others_released_it(lure, lead, supervisor, administrator):
    with pytest.raises(OwnLure):
        release(lead, lure)
    release(supervisor, lure)
    with pytest.raises(OwnLure):
        release(supervisor, lure)
    assert newest_lures(5) == []
    release(administrator, lure)
    assert [one.title for one in newest_lures(5)] == [PLAIN.title]


def test_the_database_refuses_the_same_person_twice(released):
    released.second_by = released.first_by
    with pytest.raises(IntegrityError), transaction.atomic():
        released.save()


def test_the_letterbox_holds_the_words_and_nothing_of_the_case(released, case):
    with connections["letterbox"].cursor() as cursor:
        cursor.execute("SELECT * FROM noticeboard_shownlure")
        row = str(cursor.fetchall())
    assert case.ref not in row
    assert case.title not in row
    assert "Litia" not in row
    shown = ShownLure.objects.get()
    assert shown.signs == ["upfront_fee", "urgency"]
    assert shown.words == PLAIN.words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Call +679 410 0142 today", "+679 410 0142"),
        ("Call 4100142 today", "4100142"),
        ("Write to hr@goldenlagoon.example now", "hr@goldenlagoon.example"),
        ("Look at https://golden.example/apply", "https://golden.example/apply"),
        ("Add t.me/jobs_bangkok_fast", "jobs_bangkok_fast"),
        ("Send it to TTzyjAhTVCFnhT11z3Rc4J37d12nRvbwbr", "TTzyjAhTVCFnhT11z3Rc4J37d12nRvbwbr"),
        ("Golden Lagoon Careers needs you", "Golden Lagoon Careers"),
        ("Ask Bob Saltwater at the market", "Bob Saltwater"),
        ("Saltwater brings you there", "Bob Saltwater"),
    ],
)
def test_what_leads_to_somebody_is_refused_and_shown(lead, case, words, found):
    add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT)
    with pytest.raises(LeadsToSomebody) as refused:
        write_lure(by=lead, about=case.ref, pattern=with_words(words))
    assert found in str(refused.value)


def test_a_possible_victims_name_is_refused_by_the_code_name(lead, case):
    place = add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.WITNESS)
    give_role(by=lead, ref=case.ref, person_id=place.person_id, role=PersonRole.VICTIM, reason="Was held")
    with pytest.raises(LeadsToSomebody) as refused:
        write_lure(by=lead, about=case.ref, pattern=with_words("Ana Seashell was promised a job"))
    assert "Seashell" not in str(refused.value)


@pytest.mark.parametrize(
    "words", [PLAIN.words, "USD 2,500 a month, 12 girls, 2026, age 18-25", "PALM first in Macuata"]
)
def test_ordinary_words_pass(lead, case, words):
    assert write_lure(by=lead, about=case.ref, pattern=with_words(words)).pk


def test_new_words_want_new_releases(lure, lead, supervisor, administrator):
    release(supervisor, lure)
    changed = change_lure(by=lead, number=lure.pk, pattern=with_words("They ask for a fee."))
    assert (changed.state, changed.first_by) == (LureState.WRITTEN, None)
    with pytest.raises(LeadsToSomebody):
        change_lure(by=lead, number=lure.pk, pattern=with_words("Call +679 410 0142"))
    release(supervisor, lure)
    release(administrator, lure)
    for call in (
        lambda: release(lead, lure),
        lambda: change_lure(by=lead, number=lure.pk, pattern=PLAIN),
    ):
        with pytest.raises(LureIsClosed):
            call()


def test_a_release_counts_for_the_words_that_were_read(lure, lead, supervisor):
    read = lure.version
    changed = change_lure(by=lead, number=lure.pk, pattern=with_words("They ask for a fee."))
    for version in (read, ""):
        with pytest.raises(WordsChanged):
            release_lure(by=supervisor, number=lure.pk, version=version)
    assert release_lure(by=supervisor, number=lure.pk, version=changed.version).first_by == supervisor


def test_a_release_does_not_pass_for_a_writing(lure, supervisor):
    written_at = lure.written_at
    release(supervisor, lure)
    lure.refresh_from_db()
    assert lure.written_at == written_at


def test_who_was_added_to_the_case_since_is_met_at_release(lead, case, supervisor, administrator):
    lure = write_lure(by=lead, about=case.ref, pattern=with_words("Ask for the man called Saltwater"))
    release(supervisor, lure)
    add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT)
    with pytest.raises(LeadsToSomebodyNow) as refused:
        release(administrator, lure)
    assert "Saltwater" not in str(refused.value)
    assert newest_lures(5) == []


def test_a_possible_victim_added_since_is_met_too(lead, case, supervisor):
    lure = write_lure(by=lead, about=case.ref, pattern=with_words("Ana Seashell was promised a job"))
    place = add_person(by=lead, ref=case.ref, name="Ana Seashell", role=PersonRole.WITNESS)
    give_role(by=lead, ref=case.ref, person_id=place.person_id, role=PersonRole.VICTIM, reason="Was held")
    with pytest.raises(LeadsToSomebodyNow):
        release(supervisor, lure)


def test_what_the_public_sees_is_committed_with_the_draft_or_not_at_all(lure, lead, supervisor, administrator):
    release(supervisor, lure)
    with no_journal("lure.released"), pytest.raises(ConnectionError):
        release(administrator, lure)
    assert not ShownLure.objects.exists()
    release(administrator, lure)
    with no_journal("lure.taken_back"), pytest.raises(ConnectionError):
        take_back_lure(by=lead, number=lure.pk, why="Over")
    assert ShownLure.objects.exists()


@contextmanager
def no_journal(verb):
    """The journal fails when it is told of this deed."""

    def fail(**told):
        if told["verb"] == verb:
            raise ConnectionError
        return record(**told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "record", fail)
        yield


def test_what_a_stop_of_the_power_left_outside_can_be_taken_back_once_more(released, lead):
    said = ShownLure.objects.values("number", "title", "words", "signs", "ask", "country", "released_on").get()
    take_back_lure(by=lead, number=released.pk, why="Somebody was recognised")
    for _twice in range(2):
        show_lure(by=lead, **said)
    assert queries.read_lure(lead, released.pk).may_take_back
    take_back_lure(by=lead, number=released.pk, why="Once more")
    assert not ShownLure.objects.exists()
    assert not queries.read_lure(lead, released.pk).may_take_back


def test_one_takes_it_back_at_once_and_nothing_stays_outside(released, lead):
    with pytest.raises(WhyIsNeeded):
        take_back_lure(by=lead, number=released.pk, why=" ")
    take_back_lure(by=lead, number=released.pk, why="Somebody was recognised")
    assert not ShownLure.objects.exists()
    with pytest.raises(LureIsClosed):
        take_back_lure(by=lead, number=released.pk, why="Again")


def test_only_who_may_open_the_source_writes_from_it(outsider, administrator, case, tip_of, lead):
    with pytest.raises(NoSource) as forbidden:
        write_lure(by=outsider, about=case.ref, pattern=PLAIN)
    with pytest.raises(NoSource) as absent:
        write_lure(by=lead, about="999", pattern=PLAIN)
    assert str(absent.value) == str(forbidden.value)
    with pytest.raises(PermissionDenied):
        write_lure(by=administrator, about=case.ref, pattern=PLAIN)
    assert write_lure(by=outsider, about=str(tip_of().number), pattern=PLAIN).pk


def test_a_tip_in_a_case_is_behind_the_door_of_the_case(outsider, lead, case, tip_of, supervisor):
    tip = tip_of()
    lure = write_lure(by=outsider, about=str(tip.number), pattern=with_words("Ask for Saltwater"))
    assert queries.read_lure(outsider, lure.pk).may_change
    add_tip_to_case(by=lead, number=tip.number, version=tip.version, ref=case.ref)
    add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT)
    with pytest.raises(NoSource):
        write_lure(by=outsider, about=str(tip.number), pattern=PLAIN)
    with pytest.raises(LeadsToSomebody):
        write_lure(by=lead, about=str(tip.number), pattern=with_words("Ask for Saltwater"))
    with pytest.raises(LeadsToSomebodyNow):
        release(supervisor, lure)
    assert not queries.read_lure(outsider, lure.pk).may_change
    with pytest.raises(Http404):
        queries.lure_to_change(outsider, lure.pk)
    assert queries.lure_to_change(lead, lure.pk) == lure


def test_others_may_nothing(lure, auditor, stranger):
    for call in (_release, _read):
        with pytest.raises(PermissionDenied):
            call(by=auditor, number=lure.pk)
        with pytest.raises(Http404):
            call(by=stranger, number=lure.pk)


def test_the_text_message_and_its_length(lure, lead):
    page = queries.read_lure(lead, lure.pk)
    assert page.sms == "Lure of the week: A fee to be first for seasonal work. Ask: Which office runs this scheme?"
    assert page.segments == 1


def test_every_deed_stands_in_the_journal_without_a_word_of_it(released, lead):
    take_back_lure(by=lead, number=released.pk, why="Over")
    entries = Entry.objects.filter(verb__startswith="lure.").order_by("index")
    assert [one.verb for one in entries] == [
        "lure.written",
        "lure.seconded",
        "lure.shown",
        "lure.released",
        "lure.withdrawn",
        "lure.taken_back",
    ]
    assert "village" not in "".join(one.line for one in entries)


def _release(*, by, number):
    return release_lure(by=by, number=number, version="")


def _read(*, by, number):
    return queries.read_lure(by, number)

"""Five thousand machine reports and fifty people: all people have their row, the machine has a few, mails are few."""

import json
import os
import random
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.engines.families import NEAR, nearness, same_words, sketch, without_numbers
from lali.records.audit.models import Entry
from lali.records.cases.queries.board import board_of
from lali.records.letterbox.actions import enclose, keep_draft, receive_answer, receive_report
from lali.records.letterbox.models import Report
from lali.records.letterbox.vocabulary import ReportState
from lali.records.notices.models import Notice
from lali.records.tips import actions
from lali.records.tips.actions import TipHasMoved, close_like, close_tip, collect_reports
from lali.records.tips.models import Tip
from lali.records.tips.queries import (
    counts_by_state,
    folded_under,
    like_to_read,
    new_tips,
    note_like_read,
    queue_of,
)
from lali.records.tips.vocabulary import CloseReason

pytestmark = pytest.mark.slow

MACHINE = (
    "Dear officer I want to report agent {name} of {company} who took {sum} dollars from me for a visa to Dubai in "
    "{month} and never called again, his number is {phone} and you can read all of it on my page {word} thank you"
)
NAMES, COMPANIES = ["Adi", "Bob", "Carl", "Dina"], ["Blue Reef Ltd", "Sun Jobs", "Ocean Star"]
PLACES = ["Suva", "Nadi", "Labasa", "Levuka", "Ba", "Sigatoka", "Savusavu"]
WHAT = [
    *("a man at the market", "my uncle's friend", "a lady on Facebook", "the driver", "an agent at church"),
    *("our neighbour", "the captain", "a teacher", "two brothers", "the owner of the bar", "a girl I know", "her aunt"),
]
DID = [
    "keeps the passports of two girls",
    "says there is hotel work in Auckland",
    "asked us for money before the papers came",
    "does not let my sister leave the house",
    "took four boys on a boat at night",
    "wants pictures of me without clothes",
    "promised a school in Australia and then sold the phone",
    "pays nobody on the farm since Christmas",
    "brings new children each month",
    "beats the cook when he is drunk",
    "locks the gate and hides the key",
    "told my cousin to say she is twenty",
]
WHEN = ["last Sunday", "in March", "when school ended", "two weeks ago", "on the day of the storm", "since a year"]


def machine(draw):
    return MACHINE.format(
        name=draw.choice(NAMES), company=draw.choice(COMPANIES), sum=draw.randrange(100, 9000),
        month=draw.choice(["May", "June"]), phone=draw.randrange(10**6, 10**7), word=draw.randrange(10**6),
    )  # fmt: skip


def person(draw, number):
    told = [f"{draw.choice(WHAT)} {draw.choice(DID)} {draw.choice(WHEN)}" for _ in range(3)]
    return f"Person {number} of {draw.choice(PLACES)}. " + ". ".join(told)


@pytest.fixture
def come_with(report_of):
    """Leave a report with answers in the letterbox."""
    private, public = new_letter_key()
    return lambda text, **answers: report_of(text, keys=ReporterKeys(os.urandom(32), private, public), **answers)


@pytest.fixture
def come(come_with):
    """Leave reports in the letterbox."""

    def come(texts):
        for text in texts:
            come_with(text)

    return come


def flood(come, agency, machines, people):
    draw = random.Random(7)
    texts = [machine(draw) for _ in range(machines)] + [person(draw, number) for number in range(people)]
    draw.shuffle(texts)
    come(texts)
    while collect_reports(by="node", agency=agency, most=500):
        pass


def judge(lead, machines, people):
    rows = list(queue_of(lead))
    of_people = [tip for tip in rows if tip.text.startswith("Person ")]
    assert len(of_people) == people
    assert Tip.objects.count() == machines + people  # nothing is lost
    of_machine = [tip for tip in rows if "Dear officer" in tip.text]
    folded = Tip.objects.filter(like__isnull=False, text__startswith="Dear officer").count()
    assert folded + len(of_machine) == machines
    return folded, len(of_machine)


def test_a_small_flood_leaves_every_person_a_row_and_tells_each_once(come, agency, lead):
    flood(come, agency, 120, 50)
    _folded, rows = judge(lead, 120, 50)
    assert rows <= 20 + len(NAMES) * len(COMPANIES) * 2  # twenty, then one of each wording
    assert Notice.objects.filter(member=lead, kind="reports_came").count() == 1


def test_five_thousand_machines_and_fifty_people(come, agency, lead, mailoutbox, settings):
    from lali.records.notices.actions import choose_mail, mail_notices

    if connection.vendor != "sqlite":
        pytest.skip("ten minutes on PostgreSQL for the same rule; the smaller flood above runs on both")
    choose_mail(by=lead, choice="at_once")
    draw = random.Random(11)
    for _round in range(20):  # within one hour
        come([machine(draw) for _ in range(250)])
        come([person(draw, draw.randrange(10**9)) for _ in range(2 + _round % 2)])
        collect_reports(by="node", agency=agency)
        mail_notices(by="node", to=[lead], today=timezone.localdate())
    folded, rows = judge(lead, 5000, 50)
    assert folded >= 4950
    assert rows <= 50
    assert len(mailoutbox) <= 5


VISA = "Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"


def test_five_who_tell_of_the_same_message_keep_a_row_each(come, agency, lead):
    come([VISA] * 5)
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 5
    come([f"  {VISA.upper()} "])
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 5


def test_an_urgent_one_is_never_folded_under_one_that_is_not(come_with, come, agency, lead):
    come([VISA] * 6)
    come_with(VISA, danger="yes")
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).first().details["danger"] == "yes"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (VISA, {"danger": "yes"}),
        (VISA, {"under_18": "yes"}),
        (VISA, {"under_18": "no"}),
        (VISA, {"place": "Suva"}),
        (VISA, {"phone": "+679 410 0142"}),
        (VISA, {"name": "@invented"}),
        (VISA, {"reach": "Ring my aunt in the evening"}),
        (VISA.replace("300", "400"), {}),
        (VISA.replace("Golden", "Silver"), {}),
        (f"{VISA} See https://nobody.example/a", {}),
    ],
)
def test_who_says_or_answers_anything_else_has_a_row(come, come_with, agency, lead, text, answers):
    come([VISA] * 7)
    come_with(text, **answers)
    collect_reports(by="node", agency=agency)
    assert Tip.objects.get(number=8).like is None
    assert queue_of(lead).count() == 6


@pytest.mark.parametrize("text", ["Please help me", "please help me!", "I am at the farm and he has my passport now"])
def test_few_words_are_what_different_people_write(come, agency, lead, text):
    come([text] * 30)
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 30


@pytest.mark.parametrize("answers", [{"danger": "unsure"}, {"about": "myself"}, {"danger": "no", "about": "myself"}])
def test_who_is_not_sure_of_danger_and_who_tells_of_themselves_keep_their_rows(come_with, agency, lead, answers):
    told = "I am the cook of the farm and we get no pay since a year and may not leave the gate, call {}"
    for number in range(25):
        come_with(told.format(1000 + number // 9), **answers)
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 25


def test_words_of_danger_keep_their_rows(come, agency, lead):
    come(
        ["They locked us in the house, took our passports, and beat us when we ask to go home. Please help us now."] * 9
    )
    collect_reports(by="node", agency=agency)
    assert {tip.risk for tip in Tip.objects.all()} == {"urgent"}
    assert queue_of(lead).count() == 9


def test_files_keep_their_row(come, agency, lead):
    come([VISA] * 7)
    private, public = new_letter_key()
    keys = ReporterKeys(os.urandom(32), private, public)
    keep_draft(by="public", words="{}", reporter=keys)
    enclose(by="public", reporter=keys, original=b"a file", clean=None, name="a.jpg")
    receive_report(by="public", words=json.dumps({"text": VISA}), reporter=keys, decided=[1])
    collect_reports(by="node", agency=agency)
    assert Tip.objects.get(number=8).like is None


def test_numbers_alone_make_a_row_until_there_are_twenty(come, agency, lead):
    told = "Agent Nobody of Sun Jobs took {} dollars from me for a visa and does not answer my calls"
    come([told.format(number) for number in range(100, 125)])
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 20


def test_nearly_the_same_words_are_folded_by_the_hundred_only(come, agency, lead):
    draw = random.Random(5)
    told = "Agent {} of {} took my money for a visa to Dubai and does not answer when I ring him at night"
    come([told.format(f"{draw.choice(NAMES)}{chr(97 + n // 26)}{chr(97 + n % 26)}", "Sun Jobs") for n in range(205)])
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 200


def test_a_decision_goes_for_those_who_say_the_same_and_the_others_wait(
    come, agency, lead, supervisor, scan, django_capture_on_commit_callbacks
):
    told = "Agent Nobody of Sun Jobs took {} dollars from me for a visa and does not answer my calls"
    come([told.format(number) for number in (100, *range(100, 119), 100, 100, 500, 501)])
    collect_reports(by="node", agency=agency)
    first = Tip.objects.get(number=1)
    folded = folded_under(lead, first)
    assert (folded.number, folded.repeats) == (4, 2)
    with django_capture_on_commit_callbacks(execute=True):
        close_tip(by=lead, number=1, version=1, reason=CloseReason.TEST, note="")
    repeats = Tip.objects.filter(number__in=[21, 22])
    assert {(tip.state, tip.close_reason) for tip in repeats} == {("closed", "test")}
    assert Report.objects.filter(state=ReportState.CLOSED).count() == 3
    assert Report.objects.filter(read_at__isnull=False).count() == 1  # what nobody opened was not read
    assert all(repr(tip.subject)[1:-1] in scan() for tip in repeats)
    assert first in queue_of(lead)  # the two that differ wait, and the queue says where
    assert [tip.like_it for tip in queue_of(lead) if tip == first] == [2]
    assert new_tips(lead) == counts_by_state(lead)["new"] == board_of(supervisor).tips_waiting == 20
    assert folded_under(lead, Tip.objects.get(number=1)).number == 2


def test_what_stands_under_one_is_read_in_a_list_and_then_closed_with_one_press(
    come, agency, lead, django_capture_on_commit_callbacks
):
    come([VISA] * 9)
    collect_reports(by="node", agency=agency)
    _row, under = like_to_read(lead, 1)
    shown = list(under)
    assert [tip.number for tip in shown] == [6, 7, 8, 9]
    note_like_read(lead, shown[:3])
    assert Report.objects.filter(state=ReportState.READ, read_at__isnull=False).count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert close_like(by=lead, number=1, first=6, last=8, reason=CloseReason.REPEATED, note="The same letter") == 3
    assert list(Tip.objects.filter(state="new", like__isnull=False).values_list("number", flat=True)) == [9]
    assert Report.objects.filter(state=ReportState.CLOSED, read_at__isnull=False).count() == 3
    assert Entry.objects.filter(verb="tip.copies_closed").count() == 1
    with pytest.raises(TipHasMoved):
        close_like(by=lead, number=1, first=6, last=8, reason=CloseReason.REPEATED, note="")
    assert Tip.objects.get(number=1).state == "new"


def test_a_row_that_a_colleague_decides_on_meanwhile_takes_no_more(come, agency, lead, monkeypatch):
    come([VISA] * 5 + [VISA.replace("300", price) for price in ("310", "320", "330", "340")])
    collect_reports(by="node", agency=agency)
    come([VISA] * 2)
    collect = actions._collect_report

    def decide_first(by, agency, report, rows):  # the rows of this round are read already
        for tip in Tip.objects.filter(state="new", number=1):
            close_tip(by=lead, number=1, version=tip.version, reason=CloseReason.TEST, note="")
        return collect(by, agency, report, rows)

    monkeypatch.setattr(actions, "_collect_report", decide_first)
    collect_reports(by="node", agency=agency)
    assert {tip.like.number for tip in Tip.objects.filter(number__gt=9)} == {2}


def test_who_answers_a_question_is_no_copy(come, report_of, reporter, agency, lead):
    come([VISA] * 5)
    report = report_of(VISA)
    collect_reports(by="node", agency=agency)
    assert Tip.objects.get(number=6).like is not None
    receive_answer(by="public", report=report, words="It was at the wharf")
    collect_reports(by="node", agency=agency)
    assert Tip.objects.get(number=6).like is None


def test_one_of_many_can_be_decided_on_by_itself(come, agency, lead):
    come([VISA] * 8)
    collect_reports(by="node", agency=agency)
    close_tip(by=lead, number=7, version=1, reason=CloseReason.TEST, note="")
    assert Tip.objects.get(number=7).like is None
    assert Tip.objects.filter(state="new").count() == 7


def test_told_again_only_after_an_hour(come, agency, lead):
    come(["One thing happened at the wharf today"])
    collect_reports(by="node", agency=agency)
    Notice.objects.update(seen_at=timezone.now())
    come(["Quite another story from the school in the hills"])
    collect_reports(by="node", agency=agency)
    assert Notice.objects.filter(member=lead).count() == 1
    Notice.objects.update(at=timezone.now() - timedelta(hours=2))
    come(["Somebody follows our bus each morning"])
    collect_reports(by="node", agency=agency)
    assert Notice.objects.filter(member=lead).count() == 2


@pytest.mark.parametrize("text", ["", "!!!", "a", "\ud800 b", "x" * 100_000, "1 2 3"])
def test_any_text_has_a_sketch(text):
    assert nearness(sketch(text), sketch(text)) == bool(sketch(text))


def test_near_words_are_near_and_others_are_not():
    draw = random.Random(3)
    assert nearness(sketch(machine(draw)), sketch(machine(draw))) >= NEAR
    assert nearness(sketch(machine(draw)), sketch(person(draw, 1))) < 0.1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pay 300 now", "pay  4000 NOW"),
        ("See https://nobody.example/a?x=1 now", "See (www.other.example) now"),
        ("See nobody.example, now", "see other.example/b. now"),
    ],
)
def test_what_a_machine_changes_is_put_aside(one, other):
    assert same_words(one) != same_words(other)
    assert without_numbers(one) == without_numbers(other)


@pytest.mark.parametrize("mark", ["-", ".", "a-", "a.", "-.", "://", "www.", "@."])
def test_putting_links_aside_takes_no_time(mark):
    begun = time.process_time()
    without_numbers(f"{mark * (300 // len(mark))} " * 130)
    assert time.process_time() - begun < 5


def test_hard_words_stay_shut_until_they_are_opened(come, agency, lead, client):
    come(["He said he will kill us and beat us with a cable if we do not pay. Send nude photos."])
    collect_reports(by="node", agency=agency)
    tip = Tip.objects.get()
    assert tip.is_hard_to_read
    client.force_login(lead)
    assert "beat us with a cable" not in client.get("/tips/").content.decode()
    assert "Show the words" in client.get(f"/tips/{tip.number}/").content.decode()

"""Five thousand machine reports and fifty people: all people have their row, the machine has a few, mails are few."""

import os
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.engines.matching import NEAR, nearness, sketch
from lali.records.letterbox.models import Report
from lali.records.letterbox.vocabulary import ReportState
from lali.records.notices.models import Notice
from lali.records.tips.actions import close_tip, collect_reports
from lali.records.tips.models import Tip
from lali.records.tips.queries import folded_under, queue_of
from lali.records.tips.vocabulary import CloseReason

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
def come(report_of):
    """Leave reports in the letterbox."""
    private, public = new_letter_key()

    def come(texts):
        for text in texts:
            report_of(text, keys=ReporterKeys(os.urandom(32), private, public))

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
    assert rows <= 12
    assert Notice.objects.filter(member=lead, kind="reports_came").count() == 1


@pytest.mark.slow
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


def test_two_who_tell_of_the_same_message_keep_a_row_each(come, agency, lead):
    come(["Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"] * 2)
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 2


def test_an_urgent_one_is_never_folded_under_one_that_is_not(report_of, come, agency, lead):
    text = "Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"
    come([text] * 4)
    private, public = new_letter_key()
    report_of(text, keys=ReporterKeys(os.urandom(32), private, public), danger="yes")
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).first().details["danger"] == "yes"


def test_what_is_decided_goes_for_all_like_it_and_their_reporters_see_it(
    come, agency, lead, django_capture_on_commit_callbacks
):
    come(["Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"] * 6)
    collect_reports(by="node", agency=agency)
    first = Tip.objects.get(number=1)
    assert folded_under(lead, first).number == 4
    with django_capture_on_commit_callbacks(execute=True):
        close_tip(by=lead, number=1, version=1, reason=CloseReason.TEST, note="")
    assert Tip.objects.filter(state="closed", close_reason="test").count() == 5
    assert Report.objects.filter(state=ReportState.CLOSED).count() == 5
    come(["Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"])
    collect_reports(by="node", agency=agency)
    assert queue_of(lead).count() == 2  # what comes later stands for itself


def test_one_of_many_can_be_decided_on_by_itself(come, agency, lead):
    come(["Golden Lagoon wants 300 dollars for a visa to Bangkok, is it true?"] * 4)
    collect_reports(by="node", agency=agency)
    close_tip(by=lead, number=4, version=1, reason=CloseReason.TEST, note="")
    assert Tip.objects.get(number=4).like is None
    assert Tip.objects.filter(state="new").count() == 3


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


def test_hard_words_stay_shut_until_they_are_opened(come, agency, lead, client):
    come(["He said he will kill us and beat us with a cable if we do not pay. Send nude photos."])
    collect_reports(by="node", agency=agency)
    tip = Tip.objects.get()
    assert tip.is_hard_to_read
    client.force_login(lead)
    assert "beat us with a cable" not in client.get("/tips/").content.decode()
    assert "Show the words" in client.get(f"/tips/{tip.number}/").content.decode()

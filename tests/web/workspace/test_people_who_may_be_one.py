"""People of two cases who may be one, on the page of possible links: the bars, the code names, the judgement."""

from django.urls import reverse

from lali.engines.matching import Reason, ReasonCode
from lali.records.cases.actions import add_person, open_case
from lali.records.cases.queries import Alike, PersonEnd
from lali.records.entities.vocabulary import PersonRole
from lali.web.workspace.people import shown_alike

PAGE = "workspace:possible_links"
NAME = "Bob Quartzwater"


def made(lead, role=PersonRole.SUSPECT):
    cases = [open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]
    return [(case, add_person(by=lead, ref=case.ref, name=NAME, role=role).person) for case in cases]


def test_a_pair_stands_with_its_bars_and_is_judged(client, lead):
    made(lead)
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert "People who may be one" in page
    assert "the same name" in page
    assert "+60" in page
    assert "<rect" in page
    assert "style=" not in page
    start = page.index("/judge/")
    address = page[page.rindex('"', 0, start) + 1 : start] + "/judge/"
    other = page.split('name="judge-other_id" value="')[1].partition('"')[0]
    said = {"judge-other_id": other, "judge-likeness": "different", "judge-reason": "Two men"}
    assert client.post(address, said).status_code == 302
    assert "People who may be one" not in client.get(reverse(PAGE)).content.decode()


def test_a_possible_victim_is_no_name_there(client, lead):
    made(lead, PersonRole.VICTIM)
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert "People who may be one" in page
    assert NAME not in page


def test_steps_begin_where_the_last_one_ended_and_stay_on_the_line():
    end = PersonEnd(1, "A", None)
    codes = (ReasonCode.SAME_NAME, ReasonCode.OTHER_BIRTH, ReasonCode.OTHER_SEX)
    (shown,) = shown_alike([Alike(end, end, 0, tuple(map(Reason, codes)), writes=True)])
    assert [step.points for step in shown.steps] == [60, -50, -25]
    assert shown.zero == 20
    assert [(step.start, step.width) for step in shown.steps] == [(20, 80), (33.3, 66.7), (0, 33.3)]
    assert all(step.start + step.width <= 100.1 for step in shown.steps)

"""People of two cases who may be one, on the page of possible links: the bars, the code names, the judgement."""

import re
from html import unescape

import pytest
from django.urls import reverse

from lali.engines.matching import Reason, ReasonCode
from lali.records.cases.actions import add_identifier, add_person, judge_persons, open_case
from lali.records.cases.models import Case, PersonJudgement
from lali.records.cases.queries import Alike, PersonEnd
from lali.records.entities.vocabulary import PersonRole
from lali.web.workspace.people import shown_alike

PAGE = "workspace:possible_links"
NAME = "Bob Quartzwater"


def made(lead, role=PersonRole.SUSPECT):
    cases = [open_case(by=lead, title=title) for title in ("The fee in the village", "The ad on Telegram")]
    return [(case, add_person(by=lead, ref=case.ref, name=NAME, role=role).person) for case in cases]


def test_a_pair_stands_with_its_bars_and_is_judged(client, lead):
    cases = made(lead)
    client.force_login(lead)
    page = client.get(reverse(PAGE)).content.decode()
    assert "People who may be one" in page
    assert "the same name" in page
    assert "+60" in page
    assert "<rect" in page
    assert "style=" not in page
    address = reverse("workspace:people_judge", args=[cases[0][0].ref, cases[0][1].pk, cases[1][1].pk])
    assert f'action="{address}"' in page
    sent = client.post(address, {"judge-likeness": "different", "judge-reason": "", "at": "1"})
    assert sent.status_code == 400
    assert sent.content.decode().count(" checked") == 1  # what was chosen stays
    done = client.post(address, {"judge-likeness": "different", "judge-reason": "Two men", "at": "1"})
    assert done.url == f"{reverse(PAGE)}#card-1"
    assert "People who may be one" not in client.get(reverse(PAGE)).content.decode()


def whole(page):
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("likeness", ["different", "unsure", "same"])
def test_what_was_said_stays_in_view_and_is_taken_back(client, lead, likeness):
    (case, one), (other_case, other) = made(lead)
    client.force_login(lead)
    address = reverse("workspace:people_judge", args=[case.ref, one.pk, other.pk])
    client.post(address, {"judge-likeness": likeness, "judge-reason": "The scar on his hand"})
    judged = whole(client.get(reverse(PAGE), {"judged": "on"}))
    for words in ("The scar on his hand", lead.name, NAME, case.ref, other_case.ref):
        assert words in judged
    said = PersonJudgement.objects.get()
    assert ("The two are parted" in judged) == (likeness == "same")
    assert "1 pair was judged" in whole(client.get(reverse("workspace:case_persons", args=[case.ref])))
    again = client.post(address, {"judge-likeness": "unsure", "judge-reason": "Late"})
    assert again.status_code == 400
    back = reverse("workspace:people_judgement_back", args=[said.pk])
    assert client.post(back, {"reason-reason": ""}).status_code == 400
    assert client.post(back, {"reason-reason": "Two scars"}).url == f"{reverse(PAGE)}?kind=people"
    assert "People who may be one" in whole(client.get(reverse(PAGE)))
    judged = whole(client.get(reverse(PAGE), {"judged": "on", "kind": "people", "case": case.ref}))
    assert "Two scars" in judged
    assert "Take it back" not in judged
    assert "1 pair was judged" not in whole(client.get(reverse("workspace:case_persons", args=[case.ref])))


def test_what_stands_in_the_way_is_said_in_place_of_the_button(client, lead):
    (case, one), (other_case, other) = made(lead)
    client.force_login(lead)
    address = reverse("workspace:people_judge", args=[case.ref, one.pk, other.pk])
    client.post(address, {"judge-likeness": "same", "judge-reason": "One passport"})
    Case.objects.filter(pk=other_case.pk).update(state="closed")
    judged = whole(client.get(reverse(PAGE), {"judged": "on"}))
    assert f"{other_case.ref} is closed. Open it again first; then this can be taken back." in judged
    assert "Take it back" not in judged
    back = reverse("workspace:people_judgement_back", args=[PersonJudgement.objects.get().pk])
    stopped = client.post(back, {"reason-reason": "Two men"})
    assert stopped.status_code == 400
    assert f"{other_case.ref} is closed." in whole(stopped)


def test_many_judgements_on_people_stand_on_pages_of_their_own(client, lead):
    first, second = (open_case(by=lead, title=title) for title in ("One", "Two"))
    for n in range(12):
        pair = [
            add_person(by=lead, ref=case.ref, name=f"{NAME} {n}", role="suspect").person for case in (first, second)
        ]
        facts = {"person_id": pair[0].pk, "other_id": pair[1].pk, "likeness": "different", "reason": f"No {n}."}
        judge_persons(by=lead, ref=first.ref, **facts)
    client.force_login(lead)
    page = whole(client.get(reverse(PAGE), {"judged": "on"}))
    assert "All 12 judgements on people" in page
    assert ("No 2." in page, "No 1." in page) == (True, False)
    assert "No 1." in whole(client.get(reverse(PAGE), {"judged": "on", "kind": "people"}))


def test_each_kind_says_how_many_wait_wherever_one_stands(client, lead):
    for case, _person in made(lead):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    client.force_login(lead)
    for kind in ("", "phone", "people"):
        page = client.get(reverse(PAGE), {"kind": kind})
        assert [(word, number) for _url, word, number, _now in page.context["kinds"]] == [
            ("All", 2), ("Phones", 1), ("People", 1),
        ]  # fmt: skip
        assert ('class="pagination"' in whole(page), "People who may be one" in whole(page)) == (False, kind != "phone")
    assert ("Texts", 0) in [one[1:3] for one in client.get(reverse(PAGE), {"kind": "texts"}).context["kinds"]]


def test_where_nothing_waits_any_more_what_was_judged_is_one_step_away(client, lead):
    (case, one), (_other_case, other) = made(lead)
    client.force_login(lead)
    address = reverse("workspace:people_judge", args=[case.ref, one.pk, other.pk])
    sent = {"judge-likeness": "different", "judge-reason": "Two men"}
    page = whole(client.post(f"{address}?kind=people", sent, follow=True))
    assert "Nothing waits" in page
    (leads,) = re.findall(r'<a href="([^"]+)">Look at what was judged</a>', page)
    assert "Two men" in whole(client.get(reverse(PAGE) + unescape(leads)))


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

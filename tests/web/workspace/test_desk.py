"""The desk of members who work on no case: what fits their permissions, and what waits for a second person."""

from datetime import date

import pytest

from lali.records.agencies.actions import enrol_member
from lali.records.awareness import actions as awareness
from lali.records.awareness.actions import Plan, Words
from lali.records.awareness.models import CampaignMessage
from lali.records.wording import actions as wording
from lali.records.wording.access import mark_of
from lali.records.wording.shipped import shipped, strings


@pytest.fixture
def enrol(agency):
    def enrol(role, who="first"):
        email = f"{role}-{who}@desk.example"
        return enrol_member(by="node", agency=agency, email=email, name=f"{who} (invented)", role=role, password="x")

    return enrol


@pytest.fixture
def desk(open_page, text_of):
    def desk(member):
        answer = open_page(member, "/")
        return text_of(answer), answer.content.decode().partition("<main")[2]

    return desk


@pytest.mark.parametrize(
    ("role", "leads", "leads_not"),
    [
        ("awareness", ["/programme/campaigns/", "/programme/words/"], ["/members/", "/cases/"]),
        ("translator", ["/programme/words/"], ["/members/", "/programme/campaigns/"]),
        ("administrator", ["/members/", "/programme/words/"], ["/programme/campaigns/"]),
        ("auditor", ["/journal/"], ["/members/", "/programme/"]),
        ("oversight", ["/cases/"], ["/members/", "/programme/"]),
    ],
)
def test_the_desk_leads_where_the_role_may_go(desk, enrol, open_page, role, leads, leads_not):
    member = enrol(role)
    words, main = desk(member)
    for address in leads:
        start = main.index(f'{address}"')
        url = main[main.rindex('"', 0, start) + 1 : start] + address
        assert open_page(member, url).status_code == 200
    assert not [address for address in leads_not if f'{address}"' in main]
    assert ("You keep the members and the partners." in words) == (role == "administrator")


def test_messages_and_lines_that_wait_are_told_to_who_may_sign_them(desk, enrol, db_both):
    writer, other, translator = enrol("awareness"), enrol("awareness", "second"), enrol("translator")
    assert "second person" not in desk(other)[0]
    plan = Plan(title="Malekula", objective="Ask.", starts_on=date(2026, 11, 1), ends_on=date(2099, 1, 1))
    campaign = awareness.plan_campaign(by=writer, plan=plan)
    for letter in "AB":
        words = Words(headline=f"Ask first {letter}", text="Ask an office.", what_to_do="Ring 1800.")
        awareness.write_message(by=writer, number=campaign.pk, language="en", letter=letter, words=words)
    key = next(key for key, one in strings().items() if one.source == ("Close this tab.",))
    seen = mark_of(shipped("bi").get(key, ()))
    wording.save_wording(by=writer, language="bi", key=key, texts=["Klinim mak"], seen=seen)

    said, main = desk(other)
    assert "2 messages wait for a second person." in said
    assert f"/programme/campaigns/{campaign.pk}/messages/" in main
    assert "1 line waits for a second person." in said
    assert "wait" not in desk(writer)[0], "own words are for somebody else"
    assert "messages wait" not in desk(translator)[0]
    assert "1 line waits" in desk(translator)[0]

    CampaignMessage.objects.filter(letter="A").update(signed_by=other, signed_on=date(2026, 11, 2))
    wording.sign_wording(by=other, language="bi", key=key, seen=mark_of(["Klinim mak"]))
    said = desk(other)[0]
    assert "1 message waits for a second person." in said
    assert "line waits" not in said

"""An awareness officer and a campaign, on screens."""

from datetime import date

import pytest


def _officer(agency, who):
    from lali.records.agencies.actions import enrol_member

    email = f"{who}@programme.example"
    return enrol_member(by="node", agency=agency, email=email, name=f"{who} (invented)", role="awareness", password="x")


@pytest.fixture
def officer(agency):
    return _officer(agency, "officer")


@pytest.fixture
def second(agency):
    return _officer(agency, "second")


@pytest.fixture
def campaign(officer):
    from lali.records.awareness import actions

    plan = actions.Plan(
        title="Malekula, 18 to 25",
        objective="They ask an office before they pay.",
        starts_on=date(2026, 11, 1),
        ends_on=date(2099, 2, 28),
        wanted_people=120,
        wanted_openings=500,
        wanted_gain=10,
    )
    return actions.plan_campaign(by=officer, plan=plan)


@pytest.fixture
def sign(open_page):
    """Sign a message on screen, with the mark of the words that stand: `sign(second, campaign, "bi", "A")`."""
    from lali.records.awareness.models import CampaignMessage
    from lali.records.awareness.texts import mark_of

    def sign(member, number, language, letter):
        message = CampaignMessage.objects.get(campaign_id=number, language=language, letter=letter)
        address = f"/programme/campaigns/{number}/messages/{language}/{letter}/sign/"
        return open_page(member, address, {"seen": mark_of(message)})

    return sign


@pytest.fixture
def see(open_page, text_of):
    """The words of a page as a member sees them."""

    def see(member, address):
        return text_of(open_page(member, address))

    return see

"""A campaign of a test, and the officer who runs it."""

from datetime import date

import pytest


@pytest.fixture
def officer(member_of, agency):
    """An awareness officer."""
    return member_of(agency, "awareness")


@pytest.fixture
def second(member_of, agency):
    """A second awareness officer."""
    return member_of(agency, "awareness")


@pytest.fixture
def plan():
    from lali.records.awareness import actions

    return actions.Plan(
        title="Malekula, 18 to 25",
        objective="They ask an office before they pay.",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 2, 28),
        wanted_people=120,
        wanted_gain=10,
    )


@pytest.fixture
def campaign(officer, plan):
    from lali.records.awareness import actions

    return actions.plan_campaign(by=officer, plan=plan)


@pytest.fixture
def sign():
    """Sign a message as who has read the words that stand."""
    from lali.records.awareness import actions, queries
    from lali.records.awareness.texts import mark_of

    def sign(by, **where):
        return actions.sign_message(by=by, seen=mark_of(queries.read_message(by, **where)), **where)

    return sign


@pytest.fixture
def both_signed(officer, second, campaign, sign):
    """Messages A and B in Bislama, signed."""
    from lali.records.awareness import actions

    for letter in "AB":
        where = {"number": campaign.pk, "language": "bi", "letter": letter}
        words = actions.Words(f"Ask first {letter}", "A true office asks no fee.", "Ring the labour office.")
        actions.write_message(by=officer, words=words, **where)
        sign(by=second, **where)
    return campaign

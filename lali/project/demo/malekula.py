"""The demo’s campaign: people of 18 to 25 on Malekula, an evening in a nakamal, sheets, codes, a trial. All invented.

Its Bislama is a draft until a speaker has read it; in the story Rose has.
"""

import random
from datetime import date, timedelta

from django.utils import timezone

from lali.engines.lessons import Item, form
from lali.records.agencies.models import Member
from lali.records.audit.vocabulary import PUBLIC
from lali.records.awareness import actions as awareness
from lali.records.awareness.actions import Declared, Held, Plan, Typed, Whom, Words
from lali.records.awareness.texts import mark_of
from lali.records.reach.actions import change_days, count
from lali.records.reach.models import PlaceCode
from lali.records.reach.vocabulary import Step

FIRST = Words(
    headline="Askem fastaem, bifo yu pem",
    text=(
        "Wan stret ofis i no askem mane blong givim wok. Paspot blong yu hemi blong yu nomo. "
        "Sipos oli hariapem yu, stop mo jekem."
    ),
    what_to_do="Askem Dipatmen blong Leba fastaem.",
)
SECOND = Words(
    headline="Bigfala pei tumas? Stop, jekem.",
    text="Bigfala pei, i no nid blong gat ekspiriens, oli tekem yu long jat nomo? Hemia rod blong ol trafika.",
    what_to_do="Jekem ofa ia long ples ia naoia.",
)
ENGLISH = Words(
    headline="Ask before you pay",
    text="A true office asks no money for a job. Your passport is yours. If they hurry you, stop and check.",
    what_to_do="Ask the Department of Labour first.",
)
CAME = {
    ("women", "18-25"): 17, ("men", "18-25"): 21, ("women", "26-35"): 4, ("men", "26-35"): 6,
    ("women", "36-59"): 5, ("men", "36-59"): 7, ("men", "60+"): 3,
}  # fmt: skip
PLACES = ("Banyan Point school (invented)", "Nakamal of Reef Village (invented)", "Radio Coconut, mornings (invented)")
CAME_TO_CHURCH = {("women", "18-25"): 14, ("men", "26-35"): 11, ("women", "60+"): 6}
SHEETS = 32
STOPS = {"before": (0.55, 0.35), "after": (0.85, 0.28)}  # at lures, at honest offers
LOADS = {"A": (26, 6), "B": (24, 9)}  # pages opened, lessons begun, under each code
DAYS_AGO = 9


def hold_campaign(*, officer: Member, second: Member) -> None:
    """Plan it, write and sign its messages, hold an evening, open codes, and begin a trial."""
    today = timezone.localdate()
    plan = Plan(
        title="Think before you go: 18 to 25 on Malekula",
        objective="Young people of Malekula ask the labour office before they pay or send a passport.",
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=70),
        wanted_people=200,
        wanted_openings=500,
        wanted_gain=10,
    )
    number = awareness.plan_campaign(by=officer, plan=plan).pk
    whom = Whom("bi", ("session", "poster"), age_band="18-25", place="Central Malekula", place_code="VU04008")
    awareness.add_audience(by=officer, number=number, whom=whom)
    for language, letter, words in (("bi", "A", FIRST), ("bi", "B", SECOND), ("en", "A", ENGLISH)):
        where = {"number": number, "language": language, "letter": letter}
        message = awareness.write_message(by=officer, words=words, **where)
        awareness.sign_message(by=second, seen=mark_of(message), **where)
    _meet(officer, number, today - timedelta(days=DAYS_AGO))
    _show(officer, number, today)


def _meet(officer: Member, number: int, day: date) -> None:
    held = Held(held_on=day, setting="nakamal", place="Reef Village, Malekula (invented)")
    session = awareness.hold_session(by=officer, number=number, held=held, came=CAME)
    chance = random.Random("malekula")  # noqa: S311 - a story, the same each time
    typed = [
        Typed(n, _answers(chance, form("A"), "before"), _answers(chance, form("B"), "after"))
        for n in range(1, SHEETS + 1)
    ]
    awareness.enter_sheets(by=officer, number=number, session_id=session.pk, typed=typed)
    church = Held(held_on=day + timedelta(days=2), setting="church", place="Lagoon Church, Malekula (invented)")
    awareness.hold_session(by=officer, number=number, held=church, came=CAME_TO_CHURCH)


def _answers(chance: random.Random, items: tuple[Item, ...], when: str) -> str:
    lure, honest = STOPS[when]
    return "".join("1" if chance.random() < (lure if item.lure else honest) else "0" for item in items)


def _show(officer: Member, number: int, today: date) -> None:
    codes = awareness.open_codes(by=officer, number=number, places=PLACES, language="bi")
    for code in codes:
        _open(officer, code, today - timedelta(days=DAYS_AGO))
    declared = Declared("bi", "began", usual=20, difference=10, until=today + timedelta(days=40))
    trial = awareness.declare_trial(by=officer, number=number, declared=declared)
    awareness.begin_trial(by=officer, number=number, trial=trial.pk)


def _open(officer: Member, code: PlaceCode, day: date) -> None:
    """The posters hung some days before; on the first of them some people came by."""
    change_days(by=officer, campaign=code.campaign, code=code.code, open_from=day, open_until=None)
    for letter, (opened, began) in LOADS.items():
        for step, loads in ((Step.ARRIVED, opened), (Step.BEGAN, began)):
            for _load in range(loads):
                count(by=PUBLIC, code=code.code, letter=letter, step=step, today=day)

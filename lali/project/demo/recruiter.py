"""One hand that writes the same offer under three names, with three telephones, in two languages. All invented.

So that a new member finds something in the network, among possible links, in families and in their watches.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.vocabulary import NODE
from lali.records.cases import actions as cases
from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.vocabulary import CaseKind, Level
from lali.records.entities.actions import watch_typed
from lali.records.entities.facts import Birth
from lali.records.entities.vocabulary import BirthBasis, PersonRole, Sex
from lali.records.links.actions import look_for_links
from lali.records.tips import actions as tips
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource

ENGLISH = (
    "URGENT HIRING, {trade} in {place}. {pay} USD every month, no experience needed, no interview. The company pays "
    "your ticket, visa and room and takes it back from your salary. Only girls and boys of 18 to 28. Send a photo of "
    "your passport to {name} on WhatsApp {phone} tonight, five seats are left for this week! Do not tell others yet."
)
BISLAMA = (
    "I gat wok long {place}, {pay} dola long wan manis, yu no nid blong save wok ia bifo. Kampani i pem tiket, visa "
    "mo rum blong yu, be yu save pembak biaen long pei blong yu. Sendem foto blong paspot blong yu long {name} long "
    "WhatsApp {phone} tede nomo, i gat faef ples i stap yet. No talem long narafala man fastaem."
)
FRENCH = (
    "RECRUTEMENT URGENT : {trade} à {place}, {pay} USD par mois, sans expérience et sans entretien. La société paie "
    "votre billet, votre visa et votre chambre, et les retient sur le salaire. Envoyez une photo de votre passeport à "
    "{name} sur WhatsApp {phone} ce soir, il ne reste que cinq places. N’en parlez pas encore à vos proches."
)
FIRST, SECOND, THIRD = "+679 410 0142", "+679 410 0151", "+679 410 0152"


@dataclass(frozen=True, slots=True)
class Ad:
    """One copy: the words it is made from, what changes in it, and how many days ago it came."""

    words: str
    name: str
    phone: str
    place: str
    pay: int
    days_ago: float
    trade: str = ""

    def text(self) -> str:
        """The words as they were sent in."""
        return self.words.format(name=self.name, phone=self.phone, place=self.place, pay=self.pay, trade=self.trade)


IN_FIJI = (
    Ad(ENGLISH, "Golden Lagoon Careers", FIRST, "Bangkok", 1800, 17, "customer service"),
    Ad(ENGLISH, "Blue Coconut Staffing", SECOND, "Poipet", 1500, 11, "hotel reception"),
    Ad(ENGLISH, "Miss Pearl HR", THIRD, "Manila", 2200, 9, "online sales"),
    Ad(ENGLISH, "Blue Coconut Staffing", SECOND, "Bangkok", 1900, 4, "data entry"),
    Ad(BISLAMA, "Misis Pearl", THIRD, "Manila", 1400, 6),
    Ad(BISLAMA, "Blu Kokonas", SECOND, "Bangkok", 1600, 5),
)
IN_VANUATU = (
    Ad(BISLAMA, "Misis Pearl", THIRD, "Manila", 1400, 8),
    Ad(BISLAMA, "Golden Lagoon", FIRST, "Bangkok", 1700, 3),
    Ad(FRENCH, "Mlle Perle", THIRD, "Bangkok", 1700, 6, "service clientèle"),
    Ad(FRENCH, "Cocotier Bleu", SECOND, "Manille", 1500, 2, "saisie de données"),
)


def write_to_fiji(*, first: Member, second: Member, reader: Member, known: PersonInCase) -> None:
    """Six copies: two stand in a case about the three names, one in a case of a worker from Vanuatu, three wait.

    In the case about the names stands somebody who may be `known`, of another case.
    """
    came = [_receive(first, ad) for ad in IN_FIJI]
    names = _case(second, came[1], "One advertisement under three names", first)
    _into(second, came[2], names)
    cases.put_on_team(by=second, ref=names.ref, member=reader, level=Level.READ)
    _case(first, came[4], "A picker from Vanuatu was offered a hotel in Manila", second)
    _perhaps_one_person(first, known, second, names)
    _watch(first, FIRST, "The number of the fee in Macuata")
    look_for_links(by=NODE)


def write_to_vanuatu(*, first: Member, second: Member) -> None:
    """Four copies, two of each language; one of each stands in a case of its own."""
    came = [_receive(first, ad) for ad in IN_VANUATU]
    _case(first, came[0], "An offer in Bislama from a number of Fiji", second)
    _case(second, came[2], "La même offre en français, à Luganville", first)
    _watch(first, THIRD, "It stands in offers of two languages")
    look_for_links(by=NODE)


def _receive(by: Member, ad: Ad) -> Tip:
    at = timezone.now() - timedelta(days=ad.days_ago)
    return tips.receive_tip(by=by, agency=by.agency, text=ad.text(), source=TipSource.VISIT, received_at=at)


def _case(by: Member, tip: Tip, title: str, colleague: Member) -> Case:
    tip.refresh_from_db()
    case = cases.open_case_from_tip(
        by=by, number=tip.number, version=tip.version, title=title, kind=CaseKind.SCAM_CENTRE
    )
    cases.put_on_team(by=by, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
    return case


def _into(by: Member, tip: Tip, case: Case) -> None:
    cases.add_tip_to_case(by=by, number=tip.number, version=tip.version, ref=case.ref)


def _perhaps_one_person(lead: Member, known: PersonInCase, by: Member, case: Case) -> None:
    """A name in another order, births that may be the same, and nationalities that differ: for and against."""
    met = cases.add_person(
        by=by, ref=case.ref, name="Saltwater Bob (invented)", role=PersonRole.SUSPECT,
        reason="Paid for the advertisement; so says the receipt of the platform",
    )  # fmt: skip
    some_time = Birth(date(1986, 1, 1), date(1986, 12, 31), BirthBasis.RELATIVE)
    that_day = Birth(date(1986, 3, 4), date(1986, 3, 4), BirthBasis.DOCUMENT)
    for who, place, birth, country in ((lead, known, some_time, "FJ"), (by, met, that_day, "PG")):
        facts = {"birth": birth, "sex": Sex.MALE, "nationalities": (country,)}
        cases.describe_person(
            by=who, ref=place.case.ref, person_id=place.person_id, version=place.person.version, facts=facts
        )


def _watch(by: Member, phone: str, reason: str) -> None:
    watch_typed(by=by, kind="phone", typed=phone, reason=reason)

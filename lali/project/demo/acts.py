"""The acts of the story: what each node's members did before you open the demo."""

import io
import json
import os
from datetime import timedelta

from django.utils import timezone

from lali.engines.exchange import derive, new_code
from lali.project.demo import casework, malekula, noticeboard, recruiter, story
from lali.project.demo.learners import people_learn
from lali.records.agencies.actions import enrol_member
from lali.records.agencies.models import Member
from lali.records.agencies.queries import home_agency
from lali.records.audit.vocabulary import NODE, PUBLIC
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseKind, Level
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence.actions import (
    Acquisition,
    Handing,
    Keeping,
    accept_hand_over,
    hand_over,
    take_in_exhibit,
    take_in_thing,
)
from lali.records.letterbox.actions import receive_report
from lali.records.letterbox.queries import addressee
from lali.records.tips import actions as tips
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import CloseReason, TipSource


def _members(rows: tuple[tuple[str, str, str], ...]) -> dict[str, Member]:
    agency = home_agency()
    return {
        email.partition("@")[0]: enrol_member(
            by=NODE, agency=agency, email=email, name=name, role=role, password=story.PASSWORD
        )
        for email, name, role in rows
    }


def _tip(by: Member, text: str, *, source: TipSource = TipSource.VISIT, days_ago: float = 0) -> Tip:
    at = timezone.now() - timedelta(days=days_ago)
    return tips.receive_tip(by=by, agency=by.agency, text=text, source=source, received_at=at)


def _report(text: str, **told: str) -> None:
    """A report through the letterbox, as the public site would leave it; its code is forgotten at once."""
    code = new_code("en", entropy=os.urandom(8))
    keys = derive(code, salt=bytes(addressee().code_salt))
    receive_report(by=PUBLIC, words=json.dumps({"text": text} | told), reporter=keys)


def _case_from(by: Member, tip: Tip, title: str, kind: CaseKind) -> Case:
    return cases.open_case_from_tip(by=by, number=tip.number, version=tip.version, title=title, kind=kind)


def play_fiji() -> None:
    """Two cases' worth of tips: a fee fraud that is open, a missing graduate that waits in the queue."""
    member = _members(story.FIJI_MEMBERS)
    litia, jone, asha = member["litia"], member["jone"], member["asha"]
    today = timezone.localdate()

    fee = _case_from(
        litia, _tip(litia, story.FEE_FRAUD, days_ago=21), "PALM priority fee in Macuata", CaseKind.SEASONAL_FRAUD
    )
    cases.put_on_team(by=litia, ref=fee.ref, member=jone, level=Level.CONTRIBUTE)
    cases.put_on_team(by=litia, ref=fee.ref, member=asha, level=Level.READ)
    suspect = cases.add_person(
        by=litia, ref=fee.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT, reason="Collected the fee"
    )
    witness = cases.add_person(
        by=litia, ref=fee.ref, name="Ana Seashell (invented)", role=PersonRole.WITNESS, reason="Paid for her son"
    )
    cases.add_task(
        by=litia, ref=fee.ref, title="Ask the platform to keep the page's data: its offer ends in nine days",
        due_on=today + timedelta(days=9), assignee=litia,
    )  # fmt: skip
    cases.add_task(
        by=litia, ref=fee.ref, title="Statement of the village headman", due_on=today - timedelta(days=2), assignee=jone
    )
    take_in_exhibit(
        by=litia, ref=fee.ref, file_name="chat with GL Careers.txt",
        source=io.BytesIO(story.CHAT_EXPORT.encode()),
        acquisition=Acquisition(
            title="Chat of a family with the recruiter",
            acquired_at=timezone.now() - timedelta(days=20),
            acquired_by="Litia Coralgarden",
            acquired_where="Labasa police station (fictional visit)",
            acquired_how="Exported on the owner's phone in their presence and copied from a new USB stick",
            tool="WhatsApp export",
        ),
    )  # fmt: skip
    _a_phone_changes_hands(litia, jone, fee.ref)
    casework.work_on_the_fee(litia, fee, suspect=suspect, witness=witness)

    _tip(jone, story.GENUINE_NOTICE, days_ago=3)
    _tip(asha, story.SEXTORTION, source=TipSource.PHONE, days_ago=1)
    repeated = _tip(jone, "Somebody sells phones too cheap at the market.", source=TipSource.PHONE, days_ago=5)
    tips.close_tip(
        by=jone, number=repeated.number, version=repeated.version, reason=CloseReason.NOT_TRAFFICKING,
        note="Told the market police.",
    )  # fmt: skip
    _report(story.MISSING_GRADUATE, country="FJ", language="en", about="someone")
    _report(story.FEE_TO_WALLET.format(wallet=story.WALLET), country="FJ", language="en", about="seen")
    recruiter.write_to_fiji(first=litia, second=jone, reader=asha, known=suspect)
    people_learn("FJ", ("en", "fj", "hif"))
    noticeboard.fill("FJ", writer=asha, checker=member["admin"])
    noticeboard.show_lure(fee.ref, writer=litia, first=asha, second=member["admin"])


def play_vanuatu() -> None:
    """Two cousins, one freed, first held as an offender, then recognised as a possible victim; and a campaign."""
    member = _members(story.VANUATU_MEMBERS)
    willie, rose = member["willie"], member["rose"]
    told = _tip(willie, story.COUSINS.format(wallet=story.WALLET), days_ago=12)
    case = _case_from(willie, told, "Two cousins recruited for Bangkok", CaseKind.SCAM_CENTRE)
    cases.put_on_team(by=willie, ref=case.ref, member=rose, level=Level.CONTRIBUTE)
    freed = cases.add_person(
        by=willie,
        ref=case.ref,
        name="Kali Reefwalker (invented)",
        role=PersonRole.SUSPECT,
        reason="Held at the airport for fraud",
    )
    cases.give_role(
        by=willie,
        ref=case.ref,
        person_id=freed.person_id,
        role=PersonRole.VICTIM,
        reason="Says he was forced and beaten; screening agrees",
    )
    cases.end_role(by=willie, ref=case.ref, place_id=freed.pk, reason="Non-punishment: recognised as a possible victim")
    casework.work_on_the_cousins(willie, case, freed=freed)
    cases.add_person(by=willie, ref=case.ref, name="", role=PersonRole.VICTIM, reason="The cousin who is still there")
    cases.add_task(
        by=willie, ref=case.ref, title="Ask Fiji what it knows of the recruiter's Telegram account",
        due_on=timezone.localdate() + timedelta(days=4), assignee=willie,
    )  # fmt: skip
    _tip(rose, story.GENUINE_NOTICE, days_ago=2)
    recruiter.write_to_vanuatu(first=willie, second=rose)
    noticeboard.fill("VU", writer=rose, checker=member["admin"])
    malekula.hold_campaign(officer=member["marie"], second=rose)


def _a_phone_changes_hands(giver: Member, receiver: Member, ref: str) -> None:
    """The recruiter's phone is taken in under a seal, and handed over once."""
    phone = take_in_thing(
        by=giver, ref=ref,
        acquisition=Acquisition(
            title="Phone of the recruiter",
            description="Black phone in a blue cover, screen cracked at the lower left.",
            acquired_at=timezone.now() - timedelta(days=12),
            acquired_by="Litia Coralgarden",
            acquired_where="Labasa market (fictional)",
            acquired_how="Handed over by its holder, switched to flight mode, put in a bag and sealed",
            taken_from="Ratu Example, who recruits (invented)",
            device="Tamtam X1 (invented)",
            device_serial="00-000000-000000-0",
            state_found="On, locked, 41 % battery",
        ),
        keeping=Keeping("Exhibit room, shelf 4", "FJ-A-000123"),
    )  # fmt: skip
    at = {"ref": ref, "number": phone.number}
    handing = Handing(why="To be read out", due_at=timezone.now() + timedelta(days=1), to_member=receiver)
    hand_over(by=giver, **at, handing=handing)
    accept_hand_over(by=receiver, **at, keeping=Keeping("Laboratory, cupboard 2", "FJ-A-000123"))

"""A case of a test with something in every part of it, and a partner who speaks to us."""

import io
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.stage import Scene, enrol, found

LURE = (
    "Golden Lagoon Careers needs 12 girls & boys for customer service in Bangkok. No experience.\n"
    "Send $300 PALM priority fee today and give your passport to agent Joe: +679 555 0101 <WhatsApp>."
)
NAME = "Nobody Inparticular"


@pytest.fixture(scope="session")
def kept_full_case(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("full-case"))


@pytest.fixture
def stage(request, db_both, letter_address):
    if "full_case" not in request.fixturenames:
        return False

    def play():
        agency = found(letter_address)
        lead, colleague, supervisor = (enrol(agency, who) for who in ("lead", "colleague", "supervisor"))
        _play_full_case(lead, colleague, supervisor, _play_tip(lead))

    scene, store = request.getfixturevalue("kept_full_case"), request.getfixturevalue("exhibits")
    return scene.begin(play, store)


@pytest.fixture
def tip(lead, stage):
    from lali.records.tips.models import Tip

    return Tip.objects.get() if stage else _play_tip(lead)


@pytest.fixture
def full_case(lead, colleague, supervisor, tip, exhibits, stage):
    """A case with a tip, a person who was a suspect and now may be a victim, a late task, an exhibit, a team."""
    from lali.records.cases.models import Case

    return Case.objects.get() if stage else _play_full_case(lead, colleague, supervisor, tip)


def _play_tip(lead):
    from lali.records.tips.actions import receive_tip

    return receive_tip(by=lead, agency=lead.agency, text=LURE, source="phone")


def _play_full_case(lead, colleague, supervisor, tip):
    from lali.records.cases import actions
    from lali.records.chronology.actions import Happening, note_event
    from lali.records.chronology.when import exact
    from lali.records.evidence.actions import Acquisition, begin_intake, take_in_exhibit

    case = actions.open_case_from_tip(by=lead, number=tip.number, version=1, title="Fee for PALM", kind="fake_job")
    ref = case.ref
    actions.put_on_team(by=lead, ref=ref, member=colleague, level="contribute")
    actions.put_on_team(by=lead, ref=ref, member=supervisor, level="read")
    place = actions.add_person(by=lead, ref=ref, name=NAME, role="suspect", reason="Held the phone")
    actions.give_role(by=lead, ref=ref, person_id=place.person_id, role="victim", reason="Was made to write")
    actions.end_role(by=lead, ref=ref, place_id=place.pk, reason="Recognised")
    today = timezone.localdate()
    actions.add_task(by=lead, ref=ref, title="Ask the platform", due_on=today - timedelta(days=3), assignee=lead)
    paid = Happening(text="First payment", when=exact(timezone.now() - timedelta(days=9)), source="Receipt")
    note_event(by=lead, ref=ref, happening=paid)
    take_in_exhibit(
        by=lead, ref=ref, file_name="chat.txt", source=io.BytesIO(LURE.encode()), acquisition=Acquisition("Chat")
    )
    begin_intake(by=colleague, ref=ref, file_name="phone-copy.bin").sealing.discard()
    return case


@pytest.fixture
def abroad():
    """A partner's keys and card (fictional)."""
    from lali.engines.exchange import make_card, new_packet_keys, read_card

    keys = new_packet_keys()
    issued = datetime(2026, 11, 1, tzinfo=UTC)
    data = make_card(agency="TCU (fictional)", country="VU", node="vu-tcu", issued=issued, keys=keys)
    return keys, data, read_card(data)


@pytest.fixture
def partner(administrator, abroad):
    from lali.records.cooperation.actions import add_partner

    _keys, data, card = abroad
    return add_partner(by=administrator, card=data, fingerprint=card.fingerprint)


@pytest.fixture
def packet(lead, full_case, partner):
    """A packet that waits for a second person."""
    from lali.records.cooperation.actions import prepare_packet
    from lali.records.cooperation.queries import can_leave

    offered = can_leave(lead, full_case.ref)
    return prepare_packet(
        by=lead,
        ref=full_case.ref,
        partner_number=partner.pk,
        mention_ids=[mention.pk for mention in offered.identifiers],
        lures=offered.lures,
        purpose="Find the recruiter",
        legal_basis="palermo-10",
        tlp="amber",
        days=30,
    )


@pytest.fixture
def sealed_abroad(partner, abroad):
    """The bytes of a packet that the partner made for us."""
    from lali.engines.exchange import Draft, Shared, SharedIdentifier, Tlp, contents, seal_packet
    from lali.records.cooperation.identity import our_card

    keys, _data, card = abroad
    now = timezone.now().replace(microsecond=0)
    draft = Draft(
        id=uuid.uuid4(),
        created=now,
        expires=now + timedelta(days=30),
        sender=card,
        to=our_card(),
        purpose="Two cousins",
        legal_basis="UNTOC, article 27",
        tlp=Tlp.AMBER_STRICT,
        case_reference="VU-2026-00001",
        shared=Shared((SharedIdentifier("phone", "+6795550101"),), ("Send the fee to +679 555 0101",)),
    )
    return seal_packet(contents(draft), signing_key=keys.signing_key, to=our_card())


@pytest.fixture
def ids_of():
    """The ids of a page, in order."""

    def ids_of(response):
        return re.findall(r'\sid="([^"]+)"', response.content.decode())

    return ids_of


@pytest.fixture
def see(open_page, text_of):
    """The words of a page as a member sees them."""

    def see(member, address):
        return text_of(open_page(member, address))

    return see

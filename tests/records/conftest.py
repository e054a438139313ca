"""What several tests of records need: a second agency, reports from the public, a partner node, the whole journal."""

import json
import os
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from lali.engines.exchange import ReporterKeys, new_letter_key
from tests.neighbour import LURE, make_neighbour


@pytest.fixture
def other_agency(agency):
    """A second agency on the same node, founded after the one that runs it."""
    from lali.records.agencies.actions import found_agency

    return found_agency(by="node", slug="shelter", name="Shelter (fictional)", country="FJ")


@pytest.fixture
def member_of(agency):
    """Enrol somebody: `member_of(agency, role)`."""
    from lali.records.agencies.actions import enrol_member

    def member_of(agency, role="investigator"):
        email = f"{uuid.uuid4().hex[:12]}@nobody.example"
        return enrol_member(by="node", agency=agency, email=email, name="Nobody (invented)", role=role, password="x")

    return member_of


@pytest.fixture
def stranger(other_agency, member_of):
    """An investigator of the other agency."""
    return member_of(other_agency)


@pytest.fixture
def tip_of(lead):
    """Write down a tip: `tip_of(text)`."""
    from lali.records.tips.actions import receive_tip
    from lali.records.tips.vocabulary import TipSource

    def tip_of(text=LURE, by=None):
        by = by or lead
        return receive_tip(by=by, agency=by.agency, text=text, source=TipSource.PHONE)

    return tip_of


@pytest.fixture
def reporter():
    """Keys as a code gives them, without the slow derivation."""
    private, public = new_letter_key()
    return ReporterKeys(lookup=os.urandom(32), private=private, public=public)


@pytest.fixture
def report_of(agency, reporter):
    """Leave a report in the letterbox, as the public site does: `report_of(text, **answers)`."""
    from lali.records.letterbox.actions import receive_report

    def report_of(text=LURE, *, keys=reporter, words=None, decided=(), **answers):
        words = words or json.dumps({"text": text} | answers)
        return receive_report(by="public", words=words, reporter=keys, decided=decided)

    return report_of


@pytest.fixture
def scan():
    """Everything the journals of both databases hold, as one text."""
    from lali.records.audit.models import Entry, SignedHead

    def scan():
        rows = [row for alias in ("default", "letterbox") for row in Entry.objects.using(alias).values_list()]
        heads = [row for alias in ("default", "letterbox") for row in SignedHead.objects.using(alias).values_list()]
        return "\n".join(str(row) for row in rows + heads)

    return scan


# -- a partner country -----------------------------------------------------------------------------------------------


@pytest.fixture
def unknown_neighbour(agency):
    """A node whose card nobody has taken yet."""
    from lali.records.cooperation.identity import our_card

    return make_neighbour(our_card())


@pytest.fixture
def neighbour(unknown_neighbour, administrator):
    """A partner whose card the administrator confirmed."""
    from lali.records.cooperation.actions import add_partner

    add_partner(by=administrator, card=unknown_neighbour.card_file, fingerprint=unknown_neighbour.card.fingerprint)
    return unknown_neighbour


@pytest.fixture
def prepared(neighbour, lead, case):
    """A packet that the lead prepared for the neighbour, with one phone and one lure."""
    from lali.records.cases.actions import add_identifier
    from lali.records.cooperation.actions import prepare_packet
    from lali.records.cooperation.models import Partner
    from lali.records.cooperation.queries import can_leave

    add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    return prepare_packet(
        by=lead,
        ref=case.ref,
        partner_number=Partner.objects.get().pk,
        mention_ids=[mention.pk for mention in can_leave(lead, case.ref).identifiers],
        lures=[LURE],
        purpose="To stop a recruiter",
        legal_basis="palermo-10",
        tlp="amber",
        days=14,
    )


# -- two at once -----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_once(transactional_db):
    """Call several functions at the same moment, each in a thread and a connection of its own: results or refusals."""

    def at_once(*calls):
        gate = threading.Barrier(len(calls))

        def run(call):
            try:
                gate.wait(timeout=10)
                return call()
            except Exception as why:  # noqa: BLE001 - whatever it is, the test looks at it
                return why
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    return at_once

"""Who sees which packet."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from lali.records.audit.models import Entry
from lali.records.cases.actions import add_person, open_case_from_tip, put_on_team, set_wall
from lali.records.cases.vocabulary import CaseKind, Level, WallKind
from lali.records.cooperation import queries
from lali.records.cooperation.actions import approve_packet, open_incoming, withdraw_packet
from lali.records.cooperation.models import Partner
from lali.records.entities.vocabulary import PersonRole
from lali.records.tips.actions import receive_tip
from lali.records.tips.vocabulary import TipSource


def test_a_draft_is_seen_by_its_team_and_by_who_approves(
    prepared, lead, colleague, outsider, supervisor, member_of, other_agency, administrator
):
    foreign = member_of(other_agency, "supervisor")
    seen = [list(queries.packets_of(by)) for by in (lead, supervisor, outsider, foreign, administrator)]
    assert seen == [[prepared], [prepared], [], [], []]
    waiting = [list(queries.drafts_to_approve(by)) for by in (lead, supervisor, foreign)]
    assert waiting == [[], [prepared], []]


def test_once_sealed_it_is_its_teams_and_its_approvers(prepared, supervisor, member_of, agency, lead):
    approve_packet(by=supervisor, number=prepared.pk)
    other = member_of(agency, "supervisor")
    assert [queries.packets_of(by).count() for by in (lead, supervisor, other)] == [1, 1, 0]


@pytest.mark.parametrize("is_approved", [False, True])
def test_behind_a_wall_there_is_no_packet(prepared, supervisor, lead, is_approved):
    if is_approved:
        approve_packet(by=supervisor, number=prepared.pk)
    assert list(queries.packets_of(supervisor)) == [prepared]
    set_wall(by=lead, ref=prepared.case.ref, member=supervisor, kind=WallKind.NAMED, reason="Is named in it")
    assert list(queries.packets_of(supervisor)) == list(queries.drafts_to_approve(supervisor)) == []


def test_withdrawn_it_is_its_teams(prepared, supervisor, lead):
    withdraw_packet(by=supervisor, number=prepared.pk)
    assert [queries.packets_of(by).count() for by in (lead, supervisor)] == [1, 0]


def test_reading_is_journalled(prepared, lead, case, outsider):
    assert queries.read_packet(lead, prepared.pk) == prepared
    entry = Entry.objects.first()
    assert (entry.verb, entry.subject, entry.facts, entry.reading) == (
        "packet.read",
        case.subject,
        {"packet": prepared.ref},
        True,
    )
    for number in (prepared.pk, prepared.pk + 1):
        with pytest.raises(Http404):
            queries.read_packet(outsider, number)


def test_packets_of_a_case(prepared, lead, case, supervisor):
    assert list(queries.packets_of_case(lead, case.ref)) == [prepared]
    with pytest.raises(Http404):
        queries.packets_of_case(supervisor, case.ref)


def test_what_is_offered_is_on_record_and_holds_no_person(prepared, lead, case, outsider):
    add_person(by=lead, ref=case.ref, name="Sailosi Quartzfinder", role=PersonRole.SUSPECT)
    offered = queries.can_leave(lead, case.ref)
    assert [mention.identifier.value for mention in offered.identifiers] == ["+6794100142"]
    assert "Quartzfinder" not in repr(offered)
    assert Entry.objects.first().facts == {"part": "can_leave"}
    with pytest.raises(Http404):
        queries.can_leave(outsider, case.ref)


def test_received_packets_are_for_who_may_open_them(neighbour, lead, outsider, auditor):
    packet = open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142")))
    found, [mention] = queries.read_received(outsider, packet.pk)
    assert (found, mention.identifier.value) == (packet, "+6784100142")
    assert Entry.objects.first().subject == packet.subject
    assert "bundle" in queries.bundle_text(found)
    for query in (lambda: queries.received_by(auditor), lambda: queries.read_received(auditor, packet.pk)):
        with pytest.raises(Http404):
            query()
    with pytest.raises(Http404):
        queries.read_received(lead, packet.pk + 1)


def test_a_member_of_the_team_without_a_word_in_it_still_reads(prepared, lead, colleague, case):
    put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
    assert queries.read_packet(colleague, prepared.pk) == prepared


def test_our_card_has_the_fingerprint_we_read_out(agency):
    from lali.engines.exchange import read_card

    assert read_card(queries.own_card_file()).fingerprint == queries.own_fingerprint()


def test_of_a_tip_only_the_words_that_lured_are_offered(lead):
    story = (
        "My daughter Planted Name, of Planted Village, was told: customer service in Bangkok, 1800 USD a month, "
        "no experience, pay a processing fee of 200 USD first. Now they took her passport and she cannot leave."
    )
    tip = receive_tip(by=lead, agency=lead.agency, text=story, source=TipSource.PHONE)
    case = open_case_from_tip(by=lead, number=tip.number, version=tip.version, title="x", kind=CaseKind.FAKE_JOB)
    [offered] = queries.can_leave(lead, case.ref).lures
    assert "no experience" in offered
    assert not {"Planted", "daughter", "passport", "leave"} & set(offered.split())


def test_heads_that_partners_hold_are_known_to_who_reads_the_journal(neighbour, lead, supervisor, member_of, agency):
    auditor = member_of(agency, "auditor")
    assert queries.heads_given(auditor) == []
    before = Entry.objects.count()
    open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142")))
    given = queries.heads_given(auditor)
    assert [one.partner for one in given] == [Partner.objects.get().name]
    assert before <= given[0].entries <= Entry.objects.count()
    with pytest.raises(PermissionDenied):
        queries.heads_given(lead)

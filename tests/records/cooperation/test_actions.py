"""Packets leave as two members saw them, and come in only whole, new, current and meant for us."""

import json

import pyrage
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from lali.engines.exchange import archive, open_packet
from lali.records.audit.models import Entry
from lali.records.cases.actions import add_identifier, open_case, put_on_team, set_wall
from lali.records.cases.vocabulary import Level
from lali.records.cooperation.actions import (
    CardNotTaken,
    FingerprintDiffers,
    NotADraft,
    OwnPacket,
    PacketNotOpened,
    PacketNotPrepared,
    ReceiptNotTaken,
    add_partner,
    approve_packet,
    end_partner,
    open_incoming,
    prepare_packet,
    take_out_packet,
    take_receipt,
    withdraw_packet,
)
from lali.records.cooperation.identity import our_card, own_card
from lali.records.cooperation.models import IncomingPacket, Packet, Partner
from lali.records.cooperation.queries import leaving_files, read_received
from lali.records.entities.models import Mention
from lali.records.entities.queries import identifiers_of
from lali.records.links.queries import hints_for
from tests.neighbour import LURE, PHONE, make_neighbour

BOTH = {"databases": ["default", "letterbox"]}


@pytest.fixture
def sealed(prepared, supervisor):
    return approve_packet(by=supervisor, number=prepared.pk)


def prepare(by, ref, *, partner=None, mentions=(), **more):
    facts = {"lures": [LURE], "purpose": "x", "legal_basis": "palermo-10", "tlp": "amber", "days": 14} | more
    number = partner or Partner.objects.get().pk
    return prepare_packet(by=by, ref=ref, partner_number=number, mention_ids=mentions, **facts)


def opened_by(neighbour, data):
    return open_packet(
        data,
        identity=neighbour.keys.identity,
        me=neighbour.card,
        partners={neighbour.us.fingerprint: neighbour.us},
        now=timezone.now(),
        seen=lambda _id: False,
    )


class TestPartners:
    def test_a_card_is_taken_with_its_fingerprint_however_it_is_typed(self, unknown_neighbour, administrator):
        spelled = unknown_neighbour.card.fingerprint.upper().replace(" ", "")
        partner = add_partner(by=administrator, card=unknown_neighbour.card_file, fingerprint=spelled)
        assert (partner.name, partner.country) == ("TCU (fictional)", "VU")

    def test_another_fingerprint_is_refused(self, unknown_neighbour, administrator):
        other = make_neighbour(unknown_neighbour.us).card.fingerprint
        for typed in (other, "", unknown_neighbour.card.fingerprint[:-1]):
            with pytest.raises(FingerprintDiffers):
                add_partner(by=administrator, card=unknown_neighbour.card_file, fingerprint=typed)

    def test_a_changed_card_is_refused(self, unknown_neighbour, administrator):
        card = unknown_neighbour.card_file.replace(b"TCU", b"TCV")
        for data in (card, b"", b"{}", b"\xff" * 100_000):
            with pytest.raises(CardNotTaken, match="not a usable partner card"):
                add_partner(by=administrator, card=data, fingerprint=unknown_neighbour.card.fingerprint)

    def test_our_own_card_is_no_partners(self, agency, administrator):
        with pytest.raises(CardNotTaken, match="this node's own"):
            add_partner(by=administrator, card=own_card(), fingerprint=our_card().fingerprint)
        assert not Partner.objects.exists()

    @pytest.mark.parametrize("who", ["lead", "supervisor", "auditor"])
    def test_only_who_keeps_partners(self, unknown_neighbour, who, request):
        by = request.getfixturevalue(who)
        with pytest.raises(PermissionDenied):
            add_partner(by=by, card=unknown_neighbour.card_file, fingerprint=unknown_neighbour.card.fingerprint)
        with pytest.raises(PermissionDenied):
            end_partner(by=by, number=1)

    def test_a_partner_that_ended_is_neither_written_to_nor_read(
        self, neighbour, prepared, administrator, supervisor, lead, case
    ):
        number = Partner.objects.get().pk
        end_partner(by=administrator, number=number)
        with pytest.raises(Http404):
            prepare(lead, case.ref, partner=number)
        with pytest.raises(PacketNotPrepared, match="any more"):
            approve_packet(by=supervisor, number=prepared.pk)
        with pytest.raises(PacketNotOpened):
            open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142")))
        with pytest.raises(Http404):
            end_partner(by=administrator, number=number + 1)

    def test_our_card_is_the_same_each_time(self, agency):
        assert own_card() == own_card()


class TestPreparing:
    def test_what_was_chosen_leaves_and_nothing_else(self, prepared, case, lead):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0199")
        text = "".join(file.text for file in leaving_files(prepared))
        assert "+6794100142" in text
        assert "+6794100199" not in text

    def test_identifiers_of_another_case_cannot_be_smuggled_in(self, neighbour, lead, outsider, case):
        other = open_case(by=outsider, title="x")
        add_identifier(by=outsider, ref=other.ref, kind="phone", typed="410 0177")
        packet = prepare(lead, case.ref, mentions=[Mention.objects.get().pk])
        assert "4100177" not in "".join(file.text for file in leaving_files(packet))

    def test_what_names_a_person_never_leaves(self, neighbour, lead, case):
        add_identifier(by=lead, ref=case.ref, kind="passport", typed="N1234567")
        packet = prepare(lead, case.ref, mentions=[Mention.objects.get().pk])
        assert "N1234567" not in "".join(file.text for file in leaving_files(packet))

    def test_doors(self, neighbour, lead, colleague, outsider, administrator, case):
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
        refusals = ((colleague, PermissionDenied), (administrator, PermissionDenied), (outsider, Http404))
        for by, refusal in refusals:
            with pytest.raises(refusal):
                prepare(by, case.ref)
        with pytest.raises(Http404):
            prepare(lead, case.ref, partner=9999)

    @pytest.mark.parametrize(
        "fault", [{"purpose": " "}, {"purpose": "two\nlines"}, {"days": 0}, {"lures": ["x" * 20_001]}]
    )
    def test_a_draft_that_cannot_leave_gets_a_sentence(self, neighbour, lead, case, fault):
        with pytest.raises(PacketNotPrepared, match="cannot be sent"):
            prepare(lead, case.ref, **fault)
        assert not Packet.objects.exists()


class TestApproving:
    def test_exactly_the_bytes_that_were_shown_are_sealed(self, sealed, neighbour, lead):
        packet, data = take_out_packet(by=lead, number=sealed.pk)
        opened = opened_by(neighbour, data)
        shown = {file.name: file.text.encode() for file in leaving_files(packet)}
        assert {name: opened.files[name] for name in shown} == shown
        assert set(opened.files) - set(shown) == {"manifest.sig"}

    def test_nobody_approves_their_own(self, neighbour, supervisor, member_of, agency):
        case = open_case(by=supervisor, title="x")
        packet = prepare(supervisor, case.ref)
        with pytest.raises(OwnPacket):
            approve_packet(by=supervisor, number=packet.pk)
        approve_packet(by=member_of(agency, "supervisor"), number=packet.pk)

    def test_the_database_wants_two_persons(self, sealed):
        with pytest.raises(IntegrityError), transaction.atomic():
            Packet.objects.update(approved_by=sealed.prepared_by)

    @pytest.mark.parametrize(
        ("who", "refusal"), [("lead", PermissionDenied), ("administrator", PermissionDenied), ("foreign", Http404)]
    )
    def test_only_who_approves_here(self, prepared, who, refusal, request, member_of, other_agency):
        by = member_of(other_agency, "supervisor") if who == "foreign" else request.getfixturevalue(who)
        with pytest.raises(refusal):
            approve_packet(by=by, number=prepared.pk)

    def test_a_packet_changed_behind_our_back_is_not_sealed(self, prepared, supervisor):
        files = dict(prepared.files)
        files["README.txt"] = files["packet.json"]
        Packet.objects.update(files=files)
        with pytest.raises(PacketNotPrepared, match="not those that were approved"):
            approve_packet(by=supervisor, number=prepared.pk)

    def test_not_after_its_date(self, prepared, supervisor):
        Packet.objects.update(expires_at=timezone.now())
        with pytest.raises(PacketNotPrepared, match="has passed"):
            approve_packet(by=supervisor, number=prepared.pk)

    def test_once(self, sealed, supervisor, lead):
        for act, by in ((approve_packet, supervisor), (withdraw_packet, lead)):
            with pytest.raises(NotADraft):
                act(by=by, number=sealed.pk)

    def test_withdrawing(self, prepared, lead, colleague, case):
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.LEAD)
        with pytest.raises(PermissionDenied):
            withdraw_packet(by=colleague, number=prepared.pk)
        withdraw_packet(by=lead, number=prepared.pk)
        with pytest.raises(PacketNotPrepared, match="not sealed"):
            take_out_packet(by=lead, number=prepared.pk)

    def test_others_cannot_take_it_out(self, sealed, outsider, auditor):
        for by in (outsider, auditor):
            with pytest.raises(Http404):
                take_out_packet(by=by, number=sealed.pk)

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_approved_and_withdrawn_at_once_is_one_of_the_two(self, prepared, supervisor, lead, at_once):
        done = at_once(
            lambda: approve_packet(by=supervisor, number=prepared.pk),
            lambda: withdraw_packet(by=lead, number=prepared.pk),
        )
        assert sorted(type(one).__name__ for one in done) in (["NotADraft", "Packet"], ["Http404", "Packet"])


class TestOpening:
    def refused(self, by, data):
        with pytest.raises(PacketNotOpened) as why:
            open_incoming(by=by, data=data)
        entry = Entry.objects.first()
        assert (entry.verb, entry.facts["reason"], len(entry.facts["digest"])) == (
            "packet.refused",
            why.value.reason,
            64,
        )
        assert "Golden" not in entry.line
        return why.value.reason

    def test_its_identifiers_count_as_seen_in(self, neighbour, lead, case):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed=PHONE)
        packet = open_incoming(
            by=lead, data=neighbour.packet(("phone", "+6794100142"), ("telegram", "goldenlagoon_hr"))
        )
        counts = {mention.identifier.value: mention.elsewhere for mention in identifiers_of(packet.subject)}
        assert counts == {"+6794100142": 1, "goldenlagoon_hr": 0}
        assert hints_for(lead, case.ref).hidden == 1
        assert packet.header["lures"] == [LURE]

    def test_a_case_behind_a_wall_is_not_counted_beside_them(self, neighbour, lead, colleague, supervisor, case):
        add_identifier(by=lead, ref=case.ref, kind="phone", typed=PHONE)
        packet = open_incoming(by=lead, data=neighbour.packet(("phone", "+6794100142")))
        assert [one.elsewhere for one in read_received(colleague, packet.pk)[1]] == [1]
        set_wall(by=supervisor, ref=case.ref, member=colleague, kind="related", reason="Cousin")
        assert [one.elsewhere for one in read_received(colleague, packet.pk)[1]] == [0]
        assert [one.elsewhere for one in read_received(lead, packet.pk)[1]] == [1]

    def test_twice(self, neighbour, lead):
        data = neighbour.packet(("phone", "+6784100142"))
        open_incoming(by=lead, data=data)
        assert self.refused(lead, data) == "replayed"
        assert IncomingPacket.objects.count() == 1

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_by_two_members_at_once(self, neighbour, lead, colleague, at_once):
        data = neighbour.packet(("phone", "+6784100142"))
        done = at_once(*[lambda by=by: open_incoming(by=by, data=data) for by in (lead, colleague)] * 2)
        assert sorted(type(one).__name__ for one in done) == ["IncomingPacket", *["PacketNotOpened"] * 3]
        assert Entry.objects.filter(verb="packet.refused").count() == 3

    def test_from_nobody_we_know(self, unknown_neighbour, lead):
        assert self.refused(lead, unknown_neighbour.packet(("phone", "+6784100142"))) == "unknown_sender"

    def test_after_its_date(self, neighbour, lead):
        assert self.refused(lead, neighbour.packet(("phone", "+6784100142"), days=-1)) == "expired"

    def test_meant_for_somebody_else(self, neighbour, lead):
        other = make_neighbour(neighbour.us, node="vn-iom").card
        assert self.refused(lead, neighbour.packet(("phone", "+6784100142"), to=other)) == "not_for_us"

    def test_passed_on_to_us(self, neighbour, lead):
        """Written to a third node, opened there and sealed anew for us: the addressee inside is not us."""
        third = make_neighbour(neighbour.us, node="vn-iom")
        inside = pyrage.decrypt(
            neighbour.packet(("phone", "+6784100142"), to=third.card),
            [pyrage.x25519.Identity.from_str(third.keys.identity.decode())],
        )
        anew = pyrage.encrypt(inside, [pyrage.x25519.Recipient.from_str(neighbour.us.recipient)])
        assert self.refused(lead, anew) == "not_for_us"

    def test_changed_inside(self, neighbour, lead):
        from lali.records.keyring import keys

        us = pyrage.x25519.Identity.from_str(keys().packet.identity.decode())
        names = ["packet.json", "bundle.json", "README.txt", "sender.pem", "manifest.sha256", "manifest.sig"]
        files = archive.unpack(pyrage.decrypt(neighbour.packet(("phone", "+6784100142")), [us]), names=set(names))
        files["bundle.json"] = files["bundle.json"].replace(b"4100142", b"4100143")
        forged = pyrage.encrypt(archive.pack(files), [pyrage.x25519.Recipient.from_str(neighbour.us.recipient)])
        assert self.refused(lead, forged) == "tampered"

    @pytest.mark.parametrize("place", [30, 200, -1])
    def test_a_flipped_byte(self, neighbour, lead, place):
        data = bytearray(neighbour.packet(("phone", "+6784100142")))
        data[place] ^= 1
        assert self.refused(lead, bytes(data)) in {"tampered", "not_for_us", "not_a_packet"}

    @pytest.mark.parametrize("data", [b"", b"hello", b"\0" * 1000, b"age-encryption.org/v1\n"])
    def test_what_is_no_packet(self, neighbour, lead, data):
        assert self.refused(lead, data) in {"not_a_packet", "tampered"}

    def test_too_large(self, neighbour, lead):
        assert self.refused(lead, bytes(16 * 1024 * 1024 + 1)) == "too_large"

    def test_a_packet_that_no_database_can_keep_is_refused_or_kept_whole(self, neighbour, lead):
        data = neighbour.packet(("phone", "+6784100142"), lures=["a\x00b"])
        if connection.vendor == "postgresql":  # keeps no NUL
            assert self.refused(lead, data) == "malformed"
            assert not IncomingPacket.objects.exists()
        else:
            open_incoming(by=lead, data=data)
            assert IncomingPacket.objects.get().header["lures"] == ["a\x00b"]

    @pytest.mark.parametrize("who", ["auditor", "administrator"])
    def test_only_who_opens(self, neighbour, who, request):
        with pytest.raises(PermissionDenied):
            open_incoming(by=request.getfixturevalue(who), data=neighbour.packet(("phone", "+6784100142")))


class TestReceipts:
    def test_taken(self, sealed, neighbour, lead):
        receipt = neighbour.receipt(bytes(sealed.sealed))
        packet = take_receipt(by=lead, data=receipt)
        assert (packet.state, bytes(packet.receipt)) == ("receipted", receipt)
        entry = Entry.objects.first()
        assert (entry.verb, entry.facts["packet"]) == ("packet.receipted", sealed.ref)

    def test_ours_is_taken_by_the_partner(self, neighbour, lead):
        from lali.engines.exchange import read_receipt

        data = neighbour.packet(("phone", "+6784100142"))
        packet = open_incoming(by=lead, data=data)
        read = read_receipt(bytes(packet.receipt), partners={neighbour.us.fingerprint: neighbour.us})
        assert (read.packet, read.digest) == (packet.packet_id, packet.digest)
        assert read.head

    def test_for_another_file(self, sealed, neighbour, lead):
        with pytest.raises(ReceiptNotTaken, match="belongs to no packet"):
            take_receipt(by=lead, data=neighbour.receipt(bytes(sealed.sealed), digest="0" * 64))

    def test_changed(self, sealed, neighbour, lead):
        receipt = json.loads(neighbour.receipt(bytes(sealed.sealed)))
        receipt["received"] = "2026-01-01T00:00:00Z"
        for data in (json.dumps(receipt).encode(), b"", b"{}", b"\xff" * 50_000):
            with pytest.raises(ReceiptNotTaken):
                take_receipt(by=lead, data=data)
        assert Packet.objects.get().state == "sealed"

    def test_of_another_partner(self, sealed, neighbour, lead, administrator):
        other = make_neighbour(neighbour.us, node="vn-iom", agency="Another (fictional)")
        add_partner(by=administrator, card=other.card_file, fingerprint=other.card.fingerprint)
        receipt = neighbour.receipt(bytes(sealed.sealed))
        forged = json.loads(receipt) | {"node": "vn-iom", "fingerprint": other.card.fingerprint}
        with pytest.raises(ReceiptNotTaken):
            take_receipt(by=lead, data=json.dumps(forged).encode())

    def test_off_the_team_a_true_one_and_a_wrong_one_are_refused_alike(self, sealed, neighbour, outsider):
        said = set()
        for more in ({}, {"digest": "0" * 64}):
            with pytest.raises(ReceiptNotTaken) as why:
                take_receipt(by=outsider, data=neighbour.receipt(bytes(sealed.sealed), **more))
            said.add(str(why.value))
        assert len(said) == 1

    def test_only_who_prepares(self, sealed, neighbour, administrator):
        with pytest.raises(PermissionDenied):
            take_receipt(by=administrator, data=neighbour.receipt(bytes(sealed.sealed)))

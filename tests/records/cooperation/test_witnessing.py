"""Heads of the journal that partners compare and countersign, and a head that was given away before."""

import io
import json
import zipfile

import pytest
from django.conf import settings
from django.db import connection

from lali.engines.custody import (
    Earlier,
    Role,
    Shown,
    Tree,
    VerifierKey,
    consistency_proof,
    leaf_hash,
    new_signing_key,
    read_head,
    read_shown,
    root_of,
    shown_text,
    sign_head,
    verifier_key,
    verify_bundle,
)
from lali.engines.exchange import read_receipt
from lali.records.audit.actions import record
from lali.records.audit.comparing import Verdict, compare_head, heads_in, heads_in_text
from lali.records.audit.models import CountersignedHead, Entry, LogState
from lali.records.audit.queries import check_log, forget_hashes, log_verifier, newest_head, witnesses_over
from lali.records.cooperation.actions import (
    ReceiptNotTaken,
    approve_packet,
    open_incoming,
    prepare_packet,
    take_receipt,
)
from lali.records.cooperation.models import Partner, SeenHead
from lali.records.cooperation.queries import receipt_contradicts_journal
from lali.records.cooperation.witnessing import own_witness_key, witness_key
from lali.records.evidence.actions import Acquisition, bundle_for_court, take_in_exhibit
from lali.records.keyring import keys

PEM = new_signing_key()
TREE = Tree(leaf_hash(f"their entry {number}".encode()) for number in range(60))
ANEW = Tree(leaf_hash(f"another entry {number}".encode()) for number in range(60))


@pytest.fixture(autouse=True)
def _fresh():
    forget_hashes()


def sealed_for(lead, supervisor, case):
    packet = prepare_packet(
        by=lead,
        ref=case.ref,
        partner_number=Partner.objects.get().pk,
        mention_ids=[],
        lures=["A job"],
        purpose="x",
        legal_basis="palermo-10",
        tlp="amber",
        days=14,
    )
    return approve_packet(by=supervisor, number=packet.pk)


@pytest.fixture
def sealed(neighbour, lead, supervisor, case):
    return sealed_for(lead, supervisor, case)


@pytest.fixture
def exhibit(exhibits, case, lead):
    return take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.txt", source=io.BytesIO(b"bytes"), acquisition=Acquisition()
    )


def theirs(size, *before, tree=TREE, pem=PEM):
    """The partner's journal as one of its packets shows it."""
    head = sign_head(origin="lali/vu/tcu", size=size, root=root_of(size, tree.node), signing_key=pem)
    earlier = [Earlier(old, root_of(old, tree.node), consistency_proof(old, size, tree.node)) for old in before]
    return shown_text(Shown(head, verifier_key("lali/vu/tcu", pem), earlier))


def written_anew(using="default"):
    """What somebody with the database and the keys does: another history, signed."""
    rows = list(Entry.objects.order_by("index"))
    Entry.objects.all()._raw_delete("default")
    CountersignedHead.objects.all().delete()
    LogState.objects.all().delete()
    for row in rows:
        record(by=row.by, verb=row.verb, subject=row.subject.replace("FJ", "VU"), facts={})
    forget_hashes()


class TestTheirHeads:
    def taken(self, neighbour, lead, journal):
        return open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142"), journal=journal))

    def read(self, neighbour, packet):
        return read_receipt(bytes(packet.receipt), partners={neighbour.us.fingerprint: neighbour.us})

    def test_the_first_and_what_adds_to_it_are_countersigned(self, neighbour, lead):
        for size, before, found in ((10, (), "first"), (30, (10,), "adds"), (30, (), "adds"), (10, (), "adds")):
            packet = self.taken(neighbour, lead, theirs(size, *before))
            receipt = self.read(neighbour, packet)
            assert (packet.head_seen, receipt.not_countersigned) == (found, "")
            assert VerifierKey.parse(own_witness_key()).role is Role.WITNESS
            assert read_head(receipt.countersigned).size == size
            assert receipt.countersigned.count("\u2014 ") == 2
            assert Entry.objects.filter(verb="packet.opened").first().facts["head_seen"] == found
        assert [one.size for one in SeenHead.objects.all()] == [30, 10]

    def test_another_history_is_not_and_the_packet_is_read_all_the_same(self, neighbour, lead):
        self.taken(neighbour, lead, theirs(10))
        packet = self.taken(neighbour, lead, theirs(30, 10, tree=ANEW))
        assert (packet.head_seen, packet.header["purpose"]) == ("rewritten", "To stop a recruiter")
        receipt = self.read(neighbour, packet)
        assert (receipt.countersigned, receipt.not_countersigned) == ("", "rewritten")
        assert read_head(packet.head).size == 30
        assert [one.size for one in SeenHead.objects.all()] == [10]

    @pytest.mark.parametrize(
        ("journal", "found"),
        [
            (theirs(30), "not_compared"),
            (theirs(30, 10, pem=new_signing_key()), "other_key"),
            (b"{}", "unreadable"),
        ],
    )
    def test_what_cannot_be_compared_is_not(self, neighbour, lead, journal, found):
        self.taken(neighbour, lead, theirs(10))
        packet = self.taken(neighbour, lead, journal)
        assert packet.head_seen == self.read(neighbour, packet).not_countersigned == found

    def test_a_packet_of_an_earlier_release_gets_a_receipt_that_it_reads(self, neighbour, lead):
        packet = open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142")))
        assert (packet.head_seen, json.loads(bytes(packet.receipt))["format"]) == ("", "lali-receipt-1")


class TestOurHeads:
    def test_a_packet_proves_that_our_journal_only_grew(self, neighbour, sealed, lead, supervisor, case):
        first = read_shown(neighbour.opened(bytes(sealed.sealed)).journal)
        second = read_shown(neighbour.opened(bytes(sealed_for(lead, supervisor, case).sealed)).journal)
        assert [one.size for one in second.earlier] == [read_head(first.head).size]
        assert read_head(second.head).size > read_head(first.head).size
        assert second.key == log_verifier()

    def test_a_countersigned_head_is_kept_and_goes_along(self, neighbour, exhibit, sealed, lead, case, tmp_path):
        packet = take_receipt(by=lead, data=neighbour.answer(bytes(sealed.sealed)))
        kept = CountersignedHead.objects.get()
        assert (kept.name, kept.occasion, packet.state) == ("TCU (fictional)", packet.subject, "receipted")
        assert Entry.objects.get(verb="journal.countersigned").facts["entries"] == kept.size
        assert not receipt_contradicts_journal(packet)
        assert check_log().first_broken is None
        name, pieces = bundle_for_court(by=lead, ref=case.ref, number=exhibit.number)
        (tmp_path / name).write_bytes(b"".join(pieces))
        report = verify_bundle(tmp_path / name, trusted=[log_verifier()], partners=[witness_key(neighbour.card)])
        assert report.ok, report.first_broken
        assert report.checks[-1].name == "witnesses"
        assert "TCU (fictional) saw" in report.checks[-1].detail
        assert [one.head for one in witnesses_over([0], newest_head())] == [kept.head]
        assert witnesses_over([10_000], newest_head()) == []

    def test_the_receipt_of_an_earlier_release_is_taken(self, neighbour, sealed, lead):
        assert take_receipt(by=lead, data=neighbour.receipt(bytes(sealed.sealed))).state == "receipted"
        assert not CountersignedHead.objects.exists()

    def test_what_is_no_countersignature_of_theirs_on_a_head_of_ours_is_refused(self, neighbour, sealed, lead):
        head = read_shown(neighbour.opened(bytes(sealed.sealed)).journal).head
        forged = sign_head(origin=settings.LOG_ORIGIN, size=3, root=bytes(32), signing_key=PEM)
        for text in (head, neighbour.signs(forged), "x", head + "\u2014 vu-tcu/witness AAAA\n"):
            with pytest.raises(ReceiptNotTaken):
                take_receipt(by=lead, data=neighbour.answer(bytes(sealed.sealed), countersigned=text))
        assert not CountersignedHead.objects.exists()

    def test_why_they_did_not_is_kept(self, neighbour, sealed, lead):
        packet = take_receipt(by=lead, data=neighbour.answer(bytes(sealed.sealed), why_not="rewritten"))
        assert packet.not_countersigned == "rewritten"
        assert Entry.objects.get(verb="packet.receipted").facts["not_countersigned"] == "rewritten"

    def test_a_receipt_that_comes_after_history_was_rewritten_says_so(self, neighbour, sealed, lead):
        answer = neighbour.answer(bytes(sealed.sealed))
        written_anew()
        packet = take_receipt(by=lead, data=answer)
        assert receipt_contradicts_journal(packet)
        assert Entry.objects.get(verb="journal.contradicted").facts["verdict"] == "rewritten"
        assert "does not match the journal" in check_log().first_broken


class TestComparing:
    def test_a_head_from_before_holds_and_one_of_now(self, lead, case):
        old = newest_head()
        record(by=lead, verb="case.read", subject=case.subject)
        assert compare_head(old).verdict is Verdict.HOLDS
        assert compare_head(newest_head()).verdict is Verdict.HOLDS

    def test_rewritten_cut_another_and_forged(self, lead, case):
        old = newest_head()
        size = read_head(old).size
        record(by=lead, verb="case.read", subject=case.subject)
        longer = newest_head()
        written_anew()
        assert compare_head(old).verdict is Verdict.REWRITTEN
        assert "History was rewritten" in str(compare_head(old))
        LogState.objects.update(head=old, size=size)
        assert compare_head(longer).verdict is Verdict.CUT
        forged = sign_head(origin=settings.LOG_ORIGIN, size=3, root=bytes(32), signing_key=PEM)
        assert compare_head(forged).verdict is Verdict.OTHER_KEY
        other = sign_head(origin="lali/vu/tcu", size=3, root=bytes(32), signing_key=keys().log)
        assert compare_head(other).verdict is Verdict.NOT_OURS

    def test_an_entry_changed_by_hand_under_the_same_head(self, lead, case):
        old = newest_head()
        record(by=lead, verb="case.read", subject=case.subject)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET line = '{}' WHERE \"index\" = 1")
        forget_hashes()
        assert compare_head(old).verdict is Verdict.REWRITTEN
        assert compare_head(newest_head()).verdict is Verdict.REWRITTEN, "nothing was added since"

    def test_heads_are_found_wherever_they_stand(self, neighbour, sealed, lead, tmp_path):
        opened = neighbour.opened(bytes(sealed.sealed))
        head = read_shown(opened.journal).head
        signed = neighbour.signs(head)
        shows = {
            "head.txt": head.encode(),
            "crlf.txt": head.replace("\n", "\r\n").encode(),
            "journal.json": opened.journal,
            "receipt.json": neighbour.answer(bytes(sealed.sealed), countersigned=signed),
            "witnesses.json": json.dumps({"witnesses": [{"head": signed}]}).encode(),
        }
        for name, data in shows.items():
            (tmp_path / name).write_bytes(data)
            found = heads_in(tmp_path / name)
            assert [read_head(one).size for one in found] == [read_head(head).size], name
            assert compare_head(found[0]).verdict is Verdict.HOLDS
        assert len(heads_in(tmp_path)) == 2
        with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
            archive.writestr("FJ/head.txt", head)
            archive.writestr("FJ/other.txt", signed)
        assert heads_in(tmp_path / "bundle.zip") == [head]

    @pytest.mark.parametrize("text", ["", "{}", "[" * 10_000, "a\n1\nb\n", "\x00" * 100, "{" * 100_000])
    def test_in_noise_there_is_none(self, text):
        assert heads_in_text(text) == []


def test_a_zip_of_endless_heads_is_given_up(tmp_path, monkeypatch):
    head = sign_head(origin=settings.LOG_ORIGIN, size=3, root=bytes(32), signing_key=PEM)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle/head.txt", head)
        for number in range(20):
            archive.writestr(f"{number}/head.txt", "a" * 1_000)
    read = []
    real = zipfile.ZipFile.read
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda archive, entry: read.append(entry) or real(archive, entry))
    monkeypatch.setattr("lali.records.audit.comparing.MOST_UNPACKED", 5_000)
    assert heads_in(tmp_path / "bomb.zip") == [head]
    assert len(read) <= 5

"""Evidence is what it was: sealed once, checked, copied, bundled, each time on record."""

import hashlib
import os
import resource
import time
from dataclasses import replace

import blake3
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from lali.engines.custody import SealBroken, StoreIsFull, verify_bundle
from lali.records.audit.models import Entry, SignedHead
from lali.records.audit.queries import check_log, log_verifier
from lali.records.cases.actions import CaseIsClosed, describe_case, open_case, put_on_team
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.evidence.actions import (
    Acquisition,
    IntakeIsOver,
    SealIsBroken,
    begin_intake,
    bundle_for_court,
    check_exhibit,
    copy_out,
    describe_exhibit,
    give_up_intake,
    is_whole,
    seal_exhibit,
)
from lali.records.evidence.actions.exhibits import BUNDLE_TAKES_AT_MOST
from lali.records.evidence.models import Exhibit, ExhibitIsSealed, Intake
from lali.records.evidence.queries import sealed_without_exhibit, unfinished_intakes

BOTH = {"databases": ["default", "letterbox"]}


def kinds(exhibit):
    return [event.kind for event in exhibit.custody.all()]


def read_all(chunks):
    return b"".join(chunks)


class TestTakingIn:
    def test_digests_are_those_of_the_original(self, exhibit, original):
        assert exhibit.size == len(original)
        assert exhibit.sha256 == hashlib.sha256(original).hexdigest()
        assert exhibit.blake3 == blake3.blake3(original).hexdigest()

    def test_what_is_stored_is_not_the_original(self, exhibit, exhibits, original):
        stored = (exhibits / exhibit.address[:2] / exhibit.address[2:]).read_bytes()
        assert b"GL Careers" not in stored
        assert blake3.blake3(stored).hexdigest() == exhibit.address

    @pytest.mark.parametrize("data", [b"", b"\0", b"x" * (1024 * 1024)])
    def test_of_any_size(self, take_in, data, lead, case):
        exhibit = take_in(data)
        assert read_all(copy_out(by=lead, ref=case.ref, number=exhibit.number)[1]) == data

    def test_numbers_run_in_each_case(self, take_in, lead, case):
        other = open_case(by=lead, title="Another")
        assert [take_in().number, take_in().number, take_in(ref=other.ref).number] == [1, 2, 1]

    def test_the_same_file_twice_is_two_exhibits(self, take_in):
        one, two = take_in(), take_in()
        assert one.sha256 == two.sha256
        assert one.address != two.address

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\chat.txt", "chat.txt"),
            ("", "unnamed"),
            ("..", "unnamed"),
            ("/", "unnamed"),
            ("a\x00b.txt", "ab.txt"),
            ("n" * 400, "n" * 255),
        ],
    )
    def test_a_file_name_is_no_path(self, take_in, given, kept):
        assert take_in(b"x", file_name=given).file_name == kept

    def test_sealing_is_the_first_custody_event_under_a_kept_head(self, exhibit):
        event = exhibit.custody.get()
        entry = Entry.objects.get(index=event.entry_index)
        assert (event.kind, entry.verb, entry.at) == ("sealed", "exhibit.sealed", event.at)
        assert entry.facts["sha256"] == exhibit.sha256
        assert SignedHead.objects.filter(size=entry.index + 1, occasion=exhibit.subject).exists()

    def test_an_intake_becomes_one_exhibit(self, exhibits, lead, case):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        sealed = begun.sealing.finish()
        assert list(unfinished_intakes(lead, case.ref)) == [begun.intake]
        facts = {"by": lead, "intake": begun.intake, "sealed": sealed, "acquisition": Acquisition()}
        seal_exhibit(**facts)
        with pytest.raises(IntakeIsOver):
            seal_exhibit(**(facts | {"intake": Intake.objects.get()}))
        assert Exhibit.objects.count() == 1
        assert list(unfinished_intakes(lead, case.ref)) == []

    def test_an_intake_given_up_too_early_is_an_exhibit_all_the_same(self, exhibits, lead, case):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        give_up_intake(by=lead, ref=case.ref, intake_id=begun.intake.pk)
        assert list(unfinished_intakes(lead, case.ref)) == []
        seal_exhibit(by=lead, intake=begun.intake, sealed=begun.sealing.finish(), acquisition=Acquisition())
        assert Intake.objects.get().given_up_at is None

    def test_giving_up_is_journalled_once_and_only_where_it_stands(self, exhibits, lead, case, colleague):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        begun.sealing.discard()
        other = open_case(by=lead, title="Another")
        for ref in (other.ref, case.ref, case.ref):
            give_up_intake(by=lead, ref=ref, intake_id=begun.intake.pk)
        assert [entry.subject for entry in Entry.objects.filter(verb="exhibit.intake_given_up")] == [case.subject]

    def test_a_closed_case_takes_nothing_in_but_what_came_in_meanwhile(self, exhibits, take_in, lead, case):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        describe_case(by=lead, ref=case.ref, version=1, title="x", kind=case.kind, summary="", state=CaseState.CLOSED)
        seal_exhibit(by=lead, intake=begun.intake, sealed=begun.sealing.finish(), acquisition=Acquisition())
        with pytest.raises(CaseIsClosed):
            take_in()

    def test_a_full_disk_keeps_nothing_and_the_intake_is_listed(self, exhibits, take_in, lead, case):
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (24 * 1024 * 1024, hard))
        try:
            with pytest.raises(StoreIsFull, match="disk is full"):
                take_in(bytes(25 * 1024 * 1024))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert [path for path in exhibits.rglob("*") if path.is_file()] == []
        assert not Exhibit.objects.exists()
        assert [intake.file_name for intake in unfinished_intakes(lead, case.ref)] == ["chat.txt"]
        assert check_log().first_broken is None
        assert take_in(b"smaller").number == 1

    def test_a_source_that_breaks_off_leaves_no_bytes(self, exhibits, lead, case):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        with begun.sealing as sealing:
            sealing.write(b"x" * 5000)
        assert [path for path in exhibits.rglob("*") if path.is_file()] == []
        assert list(unfinished_intakes(lead, case.ref)) == [begun.intake]

    def test_a_stop_after_sealing_is_found(self, exhibits, lead, case):
        sealed = begin_intake(by=lead, ref=case.ref, file_name="a").sealing.finish()
        assert sealed_without_exhibit() == [sealed.address]

    @pytest.mark.django_db(transaction=True, **BOTH)
    def test_many_at_once_get_numbers_without_gaps_or_doubles(self, take_in, at_once):
        done = at_once(*[lambda n=n: take_in(b"%d" % n) for n in range(6)])
        assert sorted(exhibit.number for exhibit in done) == [1, 2, 3, 4, 5, 6]
        assert check_log().first_broken is None


class TestSealed:
    @pytest.mark.parametrize("field", [name.removesuffix("_id") for name in Exhibit.SEALED_FIELDS])
    def test_what_was_sealed_cannot_be_changed(self, exhibit, field, colleague, lead):
        new = {"case": open_case(by=lead, title="x"), "sealed_by": colleague, "number": 7, "size": 7}
        setattr(exhibit, field, new.get(field, exhibit.sealed_at.replace(year=2000) if field == "sealed_at" else "7"))
        with pytest.raises(ExhibitIsSealed):
            exhibit.save()

    def test_how_it_was_acquired_is_completed_on_record(self, take_in, lead, case):
        exhibit = take_in()
        same = Acquisition(**{name: getattr(exhibit, name) for name in Acquisition.__dataclass_fields__})
        describe_exhibit(by=lead, ref=case.ref, number=1, acquisition=same)
        assert kinds(exhibit) == ["sealed"]
        changed = replace(same, tool="Quartzfinder 3.1")
        assert describe_exhibit(by=lead, ref=case.ref, number=1, acquisition=changed).is_described
        assert kinds(exhibit) == ["sealed", "described"]
        entry = Entry.objects.first()
        assert entry.facts == {"changed": {"tool": ["", "Quartzfinder 3.1"]}}

    def test_the_database_holds_a_number_once(self, exhibit):
        exhibit.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            exhibit.save(force_insert=True)


class TestChecking:
    def test_what_is_whole(self, exhibit, lead, case):
        assert check_exhibit(by=lead, ref=case.ref, number=1) == exhibit
        assert is_whole(exhibit)
        assert kinds(exhibit) == ["sealed", "checked"]

    @pytest.mark.parametrize("place", [0, 40, 4000, 1_100_000, -1])
    def test_a_flipped_byte_is_named_and_stays_on_record(self, exhibit, flip, lead, case, place):
        flip(exhibit, place)
        with pytest.raises(SealIsBroken, match="not what was sealed"):
            check_exhibit(by=lead, ref=case.ref, number=1)
        event = exhibit.custody.last()
        assert (event.kind, bool(event.note)) == ("checked", True)
        assert Entry.objects.get(index=event.entry_index).facts == {"whole": False}

    def test_a_file_that_is_gone_or_another_one(self, take_in, exhibits, lead, case):
        one, two = take_in(b"one"), take_in(b"two")
        path = [exhibits / one.address[:2] / one.address[2:], exhibits / two.address[:2] / two.address[2:]]
        path[0].unlink()
        assert not is_whole(one)
        path[1].rename(path[0])
        assert not is_whole(one)
        Exhibit.objects.filter(pk=one.pk).update(address=two.address)

    def test_an_address_put_in_place_of_another_is_noticed(self, take_in):
        one, two = take_in(b"one"), take_in(b"two")
        Exhibit.objects.filter(pk=one.pk).update(address=two.address)
        one.refresh_from_db()
        assert not is_whole(one)


class TestLeaving:
    def test_a_copy_is_the_original_and_on_record(self, exhibit, original, lead, case):
        found, chunks = copy_out(by=lead, ref=case.ref, number=1)
        assert read_all(chunks) == original
        assert kinds(found) == ["sealed", "copied"]

    def test_no_changed_byte_is_handed_out(self, exhibit, flip, lead, case, original):
        flip(exhibit)
        handed = []
        with pytest.raises((SealBroken, SealIsBroken)):  # its ends are looked at before the first byte
            handed.extend(iter(copy_out(by=lead, ref=case.ref, number=1)[1]))
        assert original.startswith(b"".join(handed))
        assert sum(map(len, handed)) < len(original)

    def test_a_copy_of_what_is_gone(self, exhibit, exhibits, lead, case):
        (exhibits / exhibit.address[:2] / exhibit.address[2:]).unlink()
        with pytest.raises(SealIsBroken):
            copy_out(by=lead, ref=case.ref, number=1)
        assert kinds(exhibit) == ["sealed"]

    def bundle(self, by, case, target):
        name, chunks = bundle_for_court(by=by, ref=case.ref, number=1)
        (target / name).write_bytes(read_all(chunks))
        return target / name

    def test_a_bundle_verifies_without_us(self, exhibit, lead, case, tmp_path):
        check_exhibit(by=lead, ref=case.ref, number=1)
        file = self.bundle(lead, case, tmp_path)
        report = verify_bundle(file, trusted=[log_verifier()])
        assert [check for check in report.checks if not check.ok] == []
        assert file.name == f"{case.ref}-E-001.zip"

    def test_a_bundle_of_an_exhibit_that_says_nothing_of_itself(self, exhibits, lead, case, tmp_path):
        begun = begin_intake(by=lead, ref=case.ref, file_name="a")
        seal_exhibit(by=lead, intake=begun.intake, sealed=begun.sealing.finish(), acquisition=Acquisition())
        report = verify_bundle(self.bundle(lead, case, tmp_path), trusted=[log_verifier()])
        assert all(check.ok for check in report.checks)

    def test_no_decrypted_original_stays_behind(self, exhibit, exhibits, lead, case, flip):
        _name, never_read = bundle_for_court(by=lead, ref=case.ref, number=1)
        assert list(exhibits.glob("bundle-*")) == []
        never_read.close()
        flip(exhibit)
        with pytest.raises(SealIsBroken):
            bundle_for_court(by=lead, ref=case.ref, number=1)
        assert list(exhibits.glob("bundle-*")) == []

    def test_what_a_killed_process_left_is_cleared_the_next_time(self, exhibit, exhibits, lead, case, tmp_path):
        old, young = exhibits / "bundle-old", exhibits / "bundle-young"
        for folder in (old, young):
            folder.mkdir()
            (folder / "x.zip.partial").write_bytes(b"decrypted")
        long_ago = time.time() - BUNDLE_TAKES_AT_MOST - 60
        os.utime(old, (long_ago, long_ago))
        self.bundle(lead, case, tmp_path)
        assert (old.exists(), young.exists()) == (False, True)


class TestDoors:
    ACTS = {
        "begin": (Level.CONTRIBUTE, lambda by, ref: begin_intake(by=by, ref=ref, file_name="a").sealing.discard()),
        "describe": (
            Level.CONTRIBUTE,
            lambda by, ref: describe_exhibit(by=by, ref=ref, number=1, acquisition=Acquisition()),
        ),
        "give_up": (Level.CONTRIBUTE, lambda by, ref: give_up_intake(by=by, ref=ref, intake_id=1)),
        "check": (Level.READ, lambda by, ref: check_exhibit(by=by, ref=ref, number=1)),
        "copy": (Level.READ, lambda by, ref: read_all(copy_out(by=by, ref=ref, number=1)[1])),
        "bundle": (Level.READ, lambda by, ref: read_all(bundle_for_court(by=by, ref=ref, number=1)[1])),
    }

    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("who", ["outsider", "supervisor", "auditor", "administrator", "stranger"])
    def test_outside_there_is_no_exhibit(self, exhibit, act, who, request):
        entries = Entry.objects.count()
        with pytest.raises(Http404):
            self.ACTS[act][1](request.getfixturevalue(who), exhibit.case.ref)
        assert Entry.objects.count() - entries <= 2  # the members' own enrolment

    @pytest.mark.parametrize("act", ACTS)
    def test_levels(self, exhibit, act, lead, colleague):
        needs, do = self.ACTS[act]
        put_on_team(by=lead, ref=exhibit.case.ref, member=colleague, level=Level.READ)
        if needs == Level.CONTRIBUTE:
            with pytest.raises(PermissionDenied):
                do(colleague, exhibit.case.ref)
            put_on_team(by=lead, ref=exhibit.case.ref, member=colleague, level=Level.CONTRIBUTE)
        do(colleague, exhibit.case.ref)

    def test_a_number_of_another_case_leads_nowhere(self, exhibit, outsider):
        other = open_case(by=outsider, title="Another")
        with pytest.raises(Http404):
            copy_out(by=outsider, ref=other.ref, number=exhibit.number)

    def test_who_left_the_team_while_it_came_in_enters_nothing(self, exhibits, lead, colleague, case):
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.CONTRIBUTE)
        begun = begin_intake(by=colleague, ref=case.ref, file_name="a")
        put_on_team(by=lead, ref=case.ref, member=colleague, level=Level.READ)
        with pytest.raises(PermissionDenied):
            seal_exhibit(by=colleague, intake=begun.intake, sealed=begun.sealing.finish(), acquisition=Acquisition())

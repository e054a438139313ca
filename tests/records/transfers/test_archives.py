"""Handing a whole case over, and taking one in: who may, what two see, what is refused, what a stop leaves."""

import base64
import copy
import io
import json
import stat
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lali.engines.exchange import Malformed, line_parts
from lali.records.agencies.models import Member
from lali.records.agencies.queries import members_in_journal, members_kept_by
from lali.records.audit.models import Entry
from lali.records.cases import actions as cases
from lali.records.cases.models import Case
from lali.records.cases.vocabulary import CaseState, Level
from lali.records.cooperation.actions import FingerprintDiffers
from lali.records.entities.models import Person
from lali.records.entities.models.persons import FACTS
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence import actions as evidence
from lali.records.evidence.models import Exhibit
from lali.records.evidence.queries import sealed_without_exhibit
from lali.records.evidence.storage import exhibit_store
from lali.records.imports.models import ExternalReference
from lali.records.keyring import seal_words
from lali.records.lookup.queries import everything_found
from lali.records.notices.models import Notice
from lali.records.retention import actions as retention
from lali.records.transfers import actions, queries, storage
from lali.records.transfers.models import ArrivedCase
from lali.records.transfers.vocabulary import ArchiveState
from lali.records.transfers.writing import Going
from tests.archives import foreign_archive, incoming

PASSPHRASE = "correct horse lali"
NAME = "Sailosi Opalwhistle"


@pytest.fixture
def full(lead, case, exhibits):
    """A small case with a possible victim, an exhibit, a phone and a task."""
    cases.add_person(by=lead, ref=case.ref, name=NAME, role=PersonRole.VICTIM)
    cases.add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    cases.add_task(by=lead, ref=case.ref, title="Ring the shelter", assignee=lead)
    evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name="chat.txt", source=io.BytesIO(b"bytes " * 100_000),
        acquisition=evidence.Acquisition(title="Chat"),
    )  # fmt: skip
    return case


@pytest.fixture
def foreign(unknown_neighbour):
    """An archive of a case as an unknown neighbour would send it: `foreign(case, reference)`."""

    def foreign(case, reference="VU-2026-00077", **how):
        return foreign_archive(unknown_neighbour, case, case_reference=reference, **how)

    return foreign


def prepare(by, case, **other):
    facts = {"reason": "They prosecute", "names_leave": True, "passphrase": PASSPHRASE}
    return actions.prepare_archive(by=by, ref=case.ref, **(facts | other))


def look(by, data, **how):
    with incoming(data) as new:
        return actions.look_at_archive(by=by, new=new, **how)


def take(by, arrival, **how):
    return actions.take_case_in(by=by, number=arrival.pk, fingerprint=arrival.fingerprint, **how)


def left():
    """Files of archives that are there."""
    return sorted(path.name for name in ("archives", "arriving") for path in storage._folder(name).iterdir())


# -- out ---------------------------------------------------------------------------------------------------------------


def test_two_persons_stand_behind_an_archive(lead, supervisor, colleague, full):
    cases.put_on_team(by=lead, ref=full.ref, member=colleague, level=Level.READ)
    archive = prepare(lead, full)
    assert archive.victims == 1
    assert Notice.objects.get(member=supervisor).kind == "archive_waits"
    with pytest.raises(actions.NotApproved):
        actions.take_out_archive(by=lead, number=archive.pk)
    with pytest.raises(PermissionDenied):
        actions.approve_archive(by=lead, number=archive.pk)
    actions.approve_archive(by=supervisor, number=archive.pk)
    with pytest.raises(actions.ArchiveIsOver):
        actions.approve_archive(by=supervisor, number=archive.pk)
    name, size, pieces = actions.take_out_archive(by=lead, number=archive.pk)
    data = b"".join(pieces)
    assert (name, size) == (f"{full.ref}-{archive.ref}.lali", len(data))
    assert NAME.encode() not in data
    assert Notice.objects.filter(member=colleague, kind="case_left").exists()
    verbs = list(Entry.objects.writes().order_by("-index").values_list("verb", flat=True)[:3])
    assert verbs[0] == "archive.taken_out"
    assert full.exhibits.get().custody.last().kind == "copied"
    with pytest.raises(Http404):
        actions.take_out_archive(by=colleague, number=archive.pk)


def test_nobody_approves_their_own_even_as_a_supervisor(supervisor):
    case = cases.open_case(by=supervisor, title="Own")
    archive = prepare(supervisor, case)
    with pytest.raises(actions.OwnArchive):
        actions.approve_archive(by=supervisor, number=archive.pk)
    archive.approved_by, archive.approved_at = supervisor, archive.prepared_at
    with pytest.raises(IntegrityError), transaction.atomic():
        archive.save()


def test_who_may_not_and_what_is_missing(lead, colleague, outsider, supervisor, full):
    cases.put_on_team(by=lead, ref=full.ref, member=colleague, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        prepare(colleague, full)
    with pytest.raises(Http404):
        prepare(outsider, full)
    for wrong in ({"names_leave": False}, {"passphrase": "short"}, {"passphrase": "", "recipient": "age1nobody"}):
        with pytest.raises(actions.CannotLeave):
            prepare(lead, full, **wrong)
    with pytest.raises(cases.NothingWritten):
        prepare(lead, full, reason=" ")
    archive = prepare(lead, full)
    cases.set_wall(by=lead, ref=full.ref, member=supervisor, kind="related", reason="His brother")
    with pytest.raises(Http404):
        actions.approve_archive(by=supervisor, number=archive.pk)
    assert left() == [f"out-{archive.archive_id}.age"]
    path = storage.archive_file(f"out-{archive.archive_id}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_broken_exhibit_and_a_change_meanwhile_stop_it(lead, full, monkeypatch):
    exhibit = full.exhibits.get()
    path = exhibit_store()._path(exhibit.address)
    path.chmod(0o600)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + b"?")
    with pytest.raises(Exception, match="not what was sealed"):
        prepare(lead, full)
    path.write_bytes(kept)
    parts = Going.parts

    def parts_and_a_change(self):
        yield from parts(self)
        cases.add_task(by=lead, ref=full.ref, title="Meanwhile")

    monkeypatch.setattr(Going, "parts", parts_and_a_change)
    with pytest.raises(cases.CaseHasMoved):
        prepare(lead, full)
    assert left() == []


def test_letting_go_deletes_the_file(lead, supervisor, full, django_capture_on_commit_callbacks):
    archive = prepare(lead, full)
    actions.approve_archive(by=supervisor, number=archive.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.let_archive_go(by=lead, number=archive.pk)
    assert left() == []
    with pytest.raises(actions.NotApproved):
        actions.take_out_archive(by=lead, number=archive.pk)


def test_old_files_and_those_of_nobody_go_by_themselves(lead, full):
    archive = prepare(lead, full)
    assert actions.clear_archives(by="node") == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert actions.clear_archives(by="node") == 1
    archive.refresh_from_db()
    assert archive.state == ArchiveState.LET_GO
    assert left() == []


def approved(lead, supervisor, case):
    archive = prepare(lead, case)
    return actions.approve_archive(by=supervisor, number=archive.pk)


CHANGES = {
    "a task": lambda lead, case: cases.add_task(by=lead, ref=case.ref, title="Later"),
    "a wall": lambda lead, case: cases.set_wall(
        by=lead, ref=case.ref, member=lead.__class__.objects.get(email="wall@htu.example"), kind="named", reason="x"
    ),
    "a name erased": lambda lead, case: cases.erase_person(
        by=lead, ref=case.ref, person_id=case.persons.get().person_id
    ),
    "a name erased from another case": lambda lead, case: cases.erase_person(
        by=lead,
        ref=Case.objects.exclude(pk=case.pk).get().ref,
        person_id=Case.objects.exclude(pk=case.pk).get().persons.get().person_id,
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_case_that_moved_on_does_not_leave_as_it_was(
    agency, member_of, lead, supervisor, full, what, django_capture_on_commit_callbacks
):
    Member.objects.filter(pk=member_of(agency).pk).update(email="wall@htu.example")
    if "another" in what:
        other = cases.open_case(by=lead, title="The other case")
        there = cases.add_person(by=lead, ref=other.ref, name=NAME, role=PersonRole.VICTIM).person_id
        cases.merge_persons(by=lead, ref=full.ref, keep=full.persons.get().person_id, other=there, reason="The same")
    waiting, seen = prepare(lead, full), approved(lead, supervisor, full)
    b"".join(actions.take_out_archive(by=lead, number=seen.pk)[2])
    waiting = prepare(lead, full)  # its exhibits were copied meanwhile
    b"".join(actions.take_out_archive(by=lead, number=seen.pk)[2])  # which is no change of the case
    CHANGES[what](lead, full)
    with django_capture_on_commit_callbacks(execute=True):
        for refused in (
            lambda: actions.approve_archive(by=supervisor, number=waiting.pk),
            lambda: actions.take_out_archive(by=lead, number=seen.pk),
        ):
            with pytest.raises(actions.CaseMovedOn):
                refused()
    for archive in (waiting, seen):
        archive.refresh_from_db()
        assert archive.state == ArchiveState.LET_GO
        assert not storage.archive_file(f"out-{archive.archive_id}").exists()


def test_what_is_erased_goes_from_sealed_files_at_once(
    lead, supervisor, auditor, full, django_capture_on_commit_callbacks
):
    approved(lead, supervisor, full)
    assert len(left()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_person(by=lead, ref=full.ref, person_id=full.persons.get().person_id)
    assert left() == []
    archive = prepare(lead, full)
    now = Case.objects.get(pk=full.pk)
    cases.describe_case(
        by=lead, ref=now.ref, version=now.version, title=now.title, kind=now.kind, summary="", state=CaseState.CLOSED
    )
    disposal = retention.propose_disposal(by=supervisor, subject=full.subject, basis="Kept long enough")
    with django_capture_on_commit_callbacks(execute=True):
        actions.carry_out_disposal(by=auditor, number=disposal.pk)
    archive.refresh_from_db()
    assert (archive.state, archive.reason) == (ArchiveState.LET_GO, "–")
    assert left() == []


# -- in ----------------------------------------------------------------------------------------------------------------


def test_a_case_is_looked_at_and_taken_in(lead, receiving, full, foreign):
    arrival = look(receiving, foreign(full))
    assert Case.objects.count() == 1
    assert {one["name"] for one in arrival.told["members"]} == {lead.name}
    with pytest.raises(FingerprintDiffers):
        actions.take_case_in(by=receiving, number=arrival.pk, fingerprint="")
    came = take(receiving, arrival).case
    assert came.ref.startswith("VU-")
    assert came.team.present().get().member == receiving
    assert came.exhibits.count() == 2
    exhibit = came.exhibits.get(number=1)
    assert [(event.kind, bool(event.origin)) for event in exhibit.custody.all()] == [
        ("sealed", True),
        ("received", False),
    ]
    assert evidence.is_whole(exhibit)
    lines = b"".join(evidence.copy_out(by=receiving, ref=came.ref, number=2)[1]).splitlines()
    assert json.loads(lines[0])["case"] == full.ref
    assert '"verb":"case.opened"' in json.loads(lines[1])["line"]
    assert ExternalReference.objects.get(case=came).number == "VU-2026-00077"
    assert left() == []
    assert Entry.objects.filter(verb="case.arrived").get().subject == came.subject


def test_it_comes_once(lead, receiving, full, foreign):
    first, second = look(receiving, foreign(full)), look(receiving, foreign(full))
    came = take(receiving, first).case
    with pytest.raises(actions.CameBefore, match=came.ref):
        take(receiving, second)
    with pytest.raises(actions.CameBefore, match=came.ref):
        look(receiving, foreign(full))
    with pytest.raises(actions.NotWaiting):
        take(receiving, first)
    assert Case.objects.count() == 2


def test_an_own_case_is_not_taken_in_again(lead, supervisor, full):
    archive = prepare(lead, full)
    data = storage.archive_file(f"out-{archive.archive_id}").read_bytes()
    with pytest.raises(actions.CameBefore, match=full.ref):
        look(supervisor, data, passphrase=PASSPHRASE)
    for given_words in ("", "wrong"):
        with pytest.raises(actions.ArchiveNotTaken):
            look(supervisor, data, passphrase=given_words)


def test_who_may_take_in(lead, receiving, supervisor, full, foreign):
    data = foreign(full)
    with pytest.raises(PermissionDenied):
        look(lead, data)
    arrival = look(receiving, data)
    with pytest.raises(Http404):  # another agency of this node
        take(supervisor, arrival)


def test_somebody_of_another_node_is_a_named_stub(lead, receiving, administrator, auditor, full, foreign):
    Member.objects.filter(pk=lead.pk).update(email="else@where.example", is_active=False)
    came = take(receiving, look(receiving, foreign(full))).case
    stub = came.opened_by
    assert stub != lead
    assert stub.name == "Litia Coralgarden (of HTU (fictional), not a member here)"
    assert not stub.is_active
    assert not stub.has_usable_password()
    assert not stub.role_described.permissions
    assert stub not in members_kept_by(administrator)
    assert stub not in Member.objects.staff()
    assert came.tasks.get().assignee == receiving
    again = take(receiving, look(receiving, foreign(full, "VU-2026-00078"))).case
    assert again.opened_by == stub
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=stub.pk).update(is_active=True)
    assert stub.journal_name not in dict(members_in_journal(auditor))


def test_a_member_of_this_node_is_known_again(lead, receiving, full, foreign):
    arrival = look(receiving, foreign(full))
    assert [one["is_known"] for one in arrival.told["members"]] == [True]
    came = take(receiving, arrival).case
    assert came.opened_by == lead
    assert lead.pk not in came.team.present().values_list("member", flat=True)


def test_what_was_erased_stays_erased(lead, receiving, full, foreign):
    person = full.persons.get().person_id
    cases.erase_person(by=lead, ref=full.ref, person_id=person)
    came = take(receiving, look(receiving, foreign(full))).case
    there = Person.objects.get(places__case=came)
    assert there.opened_name() == ""
    assert there.wrapped_key in (b"", memoryview(b""))


def test_a_victim_is_found_by_the_lead_there_and_goes_with_the_key(lead, receiving, full, foreign):
    came = take(receiving, look(receiving, foreign(full))).case
    assert came.ref in {one.case_ref for one in everything_found(receiving, NAME).results}
    person = Person.objects.get(places__case=came)
    cases.erase_person(by=receiving, ref=came.ref, person_id=person.pk)
    person.refresh_from_db()
    assert person.opened_name() == ""
    assert Person.objects.get(places__case=full).opened_name() == NAME


def test_a_number_that_stands_here_stays_where_it_is(lead, receiving, full, foreign):
    from lali.records.imports.actions import note_reference

    note_reference(by=lead, record_of=full, system="pims", number="PIMS-7")
    arrival = look(receiving, foreign(full))
    assert arrival.told["taken_numbers"] == [["pims", "PIMS-7"]]
    came = take(receiving, arrival).case
    assert list(came.references.values_list("number", flat=True)) == ["VU-2026-00077"]


def test_a_wall_stands_before_the_importer(lead, receiving, full, foreign):
    other = cases.open_case(by=lead, title="Walled")
    other.walls.create(member=receiving, kind="named", reason="Is named", set_by=lead)
    arrival = look(receiving, foreign(other))
    with pytest.raises(actions.WalledOffHere):
        take(receiving, arrival)
    assert Case.objects.count() == 2
    assert full.ref != other.ref


def test_a_stop_in_the_middle_leaves_nothing(receiving, full, foreign, monkeypatch):
    arrival = look(receiving, foreign(full))
    before = sorted(exhibit_store().addresses())

    def stopped(*_arguments, **_more):
        raise KeyboardInterrupt

    for place in ("_tell", "_receive_files", "_make_rows"):
        with monkeypatch.context() as patch:
            patch.setattr(f"lali.records.transfers.actions.arrivals.{place}", stopped)
            with pytest.raises(KeyboardInterrupt), transaction.atomic():
                take(receiving, arrival)
        assert Case.objects.count() == 1
        assert sorted(exhibit_store().addresses()) == before
        assert left() == [f"in-{arrival.pk}.age"]
    assert take(receiving, arrival).case


def test_what_a_kill_leaves_is_named_and_cleared(receiving, full, foreign):
    arriving = storage.Arriving("killed")
    with arriving.store.intake(kek=bytes(32)) as intake:
        intake.write(b"an original")
        address = intake.finish().address
    exhibit_store().adopt(arriving.store, address)
    new, kept = storage.NewArchive(), storage.NewArchive()
    kept.keep("out-nobody")
    assert storage.leftovers() == []  # all are at work
    assert storage.clear_leftovers() == 0
    arriving._lock.close()
    new.file.close()
    kept.file.close()
    assert len(storage.leftovers()) == 3
    assert sealed_without_exhibit() == [address]
    assert address in queries.originals_on_their_way_in()
    look(receiving, foreign(full))
    assert storage.leftovers() == []
    assert sealed_without_exhibit() == []


def test_an_arrival_that_nobody_takes_in_forgets_whom_it_named(receiving, full, foreign):
    arrival = look(receiving, foreign(full, purpose=f"{NAME} is in danger"))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert actions.clear_archives(by="node") == 1
    arrival.refresh_from_db()
    assert (arrival.purpose, set(arrival.told)) == ("", {"counts"})
    ArrivedCase.objects.update(purpose=NAME, told={"counts": {}, "members": [NAME]})  # as an earlier Lali left it
    assert actions.clear_archives(by="node") == 0
    arrival.refresh_from_db()
    assert (arrival.purpose, arrival.told) == ("", {"counts": {}})


def test_what_an_arrival_says_is_for_who_may_open_the_case(receiving, member_of, lead, full, foreign):
    other, walled = (member_of(receiving.agency, role="supervisor") for _each in range(2))
    full.walls.create(member=walled, kind="named", reason="Is named", set_by=lead)
    arrival = look(receiving, foreign(full, purpose="Somebody is in danger"))
    assert queries.read_arrival(other, arrival.pk).purpose
    assert not queries.arrivals_of(walled).exists()
    came = take(receiving, arrival).case
    assert queries.read_arrival(receiving, arrival.pk).told["members"]
    read = queries.read_arrival(other, arrival.pk)
    assert (read.purpose, set(read.told)) == ("", {"counts"})
    for closed in (
        lambda: queries.read_arrival(walled, arrival.pk),
        lambda: actions.let_arrival_go(by=walled, number=arrival.pk),
    ):
        with pytest.raises(Http404):
            closed()
    assert not queries.arrivals_of(walled).exists()
    cases.set_wall(by=receiving, ref=came.ref, member=other, kind="named", reason="His brother")
    assert not queries.arrivals_of(other).exists()


def test_letting_an_arrival_go_forgets_whom_it_named(receiving, full, foreign, django_capture_on_commit_callbacks):
    arrival = look(receiving, foreign(full))
    with django_capture_on_commit_callbacks(execute=True):
        actions.let_arrival_go(by=receiving, number=arrival.pk)
    arrival.refresh_from_db()
    assert "members" not in arrival.told
    assert arrival.purpose == ""
    assert left() == []
    with pytest.raises(actions.NotWaiting):
        take(receiving, arrival)


# -- hostile -----------------------------------------------------------------------------------------------------------


def spoilt(case, change):
    """The parts of a case with its records changed by `change`, which gets them as a list."""
    going = Going(case, "token")
    records = [json.loads(line) for line in going.lines()]
    records = change(records)
    yield from line_parts("records", [json.dumps(record).encode() for record in records])
    yield from (part for part in going.parts() if not part.name.startswith("records"))


def first(records, label):
    return next(record for record in records if record["t"] == label)


def setting(label, **fields):
    def change(records):
        first(records, label)["f"].update(fields)
        return records

    return change


def without(label):
    return lambda records: [record for record in records if record["t"] != label]


def doubled(label):
    return lambda records: [again for one in records for again in ([one] * (2 if one["t"] == label else 1))]


def with_facts(records, text):
    """The records, with this text sealed as what is known of the first person."""
    fields = first(records, "entities.person")["f"]
    sealed = seal_words(text, key=base64.b64decode(fields["wrapped_key"]), about=FACTS)
    fields["sealed_facts"] = base64.b64encode(sealed).decode()
    return records


OFFENCE = {
    "act": "x", "section": "1", "source": "s", "tags": [], "confidence": "here", "elements": [],
    **{name: {"en": "a", "fr": ""} for name in ("title", "penalty", "note")},
}  # fmt: skip

HOSTILE = {
    "no case": without("cases.case"),
    "two cases": doubled("cases.case"),
    "a number twice": doubled("entities.person"),
    "an order of its own": lambda records: records[::-1],
    "no file": without("file"),
    "a file twice": doubled("file"),
    "no exhibit": without("evidence.exhibit"),
    "no member": without("member"),
    "another kind": lambda records: [*records, {"t": "audit.entry", "n": 1, "f": {}}],
    "another member": lambda records: [{**records[0], "more": 1}, *records[1:]],
    "no number": lambda records: [{**records[0], "n": "1"}, *records[1:]],
    "wrong digest": setting("evidence.exhibit", sha256="0" * 64),
    "wrong blake": setting("evidence.exhibit", blake3="0" * 64),
    "wrong size": setting("evidence.exhibit", size=1),
    "destroyed": setting("evidence.exhibit", destroyed_at="2026-01-01T00:00:00+00:00"),
    "points to nothing": setting("cases.task", assignee=999_999),
    "points to text": setting("cases.task", case="1"),
    "points with true": setting("cases.task", case=True),
    "null where none may be": setting("cases.task", case=None),
    "a field more": setting("cases.task", more=1),
    "a list for text": setting("cases.task", title=["x"]),
    "too long": setting("cases.task", title="x" * 201),
    "nul": setting("cases.task", title="x\0"),
    "half a character": setting("cases.task", title="\ud800"),
    "no such choice": setting("cases.task", priority="at once"),
    "no moment": setting("cases.task", created_at="yesterday"),
    "a moment beyond": setting("cases.task", created_at="9999-12-31T23:59:59+00:00"),
    "a moment without a zone": setting("cases.task", created_at="2026-01-01T00:00:00"),
    "no day": setting("cases.task", due_on=20260101),
    "version below nought": setting("cases.task", version=-1),
    "version true": setting("cases.task", version=True),
    "version beyond": setting("cases.task", version=2**31),
    "done by nobody": setting("cases.task", done_at="2026-01-01T00:00:00+00:00"),
    "after itself that is not": setting("cases.task", after=[12345]),
    "after what is no list": setting("cases.task", after=7),
    "no key": setting("cases.case", wrapped_key=""),
    "half a key": setting("cases.case", wrapped_key="AAAA"),
    "another's key": setting("entities.person", wrapped_key="A" * 43 + "="),
    "disposed of": setting("cases.case", state="disposed"),
    "mention of nothing": setting("entities.mention", record="case:FJ-2026-00001"),
    "mention of a tip that is not": setting("entities.mention", record="tip:7"),
    "an empty identifier": setting("entities.identifier", value=""),
    "merged into nobody": setting("entities.person", merged_into=77),
    "a member without a name": setting("member", name=" "),
    "a member of lists": setting("member", name=[]),
    "a kind that is a list": lambda records: [*records, {"t": [], "n": 1, "f": {}}],
    "a kind that is an object": lambda records: [*records, {"t": {}, "n": 1, "f": {}}],
    "a file of a list": setting("file", of=[]),
    "facts without an end": lambda records: with_facts(records, "[" * 100_000),
    "facts too deep": lambda records: with_facts(records, '{"names":' + "[" * 5_000 + "]" * 5_000 + "}"),
    "an offence without a code": lambda records: [
        *(one for one in records if one["t"] == "member"),
        {"t": "law", "n": 9_999, "f": {"code": "bad code!/\u202e", "country": "VU", "text": OFFENCE, "elements": {}}},
        *(one for one in records if one["t"] not in {"member", "law"}),
    ],
    "words that are none": setting("words", answers=[["one"]]),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_with_one_sentence(receiving, full, foreign, what):
    rows = Case.objects.count(), Person.objects.count(), Member.objects.count(), Exhibit.objects.count()
    data = foreign(full, parts=spoilt(full, HOSTILE[what]))
    with pytest.raises(actions.ArchiveNotTaken) as why:
        look(receiving, data)
    assert str(why.value).count(".") == 1
    assert rows == (Case.objects.count(), Person.objects.count(), Member.objects.count(), Exhibit.objects.count())
    assert Entry.objects.filter(verb="archive.refused").exists()
    assert ArrivedCase.objects.count() == 0
    assert left() == []


def test_whatever_nobody_thought_of_is_refused_and_journalled(receiving, full, foreign, monkeypatch):
    def stumble(*_arguments, **_more):
        raise ZeroDivisionError(NAME)

    arrival = look(receiving, foreign(full))
    for place in ("Taking.finish", "Taking.record", "Staging.record"):
        with monkeypatch.context() as patch:
            patch.setattr(f"lali.records.transfers.taking.{place}", stumble)
            with pytest.raises(actions.ArchiveNotTaken) as why:
                look(receiving, foreign(full))
            assert NAME not in str(why.value)
            with pytest.raises(actions.ArchiveNotTaken):
                take(receiving, arrival)
    with monkeypatch.context() as patch:
        patch.setattr("lali.records.transfers.actions.arrivals.put_whole_case", stumble)
        with pytest.raises(actions.ArchiveNotTaken):
            take(receiving, arrival)
    assert Entry.objects.filter(verb="archive.refused").count() == 7
    assert Case.objects.count() == 1
    assert take(receiving, arrival).case


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=40),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_value_breaks_the_reading(receiving, full, unknown_neighbour, data):
    """Whatever stands in a field: it is taken as what it says, or the whole is refused; nothing else ever happens."""
    from lali.records.transfers.taking import Staging, Taking

    records = [json.loads(line) for line in Going(full, "token").lines()]
    spoil = data.draw(st.sampled_from(range(len(records))))
    record = copy.deepcopy(records[spoil])
    field = data.draw(st.sampled_from(sorted(record["f"])))
    record["f"][field] = data.draw(ODD)
    records[spoil] = record
    with transaction.atomic():
        taking = Taking(by=receiving, ref="VU-2026-09999", staged=Staging(), now=timezone.now())
        taking._card, taking._token, taking.sender = unknown_neighbour.card, "token", "vu-tcu"
        try:
            for one in records:
                taking.record(one)
            taking._flush()
        except (Malformed, IntegrityError):
            pass
        finally:
            transaction.set_rollback(True)

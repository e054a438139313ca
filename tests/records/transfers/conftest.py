"""A case with something in every table, and a second node to which it goes: other keys, the same tables."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory):
    from lali.records.keyring import make_keys

    folder = tmp_path_factory.mktemp("other") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture
def there(settings, other_keys, tmp_path):
    """Be the other node for a while: `with there(): ...`. Its tables are these, its keys and folders are its own."""

    @contextmanager
    def there():
        before = settings.KEY_FOLDER, settings.EXHIBIT_FOLDER, settings.CARD_ISSUED
        settings.KEY_FOLDER, settings.EXHIBIT_FOLDER = other_keys, tmp_path / "there"
        settings.CARD_ISSUED = datetime(2026, 11, 2, tzinfo=UTC)
        try:
            yield
        finally:
            settings.KEY_FOLDER, settings.EXHIBIT_FOLDER, settings.CARD_ISSUED = before

    return there


@pytest.fixture
def scene(agency, exhibits):
    from lali.records.cooperation.identity import our_card
    from tests.neighbour import make_neighbour
    from tests.repository.routes_scene import build_scene

    return build_scene(agency, make_neighbour(our_card()))


@pytest.fixture
def receiving(agency):
    """A supervisor of another agency, on the other node."""
    from lali.records.agencies.actions import enrol_member, found_agency

    other = found_agency(by="node", slug="tcu", name="TCU (fictional)", country="VU")
    return enrol_member(
        by="node", agency=other, email="boss@tcu.example", name="Wilson Mangrove", role="supervisor", password="x"
    )


@pytest.fixture
def recipient_there(there):
    from lali.records.cooperation.identity import our_card

    with there():
        return our_card().recipient


@pytest.fixture
def sealed(lead, supervisor, recipient_there):
    """Prepare, approve and take out an archive of a case: its bytes."""
    from lali.records.transfers import actions

    def sealed(ref, by=lead, second=supervisor, **to):
        archive = actions.prepare_archive(
            by=by, ref=ref, reason="They prosecute", names_leave=True, **(to or {"recipient": recipient_there})
        )
        actions.approve_archive(by=second, number=archive.pk)
        _name, _size, pieces = actions.take_out_archive(by=by, number=archive.pk)
        return b"".join(pieces)

    return sealed


@pytest.fixture
def look(receiving, there):
    """Look at bytes as the other node."""
    from lali.records.transfers import actions, storage

    def look(data, by=receiving, **how):
        with there(), storage.NewArchive() as new:
            new.file.write(data)
            return actions.look_at_archive(by=by, new=new, **how)

    return look


@pytest.fixture
def take(receiving, there):
    from lali.records.transfers import actions

    def take(arrival, by=receiving, **how):
        with there():
            how.setdefault("fingerprint", arrival.fingerprint)
            return actions.take_case_in(by=by, number=arrival.pk, **how)

    return take


@pytest.fixture
def fill():
    """Put into the walked case what the walk has not: every table has a row then."""
    from lali.records.briefs import actions as briefs
    from lali.records.cases import actions as cases
    from lali.records.cases.models import CaseExtras, CaseTip, EmergencyOpening
    from lali.records.chronology.models import Citation
    from lali.records.evidence import actions as evidence
    from lali.records.imports.actions import note_reference
    from lali.records.links.actions import ReadThere, note_from_exhibit, note_on_identifier
    from lali.records.tips.actions import ask_reporter, collect_reports
    from lali.records.tips.models import Tip

    def fill(case, scene):
        lead, ref = scene.members["lead"], case.ref
        first, second = list(case.persons.values_list("person", flat=True).distinct().order_by("person"))[:2]
        victim = case.persons.filter(role="victim").first().person_id
        cases.judge_persons(
            by=lead, ref=ref, person_id=first, other_id=second, likeness="different", reason="Two sisters"
        )
        cases.reveal_name(by=lead, ref=ref, person_id=victim, reason="The embassy asks")
        tip = Tip.objects.filter(case_place__isnull=True, report_number__isnull=False).first()
        ask_reporter(by=lead, number=tip.number, words="Where is she?")
        cases.add_tip_to_case(by=lead, number=tip.number, version=tip.version, ref=ref)
        Citation.objects.create(event=case.events.first(), cited=tip.ref, locator="line 2")
        note_on_identifier(by=lead, ref=ref, number=scene.of("")["identifier"], words="Rang at night")
        note_reference(by=lead, record_of=case, system="pims", number="PIMS-77")
        brief = case.briefs.filter(state="draft").first()
        briefs.release_name(by=lead, ref=ref, number=brief.number, person_id=victim, reason="They want it")
        fixed = case.briefs.get(state="fixed")
        briefs.hand_over_brief(
            by=lead, ref=ref, number=fixed.number, to="Prosecutor", at=datetime(2026, 1, 1, tzinfo=UTC), receipt=""
        )
        paper = case.exhibits.filter(is_physical=False).first()
        author = ReadThere(kind="email", value="hr@golden.example", raw="hr@golden.example", said_as="author")
        note_from_exhibit(by=lead, ref=ref, number=paper.number, found=[author])
        phone = evidence.take_in_thing(
            by=lead,
            ref=ref,
            acquisition=evidence.Acquisition(title="Phone", device="Tamtam", stated_kind="md5", stated_digest="0" * 32),
            keeping=evidence.Keeping("Safe", "A-1"),
        )
        evidence.say_made_from(by=lead, ref=ref, number=paper.number, parent=phone.number, how="extracted", tool="T 1")
        for to in ({"to_name": "Dr Nobody", "to_office": "Lab"}, {"to_member": scene.members["contributor"]}):
            handing = evidence.Handing(why="Look", due_at=datetime(2026, 1, 1, tzinfo=UTC), **to)
            evidence.hand_over(by=lead, ref=ref, number=phone.number, handing=handing)
            if "to_name" in to:
                evidence.enter_signed_paper(by=lead, ref=ref, number=phone.number, paper=paper.number)
                back = evidence.Keeping("Safe", "A-1")
                evidence.receive_back(by=lead, ref=ref, number=phone.number, keeping=back)
        extras = CaseExtras(case=case, configuration=1, answers={"sector": "fishing"})
        extras.seal({"secret_of_theirs": "She said so"})
        extras.save()
        assert EmergencyOpening.objects.exists()
        assert CaseTip.objects.exists()
        assert collect_reports

    return fill

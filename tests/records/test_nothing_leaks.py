"""Unusual names, numbers and texts are planted through every action, then looked for where they must never stand."""

import inspect
import io
import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from lali.records.agencies.models import Unit
from lali.records.audit.queries import check_log
from lali.records.cases import actions as cases
from lali.records.cases.models import AccessRequest, EmergencyOpening, TeamPlace
from lali.records.cases.queries import persons_of, read_case
from lali.records.cases.vocabulary import CaseKind, CaseState, Level
from lali.records.chronology import actions as chronology
from lali.records.chronology.when import exact
from lali.records.cooperation import actions as cooperation
from lali.records.elements import actions as elements
from lali.records.entities import actions as entities
from lali.records.entities.facts import Birth, Document, Name
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence import actions as evidence
from lali.records.evidence.vocabulary import MadeHow, Purpose
from lali.records.law import actions as law
from lali.records.law.models import Offence
from lali.records.letterbox import actions as letterbox
from lali.records.letterbox.actions import receive_answer
from lali.records.links import actions as links
from lali.records.links.queries import proposals_for
from lali.records.refusals import Refused
from lali.records.tips import actions as tips
from lali.records.tips.models import Tip
from lali.records.tips.queries import read_tip
from lali.records.tips.vocabulary import CopyReason
from tests.neighbour import PHONE

pytestmark = pytest.mark.slow

WORD = "Quartzfinder"  # planted in every free text
VICTIM = "Sailosi Zephyrine Opalwhistle"
PLANTED = (
    WORD,
    VICTIM,
    "Opalwhistle",
    PHONE,
    "4100142",
    "410 0142",
    "quartz.finder@nobody.example",
    "quartz_finder_77",
)
TEXT = f"{WORD}: call {PHONE}, quartz.finder@nobody.example or Telegram @quartz_finder_77, send the fee"


@pytest.fixture
def everything_done(
    agency, lead, colleague, outsider, supervisor, administrator, report_of, neighbour, exhibits, tip_of,
    member_of,
    django_capture_on_commit_callbacks, reporter,
):  # fmt: skip
    """Every action of every record, each free text planted. Gives the case."""
    with django_capture_on_commit_callbacks(execute=True):
        _file_under(reporter)
        receive_answer(by="public", report=report_of(TEXT, name=WORD, place=WORD, decided={1}), words=TEXT)
        tips.collect_reports(by=lead, agency=agency)
        tip = Tip.objects.get()
        tips.copy_file(by=lead, number=tip.number, place=1, reason=CopyReason.DETAIL)
        case = _decide_tips(lead, tip, tip_of)
    acquired = evidence.Acquisition(title=WORD, acquired_where=WORD)
    evidence.take_in_file_of_tip(by=lead, ref=case.ref, number=tip.number, place=1, acquisition=acquired)
    other = cases.open_case(by=lead, title=WORD, summary=TEXT)
    cases.describe_case(
        by=lead, ref=other.ref, version=1, title=WORD + "2", kind=CaseKind.SEXTORTION, summary=WORD,
        state=CaseState.PROSECUTOR,
    )  # fmt: skip
    _work_on(case.ref, lead, colleague)
    _let_in(case.ref, lead, outsider)
    _oversee_and_offer(other.ref, lead, supervisor, member_of)
    links.link_cases(by=lead, ref=case.ref, other_ref=other.ref, reason=WORD)
    links.unlink_cases(by=lead, ref=case.ref, other_ref=other.ref, reason=WORD)
    _judge_links(lead, case, other)
    _seal_and_hand_out(case.ref, lead)
    _keep_things(case.ref, lead, member_of(lead.agency, "investigator"))
    _shut(case.ref, lead, member_of(lead.agency, "investigator"))
    _prove(case.ref, lead, supervisor)
    _exchange(case.ref, lead, supervisor, administrator, neighbour)
    return case


def _judge_links(lead, case, other):
    for one in (case, other):
        cases.add_identifier(by=lead, ref=one.ref, kind="phone", typed="410 0177")
    links.fold_texts(by="node")
    links.propose_links(by="node")
    pair = proposals_for(lead, ref=other.ref).shown[0]
    said = links.judge_proposal(by=lead, number=pair.number, verdict="together", reason=WORD)
    links.take_judgement_back(by=lead, number=pair.number, judgement=said.pk, reason=WORD)
    kind, key = proposals_for(lead, ref=other.ref).groups[0].group.thing
    ends = [case.subject, other.subject]
    said = links.judge_group(by=lead, kind=kind, key=key, records=ends, verdict="together", reason=WORD)[0]
    links.take_group_judgement_back(by=lead, said=said.said_at_once, reason=WORD)
    place = cases.add_person(by=lead, ref=case.ref, name=WORD, role=PersonRole.SUSPECT, reason=WORD)
    watch = links.watch_person(by=lead, ref=case.ref, number=place.person_id, reason=WORD)
    links.tell_who_watches(by="node")
    links.end_wide_watch(by=lead, number=watch.pk)


def _decide_tips(lead, one, tip_of):
    two, three, four = tip_of(TEXT), tip_of(TEXT), tip_of(TEXT)
    read_tip(lead, one.number)
    tips.ask_reporter(by=lead, number=one.number, words=f"Who is {WORD}?")
    Tip.objects.filter(pk=tip_of(f"{TEXT} and more").pk).update(like=two)
    tips.close_tip(by=lead, number=two.number, version=1, reason="not_enough", note=WORD)
    assert tips.close_like(by=lead, number=two.number, first=1, last=99, reason="repeated", note=WORD) == 1
    tips.refer_tip(by=lead, number=three.number, version=1, to=WORD, note=WORD)
    case = cases.open_case_from_tip(by=lead, number=one.number, version=1, title=WORD, kind=CaseKind.OTHER)
    cases.add_tip_to_case(by=lead, number=four.number, version=1, ref=case.ref)
    return case


def _work_on(ref, lead, colleague):
    cases.put_on_team(by=lead, ref=ref, member=colleague, level=Level.CONTRIBUTE, may_remove=True)
    place = cases.add_person(by=lead, ref=ref, name=VICTIM, role=PersonRole.SUSPECT, reason=WORD)
    cases.give_role(by=lead, ref=ref, person_id=place.person_id, role=PersonRole.VICTIM, reason=WORD)
    cases.end_role(by=lead, ref=ref, place_id=place.pk, reason=WORD)
    assert cases.reveal_name(by=lead, ref=ref, person_id=place.person_id, reason=WORD) == VICTIM
    _know_persons(ref, lead)
    phone = cases.add_identifier(by=lead, ref=ref, kind="phone", typed=PHONE)
    mistaken = cases.add_identifier(by=lead, ref=ref, kind="telegram", typed=f"@{WORD}")
    cases.remove_mention(by=colleague, ref=ref, number=mistaken.mentions.get().pk, reason=WORD)
    _know_an_identifier(ref, lead, phone)
    task = cases.add_task(by=lead, ref=ref, title=WORD, due_on=timezone.localdate(), assignee=colleague)
    cases.finish_task(by=colleague, ref=ref, task_id=task.pk)
    _work_with_clocks(ref, lead, task)
    event = chronology.note_event(by=lead, ref=ref, happening=_happening())
    chronology.change_event(by=lead, ref=ref, number=event.pk, version=1, happening=_happening(place=f"In {WORD}"))
    chronology.remove_event(by=colleague, ref=ref, number=event.pk, reason=WORD)


def _know_an_identifier(ref, lead, phone):
    tag = links.tag_seen(by=lead, number=phone.pk, words=WORD[:40])
    links.untag_seen(by=lead, number=phone.pk, tag=tag.pk)
    watch = links.watch_seen(by=lead, number=phone.pk, reason=WORD)
    entities.end_watch(by=lead, number=watch.pk)
    entities.watch_typed(by=lead, kind="telegram", typed=f"@{WORD}_too", reason=WORD)
    owned = links.Ownership(owner=WORD, source=WORD, reliability="A", credibility="1", confidence="high")
    made = links.attribute_identifier(by=lead, ref=ref, number=phone.pk, ownership=owned)
    links.withdraw_attribution(by=lead, ref=ref, number=made.pk, reason=WORD)
    links.note_on_identifier(by=lead, ref=ref, number=phone.pk, words=WORD)


def _prove(ref, lead, supervisor):
    law.load_law(by="node")
    said = evidence.Said(TEXT, of_whom=WORD, taken_where=WORD, interpreter=WORD, language=WORD)
    evidence.take_statement(by=lead, ref=ref, said=said)
    again = replace(said, words=f"{TEXT} again")
    evidence.correct_statement(by=lead, ref=ref, number=1, version=1, said=again, why=WORD)
    evidence.cite_passage(by=lead, ref=ref, source="S-001", quote=WORD, note=WORD, locator=WORD)
    about = elements.About(note=WORD)
    elements.suspect_offence(by=lead, ref=ref, code="fj-crimes-112", about=about)
    at = {"by": lead, "ref": ref, "number": 1}
    elements.describe_offence(**at, version=1, about=elements.About(note=TEXT))
    proof = elements.add_proof(**at, element="exploitation", strength="supports", in_words=WORD, note=WORD)
    elements.withdraw_proof(**at, proof=proof.pk, why=WORD)
    evidence.withdraw_passage(by=lead, ref=ref, number=1, why=WORD)
    elements.change_offence_state(**at, state="dropped", why=WORD)
    text = replace(Offence.objects.get(code="fj-crimes-112").current.as_text(), section="112 (newer)")
    law.edit_offence(by=supervisor, code="fj-crimes-112", version=1, text=text, why=WORD)
    elements.adopt_version(**at)
    law.confirm_offence(by=supervisor, code="fj-crimes-112", version=2, prosecutor=WORD, on=timezone.localdate())
    law.retire_offence(by=supervisor, code="fj-crimes-112", why=WORD)
    law.take_offence_back(by=supervisor, code="fj-crimes-112")
    law.add_offence(by=supervisor, country="FJ", text=replace(text, act="Own Act"), why=WORD)


def _happening(place=WORD):
    moved = {"gone_from": WORD, "gone_to": WORD, "means": "air"}
    return chronology.Happening(text=TEXT, when=exact(timezone.now()), place=place, source=WORD, **moved)


def _work_with_clocks(ref, lead, task):
    cases.reopen_task(by=lead, ref=ref, task_id=task.pk)
    first, second = cases.add_tasks(by=lead, ref=ref, drafts=[cases.TaskDraft(WORD, note=WORD)] * 2)
    new = {"title": TEXT[:200], "note": TEXT, "waiting_for": WORD, "after": [first.pk, second.pk]}
    cases.change_task(by=lead, ref=ref, task_id=task.pk, version=3, new=new)
    deadline = cases.set_deadline(by=lead, ref=ref, kind="mla", length=1, unit="days", basis=WORD, note=WORD)
    at = {"by": lead, "ref": ref, "deadline_id": deadline.pk}
    cases.change_deadline(**at, version=1, new={"basis": TEXT, "note": TEXT})
    cases.confirm_deadline(**at)
    cases.extend_deadline(**at, due_at=timezone.now() + timedelta(days=9), reason=WORD)
    cases.pause_deadline(**at, reason=WORD)
    cases.resume_deadline(**at, reason=WORD)
    cases.meet_deadline(**at)
    TeamPlace.objects.filter(member=lead).update(may_remove=True)
    cases.remove_task(by=lead, ref=ref, task_id=second.pk, reason=WORD)
    cases.remove_deadline(**at, reason=WORD)
    TeamPlace.objects.filter(member=lead).update(may_remove=False)
    cases.make_calendar_link(by=lead)
    cases.end_calendar_link(by=lead)
    cases.remind_of_work(by="node", now=timezone.now())


def _know_persons(ref, lead):
    """Everything that is done to persons; who may be a victim has the planted name in every field."""
    places = [cases.add_person(by=lead, ref=ref, name=VICTIM, role=PersonRole.SUSPECT, reason=WORD) for _ in range(3)]
    one, two, three = (place.person_id for place in places)
    known = {"names": (Name(VICTIM, "Opalwhistle", WORD),), "documents": (Document("passport", WORD, note=WORD),)}
    known |= {
        "contact": f"{WORD} {PHONE}",
        "occupation": WORD,
        "birth": Birth(date(2010, 1, 1), date(2011, 1, 1), "said"),
    }
    cases.describe_person(by=lead, ref=ref, person_id=one, version=1, facts=known, more_names=[Name(VICTIM)])
    cases.recognise_as_victim(by=lead, ref=ref, person_id=one, reason=WORD, acts_from=date(2026, 1, 1))
    cases.date_acts(by=lead, ref=ref, place_id=places[1].pk, acts_from=date(2026, 1, 1))
    cases.confirm_victim(by=lead, ref=ref, person_id=one, authority=WORD, on=date(2026, 2, 1))
    cases.withdraw_victim_role(by=lead, ref=ref, person_id=one, reason=WORD)
    tie = cases.relate_persons(by=lead, ref=ref, person_id=one, other_id=two, kind="paid", source=WORD)
    cases.take_back_relation(by=lead, ref=ref, relation_id=tie.pk, reason=WORD)
    unsure = cases.judge_persons(by=lead, ref=ref, person_id=one, other_id=three, likeness="unsure", reason=WORD)
    cases.take_person_judgement_back(by=lead, number=unsure.pk, reason=WORD)
    merge = cases.merge_persons(by=lead, ref=ref, keep=one, other=two, reason=WORD)
    cases.undo_merge(by=lead, ref=ref, merge_id=merge.pk, reason=WORD)
    TeamPlace.objects.filter(case__ref=ref, member=lead).update(may_remove=True)
    cases.remove_person(by=lead, ref=ref, person_id=two, reason=WORD)
    cases.erase_person(by=lead, ref=ref, person_id=three)


def _let_in(ref, lead, outsider):
    called_alike = cases.add_person(by=lead, ref=ref, name=outsider.name, role=PersonRole.WITNESS, reason=WORD)
    aside = {"person_id": called_alike.person_id, "member_id": outsider.pk}
    cases.put_namesake_aside(by=lead, ref=ref, **aside, reason=WORD)
    cases.request_access(by=outsider, ref=ref, reason=WORD)
    [request] = AccessRequest.objects.all()
    cases.decide_request(by=lead, request_id=request.pk, grant=True, level=Level.READ)
    cases.take_off_team(by=lead, ref=ref, member=outsider)
    cases.break_glass(by=outsider, ref=ref, reason=WORD, hours=4)
    opening = EmergencyOpening.objects.get()
    cases.judge_opening(by=lead, ref=ref, opening_id=opening.pk, justified=False, judgement=WORD)
    cases.declare_conflict(by=outsider, ref=ref, kind="named", reason=WORD)
    wall = cases.set_wall(by=lead, ref=ref, member=outsider, kind="named", reason=WORD)
    cases.lift_wall(by=lead, ref=ref, wall_id=wall.pk, reason=WORD)


def _oversee_and_offer(ref, lead, supervisor, member_of):
    agency = lead.agency
    until = timezone.localdate() + timedelta(days=3)
    cases.appoint_oversight(by=lead, ref=ref, member=member_of(agency, "oversight"), reason=WORD, until=until)
    unit = Unit.objects.create(agency=agency, name="Labasa")
    offer = partial(cases.offer_case, by=lead, ref=ref, agency=agency, unit=unit, note=WORD)
    offer()
    cases.withdraw_offer(by=lead, ref=ref)
    cases.decline_offer(by=supervisor, offer_id=offer().pk)
    cases.accept_offer(by=supervisor, offer_id=offer().pk, lead=lead)


def _seal_and_hand_out(ref, lead):
    acquired = evidence.Acquisition(WORD, timezone.now(), WORD, WORD, WORD, WORD)
    source = io.BytesIO(TEXT.encode())
    evidence.take_in_exhibit(by=lead, ref=ref, file_name=WORD, source=source, acquisition=acquired)
    evidence.describe_exhibit(by=lead, ref=ref, number=1, acquisition=evidence.Acquisition(title=WORD))
    evidence.check_exhibit(by=lead, ref=ref, number=1)
    read = links.ReadThere(kind="email", value=f"{WORD}@nobody.example".lower(), raw=WORD, weak=False, said_as="from")
    links.note_from_exhibit(by=lead, ref=ref, number=1, found=[read])
    b"".join(evidence.copy_out(by=lead, ref=ref, number=1)[1])
    b"".join(evidence.bundle_for_court(by=lead, ref=ref, number=1)[1])
    begun = evidence.begin_intake(by=lead, ref=ref, file_name=WORD)
    begun.sealing.discard()
    evidence.give_up_intake(by=lead, ref=ref, intake_id=begun.intake.pk)


def _keep_things(ref, lead, other):
    cases.put_on_team(by=lead, ref=ref, member=other, level="contribute")
    acquired = evidence.Acquisition(title=WORD, acquired_by=WORD, acquired_where=WORD, acquired_how=WORD, tool=WORD)
    thing = evidence.take_in_thing(by=lead, ref=ref, acquisition=acquired, keeping=evidence.Keeping(WORD, "A-1"))
    at = {"ref": ref, "number": thing.number}
    evidence.move_exhibit(by=lead, **at, place=WORD, why=WORD)
    evidence.open_seal(by=lead, **at, why=WORD)
    evidence.seal_anew(by=lead, **at, seal="A-2")
    due = timezone.now() + timedelta(days=1)
    handing = evidence.Handing(why=WORD, due_at=due, to_member=other)
    evidence.hand_over(by=lead, **at, handing=handing)
    evidence.refuse_hand_over(by=other, **at, why=WORD)
    evidence.hand_over(by=lead, **at, handing=handing)
    evidence.take_hand_over_back(by=lead, **at, why=WORD)
    evidence.hand_over(by=lead, **at, handing=handing)
    evidence.accept_hand_over(by=other, **at, keeping=evidence.Keeping(WORD, "A-2"), remark=WORD)
    outside = evidence.Handing(why=WORD, due_at=due, to_name=WORD, to_office=WORD)
    evidence.hand_over(by=other, **at, handing=outside)
    evidence.enter_signed_paper(by=other, **at, paper=1)
    evidence.receive_back(by=other, **at, keeping=evidence.Keeping(WORD, "A-2"), remark=WORD)
    evidence.return_for_good(by=other, **at, to=WORD, why=WORD)


def _shut(ref, lead, other):
    cases.put_on_team(by=lead, ref=ref, member=other, level="contribute")
    source = io.BytesIO(TEXT.encode() + b"another")
    made = evidence.take_in_exhibit(
        by=lead, ref=ref, file_name=WORD, source=source, acquisition=evidence.Acquisition(title=WORD)
    )
    evidence.say_made_from(by=lead, ref=ref, number=made.number, parent=1, how=MadeHow.CONVERTED, tool=WORD)
    evidence.restrict_exhibit(by=other, ref=ref, number=made.number, why=WORD)
    evidence.describe_restricted(by=lead, ref=ref, number=made.number, details={"title": WORD})
    asked = evidence.ask_opening(
        by=other, ref=ref, number=made.number, purpose=Purpose.VIEW, why=WORD, minutes=5, session="s"
    )
    evidence.decide_opening(by=lead, opening_id=asked.pk, allowed=True)
    evidence.end_opening(by=other, opening_id=asked.pk)


def _exchange(ref, lead, supervisor, administrator, neighbour):
    packets = [_packet(lead, ref) for _ in range(2)]
    sealed = cooperation.approve_packet(by=supervisor, number=packets[0].pk)
    cooperation.withdraw_packet(by=lead, number=packets[1].pk)
    cooperation.take_out_packet(by=lead, number=sealed.pk)
    cooperation.take_receipt(by=lead, data=neighbour.receipt(bytes(sealed.sealed)))
    incoming = neighbour.packet(("phone", "+6794100142"), lures=[TEXT], purpose=WORD, note=WORD)
    cooperation.open_incoming(by=lead, data=incoming)
    with pytest.raises(Refused):
        cooperation.open_incoming(by=lead, data=incoming)
    cooperation.end_partner(by=administrator, number=sealed.partner_id)


def _packet(by, ref):
    [mention, *_] = cooperation.Mention.objects.filter(record=f"case:{ref}")
    return cooperation.prepare_packet(
        by=by, ref=ref, partner_number=cooperation.Partner.objects.get().pk, mention_ids=[mention.pk], lures=[TEXT],
        purpose=WORD, legal_basis="palermo-10", tlp="red", days=3, note=WORD,
    )  # fmt: skip


def _file_under(reporter):
    """A draft with a file that stays and one that is taken out again."""
    letterbox.keep_draft(by="public", words=json.dumps({"text": TEXT}), reporter=reporter)
    for _file in range(2):
        letterbox.enclose(
            by="public", reporter=reporter, original=TEXT.encode(), clean=WORD.encode(), name=f"{WORD}.jpg"
        )
    letterbox.take_file_back(by="public", reporter=reporter, place=2)
    letterbox.let_drafts_go(by="node")


# Called within the fixture by other actions, or only at set-up.
NOT_DONE_HERE = {
    *("record", "record_listing", "name_addressee", "receive_report", "send_question", "show_state", "mark_collected"),
    *("show_states", "publish_log_key", "tell_of_reports"),  # no words of anybody go in
    *("shut_file", "lift_file"),  # a place and a digest
    *("keep_countersigned",),  # the name of a partner, its key, a moment
    *("take_network_out", "look_for_links", "compare_exhibit", "compare_tip"),  # a form and a number; no words go in
    *("judge_family", "take_family_judgement_back", "take_out_of_family", "put_back_into_family", "watch_family"),
    # as judge_proposal and watch_person; tests/records/links/test_families
    *(
        "note_identifiers",
        "note_typed_identifier",
        "tag_identifier",
        "untag_identifier",
        *("begin_watch", "keep_watch", "let_watch_go"),
        "note_person",
        "keep_facts",
        "erase_person",
        "receive_tip",
        "accept_tip",
    ),
    *("seal_exhibit", "is_whole", "add_partner"),
    *("stamp_heads", "check_oldest", "match_exhibit", "match_exhibits", "remind_of_hand_overs"),  # no words go in
    *(
        "add_known_list",
        "adding_known_list",
        "end_known_list",
        "matching_exhibits",
        "compare_stated",
        "enter_destruction",
    ),  # tests/records/evidence
    *("announce_intake", "finish_intake", "go_on_intake", "take_in_piece"),  # as take_in_exhibit; test_intakes
    *("look_at_exhibit", "open_to_view", "picture_of_exhibit", "play_exhibit", "take_out_part"),  # test_viewing
    "open_original",  # a door: who comes through it writes for what
    *("destroy_exhibits", "note_copied"),  # by a disposal, by a brief: tests/records/retention, tests/records/briefs
    *("take_in_offence", "receive_exhibit"),  # with a case that comes: tests/records/transfers
}


def test_every_action_is_done_here():
    """A new action is planted as well, or said to be done by another."""
    source = Path(__file__).read_text()
    for app in (
        *("audit", "law", "letterbox", "entities", "tips", "cases", "evidence", "chronology", "elements", "links"),
        "cooperation",
    ):
        module = import_module(f"lali.records.{app}.actions")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if found.__module__.startswith(module.__name__) and not name.startswith("_"):
                done = f".{name}" in source or f"{name}(" in source
                assert done or name in NOT_DONE_HERE, f"{app}.{name}: plant words through it"


def test_no_personal_value_in_any_journal(everything_done, scan):
    said = scan()
    assert said.count("packet.refused") >= 1
    assert [word for word in PLANTED if word in said] == []
    assert check_log().first_broken is None


def test_no_personal_value_in_any_log(request, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for name in ("django.db.backends", "asyncio"):  # SQL with its values is for developers, and off in life
        caplog.set_level(logging.WARNING, logger=name)
    request.getfixturevalue("everything_done")
    out, err = capfd.readouterr()
    said = caplog.text + out + err
    assert [word for word in PLANTED if word in said] == []


def test_a_victims_name_stands_in_no_dump_and_in_no_answer(everything_done, lead, exhibits):
    opened = read_case(lead, everything_done.ref)
    assert VICTIM not in repr(persons_of(opened))
    held = _dump()
    assert WORD.encode() in held  # the dump is a true one
    assert b"Opalwhistle" not in held
    for file in exhibits.rglob("*"):
        assert file.is_dir() or b"Opalwhistle" not in file.read_bytes()


@pytest.mark.django_db(transaction=True, databases=["default", "letterbox"])
def test_the_database_file_holds_no_victims_name_and_no_erased_key(lead, case):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no single file")
    from lali.records.entities.actions import erase_person
    from lali.records.entities.models import Person

    place = cases.add_person(by=lead, ref=case.ref, name=VICTIM, role=PersonRole.VICTIM)
    wrapped = bytes(place.person.wrapped_key)
    assert wrapped in _files()
    erase_person(by=lead, person=Person.objects.get(), about=case.subject)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held = _files()
    assert case.title.encode() in held
    assert b"Opalwhistle" not in held
    assert wrapped not in held


def _files():
    name = Path(connections["default"].settings_dict["NAME"])
    return b"".join(file.read_bytes() for file in sorted(name.parent.glob(name.name + "*")))


def _dump():
    """Every value of every table of both databases, as bytes."""
    held = []
    for alias in ("default", "letterbox"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                held += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in held)

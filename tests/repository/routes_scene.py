"""The scene of the walk: one case with everything in it, and what each address and form needs to be used for real."""

import base64
import io
import os
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lali.engines.exchange import ReporterKeys, new_letter_key
from lali.records.agencies.actions import add_unit, end_membership, enrol_member, invite_member
from lali.records.audit.queries import newest_head
from lali.records.briefs import actions as briefs
from lali.records.briefs.queries import choices_in
from lali.records.cases import actions as cases
from lali.records.cases.models import AccessRequest
from lali.records.cases.vocabulary import Level
from lali.records.chronology import actions as chronology
from lali.records.chronology.when import exact
from lali.records.configuration.actions import load_shipped
from lali.records.configuration.shipped import shipped_text
from lali.records.cooperation import actions as cooperation
from lali.records.cooperation.models import Partner
from lali.records.entities.models import Mention
from lali.records.entities.vocabulary import PersonRole
from lali.records.evidence import actions as evidence
from lali.records.imports.actions import apply_import, preview_import
from lali.records.letterbox.actions import enclose, keep_draft, receive_report
from lali.records.links import actions as links
from lali.records.links.actions import link_cases
from lali.records.links.models import FamilyText, Proposal
from lali.records.notices.actions import notify
from lali.records.notices.models import Notice
from lali.records.retention.actions import propose_disposal, set_hold
from lali.records.tips.actions import collect_reports, receive_tip
from lali.records.tips.models import Tip
from lali.records.tips.vocabulary import TipSource
from tests.repository.archive_scene import build_archives
from tests.repository.board_scene import build_board
from tests.repository.campaign_scene import build_campaign
from tests.repository.conversation_scene import build_conversations
from tests.repository.notice_scene import build_noticeboard
from tests.repository.word_scene import build_words

ACTORS = ("reader", "contributor", "lead", "outsider", "supervisor", "auditor", "administrator")


REGISTER = b"Number,Details\nPIMS-1,Call 410 0142\n"
WRONG_REGISTER = b"Number,Details\nPIMS-9,Call 410 0199\n"


@dataclass
class Scene:
    members: dict[str, AbstractBaseUser]
    arguments: dict[str, dict[str, object]]  # by route; "" holds what most routes take
    forms: dict[str, dict[str, object]]

    def of(self, route: str) -> dict[str, object]:
        return self.arguments[""] | self.arguments.get(route, {})

    def form(self, route: str) -> dict[str, object]:
        """Fresh each time: a file is read once."""
        return {name: value() if callable(value) else value for name, value in self.forms.get(route, {}).items()}


def _file(data: bytes):
    return lambda: SimpleUploadedFile("file", data)


def _pairs(lead, case, other, third):
    """Two pairs of cases that speak of one telephone each: one nobody judged, and what the lead said of the other."""
    for phone, two in (("410 0188", other), ("410 0189", third)):
        for one in (case, two):
            cases.add_identifier(by=lead, ref=one.ref, kind="phone", typed=phone)
    links.propose_links(by="node")
    waits = Proposal.objects.get(other_case=other)
    judged = Proposal.objects.get(other_case=third)
    key, ends = judged.bases.get().identifier_id, [judged.one, judged.other]
    said = {"records": ends, "verdict": "unsure", "reason": "Two men answer it"}
    return waits, links.judge_group(by=lead, kind="identifier", key=key, **said)[0]


def _folded(lead):
    """Four tips that were folded into a family: one of them, one that was taken out, and what was said of the family."""
    words = "Customer service in Bangkok, {} USD a month, no experience needed, ticket and visa paid, leave this week"
    for pay in (1800, 1900, 2000, 2100):
        receive_tip(by=lead, agency=lead.agency, text=words.format(pay), source=TipSource.PHONE)
    links.fold_texts(by="node")
    first, *_rest, last = FamilyText.objects.filter(family__isnull=False).order_by("pk")
    links.take_out_of_family(by=lead, number=last.pk, reason="A newspaper")
    said = links.judge_family(by=lead, number=first.pk, verdict="unsure", reason="Ask who wrote the first")
    return first.pk, last.pk, said.pk


def build_scene(agency, neighbour) -> Scene:  # noqa: PLR0915 - everything there is
    """Everything by its action, as members do it."""

    def member(name, role="investigator"):
        email = f"{name}@walk.example"
        return enrol_member(by="node", agency=agency, email=email, name=f"{name} (invented)", role=role, password="x")

    load_shipped(by="node", country="FJ")
    who = {name: member(name) for name in ("reader", "contributor", "lead", "outsider", "asking")}
    who |= {name: member(name, name) for name in ("supervisor", "auditor", "administrator")}
    lead = who["lead"]
    tip = _tip(agency)
    case, other, third = (cases.open_case(by=lead, title=title) for title in ("Walked", "Linked", "Not linked yet"))
    for ref in (case.ref, other.ref, third.ref):
        cases.put_on_team(by=lead, ref=ref, member=who["reader"], level=Level.READ)
        cases.put_on_team(by=lead, ref=ref, member=who["contributor"], level=Level.CONTRIBUTE)
    link_cases(by=lead, ref=case.ref, other_ref=other.ref, reason="The same telephone")
    place = cases.add_person(by=lead, ref=case.ref, name="Bob Saltwater (invented)", role=PersonRole.SUSPECT)
    persons = _persons(lead, case)
    phone = cases.add_identifier(by=lead, ref=case.ref, kind="phone", typed="410 0142")
    waits, judgement = _pairs(lead, case, other, third)
    folded, out_of_family, said_of_family = _folded(lead)
    task = cases.add_task(by=lead, ref=case.ref, title="Ring", due_on=None, assignee=None)
    paid = chronology.Happening(text="Fee paid", when=exact(timezone.now()))
    event = chronology.note_event(by=lead, ref=case.ref, happening=paid)
    deadline = cases.set_deadline(by=lead, ref=case.ref, kind="production", length=3, unit="days")
    stopped = cases.set_deadline(by=lead, ref=case.ref, kind="mla", length=3, unit="days")
    cases.pause_deadline(by=lead, ref=case.ref, deadline_id=stopped.pk, reason="They asked for time")
    case.team.filter(member=lead).update(may_remove=True)
    finished = cases.add_task(by=lead, ref=case.ref, title="Rung")
    cases.finish_task(by=lead, ref=case.ref, task_id=finished.pk)
    cases.make_calendar_link(by=lead)
    notify(by="node", members=who.values(), kind="task_given", subject=task.subject)
    cases.request_access(by=who["asking"], ref=case.ref, reason="The same man")
    exhibit = evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.txt", source=io.BytesIO(b"bytes"), acquisition=evidence.Acquisition()
    )
    picture = evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.png", source=io.BytesIO(_PIXEL), acquisition=evidence.Acquisition()
    )
    conversations = build_conversations(lead, case)
    stated = evidence.Acquisition(stated_kind="md5", stated_digest="0" * 32)
    evidence.describe_exhibit(by=lead, ref=case.ref, number=exhibit.number, acquisition=stated)
    sound = evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.wav", source=io.BytesIO(_SILENCE), acquisition=evidence.Acquisition()
    )
    packed = evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.zip", source=io.BytesIO(_PACKED), acquisition=evidence.Acquisition()
    )
    draft, item, redaction, ready, fixed = _briefs(case, lead, who["contributor"], exhibit, picture)
    thing = evidence.take_in_thing(
        by=lead, ref=case.ref, acquisition=evidence.Acquisition(title="Phone"), keeping=evidence.Keeping("Safe", "A-1")
    )
    shut = evidence.take_in_exhibit(
        by=lead, ref=case.ref, file_name=f"{CANARY}.png", source=io.BytesIO(_PIXEL + CANARY.encode()),
        acquisition=evidence.Acquisition(title=CANARY, acquired_by=CANARY, acquired_how=CANARY), restricted=True,
    )  # fmt: skip
    known = evidence.add_known_list(
        by=who["supervisor"], text=io.StringIO("0" * 64), sha256="0" * 64,
        about=evidence.About("Invented list", "harmless", "Nobody (fictional)"),
    )  # fmt: skip
    opening = evidence.ask_opening(
        by=who["contributor"], ref=case.ref, number=shut.number, purpose="view", why="Why", minutes=5, session="there"
    )
    announced = evidence.announce_intake(by=lead, ref=case.ref, file_name="b.txt", size=0)
    board = build_board(case, lead, who["supervisor"], place.person_id)

    cooperation.add_partner(by=who["administrator"], card=neighbour.card_file, fingerprint=neighbour.card.fingerprint)
    partner = Partner.objects.get()
    drafts = [_draft(lead, case, partner) for _ in range(2)]
    sealed = cooperation.approve_packet(by=who["supervisor"], number=drafts[0].pk)
    received = cooperation.open_incoming(by=lead, data=neighbour.packet(("phone", "+6784100142")))
    invitation, _token = invite_member(
        by=who["administrator"], email="new@walk.example", name="New (invented)", role="investigator"
    )
    ended = member("ended")
    wall = cases.set_wall(by=lead, ref=case.ref, member=member("walled"), kind="related", reason="His brother")
    cases.break_glass(by=member("night"), ref=case.ref, reason="She called for help", hours=4)
    left = cases.open_case(by=ended, title="Nobody leads it")
    empty_unit, unit = (add_unit(by=who["administrator"], name=name) for name in ("Labasa", "Nadi"))
    offer = cases.offer_case(by=lead, ref=other.ref, agency=agency, unit=unit, note="It happened there")
    reader = member("overseer", "oversight")
    register = preview_import(
        by=who["supervisor"], file=io.BytesIO(REGISTER), file_name="r.csv", system="pims", target="tip",
        mapping={"number": 0, "text": 1},
    )  # fmt: skip
    taken_in = preview_import(
        by=who["supervisor"], file=io.BytesIO(WRONG_REGISTER), file_name="w.csv", system="pims", target="tip",
        mapping={"number": 0, "text": 1},
    )  # fmt: skip
    looked_at = preview_import(
        by=who["supervisor"], file=io.BytesIO(WRONG_REGISTER), file_name="l.csv", system="pims", target="tip",
        mapping={"number": 0, "text": 1},
    )  # fmt: skip
    apply_import(by=who["supervisor"], number=taken_in.pk, file=io.BytesIO(WRONG_REGISTER))
    end_membership(by=who["administrator"], member=ended)
    done = _closed(lead, "Over")
    boss = member("boss", "supervisor")
    notices = build_noticeboard(boss, tip)
    campaign = build_campaign(boss, member("officer", "awareness"))
    words = build_words(boss, member("speaker", "translator"))
    disposal = propose_disposal(by=boss, subject=_closed(lead, "Over too").subject, basis="Ten years")
    set_hold(by=lead, ref=case.ref, reason="An appeal")
    archives = build_archives(case, third, who, boss, neighbour)
    keeping = {"version": case.version, "title": "Walked", "kind": "other", "summary": "", "state": "open"}
    return Scene(
        members=who | {"ended": ended},
        arguments={
            "": {
                "number": tip.number,
                "ref": case.ref,
                "person": place.person_id,
                "place": place.pk,
                "task": task.pk,
                "event": event.pk,
                "deadline": deadline.pk,
                "notice": Notice.objects.filter(member=lead).first().pk,
                **_known_of(lead, case, phone),
                "member": who["contributor"].pk,
                "other_ref": other.ref,
                "intake": announced.pk,
                "kind": "pdf",
                "pk": who["outsider"].pk,
                "token": "not-a-token",
                "wall": wall.pk,
                "opening": case.openings.get().pk,
                "group": "lists",
                "code": "case_kinds",
                "inside": "entries",
                "part": "fake_job",
            },
            **{
                f"workspace:disposal{what}": {"number": disposal.pk}
                for what in ("", "_file", "_carry_out", "_withdraw")
            },
            **{f"workspace:tip_file{what}": {"place": 1} for what in ("", "_copy", "_exhibit", "_restrict", "_lift")},
            "workspace:offer_decide": {"number": offer.pk},
            "workspace:offer_withdraw": {"ref": other.ref},
            "administration:unit_end": {"pk": empty_unit.pk},
            "administration:known_end": {"number": known.pk},
            **persons.arguments,
            **board.arguments,
            **notices.arguments,
            **campaign.arguments,
            **words.arguments,
            **archives.arguments,
            **conversations.arguments,
            "workspace:decide_access": {"number": AccessRequest.objects.get().pk},
            "workspace:deadline_resume": {"deadline": stopped.pk},
            "workspace:task_reopen": {"task": finished.pk},
            **{f"workspace:exhibit{what}": {"number": exhibit.number} for what in _OF_EXHIBIT},
            "workspace:family": {"text": folded},
            "workspace:family_network": {"text": folded},
            "workspace:family_judge": {"text": folded},
            "workspace:family_watch": {"text": folded},
            "workspace:wide_watch_end": {"watch": links.watch_family(by=lead, number=folded, reason="New copies").pk},
            "workspace:family_judgement_back": {"text": folded, "judgement": said_of_family},
            "workspace:family_take_out": {"text": folded},
            "workspace:family_put_back": {"text": out_of_family},
            "workspace:link_judge": {"proposal": waits.pk},
            "workspace:link_judgement_back": {"proposal": judgement.proposal_id, "judgement": judgement.pk},
            "workspace:links_judge": {"kind": "identifier", "key": str(waits.bases.get().identifier_id)},
            "workspace:links_judgement_back": {"said": judgement.said_at_once},
            "workspace:exhibit_deed": {"number": thing.number, "deed": "move"},
            "workspace:exhibit_picture": {"number": picture.number},
            "workspace:exhibit_play": {"number": sound.number},
            "workspace:exhibit_take_out": {"number": packed.number},
            **{f"workspace:restricted_{what}": {"number": shut.number} for what in ("look", "ask", "describe")},
            "workspace:restricted_picture": {"number": shut.number, "step": "grey"},
            **{f"workspace:restricted_{what}": {"opening": opening.pk} for what in ("decide", "end")},
            **{f"workspace:packet{what}": {"number": drafts[1].pk} for what in ("", "_approve", "_withdraw")},
            "workspace:packet_file": {"number": sealed.pk},
            **{f"workspace:{route}": {"number": draft.number} for route in _OF_DRAFT},
            **{f"workspace:{route}": {"number": ready.number, "page": 1} for route in _OF_READY},
            **{f"workspace:{route}": {"number": fixed.number} for route in _OF_FIXED},
            "workspace:brief_put_up": {"number": draft.number + 1},
            "workspace:brief_item": {"number": draft.number, "item": item.pk},
            "workspace:brief_cover_words": {"number": draft.number, "item": item.pk},
            "workspace:brief_cover_cells": {"number": draft.number, "item": draft.items.get(exhibit=picture).pk},
            "workspace:brief_phrase_back": {"number": draft.number, "phrase": draft.phrases.get().pk},
            "workspace:brief_uncover": {"number": draft.number, "item": item.pk, "redaction": redaction.pk},
            "workspace:brief_item_page": {
                "number": draft.number,
                "item": draft.items.get(exhibit=picture).pk,
                "page": 1,
            },
            "workspace:received": {"number": received.pk},
            "workspace:receipt_file": {"number": received.pk},
            **{f"workspace:import{what}": {"number": register.pk} for what in ("", "_apply", "_fates")},
            "workspace:import_undo": {"number": taken_in.pk},
            "workspace:import_discard": {"number": looked_at.pk},
            "workspace:partner_end": {"number": partner.pk},
            "administration:reinstate": {"pk": ended.pk},
            "administration:withdraw": {"pk": invitation.pk},
            **{f"configuration:{what}": {"number": 1} for what in ("version", "download")},
        },
        forms={
            "workspace:retention_rule": {
                "rule-record_class": "tip",
                "rule-case_kind": "",
                "rule-keep_days": 400,
                "rule-basis": "Act",
            },
            "workspace:disposal_propose": {"propose-subject": done.subject, "propose-basis": "Ten years"},
            "workspace:hold_set": {"hold-ref": other.ref, "hold-reason": "An appeal"},
            "workspace:hold_lift": {"hold-ref": case.ref, "hold-reason": "Decided"},
            **board.forms,
            **notices.forms,
            **campaign.forms,
            **words.forms,
            **archives.forms,
            **conversations.forms,
            "workspace:ask_access": {"ask-ref": case.ref, "ask-reason": "The same man"},
            "workspace:emergency": {"emergency-ref": case.ref, "emergency-reason": "Danger", "emergency-hours": 4},
            "workspace:conflict": {"conflict-ref": case.ref, "conflict-kind": "named", "conflict-reason": "It is me"},
            "workspace:wall_set": {
                "wall-ref": case.ref,
                "wall-member": who["asking"].pk,
                "wall-kind": "interest",
                "wall-reason": "A creditor",
            },
            "workspace:wall_lift": {"reason-reason": "Another man of that name"},
            "workspace:oversight": {
                "oversight-ref": case.ref,
                "oversight-member": reader.pk,
                "oversight-until": timezone.localdate() + timedelta(days=30),
                "oversight-reason": "An official is named",
            },
            "workspace:lead_name": {"lead-ref": left.ref, "lead-member": who["outsider"].pk},
            "workspace:offer_decide": {"offer-decision": "accept", "offer-member": who["outsider"].pk},
            "workspace:opening_judge": {"judgement-justified": "yes", "judgement-judgement": ""},
            "workspace:case_offer": {"offer-to": f"{agency.pk}/{unit.pk}", "offer-note": "It happened there"},
            "administration:unit_add": {"name": "Lautoka"},
            "administration:compare": {"given-head": newest_head},
            "administration:known_add": {
                "name": "Another list",
                "source": "Nobody (fictional)",
                "terms": "None",
                "kind": "harmless",
                "file": _file(b"1" * 64),
            },
            "administration:member_unit": {"unit": unit.pk},
            "workspace:decide_access": {"decision": "grant", "level": "read"},
            "workspace:search": {"words": "Saltwater 0142"},
            "workspace:tip_new": {"source": "phone", "text": "Call 410 0142"},
            "workspace:tip_open_case": {"new-version": 1, "new-title": "From a tip", "new-kind": "other"},
            "workspace:tip_add_to_case": {"add-version": 1, "add-ref": case.ref},
            "workspace:tip_refer": {"refer-version": 1, "refer-to": "Shelter", "refer-note": ""},
            "workspace:tip_close": {"close-version": 1, "close-reason": "test", "close-note": ""},
            "workspace:tip_like": {"reason": "test", "note": "", "first": 1, "last": 2},
            "workspace:tip_ask": {"ask-words": "Where is she?"},
            "workspace:tip_file_copy": {"reason": "expert"},
            "workspace:case_new": {"title": "New", "kind": "other", "summary": ""},
            "workspace:case_describe": keeping | {"version": type(case).objects.get(pk=case.pk).version},
            **persons.forms,
            "workspace:person_add": {"person-name": "", "person-role": "witness", "person-reason": ""},
            "workspace:role_give": {"role-role": "witness", "role-reason": "Saw it"},
            "workspace:person_reveal": {"reason-reason": "The embassy asks"},
            "workspace:role_end": {"reason-reason": "A mistake"},
            "workspace:case_identifiers": {"identifier-kind": "phone", "identifier-value": "410 0143"},
            "workspace:watches": {"kind": "phone", "typed": "410 0144", "reason": "He rang twice"},
            "workspace:watch": {"watch-reason": "He rang twice"},
            "workspace:family_watch": {"watch-reason": "New copies"},
            "workspace:person_watch": {"watch-reason": "Met in two cases"},
            "workspace:tag": {"tag-words": "rings at night"},
            "workspace:identifier_owner": _OWNER,
            **{
                f"workspace:{name}network": {"form": "svg"}
                for name in ("", "case_", "person_", "identifier_", "family_")
            },
            "workspace:identifier_note": {"note-words": "Rang at night"},
            "workspace:attribution_withdraw": {"reason-reason": "Another man"},
            "workspace:mention_remove": {"reason": "Typed by mistake"},
            "workspace:task_add": {"task-title": "Do", "task-due_on": "", "task-assignee": ""},
            "workspace:event_new": _EVENT,
            "workspace:event": _EVENT | {"text": "Fee of 350 paid", "version": 1},
            "workspace:event_remove": {"reason-reason": "Typed twice"},
            "workspace:task": {"version": 1, "title": "Ring twice", "priority": "urgent"},
            "workspace:task_remove": {"remove-reason": "A mistake"},
            "workspace:deadline_new": {"kind": "court", "length": 3, "unit": "days"},
            "workspace:deadline": {"version": 1, "kind": "court", "basis": "Order 7", "note": ""},
            "workspace:deadline_extend": {"extend-due_at": "2199-11-01T10:00", "extend-reason": "They asked for time"},
            "workspace:deadline_pause": {"pause-reason": "They asked for time"},
            "workspace:deadline_resume": {"resume-reason": "They answered"},
            "workspace:deadline_remove": {"remove-reason": "A mistake"},
            "workspace:notices_mail": {"mail-choice": "never"},
            "workspace:team_change": {"team-member": who["asking"].pk, "team-level": "read"},
            "workspace:family_judge": {"verdict-verdict": "apart", "verdict-reason": "A notice of an office"},
            "workspace:family_judgement_back": {"reason-reason": "A mistake"},
            "workspace:family_take_out": {"reason-reason": "A newspaper"},
            "workspace:link_judge": {"verdict-verdict": "apart", "verdict-reason": "A shop's telephone"},
            "workspace:link_judgement_back": {"reason-reason": "A mistake"},
            "workspace:links_judge": {
                "verdict-verdict": "apart",
                "verdict-reason": "A shop's telephone",
                "verdict-records": [waits.one, waits.other],
            },
            "workspace:links_judgement_back": {"reason-reason": "A mistake"},
            "workspace:link": {"link-other_ref": third.ref, "link-reason": "The same telephone"},
            "workspace:unlink": {"reason-reason": "A mistake"},
            "workspace:brief_new": {"title": "For the court", "kind": "evidence", "language": "en"},
            "workspace:brief_describe": {"version": draft.version, "title": "Walked", "language": "en"},
            "workspace:brief_choose": {"version": draft.version, f"decision-{item.source}": "included"},
            "workspace:brief_order": {"version": draft.version} | {f"place_{one.pk}": 1 for one in draft.items.all()},
            "workspace:brief_cover_everywhere": {"phrase-phrase": "bytes", "phrase-reason": "safety"},
            "workspace:brief_release": {"release-reason": "They want it"},
            "workspace:brief_send_back": {"back-reason": "The summary is missing"},
            "workspace:brief_hand_over": {"hand-to": "Prosecutor", "hand-at": "2026-01-01T10:00", "hand-receipt": ""},
            "workspace:brief_cover_words": {"words-typed": "1", "words-reason": "safety"},
            "workspace:brief_cover_cells": {"cells-page": "1", "cells-cells": ["0"], "cells-reason": "safety"},
            "workspace:exhibit_new": {"file": _file(b"new")},
            "workspace:intake_announce": {"file_name": "c.txt", "size": 3},
            "workspace:intake_compare": {
                "file_name": "b.txt",
                "size": 0,
                "offset": 0,
                "digest": "",
            },
            "workspace:exhibit_take_out": {"in": "1"},
            "workspace:exhibit_describe": {"title": "Chat", "stated_kind": "md5", "stated_digest": "0" * 32},
            "workspace:thing_new": {"title": "Phone", "place": "Safe", "seal": "A-1"},
            "workspace:exhibit_deed": {"place": "Safe 2"},
            "workspace:receipt": {"items": [thing.number], "language": "en"},
            "workspace:exhibit_restrict": {"restrict-why": "It looks like it"},
            "workspace:restricted_ask": {"ask-purpose": "view", "ask-why": "To say what", "ask-minutes": "5"},
            "workspace:restricted_describe": {"details-title": "Picture"},
            "workspace:restricted_decide": {"allowed": "no"},
            "workspace:packet_new": {
                "partner": partner.pk,
                "identifiers": [Mention.objects.filter(record=case.subject)[0].pk],
                "lures": "",
                "purpose": "To stop a recruiter",
                "legal_basis": "palermo-10",
                "tlp": "amber",
                "days": 14,
                "note": "",
            },
            "workspace:packet_open": {"packet-file": _file(neighbour.packet(("phone", "+6784100143")))},
            "workspace:receipt_take": {"receipt-file": _file(neighbour.receipt(bytes(sealed.sealed)))},
            "workspace:partners": {
                "file": _file(neighbour.card_file),
                "fingerprint": neighbour.card.fingerprint,
            },
            "administration:invite": {"email": "x@walk.example", "name": "X (invented)", "role": "investigator"},
            "workspace:import_new": {"file": _file(REGISTER), "system": "pims", "target": "tip"},
            "workspace:import_apply": {"file": _file(REGISTER)},
            "workspace:import_undo": {"reason-reason": "The wrong register"},
            **_configuring(),
            "administration:language": {"language": "fr", "next": "/"},
        },
    )


def _configuring() -> dict[str, dict[str, object]]:
    """A form that changes something for each page of the configuration."""
    words = {"words_en": "New words", "words_fr": "Mots nouveaux", "why": "To try", "base": 1, "do": "apply"}
    text = shipped_text("FJ").replace("Fake job abroad", "False offer")
    return {
        "configuration:file": {"text": text, "why": "To try", "base": 1, "do": "apply"},
        "configuration:new": words | {"code": "new_list"},
        "configuration:change": words,
        "configuration:new_inside": words | {"code": "new_entry"},
        "configuration:change_inside": words,
    }


@dataclass
class Persons:
    """Persons of the walked case, as their routes need them."""

    arguments: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]


def _persons(lead, case) -> Persons:
    victim = cases.add_person(by=lead, ref=case.ref, name="Ana Seashell (invented)", role=PersonRole.VICTIM).person
    kept, again, third = (
        cases.add_person(by=lead, ref=case.ref, name=name, role=PersonRole.WITNESS).person
        for name in ("Mere Coral (invented)", "M. Coral (invented)", "Kali Reef (invented)")
    )
    merge = cases.merge_persons(by=lead, ref=case.ref, keep=kept.pk, other=again.pk, reason="The same passport")
    relation = cases.relate_persons(
        by=lead, ref=case.ref, person_id=kept.pk, other_id=third.pk, kind="paid", source="A receipt"
    )
    case.team.filter(member=lead).update(may_remove=True)
    rows = {f"{rows}-{what}": 0 for rows in ("names", "documents") for what in ("TOTAL_FORMS", "INITIAL_FORMS")}
    alike = cases.add_person(by=lead, ref=case.ref, name="Shadow, Tall", role=PersonRole.WITNESS).person
    said = cases.judge_persons(
        by=lead, ref=case.ref, person_id=alike.pk, other_id=kept.pk, likeness="different", reason="Two men"
    )
    shadow = enrol_member(
        by="node",
        agency=lead.agency,
        email="shadow@walk.example",
        name="Tall Shadow",
        role="investigator",
        password="x",
    )
    of_victim = ("person_identify", "person_reveal", "victim_confirm", "victim_withdraw")
    return Persons(
        arguments={
            **{f"workspace:{route}": {"person": victim.pk} for route in of_victim},
            "workspace:merge_undo": {"person": kept.pk, "merge": merge.pk},
            "workspace:relation_take_back": {"person": kept.pk, "relation": relation.pk},
            "workspace:relation_add": {"person": kept.pk},
            "workspace:person_judge": {"person": kept.pk},
            "workspace:people_judge": {"person": kept.pk, "other": third.pk},
            "workspace:people_judgement_back": {"judgement": said.pk},
            "workspace:namesake_aside": {"person": alike.pk},
            "workspace:person_merge": {"person": kept.pk},
        },
        forms={
            "workspace:person_describe": rows | {"version": 1, "sex": "male"},
            "workspace:person_identify": rows | {"version": 1, "contact": "The shelter"},
            "workspace:acts_date": {"acts-acts_from": "2026-01-01"},
            "workspace:victim_recognise": {"recognise-reason": "Was made to write"},
            "workspace:victim_confirm": {"confirm-authority": "Immigration (invented)", "confirm-on": "2026-11-01"},
            "workspace:victim_withdraw": {"reason-reason": "A mistake"},
            "workspace:relation_add": {
                "relation-kind": "recruited", "relation-other_id": third.pk, "relation-source": "Says so",
            },
            "workspace:relation_take_back": {"reason-reason": "A mistake"},
            "workspace:person_merge": {"merge-other": third.pk, "merge-reason": "The same passport"},
            "workspace:person_judge": {
                "judge-other_id": third.pk, "judge-likeness": "different", "judge-reason": "Two sisters",
            },
            "workspace:people_judge": {"judge-likeness": "different", "judge-reason": "Two sisters"},
            "workspace:people_judgement_back": {"reason-reason": "A mistake"},
            "workspace:merge_undo": {"reason-reason": "Two sisters"},
            "workspace:person_remove": {"reason-reason": "Another case"},
            "workspace:person_erase": {"erase-sure": "on"},
            "workspace:person_wall": {"wall-member": shadow.pk, "wall-kind": "related", "wall-reason": "Her son"},
            "workspace:namesake_aside": {"namesake-member_id": shadow.pk, "namesake-reason": "Born in another year"},
        },
    )  # fmt: skip


_OF_DRAFT = (
    *("brief", "brief_describe", "brief_choose", "brief_order", "brief_cover_everywhere", "brief_release"),
    *("brief_copies", "brief_draft", "brief_anew"),
)
_OF_READY = ("brief_send_back", "brief_fix", "brief_file", "brief_page")
_OF_FIXED = ("brief_folder", "brief_hand_over")
_PACKED = base64.b64decode(
    "UEsDBBQAAAAAAAAAIQCMHn1xBQAAAAUAAAAFAAAAYi50eHR3b3Jkc1BLAQIUAxQAAAAAAAAAIQCMHn1xBQAAAAUAAAAFAAAAAAAA"
    "AAAAAACAAQAAAABiLnR4dFBLBQYAAAAAAQABADMAAAAoAAAAAAA="
)
_SILENCE = base64.b64decode("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=")
CANARY = "canary-of-a-restricted-exhibit"  # its name, its title, how it was acquired, its bytes: no page may say it
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _briefs(case, lead, contributor, exhibit, picture):
    """A draft with something covered, a brief that waits for its second person, and one that is fixed."""
    every = [briefs.Choice(exhibit.ref, "included"), briefs.Choice(picture.ref, "included")]
    draft = briefs.begin_brief(by=contributor, ref=case.ref, title="Draft", kind="evidence", language="en")
    briefs.choose_items(by=contributor, ref=case.ref, number=draft.number, choices=every)
    briefs.cover_phrase(by=contributor, ref=case.ref, number=draft.number, phrase="bytes", reason="safety")
    briefs.begin_brief(by=contributor, ref=case.ref, title="Plain", kind="evidence", language="en")
    draft.refresh_from_db()
    item = draft.items.get(exhibit=exhibit)
    ready, fixed = (
        briefs.begin_brief(by=contributor, ref=case.ref, title=title, kind=kind, language="fr")
        for title, kind in (("Ready", "evidence"), ("Fixed", "disclosure"))
    )
    for brief in (ready, fixed):
        all_of_it = [briefs.Choice(one.material.source, "included") for one in choices_in(brief)]
        briefs.choose_items(by=contributor, ref=case.ref, number=brief.number, choices=all_of_it)
        briefs.put_up_brief(by=contributor, ref=case.ref, number=brief.number)
    briefs.fix_brief(by=lead, ref=case.ref, number=fixed.number)
    redaction = item.redactions.get()
    redaction.pk, redaction.start, redaction.end = None, 0, 1  # a place of its own, which can be taken back alone
    redaction.save()
    return draft, item, redaction, ready, fixed


_EVENT = {"kind": "payment", "text": "Fee paid", "precision": "day", "on": "2026-11-01", "zone": "UTC+12:00"}


def _known_of(lead, case, phone) -> dict[str, object]:
    """An identifier with a tag, a watch, an owner; what its addresses take."""
    owner = links.Ownership(owner="Joe", source="A witness", reliability="B", credibility="2", confidence="low")
    return {
        "identifier": phone.pk,
        "tag": links.tag_seen(by=lead, number=phone.pk, words="recruiter").pk,
        "watch": links.watch_seen(by=lead, number=phone.pk, reason="He rang").pk,
        "attribution": links.attribute_identifier(by=lead, ref=case.ref, number=phone.pk, ownership=owner).pk,
        "mention": Mention.objects.get(record=case.subject, identifier=phone).pk,
    }


_OWNER = {"owner": "The recruiter", "source": "A witness", "reliability": "B", "credibility": "2", "confidence": "low"}
_OF_EXHIBIT = ("", "_look", "_restrict", "_describe", "_check", "_copy", "_bundle", "_compare", "_label", "_report")


def _closed(lead, title):
    case = cases.open_case(by=lead, title=title)
    return cases.describe_case(
        by=lead, ref=case.ref, version=case.version, title=title, kind="other", summary="", state="closed"
    )


def _tip(agency) -> Tip:
    """From the letterbox, so that its reporter can be asked."""
    private, public = new_letter_key()
    reporter = ReporterKeys(os.urandom(32), private, public)
    keep_draft(by="public", words="{}", reporter=reporter)
    enclose(by="public", reporter=reporter, original=b"a file", clean=b"\xff\xd8\xff a picture", name="a.jpg")
    receive_report(by="public", words='{"text": "Help"}', reporter=reporter, decided={1})
    collect_reports(by="node", agency=agency)
    tip = Tip.objects.get()
    under = receive_tip(by="node", agency=agency, text="Help, please", source=TipSource.PHONE)
    Tip.objects.filter(pk=under.pk).update(like=tip)  # by the letterbox it would want twenty
    return tip


def _draft(lead, case, partner):
    return cooperation.prepare_packet(
        by=lead,
        ref=case.ref,
        partner_number=partner.pk,
        mention_ids=[Mention.objects.filter(record=case.subject)[0].pk],
        lures=[],
        purpose=f"To stop a recruiter, {timezone.localdate().year}",
        legal_basis="palermo-10",
        tlp="amber",
        days=14,
    )

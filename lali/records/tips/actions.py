"""Everything that happens to a tip."""

import json
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import CannotOpen, open_letter
from lali.engines.identifiers import KINDS, find, normalise
from lali.engines.signs import as_record, read
from lali.records.agencies.access import require
from lali.records.agencies.models import Agency, Member
from lali.records.agencies.queries import home_agency
from lali.records.agencies.vocabulary import Permission
from lali.records.audit.actions import record
from lali.records.audit.queries import log_verifier
from lali.records.entities.actions import note_identifiers
from lali.records.keyring import keys
from lali.records.letterbox import actions as letterbox
from lali.records.letterbox.models import Letter, Report
from lali.records.letterbox.queries import answers_to_collect, report_number, reports_to_collect
from lali.records.letterbox.vocabulary import ANSWER_PURPOSE, REPORT_PURPOSE, ReportState
from lali.records.refusals import Refused
from lali.records.tips.access import tip_for
from lali.records.tips.findable import put_tip
from lali.records.tips.models import Tip, TipLetter
from lali.records.tips.vocabulary import RISK_ORDER, CloseReason, Risk, TipSource, TipState

IN_DANGER = "yes"  # the reporter's answer to the first question of a report


class TipHasMoved(Refused):
    """A colleague decided while this member was still reading."""

    sentence = _("A colleague has decided on this tip while you were reading it.")


class NothingToSay(Refused):
    """An empty text."""

    sentence = _("Please write something first.")


class NoWayBack(Refused):
    """The tip did not come through the letterbox."""

    sentence = _("This tip did not come by the public site, so its reporter cannot be asked there.")


@transaction.atomic
def receive_tip(
    *,
    by: object,
    agency: Agency,
    text: str,
    source: TipSource,
    received_at: datetime | None = None,
    received_day_only: bool = False,
    details: dict[str, str] | None = None,
    report: Report | None = None,
) -> Tip:
    """Enter a tip: read its signs, note its identifiers, put it in the queue. A member enters it for their agency."""
    _require_triage(by, agency)
    if not text.strip():
        raise NothingToSay
    details = details or {}
    country = details.get("country") or agency.country
    reading = as_record(read(text, country=country), lang="en")
    Agency.objects.select_for_update().get(pk=agency.pk)  # numbers run without gaps or doubles
    last = Tip.objects.of_agency(agency.pk).aggregate(last=Max("number"))["last"] or 0
    tip = Tip.objects.create(
        number=last + 1,
        agency=agency,
        source=source,
        report_number=report and report.pk,
        text=text,
        details=details,
        reading=reading,
        risk=reading["risk"],
        urgency=RISK_ORDER[Risk.URGENT if details.get("danger") == IN_DANGER else Risk(reading["risk"])],
        language=reading["language"],
        received_at=received_at or timezone.now(),
        received_day_only=received_day_only,
    )
    record(by=by, verb="tip.received", subject=tip.subject, facts={"source": str(source), "risk": tip.risk})
    found = [*reading["identifiers"], *_answered(details, country)]
    note_identifiers(by=by, found=found, about=tip.subject, at=tip.received_at)
    put_tip(tip)
    return tip


def _answered(details: dict[str, str], country: str) -> list[dict[str, object]]:
    """Identifiers that the reporter gave as answers of their own: a phone, a link, a name on a platform."""
    typed = [("phone", details.get("phone", "")), ("url", details.get("link", ""))]
    typed += [(details.get("platform", ""), details.get("name", ""))]
    named = [(kind, raw, normalise(kind, raw, country=country)) for kind, raw in typed if kind in KINDS and raw]
    found = [{"kind": kind, "raw": raw, "normalised": value} for kind, raw, value in named if value]
    told = find(f"{details.get('link', '')} {details.get('name', '')}", country=country)  # a link to an account is one
    return [item for item in found if item["kind"] != "url" or not told] + [asdict(item) for item in told]


def _require_triage(by: object, agency: Agency) -> None:
    if not isinstance(by, Member):
        return
    require(by, Permission.TRIAGE)
    if by.agency_id != agency.pk:
        raise PermissionDenied


def collect_reports(*, by: object, agency: Agency) -> int:
    """Take new reports and answers out of the letterbox into triage. Can be stopped anywhere and run again.

    Each item is written here first and marked there second: a stop in between finds it here already. Reports are for
    the agency that runs the node: for any other there is nothing to collect.
    Returns how many items were new. Items that this node's key cannot open stay in the box, uncollected.
    """
    _require_triage(by, agency)
    if agency != home_agency():
        return 0
    return sum(_collect_report(by, agency, report) for report in reports_to_collect()) + sum(
        _collect_answer(by, letter) for letter in answers_to_collect()
    )


def _collect_report(by: object, agency: Agency, report: Report) -> int:
    try:
        opened = open_letter(bytes(report.sealed), key=keys().letter, purpose=REPORT_PURPOSE)
    except CannotOpen:
        return 0
    new = _enter_report(by, agency, report, _told(opened))
    letterbox.mark_collected(by=by, item=report)
    letterbox.publish_log_key(by=by, key=log_verifier())
    return int(new)


@transaction.atomic
def _enter_report(by: object, agency: Agency, report: Report, told: dict[str, str]) -> bool:
    Agency.objects.select_for_update().get(pk=agency.pk)  # a colleague may be collecting at the same moment
    if Tip.objects.filter(report_number=report.pk).exists():
        return False
    text = told.pop("text")
    receive_tip(
        by=by,
        agency=agency,
        text=text,
        source=TipSource.REPORT,
        received_at=report.received_at,
        details=told,
        report=report,
    )
    return True


def _told(opened: bytes) -> dict[str, str]:
    """Read what a report says; one that is not written as the public site writes it is kept whole, as its text."""
    words = _storable(opened)
    try:
        told = json.loads(words)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not str(told.get("text", "")).strip():
        return {"text": words if words.strip() else "?"}
    return {_plain(name): _plain(said) for name, said in told.items()}


def _plain(said: object) -> str:
    return _storable(str(said).encode(errors="replace"))


def _storable(opened: bytes) -> str:
    return opened.decode(errors="replace").replace("\0", "�")  # PostgreSQL keeps no NUL


def _collect_answer(by: object, letter: Letter) -> int:
    try:
        words = _storable(open_letter(bytes(letter.sealed), key=keys().letter, purpose=ANSWER_PURPOSE))
    except CannotOpen:
        return 0
    tip = Tip.objects.filter(report_number=letter.report_id).first()
    if tip is None:
        return 0
    new = _keep_letter(by, tip, letter, words)
    letterbox.mark_collected(by=by, item=letter)
    return int(new)


@transaction.atomic
def _keep_letter(by: object, tip: Tip, letter: Letter, words: str) -> bool:
    Tip.objects.select_for_update().get(pk=tip.pk)  # a colleague may be collecting at the same moment
    if TipLetter.objects.filter(letter_number=letter.pk).exists():
        return False
    reading = as_record(read(words, country=tip.agency.country), lang="en")
    tip.letters.create(
        letter_number=letter.pk,
        from_agency=letter.from_agency,
        words=words,
        reading=reading,
        sent_at=letter.sent_at,
    )
    record(by=by, verb="tip.letter_kept", subject=tip.subject, facts={"from_agency": letter.from_agency})
    if not letter.from_agency:
        note_identifiers(by=by, found=reading["identifiers"], about=tip.subject, at=letter.sent_at)
    put_tip(tip)
    return True


@transaction.atomic
def ask_reporter(*, by: Member, number: int, words: str) -> Tip:
    """Send the reporter a question, sealed to the key that only their code gives."""
    tip = tip_for(by, number, lock=True)
    if not words.strip():
        raise NothingToSay
    if tip.report_number is None:
        raise NoWayBack
    tip.note_taken_up(timezone.now())
    tip.save(update_fields=["taken_up_after"])
    letter = letterbox.send_question(by=by, report=report_number(tip.report_number), words=words)
    _keep_letter(by, tip, letter, words)
    record(by=by, verb="tip.reporter_asked", subject=tip.subject)
    return tip


@transaction.atomic
def refer_tip(*, by: Member, number: int, version: int, to: str, note: str) -> Tip:
    """Hand a tip to another service; `to` names it."""
    if not to.strip():
        raise NothingToSay
    return _decide(by, number, version, TipState.REFERRED, ReportState.PASSED_ON, referred_to=to.strip(), note=note)


@transaction.atomic
def close_tip(*, by: Member, number: int, version: int, reason: CloseReason, note: str) -> Tip:
    """Close a tip without a case, with a reason."""
    return _decide(by, number, version, TipState.CLOSED, ReportState.CLOSED, close_reason=reason, note=note)


@transaction.atomic
def accept_tip(*, by: Member, number: int, version: int) -> Tip:
    """Mark a tip as taken into a case. Called by `cases`, in the same transaction as the case's own write."""
    return _decide(by, number, version, TipState.ACCEPTED, ReportState.WORKING)


def _decide(by: Member, number: int, version: int, state: TipState, shown: ReportState, **decision: str) -> Tip:
    tip = tip_for(by, number, lock=True)
    if tip.version != version or tip.state != TipState.NEW:
        raise TipHasMoved(
            _(
                "%(name)s has decided on this tip (%(ref)s: %(state)s) while you were reading it. "
                "Nothing of theirs was changed."
            )
            % {"name": tip.decided_by.name if tip.decided_by else "?", "ref": tip.ref, "state": tip.get_state_display()}
        )
    tip.state, tip.decided_by, tip.decided_at, tip.version = state, by, timezone.now(), tip.version + 1
    tip.note_taken_up(tip.decided_at)
    for field, value in decision.items():
        setattr(tip, field, value)
    tip.save()
    facts = {"state": str(state), "reason": str(decision.get("close_reason", ""))}
    record(by=by, verb=f"tip.{state}", subject=tip.subject, facts=facts)
    put_tip(tip)
    if tip.report_number:
        shown_number = tip.report_number
        transaction.on_commit(lambda: letterbox.show_state(by=by, report_number=shown_number, state=shown))
    return tip

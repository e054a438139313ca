"""Everything that happens to a tip."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import CannotOpen, open_letter
from lali.engines.identifiers import KINDS, find, normalise
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
from lali.records.letterbox.queries import answers_to_collect, file_of, files_of, report_number, reports_to_collect
from lali.records.letterbox.vocabulary import ANSWER_PURPOSE, REPORT_PURPOSE, ReportState
from lali.records.notices.actions import remind
from lali.records.notices.vocabulary import NoticeKind
from lali.records.refusals import Refused
from lali.records.tips.access import tip_for, tips_for
from lali.records.tips.findable import put_tip
from lali.records.tips.folding import Rows, is_repeat
from lali.records.tips.judged import judged_reading
from lali.records.tips.models import ShutFile, Tip, TipLetter
from lali.records.tips.vocabulary import RISK_ORDER, CloseReason, CopyReason, Risk, TipSource, TipState

LIKE_PER_PAGE = 200  # of what is folded, read and decided on together
NAMED_AT_ONCE = 500  # in an entry of the journal
IN_DANGER = "yes"  # the reporter's answer to the first question of a report


class TipHasMoved(Refused):
    """A colleague decided while this member was still reading."""

    sentence = _("A colleague has decided on this tip while you were reading it.")


class NothingToSay(Refused):
    """An empty text."""

    sentence = _("Please write something first.")


class FileIsShut(Refused):
    """A restricted file of a tip is neither looked at nor copied out."""

    sentence = _(
        "This file is restricted: it can only be sealed as a restricted exhibit of the case that takes the tip."
    )


class NeedsAnother(Refused):
    """Who restricted a file does not lift that alone."""

    sentence = _("You restricted this file. Somebody else must lift it.")


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
    reading = judged_reading(text, country=country)
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
        urgency=RISK_ORDER[Risk.URGENT if _is_first(reading, details) else Risk(reading["risk"])],
        language=reading["language"],
        received_at=received_at or timezone.now(),
        received_day_only=received_day_only,
    )
    record(by=by, verb="tip.received", subject=tip.subject, facts={"source": str(source), "risk": tip.risk})
    found = [*reading["identifiers"], *_answered(details, country)]
    note_identifiers(by=by, found=found, about=tip.subject, at=tip.received_at)
    put_tip(tip)
    return tip


def _is_first(reading: dict[str, object], details: dict[str, str]) -> bool:
    """Whether somebody may need help now: that comes before anything that is put in order by risk."""
    return details.get("danger") == IN_DANGER or reading["judged"]["kind"] == "help"


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


def collect_reports(*, by: object, agency: Agency, most: int | None = None) -> int:
    """Take new reports and answers out of the letterbox into triage. Can be stopped anywhere and run again.

    Each item is written here first and marked there second: a stop in between finds it here already. Reports are for
    the agency that runs the node: for any other there is nothing to collect.
    Near copies are folded, so that a machine fills no queue; with `most` no more reports are taken than that, and the
    rest at the next call or by `lali digest`. Whoever triages is told of new reports, at most once an hour.
    Returns how many items were new. Items that this node's key cannot open stay in the box, uncollected.
    """
    _require_triage(by, agency)
    if agency != home_agency():
        return 0
    waiting = list(reports_to_collect()[:most])
    rows = Rows(agency) if waiting else None
    new = sum(_collect_report(by, agency, report, rows) for report in waiting)
    if rows and rows.added:
        tell_of_reports(by=by, agency=agency)
    return new + sum(_collect_answer(by, letter) for letter in answers_to_collect())


@transaction.atomic
def tell_of_reports(*, by: object, agency: Agency) -> None:
    """Tell whoever triages that reports came: once, until they look, and at most once an hour."""
    since = timezone.now() - timedelta(hours=1)
    for member in Member.objects.filter(agency=agency, is_active=True):
        if member != by and member.may(Permission.TRIAGE):
            remind(by=by, member=member, kind=NoticeKind.REPORTS_CAME, subjects=["tips"], since=since)


def _collect_report(by: object, agency: Agency, report: Report, rows: Rows) -> int:
    try:
        opened = open_letter(bytes(report.sealed), key=keys().letter, purpose=REPORT_PURPOSE)
    except CannotOpen:
        return 0
    new = _enter_report(by, agency, report, _told(opened), rows)
    letterbox.mark_collected(by=by, item=report)
    letterbox.publish_log_key(by=by, key=log_verifier())
    return int(new)


@transaction.atomic
def _enter_report(by: object, agency: Agency, report: Report, told: dict[str, str], rows: Rows) -> bool:
    Agency.objects.select_for_update().get(pk=agency.pk)  # a colleague may be collecting at the same moment
    if Tip.objects.filter(report_number=report.pk).exists():
        return False
    text = told.pop("text")
    tip = receive_tip(
        by=by,
        agency=agency,
        text=text,
        source=TipSource.REPORT,
        received_at=report.received_at,
        details=told,
        report=report,
    )
    rows.place(tip)
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
    reading = judged_reading(words, country=tip.agency.country)
    tip.letters.create(
        letter_number=letter.pk,
        from_agency=letter.from_agency,
        words=words,
        reading=reading,
        sent_at=letter.sent_at,
    )
    record(by=by, verb="tip.letter_kept", subject=tip.subject, facts={"from_agency": letter.from_agency})
    if not letter.from_agency:
        Tip.objects.filter(pk=tip.pk, state=TipState.NEW).update(like=None)  # who says more is no copy
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
def shut_file(*, by: Member, number: int, place: int) -> ShutFile:
    """Restrict a file of a tip: from now on it is a number, a size and a SHA-256 to everybody, its name with it.

    For what may show a child or an intimate image. Nobody need look at it first; its bytes stay where they are.
    """
    tip = tip_for(by, number)
    data = _bytes_of(tip, place)[1]
    shut, made = ShutFile.objects.standing().get_or_create(
        tip=tip,
        place=place,
        defaults={
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "shut_at": timezone.now(),
            "shut_by": by,
        },
    )
    if made:
        record(by=by, verb="tip.file_shut", subject=tip.subject, facts={"place": place, "sha256": shut.sha256})
    return shut


@transaction.atomic
def lift_file(*, by: Member, number: int, place: int) -> ShutFile:
    """Take the restriction of a file of a tip back: somebody else than who set it (NeedsAnother)."""
    tip = tip_for(by, number)
    shut = get_object_or_404(ShutFile.objects.standing().select_for_update(), tip=tip, place=place)
    if shut.shut_by_id == by.pk:
        raise NeedsAnother
    shut.lifted_at, shut.lifted_by = timezone.now(), by
    shut.save(update_fields=["lifted_at", "lifted_by"])
    record(by=by, verb="tip.file_lifted", subject=tip.subject, facts={"place": place, "sha256": shut.sha256})
    return shut


@transaction.atomic
def copy_file(*, by: Member, number: int, place: int, reason: CopyReason) -> tuple[str, bytes]:
    """Copy a file of a tip out as it was sent, for a reason: its name and its bytes. Http404 where there is none."""
    tip = tip_for(by, number)
    if reason != CopyReason.EVIDENCE and tip.shut_files.standing().filter(place=place).exists():
        raise FileIsShut
    name, data = _bytes_of(tip, place)
    record(by=by, verb="tip.file_copied", subject=tip.subject, facts={"place": place, "reason": str(reason)})
    return name, data


def _bytes_of(tip: Tip, place: int) -> tuple[str, bytes]:
    """Name and bytes of a file as it was sent, or of the clean copy where that came alone; Http404."""
    named = {one.place: one for one in files_of(tip.report_number, key=keys().letter)} if tip.report_number else {}
    file = named.get(place)
    if file is None:
        raise Http404
    data = file_of(tip.report_number, place, is_copy=not file.has_original, key=keys().letter)
    if data is None:
        raise Http404
    return file.name, data


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
    tip.like = None  # who decides on one of many by itself takes it out of the fold
    tip.save()
    facts = {"state": str(state), "reason": str(decision.get("close_reason", ""))}
    record(by=by, verb=f"tip.{state}", subject=tip.subject, facts=facts)
    standing = Tip.objects.select_for_update().filter(like=tip, state=TipState.NEW)
    repeats = [one for one in standing if is_repeat(one, tip)]
    _close_together(by, tip, repeats, tip.close_reason or CloseReason.REPEATED, shown)
    put_tip(tip)
    if tip.report_number:
        shown_number = tip.report_number
        transaction.on_commit(lambda: letterbox.show_state(by=by, report_number=shown_number, state=shown))
    return tip


@transaction.atomic
def close_like(*, by: Member, number: int, first: int, last: int, reason: CloseReason, note: str) -> int:
    """Close what stands folded under a tip, from number `first` to `last`: what one page showed. Returns how many."""
    row = tip_for(by, number)
    shown = tips_for(by).select_for_update(of=("self",)).filter(like=row, state=TipState.NEW)
    chosen = list(shown.filter(number__range=(first, last)).order_by("number")[:LIKE_PER_PAGE])
    if not chosen:
        raise TipHasMoved(_("A colleague has decided on these tips while you were reading them."))
    _close_together(by, row, chosen, reason, ReportState.CLOSED, note=note)
    return len(chosen)


def _close_together(
    by: Member, row: Tip, tips: list[Tip], reason: CloseReason, shown: ReportState, *, note: str = ""
) -> None:
    """Close tips that stand under one, each named in the journal. That somebody read them is not said here."""
    for start in range(0, len(tips), NAMED_AT_ONCE):
        some = tips[start : start + NAMED_AT_ONCE]
        Tip.objects.filter(pk__in=[tip.pk for tip in some]).update(
            state=TipState.CLOSED,
            close_reason=reason,
            note=note,
            decided_by=by,
            decided_at=timezone.now(),
            version=F("version") + 1,
        )
        facts = {"reason": str(reason), "closed": [tip.subject for tip in some]}
        record(by=by, verb="tip.copies_closed", subject=row.subject, facts=facts)
    for tip in tips if note else ():
        tip.note = note
        put_tip(tip)
    reports = [tip.report_number for tip in tips if tip.report_number]
    if reports:
        transaction.on_commit(lambda: letterbox.show_states(by=by, report_numbers=reports, state=shown))

"""Beginning to read an export, and saying what only a person can say about it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.writing import touch, writable
from lali.records.conversations.access import conversation_in
from lali.records.conversations.models import Conversation
from lali.records.conversations.vocabulary import DateOrder, ReadingState
from lali.records.evidence.actions.opening import ExhibitIsGone
from lali.records.refusals import Refused

COLUMNS = ("sender", "time", "text")


class WhyIsNeeded(Refused):
    """What a person states about dates is read in court."""

    sentence = _("Please say why: a court will ask how this is known.")
    field = "why"


class IsTakenBack(Refused):
    """Nothing new rests on a reading that was taken back."""

    sentence = _("This reading was taken back. Go on with another reading of the same exhibit.")


class NothingStated(Refused):
    """The question is still open."""

    sentence = _("Please answer the question first.")


@transaction.atomic
def begin_reading(
    *, by: Member, ref: str, exhibit: int, date_order: str = "", zone: str = "", why: str = ""
) -> Conversation:
    """Begin to read an exhibit as a conversation: the next number of its case. Reading itself is `read_on`.

    An exhibit may be read again with other choices; each reading is a conversation of its own, and all stay. Http404
    for an exhibit that is not in the case; ExhibitIsGone when it was destroyed.
    """
    case = writable(by, ref)
    found = get_object_or_404(case.exhibits, number=exhibit)
    if found.destroyed_at:
        raise ExhibitIsGone
    date_order, zone, why = date_order if date_order in DateOrder.values else "", zone.strip()[:60], why.strip()[:300]
    if (date_order or zone) and not why:
        raise WhyIsNeeded
    last = case.conversations.aggregate(last=Max("number"))["last"] or 0
    conversation = case.conversations.create(
        number=last + 1,
        exhibit=found,
        date_order=date_order,
        zone=zone,
        why=why,
        begun_by=by,
        stated_by=by if date_order or zone else None,
        size=found.size,
    )
    facts = {"exhibit": found.ref, "date_order": date_order, "zone": zone}
    record(by=by, verb="conversation.begun", subject=conversation.subject, facts=facts)
    touch(case)
    return conversation


@transaction.atomic
def answer_reading(
    *,
    by: Member,
    ref: str,
    number: int,
    date_order: str = "",
    member: str = "",
    columns: Mapping[str, str] | None = None,
    why: str = "",
) -> Conversation:
    """Say what was asked: the order of dates, which file, which columns. What was asked stays on record.

    NothingStated when it answers another question or none; WhyIsNeeded for an order of dates without a reason. Answers
    nothing when nothing is asked any more.
    """
    case = writable(by, ref)
    conversation = conversation_in(case, number)
    if conversation.state != ReadingState.ASKS:
        return conversation
    what, why = conversation.asked.get("what"), why.strip()[:300]
    match what:
        case "date_order" if date_order in DateOrder.values:
            if not why:
                raise WhyIsNeeded
            conversation.date_order = date_order
        case "file" if member in {one.get("file") for one in conversation.asked["candidates"]}:
            conversation.member = member
        case "columns" if columns and all(columns.get(name) for name in COLUMNS):
            conversation.columns = {name: str(columns[name])[:100] for name in COLUMNS}
        case _:
            raise NothingStated
    conversation.why = "; ".join(filter(None, (conversation.why, why)))[:300]
    conversation.state, conversation.stated_by = ReadingState.READING, by
    conversation.save()
    record(by=by, verb="conversation.answered", subject=conversation.subject, facts={"what": what})
    touch(case)
    return conversation

"""What was read out of an exhibit goes when it is restricted: it can be read anew once that is lifted."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.findable import of_identifier
from lali.records.conversations.actions.reading import forget_what_was_read
from lali.records.conversations.models import Conversation, FoundIdentifier
from lali.records.conversations.vocabulary import ReadingState
from lali.records.entities.models import Mention
from lali.records.evidence.models import Exhibit
from lali.records.search.index import take_out

WORDS = {"why", "member", "columns", "notes", "cited", "back", "said"}
NOTED_WITHIN = timedelta(minutes=1)  # before its end a reading noted its identifiers


def forget_readings(by: Member, exhibit: Exhibit) -> dict[str, str]:
    """Forget what readings of an exhibit found. Gives what people wrote there, by name, to go under seal."""
    kept: dict[str, str] = {}
    for conversation in exhibit.conversations.select_related("case", "exhibit").select_for_update(of=("self",)):
        why = gettext("%(ref)s is restricted.") % {"ref": conversation.exhibit.ref}
        take_off_identifiers(by, conversation, why, of_all_readings=True)
        kept |= _words_of(conversation)
        forget_what_was_read(conversation)
        conversation.why = conversation.refused_in_words = conversation.member = conversation.holder = ""
        conversation.told, conversation.source, conversation.asked, conversation.columns = {}, {}, {}, {}
        conversation.heads_inside = conversation.left_out = 0
        conversation.read_at = conversation.held_until = conversation.accounted = None
        conversation.taken_back_why = ""
        if conversation.state not in {ReadingState.REFUSED, ReadingState.BACK}:
            conversation.state = ReadingState.READING  # goes on from its beginning once the restriction is lifted
        conversation.save()
        conversation.notes.update(words="")
        conversation.cited.update(messages=[])
        for said in conversation.identifications.all():
            said.name, said.reason, said.withdrawn_reason = f"#{said.pk}", "", ""
            said.save(update_fields=["name", "reason", "withdrawn_reason"])
    return kept


def give_back_words(exhibit: Exhibit, kept: dict[str, str]) -> None:
    """Give readings back what people wrote there; what was read is read anew."""
    for conversation in exhibit.conversations.all():
        said = _said(kept.get(conversation.ref, "{}"))
        conversation.why = said.get("why", "")
        conversation.member = said.get("member", "")
        conversation.columns = said.get("columns", {})
        conversation.taken_back_why = said.get("back", "")
        conversation.save(update_fields=["why", "member", "columns", "taken_back_why"])
        _give_back(conversation.notes.order_by("at", "pk"), "words", said.get("notes", []))
        _give_back(conversation.cited.order_by("first", "pk"), "messages", said.get("cited", []))
        for row, words in zip(conversation.identifications.order_by("pk"), said.get("said", []), strict=False):
            row.name, row.reason, row.withdrawn_reason = words
            row.save(update_fields=["name", "reason", "withdrawn_reason"])


def _said(kept: str) -> dict[str, Any]:
    """What was put under seal here; nothing of what another node sealed otherwise."""
    try:
        said = json.loads(kept)
    except ValueError:
        return {}
    return said if isinstance(said, dict) and said.keys() <= WORDS else {}


def _words_of(conversation: Conversation) -> dict[str, str]:
    said = {
        "why": conversation.why,
        "member": conversation.member,
        "columns": conversation.columns,
        "notes": list(conversation.notes.order_by("at", "pk").values_list("words", flat=True)),
        "cited": list(conversation.cited.order_by("first", "pk").values_list("messages", flat=True)),
        "back": conversation.taken_back_why,
        "said": list(conversation.identifications.order_by("pk").values_list("name", "reason", "withdrawn_reason")),
    }
    return {conversation.ref: json.dumps(said)}


def _give_back(rows: object, field: str, words: list[object]) -> None:
    for row, said in zip(rows, words, strict=False):
        setattr(row, field, said)
        row.save(update_fields=[field])


def take_off_identifiers(by: Member, conversation: Conversation, reason: str, *, of_all_readings: bool) -> None:
    """Take identifiers off the case that it knows from this reading alone: nobody noted them before it.

    `of_all_readings`: other readings of the same exhibit do not count either.
    """
    if not conversation.read_at:
        return
    case = conversation.case
    others = FoundIdentifier.objects.filter(conversation__case=case, conversation__exhibit__restricted_at=None)
    others = others.exclude(conversation__state=ReadingState.BACK).exclude(conversation=conversation)
    if of_all_readings:
        others = others.exclude(conversation__exhibit=conversation.exhibit_id)
    own = FoundIdentifier.objects.filter(conversation=conversation, noted__isnull=False)
    alone = own.exclude(noted__in=others.filter(noted__isnull=False).values("noted"))
    since = conversation.read_at - NOTED_WITHIN
    mentions = Mention.objects.standing().filter(
        record=case.subject, identifier__in=alone.values("noted"), at__range=(since, conversation.read_at)
    )
    for mention in list(mentions.select_related("identifier")):
        mention.removed_at, mention.removed_by, mention.removed_reason = timezone.now(), by, reason
        mention.save(update_fields=["removed_at", "removed_by", "removed_reason"])
        take_out(of_identifier(case, mention.identifier).record)
        record(by=by, verb="identifiers.removed", subject=case.subject, facts={"identifier": mention.identifier_id})

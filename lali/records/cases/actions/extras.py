"""What the configuration adds to a case: a template's first steps and clocks, answers to extra fields."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lali.records.agencies.models import Member
from lali.records.audit.actions import record
from lali.records.cases.actions.deadlines import set_deadline
from lali.records.cases.actions.work import TaskDraft, add_tasks
from lali.records.cases.models import Case, CaseExtras
from lali.records.cases.vocabulary import DeadlineKind, LengthUnit, Priority
from lali.records.changes import changed_values
from lali.records.configuration.answers import checked_answers
from lali.records.configuration.document import Deadline as Clock
from lali.records.configuration.document import Template, in_language
from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import RecordKind, Secrecy, Who
from lali.records.entities.facts import PersonFacts

LONGEST_TITLE = 200


def apply_template(by: Member, case: Case) -> None:
    """Give a case that was just opened the first steps of its kind's template, in the words of who opened it.

    The case remembers template and version: what it was told to do first stays readable, whatever becomes of the
    template. Does nothing where there is no template for the kind.
    """
    now = in_force()
    template = now.configuration.template_for(case.kind, timezone.localdate())
    if template is None:
        return
    CaseExtras.objects.create(case=case, template=template.code, configuration=now.number)
    facts = {"template": template.code, "version": now.number, "tasks": len(template.steps)}
    facts |= {"deadlines": len(template.deadlines)}
    record(by=by, verb="case.template_applied", subject=case.subject, facts=facts)
    _begin(by, case, template)


def _begin(by: Member, case: Case, template: Template) -> None:
    places = {step.code: place for place, step in enumerate(template.steps)}
    drafts = [
        _draft(
            by,
            step.words,
            step.due_in_days,
            note=step.note,
            assignee=by if step.who == Who.LEAD else None,
            priority=Priority.URGENT if step.urgent else Priority.NORMAL,
            after=(places[step.after],) if step.after else (),
        )
        for step in template.steps
    ]
    add_tasks(by=by, ref=case.ref, drafts=drafts)
    for deadline in template.deadlines:
        _start(by, case, deadline)


def _start(by: Member, case: Case, deadline: Clock) -> None:
    """Set a clock of the template going; nobody has confirmed its basis yet."""
    said = (in_language(words, by.language) for words in (deadline.words, deadline.note))
    set_deadline(
        by=by,
        ref=case.ref,
        kind=DeadlineKind(deadline.clock),
        started_at=case.opened_at,
        length=deadline.days,
        unit=LengthUnit.DAYS,
        basis=deadline.source,
        note="\n".join(filter(None, said)),
    )


def _draft(by: Member, words: dict[str, str], days: int | None, *, note: dict[str, str], **more: Any) -> TaskDraft:
    title = in_language(words, by.language)[:LONGEST_TITLE]
    due_on = None if days is None else timezone.localdate() + timedelta(days=days)
    return TaskDraft(title=title, due_on=due_on, note=in_language(note, by.language), **more)


def answer(case: Case, kind: str, given: Mapping[str, Any]) -> dict[str, list[object]]:
    """Keep answers to the extra fields of a held case of a kind; what changed, for the journal.

    AnswerIsWrong when one does not fit its field. Retired fields keep the answers that they have.
    """
    configuration, today = in_force().configuration, timezone.localdate()
    fields = [one for one in configuration.fields_of(RecordKind.CASE, kind=kind) if not one.is_retired(today)]
    extras = CaseExtras.objects.filter(case=case).first() or CaseExtras(case=case)
    extras.case = case
    before = extras.opened_answers()
    after = checked_answers(configuration, fields, given, before=before, on=today)
    if after == before:
        return {}
    sealed = {one.code for one in configuration.fields if one.is_sealed}
    known = {one.code for one in configuration.fields}
    extras.answers = {code: value for code, value in after.items() if code in known - sealed}
    extras.seal({code: value for code, value in after.items() if code not in known - sealed})
    extras.save()
    secrecy = {_named(one.code): one.secrecy for one in configuration.fields}
    every = before.keys() | after.keys()
    was, becomes = ({_named(code): _told(side.get(code)) for code in every} for side in (before, after))
    return changed_values(secrecy, was, becomes, key=case.key())


def answered_about(case: Case, known: PersonFacts, given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Answers to the extra fields of a person of a held case, as the facts that differ from what is `known`.

    All of them are sealed with what is known. Those to fields about a possible victim are shut with the name.
    AnswerIsWrong when one does not fit its field.
    """
    configuration, today = in_force().configuration, timezone.localdate()
    fields = [one for one in configuration.fields_of(RecordKind.PERSON, kind=case.kind) if not one.is_retired(today)]
    before = {**known.answers, **known.telling_answers}
    after = checked_answers(configuration, fields, given, before=before, on=today)
    secrecy = {one.code: one.secrecy for one in configuration.fields}
    telling = {code for code in after if secrecy.get(code) == Secrecy.VICTIM or code in known.telling_answers}
    found = {
        "answers": {code: value for code, value in after.items() if code not in telling},
        "telling_answers": {code: value for code, value in after.items() if code in telling},
    }
    return {name: answers for name, answers in found.items() if answers != getattr(known, name)}


def _named(code: str) -> str:
    """How the journal names an extra field: apart from the fields of the program."""
    return f"extra.{code}"


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)

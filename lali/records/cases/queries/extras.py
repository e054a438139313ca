"""What the configuration adds to a case, for its pages: extra fields with answers, and the template it began with."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lali.records.cases.models import Case, CaseExtras
from lali.records.cases.queries.persons import PersonRecord
from lali.records.configuration.answers import answer_in_words
from lali.records.configuration.document import Configuration, ExtraField, Template, with_code
from lali.records.configuration.queries import configuration_of, in_force
from lali.records.configuration.vocabulary import RecordKind, Secrecy


@dataclass(frozen=True, slots=True)
class Extras:
    """The extra fields of a case: those asked now, what is answered (retired fields too), and its template."""

    configuration: Configuration
    asked: tuple[ExtraField, ...]
    answers: dict[str, Any]
    template: Template | None
    version: int

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each answered field and its answer in words, in the order of the configuration."""
        answered = [one for one in self.configuration.fields if one.code in self.answers]
        return [(str(one), answer_in_words(self.configuration, one, self.answers[one.code])) for one in answered]


def extras_of(case: Case) -> Extras:
    """What the configuration adds to a case that was opened through the door."""
    now = in_force()
    extras = CaseExtras.objects.filter(case=case).first()
    if extras:
        extras.case = case
    version = extras.configuration if extras and extras.template else now.number
    then = now.configuration if version == now.number else configuration_of(version)
    today = timezone.localdate()
    by_code = with_code(then.templates, extras.template) if extras and extras.template else None
    return Extras(
        configuration=now.configuration,
        asked=tuple(one for one in _fields(case, now.configuration) if not one.is_retired(today)),
        answers=extras.opened_answers() if extras else {},
        template=by_code or now.configuration.template_for(case.kind, today),
        version=version,
    )


def _fields(case: Case, configuration: Configuration) -> list[ExtraField]:
    return configuration.fields_of(RecordKind.CASE, kind=case.kind)


def extras_of_person(case: Case, record: PersonRecord, *, telling: bool = False) -> Extras:
    """The extra fields of a person of an opened case, with the answers that `record` holds.

    Of who may be a victim, either those that the team may read, or, for a lead who has the name open, the `telling`
    ones. An organisation is asked none.
    """
    now, today = in_force(), timezone.localdate()
    fields = now.configuration.fields_of(RecordKind.PERSON, kind=case.kind)
    asked = [one for one in fields if not (one.is_retired(today) or record.is_organisation)]
    if record.is_shut:
        asked = [one for one in asked if (one.secrecy == Secrecy.VICTIM) == telling]
    answers = {**record.facts.answers, **record.facts.telling_answers}
    return Extras(now.configuration, tuple(asked), answers, template=None, version=now.number)

"""A case as the parts of an archive: records, the journal of origin, files. Nothing is held longer than it takes."""

# ruff: noqa: SLF001 - `_meta` is how Django says what a table is made of

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cached_property, partial

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.engines.custody import NotInStore, SealBroken
from lali.engines.exchange import FILES as FILES_FOLDER
from lali.engines.exchange import JOURNAL, RECORDS, Part, line_parts, part_name
from lali.records.agencies.models import Member
from lali.records.audit.queries import log_verifier, proven_entries_of
from lali.records.briefs.models import KeptFile
from lali.records.briefs.storage import pieces_of, pieces_to_carry
from lali.records.cases.models import Case, PersonInCase
from lali.records.cases.queries import extras_of
from lali.records.entities.models import Identifier, Mention, Person
from lali.records.evidence.models import Exhibit
from lali.records.law.models import Element, OffenceVersion
from lali.records.refusals import Refused
from lali.records.tips.models import Tip
from lali.records.transfers.carried import FILES, TABLES, Table
from lali.records.transfers.values import write_plain

BATCH = 500


class AnOriginalIsBroken(Refused):
    """A stored file is not what was sealed: the case would leave with a hole in it."""

    sentence = _("An exhibit of this case is not what was sealed. Check the exhibits before the case leaves.")


class Going:
    """One case on its way out: which persons, identifiers and members go along, and everything written.

    `token` is what members' e-mail addresses are hashed with, so that the receiver knows its own and learns no others.
    """

    def __init__(self, case: Case, token: str) -> None:
        self.case, self.token = case, token
        self.counts: dict[str, int] = {}

    @cached_property
    def tips(self) -> frozenset[int]:
        """Numbers of the tips in the case."""
        return frozenset(Tip.objects.filter(cases=self.case).values_list("pk", flat=True))

    @cached_property
    def persons(self) -> frozenset[int]:
        """Numbers of everybody whom a row of the case names."""
        return self._named(Person)

    @cached_property
    def identifiers(self) -> frozenset[int]:
        """Numbers of all identifiers that a row of the case names."""
        return self._named(Identifier)

    @property
    def victims(self) -> int:
        """How many have, or had, the role of a possible victim, and whose name is not erased."""
        places = PersonInCase.objects.victims().filter(case=self.case).exclude(person__wrapped_key=b"")
        return places.values("person").distinct().count()

    @property
    def contents(self) -> dict[str, list[str]]:
        """What goes along by the names that give nothing away: code names and numbers."""
        persons = Person.objects.filter(pk__in=self.persons).order_by("code_name")
        return {
            "persons": list(persons.values_list("code_name", flat=True)),
            "exhibits": [one.ref for one in self.case.exhibits.order_by("number")],
            "statements": [one.ref for one in self.case.statements.order_by("number")],
            "tips": [one.ref for one in Tip.objects.filter(pk__in=self.tips).only("number").order_by("number")],
        }

    def _named(self, wanted: type[models.Model]) -> frozenset[int]:
        """Numbers that rows of the case give for rows of another table; tables that ask for these themselves apart."""
        found: set[int] = set()
        for table in TABLES:
            if table.rows and table.model is not Mention and wanted in {Person, Identifier}:
                continue
            for field in (*table.fields, *table.many):
                if field.is_relation and field.related_model is wanted:
                    rows = table.rows_of(self).exclude(**{f"{field.name}__isnull": True}).order_by()
                    found |= set(rows.values_list(field.name, flat=True))
        return frozenset(found)

    def told_subject(self, subject: str) -> str:
        """How a record is named in the archive: `case`, or `tip:7` with its number here."""
        return "case" if subject == self.case.subject else subject

    # -- records -------------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """Every record as a line: members and law first, then table by table."""
        yield from self._members()
        yield from self._law()
        yield _line("words", 0, {"answers": [[str(ask), str(said)] for ask, said in extras_of(self.case).told]})
        for table in TABLES:
            yield from self._rows(table)
        for number, row in enumerate(self.files(), 1):
            yield _line("file", number, {"of": row._meta.label_lower, "row": row.pk})

    def _members(self) -> Iterator[bytes]:
        for pk, name, email, agency, known_from in (
            Member.objects.filter(pk__in=self._named(Member))
            .order_by("pk")
            .values_list("pk", "name", "email", "agency__name", "known_from")
        ):
            match = hashlib.sha256(f"{self.token}\n{email.lower()}".encode()).hexdigest()
            yield _line("member", pk, {"name": name, "agency": known_from or agency, "match": match})

    def _law(self) -> Iterator[bytes]:
        elements = Element.objects.filter(pk__in=self._named(Element)).values_list("version", flat=True)
        wanted = self._named(OffenceVersion) | set(elements)
        versions = OffenceVersion.objects.filter(pk__in=wanted).select_related("offence").prefetch_related("elements")
        for version in versions.order_by("pk"):
            fields = {
                "code": version.offence.code,
                "country": version.offence.country,
                "text": asdict(version.as_text()),
                "elements": {element.code: element.pk for element in version.elements.all()},
            }
            yield _line("law", version.pk, fields)

    def _rows(self, table: Table) -> Iterator[bytes]:
        number = 0
        last = 0
        while rows := list(self._after(table, last)):
            for row in rows:
                number += 1
                yield _line(table.label, row.pk, self._written(table, row))
            last = rows[-1].pk
        if number:
            self.counts[table.label] = number

    def _after(self, table: Table, last: int) -> Iterable[models.Model]:
        many = [field.name for field in table.many]
        return table.rows_of(self).filter(pk__gt=last).prefetch_related(*many)[:BATCH]

    def _written(self, table: Table, row: models.Model) -> dict[str, object]:
        fields = {field.name: self._value(table, field, row) for field in table.fields}
        for field in table.many:
            fields[field.name] = sorted(other.pk for other in getattr(row, field.name).all())
        return fields

    def _value(self, table: Table, field: models.Field, row: models.Model) -> object:
        value = getattr(row, field.attname)
        if field.name in table.how:
            return table.how[field.name].write(value, self)
        if field.is_relation and field.related_model is Person and value not in self.persons:
            return None  # merged with a record of another case, which stays there
        return value if field.is_relation else write_plain(value)

    # -- journal and files ---------------------------------------------------------------------------------------------

    def journal(self) -> Iterator[bytes]:
        """The journal of the case as it stands in the log, entry by entry with its proof, under the newest head."""
        head, about = proven_entries_of([self.case.subject])
        start = {"case": self.case.ref, "log": settings.LOG_ORIGIN, "key": log_verifier(), "head": head}
        yield _json(start)
        for entry in about[self.case.subject]:
            yield _json({"n": entry.index, "line": entry.line.decode(), "proof": [step.hex() for step in entry.path]})

    def files(self) -> Iterator[Exhibit | KeptFile]:
        """Rows that stand for a file, in the order in which their bytes go.

        Read at once: while bytes go out nothing is open in the database, and a broken original leaves no cursor behind
        that would end somebody else's transaction.
        """
        for table in TABLES:
            if table.model in FILES:
                yield from table.rows_of(self)

    def parts(self) -> Iterator[Part]:
        """The whole case, in the order of the format."""
        yield from line_parts(RECORDS, self.lines())
        yield from line_parts(JOURNAL, self.journal())
        for number, row in enumerate(self.files(), 1):
            yield Part(part_name(FILES_FOLDER, number), row.size, _checked(row))


def _checked(row: Exhibit | KeptFile) -> Iterator[bytes]:
    """The bytes of a file; AnOriginalIsBroken, before the last piece is out, when they are not what was sealed."""
    pieces = partial(pieces_to_carry, row) if isinstance(row, Exhibit) else partial(pieces_of, row)
    digest = hashlib.sha256()
    try:
        for piece in pieces():
            digest.update(piece)
            yield piece
    except (NotInStore, SealBroken, OSError):
        raise AnOriginalIsBroken from None
    if digest.hexdigest() != row.sha256:
        raise AnOriginalIsBroken


def _line(table: str, number: int, fields: dict[str, object]) -> bytes:
    return _json({"t": table, "n": number, "f": fields})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

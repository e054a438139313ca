"""What looking at a register, taking it in and taking it back share."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy

from lali.engines.tables import Table
from lali.records.audit.models import Entry
from lali.records.cases.kinds import kinds_offered
from lali.records.cases.vocabulary import CaseKind
from lali.records.configuration.queries import in_force
from lali.records.configuration.vocabulary import CASE_KINDS
from lali.records.imports.models import ExternalReference, ImportRun
from lali.records.imports.reading import Told, columns_without_place, folded, rows_told
from lali.records.refusals import Refused


class RoleNotChosen(Refused):
    """A column names persons, and nobody said what they are."""

    sentence = gettext_lazy(
        "A column holds names of persons. Choose what these persons are in the cases, or leave the names out."
    )


class ImportIsUndone(Refused):
    """It was taken back."""

    sentence = gettext_lazy("This import was taken back, or nothing of it was taken in. Look at the file again.")


def rows_of(run: ImportRun, table: Table) -> Iterator[Told]:
    """The rows of a register as this import reads them."""
    rest = columns_without_place(table.heading, run.mapping, run.target) if run.adds_rest else None
    return rows_told(table, run.mapping, today=timezone.localdate(), rest=rest)


def facts_of(run: ImportRun) -> dict[str, object]:
    """What the journal says of an import: its file, register and target."""
    return {"sha256": run.sha256, "system": run.system, "target": str(run.target)}


def numbers_known(system: str, batch: list[Told]) -> set[str]:
    """Which of these rows' numbers a record has already."""
    numbers = [folded(told.number)[:60] for told in batch]
    found = ExternalReference.objects.standing().filter(system=system, folded__in=numbers)
    return set(found.values_list("folded", flat=True))


def kind_of(typed: str) -> str:
    """A kind by its code or by its words in any language; "other" where it is none of ours."""
    wanted = typed.strip().lower()
    entries = words.entries if (words := in_force().configuration.list_of(CASE_KINDS)) else ()
    named = {said.lower(): entry.code for entry in entries for said in (*entry.words.values(), entry.code)}
    offered = {code for code, _words in kinds_offered()}
    found = named.get(wanted, wanted)
    return found if found in offered else CaseKind.OTHER


def forget_contents(run: ImportRun) -> None:
    """Part of an action: what the rows say is kept no more. The caller saves the import."""
    run.rows.exclude(sealed_contents=b"").update(sealed_contents=b"")
    run.wrapped_key = run.sealed_rest = b""


def last_write(subject: str) -> int | None:
    """The number of the last journal entry that wrote to a record or a part of it."""
    entries = Entry.objects.about(subject).writes().order_by("-index")
    return entries.values_list("index", flat=True).first()

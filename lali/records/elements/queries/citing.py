"""What an element may rest on: everything of the case that can be pointed to."""

from dataclasses import dataclass

from lali.records.cases.models import Case
from lali.records.chronology.when import in_words
from lali.records.entities.models import Identifier
from lali.records.evidence.queries import passages_of, statements_of

SHOWN = 80  # characters of a text by which it is known in a list


@dataclass(frozen=True, slots=True)
class Citable:
    """`value` is what `add_proof` takes as `rests_on`; `kind` exhibit, statement, passage, event or identifier."""

    value: str
    kind: str
    words: str


def what_can_be_cited(case: Case) -> list[Citable]:
    """Passages, statements, exhibits, events and identifiers of an opened case. Constant number of queries."""
    events = case.events.standing().order_by("-at", "-pk")
    return [
        *(
            Citable(one.ref, "passage", _short(f"{one.source_ref} {one.quote or one.locator}"))
            for one in passages_of(case)
        ),
        *(Citable(one.ref, "statement", one.of_whom) for one in statements_of(case)),
        *(Citable(one.ref, "exhibit", one.called) for one in case.exhibits.order_by("number")),
        *(Citable(f"event:{one.pk}", "event", _short(f"{in_words(one.when)}: {one.text}")) for one in events),
        *(Citable(f"identifier:{one.pk}", "identifier", one.value) for one in _identifiers(case)),
    ]


def _identifiers(case: Case) -> list[Identifier]:
    records = [case.subject, *(f"tip:{number}" for number in case.tips.values_list("pk", flat=True))]
    return list(
        Identifier.objects.filter(mentions__record__in=records, mentions__removed_at=None)
        .distinct()
        .order_by("kind", "value")
    )


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"

"""What people noted beside proofs that rest on an exhibit goes under seal when that is restricted, and comes back."""

import json

from django.db.models import Q, QuerySet

from lali.records.agencies.models import Member
from lali.records.elements.models import Proof
from lali.records.evidence.models import Exhibit

NAME = "proofs"  # of these words under seal


def forget_notes(by: Member, exhibit: Exhibit) -> dict[str, str]:  # noqa: ARG001 - as every later record forgets
    """Take the notes off proofs that rest on an exhibit or a passage of it; gives them, in their order."""
    rows = [[one.note, one.withdrawn_why] for one in _resting_on(exhibit)]
    _resting_on(exhibit).update(note="", withdrawn_why="")
    return {NAME: json.dumps(rows)} if any(map(any, rows)) else {}


def give_back_notes(exhibit: Exhibit, kept: dict[str, str]) -> None:
    """Give proofs their notes back; what was noted meanwhile stays."""
    try:
        rows = [(str(note), str(why)) for note, why in json.loads(kept.get(NAME, "[]"))]
    except (ValueError, TypeError):  # it came from another node, and was not made as we make it
        return
    for proof, (note, why) in zip(_resting_on(exhibit), rows, strict=False):
        proof.note, proof.withdrawn_why = proof.note or note[:400], proof.withdrawn_why or why[:300]
        proof.save(update_fields=["note", "withdrawn_why"])


def _resting_on(exhibit: Exhibit) -> QuerySet[Proof]:
    return Proof.objects.filter(Q(exhibit=exhibit) | Q(passage__exhibit=exhibit)).order_by("at", "pk")

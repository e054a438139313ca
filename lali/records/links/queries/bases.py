"""How each kind of basis is shown beside a pair. A kind adds itself to `SHOWN_BY`, and a template named after it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.links.models import Basis
from lali.records.links.queries.pictures import shared_pictures
from lali.records.links.vocabulary import BasisKind


@dataclass(frozen=True, slots=True)
class BasisShown:
    """What one basis says to a reader. The page includes `workspace/basis/<kind>.html`, which gets it as `basis`."""

    kind: str
    says: object

    @property
    def template(self) -> str:
        """The template that says it."""
        return f"workspace/basis/{self.kind}.html"


Shows = Callable[[Member, list[Basis]], Mapping[int, object]]
"""Given bases of one kind (with `proposal` loaded) what each says to the member, by its key; left out: nothing."""

SHOWN_BY: dict[str, Shows] = {BasisKind.PICTURE: shared_pictures}


def bases_shown(member: Member, bases: Iterable[Basis]) -> dict[int, list[BasisShown]]:
    """What bases of the kinds in `SHOWN_BY` say to the member, by proposal."""
    by_kind: dict[str, list[Basis]] = defaultdict(list)
    for one in bases:
        by_kind[one.kind].append(one)
    found: dict[int, list[BasisShown]] = defaultdict(list)
    for kind, show in SHOWN_BY.items():
        said = show(member, by_kind[kind]) if by_kind[kind] else {}
        for one in by_kind[kind]:
            if one.pk in said:
                found[one.proposal_id].append(BasisShown(kind, said[one.pk]))
    return found

"""How each kind of basis is shown beside records. A kind adds itself to `SHOWN_BY`, and a template named after it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lali.records.agencies.models import Member
from lali.records.links.queries.groups import Resting
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


Shows = Callable[[Member, set[str]], Mapping[str, object]]
"""Given keys of bases of one kind what each says to the member, by its key; left out: nothing."""

SHOWN_BY: dict[str, Shows] = {BasisKind.PICTURE: shared_pictures}


def said_by(member: Member, bases: Iterable[Resting]) -> dict[tuple[str, str], BasisShown]:
    """What bases of the kinds in `SHOWN_BY` say to the member, by kind and key."""
    keys: dict[str, set[str]] = defaultdict(set)
    for one in bases:
        keys[one.thing[0]].add(one.thing[1])
    found = {}
    for kind, show in SHOWN_BY.items():
        said = show(member, keys[kind]) if keys[kind] else {}
        found |= {(kind, key): BasisShown(kind, says) for key, says in said.items()}
    return found

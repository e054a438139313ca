"""What a reader of a network chose, as its address says it."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from lali.web.workspace.forms import NetworkFilterForm

MOST_KEYS = 40  # opened or hidden in one address
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose: filters, nodes opened and hidden, the node looked at, and two whose way is asked for."""

    kinds: frozenset[str] = frozenset()
    by: date | None = None
    sure: bool = False
    new: bool = False
    opened: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    around: str = ""
    at: str = ""
    one: str = ""
    other: str = ""
    zoom: str = ""
    errors: bool = False

    @classmethod
    def of(cls, asked: QueryDict, form: NetworkFilterForm) -> "Choice":
        """The choice in an address; what it cannot mean is left out."""
        form.is_valid()
        said = form.cleaned_data
        return cls(
            kinds=frozenset(said.get("kind") or ()),
            by=said.get("by"),
            sure=bool(said.get("ties")),
            new=bool(said.get("new")),
            opened=_keys(asked, "open"),
            hidden=_keys(asked, "hide"),
            around=asked.get("around", "")[:LONGEST_KEY],
            at=asked.get("at", "")[:LONGEST_KEY],
            one=asked.get("from", "")[:LONGEST_KEY],
            other=asked.get("to", "")[:LONGEST_KEY],
            zoom=asked.get("zoom", "") if asked.get("zoom") in {"1", "2"} else "",
            errors=bool(form.errors),
        )

    @property
    def filters(self) -> bool:
        """Whether something is left out."""
        return bool(self.kinds or self.by or self.sure or self.new or self.hidden or self.around)


def _keys(asked: QueryDict, name: str) -> tuple[str, ...]:
    found = (key for key in asked.getlist(name) if 0 < len(key) <= LONGEST_KEY)
    return tuple(dict.fromkeys(found))[:MOST_KEYS]

"""What differs between two configurations, part by part, for the preview, the history and the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lali.records.configuration.document import PARTS, Configuration, ExtraField, Part, fields_kept
from lali.records.configuration.vocabulary import LANGUAGES, Group, Inside
from lali.records.refusals import Refused

Path = tuple[str, ...]  # ("lists", "case_kinds", "entries", "fake_job")
WHOLE: Path = ("configuration",)
OUTER = 2  # length of the path of a list, a field, a template

ADDED, CHANGED, RETIRED, BACK, MOVED, GONE = "added", "changed", "retired", "back", "moved", "gone"
WHAT = {
    ADDED: gettext_lazy("is added"),
    RETIRED: gettext_lazy("is retired"),
    BACK: gettext_lazy("is offered again"),
    MOVED: gettext_lazy("stands elsewhere in the order"),
    GONE: gettext_lazy("is gone"),
}


class NothingIsDeleted(Refused):
    """Records may use it."""

    sentence = gettext_lazy("Nothing that records may use is deleted. Retire it: it is no longer offered then.")


class MadeForGood(Refused):
    """Answers that were given would be read wrongly."""

    sentence = gettext_lazy(
        "Type, record, list and secrecy of a field stay as they were made. Retire it and add another."
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of the part at `path`, and where only a value changed, of its field `key`."""

    what: str
    path: Path
    name: str
    key: str = ""
    old: str = ""
    new: str = ""

    @property
    def reference(self) -> str:
        """How the journal writes it: no words, only codes."""
        return ":".join(filter(None, ["/".join(self.path), self.key, self.what]))

    def __str__(self) -> str:
        where = _("%(group)s, “%(name)s” (%(code)s)") % {
            "group": _group(self.path),
            "name": self.name,
            "code": " / ".join(self.path[1::2]),
        }
        if self.what != CHANGED:
            return f"{where} {WHAT[self.what]}."
        said = _("%(where)s: %(key)s was “%(old)s”, becomes “%(new)s”.")
        return said % {"where": where, "key": self.key, "old": self.old or "–", "new": self.new or "–"}


def _group(path: Path) -> str:
    if path == WHOLE:
        return _("Configuration")
    return str(Group(path[0]).label if len(path) == OUTER else Inside(path[2]).label)


def changes_between(old: Configuration, new: Configuration) -> list[Change]:
    """Every difference, in the order of the new configuration; what is gone comes last."""
    before, after = dict(_parts(old)), dict(_parts(new))
    found = list(_values(WHOLE, "", old, new))
    for path, part in after.items():
        if path in before:
            found += _changed(path, before[path], part)
        elif len(path) == OUTER or path[:OUTER] in before:  # what stands in a new list or template is not said again
            found.append(Change(ADDED, path, str(part)))
    found += [Change(MOVED, path, str(after[path])) for path in _moved(list(before), list(after))]
    gone = [path for path in before if path not in after]
    return found + [Change(GONE, path, str(before[path])) for path in gone]


def _parts(configuration: Configuration) -> Iterator[tuple[Path, Part]]:
    """Every part by its path."""
    for group in Group.values:
        for part in getattr(configuration, group):
            yield (group, part.code), part
            for one in fields_kept(part):
                if one.metadata["how"] == PARTS:
                    for inner in getattr(part, one.name):
                        yield (group, part.code, one.name, inner.code), inner


def _moved(before: list[Path], after: list[Path]) -> list[Path]:
    """Paths that stand elsewhere among their neighbours; the fewest that explain the new order, as a rule."""
    both = set(before) & set(after)
    one, other = ([path for path in order if path in both] for order in (before, after))
    if one == other:
        return []
    stayed = {path for a, _b, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
              for path in one[a : a + size]}  # fmt: skip
    return [path for path in other if path not in stayed]


def _changed(path: Path, old: Part, new: Part) -> Iterator[Change]:
    was, becomes = (getattr(part, "retired_on", None) for part in (old, new))
    if bool(was) != bool(becomes):
        yield Change(RETIRED if becomes else BACK, path, str(new))
    yield from _values(path, str(new), old, new)


def _values(path: Path, name: str, old: Any, new: Any) -> Iterator[Change]:
    for one in fields_kept(new):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.metadata["how"] == PARTS or before == after or (one.name == "retired_on" and not (before and after)):
            continue
        if isinstance(after, dict):
            for language in LANGUAGES:
                if before.get(language) != after.get(language):
                    key = f"{one.name}.{language}"
                    yield Change(CHANGED, path, name, key, before.get(language, ""), after.get(language, ""))
        else:
            yield Change(CHANGED, path, name, one.name, _shown(before), _shown(after))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def refuse_what_would_hurt(changes: list[Change]) -> None:
    """NothingIsDeleted or MadeForGood when a record that exists could no longer be read rightly.

    What stands inside a template may go: it was copied into cases, and old versions of the template stay readable.
    """
    gone = [change for change in changes if change.what == GONE]
    for change in gone:
        if len(change.path) == OUTER or change.path[2] == Inside.ENTRIES:
            raise NothingIsDeleted(f"{change} {NothingIsDeleted.sentence}")
    for_good = {one.name for one in fields_kept(ExtraField) if one.metadata.get("for_good")}
    for change in changes:
        if change.what == CHANGED and change.path[0] == Group.FIELDS and change.key in for_good:
            raise MadeForGood(f"{change} {MadeForGood.sentence}")

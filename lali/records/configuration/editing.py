"""A configuration with one part put in, changed or taken out; the one that was given stays as it is."""

from dataclasses import replace
from typing import Any

from lali.records.configuration.differences import OUTER, Path
from lali.records.configuration.document import PARTS, Configuration, Part, fields_kept, with_code


def part_at(configuration: Configuration, path: Path) -> Part | None:
    """The part at a path; None when there is none."""
    owner: Any = configuration
    for name, code in zip(path[::2], path[1::2], strict=True):
        if owner is None or name not in _insides(owner):
            return None
        owner = with_code(getattr(owner, name), code)
    return owner


def kind_at(path: Path) -> type | None:
    """Which kind of part stands at a path such as ("lists", "x", "entries"); None for a path that leads nowhere."""
    kind: type = Configuration
    for name in path[::2]:
        insides = {one.name: one.metadata["parts"] for one in fields_kept(kind) if one.metadata["how"] == PARTS}
        if name not in insides:
            return None
        kind = insides[name]
    return kind


def _insides(part: Any) -> set[str]:
    return {one.name for one in fields_kept(part) if one.metadata["how"] == PARTS}


def with_part(configuration: Configuration, inside: Path, part: Part, *, place: int | None = None) -> Configuration:
    """Put a part in at `inside`, or in the place of the one with its code; `place` counts from 0."""
    *above, name = inside
    if above:
        owner = part_at(configuration, tuple(above))
        changed = replace(owner, **{name: _put(getattr(owner, name), part, place)})
        return with_part(configuration, (above[0],), changed)
    return replace(configuration, **{name: _put(getattr(configuration, name), part, place)})


def _put(parts: tuple[Part, ...], part: Part, place: int | None) -> tuple[Part, ...]:
    codes = [one.code for one in parts]
    at = codes.index(part.code) if part.code in codes else len(parts)
    others = [one for one in parts if one.code != part.code]
    others.insert(at if place is None else place, part)
    return tuple(others)


def without_part(configuration: Configuration, path: Path) -> Configuration:
    """Take a part out of a template; whether it may go, the action asks."""
    *above, name, code = path
    if len(path) == OUTER:
        return replace(configuration, **{name: _without(getattr(configuration, name), code)})
    owner = part_at(configuration, tuple(above))
    return with_part(configuration, (above[0],), replace(owner, **{name: _without(getattr(owner, name), code)}))


def _without(parts: tuple[Part, ...], code: str) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.code != code)


def with_what_is_new(own: Any, other: Any) -> Any:
    """`own`, with the parts of `other` that it lacks, at the end; nothing of its own is changed."""
    added = {}
    for name in _insides(own):
        mine, theirs = getattr(own, name), getattr(other, name)
        met = tuple(with_what_is_new(part, found) if (found := with_code(theirs, part.code)) else part for part in mine)
        added[name] = met + tuple(part for part in theirs if not with_code(mine, part.code))
    return replace(own, **added)

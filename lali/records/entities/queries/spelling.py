"""How a name may be spelt in a text."""

SHORTEST = 3  # letters of a part of a name that is looked for by itself


def spellings(name: str) -> tuple[str, ...]:
    """The whole name, turned round, and its parts."""
    parts = name.replace(",", " ").split()
    alone = [part for part in parts if len(part) >= SHORTEST]
    return tuple(dict.fromkeys([" ".join(parts), " ".join(reversed(parts)), *alone]))

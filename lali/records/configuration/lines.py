"""In which line of a TOML text something stands, so that a refusal can say where. Reads; never judges the text."""

import re

HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=")
FENCES = ('"""', "'''")

Place = tuple[str | int, ...]


class Lines:
    """Line numbers of the tables and keys of a text."""

    def __init__(self, text: str) -> None:
        self._found: dict[Place, int] = {(): 1}
        self._counts: dict[Place, int] = {}
        here: Place = ()
        fence = ""
        for number, line in enumerate(text.split("\n"), start=1):
            if fence:
                fence = "" if fence in line else fence
                continue
            if header := HEADER.match(line):
                here = self._table(header[2].split("."), repeats=header[1] == "[[")
                self._found.setdefault(here, number)
            elif key := KEY.match(line):
                self._note(here, key[1].split("."), number)
                fence = next((mark for mark in FENCES if line.count(mark) % 2), "")

    def _table(self, names: list[str], *, repeats: bool) -> Place:
        place: Place = ()
        for depth, name in enumerate(names):
            place = (*place, name)
            last = depth == len(names) - 1
            if last and repeats:
                self._counts[place] = self._counts.get(place, -1) + 1
            if place in self._counts:
                place = (*place, self._counts[place])
        return place

    def _note(self, here: Place, names: list[str], number: int) -> None:
        for depth in range(len(names)):
            self._found.setdefault((*here, *names[: depth + 1]), number)

    def of(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that has one."""
        while place not in self._found:
            place = place[:-1]
        return self._found[place]
